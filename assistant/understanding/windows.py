"""The window of days that a question asks about: "trong quý III năm 2024", "sau 1/1/2025", "tuần này"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from corpus.reading import Span
from corpus.tasks.deadlines import Issued
from corpus.tasks.deadlines.calendar import months, week
from corpus.tasks.deadlines.find import phrases_of
from corpus.tasks.task import Relation

_RELATIVE = re.compile(
    r"(?<!\w)(?:(?P<unit>tuần|tháng|năm|quý) (?P<which>này|nay|sau|tới|tiếp theo|trước|vừa rồi|qua)"
    r"|(?P<day>hôm nay|ngày mai|hôm qua))(?!\w)",
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?<!\w)(?:sau|từ sau) (?:ngày |thời điểm )?\Z", re.IGNORECASE)
_FROM = re.compile(r"^(?:kể )?từ ", re.IGNORECASE)
_DUE = re.compile(r"(?:hạn|đến hạn|rơi vào|trong|xong|hoàn thành|hết hạn|thời hạn)[^,.?;]{0,30}\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Window:
    """Days, both inclusive; None for open. `span` is where the question says so, `words` how."""

    first: date | None
    last: date | None
    span: Span
    words: str


def window_in(text: str, today: date, taken: Sequence[Span] = ()) -> Window | None:
    """The window of a question in full spelling; None where it names none.

    Args:
        taken: where it names something else: days of documents.
    """
    if (match := _RELATIVE.search(text)) and (relative := _relative(match, today)) is not None:
        return Window(*relative, Span(*match.span()), match[0])
    for phrase in phrases_of(text, Issued(today.year)):
        days = phrase.days
        span = Span(phrase.start, phrase.end)
        if any(t.start < span.end and span.start < t.end for t in taken):
            continue
        if days is None and (open_end := _open_end(text, span, today)) is not None:
            return Window(open_end, None, span, text[span.start : span.end])
        if days is None:
            continue
        words = text[span.start : span.end]
        if after := _AFTER.search(text, 0, span.start):
            return Window(_next(days.end), None, Span(after.start(), span.end), text[after.start() : span.end])
        if phrase.relation is Relation.BEFORE:
            return Window(None, days.start - timedelta(days=1), span, words)
        if phrase.relation is Relation.BY:
            return Window(None, days.end, span, words)
        if not phrase.bare or _DUE.search(text, 0, span.start):
            return Window(days.start, days.end, span, words)
    return None


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _open_end(text: str, span: Span, today: date) -> date | None:
    """The first day of "từ 1/7/2025" and its like, which have no end."""
    if not _FROM.match(text[span.start : span.end]):
        return None
    inner = _FROM.sub("", text[span.start : span.end])
    return next((p.days.start for p in phrases_of(inner, Issued(today.year)) if p.days), None)


def _relative(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """The days of "tuần này", "tháng sau", "hôm nay"."""
    if match["day"]:
        day = today + timedelta(days={"hôm nay": 0, "ngày mai": 1, "hôm qua": -1}[match["day"].lower()])
        return day, day
    step = {"này": 0, "nay": 0, "sau": 1, "tới": 1, "tiếp theo": 1}.get(match["which"].lower(), -1)
    unit = match["unit"].lower()
    if unit == "tuần":
        days = week(today + timedelta(days=7 * step))
        return days.start, days.end
    size = {"tháng": 1, "quý": 3, "năm": 12}[unit]
    at = 12 * today.year + (today.month - 1) // size * size + step * size
    if not 0 < at // 12 < MAXYEAR:
        return None
    found = months(at // 12, at % 12 + 1, at % 12 + size).days(Issued(at // 12), ahead=False)
    return (found.start, found.end) if found else None
