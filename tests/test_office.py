"""DOC, RTF, ODT, XLS and ODS by way of LibreOffice: read as what they were made of, and nothing in them is run."""

from __future__ import annotations

import io
import re
import socket
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import openpyxl
import pytest

from corpus.errors import UnreadableDocument
from corpus.readers import parse
from corpus.readers.limits import Limits
from corpus.readers.office_kinds import Kind, kind_of
from tests.docx_files import letter, reading_of, saved
from tests.office_files import HEAD, LINES, TASKS, convert, directive, needs_libreoffice, tasks_of
from tests.pdf_files import cells_of
from tests.pdf_files import page as pdf_page


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same directive by LibreOffice: suffix -> file."""
    source = directive(tmp_path_factory.mktemp("made") / "chithi.docx")
    return {kind: convert(source, kind).read_bytes() for kind in ("doc", "rtf", "odt")}


def refused(name: str, data: bytes, message: str, limits: Limits | None = None) -> None:
    with pytest.raises(UnreadableDocument, match=message) as refusal:
        parse(Path(name), data, limits or Limits())
    assert "\n" not in str(refusal.value)


# --- what is read ----------------------------------------------------------------------------------------------------


@needs_libreoffice
@pytest.mark.parametrize(("kind", "name"), [("doc", "a.DOC"), ("rtf", "a.doc"), ("odt", "a.odt")])
def test_an_office_file_is_read_as_the_docx_that_it_was(made: Mapping[str, bytes], kind: str, name: str) -> None:
    reading = parse(Path(name), made[kind])
    assert [line for line in reading.text.split("\n") if line][: len(LINES)] == LINES
    assert [cell[-1] for cell in cells_of(reading, reading.tables[0])][: len(HEAD)] == HEAD
    assert tasks_of(reading) == TASKS


@needs_libreoffice
def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["STT", "Nhiệm vụ", "Thời hạn"])
    book.active.append([1, "Nạo vét kênh Ổi", "30/6/2027"])
    book.save(tmp_path / "a.xlsx")
    reading = parse(Path("a.xls"), convert(tmp_path / "a.xlsx", "xls").read_bytes())
    assert [cell[-1] for cell in cells_of(reading, reading.tables[0])][3:] == ["1", "Nạo vét kênh Ổi", "30/6/2027"]


PAGE = "<html><body><h1>Kế hoạch</h1><p>Sở Y tế báo cáo.</p></body></html>"
LETTER = (
    "From: <saved>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    f"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{PAGE}\r\n--b--\r\n"
)


@pytest.mark.parametrize("suffix", [".doc", ".rtf", ".odt", ".xls"])
def test_a_file_with_the_wrong_suffix_is_read_as_what_it_is(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    name = Path(f"a{suffix}")
    assert parse(name, saved(letter())) == reading_of(letter())
    for page in (PAGE, f"\ufeff<!DOCTYPE html>\n{PAGE}", LETTER):
        assert parse(name, page.encode()).text.split("\n") == ["Kế hoạch", "Sở Y tế báo cáo."]
    assert parse(name, pdf_page("Nội dung").data()).text == "Nội dung"
    assert parse(name, "Sở Y tế báo cáo.".encode()).text == "Sở Y tế báo cáo."
    book = io.BytesIO()
    sheet = openpyxl.Workbook()
    sheet.active["A1"] = "Sở Y tế"
    sheet.save(book)
    assert "Sở Y tế" in parse(name, book.getvalue()).text


def test_a_page_of_word_2003_is_known() -> None:
    assert kind_of(b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>') is Kind.WORD_XML


# --- what is refused -------------------------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def named(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(600)


def odf(kind: str, manifest: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "tệp rỗng"),
        (b" \r\n", "tệp rỗng"),
        (named("EncryptedPackage"), "có mật khẩu; hãy mở ra, bỏ mật khẩu"),
        (named("PowerPoint Document"), "không phải văn bản Word hay bảng tính Excel"),
        (odf("text", "<manifest:encryption-data/>"), "OpenDocument có mật khẩu"),
        (odf("presentation"), r"không phải văn bản \(.odt\) hay bảng tính"),
        (b"PK\x03\x04" + bytes(90), "bị hỏng hoặc tải về chưa đủ"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "là tệp nhị phân"),
        (LETTER.replace("text/html", "image/png").encode(), "không có trang nào để đọc"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data: bytes, message: str) -> None:
    refused("a.doc", data, message)


@pytest.mark.parametrize(
    ("data", "package"),
    [
        (named("WordDocument"), "libreoffice-writer-nogui"),
        (b"{\\rtf1 x}", "libreoffice-writer-nogui"),
        (odf("text"), "libreoffice-writer-nogui"),
        (named("Workbook"), "libreoffice-calc-nogui"),
        (odf("spreadsheet"), "libreoffice-calc-nogui"),
    ],
)
def test_without_libreoffice_the_package_is_named(data: bytes, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    refused("a.doc", data, f"cần LibreOffice để đọc; hãy cài gói {package} rồi chạy lại")


@needs_libreoffice
def test_a_locked_word_file_is_refused(made: Mapping[str, bytes]) -> None:
    data = bytearray(made["doc"])
    data[data.index(b"\xec\xa5") + 11] |= 1
    refused("a.doc", bytes(data), "có mật khẩu")


@needs_libreoffice
def test_a_damaged_word_file_is_refused(made: Mapping[str, bytes]) -> None:
    refused("a.doc", named("WordDocument"), r"Word đời cũ \(.doc\) bị hỏng hoặc có mật khẩu; hãy mở bằng Word")


@needs_libreoffice
def test_an_rtf_without_words_is_refused() -> None:
    refused("a.rtf", b"{\\rtf1 }", "không có chữ nào để đọc")


@needs_libreoffice
def test_a_conversion_ends_with_its_time(made: Mapping[str, bytes]) -> None:
    began = time.monotonic()
    refused("a.doc", made["doc"], "quá 0 giây nên đã dừng; hãy tách tệp hoặc nâng giới hạn", Limits(seconds=0.05))
    assert time.monotonic() - began < Limits().seconds


# --- nothing is run or fetched ---------------------------------------------------------------------------------------


@contextmanager
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine, and what was asked for there."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(200))

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1], asked
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="M" script:language="StarBasic">Sub Go
Open "{ran}" For Output As #1
Print #1, "ran"
Close #1
End Sub
</script:module>"""
LIBRARY = (
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
    ' library:readonly="false" library:passwordprotected="false"><library:element library:name="M"/></library:library>'
)
LIBRARIES = (
    '<library:libraries xmlns:library="http://openoffice.org/2000/library">'
    '<library:library library:name="Standard" library:link="false"/></library:libraries>'
)
ON_LOAD = (
    '<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script"'
    ' script:event-name="dom:load" xlink:href="vnd.sun.star.script:Standard.M.Go?language=Basic&amp;location=document"'
    ' xlink:type="simple"/></office:event-listeners></office:scripts>'
)
REACHING_OUT = (
    '<text:p>Ảnh<draw:frame text:anchor-type="paragraph" svg:width="5cm" svg:height="5cm"><draw:image'
    ' xlink:href="{url}/a.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>'
    '<text:section text:name="S1"><text:section-source xlink:href="{url}/a.odt" xlink:type="simple"/>'
    "<text:p>đoạn một</text:p></text:section>"
    '<text:section text:name="S2"><text:section-source xlink:href="{secret}" xlink:type="simple"'
    ' text:filter-name="Text"/><text:p>đoạn hai</text:p></text:section>'
    '<text:section text:name="S3"><office:dde-source office:dde-application="soffice" office:dde-topic="{secret}"'
    ' office:dde-item="x" office:automatic-update="true"/><text:p>đoạn ba</text:p></text:section>'
)


