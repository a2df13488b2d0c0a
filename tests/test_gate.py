"""The project's own cases, asked once: nothing is lost against the committed baseline, and every quote is the text."""

from __future__ import annotations

import pytest

from assistant.pipeline import Assistant
from eval.baseline import losses, read_baseline
from eval.cases import SHIPPED, read_cases
from eval.diagnosing import Stage
from eval.results import Run
from eval.running import run_cases
from index.store import Store


@pytest.fixture(scope="module")
def run(assistant: Assistant, shipped_store: Store) -> Run:
    return run_cases(assistant, shipped_store, read_cases(SHIPPED), name=SHIPPED.name, timed=False)


def test_no_own_case_is_lost_against_the_baseline(run: Run) -> None:
    lost = losses(run, read_baseline())
    told = "\n".join(lost)
    assert not lost, f"lost against eval/baseline.json (python -m eval baseline rewrites it):\n{told}"


def test_what_must_be_declined_is_declined(run: Run) -> None:
    assert [r.case.id for r in run.results if not r.case.answerable and r.answer.status != "abstained"] == []


def test_every_answer_has_true_quotes_with_their_marks(run: Run, shipped_store: Store) -> None:
    for answer in (result.answer for result in run.results):
        for citation in (*answer.citations, *answer.neighbours):
            text = shipped_store.text(citation.document)
            assert text[citation.start : citation.end] == citation.quote
            end = citation.passage_start + len(citation.passage)
            assert text[citation.passage_start : end] == citation.passage
            assert citation.passage_start <= citation.start < citation.end <= end
        assert all(f"[{c.n}]" in answer.answer for c in answer.citations)
        assert (answer.status == "answered") == bool(answer.citations)


def test_every_failed_case_names_a_stage(run: Run) -> None:
    assert all(result.finding is not None for result in run.failed)
    assert all(result.finding is None for result in run.results if result.passed)
    assert {result.finding.stage for result in run.failed if result.finding} <= set(Stage)


def test_every_gold_passage_of_the_own_cases_is_known_to_the_retrieval(run: Run) -> None:
    assert all("nDCG@10" in result.scores for result in run.results if result.case.cite)
