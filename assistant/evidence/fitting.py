"""Whether a piece of evidence holds the kind of thing that is asked for: a day, a body, an amount of a unit."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache, lru_cache

from assistant.evidence.limits import DEFINES, FITS
from assistant.understanding import Kind, Question
from assistant.understanding.conditions import case_in, tells_case
from assistant.understanding.words import load_question_words
from corpus.tasks.bodies import find_bodies
from corpus.tasks.deadlines import Issued, deadlines_in
from index.identity import bodies_named
from index.record import Record
from index.tokens import pairs, syllables

_DAY = re.compile(
    r"\b\d{1,2}/\d{1,2}(?:/\d{4})?\b|\btháng \d{1,2}\b|\bnăm \d{4}\b|\bquý [IV\d]|\bhằng |\bhàng ", re.IGNORECASE
)
_CITED = re.compile(  # "Quyết định số 15/QĐ-BCT ngày 30 tháng 5 năm 2025", "giai đoạn 2026 - 2030"
    r"\d[\w./-]{0,20}/[\w./&-]{2,30},? (?:ngày )?"
    r"(?:\d{1,2} tháng \d{1,2} năm \d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|năm \d{4})"
    r"|(?:giai đoạn|nhiệm kỳ|thời kỳ) (?:năm )?\d{4} ?[-–] ?\d{4}",
    re.IGNORECASE,
)
_NO_QUANTITY = re.compile(
    r"""
      (?:\bngày\s)?(?<!\d)\d{1,2}/\d{1,2}/\d{4}(?!\d) | (?:\btháng\s)?(?<!\d)\d{1,2}/\d{4}(?!\d)           # a date
    | (?<![\d/])\d{1,2}/(?:0?[1-9]|1[0-2])(?![\d/])                               # a day of a month, not 41/63
    | \b\d{1,6}[-/](?:\d{4}/)?[A-ZĐ][\w/-]*                                      # the number of a document
    | \b(?:ngày|tháng|năm|quý|giai\ đoạn|số|điều|khoản|mục|đề\ án|khóa)\s[\dIVX]{1,6}(?:\s?[-–/]\s?\d{1,6})?\b
    | \[\d{1,4}\] | \(\d{1,4}\)                                                  # a note, an item
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")
_UNITS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(held, re.IGNORECASE))
    for asked, held in (
        (r"phần trăm|tỷ lệ|tỉ lệ|%", r"\d ?%|\d phần trăm|(?<!\d)\d{1,9}/\d{1,9}"),
        (
            r"(?:bao nhiêu|mấy) (?:tiền|tỷ|tỉ|triệu|đồng|nghìn tỷ|usd|đô)\b|kinh phí|số tiền|tổng vốn"
            r"|mức phạt|phạt bao nhiêu|tốn|chi phí|giá trị",
            r"(?<![\d.,])\d[\d.,]*+ ?(?:nghìn |ngàn |trăm )?(?:tỷ|tỉ|triệu|đồng|nghìn đồng|usd|đô)\b",
        ),
        (r"héc-?\s?ta|hecta|diện tích|bao nhiêu ha\b", r"(?<![\d.,])\d[\d.,]*+ ?(?:ha\b|héc|m2|m²|km2|km²)"),
        (r"bao nhiêu (?:ki-?lô-?mét|km)|dài bao nhiêu|chiều dài", r"(?<![\d.,])\d[\d.,]*+ ?(?:km|m\b|mét)"),
        (r"(?:bao nhiêu|mấy) (?:chương|điều|khoản|trang)\b", r"\d (?:chương|điều|khoản|trang)\b"),
        (r"thứ mấy|xếp (?:thứ|hạng)|hạng bao nhiêu|bao nhiêu bậc", r"thứ \d|hạng|(?<!\d)\d{1,9}/\d{1,9}|\d bậc"),
    )
)
_IN_WORDS = "hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|chục|trăm|nghìn|triệu|tỷ"
_HOW_MANY = re.compile(r"(?:bao nhiêu|mấy) (?P<thing>[^\W\d_]+(?: [^\W\d_]+)?)")
_DEFINED = re.compile(
    r"[“\"']?(?P<thing>[^:.;()]{2,60}?)[”\"']?(?:\s*:| (?:bao )?gồm| là | \((?=[^()]{3,400}[,;]))", re.IGNORECASE
)
_PERSON = re.compile(
    r"(?<!\w)(?:ông|bà|đồng chí|chủ tịch|thủ tướng|bộ trưởng|thứ trưởng|trưởng ban|giám đốc|tổng bí thư|bí thư"
    r"|chủ nhiệm|người đứng đầu|thủ trưởng|lãnh đạo)(?!\w)",
    re.IGNORECASE,
)
_DEADLINE = re.compile(r"(?<!\w)(?:phải|hạn|chậm nhất|muộn nhất|trễ nhất|xong|hoàn thành|trước ngày)(?!\w)")
_PERIOD = re.compile(  # "hằng tháng", "báo cáo quý", "định kỳ 6 tháng", "cả năm"; not "tháng 8", "năm nay", "9 tháng"
    r"(?<!\w)(?<!\d )(?<!đầu )(?<!cuối )(?<!trong )(?<!ngày )(?:6 tháng|sáu tháng|tuần|tháng|quý|năm)(?!\w)"
    r"(?! (?:\d|[ivx]+\b|nay|này|trước(?! ngày)|sau|tới|ngoái|nào|mấy|đầu|cuối|một|hai|ba))"
)
_OFFICE = r"(?:phó )?(?:thủ tướng|bộ trưởng|thứ trưởng|thống đốc|chủ tịch|giám đốc|tổng bí thư|bí thư)(?!\w)[^?,.;:]*?"
OFFICE_WORDS = 5
"""Syllables of an office that a sentence must name as the question does."""
_NOW = r"(?:hồi|vào|năm|tháng|lúc|khi|hiện|nay|bây giờ|thời)(?!\w)"
_HOLDER = re.compile(
    r"(?:hiện(?: nay| tại)? )?ai (?:đang |hiện )?(?:là|làm|giữ chức|giữ)(?: chức(?: vụ)?)? "
    rf"(?P<office>{_OFFICE})(?= {_NOW}|[?,.;:]|\Z)"
    rf"|(?P<held>{_OFFICE})(?: {_NOW}[^?,.;:]*?)? (?:là ai|tên (?:là )?gì|là người nào)(?!\w)",
    re.IGNORECASE,
)
_NO_NAME = "Bộ|Ban|Sở|Ủy|Uỷ|Hội|Chính|Quốc|Văn phòng|Thủ|Tổng|Cục|Tỉnh|Thành|Ngân|Thanh tra|Viện|Trung|Phó|Chủ|Giám|Tập"
_CAPITAL = "[A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ]"
_NAME = rf"(?-i:(?<!\w)(?!{_NO_NAME}){_CAPITAL}\w+(?: {_CAPITAL}\w+){{1,4}})"
"""A person's name: two to five capitalised syllables that do not begin as a body or an office does."""
_WHICH = re.compile(r"(?P<noun>[^\W\d_]+(?: [^\W\d_]+){0,2}) nào\b")


