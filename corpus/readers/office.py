"""DOC, RTF, ODT, XLS and ODS: LibreOffice makes DOCX or XLSX of them, and the readers of those read on.

What a file is, is told by its content and not by its name: what the web calls .doc is often RTF, HTML or DOCX, and goes
to the reader of that. LibreOffice runs in a folder and with a profile of its own (`office_profile`): no macro runs, no
link is followed, nothing is fetched.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.readers.limits import Limits
from corpus.readers.office_kinds import Kind, kind_of, page_in_letter
from corpus.readers.office_profile import write_profile
from corpus.readers.programs import Bounds, find, run
from corpus.reading import Reading
from corpus.vietnamese import grouped

_DEFAULT_LIMITS = Limits()
_READERS = {Kind.DOCX: "docx", Kind.XLSX: "xlsx", Kind.PDF: "pdf"}
_AGAIN = "hãy mở bằng Word hoặc LibreOffice, lưu lại ở dạng .docx hoặc .xlsx rồi thử lại"


@dataclass(frozen=True, slots=True)
class _Way:
    """How LibreOffice converts a kind of file: its filter for reading, the suffix of what comes out, the package of
    Debian that brings both, and what a person calls the file."""

    filter: str
    made: str
    package: str
    name: str


_WRITER, _CALC = "libreoffice-writer-nogui", "libreoffice-calc-nogui"
_WAYS = {
    Kind.DOC: _Way("MS Word 97", "docx", _WRITER, "Word đời cũ (.doc)"),
    Kind.WORD_XML: _Way("MS Word 2003 XML", "docx", _WRITER, "Word 2003 (XML)"),
    Kind.RTF: _Way("Rich Text Format", "docx", _WRITER, "RTF"),
    Kind.ODT: _Way("writer8", "docx", _WRITER, "OpenDocument (.odt)"),
    Kind.XLS: _Way("MS Excel 97", "xlsx", _CALC, "Excel đời cũ (.xls)"),
    Kind.ODS: _Way("calc8", "xlsx", _CALC, "OpenDocument (.ods)"),
}


def read(data: bytes, limits: Limits = _DEFAULT_LIMITS) -> Reading:
    """What the file says, by the reader of what it is.

    Raises UnreadableDocument for what is empty, damaged or locked, for what takes too long, where LibreOffice is not
    installed, and for whatever the reader of the converted file refuses.
    """
    kind = kind_of(data)
    if kind in _WAYS:
        way = _WAYS[kind]
        return _reader(way.made)(_converted(data, way, limits), limits=limits)
    if kind in _READERS:
        return _reader(_READERS[kind])(data, limits=limits)
    if kind is Kind.LETTER:
        return _reader("html")(page_in_letter(data))
    return _reader("html" if kind is Kind.HTML else "plain")(data)


def _reader(module: str) -> Callable[..., Reading]:
    reader: Callable[..., Reading] = import_module(f"corpus.readers.{module}").read
    return reader


def _converted(data: bytes, way: _Way, limits: Limits) -> bytes:
    """The file that LibreOffice makes of this one."""
    program = find("soffice", "libreoffice")
    if program is None:
        raise UnreadableDocument(f"tệp {way.name} cần LibreOffice để đọc; hãy cài gói {way.package} rồi chạy lại")
    with tempfile.TemporaryDirectory(prefix="chidao-") as name:
        folder = Path(name)
        (folder / "in").mkdir()
        source, made = folder / "in" / "document", folder / "out" / f"document.{way.made}"
        source.write_bytes(data)
        write_profile(folder / "profile")
        outcome = run(
            [
                program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
                "--nolockcheck", f"--infilter={way.filter}", "--convert-to", way.made,
                "--outdir", str(made.parent), str(source),
            ],
            folder,
            Bounds(limits.seconds, limits.memory, limits.unpacked),
            variables={"SAL_USE_VCLPLUGIN": "svp"},
        )  # fmt: skip
        if outcome.stopped:
            seconds = grouped(round(limits.seconds))
            raise UnreadableDocument(
                f"LibreOffice đọc tệp quá {seconds} giây nên đã dừng; hãy tách tệp hoặc nâng giới hạn thời gian"
            )
        if not made.is_file():
            if not _has_part(program, way):
                raise UnreadableDocument(
                    f"LibreOffice trên máy này không đọc được tệp {way.name}; hãy cài gói {way.package} rồi chạy lại"
                )
            raise UnreadableDocument(f"tệp {way.name} bị hỏng hoặc có mật khẩu; {_AGAIN}")
        if made.stat().st_size > limits.bytes:
            have, most = grouped(made.stat().st_size), grouped(limits.bytes)
            raise UnreadableDocument(
                f"tệp quá lớn khi chuyển sang .{way.made}: {have} byte, giới hạn {most} byte; hãy tách tệp"
            )
        return made.read_bytes()


def _has_part(program: str, way: _Way) -> bool:
    """True where the part of LibreOffice that reads this kind of file lies beside the program."""
    library = "libswlo.so" if way.package == _WRITER else "libsclo.so"
    return (Path(program).resolve().parent / library).exists()
