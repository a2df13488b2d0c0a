"""Sections: what governs what, what a citation calls it, and which parts are no instruction at all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.readers import parse
from corpus.reading import Reading
from corpus.roles import SectionKind
from corpus.sections import heading_path, sections_of

DOCUMENTS = Path(__file__).parents[1] / "corpus" / "documents"


def outline(text: str) -> list[tuple[str, str]]:
    """The path and the first words of each section of the body."""
    reading = Reading(text)
    return [(s.path, " ".join(s.span.of(text).split()[:4])) for s in sections_of(reading) if s.kind is SectionKind.BODY]


def paths(text: str) -> list[str]:
    return [path for path, _ in outline(text)]


def kinds(text: str, name: str = "a.txt") -> list[str]:
    return [section.kind.value for section in sections_of(parse(Path(name), text.encode()))]


def heading_of(words: str, text: str) -> str:
    """The heading path of the section that holds these words."""
    sections = sections_of(Reading(text))
    at = text.index(words)
    (section,) = [s for s in sections if s.span.start <= at < s.span.end]
    return heading_path(section, sections)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A. VỀ TÌNH HÌNH\nI. Kết quả\n1. Về đê điều:\na) Sở Xây dựng rà soát.\nb) Công an tỉnh:\n- Kè Ngọc Hồi:\n"
            "+ Đoạn đầu.\n+ Đoạn cuối.\n- Kè Đăk Tô.\nc) Sở Y tế trực.\n2. Về rừng.\nII. Hạn chế\n1. Chậm.\n"
            "B. VIỆC\nI. Gấp\n1. Làm.",
            "A A.I A.I.1 A.I.1.a A.I.1.b A.I.1.b A.I.1.b A.I.1.b A.I.1.b A.I.1.c A.I.2 A.II A.II.1 B B.I B.I.1",
        ),
        (
            "Điều 3. Trách nhiệm\n1. Các sở:\na) Lập dự toán;\nb) Báo cáo.\n2. Các xã:\na) Trực ban.\n"
            "Điều 4. Hiệu lực\n1. Từ ngày ký.",
            "Điều 3|Điều 3.1|Điều 3.1.a|Điều 3.1.b|Điều 3.2|Điều 3.2.a|Điều 4|Điều 4.1",
        ),
        (
            "Chương I\nQUY ĐỊNH CHUNG\nMục 1. PHẠM VI\nĐiều 1. Phạm vi\n1. Hồ chứa.\n"
            "Chương II\nTRỰC BAN\nĐiều 2. Ca trực",
            "Chương I|Chương I.Mục 1|Chương I.Mục 1.Điều 1|Chương I.Mục 1.Điều 1.1|Chương II|Chương II.Điều 2",
        ),
        (
            "1. Về vốn\n1.1. Trung ương\n1.1.1. Trong nước\na) Rà soát.\n1.1.2. Ngoài nước\n1.2. Địa phương\n"
            "2. Về đất\n2.1 Thu hồi",
            "1 1.1 1.1.1 1.1.1.a 1.1.2 1.2 2 2.1",
        ),
        ("II. Việc\n1. Về vốn\n1.1. Trung ương\n2. Về đất\n2.1. Thu hồi", "II II.1 II.1.1 II.2 II.2.1"),
        ("1. Giao:\na) Sở A.\nb) Sở B.\nc) Sở C.\nd) Sở D.\nđ) Sở Đ.\ne) Sở E.", "1 1.a 1.b 1.c 1.d 1.đ 1.e"),
        ("1. 100% số xã có trạm bơm.\n2. 12 xã đào giếng.\n3. 2031 hộ có nước.", "1 2 3"),
        (
            "1. Việc gấp:\n- Sở Y tế:\n(1) Trực cấp cứu;\n(2) Dự trữ thuốc.\n- Kho bạc giải ngân.\n2. Việc khác.",
            "1 1 1.(1) 1.(2) 1 2",
        ),
        ("1. Sở Y tế: (1) Trực cấp cứu; (2) Dự trữ thuốc; (3) Báo cáo.\n2. Kho bạc.", "1 1.(1) 1.(2) 1.(3) 2"),
        ("1. Theo mục (1) của Kế hoạch, Sở Y tế trực.", "1"),
        ("Mở đầu.\n1. Sở Y tế trực.\nGiao Văn phòng đôn đốc việc này./.", "|1|"),
    ],
)
def test_items_nest_by_their_marks(text: str, expected: str) -> None:
    assert paths(text) == expected.split("|" if "|" in expected else " ")


def test_numbers_begin_again_in_each_annex() -> None:
    text = (
        "1. Kiểm tra trạm bơm./.\nNơi nhận:\n- Lưu: VT.\nPHỤ LỤC I\nDANH MỤC TRẠM BƠM\n1. Đăk Uy\n2. Đăk Hà\n"
        "Phụ lục II\nDANH MỤC HỒ CHỨA\n1. Ya Ly"
    )
    assert paths(text) == ["1", "Phụ lục I", "Phụ lục I.1", "Phụ lục I.2", "Phụ lục II", "Phụ lục II.1"]
    assert heading_of("Ya Ly", text) == "Phụ lục II.1 — Ya Ly"


def test_an_annex_with_a_title_of_its_own_begins_anew() -> None:
    text = (
        "Điều 1. Ban hành Quy chế./.\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nLò Văn Thí\nQUY CHẾ\nTRỰC HỒ CHỨA\n"
        "(Kèm theo Quyết định số 5/QĐ-UBND)\nĐiều 1. Ca trực\n1. Ca ngày."
    )
    assert kinds(text) == ["body", *["recipients"] * 2, *["signature"] * 2, *["title"] * 3, *["body"] * 2]
    assert paths(text) == ["Điều 1", "Điều 1", "Điều 1.1"]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("Sở Y tế trực", "II. Việc gấp\n1. Về cấp cứu:\na) Sở Y tế trực.", "II.1.a — Về cấp cứu"),
        ("bố trí", "1. Về vốn: Sở Tài chính bố trí.", "1"),
        ("bố trí", "II. VIỆC GẤP\n1. Về vốn: Sở Tài chính bố trí.", "II.1 — VIỆC GẤP"),
        ("Dự trữ", "1. Sở Y tế: (1) Trực cấp cứu; (2) Dự trữ thuốc.", "1.(2) — Sở Y tế"),
        ("Làm ngay", "**Việc gấp**\n\nLàm ngay trong tuần này cho xong.", "Việc gấp"),
        ("Làm ngay", "Làm ngay.", ""),
        ("Việc gấp", "I. Việc gấp", "I — Việc gấp"),
    ],
)
def test_a_heading_path_names_the_numbers_and_the_nearest_heading(words: str, text: str, expected: str) -> None:
    assert heading_of(words, text) == expected


def test_subheads_in_bold_stand_beside_each_other() -> None:
    text = "II. Việc\n\n**Việc gấp**\n\nĐào giếng.\n\n**Việc khác**\n\n1. Trồng rừng.\n\n**Việc chung**\n\nBáo cáo."
    assert [section.parent for section in sections_of(Reading(text))] == [None, 0, 1, 0, 3, 0, 5]


LETTERHEAD = """ỦY BAN NHÂN DÂN
TỈNH KON TUM
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 07/CT-UBND
Kon Tum, ngày 03 tháng 4 năm 2031"""
CRAWLED_LETTERHEAD = """| **ỦY BAN NHÂN DÂN**
**TỈNH KON TUM**
**\\-------**

