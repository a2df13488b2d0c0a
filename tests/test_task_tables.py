"""Tables of tasks: heads in many wordings, merged cells, groups, sub-items, lines side by side; and what is none."""

from __future__ import annotations

import importlib
import io
import re
import tomllib
import unicodedata
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from itertools import islice
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from corpus.gazetteer import fold
from corpus.readers import parse
from corpus.reading import Cell, Reading, Span, Table
from corpus.tasks.deadlines import Issued
from corpus.tasks.tables import RowRemark, TableReading, read_table, read_tables
from corpus.tasks.tables.grid import value_of
from corpus.tasks.tables.heads import Role, Wording, label_of, load_wordings
from corpus.tasks.tables.outline import is_ditto, number_of
from corpus.tasks.tables.values import CellReader, action_of, is_clock, items_of
from corpus.tasks.tables.who import who_helps, who_leads
from corpus.tasks.task import Body, Relation, Task

ISSUED = Issued.of("2031-02-14")
HEAD = "TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn"
MODULES = ("grid", "heads", "outline", "rows", "values", "who", "charges")


def html(*rows: str) -> str:
    """A table: cells parted by " | "; a cell may begin with "colspan=2 rowspan=3: ", "/" starts a paragraph in it."""
    lines = []
    for row in rows:
        cells = []
        for written in row.split("|"):
            spans = re.match(r"\s*((?:(?:row|col)span=\d+\s?)+):", written)
            words = written[spans.end() :] if spans else written
            inner = "".join(f"<p>{part.strip()}</p>" for part in words.split(" / "))
            cells.append(f"<td {spans[1] if spans else ''}>{inner}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def page(*parts: str) -> Reading:
    body = "".join(f"<p>{part}</p>" if not part.startswith("<") else part for part in parts)
    return parse(Path("a.html"), f"<html><body>{body}</body></html>".encode())


def read(*rows: str, inherited: Sequence[Body] = ()) -> tuple[Reading, TableReading]:
    reading = page("Phụ lục kèm theo Kế hoạch", html(*rows))
    (table,) = reading.tables
    return reading, read_table(reading, table, ISSUED, lambda span: 7, inherited)


def shown(text: str, span: Span) -> str:
    return " ".join(span.of(text).split())


def told(reading: Reading, task: Task) -> tuple[str, list[str], str | None]:
    """The work, who leads it, and the words of its deadline."""
    return shown(reading.text, task.action), [body.name for body in task.lead], task.due.text if task.due else None


def all_told(*rows: str, inherited: Sequence[Body] = ()) -> list[tuple[str, list[str], str | None]]:
    reading, found = read(*rows, inherited=inherited)
    return [told(reading, task) for task in found.tasks]


# --- the words of heads ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "role"),
    [
        *(
            (words, Role.TASK)
            for words in (
                "NHIỆM VỤ", "Nội dung công việc", "Nội dung/nhiệm vụ", "Tên nhiệm vụ, đề án", "Nhiệm vụ, giải pháp",
                "Công việc", "Hoạt động", "Việc cần làm", "Tên văn bản", "Danh mục nhiệm vụ", "Nội dung thực hiện",
                "Các nhiệm vụ trọng tâm", "Nhiệm vụ cụ thể (chi tiết)",
            )
        ),
        *(
            (words, Role.LEAD)
            for words in (
                "Cơ quan chủ trì", "ĐƠN VỊ CHỦ TRÌ", "Chủ trì", "Đơn vị thực hiện", "Cơ quan, đơn vị thực hiện",
                "Phân công", "Trách nhiệm thực hiện", "Người phụ trách", "Đơn vị đầu mối", "Cơ quan chịu trách nhiệm",
                "Bộ, cơ quan chủ trì soạn thảo", "Chủ trì tham mưu", "Cơ quan", "Đơn vị, cá nhân",
            )
        ),
        *(
            (words, Role.COORDINATING)
            for words in ("Phối hợp", "Cơ quan phối hợp", "Đơn vị tham gia", "Các đơn vị phối hợp thực hiện")
        ),
        *(
            (words, Role.TIME)
            for words in (
                "Thời hạn", "Thời gian", "Thời gian hoàn thành", "Tiến độ", "Hạn hoàn thành", "Thời gian trình", "Năm",
                "Thời gian thực hiện nhiệm vụ", "Dự kiến thời gian hoàn thành", "Thời điểm", "Lộ trình", "Hạn",
            )
        ),
        *(
            (words, Role.PRODUCT)
            for words in ("Sản phẩm", "Kết quả", "Kết quả đầu ra", "Dự kiến sản phẩm", "Hình thức văn bản")
        ),
        *((words, Role.NUMBER) for words in ("STT", "TT", "Số TT", "Số thứ tự")),
        *((words, Role.APPROVAL) for words in ("Cấp trình", "Cấp phê duyệt", "Cơ quan ban hành", "Cơ quan trình")),
        *((words, Role.MONEY) for words in ("Kinh phí (triệu đồng)", "Nguồn vốn", "Dự toán")),
        *((words, Role.TARGET) for words in ("Chỉ tiêu", "Mục tiêu đến năm 2030")),
        ("Ghi chú", Role.NOTE),
        ("Họ và tên", Role.PERSON),
        ("Đơn vị tính", Role.OTHER),
        ("Thời gian bắt đầu", Role.OTHER),
    ],
)  # fmt: skip
def test_a_head_says_what_its_column_holds(written: str, role: Role) -> None:
    label = label_of(written)
    assert label is not None
    assert label.role is role


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Sở Y tế",
        "Các bộ, ngành, địa phương",
        "2031",
        "Năm 2031",
        "Rà soát nhiệm vụ",
        "UBND các xã, phường",
        "12 | 3",
    ],
)
def test_other_words_are_no_head(written: str) -> None:
    assert label_of(written) is None


