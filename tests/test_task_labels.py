"""Labels before bodies, days and products: what they are called, where their values end, and what is none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.tasks.labels import labels_of


def labels(text: str, start: int = 0) -> list[tuple[str, str]]:
    return [(label.role.value, label.value.of(text)) for label in labels_of(text, start)]


ROLES = {
    "lead": [
        *("Cơ quan chủ trì", "Đơn vị chủ trì", "Chủ trì", "Cơ quan thực hiện", "Đơn vị thực hiện", "Bộ phận phụ trách"),
        *("Cơ quan, đơn vị chủ trì", "Cơ quan chủ trì thực hiện", "Cơ quan chủ trì, tham mưu", "Người thực hiện"),
        *("Đơn vị được giao chủ trì", "Phân công thực hiện", "Phân công", "Trách nhiệm thực hiện", "Thực hiện"),
        *("Cơ quan chịu trách nhiệm", "Đơn vị đầu mối", "Cơ quan, tổ chức, cá nhân thực hiện", "CƠ QUAN CHỦ TRÌ"),
    ],
    "coordinating": [
        *("Cơ quan phối hợp", "Đơn vị phối hợp", "Phối hợp", "Phối hợp thực hiện", "Cơ quan phối hợp thực hiện"),
        *("Cơ quan, đơn vị phối hợp", "Đơn vị cùng phối hợp", "CƠ QUAN PHỐI HỢP"),
    ],
    "time": [
        *("Thời gian", "Thời hạn", "Thời gian thực hiện", "Thời gian hoàn thành", "Thời hạn hoàn thành", "Tiến độ"),
        *("Tiến độ thực hiện", "Hoàn thành", "Hạn", "Hạn hoàn thành", "Thời điểm hoàn thành", "Lộ trình thực hiện"),
        *("Thời gian dự kiến hoàn thành", "Thời hạn trình", "Thời gian tổ chức", "THỜI GIAN THỰC HIỆN"),
    ],
    "product": [
        *("Sản phẩm", "Kết quả", "Sản phẩm đầu ra", "Kết quả đầu ra", "Sản phẩm dự kiến", "Dự kiến sản phẩm"),
        *("Dự kiến kết quả", "Đầu ra", "Hình thức văn bản", "Kết quả cần đạt", "Sản phẩm hoàn thành"),
    ],
    "content": ["Nội dung", "Nội dung thực hiện", "Nội dung công việc", "Nhiệm vụ", "Nhiệm vụ cụ thể"],
    "other": ["Kinh phí thực hiện", "Nguồn kinh phí", "Địa điểm tổ chức", "Đối tượng", "Phạm vi", "Ghi chú"],
}


@pytest.mark.parametrize(("role", "name"), [(role, name) for role, names in ROLES.items() for name in names])
def test_a_label_tells_what_stands_behind_it(role: str, name: str) -> None:
    line = f"- {name}: Đội 5."
    (label,) = labels_of(line)
    assert (label.role.value, label.value.of(line)) == (role, "Đội 5")
    assert label.span.of(line).startswith(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Cơ quan chủ trì: Sở Y tế. Cơ quan phối hợp: Sở Tài chính, các xã. Thời gian thực hiện: Quý III/2031.",
            [("lead", "Sở Y tế"), ("coordinating", "Sở Tài chính, các xã"), ("time", "Quý III/2031")],
        ),
        (
            "Đào 12 giếng (Cơ quan chủ trì: Sở Xây dựng; Thời gian: tháng 8/2031).",
            [("lead", "Sở Xây dựng"), ("time", "tháng 8/2031")],
        ),
        (
            "Đào 12 giếng (Thời hạn: trước mùa khô (tháng 11/2031)).",
            [("time", "trước mùa khô (tháng 11/2031)")],
        ),
        (
            "Đào 12 giếng (Chủ trì: Sở Xây dựng (Phòng Hạ tầng); Sản phẩm: giếng).",
            [("lead", "Sở Xây dựng (Phòng Hạ tầng)"), ("product", "giếng")],
        ),
        (
            "- Đơn vị thực hiện: Chi cục Thủy lợi - Thời gian hoàn thành: 30/9/2031",
            [("lead", "Chi cục Thủy lợi"), ("time", "30/9/2031")],
        ),
        (
            "+ Chủ trì: Sở Y tế + Phối hợp: các xã + Sản phẩm: Sổ tay; bản đồ",
            [("lead", "Sở Y tế"), ("coordinating", "các xã"), ("product", "Sổ tay; bản đồ")],
        ),
        (
            "Chủ trì : Sở Y tế, phối hợp : Sở Tài chính",
            [("lead", "Sở Y tế"), ("coordinating", "Sở Tài chính")],
        ),
        ("Thời gian hoàn thành:", [("time", "")]),
        ("Cơ quan chủ trì: ; Thời hạn: 15/8", [("lead", ""), ("time", "15/8")]),
        (
            "Chở nước cho 3 thôn. Kinh phí thực hiện: 200 triệu đồng. Thời hạn: 15/4.",
            [("other", "200 triệu đồng"), ("time", "15/4")],
        ),
    ],
)
def test_a_value_reaches_to_the_next_label(text: str, expected: list[tuple[str, str]]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế chủ trì, phối hợp với Sở Tài chính rà soát.",
        "Thời gian thực hiện dự án là 24 tháng.",
        "Giao Sở Y tế: trực cấp cứu",
        "Sở Xây dựng, cơ quan chủ trì thẩm định, báo cáo.",
        "Kết quả thực hiện nhiệm vụ năm 2030 rất tốt.",
        "Trong khoảng thời gian: không rõ",
        "Tổ giúp việc đơn vị chủ trì: ba người",
        "Họp lúc 14: 30",
        "",
        ":",
    ],
)
def test_the_same_words_without_their_place_or_colon_are_no_label(text: str) -> None:
    assert labels(text) == []


def test_labels_are_sought_behind_the_number_of_the_item() -> None:
    text = "Thời hạn: 5/5. Chủ trì: Sở Y tế"
    assert labels(text, 15) == [("lead", "Sở Y tế")]


@given(
    st.lists(
        st.sampled_from(["Chủ trì", "Thời hạn", "Sản phẩm", ": ", ". ", "; ", "(", ")", "Sở Y tế", " ", "-", "15/8"]),
        max_size=20,
    ).map("".join)
)
@settings(deadline=None)
def test_labels_stand_in_order_each_before_its_value(text: str) -> None:
    found = labels_of(text)
    assert all(label.span.end == label.value.start <= label.value.end <= len(text) for label in found)
    assert all(one.value.end <= other.span.start for one, other in pairwise(found))
