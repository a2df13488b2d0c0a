"""The commands of the register over a store of two invented documents, from the reading to the file on the disk."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from assistant import cli
from index.ingest import index_folder
from index.store import Store
from tests.fake_embedder import FakeEmbedder

Run = Callable[..., tuple[int, str, str]]

WORK = (
    "Bộ Y tế chủ trì, phối hợp với Bộ Công an xây dựng, trình Chính phủ ban hành Nghị định về kết nối, dùng chung dữ "
    "liệu khám bệnh, chữa bệnh giữa các bệnh viện trên toàn quốc"
)
LETTER = f"""\
1. {WORK} trước ngày 16/8/2031.
2. Bộ Tài chính rà soát, bố trí kinh phí vận hành kho hồ sơ sức khỏe, báo cáo Thủ tướng Chính phủ trong tháng 5/2031.
3. Bộ Thông tin và Truyền thông hướng dẫn các bệnh viện bảo vệ hệ thống thông tin.
"""
REPORT = f"{WORK} trước ngày 01/7/2031.\n"
MANIFEST = """\
["cong-van.txt"]
title = "Công văn về dữ liệu khám bệnh, chữa bệnh"
number = "118/VPCP-KGVX"
date = "2031-03-07"
official = true
["bao.txt"]
title = "Họp về dữ liệu y tế"
date = "2031-02-20"
official = false
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of a letter and of a press report that names one of its tasks with another day."""
    folder = tmp_path / "văn bản"
    folder.mkdir()
    for name, text in (("cong-van.txt", LETTER), ("bao.txt", REPORT), ("manifest.toml", MANIFEST)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _index(folder: Path, place: Path) -> None:
    store = Store(place)
    index_folder(store, folder, FakeEmbedder())
    store.close()


@pytest.fixture
def place(folder: Path, tmp_path: Path) -> Path:
    """A store of that folder."""
    _index(folder, tmp_path / "kho")
    return tmp_path / "kho"


@pytest.fixture
def run(place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command over the store; (exit status, standard output, standard error)."""
    monkeypatch.setenv("CHIDAO_STORE", str(place))
    monkeypatch.setenv("CHIDAO_USER", "Lan")
    monkeypatch.setenv("COLUMNS", "160")

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["chidao", *arguments])
        status = 0
        try:
            cli.main()
        except SystemExit as left:
            status = left.code if isinstance(left.code, int) else 1
        return status, *capfd.readouterr()

    return command


def _records(run: Run, *arguments: str) -> list[dict[str, Any]]:
    status, out, err = run("tasks", "--json", "--today", "01/06/2031", *arguments)
    assert (status, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


def _one(run: Run, *arguments: str) -> dict[str, Any]:
    (found,) = _records(run, *arguments)
    return found


def test_the_table_shows_the_same_work_once_and_ends_with_the_count(run: Run) -> None:
    status, out, err = run("tasks", "--today", "2031-06-01")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].split() == ["Hạn", "Trạng", "thái", "Chủ", "trì", "Việc", "Văn", "bản,", "mục"]
    assert lines[-1] == "3 nhiệm vụ trong 2 văn bản (1 nhiệm vụ trùng được gộp)"
    flat = " ".join(out.split())
    assert flat.count("15/08/2031") == 1
    assert "cũng nêu tại Họp về dữ liệu y tế ngày 20/2/2031" in flat
    assert "hạn chênh 46 ngày (30/06/2031)" in flat
    assert "quá hạn" in flat
    assert "\x1b" not in out


def test_records_are_all_told_in_json_each_with_its_own_day(run: Run) -> None:
    records = _records(run)
    assert [(r["document"], r["last_permitted"], r["status"]) for r in records] == [
        ("cong-van.txt", "2031-05-31", "overdue"),
        ("bao.txt", "2031-06-30", "due_soon"),
        ("cong-van.txt", "2031-08-15", "in_time"),
        ("cong-van.txt", None, "no_day"),
    ]
    report, letter = records[1:3]
    assert report["group"] == letter["group"] == letter["id"]
    for found in records:
        text = run("text", found["document"])[1]
        assert text[found["start"] : found["end"]] == found["quote"]
    (merged,) = records[3]["today"]
    assert merged["written"] == "Bộ Thông tin và Truyền thông"
    assert "Bộ Khoa học và Công nghệ" in merged["names"]


