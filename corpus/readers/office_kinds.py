"""What a file of an office suite is, told by its first bytes and the names within it."""

from __future__ import annotations

import io
import re
import zipfile
from email import message_from_bytes, policy
from enum import Enum, auto

from corpus.errors import UnreadableDocument

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the compound file of Office 97 to 2003 [MS-CFB], and of encrypted files
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WORD, _BOOKS = "WordDocument".encode("utf-16-le"), ("Workbook".encode("utf-16-le"), "Book\0".encode("utf-16-le"))
_SECTOR = 512
_FIB, _FLAGS, _ENCRYPTED = b"\xec\xa5", 0x0A, 0x0100  # [MS-DOC] 2.5.2: wIdent, where its flags stand, fEncrypted
_SNIFFED = 4096
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|div|p)[\s>]", re.IGNORECASE)
_WORD_XML = re.compile(rb"<w:wordDocument[\s>]|progid=.Word\.Document")
_LETTER = re.compile(rb"\A\s*(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?MIME-Version:", re.IGNORECASE)
_ODF = "application/vnd.oasis.opendocument."
_MOST_TYPE = 200  # bytes of a name of a media type


class Kind(Enum):
    """What a file is."""

    DOC = auto()
    WORD_XML = auto()
    RTF = auto()
    ODT = auto()
    XLS = auto()
    ODS = auto()
    DOCX = auto()
    XLSX = auto()
    PDF = auto()
    HTML = auto()
    LETTER = auto()
    """A page saved as one file (MHTML)."""
    TEXT = auto()


def kind_of(data: bytes) -> Kind:
    """What the file is; TEXT for what has no mark.

    Raises UnreadableDocument for an empty file, for one with a password, and for what an office suite writes but has no
    text (a presentation, a drawing).
    """
    if not data.strip():
        raise UnreadableDocument("tệp rỗng")
    if data.startswith(_OLE):
        return _old_office(data)
    if data.startswith(b"PK"):
        return _zip(data)
    head = data[:_SNIFFED].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"{\\rt"):
        return Kind.RTF
    if head.startswith(b"%PDF-"):
        return Kind.PDF
    if _WORD_XML.search(head):
        return Kind.WORD_XML
    if _LETTER.match(head):
        return Kind.LETTER
    if head.startswith(b"<") and _PAGE.search(head):
        return Kind.HTML
    return Kind.TEXT


def page_in_letter(data: bytes) -> bytes:
    """The page that was saved together with its pictures. Raises UnreadableDocument where there is none."""
    for part in message_from_bytes(data, policy=policy.default).walk():
        if part.get_content_type() == "text/html" and isinstance(page := part.get_payload(decode=True), bytes):
            return page
    raise UnreadableDocument("tệp MHTML không có trang nào để đọc; hãy lưu lại trang ở dạng .html hoặc .docx")


def _old_office(data: bytes) -> Kind:
    if _LOCKED in data or _is_encrypted(data):
        raise UnreadableDocument("tệp Office có mật khẩu; hãy mở ra, bỏ mật khẩu, lưu lại rồi thử lại")
    if _WORD in data:
        return Kind.DOC
    if any(book in data for book in _BOOKS):
        return Kind.XLS
    raise UnreadableDocument("là tệp Office đời cũ nhưng không phải văn bản Word hay bảng tính Excel, hoặc đã bị hỏng")


def _is_encrypted(data: bytes) -> bool:
    """True for a Word file whose head says so; the head stands at the beginning of a sector."""
    for at in range(_SECTOR, len(data) - _SECTOR, _SECTOR):
        if data.startswith(_FIB, at):
            return bool(int.from_bytes(data[at + _FLAGS : at + _FLAGS + 2], "little") & _ENCRYPTED)
    return False


def _zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            declared = ""
            if "mimetype" in names:
                with package.open("mimetype") as part:
                    declared = part.read(_MOST_TYPE).decode("ascii", "replace").strip()
            if declared.startswith(_ODF) and "META-INF/manifest.xml" in names:
                with package.open("META-INF/manifest.xml") as part:
                    locked = b"encryption-data" in part.read(1 << 20)
                if locked:
                    raise UnreadableDocument("tệp OpenDocument có mật khẩu; hãy bỏ mật khẩu, lưu lại rồi thử lại")
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableDocument(
            "tệp bị hỏng hoặc tải về chưa đủ; hãy tải lại, hoặc lưu lại từ phần mềm đã soạn"
        ) from error
    if declared.startswith(f"{_ODF}text"):
        return Kind.ODT
    if declared.startswith(f"{_ODF}spreadsheet"):
        return Kind.ODS
    if declared.startswith(_ODF):
        raise UnreadableDocument("là tệp OpenDocument nhưng không phải văn bản (.odt) hay bảng tính (.ods)")
    return Kind.XLSX if any(name.startswith("xl/") for name in names) else Kind.DOCX
