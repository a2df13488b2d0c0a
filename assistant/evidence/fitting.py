"""Whether a piece of evidence holds the kind of thing that is asked for: a day, a body, an amount of a unit."""

from __future__ import annotations

import re
from functools import cache

from assistant.evidence.limits import FITS
from assistant.understanding import Kind, Question
from assistant.understanding.words import load_question_words
from corpus.gazetteer import load_gazetteer
from index.record import Record
from index.tokens import syllables

_DAY = re.compile(
    r"\b\d{1,2}/\d{1,2}(?:/\d{4})?\b|\btháng \d{1,2}\b|\bnăm \d{4}\b|\bquý [IV\d]|\bhằng |\bhàng ", re.IGNORECASE
)
_NO_QUANTITY = re.compile(
    r"""
      \b\d{1,2}/\d{1,2}(?:/\d{4})?\b | \b\d{1,2}/\d{4}\b                        # a date
    | \b\d+[-/](?:\d{4}/)?[A-ZĐ][\w/-]*                                          # the number of a document
    | \b(?:ngày|tháng|năm|quý|giai\ đoạn|số|điều|khoản|mục|đề\ án|khóa)\s+[\dIVX]+(?:\s*[-–]\s*\d+)?\b
    | \[\d+\] | \(\d+\)                                                         # a note, an item
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")
_UNITS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(held, re.IGNORECASE))
    for asked, held in (
        (
            r"(?:bao nhiêu|mấy) (?:tiền|tỷ|tỉ|triệu|đồng|nghìn tỷ|usd|đô)|kinh phí|số tiền|tổng vốn|mức phạt"
            r"|phạt bao nhiêu",
            r"\d[\d.,]* ?(?:nghìn |ngàn |trăm )?(?:tỷ|tỉ|triệu|đồng|nghìn đồng|usd|đô)\b",
        ),
        (r"phần trăm|tỷ lệ|tỉ lệ|%", r"\d ?%|\d phần trăm|\d+/\d+"),
        (r"héc-?\s?ta|hecta|diện tích|bao nhiêu ha\b", r"\d[\d.,]* ?(?:ha\b|héc|m2|m²|km2|km²)"),
        (r"bao nhiêu (?:ki-?lô-?mét|km)|dài bao nhiêu|chiều dài", r"\d[\d.,]* ?(?:km|m\b|mét)"),
        (r"(?:bao nhiêu|mấy) (?:chương|điều|khoản|trang)\b", r"\d+ (?:chương|điều|khoản|trang)\b"),
        (r"thứ mấy|xếp (?:thứ|hạng)|hạng bao nhiêu|bao nhiêu bậc", r"thứ \d+|hạng|\d+/\d+|\d+ bậc"),
    )
)
_WHICH = re.compile(r"(?P<noun>[^\W\d_]+(?: [^\W\d_]+){0,2}) nào\b")


def fits(question: Question, words: str, record: Record | None) -> float:
    """What a piece gains by holding the kind of thing asked for."""
    if question.kind is Kind.WHEN:
        if record is not None:
            return 1.5 * FITS if record.due is not None else 0.0
        return FITS if says_day(words) else 0.0
    if question.kind is Kind.NUMBER:
        return FITS if holds_amount(question, words) else 0.0
    if question.kind is Kind.WHO:
        if record is None:
            return FITS if load_gazetteer().bodies_in(words) else 0.0
        gained = FITS
        if question.what.body:
            gained += FITS * _is_kind(question.what.body, record.lead)
        if question.what.beside:
            gained += FITS * bool(record.coordinating)
        return gained
    return 0.0


def _is_kind(kind: str, bodies: tuple[str, ...]) -> bool:
    """True where a body is of the kind asked for ("sở nào")."""
    beginnings = load_question_words().who[kind]
    return any(name.lower().startswith(beginnings) for name in bodies)


def holds_amount(question: Question, words: str) -> bool:
    """True where a sentence names an amount of what is asked for: its unit, or a figure near the thing counted."""
    told = _NO_QUANTITY.sub(" ", words)
    if not _NUMBER.search(told):
        return False
    low = question.full.lower()
    for asked, held in _UNITS:
        if asked.search(low):
            return held.search(words) is not None
    return True


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


def says_day(words: str) -> bool:
    """True where a sentence names a day, month, quarter or year."""
    return _DAY.search(words) is not None
