"""Markers: the number or dash at the head of an item, and what only looks like one."""

from __future__ import annotations

import pytest

from corpus.markers import Style, as_letter, marker_of, roman_value


@pytest.mark.parametrize(
    ("line", "style", "label", "ordinal", "words"),
    [
        ("PHỤ LỤC II", Style.ANNEX, "Phụ lục II", 2, ""),
        ("Phụ lục 3: Danh mục trạm bơm", Style.ANNEX, "Phụ lục 3", 3, "Danh mục trạm bơm"),
        ("PHỤ LỤC", Style.ANNEX, "Phụ lục", 0, ""),
        ("Phần thứ hai. Việc phải làm", Style.PART, "Phần thứ hai", 2, "Việc phải làm"),
        ("Chương IV", Style.CHAPTER, "Chương IV", 4, ""),
        ("Mục 2. Trực ban", Style.DIVISION, "Mục 2", 2, "Trực ban"),
        ("Điều 12a. Trực ban", Style.ARTICLE, "Điều 12a", 12, "Trực ban"),
        ("B. VIỆC PHẢI LÀM", Style.LETTER, "B", 2, "VIỆC PHẢI LÀM"),
        ("Đ. VỀ VỐN", Style.LETTER, "Đ", 5, "VỀ VỐN"),
        ("IX. Về vốn", Style.ROMAN, "IX", 9, "Về vốn"),
        ("I - Về vốn", Style.ROMAN, "I", 1, "Về vốn"),
        ("1. Về vốn", Style.NUMBER, "1", 1, "Về vốn"),
        ("2) Về vốn", Style.NUMBER, "2", 2, "Về vốn"),
        ("3/ Về vốn", Style.NUMBER, "3", 3, "Về vốn"),
        ("4.Về vốn", Style.NUMBER, "4", 4, "Về vốn"),
        ("5. 100% số xã có trạm bơm", Style.NUMBER, "5", 5, "100% số xã có trạm bơm"),
        ("1.2. Về vốn", Style.DECIMAL, "1.2", 2, "Về vốn"),
        ("1.5 Triển khai", Style.DECIMAL, "1.5", 5, "Triển khai"),
        ("2.1.3. Về đất", Style.DECIMAL3, "2.1.3", 3, "Về đất"),
        ("đ) Sở Y tế", Style.POINT, "đ", 5, "Sở Y tế"),
        ("e. Sở Y tế", Style.POINT, "e", 6, "Sở Y tế"),
        ("a1) Sở Y tế", Style.POINT, "a1", 1, "Sở Y tế"),
        ("(3) Sở Y tế", Style.PAREN_NUMBER, "(3)", 3, "Sở Y tế"),
        ("(iv) Sở Y tế", Style.PAREN_ROMAN, "(iv)", 4, "Sở Y tế"),
        ("(b) Sở Y tế", Style.PAREN_POINT, "(b)", 2, "Sở Y tế"),
        ("- Sở Y tế", Style.DASH, "", 0, "Sở Y tế"),
        ("– 12 xã vùng cao", Style.DASH, "", 0, "12 xã vùng cao"),
        ("• Sở Y tế", Style.DASH, "", 0, "Sở Y tế"),
        ("+ Sở Y tế", Style.PLUS, "", 0, "Sở Y tế"),
        ("[4] Theo báo cáo", Style.NOTE, "[4]", 4, "Theo báo cáo"),
    ],
)
def test_a_mark_tells_its_style_its_label_and_its_place(
    line: str, style: Style, label: str, ordinal: int, words: str
) -> None:
    marker = marker_of(line)
    assert marker is not None
    assert (marker.style, marker.label, marker.ordinal) == (style, label, ordinal)
    assert line[marker.length :] == words


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Sở Y tế",
        "2031 là năm cuối",
        "2031. Sở Y tế",
        "15/3/2031 là hạn cuối",
        "15.3.2031 là hạn cuối",
        "30-4",
        "1.5 triệu đồng",
        "1.500.000 đồng",
        "100% số xã",
        "- 2030 đã được phê duyệt",
        "Điều 5 của Luật Thủy lợi",
        "Mục 3 của Kế hoạch này",
        "Phụ lục kèm theo Quyết định này",
        "IV năm 2031",
        "V2 của phần mềm",
        "A Lưới",
        "a",
        "(Kèm theo Quyết định số 5)",
        "-",
        "[số liệu]",
    ],
)
def test_what_only_looks_like_a_mark_is_none(line: str) -> None:
    assert marker_of(line) is None


@pytest.mark.parametrize(("numeral", "value"), [("i", 1), ("IV", 4), ("IX", 9), ("xiv", 14), ("XXXIX", 39)])
def test_roman_numerals_count(numeral: str, value: int) -> None:
    assert roman_value(numeral) == value


def test_the_letter_i_can_be_a_letter_and_a_longer_numeral_cannot() -> None:
    one, two = marker_of("I. CHÍN"), marker_of("II. HAI")
    assert one is not None
    assert two is not None
    assert (as_letter(one).style, as_letter(one).label, as_letter(one).ordinal) == (Style.LETTER, "I", 9)
    assert as_letter(two) is two
