"""Encodings before Unicode: recognised by their words and repaired by paragraph; everything else stays as it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.encodings import Encoding, tcvn3, vni, windows_1258
from corpus.errors import UnreadableDocument
from corpus.legacy import repaired
from corpus.legacy_evidence import is_spelled
from corpus.readers import parse
from corpus.text import stored
from tests.docx_files import lines, reading_of
from tests.legacy_text import has_a_capital_in_tcvn3, in_1258, in_tcvn3, in_vni
from tests.test_readers import page

TEXT = """Giám đốc Sở Giao thông kiểm tra các bến phà trước mùa lũ.
Phòng Tài chính huyện Lam Sơn bố trí đủ kinh phí, báo cáo trước ngày 12/5/2031."""
SHIPPED = sorted(
    (path for path in files("corpus").joinpath("documents").iterdir() if path.name.endswith(".txt")),
    key=lambda path: path.name,
)
SYLLABLES = sorted({word for word in (SHIPPED[2].read_text(encoding="utf-8")).split() if word.isalpha()})


def western(data: bytes) -> str:
    return data.decode("cp1252")


def in_1258_shown(text: str) -> str:
    return "".join(western(in_1258(c)) if not c.isascii() and c.isalpha() else c for c in text)


# --- the tables -----------------------------------------------------------------------------------------------------


def test_every_vietnamese_letter_has_a_place_in_each_table() -> None:
    bases = "aăâeêioôơuưy"
    letters = {
        unicodedata.normalize("NFC", b + t)
        for b in bases
        for t in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    }
    wanted = {letter for letter in letters | {"đ"} if not letter.isascii()}
    assert wanted <= set(tcvn3().units.values())
    assert wanted - set(vni().units.values()) == {"ì", "í"}  # which stay what they are
    assert {letter for letter in wanted if ord(letter) > 0xFF} <= set(windows_1258().units.values()) | {"ă", "đ"}


@pytest.mark.parametrize("encoding", [tcvn3(), vni(), windows_1258()])
def test_each_letter_is_composed(encoding: Encoding) -> None:
    units = encoding.units
    assert all(len(letter) == 1 and unicodedata.is_normalized("NFC", letter) for letter in units.values())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name[:3])
def test_a_shipped_document_comes_back_whole(path: Path) -> None:
    text = stored(path.read_text(encoding="utf-8"))
    assert repaired(text).text == text
    for write in (in_vni, in_1258_shown):
        back = repaired(write(text))
        assert back.text == text
        assert back.repairs[0].share > 0.98
    back = repaired(in_tcvn3(text))
    assert back.text.lower() == text.lower()
    # only a letter that the encoding has no capital for may have lost it, and none but one that stands alone
    changed = [(now, before) for now, before in zip(back.text, text, strict=True) if now != before]
    assert all(now == before.lower() and not has_a_capital_in_tcvn3(before) for now, before in changed)
    assert len(changed) < 15
    assert [repair.encoding for repair in back.repairs] == ["TCVN3"]


@pytest.mark.parametrize("encoded", [in_tcvn3(TEXT).encode("cp1252"), in_vni(TEXT).encode("cp1252"), in_1258(TEXT)])
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_a_file_of_old_bytes_is_read(suffix: str, encoded: bytes) -> None:
    if suffix == ".html":
        encoded = b"<html><body><p>" + encoded.replace(b"\n", b"</p><p>") + b"</p></body></html>"
    reading = parse(Path("a" + suffix), encoded)
    assert reading.text == TEXT
    assert [(repair.paragraphs, repair.share) for repair in reading.repairs] == [(2, 1.0)]


# --- what is repaired -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected", "encoding"),
    [
        ("Thñ t­íng ChÝnh phñ", "Thủ tướng Chính phủ", "TCVN3"),
        ("Thuû töôùng Chính phuû", "Thủ tướng Chính phủ", "VNI"),
        ("Ñeà nghò UÛy ban nhaân daân xaõ", "Đề nghị Ủy ban nhân dân xã", "VNI"),
        ("Uûy ban nhaân daân", "Ủy ban nhân dân", "VNI"),
        ("Uû ban nh©n d©n x· häp 2 lÇn/th¸ng.", "Uỷ ban nhân dân xã họp 2 lần/tháng.", "TCVN3"),
        ("VÒ viÖc x©y dùng ®Ò ¸n (Q§-UBND)", "Về việc xây dựng đề án (QĐ-UBND)", "TCVN3"),
        ("ThuÒ týõìng giao SõÒ Y têì", "Thủ tướng giao Sở Y tế", "windows-1258"),
    ],
)
def test_a_line_tells_its_encoding(written: str, expected: str, encoding: str) -> None:
    found = repaired(written)
    assert (found.text, [repair.encoding for repair in found.repairs]) == (expected, [encoding])


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("ñy ban nh©n d©n TØNH Hµ GIANG", "ủy ban nhân dân TỈNH HÀ GIANG"),
        ("Bé Y TÕ", "BỘ Y TẾ"),
        ("Hµ Néi", "Hà Nội"),
        ("UBND tØnh Hµ Nam", "UBND tỉnh Hà Nam"),
        ("KÕ HO¹CH KIÓM TRA", "KẾ HOẠCH KIỂM TRA"),
    ],
)
def test_capitals_of_tcvn3_come_back_in_words_of_capitals(title: str, expected: str) -> None:
    assert repaired(f"{title}\n{in_tcvn3(TEXT)}").text == f"{expected}\n{TEXT}"


@pytest.mark.parametrize("write", [in_tcvn3, in_vni, in_1258_shown])
def test_a_paragraph_within_good_unicode_is_repaired_alone(write: Callable[[str], str]) -> None:
    good = "Có một bò cái và hai lúa má.\nChữ này viết đúng bảng mã từ đầu.\nCafé Zürich, São Paulo"
    found = repaired(f"{good}\n{write(TEXT)}\n{good}")
    assert found.text == f"{good}\n{TEXT}\n{good}"
    assert [repair.paragraphs for repair in found.repairs] == [2]


def test_a_line_of_one_word_goes_with_those_around_it() -> None:
    assert repaired(f"{in_vni(TEXT)}\ncoù\nlaø\n{in_vni(TEXT)}").text == f"{TEXT}\ncó\nlà\n{TEXT}"
    assert repaired(f"{TEXT}\ncã\n{TEXT}\n{in_tcvn3(TEXT)}").text == f"{TEXT}\ncã\n{TEXT}\n{TEXT}"


def test_a_file_put_together_from_both_is_whole() -> None:
    data = TEXT.encode() + b"\n" + in_tcvn3(TEXT).encode("cp1252") + b"\n" + TEXT.encode()
    assert parse(Path("a.txt"), data).text == "\n".join([TEXT] * 3)


def test_too_little_evidence_is_refused_with_the_byte() -> None:
    with pytest.raises(UnreadableDocument, match="không phải UTF-8: byte 0xB5"):
        parse(Path("a.txt"), "Hµ Néi".encode("cp1252"))


# --- what stays -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Le département a déjà été créé ; où êtes-vous allés, là-bas, à côté ?",
        "Größe und Übermut, für die Städte südlich der Flüsse",
        "El niño pequeño comió piñas; la señora también cantó mañana.",
        "São Paulo não é a região, mas há pão e informações à mão.",
        "På øen blåser det også; være så snill, kjære søster",
        "Çok güzel, öğretmen şöyle dedi: ığdır",
        "Příliš žluťoučký kůň úpěl ďábelské ódy",
        "Kaffee® und Tee© kosten 3×4 µm, §5, «Zitat», 10÷2, co­op­er­ate",
        "Có một bò cái và hai lúa má, hò ơ, cô út bê ô",
        "Quốc lộ 1A, Đắk Lắk, Krông Pắc, Pa-ri, Mát-xcơ-va",
        "a^2 + b^2 = c^2; f(x)=o(n); u+v; don't",
    ],
)
def test_good_text_and_other_languages_stay(text: str) -> None:
    assert repaired(text).text == text
    assert repaired(f"{text}\n" * 4).repairs == ()


@given(st.lists(st.sampled_from(SYLLABLES), max_size=60), st.integers(1, 12))
def test_vietnamese_words_in_any_order_stay(words: list[str], width: int) -> None:
    text = "\n".join(" ".join(words[at : at + width]) for at in range(0, len(words), width))
    assert repaired(text).text == text


@given(st.text(max_size=300))
@example("Gµ0µ0Ü")
def test_any_text_stays(text: str) -> None:
    assert repaired(text).text == text


@given(st.lists(st.sampled_from(SYLLABLES), min_size=6, max_size=40))
def test_repairing_twice_is_repairing_once(words: list[str]) -> None:
    for write in (in_tcvn3, in_vni, in_1258_shown):
        once = repaired(write(" ".join(words)) + "\n" + " ".join(words)).text
        assert repaired(once).text == once


@pytest.mark.parametrize(
    ("word", "spelled"), [("nghiêng", True), ("học", True), ("hoc", False), ("hỏc", False), ("tÝ", False)]
)
def test_a_syllable_is_spelled_with_its_tone_and_one_habit_of_capitals(word: str, spelled: bool) -> None:
    assert is_spelled(word) is spelled


# --- in files with markup -------------------------------------------------------------------------------------------


def test_the_spans_of_a_page_are_those_of_its_repaired_text() -> None:
    body = f"<h2>{in_vni('Nhiệm vụ quý tới')}</h2><table><tr><th>{in_vni('Đơn vị')}<th>{in_vni('Việc')}"
    body += f"<tr><td>{in_vni('Sở Nội vụ')}<td>{in_vni('Mở lớp bồi dưỡng')}</table>"
    reading = parse(Path("a.html"), page(f"<title>{in_vni('Kế hoạch kiểm tra bến phà')}</title>{body}").encode())
    assert [heading.span.of(reading.text) for heading in reading.headings] == ["Nhiệm vụ quý tới"]
    cells = [cell.span.of(reading.text) for cell in reading.tables[0].cells]
    assert cells == ["Đơn vị", "Việc", "Sở Nội vụ", "Mở lớp bồi dưỡng"]
    assert reading.title == "Kế hoạch kiểm tra bến phà"


def test_a_word_cut_by_markup_is_repaired_with_the_font_that_shows_capitals() -> None:
    body = f"<p>Th<b>u</b>û t<i>öô</i>ùng phaân coâng ñôn vò</p><p>{in_vni(TEXT)}</p>"
    assert parse(Path("a.html"), page(body).encode()).text.split("\n")[0] == "Thủ tướng phân công đơn vị"
    body = f'<p><font face=".VnTimeH">b¸o c¸o</font> <font face=".VnTime">quý cña së</font></p><p>{in_tcvn3(TEXT)}</p>'
    assert parse(Path("a.html"), page(body).encode()).text.split("\n")[0] == "BÁO CÁO quý của sở"


def test_a_docx_in_old_fonts_is_repaired_run_by_run() -> None:
    document = Document()
    heading = document.add_heading("", 1)
    for words, font in (("kÕ ho¹ch ", ".VnTimeH"), ("kiÓm tra bÕn ph", ".VnTime"), ("µ", ".VnTime")):
        run = heading.add_run(words)
        run.font.name = font
        run._element.rPr.rFonts.set(qn("w:hAnsi"), font)
    document.add_paragraph("Đoạn này viết bằng Unicode, có và là vẫn đúng.")
    table = document.add_table(2, 2)
    for cell, words in zip(table._cells, ["Đơn vị", "Việc", "Sở Nội vụ", "Mở lớp"], strict=True):
        cell.text = in_tcvn3(words)
    document.add_paragraph(in_tcvn3(TEXT.split("\n")[0]))
    reading = reading_of(document)
    assert [heading.span.of(reading.text) for heading in reading.headings] == ["KẾ HOẠCH kiểm tra bến phà"]
    assert reading.text.split("\n")[1:] == [
        "Đoạn này viết bằng Unicode, có và là vẫn đúng.", "Đơn vị | Việc", "Sở Nội vụ | Mở lớp", TEXT.split("\n")[0],
    ]  # fmt: skip
    assert [repair.encoding for repair in reading.repairs] == ["TCVN3"]


def test_capitals_by_format_are_those_of_the_repaired_letters() -> None:
    document = Document()
    document.add_paragraph("").add_run("qu¶n lý b·i ®ç xe").font.all_caps = True
    document.add_paragraph(in_tcvn3(TEXT))
    assert lines(document)[0] == "QUẢN LÝ BÃI ĐỖ XE"
