"""Who signed: the name and the office, read from the lines of a signature (Decree 30/2020/NĐ-CP, Annex I, II.7)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.letterhead import STAMP

MOST_LINES = 14
"""A signature has at most so many lines."""

LONGEST_LINE = 200
"""A longer line, in characters, is none of a signature."""

OFFICES = (
    r"THỦ\ TƯỚNG|(?:THỨ|BỘ|VỤ|CỤC|TỔNG\ CỤC|CHI\ CỤC|VIỆN|HIỆU)\ TRƯỞNG|CHỦ\ TỊCH|CHỦ\ NHIỆM|CHỦ\ T[OỌ][AẠ]"
    r"|CHÁNH\ (?:VĂN\ PHÒNG|THANH\ TRA|ÁN)|(?:TỔNG\ )?GIÁM\ ĐỐC|THỐNG\ ĐỐC|(?:TỔNG\ )?BÍ\ THƯ"
    r"|TRƯỞNG\ (?:BAN|PHÒNG|ĐOÀN)"
    r"|TỔNG\ (?:THANH\ TRA|KIỂM\ TOÁN|BIÊN\ TẬP)|ỦY\ VIÊN|TƯ\ LỆNH|CHỈ\ HUY\ TRƯỞNG"
)
"""The offices in whose name documents are signed, in capitals, for a verbose pattern."""

_SIGNED = re.compile(r"[(\[]?\s*[Đđ]ã\s+k[ýí](?:\s+(?:và|,)\s+đóng\s+dấu)?\s*[)\]]?")
_PREFIX = r"(?:KT|TM|TL|TUQ|T/M|K/T|T/L)"
_STARTS = re.compile(rf"{_PREFIX}\.?\s*\S|Q\.\s*\S|(?:PHÓ\ |QUYỀN\ )?(?:{OFFICES})(?!\w)", re.VERBOSE)
_INSIDE = re.compile(
    rf"\s+(?={_PREFIX}\.?\s*[^\W\d_])|(?<!PHÓ)(?<!QUYỀN)(?<!TỔNG)(?<!\.)(?<!/[MTL])\s+"
    rf"(?=(?:PHÓ\ |QUYỀN\ )?(?:{OFFICES})(?!\w))",
    re.VERBOSE,
)
_DEGREE = r"(?:GS|PGS|TSKH|TS|ThS|BS(?:CK[I]+)?|CK[I]+|KS|CN|DS)(?:\.\s*|(?=\s)\s*)"
_RANK = re.compile(rf"(?:(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy)\s+|{_DEGREE})+")
_DEGREES_LAST = re.compile(rf"(?:^|(?<=\s))(?:{_DEGREE})+$")
_SURNAME = re.compile(
    r"(?:NGUYỄN|TRẦN|LÊ|PHẠM|HOÀNG|HUỲNH|PHAN|VŨ|VÕ|ĐẶNG|BÙI|ĐỖ|HỒ|NGÔ|DƯƠNG|LÝ|ĐINH|TRỊNH|ĐOÀN|LƯƠNG|MAI|ĐÀO|TẠ|CAO|HÀ"
    r"|LƯU|TRƯƠNG|LÂM|TÔ|CHU|QUÁCH|TỐNG|NÔNG|VI|LÒ|HỨA|THÁI|KIỀU|NGHIÊM|ÂU|TĂNG|VƯƠNG|TRIỆU|LẠI|PHÙNG|BẾ|GIÀNG)\s"
)
_WORD = re.compile(r"[^\W\d_a-zđ][^\W\d_]*(?:['’.-][^\W\d_]+)*")


def read_signature(lines: Sequence[str]) -> tuple[str, str]:
    """(name, office) of the one who signed, from the lines of one signature; ("", "") where no name stands there.

    >>> read_signature(["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "(Đã ký)", "Lò Văn Thí"])
    ('Lò Văn Thí', 'TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH')
    """
    offices: list[str] = []
    for line in lines[:MOST_LINES]:
        if len(line) > LONGEST_LINE or STAMP.match(line):
            continue
        words = " ".join(_SIGNED.sub(" ", line).split()).strip(" -–:;*")
        if not words:
            continue
        office, name = _parted(words)
        offices += [part for part in _INSIDE.split(office) if part]
        if name:
            return name, _office(offices)
    return "", ""


def names_signer(line: str) -> bool:
    """True for a line that is, or ends in, the name of one who signs: "Thượng tá Lò Văn Thí", "NGUYỄN VĂN A"."""
    if len(line) > LONGEST_LINE:
        return False
    words = " ".join(_SIGNED.sub(" ", line).split())
    return bool(words) and not STAMP.match(line) and bool(_parted(words)[1])


def _parted(words: str) -> tuple[str, str]:
    """(office, name) of a line; either may be "".

    >>> _parted("KT. BỘ TRƯỞNG THỨ TRƯỞNG Lò Văn Thí"), _parted("NGUYỄN VĂN A")
    (('KT. BỘ TRƯỞNG THỨ TRƯỞNG', 'Lò Văn Thí'), ('', 'NGUYỄN VĂN A'))
    """
    bare = _RANK.sub("", words) if _RANK.match(words) else words
    if bare.isupper():
        named = _SURNAME.match(bare) and not _STARTS.match(bare) and _is_name(bare)
        return ("", bare) if named else (bare, "")
    parts = words.split()
    cut = next(
        (i for i, part in enumerate(parts) if not part.strip(".,:;-–/").isupper() and part.strip("-–")), len(parts)
    )
    while cut and len(parts[cut - 1].strip(".")) == 1 and not parts[cut - 1].endswith("."):
        cut -= 1  # "Y Thông", "A Xanh": a name may begin with one letter
    office, name = (
        _DEGREES_LAST.sub("", " ".join(parts[:cut]) + " ").strip(" -–:;"),
        _RANK.sub("", " ".join(parts[cut:])).strip(" -–:;."),
    )
    if office and not _STARTS.match(office) and len(office.split()) < 2:
        office, name = "", words
    return (office, name) if _is_name(name) else (office if office.isupper() else "", "")


def _is_name(words: str) -> bool:
    parts = words.split()
    return 2 <= len(parts) <= 6 and all(_WORD.fullmatch(part) for part in parts)


def _office(parts: Sequence[str]) -> str:
    """The lines of an office as one: a line that begins no office goes on with the one before."""
    found: list[str] = []
    for part in parts:
        if found and not _STARTS.match(part):
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return ", ".join(part.strip(" ,;-–") for part in found)
