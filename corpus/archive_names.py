"""The names of files in archives: in whichever encoding they were written, and harmless whatever they say."""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
from collections.abc import Container

from corpus.encodings import tcvn3
from corpus.vietnamese import is_syllable

LONGEST_PART = 200
"""Characters of a folder's or a file's name; a longer one is cut, its suffix kept."""

_UTF8 = 0x800  # flag of a ZIP entry whose name is UTF-8
_UNICODE_PATH = 0x7075  # extra field of Info-ZIP: version, checksum of the plain name, the name in UTF-8
_SEPARATORS = re.compile(r"[/\\]+")
_DRIVE = re.compile(r"[A-Za-z]:")
_WORD = re.compile(r"[^\W\d_]+")
_NAMELESS = "khong-ten"


def name_of(info: zipfile.ZipInfo) -> str:
    """The name of a ZIP's entry as whoever packed it wrote it, NFC where its encoding had to be guessed.

    Without the flag of UTF-8 a name may be in UTF-8 all the same, or in the code page of a Vietnamese Windows, or in
    TCVN3; what reads as Vietnamese by none of them is taken for code page 437, as the format has it.
    """
    if info.flag_bits & _UTF8:
        return info.orig_filename
    if (told := _told(info.extra)) is not None:
        return told
    raw = info.orig_filename.encode("cp437")
    if raw.isascii():
        return info.orig_filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    windows = unicodedata.normalize("NFC", raw.decode("cp1258", "replace"))
    guessed = max(windows, tcvn3().decode(raw.decode("cp1252", "replace")), key=_share_of_syllables)
    return guessed if _share_of_syllables(guessed) else info.orig_filename


def _told(extra: bytes) -> str | None:
    """The name in UTF-8 that stands beside a plain one, or None."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == _UNICODE_PATH and size > 5:
            try:
                return extra[at + 9 : at + 4 + size].decode("utf-8")
            except UnicodeDecodeError:
                return None
        at += 4 + size
    return None


def _share_of_syllables(name: str) -> float:
    words = [word for word in _WORD.findall(name.rpartition(".")[0]) if not word.isascii()]
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def harmless_name(name: str) -> str:
    r"""A relative path with "/": no drive, no way up, no root, no control character; never empty.

    >>> harmless_name("..\\..\\C:\\Windows\\a.docx"), harmless_name("/etc/./passwd"), harmless_name("..")
    ('Windows/a.docx', 'etc/passwd', 'khong-ten')
    """
    shown = "".join("_" if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in name)
    parts = [part.strip() for part in _SEPARATORS.split(shown)]
    kept = [_cut(part) for part in parts if part not in ("", ".", "..") and not _DRIVE.fullmatch(part)]
    return "/".join(kept) or _NAMELESS


def _cut(part: str) -> str:
    if len(part) <= LONGEST_PART:
        return part
    stem, dot, suffix = part.rpartition(".")
    if not dot or len(suffix) > 10:
        return part[:LONGEST_PART]
    return f"{stem[: LONGEST_PART - len(suffix) - 1]}.{suffix}"


def is_hidden(name: str) -> bool:
    """True for what programs put beside a person's files: names with a dot in front, and macOS' own folder."""
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def unlike(name: str, taken: Container[str]) -> str:
    """`name`, with a number where it is taken.

    >>> unlike("a/b.docx", {"a/b.docx", "a/b (2).docx"})
    'a/b (3).docx'
    """
    if name not in taken:
        return name
    folder, slash, file = name.rpartition("/")
    stem, dot, suffix = file.rpartition(".")
    stem, end = (stem, dot + suffix) if stem else (file, "")
    number = 2
    while (other := f"{folder}{slash}{stem} ({number}){end}") in taken:
        number += 1
    return other