def fits(question: Question, words: str, record: Record | None) -> float:
    """What a piece gains by holding the kind of thing asked for."""
    if question.kind is Kind.WHEN:
        if record is not None:
            return FITS * (1.5 + same_period(question, record.due.text)) if record.due is not None else 0.0
        return (
            FITS if says_asked_day(question, words) and (not asks_deadline(question) or says_deadline(words)) else 0.0
        )
    if question.kind is Kind.NUMBER:
        return FITS * (holds_amount(question, words) + 2 * counts(question, words))
    if question.kind is Kind.DEFINITION:
        return DEFINES if defines(question, words) else 0.0
    if question.kind is Kind.WHAT:
        return FITS if tells_case(words) and case_in(question.full) is not None else 0.0
    if question.kind is Kind.WHO:
        if record is None:
            return FITS * bool(bodies_named(words))
        gained = FITS
        if question.what.body:
            gained += FITS * _is_kind(question.what.body, record.lead)
        if question.what.beside:
            gained += FITS * bool(record.coordinating)
        return gained
    return 0.0


def fits_at_most(kind: Kind) -> float:
    """The most that `fits` gives a piece for a question of a kind."""
    if kind is Kind.DEFINITION:
        return DEFINES
    return FITS * {Kind.WHEN: 2.5, Kind.NUMBER: 3, Kind.WHAT: 1, Kind.WHO: 3}.get(kind, 0)


def same_period(question: Question, due: str) -> float:
    """1 for a deadline that comes again as often as the question says ("báo cáo quý"), -1 for another, else 0.

    >>> from datetime import date
    >>> from assistant.understanding import Understanding
    >>> asked = Understanding([], str, date(2031, 6, 1)).read("Báo cáo tháng gửi trước ngày nào?")
    >>> same_period(asked, "trước ngày 10 hằng tháng"), same_period(asked, "trước ngày 15/12 hằng năm")
    (1.0, -1.0)
    """
    asked = _periods(question.full)
    told = _periods(due) if asked else asked
    if not asked or not told:
        return 0.0
    return -1.0 if asked.isdisjoint(told) else 1.0


@lru_cache(maxsize=4096)
def _periods(words: str) -> frozenset[str]:
    return frozenset(match[0].replace("sáu", "6") for match in _PERIOD.finditer(words.lower()))


def _is_kind(kind: str, bodies: tuple[str, ...]) -> bool:
    """True where a body is of the kind asked for ("sở nào")."""
    beginnings = load_question_words().who[kind]
    return any(name.lower().startswith(beginnings) for name in bodies)


def holds_amount(question: Question, words: str) -> bool:
    """True where a sentence names an amount of what is asked for: its unit, or a figure near the thing counted."""
    told = _NO_QUANTITY.sub(" ", words)
    if not _NUMBER.search(told):
        return counts(question, words)
    low = question.full.lower()
    for asked, held in _UNITS:
        if asked.search(low):
            return held.search(told) is not None
    return True


