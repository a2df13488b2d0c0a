"""A sheet as a reader sees it: lines of text above and below a table, and the table with its merged cells.

A sheet has no such parts of its own: a table begins with the first row of three filled cells (of two, where no row has
more), and rows of text behind a blank row after the last such row are below it. Two blank rows part two tables.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.errors import UnreadableDocument
from corpus.vietnamese import grouped

MOST_MERGED = 1_000_000
"""So many places at most are looked at for merged cells; what is merged beyond that is read as single cells."""

MOST_PLACES = 2_000_000
"""A sheet has at most so many places: rows with words times columns with words."""

_TABLE_CELLS = 3
_PARTED = 2  # blank rows between two tables


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell with words: how many rows and columns it covers, and whether its font shows capitals for small letters."""

    words: str
    rows: int = 1
    columns: int = 1
    in_capitals: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A range of merged cells: sheet rows and columns, inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sheet: rows of a table, where None is an empty cell; or lines of text, one cell in each row."""

    is_table: bool
    rows: tuple[tuple[Filled | None, ...], ...]


Row = dict[int, Filled]
"""The filled cells of a row by sheet column."""


def parts_of(rows: dict[int, Row], areas: Sequence[Area]) -> Iterator[Part]:
    """The parts of a sheet, whose filled cells are given by row; rows and columns without words are left out.

    Raises UnreadableDocument for a sheet over MOST_PLACES.
    """
    numbers = sorted(rows)
    columns = sorted({column for row in rows.values() for column in row})
    if len(numbers) * len(columns) > MOST_PLACES:
        raise UnreadableDocument(
            f"trang tính có {grouped(len(numbers))} dòng và {grouped(len(columns))} cột, quá {grouped(MOST_PLACES)} ô; "
            "hãy tách thành nhiều tệp"
        )
    covered = _merged(rows, areas, numbers, columns)
    for block in _blocks(rows, numbers):
        first, last = _table_in(rows, block)
        yield from _lines(rows, block[:first])
        table = block[first:last]
        if table:
            yield Part(
                is_table=True,
                rows=tuple(
                    tuple(rows[number].get(column) for column in columns if (number, column) not in covered)
                    for number in table
                ),
            )
        yield from _lines(rows, block[last:])


def _merged(
    rows: dict[int, Row], areas: Sequence[Area], numbers: Sequence[int], columns: Sequence[int]
) -> set[tuple[int, int]]:
    """Gives the filled cells of `rows` their reach, and returns the places that these cover."""
    covered: set[tuple[int, int]] = set()
    for area in areas:
        inside = numbers[bisect_left(numbers, area.top) : bisect_right(numbers, area.bottom)]
        across = columns[bisect_left(columns, area.left) : bisect_right(columns, area.right)]
        held = rows.get(area.top, {}).get(area.left)
        if held is None or len(covered) + len(inside) * len(across) > MOST_MERGED:
            continue
        rows[area.top][area.left] = Filled(held.words, len(inside), len(across), held.in_capitals)
        places = {(number, column) for number in inside for column in across}
        covered |= places - {(area.top, area.left)}
        for number, column in places - {(area.top, area.left)}:
            rows[number].pop(column, None)
    return covered


def _blocks(rows: dict[int, Row], numbers: Sequence[int]) -> list[list[int]]:
    """The rows in groups with no more than one blank row between; a single row of a table goes with those above it."""
    blocks: list[list[int]] = []
    for number in numbers:
        if not blocks or number - blocks[-1][-1] > _PARTED:
            blocks.append([])
        blocks[-1].append(number)
    joined: list[list[int]] = []
    for block in blocks:
        if joined and sum(len(rows[number]) >= _TABLE_CELLS for number in block) == 1:
            joined[-1] += block
        else:
            joined.append(block)
    return joined


def _table_in(rows: dict[int, Row], block: Sequence[int]) -> tuple[int, int]:
    """Where the table of a block begins and ends, as indices into it; equal where it has none."""
    most = min(max(len(rows[number]) for number in block), _TABLE_CELLS)
    if most < 2:
        return len(block), len(block)
    full = [index for index, number in enumerate(block) if len(rows[number]) >= most]
    last = full[-1] + 1
    while last < len(block) and block[last] == block[last - 1] + 1:
        last += 1
    return full[0], last


def _lines(rows: dict[int, Row], numbers: Sequence[int]) -> Iterator[Part]:
    """Rows of text; two texts side by side over several rows are read one after the other, as in a letterhead."""
    for _, group in groupby(numbers, key=lambda number: tuple(rows[number]) if len(rows[number]) == 2 else number):
        found = [rows[number] for number in group]
        cells = [
            row[column]
            for column in sorted({column for row in found for column in row})
            for row in found
            if column in row
        ]
        if cells:
            yield Part(is_table=False, rows=tuple((cell,) for cell in cells))
