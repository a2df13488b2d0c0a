"""Phrases that name no day: what goes on ("thường xuyên"), and what hangs on an event ("tại kỳ họp thứ 10")."""

from __future__ import annotations

from corpus.tasks.deadlines.pattern import TAIL, YEAR, pattern
from corpus.tasks.deadlines.phrase import Phrase
from corpus.tasks.deadlines.vocabulary import load_vocabulary
from corpus.tasks.task import Relation

_STANDING = pattern(
    r"""
    thường ~ xuyên (?!\w) (?: ≈,?≈ (?:và~)? liên~tục (?!\w) )? (?! ~xảy~ra )
    | liên ~ tục ≈,?≈ (?:và~)? thường ~ xuyên (?!\w)
    """
)
_SESSION = pattern(
    rf"""
    (?:tại|trước|trong|vào|đến|ngay~sau|sau) ~ (?:các~)? k[ỳì]~họp ~
    (?: thứ ~ \w{{1,8}} (?:~(?:một|hai|ba|tư|năm|sáu|bảy|tám|chín))? | cuối~năm | giữa~năm | thường~lệ | chuyên~đề
      | gần~nhất | tới | tiếp~theo ) (?!\w)
    (?: ~ (?:cuối|giữa) ~ năm (?!\w) )? (?: ~ (?:năm~)? {YEAR} )?
    (?: ≈,? ~ (?:của~)? (?: Quốc~hội | HĐND | Hội~đồng~nhân~dân ) (?!\w)
        (?: ~(?:tỉnh|thành~phố|các~cấp)(?!\w) )? (?: ≈,? ~ kh(?:óa|oá) ~ [IVXLC]{{1,6}} (?!\w) )? )?
    """
)
_TET = pattern(
    rf"""
    (?:trước|sau|ngay~sau|trong|(?:từ~nay~)?đến|cận) ~ (?:dịp~)? (?:kỳ~nghỉ~)? Tết (?!\w)
    (?: ~ (?:Nguyên~đán|Âm~lịch|cổ~truyền|Trung~thu|Dương~lịch) )?
    (?: ~ (?:năm~)? (?:Giáp|Ất|Bính|Đinh|Mậu|Kỷ|Canh|Tân|Nhâm|Quý)
        ~ (?:Tý|Tí|Sửu|Dần|Mão|Thìn|Tỵ|Tị|Ngọ|Mùi|Thân|Dậu|Tuất|Hợi) (?!\w) )?
    (?: ~ (?:năm~)? {YEAR} )?
    """
)
_SCHOOL_YEAR = pattern(
    rf"(?:(?:trước|trong|từ|đầu|cuối|hết|đến~hết|vào)~)? năm~học ~ (?: {YEAR} ≈[–-]≈ {YEAR} | mới | này )(?!\w)"
)
_WHEN = pattern(r"(?: trước | ngay~sau | sau | (?:cho~)?đến | ngay ) ~ khi ~")
_RIGHT_AFTER = pattern(r"ngay ~ sau ~")
_AROUND = pattern(r"(?:trước|trong|sau|(?:từ~nay~)?đến|vào) ~ (?:thềm~|dịp~|thời~điểm~|khi~bắt~đầu~)?")
_COURSE_OF = pattern(rf"(?: ~ (?:năm~)? {YEAR} | ~ mới | ~ (?:lần~thứ~)? [IVX]{{1,5}} (?!\w) )?")


def undated_at(text: str, start: int) -> Phrase | None:
    """The phrase without a day whose words begin at `start`; None where there is none.

    >>> undated_at("trước Tết Nguyên đán Bính Ngọ, các sở", 0).end
    29
    """
    if match := _STANDING.match(text, start):
        return Phrase(start, match.end(), Relation.ONGOING, None, "standing")
    for name, words in (("session", _SESSION), ("tet", _TET)):
        if match := words.match(text, start):
            return Phrase(start, match.end(), Relation.EVENT, None, name, told=not match[0].lower().startswith("sau"))
    if match := _SCHOOL_YEAR.match(text, start):
        told = match[0].lower().startswith(("trước", "hết", "đến"))
        return Phrase(start, match.end(), Relation.EVENT, None, "school year", told)
    for name, words in (("when", _WHEN), ("right after", _RIGHT_AFTER)):
        if (match := words.match(text, start)) and (tail := TAIL.match(text, match.end())):
            return Phrase(start, tail.end(), Relation.EVENT, None, name)
    if match := _AROUND.match(text, start):
        happening = load_vocabulary().happening.match(text, match.end())
        further = _COURSE_OF.match(text, happening.end()) if happening else None
        if further:
            before = match[0].lower().startswith("trước")
            return Phrase(start, further.end(), Relation.EVENT, None, "happening", told=before)
    if match := load_vocabulary().pace.match(text, start):
        tail = TAIL.match(text, match.end() + 1) if match.end() < len(text) else None
        return Phrase(start, tail.end() if tail else match.end(), Relation.EVENT, None, "pace")
    return None
