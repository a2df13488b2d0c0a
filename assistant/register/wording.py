"""Words of an entry made fit for the eye: cleaned, dated, cut to the sentence, with today's names."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from datetime import date, datetime

from corpus.facts import date_in_words
from corpus.lines import shown
from index.entry import Due, Edit, Entry, NameToday

ELLIPSIS = "…"
LONGEST_TITLE = 60
"""A title that stands for a document is cut to so many characters."""
BEFORE_ACTION = 60
"""Characters that are left before the action of a long sentence."""

_UNSEEN = re.compile(
    r"""
      [\x00-\x08\x0b-\x1f\x7f-\x9f]      # control characters, which steer a terminal and break XML 1.0
    | [\u202a-\u202e\u2066-\u2069]       # overrides of the writing direction
    | [\ud800-\udfff\ufffe\uffff]        # no characters at all
    """,
    re.VERBOSE,
)


def clean(text: str) -> str:
    """A stored text on one line for the eye; nothing in it steers a terminal or is forbidden in XML 1.0.

    >>> clean("trình \\x1b[31m**Chính\\nphủ**")
    'trình [31mChính phủ'
    """
    return shown(_UNSEEN.sub(" ", text))


def shortened(text: str, longest: int) -> str:
    """At most `longest` characters of `text`, cut between words.

    >>> shortened("trình Chính phủ ban hành", 16)
    'trình Chính phủ…'
    """
    if len(text) <= longest:
        return text
    cut = textwrap.shorten(text, longest, placeholder=ELLIPSIS, break_on_hyphens=False)
    return cut if cut != ELLIPSIS else text[: longest - 1] + ELLIPSIS


def sentence(quote: str, action: str, longest: int) -> str:
    """The sentence of a quote that its action begins in, at most `longest` characters; a short quote whole.

    Of a longer sentence what stands around the action is left.

    >>> sentence("Thời gian qua có tiến bộ. Bộ Y tế trình đề án trong quý I. Sở Y tế báo cáo.", "trình đề án", 40)
    '…Bộ Y tế trình đề án trong quý I.'
    """
    words, work = clean(quote), clean(action)
    if len(words) <= longest:
        return words
    at = max(0, words.find(work))
    start = words.rfind(". ", 0, at) + 1
    stop = words.find(". ", at + len(work)) + 1 or len(words)
    if at + len(work) - start > longest:  # the action would be cut off: begin a few words before it
        start = max(start, words.find(" ", max(start, at - BEFORE_ACTION), at))
    lead, tail = ELLIPSIS * (start > 0), words[start:stop].lstrip()
    return lead + shortened(tail, longest - len(lead))


def day_words(day: date) -> str:
    """A day as the office writes it.

    >>> day_words(date(2024, 8, 5))
    '05/08/2024'
    """
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def due_words(due: Due | None) -> str:
    """A deadline: the last permitted day, and the words that name it.

    >>> due_words(Due("trước ngày 16/8/2024", "before", date(2024, 8, 16), date(2024, 8, 16), date(2024, 8, 15)))
    '15/08/2024 (trước ngày 16/8/2024)'
    """
    if due is None:
        return "không nêu"
    words = clean(due.text)
    return f"{day_words(due.last_permitted)} ({words})" if due.last_permitted else words


def body_words(names: Sequence[str], today: Sequence[NameToday]) -> str:
    """Bodies as written, today's name or names in brackets where they are others.

    >>> body_words(["Bộ A", "Bộ B"], [NameToday("Bộ B", ("Bộ C", "Bộ D"), "Nghị quyết 1")])
    'Bộ A; Bộ B (nay là Bộ C; Bộ D)'
    """
    now = {name.written: f" (nay là {'; '.join(name.names)})" for name in today}
    return clean("; ".join(name + now.get(name, "") for name in names))


def document_words(entry: Entry, longest: int = LONGEST_TITLE) -> str:
    """What to call an entry's document: its number, else its title, cut to `longest` characters; with its date."""
    name = shortened(clean(entry.number or entry.title or entry.document), longest)
    day = date_in_words(entry.date) if entry.date else ""
    return name if day in name else f"{name} {day}"


def place_words(entry: Entry, longest: int = LONGEST_TITLE) -> str:
    """An entry's document, the numbers of the section it was read from, and the page."""
    section, page = f", mục {clean(entry.section)}" * bool(entry.section), f", trang {entry.page}" * bool(entry.page)
    return document_words(entry, longest) + section + page


def kind_words(entry: Entry) -> str:
    """Whether an entry stands in an official text or in a press report."""
    return "chính thức" if entry.official else "báo chí"


def edit_words(edit: Edit | None) -> str:
    """Who said so and on which day (UTC), with the note; "" where nobody did.

    >>> edit_words(Edit(("due",), "Lan", "2031-05-02T08:00:00+00:00", "theo văn bản mới"))
    'Lan, 02/05/2031: theo văn bản mới'
    """
    if edit is None:
        return ""
    day = day_words(datetime.fromisoformat(edit.when).date())
    return clean(f"{edit.who}, {day}" + f": {edit.note}" * bool(edit.note))
