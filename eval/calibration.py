"""What other values of the threshold of abstention would do: answers given and refused, on a set of cases.

Only the threshold moves. What is refused for another reason (another body's work, another year's figure) stays refused
by the verdict on each piece; that a better piece of another body outweighs it is left out, so that the share rightly
declined is a little lower here than in use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.evidence import ENOUGH
from assistant.pipeline import Assistant
from eval.cases import Case, read_cases
from eval.running import opened

STEP = 0.04
LOWEST, HIGHEST = 0.13, 0.77


@dataclass(frozen=True, slots=True)
class Reach:
    """One case: whether it should be answered, and from which threshold on it is not.

    Attributes:
        reach: the highest coverage of a piece that would answer; 2 for what is answered without that threshold (from
            the register's lists, a document's facts), -1 for what is declined without it.
    """

    case: Case
    reach: float

    def right(self, enough: float) -> bool:
        """True where the case is answered, or declined, as it should be."""
        return (self.reach >= enough) == self.case.answerable


def calibrated(cases: Path, store: Path | None) -> Iterator[str]:
    """The lines of the table: per threshold the share rightly answered, rightly declined, and the mean of both.

    Args:
        cases: JSON Lines (see eval.cases).
        store: the store to ask; None for one of the shipped documents, built for this.

    Raises:
        ChidaoError: the cases or the store cannot be read.
    """
    read = read_cases(cases)
    with opened(store) as (assistant, _):
        reached = [Reach(case, _reach(assistant, case)) for case in read]
    yield f"{len(reached)} cases; the threshold in use is {ENOUGH} (assistant/evidence/limits.py)"
    yield "threshold  answers when it should  declines when it should  mean"
    steps = [LOWEST + STEP * i for i in range(int((HIGHEST - LOWEST) / STEP) + 1)]
    for enough in sorted({round(step, 2) for step in steps} | {ENOUGH}):
        answers, declines = (_share(reached, enough, answerable=kind) for kind in (True, False))
        mark = "  <- in use" if enough == ENOUGH else ""
        yield f"{enough:9.2f}  {answers:22.3f}  {declines:23.3f}  {(answers + declines) / 2:4.3f}{mark}"


def _reach(assistant: Assistant, case: Case) -> float:
    explanation = assistant.explain(case.question, case.history)
    if explanation.reach is not None:
        return explanation.reach
    return 2.0 if explanation.answer.status == "answered" else -1.0


def _share(reached: Sequence[Reach], enough: float, *, answerable: bool) -> float:
    of = [reach for reach in reached if reach.case.answerable is answerable]
    return sum(reach.right(enough) for reach in of) / len(of) if of else 1.0
