"""A backup: one file with the databases of a store as they are at one moment, and with what tells that it is whole.

What is derived from the catalog (vectors in Chroma, words) is not in it: it is built again where it is restored. The
vectors themselves lie in the catalog, so nothing is embedded again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from corpus.errors import ChidaoError, StoreError
from index.catalog import LAYOUT
from index.database import CATALOG, DATABASES, copy_database, databases, flush

FORMAT = 1
"""Version of the file's own shape."""
MANIFEST = "chidao-backup.json"
LARGEST_MANIFEST = 1_000_000
_PIECE = 1 << 20


class BadBackup(ChidaoError):
    """A file that is no backup, is damaged, or was made by a newer version of the project."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says of itself.

    Attributes:
        made: day and time in UTC, ISO 8601.
        version: of the project that made it.
        layout, model, generation, passages: of the store, as its catalog has them.
        documents, edits: how many it holds.
        files: name -> {"size": bytes, "sha256": hexadecimal}, for each database.
    """

    format: int
    made: str
    version: str
    layout: str
    model: str
    generation: int
    passages: int
    documents: int
    edits: int
    files: dict[str, dict[str, Any]]


def back_up(store: Path, file: Path, *, version: str, made: str, force: bool = False) -> Contents:
    """Writes a backup of the store in a folder, which others may be answering from or writing to meanwhile.

    The file appears whole or not at all, readable by its owner alone.

    Raises:
        ChidaoError: there is no store, the file is there already, or it cannot be written.
        StoreError: the catalog is damaged.
    """
    if not (store / CATALOG).is_file():
        raise ChidaoError(f"không có kho nào ở {store}; hãy kiểm tra --store")
    _refuse_to_overwrite(file, force)
    workshop = file.with_name(f".{file.name}.partial")
    try:
        shutil.rmtree(workshop, ignore_errors=True)  # what one that was killed left
        workshop.mkdir(mode=0o700)
        copies = []
        for database in databases(store):
            copies.append(workshop / database.name)
            copy_database(database, copies[-1])
        contents = _contents(copies, version, made)
        packed = workshop / "packed"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(MANIFEST, json.dumps(asdict(contents), ensure_ascii=False, indent=1))
            for copy in copies:
                archive.write(copy, copy.name)
        packed.chmod(0o600)
        flush(packed)
        _refuse_to_overwrite(file, force)
        packed.replace(file)
        flush(file.parent)
    except OSError as error:
        raise ChidaoError(
            f"không ghi được bản sao lưu {str(file)!r} ({error.strerror or error}); không có tệp dở dang nào để lại; "
            "hãy xem chỗ trống trên đĩa và quyền ghi rồi chạy lại"
        ) from error
    except sqlite3.Error as error:
        raise StoreError(
            f"không chép được cơ sở dữ liệu của kho {store} ({error}); hãy xem chỗ trống trên đĩa, rồi chạy: "
            "chidao doctor"
        ) from error
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return contents


def _refuse_to_overwrite(file: Path, force: bool) -> None:
    if file.is_dir():
        raise ChidaoError(f"{str(file)!r} là thư mục; hãy nêu tên một tệp, ví dụ: {file / 'chidao.zip'}")
    if file.exists() and not force:
        raise ChidaoError(f"đã có tệp {str(file)!r}; hãy chọn tên khác, hoặc thêm --force để ghi đè")


def _contents(copies: list[Path], version: str, made: str) -> Contents:
    with closing(sqlite3.connect(copies[0])) as catalog:
        meta = dict(catalog.execute("SELECT key, value FROM meta"))
        documents, edits = (
            catalog.execute(f"SELECT count(*) FROM {what}").fetchone()[0]  # noqa: S608  both are ours
            for what in ("documents WHERE state = 'live'", "edits")
        )
    files = {copy.name: {"size": copy.stat().st_size, "sha256": _sum(copy)} for copy in copies}
    return Contents(
        FORMAT, made, version, meta.get("layout", LAYOUT), meta.get("model", ""), int(meta.get("generation", "0")),
        int(meta.get("passages", "0")), documents, edits, files,
    )  # fmt: skip


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_backup(file: Path) -> Contents:
    """What a backup holds, once every byte of it was found to be as it was written.

    Raises:
        BadBackup: it is no backup, is damaged, or was made by a newer version of the project.
    """
    with _opened(file) as archive:
        contents = _manifest(file, archive)
        for name in contents.files:
            _unpack(file, archive, contents, name, None)
    return contents


def unpack(file: Path, folder: Path) -> Contents:
    """Unpacks the databases of a backup into a folder. Raises BadBackup, and OSError where there is no room."""
    with _opened(file) as archive:
        contents = _manifest(file, archive)
        for name in contents.files:
            with (folder / name).open("wb") as target:
                _unpack(file, archive, contents, name, target)
            flush(folder / name)
    return contents


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        opened = file.open("rb")
    except OSError as error:
        raise BadBackup(f"không đọc được {str(file)!r} ({error.strerror}); hãy kiểm tra đường dẫn") from error
    with opened:
        try:
            with zipfile.ZipFile(opened) as archive:
                yield archive
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise BadBackup(
                f"{str(file)!r} không phải bản sao lưu của chidao, hoặc đã bị cắt cụt hay hỏng ({error}); kho không bị "
                "thay đổi; hãy dùng bản sao lưu khác"
            ) from error


def _manifest(file: Path, archive: zipfile.ZipFile) -> Contents:
    foreign = BadBackup(f"{str(file)!r} không phải bản sao lưu của chidao; kho không bị thay đổi")
    try:
        if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise foreign
        told = json.loads(archive.read(MANIFEST))
        if told["format"] > FORMAT or int(told["layout"]) > int(LAYOUT):
            raise BadBackup(
                f"bản sao lưu {str(file)!r} do phiên bản mới hơn ({told['version']}) tạo; kho không bị thay đổi; hãy "
                "cài phiên bản ấy rồi khôi phục"
            )
        contents = Contents(**told)
        sizes = [each["size"] + len(each["sha256"]) for each in contents.files.values()]
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise foreign from error
    if CATALOG not in contents.files or not set(contents.files) <= set(DATABASES) or min(sizes) < 0:
        raise foreign
    return contents


def _unpack(file: Path, archive: zipfile.ZipFile, contents: Contents, name: str, target: IO[bytes] | None) -> None:
    """Reads one database and compares it with its sum; writes it where there is a target."""
    told, size, digest = contents.files[name], 0, hashlib.sha256()
    try:
        packed = archive.open(name)
    except KeyError as error:
        raise BadBackup(f"bản sao lưu {str(file)!r} thiếu {name}; kho không bị thay đổi") from error
    with packed:
        while size <= told["size"] and (piece := packed.read(_PIECE)):
            size += len(piece)
            digest.update(piece)
            if target is not None:
                target.write(piece)
    if (size, digest.hexdigest()) != (told["size"], told["sha256"]):
        raise BadBackup(
            f"bản sao lưu {str(file)!r} đã hỏng: {name} không đúng mã kiểm tra; kho không bị thay đổi; hãy dùng bản "
            "sao lưu khác"
        )