def test_of_two_columns_the_one_that_is_named_more_closely_decides() -> None:
    tasks = all_told(
        "TT | Nội dung | Đơn vị thực hiện | Đơn vị chủ trì | Thời gian thực hiện | Thời gian hoàn thành",
        "1 | Lập bản đồ ngập lụt | Phòng Kỹ thuật | Sở Xây dựng | Từ tháng 3/2031 | Tháng 9/2031",
    )
    assert tasks == [("Lập bản đồ ngập lụt", ["Sở Xây dựng"], "Tháng 9/2031")]


def test_who_carries_out_leads_beside_who_coordinates() -> None:
    _reading, found = read(
        "Số TT | Tên nhiệm vụ | Đơn vị thực hiện | Đơn vị phối hợp | Hạn hoàn thành",
        "1 | Kiểm tra hồ đập | Sở Nông nghiệp và Môi trường | Công an tỉnh | 30/6/2031",
    )
    assert found.columns == {Role.NUMBER: 0, Role.TASK: 1, Role.LEAD: 2, Role.COORDINATING: 3, Role.TIME: 4}
    (task,) = found.tasks
    assert [body.name for body in task.lead] == ["Sở Nông nghiệp và Môi trường"]
    assert [body.name for body in task.coordinating] == ["Công an tỉnh"]
    assert task.due is not None
    assert task.due.end == date(2031, 6, 30)


def test_a_head_may_stand_over_two_rows() -> None:
    reading, found = read(
        "rowspan=2:STT | rowspan=2:Nội dung công việc | colspan=2:Cơ quan thực hiện | rowspan=2:Thời gian",
        "Chủ trì | Phối hợp",
        "1 | Ban hành quy chế họp trực tuyến | Văn phòng UBND tỉnh | Sở Nội vụ | Quý III/2031",
    )
    assert [told(reading, task) for task in found.tasks] == [
        ("Ban hành quy chế họp trực tuyến", ["Văn phòng UBND tỉnh"], "Quý III/2031")
    ]
    assert [body.name for body in found.tasks[0].coordinating] == ["Sở Nội vụ"]


@pytest.mark.parametrize("above", ["colspan=2:Phân công", "Cơ quan thực hiện | "])
def test_a_head_over_two_rows_may_leave_cells_empty_instead_of_merging_them(above: str) -> None:
    tasks = all_told(
        f"STT | Nội dung công việc | {above} | Thời gian",
        " | | Chủ trì | Phối hợp | ",
        "1 | Ban hành quy chế họp trực tuyến | Văn phòng UBND tỉnh | Sở Nội vụ | Quý III/2031",
    )
    assert tasks == [("Ban hành quy chế họp trực tuyến", ["Văn phòng UBND tỉnh"], "Quý III/2031")]


def test_a_title_row_and_a_row_that_counts_the_columns_are_no_tasks() -> None:
    tasks = all_told(
        "colspan=5:BẢNG PHÂN CÔNG NHIỆM VỤ",
        HEAD,
        "(1) | (2) | (3) | (4) | (5)",
        "1 | Tổng kiểm kê đất rừng | Sở Nông nghiệp và Môi trường | | 2031",
    )
    assert tasks == [("Tổng kiểm kê đất rừng", ["Sở Nông nghiệp và Môi trường"], "2031")]


def test_a_head_that_is_repeated_within_the_table_is_no_task() -> None:
    tasks = all_told(
        HEAD,
        "1 | Mở lớp học bơi | Sở Văn hóa, Thể thao và Du lịch | | Tháng 7/2031",
        HEAD,
        "2 | Sửa cầu treo | Sở Xây dựng | | Tháng 8/2031",
    )
    assert [task[0] for task in tasks] == ["Mở lớp học bơi", "Sửa cầu treo"]


def test_a_head_may_change_within_the_table() -> None:
    tasks = all_told(
        "TT | Nhiệm vụ | Chủ trì | Thời hạn",
        "1 | Mở lớp học bơi | Sở Y tế | Tháng 7/2031",
        "TT | Nhiệm vụ | Thời hạn | Chủ trì",
        "2 | Sửa cầu treo | Tháng 8/2031 | Sở Xây dựng",
    )
    assert tasks[1] == ("Sửa cầu treo", ["Sở Xây dựng"], "Tháng 8/2031")


def test_the_head_of_the_time_column_may_name_the_year() -> None:
    _, found = read("TT | Công việc | Chủ trì | Thời hạn (năm 2033)", "1 | Sửa cầu treo | Sở Xây dựng | Quý II")
    assert found.tasks[0].due is not None
    assert found.tasks[0].due.end == date(2033, 6, 30)


