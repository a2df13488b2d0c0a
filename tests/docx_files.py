"""DOCX files for tests: made by python-docx, with raw WordprocessingML where it has no call."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import nsdecls
from docx.table import Table as WordTable

from corpus.readers import parse
from corpus.reading import Reading
from tests.test_readers import check

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EXTRA = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def saved(document: DocumentObject) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def reading_of(source: DocumentObject | bytes) -> Reading:
    """The reading of a DOCX, with what must hold for every reading."""
    reading = parse(Path("a.docx"), source if isinstance(source, bytes) else saved(source))
    check(reading)
    return reading


def lines(source: DocumentObject | bytes) -> list[str]:
    return reading_of(source).text.split("\n")


def with_parts(data: bytes, parts: Mapping[str, str | bytes | None]) -> bytes:
    """The ZIP with these parts put in or, for None, left out; a new part of word/ is related to the document."""
    old = zipfile.ZipFile(io.BytesIO(data))
    held = {name: old.read(name) for name in old.namelist()}
    relations = "word/_rels/document.xml.rels"
    for name, content in parts.items():
        kind = Path(name).stem
        if name not in held and name.startswith("word/") and content is not None:
            relation = f'<Relationship Id="{kind}" Type="{RELATION}/{kind}" Target="{kind}.xml"/></Relationships>'
            held[relations] = held[relations].replace(b"</Relationships>", relation.encode())
        if content is None:
            held.pop(name, None)
        else:
            held[name] = content.encode() if isinstance(content, str) else content
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in held.items():
            new.writestr(name, content)
    return file.getvalue()


def of_body(body: str, **parts: str) -> bytes:
    """A DOCX with this WordprocessingML as its body, and with these parts of word/."""
    document = f"<w:document {nsdecls('w', 'r', 'm')} {EXTRA}><w:body>{body}</w:body></w:document>"
    named = {f"word/{name}.xml": content for name, content in parts.items()}
    return with_parts(saved(Document()), {"word/document.xml": document, **named})


def p(text: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def numbered(text: str, number: int, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(index: int, style: str, pattern: str, start: int | None = 1, more: str = "") -> str:
    first = "" if start is None else f'<w:start w:val="{start}"/>'
    return f'<w:lvl w:ilvl="{index}">{first}<w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>'


def numbering(definitions: Mapping[int, str], lists: Mapping[int, str]) -> str:
    """A numbering part: the levels of each definition, and what stands in each w:num."""
    abstract = (f'<w:abstractNum w:abstractNumId="{name}">{xml}</w:abstractNum>' for name, xml in definitions.items())
    nums = (f'<w:num w:numId="{name}">{xml}</w:num>' for name, xml in lists.items())
    return f"<w:numbering {nsdecls('w')}>{''.join(abstract)}{''.join(nums)}</w:numbering>"


def counts_by(definition: int) -> str:
    return f'<w:abstractNumId w:val="{definition}"/>'


def table_of(document: DocumentObject, rows: list[list[str]]) -> WordTable:
    table: WordTable = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


MERGE, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def letter() -> DocumentObject:
    """A plan with its letterhead and signature in tables without borders, as the decree's model has them."""
    document = Document()
    head = document.add_table(2, 2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nTỈNH HẢI VÂN"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text = "Số: 87/KH-UBND"
    head.cell(1, 1).text = "Hải Vân, ngày 04 tháng 5 năm 2027"
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Phòng, chống hạn mặn mùa khô năm 2027")
    document.add_paragraph(
        "Sở Nông nghiệp và Môi trường kiểm tra các cống trước ngày 20 tháng 5 năm 2027.", "List Number"
    )
    document.add_paragraph("Công ty Thủy lợi vận hành trạm bơm.", "List Number")
    table_of(document, [["TT", "Việc", "Chủ trì"], ["1", "Nạo vét kênh", "UBND xã Mẫu"]])
    document.add_paragraph("Yêu cầu các đơn vị thực hiện./.")
    foot = document.add_table(1, 2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    foot.cell(0, 1).text = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn Mẫu"
    return document
