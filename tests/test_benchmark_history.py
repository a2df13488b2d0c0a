"""Measurements are kept, read back, compared by their ratios, and shown; nothing is timed here."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import __main__ as entry
from benchmarks import compare, machine
from benchmarks.history import Figure, Record, append, figure, read_history
from benchmarks.recording import add_options, record
from benchmarks.sections import write_section
from corpus.errors import ChidaoError

QUESTION = figure("a question", [30.0, 33.0, 36.0], "ms", [10.0, 10.0, 10.0], "its embedding")
RATE = figure("passages", [300.0], "passages/s", [100.0], "PyTorch", "higher")


def run_of(commit: str, day: int, *figures: Figure, machine: str = "a", rounds: int = 3) -> Record:
    date = f"2031-02-{day:02}T08:00:00+00:00"
    return Record("answering", date, commit, machine, {"chromadb": "1"}, {"rounds": rounds}, figures)


def times(ratio: float, spread: float | None = 0.02, better: str = "lower") -> Figure:
    return Figure("a question", ratio * 10, "ms", 10.0, "its embedding", ratio, better, spread)  # type: ignore[arg-type]


def kept(tmp_path: Path, *records: Record) -> Path:
    path = tmp_path / "history.jsonl"
    for one in records:
        append(path, one)
    return path


def run_compare(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["compare", *map(str, arguments)])
    return compare.main()


def test_a_record_is_read_back_as_it_was_kept(tmp_path: Path) -> None:
    records = [run_of("aaa", 1, QUESTION, RATE), run_of("bbb", 2, QUESTION)]
    assert read_history(kept(tmp_path, *records)) == records


def test_a_figure_of_rounds_has_the_median_ratio_and_its_spread() -> None:
    assert (QUESTION.value, QUESTION.ratio) == (33.0, 3.3)
    assert QUESTION.spread == pytest.approx((3.45 - 3.15) / 3.3)
    assert RATE.spread is None


@pytest.mark.parametrize("wrong", [-1.0, float("nan"), float("inf")])
def test_a_figure_that_is_no_measurement_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        Figure("x", wrong, "s", 1.0, "y", 1.0)


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        (times(3.0), times(3.2), False),  # within the tenth that any run may differ by
        (times(3.0), times(3.6), True),
        (times(3.0), times(2.0), False),
        (times(3.0, 0.15), times(3.6, 0.15), False),  # the rounds scatter as much
        (times(3.0, None), times(3.6, None), False),  # nobody knows how far they scatter
        (times(3.0, None), times(3.9, None), True),
        (times(3.0, 0.02, "higher"), times(2.5, 0.02, "higher"), True),
        (times(3.0, 0.02, "higher"), times(3.6, 0.02, "higher"), False),
    ],
)
def test_worse_is_what_moved_the_wrong_way_beyond_the_noise(before: Figure, after: Figure, worse: bool) -> None:
    pair = compare.compared(run_of("aaa", 1, before), run_of("bbb", 2, after))
    assert [change.is_worse for change in pair.changes] == [worse]


def test_runs_of_one_commit_that_lie_apart_widen_the_noise() -> None:
    same = [run_of("aaa", 1, times(3.0)), run_of("aaa", 2, times(3.6))]
    [pair] = compare.pairs_of([*same, run_of("bbb", 3, times(4.2))])
    assert pair.changes[0].noise == pytest.approx(0.2)
    [pair] = compare.pairs_of([*(replace(one, commit="aaa-dirty") for one in same), run_of("bbb", 3, times(4.2))])
    assert pair.changes[0].noise == compare.FLOOR


def test_times_of_another_machine_are_compared_by_their_ratios(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    slow = replace(QUESTION, value=QUESTION.value * 5, baseline=QUESTION.baseline * 5)
    path = kept(tmp_path, run_of("aaa", 1, QUESTION), run_of("bbb", 2, slow, machine="b"))
    assert run_compare(monkeypatch, "--history", path) == 0
    told = capsys.readouterr().out
    assert "other machine: a -> b" in told
    assert "0 worse" in told


def test_a_regression_is_named_and_is_the_exit_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = kept(tmp_path, run_of("aaa", 1, times(3.0), RATE), run_of("bbb", 2, times(6.0)))
    assert run_compare(monkeypatch, "--history", path) == 1
    told = capsys.readouterr().out
    assert "WORSE  a question: 3.00 -> 6.00 of its embedding (+100%, noise 10%); 30.0 -> 60.0 ms" in told
    assert "gone   passages" in told
    assert told.endswith("1 worse\n  answering: a question\n")


def test_two_states_are_named_by_commit_or_day() -> None:
    records = [
        run_of(commit, day, times(ratio)) for commit, day, ratio in (("aaa", 1, 3.0), ("bbb", 2, 4.0), ("ccc", 3, 5.0))
    ]
    ends = {
        names: (pair.before.commit, pair.after.commit)
        for names in ((), ("aaa",), ("aaa", "bbb"), ("2031-02-03", "2031-02-01"))
        for pair in compare.pairs_of(records, *names)
    }
    assert ends == {
        (): ("bbb", "ccc"),
        ("aaa",): ("aaa", "ccc"),
        ("aaa", "bbb"): ("aaa", "bbb"),
        ("2031-02-03", "2031-02-01"): ("ccc", "aaa"),
    }


def test_only_runs_with_the_same_settings_are_compared() -> None:
    with pytest.raises(ChidaoError, match="no benchmark has two records"):
        compare.pairs_of([run_of("aaa", 1, QUESTION), run_of("bbb", 2, QUESTION, rounds=5)])


def test_a_state_that_nobody_measured_is_refused_with_those_there_are() -> None:
    with pytest.raises(ChidaoError, match=r"no record is of 'zzz'; there are: aaa \(2031-02-01\)"):
        compare.pairs_of([run_of("aaa", 1, QUESTION)], "zzz")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        (b"", "holds no record"),
        (b"\n\n", "holds no record"),
        (b"{", "line 1: no record"),
        (b"[]", "line 1: no record"),
        (b'{"benchmark": "x", "figures": []}', "line 1: no record"),
        (b'{"figures": [{"name": "x"}]}', "line 1: no record"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_a_history_that_cannot_be_read_costs_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: bytes | None,
    words: str,
) -> None:
    path = tmp_path / "history.jsonl"
    if content is not None:
        path.write_bytes(content)
    assert run_compare(monkeypatch, "--history", path) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1


def test_a_broken_line_among_good_ones_is_named(tmp_path: Path) -> None:
    path = kept(tmp_path, run_of("aaa", 1, QUESTION))
    whole = json.loads(path.read_text())
    whole["figures"][0]["ratio"] = "fast"
    with path.open("a") as file:
        file.write(json.dumps(whole) + "\n")
    with pytest.raises(ChidaoError, match="line 2"):
        read_history(path)


def test_a_run_is_kept_and_shown_as_its_options_say(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    add_options(parser)
    history, docs = tmp_path / "history.jsonl", tmp_path / "benchmarks.md"
    args = parser.parse_args(["--history", str(history), "--docs", str(docs)])
    made = record(args, "retrieval", {"DIR": "legal", "rounds": 3}, [QUESTION], ["numpy"])
    assert read_history(history) == [made]
    assert made.command == "python -m benchmarks retrieval legal --rounds 3"
    assert str(Path.home()) not in history.read_text()
    assert "| a question | 33.0 ms | 10.0 ms (its embedding) | 3.30 |" in docs.read_text()
    record(parser.parse_args(["--no-history"]), "retrieval", {}, [QUESTION])
    assert len(read_history(history)) == 1


def test_a_section_is_replaced_and_what_stands_around_it_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "benchmarks.md"
    file.write_text("# Head\n\n<!-- begin a: generated -->\nold\n<!-- end a -->\n\nwords\n", encoding="utf-8")
    write_section(file, "a", [r"new \1"])
    write_section(file, "b", ["other"])
    assert file.read_text(encoding="utf-8") == (
        "# Head\n\n<!-- begin a: generated -->\nnew \\1\n<!-- end a -->\n\nwords\n\n"
        "<!-- begin b: generated -->\nother\n<!-- end b -->\n"
    )


def test_the_commands_are_found_in_their_modules(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = entry.commands()
    assert {
        "answering",
        "compare",
        "concurrency",
        "embedding",
        "fuzz",
        "ingest",
        "kills",
        "load",
        "peers",
        "reading",
        "retrieval",
        "tasks",
    } <= set(known)
    assert all(known.values())
    assert not {"history", "sections", "seeds", "guided", "__init__"} & set(known)
    monkeypatch.setattr(sys, "argv", ["benchmarks"])
    assert entry.main() == 0
    told = capsys.readouterr().out
    assert all(name in told and words in told for name, words in known.items())
    monkeypatch.setattr(sys, "argv", ["benchmarks", "nothing"])
    assert entry.main() == 2
    assert "'nothing' is none of" in capsys.readouterr().err


def test_a_command_gets_its_own_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = kept(tmp_path, run_of("aaa", 1, times(3.0)), run_of("bbb", 2, times(6.0)))
    monkeypatch.setattr(sys, "argv", ["benchmarks", "compare", "--history", str(path)])
    assert entry.main() == 1


def test_the_state_of_the_code_is_told_and_what_benchmarks_write_is_no_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "REPOSITORY", tmp_path)
    assert machine.commit() == machine.UNKNOWN
    names = ("code.py", "docs/benchmarks.md", "benchmarks/history.jsonl")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1")
    as_somebody = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (("init", "-q"), ("add", "."), (*as_somebody, "commit", "-qm", "one")):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    head = machine.commit()
    assert head.isalnum()
    for name in names[1:]:
        (tmp_path / name).write_text("2")
    assert machine.commit() == head
    (tmp_path / names[0]).write_text("2")
    assert machine.commit() == f"{head}-dirty"