|

**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**
**Độc lập - Tự do - Hạnh phúc**
**\\---------------**

|
| --- | --- |
| Số: 07/CT-UBND

|

_Kon Tum, ngày 03 tháng 4 năm 2031_

|"""


@pytest.mark.parametrize("letterhead", [LETTERHEAD, CRAWLED_LETTERHEAD])
@pytest.mark.parametrize("subject", ["VỀ PHÒNG, CHỐNG HẠN HÁN", "Về việc phòng, chống hạn hán"])
def test_letterhead_and_title_are_known_for_what_they_are(letterhead: str, subject: str) -> None:
    found = kinds(f"{letterhead}\n\nCHỈ THỊ\n{subject}\n\nTrời khô từ tháng 2.\n1. Sở Y tế trực.")
    assert Counter(found).keys() == {"letterhead", "title", "body"}
    assert found[-4:] == ["title", "title", "body", "body"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1. Trực ban./.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLò Văn Thí",
            "body recipients*3 signature*3",
        ),
        (
            "1. Trực ban./.\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\n(đã ký)\nLò Văn Thí\nNơi nhận:\n- Lưu: VT.",
            "body signature*4 recipients*2",
        ),
        ("1. Trực ban./.\nTL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\nÂu Thị Ước", "body signature*3"),
        (
            "1. Trực ban./.\n**_Nơi nhận:_**\n\\- Lưu: VT.\n**BỘ TRƯỞNG**\n**Lò Văn Thí**",
            "body recipients*2 signature*2",
        ),
        ("Kính gửi:\n- Sở Y tế;\n- Sở Nội vụ.\nTrời khô.\n1. Trực ban.", "addressees*3 body*2"),
        ("Kính gửi: Sở Y tế\nTrời khô.", "addressees body"),
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:\n- Giám đốc các sở;\n- Các xã.\nTrời khô.", "addressees*3 body"),
        (
            "QUYẾT ĐỊNH\nVề trực ban\nCHỦ TỊCH\nCăn cứ Luật Thủy lợi;\nTheo đề nghị của Sở Y tế,\nQUYẾT ĐỊNH:",
            "title*3 basis*2 body",
        ),
        (
            "1. Đủ thuốc[1].\n[1] Theo số liệu của Sở Y tế.\nSố liệu này chưa đủ.\nNguồn: vanban.vn",
            "body note*2 furniture",
        ),
        ("BỘ TRƯỞNG BỘ Y TẾ\n1. Trực ban.\nBộ trưởng chỉ đạo.", "body*3"),
    ],
)
def test_what_stands_around_the_body_is_no_instruction(text: str, expected: str) -> None:
    wanted = [k for part in expected.split() for k in [part.split("*")[0]] * int((part + "*1").split("*")[1])]
    assert kinds(text) == wanted


REPORT = """Lâm Đồng trồng mới mười nghìn héc ta rừng

