"""The tasks of a state of the catalog, each with what persons said of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, select, type_coerce
from sqlalchemy.orm import Session

from corpus.reading import Span, page_of
from corpus.tasks.task import Relation
from index.catalog import DocumentRow, TaskRow
from index.corrections import Said, said_of
from index.entry import Due
from index.store import StoredDocument, documents_with, live_documents, live_in

_JSON = ("lead", "coordinating", "inherited")
_COLUMNS = [
    type_coerce(getattr(TaskRow, name), Text).label(name) if name in _JSON else getattr(TaskRow, name)
    for name in (
        *("document_id", "position", "key", "words", "work", "section_path", "searched"),
        *("quote_start", "quote_end", "quote", "action_start", "action_end", "action", "lead", "coordinating"),
        *("due_text", "due_relation", "due_start", "due_end", "due_span_start", "due_span_end"),
        *("product", "target", "rule", "inherited"),
    )
]


@dataclass(frozen=True, slots=True)
class Record:
    """A task of a live document.

    Attributes:
        row: its columns in the catalog, as the rules read it.
        document: where it stands.
        said: what persons said of it, as it holds now.
        page: on which its quote begins, from 1; None in a document without pages.
    """

    row: Row[*tuple[Any, ...]]
    document: StoredDocument
    said: Said
    page: int | None = None

    @property
    def key(self) -> str:
        """Its stable id."""
        return str(self.row.key)

    @property
    def quote_span(self) -> Span:
        """Where its quote stands in the stored text: the whole sentence, item or row."""
        return Span(self.row.quote_start, self.row.quote_end)

    @property
    def lead(self) -> tuple[str, ...]:
        """The bodies in charge, as written or as corrected."""
        return self._bodies("lead")

    @property
    def lead_spans(self) -> tuple[Span, ...]:
        """Where the bodies in charge stand in the stored text, as the rules read them."""
        return tuple(Span(start, end) for _, start, end in _parsed(self.row.lead))

    @property
    def coordinating(self) -> tuple[str, ...]:
        """The bodies to be consulted, as written or as corrected."""
        return self._bodies("coordinating")

    @property
    def action(self) -> str:
        """What is to be done, for the eye."""
        return str(self.said.fields.get("action", self.row.action))

    @property
    def product(self) -> str:
        """The result to be handed in, "" where none is named."""
        return str(self.said.fields.get("product", self.row.product))

    @property
    def due(self) -> Due | None:
        """The deadline, as read or as corrected."""
        if "due" in self.said.fields:
            told = self.said.fields["due"]
            return (
                due_of(told["text"], told["relation"], _day(told["start"]), _day(told["end"])) if told["text"] else None
            )
        if self.row.due_text is None:
            return None
        return due_of(self.row.due_text, self.row.due_relation, self.row.due_start, self.row.due_end)

    @property
    def inherited(self) -> tuple[str, ...]:
        """What the sentence itself does not say."""
        return tuple(_parsed(self.row.inherited))

    def _bodies(self, field: str) -> tuple[str, ...]:
        if field in self.said.fields:
            return tuple(self.said.fields[field])
        return tuple([name for name, _, _ in _parsed(getattr(self.row, field))])


def _parsed(column: str) -> list[Any]:
    """A list of a column that SQLAlchemy left as it stands: most are empty, and few are looked at."""
    return json.loads(column) if column != "[]" else []


def due_of(text: str, relation: str, start: date | None, end: date | None) -> Due:
    """A deadline with its last permitted day: the day before the one named for "before", else the last named."""
    before = end is not None and relation == Relation.BEFORE
    return Due(text, relation, start, end, end - timedelta(days=1) if end and before else end)


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def load_records(session: Session, folders: Sequence[Path] | None = None) -> list[Record]:
    """The tasks of the live documents from these folders (of all, for None), by document and place."""
    documents = {document.id: document for document in live_documents(session, folders)}
    return _records(session, documents, live_in(folders))


def records_of(session: Session, document: StoredDocument) -> list[Record]:
    """The tasks of one live document, in the order of its text."""
    return _records(session, {document.id: document}, TaskRow.document_id == document.id)


def records_at(session: Session, document: StoredDocument, span: Span) -> list[Record]:
    """The tasks of a live document whose work is told between these offsets of its text, in its order."""
    told = (TaskRow.document_id == document.id) & (TaskRow.action_start < span.end) & (TaskRow.action_end > span.start)
    return _records(session, {document.id: document}, told)


def records_as_read(session: Session, documents: Set[int]) -> Iterator[Record]:
    """The tasks of these documents, staged ones too, without what persons said of them; by document and place."""
    of = documents_with(session, documents)
    nothing = Said()
    found = session.connection().execute(
        select(*_COLUMNS).join(DocumentRow).order_by(DocumentRow.name, TaskRow.position)
    )
    return (Record(row, of[row.document_id], nothing) for row in found if row.document_id in of)


def _records(session: Session, documents: Mapping[int, StoredDocument], where: ColumnElement[bool]) -> list[Record]:
    wanted = select(*_COLUMNS).join(DocumentRow).where(where).order_by(DocumentRow.name, TaskRow.position)
    found = session.connection().execute(wanted).all()  # rows, not objects: there may be ten thousand
    said: Mapping[str, Said] = said_of(
        session, [(r.key, documents[r.document_id].name, r.words, r.action) for r in found]
    )
    nothing = Said()
    paged = select(DocumentRow.id, DocumentRow.pages).where(live_in(None), type_coerce(DocumentRow.pages, Text) != "[]")
    pages: dict[int, Sequence[int]] = {}
    pages.update((document, offsets) for document, offsets in session.execute(paged))
    return [
        Record(
            row,
            documents[row.document_id],
            said.get(row.key, nothing),
            page_of(pages.get(row.document_id, ()), row.quote_start),
        )
        for row in found
    ]
