"""Whole documents: every task that they assign, what it takes from above and below it, and what is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.fact_reading import facts_of
from corpus.lines import join
from corpus.readers import parse
from corpus.reading import Reading, Span
from corpus.roles import SectionKind
from corpus.sections import sections_of
from corpus.sentences import sentences_of
from corpus.tasks.reading import Step, TaskReading, read_tasks
from corpus.tasks.task import Relation, Task

LETTERHEAD = """ỦY BAN NHÂN DÂN
TỈNH ĐĂK BLA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/CT-UBND
Đăk Bla, ngày 05 tháng 3 năm 2031

CHỈ THỊ
Về cấp nước mùa khô

"""
ENDING = """

Nơi nhận:
- Sở Y tế thực hiện;
- Sở Xây dựng rà soát, báo cáo trước ngày 15/4/2031;
- Lưu: VT.
CHỦ TỊCH
Lò Văn Thí
"""
OPENING = "Trời khô từ tháng 2, nhiều xã thiếu nước.\n\n"
ASKED = "Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành thực hiện một số nhiệm vụ sau:\n\n"


def read(text: str, name: str = "a.txt", day: str | None = None) -> tuple[Reading, TaskReading]:
    reading = parse(Path(name), text.encode())
    sections = sections_of(reading)
    facts = facts_of(reading, sections)
    found = read_tasks(reading, sections, replace(facts, date=day) if day else facts)
    for task in found.tasks:
        assert sections[task.section].span.holds(task.action) or sections[task.section].kind is SectionKind.ROW
        for body in (*task.lead, *task.coordinating):
            assert body.name.endswith(join(reading.text, body.span).text)
        if task.due is not None:
            assert join(reading.text, task.due.span).text == task.due.text
    return reading, found


def tasks_of(text: str) -> tuple[Task, ...]:
    return read(text)[1].tasks


def line(reading: Reading, task: Task) -> str:
    """ "lead + lead < coordinating + coordinating | action | deadline"; a closing deadline is shown once."""

    def words(span: Span) -> str:
        return join(reading.text, span).text

    who = " + ".join(body.name for body in task.lead)
    if task.coordinating:
        who += " < " + " + ".join(body.name for body in task.coordinating)
    if task.due is None:
        return f"{who} | {words(task.action)}"
    return f"{who} | {words(task.action).removesuffix(task.due.text).rstrip()} | {task.due.text}"


def told(text: str, name: str = "a.txt") -> list[str]:
    """The tasks of a text, a line each."""
    reading, found = read(text, name)
    return [line(reading, task) for task in found.tasks]


def directive(body: str, ending: str = ENDING) -> str:
    return LETTERHEAD + body + ending


# --- who is in charge --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "1. Giao Sở Xây dựng xây dựng 12 giếng khoan tại 3 xã vùng cao.\n"
            "2. Sở Y tế chủ trì, phối hợp với Sở Tài chính, Công an tỉnh kiểm tra chất lượng nước.\n"
            "3. Yêu cầu các xã công khai lịch cấp nước.",
            [
                "Sở Xây dựng | xây dựng 12 giếng khoan tại 3 xã vùng cao",
                "Sở Y tế < Sở Tài chính + Công an tỉnh | kiểm tra chất lượng nước",
                "các xã | công khai lịch cấp nước",
            ],
            id="in the sentence",
        ),
        pytest.param(
            "1. Sở Y tế\n- Kiểm tra chất lượng nước tại 40 giếng.\n- Cung cấp thuốc khử khuẩn cho các trạm.\n"
            "2. Sở Xây dựng\n- Sửa chữa 3 trạm bơm.",
            [
                "Sở Y tế | Kiểm tra chất lượng nước tại 40 giếng",
                "Sở Y tế | Cung cấp thuốc khử khuẩn cho các trạm",
                "Sở Xây dựng | Sửa chữa 3 trạm bơm",
            ],
            id="a heading without a colon",
        ),
        pytest.param(
            "1. Sở Y tế:\na) Kiểm tra chất lượng nước tại 40 giếng;\nb) Cung cấp thuốc khử khuẩn cho các trạm.\n"
            "2. Sở Xây dựng:\n- Sửa chữa 3 trạm bơm;\n- Lắp đặt 2 km ống.",
            [
                "Sở Y tế | Kiểm tra chất lượng nước tại 40 giếng",
                "Sở Y tế | Cung cấp thuốc khử khuẩn cho các trạm",
                "Sở Xây dựng | Sửa chữa 3 trạm bơm",
                "Sở Xây dựng | Lắp đặt 2 km ống",
            ],
            id="an item with a colon over letters and dashes",
        ),
        pytest.param(
            "1. Sở Y tế: (1) Kiểm tra chất lượng nước tại 40 giếng; (2) Cung cấp thuốc khử khuẩn cho các trạm.\n"
            "2. Công an tỉnh tuần tra các đập.",
            [
                "Sở Y tế | Kiểm tra chất lượng nước tại 40 giếng",
                "Sở Y tế | Cung cấp thuốc khử khuẩn cho các trạm",
                "Công an tỉnh | tuần tra các đập",
            ],
            id="an item over numbers in its own line",
        ),
        pytest.param(
            "1. Về khám bệnh:\na) Sở Y tế:\n- Kiểm tra chất lượng nước tại 40 giếng.\n- Cung cấp thuốc cho các trạm.\n"
            "b) Sở Tài chính:\n- Bố trí 2 tỷ đồng mua thuốc.",
            [
                "Sở Y tế | Kiểm tra chất lượng nước tại 40 giếng",
                "Sở Y tế | Cung cấp thuốc cho các trạm",
                "Sở Tài chính | Bố trí 2 tỷ đồng mua thuốc",
            ],
            id="letters under a topic",
        ),
        pytest.param(
            "1. Giao Sở Y tế:\n- Kiểm tra chất lượng nước tại 40 giếng.\n2. Đề nghị Hội Nông dân tỉnh:\n"
            "- Vận động hội viên đào ao trữ nước.",
            [
                "Sở Y tế | Kiểm tra chất lượng nước tại 40 giếng",
                "Hội Nông dân tỉnh | Vận động hội viên đào ao trữ nước",
            ],
            id="an item that assigns, with a colon",
        ),
        pytest.param(
            "1. Sở Y tế chủ trì, phối hợp với các xã:\na) Kiểm tra chất lượng nước tại 40 giếng;\n"
            "b) Cung cấp thuốc khử khuẩn cho các trạm.",
            [
                "Sở Y tế | Kiểm tra chất lượng nước tại 40 giếng",
                "Sở Y tế | Cung cấp thuốc khử khuẩn cho các trạm",
            ],
            id="an item with its role and a colon",
        ),
        pytest.param(
            f"{OPENING}{ASKED}1. Khẩn trương rà soát các hộ thiếu nước.\n2. Tuyên truyền người dân dùng nước tiết "
            "kiệm.\n"
            "3. Sở Xây dựng sửa chữa 3 trạm bơm.\n4. Báo cáo tình hình khô hạn trước thứ Sáu hằng tuần.",
            [
                "các sở, ban, ngành | Khẩn trương rà soát các hộ thiếu nước",
                "các sở, ban, ngành | Tuyên truyền người dân dùng nước tiết kiệm",
                "Sở Xây dựng | sửa chữa 3 trạm bơm",
                "các sở, ban, ngành | Báo cáo tình hình khô hạn | trước thứ Sáu hằng tuần",
            ],
            id="a lead-in",
        ),
        pytest.param(
            f"{OPENING}Ủy ban nhân dân tỉnh yêu cầu:\n\n1. Sở Xây dựng sửa chữa 3 trạm bơm.\n2. Sở Y tế:\n"
            "- Cung cấp thuốc khử khuẩn.\n3. Công an tỉnh, Bộ Chỉ huy quân sự tỉnh cung cấp nước cho 3 thôn.",
            [
                "Sở Xây dựng | sửa chữa 3 trạm bơm",
                "Sở Y tế | Cung cấp thuốc khử khuẩn",
                "Công an tỉnh + Bộ Chỉ huy quân sự tỉnh | cung cấp nước cho 3 thôn",
            ],
            id="a lead-in that names nobody",
        ),
        pytest.param(
            "1. Bộ trưởng các Bộ: Quốc phòng, Công an trực chỉ huy 24/24 giờ.\n2. Giám đốc Sở Y tế:\n"
            "- Trực tiếp kiểm tra 5 trạm y tế.",
            [
                "Bộ trưởng Bộ Quốc phòng + Bộ trưởng Bộ Công an | trực chỉ huy 24/24 giờ",
                "Giám đốc Sở Y tế | Trực tiếp kiểm tra 5 trạm y tế",
            ],
            id="offices",
        ),
        pytest.param(
            "1. Sở Y tế kiểm tra chất lượng nước tại 40 giếng của 12 xã vùng cao. Đồng thời, tổ chức tập huấn cho "
            "cán bộ các trạm y tế về khử khuẩn.",
            [
                "Sở Y tế | kiểm tra chất lượng nước tại 40 giếng của 12 xã vùng cao",
                "Sở Y tế | tổ chức tập huấn cho cán bộ các trạm y tế về khử khuẩn",
            ],
            id="the sentence before",
        ),
        pytest.param(
            "Điều 1. Giao Sở Xây dựng quản lý 12 trạm bơm trên địa bàn tỉnh.\nĐiều 2. Trách nhiệm của Sở Y tế\n"
            "1. Kiểm tra chất lượng nước hằng quý.\n2. Công khai kết quả kiểm tra.",
            [
                "Sở Xây dựng | quản lý 12 trạm bơm trên địa bàn tỉnh",
                "Sở Y tế | Kiểm tra chất lượng nước | hằng quý",
                "Sở Y tế | Công khai kết quả kiểm tra",
            ],
            id="an article on who is responsible",
        ),
        pytest.param(
            "1. Đối với Sở Y tế:\n- Kiểm tra mẫu nước tại 40 giếng.\n2. Đối với các xã\n- Công khai lịch cấp nước.",
            ["Sở Y tế | Kiểm tra mẫu nước tại 40 giếng", "các xã | Công khai lịch cấp nước"],
            id="a heading on whom it is for",
        ),
        pytest.param(
            "1. Yêu cầu Giám đốc các sở, Chủ tịch Ủy ban nhân dân các xã tập trung chỉ đạo, thực hiện quyết liệt, hiệu "
            "quả các nội dung sau:\n- Kiểm tra 12 hồ chứa.\n- Bố trí trực ban 24/24 giờ.",
            [
                "Giám đốc các sở + Chủ tịch Ủy ban nhân dân các xã | Kiểm tra 12 hồ chứa",
                "Giám đốc các sở + Chủ tịch Ủy ban nhân dân các xã | Bố trí trực ban 24/24 giờ",
            ],
            id="a lead-in that says how",
        ),
        pytest.param(
            "1. Sở Y tế chủ trì: Kiểm tra mẫu nước tại 40 giếng.",
            ["Sở Y tế | Kiểm tra mẫu nước tại 40 giếng"],
            id="a role before a colon",
        ),
        pytest.param(
            "1. Phân công nhiệm vụ\n- Sở Y tế: kiểm tra mẫu nước tại 40 giếng.\n- Các xã: lập danh sách hộ thiếu nước.",
            ["Sở Y tế | kiểm tra mẫu nước tại 40 giếng", "Các xã | lập danh sách hộ thiếu nước"],
            id="dashes that each name a body",
        ),
        pytest.param(
            "1. Sở Y tế\n1.1. Kiểm tra mẫu nước tại 40 giếng.\n1.2. Tập huấn cho trạm y tế.\n2. Sở Xây dựng\n"
            "2.1. Sửa chữa 3 trạm bơm.",
            [
                "Sở Y tế | Kiểm tra mẫu nước tại 40 giếng",
                "Sở Y tế | Tập huấn cho trạm y tế",
                "Sở Xây dựng | Sửa chữa 3 trạm bơm",
            ],
            id="decimal numbers",
        ),
        pytest.param(
            "1. Sở Nội vụ:\n- Chủ trì, phối hợp với Sở Tài chính:\n+ Rà soát biên chế các trạm bơm;\n"
            "+ Xây dựng đề án sắp xếp đội thủy nông.\n- Tổng hợp, báo cáo trước ngày 20 hằng tháng.",
            [
                "Sở Nội vụ | Rà soát biên chế các trạm bơm",
                "Sở Nội vụ | Xây dựng đề án sắp xếp đội thủy nông",
                "Sở Nội vụ | Tổng hợp, báo cáo | trước ngày 20 hằng tháng",
            ],
            id="a lead-in under a heading",
        ),
    ],
)
def test_a_task_has_its_body_from_the_sentence_or_from_above(body: str, expected: list[str]) -> None:
    assert told(directive(body)) == expected


@pytest.mark.parametrize(
    ("body", "rule", "inherited"),
    [
        ("1. Giao Sở Y tế kiểm tra chất lượng nước tại 40 giếng.", "clause-assigned", ()),
        ("1. Sở Y tế kiểm tra chất lượng nước tại 40 giếng.", "clause-subject", ()),
        ("1. Để kịp mùa khô, Sở Y tế kiểm tra chất lượng nước.", "clause-framed", ()),
        ("1. Về nước sạch: Sở Y tế kiểm tra chất lượng nước ở các giếng mới đào.", "clause-topic", ()),
        ("1. Sở Y tế:\n- Kiểm tra chất lượng nước tại 40 giếng.", "clause-inherited", ("lead",)),
        ("1. Sở Y tế\n- Kiểm tra chất lượng nước tại 40 giếng.", "clause-inherited", ("lead",)),
        (
            "1. Kiểm tra chất lượng nước tại 40 giếng.\n- Cơ quan chủ trì: Sở Y tế.\n- Thời gian: Quý II/2031.",
            "label-",
            ("lead", "due"),
        ),
        (
            "1. Kiểm tra chất lượng nước tại 40 giếng\n- Cơ quan chủ trì: Sở Y tế.\n- Cơ quan phối hợp: các xã.",
            "label-",
            ("lead", "coordinating"),
        ),
        (
            "1. Sở Y tế:\n- Rà soát tủ thuốc của 84 trạm; kiểm tra chất lượng nước tại 40 giếng của 12 xã; hoàn thành "
            "trước ngày 15/4/2031.",
            "clause-inherited",
            ("lead", "due"),
        ),
    ],
)
def test_a_task_says_which_rule_read_it_and_what_came_from_elsewhere(
    body: str, rule: str, inherited: tuple[str, ...]
) -> None:
    task = tasks_of(directive(body))[0]
    assert task.rule.startswith(rule)
    assert set(task.inherited) == set(inherited)


def test_an_inherited_body_is_shown_where_it_stands() -> None:
    text = directive("1. Sở Y tế:\n- Kiểm tra chất lượng nước tại 40 giếng.")
    (task,) = tasks_of(text)
    assert task.lead[0].span == Span(text.index("Sở Y tế:"), text.index(":\n- Kiểm tra"))
    assert task.action.of(text) == "Kiểm tra chất lượng nước tại 40 giếng"
    assert task.quote.of(text).strip("- ") == "Kiểm tra chất lượng nước tại 40 giếng."


def test_hard_wraps_and_crawled_marks_are_read_through() -> None:
    text = directive(
        "**1. Sở Y tế** chủ trì, phối hợp với Sở Tài chính và\ncác xã kiểm tra chất lượng nước tại 40 "
        "giếng.\n\n"
        "**2. Công an tỉnh:**\n\n\\- Tuần tra các đập trên địa bàn các xã\nvùng cao, hoàn thành trước ngày 15 tháng 4\n"
        "năm 2031.\n\n\\- Báo cáo _Chủ tịch Ủy ban nhân dân tỉnh_."
    )
    assert told(text) == [
        "Sở Y tế < Sở Tài chính + các xã | kiểm tra chất lượng nước tại 40 giếng",
        "Công an tỉnh | Tuần tra các đập trên địa bàn các xã vùng cao | trước ngày 15 tháng 4 năm 2031",
        "Công an tỉnh | Báo cáo Chủ tịch Ủy ban nhân dân tỉnh",
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("1. Giao Sở Xây dựng đào 12 giếng khoan ở xã Đăk Ui.", "Sở Xây dựng | đào 12 giếng khoan ở xã Đăk Ui"),
        ("1. Yêu cầu các xã di dời 40 hộ ven suối.", "các xã | di dời 40 hộ ven suối"),
        ("1. Công an tỉnh:\n- Chốt chặn 4 ngả đường vào đập.", "Công an tỉnh | Chốt chặn 4 ngả đường vào đập"),
        ("1. Sở Y tế\na) Dự trữ đủ thuốc khử khuẩn;", "Sở Y tế | Dự trữ đủ thuốc khử khuẩn"),
        ("1. Các xã ươm 20.000 cây phi lao.", "Các xã | ươm 20.000 cây phi lao"),
        ("1. Sở Y tế cần tiêm nhắc vắc xin dại cho thú y viên.", "Sở Y tế | tiêm nhắc vắc xin dại cho thú y viên"),
    ],
)
def test_work_is_told_by_verbs_that_no_list_holds(body: str, expected: str) -> None:
    assert told(directive(body)) == [expected]


@pytest.mark.parametrize("words", ["có ý kiến như sau", "kết luận, chỉ đạo như sau", "quyết định"])
def test_a_leader_who_speaks_is_not_in_charge_of_what_he_says(words: str) -> None:
    body = (
        f"Chủ tịch Ủy ban nhân dân tỉnh {words}:\n\n1. Đồng ý với đề nghị của Sở Xây dựng tại Tờ trình số 45/TTr-SXD.\n"
        "2. Sở Y tế kiểm tra mẫu nước tại 40 giếng."
    )
    assert told(directive(body)) == ["Sở Y tế | kiểm tra mẫu nước tại 40 giếng"]


def test_the_next_part_does_not_inherit() -> None:
    body = (
        "I. NHIỆM VỤ CỦA CÁC SỞ\n1. Sở Y tế:\n- Kiểm tra chất lượng nước tại 40 giếng.\n"
        "II. TỔ CHỨC THỰC HIỆN\n1. Kinh phí lấy từ nguồn dự phòng.\n2. Thực hiện chế độ báo cáo hằng tuần."
    )
    assert [line for line in told(directive(body)) if "Sở Y tế" in line] == [
        "Sở Y tế | Kiểm tra chất lượng nước tại 40 giếng"
    ]


# --- labels ------------------------------------------------------------------------------------------------

LABELS = "- Cơ quan chủ trì: Sở Y tế.\n- Cơ quan phối hợp: Sở Tài chính, các xã.\n- Thời gian thực hiện: Quý II/2031.\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            f"1. Về nước sạch\n- Kiểm tra chất lượng nước tại 40 giếng.\n{LABELS}",
            ["Sở Y tế < Sở Tài chính + các xã | Kiểm tra chất lượng nước tại 40 giếng | Quý II/2031"],
            id="after one dash",
        ),
        pytest.param(
            "1. Về nước sạch\n- Kiểm tra chất lượng nước tại 40 giếng.\n- Xử lý 12 bể chứa của các trường.\n" + LABELS,
            [
                "Sở Y tế < Sở Tài chính + các xã | Kiểm tra chất lượng nước tại 40 giếng | Quý II/2031",
                "Sở Y tế < Sở Tài chính + các xã | Xử lý 12 bể chứa của các trường | Quý II/2031",
            ],
            id="after two dashes",
        ),
        pytest.param(
            f"1. Kiểm tra chất lượng nước tại 40 giếng\n{LABELS}2. Xử lý 12 bể chứa của các trường\n"
            "- Đơn vị thực hiện: Sở Giáo dục và Đào tạo.\n- Thời hạn hoàn thành: 30/6/2031.",
            [
                "Sở Y tế < Sở Tài chính + các xã | Kiểm tra chất lượng nước tại 40 giếng | Quý II/2031",
                "Sở Giáo dục và Đào tạo | Xử lý 12 bể chứa của các trường | 30/6/2031",
            ],
            id="under a heading",
        ),
        pytest.param(
            "1. Kiểm tra chất lượng nước tại 40 giếng (Cơ quan chủ trì: Sở Y tế; Thời gian: tháng 4/2031).\n"
            "2. Xử lý 12 bể chứa của các trường (Chủ trì: Sở Giáo dục và Đào tạo; phối hợp: các xã).",
            [
                "Sở Y tế | Kiểm tra chất lượng nước tại 40 giếng | tháng 4/2031",
                "Sở Giáo dục và Đào tạo < các xã | Xử lý 12 bể chứa của các trường",
            ],
            id="in brackets at the end of the item",
        ),
        pytest.param(
            "1. Kiểm tra chất lượng nước tại 40 giếng. Cơ quan chủ trì: Sở Y tế. Cơ quan phối hợp: các xã. "
            "Thời hạn hoàn thành: 15/5/2031.",
            ["Sở Y tế < các xã | Kiểm tra chất lượng nước tại 40 giếng | 15/5/2031"],
            id="in one line",
        ),
        pytest.param(
            "1. Kiểm tra chất lượng nước tại 40 giếng.\n"
            "Cơ quan chủ trì: Sở Y tế; cơ quan phối hợp: các xã; thời gian hoàn thành: tháng 5/2031.",
            ["Sở Y tế < các xã | Kiểm tra chất lượng nước tại 40 giếng | tháng 5/2031"],
            id="in a line below the item",
        ),
        pytest.param(
            "a) Kiểm tra chất lượng nước tại 40 giếng;\n+ Chủ trì: Sở Y tế;\n+ Thời hạn: 15/5/2031.\n"
            "b) Xử lý 12 bể chứa của các trường;\n+ Chủ trì: các xã;\n+ Thời hạn: thường xuyên.",
            [
                "Sở Y tế | Kiểm tra chất lượng nước tại 40 giếng | 15/5/2031",
                "các xã | Xử lý 12 bể chứa của các trường | thường xuyên",
            ],
            id="under letters",
        ),
        pytest.param(
            "1. Sở Y tế kiểm tra chất lượng nước tại 40 giếng.\n- Đơn vị thực hiện: Chi cục An toàn thực phẩm.\n"
            "- Thời gian: Quý II/2031.",
            ["Sở Y tế + Chi cục An toàn thực phẩm | kiểm tra chất lượng nước tại 40 giếng | Quý II/2031"],
            id="a body in the sentence and one under it",
        ),
        pytest.param(
            "1. Nước sạch\n- Nội dung: Kiểm tra chất lượng nước tại 40 giếng.\n- Chủ trì: Sở Y tế.\n"
            "- Kinh phí: 300 triệu đồng.",
            ["Sở Y tế | Kiểm tra chất lượng nước tại 40 giếng"],
            id="the work behind a label too",
        ),
    ],
)
def test_labels_complete_what_stands_before_them(body: str, expected: list[str]) -> None:
    assert told(directive(body)) == expected


@pytest.mark.parametrize(
    "body",
    [
        "1. Kiểm tra chất lượng nước tại 40 giếng.\n- Chủ trì: Sở Y tế.\n- Sản phẩm: Báo cáo chất lượng nước.",
        "1. Kiểm tra chất lượng nước tại 40 giếng (Chủ trì: Sở Y tế; sản phẩm: Báo cáo chất lượng nước).",
        "1. Kiểm tra chất lượng nước tại 40 giếng\n- Kết quả đầu ra: Báo cáo chất lượng nước\n- Chủ trì: Sở Y tế",
    ],
)
def test_a_label_names_the_product(body: str) -> None:
    text = directive(body)
    (task,) = tasks_of(text)
    assert task.product is not None
    assert task.product.of(text) == "Báo cáo chất lượng nước"


# --- when --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "1. Sở Xây dựng: (1) sửa chữa 3 trạm bơm tại xã Đăk Ui; (2) lắp đặt 2 km ống dẫn nước; (3) xây dựng "
            "12 giếng khoan; "
            "hoàn thành trước ngày 30/4/2031.",
            [
                "Sở Xây dựng | sửa chữa 3 trạm bơm tại xã Đăk Ui | trước ngày 30/4/2031",
                "Sở Xây dựng | lắp đặt 2 km ống dẫn nước | trước ngày 30/4/2031",
                "Sở Xây dựng | xây dựng 12 giếng khoan | trước ngày 30/4/2031",
            ],
            id="after a semicolon it closes the list of numbers",
        ),
        pytest.param(
            "1. Sở Xây dựng sửa chữa 3 trạm bơm tại xã Đăk Ui và các xã lân cận bị hư hỏng; Sở Y tế kiểm tra "
            "chất lượng "
            "nước tại 40 giếng; hoàn thành trong tháng 4/2031.",
            [
                "Sở Xây dựng | sửa chữa 3 trạm bơm tại xã Đăk Ui và các xã lân cận bị hư hỏng | trong tháng 4/2031",
                "Sở Y tế | kiểm tra chất lượng nước tại 40 giếng | trong tháng 4/2031",
            ],
            id="after a semicolon it closes the list of bodies",
        ),
        pytest.param(
            "1. Sở Xây dựng sửa chữa 3 trạm bơm tại xã Đăk Ui và các xã lân cận bị hư hỏng; Sở Y tế kiểm tra "
            "chất lượng "
            "nước tại 40 giếng, hoàn thành trước ngày 30/4/2031.",
            [
                "Sở Xây dựng | sửa chữa 3 trạm bơm tại xã Đăk Ui và các xã lân cận bị hư hỏng",
                "Sở Y tế | kiểm tra chất lượng nước tại 40 giếng | trước ngày 30/4/2031",
            ],
            id="after a comma it belongs to its piece",
        ),
        pytest.param(
            "1. Sở Xây dựng: (i) sửa chữa 3 trạm bơm, hoàn thành trước ngày 30/4/2031; (ii) lắp đặt 2 km ống dẫn "
            "nước trong "
            "quý III/2031; (iii) xây dựng 12 giếng khoan tại các thôn.",
            [
                "Sở Xây dựng | sửa chữa 3 trạm bơm | trước ngày 30/4/2031",
                "Sở Xây dựng | lắp đặt 2 km ống dẫn nước | trong quý III/2031",
                "Sở Xây dựng | xây dựng 12 giếng khoan tại các thôn",
            ],
            id="each piece its own",
        ),
        pytest.param(
            "1. Sở Y tế tổ chức khám cho học sinh của 12 trường nội trú trên địa bàn tỉnh; báo cáo kết quả về Ủy "
            "ban nhân "
            "dân tỉnh trước ngày 20/5/2031.",
            [
                "Sở Y tế | tổ chức khám cho học sinh của 12 trường nội trú trên địa bàn tỉnh",
                "Sở Y tế | báo cáo kết quả về Ủy ban nhân dân tỉnh | trước ngày 20/5/2031",
            ],
            id="the report's day is the report's",
        ),
        pytest.param(
            "1. Sở Y tế tổ chức khám cho học sinh của 12 trường nội trú. Báo cáo kết quả về Ủy ban nhân dân tỉnh trước "
            "ngày 20/5/2031.",
            [
                "Sở Y tế | tổ chức khám cho học sinh của 12 trường nội trú",
                "Sở Y tế | Báo cáo kết quả về Ủy ban nhân dân tỉnh | trước ngày 20/5/2031",
            ],
            id="the report's day in a sentence of its own",
        ),
        pytest.param(
            "1. Sở Y tế kiểm tra chất lượng nước tại 40 giếng. Thời hạn hoàn thành: trước ngày 20/5/2031.",
            ["Sở Y tế | kiểm tra chất lượng nước tại 40 giếng | trước ngày 20/5/2031"],
            id="a labelled deadline as next sentence",
        ),
        pytest.param(
            "1. Sở Y tế kiểm tra chất lượng nước tại 40 giếng. Thời hạn hoàn thành trước ngày 20/5/2031.",
            ["Sở Y tế | kiểm tra chất lượng nước tại 40 giếng | trước ngày 20/5/2031"],
            id="a deadline as next sentence",
        ),
        pytest.param(
            "1. Sở Y tế kiểm tra chất lượng nước tại 40 giếng. Công việc này hoàn thành trước ngày 20/5/2031.",
            ["Sở Y tế | kiểm tra chất lượng nước tại 40 giếng | trước ngày 20/5/2031"],
            id="a sentence that looks back",
        ),
        pytest.param(
            "1. Các xã lập báo cáo nhu cầu nước của từng thôn. Các báo cáo trên gửi về Sở Xây dựng trước ngày "
            "10/4/2031.",
            ["Các xã | lập báo cáo nhu cầu nước của từng thôn | trước ngày 10/4/2031"],
            id="the reports above are sent by a day",
        ),
        pytest.param(
            "1. Sở Xây dựng phê duyệt hồ sơ mời thầu kè Đăk Ui trước ngày 10/4/2031 và khởi công tuyến kè trước ngày "
            "30/6/2031.",
            [
                "Sở Xây dựng | phê duyệt hồ sơ mời thầu kè Đăk Ui | trước ngày 10/4/2031",
                "Sở Xây dựng | khởi công tuyến kè | trước ngày 30/6/2031",
            ],
            id="two deadlines are two records",
        ),
        pytest.param(
            "1. Sở Xây dựng hoàn thành thiết kế kè Đăk Ui trong tháng 4/2031, khởi công tuyến kè trước ngày 30/6/2031.",
            [
                "Sở Xây dựng | hoàn thành thiết kế kè Đăk Ui | trong tháng 4/2031",
                "Sở Xây dựng | khởi công tuyến kè | trước ngày 30/6/2031",
            ],
            id="two deadlines with a comma between",
        ),
        pytest.param(
            "1. Sở Xây dựng hoàn thành 50% khối lượng đắp kè trước ngày 30/4/2031 và 100% trước ngày 30/6/2031.\n"
            "2. Sở Y tế tổng hợp báo cáo số giếng hỏng đợt một trước ngày 15/5/2031, các giếng còn lại trước ngày "
            "15/9/2031.",
            [
                "Sở Xây dựng | hoàn thành 50% khối lượng đắp kè | trước ngày 30/4/2031",
                "Sở Xây dựng | hoàn thành 50% khối lượng đắp kè trước ngày 30/4/2031 và 100% | trước ngày 30/6/2031",
                "Sở Y tế | tổng hợp báo cáo số giếng hỏng đợt một | trước ngày 15/5/2031",
                "Sở Y tế | tổng hợp báo cáo số giếng hỏng đợt một trước ngày 15/5/2031, các giếng còn lại | trước ngày "
                "15/9/2031",
            ],
            id="two parts of one work have two deadlines",
        ),
        pytest.param(
            "1. Các xã trước ngày 10/01 hằng năm báo cáo số hộ thiếu nước năm trước và trước ngày 10/6 hằng năm "
            "báo cáo số giếng còn dùng được.",
            [
                "Các xã | báo cáo số hộ thiếu nước năm trước | trước ngày 10/01 hằng năm",
                "Các xã | trước ngày 10/6 hằng năm báo cáo số giếng còn dùng được | trước ngày 10/6 hằng năm",
            ],
            id="two deadlines before their verbs",
        ),
        pytest.param(
            "1. Sở Y tế báo cáo Ủy ban nhân dân tỉnh vào 15:00 thứ Sáu hằng tuần để chỉ đạo việc cấp nước.",
            [
                "Sở Y tế | báo cáo Ủy ban nhân dân tỉnh vào 15:00 thứ Sáu hằng tuần để chỉ đạo việc cấp nước | "
                "vào 15:00 thứ Sáu hằng tuần"
            ],
            id="that come again, with what for behind them",
        ),
        pytest.param(
            "1. Trước ngày 15/4/2031, Sở Y tế gửi danh sách 12 trạm xuống cấp.\n2. Sở Tài chính trong tháng "
            "4/2031 bố trí "
            "đủ vốn cho các trạm.\n3. Chậm nhất ngày 20/4/2031, các xã phải lập xong phương án trữ nước.",
            [
                "Sở Y tế | gửi danh sách 12 trạm xuống cấp | Trước ngày 15/4/2031",
                "Sở Tài chính | bố trí đủ vốn cho các trạm | trong tháng 4/2031",
                "các xã | lập xong phương án trữ nước | Chậm nhất ngày 20/4/2031",
            ],
            id="before the verb",
        ),
        pytest.param(
            "1. Sở Y tế kiểm tra chất lượng nước hằng tháng.\n2. Các xã thường xuyên cập nhật số hộ thiếu nước.\n"
            "3. Sở Xây dựng trình đề án tại kỳ họp thứ 12.",
            [
                "Sở Y tế | kiểm tra chất lượng nước | hằng tháng",
                "Các xã | cập nhật số hộ thiếu nước | thường xuyên",
                "Sở Xây dựng | trình đề án | tại kỳ họp thứ 12",
            ],
            id="that come again, go on, or hang on an event",
        ),
        pytest.param(
            "1. Các xã phấn đấu đến hết năm 2032 đạt 95% hộ dùng nước sạch.",
            ["Các xã | phấn đấu đến hết năm 2032 đạt 95% hộ dùng nước sạch | đến hết năm 2032"],
            id="a target with a day",
        ),
        pytest.param(
            "1. Phấn đấu đến hết năm 2031, các sở, ngành đạt 90% hồ sơ trực tuyến.",
            ["các sở, ngành | đạt 90% hồ sơ trực tuyến | đến hết năm 2031"],
            id="a target whose day comes first",
        ),
        pytest.param(
            "1. Trước ngày 15/4/2031, Sở Y tế gửi báo cáo về Sở Nội vụ.\n2. Trước ngày 15/10/2031, Sở Y tế gửi "
            "báo cáo về "
            "Sở Nội vụ.",
            [
                "Sở Y tế | gửi báo cáo về Sở Nội vụ | Trước ngày 15/4/2031",
                "Sở Y tế | gửi báo cáo về Sở Nội vụ | Trước ngày 15/10/2031",
            ],
            id="the same work by two days",
        ),
        pytest.param(
            "1. Sở Tài chính cấp kinh phí cho các trạm từ nay đến hết tháng 6 năm 2031.\n2. Kho bạc Nhà nước khu vực "
            "XV giải ngân trong 6 tháng cuối năm.\n3. Sở Y tế báo cáo Ủy ban nhân dân tỉnh vào tuần cuối tháng 6.",
            [
                "Sở Tài chính | cấp kinh phí cho các trạm | từ nay đến hết tháng 6 năm 2031",
                "Kho bạc Nhà nước khu vực XV | giải ngân | trong 6 tháng cuối năm",
                "Sở Y tế | báo cáo Ủy ban nhân dân tỉnh | vào tuần cuối tháng 6",
            ],
            id="as the last words of the work",
        ),
        pytest.param(
            "1. Các xã đo mực nước giếng đào theo hướng dẫn của Sở Y tế; đến cuối năm 2031 phải thay xong máy bơm.",
            [
                "Các xã | đo mực nước giếng đào theo hướng dẫn của Sở Y tế",
                "Các xã | thay xong máy bơm | đến cuối năm 2031",
            ],
            id="that opens a further piece of work",
        ),
    ],
)
def test_a_task_has_its_own_deadline(body: str, expected: list[str]) -> None:
    assert told(directive(body)) == expected


def test_the_day_for_sending_the_results_is_not_lost() -> None:
    body = "1. Các xã rà soát nhu cầu nước. Kết quả rà soát gửi về Sở Xây dựng trước ngày 20/4/2031."
    tasks = tasks_of(directive(body))
    assert {task.lead[0].name for task in tasks} == {"Các xã"}
    assert [task.due.end for task in tasks if task.due] == [date(2031, 4, 20)]


@pytest.mark.parametrize(
    ("words", "relation", "first", "last"),
    [
        ("trước ngày 15/4", Relation.BEFORE, date(2031, 4, 15), date(2031, 4, 15)),
        ("trước ngày 15/01", Relation.BEFORE, date(2032, 1, 15), date(2032, 1, 15)),
        ("chậm nhất ngày 20 tháng 12", Relation.BY, date(2031, 12, 20), date(2031, 12, 20)),
        ("trong tháng 6", Relation.DURING, date(2031, 6, 1), date(2031, 6, 30)),
        ("trong quý III", Relation.DURING, date(2031, 7, 1), date(2031, 9, 30)),
    ],
)
def test_a_missing_year_is_the_documents_own_or_the_next(
    words: str, relation: Relation, first: date, last: date
) -> None:
    text = directive(f"1. Sở Xây dựng hoàn thành sửa chữa 3 trạm bơm {words}.")
    (task,) = tasks_of(text)
    assert task.due is not None
    assert (task.due.text, task.due.relation, task.due.start, task.due.end) == (words, relation, first, last)
    assert task.due.span.of(text) == words


def test_without_a_date_of_the_document_a_missing_year_stays_missing() -> None:
    text = directive("1. Sở Xây dựng sửa chữa 3 trạm bơm trước ngày 15/4.").replace("ngày 05 tháng 3 năm 2031", "ngày")
    (task,) = tasks_of(text)
    assert task.due is None or task.due.end is None


@pytest.mark.parametrize(
    "body",
    [
        "1. Sở Tài chính bố trí vốn sửa chữa trạm bơm theo Quyết định số 45/QĐ-UBND ngày 12/02/2031.",
        "1. Sở Xây dựng tiếp thu ý kiến tại cuộc họp ngày 01/3/2031, hoàn thiện thiết kế kè.",
        "1. Sở Nội vụ tổng kết kế hoạch tinh giản biên chế giai đoạn 2026-2030.",
        "1. Các xã khắc phục hạn chế nêu tại Thông báo số 8/TB-UBND ngày 20 tháng 01 năm 2031 của Ủy ban nhân "
        "dân tỉnh.",
        "1. Sở Y tế kiểm tra các giếng đào từ năm 2029.",
        "1. Sở Tài chính cập nhật kịch bản điều hành ngân sách từ nay đến hết năm 2031.",
        "1. Các xã khắc phục sai sót trong 6 tháng đầu năm 2030.",
    ],
)
def test_a_date_that_only_describes_is_no_deadline(body: str) -> None:
    (task,) = tasks_of(directive(body))
    assert task.due is None


def test_a_target_figure_is_kept_with_its_words() -> None:
    text = directive("1. Các xã vận động người dân đóng góp, đạt tối thiểu 95% hộ dùng nước sạch, trong tháng 6/2031.")
    (task,) = tasks_of(text)
    assert task.target is not None
    assert task.target.of(text) == "đạt tối thiểu 95% hộ dùng nước sạch"


# --- said twice --------------------------------------------------------------------------------------------


def test_a_summary_on_top_of_the_official_text_is_no_second_record() -> None:
    summary = (
        "Tỉnh Đăk Bla ra chỉ thị về cấp nước mùa khô\n\nChủ tịch Ủy ban nhân dân tỉnh yêu cầu Sở Xây dựng xây "
        "dựng 12 giếng "
        "khoan tại 3 xã vùng cao trước ngày 30/4/2031.\n\n"
    )
    text = summary + directive(
        f"{OPENING}1. Sở Xây dựng xây dựng 12 giếng khoan tại 3 xã vùng cao trước ngày 30/4/2031."
    )
    reading, found = read(text)
    assert [line(reading, task) for task in found.tasks] == [
        "Sở Xây dựng | xây dựng 12 giếng khoan tại 3 xã vùng cao | trước ngày 30/4/2031"
    ]
    assert found.tasks[0].action.start > text.index("1. Sở Xây dựng")
    assert any("nhắc lại" in step.outcome for step in found.trace)


@pytest.mark.parametrize(
    "body",
    [
        "1. Sở Xây dựng xây dựng 12 giếng khoan tại xã Đăk Ui.\n2. Sở Xây dựng xây dựng 15 giếng khoan tại xã Đăk Ui.",
        "1. Sở Xây dựng xây dựng 12 giếng khoan tại xã Đăk Ui.\n2. Sở Y tế xây dựng 12 giếng khoan tại xã Đăk Ui.",
        "1. Sở Xây dựng xây dựng 12 giếng khoan tại xã Đăk Ui.\n2. Sở Xây dựng xử lý 12 giếng khoan cũ ở thôn Wấk.",
    ],
)
def test_another_figure_body_or_work_is_a_record_of_its_own(body: str) -> None:
    assert len(told(directive(body))) == 2


# --- what is no task ---------------------------------------------------------------------------------------

ONE_TASK = "\n2. Sở Xây dựng sửa chữa 3 trạm bơm tại xã Đăk Ui."
ONE_TASK_READ = ["Sở Xây dựng | sửa chữa 3 trạm bơm tại xã Đăk Ui"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "I. KẾT QUẢ\n1. Sở Y tế tổ chức 40 đợt khám lưu động cho 12.000 lượt người.\n2. Các xã chủ động đào 300 ao "
            "trữ nước.\nII. NHIỆM VỤ",
            id="results",
        ),
        pytest.param(
            "I. ĐÁNH GIÁ CHUNG\n1. Về tồn tại, hạn chế:\n- Các xã cập nhật số liệu còn chậm.\n- Sở Tài chính phân bổ "
            "vốn chưa kịp thời.\n3. Nguyên nhân:\n- Công tác phối hợp giữa các sở, ngành thiếu chặt chẽ.\nII. NHIỆM VỤ",
            id="shortcomings and causes",
        ),
        pytest.param(
            "I. BÀI HỌC KINH NGHIỆM\n1. Người đứng đầu quyết liệt, sâu sát thì việc trôi chảy.\n"
            "2. Phối hợp nhịp nhàng giữa các sở, ngành.\nII. NHIỆM VỤ",
            id="lessons",
        ),
        pytest.param(
            "Trong mùa khô năm trước, các xã vùng cao chủ động đào giếng, trữ nước cho người dân.\n\nSở Y tế, Công an "
            "tỉnh tổ chức nhiều đoàn kiểm tra.\n\n1. Thời tiết còn khô hạn đến tháng 5.",
            id="background",
        ),
        pytest.param(
            "Ghi nhận, đánh giá cao và biểu dương Sở Y tế, Công an tỉnh tích cực chở nước cho người dân vùng cao.\n\n"
            "1. Tình hình còn khó khăn.",
            id="praise",
        ),
        pytest.param(
            "1. Chủ tịch Ủy ban nhân dân tỉnh biểu dương Sở Y tế và các xã tổ chức tốt việc chở nước.",
            id="praise in an item",
        ),
        pytest.param("1. Chủ tịch Ủy ban nhân dân tỉnh đồng ý chủ trương đào 12 giếng khoan.", id="a leader agrees"),
        pytest.param("1. Ban Chỉ đạo gồm đại diện Sở Y tế, Sở Xây dựng và các xã vùng cao.", id="who belongs to it"),
        pytest.param(
            "Căn cứ Luật Tài nguyên nước ngày 27 tháng 11 năm 2023;\n\nCăn cứ Nghị định số 12/2030/NĐ-CP ngày "
            "15/5/2030 "
            "của Chính phủ;\n\nTheo đề nghị của Giám đốc Sở Xây dựng tại Tờ trình số 45/TTr-SXD,\n\n1. Tình hình "
            "chung.",
            id="legal basis",
        ),
        pytest.param(
            "I. MỤC ĐÍCH, YÊU CẦU\n1. Nâng cao nhận thức của các sở, ngành về tiết kiệm nước.\n2. Bảo đảm đủ nước cho "
            "người dân trong mùa khô.\nII. NHIỆM VỤ",
            id="purposes",
        ),
        pytest.param(
            "I. MỤC TIÊU\n1. Đến năm 2035, 100% số xã có trạm cấp nước.\n2. Giảm tỷ lệ thất thoát nước còn 12%.\n"
            "II. NHIỆM VỤ",
            id="aims",
        ),
    ],
)
def test_what_assigns_nothing_is_no_task(body: str) -> None:
    assert told(directive(body + ONE_TASK)) == ONE_TASK_READ


@pytest.mark.parametrize(
    "closing",
    [
        "Văn phòng Ủy ban nhân dân tỉnh thông báo để các sở, ngành, đơn vị biết, thực hiện./.",
        "Trên đây là ý kiến của Chủ tịch Ủy ban nhân dân tỉnh, Văn phòng Ủy ban nhân dân tỉnh xin thông báo đến các cơ "
        "quan biết và thực hiện./.",
        "Chỉ thị này có hiệu lực kể từ ngày ký ban hành./.",
    ],
)
def test_the_closing_formula_assigns_nothing(closing: str) -> None:
    body = f"1. Tình hình còn khô hạn.{ONE_TASK}\n\n{closing}"
    assert told(directive(body)) == ONE_TASK_READ


def test_who_has_to_carry_out_a_decision_gets_no_task_by_that() -> None:
    body = (
        "Điều 1. Ban hành kèm theo Quyết định này Quy chế trực hồ chứa.\n"
        "Điều 2. Quyết định này có hiệu lực từ ngày 01/5/2031.\n"
        "Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc các Sở: Y tế, Xây dựng; Chủ tịch Ủy ban nhân dân "
        "các xã "
        "và các cơ quan liên quan chịu trách nhiệm thi hành Quyết định này./."
    )
    assert told(directive(body)) == []


def test_distribution_list_and_signature_assign_nothing() -> None:
    assert told(directive("1. Tình hình còn khô hạn.")) == []


def test_what_a_body_is_told_among_results_is_a_task_all_the_same() -> None:
    body = (
        "I. ĐÁNH GIÁ CHUNG\n1. Các xã trữ nước tốt. Tuy nhiên, Sở Tài chính cần phân bổ hết vốn trước ngày 15/4/2031.\n"
        "2. Giao Sở Y tế tổng hợp kết quả khám lưu động.\nII. NHIỆM VỤ\n1. Tình hình còn khô hạn."
    )
    assert told(directive(body)) == [
        "Sở Tài chính | phân bổ hết vốn | trước ngày 15/4/2031",
        "Sở Y tế | tổng hợp kết quả khám lưu động",
    ]


def test_a_dispatch_without_any_number_assigns_work_in_its_paragraphs() -> None:
    body = (
        f"{OPENING}Sở Xây dựng khẩn trương sửa chữa 3 trạm bơm tại xã Đăk Ui.\n\n"
        "Giao Sở Y tế kiểm tra chất lượng nước tại 40 giếng."
    )
    assert told(directive(body)) == [
        "Sở Xây dựng | khẩn trương sửa chữa 3 trạm bơm tại xã Đăk Ui",
        "Sở Y tế | kiểm tra chất lượng nước tại 40 giếng",
    ]


# --- press -------------------------------------------------------------------------------------------------


def article(body: str) -> str:
    """An article of a newspaper: headline, a first sentence, `body`."""
    first = "Sáng 5/3, Thường trực Chính phủ họp về cấp nước cho các tỉnh vùng cao đang khô hạn nặng."
    return f"Họp khẩn về cấp nước cho vùng cao mùa khô\n\n{first}\n\n{body}\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Thủ tướng yêu cầu Bộ Xây dựng khởi công 3 nhà máy nước trước ngày 30/6/2031.",
            ["Bộ Xây dựng | khởi công 3 nhà máy nước | trước ngày 30/6/2031"],
        ),
        (
            "Thủ tướng giao Bộ Y tế chủ trì, phối hợp với Bộ Công an kiểm tra các cơ sở nước đóng chai.",
            ["Bộ Y tế < Bộ Công an | kiểm tra các cơ sở nước đóng chai"],
        ),
        (
            "Thủ tướng cũng đề nghị Bộ Quốc phòng bố trí xe bồn cấp nước cho các xã vùng cao.",
            ["Bộ Quốc phòng | bố trí xe bồn cấp nước cho các xã vùng cao"],
        ),
        (
            "Phát biểu tại cuộc họp, Phó Thủ tướng Lê Văn An yêu cầu các địa phương công khai lịch cấp nước.",
            ["các địa phương | công khai lịch cấp nước"],
        ),
        (
            "Bộ Nông nghiệp và Môi trường khẩn trương rà soát 40 hồ chứa đang xuống cấp nặng.",
            ["Bộ Nông nghiệp và Môi trường | khẩn trương rà soát 40 hồ chứa đang xuống cấp nặng"],
        ),
        (
            "Thủ tướng yêu cầu Bộ Xây dựng rà soát các nhà máy nước đang thi công ở vùng cao. Đồng thời, tổ chức đấu "
            "thầu các gói thầu đường ống còn lại.",
            [
                "Bộ Xây dựng | rà soát các nhà máy nước đang thi công ở vùng cao",
                "Bộ Xây dựng | tổ chức đấu thầu các gói thầu đường ống còn lại",
            ],
        ),
        (
            "Thủ tướng yêu cầu Bộ Xây dựng rà soát các nhà máy nước đang thi công ở vùng cao.\n\nĐồng thời, tổ "
            "chức đấu "
            "thầu các gói thầu đường ống còn lại.",
            [
                "Bộ Xây dựng | rà soát các nhà máy nước đang thi công ở vùng cao",
                "Bộ Xây dựng | tổ chức đấu thầu các gói thầu đường ống còn lại",
            ],
        ),
        (
            "Với Bộ Quốc phòng, Thủ tướng yêu cầu huy động trực thăng cấp nước cho các bản xa.",
            ["Bộ Quốc phòng | huy động trực thăng cấp nước cho các bản xa"],
        ),
        (
            "Thủ tướng giao nhiệm vụ cho từng bộ. Theo đó, Bộ Công Thương bảo đảm đủ điện cho các trạm bơm trong tháng "
            "4/2031; Bộ Tài chính bố trí kinh phí trước ngày 30/4/2031.",
            [
                "Bộ Công Thương | bảo đảm đủ điện cho các trạm bơm | trong tháng 4/2031",
                "Bộ Tài chính | bố trí kinh phí | trước ngày 30/4/2031",
            ],
        ),
        (
            "Người đứng đầu Chính phủ nhấn mạnh, các bộ, ngành, địa phương phải coi nước sạch là việc cấp bách.",
            ["các bộ, ngành, địa phương | coi nước sạch là việc cấp bách"],
        ),
    ],
)
def test_a_newspaper_tells_what_was_assigned(body: str, expected: list[str]) -> None:
    assert told(article(body)) == expected


@pytest.mark.parametrize(
    "body",
    [
        "Năm 2030, Bộ Xây dựng hoàn thành 3 nhà máy nước cho 40.000 hộ dân vùng cao.",
        "Theo báo cáo, các địa phương triển khai 120 công trình, giải ngân 2.300 tỷ đồng.",
        "Bộ trưởng Bộ Xây dựng Lò Văn Thí cho biết nhu cầu vốn còn lớn.",
        "Thủ tướng biểu dương Bộ Quốc phòng, Bộ Công an chở nước cho người dân.",
        "Thủ tướng nhấn mạnh ý nghĩa của nước sạch với trẻ em vùng cao.",
        "Tính đến tháng 02/2031, Bộ Y tế kiểm tra 1.200 mẫu nước, 94% đạt chuẩn.",
        "Cùng dự có lãnh đạo các bộ, ngành và Ủy ban nhân dân các tỉnh.",
        "Trước đó, Thủ tướng đã giao Bộ Y tế kiểm tra các mẫu nước.",
        "Đại diện Bộ Tài chính đề xuất tăng vốn cho các tỉnh nghèo.",
    ],
)
def test_what_a_newspaper_reports_is_no_task(body: str) -> None:
    assert told(article(body)) == []


# --- tables beside running text ----------------------------------------------------------------------------


def test_a_table_is_read_beside_the_text_around_it() -> None:
    rows = (
        "<tr><th>TT</th><th>Nhiệm vụ</th><th>Cơ quan chủ trì</th><th>Thời hạn</th></tr>"
        "<tr><td>1</td><td>Xây dựng 12 giếng khoan tại 3 xã vùng cao</td><td>Sở Xây dựng</td><td>30/4/2031</td></tr>"
        "<tr><td>2</td><td>Kiểm tra mẫu nước</td><td>Sở Y tế</td><td>Hằng tháng</td></tr>"
    )
    head = "".join(f"<p>{each}</p>" for each in LETTERHEAD.splitlines() if each)
    html = (
        f"<html><body>{head}<p>1. Công an tỉnh tuần tra các đập.</p><p>2. Giao các đơn vị thực hiện các việc sau:</p>"
        f"<table>{rows}</table><p>3. Sở Nội vụ đôn đốc việc thực hiện Chỉ thị.</p></body></html>"
    )
    assert told(html, "a.html") == [
        "Công an tỉnh | tuần tra các đập",
        "Sở Xây dựng | Xây dựng 12 giếng khoan tại 3 xã vùng cao | 30/4/2031",
        "Sở Y tế | Kiểm tra mẫu nước | Hằng tháng",
        "Sở Nội vụ | đôn đốc việc thực hiện Chỉ thị",
    ]


# --- the trace ---------------------------------------------------------------------------------------------

TRACED = directive(
    f"{OPENING}Ghi nhận, biểu dương các xã. Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:\n\n1. Sở Y tế:\n"
    "- Kiểm tra chất lượng nước tại 40 giếng; cung cấp thuốc khử khuẩn cho 84 trạm y tế trên địa bàn toàn tỉnh. "
    "Báo cáo "
    "kết quả trước ngày 15/4/2031.\n- Tình hình còn khô hạn.\n2. Sở Xây dựng sửa chữa 3 trạm bơm.\n"
    "3. Giao cho ai đó việc trông coi đập.\nVăn phòng Ủy ban nhân dân tỉnh thông báo để các cơ quan biết, thực hiện./."
)


def step_of(words: str, trace: tuple[Step, ...], text: str) -> Step:
    """The narrowest step that holds the words."""
    at = text.index(words)
    held = [step for step in trace if step.span.start <= at and at + len(words) <= step.span.end]
    return min(held, key=lambda step: len(step.span))


def test_every_sentence_of_the_body_is_traced() -> None:
    reading = parse(Path("a.txt"), TRACED.encode())
    sections = sections_of(reading)
    trace = read_tasks(reading, sections, facts_of(reading, sections)).trace
    for section in sections:
        if section.kind is not SectionKind.BODY:
            continue
        for sentence in sentences_of(reading.text, section.span):
            assert any(max(step.span.start, sentence.start) < min(step.span.end, sentence.end) for step in trace), (
                sentence.of(reading.text)
            )


def test_the_trace_is_in_order_and_holds_every_task_once() -> None:
    _, found = read(TRACED)
    assert all(one.span.start <= other.span.start for one, other in pairwise(found.trace))
    assert tuple(task for step in found.trace for task in step.tasks) == found.tasks
    assert all(step.outcome for step in found.trace)


def test_a_step_says_what_the_piece_was_taken_for() -> None:
    trace = read(TRACED)[1].trace
    assert len(step_of("Kiểm tra chất lượng", trace, TRACED).tasks) == 2
    assert len(step_of("Báo cáo kết quả", trace, TRACED).tasks) == 1
    for words in ("Trời khô", "Ghi nhận", "Tình hình còn", "thông báo để", "Giao cho ai đó"):
        step = step_of(words, trace, TRACED)
        assert step.tasks == ()
        assert step.outcome != "nhiệm vụ"


def test_a_verb_of_assigning_without_a_body_is_remarked() -> None:
    step = step_of("Giao cho ai đó", read(TRACED)[1].trace, TRACED)
    assert any("Giao cho" in remark and "không thấy cơ quan" in remark for remark in step.remarks)


def test_a_task_without_a_day_is_remarked() -> None:
    trace = read(TRACED)[1].trace
    assert any("không thấy thời hạn" in remark for remark in step_of("sửa chữa 3 trạm", trace, TRACED).remarks)
    assert any("không thấy thời hạn" in remark for remark in step_of("Kiểm tra chất lượng", trace, TRACED).remarks)
    assert not any("thời hạn" in remark for remark in step_of("Báo cáo kết quả", trace, TRACED).remarks)


def test_a_day_that_comes_later_takes_the_remark_away() -> None:
    text = directive("1. Sở Y tế kiểm tra chất lượng nước tại 40 giếng. Thời hạn hoàn thành trước ngày 20/5/2031.")
    assert not any("không thấy thời hạn" in remark for step in read(text)[1].trace for remark in step.remarks)


# --- any text ----------------------------------------------------------------------------------------------

PIECES = [
    *("\n", "\n\n", "1. ", "2. ", "a) ", "- ", "(1) ", "(2) ", "I. NHIỆM VỤ\n", "I. KẾT QUẢ\n", "Điều 1. ", "**", "|"),
    *("Giao ", "yêu cầu ", "Thủ tướng ", "Sở Y tế", "Bộ Công an", "các xã", " chủ trì", ", phối hợp với ", ", ", ": "),
    *("rà soát kho", " cần ", " đã ", "(", ")", "“", "”", "; ", " trước ngày 5/5", "Để ", " theo chức năng", " và "),
    *(". ", "./.", "- Cơ quan chủ trì: ", "Thời hạn: ", "hoàn thành trong tháng 6", "Đồng thời, ", "báo cáo kết quả "),
    *("Nơi nhận:\n", "thông báo để biết, thực hiện"),
    "<table><tr><td>Nhiệm vụ<td>Chủ trì<tr><td>Rà soát<td>Sở Y tế</table>",
]  # fmt: skip


documents = st.lists(st.sampled_from(PIECES), max_size=30).map(lambda pieces: LETTERHEAD + "".join(pieces))
days = st.sampled_from([None, "2031", "2031-03-05"])


def check(reading: Reading, day: str | None) -> None:
    """Reads the tasks; each of their spans lies where it belongs."""
    sections = sections_of(reading)
    found = read_tasks(reading, sections, replace(facts_of(reading, sections), date=day))
    whole = Span(0, len(reading.text))
    for task in found.tasks:
        assert task.lead
        spans = [task.quote, task.action, *(body.span for body in (*task.lead, *task.coordinating))]
        spans += [span for span in (task.product, task.target, task.due.span if task.due else None) if span]
        assert all(whole.holds(span) and len(span) for span in spans)
        section = sections[task.section]
        assert section.span.start <= task.action.start < task.action.end <= section.end
        assert task.quote.start <= task.action.end
        assert task.action.start <= task.quote.end
    assert all(one.span.start <= other.span.start for one, other in pairwise(found.trace))
    assert found.tasks == tuple(task for step in found.trace for task in step.tasks)


@given(st.text(max_size=200), days)
@settings(deadline=None)
def test_any_text_is_read(text: str, day: str | None) -> None:
    check(Reading(text), day)


@given(documents, days)
@settings(deadline=None, max_examples=300)
def test_in_any_document_the_parts_of_a_task_lie_where_they_belong(text: str, day: str | None) -> None:
    check(Reading(text), day)
    check(Reading(text.removeprefix(LETTERHEAD)), day)


@given(documents, days)
@settings(deadline=None)
def test_in_any_page_too(text: str, day: str | None) -> None:
    check(parse(Path("a.html"), f"<p>{text}</p>".encode()), day)
