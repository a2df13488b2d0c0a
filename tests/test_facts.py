"""Facts: what letterhead and title say of a document, and nothing that they do not say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.errors import ChidaoError
from corpus.fact_reading import facts_of
from corpus.facts import Facts
from corpus.reading import Reading
from corpus.sections import sections_of

BODY = "\n\nTrời khô từ tháng 2.\n1. Sở Y tế trực cấp cứu.\n2. Kho bạc giải ngân./.\n"


def facts(text: str, title: str | None = None) -> Facts:
    reading = Reading(text, title=title)
    return facts_of(reading, sections_of(reading))


def letterhead(
    issuer: str = "ỦY BAN NHÂN DÂN\nTỈNH KON TUM",
    number: str = "Số: 07/CT-UBND",
    day: str = "Kon Tum, ngày 03 tháng 4 năm 2031",
    title: str = "CHỈ THỊ\nVỀ PHÒNG, CHỐNG HẠN HÁN",
) -> str:
    return (
        f"{issuer}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n{number}\n{day}\n\n{title}{BODY}"
    )


def test_a_letterhead_tells_number_kind_issuer_and_date() -> None:
    assert facts(letterhead()) == Facts(
        title="CHỈ THỊ VỀ PHÒNG, CHỐNG HẠN HÁN",
        number="07/CT-UBND",
        kind="Chỉ thị",
        issuer="ỦY BAN NHÂN DÂN TỈNH KON TUM",
        date="2031-04-03",
        subject="VỀ PHÒNG, CHỐNG HẠN HÁN",
        place="Kon Tum",
    )


def test_a_crawled_letterhead_tells_the_same() -> None:
    crawled = (
        "| **ỦY BAN NHÂN DÂN**\n**TỈNH KON TUM**\n**\\-------**\n\n|\n\n**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\n"
        "**Độc lập - Tự do - Hạnh phúc**\n\n|\n| --- | --- |\n"
        "| Số: 07/CT-UBND | _Kon Tum, ngày 03 tháng 4 năm 2031_ |\n\n"
        f"**CHỈ THỊ**\n\n**VỀ PHÒNG, CHỐNG HẠN HÁN**{BODY}"
    )
    assert facts(crawled) == facts(letterhead())


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Số: 12/TB-UBND", "12/TB-UBND"),
        ("Số 966-NQ/TU", "966-NQ/TU"),
        ("Số: 45 /CĐ-TTg", "45/CĐ-TTg"),
        ("Số: 7/2031/NQ-HĐND", "7/2031/NQ-HĐND"),
        ("Số:123/KH-BYT V/v trực hè", "123/KH-BYT"),
        ("Số: 5/QĐ-BNN&PTNT", "5/QĐ-BNN&PTNT"),
        ("Số:      /CT-UBND", ""),
        ("Số: ......./CT-UBND", ""),
    ],
)
def test_the_number_is_what_stands_behind_so(line: str, number: str) -> None:
    assert facts(letterhead(number=line)).number == number


@pytest.mark.parametrize(
    ("line", "date", "words"),
    [
        ("Kon Tum, ngày 3 tháng 4 năm 2031", "2031-04-03", ""),
        ("TP. Hồ Chí Minh, ngày 13 tháng 12 năm 2031", "2031-12-13", ""),
        ("Kon Tum, ngày 31 tháng 02 năm 2031", None, "ngày 31 tháng 02 năm 2031"),
        ("Kon Tum, ngày    tháng 4 năm 2031", None, ""),
    ],
)
def test_the_date_is_that_of_the_letterhead(line: str, date: str | None, words: str) -> None:
    found = facts(letterhead(day=line))
    assert (found.date, found.date_words) == (date, words)


@pytest.mark.parametrize(
    ("lines", "title", "kind"),
    [
        ("CHỈ THỊ\nVề việc phòng, chống hạn hán", "Chỉ thị về việc phòng, chống hạn hán", "Chỉ thị"),
        ("KẾ HOẠCH\nTrồng rừng năm 2031", "Kế hoạch Trồng rừng năm 2031", "Kế hoạch"),
        ("KẾ HOẠCH\nTRỒNG RỪNG\nNĂM 2031", "KẾ HOẠCH TRỒNG RỪNG NĂM 2031", "Kế hoạch"),
        ("CÔNG ĐIỆN KHẨN", "CÔNG ĐIỆN KHẨN", "Công điện"),
        (
            "QUYẾT ĐỊNH\nVề việc ban hành Quy chế\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\nCăn cứ Luật Thủy lợi;",
            "Quyết định về việc ban hành Quy chế",
            "Quyết định",
        ),
        (
            "THÔNG BÁO\nKẾT LUẬN CỦA CHỦ TỊCH LÒ VĂN THÍ",
            "THÔNG BÁO KẾT LUẬN CỦA CHỦ TỊCH LÒ VĂN THÍ",
            "Thông báo",
        ),
    ],
)
def test_the_title_keeps_its_capitals_where_names_may_stand_in_it(lines: str, title: str, kind: str) -> None:
    found = facts(letterhead(title=lines))
    assert (found.title, found.kind) == (title, kind)


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        ("BỘ Y TẾ", "BỘ Y TẾ"),
        ("TỈNH ỦY KON TUM\nVĂN PHÒNG", "VĂN PHÒNG TỈNH ỦY KON TUM"),
        ("ĐẢNG CỘNG SẢN VIỆT NAM\nTỈNH ỦY KON TUM", "TỈNH ỦY KON TUM"),
    ],
)
def test_the_issuer_stands_above_the_motto(lines: str, issuer: str) -> None:
    assert facts(letterhead(issuer=lines)).issuer == issuer


def test_the_title_of_an_annex_is_not_that_of_the_document() -> None:
    annex = "Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nLò Văn Thí\nQUY CHẾ\nTRỰC HỒ CHỨA\nĐiều 1. Ca trực\n"
    found = facts(letterhead() + annex)
    assert (found.signer, found.office) == ("Lò Văn Thí", "CHỦ TỊCH")
    assert replace(found, signer="", office="") == facts(letterhead())


def test_a_text_without_letterhead_says_nothing_of_number_issuer_and_date() -> None:
    report = "Kon Tum đào giếng\nSáng nay, ngày 04 tháng 6 năm 2031, theo Chỉ thị số 07/CT-UBND, các xã đã đào."
    assert facts(report) == Facts(title="Kon Tum đào giếng", official=False)


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("Kính gửi:\n- Sở Y tế.\nTrời khô." + BODY, True),
        ("Trời khô." + BODY + "Nơi nhận:\n- Lưu: VT.", True),
        ("Trời khô." + BODY, False),
    ],
)
def test_addressees_or_a_distribution_list_make_a_text_official(text: str, official: bool) -> None:
    assert facts(text).official == official


def test_the_title_of_the_file_helps_where_the_text_has_none() -> None:
    assert facts("Trời khô." + BODY, title="Kon Tum đào giếng").title == "Kon Tum đào giếng"


@pytest.mark.parametrize("date", ["2031", "2031-04", "2031-04-03", "2032-02-29"])
def test_a_date_may_be_a_day_a_month_or_a_year(date: str) -> None:
    assert Facts(date=date).date == date


@pytest.mark.parametrize("date", ["", "03/04/2031", "2031-4-3", "2031-13", "2031-02-29", "2031-04-03T00:00", "0000"])
def test_what_is_no_date_is_refused_with_the_way_to_write_it(date: str) -> None:
    with pytest.raises(ChidaoError, match=r"date: ngày .* không đúng dạng; hãy ghi 2024-07-19"):
        Facts(date=date)


@pytest.mark.parametrize(
    ("known", "name"),
    [
        (Facts(title="Chỉ thị về\n hạn hán", kind="Chỉ thị", number="7/CT"), "Chỉ thị về hạn hán"),
        (
            Facts(kind="Bài báo", issuer="Chinhphu.vn", date="2031-07", official=False),
            "Bài báo của Chinhphu.vn (tháng 7/2031)",
        ),
        (Facts(kind="Bài báo", date_words="sáng 8/8", official=False), "Bài báo (sáng 8/8)"),
        (Facts(date="2031-07-12", date_words="chiều ngày 12/7", official=False), "Bài báo (ngày 12/7/2031)"),
        (Facts(kind="Công văn", number="7/SYT-VP", issuer="SỞ Y TẾ"), "Công văn số 7/SYT-VP của SỞ Y TẾ"),
        (Facts(issuer="SỞ Y TẾ", date="2031"), "Văn bản của SỞ Y TẾ (năm 2031)"),
        (Facts(), "Văn bản không có tiêu đề"),
    ],
)
def test_a_document_without_a_title_is_called_by_what_is_known_of_it(known: Facts, name: str) -> None:
    assert known.name == name
