"""Numbers as Vietnamese writes them; a space that does not break stands before "%" and "ms"."""

from __future__ import annotations

_NO_BREAK = "\u00a0"


def percent(value: float) -> str:
    """A share with one decimal.

    >>> percent(0.9664) == "96,6\u00a0%", percent(1.0) == "100\u00a0%"
    (True, True)
    """
    return f"{100 * value:.1f}".removesuffix(".0").replace(".", ",") + f"{_NO_BREAK}%"


def decimal(value: float, digits: int = 2) -> str:
    """A number with a decimal comma.

    >>> decimal(0.546)
    '0,55'
    """
    return f"{value:.{digits}f}".replace(".", ",")


def chance(p: float) -> str:
    """The p of a test: "p = 0,042", "p < 0,001".

    >>> chance(0.0416).replace("\u00a0", " "), chance(0.00002).replace("\u00a0", " ")
    ('p = 0,042', 'p < 0,001')
    """
    least = 0.001
    told = f"<{_NO_BREAK}{decimal(least, 3)}" if p < least else f"={_NO_BREAK}{decimal(p, 3)}"
    return f"p{_NO_BREAK}{told}"


def milliseconds(seconds: float) -> str:
    """Seconds for the eye: "42 ms", "1,9 s"."""
    return f"{1000 * seconds:.0f}{_NO_BREAK}ms" if seconds < 1 else f"{decimal(seconds, 1)}{_NO_BREAK}s"
