"""Blocks: hard-wrapped and crawled lines go back to the paragraphs, items and rows they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.blocks import blocks_of
from corpus.readers import parse
from corpus.reading import Cell, Reading, Span, Table

OPENING = """Nhằm chủ động phòng, chống hạn hán trong mùa khô năm nay, Ủy ban
nhân dân tỉnh yêu cầu các sở, ban, ngành, trong đó có Sở Giao
thông, cử cán bộ trực tại các hồ chứa cho đến khi có mưa; ai bỏ
vị trí thì chịu trách nhiệm trước Chủ tịch Ủy ban nhân dân tỉnh
theo quy định.
"""
"""A paragraph that shows how wide the text was set."""


def shown(text: str) -> list[str]:
    blocks, _ = blocks_of(Reading(text))
    assert all(block.span.of(text).strip() == block.span.of(text) for block in blocks)
    return [block.shown for block in blocks]


@pytest.mark.parametrize(
    ("wrapped", "joined"),
    [
        (
            "Trong số các đơn vị được giao việc trong lần này, có cả Sở Lao động\n- Thương binh và Xã hội.",
            "Trong số các đơn vị được giao việc trong lần này, có cả Sở Lao động - Thương binh và Xã hội.",
        ),
        (
            "Các xã thực hiện theo đúng Kế hoạch cấp nước giai đoạn 2026\n- 2030 đã được phê duyệt.",
            "Các xã thực hiện theo đúng Kế hoạch cấp nước giai đoạn 2026 - 2030 đã được phê duyệt.",
        ),
        (
            "Các xã thực hiện theo đúng tinh thần của Nghị quyết số 966-\nNQ/TU của Tỉnh ủy.",
            "Các xã thực hiện theo đúng tinh thần của Nghị quyết số 966- NQ/TU của Tỉnh ủy.",
        ),
        (
            "Các xã báo cáo số hộ thiếu nước và số giếng cạn trước ngày\n15/3/2031 để tỉnh tổng hợp.",
            "Các xã báo cáo số hộ thiếu nước và số giếng cạn trước ngày 15/3/2031 để tỉnh tổng hợp.",
        ),
        (
            "Các xã báo cáo số hộ thiếu nước và số giếng cạn trước ngày\n15. Xã nào chậm thì phê bình.",
            "Các xã báo cáo số hộ thiếu nước và số giếng cạn trước ngày 15. Xã nào chậm thì phê bình.",
        ),
        (
            "Các xã báo cáo với đoàn giám sát của Hội đồng nhân dân khóa\nXV.",
            "Các xã báo cáo với đoàn giám sát của Hội đồng nhân dân khóa XV.",
        ),
        (
            "Các xã báo cáo số hộ thiếu nước\n\nvà số giếng cạn trong tháng.",
            "Các xã báo cáo số hộ thiếu nước và số giếng cạn trong tháng.",
        ),
        ("5. Các chủ rừng là tổ chức (các\nBan quản lý rừng)", "5. Các chủ rừng là tổ chức (các Ban quản lý rừng)"),
        ("**CHỈ THỊ VỀ PHÒNG, CHỐNG\nHẠN HÁN**", "CHỈ THỊ VỀ PHÒNG, CHỐNG HẠN HÁN"),
    ],
)
def test_a_hard_wrap_is_undone(wrapped: str, joined: str) -> None:
    assert shown(OPENING + wrapped)[1:] == [joined]


@pytest.mark.parametrize(
    "lines",
    [
        ["1. Về kinh phí", "Sở Tài chính bố trí đủ vốn."],
        ["- Sở Y tế trực cấp cứu;", "- Kho bạc giải ngân."],
        ["1. Sở Y tế trực cấp cứu.", "2. Kho bạc giải ngân."],
        ["HẠN HÁN", "Trời khô từ tháng 2."],
        ["Các xã báo cáo hằng tuần.", "Kho bạc giải ngân."],
        ["Các xã thực hiện ngay các việc sau:", "- Đào giếng;", "- Chở nước."],
    ],
)
def test_what_ends_stays_apart(lines: list[str]) -> None:
    assert shown(OPENING + "\n".join(lines))[1:] == lines


@pytest.mark.parametrize(
    ("lines", "blocks"),
    [
        (["3. Bộ Tư lệnh", "Thành phố chủ trì, phối hợp với Sở Y tế trực đê."], 1),
        (["4. Sở Y tế", "Thành phố phối hợp với Sở Xây dựng trực đê."], 1),
        (["4. Sở Y tế", "Tỉnh ủy, Thành phố và các xã cử người trực đê."], 2),
        (["4. Phạm vi", "Thành phố chủ trì, phối hợp với Sở Y tế trực đê."], 2),
    ],
)
def test_a_body_whose_name_ends_on_the_next_line_is_no_heading(lines: list[str], blocks: int) -> None:
    assert len(shown(OPENING + "\n" + "\n".join(lines))) - len(shown(OPENING)) == blocks


def test_a_text_that_is_not_wrapped_keeps_its_lines_but_for_one_broken_within_a_sentence() -> None:
    lines = [f"Xã {name} báo cáo hằng tuần" for name in ("Đăk Pxi", "Đăk Long", "Ngọk Wang", "Ngọk Réo", "Hà Mòn")]
    broken = "Sở Tài chính bố trí vốn cho các xã vùng\ncao."
    assert shown("\n".join([*lines, broken])) == [*lines, "Sở Tài chính bố trí vốn cho các xã vùng cao."]


def test_emphasis_over_several_lines_is_one_block() -> None:
    blocks, _ = blocks_of(
        Reading(OPENING + "**1. Về việc sửa chữa\ncác tuyến kè\nsạt lở**\nGiao Sở Xây dựng lập dự án.")
    )
    assert [(b.shown, b.bold) for b in blocks[1:]] == [
        ("1. Về việc sửa chữa các tuyến kè sạt lở", True),
        ("Giao Sở Xây dựng lập dự án.", False),
    ]


def test_a_mark_on_a_line_of_its_own_takes_the_next_line() -> None:
    assert shown("1.\nSở Y tế trực cấp cứu.\nPHỤ LỤC\nDANH MỤC TRẠM BƠM") == [
        "1. Sở Y tế trực cấp cứu.",
        "PHỤ LỤC DANH MỤC TRẠM BƠM",
    ]


def test_i_after_h_is_a_letter_and_i_before_ii_a_numeral() -> None:
    letters, _ = blocks_of(Reading("\n".join(f"{letter}. Việc thứ {letter}" for letter in "ABCDĐEGHI")))
    numerals, _ = blocks_of(Reading("I. Mục đích\nII. Yêu cầu"))
    assert [b.marker.style.name for b in letters if b.marker] == ["LETTER"] * 9
    assert [b.marker.style.name for b in numerals if b.marker] == ["ROMAN"] * 2


def test_each_row_of_a_data_table_is_a_block() -> None:
    source = (
        "Trước bảng.\n\n| STT | Việc | Ai |\n|---|---|---|\n| 1 | Đào giếng | Xã |\n| 2 | Chở nước |  |\n\nSau bảng."
    )
    reading = parse(Path("a.md"), source.encode())
    blocks, _ = blocks_of(reading)
    assert [block.row for block in blocks] == [False, True, True, True, False]
    assert [block.span.of(reading.text).split(" | ")[0].strip("| ") for block in blocks if block.row] == [
        "STT",
        "1",
        "2",
    ]


def test_a_table_that_lays_out_a_letterhead_has_no_rows() -> None:
    source = "| ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|---|---|\n| Số: 1/TB | Kon Tum |\n"
    blocks, _ = blocks_of(parse(Path("a.md"), source.encode()))
    assert not any(block.row for block in blocks)


def test_words_around_the_cells_of_a_row_are_not_lost() -> None:
    text = "x 1 Đào giếng\nXã vùng cao y\nz"
    table = Table(Span(2, 25), (Cell(0, 0, Span(2, 3)), Cell(0, 1, Span(4, 25)), Cell(1, 0, Span(28, 29))))
    blocks, _ = blocks_of(Reading(text, (table,)))
    assert [block.shown for block in blocks] == ["x 1 Đào giếng", "Xã vùng cao y", "z"]


def test_an_item_in_lower_case_behind_a_heading_is_no_sign_of_wrapping() -> None:
    text = "I. VỀ Y TẾ\na) Sở Y tế rà soát\ncác điểm tiêm trước ngày 05/8/2031.\n"
    blocks, wrapped = blocks_of(Reading(text))
    assert wrapped
    assert [block.shown for block in blocks] == [
        "I. VỀ Y TẾ",
        "a) Sở Y tế rà soát các điểm tiêm trước ngày 05/8/2031.",
    ]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.html", "<table><tr><th>STT<th>Việc<tr><td>1<td>Nạo vét</table>"),
        ("a.md", "| STT | Việc |\n| --- | --- |\n| 1 | Nạo vét |\n"),
    ],
)
def test_a_file_may_begin_with_a_table(name: str, source: str) -> None:
    blocks, _ = blocks_of(parse(Path(name), source.encode()))
    assert [block.row for block in blocks[:2]] == [True, True]
    assert "Nạo vét" in blocks[-1].shown
