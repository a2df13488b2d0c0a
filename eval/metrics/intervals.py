"""How sure a mean is: 95 % intervals by the bootstrap.

Cases are drawn again with replacement, 2,000 times, and the mean of each draw is taken; the interval lies between the
2.5th and the 97.5th percentile of these means (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter
13). The draw is seeded, so that the same scores give the same interval. Cases that were all right, or all wrong, give
an interval of no width; there it says only that these cases do not differ. What follows from few cases anyway the
report tells by showing n.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DRAWS = 2000
LEVEL = 0.95
SEED = 20_260_101


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over cases, with the ends of its interval and the number of cases."""

    value: float
    low: float
    high: float
    n: int


def mean_with_interval(scores: Sequence[float]) -> Figure | None:
    """The mean of scores with its interval; None for no scores.

    >>> mean_with_interval([1.0, 1.0])
    Figure(value=1.0, low=1.0, high=1.0, n=2)
    """
    if not len(scores):
        return None
    values = np.asarray(scores, dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(values), size=(DRAWS, len(values)))
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.percentile(values[drawn].mean(axis=1), [tail, 100 - tail])
    return Figure(float(values.mean()), float(low), float(high), len(values))
