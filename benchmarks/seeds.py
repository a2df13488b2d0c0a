"""Files to begin from when readers are fuzzed: a directive and its table, written in each format by a real writer."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from importlib.resources import files
from pathlib import Path

from corpus.archives import ARCHIVES
from corpus.readers import SUFFIXES
from tests.legacy_text import in_1258, in_tcvn3, in_vni

LETTER = (
    "UBND TỈNH LAM SƠN",
    "Số: 45/CT-UBND",
    "Lam Sơn, ngày 14 tháng 02 năm 2031",
    "CHỈ THỊ",
    "Về việc nạo vét kênh và trồng cây ven đê",
    "Để chủ động trước mùa mưa, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:",
    "I. NHIỆM VỤ CHUNG",
    "1. Các sở, ban, ngành rà soát kế hoạch; hoàn thành trước ngày 30 tháng 6 năm 2031.",
    "a) Sở Xây dựng chủ trì, phối hợp với Sở Tài chính trình phương án trong quý II năm 2031.",
    "b) Ủy ban nhân dân các huyện, thành phố bố trí 5% ngân sách; báo cáo trước 31/12/2031.",
    "2. Giao Sở Nội vụ theo dõi, đôn đốc việc thực hiện Chỉ thị này./.",
    "Nơi nhận:",
    "- Các sở, ban, ngành;",
    "- Lưu: VT.",
    "CHỦ TỊCH",
)
TABLE = (
    ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Sản phẩm"),
    ("1", "Nạo vét kênh Bản Mế", "Sở Xây dựng", "Sở Tài chính", "Quý II/2031", "Báo cáo"),
    ("2", "Trồng cây ven đê", "Sở Nội vụ", "", "31/12/2031", "Biên bản nghiệm thu"),
    ("3", "Sửa cầu treo", "Ủy ban nhân dân huyện Hòa Bắc", "Công an tỉnh", "Năm 2032", ""),
)


@dataclass(frozen=True, slots=True)
class Format:
    """What of the readers is fuzzed under one name.

    Attributes:
        suffix: by which the reader is chosen.
        seeds: writes the files to begin from; none where the program that writes them is missing.
        within: what is changed: the bytes ("bytes"), the words of a text ("text"), or a member of the ZIP ("zip").
        slow: whether reading starts another program, so that fewer files are tried.
    """

    suffix: str
    seeds: Callable[[], list[bytes]]
    within: str = "bytes"
    slow: bool = False


def _plain() -> list[bytes]:
    text = "\n".join(LETTER)
    return [text.encode(), text.replace("\n", "\r\n\r\n").encode("utf-16"), ("\ufeff" + text).encode()]


def _bars() -> list[bytes]:
    rows = "".join("|\n" + "".join(f"{cell}\n|\n" if cell else "|\n" for cell in row) for row in TABLE)
    return ["\n".join((*LETTER, "Phụ lục", rows, "Hết.")).encode()]


def _legacy() -> list[bytes]:
    text = "\n".join(LETTER)
    return [in_tcvn3(text).encode("cp1252", "replace"), in_vni(text).encode("cp1252", "replace"), in_1258(text)]


def _markdown() -> list[bytes]:
    rows = ["| " + " | ".join(row) + " |" for row in (TABLE[0], ("---",) * 6, *TABLE[1:])]
    front = "---\ntitle: Chỉ thị\n---\n"
    body = "\n\n".join(f"## {line}" if line.isupper() else line for line in LETTER)
    return [
        (front + "# Chỉ thị 45\n\n" + body + "\n\n" + "\n".join(rows) + "\n\n> trích\n\n* một\n  1. hai\n").encode()
    ]


def _html() -> list[bytes]:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    body = "".join(f"<p>{line}</p>" for line in LETTER)
    page = (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Chỉ thị 45</title></head><body>'
        f'<nav><a href="/">Trang chủ</a></nav><article><h1>Chỉ thị</h1>{body}<ol start="3"><li>một<ul><li>hai</ul></ol>'
        f'<table><thead><tr><th colspan="2">A</th><th rowspan="2">B</th></tr></thead>{rows}</table>'
        f"<pre>a\tb</pre>&nbsp;&#7855;&amp;</article><footer>Bản quyền</footer></body></html>"
    )
    layout = f"<table><tr><td>{'<br>'.join(LETTER[:3])}</td><td><table>{rows}</table></td></tr></table>"
    return [page.encode(), layout.encode(), page.replace("utf-8", "windows-1258").encode("ascii", "xmlcharrefreplace")]


def _docx() -> list[bytes]:
    from docx import Document

    document = Document()
    document.core_properties.title = "Chỉ thị về nạo vét kênh"
    for line in LETTER:
        document.add_paragraph(line, style="Heading 1" if line.isupper() else None)
    for style in ("List Number", "List Bullet", "List Number 2"):
        document.add_paragraph("Rà soát, báo cáo kết quả.", style=style)
    table = document.add_table(len(TABLE), len(TABLE[0]))
    for row, cells in zip(table.rows, TABLE, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    table.cell(1, 2).merge(table.cell(2, 3))
    table.cell(3, 4).add_table(2, 2).cell(0, 0).text = "trong ô"
    document.sections[0].header.paragraphs[0].text = "Đầu trang"
    return [_saved(document.save)]


def _xlsx() -> list[bytes]:
    from datetime import date

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Theo dõi"
    for row in (["UBND TỈNH LAM SƠN"], [], *map(list, TABLE), [4, 0.25, date(2031, 9, 30), "=A1", True, 12345.678]):
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("C4:C5")
    sheet["B7"].number_format = "0.00%"
    book.create_sheet("Phụ lục").append(["Ghi chú", "Không"])
    return [_saved(book.save)]


def _pdf() -> list[bytes]:
    from fpdf import FPDF
    from fpdf.fonts import FontFace

    found = []
    for compressed in (False, True):
        paper = FPDF(unit="pt", format="A4")
        paper.set_compression(compressed)
        paper.add_font("roboto", "", str(files("font_roboto").joinpath("files", "Roboto-Regular.ttf")))
        paper.set_font("roboto", size=12)
        paper.set_title("Chỉ thị 45")
        for _ in range(2):
            paper.add_page()
            for line in LETTER:
                paper.multi_cell(0, 16, line, new_x="LMARGIN", new_y="NEXT")
            with paper.table(line_height=16, headings_style=FontFace()) as table:
                for row in TABLE:
                    table.row(row)
        found.append(bytes(paper.output()))
    return found


def _saved(save: Callable[[io.BytesIO], None]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def _converted(source: Callable[[], list[bytes]], suffix: str, to: str) -> Callable[[], list[bytes]]:
    """Seeds that LibreOffice writes from those of another format; none where it is not installed."""

    def make() -> list[bytes]:
        if (program := shutil.which("soffice")) is None:
            return []
        with tempfile.TemporaryDirectory() as scratch:
            given = Path(scratch, f"seed{suffix}")
            given.write_bytes(source()[0])
            subprocess.run(
                [program, f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--convert-to", to,
                 "--outdir", scratch, str(given)],
                check=True, capture_output=True, timeout=180,
            )  # fmt: skip
            return [given.with_suffix(f".{to.partition(':')[0]}").read_bytes()]

    return make


def _zip() -> list[bytes]:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("chi-thi.txt", _plain()[0])
        made.writestr("phu-luc/bang.docx", _docx()[0])
    return [file.getvalue()]


def _eml() -> list[bytes]:
    letter = EmailMessage()
    letter["From"], letter["To"] = "van-thu@lamson.example", "so-xay-dung@lamson.example"
    letter["Subject"], letter["Date"] = "Chỉ thị 45/CT-UBND", "Fri, 14 Feb 2031 08:00:00 +0700"
    letter.set_content("\n".join(LETTER))
    letter.add_alternative(_html()[0].decode(), subtype="html")
    letter.add_attachment(_docx()[0], maintype="application", subtype="octet-stream", filename="chỉ thị.docx")
    return [letter.as_bytes()]


def _picture(kind: str) -> Callable[[], list[bytes]]:
    def make() -> list[bytes]:
        from PIL import Image, ImageDraw, ImageFont

        font = ImageFont.truetype(str(files("font_roboto").joinpath("files", "Roboto-Regular.ttf")), 32)
        picture = Image.new("L", (1240, 900), 255)
        ImageDraw.Draw(picture).multiline_text((80, 60), "\n".join(LETTER), font=font, fill=0, spacing=14)
        return [_saved(lambda file: picture.save(file, format=kind))]

    return make


FORMATS = {
    "plain": Format(".txt", _plain, "text"),
    "bars": Format(".txt", _bars, "text"),
    "legacy": Format(".txt", _legacy, "text"),
    "markdown": Format(".md", _markdown, "text"),
    "html": Format(".html", _html, "text"),
    "docx": Format(".docx", _docx, "zip"),
    "xlsx": Format(".xlsx", _xlsx, "zip"),
    "pdf": Format(".pdf", _pdf),
    "doc": Format(".doc", _converted(_docx, ".docx", "doc"), slow=True),
    "odt": Format(".odt", _converted(_docx, ".docx", "odt"), "zip", slow=True),
    "rtf": Format(".rtf", _converted(_docx, ".docx", "rtf"), "text", slow=True),
    "xls": Format(".xls", _converted(_xlsx, ".xlsx", "xls"), slow=True),
    "ods": Format(".ods", _converted(_xlsx, ".xlsx", "ods"), "zip", slow=True),
    "zip": Format(".zip", _zip, "zip"),
    "eml": Format(".eml", _eml, "text"),
    "png": Format(".png", _picture("PNG"), slow=True),
    "jpg": Format(".jpg", _picture("JPEG"), slow=True),
    "tiff": Format(".tiff", _picture("TIFF"), slow=True),
}
"""What can be fuzzed; a new format is a new line, and takes part once its suffix is read."""


def known_formats(names: Sequence[str] = ()) -> dict[str, Format]:
    """The formats of these names, or all, that are read; raises KeyError for a name that is none."""
    chosen = {name: FORMATS[name] for name in names or FORMATS}
    return {name: format_ for name, format_ in chosen.items() if format_.suffix in SUFFIXES | ARCHIVES}
