"""The database of the conversations: opened, written to, and emptied so that what is deleted is gone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from assistant.conversations.tables import LAYOUT, Base, MetaRow
from corpus.errors import StoreError, StoreMismatch

FILE = "conversations.sqlite"


def open_database(folder: Path) -> Engine:
    """The engine of the database in `folder`, made where it is missing; only its owner may read the file.

    Raises:
        StoreError: it cannot be opened.
        StoreMismatch: it is of another version of the project.
    """
    file = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(f"không mở được {file} ({error.strerror}); hãy kiểm tra quyền ghi") from error
    engine = create_engine(f"sqlite:///{file}")
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    try:
        with writing(engine) as session:
            Base.metadata.create_all(session.connection())
            layout = session.get(MetaRow, "layout")
            if layout is None:
                session.add(MetaRow(key="layout", value=LAYOUT))
            elif layout.value != LAYOUT:
                raise StoreMismatch(
                    f"{file} thuộc phiên bản {layout.value!r}, chương trình này cần {LAYOUT!r}; hãy dùng đúng phiên "
                    "bản chương trình, hoặc cất tệp này đi để bắt đầu lại"
                )
    except DatabaseError as error:
        engine.dispose()
        raise StoreError(f"{file} không mở được ({error.orig}); hãy khôi phục bản sao lưu hoặc cất tệp đi") from error
    except StoreMismatch:
        engine.dispose()
        raise
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session that writes, committed at the end; another writer waits its turn."""
    with Session(engine.execution_options(writes=True)) as session, session.begin():
        yield session


def overwrite_deleted(engine: Engine) -> None:
    """Brings what was deleted out of the journal too; the pages themselves were overwritten by the deletion."""
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")


def now() -> str:
    """This moment as the tables write it."""
    return written(datetime.now(UTC))


def written(moment: datetime) -> str:
    """An aware moment as the tables write it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"
    ):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