# --- rows -----------------------------------------------------------------------------------------------------


def test_a_row_is_a_task_with_spans_into_the_stored_text() -> None:
    reading, found = read(
        "TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Sản phẩm | Chỉ tiêu | Thời hạn",
        "1 | a) Số hóa sổ hộ tịch; | Sở Tư pháp; UBND cấp xã | Công an tỉnh / Bưu điện tỉnh | Cơ sở dữ liệu | 90%"
        "| Trước 15/11/2031",
    )
    (task,) = found.tasks
    text = reading.text
    assert shown(text, task.action) == "Số hóa sổ hộ tịch"
    assert [(body.name, body.span.of(text)) for body in task.lead] == [
        ("Sở Tư pháp", "Sở Tư pháp"),
        ("UBND cấp xã", "UBND cấp xã"),
    ]
    assert [body.span.of(text) for body in task.coordinating] == ["Công an tỉnh", "Bưu điện tỉnh"]
    assert task.product is not None
    assert task.product.of(text) == "Cơ sở dữ liệu"
    assert task.target is not None
    assert task.target.of(text) == "90%"
    assert task.due is not None
    assert (task.due.relation, task.due.end) == (Relation.BEFORE, date(2031, 11, 15))
    assert task.due.span.of(text) == task.due.text
    assert task.quote.of(text).startswith("1 | a) Số hóa")
    assert task.quote.of(text).endswith("15/11/2031")
    assert (task.section, task.rule, task.inherited) == (7, "table-row", ())


def test_a_group_of_bodies_stays_one_lead() -> None:
    tasks = all_told(HEAD, "1 | Tiết kiệm điện | Các bộ, ngành, địa phương | | Thường xuyên")
    assert tasks == [("Tiết kiệm điện", ["Các bộ, ngành, địa phương"], "Thường xuyên")]


def test_a_day_in_the_words_of_the_work_counts_where_the_cell_of_time_is_empty() -> None:
    _, found = read(HEAD, "1 | Gửi báo cáo kết quả trước ngày 20/10/2031 | Sở Công Thương | | ")
    assert found.tasks[0].due is not None
    assert found.tasks[0].due.end == date(2031, 10, 20)
    assert found.tasks[0].inherited == ()


def test_a_row_without_a_body_is_no_task_but_is_remarked() -> None:
    reading, found = read(
        HEAD,
        "1 | Sửa cầu treo | Sở Xây dựng | | 2031",
        "2 | Trồng cây ven sông | | | 2032",
        "3 | Nạo vét kênh | Sở Nông nghiệp và Môi trường | | -",
    )
    assert [told(reading, task)[0] for task in found.tasks] == ["Sửa cầu treo", "Nạo vét kênh"]
    assert [(remark.missing, remark.span.of(reading.text)[:1]) for remark in found.rows_without] == [
        ("lead", "2"),
        ("due", "3"),
    ]
    assert isinstance(found.rows_without[0], RowRemark)


@pytest.mark.parametrize("sign", ["nt", "-nt-", "Như trên", '"', "”", "- nt -"])
def test_a_ditto_repeats_the_cell_above(sign: str) -> None:
    reading, found = read(
        HEAD,
        "1 | Sửa cầu treo | Sở Xây dựng | Công an tỉnh | Quý I/2032",
        f"2 | Đặt biển báo | {sign} | {sign} | {sign}",
        f"3 | Sơn kẻ vạch | {sign} | | Quý II/2032",
    )
    assert [told(reading, task) for task in found.tasks] == [
        ("Sửa cầu treo", ["Sở Xây dựng"], "Quý I/2032"),
        ("Đặt biển báo", ["Sở Xây dựng"], "Quý I/2032"),
        ("Sơn kẻ vạch", ["Sở Xây dựng"], "Quý II/2032"),
    ]
    assert found.tasks[1].inherited == ("lead", "coordinating", "due")
    assert found.tasks[1].rule == "table-row-ditto"


# --- who leads and who helps, said within one cell ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "lead", "helpers"),
    [
        ("Chủ trì: Sở Y tế; phối hợp: Sở Tài chính", ["Sở Y tế"], ["Sở Tài chính"]),
        ("Sở Y tế chủ trì, phối hợp với Sở Tài chính, Sở Nội vụ", ["Sở Y tế"], ["Sở Tài chính", "Sở Nội vụ"]),
        ("Sở Y tế (chủ trì), Sở Nội vụ (phối hợp)", ["Sở Y tế"], ["Sở Nội vụ"]),
        ("Sở Y tế (chủ trì), Sở Nội vụ", ["Sở Y tế"], ["Sở Nội vụ"]),
        ("Phối hợp: Sở Nội vụ\nCơ quan chủ trì: Sở Y tế", ["Sở Y tế"], ["Sở Nội vụ"]),
        ("Sở Y tế phối hợp với Sở Nội vụ", ["Sở Y tế"], ["Sở Nội vụ"]),
        ("Sở Y tế (CQ chủ trì), Sở Nội vụ", ["Sở Y tế"], ["Sở Nội vụ"]),
        ("Giao Sở Y tế", ["Sở Y tế"], []),
        ("Đơn vị thực hiện: Sở Y tế", ["Sở Y tế"], []),
        ("Sở Y tế, Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"], []),
        ("- Sở Y tế\n- Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"], []),
        ("1. Sở Y tế;\n2. UBND cấp xã", ["Sở Y tế", "UBND cấp xã"], []),
        ("Sở Y tế\ncác sở, ngành liên quan", ["Sở Y tế", "các sở, ngành liên quan"], []),
        ("Chủ trì: Sở Y tế\nPhối hợp:\n- Sở Nội vụ\n- UBND cấp xã", ["Sở Y tế"], ["Sở Nội vụ", "UBND cấp xã"]),
    ],
)
def test_a_cell_may_say_who_leads_and_who_helps(written: str, lead: list[str], helpers: list[str]) -> None:
    found = who_leads(value_of(written, Span(0, len(written))))
    assert [body.name for body in found.lead] == lead
    assert [body.name for body in found.coordinating] == helpers
    assert all(body.span.of(written) == body.name for body in (*found.lead, *found.coordinating))


