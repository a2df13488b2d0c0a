"""How a citation that was kept stands today: its document may have gone, or say something else there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from index.catalog import DocumentRow

GONE = "văn bản này đã được gỡ khỏi kho"
CHANGED = "văn bản này đã thay đổi; đoạn trích là của bản trước"


def standing_in(session: Session, citation: Mapping[str, Any]) -> str:
    """What a reader must know of a citation of an answer's JSON; "" where the document still says so at that place."""
    name, quote = citation.get("document"), citation.get("quote")
    start, end = citation.get("start"), citation.get("end")
    if not isinstance(name, str) or not isinstance(quote, str) or not isinstance(start, int):
        return ""
    length = end - start if isinstance(end, int) else len(quote)
    words = session.scalar(
        select(func.substr(DocumentRow.text, start + 1, length)).where(
            DocumentRow.state == "live", DocumentRow.name == name
        )
    )
    if words is None:
        return GONE
    return "" if words == quote else CHANGED
