"""Bringing the tables of a catalog to today's layout, whatever older layout they have: by adding what is missing.

What is missing is seen by comparing the database with the tables of the program, so no layout needs steps of its own.
Documents are read again by the next ingest, since `index.ingest.RULES` names the layout; what persons said stays.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, Index, MetaData, Table, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.schema import CreateColumn

from corpus.errors import StoreError, StoreMismatch
from index.database import copy_database

BEFORE = "catalog.before-{layout}.sqlite"
"""What a catalog was before its layout changed; the next state that is published takes it away."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What a database lacks of the tables of the program.

    Attributes:
        hindrances: why it cannot be added, in words; nothing is added then.
    """

    tables: tuple[Table, ...]
    columns: tuple[Column[object], ...]
    indexes: tuple[Index, ...]
    hindrances: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.tables or self.columns or self.indexes or self.hindrances)


def prepare_tables(engine: Engine, metadata: MetaData, layout: str, store: Path) -> str:
    """Makes the tables of a new catalog, or brings those of an older layout to `layout`, in one transaction.

    Returns the layout that it had before ("" where none was noted), where it was changed, else "".

    Raises:
        StoreMismatch: it is of a newer layout, or cannot be brought to this one.
        StoreError: there is no room for the copy that is kept beside it.
    """
    with engine.connect() as connection:
        known = set(inspect(connection).get_table_names())
        had = connection.scalar(text("SELECT value FROM meta WHERE key = 'layout'")) if "meta" in known else None
        missing = compared(connection, metadata) if known and had != layout else None
    if missing is None:
        metadata.create_all(engine)
        return ""
    if had is not None and _newer(had, layout):
        raise StoreMismatch(
            f"kho {store} do phiên bản mới hơn của chương trình dựng (bố cục {had!r}, chương trình này đọc đến "
            f"{layout!r}); hãy dùng phiên bản ấy, hoặc {renewal(store)}"
        )
    if missing.hindrances:
        raise StoreMismatch(
            f"kho {store} có bố cục {had!r}, không nâng được lên {layout!r} ({missing.hindrances[0]}); "
            f"hãy {renewal(store)}"
        )
    if not missing and had is None:
        return ""
    if engine.dialect.name == "sqlite" and missing:
        _keep(engine, store / BEFORE.format(layout=had or "0"))
    with engine.execution_options(writes=True).begin() as connection:
        missing = compared(connection, metadata)  # another version of the program may have been first
        _add(connection, missing)
        connection.execute(text("UPDATE meta SET value = :layout WHERE key = 'layout'"), {"layout": layout})
    return had or ""


def renewal(store: Path) -> str:
    """What is said of a store that must be made anew: the command that keeps what persons said."""
    return f"dựng lại từ các thư mục văn bản, vẫn giữ mọi điều người dùng đã ghi, bằng: chidao renew --store {store}"


def compared(connection: Connection, metadata: MetaData) -> Missing:
    """What the database lacks of the tables of `metadata`."""
    inspector = inspect(connection)
    known = set(inspector.get_table_names())
    tables = tuple(table for table in metadata.sorted_tables if table.name not in known)
    columns: list[Column[object]] = []
    indexes: list[Index] = []
    hindrances: list[str] = []
    for table in metadata.sorted_tables:
        if table.name not in known:
            continue
        there = {column["name"]: column for column in inspector.get_columns(table.name)}
        columns += [column for column in table.columns if column.name not in there]
        named = {index["name"] for index in inspector.get_indexes(table.name)}
        indexes += [index for index in table.indexes if index.name not in named]
        hindrances += _hindrances(table, set(there))
        hindrances += [
            f"cột {table.name}.{name} bắt buộc mà chương trình này không biết"
            for name, column in there.items()
            if name not in table.columns and not column["nullable"] and column["default"] is None
        ]
    return Missing(tables, tuple(columns), tuple(indexes), tuple(hindrances))


def _hindrances(table: Table, there: set[str]) -> Iterator[str]:
    for column in table.columns:
        if column.name not in there and not column.nullable and column.server_default is None:
            yield f"thiếu cột {table.name}.{column.name}"


def _newer(had: str, layout: str) -> bool:
    return not had.isdecimal() or int(had) > int(layout)


def _add(connection: Connection, missing: Missing) -> None:
    for table in missing.tables:
        table.create(connection)
    for column in missing.columns:
        definition = CreateColumn(column).compile(dialect=connection.dialect)
        name = connection.dialect.identifier_preparer.format_table(column.table)
        connection.exec_driver_sql(f"ALTER TABLE {name} ADD COLUMN {definition}")
    for index in missing.indexes:
        index.create(connection)


def _keep(engine: Engine, copy: Path) -> None:
    """A copy of the catalog as it is."""
    try:
        copy_database(Path(str(engine.url.database)), copy)
    except (OSError, sqlite3.Error, DatabaseError) as error:
        raise StoreError(
            f"không đủ chỗ hoặc không ghi được bản giữ lại {copy} trước khi nâng bố cục ({error}); kho vẫn như cũ; "
            "hãy dọn chỗ trống trên đĩa rồi chạy lại"
        ) from error


def drop_copies(store: Path) -> None:
    """Removes the copies that changes of the layout left; they may hold what has been deleted since."""
    for copy in store.glob(BEFORE.format(layout="*")):
        copy.unlink(missing_ok=True)
