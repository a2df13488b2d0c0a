"""What each block is for: letterhead, title, legal basis, addressees, body, distribution list, signature, footnote.

The parts and their places follow Decree 30/2020/NĐ-CP, Annex I (thể thức văn bản hành chính); a press report has none
of them but a headline, captions and what the newspaper puts around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from corpus.blocks import Block
from corpus.letterhead import MOTTO, STAMP
from corpus.markers import Style
from corpus.signature import OFFICES, names_signer

HEAD = 30
"""The letterhead and the title stand within so many blocks of the document's beginning, or of an annex's."""

LONGEST_OFFICE = 160
"""The line of an office under which somebody signs is shorter, in characters."""

MOST_OFFICES = 6
"""Within so many lines the signer's name stands below the first line of a signature."""

LONGEST_HEAD_LINE = 160
"""A line with the motto of the State in it belongs to a letterhead up to so many characters."""

LONGEST_SUBJECT = 300
"""What a document is about stands under its kind in at most so many characters."""

KIND_LINE = re.compile(
    r"(?:THÔNG BÁO|QUYẾT ĐỊNH|CHỈ THỊ|CÔNG ĐIỆN|KẾ HOẠCH|NGHỊ QUYẾT|NGHỊ ĐỊNH|THÔNG TƯ|KẾT LUẬN|CHƯƠNG TRÌNH"
    r"|HƯỚNG DẪN|TỜ TRÌNH|BÁO CÁO|QUY ĐỊNH|QUY CHẾ|ĐỀ ÁN|PHƯƠNG ÁN|LUẬT|PHÁP LỆNH|CÔNG VĂN|DANH MỤC)\b"
)
"""A line in capitals that begins so names the kind of document (Decree 30/2020/NĐ-CP, article 7)."""

_KIND_WITH_SUBJECT = re.compile(rf"{KIND_LINE.pattern}\s+(?:về|V/v|của)\b")

_LETTERHEAD = re.compile(
    r"""
      CỘNG\ H[OÒ][AÀ]\ XÃ\ HỘI\ CHỦ\ NGHĨA | Độc\ lập\ -\ Tự\ do | ĐẢNG\ CỘNG\ SẢN\ VIỆT\ NAM
    | (?:Luật\ |Pháp\ lệnh\ )?Số:?\s*[\d.…]*\s*[-/]            # its number
    | [^\W\d_][\w.\ -]{1,40},\ ngày\b.{0,40}\bnăm\ \d{4}$    # place and date of issue
    | [^\W\d_][\w.\ -]{1,40},\ ngày\ \d{1,2}[/.-]\d{1,2}[/.-]\d{4}$
    """,
    re.VERBOSE,
)
_SUBJECT_OF_LETTER = re.compile(r"V/v\b")
_BASIS = re.compile(r"(?:Căn cứ|Theo đề nghị|Xét đề nghị|Xét tờ trình|Theo Tờ trình)\b", re.IGNORECASE)
_ADDRESSEES = re.compile(r"Kính gửi\b|(?:[^\W\d_]|\s){3,80}\s(?:điện|gửi):", re.IGNORECASE)
_RECIPIENTS = re.compile(r"Nơi nhận\b", re.IGNORECASE)
_OFFICE = re.compile(
    rf"(?:KT|TM|TL|TUQ|Q)\.\s*\S|(?:T/M|K/T|T/L)\.?\s|(?:PHÓ\ |QUYỀN\ )?(?:{OFFICES})(?!\w)", re.VERBOSE
)
_FOR = re.compile(r"(?:KT|TM|TL|TUQ)\.\s*\S|(?:T/M|K/T|T/L)\.?\s")  # signs for another, or in a body's name
_SIGNED = re.compile(r"\([Đđ]ã k[ýí]\)")
_ENDS_SENTENCE = re.compile(r"[.;:,!?…]['\"”’)]*$")
_PERIOD = re.compile(r"\d{4}(?:\s*[-–]\s*\d{4})?")  # the last line of "... GIAI ĐOẠN / 2026 - 2030"
_CLOSED = re.compile(r"\./\.?\s*$")
_FURNITURE = re.compile(
    r"""
      (?:Nguồn(?:\ tra\ cứu)?|Theo)\b[:\s].{0,80}?\w\.(?:vn|com|gov|net|org)\S*$   # where a text was taken from
    | Theo\ [\w\s.]{2,60}/[\w.\s]{2,40}$
    | (?:Theo|Nguồn:?)\ (?:Báo|Tạp\ chí|Đài|Cổng\ thông\ tin|TTXVN|VOV|VTV)\b[^.,;:]{0,50}$
    | .{0,240}\bẢnh:\s*[\w\s./-]{2,40}\.?$                                         # a caption
    | (?:Xem\ trên\ các\ nền\ tảng|Bình\ luận|Chia\ sẻ|Xem\ thêm|Tin\ liên\ quan|Từ\ khóa)\b[^.]{0,60}$
    """,
    re.VERBOSE,
)


