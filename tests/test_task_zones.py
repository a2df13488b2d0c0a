"""Zones: which parts of a document report or name aims, and which assign."""

from __future__ import annotations

import pytest

from corpus.reading import Reading
from corpus.roles import SectionKind
from corpus.sections import sections_of
from corpus.tasks.zones import Zone, zones_of

LETTERHEAD = """ỦY BAN NHÂN DÂN
TỈNH ĐĂK BLA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/CT-UBND
Đăk Bla, ngày 05 tháng 3 năm 2031

CHỈ THỊ
Về cấp nước mùa khô

"""


def zones(text: str) -> list[tuple[str, str]]:
    """The zone and the first words of each section of the body."""
    reading = Reading(text)
    sections = sections_of(reading)
    found = zones_of(sections)
    assert len(found) == len(sections)
    return [
        (zone.value, " ".join(section.span.of(text).split()[:3]))
        for section, zone in zip(sections, found, strict=True)
        if section.kind is SectionKind.BODY
    ]


def zone_under(heading: str) -> str:
    """The zone of an item under a heading."""
    found = zones(f"{LETTERHEAD}Mở đầu của chỉ thị này.\n\nI. {heading}\n1. Sở Y tế trực cấp cứu ngày đêm.\n2. Hết.")
    return found[2][0]


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "ĐÁNH GIÁ CHUNG",
            "KẾT QUẢ ĐẠT ĐƯỢC",
            "Về kết quả thực hiện năm 2030",
            "Một số tồn tại, hạn chế",
            "NGUYÊN NHÂN",
        ),
        *("Những khó khăn, vướng mắc", "BÀI HỌC KINH NGHIỆM", "Tình hình cấp nước", "Thực trạng", "Sự cần thiết"),
        *("CĂN CỨ PHÁP LÝ", "Cơ sở pháp lý", "Về tình hình hạn hán", "Các kết quả nổi bật", "Ưu điểm"),
    ],
)
def test_a_heading_that_reports_makes_its_part_a_report(heading: str) -> None:
    assert zone_under(heading) == Zone.REPORT


@pytest.mark.parametrize(
    "heading",
    [
        *("MỤC ĐÍCH, YÊU CẦU", "Mục tiêu chung", "QUAN ĐIỂM", "Nguyên tắc chỉ đạo", "Phạm vi, đối tượng", "Yêu cầu"),
        *("Về mục tiêu đến năm 2035", "Định hướng phát triển", "PHƯƠNG CHÂM"),
    ],
)
def test_a_heading_that_names_aims_makes_its_part_one_of_aims(heading: str) -> None:
    assert zone_under(heading) == Zone.AIMS


@pytest.mark.parametrize(
    "heading",
    [
        *("NHIỆM VỤ, GIẢI PHÁP", "TỔ CHỨC THỰC HIỆN", "Về cấp nước", "PHÂN CÔNG NHIỆM VỤ", "Nội dung thực hiện"),
        *("Yêu cầu các sở, ngành", "Sở Y tế", "Công tác chỉ đạo, điều hành", "Việc cần làm ngay"),
        "Công tác khắc phục hạn chế",
    ],
)
def test_under_any_other_heading_work_is_assigned(heading: str) -> None:
    assert zone_under(heading) == Zone.ORDERS


def test_what_stands_before_the_first_numbered_part_leads_up_to_it() -> None:
    text = f"{LETTERHEAD}Trời khô từ tháng 2.\n\nNhiều xã thiếu nước.\n\n1. Sở Y tế trực cấp cứu.\n\nCác xã báo cáo."
    assert [zone for zone, _ in zones(text)] == ["opening", "opening", "orders", "orders"]


def test_a_document_without_numbered_parts_assigns_from_its_first_word() -> None:
    assert [zone for zone, _ in zones(f"{LETTERHEAD}Trời khô từ tháng 2.\n\nSở Y tế trực cấp cứu.")] == ["orders"] * 2


def test_a_zone_reaches_as_deep_as_its_part_and_no_further() -> None:
    text = (
        f"{LETTERHEAD}I. KẾT QUẢ\n1. Về giếng:\na) Đã đào 40 giếng.\n- Sâu 30 m.\n2. Về hồ: đầy nước.\n"
        "II. NHIỆM VỤ\n1. Về giếng:\na) Đào thêm 12 giếng."
    )
    assert [zone for zone, _ in zones(text)] == ["report"] * 5 + ["orders"] * 3


def test_the_nearest_telling_heading_counts() -> None:
    text = (
        f"{LETTERHEAD}I. ĐÁNH GIÁ CHUNG\n1. Kết quả:\n- Đào 40 giếng.\n2. Mục tiêu:\n- Đủ nước.\n"
        "II. NHIỆM VỤ\n1. Mục tiêu:\n- Đủ nước.\n2. Việc:\n- Đào giếng."
    )
    assert [zone for zone, _ in zones(text)] == [
        *("report", "report", "report", "aims", "aims"),
        *("orders", "aims", "aims", "orders", "orders"),
    ]


def test_an_item_that_only_begins_like_a_report_is_no_heading() -> None:
    text = f"{LETTERHEAD}1. Đánh giá mức khô hạn của 12 hồ, báo cáo Ủy ban nhân dân tỉnh.\na) Sở Y tế trực."
    assert [zone for zone, _ in zones(text)] == ["orders", "orders"]


def test_an_annex_begins_anew() -> None:
    text = (
        f"{LETTERHEAD}I. KẾT QUẢ\n1. Đào 40 giếng.\n./.\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nLò Văn Thí\n"
        "KẾ HOẠCH\nCẤP NƯỚC MÙA KHÔ\n1. Sở Y tế trực."
    )
    assert zones(text)[-1] == ("orders", "1. Sở Y")


@pytest.mark.parametrize("text", ["", "\n", "một dòng", LETTERHEAD])
def test_each_section_has_a_zone_whatever_the_text(text: str) -> None:
    zones(text)
