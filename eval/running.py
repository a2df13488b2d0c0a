"""A set of cases asked, judged, measured and diagnosed."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from assistant.answer import Answer
from assistant.explaining import Explanation
from assistant.opening import open_embedder
from assistant.pipeline import Assistant
from assistant.settings import SHIPPED, load_settings
from corpus.errors import BadQuestion
from eval.cases import Case
from eval.diagnosing import diagnose, misread
from eval.gold import GoldText
from eval.gold_tasks import GoldTask
from eval.judging import judged
from eval.metrics.abstention import abstention_scores, by_reason
from eval.metrics.answers import answer_scores
from eval.metrics.brevity import brevity_scores
from eval.metrics.citations import citation_scores
from eval.metrics.intervals import Figure, mean_with_interval
from eval.metrics.latency import percentiles
from eval.metrics.retrieval import NEEDS, needs_met, retrieval_scores
from eval.metrics.tasks import FoundTask, TaskScores, task_scores
from eval.results import Drop, Result, Run
from eval.significance import mcnemar
from eval.variants import Form
from index.ingest import index_folder
from index.record import load_records
from index.store import Store

Progress = Callable[[int, int], None]
RESPELT = (Form.UNACCENTED, Form.TYPO, Form.NFD)
"""Forms that should be read as their original."""
WEIGHED = 400
"""Candidates of a question that the diagnosis looks through."""


@contextmanager
def opened(folder: Path | None, day: date | None = None) -> Iterator[tuple[Assistant, Store]]:
    """An assistant and its store: that of a folder, or one of the shipped documents that is made for this.

    Args:
        day: the day of asking, None for today.
    """
    embedder = open_embedder(load_settings())
    with TemporaryDirectory() as made:
        store = Store(folder or Path(made) / "store")
        try:
            if folder is None:
                index_folder(store, SHIPPED, embedder)
            yield Assistant(store, embedder, today=(lambda: day) if day else date.today), store
        finally:
            store.close()


def run_cases(
    assistant: Assistant,
    store: Store,
    cases: Sequence[Case],
    *,
    name: str = "",
    timed: bool = True,
    gold_tasks: Sequence[GoldTask] = (),
    progress: Progress | None = None,
) -> Run:
    """Every case asked once for its answer and once for its way, judged, measured and diagnosed.

    Args:
        timed: False asks once for both; latency is left out then.
        gold_tasks: what the register is measured against, beside the cases.
    """
    gold = GoldText(store)
    ways: list[Explanation] = []
    for done, case in enumerate(cases):
        if progress is not None:
            progress(done, len(cases))
        ways.append(_asked(assistant, case, timed=timed))
    retrieval = _retrieval(cases, ways, gold)
    results = [
        _result(case, way, gold, retrieval.get(case.id, {}), timed=timed)
        for case, way in zip(cases, ways, strict=True)
    ]  # fmt: skip
    results = _with_misread(results, ways)
    written = [result for result in results if not result.case.variant]
    kinds = dict.fromkeys(result.case.cat for result in written)
    return Run(
        name=name,
        about=_about(store, gold),
        results=results,
        figures=figures_of(written),
        kinds={kind: figures_of([r for r in written if r.case.cat == kind]) for kind in kinds},
        latency=percentiles([r.answer.seconds for r in results]) if timed else {},
        reasons=by_reason((r.case, r.answer) for r in written),
        drops=drops_of(results),
        tasks=register_scores(store, gold_tasks) if gold_tasks else None,
    )


def register_scores(store: Store, gold: Sequence[GoldTask]) -> TaskScores:
    """The register of a store against gold tasks; what a person rejected counts as not there."""
    with Session(store.engine) as session:
        records = [record for record in load_records(session) if not record.said.rejected]
    return task_scores(gold, [FoundTask.of_record(record) for record in records])


def figures_of(results: Sequence[Result]) -> dict[str, Figure]:
    """By measure, its mean with the interval over the cases that have it; "passed" first."""
    scores: dict[str, list[float]] = {"passed": [float(result.passed) for result in results]}
    for result in results:
        for name, value in result.scores.items():
            scores.setdefault(name, []).append(value)
    return {name: figure for name, values in scores.items() if (figure := mean_with_interval(values)) is not None}


def drops_of(results: Sequence[Result]) -> list[Drop]:
    """What each form of variant costs; variants whose original was not run are left out."""
    originals = {result.case.id: result.passed for result in results if not result.case.variant}
    forms: dict[str, list[Result]] = {}
    for result in results:
        if result.case.variant and result.case.variant_of in originals:
            forms.setdefault(result.case.variant, []).append(result)
    drops = []
    for form, changed in forms.items():
        was = [originals[result.case.variant_of] for result in changed]
        pairs = list(zip(changed, was, strict=True))
        lost = tuple(r.case.id for r, before in pairs if before and not r.passed)
        won = tuple(r.case.id for r, before in pairs if r.passed and not before)
        n = len(changed)
        right = sum(result.passed for result in changed)
        drops.append(Drop(form, n, sum(was) / n, right / n, lost, won, mcnemar(len(lost), len(won))))
    order = [form.value for form in Form]
    return sorted(drops, key=lambda drop: order.index(drop.variant) if drop.variant in order else len(order))


def _asked(assistant: Assistant, case: Case, *, timed: bool) -> Explanation:
    """The way of a case, with the seconds of its answer where they are wanted."""
    try:
        seconds = assistant.ask(case.question, case.history).seconds if timed else 0.0
        way = assistant.explain(case.question, case.history, most=WEIGHED)
    except BadQuestion as error:
        return Explanation(Answer(case.question, "abstained", str(error), str(error)))
    return replace(way, answer=replace(way.answer, seconds=seconds))


def _retrieval(cases: Sequence[Case], ways: Sequence[Explanation], gold: GoldText) -> Mapping[str, dict[str, float]]:
    needs: dict[str, list[Collection[str]]] = {
        case.id: [{p.id for p in gold.relevant(pieces)} for pieces in case.cite] for case in cases if case.cite
    }
    relevant = {id_: set().union(*wanted) for id_, wanted in needs.items()}
    ranked = {case.id: way.ranked for case, way in zip(cases, ways, strict=True)}
    scores = retrieval_scores(relevant, ranked)
    for id_ in scores:
        scores[id_][NEEDS] = needs_met(needs[id_], ranked[id_])
    return scores


def _result(case: Case, way: Explanation, gold: GoldText, retrieval: Mapping[str, float], *, timed: bool) -> Result:
    answer = way.answer
    judgement = judged(case, answer, gold.text)
    scores = {
        **retrieval,
        **answer_scores(case, answer),
        **citation_scores(case, answer, gold.text),
        **abstention_scores(case, answer),
        **brevity_scores(case, answer),
    }
    if timed:
        scores["seconds"] = answer.seconds
    return Result(case, answer, judgement, scores, diagnose(case, judgement, way, gold))


def _with_misread(results: Sequence[Result], ways: Sequence[Explanation]) -> list[Result]:
    """The results, in which a variant that is read otherwise than its original, which passes, is charged to that."""
    originals = {r.case.id: way for r, way in zip(results, ways, strict=True) if r.passed and not r.case.variant}
    charged = []
    for result, way in zip(results, ways, strict=True):
        original = originals.get(result.case.variant_of) if result.case.variant in RESPELT else None
        if result.finding is not None and original is not None:
            result = replace(result, finding=misread(result.finding, way, original))
        charged.append(result)
    return charged


def _about(store: Store, gold: GoldText) -> dict[str, str]:
    return {
        "Ngày chạy": time.strftime("%d/%m/%Y %H:%M"),
        "Phiên bản": version("chidao"),
        "Văn bản": str(len(gold.texts)),
        "Đoạn": str(gold.count),
        "Kho": store.folder.name,
        "Máy": f"{os.cpu_count()} nhân, {platform.system()} {platform.machine()}, Python {platform.python_version()}",
    }
