"""Whether what an earlier answer cited still stands in the store: documents change, and are removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from index.catalog import DocumentRow

LARGEST_OFFSET = 2**31
"""No text is so long; a browser may send anything."""


class Standing(StrEnum):
    """How a citation of an earlier answer stands today.

    STANDS: the quote is the stored text between its offsets. MOVED: it stands elsewhere in the document. CHANGED: the
    document holds it no more. REMOVED: there is no such document any more.
    """

    STANDS = "stands"
    MOVED = "moved"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Cited:
    """What an earlier answer cited: the fields of these names of `assistant.answer.Citation`."""

    document: str
    start: int
    end: int
    quote: str


def standing(session: Session, citations: Sequence[Cited]) -> list[Standing]:
    """How each of these citations stands in this state of the catalog, in their order."""
    texts: dict[str, str] = {}
    found: list[Standing] = []
    for cited in citations:
        live = (DocumentRow.name == cited.document) & (DocumentRow.state == "live")
        sound = 0 <= cited.start <= cited.end <= LARGEST_OFFSET
        start, length = (cited.start, cited.end - cited.start) if sound else (0, 0)
        there = session.scalar(select(func.substr(DocumentRow.text, start + 1, length)).where(live))
        if there is None:
            found.append(Standing.REMOVED)
        elif there == cited.quote:
            found.append(Standing.STANDS)
        else:
            if cited.document not in texts:
                texts[cited.document] = session.scalar(select(DocumentRow.text).where(live)) or ""
            moved = cited.quote and cited.quote in texts[cited.document]
            found.append(Standing.MOVED if moved else Standing.CHANGED)
    return found
