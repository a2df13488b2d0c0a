"""Cases proposed from the register, and that none is run before a person accepts it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from assistant.pipeline import Assistant
from corpus.errors import ChidaoError
from eval.cases import Case, read_cases
from eval.commands import app
from eval.gold import GoldText
from eval.judging import judged
from eval.proposing import proposed, write_proposed
from eval.sheet import COLUMNS, SHEET
from index.store import Store


@pytest.fixture(scope="module")
def cases(shipped_store: Store) -> list[Case]:
    return proposed(shipped_store, each=4)


def test_every_kind_is_proposed_and_some_are_to_be_declined(cases: list[Case]) -> None:
    kinds = Counter(case.cat for case in cases)
    assert set(kinds) == {"who", "when", "what", "list", "abstain"}
    assert {case.because for case in cases if not case.answerable} == {"other-body", "no-fact"}
    assert len({case.id for case in cases}) == len(cases)


def test_the_gold_of_a_proposal_stands_in_the_documents(cases: list[Case], shipped_store: Store) -> None:
    gold = GoldText(shipped_store)
    missing = [piece for case in cases for pieces in case.cite for piece in pieces if not gold.places(piece)]
    assert missing == []
    assert all(case.tasks for case in cases if case.answerable)


def test_the_same_seed_proposes_the_same(cases: list[Case], shipped_store: Store) -> None:
    assert proposed(shipped_store, each=4) == cases
    assert proposed(shipped_store, each=4, seed=1) != cases


def test_most_proposals_are_answered_as_they_say(cases: list[Case], assistant: Assistant) -> None:
    passed = [judged(case, assistant.ask(case.question)).passed for case in cases]
    assert sum(passed) >= 0.7 * len(passed)


@pytest.mark.parametrize("name", ["a.jsonl", "a.xlsx"])
def test_nothing_is_run_before_it_is_accepted(tmp_path: Path, cases: list[Case], name: str) -> None:
    write_proposed(tmp_path / name, cases)
    assert read_cases(tmp_path / name) == []
    refused = CliRunner().invoke(app, ["run", str(tmp_path / name)])
    assert "không có trường hợp nào được nhận" in str(refused.exception)


def test_what_a_person_accepts_in_the_sheet_is_read(tmp_path: Path, cases: list[Case]) -> None:
    write_proposed(tmp_path / "a.xlsx", cases)
    book = load_workbook(tmp_path / "a.xlsx")
    book[SHEET].cell(3, len(COLUMNS)).value = "có"
    book.save(tmp_path / "a.xlsx")
    [case] = read_cases(tmp_path / "a.xlsx")
    assert (case.id, case.question, case.cite) == (cases[1].id, cases[1].question, cases[1].cite)


def test_an_empty_register_is_refused(store: Store) -> None:
    with pytest.raises(ChidaoError, match="không có gì để hỏi"):
        proposed(store)


def test_a_source_must_be_named() -> None:
    assert "--from-register" in str(CliRunner().invoke(app, ["cases"]).exception)