class SectionKind(StrEnum):
    """What a block, and the section made of it, is for the reader."""

    BODY = "body"
    TITLE = "title"
    LETTERHEAD = "letterhead"
    BASIS = "basis"
    ADDRESSEES = "addressees"
    RECIPIENTS = "recipients"
    SIGNATURE = "signature"
    NOTE = "note"
    ROW = "row"
    FURNITURE = "furniture"


def roles_of(blocks: Sequence[Block]) -> list[SectionKind]:
    """The role of each block, in order."""
    roles = [SectionKind.BODY] * len(blocks)
    letterhead_end = _mark_letterhead(blocks, roles)
    _mark_title(blocks, roles, letterhead_end)
    _mark_close(blocks, roles)
    for i, block in enumerate(blocks):
        if block.row:
            roles[i] = SectionKind.ROW
        elif roles[i] is SectionKind.BODY and block.marker is None and _FURNITURE.match(block.shown):
            roles[i] = SectionKind.FURNITURE
    return roles


def _mark_letterhead(blocks: Sequence[Block], roles: list[SectionKind]) -> int:
    """Marks the letterhead; the index behind it (0 where there is none)."""
    hits = [i for i, b in enumerate(blocks[:HEAD]) if not b.row and _of_letterhead(b)]
    if len(hits) < 2:
        return 0
    first, last = hits[0], hits[-1]
    while (
        first > 0 and blocks[first - 1].upper and len(blocks[first - 1].shown) < 120 and not blocks[first - 1].heading
    ):
        first -= 1
    if last + 1 < len(blocks) and _SUBJECT_OF_LETTER.match(blocks[last + 1].shown):
        last += 1
    for i in range(first, last + 1):
        roles[i] = SectionKind.LETTERHEAD
    return last + 1


def _of_letterhead(block: Block) -> bool:
    """True for a line of a letterhead; the two columns may stand in one line, the left one first."""
    if _LETTERHEAD.match(block.shown):
        return True
    return len(block.shown) <= LONGEST_HEAD_LINE and MOTTO.search(block.shown) is not None


def _mark_title(blocks: Sequence[Block], roles: list[SectionKind], start: int) -> None:
    """Marks title, legal basis and addressees: at the beginning, and where an annex begins with a line of its kind."""
    for i, block in enumerate(blocks):
        if roles[i] is not SectionKind.BODY or block.row:
            continue
        opening = start <= i < start + HEAD
        if opening and block.marker is None and _BASIS.match(block.shown):
            roles[i] = SectionKind.BASIS
        elif opening and _addressed(block, listed=i > 0 and roles[i - 1] is SectionKind.ADDRESSEES):
            roles[i] = SectionKind.ADDRESSEES
        elif _titles(block, opening=opening):
            j = i
            while j < len(blocks) and blocks[j].marker is None and _goes_on(blocks, i, j):
                roles[j] = SectionKind.TITLE
                j += 1


def _titles(block: Block, *, opening: bool) -> bool:
    """True for a line that names the kind of document: in capitals, or at the beginning with its subject behind."""
    if block.marker is not None or block.shown.endswith(":") or not KIND_LINE.match(block.shown):
        return False
    subject = opening and len(block.shown) <= LONGEST_SUBJECT and _KIND_WITH_SUBJECT.match(block.shown)
    return block.upper or bool(subject)


