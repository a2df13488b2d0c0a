"""Text written in the encodings before Unicode, by rules of their own: letter, shape and tone put together."""

from __future__ import annotations

import unicodedata

# The order of the standard: shapes first, then each vowel with grave, hook, tilde, acute, dot.
_TCVN3 = dict(zip("ăâêôơưđ", range(0xA8, 0xAF), strict=True)) | dict(zip("ĂÂÊÔƠƯĐ", range(0xA1, 0xA8), strict=True))
for _letters, _codes in (
    ("àảãáạ", "B5 B6 B7 B8 B9"), ("ằẳẵắặ", "BB BC BD BE C6"), ("ầẩẫấậ", "C7 C8 C9 CA CB"),
    ("èẻẽéẹ", "CC CE CF D0 D1"), ("ềểễếệ", "D2 D3 D4 D5 D6"), ("ìỉĩíị", "D7 D8 DC DD DE"),
    ("òỏõóọ", "DF E1 E2 E3 E4"), ("ồổỗốộ", "E5 E6 E7 E8 E9"), ("ờởỡớợ", "EA EB EC ED EE"),
    ("ùủũúụ", "EF F1 F2 F3 F4"), ("ừửữứự", "F5 F6 F7 F8 F9"), ("ỳỷỹýỵ", "FA FB FC FD FE"),
):  # fmt: skip
    _TCVN3.update(zip(_letters, bytes.fromhex(_codes), strict=True))
_TONES = "\u0300\u0309\u0303\u0301\u0323"


def in_tcvn3(text: str) -> str:
    """As the ABC fonts have it: capitals with a tone are written small."""
    return "".join(chr(_TCVN3.get(c) or _TCVN3.get(c.lower()) or ord(c)) for c in text)


def has_a_capital_in_tcvn3(letter: str) -> bool:
    return letter in _TCVN3 or letter.lower() not in _TCVN3


def in_vni(text: str) -> str:
    """As the VNI fonts have it: the sign behind the letter, a capital one behind a capital."""
    return "".join(map(_vni, text))


def in_1258(text: str) -> bytes:
    """In Microsoft's code page: the tones behind letters that have no place of their own with them."""
    written = bytearray()
    for letter in text:
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in parts if mark in _TONES)
            written += (unicodedata.normalize("NFC", parts.replace(tone, "")) + tone).encode("cp1258")
    return bytes(written)


def _vni(letter: str) -> str:
    small = letter.lower()
    alone = {"đ": "ñ", "ì": "ì", "í": "í", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "ơ": "ô", "ư": "ö"}
    if small in alone:
        written = alone[small]
    else:
        parts = unicodedata.normalize("NFD", small)
        base, marks = parts[0], parts[1:]
        tone = next((_TONES.index(mark) for mark in marks if mark in _TONES), None)
        if not marks:
            return letter
        if "\u0302" in marks:
            written = base + ("â" if tone is None else "àåãáä"[tone])
        elif "\u0306" in marks:
            written = base + ("ê" if tone is None else "èúüéë"[tone])
        elif tone is None:
            return letter
        else:
            written = {"o\u031b": "ô", "u\u031b": "ö"}.get(base + "".join(m for m in marks if m == "\u031b"), base)
            written += "øûõùï"[tone]
    return written.upper() if letter.isupper() else written
