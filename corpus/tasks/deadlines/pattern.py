"""How the rules of this package are written: verbose patterns with signs for white space, and the pieces they share."""

from __future__ import annotations

import re

YEAR = r"(?:19|20)\d\d(?!\d)"
"""A year in figures."""

NUMERALS = {
    "một": 1, "giêng": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
"""The numbers of months and quarters in words."""

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

AT_LATEST = r"(?: (?:chậm|muộn|trễ)~nhất (?:~là)? | không~(?:được~)?(?:muộn|chậm|trễ|quá) (?:~hơn)? )"
LEFT = 100
"""So many characters to the left of a time say what it is."""

RIGHT = 60
"""And so many to the right of it."""

EVERY = r"(?:hằng|hàng|mỗi)"


def pattern(words: str) -> re.Pattern[str]:
    """A verbose pattern blind to case, in which "~" stands for white space and "≈" for white space or nothing.

    >>> bool(pattern("trước ~ ngày ≈ (?P<day>[0-9]+)").fullmatch("Trước  ngày\\xa05"))
    True
    """
    return re.compile(words.replace("~", r"\s{1,4}").replace("≈", r"\s{0,4}"), re.VERBOSE | re.IGNORECASE)


def number(words: str) -> int | None:
    """What a figure, a Roman figure up to four or a numeral in words comes to.

    >>> number("08"), number("IV"), number("mười hai")
    (8, 4, 12)
    """
    said = " ".join(words.lower().split())
    return int(said) if said.isdecimal() else ROMAN.get(said) or NUMERALS.get(said)


TAIL = pattern(r"[^\s.,;:()] (?: [^.,;:()\n]{0,88} [^\s.,;:()] )? (?![^\s.,;:()])")
"""The rest of a clause, up to a mark or a word's end."""
