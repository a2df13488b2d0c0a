"""What a run gives: each case with its answer and scores, and the figures over all of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from corpus.errors import ChidaoError
from eval.cases import Case
from eval.diagnosing import Finding
from eval.judging import Judgement
from eval.metrics.abstention import ByReason
from eval.metrics.intervals import Figure
from eval.metrics.tasks import TaskScores

FORM = 1
"""Version of report.json."""


@dataclass(frozen=True, slots=True)
class Result:
    """One case: its answer, what was judged, its scores by name, and the stage that lost it where it failed."""

    case: Case
    answer: Answer
    judgement: Judgement
    scores: Mapping[str, float]
    finding: Finding | None = None

    @property
    def passed(self) -> bool:
        """True where nothing is wrong."""
        return self.judgement.passed

    def to_json(self) -> dict[str, Any]:
        """The result as report.json writes it."""
        return {
            "case": self.case.to_json(),
            "passed": self.passed,
            "checks": {check.value: right for check, right in self.judgement.checks.items()},
            "faults": [fault.words for fault in self.judgement.faults],
            "stage": self.finding.stage.value if self.finding else None,
            "evidence": self.finding.evidence if self.finding else None,
            "scores": {name: round(value, 4) for name, value in self.scores.items()},
            "answer": self.answer.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Drop:
    """What a form costs: of the cases put into it, the share right as they were written, and in the form.

    Attributes:
        lost, won: the ids of the variants that fail though their original passes, and the other way round.
        p: of McNemar's exact test (see eval.significance).
    """

    variant: str
    n: int
    original: float
    changed: float
    lost: tuple[str, ...]
    won: tuple[str, ...]
    p: float


@dataclass(frozen=True, slots=True)
class Run:
    """All cases of a file over one store.

    Attributes:
        name: of the file of cases.
        about: what was measured on, label -> words: day, documents, version, machine.
        figures: by measure, over the cases as written (variants apart).
        kinds: by kind of question, the same.
        latency: percentiles in seconds.
        reasons: abstention by reason.
        drops: by form of variant.
        tasks: of the register against gold tasks, where some were given.
    """

    name: str
    about: Mapping[str, str]
    results: Sequence[Result]
    figures: Mapping[str, Figure]
    kinds: Mapping[str, Mapping[str, Figure]]
    latency: Mapping[str, float]
    reasons: Sequence[ByReason] = ()
    drops: Sequence[Drop] = ()
    tasks: TaskScores | None = None
    warnings: Sequence[str] = field(default_factory=tuple)

    @property
    def failed(self) -> list[Result]:
        """The cases that failed, in order."""
        return [result for result in self.results if not result.passed]

    def to_json(self) -> dict[str, Any]:
        """The run as report.json holds it."""
        told = None
        if self.tasks is not None:
            told = asdict(self.tasks)
            told["missed"] = [{"task": gold.to_json(), "wrong": wrong} for gold, wrong in self.tasks.missed]
        return {
            "form": FORM,
            "name": self.name,
            "about": dict(self.about),
            "figures": {name: asdict(figure) for name, figure in self.figures.items()},
            "kinds": {kind: {n: asdict(f) for n, f in figures.items()} for kind, figures in self.kinds.items()},
            "latency": dict(self.latency),
            "reasons": [asdict(reason) for reason in self.reasons],
            "drops": [asdict(drop) for drop in self.drops],
            "tasks": told,
            "warnings": list(self.warnings),
            "results": [result.to_json() for result in self.results],
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case of a run that was read back: what a comparison needs of it."""

    id: str
    kind: str
    question: str
    passed: bool
    stage: str
    scores: Mapping[str, float]


def outcomes_of(results: Iterable[Result]) -> dict[str, Outcome]:
    """The outcomes of results, by id."""
    return {
        r.case.id: Outcome(
            r.case.id, r.case.cat, r.case.question, r.passed, r.finding.stage.value if r.finding else "", dict(r.scores)
        )
        for r in results
    }


def read_outcomes(path: Path) -> dict[str, Outcome]:
    """The outcomes of a report.json, or of the folder that holds one, by id.

    Raises ChidaoError where it cannot be read.
    """
    file = path / "report.json" if path.is_dir() else path
    try:
        whole = json.loads(file.read_text("utf-8"))
        return {
            r["case"]["id"]: Outcome(
                id=str(r["case"]["id"]),
                kind=str(r["case"]["cat"]),
                question=str(r["case"]["question"]),
                passed=bool(r["passed"]),
                stage=str(r["stage"] or ""),
                scores={str(name): float(value) for name, value in r["scores"].items()},
            )
            for r in whole["results"]
        }
    except OSError as error:
        raise ChidaoError(
            f"không đọc được {file} ({error.strerror}); hãy nêu thư mục hoặc tệp report.json của eval run"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ChidaoError(f"{file} không phải báo cáo của eval run ({error!r}); hãy chạy lại eval run") from error
