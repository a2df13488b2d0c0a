"""The list that a statement announces, where it goes on in the passages behind it."""

from __future__ import annotations

import re
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.evidence.candidate import Candidate
from assistant.evidence.limits import LONGEST_STATEMENT
from corpus.lines import shown
from corpus.markers import marker_of
from corpus.reading import Span
from index.catalog import PassageRow
from index.store import passages_by_id

MOST = 12
"""Passages behind that are looked at."""
_ANNOUNCES = re.compile(r":\s*(?:$|[-–+•]\s|\(?(?:\d{1,2}|[a-zđ])[.)])")


def with_items(session: Session, candidate: Candidate) -> Candidate:
    """The candidate with the items behind it that its sentence announces; as it is where it announces none."""
    if candidate.record is not None or not _ANNOUNCES.search(candidate.words):
        return candidate
    wanted = (
        select(PassageRow.id)
        .where(PassageRow.document_id == candidate.document.id, PassageRow.span_end > candidate.span.start)
        .order_by(PassageRow.span_start)
        .limit(MOST + 1)
    )
    found = passages_by_id(session, list(session.scalars(wanted)))
    own, *behind = sorted(found.values(), key=lambda p: p.span.start)
    if own.piece(Span(candidate.span.end, own.span.end)).strip():
        return candidate  # its passage goes on with something else
    span, words = candidate.span, [candidate.words]
    for passage in behind:
        item = marker_of(shown(passage.text)) is not None and passage.section.startswith(own.section)
        if not item or passage.span.end - span.start > LONGEST_STATEMENT:
            break
        span = Span(span.start, passage.span.end)
        words.append(shown(passage.text))
    return replace(candidate, span=span, words=" ".join(words)) if len(words) > 1 else candidate
