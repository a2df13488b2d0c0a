"""What LibreOffice and a browser print to PDF reads like the document that was printed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.shared import Cm

from corpus.readers import read
from corpus.reading import Reading
from tests.chromium import CHROMIUM, FLAGS
from tests.pdf_files import cells_of

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="no soffice: apt-get install libreoffice-writer"
)
HEAD = ["STT", "Nhiệm vụ, giải pháp", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"]
ROWS = [
    [
        str(n),
        f"Xây dựng phương án thứ {n} về cấp nước sạch cho các thôn, bản vùng cao; khảo sát nguồn nước và lập dự toán",
        "Sở Nông nghiệp và Môi trường" if n % 3 else "Sở Tài chính",
        "Ủy ban nhân dân các xã, phường có liên quan" if n % 2 else "",
        f"Quý {['I', 'II', 'III', 'IV'][n % 4]}/2027",
    ]
    for n in range(1, 41)
]
LINES = ["KẾ HOẠCH", "Cấp nước sạch vùng cao năm 2027", "1. Mục tiêu: mọi thôn, bản có nước sạch trước mùa khô."]


def check(printed: Reading, *, pages: int) -> None:
    text = " ".join(printed.text.split())
    assert all(line in text for line in LINES)
    [table] = printed.tables
    assert [" ".join(cell[-1].split()) for cell in cells_of(printed, table)] == [
        *HEAD,
        *(w for row in ROWS for w in row),
    ]
    assert len(printed.pages) >= pages
    assert "Tài liệu họp" not in printed.text
    assert "file://" not in printed.text
    assert printed.text.endswith(ROWS[-1][-1])


def document(folder: Path, *, repeated: bool) -> Path:
    """A Word file with a running head, a page number, and a table over several pages."""
    file = Document()
    section = file.sections[0]
    section.header.paragraphs[0].text = "Tài liệu họp tháng 2"
    number = section.footer.paragraphs[0].add_run()
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}fldCharType", kind)
        element.text = words
        number._r.append(element)
    for line in LINES:
        file.add_paragraph(line)
    table = file.add_table(0, len(HEAD), style="Table Grid")
    for row in [HEAD, *ROWS]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for row in table.rows:
        for cell, width in zip(row.cells, (1.2, 6, 3.5, 3.5, 2), strict=True):
            cell.width = Cm(width)
    if repeated:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    path = folder / "kehoach.docx"
    file.save(str(path))
    return path


@needs_libreoffice
@pytest.mark.parametrize("repeated", [True, False])
def test_what_libreoffice_prints(tmp_path: Path, repeated: bool) -> None:
    written = document(tmp_path, repeated=repeated)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(written)], check=True, capture_output=True, timeout=120)
    check(read(tmp_path / "kehoach.pdf"), pages=3)


def cell(tag: str, text: str) -> str:
    return f"<{tag}>{text}</{tag}>"


@pytest.mark.parametrize("borders", ["border-collapse:collapse", "border-spacing:1px"])
@pytest.mark.parametrize("head", ["th", "td"])
@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no {CHROMIUM}: apt-get install chromium")
def test_what_a_browser_prints(tmp_path: Path, borders: str, head: str) -> None:
    top = f"<tr>{''.join(cell(head, text) for text in HEAD)}</tr>"
    top = f"<thead>{top}</thead>" if head == "th" else top
    body = "".join(f"<tr>{''.join(cell('td', text) for text in row)}</tr>" for row in ROWS)
    page = f"<style>table{{{borders}}}td,th{{border:1px solid black}}</style>" + "".join(f"<p>{x}</p>" for x in LINES)
    (tmp_path / "a.html").write_text(
        f"<!DOCTYPE html><meta charset=utf-8><title>Cấp nước</title>{page}<table>{top}{body}</table>", "utf-8"
    )
    command = [str(CHROMIUM), "--headless", *FLAGS, f"--user-data-dir={tmp_path}/profile"]
    printing = [f"--print-to-pdf={tmp_path}/a.pdf", f"file://{tmp_path}/a.html"]
    subprocess.run([*command, *printing], check=True, capture_output=True, timeout=120)
    check(read(tmp_path / "a.pdf"), pages=2)