def test_the_column_of_helpers_may_repeat_the_word() -> None:
    written = "Phối hợp: Sở Nội vụ, Công an tỉnh"
    assert [b.name for b in who_helps(value_of(written, Span(0, len(written))))] == ["Sở Nội vụ", "Công an tỉnh"]


# --- merged cells, groups, sub-items ----------------------------------------------------------------------------


def test_a_merged_cell_holds_for_each_row_that_it_reaches_over() -> None:
    reading, found = read(
        HEAD,
        "1 | Sửa cầu treo | rowspan=2:Sở Xây dựng | rowspan=3:Công an tỉnh | Quý I/2032",
        "2 | Đặt biển báo | rowspan=2:Tháng 6/2032",
        "3 | Cắm mốc lộ giới | Sở Nội vụ",
    )
    assert [told(reading, task) for task in found.tasks] == [
        ("Sửa cầu treo", ["Sở Xây dựng"], "Quý I/2032"),
        ("Đặt biển báo", ["Sở Xây dựng"], "Tháng 6/2032"),
        ("Cắm mốc lộ giới", ["Sở Nội vụ"], "Tháng 6/2032"),
    ]
    assert [task.rule for task in found.tasks] == ["table-row", "table-row-merged", "table-row-merged"]
    assert [task.inherited for task in found.tasks] == [(), ("lead", "coordinating"), ("coordinating", "due")]
    assert [[b.name for b in task.coordinating] for task in found.tasks] == [["Công an tỉnh"]] * 3


def test_a_work_merged_over_rows_with_bodies_of_their_own_is_a_task_of_each() -> None:
    reading, found = read(
        HEAD,
        "rowspan=2:1 | rowspan=2:Tập huấn cứu nạn | Công an tỉnh | | Tháng 5/2031",
        "Bộ Chỉ huy Quân sự tỉnh | | Tháng 9/2031",
        "2 | Sửa cầu treo | Sở Xây dựng | | 2031",
    )
    assert [told(reading, task) for task in found.tasks] == [
        ("Tập huấn cứu nạn", ["Công an tỉnh"], "Tháng 5/2031"),
        ("Tập huấn cứu nạn", ["Bộ Chỉ huy Quân sự tỉnh"], "Tháng 9/2031"),
        ("Sửa cầu treo", ["Sở Xây dựng"], "2031"),
    ]
    assert all(task.quote.holds(task.action) for task in found.tasks)


@pytest.mark.parametrize(
    "heading",
    [
        "I | colspan=4:HOÀN THIỆN QUY CHẾ",
        "colspan=5:I. Hoàn thiện quy chế",
        "colspan=5:Hoàn thiện quy chế",
        "I | Hoàn thiện quy chế | | | ",
        "A | Hoàn thiện quy chế | | | ",
        " | HOÀN THIỆN QUY CHẾ | | | ",
        " | Hoàn thiện quy chế | | | ",
        "Hoàn thiện quy chế | | | | ",
    ],
)
def test_a_group_row_is_a_heading(heading: str) -> None:
    reading, found = read(HEAD, heading, "1 | Sửa cầu treo | Sở Xây dựng | | 2031")
    assert [told(reading, task) for task in found.tasks] == [("Sửa cầu treo", ["Sở Xây dựng"], "2031")]
    assert found.rows_without == ()


def test_a_heading_that_names_a_body_or_a_time_gives_it_to_its_rows() -> None:
    reading, found = read(
        HEAD,
        "I | colspan=4:Nhiệm vụ của Sở Tư pháp",
        "1 | Số hóa sổ hộ tịch | | Công an tỉnh | Quý III/2031",
        "2 | Mở điểm trợ giúp | Sở Nội vụ | | Quý IV/2031",
        "II | colspan=4:SỞ CÔNG THƯƠNG",
        "3 | Kiểm tra chợ đầu mối | | | Quý II/2031",
        "III | colspan=4:Quý I năm 2032",
        "4 | Rà quét lỗ hổng | Công an tỉnh | | ",
        "IV | colspan=4:Việc khác",
        "5 | Trực tổng đài | | | 2031",
    )
    assert [told(reading, task) for task in found.tasks] == [
        ("Số hóa sổ hộ tịch", ["Sở Tư pháp"], "Quý III/2031"),
        ("Mở điểm trợ giúp", ["Sở Nội vụ"], "Quý IV/2031"),
        ("Kiểm tra chợ đầu mối", ["SỞ CÔNG THƯƠNG"], "Quý II/2031"),
        ("Rà quét lỗ hổng", ["Công an tỉnh"], "Quý I năm 2032"),
    ]
    assert found.tasks[0].inherited == ("lead",)
    assert found.tasks[3].inherited == ("due",)
    assert [remark.span.of(reading.text)[:1] for remark in found.rows_without] == ["5"]


