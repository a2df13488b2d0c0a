"""The sheet of cases: as it is handed out, filled in, and refused row by row."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from corpus.errors import ChidaoError
from eval.cases import Case, read_cases, write_cases
from eval.gold_tasks import GoldTask, read_gold_tasks
from eval.labels import KINDS
from eval.sheet import COLUMNS, SHEET, row_of
from eval.template import EXAMPLES, GUIDE, sheet_of

HEADS = [column.head for column in COLUMNS]


def filled(folder: Path, *rows: dict[str, Any], heads: list[str] | None = None) -> Path:
    """A template whose examples are replaced by `rows`, head -> value."""
    path = folder / "cases.xlsx"
    path.write_bytes(sheet_of())
    book = load_workbook(path)
    sheet = book[SHEET]
    sheet.delete_rows(2, 10)
    for number, head in enumerate(heads or [], start=1):
        sheet.cell(1, number).value = head
    for row in rows:
        sheet.append([row.get(head) for head in heads or HEADS])
    book.save(path)
    return path


GOOD: dict[str, Any] = {
    "Mã": "k1",
    "Loại câu hỏi": "khi nào",
    "Câu hỏi": "Bao giờ xong?",
    "Có câu trả lời": "có",
    "Ý phải có": "tháng 8/2024 | 31/8/2024\nBộ Y tế",
    "Đoạn căn cứ": "một chỗ|chỗ khác",
    "Thời hạn": "16/8/2024|15/08/2024",
    "Nhận": "có",
}


def test_a_filled_row_becomes_a_case(tmp_path: Path) -> None:
    assert read_cases(filled(tmp_path, GOOD)) == [
        Case(
            id="k1",
            cat="when",
            question="Bao giờ xong?",
            expect=(("tháng 8/2024", "31/8/2024"), ("Bộ Y tế",)),
            cite=(("một chỗ", "chỗ khác"),),
            due=((date(2024, 8, 16), date(2024, 8, 15)),),
            forbid=(),
            answerable=True,
            history=(),
        )
    ]


def test_the_examples_of_the_template_are_read_once_they_are_accepted(tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(sheet_of())
    assert read_cases(path) == []
    path.write_bytes(sheet_of(accepted="có"))
    assert read_cases(path) == list(EXAMPLES)


def test_the_template_explains_itself_and_offers_what_may_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(sheet_of())
    book = load_workbook(path)
    assert book.sheetnames[0] == GUIDE
    told = " ".join(str(cell.value) for row in book[GUIDE].iter_rows() for cell in row if cell.value)
    assert all(column.head in told and column.about in told for column in COLUMNS)
    lists = {str(rule.sqref): rule.formula1 for rule in book[SHEET].data_validations.dataValidation}
    assert len(lists) == sum(bool(column.options) for column in COLUMNS)
    options = [cell.value for cell in book["Danh mục"]["B"]]
    assert options[: len(KINDS)] == list(KINDS.values())


def test_a_day_that_excel_made_a_date_is_a_day(tmp_path: Path) -> None:
    [case] = read_cases(filled(tmp_path, GOOD | {"Thời hạn": datetime(2024, 8, 16)}))
    assert case.due == ((date(2024, 8, 16),),)


def test_a_row_without_a_name_is_called_by_its_number(tmp_path: Path) -> None:
    [case] = read_cases(filled(tmp_path, GOOD | {"Mã": None}))
    assert case.id == "dong-2"


def test_columns_may_be_moved_and_others_added(tmp_path: Path) -> None:
    heads = ["Ghi chú", *reversed(HEADS)]
    [case] = read_cases(filled(tmp_path, GOOD | {"Ghi chú": "x"}, heads=heads))
    assert case.id == "k1"


@pytest.mark.parametrize("accepted", [None, "không", " "])
def test_what_nobody_accepted_is_not_taken_and_not_checked(tmp_path: Path, accepted: str | None) -> None:
    assert read_cases(filled(tmp_path, {"Câu hỏi": "Ai?", "Nhận": accepted})) == []


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"Câu hỏi": None}, "cột Câu hỏi: trống, hãy điền"),
        ({"Loại câu hỏi": "bao giờ"}, "cột Loại câu hỏi: “bao giờ” không có trong danh sách (ai; "),
        ({"Có câu trả lời": "chắc có"}, "cột Có câu trả lời: “chắc có” không có trong danh sách (có; không)"),
        ({"Thời hạn": "30/2/2024"}, "cột Thời hạn: “30/2/2024” không phải ngày"),
        ({"Thời hạn": "tháng 8"}, "cột Thời hạn: “tháng 8” không phải ngày"),
        ({"Ý phải có": None, "Đoạn căn cứ": None}, "câu có câu trả lời cần ít nhất một ý"),
        ({"Có câu trả lời": "không"}, "“không”, nhưng cột Ý phải có hoặc Đoạn căn cứ có chữ"),
        ({"Lý do từ chối": "lười"}, "cột Lý do từ chối: “lười” không có trong danh sách"),
    ],
)
def test_a_wrong_cell_is_refused_by_row_and_column(tmp_path: Path, wrong: dict[str, Any], fault: str) -> None:
    with pytest.raises(ChidaoError) as refused:
        read_cases(filled(tmp_path, GOOD, GOOD | {"Mã": "k2"} | wrong))
    assert "có 1 lỗi:\n  dòng 3: " in str(refused.value)
    assert fault in str(refused.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ChidaoError) as refused:
        read_cases(filled(tmp_path, GOOD | {"Câu hỏi": None}, GOOD, GOOD))
    lines = str(refused.value).split("\n")
    assert lines[1:] == [
        "  dòng 2: cột Câu hỏi: trống, hãy điền",
        "  dòng 4: cột Mã: “k1” đã có ở dòng trên, hãy đặt mã khác",
    ]


def test_another_sheet_is_refused_by_the_columns_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(ChidaoError, match="thiếu cột Câu hỏi, Nhận; hãy chép bảng vào tệp mẫu"):
        read_cases(
            filled(tmp_path, heads=["a", "Loại câu hỏi", "b", "c", "Có câu trả lời", "d", "e", "f", "g", "h", "i"])
        )


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"nothing")
    with pytest.raises(ChidaoError, match="không mở được sổ tính"):
        read_cases(tmp_path / "a.xlsx")


def test_a_question_that_begins_like_a_formula_stays_words(tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(sheet_of([replace(EXAMPLES[0], question="=1+1")], accepted="có"))
    assert [case.question for case in read_cases(path)] == ["=1+1"]


def test_a_case_goes_through_its_row_and_through_its_line(tmp_path: Path) -> None:
    assert len(row_of(EXAMPLES[0])) == len(COLUMNS)
    task = GoldTask("a.txt", ("Bộ Y tế",), (), "rà soát hồ sơ", "trước ngày 5/8", "before", date(2031, 8, 5))
    case = replace(EXAMPLES[2], tasks=(task,), variant="typo", variant_of="x")
    write_cases(tmp_path / "a.jsonl", [case, EXAMPLES[0]])
    assert read_cases(tmp_path / "a.jsonl") == [case, EXAMPLES[0]]


@pytest.mark.parametrize(("mark", "taken"), [("", 0), ("không", 0), ("có", 1), ("x", 1), (True, 1), (False, 0)])
def test_a_line_that_wants_to_be_accepted_is_taken_where_it_is(tmp_path: Path, mark: object, taken: int) -> None:
    line = json.dumps(EXAMPLES[0].to_json() | {"nhận": mark})
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    assert len(read_cases(tmp_path / "a.jsonl")) == taken


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"doc": "a.txt", "lead": [], "action": "rà soát"}', "line 1, key 'lead'"),
        ('{"doc": "a.txt", "lead": ["Bộ Y tế"], "action": "rà soát", "due_end": "5/8"}', "line 1, key 'due_end'"),
        ("[", "line 1: not JSON"),
        ("[1]", "line 1: .*one object a line"),
    ],
)
def test_a_wrong_gold_task_is_refused_with_its_line_and_key(tmp_path: Path, line: str, fault: str) -> None:
    (tmp_path / "tasks.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(ChidaoError, match=fault):
        read_gold_tasks(tmp_path / "tasks.jsonl")
