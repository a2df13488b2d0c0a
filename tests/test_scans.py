"""Scanned pages and pictures, recognised by Tesseract: the words are right, tables are tables, and nothing hangs."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest
from PIL import Image, ImageDraw

from corpus.errors import UnreadableDocument
from corpus.readers import parse
from corpus.readers.limits import Limits
from corpus.readers.scan_picture import Picture
from corpus.readers.scan_rules import rules_of
from corpus.reading import Reading
from tests.office_files import (
    LINES,
    TASKS,
    convert,
    directive,
    error_rate,
    needs_libreoffice,
    needs_tesseract,
    pictures_of,
    saved,
    tasks_of,
)
from tests.pdf_files import Paper, cells_of


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directive, printed by LibreOffice."""
    return convert(directive(tmp_path_factory.mktemp("printed") / "chithi.docx"), "pdf")


def refused(name: str, data: bytes, message: str, limits: Limits | None = None) -> None:
    with pytest.raises(UnreadableDocument, match=message) as refusal:
        parse(Path(name), data, limits or Limits())
    assert "\n" not in str(refusal.value)


def check(scanned: Reading, wanted: Reading) -> None:
    assert error_rate(wanted.text, scanned.text) < 0.02
    assert [cell[:4] for cell in cells_of(scanned, scanned.tables[0])] == [
        cell[:4] for cell in cells_of(wanted, wanted.tables[0])
    ]
    assert tasks_of(scanned) == TASKS


# --- what is read ----------------------------------------------------------------------------------------------------


@needs_libreoffice
@needs_tesseract
def test_a_scanned_directive_is_read_with_its_table_and_tasks(printed: Path) -> None:
    wanted = parse(printed, printed.read_bytes())
    dirty = [askew(picture) for picture in pictures_of(printed, 200)]
    check(parse(Path("a.pdf"), saved(dirty, "PDF", 200)), wanted)


def askew(picture: Image.Image) -> Image.Image:
    """As a cheap scanner leaves it: askew, greyish, with noise, and a stamp upon it."""
    turned = picture.rotate(1.2, Image.Resampling.BICUBIC, fillcolor=255)
    brush = ImageDraw.Draw(turned)
    for radius in (95, 90, 60):
        brush.ellipse((1100 - radius, 1850 - radius, 1100 + radius, 1850 + radius), outline=110, width=3)
    noise = np.random.default_rng(7).normal(0, 10, (turned.height, turned.width))
    return Image.fromarray((np.asarray(turned) * 0.85 + 25 + noise).clip(0, 255).astype(np.uint8))


@needs_libreoffice
@needs_tesseract
def test_a_picture_that_lies_on_its_side_is_turned(printed: Path) -> None:
    [picture, *_] = pictures_of(printed, 200)
    reading = parse(Path("a.JPG"), saved([picture.rotate(90, expand=True)], "JPEG", 200))
    check(reading, parse(printed, printed.read_bytes()))


def written(*texts: str) -> Image.Image:
    """A picture of these lines."""
    paper = Paper()
    paper.add_page()
    data = io.BytesIO(paper.lines(texts, top=60).data())
    with pdfium.PdfDocument(data) as file:
        picture: Image.Image = file[0].render(scale=200 / 72).to_pil().convert("L").crop((0, 0, 1600, 500))
        return picture


@needs_tesseract
@pytest.mark.parametrize("name", ["a.tif", "a.TIFF"])
def test_each_page_of_a_tiff_is_a_page(name: str) -> None:
    pages = [written("Sở Y tế báo cáo kết quả."), written("Công an tỉnh kiểm tra các cống.")]
    reading = parse(Path(name), saved(pages, "TIFF", 200))
    assert [reading.text[start:].split("\n")[0] for start in reading.pages] == [
        "Sở Y tế báo cáo kết quả.",
        "Công an tỉnh kiểm tra các cống.",
    ]


@needs_tesseract
@pytest.mark.parametrize("mode", ["1", "RGBA", "I;16"])
def test_a_picture_of_any_depth_is_read(mode: str) -> None:
    grey = written("Hồ Ổi Khê xả nước.")
    if mode == "RGBA":  # black on nothing
        picture = Image.new("RGBA", grey.size, (0, 0, 0, 0))
        picture.putalpha(grey.point([255 - level for level in range(256)]))
    elif mode == "I;16":
        picture = Image.fromarray(np.asarray(grey).astype(np.uint16) * 256)
    else:
        picture = grey.convert(mode)
    assert parse(Path("a.png"), saved([picture], "PNG", 200)).text.strip() == "Hồ Ổi Khê xả nước."


