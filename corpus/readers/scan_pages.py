"""The pages of a PDF that are pictures, drawn by PDFium and recognised."""

from __future__ import annotations

import math
import threading

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from corpus.errors import UnreadableDocument
from corpus.readers.pdf_pages import Scan
from corpus.readers.scan_picture import DPI, MOST_PIXELS, Picture
from corpus.readers.scan_words import Recogniser

_DRAWING = threading.Lock()  # PDFium draws in one thread at a time
_AGAIN = "hãy tải lại tệp, hoặc xuất lại PDF từ phần mềm đã soạn nó"


def scan_page(data: bytes, page: int, recogniser: Recogniser) -> Scan:
    """What stands on a page (its number from 1) that is a picture. Raises UnreadableDocument."""
    try:
        picture = _drawn(data, page)
    except (pdfium.PdfiumError, ValueError, IndexError) as error:
        raise UnreadableDocument(f"trang {page} của tệp PDF bị hỏng, không vẽ được; {_AGAIN}") from error
    return recogniser.scan(picture, page)


def _drawn(data: bytes, page: int) -> Picture:
    with _DRAWING, pdfium.PdfDocument(data) as file:
        leaf = file[page - 1]
        width, height = leaf.get_size()
        scale = min(DPI / 72, math.sqrt(MOST_PIXELS / max(width * height, 1.0)))
        bitmap = leaf.render(scale=scale, grayscale=True, may_draw_forms=False)
        image = bitmap.to_pil().convert("L").copy()
        bitmap.close()
        leaf.close()
        return Picture(image, scale * 72)
