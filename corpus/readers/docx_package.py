"""The parts of a DOCX file: opened under limits, nothing outside the file is fetched, nothing in it is run.

A DOCX is a ZIP of XML parts (ECMA-376, part 2); a part names its neighbours in a part of relations. Only the parts
that hold text are opened, so a missing picture is no reason to refuse a file that Word opens.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from corpus.errors import UnreadableDocument
from corpus.readers.limits import Limits
from corpus.vietnamese import grouped

MOST_BYTES = 128 * 1024 * 1024
"""The parts that are read hold at most so many bytes together once unpacked, or as the limits say
where that is less: the text of some 6,000 pages."""
AGAIN = "hãy mở bằng Word, lưu lại ở dạng .docx rồi thử lại"
"""What the person can do about a file that is not as it should be."""

_DEFAULT_LIMITS = Limits()
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the compound file of Word 97 to 2003, and of encrypted files
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LOCKED = 0x1  # flag of a ZIP entry that has a password
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # part 2, annex B: no other is allowed
_MOST_TAGS = 8_000_000
# The namespaces of "Strict Open XML" (ISO 29500) and those that everyone else writes.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(slots=True)
class Package:
    """The parts of one file.

    Attributes:
        parts: the ZIP's entries.
        left: how many bytes may still be unpacked, of `most`.
    """

    parts: zipfile.ZipFile
    left: int
    most: int = field(init=False)

    def __post_init__(self) -> None:
        self.most = self.left

    @classmethod
    def of(cls, data: bytes, limits: Limits = _DEFAULT_LIMITS) -> Package:
        """The package that `data` holds. Raises UnreadableDocument for what is none."""
        if not data.strip():
            raise UnreadableDocument("tệp rỗng")
        if data.startswith(_OLD_OFFICE) and _ENCRYPTED in data:
            raise _locked()
        if data.startswith(_OLD_OFFICE):
            raise UnreadableDocument(f"là tệp Office đời cũ (như .doc), không phải .docx; {AGAIN}")
        if not data.startswith(b"PK"):
            raise UnreadableDocument(f"không phải tệp Word (.docx); {AGAIN}")
        try:
            return cls(zipfile.ZipFile(io.BytesIO(data)), min(MOST_BYTES, limits.unpacked))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise UnreadableDocument(f"tệp Word bị hỏng hoặc tải về chưa đủ; {AGAIN}") from error

    def tree(self, name: str) -> etree._Element:
        """The root element of a part. Raises UnreadableDocument if it is missing, too large or broken."""
        source = self._unpacked(name)
        if source.count(b"<") > _MOST_TAGS:
            raise UnreadableDocument(f"tệp Word có hơn {_MOST_TAGS // 1_000_000} triệu thẻ; hãy tách thành nhiều tệp")
        for strict, usual in _STRICT.items():
            source = source.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(source, parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableDocument(f"phần {name!r} của tệp Word bị hỏng (dòng {error.lineno}); {AGAIN}") from error
        if root.getroottree().docinfo.doctype:  # Word writes none; a forged one declares entities
            raise UnreadableDocument(f"phần {name!r} của tệp Word khai báo DOCTYPE, không an toàn; {AGAIN}")
        return root

    def main(self) -> str:
        """The name of the part that holds the document. Raises UnreadableDocument if there is none."""
        name = self.related("", "officeDocument")
        if name is None:
            raise UnreadableDocument(f"là tệp nén nhưng không phải tài liệu Word (.docx); {AGAIN}")
        return name

    def related(self, name: str, kind: str) -> str | None:
        """The part inside the file that the part `name` ("" for the file itself) relates to as `kind`, or None.

        `kind` is the last word of the relation's type: "officeDocument", "styles", "footnotes".
        """
        folder, file = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations not in self.parts.NameToInfo:
            return None
        for relation in self.tree(relations).iter(_RELATION):
            if relation.get("Type", "").rpartition("/")[2] == kind and relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                return target if target in self.parts.NameToInfo else None
        return None

    def related_tree(self, name: str, kind: str) -> etree._Element | None:
        """The root element of the part that `related` names; None if there is none."""
        part = self.related(name, kind)
        return None if part is None else self.tree(part)

    def _unpacked(self, name: str) -> bytes:
        """The bytes of a part; looks at the size that it declares before, and at the true one while unpacking."""
        try:
            info = self.parts.getinfo(name)
            self._refuse_if_over(info.file_size)
            if info.flag_bits & _LOCKED:
                raise _locked()
            if info.compress_type not in _PACKINGS:
                raise NotImplementedError(info.compress_type)
            with self.parts.open(info) as part:
                data = part.read(self.left + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
            raise UnreadableDocument(f"không mở được phần {name!r} của tệp Word; {AGAIN}") from error
        self._refuse_if_over(len(data))
        self.left -= len(data)
        return data

    def _refuse_if_over(self, size: int) -> None:
        if size > self.left:
            most = grouped(self.most)
            raise UnreadableDocument(f"tệp Word quá lớn khi giải nén: hơn {most} byte; hãy tách thành nhiều tệp")


def _locked() -> UnreadableDocument:
    return UnreadableDocument("tệp Word có mật khẩu; hãy mở bằng Word, bỏ mật khẩu, lưu lại rồi thử lại")
