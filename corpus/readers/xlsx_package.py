"""A workbook opened for reading: under limits, without its links to other files, macros or pictures."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from openpyxl import load_workbook

from corpus.errors import UnreadableDocument
from corpus.readers.limits import Limits
from corpus.vietnamese import grouped

MOST_BYTES = 128 * 1024 * 1024
"""All parts of a workbook hold at most so many bytes together once unpacked, or what the limits say if less."""
MOST_TAGS = 4_000_000
"""All parts together hold at most so many tags: a register of a million cells has four million."""
AGAIN = "hãy mở bằng Excel, lưu lại ở dạng .xlsx rồi thử lại"
"""What the person can do about a file that is not as it should be."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the compound file of Excel 97 to 2003, and of encrypted files
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LOCKED = 0x1  # flag of a ZIP entry that has a password
_BLOCK = 1 << 20


@contextmanager
def opened(data: bytes, limits: Limits) -> Iterator[Any]:
    """The workbook that `data` holds, in openpyxl's read-only mode, formulas as their stored values.

    Raises UnreadableDocument for what is no workbook, is damaged, locked or too large, also while it is being read.
    """
    _refuse_other_files(data)
    _refuse_if_over(data, min(MOST_BYTES, limits.unpacked))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of every extension that it leaves out
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                yield book
            finally:
                book.close()
    except (UnreadableDocument, MemoryError):
        raise
    except Exception as error:  # a forged part makes openpyxl raise whatever its descriptors raise
        raise _damaged() from error


def _refuse_other_files(data: bytes) -> None:
    if not data.strip():
        raise UnreadableDocument("tệp rỗng")
    if data.startswith(_OLD_OFFICE) and _ENCRYPTED in data:
        raise _locked()
    if data.startswith(_OLD_OFFICE):
        raise UnreadableDocument(f"là tệp Excel đời cũ (.xls), không phải .xlsx; {AGAIN}")
    if not data.startswith(b"PK"):
        raise UnreadableDocument(f"không phải tệp Excel (.xlsx); {AGAIN}")


def _refuse_if_over(data: bytes, most: int) -> None:
    """Looks at the declared sizes, then unpacks each part once and counts tags; ZipFile holds parts to their size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if sum(part.file_size for part in parts) > most:
                raise UnreadableDocument(
                    f"tệp Excel quá lớn khi giải nén: hơn {grouped(most)} byte; hãy tách thành nhiều tệp"
                )
            if any(part.flag_bits & _LOCKED for part in parts):
                raise _locked()
            tags = 0
            for part in parts:
                with package.open(part) as content:
                    while block := content.read(_BLOCK):
                        tags += block.count(b"<")
                        if tags > MOST_TAGS:
                            raise _too_many_cells()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise _damaged() from error


def _too_many_cells() -> UnreadableDocument:
    return UnreadableDocument(
        f"tệp Excel có quá nhiều ô (hơn {MOST_TAGS // 1_000_000} triệu thẻ, kể cả ô trống); "
        "hãy xóa các dòng, cột trống hoặc tách thành nhiều tệp"
    )


def _damaged() -> UnreadableDocument:
    return UnreadableDocument(f"tệp Excel bị hỏng hoặc không phải .xlsx; {AGAIN}")


def _locked() -> UnreadableDocument:
    return UnreadableDocument("tệp Excel có mật khẩu; hãy mở bằng Excel, bỏ mật khẩu, lưu lại rồi thử lại")
