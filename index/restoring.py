"""A catalog put in the place of another: out of a backup, or made anew around what persons said.

All is made ready beside the store; then one transaction of SQLite changes the catalog, so a kill at any moment leaves
the state before or the state after, and a page that runs moves on to it at its next question.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from corpus.errors import StoreError
from index.backup import Contents, read_backup, unpack
from index.catalog import LAYOUT, EditRow, FactEditRow, FolderRow, VectorRow, open_catalog, read_meta, write_meta
from index.database import CATALOG, DATABASES, copy_database, fill_database
from index.generations import INCOMING, clear, writing
from index.migration import BEFORE
from index.publish import Progress, derive, no_progress

SET_ASIDE = "catalog.set-aside.sqlite"
"""The catalog that `renew` replaced, kept until all its folders were read again."""
_KEPT = (FolderRow, EditRow, FactEditRow, VectorRow)
"""What a new catalog takes over from one whose layout the program does not know."""


def restore(folder: Path, file: Path, progress: Progress = no_progress) -> Contents:
    """Brings the store in `folder`, which need not be there, to the state of a backup; returns what that holds.

    Raises:
        BadBackup: the file cannot be used; the store stays as it was.
        StoreBusy: another process is writing to the store.
        StoreError: there is no room; the store stays as it was.
    """
    progress("Kiểm tra bản sao lưu", 0, 1)
    contents = read_backup(file)
    progress("Kiểm tra bản sao lưu", 1, 1)
    with _swapping(folder) as incoming:
        unpack(file, incoming)
        _swap(folder, incoming, contents.generation, progress)
    return contents


def renew(folder: Path, progress: Progress = no_progress) -> list[Path]:
    """Puts an empty catalog of today's layout in the place of one that cannot be used, and returns its folders.

    Folders, vectors and all that persons said come over; the documents are to be read again from the folders. The old
    catalog is kept beside it (`SET_ASIDE`).

    Raises:
        StoreBusy: another process is writing to the store.
        StoreError: what persons said cannot be read, or there is no room; the store stays as it was.
    """
    if not (folder / CATALOG).is_file():
        raise StoreError(f"không có kho nào ở {folder}; hãy kiểm tra --store")
    with _swapping(folder) as incoming:
        open_catalog(incoming).dispose()
        with closing(sqlite3.connect(incoming / CATALOG)) as new:
            new.execute("ATTACH ? AS old", (str(folder / CATALOG),))
            model = new.execute("SELECT value FROM old.meta WHERE key = 'model'").fetchone()
            for table in (each.__tablename__ for each in _KEPT):
                there, ours = (
                    [row[1] for row in new.execute(f"PRAGMA {w}.table_info({table})")] for w in ("old", "main")
                )
                columns = ", ".join(name for name in ours if name in there)
                if columns:
                    new.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM old.{table}")  # noqa: S608
            new.execute("INSERT INTO main.meta VALUES ('model', ?)", model or ("",))
            new.commit()
            folders = [Path(path) for (path,) in new.execute("SELECT path FROM main.folders ORDER BY id")]
        copy_database(folder / CATALOG, folder / SET_ASIDE)
        _swap(folder, incoming, 0, progress)
    return folders


def _columns(connection: sqlite3.Connection, schema: str, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA {schema}.table_info({table})")]


@contextmanager
def _swapping(folder: Path) -> Iterator[Path]:
    """The store held for writing, with an empty folder for what comes in."""
    incoming = folder / INCOMING
    try:
        (folder / "derived").mkdir(parents=True, exist_ok=True)
        with writing(folder):
            shutil.rmtree(incoming, ignore_errors=True)
            incoming.mkdir()
            try:
                yield incoming
            finally:
                shutil.rmtree(incoming, ignore_errors=True)
    except (OSError, sqlite3.Error, DatabaseError) as error:
        reason = error.orig if isinstance(error, DatabaseError) else getattr(error, "strerror", None) or error
        raise StoreError(
            f"chưa thay được kho {folder} ({reason}); kho vẫn như cũ; hãy xem chỗ trống trên đĩa và quyền ghi rồi "
            "chạy lại"
        ) from error


def _swap(folder: Path, incoming: Path, at_least: int, progress: Progress) -> None:
    """Derives what answers come from out of the incoming catalog, and puts that in the place of the store's."""
    number = max(generation_named(folder / CATALOG), _latest(folder), at_least) + 1  # readers never go back
    progress("Dựng vectơ và chỉ mục từ", 0, 1)
    engine = open_catalog(incoming)
    try:
        _derived(engine, folder, number)
    finally:
        engine.dispose()
    with closing(sqlite3.connect(incoming / CATALOG)) as single:
        single.execute("PRAGMA journal_mode=DELETE")  # one file
    progress("Dựng vectơ và chỉ mục từ", 1, 1)
    replaced = folder / BEFORE.format(layout="restore")
    with suppress(sqlite3.Error):  # there may be none, or none that can be read
        if (folder / CATALOG).is_file():
            copy_database(folder / CATALOG, replaced)
    for name in reversed(DATABASES):  # the catalog last: its commit is the commit
        if (incoming / name).is_file():
            fill_database(folder / name, incoming / name)
    replaced.unlink(missing_ok=True)
    clear(folder, keep=number)


def _derived(engine: Engine, folder: Path, number: int) -> None:
    with Session(engine) as session:
        model = read_meta(session).get("model", "")
        passages = derive(folder, session, number, model)
        write_meta(session, layout=LAYOUT, generation=number, model=model, passages=passages)
        session.commit()


def generation_named(catalog: Path) -> int:
    """The number of the generation that a catalog of any layout names; 0 where none can be read."""
    with suppress(sqlite3.Error, TypeError, ValueError), closing(sqlite3.connect(catalog)) as connection:
        return int(connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()[0])
    return 0


def _latest(folder: Path) -> int:
    """The highest number among the folders of generations."""
    return max((int(p.stem) for p in (folder / "derived").iterdir() if p.stem.isdecimal()), default=0)