def _goes_on(blocks: Sequence[Block], first: int, j: int) -> bool:
    """True where block `j` belongs to the title that begins with block `first`."""
    block = blocks[j]
    if block.upper or block.shown.startswith("(Kèm") or j == first:
        return True
    if j > first and _PERIOD.fullmatch(block.shown):
        return True
    subject = KIND_LINE.fullmatch(blocks[j - 1].shown) and j == first + 1  # "CHỈ THỊ", and under it "Về việc ..."
    other = _BASIS.match(block.shown) or _ADDRESSEES.match(block.shown) or _ENDS_SENTENCE.search(block.shown)
    return bool(subject) and not other and not block.row and len(block.shown) <= LONGEST_SUBJECT


def _addressed(block: Block, *, listed: bool) -> bool:
    """True for the line that names the addressees, and (`listed`) for the dashes under it."""
    if block.marker is None:
        return bool(_ADDRESSEES.match(block.shown))
    return listed and block.marker.style is Style.DASH


def _mark_close(blocks: Sequence[Block], roles: list[SectionKind]) -> None:
    """Marks distribution list, signature and footnotes, which may stand in any order behind the body."""
    state: SectionKind | None = None
    for i, block in enumerate(blocks):
        if roles[i] is not SectionKind.BODY or block.row:
            state = None if roles[i] is SectionKind.TITLE else state
            continue
        style = block.marker.style if block.marker else None
        closed = state is not None or (i > 0 and bool(_CLOSED.search(blocks[i - 1].shown)))
        if _RECIPIENTS.match(block.shown):
            state = SectionKind.RECIPIENTS
        elif style is Style.NOTE and not (i and not blocks[i - 1].shown):
            state = SectionKind.NOTE
        elif style is None and _is_office(block) and (closed or _signed_below(blocks, i)):
            state = SectionKind.SIGNATURE
        elif state is SectionKind.RECIPIENTS:
            if style not in (Style.DASH, Style.PLUS, None) or (style is None and len(block.shown) > 160):
                state = None
            elif style is None and block.upper and not block.shown.endswith((";", ",")):
                state = SectionKind.SIGNATURE
        elif state is SectionKind.SIGNATURE:
            if not (block.upper or _is_name(block.shown) or STAMP.match(block.shown)) or style is not None:
                state = None
        elif state is SectionKind.NOTE and (block.upper or style in (Style.ANNEX, Style.ROMAN, Style.ARTICLE)):
            state = None
        if state is SectionKind.NOTE and _FURNITURE.match(block.shown):
            state = None
        if state is not None:
            roles[i] = state


def _is_office(block: Block) -> bool:
    """True for the office of a signature: a line of capitals, or one that ends in the signer's name."""
    if not _OFFICE.match(block.shown) or len(block.shown) >= LONGEST_OFFICE:
        return False
    letters = [c for c in block.shown if c.isalpha()]
    return sum(c.isupper() for c in letters) >= 0.5 * len(letters)


def _signed_below(blocks: Sequence[Block], i: int) -> bool:
    """True where a name ends the lines of capitals that begin with the office in block `i`, whatever stands above."""
    if names_signer(blocks[i].shown):
        return _FOR.match(blocks[i].shown) is not None
    for block in blocks[i + 1 : i + MOST_OFFICES]:
        if block.row or block.marker is not None:
            return False
        if names_signer(block.shown):
            return True
        if not (block.upper or _is_name(block.shown) or STAMP.match(block.shown)):
            return False
    return False


def _is_name(shown: str) -> bool:
    """True for the signer's name, with or without rank and "(đã ký)", and for "(đã ký)" alone."""
    words = _SIGNED.sub(" ", shown).split()
    if not words:
        return bool(shown)
    plain = 2 <= len(words) <= 6 and all(w[0].isupper() and w.replace(".", "").isalpha() for w in words)
    return plain or names_signer(shown)
