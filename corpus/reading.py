"""What a reader makes of a file: the stored text, and the tables in it with the span of each cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from corpus.legacy import Repair


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of a stored text: half-open, in Unicode code points.

    >>> Span(2, 5).of("chỉ đạo")
    'ỉ đ'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The piece of `text` that the span names."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """True if `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: where it stands in the grid, how far it reaches, and the span of its text.

    Attributes:
        row, column: grid position of its upper left corner, from 0.
        rows, columns: how many grid rows and columns it covers (merged cells: more than 1).
        span: half-open offsets of its text in the stored text; empty for an empty cell.
        header: True for a cell of the head (th, thead, a Markdown header row).
    """

    row: int
    column: int
    span: Span
    rows: int = 1
    columns: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document: the span of the whole, and its cells in reading order."""

    span: Span
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that the file itself marks as a heading (HTML h1 to h6, Markdown #).

    Attributes:
        span: the line's words, without the mark.
        level: 1 for the highest.
    """

    span: Span
    level: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader returns.

    Attributes:
        text: the stored text: NFC, line ends LF, otherwise as the file has it.
        tables: in order of their spans, which do not overlap.
        headings: lines marked as headings by the file's own markup, in order.
        title: the title that the file itself carries (HTML <title>, a Markdown heading), else None.
        repairs: what was repaired from encodings before Unicode, and on which evidence.
        pages: the offset in the stored text at which each page begins, page 1 first; never descending, and a page
            without words begins where the next one does. Empty for a file that has no pages.
    """

    text: str
    tables: tuple[Table, ...] = ()
    headings: tuple[Heading, ...] = ()
    title: str | None = field(default=None)
    repairs: tuple[Repair, ...] = ()
    pages: tuple[int, ...] = ()

    def page_of(self, offset: int) -> int | None:
        """The number of the page, from 1, on which the character at `offset` stands; None for a file without pages.

        >>> reading = Reading("Trang đầu. Trang sau.", pages=(0, 11))
        >>> reading.page_of(10), reading.page_of(11), Reading("x").page_of(0)
        (1, 2, None)
        """
        return page_of(self.pages, offset)


def page_of(pages: Sequence[int], offset: int) -> int | None:
    """The same by the pages alone, as `Reading.pages` has them."""
    return bisect_right(pages, offset) or None


Reader = Callable[[bytes], Reading]
"""Bytes of a file -> what it says. Raises UnreadableDocument."""
