"""Letterheads and signatures of each kind of paper, in whatever order a file puts their columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from corpus.fact_reading import facts_of
from corpus.letterhead import read_letterhead
from corpus.readers import parse
from corpus.reading import Reading
from corpus.sections import sections_of
from corpus.signature import read_signature
from tests.docx_files import saved
from tests.office_papers import BODY, MOTTO, SIGNED, facts, head, paper
from tests.pdf_files import Paper

LETTER = ("Công văn", "45/SYT-NVY", "SỞ Y TẾ TỈNH KON TUM", "2031-04-03", "Kon Tum", "tăng cường trực hè tại các trạm")


def told(reading: Reading) -> tuple[str | None, ...]:
    found = facts_of(reading, sections_of(reading))
    return found.kind, found.number, found.issuer, found.date, found.place, found.subject


@pytest.mark.parametrize(
    "letterhead",
    [
        head("UBND TỈNH KON TUM\nSỞ Y TẾ", "Số: 45/SYT-NVY\nV/v tăng cường trực hè\ntại các trạm"),
        f"UBND TỈNH KON TUM\nSỞ Y TẾ\nSố: 45/SYT-NVY\nV/v tăng cường trực hè\ntại các trạm\n{MOTTO[0]}\n{MOTTO[1]}\n"
        "Kon Tum, ngày 03 tháng 4 năm 2031",
        f"UBND TỈNH KON TUM {MOTTO[0]}\nSỞ Y TẾ {MOTTO[1]}\nSố: 45/SYT-NVY Kon Tum, ngày 03 tháng 4 năm 2031\n"
        "V/v tăng cường trực hè tại các trạm",
        f"UBND TỈNH KON TUM SỞ Y TẾ -------\n{' '.join(MOTTO)} -------\n"
        "Số: 45/SYT-NVY V/v tăng cường trực hè tại các trạm\nKon Tum, ngày 03/4/2031",
    ],
    ids=["by lines", "by columns", "both columns in a line", "cells in a line"],
)
def test_a_letter_tells_its_facts_in_any_order_of_its_columns(letterhead: str) -> None:
    assert told(Reading(paper(letterhead, "Kính gửi: Các trạm y tế.", BODY, SIGNED))) == LETTER


def test_the_letterhead_of_a_docx_is_a_table() -> None:
    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "UBND TỈNH KON TUM\nSỞ Y TẾ\n-------", "\n".join(MOTTO)
    table.cell(1, 0).text = "Số: 45/SYT-NVY\nV/v tăng cường trực hè tại các trạm"
    table.cell(1, 1).text = "Kon Tum, ngày 03 tháng 4 năm 2031"
    document.add_paragraph("Kính gửi: Các trạm y tế.")
    document.add_paragraph("Các trạm y tế trực hè./.")
    signed = document.add_table(1, 2)
    signed.cell(0, 0).text = "Nơi nhận:\n- Lưu: VT."
    signed.cell(0, 1).text = "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n(Đã ký)\nBSCKII. Lò Văn Thí"
    reading = parse(Path("a.docx"), saved(document))
    assert told(reading) == LETTER
    found = facts_of(reading, sections_of(reading))
    assert (found.signer, found.office) == ("Lò Văn Thí", "KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC")


def test_the_columns_of_a_pdf_tell_the_same() -> None:
    sheet = Paper()
    sheet.add_page()
    sheet.lines(["UBND TỈNH KON TUM", "SỞ Y TẾ", "Số: 45/SYT-NVY", "V/v tăng cường trực hè", "tại các trạm"], top=70)
    sheet.lines([*MOTTO, "Kon Tum, ngày 03 tháng 4 năm 2031"], x=280, top=70)
    sheet.lines(["Kính gửi: Các trạm y tế.", "Các trạm y tế trực hè, báo cáo Sở Y tế kết quả hằng tuần./."], top=190)
    sheet.lines(["Nơi nhận:", "- Như trên;", "- Lưu: VT."], top=240)
    sheet.lines(["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "Lò Văn Thí"], x=350, top=240)
    reading = parse(Path("a.pdf"), sheet.data())
    assert told(reading) == LETTER
    assert facts_of(reading, sections_of(reading)).signer == "Lò Văn Thí"


@pytest.mark.parametrize(
    ("lines", "issuer", "parent"),
    [
        ("BỘ NÔNG NGHIỆP\nVÀ MÔI TRƯỜNG", "BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", ""),
        ("VĂN PHÒNG\nCHÍNH PHỦ", "VĂN PHÒNG CHÍNH PHỦ", ""),
        ("BỘ TÀI CHÍNH\nTỔNG CỤC THUẾ", "TỔNG CỤC THUẾ", "BỘ TÀI CHÍNH"),
        ("UBND TỈNH KON TUM\nVĂN PHÒNG", "VĂN PHÒNG UBND TỈNH KON TUM", "UBND TỈNH KON TUM"),
        ("ỦY BAN NHÂN DÂN\nXÃ ĐẮK HÀ", "ỦY BAN NHÂN DÂN XÃ ĐẮK HÀ", ""),
        (
            "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH\nSỞ XÂY DỰNG",
            "SỞ XÂY DỰNG THÀNH PHỐ HỒ CHÍ MINH",
            "ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH",
        ),
        ("UBND HUYỆN ĐẮK TÔ\nPHÒNG Y TẾ", "PHÒNG Y TẾ HUYỆN ĐẮK TÔ", "UBND HUYỆN ĐẮK TÔ"),
        ("HỎA TỐC\nBỘ Y TẾ", "BỘ Y TẾ", ""),
    ],
)
def test_the_issuer_and_the_body_above_it(lines: str, issuer: str, parent: str) -> None:
    found = read_letterhead(head(lines, "Số: 7/QĐ-X").split("\n"))
    assert (found.issuer, found.parent) == (issuer, parent)


@pytest.mark.parametrize(
    ("day", "place", "date"),
    [
        ("TP. Hồ Chí Minh, ngày 03 tháng 4 năm 2031", "TP. Hồ Chí Minh", "2031-04-03"),
        ("Thành phố Hồ Chí\nMinh, ngày 03 tháng 4 năm 2031", "Thành phố Hồ Chí Minh", "2031-04-03"),
        ("Đắk Hà, ngày 3/4/2031", "Đắk Hà", "2031-04-03"),
        ("Kon Tum, ngày     tháng    năm 2031", "Kon Tum", None),
    ],
)
def test_place_and_day_of_issue(day: str, place: str, date: str | None) -> None:
    found = facts(paper(head("BỘ Y TẾ", "Số: 7/KH-BYT", day), "KẾ HOẠCH\nTrực hè", BODY, SIGNED))
    assert (found.place, found.date) == (place, date)


def test_a_resolution_of_the_party() -> None:
    found = facts(
        paper(
            "ĐẢNG CỘNG SẢN VIỆT NAM\nTỈNH ỦY KON TUM\n*\nSố 57-NQ/TU\nKon Tum, ngày 03 tháng 4 năm 2031",
            "NGHỊ QUYẾT\nvề phát triển rừng\n-----",
            BODY,
            "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nLò Văn Thí",
        )
    )
    assert (found.number, found.kind, found.issuer) == ("57-NQ/TU", "Nghị quyết", "TỈNH ỦY KON TUM")
    assert (found.title, found.subject) == ("Nghị quyết về phát triển rừng", "về phát triển rừng")
    assert (found.signer, found.office) == ("Lò Văn Thí", "T/M BAN THƯỜNG VỤ, PHÓ BÍ THƯ")


def test_the_name_of_an_assembly_is_no_part_of_the_title() -> None:
    assembly = "HỘI ĐỒNG NHÂN DÂN TỈNH KON TUM\nKHÓA XII, KỲ HỌP THỨ 20"
    title = f"NGHỊ QUYẾT\nQUY ĐỊNH MỨC HỖ TRỢ TRỒNG RỪNG\n\n{assembly}"
    top = head("HỘI ĐỒNG NHÂN DÂN\nTỈNH KON TUM", "Số: 7/2031/NQ-HĐND")
    found = facts(paper(top, title, "Căn cứ Luật Lâm nghiệp;", "QUYẾT NGHỊ:", "Điều 1. Mức hỗ trợ.", SIGNED))
    assert (found.title, found.number) == ("NGHỊ QUYẾT QUY ĐỊNH MỨC HỖ TRỢ TRỒNG RỪNG", "7/2031/NQ-HĐND")


def test_years_in_the_last_line_of_a_title_belong_to_it() -> None:
    title = "KẾ HOẠCH\nTRỒNG RỪNG TRÊN ĐỊA BÀN TỈNH GIAI ĐOẠN\n2031 - 2035"
    found = facts(paper(head("BỘ Y TẾ", "Số: 7/KH-BYT"), title, "Căn cứ Luật Lâm nghiệp;", BODY, SIGNED))
    assert found.title == "KẾ HOẠCH TRỒNG RỪNG TRÊN ĐỊA BÀN TỈNH GIAI ĐOẠN 2031 - 2035"


def test_a_digital_stamp_tells_neither_issuer_nor_signer() -> None:
    stamp = "Người ký: Cổng Thông tin điện tử Kon Tum\nEmail: a@b.vn\nThời gian ký: 03.04.2031 10:12:33 +07:00"
    signed = "Nơi nhận:\n- Lưu: VT.\nKT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nKý bởi: Bộ Y tế\nNgày ký: 04/04/2031\nLò Văn Thí"
    found = facts(paper(f"{stamp}\n{head('BỘ Y TẾ', 'Số: 7/KH-BYT')}", "KẾ HOẠCH\nTrực hè", BODY, signed))
    assert (found.issuer, found.date, found.signer) == ("BỘ Y TẾ", "2031-04-03", "Lò Văn Thí")


@pytest.mark.parametrize(
    ("lines", "name", "office"),
    [
        (["THỦ TƯỚNG", "Lò Văn Thí"], "Lò Văn Thí", "THỦ TƯỚNG"),
        (["TM. CHÍNH PHỦ THỦ TƯỚNG Lò Văn Thí"], "Lò Văn Thí", "TM. CHÍNH PHỦ, THỦ TƯỚNG"),
        (["KT. BỘ TRƯỞNG,", "CHỦ NHIỆM", "PHÓ CHỦ NHIỆM", "Y Thông Niê"], "Y Thông Niê",
         "KT. BỘ TRƯỞNG, CHỦ NHIỆM, PHÓ CHỦ NHIỆM"),
        (["TM. ỦY BAN NHÂN", "DÂN", "CHỦ TỊCH", "A Xanh"], "A Xanh", "TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH"),
        (["K/T CHÁNH", "VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "Lò Văn Thí"], "Lò Văn Thí",
         "K/T CHÁNH VĂN PHÒNG, PHÓ CHÁNH VĂN PHÒNG"),
        (["GIÁM ĐỐC", "Thượng tá Lò Văn Thí"], "Lò Văn Thí", "GIÁM ĐỐC"),
        (["TUQ. CỤC TRƯỞNG", "NGUYỄN VĂN A"], "NGUYỄN VĂN A", "TUQ. CỤC TRƯỞNG"),
        (["PHÓ TỔNG GIÁM ĐỐC", "(Đã ký và đóng dấu)", "TS. Lò Thị Thí"], "Lò Thị Thí", "PHÓ TỔNG GIÁM ĐỐC"),
        (["CHỦ TỊCH", "(Đã ký)"], "", ""),
        (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "", ""),
    ],
)  # fmt: skip
def test_who_signed_and_as_what(lines: list[str], name: str, office: str) -> None:
    assert read_signature(lines) == (name, office)


def test_a_signature_needs_no_list_of_addressees_above_it() -> None:
    articles = "Điều 1. Trực hè.\n\nĐiều 2. Chánh Văn phòng Bộ chịu trách nhiệm thi hành Quyết định này."
    found = facts(paper(head("BỘ Y TẾ", "Số: 7/QĐ-BYT"), "QUYẾT ĐỊNH\nVề trực hè", articles, "BỘ TRƯỞNG\nLò Văn Thí"))
    assert (found.signer, found.office) == ("Lò Văn Thí", "BỘ TRƯỞNG")


def test_a_copy_without_letterhead_is_official_and_a_report_of_it_is_not() -> None:
    copy = "# Nghị quyết số 9/NQ-CP\n\n**Điều 1.** Giao Bộ Y tế trực.\n\n**Điều 2.** Nghị quyết này có hiệu lực ngay.\n"
    found = facts(copy)
    assert (found.official, found.kind, found.number) == (True, "Nghị quyết", "9/NQ-CP")
    for report in (
        "# Nghị quyết số 9/NQ-CP tạo đà cho ngành y\n\nÔng Lò Văn Thí nói Nghị quyết số 9/NQ-CP mở đường cho y tế.\n",
        "# Quyết định số 9/QĐ-TTg về trực hè\n\nThủ tướng vừa ban hành Quyết định số 9/QĐ-TTg về trực hè ở các xã.\n",
    ):
        found = facts(report)
        assert (found.official, found.kind, found.number) == (False, "", "")
