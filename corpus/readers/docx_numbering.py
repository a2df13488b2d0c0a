"""Word's automatic numbering: the "1.", "a)", "II." or "Điều 3." that a reader sees before a paragraph.

The text of a number is not in the document; it follows from the numbering definitions (ECMA-376, part 1, 17.9) and
from the paragraphs before. Lists made from one definition count on together, unless one restarts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from corpus.readers.docx_styles import NAMESPACE, value, whole
from corpus.readers.html_lists import roman

BULLETS = ("- ", "+ ")
"""The marks of bullets: a dash for each sign that is no plus."""

_LEVELS = 9
_LONGEST = 60  # characters of a mark; longer ones are forged
_PLACE = re.compile(r"%([1-9])")
_LAST_LETTER = 780  # Word counts a to z, aa to zz and so on up to 30 letters
_LAST_ROMAN = 3999


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered.

    Attributes:
        style: "decimal", "lowerLetter", "bullet" ... (ST_NumberFormat).
        pattern: the mark, "%2" standing for the number of the second level.
        start: the first number.
        restart: starts again behind a paragraph of a level up to this one (from 1; 0 never); None: of any higher one.
        gap: what stands between the mark and the text.
        legal: all numbers in the mark are decimal.
        paragraph_style: the paragraph style that is numbered by this level, or "".
    """

    style: str = "decimal"
    pattern: str = ""
    start: int = 1
    restart: int | None = None
    gap: str = " "
    legal: bool = False
    paragraph_style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """A list (w:num): the definition that it counts with, its levels, and the levels that it starts anew."""

    definition: str
    levels: tuple[Level, ...]
    anew: tuple[int, ...] = ()


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    lists: dict[str, _List]
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        """The lists that a numbering part defines; none without one."""
        if root is None:
            return cls({})
        definitions = {
            element.get(f"{NAMESPACE}abstractNumId", ""): element
            for element in root.iterchildren(f"{NAMESPACE}abstractNum")
        }
        linked = {link: name for name, element in definitions.items() if (link := value(element, "w:styleLink"))}
        lists = {}
        for element in root.iterchildren(f"{NAMESPACE}num"):
            name = value(element, "w:abstractNumId") or ""
            definition = definitions.get(name)
            through = value(definition, "w:numStyleLink")
            if through is not None:  # the levels stand in the definition that belongs to the style
                name = linked.get(through, name)
                definition = definitions.get(name)
            if definition is not None:
                lists[element.get(f"{NAMESPACE}numId", "")] = _list(name, definition, element)
        return cls(lists)

    def level_of(self, number: str, written: int | None, styles: Sequence[str]) -> int:
        """The level that a paragraph stands on: the written one, else that of its nearest style, else the first."""
        if written is not None:
            return min(written, _LEVELS - 1)
        levels = self.lists[number].levels if number in self.lists else ()
        levels_by_style = {level.paragraph_style: index for index, level in enumerate(levels)}
        return next((levels_by_style[style] for style in styles if style in levels_by_style), 0)

    def mark(self, number: str, level: int) -> str:
        """Counts one paragraph of the list `number`, and returns its mark with the gap behind it.

        A bullet is "- ", or "+ " where it is a plus; "" for an unknown list.
        """
        of = self.lists.get(number)
        if of is None:
            return ""
        counts = self._counted(number, of, level)
        here = of.levels[level]
        if here.style == "bullet":
            return BULLETS[here.pattern.strip() == "+"]

        def written(place: re.Match[str]) -> str:
            above = int(place[1]) - 1
            counted = counts[above]
            style = "decimal" if here.legal else of.levels[above].style
            return _numeral(style, of.levels[above].start if counted is None else counted)

        mark = _PLACE.sub(written, here.pattern[:_LONGEST]).strip()
        return mark + here.gap if mark else ""

    def _counted(self, number: str, of: _List, level: int) -> list[int | None]:
        """The numbers of all levels behind this paragraph; None for a level that has not begun."""
        counts = self.counts.setdefault(of.definition, [None] * _LEVELS)
        if number not in self.begun:
            self.begun.add(number)
            for anew in of.anew:
                counts[anew] = None
        counted = counts[level]
        counts[level] = of.levels[level].start if counted is None else counted + 1
        for below in range(level + 1, _LEVELS):
            restart = of.levels[below].restart
            if restart is None or level < restart:
                counts[below] = None
        return counts


def _list(name: str, definition: etree._Element, element: etree._Element) -> _List:
    """The list that w:num makes of a definition: its levels, some of them overridden."""
    levels = dict.fromkeys(range(_LEVELS), Level())
    levels.update(_levels(definition))
    anew = []
    for override in element.iterchildren(f"{NAMESPACE}lvlOverride"):
        index = whole(override.get(f"{NAMESPACE}ilvl"))
        if index not in levels:
            continue
        levels.update(_levels(override))
        start = whole(value(override, "w:startOverride"))
        if start is not None:
            levels[index] = replace(levels[index], start=start)
            anew.append(index)
    return _List(name, tuple(levels.values()), tuple(anew))


def _levels(parent: etree._Element) -> dict[int, Level]:
    found = {}
    for element in parent.iterchildren(f"{NAMESPACE}lvl"):
        index = whole(element.get(f"{NAMESPACE}ilvl"))
        if index is not None and index < _LEVELS:
            found[index] = _level(element)
    return found


def _level(element: etree._Element) -> Level:
    legal = value(element, "w:isLgl")
    return Level(
        style=value(element, "w:numFmt") or "decimal",
        pattern=value(element, "w:lvlText") or "",
        start=whole(value(element, "w:start"), 0) or 0,
        restart=whole(value(element, "w:lvlRestart")),
        gap="" if value(element, "w:suff") == "nothing" else " ",
        legal=legal is not None and legal not in ("0", "false"),
        paragraph_style=value(element, "w:pStyle") or "",
    )


def _numeral(style: str, count: int) -> str:
    """A number as a list writes it.

    >>> _numeral("lowerLetter", 28), _numeral("upperRoman", 14), _numeral("decimalZero", 7), _numeral("none", 2)
    ('bb', 'XIV', '07', '')
    """
    return "" if style == "none" else _NUMERALS.get(style, str)(count)


def _letters(count: int) -> str:
    if not 0 < count <= _LAST_LETTER:
        return str(count)
    times, letter = divmod(count - 1, 26)
    return chr(ord("A") + letter) * (times + 1)


def _roman(count: int) -> str:
    return roman(count) if 0 < count <= _LAST_ROMAN else str(count)


_NUMERALS: dict[str, Callable[[int], str]] = {
    "lowerLetter": lambda count: _letters(count).lower(),
    "upperLetter": _letters,
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "decimalZero": lambda count: f"{count:02}",
}