Sáng 4/6, Chủ tịch tỉnh chủ trì cuộc họp về trồng rừng và yêu cầu các xã giao cây giống cho dân trước ngày 15/6.

Giao cây giống tận tay người dân

Chủ tịch tỉnh yêu cầu Chi cục Kiểm lâm cử người xuống từng thôn, kiểm tra hố trồng và giao cây trước mùa mưa.

Quang cảnh cuộc họp. Ảnh: Thu Cúc

Các xã báo cáo kết quả hằng tuần.

Theo Báo Lâm Đồng"""


def test_a_press_report_has_a_headline_subheads_captions_and_a_source() -> None:
    assert kinds(REPORT) == ["title", "body", "body", "body", "furniture", "body", "furniture"]
    assert heading_of("Chi cục Kiểm lâm", REPORT) == "Giao cây giống tận tay người dân"


def test_a_caption_does_not_end_the_part_it_stands_in() -> None:
    assert heading_of("Các xã báo cáo", REPORT) == "Giao cây giống tận tay người dân"
    assert heading_of("Quang cảnh", REPORT) == ""


def test_markdown_headings_bullets_and_tables_are_sections() -> None:
    source = (
        "# Kế hoạch trồng rừng\n\n## I. Mục tiêu\n\n- **Năm 2031:** trồng mười nghìn\n  héc ta.\n"
        "- *Năm 2032:* giữ rừng.\n\n"
        "| STT | Việc | Ai |\n|---|---|---|\n| 1 | Giao cây | Kiểm lâm |\n| 2 | Kiểm tra | Sở Nội vụ |\n"
    )
    reading = parse(Path("a.md"), source.encode())
    sections = sections_of(reading)
    assert [s.kind.value for s in sections] == ["body"] * 4 + ["row"] * 3
    assert [heading_path(s, sections) for s in sections[:3]] == ["Kế hoạch trồng rừng", "I — Mục tiêu", "I — Mục tiêu"]
    assert [s.title for s in sections[2:4]] == ["Năm 2031", "Năm 2032"]
    assert all(s.path == "I" for s in sections[1:])


def read(name: str) -> Reading:
    path = DOCUMENTS / name
    return parse(path, path.read_bytes())


NOTICE = "002_a1224c4dc0de3d89.txt"


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("000_080422f23afd81fc.txt", {"body": 23, "furniture": 2}),
        ("001_d4585ced43a8a699.txt", {"title": 1, "body": 16, "furniture": 2}),
        (NOTICE, {"title": 2, "body": 77, "recipients": 8, "signature": 2, "note": 25, "furniture": 1}),
        ("003_9404eb77cffbc63f.txt", {"body": 27, "furniture": 3}),
        ("004_0d73545c60fcad51.txt", {"body": 29}),
    ],
)
def test_the_shipped_documents_fall_into_the_parts_an_eye_sees(name: str, counts: dict[str, int]) -> None:
    found = Counter(section.kind.value for section in sections_of(read(name)))
    assert found.keys() == counts.keys()
    assert all(abs(found[kind] - count) <= count // 10 for kind, count in counts.items()), found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("14 chỉ thị, 4 công điện", "A.I.1 — Những kết quả nổi bật"),
        ("Chất lượng cung cấp dịch vụ công trực tuyến chưa cao", "A.II.1.(6) — Tồn tại, hạn chế"),
        ("Ưu tiên nguồn lực cho chuyển đổi số;", "B.I.3.(2) — Tập trung vào 5 trọng tâm"),
        ("“Chiến lược Phát triển ngành công nghiệp bán dẫn", "B.II.3.a — Về phát triển kinh tế số"),
        ("“Nghị định về Cơ chế thử nghiệm", "B.II.3.b — Về phát triển kinh tế số"),
        ("đạt 80% dịch vụ công trực tuyến toàn trình", "B.II.4 — Về dịch vụ công trực tuyến"),
        ("Khẩn trương xây dựng dự án Luật Dữ liệu", "B.II.6.d.(1) — Bộ Công an"),
        ("khẩn trương hoàn thành phê duyệt hồ sơ", "B.II.8.a — Về an ninh mạng, an toàn thông tin mạng"),
        ("Bộ Tài chính tổng hợp, trình cấp có thẩm quyền", "B.II.9.b — Về bảo đảm nguồn lực"),
        ("Văn phòng Chính phủ thông báo để các bộ", ""),
        ("11 địa phương đã hoàn thành kết nối", "[8]"),
    ],
)
def test_each_sentence_of_the_shipped_notice_has_its_place(words: str, expected: str) -> None:
    assert heading_of(words, read(NOTICE).text) == expected
