"""What stands beside a folder's documents of their facts: its manifest, and a file next to a document."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from corpus.errors import ChidaoError
from corpus.facts import SIDECAR_SUFFIX, Facts, read_sidecar


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one document: all its facts by the manifest, or some by the file beside it."""

    facts: Facts | None = None
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def saying(self) -> str:
        """A hash of all of it; "" where nothing is told."""
        if self.facts is None and not self.beside:
            return ""
        said = [asdict(self.facts) if self.facts is not None else None, dict(self.beside)]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]

    def over(self, read: Facts) -> Facts:
        """The facts of a document whose text says `read`."""
        return replace(self.facts or read, **self.beside)


@dataclass(frozen=True, slots=True)
class Distrust:
    """Why something that is told was not used: a note, or a file that could not be read with the reason."""

    note: str = ""
    file: str = ""
    reason: str = ""


class FolderFacts:
    """What a folder's manifest and sidecars tell."""

    def __init__(self, manifest: Mapping[str, tuple[Facts, str]], sidecars: Mapping[str, Path]) -> None:
        """Takes the manifest's entries, and path of a document -> the file beside it."""
        self._manifest = {unicodedata.normalize("NFC", path): entry for path, entry in manifest.items()}
        self._sidecars = sidecars

    def of(self, path: str, sha256: str) -> tuple[Told, list[Distrust]]:
        """What is told of the document of this content, and what is told of another or cannot be read."""
        distrusted: list[Distrust] = []
        told, told_sha256 = self._manifest.get(unicodedata.normalize("NFC", path), (None, ""))
        if told_sha256 and told_sha256 != sha256:
            told = None
            distrusted.append(
                Distrust(f"{path}: bảng kê ghi sha256 khác với tệp, nên không dùng thông tin trong bảng kê")
            )
        beside: Mapping[str, Any] = {}
        if (file := self._sidecars.get(path)) is not None:
            name = path + SIDECAR_SUFFIX
            try:
                beside, told_sha256 = read_sidecar(file)
            except ChidaoError as error:
                reason = f"{error}; văn bản vẫn được đọc, không dùng thông tin của tệp này"
                distrusted.append(Distrust(file=name, reason=reason))
            else:
                if told_sha256 and told_sha256 != sha256:
                    beside = {}
                    distrusted.append(
                        Distrust(f"{name}: sha256 khác với tệp văn bản, nên không dùng thông tin của tệp này")
                    )
        return Told(told, beside), distrusted
