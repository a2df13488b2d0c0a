"""The grid of a table: which cells a row begins, which reach over it, and what stands in each for the eye."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from corpus.lines import Joined, join, lines_of
from corpus.markers import marker_of
from corpus.reading import Cell, Span, Table

_NEVER_LAST = re.compile(
    r"""
      [,(\-–/]$
    | (?:^|\s)(?:và|của|các|thuộc|với|về|cho|theo|tại|trong|từ|đến|ngày|tháng|năm|quý)$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NEW_GROUP = re.compile(r"(?:các|những|toàn thể|ủy ban|uỷ ban)\s", re.IGNORECASE)

_MARKS = "-–—+•"  # stand before a sub-item in the column of numbers, and elsewhere for nothing


def value_of(text: str, span: Span) -> Joined:
    """The words of a cell for the eye, a line break between its paragraphs; hard wraps within one are joined.

    >>> value_of("- Sở Y tế\\n- Sở Khoa học\\nvà Công nghệ", Span(0, 36)).text
    '- Sở Y tế\\n- Sở Khoa học và Công nghệ'
    """
    letters: list[str] = []
    offsets: list[int] = []
    for line in lines_of(span.of(text)):
        if line.blank:
            continue
        joined = join(text, Span(span.start + line.span.start, span.start + line.span.end))
        if letters:
            letters.append(" " if _goes_on("".join(letters[-20:]), joined.text) else "\n")
            offsets.append(offsets[-1])
        letters.extend(joined.text)
        offsets.extend(joined.offsets)
    if not letters and (mark := span.of(text).strip()) and mark in _MARKS:
        return Joined(mark, (span.start + span.of(text).index(mark),))
    return Joined("".join(letters), tuple(offsets))


def _goes_on(before: str, line: str) -> bool:
    """True where `line` is the rest of a paragraph that was wrapped by hand."""
    if marker_of(line) is not None:
        return False
    return bool(_NEVER_LAST.search(before)) or (line[:1].islower() and not _NEW_GROUP.match(line))


class Grid:
    """A table as rows and columns.

    Attributes:
        text: the document's stored text.
        rows, columns: how many there are.
    """

    def __init__(self, text: str, table: Table) -> None:
        self.text = text
        self.rows = max((cell.row + cell.rows for cell in table.cells), default=0)
        self.columns = max((cell.column + cell.columns for cell in table.cells), default=0)
        self._cells = table.cells
        self._values: dict[Span, Joined] = {}
        self._shown: dict[Span, str] = {}

    @cached_property
    def _by_row(self) -> dict[int, list[Cell]]:
        rows: dict[int, list[Cell]] = {}
        for cell in self._cells:
            rows.setdefault(cell.row, []).append(cell)
        return rows

    def own(self, row: int) -> Sequence[Cell]:
        """The cells that begin in that row, empty ones included."""
        return self._by_row.get(row, ())

    def filled(self, row: int) -> list[Cell]:
        """The cells that begin in that row and hold words."""
        return [cell for cell in self.own(row) if self.value(cell).text]

    def line(self, row: int) -> Span | None:
        """From the first word of the row's own cells to the last; None for a row without words."""
        spans = [self.words(cell) for cell in self.filled(row)]
        return Span(min(span.start for span in spans), max(span.end for span in spans)) if spans else None

    def value(self, cell: Cell) -> Joined:
        """What stands in a cell, a line break between its paragraphs."""
        if cell.span not in self._values:
            self._values[cell.span] = value_of(self.text, cell.span)
        return self._values[cell.span]

    def shown(self, cell: Cell) -> str:
        """What stands in a cell on one line."""
        if cell.span not in self._shown:
            self._shown[cell.span] = self.value(cell).text.replace("\n", " ")
        return self._shown[cell.span]

    def words(self, cell: Cell) -> Span:
        """Where the words of a filled cell stand in the stored text."""
        value = self.value(cell)
        return value.span(0, len(value.text))

    @staticmethod
    def columns_of(cell: Cell) -> range:
        """The grid columns that a cell covers."""
        return range(cell.column, cell.column + cell.columns)