def test_what_a_heading_gives_ends_with_the_next_heading_of_its_rank_or_above() -> None:
    tasks = all_told(
        HEAD,
        "A | colspan=4:VIỆC RIÊNG",
        "colspan=5:Sở Nội vụ:",
        "1 | Tuyển dụng | | | Tháng 10/2031",
        "- | Đăng tin | | | ",
        "+ | Chấm thi | | Sở Y tế | Tháng 11/2031",
        "2 | Tập huấn | | | Tháng 12/2031",
        "colspan=5:Sở Y tế",
        "3 | Khám sức khỏe | | | 2031",
        "B | colspan=4:VIỆC CHUNG",
        "4 | Tiết kiệm điện | | | 2031",
    )
    assert tasks == [
        ("Tuyển dụng", ["Sở Nội vụ"], "Tháng 10/2031"),
        ("Chấm thi", ["Sở Nội vụ"], "Tháng 11/2031"),
        ("Tập huấn", ["Sở Nội vụ"], "Tháng 12/2031"),
        ("Khám sức khỏe", ["Sở Y tế"], "2031"),
    ]


def test_an_item_that_only_opens_a_list_lets_the_body_above_it_through() -> None:
    tasks = all_told(
        HEAD,
        "1 | Tuyển dụng viên chức | Sở Nội vụ | | 2031",
        "- | Chuẩn bị | | | ",
        "+ | Chấm thi | | | Tháng 11/2031",
    )
    assert tasks[1:] == [("Chấm thi", ["Sở Nội vụ"], "Tháng 11/2031")]


def test_a_group_row_passes_its_merged_cells_down() -> None:
    tasks = all_told(
        HEAD,
        "1 | Làm sạch dữ liệu đất đai | rowspan=3:Sở Nông nghiệp và Môi trường | | rowspan=3:Tháng 10/2031",
        "1.1 | Đối soát thửa đất | UBND cấp xã",
        "1.2 | Cập nhật biến động | ",
        "2 | Sửa cầu treo | Sở Xây dựng | | 2031",
    )
    assert tasks == [
        ("Đối soát thửa đất", ["Sở Nông nghiệp và Môi trường"], "Tháng 10/2031"),
        ("Cập nhật biến động", ["Sở Nông nghiệp và Môi trường"], "Tháng 10/2031"),
        ("Sửa cầu treo", ["Sở Xây dựng"], "2031"),
    ]


def test_a_sub_item_without_a_body_has_that_of_the_item_above() -> None:
    reading, found = read(
        HEAD,
        "1 | Chuẩn hóa mã bệnh | Sở Y tế | | 2031",
        "1.1 | Lập danh mục | | | Tháng 5/2031",
        "1.2 | In sổ tay | Sở Nội vụ | | ",
        "- | Phát sổ tay | | | ",
        "2.1 | Việc không thuộc mục nào ở trên | | | 2031",
    )
    assert [told(reading, task) for task in found.tasks] == [
        ("Chuẩn hóa mã bệnh", ["Sở Y tế"], "2031"),
        ("Lập danh mục", ["Sở Y tế"], "Tháng 5/2031"),
        ("In sổ tay", ["Sở Nội vụ"], "2031"),
        ("Phát sổ tay", ["Sở Nội vụ"], "2031"),
    ]
    assert [task.inherited for task in found.tasks] == [(), ("lead",), ("due",), ("lead", "due")]
    assert [remark.missing for remark in found.rows_without] == ["lead"]


def test_an_item_over_its_sub_items_is_a_heading_where_it_names_nobody() -> None:
    tasks = all_told(
        HEAD,
        "2 | Về chuyển đổi số | | | ",
        "2.1 | Nâng cấp cổng dữ liệu | Sở Khoa học và Công nghệ | | 2031",
        "3 | Về truyền thông | | | ",
        "a) | Phát thanh lưu động | UBND cấp xã | | 2031",
    )
    assert [task[0] for task in tasks] == ["Nâng cấp cổng dữ liệu", "Phát thanh lưu động"]


def test_the_items_of_a_cell_pair_with_the_lines_beside_them() -> None:
    reading, found = read(
        HEAD,
        "1 | Tổ chức hội chợ: / - Thuê mặt bằng; / - Mời gian hàng | Sở Tài chính / Sở Công Thương | Công an tỉnh"
        "| Tháng 3/2031 / Tháng 4/2031",
        "2 | Lập quỹ: / - Soạn điều lệ / - Vận động | Sở Nội vụ | | Tháng 5/2031",
    )
    assert [told(reading, task) for task in found.tasks] == [
        ("Thuê mặt bằng", ["Sở Tài chính"], "Tháng 3/2031"),
        ("Mời gian hàng", ["Sở Công Thương"], "Tháng 4/2031"),
        ("Lập quỹ: - Soạn điều lệ - Vận động", ["Sở Nội vụ"], "Tháng 5/2031"),
    ]
    assert [task.rule for task in found.tasks] == ["table-line", "table-line", "table-row"]
    assert [[b.name for b in task.coordinating] for task in found.tasks] == [["Công an tỉnh"], ["Công an tỉnh"], []]


