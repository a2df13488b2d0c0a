"""What stands on a PDF page: lines and tables with their places, from the words and the rules drawn on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.markers import marker_of
from corpus.readers.pdf_words import Word, joined, rows_of

_ENDED = (".", ";", ":")
_NUMBER_BEGUN = re.compile(r"\d/[A-ZĐ]*$")  # of a document: 80/2020/N
_NUMBER_ENDED = re.compile(r"-[A-ZĐ]|[A-ZĐ]{1,4}-[A-ZĐ]")  # Đ-CP
_BULLETS = "-–+•"
_SPACE = 0.3  # of the type size: the least room between words
_LAID_OUT = 0.98  # a browser lays out with letters that are a little wider than those it prints
_COLUMN_GAP = 1.0  # of the type size: a wider gap in a row may part two columns


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of text that stands in one row without a wide gap; the box is in points from the upper left corner.

    Attributes:
        page: number of the page that it stands on, from 1.
        first: width of its first word, which shows whether the line above had room for it.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    page: int
    first: float = 0.0


@dataclass(frozen=True, slots=True)
class Square:
    """A cell: grid position from 0, how many rows and columns it covers, its lines, and how wide a line may be."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[Line, ...]
    room: float

    @property
    def below(self) -> int:
        """The first row below it."""
        return self.row + self.rows

    @property
    def text(self) -> str:
        """Its words, a line each."""
        return "\n".join(line.text for line in self.lines)

    def wraps(self, line: Line, following: Line) -> bool:
        """True where `line` had no room for the first word of the one that follows it: both are one paragraph."""
        if cuts_number(line.text, following.text):
            return True
        if line.text.endswith(_ENDED) or begins_item(following.text):
            return False
        return line.x1 - line.x0 + _SPACE * line.size + following.first > _LAID_OUT * self.room


def cuts_number(above: str, below: str) -> bool:
    """True where the number of a document was cut for want of room, at a place where no word ends.

    >>> cuts_number("Nghị định số 3/2020/NĐ", "-CP về"), cuts_number("số 7/Q", "Đ-TTg"), cuts_number("3/5", "a")
    (True, True, False)
    """
    return _NUMBER_BEGUN.search(above) is not None and _NUMBER_ENDED.match(below) is not None


def begins_item(text: str) -> bool:
    """True for words behind the mark of an item; "I/2027" is the end of a date.

    >>> begins_item("a) Sở Y tế"), begins_item("-Sở Y tế"), begins_item("I/2027")
    (True, True, False)
    """
    marker = marker_of(text)
    return marker is not None and (text[marker.length - 1].isspace() or text[0] in _BULLETS)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is drawn on a page, or on several once its parts are put together.

    Attributes:
        edges: where its columns begin, and where the last one ends.
        rows: how many there are.
        squares: in the order of rows and columns.
        open_top, open_bottom: True where no rule closes it there: the row goes on from or to another page.
        head: how many rows of it are a head that was repeated.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    edges: tuple[float, ...]
    rows: int
    squares: tuple[Square, ...]
    open_top: bool = False
    open_bottom: bool = False
    head: int = 0

    @property
    def columns(self) -> int:
        """How many there are."""
        return len(self.edges) - 1


Part = Line | Grid


@dataclass(frozen=True, slots=True)
class Band:
    """What stands side by side on a page, from left to right: the pieces of a row of text, or one table."""

    parts: tuple[Part, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Its pieces of text; none for a table."""
        return tuple(part for part in self.parts if isinstance(part, Line))

    @property
    def top(self) -> float:
        """Where it begins."""
        return min(part.top for part in self.parts)

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return max(part.bottom for part in self.parts)

    def without(self, dropped: Iterable[Line]) -> Band:
        """The band without some of its pieces."""
        gone = set(map(id, dropped))
        return replace(self, parts=tuple(part for part in self.parts if id(part) not in gone))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its number from 1, its size in points, and its bands from the top down."""

    number: int
    width: float
    height: float
    bands: tuple[Band, ...]


def bands_of(words: Iterable[Word], grids: Iterable[Grid], page: int) -> tuple[Band, ...]:
    """The rows of words, each parted at its wide gaps, and the tables, from the top down."""
    bands = [Band(tuple(_pieces(row, page))) for row in rows_of(words)]
    bands += [Band((grid,)) for grid in grids]
    return tuple(sorted(bands, key=lambda band: band.top))


def lines_of(words: Iterable[Word], page: int) -> tuple[Line, ...]:
    """The rows of words, each as one line."""
    return tuple(_line(row, page) for row in rows_of(words))


def _pieces(row: Sequence[Word], page: int) -> Iterable[Line]:
    piece = [row[0]]
    for word in row[1:]:
        if word.x0 - piece[-1].x1 > _COLUMN_GAP * max(word.size, piece[-1].size):
            yield _line(piece, page)
            piece = []
        piece.append(word)
    yield _line(piece, page)


def _line(row: Sequence[Word], page: int) -> Line:
    return Line(
        joined(row),
        row[0].x0,
        min(word.top for word in row),
        max(word.x1 for word in row),
        max(word.bottom for word in row),
        max(word.size for word in row),
        page,
        row[0].x1 - row[0].x0,
    )
