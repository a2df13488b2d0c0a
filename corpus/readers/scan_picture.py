"""The picture of a page made ready for recognition: grey, near 300 dots an inch, and its lines level.

A page is scanned a little askew. Its angle is the one at which the rows of its ink differ most (the profile method of
Postl, 1986); it is turned back by that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

DPI = 300.0
"""Dots an inch that recognition likes best."""
MOST_PIXELS = 40_000_000
"""A picture that is recognised has no more: an A3 page at 300 dots an inch has 17 million."""

_COARSE = 3  # the angle is looked for in a picture so many times smaller
_WIDEST = 5.0  # degrees; a page that is turned further was not put on a scanner
_STEP, _FINE = 0.5, 0.05
_LEVEL = 0.1  # degrees; less is not worth turning
_CLEARER = 1.02  # how much more the rows must differ than they do untouched


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a grey picture.

    Attributes:
        image: mode "L", black is 0.
        dpi: dots an inch.
    """

    image: Image.Image
    dpi: float

    @property
    def width(self) -> float:
        """In points."""
        return self.image.width * 72 / self.dpi

    @property
    def height(self) -> float:
        """In points."""
        return self.image.height * 72 / self.dpi

    def turned(self, degrees: int) -> Picture:
        """Turned clockwise by a multiple of 90 degrees."""
        return Picture(self.image.rotate(-degrees, expand=True), self.dpi)

    def is_sideways(self) -> bool:
        """True where its columns of pixels differ more than its rows, as those of upright lines of text do."""
        ink = ink_of(self.image.reduce(_COARSE))
        rows, columns = (np.square(np.diff(ink.mean(axis=axis))).mean() for axis in (1, 0))
        return bool(columns > rows)

    def level(self) -> Picture:
        """With its lines of text level."""
        angle = _angle(ink_of(self.image.reduce(_COARSE)))
        if abs(angle) < _LEVEL:
            return self
        return Picture(self.image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255), self.dpi)


def ink_of(image: Image.Image) -> NDArray[np.bool_]:
    """Where a grey picture is dark: (height, width) bool, by the threshold of Otsu (1979)."""
    counts = np.asarray(image.histogram()[:256], np.float64)
    below = np.cumsum(counts)
    weighted = np.cumsum(counts * np.arange(256))
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = below * above * (weighted / below - (weighted[-1] - weighted) / above) ** 2
    threshold = int(np.nanargmax(np.where(np.isfinite(spread), spread, -1.0)))
    return np.asarray(image) <= threshold


def _angle(ink: NDArray[np.bool_]) -> float:
    """By how many degrees, counterclockwise, a picture must be turned for its lines to be level."""
    rows, columns = np.nonzero(ink)
    if not 100 < len(rows) < ink.size // 2:  # nothing on it, or no text on paper
        return 0.0

    def differ(degrees: float) -> float:
        level = np.rint(rows - columns * np.tan(np.radians(degrees))).astype(np.int64)
        counts = np.bincount(level - level.min())
        return float(np.square(np.diff(counts.astype(np.float64))).sum())

    coarse = max(np.arange(-_WIDEST, _WIDEST + _STEP, _STEP), key=differ)
    best = float(max(np.arange(coarse - _STEP, coarse + _STEP, _FINE), key=differ))
    return best if differ(best) > _CLEARER * differ(0.0) else 0.0
