"""Whether a store's catalog is there, is a catalog, and is the one that was opened; and what is said where it is not.

The folder of a store may go while it is open (a disk that is taken away, a folder that is renamed) and come back.
Nothing is ever made in its place: a question meanwhile costs one line, and later ones see what is there then.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

from corpus.errors import StoreError

_CATALOG = "catalog.sqlite"
_OURS = {"meta": {"key", "value"}, "documents": {"id", "name", "state", "text"}}
"""Tables and columns that every layout of the catalog has."""
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY}
_IDENTITY = "identity"


def is_there(store: Path) -> bool:
    """True where a folder holds a store."""
    return (store / _CATALOG).is_file()


def check_catalog(store: Path) -> None:
    """Refuses a folder whose catalog is no catalog, before anything is written to it; one without a store is fine.

    Raises:
        StoreError: it is damaged, belongs to another program, or is gone while what was derived from it is there.
        OSError: it cannot be looked at.
    """
    catalog = store / _CATALOG
    if not catalog.is_file() or not catalog.stat().st_size:
        if any((store / "derived").glob("[0-9]*/sizes.json")):
            raise StoreError(unusable(store, "tệp danh mục đã mất hoặc rỗng"))
        return
    try:
        with closing(sqlite3.connect(f"{catalog.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            columns = {table: {row[1] for row in connection.execute(f"PRAGMA table_info({table})")} for table in _OURS}
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in _DAMAGED:
            raise StoreError(unusable(store, str(error))) from error
        return  # it cannot be read just now: who opens it says why
    if names and any(not wanted <= columns[table] for table, wanted in _OURS.items()):
        raise StoreError(
            f"{catalog} là cơ sở dữ liệu của chương trình khác, không phải danh mục của kho; hãy chọn thư mục khác "
            "bằng --store"
        )


def watch(engine: Engine, store: Path) -> None:
    """Lets an engine see when its catalog goes or another one lies there, and say what is wrong in one line.

    From then on it makes no file, opens the catalog anew where it is another one, and raises StoreError for one that is
    gone, damaged or cannot be written to.
    """
    catalog = store / _CATALOG

    def connect(_dialect: Any, record: Any, _arguments: Any, options: dict[str, Any]) -> sqlite3.Connection:
        record.info[_IDENTITY] = _identity(catalog)
        opened: sqlite3.Connection = sqlite3.connect(f"{catalog.absolute().as_uri()}?mode=rw", uri=True, **options)
        return opened

    def check_out(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info.get(_IDENTITY) != _identity(catalog):
            raise DisconnectionError

    def tell(context: Any) -> None:
        error = context.original_exception
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_CANTOPEN and not catalog.exists():
            raise StoreError(gone(store)) from error
        if code in _DAMAGED or "no such table" in str(error) or "no such column" in str(error):
            raise StoreError(unusable(store, str(error))) from error
        if code in _NO_ROOM or code == sqlite3.SQLITE_CANTOPEN:
            raise StoreError(unwritable(store, str(error))) from error

    engine.dispose()  # what is open was opened unwatched
    event.listen(engine, "do_connect", connect)
    event.listen(engine, "checkout", check_out)
    event.listen(engine, "handle_error", tell)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        there = path.stat()
    except OSError:
        return None
    return there.st_dev, there.st_ino


def same_file(handle: int, path: Path) -> bool:
    """True where an open file is the one that lies at a path."""
    opened = os.fstat(handle)
    return (opened.st_dev, opened.st_ino) == _identity(path)


def gone(store: Path) -> str:
    """What is said of a store that is not where it was."""
    return f"kho {store} không còn ở đó; nếu ổ đĩa chưa được gắn, hãy gắn lại rồi thử lại"


def missing(store: Path) -> str:
    """What is said where a store is to be read and there is none."""
    return (
        f"chưa có kho ở {store}; nếu kho nằm trên ổ đĩa chưa được gắn, hãy gắn lại; nếu chưa nạp văn bản nào, hãy "
        "chạy: chidao index THƯ_MỤC"
    )


def unusable(store: Path, reason: str) -> str:
    """What is said of a store whose catalog is damaged, with the ways out; none costs what cannot be made anew."""
    return (
        f"danh mục của kho {store} không mở được ({reason}); hãy khôi phục bản sao lưu bằng: chidao restore TỆP; nếu "
        "không có bản sao lưu, hãy chuyển các tệp catalog.sqlite* và thư mục derived trong đó sang chỗ khác, giữ "
        "nguyên conversations.sqlite (các cuộc trò chuyện), rồi chạy lại: chidao index"
    )


def unwritable(store: Path, reason: str) -> str:
    """What is said of a store that cannot be written to, with what to look at."""
    return (
        f"không ghi được vào kho {store} ({reason}); câu trả lời vẫn từ trạng thái trước đó; hãy xem chỗ trống trên "
        "đĩa và quyền ghi rồi chạy lại"
    )
