"""How long something takes, by the clock on the wall."""

from __future__ import annotations

import time
from collections.abc import Callable


def seconds(run: Callable[[], object]) -> float:
    """What `run` takes."""
    started = time.perf_counter()
    run()
    return time.perf_counter() - started
