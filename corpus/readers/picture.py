"""PNG, JPEG and TIFF: pages that were scanned or photographed; the stored text is what is recognised on them."""

from __future__ import annotations

import io
import math
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PIL import Image, ImageOps

from corpus.errors import UnreadableDocument
from corpus.readers.limits import Limits
from corpus.readers.pdf_page import Sheet
from corpus.readers.pdf_pages import reading_of, sheet_of
from corpus.readers.scan_picture import DPI, MOST_PIXELS, Picture
from corpus.readers.scan_words import Recogniser
from corpus.reading import Reading
from corpus.vietnamese import grouped

_DEFAULT_LIMITS = Limits()
_FORMATS = ("PNG", "JPEG", "TIFF")
_MOST_UNFOLDED = 89_000_000  # pixels; a scanner makes 35 million of an A4 page at 600 dots an inch
_LEAST = 50  # pixels; a smaller picture is an ornament
_PAGE_WIDTH, _PAGE_HEIGHT = 210 / 25.4, 297 / 25.4  # inches
_NARROWEST, _WIDEST = (
    4.0,
    24.0,
)  # inches; a picture that would be larger or smaller on paper says nothing true of its size
_SHARP = (220.0, 400.0)  # dots an inch that are taken as they are


def read(data: bytes, limits: Limits = _DEFAULT_LIMITS) -> Reading:
    """The text with its tables, and the offset of each page; a TIFF may have several.

    Raises UnreadableDocument for what is no picture, is damaged or too large, for a picture without words, for what
    takes too long, and where Tesseract or its Vietnamese model is not installed.
    """
    until = time.monotonic() + limits.seconds
    if not data.strip():
        raise UnreadableDocument("tệp rỗng")
    pictures = _pictures(data, limits)
    with _reading():
        first = next(pictures)
    recogniser = Recogniser.of(limits, until)
    sheets: list[Sheet] = []
    picture: Picture | None = first
    while picture is not None:
        number = len(sheets) + 1
        scan = recogniser.scan(picture, number)
        sheets.append(sheet_of(number, scan.width, scan.height, scan.words, scan.rules))
        with _reading():
            picture = next(pictures, None)
    reading = reading_of(sheets)
    if reading is None:
        raise UnreadableDocument("ảnh không có chữ nào nhận ra được; nếu có chữ, hãy quét lại rõ hơn (300 dpi)")
    return reading


def _pictures(data: bytes, limits: Limits) -> Iterator[Picture]:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as file:
        frames = getattr(file, "n_frames", 1)
        if frames > limits.pages:
            raise UnreadableDocument(
                f"tệp ảnh có hơn {grouped(limits.pages)} trang; hãy tách tệp hoặc nâng giới hạn số trang"
            )
        for number in range(frames):
            file.seek(number)
            if file.width * file.height > _MOST_UNFOLDED:
                raise UnreadableDocument(
                    f"ảnh quá lớn: {grouped(file.width)} x {grouped(file.height)} điểm, giới hạn"
                    f" {grouped(_MOST_UNFOLDED)} điểm; hãy quét lại ở 300 dpi"
                )
            if min(file.size) < _LEAST:
                raise UnreadableDocument(f"ảnh quá nhỏ để có chữ: {file.width} x {file.height} điểm")
            yield _picture(file)


def _picture(file: Image.Image) -> Picture:
    """A frame, grey on white paper, at about the resolution that recognition likes."""
    dpi = _dpi(file)
    image = _grey(ImageOps.exif_transpose(file))
    wanted = dpi if _SHARP[0] <= dpi <= _SHARP[1] else DPI
    scale = min(wanted / dpi, math.sqrt(MOST_PIXELS / (image.width * image.height)))
    if scale != 1:
        size = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
        image = image.resize(size, Image.Resampling.LANCZOS)
    return Picture(image, dpi * scale)


def _grey(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits a pixel
        return Image.fromarray((np.asarray(image).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8))
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image.convert("RGBA")).convert("L")
    return image.convert("L")


def _dpi(file: Image.Image) -> float:
    """Dots an inch: as the file says where that makes a sheet of paper of it, else as if it were A4."""
    said = file.info.get("dpi", (0, 0))
    try:
        dpi = float(said[0])
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        dpi = 0.0
    width, height = file.size
    if dpi > 0 and min(width, height) / dpi >= _NARROWEST and max(width, height) / dpi <= _WIDEST:
        return dpi
    short, long = sorted(file.size)
    return max(short / _PAGE_WIDTH, long / _PAGE_HEIGHT)


@contextmanager
def _reading() -> Iterator[None]:
    """Makes whatever Pillow falls over one line for the person. Raises UnreadableDocument."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of tags that are not as they should be
            yield
    except (UnreadableDocument, MemoryError):
        raise
    except Exception as error:  # a forged picture makes Pillow raise whatever its decoders raise
        raise UnreadableDocument(
            "tệp ảnh bị hỏng, tải về chưa đủ hoặc không phải ảnh PNG, JPEG, TIFF; hãy quét hoặc tải lại"
        ) from error
