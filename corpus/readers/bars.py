"""Tables in a plain text whose cells stand between lines of a single bar, as crawlers leave them.

    |
    TT
    |
    Nhiệm vụ
    |
    |
    1
    |
    ...

A row begins and ends with a bar, so two bars in a row part two rows, or stand around an empty cell. A row that lacks
cells stands beside merged ones: what it has are its last columns. Only what has the head of a table of tasks is read as
a table; letterheads, whose halves stand between bars too, stay lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.reading import Cell, Span, Table

_BAR = re.compile(r"^[ \t]*\|[ \t]*$", re.MULTILINE)
_HEAD = re.compile(
    r"chủ\s+trì|phối\s+hợp|thực\s+hiện|nhiệm\s+vụ|nội\s+dung|chỉ\s+tiêu|mục\s+tiêu|thời\s+(?:gian|hạn)|tiến\s+độ|sản\s+phẩm"
    r"|kết\s+quả|cơ\s+quan|đơn\s+vị|ghi\s+chú|hoàn\s+thành|giải\s+pháp|lộ\s+trình",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\W*(?:s?tt|số\s+tt|số\s+thứ\s+tự)\W*", re.IGNORECASE)
_NUMBER = re.compile(r"\W*(?:\d{1,4}(?:\.\d{1,3}){0,3}|[IVXLC]{1,6}|[A-ZĐa-zđ])\W*")
_LONGEST_HEAD = 120
_FEWEST_HEADS = 2
_FEWEST, _MOST = 3, 16  # columns


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two bars: its span without the white space around, and its words."""

    span: Span
    words: str


def tables_of(text: str) -> tuple[Table, ...]:
    """The tables of a stored text, in order."""
    bars = [Span(*match.span()) for match in _BAR.finditer(text)]
    pieces = [_piece(text, a.end, b.start) for a, b in pairwise(bars)]
    found = []
    at = 0
    while at < len(pieces):
        width = _head(pieces, at)
        if not width:
            at += 1
            continue
        rows, end = _rows(pieces, at, width)
        found.append(Table(Span(bars[at].start, bars[end].end), tuple(_cells(rows, width))))
        at = end + 1
    return tuple(found)


def _piece(text: str, start: int, end: int) -> _Piece:
    words = text[start:end].strip()
    begin = start + len(text[start:end]) - len(text[start:end].lstrip()) if words else start
    return _Piece(Span(begin, begin + len(words)), words)


def _head(pieces: Sequence[_Piece], at: int) -> int:
    """How many columns the head has that begins at a piece; 0 where none does."""
    width = 0
    while at + width < len(pieces) and pieces[at + width].words:
        width += 1
        if width > _MOST or len(pieces[at + width - 1].words) > _LONGEST_HEAD:
            return 0
    if width < _FEWEST or at + width >= len(pieces):
        return 0
    words = [piece.words for piece in pieces[at : at + width]]
    known = sum(_HEAD.search(w) is not None for w in words)
    return width if known >= _FEWEST_HEADS and (_NUMBERED.fullmatch(words[0]) or known == width) else 0


def _rows(pieces: Sequence[_Piece], at: int, width: int) -> tuple[list[list[_Piece]], int]:
    """The rows from the head at `at` on, and the index of the bar behind the last."""
    rows: list[list[_Piece]] = []
    while at < len(pieces):
        size = _size(pieces, at, width)
        if not size:
            break
        rows.append(list(pieces[at : at + size]))
        at += size
        if at >= len(pieces) or pieces[at].words:  # no bar follows: the table ends
            break
        at += 1
    else:
        at -= 1 if rows else 0
    return rows, min(at, len(pieces))


def _size(pieces: Sequence[_Piece], at: int, width: int) -> int:
    """How many cells the row has that begins at a piece; 0 where it is none."""
    gap = next((n for n in range(min(width, len(pieces) - at) + 1) if _empty(pieces, at + n) and n), 0)
    first = pieces[at].words
    whole = at + width <= len(pieces)
    if gap and gap < width and first and not _NUMBER.fullmatch(first):
        return gap  # a row beside merged cells
    if whole and (at + width == len(pieces) or _empty(pieces, at + width)):
        inner = [n for n in range(1, width) if _empty(pieces, at + n)]
        begins = (n for n in inner if at + n + 1 < len(pieces) and _follows(first, pieces[at + n + 1].words))
        return next(begins, width)
    if gap:
        return gap
    return width if whole else 0


def _follows(first: str, other: str) -> bool:
    """True where a cell holds the number of the row behind the one whose first cell is given."""
    number, further = (re.sub(r"\W", "", words) for words in (first, other))
    if number.isdigit():
        return further.isdigit() and int(further) == int(number) + 1
    return bool(number) and further == "1"


def _empty(pieces: Sequence[_Piece], at: int) -> bool:
    return at < len(pieces) and not pieces[at].words


def _cells(rows: Sequence[Sequence[_Piece]], width: int) -> Iterator[Cell]:
    """The cells of the rows, in reading order; a merged cell reaches down to the rows that lack it."""
    cells: list[Cell] = []
    above: list[int | None] = [None] * width  # column -> index of the cell that reaches down there
    for row, pieces in enumerate(rows):
        lacking = width - len(pieces)
        heading = lacking and (len(pieces) == 1 or (len(pieces) == 2 and _NUMBER.fullmatch(pieces[0].words)))
        column = 0 if heading else lacking
        for index in {above[c] for c in range(column)}:
            if index is not None:
                cells[index] = replace(cells[index], rows=row - cells[index].row + 1)
        for n, piece in enumerate(pieces):
            columns = width - column if heading and n == len(pieces) - 1 else 1
            above[column : column + columns] = [len(cells)] * columns
            cells.append(Cell(row, column, piece.span, columns=columns, header=row == 0))
            column += columns
    yield from cells