def armed(source: bytes, url: str, secret: Path, ran: Path) -> bytes:
    """The ODT with a macro that runs when it is opened, and with a picture, sections and DDE from elsewhere."""
    file = io.BytesIO()
    added = {
        "Basic/Standard/M.xml": MODULE.format(ran=ran),
        "Basic/Standard/script-lb.xml": LIBRARY,
        "Basic/script-lc.xml": LIBRARIES,
    }
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in added
    )
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "content.xml":
                text = re.sub("<office:scripts/>|<office:scripts>.*?</office:scripts>", ON_LOAD, part.decode())
                reaching = REACHING_OUT.format(url=url, secret=secret.as_uri())
                part = text.replace("</office:text>", f"{reaching}</office:text>").encode()
            if name == "META-INF/manifest.xml":
                part = part.replace(b"</manifest:manifest>", f"{entries}</manifest:manifest>".encode())
            new.writestr(name, part)
        for name, text in added.items():
            new.writestr(name, text)
    return file.getvalue()


@needs_libreoffice
def test_nothing_in_a_file_is_run_and_nothing_is_fetched(made: Mapping[str, bytes], tmp_path: Path) -> None:
    secret, ran = tmp_path / "mat.txt", tmp_path / "ran.txt"
    secret.write_text("bí mật của máy", encoding="utf-8")
    with listener() as (port, asked):
        url = f"http://127.0.0.1:{port}"
        text = parse(Path("a.odt"), armed(made["odt"], url, secret, ran)).text
        assert text.endswith("Ảnh\nđoạn một\nđoạn hai\nđoạn ba")
        fields = "".join(
            rf"{{\field{{\*\fldinst {instruction}}}{{\fldrslt {shown}}}}}\par "
            for instruction, shown in [
                (rf'INCLUDEPICTURE "{url}/p.png" \\d', "anh"),
                (f'INCLUDETEXT "{url}/t.rtf"', "mot"),
                (f'INCLUDETEXT "{secret.as_uri()}"', "hai"),
                (f'DDEAUTO soffice "{secret}" x', "ba"),
            ]
        )
        rtf = rf"{{\rtf1\ansi{{\*\template {url}/t.dot}}{fields}}}"
        assert parse(Path("a.rtf"), rtf.encode()).text.split("\n") == ["anh", "mot", "hai", "ba"]
    assert asked == []
    assert not ran.exists()


def test_the_limit_on_what_is_unpacked_holds_for_docx_and_xlsx() -> None:
    refused("a.docx", saved(letter()), r"quá lớn khi giải nén: hơn 1.000 byte", Limits(unpacked=1000))
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    refused("a.xlsx", book.getvalue(), r"quá lớn khi giải nén: hơn 1.000 byte", Limits(unpacked=1000))
