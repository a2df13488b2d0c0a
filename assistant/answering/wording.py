"""How a task is said: body, work and day in the documents' words."""

from __future__ import annotations

import re

from assistant.register.wording import body_words, clean, day_words, document_words, shortened
from index.entry import Due, Entry

LONGEST_ACTION = 420
"""An action is said up to so many characters; the quote holds all of it."""

NOTE_MARK = re.compile(r"\s*\[\d{1,3}\]")
"""The mark of a footnote: in an answer it would pass for a citation."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def who_words(entry: Entry) -> str:
    """The bodies in charge, with today's names and those to be consulted."""
    lead = body_words(entry.lead, entry.today) or "Văn bản không nêu cơ quan chủ trì"
    beside = body_words(entry.coordinating, entry.today)
    return lead + f"; phối hợp: {beside}" * bool(beside)


def when_words(due: Due | None) -> str:
    """A deadline in the document's words, with the day where these leave it open."""
    if due is None:
        return "không nêu thời hạn"
    words = NOTE_MARK.sub("", clean(due.text))
    if due.end is None or (_names_day(words) and _YEAR.search(words)):
        return words
    if due.relation == "before":
        return f"{words} (ngày {day_words(due.end)})"
    if due.start == due.end:
        return f"{words} ({day_words(due.end)})"
    return f"{words} (đến {day_words(due.end)})"


def work_words(entry: Entry, longest: int = LONGEST_ACTION) -> str:
    """What is to be done."""
    words = NOTE_MARK.sub("", clean(entry.action)).strip(" ;,.:")
    if entry.product and entry.product not in words:
        words = f"{words} (sản phẩm: {clean(entry.product)})"
    return shortened(words, longest)


def task_words(entry: Entry, *, day_first: bool = False, longest: int = LONGEST_ACTION) -> str:
    """A task in one sentence, the day or the body first."""
    when = when_words(entry.due)
    if not day_first:
        return f"{who_words(entry)}: {_closed(work_words(entry, longest))} Thời hạn: {when}."
    head = when[:1].upper() + when[1:] if entry.due else "Văn bản không nêu thời hạn"
    return f"{head}: {who_words(entry)} — {_closed(work_words(entry, longest))}"


def _closed(words: str) -> str:
    """The words with a full stop, but behind "…"."""
    return words if words.endswith("…") else f"{words}."


def source_words(entry: Entry) -> str:
    """The document of an entry in a few words."""
    return document_words(entry, 80)


def _names_day(words: str) -> bool:
    return re.search(r"\d{1,2}[/.-]\d{1,2}|ngày \d", words) is not None
