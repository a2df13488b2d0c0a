"""Where spans of documents stand: the passages around them, their sections and pages, read for many at once."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from corpus.reading import Span, page_of
from index.catalog import DocumentRow, PassageRow, SectionRow
from index.store import StoredDocument
from index.vectors import batched

BATCH = 5000
"""Documents named in one statement; SQLite takes 32,766 at most."""

FAR_APART = 50_000
"""Characters between the first and the last of some spans up to which all between them is read at once."""

# made once: putting a statement together takes longer than asking it
_SOME: BindParameter[Any] = bindparam("documents", expanding=True)
_WORDS = select(DocumentRow.id, func.substr(DocumentRow.text, bindparam("first"), bindparam("length"))).where(
    DocumentRow.id.in_(_SOME)
)
_PASSAGES = select(PassageRow.document_id, PassageRow.span_start, PassageRow.span_end).where(
    PassageRow.document_id.in_(_SOME),
    PassageRow.span_start < bindparam("end"),
    PassageRow.span_end > bindparam("start"),
)
_SECTIONS = (
    select(SectionRow.document_id, SectionRow.span_start, SectionRow.end, SectionRow.path, SectionRow.heading_path)
    .where(
        SectionRow.document_id.in_(_SOME),
        SectionRow.span_start < bindparam("end"),
        SectionRow.end > bindparam("start"),
    )
    .order_by(SectionRow.document_id, SectionRow.span_start, SectionRow.position)
)
_PAGES = select(DocumentRow.id, DocumentRow.pages).where(DocumentRow.id.in_(_SOME))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span of a document's stored text stands.

    Attributes:
        around: the span of the passages that hold it, or its own where none does.
        words: the stored text of that.
        section: the numbers of the innermost section that it begins in.
        heading: the path of headings to that.
        page: on which it begins, from 1; None in a document without pages.
    """

    around: Span
    words: str
    section: str
    heading: str
    page: int | None


def places_of(session: Session, spans: Sequence[tuple[StoredDocument, Span]]) -> list[Place]:
    """The place of each span."""
    documents = {document.id for document, _ in spans}
    if not spans:
        return []
    # of a long document only what lies between the first span and the last
    within = Span(min(span.start for _, span in spans), max(span.end for _, span in spans))
    passages = _passages(session, documents, within)
    sections, pages = _sections(session, documents, within), _pages(session, documents)
    around = [(document.id, _around(passages[document.id], span)) for document, span in spans]
    found = []
    for (document, span), (_, whole), words in zip(spans, around, _words(session, around), strict=True):
        section, heading = _innermost(sections[document.id], span.start)
        found.append(Place(whole, words, section, heading, page_of(pages[document.id], span.start)))
    return found


def _passages(session: Session, documents: set[int], within: Span) -> dict[int, list[tuple[int, int]]]:
    """Document -> (start, end) of its passages, in order."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for some in batched(sorted(documents), BATCH):
        told = {"documents": some, "start": within.start, "end": within.end}
        for document, start, end in session.connection().execute(_PASSAGES, told):
            found[document].append((start, end))
    return found


def _around(passages: Sequence[tuple[int, int]], span: Span) -> Span:
    """The span of the passages that overlap a span, and of the span itself."""
    touching = [(start, end) for start, end in passages if start < span.end and end > span.start]
    return Span(min([span.start, *(start for start, _ in touching)]), max([span.end, *(end for _, end in touching)]))


def _words(session: Session, spans: Sequence[tuple[int, Span]]) -> list[str]:
    """The stored text of spans of documents, given by id: of all at once, unless they lie far apart in long ones."""
    within = Span(min(span.start for _, span in spans), max(span.end for _, span in spans))
    if len(within) > FAR_APART and len(spans) > 1:
        return [_words(session, [one])[0] for one in spans]
    texts: dict[int, str] = {}
    for some in batched(sorted({document for document, _ in spans}), BATCH):
        told = {"documents": some, "first": within.start + 1, "length": len(within)}
        texts.update((document, words) for document, words in session.connection().execute(_WORDS, told))
    return [texts.get(id_, "")[span.start - within.start : span.end - within.start] for id_, span in spans]


def _sections(session: Session, documents: set[int], within: Span) -> dict[int, list[tuple[int, int, str, str]]]:
    """Document -> (start, end of all under it, numbers, heading path) of its sections, by start."""
    found: dict[int, list[tuple[int, int, str, str]]] = defaultdict(list)
    for some in batched(sorted(documents), BATCH):
        told = {"documents": some, "start": within.start, "end": within.end}
        for document, start, end, path, heading in session.connection().execute(_SECTIONS, told):
            found[document].append((start, end, path, heading))
    return found


def _innermost(sections: Sequence[tuple[int, int, str, str]], offset: int) -> tuple[str, str]:
    """(numbers, heading path) of the innermost section that holds an offset."""
    last = bisect_right(sections, offset, key=lambda section: section[0])
    for start, end, path, heading in reversed(sections[:last]):
        if start <= offset < end:
            return path, heading
    return "", ""


def _pages(session: Session, documents: set[int]) -> dict[int, Sequence[int]]:
    """Document -> the offsets at which its pages begin."""
    found: dict[int, Sequence[int]] = {}
    for some in batched(sorted(documents), BATCH):
        rows = session.connection().execute(_PAGES, {"documents": some})
        found.update((document, pages or ()) for document, pages in rows)
    return found
