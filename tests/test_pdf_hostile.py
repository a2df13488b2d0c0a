"""What is no PDF, is damaged, locked or forged: refused with a reason that a person understands, or read in time."""

from __future__ import annotations

import random
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
from fpdf.enums import EncryptionMethod

from corpus.errors import UnreadableDocument
from corpus.readers import parse, pdf, pdf_bounds
from corpus.readers.limits import Limits
from tests.pdf_files import page, reading_of
from tests.test_pdf import HEAD, WIDTHS, scan

SOON = 20.0
"""Seconds that no forged file takes, even on a busy machine."""


def refused(data: bytes, message: str) -> None:
    started = time.monotonic()
    with pytest.raises(UnreadableDocument, match=message) as refusal:
        parse(Path("a.pdf"), data)
    assert "\n" not in str(refusal.value)
    assert time.monotonic() - started < SOON


def forged(content: bytes = b"", resources: bytes = b"", *more: bytes, said: bytes = b"") -> bytes:
    """A file of one page, with objects from 5 on; `said` goes into the dictionary of the page's content."""
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>" % resources,
        stream(content, said),
        *more,
    ]
    file = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(file + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, start))


def stream(data: bytes, said: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), said, data)


FONT = b"/Font<</F 5 0 R>>"
PLAIN = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
TEXT = b"BT /F 12 Tf 60 700 Td (So Tai chinh bao cao) Tj ET"


def test_the_forged_files_are_files_that_are_read() -> None:
    assert reading_of(forged(TEXT, FONT, PLAIN)).text == "So Tai chinh bao cao"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "^tệp rỗng$"),
        (b" \r\n", "^tệp rỗng$"),
        ("Kế hoạch số 8".encode(), r"không phải tệp PDF \(không bắt đầu bằng %PDF-\); hãy"),
        (b"PK\x03\x04" + b"\x00" * 2000, "không phải tệp PDF"),
        (b"%PDF-1.7\n", "bị hỏng hoặc tải về chưa đủ|không có trang nào"),
        (b"%PDF-1.7\n" + b"\x00" * 5000, "bị hỏng hoặc tải về chưa đủ|không có trang nào"),
    ],
)
def test_what_is_no_pdf_is_refused_with_what_to_do(data: bytes, message: str) -> None:
    refused(data, message)


@pytest.mark.parametrize("method", [EncryptionMethod.RC4, EncryptionMethod.AES_128, EncryptionMethod.AES_256])
def test_a_locked_file_is_refused_and_one_that_anybody_may_open_is_read(method: EncryptionMethod) -> None:
    paper = page("Nội dung mật mã")
    paper.set_encryption(owner_password="chu", user_password="khoa", encryption_method=method)
    refused(paper.data(), "tệp PDF có mật khẩu; hãy mở bằng mật khẩu rồi lưu lại bản không khóa")
    paper = page("Nội dung ai cũng đọc được")
    paper.set_encryption(owner_password="chu", encryption_method=method)
    assert reading_of(paper).text == "Nội dung ai cũng đọc được"


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ("sss", r"là bản quét, không có lớp chữ để đọc \(cả 3 trang\); hãy dùng bản PDF có chữ, hoặc nhận dạng chữ"),
        ("tsstms", "có trang là bản quét, không có lớp chữ để đọc: trang 2-3, 5-6; hãy dùng"),
        ("e", "tệp PDF không có chữ nào để đọc"),
    ],
)
def test_a_scan_is_refused_with_its_pages(pages: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")  # without a program that recognises them
    refused(scan(pages), message)


def test_text_in_a_font_that_names_no_letters_is_as_good_as_a_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
    below = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(A)/Ordering(Identity)/Supplement 0>>>>"
    )
    refused(forged(b"BT /F 12 Tf 60 700 Td <00410042004300440045> Tj ET", FONT, font, below), r"bản quét.*cả 1 trang")


def test_a_file_of_too_many_pages_is_refused_before_one_is_read() -> None:
    data = scan("e" * 12)
    with pytest.raises(UnreadableDocument, match=r"có hơn 10 trang; hãy tách tệp hoặc nâng giới hạn"):
        pdf.read(data, Limits(pages=10))
    assert pdf.pages_without_text(data, Limits(pages=12)) == ()


def test_reading_stops_when_its_time_is_over() -> None:
    with pytest.raises(UnreadableDocument, match=r"đọc tệp PDF quá lâu .*nên đã dừng; hãy tách tệp"):
        pdf.read(scan("t" * 3), Limits(seconds=0.001))


