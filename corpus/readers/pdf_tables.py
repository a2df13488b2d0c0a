"""Tables that go on over page breaks, put together: repeated heads dropped, rows and merged cells that a break cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.markers import marker_of
from corpus.readers.pdf_page import Grid, Part, Square, begins_item

_SAME_WIDTH = 4.0  # points
_TALLEST_HEAD = 4  # rows
_UNFINISHED = re.compile(
    r"[,(\-–/“\"]$|\b(?:và|của|các|những|với|về|cho|theo|tại|trong|từ|đến|thuộc|ngày|tháng|năm|quý)$"
)


def put_together(pages: Iterable[Sequence[Part]]) -> list[Part]:
    """The lines and tables of the pages in order; a table at the foot of a page goes on at the head of the next."""
    found: list[Part] = []
    for parts in pages:
        rest = list(parts)
        if rest and found and isinstance(rest[0], Grid) and isinstance(found[-1], Grid):
            whole = _joined(found[-1], rest[0])
            if whole is not None:
                found[-1] = whole
                del rest[0]
        found += rest
    return found


def _joined(above: Grid, below: Grid) -> Grid | None:
    """Both as one table; None where the columns differ."""
    below_on = _with_columns(below, above)
    if below_on is None:
        above_on = _with_columns(above, below)
        if above_on is None:
            return None
        above = replace(above_on, edges=below.edges)
        below_on = below
    head = above.head or _repeated(above, below_on)
    rest = _without_head(below_on, head) if _repeats(above, below_on, head) else below_on
    if not rest.squares:
        return replace(above, head=head)
    cut = _is_cut(above, rest)
    first = above.rows - cut
    last = {column: square for square in above.squares if square.below == above.rows for column in _columns(square)}
    grown: dict[Square, Square] = {}
    added: list[Square] = []
    for square in rest.squares:
        held = last.get(square.column)
        reaches = (
            held is not None and square.row == 0 and (held.column, held.columns) == (square.column, square.columns)
        )
        if held is not None and reaches and (cut or _goes_on_below(held, square)):
            grown[held] = replace(held, rows=held.rows + square.rows - cut, lines=held.lines + square.lines)
        elif cut and square.row == 0 and held is not None and square.rows == 1:
            whole = grown.get(held, held)  # cut into other columns than above
            grown[held] = replace(whole, lines=whole.lines + square.lines)
        else:
            added.append(replace(square, row=square.row + first))
    squares = [grown.get(square, square) for square in above.squares] + added
    squares.sort(key=lambda square: (square.row, square.column))
    return replace(
        above, rows=first + rest.rows, squares=tuple(squares), bottom=below.bottom, open_bottom=below.open_bottom,
        head=head,
    )  # fmt: skip


def _columns(square: Square) -> range:
    return range(square.column, square.column + square.columns)


def _with_columns(grid: Grid, other: Grid) -> Grid | None:
    """`grid` in the columns of `other`, some of which it may not part; None where it has others."""
    shift = other.edges[0] - grid.edges[0]
    places: list[int] = []
    for edge in grid.edges:
        near = min(range(len(other.edges)), key=lambda index: abs(other.edges[index] - edge - shift))
        if abs(other.edges[near] - edge - shift) > _SAME_WIDTH or near in places:
            return None
        places.append(near)
    if places[-1] != other.columns:
        return None
    squares = tuple(
        replace(
            square, column=places[square.column],
            columns=places[square.column + square.columns] - places[square.column],
        )
        for square in grid.squares
    )  # fmt: skip
    return replace(grid, squares=squares)


def _repeated(above: Grid, below: Grid) -> int:
    """How many rows both begin with: a head that the second page repeats."""
    found = 0
    for rows in range(1, min(_TALLEST_HEAD, above.rows, below.rows) + 1):
        if _repeats(above, below, rows):
            found = rows
    return found


def _repeats(above: Grid, below: Grid, rows: int) -> bool:
    head, again = (
        [(s.row, s.column, s.rows, s.columns, " ".join(s.text.split())) for s in grid.squares if s.row < rows]
        for grid in (above, below)
    )
    return rows > 0 and head == again and any(one[-1] for one in head) and all(one[0] + one[2] <= rows for one in head)


def _without_head(grid: Grid, rows: int) -> Grid:
    squares = tuple(replace(square, row=square.row - rows) for square in grid.squares if square.row >= rows)
    return replace(grid, squares=squares, rows=grid.rows - rows, open_top=False)


def _goes_on_below(held: Square, square: Square) -> bool:
    """True for the two parts of a cell merged over rows on both sides of the break."""
    if not (held.rows > 1 or square.rows > 1) or not held.lines:
        return False
    return not square.lines or _flows(held, square)


def _is_cut(above: Grid, below: Grid) -> bool:
    """True where the first row below the break is the rest of the last row above it."""
    if above.open_bottom and below.open_top:
        return True
    last = {column: square for square in above.squares if square.below == above.rows for column in _columns(square)}
    pairs = [(last[s.column], s) for s in below.squares if s.row == 0 and s.column in last and s.lines]
    if not pairs or any(not over.lines or over.column != square.column for over, square in pairs):
        return False
    number = last.get(0)
    if number is not None and number.rows == 1 and _is_number(number) and 0 not in {s.column for _, s in pairs}:
        flows = [_flows(over, square) for over, square in pairs]
        return any(flows) or (
            len(pairs) == 1 and pairs[0][1].columns < below.columns - 1 and begins_item(pairs[0][1].text)
        )
    return all(_flows(over, square) for over, square in pairs)


def _is_number(square: Square) -> bool:
    marker = marker_of(f"{square.text.strip(' .)')}. x")
    return len(square.text) <= 8 and marker is not None


def _flows(above: Square, below: Square) -> bool:
    """True where the words below go on from those above: in lower case, or since the line above had no more room."""
    end, start = above.lines[-1], below.lines[0]
    if begins_item(start.text):
        return False
    return start.text[:1].islower() or bool(_UNFINISHED.search(end.text)) or above.wraps(end, start)
