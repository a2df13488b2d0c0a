"""The bands of a PDF page in the order in which they are read: columns one behind the other, rows of pieces as rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.lines import in_capitals
from corpus.readers.pdf_page import Band, Line, Part

_FEWEST_ROWS = 4  # rows with text on both sides that make columns of a page
_FEWEST_LETTER_ROWS = 2  # of a letterhead or a signature
_GUTTER = 0.8  # of the type size: the least room between two columns
_FULL = 0.85  # of the column's width: a line that fills it
_FULL_LINES = 0.5  # of the lines fill a column of text; a list of names is ragged
_LEAST_WIDTH = 0.15  # of both columns: numbers before items are no column
_NEXT_LINE = 0.9  # of the type size: a line further below its column is none of it
_LETTER = re.compile(
    r"cộng\s+h(?:òa|oà)\s+xã\s+hội|đảng\s+cộng\s+sản\s+việt\s+nam|nơi\s+nhận\s*:|độc\s+lập\s*-\s*tự\s+do", re.IGNORECASE
)


@dataclass(slots=True)
class _Run:
    """Bands one below the other that leave the strip from `left` to `right` free."""

    bands: list[Band]
    left: float
    right: float

    def sides(self) -> tuple[list[Part], list[Part]]:
        """What stands on the left and on the right of the strip."""
        middle = (self.left + self.right) / 2
        parts = [part for band in self.bands for part in band.parts]
        return [p for p in parts if p.x1 <= middle], [p for p in parts if p.x1 > middle]

    def both(self) -> list[Band]:
        """The bands with text on both sides."""
        return [band for band in self.bands if _split(band, self.left, self.right) == (True, True)]


def in_order(bands: Sequence[Band]) -> list[Part]:
    """What the bands hold, in reading order; pieces of a row that are no columns become one line with tabs."""
    found: list[Part] = []
    index = 0
    while index < len(bands):
        run = _run(bands, index)
        if run is None:
            found += bands[index].parts
        elif _is_columns(run):
            for side in run.sides():
                found += side
        else:
            found += [part for band in run.bands for part in _row(band)]
        index += len(run.bands) if run is not None else 1
    return found


def _row(band: Band) -> Iterator[Part]:
    lines = band.lines
    if len(lines) < 2 or _LETTER.search(" ".join(line.text for line in lines)):
        yield from band.parts
        return
    yield replace(
        lines[0], text="\t".join(line.text for line in lines), x1=lines[-1].x1, top=band.top, bottom=band.bottom
    )


def _run(bands: Sequence[Band], index: int) -> _Run | None:
    """The longest run of columns that begins with that band."""
    best: _Run | None = None
    for left, right in _gaps(bands[index]):
        run = _grown(bands, index, left, right)
        if best is None or len(run.both()) > len(best.both()):
            best = run
    return best


def _gaps(band: Band) -> Iterator[tuple[float, float]]:
    for before, after in zip(band.parts, band.parts[1:], strict=False):
        yield before.x1, after.x0


def _grown(bands: Sequence[Band], index: int, left: float, right: float) -> _Run:
    run = _Run([bands[index]], left, right)
    last_left = last_right = bands[index].bottom
    pending: list[Band] = []
    for band in bands[index + 1 :]:
        size = max((line.size for line in band.lines), default=0.0)
        narrower = _free(band, run.left, run.right, _GUTTER * size)
        if narrower is None:
            break
        on_left, on_right = _split(band, *narrower)
        last = max(last_left if on_left else 0.0, last_right if on_right else 0.0)
        if not (on_left and on_right) and band.top - last > _NEXT_LINE * size:
            pending.append(band)  # belongs to the run only if columns go on below it
            if len(pending) > _FEWEST_ROWS:
                break
            continue
        run.bands += [*pending, band]
        pending = []
        run.left, run.right = narrower
        last_left = max(last_left, band.bottom) if on_left else last_left
        last_right = max(last_right, band.bottom) if on_right else last_right
    return run


def _free(band: Band, left: float, right: float, least: float) -> tuple[float, float] | None:
    """What of the strip the band leaves free; None where that is too little."""
    for part in band.parts:
        if part.x0 < right and part.x1 > left:
            if part.x0 - left > right - part.x1:
                right = part.x0
            else:
                left = part.x1
    return (left, right) if right - left >= max(least, 1.0) else None


def _split(band: Band, left: float, right: float) -> tuple[bool, bool]:
    middle = (left + right) / 2
    return any(part.x1 <= middle for part in band.parts), any(part.x1 > middle for part in band.parts)


def _is_columns(run: _Run) -> bool:
    """True where both sides are to be read one behind the other."""
    both = run.both()
    left, right = run.sides()
    lines = [part for part in (*left, *right) if isinstance(part, Line)]
    if len(both) < _FEWEST_LETTER_ROWS:
        return False
    if _LETTER.search(" ".join(line.text for line in lines)):
        return True
    if in_capitals(" ".join(line.text for line in both[0].lines)) and all(len(band.parts) == 2 for band in both):
        return True
    return len(both) >= _FEWEST_ROWS and _fills(left, right) and _fills(right, left)


def _fills(side: Sequence[Part], other: Sequence[Part]) -> bool:
    """True for lines of text that were set to the width of their column."""
    x0, x1 = min(part.x0 for part in side), max(part.x1 for part in side)
    both = x1 - x0 + max(part.x1 for part in other) - min(part.x0 for part in other)
    full = sum(part.x1 - part.x0 >= _FULL * (x1 - x0) for part in side)
    return x1 - x0 > _LEAST_WIDTH * both and full >= _FULL_LINES * len(side)