def test_lines_that_part_who_leads_from_who_helps_are_not_paired() -> None:
    tasks = all_told(
        HEAD,
        "1 | - Thuê mặt bằng / - Mời gian hàng | Chủ trì: Sở Tài chính / Phối hợp: Sở Công Thương | | 2031",
    )
    assert tasks == [("Thuê mặt bằng - Mời gian hàng", ["Sở Tài chính"], "2031")]


def test_a_body_may_be_wrapped_within_its_cell() -> None:
    tasks = all_told(HEAD, "1 | Lập trạm quan trắc | Sở Nông nghiệp / và Môi trường / Sở Xây dựng | | 2031")
    assert tasks == [("Lập trạm quan trắc", ["Sở Nông nghiệp và Môi trường", "Sở Xây dựng"], "2031")]


# --- several tables -----------------------------------------------------------------------------------------------


def test_a_table_without_a_head_goes_on_with_the_one_before() -> None:
    reading = page(
        html(HEAD, "I | colspan=4:Nhiệm vụ của Sở Tư pháp", "1 | Số hóa sổ hộ tịch | | | Quý III/2031"),
        "12",
        html("2 | Mở điểm trợ giúp | | | Quý IV/2031", "3 | Kiểm tra chợ | Sở Công Thương | | 2031"),
    )
    first, second = read_tables(reading, reading.tables, ISSUED, lambda span: 0)
    assert len(first.tasks) == 1
    assert second.columns == first.columns
    assert [told(reading, task) for task in second.tasks] == [
        ("Mở điểm trợ giúp", ["Sở Tư pháp"], "Quý IV/2031"),
        ("Kiểm tra chợ", ["Sở Công Thương"], "2031"),
    ]


def test_a_heading_between_two_tables_ends_what_the_groups_pass_down() -> None:
    reading = page(
        html(HEAD, "I | colspan=4:Nhiệm vụ của Sở Tư pháp", "1 | Số hóa sổ hộ tịch | | | Quý III/2031"),
        "Phần thứ hai: các việc còn lại",
        html("2 | Mở điểm trợ giúp | | | Quý IV/2031", "3 | Kiểm tra chợ | Sở Công Thương | | 2031"),
    )
    _, second = read_tables(reading, reading.tables, ISSUED, lambda span: 0)
    assert [told(reading, task)[0] for task in second.tasks] == ["Kiểm tra chợ"]


def test_a_table_of_another_width_or_far_away_or_with_its_own_head_does_not_go_on() -> None:
    rows = ("2 | Mở điểm trợ giúp | Sở Nội vụ | | Quý IV/2031", "3 | Kiểm tra chợ | Sở Công Thương | | 2031")
    reading = page(
        html(HEAD, "1 | Số hóa sổ hộ tịch | Sở Tư pháp | | Quý III/2031"),
        html("2 | Mở điểm trợ giúp | Sở Nội vụ | 2031", "3 | Kiểm tra chợ | Sở Công Thương | 2031"),
        html(HEAD, "1 | Sửa cầu treo | Sở Xây dựng | | Quý III/2031"),
        "Một đoạn văn dài nói về việc khác. " * 10,
        html(*rows),
        html("TT | Họ và tên | Chức vụ | Điện thoại | Ghi chú", "1 | Trần Thị B | Trưởng phòng | 0123 | "),
        html(*rows),
    )
    found = read_tables(reading, reading.tables, ISSUED, lambda span: 0)
    assert [len(each.tasks) for each in found] == [1, 0, 1, 0, 0, 0]


def test_a_table_without_a_column_of_bodies_is_charged_to_those_above_it() -> None:
    rows = ("TT | Nội dung công việc | Thời gian hoàn thành", "1 | Sửa cầu treo | Quý I/2032")
    lead = Body("Sở Xây dựng", Span(0, 3))
    _, found = read(*rows, inherited=[lead])
    (task,) = found.tasks
    assert (task.lead, task.inherited, task.rule) == ((lead,), ("lead",), "table-row-charged")
    assert read(*rows)[1] == TableReading()


def test_headings_may_name_the_bodies_of_a_table_without_a_column_of_them() -> None:
    tasks = all_told(
        "TT | Nội dung công việc | Thời gian hoàn thành",
        "I | colspan=2:Sở Xây dựng",
        "1 | Sửa cầu treo | Quý I/2032",
        "II | colspan=2:Các sở, ngành",
        "1 | Tiết kiệm điện | Thường xuyên",
    )
    assert tasks == [
        ("Sửa cầu treo", ["Sở Xây dựng"], "Quý I/2032"),
        ("Tiết kiệm điện", ["Các sở, ngành"], "Thường xuyên"),
    ]


def test_the_bodies_above_the_table_do_not_fill_its_own_column() -> None:
    _, found = read(HEAD, "1 | Sửa cầu treo | | | 2031", inherited=[Body("Sở Xây dựng", Span(0, 3))])
    assert found.tasks == ()


