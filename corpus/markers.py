"""The marks that number the parts of a Vietnamese directive: Điều 1., A., I., 1., 1.1., a), (1), (i), -, +, [1].

Their order of rank follows Decree 30/2020/NĐ-CP, Annex I (phần, chương, mục, tiểu mục, điều, khoản, điểm) and the
habit of notices and plans (A, I, 1, a, -, +); a document that nests them otherwise is followed by its own order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Style(IntEnum):
    """How a part is numbered; a smaller value usually stands above a larger one."""

    ANNEX = 0
    PART = 1
    CHAPTER = 2
    DIVISION = 3
    TITLE = 4  # a heading without a number
    ARTICLE = 5
    LETTER = 6  # A.
    ROMAN = 7  # I.
    NUMBER = 8  # 1.
    DECIMAL = 9  # 1.1.
    DECIMAL3 = 10  # 1.1.1.
    POINT = 11  # a)
    PAREN_NUMBER = 12  # (1)
    PAREN_ROMAN = 13  # (i)
    PAREN_POINT = 14  # (a)
    DASH = 15
    PLUS = 16
    NOTE = 17  # [1]


@dataclass(frozen=True, slots=True)
class Marker:
    """The mark at the head of an item.

    Attributes:
        style: how it is numbered.
        label: what a citation calls it: "B", "II", "8", "a", "(1)", "Điều 3"; a dash and a plus have none.
        ordinal: its place in the count, from 1; 0 for a dash and a plus.
        length: how many characters of the shown line it takes, the white space behind it included.
    """

    style: Style
    label: str
    ordinal: int
    length: int


_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_ORDINALS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})"
_MARKER = re.compile(
    rf"""
      (?P<annex>(?:PHỤ\ LỤC|Phụ\ lục)(?:\ (?P<annex_n>[IVX]+|\d+|[A-Z])(?!\w)|(?=\s*$)|(?<=PHỤ\ LỤC)))[.:]?\s*
    | (?P<part>(?:PHẦN|Phần)\ (?:(?:THỨ|thứ)\ (?P<part_w>\w+)|(?P<part_n>[IVX]+|\d+)))(?=$|[\s.:–-])[.:]?\s*
    | (?P<chapter>(?:CHƯƠNG|Chương)\ (?P<chapter_n>[IVX]+|\d+))(?=$|[\s.:–-])[.:]?\s*
    | (?P<division>(?:TIỂU\ MỤC|Tiểu\ mục|MỤC|Mục)\ (?P<division_n>[IVX]+|\d+))(?=$|[.:]|\s+[A-ZĐÂĂÊÔƠƯ])[.:]?\s*
    | (?P<article>(?:ĐIỀU|Điều)\ (?P<article_n>\d+)(?P<article_s>[a-zđ]?))(?:[.:]\s*|\s*$)
    | \[(?P<note>\d{{1,3}})\]\s*
    | \((?P<paren_number>\d{{1,2}})\)\s*
    | \((?P<paren_roman>(?:x{{0,3}}(?:ix|iv|v?i{{1,3}}|v)|x{{1,3}}))\)\s*
    | \((?P<paren_point>[a-zđ])\)\s*
    | (?P<roman>{_ROMAN})(?:[.)/:](?:\s+|(?=\D|$))|\s*[-–]\s+(?=\S))
    | (?P<decimal3>\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}})(?:[.)]\s*(?=\D|$)|\s+(?=\S))
    | (?P<decimal>\d{{1,2}}\.\d{{1,2}})(?:[.)]\s*(?=\D|$)|(?P<bare>\s+)(?=\S))
    | (?P<number>\d{{1,2}})(?:[.)/](?:\s+|(?=\D|$))|\s*[-–]\s+(?=[^\W\d]))
    | (?P<letter>[A-ZĐ])(?:[.)/](?:\s+|(?=\w\w|$))|\s*[-–]\s+(?=\S))
    | (?P<point>[a-zđ])(?P<point_n>\d?)(?:[)]\s*|[.](?:\s+|$))
    | (?P<plus>\+)\s*(?=\S)
    | (?P<dash>[-–—•·●○▪■◦*])\s*(?=[^\s\d]|\d(?!\d{{3}}\b))
    """,
    re.VERBOSE,
)


def roman_value(numeral: str) -> int:
    """The number a Roman numeral writes.

    >>> roman_value("XIV"), roman_value("iii")
    (14, 3)
    """
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in numeral.upper()]
    return sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))


def _count(number: str | None) -> int:
    if not number:
        return 0
    if number.isdigit():
        return int(number)
    return roman_value(number) if set(number) <= set("IVX") else ord(number[0]) - ord("A") + 1


def marker_of(line: str) -> Marker | None:
    """The mark at the head of a shown line, or None.

    >>> marker_of("đ) Bộ Y tế").label, marker_of("1.2. Về vốn").style.name, marker_of("2024 là năm")
    ('đ', 'DECIMAL', None)
    """
    match = _MARKER.match(line)
    if match is None or (match["bare"] and not line[match.end()].isupper()):
        return None  # "1.5 triệu" is a number, "1.5 Triển khai" an item
    style, label, ordinal = _meaning(match)
    return Marker(style, label, ordinal, match.end())


def _meaning(m: re.Match[str]) -> tuple[Style, str, int]:
    def named(style: Style, kind: str, number: str | None, ordinal: int | None = None) -> tuple[Style, str, int]:
        return style, f"{kind} {number}".strip() if number else kind, _count(number) if ordinal is None else ordinal

    if m["annex"]:
        return named(Style.ANNEX, "Phụ lục", m["annex_n"])
    if m["part"]:
        word = (m["part_w"] or "").lower()
        return named(Style.PART, "Phần", m["part_n"] or f"thứ {word}", _ORDINALS.get(word) if word else None)
    if m["chapter"]:
        return named(Style.CHAPTER, "Chương", m["chapter_n"])
    if m["division"]:
        return named(Style.DIVISION, "Mục", m["division_n"])
    if m["article"]:
        return Style.ARTICLE, f"Điều {m['article_n']}{m['article_s']}", int(m["article_n"])
    if m["note"]:
        return Style.NOTE, f"[{m['note']}]", int(m["note"])
    if m["paren_number"]:
        return Style.PAREN_NUMBER, f"({m['paren_number']})", int(m["paren_number"])
    if m["paren_roman"]:
        return Style.PAREN_ROMAN, f"({m['paren_roman']})", roman_value(m["paren_roman"])
    if m["paren_point"]:
        return Style.PAREN_POINT, f"({m['paren_point']})", _ALPHABET.find(m["paren_point"]) + 1
    if m["roman"]:
        return Style.ROMAN, m["roman"], roman_value(m["roman"])
    for group, style in (("decimal3", Style.DECIMAL3), ("decimal", Style.DECIMAL), ("number", Style.NUMBER)):
        if m[group]:
            return style, m[group], int(m[group].rpartition(".")[2])
    if m["letter"]:
        return Style.LETTER, m["letter"], _ALPHABET.find(m["letter"].lower()) + 1
    if m["point"]:
        return Style.POINT, m["point"] + m["point_n"], _ALPHABET.find(m["point"]) + 1
    return (Style.PLUS if m["plus"] else Style.DASH), "", 0


def as_letter(marker: Marker) -> Marker:
    """A one-letter Roman numeral read as a capital letter instead: I., V. or X. in A., B., C. ..."""
    if marker.style is Style.ROMAN and len(marker.label) == 1:
        return Marker(Style.LETTER, marker.label, _ALPHABET.find(marker.label.lower()) + 1, marker.length)
    return marker
