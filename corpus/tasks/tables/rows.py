"""A grid walked down row by row: what stands in each row's columns, its own cells and those that reach over it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.lines import Joined
from corpus.markers import Marker
from corpus.reading import Cell, Span
from corpus.tasks.tables.grid import Grid
from corpus.tasks.tables.heads import Columns, Role
from corpus.tasks.tables.outline import is_ditto, mark_of, number_of

FURTHEST_FOLLOWING = 3
"""The row that follows is looked for within so many rows: empty ones stand between."""

_SAYS = re.compile(r"\w")
_CHARGES = frozenset({Role.LEAD, Role.COORDINATING, Role.PRODUCT, Role.TIME})


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in a row.

    Attributes:
        line: from the first word of its own cells to the last, in the stored text.
        values: the words of each role, from its own cells or from those that reach over it; nothing for "-".
        own: the roles whose cells begin in this row.
        tall: the roles whose cells reach over the next row too.
        wide: True where one cell stands across the columns of work and of who or when.
        marker: the number before it.
        following: the number before the row that follows.
    """

    line: Span
    values: Mapping[Role, Joined]
    own: frozenset[Role]
    tall: frozenset[Role]
    wide: bool
    marker: Marker | None
    following: Marker | None

    @property
    def charged(self) -> frozenset[Role]:
        """The roles that say who, when or what for."""
        return _CHARGES & self.values.keys()


class RowWalk:
    """A walk down a grid; each row is entered, and may then be asked for."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._over: dict[int, Cell] = {}  # column -> the cell that covers it

    def enter(self, row: int) -> None:
        """Goes on to that row, the next one."""
        for cell in self._grid.own(row):
            self._over.update(dict.fromkeys(self._grid.columns_of(cell), cell))

    def row(self, row: int, columns: Columns) -> Row | None:
        """What stands in the row that was entered last; None where it has no words of its own."""
        line = self._grid.line(row)
        if line is None:
            return None
        cells = {role: cell for role in columns.reach if (cell := self._cell(row, role, columns)) is not None}
        own = frozenset(role for role, cell in cells.items() if cell.row == row)
        work = cells.get(Role.TASK)
        if work is None and own == {Role.NUMBER} and number_of(self._grid.shown(cells[Role.NUMBER])) is None:
            work = cells[Role.TASK] = cells.pop(Role.NUMBER)  # a heading in the column of the numbers
            own, wide = frozenset({Role.TASK}), len(self._grid.filled(row)) == 1
        else:
            wide = work is not None and own <= {Role.NUMBER, Role.TASK} and self._is_wide(work, columns)
        return Row(
            line=line,
            values={role: self._grid.value(cell) for role, cell in cells.items()},
            own=own,
            tall=frozenset(role for role, cell in cells.items() if cell.row + cell.rows > row + 1),
            wide=wide,
            marker=self._marker(self._grid.filled(row), columns),
            following=self._following(row, columns),
        )

    def _cell(self, row: int, role: Role, columns: Columns) -> Cell | None:
        """The cell that says something in the columns of `role`; of several the one with most words."""
        cells = {cell for at in columns.reach[role] if (cell := self._over.get(at)) and cell.row + cell.rows > row}
        saying = [cell for cell in cells if _owner(cell, columns) is role and self._says(cell, role)]
        return max(saying, key=lambda cell: (len(cell.span), -cell.column), default=None)

    def _says(self, cell: Cell, role: Role) -> bool:
        shown = self._grid.shown(cell)
        return _SAYS.search(shown) is not None or (
            number_of(shown) is not None if role is Role.NUMBER else is_ditto(shown)
        )

    def _is_wide(self, cell: Cell, columns: Columns) -> bool:
        covered = self._grid.columns_of(cell)
        return any(_meet(covered, columns.reach[role]) for role in _CHARGES & columns.reach.keys())

    def _following(self, row: int, columns: Columns) -> Marker | None:
        for below in range(row + 1, min(row + 1 + FURTHEST_FOLLOWING, self._grid.rows)):
            if filled := self._grid.filled(below):
                return self._marker(filled, columns)
        return None

    def _marker(self, filled: Sequence[Cell], columns: Columns) -> Marker | None:
        """The number of a row, in a cell of its own, or else before the words of its work."""
        numbers, works = columns.reach.get(Role.NUMBER, range(0)), columns.reach[Role.TASK]
        for cell in filled:
            counts = cell.column in numbers or (cell.column in works and len(works) > 1)
            if counts and (marker := number_of(self._grid.shown(cell))) is not None:
                return marker
        texts = (self._grid.shown(cell) for cell in filled if _owner(cell, columns) in (Role.TASK, Role.NUMBER))
        return next((marker for text in texts if (marker := mark_of(text)) is not None), None)


def _owner(cell: Cell, columns: Columns) -> Role | None:
    """The role that a cell belongs to: of those that it reaches over the leftmost, but a number's only by itself."""
    covered = Grid.columns_of(cell)
    roles = [(reach.start, role) for role, reach in columns.reach.items() if _meet(covered, reach)]
    return min(roles, key=lambda found: (found[1] is Role.NUMBER, found[0]))[1] if roles else None


def _meet(a: range, b: range) -> bool:
    return a.start < b.stop and b.start < a.stop