def test_a_cut_off_download_is_refused_or_read_but_never_falls() -> None:
    paper = page("Danh mục").grid([HEAD, ["1", "Nạo vét", "Sở Thủy lợi", "6/2027"]], WIDTHS)
    data = paper.data()
    for length in (10, 100, len(data) // 3, len(data) // 2, len(data) - 400):
        with pytest.raises(UnreadableDocument):
            parse(Path("a.pdf"), data[:length])


def test_a_page_whose_content_breaks_off_is_not_read_as_if_it_were_whole() -> None:
    folded = zlib.compress(TEXT + b" " + TEXT.replace(b"700", b"500"), 0)
    said = b"/Filter/FlateDecode"
    whole = reading_of(forged(folded, FONT, PLAIN, said=said)).text
    assert reading_of(forged(folded[:-4], FONT, PLAIN, said=said)).text == whole  # the check sum alone is missing
    assert reading_of(forged(folded[:-4] + b"abcd", FONT, PLAIN, said=said)).text == whole
    for damaged in (folded[:-40], b"\x00" + folded[1:], b""):
        refused(forged(damaged, FONT, PLAIN, said=said), "trang 1 của tệp PDF bị hỏng hoặc tải về chưa đủ; hãy")


def test_random_damage_is_a_reading_or_a_refusal() -> None:
    chance = random.Random(5)
    data = page("Danh mục").grid([HEAD, ["1", "Nạo vét", "Sở Thủy lợi", "6/2027"]], WIDTHS).data()
    read, messages = 0, list[str]()
    for _ in range(60):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 30)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            read += len(parse(Path("a.pdf"), bytes(damaged)).pages)
        except UnreadableDocument as refusal:
            messages.append(str(refusal))
    assert read + len(messages) == 60
    assert not [message for message in messages if "\n" in message]
    assert read


def test_a_small_stream_that_unfolds_without_end_is_refused() -> None:
    folded = _bomb(600)
    tracemalloc.start()
    refused(forged(folded, said=b"/Filter[/FlateDecode/FlateDecode]"), "bung ra quá|vẽ quá nhiều nét")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * pdf_bounds.MOST_UNFOLDED


def _bomb(megabytes: int) -> bytes:
    """So many megabytes of zeros, folded twice."""
    folding = zlib.compressobj(9)
    zeros = bytes(1 << 20)
    once = b"".join(folding.compress(zeros) for _ in range(megabytes)) + folding.flush()
    return zlib.compress(once, 9)


def test_drawings_within_drawings_end_at_their_limit() -> None:
    def form(inner: bytes) -> bytes:
        return stream(
            b"/X Do " * 20, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %s>>>>" % inner
        )

    forms = [form(b"%d 0 R" % (number + 1)) for number in range(5, 12)] + [
        stream(TEXT, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    ]
    refused(forged(b"/X Do " * 20, b"/XObject<</X 5 0 R>>", *forms), "trang 1 của tệp PDF vẽ quá nhiều nét")


def test_a_drawing_that_holds_itself_is_drawn_once() -> None:
    own = stream(
        TEXT + b" /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>%s>>" % FONT
    )
    assert reading_of(forged(b"/X Do", b"/XObject<</X 6 0 R>>", PLAIN, own)).text == "So Tai chinh bao cao"


@pytest.mark.parametrize(
    "forged_part",
    [b"/W[0 2000000000 500]", b"/W2[0 2000000000 500 0 0]", b"/FirstChar 0/LastChar 2000000000/Widths[5]"],
)
def test_the_ranges_of_a_font_end_at_their_limit(forged_part: bytes) -> None:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
    info = b"/CIDSystemInfo<</Registry(A)/Ordering(Identity)/Supplement 0>>"
    below = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X%s%s>>" % (info, forged_part)
    refused(forged(b"BT /F 12 Tf <0041> Tj ET", FONT, font, below), "trang 1 của tệp PDF bị hỏng")


def test_the_map_of_a_font_ends_at_its_limit() -> None:
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    chars = stream(b"begincmap 1 beginbfrange <00000000> <7fffffff> <0041> endbfrange endcmap")
    refused(forged(TEXT, FONT, font, chars), "trang 1 của tệp PDF bị hỏng")


def test_a_row_of_bytes_ends_at_its_limit() -> None:
    said = b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2000000000>>"
    refused(forged(zlib.compress(TEXT), said=said), "trang 1 của tệp PDF bị hỏng")


def test_a_page_of_endless_text_or_strokes_ends_at_its_limit() -> None:
    words = b"BT /F 1 Tf " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 3000 + b"ET"
    refused(forged(words, FONT, PLAIN), "trang 1 của tệp PDF vẽ quá nhiều nét, không giống văn bản")
    refused(forged(b"0 0 m 9 9 l S " * 60_000, FONT, PLAIN), "trang 1 của tệp PDF vẽ quá nhiều nét")


def test_a_page_of_many_rules_keeps_its_words() -> None:
    rules = b"".join(b"%d 0 m %d 800 l S 0 %d m 590 %d l S " % (x, x, x, x) for x in range(5, 590, 4))
    started = time.monotonic()
    assert "So Tai chinh" in reading_of(forged(rules + TEXT, FONT, PLAIN)).text
    assert time.monotonic() - started < SOON


def test_what_a_file_would_run_or_fetch_is_left_alone() -> None:
    paper = page("Nội dung")
    paper.link(50, 50, 100, 100, "http://127.0.0.1:9/x")
    paper.text_annotation(100, 100, "ghi chú")
    data = paper.data().replace(b"/Type /Catalog", b"/OpenAction<</S/JavaScript/JS(app.alert)>>/Type /Catalog")
    assert b"JavaScript" in data
    assert reading_of(data).text == "Nội dung"


def test_characters_that_no_text_holds_are_left_out() -> None:
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    chars = stream(b"begincmap 3 beginbfchar <41> <0000> <42> <d800> <43> <202e> endbfchar endcmap")
    text = reading_of(forged(b"BT /F 12 Tf 60 700 Td (AxBCy) Tj ET", FONT, font, chars)).text
    assert text == "xy"
