"""HTML lists: the number, letter or dash that a reader sees before each item."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from corpus.readers.html_tables import number

_LIST_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?\b(none|disc|circle|square|decimal|(?:lower|upper)-\w+)", re.IGNORECASE
)
_LIST_TYPES = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
    "lower-latin": "lower-alpha",
    "upper-latin": "upper-alpha",
}


@dataclass(slots=True)
class OpenList:
    """An open list: its style ("decimal", "disc", "none" ...), the number of the next item, and the step."""

    style: str
    number: int = 1
    step: int = 1

    @classmethod
    def of(cls, element: etree._Element) -> OpenList:
        """The list that `element` opens, by its attributes and its own style."""
        styled = _LIST_STYLE.search(element.get("style", ""))
        kind = styled.group(1).lower() if styled else element.get("type", "1" if element.tag == "ol" else "disc")
        style = _LIST_TYPES.get(kind, kind)
        if element.tag == "ol":
            backwards = element.get("reversed") is not None
            first = sum(1 for _ in element.iterchildren("li")) if backwards else 1
            return cls(style, number(element.get("start"), first), -1 if backwards else 1)
        return cls(style)

    def mark(self, item: etree._Element) -> str:
        """The mark of the next item, with the space behind it."""
        here = number(item.get("value"), self.number)
        self.number = here + self.step
        if self.style == "none":
            return ""
        if self.style in ("lower-alpha", "upper-alpha") and here > 0:
            letters = _letters(here)
            return f"{letters if self.style == 'lower-alpha' else letters.upper()}) "
        if self.style in ("lower-roman", "upper-roman") and 0 < here < 4000:
            numeral = roman(here)
            return f"{numeral if self.style == 'lower-roman' else numeral.upper()}. "
        return f"{here}. " if self.style.startswith(("decimal", "lower", "upper")) else "- "


def _letters(count: int) -> str:
    """The letters of a list: a to z, then aa.

    >>> _letters(2), _letters(27)
    ('b', 'aa')
    """
    letters = ""
    while count:
        count, letter = divmod(count - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def roman(rest: int) -> str:
    """The roman numeral in lower case.

    >>> roman(4), roman(29)
    ('iv', 'xxix')
    """
    digits = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
    numeral = ""
    for value, letters in digits:
        times, rest = divmod(rest, value)
        numeral += letters * times
    return numeral
