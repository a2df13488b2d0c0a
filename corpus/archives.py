"""Archives and letters: what lies in a ZIP or an EML, each file by a path of its own; nothing is written to a disk.

A file in "thu-muc/goi.zip" is called "thu-muc/goi.zip/ben-trong/a.docx", one attached to "thu.eml" is called
"thu.eml/a.docx", and so is one in an archive in an archive. What an archive unpacks to is counted while it is unpacked,
whatever it says of itself.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from corpus.archive_names import harmless_name, is_hidden, name_of, unlike
from corpus.errors import UnreadableDocument
from corpus.letters import Letter, is_letter
from corpus.readers import SUFFIXES, Limits
from corpus.vietnamese import grouped

ARCHIVES = frozenset({".zip"})
"""The suffixes of files that are nothing but what lies in them, in lower case and with the dot."""
MOST_DEEP = 3
"""An archive in an archive in an archive is opened; what lies deeper is refused."""
UNPACKING_RULES = "archives-1"
"""Version of the rules by which an archive falls apart into documents."""

_LOCKED = 0x1  # flag of a ZIP entry that has a password
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """A file out of an archive or a letter.

    Attributes:
        path: its path, that of the archive in front.
        data: its bytes; None where it is refused or no reader takes it.
        refused: why it cannot be read; "" where it can, and where no reader takes it.
    """

    path: str
    data: bytes | None = None
    refused: str = ""


@dataclass(slots=True)
class _Budget:
    """What may still be taken out of one archive, those within it included."""

    limits: Limits
    members: int = field(init=False)
    unpacked: int = field(init=False)

    def __post_init__(self) -> None:
        self.members, self.unpacked = self.limits.members, self.limits.unpacked

    def count(self) -> None:
        """Takes one more file. Raises UnreadableDocument where that is one too many."""
        self.members -= 1
        if self.members < 0:
            most = grouped(self.limits.members)
            raise UnreadableDocument(
                f"gói có hơn {most} tệp; {most} tệp đầu đã được xét, phần còn lại không được đọc; hãy tách gói hoặc "
                "nâng most_members"
            )

    def take(self, size: int) -> None:
        """Takes so many unpacked bytes. Raises UnreadableDocument where those are too many."""
        self.unpacked -= size
        if self.unpacked < 0:
            raise UnreadableDocument(
                f"gói giải nén ra hơn {grouped(self.limits.unpacked)} byte; phần còn lại không được đọc; hãy tách gói "
                "hoặc nâng most_unpacked"
            )


def holds_members(path: str) -> bool:
    """True for the path of an archive or a letter."""
    return _suffix(path) in ARCHIVES or is_letter(path)


def members_of(path: str, data: bytes, limits: Limits) -> Iterator[Member]:
    """What lies in the archive or letter at `path`, in its own order, those in archives within it in their places.

    A letter's own words are the member that has the letter's path.

    Raises UnreadableDocument where the archive is broken, or takes more than `limits` allow: what came before holds.
    """
    yield from _members(path, data, _Budget(limits), 1)


def _members(path: str, data: bytes, budget: _Budget, depth: int) -> Iterator[Member]:
    for member in _letter(path, data, budget) if is_letter(path) else _zip(path, data, budget):
        if member.data is None or member.path == path or not holds_members(member.path):
            yield member
        elif depth == MOST_DEEP:
            yield Member(member.path, refused=f"gói nằm trong {MOST_DEEP} lớp gói khác; hãy giải nén bớt rồi nạp lại")
        else:
            try:
                yield from _members(member.path, member.data, budget, depth + 1)
            except UnreadableDocument as error:
                if min(budget.members, budget.unpacked) < 0:
                    raise  # the budget of the whole is used up, not only this one broken
                yield Member(member.path, refused=str(error))


def _zip(path: str, data: bytes, budget: _Budget) -> Iterator[Member]:
    """The files of a ZIP, in the order of its own list."""
    if not data.strip():
        raise UnreadableDocument("tệp rỗng")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise UnreadableDocument("gói ZIP bị hỏng hoặc tải về chưa đủ; hãy tạo lại gói rồi nạp lại") from error
    names: set[str] = set()
    for info in archive.infolist():
        name = harmless_name(name_of(info))
        if info.is_dir():
            continue
        budget.count()
        if is_hidden(name):
            continue
        name = unlike(name, names)
        names.add(name)
        full = f"{path}/{name}"
        if not _is_read(name):
            yield Member(full)
            continue
        try:
            yield Member(full, _unpacked(archive, info, budget))
        except UnreadableDocument as error:
            if budget.unpacked < 0:
                raise
            yield Member(full, refused=str(error))


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> bytes:
    """The bytes of a file in a ZIP. Raises UnreadableDocument."""
    if info.flag_bits & _LOCKED:
        raise UnreadableDocument("tệp trong gói có mật khẩu; hãy giải nén bằng mật khẩu rồi nạp tệp đã giải nén")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnreadableDocument("là liên kết trong gói, không phải tệp")
    most, pieces, size = budget.limits.bytes, [], 0
    try:
        with archive.open(info) as file:
            while piece := file.read(_PIECE):
                size += len(piece)
                budget.take(len(piece))
                if size > most:
                    raise UnreadableDocument(
                        f"tệp quá lớn khi giải nén: hơn {grouped(most)} byte; hãy tách tệp hoặc nâng largest_file"
                    )
                pieces.append(piece)
    except NotImplementedError as error:
        raise UnreadableDocument("tệp nén theo cách chưa hỗ trợ; hãy nén lại bằng ZIP thường") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError) as error:
        raise UnreadableDocument("tệp trong gói bị hỏng; hãy tạo lại gói rồi nạp lại") from error
    return b"".join(pieces)


def _letter(path: str, data: bytes, budget: _Budget) -> Iterator[Member]:
    """A letter's own words, where it has any, then what is attached to it."""
    letter = Letter.of(data)
    if letter.has_words or not letter.attached:
        yield Member(path, data)
    names: set[str] = set()
    for attached in letter.attached:
        budget.count()
        name = unlike(harmless_name(attached.name), names)
        names.add(name)
        full = f"{path}/{name}"
        if not _is_read(name) or attached.shown_inside:
            yield Member(full)
            continue
        content = attached.content()
        budget.take(len(content))
        most = budget.limits.bytes
        if len(content) > most:
            yield Member(full, refused=f"tệp đính kèm quá lớn: hơn {grouped(most)} byte; hãy nâng largest_file")
        else:
            yield Member(full, content)


def _is_read(name: str) -> bool:
    return _suffix(name) in SUFFIXES or holds_members(name)


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
