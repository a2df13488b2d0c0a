"""Two runs compared case by case: what was won, what was lost, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eval.diagnosing import Stage
from eval.labels import MEASURES, STAGES, kind_words
from eval.results import Outcome
from eval.significance import LEVEL, mcnemar, permutation
from eval.wording import chance, percent


@dataclass(frozen=True, slots=True)
class Shift:
    """How a measure moved over the cases that both runs have it for; `p` of the paired permutation test."""

    measure: str
    before: float
    after: float
    n: int
    p: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a later run has of an earlier one.

    Attributes:
        shared: how many cases both have; the others are in `gone` and `new`.
        before, after: the shares that passed of the shared ones.
        lost, won: the cases that fail now and passed before, and the other way round.
        p: of McNemar's exact test over `lost` and `won`.
        shifts: of the measures between 0 and 1.
    """

    shared: int
    before: float
    after: float
    lost: tuple[Outcome, ...]
    won: tuple[Outcome, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    p: float
    shifts: tuple[Shift, ...]

    @property
    def significant_loss(self) -> bool:
        """True where more was lost than won, by more than chance."""
        return len(self.lost) > len(self.won) and self.p < LEVEL


def compare(before: Mapping[str, Outcome], after: Mapping[str, Outcome]) -> Comparison:
    """The comparison of two runs, each by id of its cases."""
    shared = [id_ for id_ in before if id_ in after]
    lost = tuple(after[id_] for id_ in shared if before[id_].passed and not after[id_].passed)
    won = tuple(after[id_] for id_ in shared if after[id_].passed and not before[id_].passed)
    count = max(1, len(shared))
    return Comparison(
        shared=len(shared),
        before=sum(before[id_].passed for id_ in shared) / count,
        after=sum(after[id_].passed for id_ in shared) / count,
        lost=lost,
        won=won,
        gone=tuple(id_ for id_ in before if id_ not in after),
        new=tuple(id_ for id_ in after if id_ not in before),
        p=mcnemar(len(lost), len(won)),
        shifts=tuple(_shifts(before, after, shared)),
    )


def _shifts(before: Mapping[str, Outcome], after: Mapping[str, Outcome], shared: list[str]) -> Iterator[Shift]:
    for measure in MEASURES:
        pairs = [
            (before[id_].scores[measure], after[id_].scores[measure])
            for id_ in shared
            if measure in before[id_].scores and measure in after[id_].scores
        ]
        if pairs:
            was, now = zip(*pairs, strict=True)
            yield Shift(measure, sum(was) / len(was), sum(now) / len(now), len(pairs), permutation(was, now))


def readable(comparison: Comparison) -> Iterator[str]:
    """The lines of a comparison for a person."""
    c = comparison
    yield f"{c.shared} trường hợp chung: đạt {percent(c.before)} → {percent(c.after)}"
    yield f"mất {len(c.lost)}, thêm {len(c.won)}; {chance(c.p)} (McNemar chính xác, hai phía)"
    for title, outcomes in (("MẤT", c.lost), ("THÊM", c.won)):
        if outcomes:
            yield title
        for outcome in outcomes:
            stage = f" [{STAGES[Stage(outcome.stage)]}]" * bool(outcome.stage) if outcome.stage in _STAGES else ""
            yield f"  {outcome.id} ({kind_words(outcome.kind)}){stage}: {outcome.question}"
    moved = [shift for shift in c.shifts if shift.before != shift.after]
    if moved:
        yield "THƯỚC ĐO (kiểm định hoán vị theo cặp)"
    for shift in moved:
        mark = " *" if shift.p < LEVEL else ""
        yield (
            f"  {MEASURES[shift.measure]}: {percent(shift.before)} → {percent(shift.after)} "
            f"(n = {shift.n}, {chance(shift.p)}){mark}"
        )
    for title, ids in (("chỉ có ở lần trước", c.gone), ("chỉ có ở lần sau", c.new)):
        if ids:
            yield f"{title}: {', '.join(ids)}"


_STAGES = frozenset(stage.value for stage in Stage)