@pytest.mark.parametrize(
    "rows",
    [
        ("TT | Chỉ tiêu | Đơn vị tính | Năm 2030 | Năm 2035", "1 | Tỷ lệ đô thị hóa | % | 45 | 50"),
        ("TT | Hạng mục | Kinh phí (triệu đồng) | Đơn vị", "1 | Máy chủ | 900 | Sở Tài chính"),
        ("TT | Nội dung | Kinh phí | Đơn vị thực hiện", "1 | Thuê đường truyền | 120 | Sở Tài chính"),
        ("TT | Họ và tên | Chức vụ | Nhiệm vụ | Thời gian", "1 | Trần Văn A | Tổ trưởng | Phụ trách chung | 2031"),
        ("TT | Địa bàn | Số hộ | Diện tích", "1 | Xã An Bình | 300 | 12"),
        ("Khu vực | Cơ quan chủ trì | Thời hạn", "Ven biển | Sở Y tế | 2031"),
        ("Thời gian | Nội dung | Thực hiện", "8h00 - 8h15 | Khai mạc | Ban Tổ chức", "8 giờ 15 | Báo cáo | Sở Y tế"),
        ("1 | Sửa cầu treo | Sở Xây dựng | | Quý I/2032", "2 | Đặt biển báo | Sở Xây dựng | | Quý I/2032"),
    ],
)
def test_tables_of_figures_money_members_and_other_things_are_none_of_tasks(rows: tuple[str, ...]) -> None:
    assert read(*rows)[1] == TableReading()


def test_a_plan_with_a_column_of_money_and_of_time_is_one_of_tasks() -> None:
    tasks = all_told(
        "TT | Nội dung | Kinh phí | Đơn vị thực hiện | Thời gian", "1 | Thuê đường truyền | 120 | Sở Tài chính | 2031"
    )
    assert tasks == [("Thuê đường truyền", ["Sở Tài chính"], "2031")]


def test_a_wide_head_may_stand_over_the_number_and_the_work() -> None:
    tasks = all_told(
        "colspan=2:Nhiệm vụ | Chủ trì | Thời hạn",
        "1 | Sửa cầu treo | Sở Xây dựng | Quý I/2032",
        "1.1 | Đặt biển báo | | Quý II/2032",
    )
    assert tasks == [
        ("Sửa cầu treo", ["Sở Xây dựng"], "Quý I/2032"),
        ("Đặt biển báo", ["Sở Xây dựng"], "Quý II/2032"),
    ]


# --- DOCX -----------------------------------------------------------------------------------------------------------


def test_a_docx_with_merged_cells_reads_as_the_page_shows_it() -> None:
    document = Document()
    document.add_paragraph("Phụ lục kèm theo Kế hoạch")
    written = [
        ["STT", "Nhiệm vụ", "Cơ quan thực hiện", "", "Thời hạn"],
        ["", "", "Chủ trì", "Phối hợp", ""],
        ["I", "VỀ HẠ TẦNG", "", "", ""],
        ["1", "Sửa cầu treo", "Sở Xây dựng", "Công an tỉnh", "Quý I/2032"],
        ["2", "Đặt biển báo", "", "", "Quý II/2032"],
        ["3", "Cắm mốc lộ giới", "Sở Nội vụ\nUBND cấp xã", "", ""],
    ]
    table = document.add_table(rows=len(written), cols=5)
    for y, row in enumerate(written):
        for x, words in enumerate(row):
            if words:
                table.cell(y, x).text = words
    for (top, left), (bottom, right) in [
        ((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3)), ((0, 4), (1, 4)),
        ((2, 1), (2, 4)), ((3, 2), (4, 2)), ((4, 4), (5, 4)),
    ]:  # fmt: skip
        words = table.cell(top, left).text
        table.cell(top, left).merge(table.cell(bottom, right)).text = words.strip()
    file = io.BytesIO()
    document.save(file)
    reading = parse(Path("a.docx"), file.getvalue())
    found = [read_table(reading, each, ISSUED, lambda span: 0) for each in reading.tables]
    assert [told(reading, task) for task in found[0].tasks] == [
        ("Sửa cầu treo", ["Sở Xây dựng"], "Quý I/2032"),
        ("Đặt biển báo", ["Sở Xây dựng"], "Quý II/2032"),
        ("Cắm mốc lộ giới", ["Sở Nội vụ", "UBND cấp xã"], "Quý II/2032"),
    ]
    assert [task.inherited for task in found[0].tasks] == [(), ("lead",), ("due",)]


# --- the data file, and what must hold for any table ----------------------------------------------------------------


def test_the_wordings_are_folded_words_each_said_once() -> None:
    raw = files("corpus.tasks.tables").joinpath("heads.toml").read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", raw)
    data = tomllib.loads(raw)
    said = [
        *((words, "anywhere") for entry in data["wording"] for words in entry["words"]),
        *((words, "alone") for entry in data["wording"] for words in entry.get("alone", [])),
    ]
    assert len(said) == len({words for words, _ in said})
    assert all(words == fold(words) == " ".join(re.findall(r"\w+", words)) for words, _ in said)
    assert data["before"] == sorted(set(data["before"]), key=data["before"].index)
    assert {entry["role"] for entry in data["wording"]} == set(Role)
    assert all(set(entry) <= {"role", "strength", "words", "alone"} for entry in data["wording"])


