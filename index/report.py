"""What an ingest did, for the person and for programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class Report:
    """What an ingest did, by the paths of the files in the folder; what lay in an archive has its path in front.

    Attributes:
        refused: path -> reason, for what cannot be read.
        skipped: the files that no reader takes.
        notes: what else a person should know.
        moved: path -> earlier path, for a document among `new` with the bytes of one among `removed`.
        seconds: wall time of the whole.
    """

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)
    seconds: float = field(default=0.0, compare=False)

    @property
    def is_change(self) -> bool:
        """True where answers are made from other documents than before."""
        return bool(self.new or self.changed or self.removed)

    def to_json(self) -> dict[str, Any]:
        """The report as JSON-ready values."""
        return asdict(self)


def moves(new: Mapping[str, str], removed: Mapping[str, str]) -> dict[str, str]:
    """Path -> earlier path of each new document that has the sha256 of a removed one; both are path -> sha256.

    >>> moves({"2024/a.txt": "77aa", "b.txt": "01"}, {"a.txt": "77aa"})
    {'2024/a.txt': 'a.txt'}
    """
    gone: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(removed, reverse=True):
        gone[removed[path]].append(path)
    return {path: gone[sha256].pop() for path, sha256 in sorted(new.items()) if gone[sha256]}