@pytest.mark.parametrize(
    ("arguments", "days"),
    [
        (("--assignee", "Bộ Y tế"), ["2031-06-30", "2031-08-15"]),
        (("--assignee", "Bộ Công an"), []),
        (("--assignee", "Bộ Công an", "--with-coordinating"), ["2031-06-30", "2031-08-15"]),
        (("--assignee", "bo tai chinh"), ["2031-05-31"]),
        (("--due-from", "6/2031", "--due-to", "6/2031"), ["2031-06-30"]),
        (("--due-to", "2030"), []),
        (("--due-from", "30/06/2031", "--due-to", "2031-08-15"), ["2031-06-30", "2031-08-15"]),
        (("--document", "118/VPCP-KGVX", "--text", "kinh phí"), ["2031-05-31"]),
        (("--status", "quá hạn", "--status", "con-han"), ["2031-05-31", "2031-08-15"]),
        (("--status", "no_day"), [None]),
    ],
)
def test_filters_choose_records(run: Run, arguments: Sequence[str], days: list[str | None]) -> None:
    assert [r["last_permitted"] for r in _records(run, *arguments)] == days


def test_where_nothing_is_found_the_table_says_what_was_looked_for(run: Run) -> None:
    status, out, err = run("tasks", "--assignee", "Bộ Xây dựng", "--due-to", "2030", "--status", "xong")
    assert (status, err) == (0, "")
    assert out == "Không có nhiệm vụ nào khớp: chủ trì “Bộ Xây dựng”, hạn đến 31/12/2030, trạng thái xong.\n"


def test_an_empty_register_names_the_command_that_fills_it(run: Run, tmp_path: Path) -> None:
    empty = str(tmp_path / "rỗng")
    Store(tmp_path / "rỗng").close()
    assert run("tasks", "--store", empty) == (0, "Sổ nhiệm vụ trống; hãy nạp văn bản: chidao index THƯ_MỤC\n", "")
    assert run("tasks", "--json", "--store", empty) == (0, "", "")


def test_csv_goes_to_standard_output_with_a_byte_order_mark(run: Run) -> None:
    status, out, _ = run("tasks", "--csv")
    assert status == 0
    assert out.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline="")))
    assert [row["Hạn"] for row in rows] == ["2031-05-31", "2031-06-30", "2031-08-15", ""]


def test_workbook_and_calendar_are_written_to_files(run: Run, tmp_path: Path) -> None:
    book, days = tmp_path / "sổ.xlsx", tmp_path / "lịch.ics"
    assert run("tasks", "--xlsx", str(book)) == (0, f"Đã ghi 4 nhiệm vụ vào {book}.\n", "")
    assert load_workbook(book).active.max_row == 5
    told = f"Đã ghi 2 việc vào {days}; 1 việc không nêu ngày nên không vào lịch.\n"
    assert run("tasks", "--ics", str(days)) == (0, told, "")
    assert len(Calendar.from_ical(days.read_bytes()).walk("VEVENT")) == 2


def test_a_task_is_corrected_and_the_history_is_kept(run: Run) -> None:
    key = _one(run, "--text", "kinh phí")["id"]
    status, out, err = run(
        "task", "set", key[:6], "--due", "trước ngày 10/7/2031", "--lead", "Bộ Xây dựng", "--note", "x"
    )
    assert (status, err) == (0, "")
    assert "Lan: " in out.splitlines()[0]
    assert "thời hạn: trước ngày 10/7/2031" in out
    corrected = _one(run, "--assignee", "Bộ Xây dựng")
    assert (corrected["id"], corrected["last_permitted"]) == (key, "2031-07-09")
    assert corrected["edited"]["who"] == "Lan"
    run("task", "set", key, "--undo", "lead", "--by", "Minh")
    assert _one(run, "--text", "kinh phí")["lead"] == ["Bộ Tài chính"]
    shown = run("task", "show", key)[1]
    assert "Minh: chủ trì: lấy lại như văn bản" in shown
    assert "09/07/2031" in shown
    told = json.loads(run("task", "show", key, "--json")[1])
    assert [edit["who"] for edit in told["edits"]] == ["Lan", "Minh"]
    assert told["id"] == key


def test_a_task_is_done_and_not_done_after_all(run: Run) -> None:
    key = _one(run, "--text", "kinh phí")["id"]
    assert run("task", "set", key, "--done", "--note", "Quyết định 9")[0] == 0
    done = _one(run, "--status", "xong")
    assert (done["id"], done["done"]["note"]) == (key, "Quyết định 9")
    run("task", "set", key, "--not-done")
    assert _records(run, "--status", "xong") == []


def test_what_is_no_task_is_left_out_until_it_is_asked_for(run: Run) -> None:
    key = _one(run, "--text", "kinh phí")["id"]
    run("task", "set", key, "--not-a-task", "--no-due")
    assert key not in [r["id"] for r in _records(run)]
    rejected = next(r for r in _records(run, "--with-rejected") if r["id"] == key)
    assert (rejected["rejected"], rejected["due"]) == (True, None)
    run("task", "set", key, "--a-task")
    assert key in [r["id"] for r in _records(run)]


