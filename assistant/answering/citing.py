"""Citations: the stored text that proves a statement, with the place it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from assistant.answer import Citation
from assistant.answering.wording import NOTE_MARK
from assistant.evidence import LONGEST_STATEMENT, Candidate
from corpus.lines import shown
from corpus.markers import marker_of
from corpus.reading import Span
from index.place import Place, places_of
from index.store import StoredDocument

LONGEST_LEAD = 120
"""A heading is said before the sentence that it governs up to so many characters."""


class Citations:
    """The citations of one answer, numbered in the order in which they are first needed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.all: list[Citation] = []
        self._numbers: dict[tuple[int, int, int], int] = {}
        self._places: dict[tuple[int, int, int], Place] = {}

    def read_ahead(self, spans: Sequence[tuple[StoredDocument, Span]]) -> None:
        """Reads what will be cited, all at once."""
        for (document, span), place in zip(spans, places_of(self._session, spans), strict=True):
            self._places[document.id, span.start, span.end] = place

    def cite(self, document: StoredDocument, span: Span) -> int:
        """The number of the citation of a span; equal spans share one."""
        key = (document.id, span.start, span.end)
        if key not in self._numbers:
            self._numbers[key] = len(self.all) + 1
            if key not in self._places:
                self.read_ahead([(document, span)])
            self.all.append(_citation(len(self.all) + 1, document, span, self._places[key]))
        return self._numbers[key]

    def of(self, candidate: Candidate) -> int:
        """The number of the citation of a candidate."""
        return self.cite(candidate.document, candidate.span)


def citations_of(session: Session, spans: Sequence[tuple[StoredDocument, Span]]) -> list[Citation]:
    """A citation of each span, numbered from 1; a very long quote is cut behind a clause."""
    places = places_of(session, spans)
    return [_citation(n, *told, place) for n, (told, place) in enumerate(zip(spans, places, strict=True), start=1)]


def _citation(n: int, document: StoredDocument, span: Span, place: Place) -> Citation:
    around, words, facts = place.around, place.words, document.facts
    end = _shortened(words, around, span)
    return Citation(
        n=n,
        document=document.name,
        title=facts.name,
        date=facts.date,
        section=place.section,
        quote=words[span.start - around.start : end - around.start],
        start=span.start,
        end=end,
        number=facts.number or None,
        issuer=facts.issuer or None,
        official=facts.official,
        heading=place.heading,
        passage=words,
        passage_start=around.start,
        page=place.page,
    )


def spoken(words: str, heading: str = "") -> str:
    """A quote for the answer: without its mark and those of footnotes, behind the heading that governs its item."""
    words = shown(words)
    mark = marker_of(words)
    words = NOTE_MARK.sub("", words[mark.length :] if mark else words).strip()
    return words if not heading or len(heading) > LONGEST_LEAD or words.startswith(heading) else f"{heading}: {words}"


def _shortened(words: str, around: Span, span: Span) -> int:
    """Where a quote ends that is not too long."""
    if span.end - span.start <= LONGEST_STATEMENT:
        return span.end
    start = span.start - around.start
    piece = words[start : start + LONGEST_STATEMENT]
    cuts = (piece.rfind(mark, LONGEST_STATEMENT // 2) for mark in (";", ",", " "))
    return span.start + next((cut for cut in cuts if cut > 0), LONGEST_STATEMENT)
