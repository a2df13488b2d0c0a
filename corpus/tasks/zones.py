"""What the parts of a document are for: reporting, aims, or assigning work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from corpus.roles import SectionKind
from corpus.sections import Section
from corpus.tasks.words import Phrases, load_words

LONGEST_TITLE = 160
"""A heading says what its part is for only where it is no longer than this, in characters."""

_OPENING = re.compile(r"(?:(?:về|một số|những|các|công tác|phần|nội dung) )*", re.IGNORECASE)


class Zone(StrEnum):
    """What a part of a document is for.

    Attributes:
        OPENING: what leads up to the orders: why the document was issued, who met, what was reported.
        REPORT: results, praise, shortcomings, causes, lessons.
        AIMS: purposes, targets, principles.
        ORDERS: work is assigned.
    """

    OPENING = "opening"
    REPORT = "report"
    AIMS = "aims"
    ORDERS = "orders"


def zones_of(sections: Sequence[Section]) -> list[Zone]:
    """The zone of each section, in order: its nearest telling heading, or the opening."""
    words = load_words()
    zones: list[Zone] = []
    opened = not _numbered(sections)
    for section in sections:
        above = zones[section.parent] if section.parent is not None else Zone.OPENING
        if section.kind is not SectionKind.BODY:
            if section.kind is SectionKind.TITLE:
                opened = not _numbered(sections[section.index + 1 :])
            zones.append(Zone.OPENING)
            continue
        opened = opened or section.style is not None
        told = _told(section.title, words.reports, words.aims) if section.heading else None
        if told is not None:
            zones.append(told)
        elif section.parent is not None and above is not Zone.OPENING:
            zones.append(above)
        else:
            zones.append(Zone.ORDERS if opened else Zone.OPENING)
    return zones


def _numbered(sections: Sequence[Section]) -> bool:
    """True where numbered parts come before the next title."""
    for section in sections:
        if section.kind is SectionKind.TITLE:
            return False
        if section.kind is SectionKind.BODY and section.style is not None:
            return True
    return False


def _told(title: str, reports: Phrases, aims: Phrases) -> Zone | None:
    """What a heading says of its part; None where it does not tell."""
    if len(title) > LONGEST_TITLE:
        return None
    start = _OPENING.match(title).end()  # type: ignore[union-attr]  # matches anything
    if reports.at(title, start) is not None:
        return Zone.REPORT
    end = aims.at(title, start)
    if end is not None and (title[start:end].lower() != "yêu cầu" or end == len(title)):
        return Zone.AIMS
    return None
