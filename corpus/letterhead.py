"""What a letterhead tells: number, issuer, place and day of issue, and the subject of a letter.

The parts follow Decree 30/2020/NĐ-CP, Annex I. A letterhead is a table of two columns in most files; what is read here
holds for either order, column by column or line by line, and for cells whose lines were joined.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.gazetteer import load_gazetteer

MOST_CAPITALISED = 5
"""A place of issue has at most so many words."""
LONGEST_SHORT = 6
"""A longer word in capitals stands before a place of issue, and is no part of it ("TP.HCM" is)."""
LONGEST_LINE = 400
"""A longer line, in characters, is none of a letterhead."""
LONGEST_BODY = 120
"""A line that names an issuing body has at most so many characters."""

STAMP = re.compile(
    r"(?:Ký(?:\ số)?\ bởi|Người\ ký|Chữ\ ký\ số|Email|Cơ\ quan|Tổ\ chức|Thời\ gian\ ký|Ngày\ ký|Vị\ trí|Lý\ do"
    r"|Digitally\ signed\ by|Signed\ by|Signing\ (?:Date|time)|Date|DN)\s*:(?!\s*$)",
    re.IGNORECASE | re.VERBOSE,
)
"""A line of a digital stamp: it tells who published the file, not who signed the document."""

MOTTO = re.compile(
    r"""
      CỘNG\s+H[OÒ][AÀ]\s+XÃ\s+HỘI(?:\s+CHỦ\s+NGHĨA(?:\s+VIỆT\s+NAM)?)?
    | CHỦ\s+NGHĨA\s+VIỆT\s+NAM
    | Độc\s+lập\s*[-–—]\s*Tự\s+do(?:\s*[-–—]\s*Hạnh\s+phúc)?
    | ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""The name and the motto of the State, and the name of the Party, that stand over every document."""

_MARK = "\ue001"  # where the number stood
_BREAK = "\ue000"  # where a motto stood: what is on its two sides belongs to different columns
_CUT = re.compile(r"\n|\t|\||-{3,}|—{2,}|_{3,}|={3,}")
_NUMBER = re.compile(
    r"(?<!\w)(?:Luật\s+|Pháp\s+lệnh\s+)?Số\s*:?\s*"
    r"(?P<number>[\dA-Z][\w.]*(?:\s?/\s?[\w.&]+|\s?-\s?[^\W\d_][\w.&]*|-[\w.&]+)*)",
    re.IGNORECASE,
)
_UNNUMBERED = re.compile(r"(?<!\w)Số\s*:?\s*[./…\s]*[/-]\s?[\w&./-]*", re.IGNORECASE)  # "Số:    /CT-UBND"
_ISSUED = re.compile(
    r"""
    (?P<place>[^\W\d_][\w.'\s-]{1,40}?)\s*,\s*
    (?P<day>ngày\s+(?P<d>\d{1,2})\s*(?:tháng|[/.-])\s*(?P<m>\d{1,2})\s*(?:năm|[/.-])\s*(?P<y>\d{4})
      |ngày\b[\s.…]*(?:\d{1,2}[\s.…]*)?tháng\b[\s.…]*(?:\d{1,2}[\s.…]*)?năm[\s.…]*(?:\d{4})?)
    """,
    re.VERBOSE,
)
_CAPITALISED = re.compile(r"[^\W\d_a-zđ][\w.'-]*")
_SUBJECT = re.compile(r"(?<!\w)V\s?/\s?v(?!\w)\s*:?\s*(?P<subject>[^\ue000]*)", re.IGNORECASE)
_NOT_A_BODY = re.compile(
    r"(?:H[OỎ][AẢ]\s+TỐC|THƯỢNG\s+KHẨN|KHẨN|(?:TỐI|TUYỆT)?\s*MẬT|D[ỰƯ]\s+THẢO|BẢN\s+SAO|SAO\s+Y|CÔNG\s+BÁO|ĐẾN)\b"
)
_BODY = re.compile(
    r"""
    (?:BỘ|SỞ|(?:TỔNG\ |CHI\ )?CỤC|VỤ|UBND|HĐND|[UỦ][ỶY]\ BAN|HỘI(?:\ ĐỒNG)?|BAN|VĂN\ PHÒNG|THANH\ TRA|TRUNG\ TÂM|PHÒNG
    |(?:HỌC\ )?VIỆN|TRƯỜNG|ĐẠI\ HỌC|CÔNG\ AN|ĐẢNG\ (?:ĐOÀN|BỘ|[UỦ][ỶY])|(?:TỈNH|THÀNH|HUYỆN|QUẬN)\ [UỦ][ỶY]
    |(?:TỔNG\ )?CÔNG\ TY|TẬP\ ĐOÀN|BẢO\ HIỂM|KHO\ BẠC|NGÂN\ HÀNG|T[OÒ][AÀ]\ ÁN|CHÍNH\ PHỦ|QUỐC\ HỘI|THỦ\ TƯỚNG
    |CHỦ\ TỊCH|LIÊN\ ĐOÀN|MẶT\ TRẬN|TỔ\ CÔNG\ TÁC|CHI\ NHÁNH|ĐOÀN|BỆNH\ VIỆN|KIỂM\ TOÁN|ĐÀI|THƯỜNG\ TRỰC)
    (?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:VĂN PHÒNG|BAN|VIỆN|ĐOÀN|CÔNG ĐOÀN|ĐẢNG BỘ|ĐẢNG [UỦ][ỶY]|THỦ TƯỚNG|CHỦ TỊCH|BAN CHỈ ĐẠO|THANH TRA"
    r"|BAN CÁN SỰ ĐẢNG|HỘI ĐỒNG|THƯỜNG TRỰC)"
)
_UNFINISHED = re.compile(r"(?:[-–,&]|(?<!\w)(?:VÀ|CỦA|THUỘC|CÁC|VỀ))$")
_WITHIN = re.compile(
    r"""
    (?<=\S)\s+(?=(?:SỞ|(?:TỔNG|CHI)\ CỤC|(?<!TỔNG\ )(?<!CHI\ )CỤC|VĂN\ PHÒNG|TRUNG\ TÂM|THANH\ TRA|ĐẢNG\ ĐOÀN
      |BAN\ (?:QUẢN\ LÝ|DÂN\ TỘC|CHỈ\ ĐẠO|TUYÊN\ GIÁO|TỔ\ CHỨC|NỘI\ CHÍNH)
      |(?<!HẢI\ )(?<!VĂN\ )(?<!QUỐC\ )PHÒNG(?=\s\w))(?!\w))
    """,
    re.VERBOSE,
)
_PARENT = re.compile(
    r"(?:UBND|HĐND|[UỦ][ỶY] BAN|BỘ|SỞ|(?:TỈNH|THÀNH|HUYỆN|QUẬN) [UỦ][ỶY]|BAN CHẤP HÀNH|TỔNG CỤC|ĐẢNG BỘ)(?!\w)"
)
_AREA = re.compile(r"(?<!\w)(?:TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|ĐẶC KHU)\s+(?P<name>\S.*)$")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a letterhead tells; "" for what it does not.

    Attributes:
        number: "34/CT-TTg".
        issuer: the issuing body; a department with the area of the people's committee above it.
        parent: the body above it, where one stands there.
        place: of issue.
        day: the day of issue as written; `year`, `month` and `day_of_month` are 0 where it is left open.
        subject: what stands behind "V/v".
    """

    number: str = ""
    issuer: str = ""
    parent: str = ""
    place: str = ""
    day: str = ""
    year: int = 0
    month: int = 0
    day_of_month: int = 0
    subject: str = ""


def read_letterhead(lines: Sequence[str]) -> Letterhead:
    """What the lines of a letterhead tell, each as an eye sees it.

    >>> read_letterhead(["UBND TỈNH KON TUM", "SỞ Y TẾ", "Số: 7/SYT-VP", "Kon Tum, ngày 3/4/2031"]).issuer
    'SỞ Y TẾ TỈNH KON TUM'
    """
    text = "\n".join(line for line in lines if 0 < len(line) <= LONGEST_LINE and not STAMP.match(line))
    text = MOTTO.sub(_BREAK, text)
    number, text = _number(text)
    issued, text = _issued(text)
    head, subject = text, ""
    if match := _SUBJECT.search(text):
        head = text[: match.start()] + _BREAK + text[match.end() :]
        subject = _subject(match["subject"])
    issuer, parent = _issuer(head)
    dated = issued is not None and issued["y"] is not None
    return Letterhead(
        number=number,
        issuer=issuer,
        parent=parent,
        place=_place(issued["place"]) if issued is not None else "",
        day=" ".join(issued["day"].split()) if issued is not None and dated else "",
        year=int(issued["y"]) if issued is not None and dated else 0,
        month=int(issued["m"]) if issued is not None and dated else 0,
        day_of_month=int(issued["d"]) if issued is not None and dated else 0,
        subject=subject,
    )


def _number(text: str) -> tuple[str, str]:
    """The number, and the text with a mark of its place."""
    if match := _UNNUMBERED.search(text):
        return "", text[: match.start()] + _MARK + text[match.end() :]
    match = _NUMBER.search(text)
    if match is None:
        return "", text
    return re.sub(r"\s", "", match["number"]).rstrip("."), text[: match.start()] + _MARK + text[match.end() :]


def _issued(text: str) -> tuple[re.Match[str] | None, str]:
    """Place and day of issue, and the text without them."""
    match = _ISSUED.search(text)
    if match is None:
        return None, text
    place = r"\s+".join(map(re.escape, _place(match["place"]).split()))
    found = re.search(f"{place}$", match["place"].rstrip()) if place else None
    start = match.start("place") + found.start() if found else match.start("day")
    return match, text[:start] + text[match.end() :]


def _place(words: str) -> str:
    """The place at the end of `words`: the longest known province there, else the words with a capital.

    >>> _place("giải ngân tại Kon Tum"), _place("TP. Hồ Chí Minh")
    ('Kon Tum', 'TP. Hồ Chí Minh')
    """
    parts = words.split()
    run: list[str] = []
    for word in reversed(parts):
        if (not _CAPITALISED.fullmatch(word) and word != "phố") or (len(word) > LONGEST_SHORT and word.isupper()):
            break
        run.insert(0, word)
    while run and run[0] == "phố":
        run.pop(0)
    for i in range(len(run)):
        if load_gazetteer().province(" ".join(run[i:])) is not None and i < len(run) - MOST_CAPITALISED:
            return " ".join(run[i:])
    return " ".join(run[-MOST_CAPITALISED:])


def _subject(words: str) -> str:
    """What stands behind "V/v", up to a rule, a line in capitals or the end of its column."""
    kept: list[str] = []
    for line in _CUT.split(words):
        line = line.strip(" *\ue001")
        if not line and kept:
            break
        if line.isupper() and len(line) > 1 and kept and not kept[-1].isupper():
            break
        kept.append(line)
    return " ".join(" ".join(kept).split()).rstrip(" .;")


def _issuer(head: str) -> tuple[str, str]:
    """The issuing body and the one above it; what stands behind the number is looked at where nothing is before it."""
    before, mark, behind = head.partition(_MARK)
    lines = _bodies(before) or (_bodies(behind) if mark else [])
    named = [part for line in lines for part in _parted(line)]
    groups: list[str] = []
    for line in named:
        if groups and not (_BODY.match(line) and not _goes_on(groups[-1], line)):
            groups[-1] = f"{groups[-1]} {line}"
        else:
            groups.append(line)
    if not groups:
        return "", ""
    issuer, parent = groups[-1], groups[-2] if len(groups) > 1 else ""
    if parent and _BARE.fullmatch(issuer):
        return f"{issuer} {parent}", parent
    area = _AREA.search(parent)
    if area is not None and area["name"] not in issuer and _AREA.search(issuer) is None:
        issuer = f"{issuer} {area[0]}"
    return issuer, parent


def _bodies(text: str) -> list[str]:
    found: list[str] = []
    for column in text.split(_BREAK):
        for line in _CUT.split(column):
            line = line.strip(" -–—_*.:\ue001")
            named = line.isupper() or (_BODY.match(line) and line[:1].isupper())
            if len(line) > 1 and len(line) <= LONGEST_BODY and named and not _NOT_A_BODY.match(line):
                found.append(line)
            elif line and found:
                return found
    return found


def _parted(line: str) -> list[str]:
    """A line that names the body above and the issuing one, cut in two."""
    if not _PARENT.match(line) or load_gazetteer().find(line) is not None:
        return [line]
    return _WITHIN.split(line)


def _goes_on(before: str, line: str) -> bool:
    """True where a line that begins as a body does goes on with the name before it: "VĂN PHÒNG", "CHÍNH PHỦ"."""
    if _UNFINISHED.search(before) or _BARE.fullmatch(before):
        return True
    return load_gazetteer().find(f"{before} {line}") is not None
