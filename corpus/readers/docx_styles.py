"""What the properties and styles of a DOCX say of a paragraph or a run: outline level, number, hidden, capitals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of WordprocessingML, as lxml writes it before a tag."""

_PREFIXES = {"w": NAMESPACE.strip("{}")}
TITLE_LEVEL = 1
"""The level of a paragraph in the style "Title"."""

_BODY_LEVEL = 10  # outline level 9 (0-based) is that of text
_LONGEST_CHAIN = 30  # styles that build on each other; Word itself stops earlier
_HEADING_NAME = re.compile(r"heading ([1-9])", re.IGNORECASE)
_OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Format:
    """Properties of a paragraph or a run; None where nothing is said.

    Attributes:
        heading: level of a heading from 1; over 9 is text.
        number: the id of its numbering ("0" is none).
        level: its level in the numbering, from 0.
        hidden: True for text that is not shown.
        caps: True for text that is shown in capitals.
        font: the name of the font of Western letters.
    """

    heading: int | None = None
    number: str | None = None
    level: int | None = None
    hidden: bool | None = None
    caps: bool | None = None
    font: str | None = None

    def over(self, base: Format) -> Format:
        """These properties, and those of `base` where these say nothing."""
        if self is PLAIN or base is PLAIN:
            return base if self is PLAIN else self
        return Format(
            base.heading if self.heading is None else self.heading,
            base.number if self.number is None else self.number,
            base.level if self.level is None else self.level,
            base.hidden if self.hidden is None else self.hidden,
            base.caps if self.caps is None else self.caps,
            base.font if self.font is None else self.font,
        )

    @property
    def heading_level(self) -> int | None:
        """The level of a heading, None for text."""
        return None if self.heading is None or self.heading >= _BODY_LEVEL else self.heading


PLAIN = Format()
"""Nothing is said."""


def value(element: etree._Element | None, path: str) -> str | None:
    """The w:val of the element at `path` ("w:numPr/w:numId"), "" where it has none; None without the element."""
    found = None if element is None else element.find(path, _PREFIXES)
    return None if found is None else found.get(f"{NAMESPACE}val", "")


def whole(written: str | None, default: int | None = None) -> int | None:
    """The whole number that an attribute holds, of up to nine digits, else `default`.

    >>> whole("12"), whole("x", 1), whole(None)
    (12, 1, None)
    """
    return int(written) if written is not None and re.fullmatch(r"[0-9]{1,9}", written) else default


def format_of(paragraph: etree._Element | None, run: etree._Element | None) -> Format:
    """What w:pPr and w:rPr themselves say, without styles."""
    return _of_paragraph(paragraph).over(_of_run(run))


def _of_paragraph(said: etree._Element | None) -> Format:
    if said is None or not len(said):
        return PLAIN
    level = whole(value(said, "w:outlineLvl"))
    return Format(
        heading=None if level is None else level + 1,
        number=value(said, "w:numPr/w:numId"),
        level=whole(value(said, "w:numPr/w:ilvl")),
    )


def _of_run(said: etree._Element | None) -> Format:
    if said is None or not len(said):
        return PLAIN
    hidden, caps = _switch(value(said, "w:vanish")), _switch(value(said, "w:caps"))
    fonts = said.find(f"{NAMESPACE}rFonts")
    font = None if fonts is None else fonts.get(f"{NAMESPACE}ascii") or fonts.get(f"{NAMESPACE}hAnsi")
    return PLAIN if hidden is caps is font is None else Format(hidden=hidden, caps=caps, font=font)


def _switch(written: str | None) -> bool | None:
    return None if written is None else written not in _OFF


@dataclass(frozen=True, slots=True)
class _Style:
    base: str
    format: Format


class Styles:
    """The styles of a document, each with all that the styles it builds on say."""

    def __init__(self, root: etree._Element | None) -> None:
        self._own: dict[str, _Style] = {}
        self._known: dict[str, Format] = {}
        self.default = ""
        for element in () if root is None else root.iterchildren(f"{NAMESPACE}style"):
            name = element.get(f"{NAMESPACE}styleId", "")
            self._own[name] = _Style(value(element, "w:basedOn") or "", _of_style(element))
            if element.get(f"{NAMESPACE}type") == "paragraph" and element.get(f"{NAMESPACE}default") in ("1", "true"):
                self.default = name

    def format(self, style: str | None) -> Format:
        """What the style with this id says; that of plain text for an unknown one."""
        if style not in self._own:
            return PLAIN
        if style not in self._known:
            self._known[style] = self._resolved(style)
        return self._known[style]

    def paragraph(self, style: str | None) -> Format:
        """What a paragraph's style says; the document's default style where it names none."""
        return self.format(style or self.default)

    def chain(self, style: str | None) -> list[str]:
        """The style and those it builds on, nearest first."""
        found: list[str] = []
        name = style or self.default
        while name in self._own and name not in found and len(found) < _LONGEST_CHAIN:
            found.append(name)
            name = self._own[name].base
        return found

    def _resolved(self, style: str) -> Format:
        found = PLAIN
        for name in self.chain(style):
            found = found.over(self._own[name].format)
        return found


def _of_style(element: etree._Element) -> Format:
    """What a style itself says; "Title" and "heading 3" are headings by their names too."""
    own = format_of(element.find(f"{NAMESPACE}pPr"), element.find(f"{NAMESPACE}rPr"))
    name = value(element, "w:name") or ""
    named = _HEADING_NAME.fullmatch(name)
    level = int(named[1]) if named else TITLE_LEVEL if name.lower() == "title" else None
    return own.over(Format(heading=level))
