"""How long a person waits: percentiles of the seconds of each question.

The q-th percentile by linear interpolation between the two nearest ranks (Hyndman and Fan's type 7, numpy's default);
a mean would hide the slow ones. Seconds are wall time, and of the machine that ran: compare runs of one machine.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

PERCENTILES = (50, 90, 95, 99)


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """{"p50": ..., "p90": ..., "p95": ..., "p99": ..., "max": ...} in seconds; nothing where nothing was asked.

    >>> percentiles([0.1, 0.2, 0.3])["p50"]
    0.2
    """
    if not seconds:
        return {}
    found = np.percentile(seconds, [*PERCENTILES, 100])
    return {name: float(value) for name, value in zip([*(f"p{q}" for q in PERCENTILES), "max"], found, strict=True)}
