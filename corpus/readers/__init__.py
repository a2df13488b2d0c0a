"""Readers: the bytes of a file -> stored text, tables and headings. They run nothing in it and fetch nothing.

Each format has a module with `read(data) -> Reading`; one whose work can be bounded takes `limits` too. Here the module
is chosen by the file's suffix.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.readers.limits import Limits
from corpus.reading import Reader, Reading
from corpus.vietnamese import grouped

__all__ = ["SUFFIXES", "Limits", "parse", "read", "read_bytes"]

_MODULES = {
    ".txt": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".pdf": "pdf",
    **dict.fromkeys((".doc", ".rtf", ".odt", ".xls", ".ods"), "office"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff"), "picture"),
    ".eml": "eml",
}
_LIMITED = frozenset({"docx", "xlsx", "pdf", "office", "picture"})
SUFFIXES = frozenset(_MODULES)
"""The suffixes that `read` takes, in lower case and with the dot."""

_DEFAULT_LIMITS = Limits()


def read(path: Path, limits: Limits = _DEFAULT_LIMITS) -> Reading:
    """What the file says, by the reader of its suffix (upper or lower case).

    Raises UnreadableDocument for another suffix, for a file that cannot be opened or is over `limits`, and for
    whatever the reader refuses.
    """
    reader = _reader(path, limits)
    return reader(read_bytes(path, limits))


def parse(path: Path, data: bytes, limits: Limits = _DEFAULT_LIMITS) -> Reading:
    """What the bytes of the file at `path` say, by the reader of its suffix. Raises UnreadableDocument."""
    return _reader(path, limits)(data)


def _reader(path: Path, limits: Limits) -> Reader:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UnreadableDocument(f"không đọc được loại tệp {suffix!r}; đọc được: {', '.join(sorted(SUFFIXES))}")
    reader: Callable[..., Reading] = import_module(f"corpus.readers.{_MODULES[suffix]}").read
    return partial(reader, limits=limits) if _MODULES[suffix] in _LIMITED else reader


def read_bytes(path: Path, limits: Limits) -> bytes:
    """The file's bytes; its size is looked at first, and again while reading, for it may grow meanwhile.

    Raises UnreadableDocument for what cannot be opened, is no regular file, or is over `limits`.
    """
    try:
        _refuse_unless_file(path.stat().st_mode)
        with path.open("rb") as file:
            _refuse_if_over(os.fstat(file.fileno()).st_size, limits)
            data = file.read(limits.bytes + 1)
    except FileNotFoundError as error:
        raise UnreadableDocument("tệp không còn ở đó (đã bị xóa hoặc đổi tên)") from error
    except PermissionError as error:
        raise UnreadableDocument("không có quyền đọc tệp; hãy cấp quyền đọc rồi chạy lại") from error
    except OSError as error:
        raise UnreadableDocument(f"không đọc được tệp: {error.strerror or error}") from error
    _refuse_if_over(len(data), limits)
    return data


def _refuse_unless_file(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise UnreadableDocument("là thư mục, không phải tệp")
    if not stat.S_ISREG(mode):  # a pipe or a device would block, or never end
        raise UnreadableDocument("không phải tệp thường (ống dẫn hoặc thiết bị)")


def _refuse_if_over(size: int, limits: Limits) -> None:
    if size > limits.bytes:
        have, most = grouped(size), grouped(limits.bytes)
        raise UnreadableDocument(f"tệp quá lớn: {have} byte, giới hạn {most} byte; hãy tách tệp hoặc nâng giới hạn")
