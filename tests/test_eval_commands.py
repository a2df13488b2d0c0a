"""`python -m eval` as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from eval.cases import SHIPPED, read_cases, write_cases
from eval.commands import app
from eval.results import read_outcomes
from index.store import Store

CASES = [case for case in read_cases(SHIPPED) if case.id in ("ship-when-01", "ship-abstain-01")]
GOLD = {
    "doc": "002_a1224c4dc0de3d89.txt",
    "lead": ["Bộ Thông tin và Truyền thông"],
    "action": "Chiến lược Phát triển ngành công nghiệp bán dẫn Việt Nam đến năm 2030, định hướng đến năm 2035",
    "due_end": "2024-08-31",
}


def ask(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_cases_and_their_variants_are_run_and_reported(
    tmp_path: Path, shipped_store: Store, model_folder: Path
) -> None:
    write_cases(tmp_path / "cases.jsonl", CASES)
    (tmp_path / "tasks.jsonl").write_text(json.dumps(GOLD, ensure_ascii=False), encoding="utf-8")
    made = ask("variants", tmp_path / "cases.jsonl", "--out", tmp_path / "all.jsonl")
    assert made.output.startswith("2 trường hợp, ")
    run = ask("run", tmp_path / "all.jsonl", "--store", shipped_store.folder, "--out", tmp_path / "out",
              "--tasks", tmp_path / "tasks.jsonl", "--today", "2025-01-01")  # fmt: skip
    assert run.exit_code == 0, run.output
    assert "Trường hợp đạt: 100\u00a0%" in run.output
    assert "không dấu: 100\u00a0% → " in run.output
    assert "Sổ nhiệm vụ: tìm thấy 100\u00a0%" in run.output
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"report.html", "report.json", "junit.xml"}
    assert len(read_outcomes(tmp_path / "out")) == len(read_cases(tmp_path / "all.jsonl"))
    assert all(outcome.scores["seconds"] > 0 for outcome in read_outcomes(tmp_path / "out").values())


def test_the_template_and_the_proposals_are_written(tmp_path: Path, shipped_store: Store, model_folder: Path) -> None:
    assert ask("template", tmp_path / "mau.xlsx").exit_code == 0
    assert read_cases(tmp_path / "mau.xlsx") == []
    run = ask("cases", "--from-register", "--store", shipped_store.folder, "--out", tmp_path / "a.jsonl", "--each", 2)
    assert run.exit_code == 0, run.output
    assert len((tmp_path / "a.jsonl").read_text("utf-8").splitlines()) >= 8


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("run", "{}/none.jsonl"), "cannot be read"),
        (("run", "{}/cases.jsonl", "--today", "hôm nay"), "--today hôm nay: không phải ngày"),
        (("template", "{}/none/mau.xlsx"), "không ghi được"),
        (("variants", "{}/cases.jsonl", "--out", "{}/none/a.jsonl"), "không ghi được"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(tmp_path: Path, words: tuple[str, ...], fault: str) -> None:
    write_cases(tmp_path / "cases.jsonl", CASES)
    refused = ask(*(word.format(tmp_path) for word in words))
    assert refused.exit_code == 1
    assert fault in str(refused.exception)
    assert "\n" not in str(refused.exception)
