"""A text written in each format that is read most, a paragraph or a row for each of its lines."""

from __future__ import annotations

import io
from collections.abc import Callable
from html import escape
from importlib.resources import files


def txt(text: str) -> bytes:
    """As it is, in UTF-8."""
    return text.encode()


def html(text: str) -> bytes:
    """A page with an article between a navigation and a foot."""
    body = "".join(f"<p>{escape(line)}</p>\n" for line in _lines(text))
    return (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Văn bản</title></head><body>'
        f'<nav><a href="/">Trang chủ</a></nav><article>{body}</article><footer>Bản quyền</footer></body></html>'
    ).encode()


def docx(text: str) -> bytes:
    """By python-docx."""
    from docx import Document

    document = Document()
    for line in _lines(text):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf(text: str) -> bytes:
    """By fpdf2 on A4, about 40 lines a page."""
    from fpdf import FPDF

    paper = FPDF(unit="pt", format="A4")
    paper.add_font("roboto", "", str(files("font_roboto").joinpath("files", "Roboto-Regular.ttf")))
    paper.set_font("roboto", size=12)
    paper.add_page()
    for line in _lines(text):
        paper.multi_cell(0, 16, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(paper.output())


def xlsx(text: str) -> bytes:
    """By openpyxl: a register with a row for each line."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"])
    for number, line in enumerate(_lines(text), 1):
        sheet.append([number, line, "Bộ Nội vụ", "31/12/2031"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


WRITERS: dict[str, Callable[[str], bytes]] = {".txt": txt, ".html": html, ".docx": docx, ".pdf": pdf, ".xlsx": xlsx}
"""By suffix."""