def counts(question: Question, words: str) -> bool:
    """True where a sentence counts what the question does: "bao nhiêu địa phương", "11 địa phương"."""
    low, told = question.full.lower(), words.lower()
    things = [match["thing"] for match in _HOW_MANY.finditer(low)]
    return any(re.search(rf"(?:\d|(?<!\w)(?:{_IN_WORDS})) (?:\w+ )?{re.escape(thing)}(?!\w)", told) for thing in things)


def defines(question: Question, words: str) -> bool:
    """True for a statement that begins with what a question asks the parts or the meaning of ("4 xuyên suốt: ...")."""
    head = _DEFINED.match(words)
    if head is None or not (said := syllables(head["thing"])):
        return False
    asked = set(syllables(question.full))
    if question.must and not {p for must in question.must for p in alike(question, must)} & set(pairs(said)):
        return False
    return len(said) > 1 and sum(word not in asked for word in said) <= len(said) // 4


def counted_missing(question: Question, held: Set[str]) -> bool:
    """True where a question asks for something, and how many of a thing that is not spoken of."""
    if question.kind not in (Kind.WHO, Kind.WHEN, Kind.WHAT):
        return False
    things = [match["thing"].split()[0] for match in _HOW_MANY.finditer(question.full.lower())]
    return any(thing in question.terms and thing not in held for thing in things)


def alike(question: Question, pair: str) -> set[str]:
    """A pair of words with what may stand for it: "3 không", "ba không"."""
    return {pair, *(other for option in question.alternatives.get(pair, ()) for other in option)}


def holds_asked(question: Question, words: str, record: Record | None) -> bool:
    """True where a piece names somebody of the kind asked for ("sở nào", "Phó Thủ tướng nào", "công ty nào")."""
    match = _WHICH.search(question.full.lower())
    if match is None:
        return True
    said = match["noun"].split()
    tails = [" ".join(said[i:]) for i in range(len(said))]
    noun = next((tail for tail in tails if tail in load_question_words().who), said[-1])
    if noun.split()[-1] in load_question_words().anybody:
        return True
    names = " ; ".join((*record.lead, *record.coordinating)).lower() if record is not None else ""
    beginnings = load_question_words().who.get(noun, (noun,))
    told = f"{names} ; {words.lower()}"
    return any(re.search(rf"(?<!\w){re.escape(beginning)}(?!\w)", told) for beginning in beginnings)


def kinds_named(question: Question) -> list[str]:
    """The kinds of documents among a question's own words ("thông tư", "đề án"): what it asks for must be one."""
    return [pair for pair, share in question.terms.items() if share == 1.0 and pair in _kinds()]


@cache
def _kinds() -> frozenset[str]:
    return frozenset(" ".join(syllables(name)) for name in load_question_words().documents)


def asks_deadline(question: Question) -> bool:
    """True for a question after the day by which something must be done, not on which it was."""
    return _DEADLINE.search(question.full.lower()) is not None


@lru_cache(maxsize=4096)
def says_deadline(words: str) -> bool:
    """True where a sentence names a day as a deadline."""
    return any(deadline.introduced for deadline in deadlines_in(words, Issued()))


@lru_cache(maxsize=4096)
def names_somebody(words: str, heading: str) -> bool:
    """True where a sentence, or the heading above it, names a body or a person in office."""
    told = f"{heading} . {words}"
    return bool(bodies_named(told) or find_bodies(told)) or _PERSON.search(told) is not None


def office_asked(question: Question) -> str:
    """The office whose holder a question asks for by name ("ai là Bộ trưởng Bộ Y tế", "Giám đốc Sở là ai"); else ""."""
    match = _HOLDER.match(question.full)
    return (match["office"] or match["held"]).strip() if match else ""


def names_holder(office: str, words: str) -> bool:
    """True where a sentence names the person who holds an office.

    >>> names_holder("Thống đốc", "Thống đốc Nguyễn Thị Hồng báo cáo"), names_holder("Thống đốc", "Thống đốc báo cáo")
    (True, False)
    """
    begins = " ".join(
        office.split()[:OFFICE_WORDS]
    )  # what follows may be written in full or short; its words are weighed
    at = rf"(?i:(?<!\w){re.escape(begins)}(?!\w))[^,.;:]{{0,80}}?"
    held = rf"{at},? (?:(?i:đồng chí|ông|bà) )?{_NAME}|{_NAME}(?:,| -| –| là| giữ chức)? {at}"
    return re.search(held, words) is not None


def says_day(words: str) -> bool:
    """True where a sentence names a day, month, quarter or year."""
    return _DAY.search(words) is not None


def says_asked_day(question: Question, words: str) -> bool:
    """True where a sentence names a day that may be the one asked for: a deadline is no day of a document it cites."""
    return says_day(_CITED.sub(" ", words) if asks_deadline(question) else words)