def test_edits_whose_passage_is_gone_are_told_as_such(run: Run, folder: Path, place: Path) -> None:
    assert run("task", "edits") == (0, "Chưa ai ghi gì về nhiệm vụ nào.\n", "")
    key = _one(run, "--text", "kinh phí")["id"]
    run("task", "set", key, "--done")
    (folder / "cong-van.txt").write_text(LETTER.replace("kho hồ sơ sức khỏe", "kho thuốc"), encoding="utf-8")
    _index(folder, place)
    out = run("task", "edits")[1]
    assert f"[{key}] cong-van.txt" in out
    assert "đã xong; đoạn văn không còn trong kho" in out
    assert "đoạn văn không còn trong kho" in run("task", "show", key)[1]
    (told,) = [json.loads(line) for line in run("task", "edits", "--json")[1].splitlines()]
    assert (told["task"], told["passage_gone"], told["changes"]) == (key, True, {"done": True})


def test_explain_tells_what_was_read_from_each_sentence(run: Run) -> None:
    status, out, err = run("tasks", "--explain", "118/VPCP-KGVX")
    assert (status, err) == (0, "")
    flat = " ".join(out.split())
    assert out.startswith("cong-van.txt: Công văn về dữ liệu khám bệnh, chữa bệnh\n")
    assert "→ Việc: rà soát, bố trí kinh phí vận hành kho hồ sơ sức khỏe" in flat
    assert "Chủ trì: Bộ Tài chính" in flat
    assert "2031-05-01 đến 2031-05-31" in flat
    assert re.search(r"3 nhiệm vụ từ \d+ câu, mục, dòng", out.splitlines()[-1])


def test_explain_reads_the_store_and_not_the_disk(run: Run, folder: Path) -> None:
    before = run("tasks", "--explain", "cong-van.txt")
    (folder / "cong-van.txt").unlink()
    assert run("tasks", "--explain", "cong-van.txt") == before


def test_the_wider_the_terminal_the_wider_the_table(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (80, 160):
        monkeypatch.setenv("COLUMNS", str(columns))
        longest = max(map(len, run("tasks", "--full")[1].splitlines()))
        assert columns - 20 < longest <= columns


@pytest.mark.usefixtures("run")  # sets the store
def test_a_terminal_sees_colours() -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "tasks", "--today", "2031-06-01"], stdout=theirs
    ) as run:
        os.close(theirs)
        shown = b"".join(_pieces(ours)).decode()
    os.close(ours)
    assert run.returncode == 0
    assert "\x1b[31m31/05/2031" in shown


def _pieces(terminal: int) -> Iterator[bytes]:
    try:
        while piece := os.read(terminal, 4096):
            yield piece
    except OSError:  # how a terminal says that its other side is closed
        return


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("tasks", "--due-from", "mai"), "không hiểu ngày 'mai'; hãy ghi như 31/12/2024"),
        (("tasks", "--due-to", "31/02/2031"), "lịch không có ngày '31/02/2031'"),
        (("tasks", "--today", "2031"), "'2031' không phải một ngày"),
        (("tasks", "--status", "trễ"), "không có trạng thái 'trễ'"),
        (("tasks", "--json", "--csv"), "chỉ nêu được một trong"),
        (("tasks", "--document", "999/QĐ-TTg"), "kho không có văn bản '999/QĐ-TTg'"),
        (("tasks", "--explain", "999/QĐ-TTg"), "kho không có văn bản '999/QĐ-TTg'"),
        (("tasks", "--xlsx", "không/có/sổ.xlsx"), "không ghi được tệp 'không/có/sổ.xlsx'"),
        (("task", "show", "zzz"), "không có nhiệm vụ nào có mã 'zzz'"),
        (("task", "set", "zzz", "--done"), "không có nhiệm vụ nào có mã 'zzz'"),
        (("task", "set", "zzz", "--due", "2031", "--no-due"), "chỉ nêu được một trong --due và --no-due"),
    ],
)
def test_a_refusal_is_one_line_and_exit_status_1(run: Run, arguments: Sequence[str], told: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (1, "")
    assert err.startswith("chidao: ")
    assert told in err
    assert err.count("\n") == 1


def test_a_change_that_says_nothing_or_no_time_is_refused(run: Run) -> None:
    key = _one(run, "--text", "kinh phí")["id"]
    assert "không có gì để ghi" in run("task", "set", key)[2]
    assert "không hiểu thời hạn 'sớm'" in run("task", "set", key, "--due", "sớm")[2]


def test_who_nobody_knows_is_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    key = _one(run, "--text", "kinh phí")["id"]
    monkeypatch.delenv("CHIDAO_USER")
    monkeypatch.setattr("getpass.getuser", nobody)
    status, _, err = run("task", "set", key, "--done")
    assert (status, err.startswith("chidao: chưa biết ai ghi; hãy nêu --by")) == (1, True)
