"""Documents that come in and go through the server: files of one folder, which is indexed as any other."""

from __future__ import annotations

import shutil
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.archives import ARCHIVES
from corpus.errors import ChidaoError, StoreBusy, UnknownDocument
from corpus.readers import SUFFIXES, Limits
from index.catalog import DocumentRow, FolderRow, folder_key
from index.ingest import Report, forget_folder
from index.publish import Progress
from index.store import Store

LONGEST_NAME = 200
"""Bytes of a file's name."""
BEFORE = ".before"
"""Folder of the files that new ones are to take the place of, until these are read; hidden from indexing."""
TAKEN = SUFFIXES | ARCHIVES
"""The suffixes of files that may come in."""
PATIENCE = 60.0
"""Seconds that a job waits for another writer of the store."""


class BadFile(ChidaoError):
    """A file that is not taken in: its name, its size or its kind."""


class Conflict(ChidaoError):
    """What cannot be done as things stand."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that a person sent: its name as sent, and where its bytes lie."""

    name: str
    content: bytes


def clean_name(sent: str) -> str:
    """The name that a sent file gets: its last part, in NFC, without what no name should hold.

    Raises BadFile for one of which nothing is left, or of a kind that is not read.

    >>> clean_name("C:\\\\Tài liệu\\\\Công văn 118.DOCX"), clean_name("../../etc/34_CT-TTg.pdf")
    ('Công văn 118.DOCX', '34_CT-TTg.pdf')
    """
    name = unicodedata.normalize("NFC", sent.encode("utf-8", "ignore").decode()).replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in name if sign.isprintable() and sign not in '<>:"|?*%#')
    name = " ".join(name.split()).lstrip(".- ")
    stem, suffix = Path(name).stem, Path(name).suffix
    if suffix.lower() not in TAKEN:
        raise BadFile(f"không đọc được loại tệp {suffix!r}; đọc được: {', '.join(sorted(TAKEN))}")
    while len(stem.encode()) + len(suffix) > LONGEST_NAME:
        stem = stem[:-1]
    stem = stem.strip(". ")
    if not stem:
        raise BadFile(f"tệp {sent[:100]!r} không có tên dùng được; hãy đổi tên")
    return stem + suffix


class Uploads:
    """The folder of what came in.

    Args:
        index: brings the folder's part of the store into line.
        limits: those of indexing.
    """

    def __init__(self, folder: Path, store: Store, index: Callable[[Progress], Report], limits: Limits) -> None:
        self.folder = folder
        self._store = store
        self._index = index
        self._limits = limits

    def check(self, files: Sequence[Arrived], *, replace: bool) -> list[str]:
        """The names that files get. Raises BadFile, and Conflict where one is there already and not to be replaced."""
        names = [clean_name(file.name) for file in files]
        if len({name.lower() for name in names}) < len(names):
            raise BadFile("hai tệp cùng tên; hãy đổi tên một tệp")
        for name, file in zip(names, files, strict=True):
            if not file.content:
                raise BadFile(f"tệp {name!r} rỗng")
            if len(file.content) > self._limits.bytes:
                raise BadFile(f"tệp {name!r} dài {len(file.content)} byte, tối đa {self._limits.bytes} byte")
            if not replace and (self.folder / name).exists():
                raise Conflict(f"đã có văn bản tải lên tên {name!r}; hãy đổi tên tệp, hoặc gửi lại với replace=true")
        return names

    def take_in(
        self, files: Sequence[Arrived], names: Sequence[str], progress: Progress, *, replace: bool
    ) -> dict[str, Any]:
        """Brings files into the folder and the store; one that cannot be read leaves all as it was.

        Returns the report of indexing, of these files alone. Raises ChidaoError as `index_folder`, and as `check`.
        """
        self.check(files, replace=replace)  # another job may have brought one of them in meanwhile
        before = self.folder / BEFORE
        before.mkdir(parents=True, exist_ok=True)
        try:
            for name, file in zip(names, files, strict=True):
                target = self.folder / name
                if target.exists():
                    target.replace(before / name)
                target.write_bytes(file.content)
            try:
                report = self._indexed(progress)
                refused = [name for name in names if name in report.refused]
            except BaseException:
                self._put_back(names, before)
                raise
            self._put_back(refused, before)
            return _of_these(report, names)
        finally:
            shutil.rmtree(before, ignore_errors=True)

    def _put_back(self, names: Sequence[str], before: Path) -> None:
        for name in names:
            if (before / name).exists():
                (before / name).replace(self.folder / name)
            else:
                (self.folder / name).unlink(missing_ok=True)

    def path_of(self, document: str) -> Path:
        """The file of a document that came in.

        Raises:
            UnknownDocument: there is no such document.
            Conflict: it came from another folder, where files are not the server's to remove.
        """
        with Session(self._store.engine) as session:
            found = session.execute(
                select(DocumentRow.path, FolderRow.path)
                .join(FolderRow, FolderRow.id == DocumentRow.folder_id)
                .where(DocumentRow.state == "live", DocumentRow.name == document)
            ).first()
        if found is None:
            raise UnknownDocument(f"kho không có văn bản {document!r}")
        path, folder = found
        file = (self.folder / path).resolve()
        if folder != folder_key(self.folder) or not file.is_relative_to(self.folder.resolve()):
            raise Conflict(f"văn bản {document!r} không do tải lên mà có; hãy bỏ tệp khỏi thư mục của nó rồi nạp lại")
        return file

    def remove(self, file: Path, progress: Progress) -> dict[str, Any]:
        """Removes a file and its document. Raises ChidaoError as `index_folder`."""
        file.unlink(missing_ok=True)
        return _patiently(lambda: self._without(progress)).to_json()

    def _without(self, progress: Progress) -> Report:
        if any(entry.suffix.lower() in TAKEN for entry in self.folder.iterdir()):
            return self._index(progress)
        forget_folder(self._store, self.folder)  # indexing takes a folder that is empty all at once for a lost disk
        return Report()

    def _indexed(self, progress: Progress) -> Report:
        return _patiently(lambda: self._index(progress))


def _patiently(write: Callable[[], Report]) -> Report:
    """Writes as soon as no other writer holds the store. Raises StoreBusy when that takes too long."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return write()
        except StoreBusy:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def _of_these(report: Report, names: Sequence[str]) -> dict[str, Any]:
    mine = set(names)
    told = report.to_json()
    for key in ("new", "changed", "unchanged", "removed", "skipped"):
        told[key] = [path for path in told[key] if path in mine]
    told["refused"] = {path: why for path, why in told["refused"].items() if path in mine}
    return told
