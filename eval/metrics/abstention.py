"""Whether an answer is declined when it should be: precision, recall, and by reason.

* precision: rightly declined / declined.
* recall: rightly declined / to be declined.
* by reason: how often each reason was told, how often rightly; where the gold names one, the told one must be it.

As of a classifier whose positive class is "the corpus does not hold the answer" (Rajpurkar et al., SQuAD 2.0, ACL
2018).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answer import Answer
from eval.cases import Case


@dataclass(frozen=True, slots=True)
class ByReason:
    """A reason: how often it was told, how often that was rightly declined, and how often the gold names it."""

    reason: str
    told: int
    right: int
    gold: int


def abstention_scores(case: Case, answer: Answer) -> dict[str, float]:
    """`declined_right` of what was declined, `declines` of what must be, `reason` where the gold names the reason.

    The mean of the first over cases is the precision, that of the second the recall. `answers` is 1 or 0 for what can
    be answered.
    """
    declined = answer.status == "abstained"
    scores = {"answers" if case.answerable else "declines": float(declined != case.answerable)}
    if declined:
        scores["declined_right"] = float(not case.answerable)
    if case.because and not case.answerable:
        scores["reason"] = float(declined and answer.because == case.because)
    return scores


def by_reason(outcomes: Iterable[tuple[Case, Answer]]) -> list[ByReason]:
    """The reasons that were told or that the gold names, the most frequent first."""
    told: Counter[str] = Counter()
    right: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    for case, answer in outcomes:
        gold[case.because] += bool(case.because)
        if answer.status == "abstained":
            told[answer.because] += 1
            right[answer.because] += not case.answerable and case.because in ("", answer.because)
    names = sorted({*told, *gold} - {""}, key=lambda name: (-told[name], name))
    return [ByReason(name, told[name], right[name], gold[name]) for name in names]
