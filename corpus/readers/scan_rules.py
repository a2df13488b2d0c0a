"""The rules of a table in the picture of a page: long thin runs of ink, level or upright."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import ImageDraw

from corpus.readers.pdf_words import Rule
from corpus.readers.scan_picture import Picture, ink_of

_LEVEL, _UPRIGHT = 0.4, 0.25  # inches; shorter runs are strokes of letters
_THICKEST = 0.05  # inches; thicker ones are areas
_MOST_RUNS = 50_000  # a page of tables has some 2,000; a photograph is no table
_APART = 3  # rows of pixels without ink within one rule
_MARGIN = 2  # pixels around a rule that are wiped with it


@dataclass(slots=True)
class _Band:
    """Runs that lie on each other: where they begin and end, and the rows of pixels from the first to the last."""

    start: int
    end: int
    first: int
    last: int


def rules_of(picture: Picture) -> tuple[list[Rule], Picture]:
    """The rules as pdfplumber would give them, in points, and the picture without them.

    Letters that stand in a table are recognised better without its rules.
    """
    ink = ink_of(picture.image)
    wiped = picture.image.copy()
    brush = ImageDraw.Draw(wiped)
    paper = int(np.median(np.asarray(picture.image.reduce(4))))
    scale = 72 / picture.dpi
    rules: list[Rule] = []
    for orientation, dots, shortest in (("h", ink, _LEVEL), ("v", ink.T, _UPRIGHT)):
        for band in _bands(dots, round(shortest * picture.dpi), round(_THICKEST * picture.dpi)):
            middle = (band.first + band.last + 1) / 2 * scale
            start, end = band.start * scale, band.end * scale
            if orientation == "h":
                rules.append({"orientation": "h", "x0": start, "x1": end, "top": middle, "bottom": middle})
                box = (band.start, band.first - _MARGIN, band.end, band.last + _MARGIN)
            else:
                rules.append({"orientation": "v", "x0": middle, "x1": middle, "top": start, "bottom": end})
                box = (band.first - _MARGIN, band.start, band.last + _MARGIN, band.end)
            brush.rectangle(box, fill=paper)
    return rules, Picture(wiped, picture.dpi)


def _bands(ink: NDArray[np.bool_], shortest: int, thickest: int) -> Iterator[_Band]:
    """The thin bands of long runs along the rows of `ink`."""
    near = ink.copy()  # a rule that is not quite level steps from row to row
    near[1:] |= ink[:-1]
    near[:-1] |= ink[1:]
    steps = np.diff(np.pad(near, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    long = ends - starts >= shortest
    if not 0 < long.sum() <= _MOST_RUNS:
        return
    open_bands: list[_Band] = []
    for row, start, end in zip(rows[long].tolist(), starts[long].tolist(), ends[long].tolist(), strict=True):
        for band in [band for band in open_bands if row - band.last > _APART]:
            open_bands.remove(band)
            if _is_thin(band, thickest):
                yield band
        touching = [band for band in open_bands if start <= band.end and band.start <= end]
        joined = _joined([*touching, _Band(start, end, row, row)])
        open_bands = [band for band in open_bands if band not in touching] + [joined]
    yield from (band for band in open_bands if _is_thin(band, thickest))


def _joined(bands: Sequence[_Band]) -> _Band:
    return _Band(
        min(band.start for band in bands),
        max(band.end for band in bands),
        min(band.first for band in bands),
        max(band.last for band in bands),
    )


def _is_thin(band: _Band, thickest: int) -> bool:
    return band.last - band.first <= thickest and band.end - band.start > 4 * (band.last - band.first)
