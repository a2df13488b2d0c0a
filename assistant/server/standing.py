"""How a citation that was kept stands today: its document may have gone, or say something else there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from assistant.answering.standing import Cited, Standing, standing

GONE = "văn bản này đã được gỡ khỏi kho"
CHANGED = "văn bản này đã thay đổi; đoạn trích là của bản trước"
_TOLD = {Standing.REMOVED: GONE, Standing.CHANGED: CHANGED}


def standing_in(session: Session, citation: Mapping[str, Any]) -> str:
    """What a reader must know of a citation of an answer's JSON; "" where the document still says so."""
    name, quote = citation.get("document"), citation.get("quote")
    start, end = citation.get("start"), citation.get("end")
    if not isinstance(name, str) or not isinstance(quote, str) or not isinstance(start, int):
        return ""
    cited = Cited(name, start, end if isinstance(end, int) else start + len(quote), quote)
    return _TOLD.get(standing(session, [cited])[0], "")
