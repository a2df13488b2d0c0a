"""What the project's own cases gave when it was last written down, and what a run has lost against it.

`python -m eval baseline` writes it anew; a person looks at the difference before it is committed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ChidaoError
from eval.labels import MEASURES, STAGES
from eval.results import Result, Run
from eval.wording import percent

BASELINE = Path(__file__).with_name("baseline.json")
TOLERANCE = 0.02
"""By how much the mean of a measure may fall: another processor rounds a vector otherwise, and two passages change
places."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Which cases passed, and the mean of each measure between 0 and 1."""

    passed: Mapping[str, bool]
    measures: Mapping[str, float]


def baseline_of(run: Run) -> Baseline:
    """The baseline that a run would write."""
    measures = {name: round(run.figures[name].value, 4) for name in MEASURES if name in run.figures}
    return Baseline({result.case.id: result.passed for result in run.results}, measures)


def write_baseline(baseline: Baseline, path: Path = BASELINE) -> None:
    """Writes it, a case a line, so that a difference names its cases."""
    whole = {"measures": dict(baseline.measures), "passed": dict(baseline.passed)}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_baseline(path: Path = BASELINE) -> Baseline:
    """The committed one. Raises ChidaoError where it cannot be read."""
    try:
        whole = json.loads(path.read_text("utf-8"))
        return Baseline(dict(whole["passed"]), dict(whole["measures"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ChidaoError(f"không đọc được {path} ({error!r}); hãy chạy: python -m eval baseline") from error


def losses(run: Run, baseline: Baseline) -> list[str]:
    """What a run lost against a baseline, a line for each case and measure; empty where nothing was lost.

    A case that the baseline does not know, or that is gone, is told too: the baseline is of other cases.
    """
    found = [_line(result) for result in run.results if baseline.passed.get(result.case.id) and not result.passed]
    ids = {result.case.id for result in run.results}
    if changed := sorted(ids ^ baseline.passed.keys()):
        found.append(
            f"{len(changed)} trường hợp mới hoặc đã bỏ ({', '.join(changed)}): hãy chạy python -m eval baseline"
        )
    now = baseline_of(run).measures
    found += [
        f"{MEASURES.get(name, name)}: {percent(was)} → {percent(now.get(name, 0.0))}"
        for name, was in baseline.measures.items()
        if now.get(name, 0.0) < was - TOLERANCE
    ]
    return found


def _line(result: Result) -> str:
    faults = "; ".join(fault.words for fault in result.judgement.faults)
    at = f" [{STAGES[result.finding.stage]}: {result.finding.evidence}]" if result.finding else ""
    return f"{result.case.id} “{result.case.question}”: {faults}{at}"
