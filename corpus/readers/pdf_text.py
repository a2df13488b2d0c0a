"""Lines and tables of a PDF -> the stored text, with the span of each cell and the offset of each page.

As for HTML, a row of a table is its cells with " | " between them, and each paragraph of a cell has a line of its own:
where a line of a cell had no room for the next word, it was only wrapped. Text outside of tables keeps its lines; a
blank one stands where the page leaves more room than between two lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.readers.pdf_page import Grid, Line, Part, Square, cuts_number
from corpus.reading import Cell, Reading, Span, Table
from corpus.text import stored

_MORE_ROOM = 1.25  # times the usual step from line to line
_STEP = (0.7, 2.2)  # of the type size: what may be a step from line to line
_USUAL = 0.2  # the usual step is not less than that of this share of the lines
_HYPHEN = re.compile(r"\w[-–/]$")  # a line may be broken behind it, where no space stands
_LETTER = re.compile(
    r"cộng\s+h(?:òa|oà)\s+xã\s+hội\s+chủ\s+nghĩa|đảng\s+cộng\s+sản\s+việt\s+nam|nơi\s+nhận\s*:", re.IGNORECASE
)
_LETTER_ROWS, _LETTER_COLUMNS = 5, 3
_PAGE_ROWS, _PAGE_CELL = 3, 4000  # few rows with a cell of more characters than this: columns of a page


def composed(parts: Iterable[Part], pages: int, title: str | None) -> Reading:
    """The reading of these parts, which come from so many pages."""
    parts = list(parts)
    writer = _Writer(_usual_steps(parts))
    for part in parts:
        if isinstance(part, Line):
            writer.line(part)
        elif _lays_out(part):
            for square in part.squares:
                writer.lines(square.lines)
        else:
            writer.table(part)
    return Reading("".join(writer.pieces), tuple(writer.tables), title=title, pages=writer.page_offsets(pages))


def _usual_steps(parts: Sequence[Part]) -> dict[float, float]:
    """The step from line to line for each size of type, in points."""
    steps: dict[float, list[float]] = {}
    for before, line in pairwise(parts):
        if isinstance(before, Line) and isinstance(line, Line) and before.page == line.page:
            step = line.bottom - before.bottom
            if round(before.size) == round(line.size) and _STEP[0] * line.size < step < _STEP[1] * line.size:
                steps.setdefault(round(line.size), []).append(step)
    return {size: sorted(found)[int(len(found) * _USUAL)] for size, found in steps.items()}


def _lays_out(grid: Grid) -> bool:
    """True for a table that puts text side by side and relates nothing; as for HTML."""
    if grid.rows < 2 or sum(bool(square.lines) for square in grid.squares) < 2:
        return True
    if grid.rows <= _LETTER_ROWS and grid.columns <= _LETTER_COLUMNS and any(
        _LETTER.search(square.text) for square in grid.squares
    ):  # fmt: skip
        return True
    return grid.rows <= _PAGE_ROWS and any(len(square.text) > _PAGE_CELL for square in grid.squares)


@dataclass(slots=True)
class _Writer:
    """Appends lines and tables; keeps where each page begins."""

    steps: dict[float, float]
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    last: Line | None = None
    tables: list[Table] = field(default_factory=list)
    begun: dict[int, int] = field(default_factory=dict)

    def line(self, line: Line) -> None:
        """Appends a line of text."""
        before = "\n" if self.length else ""
        self.write(before * 2 if self._is_apart(line) else before, line)
        self.last = line

    def lines(self, lines: Iterable[Line]) -> None:
        """Appends lines without regard to their places."""
        for line in lines:
            self.write("\n" if self.length else "", line)
        self.last = None

    def table(self, grid: Grid) -> None:
        """Appends a table; cells that are empty have the place where the one before ends."""
        cells: list[Cell] = []
        start: int | None = None
        row, bars, filled = -1, 0, False
        for square in grid.squares:
            if square.row != row:
                row, bars, filled = square.row, 0, False
            elif cells:
                bars += 1
            at = self.length
            for number, line in enumerate(square.lines):
                before = "\n" if self.length else ""
                above = square.lines[number - 1] if number else line
                if number and square.wraps(above, line):
                    before = "" if _HYPHEN.search(above.text) or cuts_number(above.text, line.text) else " "
                elif not number and bars:
                    before = " |" * bars + " " if filled else before + "| " * bars
                begins = self.write(before, line)
                at = at if number else begins
                bars, filled = 0, True
            start = at if start is None and square.lines else start
            cells.append(_cell(square, Span(at, self.length), grid))
        if start is not None:
            first = start
            cells = [cell if cell.span.start >= first else _moved(cell, first) for cell in cells]
            self.tables.append(Table(Span(first, self.length), tuple(cells)))
        self.last = None

    def write(self, before: str, line: Line) -> int:
        """Appends a line behind `before`; returns where its words begin."""
        text = stored(line.text)
        start = self.length + len(before)
        self.pieces += (before, text)
        self.length = start + len(text)
        self.begun.setdefault(line.page, start)
        return start

    def page_offsets(self, pages: int) -> tuple[int, ...]:
        """Where each page begins; a page without words begins where the next one does."""
        offsets: list[int] = []
        following = self.length
        for number in range(pages, 0, -1):
            following = min(self.begun.get(number, following), following)
            offsets.append(following)
        offsets[-1] = 0
        return tuple(reversed(offsets))

    def _is_apart(self, line: Line) -> bool:
        last = self.last
        if last is None or last.page != line.page or last.bottom > line.bottom:
            return False
        usual = self.steps.get(round(line.size), self.steps.get(round(last.size), 0.0))
        return bool(usual) and line.bottom - last.bottom > _MORE_ROOM * usual


def _cell(square: Square, span: Span, grid: Grid) -> Cell:
    return Cell(square.row, square.column, span, square.rows, square.columns, header=square.row < grid.head)


def _moved(cell: Cell, start: int) -> Cell:
    return Cell(cell.row, cell.column, Span(start, start), cell.rows, cell.columns, cell.header)
