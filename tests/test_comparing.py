"""Two runs compared, and the chance that they differ by: the tests against figures worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from math import comb
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.errors import ChidaoError
from eval.baseline import baseline_of, losses, read_baseline, write_baseline
from eval.commands import LOST, app
from eval.comparing import compare, readable
from eval.report.writing import write_report
from eval.results import outcomes_of, read_outcomes
from eval.significance import mcnemar, permutation
from tests.eval_runs import CASE, DECLINED, OUTSIDE, RIGHT, WRONG, made_run, result

BEFORE = made_run(result(CASE, RIGHT), result(OUTSIDE, DECLINED), result(replace(CASE, id="c"), WRONG))
AFTER = made_run(result(CASE, WRONG), result(OUTSIDE, DECLINED), result(replace(CASE, id="d"), RIGHT))


@pytest.mark.parametrize(
    ("lost", "won", "p"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),
        (5, 0, 2 / 2**5),
        (0, 6, 2 / 2**6),
        (8, 2, 2 * sum(comb(10, k) for k in range(3)) / 2**10),
    ],
)
def test_mcnemar_is_the_binomial_of_the_changed_cases(lost: int, won: int, p: float) -> None:
    assert mcnemar(lost, won) == pytest.approx(p)


def test_a_permutation_test_flips_every_sign() -> None:
    assert permutation([0.0, 0.0, 0.0], [1.0, 1.0, 1.0]) == pytest.approx(2 / 8)
    assert permutation([0.0, 1.0], [1.0, 0.0]) == 1.0
    assert permutation([0.5] * 40, [0.5] * 40) == 1.0


def test_a_drawn_permutation_test_is_seeded_and_near_the_exact_one() -> None:
    before, after = [0.0] * 16, [1.0] * 13 + [-1.0] * 3
    exact = 2 * sum(comb(16, k) for k in range(4)) / 2**16
    assert permutation(before, after) == permutation(before, after) == pytest.approx(exact, abs=0.006)


def test_gains_and_losses_are_told_case_by_case() -> None:
    c = compare(outcomes_of(BEFORE.results), outcomes_of(AFTER.results))
    assert ([o.id for o in c.lost], c.won, c.gone, c.new) == (["a"], (), ("c",), ("d",))
    assert (c.shared, c.before, c.after, c.p) == (2, 1.0, 0.5, 1.0)
    told = "\n".join(readable(c))
    assert "MẤT\n  a (khi nào) [viết câu trả lời]: Hồ sơ cấp độ phải duyệt xong khi nào?" in told
    assert "chỉ có ở lần trước: c" in told
    assert "Ý đúng được nêu: 100\u00a0% → 50\u00a0%" in told


def written(folder: Path, name: str, run: object) -> str:
    write_report(run, folder / name)  # type: ignore[arg-type]
    return str(folder / name)


def test_a_run_reads_back_as_it_was(tmp_path: Path) -> None:
    written(tmp_path, "a", BEFORE)
    assert read_outcomes(tmp_path / "a") == outcomes_of(BEFORE.results)
    assert read_outcomes(tmp_path / "a" / "report.json") == outcomes_of(BEFORE.results)


def test_the_gate_fails_on_a_lost_case_and_on_chance_only_where_it_is_told(tmp_path: Path) -> None:
    before, after = written(tmp_path, "a", BEFORE), written(tmp_path, "b", AFTER)
    ask = CliRunner().invoke
    assert ask(app, ["compare", before, after]).exit_code == LOST
    assert ask(app, ["compare", before, after, "--significant"]).exit_code == 0
    assert ask(app, ["compare", before, before]).exit_code == 0


def test_many_lost_cases_are_more_than_chance(tmp_path: Path) -> None:
    runs = [made_run(*(result(replace(CASE, id=str(n)), answer) for n in range(8))) for answer in (RIGHT, WRONG)]
    before, after = (written(tmp_path, str(n), run) for n, run in enumerate(runs))
    assert CliRunner().invoke(app, ["compare", before, after, "--significant"]).exit_code == LOST
    assert CliRunner().invoke(app, ["compare", after, before, "--significant"]).exit_code == 0


@pytest.mark.parametrize("content", ["{", "[]", '{"results": [{}]}'])
def test_what_is_no_report_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "report.json").write_text(content)
    with pytest.raises(ChidaoError, match="không phải báo cáo"):
        read_outcomes(tmp_path)


def test_a_report_that_is_not_there_and_runs_that_share_nothing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ChidaoError, match="không đọc được"):
        read_outcomes(tmp_path / "none")
    before, after = written(tmp_path, "a", BEFORE), written(tmp_path, "b", made_run(result(OUTSIDE, DECLINED)))
    (tmp_path / "b" / "report.json").write_text(json.dumps({"results": []}))
    refused = CliRunner().invoke(app, ["compare", before, after])
    assert "không có trường hợp chung" in str(refused.exception)


def test_a_baseline_names_the_cases_that_a_run_lost(tmp_path: Path) -> None:
    write_baseline(baseline_of(BEFORE), tmp_path / "b.json")
    baseline = read_baseline(tmp_path / "b.json")
    assert baseline == baseline_of(BEFORE)
    assert losses(BEFORE, baseline) == []
    lost = losses(AFTER, baseline)
    assert lost[0].startswith("a “Hồ sơ cấp độ phải duyệt xong khi nào?”: thiếu ý “tháng 9 năm 2024”")
    assert "[viết câu trả lời: thiếu ngày trong câu trả lời]" in lost[0]
    assert lost[1] == "2 trường hợp mới hoặc đã bỏ (c, d): hãy chạy python -m eval baseline"


def test_a_measure_that_fell_beyond_the_tolerance_is_a_loss() -> None:
    worse = made_run(result(CASE, WRONG), result(OUTSIDE, DECLINED), result(replace(CASE, id="c"), WRONG))
    assert "Ý đúng được nêu: 66,7\u00a0% → 33,3\u00a0%" in losses(worse, baseline_of(BEFORE))
    assert losses(worse, baseline_of(worse)) == []


def test_a_broken_baseline_tells_how_to_write_it_anew(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text("{}")
    with pytest.raises(ChidaoError, match="hãy chạy: python -m eval baseline"):
        read_baseline(tmp_path / "b.json")
