"""Cells -> bodies and days, each cell read once; and the lines of cells that stand beside each other, line by line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from corpus.lines import Joined, in_capitals
from corpus.reading import Span
from corpus.tasks.bodies import read_bodies
from corpus.tasks.deadlines import Issued, find_deadlines, read_deadline
from corpus.tasks.drafts import stored_body, stored_due
from corpus.tasks.tables.heads import Role
from corpus.tasks.tables.outline import Charge, mark_of
from corpus.tasks.tables.who import Who, who_helps, who_leads
from corpus.tasks.task import DueDate

LONGEST_TIME = 600
"""A cell in the column of time, and a heading that gives a body or a day, have no more characters than this."""

_HANDED = re.compile(
    r"""
    (?: (?:các\ )?(?:nhiệm\ vụ|công\ việc|nội\ dung|phần\ việc) (?:\ (?:cụ\ thể|trọng\ tâm|chủ\ yếu))? \ )?
    (?: trách\ nhiệm\ của | của | giao\ cho | giao | do | đối\ với | phân\ công\ cho | phân\ công ) \ 
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HEADING_ENDS = re.compile(
    r"[\s.:;)]{0,9}(?:\(?(?:chủ\ trì|thực\ hiện|phụ\ trách|tham\ mưu)(?:\ thực\ hiện)?)?[\s.:;)]{0,9}",
    re.VERBOSE | re.IGNORECASE,
)
_CLOCK = re.compile(r"\s{0,9}(?:từ\s)?\d{1,2}\s?(?:h|g|giờ|:)\s?(?:\d{2})?(?![\d/])", re.IGNORECASE)


class CellReader:
    """Reads the cells of one table; what a cell that reaches over many rows says is read once.

    `issued` is the document's date; `year` that of the head of the time column, where it names one.
    """

    def __init__(self, issued: Issued) -> None:
        self.issued = issued
        self._who: dict[Span, Who] = {}
        self._due: dict[tuple[Span, str | None], DueDate | None] = {}
        self._told: dict[Span, DueDate | None] = {}

    def who(self, value: Joined, role: Role) -> Who:
        """The bodies of a cell in the column of those who lead, or of those who coordinate."""
        at = whole(value)
        if at not in self._who:
            self._who[at] = who_leads(value) if role is Role.LEAD else Who((), who_helps(value))
        return self._who[at]

    def due(self, value: Joined, year: str | None) -> DueDate | None:
        """The deadline of a cell in the column of time."""
        key = whole(value), year
        if key not in self._due:
            short = len(value.text) <= LONGEST_TIME
            due = read_deadline(_one_line(value), Issued.of(year) if year else self.issued) if short else None
            self._due[key] = stored_due(value, due) if due is not None else None
        return self._due[key]

    def told(self, value: Joined) -> DueDate | None:
        """The deadline that the words of the work themselves set: the last one, if words introduce it as one."""
        at = whole(value)
        if at not in self._told:
            found = [each.due for each in find_deadlines(_one_line(value), self.issued) if each.introduced]
            self._told[at] = stored_due(value, found[-1]) if found else None
        return self._told[at]

    def heading(self, value: Joined) -> Charge:
        """Whom and which day the words of a heading give to the rows below it, if it is nothing but these."""
        if len(value.text) > LONGEST_TIME:
            return Charge()
        text = _one_line(value)
        marker = mark_of(text)
        start = marker.length if marker else 0
        capitals = in_capitals(text) and len(text.title()) == len(text)
        if capitals:
            text = text.title()  # forms of names are told by their capitals
        handed = _HANDED.match(text, start)
        listed = read_bodies(text, handed.end() if handed else start)
        if listed is not None and _HEADING_ENDS.fullmatch(text, listed.span.end):
            named = (stored_body(value, body) for body in listed.bodies)
            return Charge(lead=tuple(replace(body, name=body.name.upper()) if capitals else body for body in named))
        due = read_deadline(text[start:], self.issued)
        if due is not None and len(due.span) >= len(text[start:].strip(" .:;")):
            return Charge(due=stored_due(part(value, start, len(text)), due))
        return Charge(due=self.told(value))


def is_clock(words: str) -> bool:
    """True for the time of day that an agenda gives to its points.

    >>> is_clock("8h00 - 8h30"), is_clock("8/2031")
    (True, False)
    """
    return _CLOCK.match(words) is not None


def whole(value: Joined) -> Span:
    """Where the words of a cell stand in the stored text."""
    return value.span(0, len(value.text))


def part(value: Joined, start: int, end: int) -> Joined:
    """The characters `start` to `end` (half-open) of a cell's words."""
    return Joined(value.text[start:end], value.offsets[start:end])


def action_of(value: Joined) -> Span | None:
    """The words of a work without its number, and without the comma or semicolon that leads on to the next.

    None where nothing but a number stands there.
    """
    marker = mark_of(value.text)
    start, end = marker.length if marker else 0, len(value.text.rstrip(" \n;,"))
    return value.span(start, end) if start < end else None


def items_of(value: Joined) -> list[Joined]:
    """The items that a cell lists, each from its mark to the next mark of the same kind; none where it lists none."""
    starts, at = [], 0
    style = None
    for line in value.text.split("\n"):
        marker = mark_of(line)
        if marker is not None and style in (None, marker.style):
            style = marker.style
            starts.append(at)
        at += len(line) + 1
    ends = [*(start - 1 for start in starts[1:]), len(value.text)]
    return [part(value, start, end) for start, end in zip(starts, ends, strict=True)] if len(starts) > 1 else []


def lines_of(value: Joined) -> list[Joined]:
    """The paragraphs of a cell."""
    found, at = [], 0
    for line in value.text.split("\n"):
        found.append(part(value, at, at + len(line)))
        at += len(line) + 1
    return found


def side_by_side(values: Mapping[Role, Joined], own: frozenset[Role]) -> list[dict[Role, Joined]]:
    """For each item of the work what stands on its line in the other cells; only cells of `own`, the row's, have lines.

    A cell with another number of lines holds for every item. None where neither the cell of who nor that of when has
    a line for each item.
    """
    items = items_of(values[Role.TASK]) if Role.TASK in own else []
    if not items:
        return []
    lines = {role: lines_of(values[role]) if role in own else [values[role]] for role in values if role != Role.TASK}
    if not any(len(lines[role]) == len(items) for role in (Role.LEAD, Role.TIME) if role in lines):
        return []
    return [
        {
            Role.TASK: item,
            **{role: each[at] if len(each) == len(items) else values[role] for role, each in lines.items()},
        }
        for at, item in enumerate(items)
    ]


def _one_line(value: Joined) -> str:
    return value.text.replace("\n", " ")