@needs_tesseract
def test_a_scanned_page_among_others_keeps_its_place() -> None:
    paper = Paper()
    picture = io.BytesIO(saved([written("Sở Y tế báo cáo kết quả.")], "PNG", 200))
    for text in ("Trang đầu", None, "Trang cuối"):
        paper.add_page()
        if text:
            paper.lines([text], top=60)
        else:
            paper.image(picture, 0, 0, 595)
    reading = parse(Path("a.pdf"), paper.data())
    assert reading.text.split("\n") == ["Trang đầu", "Sở Y tế báo cáo kết quả.", "Trang cuối"]
    assert [reading.page_of(reading.text.index(word)) for word in ("đầu", "Sở", "cuối")] == [1, 2, 3]


def test_the_rules_of_a_table_are_found_and_wiped() -> None:
    image = Image.new("L", (1200, 900), 250)
    brush = ImageDraw.Draw(image)
    for x in (100, 400, 1100):
        brush.line((x, 100, x, 700), fill=30, width=4)
    for y in (100, 300, 700):
        brush.line((100, y, 1100, y), fill=30, width=4)
    brush.rectangle((500, 400, 700, 600), fill=20)  # an area is no rule
    rules, bare = rules_of(Picture(image, 300))
    found = sorted((rule["orientation"], round(rule["x0" if rule["orientation"] == "v" else "top"])) for rule in rules)
    assert found == [("h", 24), ("h", 72), ("h", 168), ("v", 24), ("v", 96), ("v", 264)]
    assert bare.image.getpixel((250, 100)) == 250
    assert bare.image.getpixel((600, 500)) == 20


def test_a_picture_is_made_level() -> None:
    image = Image.new("L", (1200, 900), 255)
    brush = ImageDraw.Draw(image)
    for y in range(100, 800, 40):
        brush.line((100, y, 1100, y), fill=0, width=10)
    level = Picture(image.rotate(2.0, Image.Resampling.BICUBIC, fillcolor=255), 300).level().image
    rows = (np.asarray(level) < 128).sum(axis=1)
    assert (rows > 900).sum() > 100


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".jpeg", ".tif", ".tiff"])
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "tệp rỗng"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "bị hỏng, tải về chưa đủ hoặc không phải ảnh"),
        (b"%PDF-1.7", "không phải ảnh PNG, JPEG, TIFF; hãy quét hoặc tải lại"),
        (saved([Image.new("L", (800, 600))], "PNG", 200)[:-40], "tệp ảnh bị hỏng"),
        (saved([Image.new("L", (20, 20))], "PNG", 200), "ảnh quá nhỏ để có chữ: 20 x 20 điểm"),
        (
            saved([Image.new("1", (20_000, 5_000))], "PNG", 200),
            r"ảnh quá lớn: 20.000 x 5.000 điểm, giới hạn 89.000.000",
        ),
        (saved([Image.new("1", (60, 60))] * 3, "TIFF", 200), r"có hơn 2 trang; hãy tách tệp"),
    ],
)
def test_what_is_no_readable_picture_is_refused(suffix: str, data: bytes, message: str) -> None:
    refused(f"a{suffix}", data, message, Limits(pages=2))


@needs_tesseract
def test_a_picture_without_words_is_refused() -> None:
    refused("a.png", saved([Image.new("L", (900, 600), 200)], "PNG", 200), "không có chữ nào nhận ra được")


@needs_tesseract
def test_recognition_ends_with_its_time() -> None:
    data = saved([written(*LINES)], "PNG", 200)
    refused("a.png", data, r"nhận dạng chữ quá lâu \(đến trang 1\) nên đã dừng", Limits(seconds=0.02))


def test_without_tesseract_the_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    data = saved([Image.new("L", (900, 600), 200)], "PNG", 200)
    refused("a.png", data, r"hãy cài gói tesseract-ocr và tesseract-ocr-vie rồi chạy lại")
    pdf = saved([Image.new("L", (900, 600), 200)], "PDF", 200)
    refused("a.pdf", pdf, r"bản quét.*\(cả 1 trang\).*hãy cài gói tesseract-ocr và tesseract-ocr-vie")


@needs_tesseract
def test_without_the_vietnamese_model_its_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    data = saved([Image.new("L", (900, 600), 200)], "PNG", 200)
    refused("a.png", data, r"không có mô hình tiếng Việt \(vie\); hãy cài gói tesseract-ocr-vie")
