"""What a folder holds: the files to read, and why others are not read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.archives import ARCHIVES
from corpus.facts import MANIFEST, SIDECAR_SUFFIX
from corpus.readers import SUFFIXES


@dataclass(slots=True)
class Listing:
    """A folder's files, sorted by path; paths are relative to the folder, with "/".

    Attributes:
        files: (path, file) of each file that a reader takes, and of each archive.
        closed: the sub-folders that cannot be opened.
        refused: path -> reason, for what cannot be gone into or named.
        sidecars: path of a document -> the file beside it that tells its facts.
        skipped: the files that no reader takes.
        notes: what else a person should know.
    """

    files: list[tuple[str, Path]] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    sidecars: dict[str, Path] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def list_folder(folder: Path) -> Listing:
    """Lists a folder and its sub-folders; hidden names, its manifest and links to folders are not gone into."""
    found = Listing()
    for file, is_folder, error in _walk(folder):
        path = file.relative_to(folder).as_posix()
        if not _is_utf8(path):
            shown = os.fsencode(path).decode("utf-8", "backslashreplace")
            found.refused[shown] = "tên tệp không phải UTF-8; hãy đổi tên"
        elif error is not None:
            found.closed.append(path)
            found.refused[f"{path}/"] = (
                f"không mở được thư mục con ({error.strerror}); kho vẫn giữ những gì đã đọc từ đó"
            )
        elif is_folder:
            found.notes.append(f"{path}: là liên kết tới một thư mục, nên không đọc theo")
        elif file.suffix.lower() in SUFFIXES | ARCHIVES:
            found.files.append((path, file))
        else:
            found.skipped.append(path)
    found.files.sort()
    documents = {path for path, _ in found.files}
    for path in [path for path in found.skipped if path.removesuffix(SIDECAR_SUFFIX) in documents]:
        found.skipped.remove(path)
        found.sidecars[path.removesuffix(SIDECAR_SUFFIX)] = folder / path
    return found


def size_of(file: Path) -> int:
    """Bytes of a file; 0 where it cannot be looked at."""
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _is_utf8(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _walk(folder: Path) -> Iterator[tuple[Path, bool, OSError | None]]:
    """The files below a folder, then what cannot be gone into: links to folders, and folders with why not.

    Hidden names and the folder's manifest are left out. True stands for a folder.
    """
    errors: list[OSError] = []
    links: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links += (link for name in folders if (link := Path(root, name)).is_symlink())
        for name in names:
            if not name.startswith(".") and not (Path(root) == folder and name == MANIFEST):
                yield Path(root, name), False, None
    for link in links:
        yield link, True, None
    for error in errors:
        yield Path(error.filename), True, error
