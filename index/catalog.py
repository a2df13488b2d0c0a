"""The catalog: documents, sections, passages, tasks and what persons say of them. The truth; all else is derived."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import portalocker
from sqlalchemy import (
    JSON,
    Connection,
    Engine,
    ForeignKey,
    LargeBinary,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from corpus.passages import Passage
from corpus.reading import Reading
from corpus.sections import Section, heading_path
from index.database import CATALOG
from index.migration import prepare_tables

LAYOUT = "3"
"""Version of the tables below. A store of an older one is brought to it (`index.migration`), so a new column that may
not be null has a `server_default`."""


class Base(DeclarativeBase):
    """The tables of the catalog."""


class Meta(Base):
    """One fact about the store: layout, model, dimension, generation, passages."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class FolderRow(Base):
    """A folder that was indexed."""

    __tablename__ = "folders"
    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(unique=True)


class DocumentRow(Base):
    """A document: its stored text and its facts.

    The facts are those in force: read from the text, then told by the folder's manifest (`told`) and by the file beside
    the document, then as persons corrected them. `unset` holds them as they are without the last, and `saying` is a
    hash of what manifest and file say. `state` is "live" for what answers are made from and "staged" for what the next
    publication will put in its place. `pages` holds the offset in the stored text at which each page begins; empty for
    a file without pages.
    """

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("folder_id", "path", "state"), UniqueConstraint("name", "state"))
    id: Mapped[int] = mapped_column(primary_key=True)
    folder_id: Mapped[int] = mapped_column(ForeignKey("folders.id", ondelete="CASCADE"))
    path: Mapped[str]
    name: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    sha256: Mapped[str]
    rules: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    told: Mapped[bool]
    tables: Mapped[list[Any]] = mapped_column(JSON)
    title: Mapped[str]
    number: Mapped[str]
    kind: Mapped[str]
    issuer: Mapped[str]
    date: Mapped[str | None]
    date_words: Mapped[str]
    official: Mapped[bool]
    subject: Mapped[str] = mapped_column(server_default="")
    place: Mapped[str] = mapped_column(server_default="")
    signer: Mapped[str] = mapped_column(server_default="")
    office: Mapped[str] = mapped_column(server_default="")
    parent: Mapped[str] = mapped_column(server_default="")
    saying: Mapped[str] = mapped_column(server_default="")
    unset: Mapped[dict[str, Any]] = mapped_column(JSON, server_default="{}")
    pages: Mapped[list[int]] = mapped_column(JSON, server_default="[]")


class LinkRow(Base):
    """What a document does to another, or stands to it, as its own words say (`corpus.links.Link`).

    `targets` holds the names of the live documents that are meant, by number, date and issuer; publication writes it.
    """

    __tablename__ = "links"
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    relation: Mapped[str]
    kind: Mapped[str]
    number: Mapped[str]
    date: Mapped[str | None]
    issuer: Mapped[str]
    part: Mapped[str]
    span_start: Mapped[int]
    span_end: Mapped[int]
    rule: Mapped[str]
    targets: Mapped[list[str]] = mapped_column(JSON, server_default="[]")


class FactEditRow(Base):
    """What a person said of a document's facts; never changed, never deleted, and no document's to take along.

    `changes` names each fact that was said anything of: its value, None where an earlier word is taken back. `before`
    holds what was in force. `at` is the day and time in UTC, ISO 8601.
    """

    __tablename__ = "fact_edits"
    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(index=True)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    who: Mapped[str]
    at: Mapped[str]


