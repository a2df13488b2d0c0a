"""A rule that reads a bare time, and the years that such times share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.tasks.deadlines.calendar import Issued, Period
from corpus.tasks.deadlines.pattern import NUMERALS, YEAR

Reader = Callable[[re.Match[str], Issued], Period | None]


@dataclass(frozen=True, slots=True)
class TimeRule:
    """How one kind of time is written and read.

    Attributes:
        name: what a deadline carries as its rule.
        words: the pattern, matched at the beginning of the words.
        read: the period of a match; None where it hangs on an issue day that is not known.
        weak: True for figures alone ("5/8", "2025"), which are a time only behind a relation word or in a label.
    """

    name: str
    words: re.Pattern[str]
    read: Reader
    weak: bool = False


DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
MONTH = r"(?:1[0-2]|0?[1-9])(?!\d)"
NUMERAL = rf"(?:{'|'.join(sorted(NUMERALS, key=len, reverse=True)).replace(' ', '~')})"
LONG_YEAR = rf"≈ ,? ~ (?:của ~)? năm ~ (?: (?P<year>{YEAR}) | (?P<said>nay|này|sau|tới)(?!\w) )"
"""The year of a day, month or quarter in words: "năm 2025", "năm nay"."""

OF_YEAR = rf"(?: ≈ [/.–-] ≈ (?P<short>{YEAR}) | {LONG_YEAR} )"
"""The same, or in figures behind a sign: "/2025"."""

RELATIVE = r"(?P<relative>này|nay|tới|sau)(?!\w)"
PART = r"(?: (?P<part>đầu|giữa|cuối|hết|cả|trọn) ~ (?:của ~)? )?"
SHUT = r"(?! \d | ≈/≈\w | [–-][^\W\d_] | ,\d | ≈% )"
"""No more figures follow, no document number and no share."""


def year_of(match: re.Match[str], issued: Issued) -> int | None:
    """The year that a match of OF_YEAR or LONG_YEAR names; None where the words leave it out."""
    groups = match.groupdict()
    written = groups.get("short") or groups["year"]
    return int(written) if written else relative_year(groups["said"], issued)


def relative_year(said: str | None, issued: Issued) -> int | None:
    """The year of "nay", "này", "sau" or "tới"; None for None, and where the document's year is not known."""
    return issued.year + is_next(said) if said and issued.year is not None else None


def is_next(said: str | None) -> bool:
    """True for "tới" and "sau", False for "này", "nay" and None."""
    return said is not None and said.lower() in ("tới", "sau")


def part_of(match: re.Match[str]) -> str | None:
    """Which part of the period is meant: "đầu", "giữa", "cuối" and so on, or None for the whole."""
    return match["part"].lower() if match["part"] else None
