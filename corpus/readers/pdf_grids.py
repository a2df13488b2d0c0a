"""The rules drawn on a PDF page -> tables, found by pdfplumber; a row that a page break leaves open is closed first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from corpus.readers.pdf_page import Grid, Square, lines_of
from corpus.readers.pdf_words import Rule, Word

_NEAR = 3.0  # points; pdfplumber's own tolerance for rules that should meet
_SHORTEST = 3.0  # points; shorter strokes are dots of a dotted rule that did not join
_FEWEST_ENDS = 3  # so many rules that end at one height leave a row open
_WIDEST_INDENT = 8.0  # points between the edge of a cell and its words
_MOST_PAIRS = 1_000_000  # of upright and level rules; a page has some 2,000
_MOST_CORNERS = 3_000  # a page has some 400
_MOST_PLACES = 100_000  # rows x columns

_Box = tuple[float, float, float, float]


def grids_of(rules: Iterable[Rule], words: Sequence[Word], page: int) -> tuple[list[Grid], list[Word]]:
    """The tables on a page, and the words that stand outside of their cells.

    A table inside the cell of another one is part of that cell. A drawing of more rules than a page of tables has is
    not looked at: its words stay text.
    """
    merged = [rule for rule in _merged(rules) if max(rule["width"], rule["height"]) >= _SHORTEST]
    added = _closing(merged)
    merged = merge_edges([*merged, *added], 0, 0, _NEAR, _NEAR) if added else merged
    upright = sum(rule["orientation"] == "v" for rule in merged)
    if not 0 < upright * (len(merged) - upright) <= _MOST_PAIRS:
        return [], list(words)
    corners = edges_to_intersections(merged, _NEAR, _NEAR)
    if len(corners) > _MOST_CORNERS:
        return [], list(words)
    left = list(words)
    grids: list[Grid] = []
    tables = sorted(cells_to_tables(intersections_to_cells(corners)), key=lambda cells: -_area(_around(cells)))
    for cells in tables:
        box = _around(cells)
        if any(_inside(box, (grid.x0, grid.top, grid.x1, grid.bottom)) for grid in grids):
            continue
        open_at = [rule["top"] for rule in added if rule["orientation"] == "h"]
        grid, outside = _grid(cells, left, page, open_at)
        if grid is not None:
            grids.append(grid)
            left = outside
    return grids, left


def _merged(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    plain = [
        _rule(rule["orientation"], rule["x0"], rule["top"], rule["x1"], rule["bottom"])
        for rule in rules
        if rule["orientation"]
    ]
    return list(merge_edges(plain, _NEAR, _NEAR, _NEAR, _NEAR)) if plain else []


def _rule(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    """A rule with what pdfplumber looks at."""
    return {
        "orientation": orientation, "x0": x0, "top": top, "x1": x1, "bottom": bottom,
        "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip


def _closing(rules: Sequence[Rule]) -> list[dict[str, Any]]:
    """Rules along which others end side by side without one that closes them: the edge of a table at a page break."""
    found: list[dict[str, Any]] = []
    for along, low, high, at, until in (("v", "top", "bottom", "x0", "x1"), ("h", "x0", "x1", "top", "bottom")):
        lines = [rule for rule in rules if rule["orientation"] == along]
        closers = [rule for rule in rules if rule["orientation"] != along]
        for end in (low, high):
            for group in _near([(rule[end], rule[at]) for rule in lines]):
                first, last = min(place for _, place in group), max(place for _, place in group)
                where = group[0][0]
                if len({place for _, place in group}) < _FEWEST_ENDS or any(
                    abs(rule[low] - where) <= _NEAR and rule[at] < last and rule[until] > first for rule in closers
                ):
                    continue
                found.append(
                    _rule("h", first, where, last, where) if along == "v" else _rule("v", where, first, where, last)
                )
    return found


def _near(ends: list[tuple[float, float]]) -> Iterator[list[tuple[float, float]]]:
    """The ends that lie at one height, with the place of each along it."""
    ends.sort()
    group: list[tuple[float, float]] = []
    for end in ends:
        if group and end[0] - group[0][0] > _NEAR:
            yield group
            group = []
        group.append(end)
    if group:
        yield group


def _around(cells: Sequence[_Box]) -> _Box:
    x0s, tops, x1s, bottoms = zip(*cells, strict=True)
    return min(x0s), min(tops), max(x1s), max(bottoms)


def _area(box: _Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _inside(box: _Box, other: _Box) -> bool:
    return (
        other[0] - _NEAR <= box[0] and other[1] - _NEAR <= box[1]
        and box[2] <= other[2] + _NEAR and box[3] <= other[3] + _NEAR
    )  # fmt: skip


def _grid(
    cells: Sequence[_Box], words: Sequence[Word], page: int, open_at: Sequence[float]
) -> tuple[Grid | None, list[Word]]:
    """The table of these cells and the words outside; None for a box or a column of boxes, which only frame text."""
    x0, top, x1, bottom = _around(cells)
    edges = sorted({x for cell in cells for x in (cell[0], cell[2])})
    heights = sorted({y for cell in cells for y in (cell[1], cell[3])})
    if len(edges) < 3 or (len(edges) - 1) * (len(heights) - 1) > _MOST_PLACES:
        return None, list(words)
    column_of = {x: index for index, x in enumerate(edges)}
    row_of = {y: index for index, y in enumerate(heights)}
    held: list[list[Word]] = [[] for _ in cells]
    at: dict[tuple[int, int], int] = {}
    for index, cell in enumerate(cells):
        for row in range(row_of[cell[1]], row_of[cell[3]]):
            at.update(((row, column), index) for column in range(column_of[cell[0]], column_of[cell[2]]))
    outside = []
    for word in words:
        place = (
            bisect_right(heights, (word.top + word.bottom) / 2) - 1, bisect_right(edges, (word.x0 + word.x1) / 2) - 1
        )  # fmt: skip
        if place in at:
            held[at[place]].append(word)
        else:
            outside.append(word)
    if not any(held):
        return None, list(words)
    indents = [min(word.x0 for word in inside) - cell[0] for cell, inside in zip(cells, held, strict=True) if inside]
    indent = max(0.0, min([*indents, _WIDEST_INDENT]))
    squares = [
        Square(
            row_of[cell[1]],
            column_of[cell[0]],
            row_of[cell[3]] - row_of[cell[1]],
            column_of[cell[2]] - column_of[cell[0]],
            lines_of(inside, page),
            cell[2] - cell[0] - 2 * indent,
        )
        for cell, inside in zip(cells, held, strict=True)
    ]
    squares.sort(key=lambda square: (square.row, square.column))
    return Grid(
        x0, top, x1, bottom, tuple(edges), len(heights) - 1, tuple(squares),
        open_top=any(abs(y - top) <= _NEAR for y in open_at),
        open_bottom=any(abs(y - bottom) <= _NEAR for y in open_at),
    ), outside  # fmt: skip