def test_every_wording_is_found_as_what_it_says() -> None:
    known = load_wordings()
    for words, wording in (*known.anywhere.items(), *known.alone.items()):
        assert label_of(" ".join(words)) == wording
        assert isinstance(wording, Wording)


CELLS = st.sampled_from(
    [
        "",
        "TT",
        "Nhiệm vụ",
        "Chủ trì",
        "Phối hợp",
        "Thời hạn",
        "1",
        "1.1",
        "-",
        "nt",
        "I",
        "(1)",
        "Sở Y tế",
        "2031",
        "a) b;",
    ]
)


@st.composite
def tables(draw: st.DrawFn) -> Reading:
    """A reading of one table with any reach of its cells, overlapping ones included."""
    text, cells = "", []
    for row in range(draw(st.integers(1, 6))):
        for column in range(draw(st.integers(1, 5))):
            words = draw(CELLS)
            reach = draw(st.sampled_from([(1, 1), (1, 1), (1, 1), (2, 1), (1, 3), (3, 2), (50, 50)]))
            cells.append(Cell(row, column, Span(len(text), len(text) + len(words)), *reach))
            text += words + " | "
    return Reading(text, (Table(Span(0, len(text)), tuple(cells)),))


@given(tables())
def test_any_table_is_read_and_each_span_lies_in_it(reading: Reading) -> None:
    (table,) = reading.tables
    for task in read_table(reading, table, ISSUED, lambda span: 0).tasks:
        assert task.lead
        assert len(task.action)
        assert table.span.holds(task.quote)
        assert table.span.holds(task.action)
        assert all(body.span.of(reading.text) == body.name for body in task.lead)


# --- texts made to be slow ------------------------------------------------------------------------------------------

LENGTH = 100_000
NEAR_MISSES = (
    "chủ trì ", "phối hợp ", "cơ quan ", "(chủ trì", "phối hợp\n", "nt", "- ", '"', "''", "-–", " \n", "1.", "1.1",
    "I", "IV.", "(1)", "a)", "- a\n", "các ", "và\n", "nhiệm vụ ", "nhiệm vụ của ", "thực hiện ", ".:;", "năm ",
    "thời hạn ", "Nhiệm vụ, ", "đơn vị ", "Sở Y tế, ", "2031 ", "30/6/2031 ", "\t", "|", "**", "giao ", "(", ",", "8h",
)  # fmt: skip


@pytest.mark.parametrize("piece", NEAR_MISSES)
def test_a_long_cell_is_read_at_once(piece: str) -> None:
    text = piece * (LENGTH // len(piece))
    value = value_of(text, Span(0, len(text)))
    who_leads(value)
    who_helps(value)
    items_of(value)
    label_of(text)
    is_ditto(text)
    number_of(text)
    is_clock(text)
    cells = CellReader(ISSUED)
    if value.text:
        cells.heading(value)
        cells.due(value, None)
        action_of(value)


@pytest.mark.parametrize("piece", NEAR_MISSES[::4])
def test_a_table_with_a_long_cell_is_read_at_once(piece: str) -> None:
    rows = [["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"], ["1", piece, piece, piece], ["2", "Sửa cầu", "Sở Y tế", "2031"]]
    text, cells = "", []
    for y, row in enumerate(rows):
        for x, words in enumerate(row):
            long = words * (LENGTH // len(words)) if y == 1 and x else words
            cells.append(Cell(y, x, Span(len(text), len(text) + len(long)), rows=2 if y == 1 and x == 2 else 1))
            text += long + " | "
    table = Table(Span(0, len(text)), tuple(cells))
    assert read_table(Reading(text, (table,)), table, ISSUED, lambda span: 0).columns is not None


def test_a_table_of_many_rows_under_long_merged_cells_is_read_at_once() -> None:
    many = 20_000
    written = [(0, x, words, 1) for x, words in enumerate(("TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"))]
    written += [(1, 1, "- rà soát\n" * 10_000, many), (1, 3, "Sở Y tế, " * 10_000, many)]
    for row in range(1, many + 1):
        written += [(row, 0, str(row), 1), (row, 2, "Sở Nội vụ", 1)]
    at, cells = 0, []
    for row, column, words, rows in written:
        cells.append(Cell(row, column, Span(at, at + len(words)), rows=rows))
        at += len(words) + 3
    table = Table(Span(0, at), tuple(cells))
    text = " | ".join(words for _, _, words, _ in written) + " | "
    assert len(read_table(Reading(text, (table,)), table, ISSUED, lambda span: 0).tasks) == many


def patterns() -> list[re.Pattern[str]]:
    modules = [importlib.import_module(f"corpus.tasks.tables.{name}") for name in MODULES]
    return [value for module in modules for value in vars(module).values() if isinstance(value, re.Pattern)]


def test_every_rule_of_these_modules_is_linear() -> None:
    assert len(patterns()) > 8
    for pattern in patterns():
        for piece in NEAR_MISSES:
            text = piece * (LENGTH // len(piece))
            pattern.match(text)
            pattern.fullmatch(text)
            list(islice(pattern.finditer(text), LENGTH))
