"""What became slower or larger since an earlier run, by ratios to the baselines; exit status 1 on a regression.

    python -m benchmarks compare [A [B]] [--history FILE]

A and B are commits or days ("e69b7d9", "2031-02-14"), or the beginning of one. Of each benchmark with the same settings
the last record of A is compared with the last of B; without B with the newest, and without both the last two records.

A figure is worse where its ratio to its baseline moved the wrong way by more than the noise: the spreads of both
runs' rounds added, or how far runs of one commit lie apart, and at least 10 %; 25 % where nothing was repeated. Exit
status 2 where the history cannot be read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.history import HISTORY, Figure, Record, read_history
from benchmarks.machine import UNKNOWN
from benchmarks.sections import number
from corpus.errors import ChidaoError

FLOOR = 0.10
"""Noise below which nothing is called worse: runs of one state of the code differ by as much."""
UNREPEATED = 0.25
"""Noise of a figure of which neither run knows the spread."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure in two records.

    Attributes:
        worse_by: by how much its ratio moved the wrong way, as a share (0.2: a fifth worse); below 0 it got better.
        noise: the share up to which that means nothing.
    """

    before: Figure
    after: Figure
    worse_by: float
    noise: float

    @property
    def is_worse(self) -> bool:
        """True where it is beyond the noise."""
        return self.worse_by > self.noise


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records of one benchmark with the same settings, and what they have in common."""

    before: Record
    after: Record
    changes: tuple[Change, ...]
    missing: tuple[str, ...]


def noise_of(before: Figure, after: Figure, repeats: Sequence[Sequence[float]] = ()) -> float:
    """The share by which two runs of the same code may differ.

    The spreads of the rounds of both runs added (where one knows none, the other's counts twice), or how far the ratios
    of runs of one commit lie apart, whichever is more; at least FLOOR.

    Args:
        repeats: for each commit with several runs, the ratios of these.
    """
    spreads = [figure.spread for figure in (before, after) if figure.spread is not None]
    apart = [max(ratios) / min(ratios) - 1 for ratios in repeats]
    if not spreads and not apart:
        return UNREPEATED
    return max(FLOOR, sum(spreads) * 2 / max(1, len(spreads)), *apart)


def compared(before: Record, after: Record, group: Sequence[Record] = ()) -> Pair:
    """The figures that both records have, by name; `group` holds all runs with these settings."""
    later = {figure.name: figure for figure in after.figures}
    changes = tuple(
        _change(figure, later[figure.name], _repeats(group, figure.name))
        for figure in before.figures
        if figure.name in later
    )
    missing = tuple(figure.name for figure in before.figures if figure.name not in later)
    return Pair(before, after, changes, missing)


def pairs_of(records: Sequence[Record], first: str = "", second: str = "") -> list[Pair]:
    """The pairs to compare, in the order of the history.

    Args:
        first, second: the beginning of a commit or a date; "" as the command's docstring says.

    Raises:
        ChidaoError: no record is of `first` or `second`, or no two are comparable.
    """
    for name in (first, second):
        if name and not any(_is_of(record, name) for record in records):
            known = ", ".join(dict.fromkeys(f"{record.commit} ({record.date[:10]})" for record in records))
            raise ChidaoError(f"no record is of {name!r}; there are: {known}")
    groups: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        groups.setdefault(record.key, []).append(record)
    pairs = [pair for group in groups.values() if (pair := _pair(group, first, second)) is not None]
    if not pairs:
        raise ChidaoError("no benchmark has two records with the same settings to compare; run one again")
    return pairs


def readable(pair: Pair) -> Iterator[str]:
    """A head, and a line a figure."""
    before, after = pair.before, pair.after
    yield f"{after.command}: {before.commit} of {before.date[:16]} -> {after.commit} of {after.date[:16]}"
    if before.machine != after.machine:
        yield f"  other machine: {before.machine} -> {after.machine}"
    for change in pair.changes:
        old, new = change.before, change.after
        share = new.ratio / old.ratio - 1
        verdict = "WORSE" if change.is_worse else "better" if change.worse_by < -change.noise else "same"
        yield (
            f"  {verdict:6} {new.name}: {number(old.ratio)} -> {number(new.ratio)} of {new.of}"
            f" ({share:+.0%}, noise {change.noise:.0%});"
            f" {number(old.value)} -> {number(new.value)} {new.unit}"
        )
    yield from (f"  gone   {name}" for name in pair.missing)


def main() -> int:
    """Prints the comparison; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", nargs="?", default="", metavar="A", help="commit or day of the earlier run")
    parser.add_argument("second", nargs="?", default="", metavar="B", help="commit or day of the later run")
    parser.add_argument("--history", type=Path, default=HISTORY, metavar="FILE")
    args = parser.parse_args()
    try:
        pairs = pairs_of(read_history(args.history), args.first, args.second)
    except ChidaoError as error:
        print(f"compare: {error}", file=sys.stderr)
        return 2
    for pair in pairs:
        print("\n".join(readable(pair)))
    worse = [f"{p.after.benchmark}: {c.after.name}" for p in pairs for c in p.changes if c.is_worse]
    print(f"{len(worse)} worse" + "".join(f"\n  {name}" for name in worse))
    return 1 if worse else 0


def _repeats(group: Sequence[Record], name: str) -> list[list[float]]:
    """The ratios of a figure in the runs of each commit that has several; a state that is no commit may be any."""
    ratios: dict[str, list[float]] = {}
    for record in group:
        if not record.commit.endswith("-dirty") and record.commit != UNKNOWN:
            ratios.setdefault(record.commit, []).extend(f.ratio for f in record.figures if f.name == name)
    return [found for found in ratios.values() if len(found) > 1]


def _change(before: Figure, after: Figure, repeats: Sequence[Sequence[float]]) -> Change:
    moved = after.ratio / before.ratio if after.better == "lower" else before.ratio / after.ratio
    return Change(before, after, moved - 1, noise_of(before, after, repeats))


def _pair(group: Sequence[Record], first: str, second: str) -> Pair | None:
    later = [at for at, record in enumerate(group) if _is_of(record, second)]
    if not later:
        return None
    earlier = [
        at
        for at, record in enumerate(group)
        if _is_of(record, first) and (at < later[-1] or (first and at != later[-1]))
    ]
    return compared(group[earlier[-1]], group[later[-1]], group) if earlier else None


def _is_of(record: Record, name: str) -> bool:
    return record.commit.startswith(name) or record.date.startswith(name)


if __name__ == "__main__":
    sys.exit(main())
