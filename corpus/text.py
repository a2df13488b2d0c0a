"""Bytes to stored text: which encodings are read, and what is done to the characters (almost nothing)."""

from __future__ import annotations

import codecs
import re
import unicodedata

from corpus.errors import UnreadableDocument
from corpus.legacy import characters_of

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Control characters that no text needs. Word and old converters leave a few behind, so one alone is no sign.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 65_536
_CONTROLS_IN_TEXT = 0.02  # share of the sample; random bytes and compressed data hold about 0.1
_UNSEEN = "\ufeff\u200b\u2060"


def stored(text: str) -> str:
    r"""`text` as the store keeps it: NFC, every line end "\n", nothing else touched. Idempotent.

    >>> stored("chỉ đạo\r\nhoả tốc\r")
    'chỉ đạo\nhoả tốc\n'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text


def decode(data: bytes) -> str:
    """The characters of a text file: as `decode_unicode`, or of one in TCVN3, VNI or windows-1258, not repaired yet.

    Raises UnreadableDocument for any other encoding (saying which byte and where), for what is no text at all, and
    for a file without a visible character.
    """
    try:
        return decode_unicode(data)
    except UnreadableDocument:
        characters = None if data.startswith(_UTF16_MARKS) else characters_of(data)
        if characters is None:
            raise
        return visible(characters)


def decode_unicode(data: bytes) -> str:
    """The characters of a text file in UTF-8 (with or without a mark) or UTF-16 (with a mark); the mark is left out.

    Raises UnreadableDocument as `decode` does, and for the encodings before Unicode as well.
    """
    if data.startswith(_UTF16_MARKS):
        text = _decoded(data, "utf-16", "UTF-16")
    else:
        _refuse_binary(data[:_SAMPLE].decode("latin-1"), whole=data)
        text = _decoded(data, "utf-8-sig", "UTF-8")
    return visible(text)


def visible(text: str) -> str:
    """`text` itself; raises UnreadableDocument if it is binary data after all, or shows nothing to a reader."""
    _refuse_binary(text[:_SAMPLE], whole=text)
    if not text or text.isspace() or not text.strip().strip(_UNSEEN).strip():
        raise UnreadableDocument("tệp rỗng")
    return text


def _decoded(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        # utf-8-sig counts from behind the mark.
        at = error.start + (len(codecs.BOM_UTF8) if codec == "utf-8-sig" and data.startswith(codecs.BOM_UTF8) else 0)
        line = data.count(b"\n", 0, at) + 1
        raise UnreadableDocument(
            f"không phải {name}: byte 0x{data[at]:02X} ở vị trí {at} (dòng {line}); hãy lưu lại tệp ở mã UTF-8"
        ) from error


def _refuse_binary(sample: str, whole: bytes | str) -> None:
    """Raises for a NUL anywhere, and for a sample with more control characters than text has."""
    nul = b"\x00" in whole if isinstance(whole, bytes) else "\x00" in whole
    if nul or len(_CONTROLS.findall(sample)) > _CONTROLS_IN_TEXT * len(sample):
        raise UnreadableDocument("là tệp nhị phân, không phải văn bản")
