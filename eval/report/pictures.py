"""The numbers of a run as pictures: bars with their intervals and a histogram, as values that the page draws in SVG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.diagnosing import Stage
from eval.labels import FORMS, MEASURES, STAGES, kind_words
from eval.metrics.intervals import Figure
from eval.results import Drop, Result, Run
from eval.wording import chance, milliseconds, percent

COLUMNS = 24
"""Columns of the histogram."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a picture; lengths are 0 to 100 of its width.

    Attributes:
        words: what is written behind it.
        low, high: the ends of the interval; None where there is none.
        key: what a click filters the cases by, "" for nothing.
    """

    label: str
    length: float
    words: str
    low: float | None = None
    high: float | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the histogram: where it begins and how high it is (0 to 100), and what it stands for."""

    left: float
    height: float
    words: str


def measure_bars(figures: Mapping[str, Figure]) -> list[Bar]:
    """A bar for each measure between 0 and 1, in the order of eval.labels."""
    return [_bar(words, figures[name]) for name, words in MEASURES.items() if name in figures]


def kind_bars(kinds: Mapping[str, Mapping[str, Figure]]) -> list[Bar]:
    """A bar for each kind of question: how many cases passed; the worst first."""
    bars = [_bar(kind_words(kind), figures["passed"], kind) for kind, figures in kinds.items()]
    return sorted(bars, key=lambda bar: bar.length)


def stage_bars(results: Sequence[Result]) -> list[Bar]:
    """A bar for each stage: how many cases it lost, in the order of the stages."""
    lost = Counter(result.finding.stage for result in results if result.finding is not None)
    most = max(lost.values(), default=1)
    return [Bar(STAGES[s], 100 * lost[s] / most, str(lost[s]), key=s.value) for s in Stage]


def drop_bars(drops: Sequence[Drop]) -> list[tuple[Bar, Bar, str]]:
    """By form: the share right as written, the share right in the form, and what changed in words."""
    return [
        (
            Bar(FORMS.get(drop.variant, drop.variant), 100 * drop.original, percent(drop.original)),
            Bar("", 100 * drop.changed, percent(drop.changed), key=drop.variant),
            f"{drop.n} câu: mất {len(drop.lost)}, thêm {len(drop.won)} ({chance(drop.p)})",
        )
        for drop in drops
    ]


def latency_columns(run: Run) -> tuple[list[Column], str, str]:
    """(columns, words of the left end, words of the right end) of the seconds of the questions, up to the p99."""
    seconds = [result.answer.seconds for result in run.results]
    if not run.latency or not seconds:
        return [], "", ""
    last = run.latency["p99"] or 1.0
    counts = Counter(min(COLUMNS - 1, int(COLUMNS * value / last)) for value in seconds)
    width, most = 100 / COLUMNS, max(counts.values())
    columns = [
        Column(
            left=i * width,
            height=100 * counts[i] / most,
            words=f"{milliseconds(i * last / COLUMNS)} – {milliseconds((i + 1) * last / COLUMNS)}: {counts[i]} câu",
        )
        for i in range(COLUMNS)
    ]
    return columns, "0 ms", f"{milliseconds(last)} (p99)"


def _bar(label: str, figure: Figure, key: str = "") -> Bar:
    words = f"{percent(figure.value)} (n = {figure.n})"
    return Bar(label, 100 * figure.value, words, 100 * figure.low, 100 * figure.high, key)
