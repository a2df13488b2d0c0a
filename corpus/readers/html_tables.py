"""The tables of an HTML tree that hold data, and the grid of each; tables that only lay out a page are left aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree

_GROUPS = ("thead", "tbody", "tfoot")
_MOST_COLUMNS = 200  # merged cells do not reach further, so that a forged colspan costs nothing
# Two columns beside each other at the head and the foot of an official letter.
_LETTER = re.compile(
    r"cộng\s+h(?:òa|oà)\s+xã\s+hội\s+chủ\s+nghĩa|đảng\s+cộng\s+sản\s+việt\s+nam|nơi\s+nhận\s*:", re.IGNORECASE
)
_LETTER_ROWS, _LETTER_COLUMNS = 5, 3
_PAGE_ROWS, _PAGE_CELL = 3, 4000  # few rows with a cell of more characters than this: columns of a page


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: grid position from 0, how much of the grid it covers, and its part in its row."""

    row: int
    column: int
    rows: int
    columns: int
    header: bool
    first: bool


Grid = dict[etree._Element, Place]
"""The cells of one table, in reading order."""


def data_tables(root: etree._Element) -> dict[etree._Element, Grid]:
    """The data tables under `root` in order; a table inside one of them is part of its cell and not listed."""
    holders = {_table_around(table) for table in root.iter("table")}
    found: dict[etree._Element, Grid] = {}
    inside: set[etree._Element] = set()
    for table in root.iter("table"):
        outer = _table_around(table)
        if outer is not None and (outer in found or outer in inside):
            inside.add(table)
            continue
        grid = _grid(table)
        if not _lays_out(table, grid, holds_table=table in holders):
            found[table] = grid
    return found


def number(written: str | None, default: int) -> int:
    """The whole number that an attribute gives, or `default` where it gives none.

    >>> number(" 3 ", 1), number("x", 1), number(None, 1)
    (3, 1, 1)
    """
    match = re.fullmatch(r"\s*([+-]?[0-9]{1,9})\s*", written or "")
    return int(match.group(1)) if match else default


def _table_around(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors("table"), None)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: its cells, the group of rows that it stands in, and whether that is the head."""

    cells: list[etree._Element]
    group: etree._Element
    in_head: bool = False


def _rows(table: etree._Element) -> Iterator[_Row]:
    """The rows in order; cells without a row make one, and rows without a group stand in the table itself."""
    loose: list[etree._Element] = []
    for part in _parts(table):
        if part.tag != "tr":
            loose.append(part)
            continue
        if loose:
            yield _Row(loose, loose[0].getparent())
            loose = []
        group = part.getparent()
        yield _Row(list(part.iterchildren("td", "th")), group, group.tag == "thead")
    if loose:
        yield _Row(loose, loose[0].getparent())


def _parts(table: etree._Element) -> Iterator[etree._Element]:
    """The rows and loose cells of a table in order."""
    for child in table.iterchildren("tr", "td", "th", *_GROUPS):
        if child.tag in _GROUPS:
            yield from child.iterchildren("tr", "td", "th")
        else:
            yield child


def _left_in_group(rows: Sequence[_Row]) -> list[int]:
    """For each row, how many rows of its group there are from it on: merged cells reach no further."""
    left = [1] * len(rows)
    for index in range(len(rows) - 2, -1, -1):
        if rows[index].group is rows[index + 1].group:
            left[index] += left[index + 1]
    return left


def _grid(table: etree._Element) -> Grid:
    """The cells' places in reading order, by the algorithm of the HTML standard (section "forming a table").

    Where two cells would cover one place, the later one is narrower.
    """
    rows = list(_rows(table))
    taken: dict[int, int] = {}  # column -> the first row in which it is free again
    grid: Grid = {}
    for row, left in enumerate(_left_in_group(rows)):
        column = 0
        for index, cell in enumerate(rows[row].cells):
            while taken.get(column, 0) > row:
                column += 1
            asked = max(min(number(cell.get("colspan"), 1), _MOST_COLUMNS - column), 1)
            columns = next((width for width in range(1, asked) if taken.get(column + width, 0) > row), asked)
            height = min(max(number(cell.get("rowspan"), 1), 0) or left, left)
            if height > 1:
                taken.update(dict.fromkeys(range(column, column + columns), row + height))
            grid[cell] = Place(row, column, height, columns, rows[row].in_head or cell.tag == "th", first=index == 0)
            column += columns
    return grid


def _lays_out(table: etree._Element, grid: Grid, *, holds_table: bool) -> bool:
    """True for a table that puts text side by side and relates nothing."""
    if table.get("role", "").strip().lower() in ("presentation", "none"):
        return True
    rows = 1 + max((place.row for place in grid.values()), default=0)
    columns = max((place.column + place.columns for place in grid.values()), default=0)
    if columns < 2 or len(grid) < 2:
        return True
    if any(place.header for place in grid.values()):
        return False
    if holds_table or rows < 2:
        return True
    if rows <= _LETTER_ROWS and columns <= _LETTER_COLUMNS and _LETTER.search(" ".join(islice(table.itertext(), 200))):
        return True
    return rows <= _PAGE_ROWS and any(len("".join(cell.itertext())) > _PAGE_CELL for cell in grid)
