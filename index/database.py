"""The SQLite databases of a store: which there are, and how one is copied, filled and cleaned while others use it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

CATALOG = "catalog.sqlite"
DATABASES = (CATALOG, "conversations.sqlite")
"""The databases that a store may hold; all that cannot be derived is in them. The catalog comes first."""
WAITS_MS = 5000
"""How long cleaning waits for readers."""


def databases(store: Path) -> list[Path]:
    """The databases that a store holds."""
    return [store / name for name in DATABASES if (store / name).is_file()]


def flush(path: Path) -> None:
    """Brings a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copy_database(database: Path, copy: Path) -> None:
    """A whole copy of one state of a database that others may be writing to; it appears whole or not at all.

    Nothing that was deleted is in it.

    Raises:
        OSError, sqlite3.Error: no room, no permission, or the database is damaged.
    """
    half = copy.with_name(f"{copy.name}.half")
    half.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, timeout=30)) as connection:
            connection.execute("VACUUM INTO ?", (str(half),))  # reads in one transaction, so one state
        flush(half)
        half.replace(copy)
        flush(copy.parent)
    finally:
        half.unlink(missing_ok=True)


def fill_database(database: Path, source: Path) -> None:
    """Makes a database what `source` is, in one transaction: those that have it open see the state before, then this.

    A kill at any moment leaves one of the two. What is there and no database is replaced by a file.

    Raises:
        OSError, sqlite3.Error: no room, no permission, or others hold it for long; it stays as it was.
    """
    with closing(sqlite3.connect(source)) as new:
        try:
            with closing(sqlite3.connect(database, timeout=30, isolation_level=None)) as there:
                for pragma in ("journal_mode=WAL", "synchronous=FULL"):
                    there.execute(f"PRAGMA {pragma}")
                there.execute("SELECT count(*) FROM sqlite_master").fetchone()
                new.backup(there)
                clean(there)
            return
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
    for suffix in ("-wal", "-shm"):  # it is no database, so nobody reads it
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    source.replace(database)
    flush(database.parent)


def clean(connection: sqlite3.Connection) -> bool:
    """Empties the log of a database, in which deleted rows stand still; False where a reader holds it for long."""
    connection.execute(f"PRAGMA busy_timeout={WAITS_MS}")
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def purge(database: Path) -> bool:
    """Writes a database anew without what was deleted; False where that must be done another time.

    It took 16 s for 410 MB on two busy cores, and takes as much room twice again; readers are not kept waiting.
    """
    with suppress(sqlite3.Error), closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA busy_timeout={WAITS_MS}")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("VACUUM")
        return clean(connection)
    return False
