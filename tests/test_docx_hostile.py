"""What is no DOCX, is damaged or was forged: refused with a reason that a person understands, or read in time."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest
from docx.oxml.ns import nsdecls

from corpus.errors import UnreadableDocument
from corpus.readers import docx, docx_numbering, docx_package, docx_styles, parse
from tests.docx_files import (
    MERGE,
    ON,
    counts_by,
    letter,
    level,
    lines,
    numbered,
    numbering,
    of_body,
    p,
    reading_of,
    row,
    saved,
    tc,
    with_parts,
)
from tests.test_readers import grid


def refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableDocument, match=message) as refusal:
        parse(Path("a.docx"), data)
    assert "\n" not in str(refusal.value)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "tệp rỗng"),
        (b" \r\n", "tệp rỗng"),
        ("Kế hoạch".encode(), r"không phải tệp Word \(.docx\); hãy mở bằng Word"),
        (b"{\\rtf1\\ansi", "không phải tệp Word"),
        (OLE + b"\x00" * 600 + "WordDocument".encode("utf-16-le"), r"đời cũ \(như .doc\), không phải .docx; hãy mở"),
        (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu; hãy mở bằng Word, bỏ mật khẩu"),
        (b"PK\x03\x04" + b"\x00" * 90, "bị hỏng hoặc tải về chưa đủ"),
    ],
)
def test_what_is_no_docx_is_refused_with_what_to_do(data: bytes, message: str) -> None:
    refused(data, message)


def test_a_cut_off_download_is_refused() -> None:
    data = saved(letter())
    for length in (4, 100, len(data) // 2, len(data) - 1):
        refused(data[:length], "bị hỏng hoặc tải về chưa đủ")


def test_another_zip_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as other:
        other.writestr("ảnh.txt", "x")
    refused(file.getvalue(), "là tệp nén nhưng không phải tài liệu Word")
    sheet = with_parts(of_body(p("x")), {"word/document.xml": "<workbook/>"})
    refused(sheet, "là tệp nén nhưng không phải tài liệu Word")


def test_a_locked_part_is_refused() -> None:
    data = bytearray(of_body(p("x")))
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    refused(bytes(data), "có mật khẩu")


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"word/document.xml": None}, "không phải tài liệu Word"),
        ({"_rels/.rels": None}, "không phải tài liệu Word"),
        ({"word/document.xml": "<w:document"}, r"phần 'word/document.xml' của tệp Word bị hỏng \(dòng 1\)"),
        ({"word/document.xml": ""}, "'word/document.xml' của tệp Word bị hỏng"),
        ({"word/styles.xml": "\x00\x01"}, "'word/styles.xml' của tệp Word bị hỏng"),
        ({"word/document.xml": '<?xml version="1.0" encoding="lạ"?><a/>'}, "bị hỏng"),
        ({"_rels/.rels": "?"}, "'_rels/.rels' của tệp Word bị hỏng"),
    ],
)
def test_a_damaged_part_is_named(parts: Mapping[str, str | None], message: str) -> None:
    refused(with_parts(saved(letter()), parts), message)


@pytest.mark.parametrize("body", ["", p(""), "<w:p/><w:tbl><w:tr><w:tc/></w:tr></w:tbl>", "<w:tbl/>"])
def test_a_document_without_words_is_refused(body: str) -> None:
    refused(of_body(body), "không có chữ nào để đọc; nếu là bản quét")


def test_entities_are_not_expanded_and_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "mật.txt"
    secret.write_text("bí mật", encoding="utf-8")
    document = f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    bomb = "".join(f'<!ENTITY x{i} "{f"&x{i - 1};" * 10}">' for i in range(1, 12))
    for declared in (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', f'<!ENTITY x0 "ha">{bomb}<!ENTITY x "&x11;">'):
        source = f"<!DOCTYPE w [{declared}]>{document}"
        refused(with_parts(of_body(p("x")), {"word/document.xml": source}), "DOCTYPE|bị hỏng")


def test_a_bomb_is_refused_by_the_size_that_it_declares() -> None:
    bomb = of_body(p("x"), footnotes=" " * (docx_package.MOST_BYTES + 1))
    refused(bomb, "tệp Word quá lớn khi giải nén: hơn 134.217.728 byte; hãy tách")


def test_a_bomb_that_declares_a_small_size_is_not_unpacked() -> None:
    data = bytearray(of_body(p("x"), footnotes=" " * 50_000_000))
    size = (50_000_000).to_bytes(4, "little")
    at = data.find(size)
    while at >= 0:
        data[at : at + 4] = (10).to_bytes(4, "little")
        at = data.find(size, at)
    refused(bytes(data), "không mở được phần 'word/footnotes.xml'")


def test_all_parts_together_are_bounded() -> None:
    part = f"<a>{'b' * 60_000}</a>"
    package = docx_package.Package.of(of_body(p("x"), footnotes=part, endnotes=part))
    package.left = 100_000
    package.tree("word/footnotes.xml")
    with pytest.raises(UnreadableDocument, match="quá lớn khi giải nén"):
        package.tree("word/endnotes.xml")


def test_the_tags_of_a_part_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_package, "_MOST_TAGS", 100)
    refused(of_body(p("x") * 100), "triệu thẻ; hãy tách")


@pytest.mark.parametrize(
    "tag", ["w:tbl><w:tr><w:tc", "w:sdt><w:sdtContent", "w:p><w:r><w:pict><w:txbxContent", "w:ins"]
)
@pytest.mark.parametrize("depth", [40, 5000])
def test_deep_nesting_is_read_or_refused(tag: str, depth: int) -> None:
    opened = f"<{tag}>"
    closed = "".join(f"</{name}>" for name in reversed(tag.split("><")))
    data = of_body(opened * depth + p("đáy") + closed * depth + p("sau"))
    if depth == 5000:
        refused(data, "bị hỏng")
    else:
        assert lines(data) == ["đáy", "sau"]


def test_forged_merges_cost_nothing() -> None:
    wide = '<w:gridSpan w:val="999999999"/>'
    long = (
        row(tc("a", wide + MERGE), tc("b", wide)) + row(tc("", wide + ON), tc("c", '<w:gridSpan w:val="-4"/>')) * 2000
    )
    reading = reading_of(of_body(f"<w:tbl>{long}</w:tbl>"))
    assert grid(reading)[0] == (0, 0, 2001, 200, "a")
    before = row(tc("a"), tc("b"), properties='<w:gridBefore w:val="999999999"/>') * 2
    assert [cell[-1] for cell in grid(reading_of(of_body(f"<w:tbl>{before}</w:tbl>")))] == ["", "a", "b"] * 2


LONG = 100_000


@pytest.mark.parametrize(
    "body",
    [
        p("%1." * LONG),
        "<w:p>" + "<w:r><w:t>a</w:t></w:r>" * LONG + "</w:p>",
        "<w:p>" + "<w:r><w:br/></w:r>" * LONG + "<w:r><w:t>a</w:t></w:r></w:p>",
        p("a", "<w:rPr><w:del/></w:rPr>") * 20_000 + p("b"),
        "<w:p><w:r><w:t>a</w:t>" + "<w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict>" * 20_000 + "</w:r></w:p>",
        f"<w:tbl>{row(tc('a', MERGE) * 60) + row(tc('', ON) * 60) * 300}</w:tbl>",
        f"<w:tbl>{row(*[tc('a')] * 20_000)}</w:tbl>",
        f"<w:tbl>{row(tc('a'), tc('b'))}</w:tbl>" * 3_000,
        "<w:p><w:r>" + "".join(f"<w:footnoteReference w:id='{i}'/>" for i in range(20_000)) + "</w:r></w:p>",
        numbered("a", 1, 8) * 20_000,
    ],
    ids=["signs", "runs", "breaks", "joined", "boxes", "merged", "wide", "tables", "notes", "numbered"],
)  # fmt: skip
def test_long_repetition_is_read_in_time(body: str) -> None:
    notes = "".join(f"<w:footnote w:id='{i}'><w:p><w:r><w:t>n</w:t></w:r></w:p></w:footnote>" for i in range(20_000))
    part = numbering({0: "".join(level(i, "decimal", "%9" * LONG) for i in range(9))}, {1: counts_by(0)})
    assert reading_of(
        of_body(body, footnotes=f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>", numbering=part)
    ).text


def test_a_title_and_styles_of_any_length_are_read_in_time() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{i}"><w:basedOn w:val="S{i + 1}"/></w:style>' for i in range(20_000)
    )
    body = "".join(p("a", f'<w:pStyle w:val="S{i}"/>') for i in range(20_000))
    data = of_body(body, styles=f"<w:styles {nsdecls('w')}>{styles}</w:styles>")
    core = "docProps/core.xml"
    for piece in ("Số ", "Microsoft ", "a.", "THÀNH "):
        title = f'<a xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{piece * LONG}</dc:title></a>'
        assert reading_of(with_parts(data if piece == "a." else of_body(p("a")), {core: title})).text


PIECES = [
    "a",
    "A",
    " ",
    "%1",
    "0",
    ".",
    "-",
    "Số ",
    "Microsoft ",
    "CỘNG HOÀ ",
    "heading ",
    "a.doc",
    "\n",
    "\u0301",
    "ỦY BAN ",
]


@pytest.mark.parametrize("module", [docx, docx_numbering, docx_styles], ids=lambda module: module.__name__)
@pytest.mark.parametrize("piece", PIECES)
def test_no_rule_chokes_on_repetition(module: ModuleType, piece: str) -> None:
    for rule in (value for value in vars(module).values() if isinstance(value, re.Pattern)):
        for text in (piece * LONG, piece * LONG + "!", "Số" + piece * LONG):
            rule.match(text)
            rule.fullmatch(text)
            rule.sub("", text)


def test_any_damage_is_refused_or_read() -> None:
    data = saved(letter())
    chance = random.Random(7)
    for _ in range(300):
        broken = bytearray(data)
        for _ in range(chance.choice((1, 3, 30))):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            reading_of(bytes(broken))
        except UnreadableDocument as refusal:
            assert "\n" not in str(refusal)  # noqa: PT017
