"""Measurements over time: one record a run, in a file of JSON Lines that only grows.

What is kept of a figure is its ratio to a baseline measured in the same run; values themselves differ from machine to
machine and stand beside it for the eye.
"""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from corpus.errors import ChidaoError

HISTORY = Path(__file__).with_name("history.jsonl")
"""Where records are kept unless another file is named."""
Better = Literal["lower", "higher"]
Settings = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value beside its baseline.

    Attributes:
        value, unit: what was measured.
        baseline, of: the same of the baseline, and what the baseline is.
        ratio: of value and baseline.
        better: whether a lower or a higher ratio is better.
        spread: how far the ratio of the single rounds scatters: their interquartile range over their median; None
            where nothing was repeated.
    """

    name: str
    value: float
    unit: str
    baseline: float
    of: str
    ratio: float
    better: Better = "lower"
    spread: float | None = None

    def __post_init__(self) -> None:
        numbers = (self.value, self.baseline, self.ratio, self.spread or 0.0)
        if not all(math.isfinite(n) and n >= 0 for n in numbers) or not self.ratio or not self.baseline:
            raise ValueError(f"figure {self.name!r}: value, baseline and ratio must be positive numbers: {numbers}")
        if self.better not in ("lower", "higher"):
            raise ValueError(f"figure {self.name!r}: better must be 'lower' or 'higher', not {self.better!r}")


def figure(
    name: str, values: Sequence[float], unit: str, baselines: Sequence[float], of: str, better: Better = "lower"
) -> Figure:
    """A figure from the rounds of a run: medians, and the median and spread of the ratios of each round.

    Args:
        values, baselines: of each round, at least one, both of the same length.

    >>> figure("read", [2.0, 4.0, 6.0], "s", [1.0, 1.0, 1.0], "decoding").ratio
    4.0
    """
    ratios = [value / baseline for value, baseline in zip(values, baselines, strict=True)]
    middle = statistics.median(ratios)
    spread = None
    if len(ratios) > 1:
        low, _, high = statistics.quantiles(ratios, n=4, method="inclusive")
        spread = (high - low) / middle
    return Figure(name, statistics.median(values), unit, statistics.median(baselines), of, middle, better, spread)


@dataclass(frozen=True, slots=True)
class Record:
    """One run of a benchmark.

    Attributes:
        date: ISO 8601 with the offset from UTC, to the second.
        commit: short hash of the code, or "unknown".
        machine: in words.
        versions: of the packages that bear on the figures.
        settings: the options that bear on the figures, arguments by names in capitals; runs are compared where these
            are the same.
    """

    benchmark: str
    date: str
    commit: str
    machine: str
    versions: Mapping[str, str]
    settings: Settings
    figures: tuple[Figure, ...]

    @property
    def key(self) -> tuple[str, str]:
        """What two comparable records share: the benchmark and its settings."""
        return self.benchmark, json.dumps(dict(self.settings), sort_keys=True)

    @property
    def command(self) -> str:
        """How the run is started again."""
        options = (str(value) if name.isupper() else f"--{name} {value}" for name, value in self.settings.items())
        return " ".join(("python -m benchmarks", self.benchmark, *options))


def append(path: Path, record: Record) -> None:
    """Writes a record behind those of a file. Raises ChidaoError where it cannot be written."""
    line = json.dumps(asdict(record), ensure_ascii=False)
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    except OSError as error:
        raise ChidaoError(f"{path} cannot be written ({error.strerror}); name another file after --history") from error


def read_history(path: Path) -> list[Record]:
    """The records of a file in its order.

    Raises ChidaoError where it cannot be read, holds no record, or a line of it is none; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise ChidaoError(f"{path} cannot be read ({error.strerror}); run a benchmark first") from error
    except UnicodeDecodeError as error:
        raise ChidaoError(f"{path} is not UTF-8 (byte {error.start}); it is no history of benchmarks") from error
    records = [_record(f"{path}, line {number}", line) for number, line in enumerate(lines, 1) if line.strip()]
    if not records:
        raise ChidaoError(f"{path} holds no record; run a benchmark first")
    return records


def _record(where: str, line: str) -> Record:
    try:
        told: dict[str, Any] = json.loads(line)
        figures = tuple(Figure(**figure) for figure in told.pop("figures"))
        record = Record(**told, figures=figures)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ChidaoError(
            f"{where}: no record of a benchmark ({error}); remove the line or restore the file"
        ) from error
    texts = (record.benchmark, record.date, record.commit, record.machine)
    if not all(isinstance(words, str) for words in texts) or not isinstance(record.settings, dict):
        raise ChidaoError(f"{where}: no record of a benchmark (a key has a value of the wrong kind); remove the line")
    return record
