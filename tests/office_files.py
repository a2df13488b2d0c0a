"""A directive by python-docx, converted and printed by LibreOffice, scanned, and what of it must be read."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest
from docx import Document
from docx.shared import Pt
from PIL import Image

from corpus.fact_reading import facts_of
from corpus.lines import join
from corpus.reading import Reading
from corpus.sections import sections_of
from corpus.tasks.reading import read_tasks

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="no soffice: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui",
)


def _speaks_vietnamese() -> bool:
    if shutil.which("tesseract") is None:
        return False
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=60, check=False)
    return "vie" in listed.stdout.split()


needs_tesseract = pytest.mark.skipif(
    not _speaks_vietnamese(),
    reason="no tesseract that reads Vietnamese: apt-get install tesseract-ocr tesseract-ocr-vie",
)

HEAD = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
ROWS = [
    ["1", "Khảo sát nguồn nước ngầm tại các thôn, bản vùng cao", "Sở Tài chính", "30/6/2027"],
    ["2", "Lắp đặt trạm đo độ mặn tự động trên sông Cửa Lở", "Sở Xây dựng", "Tháng 9/2027"],
]
LINES = [
    "ỦY BAN NHÂN DÂN TỈNH HẢI VÂN",
    "Số: 12/CT-UBND",
    "Hải Vân, ngày 04 tháng 3 năm 2027",
    "CHỈ THỊ",
    "Về việc phòng, chống hạn hán, xâm nhập mặn mùa khô năm 2027",
    "Để chủ động ứng phó, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:",
    "1. Sở Nông nghiệp và Môi trường rà soát công trình thủy lợi, báo cáo trước ngày 20 tháng 3 năm 2027.",
    "2. Sở Y tế hướng dẫn khử trùng nguồn nước sinh hoạt; hoàn thành chậm nhất ngày 15 tháng 4 năm 2027.",
]
TASKS = [
    ("Sở Nông nghiệp và Môi trường", "trước ngày 20 tháng 3 năm 2027"),
    ("Sở Y tế", "chậm nhất ngày 15 tháng 4 năm 2027"),
    ("Sở Tài chính", "30/6/2027"),
    ("Sở Xây dựng", "Tháng 9/2027"),
]


def directive(path: Path) -> Path:
    """Writes the directive of LINES and a table of tasks as DOCX."""
    document = Document()
    document.styles["Normal"].font.name = "DejaVu Serif"
    document.styles["Normal"].font.size = Pt(13)
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(0, len(HEAD), style="Table Grid")
    for row in (HEAD, *ROWS):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.add_paragraph("Yêu cầu các đơn vị thực hiện./.")
    document.save(str(path))
    return path


def convert(source: Path, kind: str) -> Path:
    """The file that LibreOffice makes of another, in the same folder."""
    folder = source.parent
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=300)
    return source.with_suffix(f".{kind}")


def pictures_of(pdf: Path, dpi: int) -> list[Image.Image]:
    """The pages as a scanner sees them: grey."""
    with pdfium.PdfDocument(pdf) as file:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in file]


def saved(pictures: list[Image.Image], kind: str, dpi: int) -> bytes:
    """The pictures in one file: "PDF", "TIFF", or the first of them as "PNG" or "JPEG"."""
    file = io.BytesIO()
    more = {"save_all": True, "append_images": pictures[1:]} if kind in ("PDF", "TIFF") else {}
    pictures[0].save(file, kind, **({"resolution": dpi} if kind == "PDF" else {"dpi": (dpi, dpi)}), **more)
    return file.getvalue()


def tasks_of(reading: Reading) -> list[tuple[str, str]]:
    """Lead and deadline of each task, in order."""
    sections = sections_of(reading)
    return [
        (
            " + ".join(body.name for body in task.lead),
            "" if task.due is None else join(reading.text, task.due.span).text,
        )
        for task in read_tasks(reading, sections, facts_of(reading, sections)).tasks
    ]


def error_rate(wanted: str, found: str) -> float:
    """Characters put in, left out or changed, by the characters wanted (Levenshtein); white space counts once."""
    wanted, found = " ".join(wanted.split()), " ".join(found.split())
    above = list(range(len(found) + 1))
    for i, one in enumerate(wanted, 1):
        row = [i]
        for j, other in enumerate(found, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (one != other)))
        above = row
    return above[-1] / len(wanted)