class FileRow(Base):
    """What became of a file that is not simply one document: an archive, a letter, a file that met a limit.

    It spares opening the file again as long as its bytes and what it is read by (`rules`) are the same. `members` is
    path -> sha256 of each document in it, `refused` path -> reason, `skipped` the paths that no reader takes.
    """

    __tablename__ = "files"
    folder_id: Mapped[int] = mapped_column(ForeignKey("folders.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    rules: Mapped[str]
    members: Mapped[dict[str, str]] = mapped_column(JSON)
    refused: Mapped[dict[str, str]] = mapped_column(JSON)
    skipped: Mapped[list[str]] = mapped_column(JSON)


class SectionRow(Base):
    """A section of a document; `span_start` to `span_end` are its own words, `end` is where all under it ends."""

    __tablename__ = "sections"
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    parent: Mapped[int | None]
    span_start: Mapped[int]
    span_end: Mapped[int]
    end: Mapped[int]
    style: Mapped[str]
    label: Mapped[str]
    path: Mapped[str]
    title: Mapped[str]
    heading: Mapped[bool]
    kind: Mapped[str]
    heading_path: Mapped[str]


class PassageRow(Base):
    """A passage of a document; `content` is the hash of what is embedded, and the key of its vector."""

    __tablename__ = "passages"
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(index=True)
    span_start: Mapped[int]
    span_end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    section: Mapped[str]
    heading: Mapped[str]
    titles: Mapped[list[str]] = mapped_column(JSON)
    kind: Mapped[str]
    sentences: Mapped[list[list[int]]] = mapped_column(JSON)
    content: Mapped[str] = mapped_column(index=True)


class TaskRow(Base):
    """A task as the rules read it out of a document, whatever persons said of it since.

    `key` is its stable id, `words` the hash of its quote's words. `quote` is stored text, `action`, `product` and
    `target` are for the eye; the offsets of all of them are in the document's stored text. A body is [name, start,
    end]. `work` is the key of the head of the same work in several documents, None where it stands alone.
    """

    __tablename__ = "tasks"
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    words: Mapped[str] = mapped_column(index=True)
    work: Mapped[str | None] = mapped_column(index=True)
    section: Mapped[int]
    section_path: Mapped[str]
    searched: Mapped[str] = mapped_column(Text)
    quote_start: Mapped[int]
    quote_end: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    action_start: Mapped[int]
    action_end: Mapped[int]
    action: Mapped[str] = mapped_column(Text)
    lead: Mapped[list[Any]] = mapped_column(JSON)
    coordinating: Mapped[list[Any]] = mapped_column(JSON)
    due_text: Mapped[str | None]
    due_relation: Mapped[str | None]
    due_start: Mapped[date | None]
    due_end: Mapped[date | None]
    due_span_start: Mapped[int | None]
    due_span_end: Mapped[int | None]
    due_rule: Mapped[str | None]
    product_start: Mapped[int | None]
    product_end: Mapped[int | None]
    product: Mapped[str]
    target_start: Mapped[int | None]
    target_end: Mapped[int | None]
    target: Mapped[str]
    rule: Mapped[str]
    inherited: Mapped[list[str]] = mapped_column(JSON)


class EditRow(Base):
    """What a person said about a task; never changed, never deleted, and no document's to take along.

    `key`, `document`, `words` and `action` are those of the task when it was said; `changes` names each field that
    was said anything of. `at` is the day and time in UTC, ISO 8601.
    """

    __tablename__ = "edits"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    document: Mapped[str]
    words: Mapped[str]
    action: Mapped[str] = mapped_column(Text)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    who: Mapped[str]
    at: Mapped[str]
    note: Mapped[str] = mapped_column(Text)


class VectorRow(Base):
    """The vector that a model made of a content: float32, little endian, of unit length."""

    __tablename__ = "vectors"
    model: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


def open_catalog(store: Path, *, url: str | None = None) -> Engine:
    """The engine of a store's catalog; its tables are made where they are missing, and brought to today's layout.

    Args:
        store: the store's folder, which holds `catalog.sqlite` where no `url` is given.
        url: address of another database, as SQLAlchemy writes it.

    Raises:
        StoreMismatch: it is of a newer layout, or cannot be brought to this one.
    """
    engine = create_engine(url or f"sqlite:///{store / CATALOG}")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin)
    try:
        with (store / "catalog.lock").open("a") as file:
            portalocker.lock(file, portalocker.LockFlags.EXCLUSIVE)  # two that open a new store both want to make it
            prepare_tables(engine, Base.metadata, LAYOUT, store)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _configure_sqlite(connection: Any, _record: Any) -> None:
    # the driver would begin a transaction at the first write only; a reader needs one state of the catalog too
    connection.isolation_level = None
    for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def writing_session(engine: Engine) -> Session:
    """A session that will write: what it reads before that, no other writer changes under it (it waits its turn)."""
    return Session(engine.execution_options(writes=True))


def folder_key(folder: Path) -> str:
    """What a folder is known by: its absolute path; links in it stay, so what they lead to may change."""
    return os.path.normpath(folder.absolute())


_META = select(Meta.key, Meta.value)


def read_meta(session: Session) -> dict[str, str]:
    """All facts about the store."""
    return {row.key: row.value for row in session.connection().execute(_META)}


def write_meta(session: Session, **facts: str | int) -> None:
    """Sets facts about the store."""
    for key, value in facts.items():
        session.merge(Meta(key=key, value=str(value)))


def embedded_text(titles: Sequence[str], text: str) -> str:
    """What is embedded of a passage: the headings above it, then its words."""
    return "\n".join(filter(None, (". ".join(titles), text)))


def content_of(titles: Sequence[str], text: str) -> str:
    """The hash of a passage's embedded text, which is the key of its vector."""
    return hashlib.sha256(embedded_text(titles, text).encode()).hexdigest()[:32]


def tables(reading: Reading) -> list[Any]:
    """The tables of a reading as JSON-ready values: span, then the cells with their places and spans."""
    return [
        [
            t.span.start,
            t.span.end,
            [[c.row, c.column, c.rows, c.columns, c.header, c.span.start, c.span.end] for c in t.cells],
        ]
        for t in reading.tables
    ]


def section_rows(document: int, sections: Sequence[Section]) -> Iterator[SectionRow]:
    """The rows of a document's sections."""
    for s in sections:
        yield SectionRow(
            document_id=document,
            position=s.index,
            parent=s.parent,
            span_start=s.span.start,
            span_end=s.span.end,
            end=s.end,
            style=s.style.name if s.style is not None else "",
            label=s.label,
            path=s.path,
            title=s.title,
            heading=s.heading,
            kind=s.kind.value,
            heading_path=heading_path(s, sections),
        )


def passage_rows(document: int, passages: Sequence[Passage]) -> Iterator[PassageRow]:
    """The rows of a document's passages."""
    for i, p in enumerate(passages):
        yield PassageRow(
            document_id=document,
            position=i,
            id=p.id,
            span_start=p.span.start,
            span_end=p.span.end,
            text=p.text,
            section=p.section,
            heading=p.heading,
            titles=list(p.titles),
            kind=p.kind.value,
            sentences=[[s.start, s.end] for s in p.sentences],
            content=content_of(p.titles, p.text),
        )
