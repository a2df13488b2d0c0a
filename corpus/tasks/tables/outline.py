"""The order of a table's rows: the numbers before them, the headings over them, and what stands above passes down."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.lines import in_capitals
from corpus.markers import Marker, Style, marker_of
from corpus.tasks.task import Body, DueDate

_DITTO = re.compile(
    r"""
      [-–\s]{0,4}(?:nt|n/t|như\ trên|như\ mục\ trên|như\ dòng\ trên)[-–.\s]{0,4}
    | [-–\s]{0,4}(?:["“”″〃]|''|’’|//){1,2}[-–\s]{0,4}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_UNDER_ROMAN = re.compile(r"[IVX]{1,6}\.(?=\d{1,2}$)")
_NUMBER_EDGE = " .)(/"
_RANKED = range(Style.LETTER, Style.NOTE)


@dataclass(frozen=True, slots=True)
class Charge:
    """Who and when, as a row or a heading says it or has it from above."""

    lead: tuple[Body, ...] = ()
    coordinating: tuple[Body, ...] = ()
    due: DueDate | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A heading or a row that others stand under.

    Attributes:
        rank: a smaller one stands above a larger one.
        marker: the number before it.
        charge: what it passes down.
        heading: True for a heading: it governs all that follows up to the next of its rank, a row its sub-items only.
    """

    rank: int
    marker: Marker | None
    charge: Charge
    heading: bool


@dataclass(slots=True)
class Outline:
    """What stands above the row that is read next.

    Attributes:
        levels: the headings and rows that are open, the outermost first.
        last: what the row before it was charged with.
    """

    levels: list[Level] = field(default_factory=list)
    last: Charge = Charge()

    def open_heading(self, marker: Marker | None, charge: Charge) -> None:
        """A heading closes what is of its rank or below; one without a number stands right below a numbered one."""
        numbered = [level.rank for level in self.levels if level.heading and level.marker]
        rank = marker.style if marker else numbered[-1] + 1 if numbered else Style.TITLE
        while self.levels and self.levels[-1].rank >= rank:
            self.levels.pop()
        self.levels.append(Level(rank, marker, charge, heading=True))

    def open_row(self, marker: Marker | None, charge: Charge) -> None:
        """A row closes the rows of its rank, and what is below; one without a number has no sub-items."""
        self.last = charge
        if marker is None:
            return
        rank = marker.style
        while self.levels and self.levels[-1].rank >= rank + self.levels[-1].heading:
            self.levels.pop()
        self.levels.append(Level(rank, marker, charge, heading=False))

    def above(self, marker: Marker | None) -> Charge:
        """What passes down to a row with that mark: from the rows whose sub-item it is, and from the headings."""
        charges = [level.charge for level in reversed(self.levels) if level.heading or _is_under(marker, level.marker)]
        lead = next((charge for charge in charges if charge.lead), Charge())
        due = next((charge.due for charge in charges if charge.due), None)
        return Charge(lead.lead, lead.coordinating, due)


def is_ditto(value: str) -> bool:
    """True for what stands in a cell for "the same as above"."""
    return _DITTO.fullmatch(value) is not None


def number_of(shown: str) -> Marker | None:
    """The number that a cell holds and nothing else.

    >>> number_of("1.2").label, number_of("IV.").style.name, number_of("II.3").label, number_of("Sở Y tế")
    ('1.2', 'ROMAN', '3', None)
    """
    core = _UNDER_ROMAN.sub("", shown.strip(_NUMBER_EDGE))
    if not core or len(core) > 8:
        return None
    marker = marker_of(f"{core} x" if core in "-–+•" else f"{core}. x")
    whole = marker is not None and marker.length >= len(core) + 1
    return marker if marker is not None and whole and marker.style in _RANKED else None


def mark_of(text: str) -> Marker | None:
    """The mark at the head of a cell's words: "1.", "a)", "-"."""
    marker = marker_of(text)
    return marker if marker is not None and marker.style in _RANKED else None


def is_heading(words: str, marker: Marker | None, following: Marker | None) -> bool:
    """True for the words of a row that names no body and no day, where it is set as a heading over those below it."""
    if in_capitals(words) or (marker is not None and marker.style in (Style.LETTER, Style.ROMAN)):
        return True
    if marker is None and following is not None:
        return words[:1].isupper()
    return has_below(marker, following)


def has_below(marker: Marker | None, following: Marker | None) -> bool:
    """True where the row that follows is numbered below the mark."""
    return _is_under(following, marker)


def _is_under(marker: Marker | None, above: Marker | None) -> bool:
    if marker is None or above is None or marker.style <= above.style:
        return False
    if marker.style in (Style.DECIMAL, Style.DECIMAL3) and above.style in (Style.NUMBER, Style.DECIMAL):
        return marker.label.startswith(f"{above.label}.")
    return True
