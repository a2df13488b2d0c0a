"""The window of days that a question asks about: "trong quý III năm 2024", "sau 1/1/2025", "tuần này"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.reading import Span
from corpus.tasks.deadlines import Issued
from corpus.tasks.deadlines.calendar import months, week
from corpus.tasks.deadlines.find import phrase_at, phrases_of
from corpus.tasks.deadlines.phrase import Phrase
from corpus.tasks.task import Relation

_PAST = re.compile(
    r"(?<!\w)(?<!\d )(?:(?P<unit>tuần|tháng|quý|năm) (?P<which>trước|vừa rồi|vừa qua|qua)|(?P<day>hôm qua))(?!\w)",
    re.IGNORECASE,
)
_LAST_YEAR = re.compile(r"(?<!\w)năm ngoái(?!\w)", re.IGNORECASE)
_AFTER = re.compile(r"(?<!\w)(?:sau|từ sau) (?:ngày |thời điểm )?\Z", re.IGNORECASE)
_SINCE = re.compile(r"(?<!\w)từ \Z", re.IGNORECASE)
_TILL_NOW = re.compile(r" (?:cho )?(?:đến|tới) (?:hôm )?nay(?!\w)", re.IGNORECASE)
_FROM = re.compile(r"^(?:kể )?từ ", re.IGNORECASE)
_DUE = re.compile(r"(?:hạn|đến hạn|rơi vào|trong|xong|hoàn thành|hết hạn|thời hạn)[^,.?;]{0,30}\Z", re.IGNORECASE)
_DUE_BEHIND = re.compile(
    r"(?<!\w)(?:phải xong|phải hoàn thành|đến hạn|hết hạn|có hạn|tới hạn|cần xong)(?!\w)", re.IGNORECASE
)
_OF_TODAY = re.compile(r"(?<!\w)(?:này|nay|sau|tới|mai)(?!\w)", re.IGNORECASE)
_NEAR = 60  # characters before a day that say what it is


@dataclass(frozen=True, slots=True)
class Window:
    """Days, both inclusive; None for open. `span` is where the question says so, `words` how."""

    first: date | None
    last: date | None
    span: Span
    words: str


def window_in(text: str, today: date, taken: Sequence[Span] = (), *, bare: bool = False) -> Window | None:
    """The window of a question in full spelling; None where it names none.

    Args:
        taken: where it names something else: days of documents.
        bare: also days that no word makes a deadline ("năm 2024").
    """
    if (match := _PAST.search(text)) and (past := _past(match, today)) is not None:
        return Window(*past, Span(*match.span()), match[0])
    read = _LAST_YEAR.sub(f"năm {today.year - 1} ", text)  # of the same length
    for phrase in phrases_of(read, Issued(today.year, today.month, today.day)):
        if not _OF_TODAY.search(read, phrase.start, phrase.end):  # a month without a year is of this one, past or not
            phrase = phrase_at(read, phrase.start, Issued(today.year)) or phrase
        span = Span(phrase.start, phrase.end)
        if any(t.start < span.end and span.start < t.end for t in taken):
            continue
        if (window := _window(text, read, phrase, today)) is not None and (bare or _told(read, phrase, window)):
            return window
    return None


def _window(text: str, read: str, phrase: Phrase, today: date) -> Window | None:
    """What a phrase with the words around it names."""
    days, start, end = phrase.days, phrase.start, phrase.end
    words, near = text[start:end], max(0, start - _NEAR)
    if days is None:
        first = _open_end(read[start:end], today)
        return Window(first, None, Span(start, end), words) if first else None
    if after := _AFTER.search(read, near, start):
        return Window(_next(days.end), None, Span(after.start(), end), text[after.start() : end])
    if (since := _SINCE.search(read, near, start)) and (till := _TILL_NOW.match(read, end)):
        return Window(days.start, today, Span(since.start(), till.end()), text[since.start() : till.end()])
    if phrase.relation is Relation.BEFORE:
        return Window(None, days.start - timedelta(days=1), Span(start, end), words)
    if phrase.relation is Relation.BY:
        return Window(None, days.end, Span(start, end), words)
    return Window(days.start, days.end, Span(start, end), words)


def _told(read: str, phrase: Phrase, window: Window) -> bool:
    """True where the words around a phrase make it a window, or where it goes by today."""
    if not phrase.bare or window.span.start < phrase.start or _OF_TODAY.search(read, phrase.start, phrase.end):
        return True
    if _DUE_BEHIND.search(read, phrase.end, phrase.end + _NEAR):
        return True
    return _DUE.search(read, max(0, phrase.start - _NEAR), phrase.start) is not None


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _open_end(words: str, today: date) -> date | None:
    """The first day of "từ 1/7/2025" and its like, which have no end."""
    if not _FROM.match(words):
        return None
    inner = phrases_of(_FROM.sub("", words), Issued(today.year, today.month, today.day))
    return next((p.days.start for p in inner if p.days), None)


def _past(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """The days of "tuần trước", "quý vừa qua", "hôm qua"."""
    if match["day"]:
        return today - timedelta(days=1), today - timedelta(days=1)
    unit = match["unit"].lower()
    if unit == "tuần":
        days = week(today - timedelta(days=7))
        return days.start, days.end
    size = {"tháng": 1, "quý": 3, "năm": 12}[unit]
    at = 12 * today.year + (today.month - 1) // size * size - size
    if at < 12:
        return None
    found = months(at // 12, at % 12 + 1, at % 12 + size).days(Issued(at // 12), ahead=False)
    return (found.start, found.end) if found else None
