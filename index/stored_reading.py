"""A document as it was read, made again from the catalog alone: text, tables and sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.markers import Style
from corpus.reading import Cell, Reading, Span, Table
from corpus.roles import SectionKind
from corpus.sections import Section
from index.catalog import DocumentRow, SectionRow
from index.store import StoredDocument


@dataclass(frozen=True, slots=True)
class StoredReading:
    """What `corpus.tasks.reading.read_tasks` takes, as the ingest gave it, but for the marked headings of the file.

    Those the sections hold already.
    """

    document: StoredDocument
    reading: Reading
    sections: tuple[Section, ...]


def stored_reading(session: Session, document: StoredDocument) -> StoredReading:
    """The stored text of a document with its tables and its sections."""
    text, tables, pages = session.execute(
        select(DocumentRow.text, DocumentRow.tables, DocumentRow.pages).where(DocumentRow.id == document.id)
    ).one()
    rows = session.scalars(
        select(SectionRow).where(SectionRow.document_id == document.id).order_by(SectionRow.position)
    )
    reading = Reading(text, tuple(map(_table, tables)), pages=tuple(pages))
    return StoredReading(document, reading, tuple(map(_section, rows)))


def _table(stored: list[Any]) -> Table:
    start, end, cells = stored
    return Table(
        Span(start, end),
        tuple(
            Cell(row, column, Span(first, last), rows, columns, header)
            for row, column, rows, columns, header, first, last in cells
        ),
    )


def _section(row: SectionRow) -> Section:
    return Section(
        index=row.position,
        parent=row.parent,
        span=Span(row.span_start, row.span_end),
        end=row.end,
        style=Style[row.style] if row.style else None,
        label=row.label,
        path=row.path,
        title=row.title,
        heading=row.heading,
        kind=SectionKind(row.kind),
    )
