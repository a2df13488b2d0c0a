"""The deadline in the value of a label ("Thời hạn: ...") or in a table cell."""

from __future__ import annotations

from dataclasses import replace

from corpus.reading import Span
from corpus.tasks.deadlines.calendar import Issued
from corpus.tasks.deadlines.find import due_of, phrases_of
from corpus.tasks.deadlines.pattern import pattern
from corpus.tasks.deadlines.phrase import Phrase
from corpus.tasks.deadlines.refusals import refused
from corpus.tasks.deadlines.vocabulary import load_vocabulary
from corpus.tasks.task import DueDate, Relation

LONGEST = 160
"""A value without a day is taken whole up to so many characters."""

_EDGES = ' \t\n\r\xa0.,;:-–—*_|+/"“”'
_ALWAYS = pattern(r"(?<!\w) (?: liên~tục | lâu~dài | trong~suốt | hằng~ngày | hàng~ngày ) (?!\w)")
_EVERY = pattern(r"(?<!\w) (?: hằng | hàng | mỗi | định~k[ỳì] ) ~ (?: \d{1,2} ~ )? (?:tuần|tháng|quý|năm) (?!\w)")
_COURSE = pattern(r"≈ theo (?!\w)")
_EVENT = pattern(
    r"""(?: khi | sau | ngay | đột~xuất | đến~khi | trước~khi | trong~quá~trình
      | (?: trong | cả | (?:đến~)?hết ) ~ nhiệm~kỳ ) (?!\w)"""
)


def read_deadline(text: str, issued: Issued) -> DueDate | None:
    """The deadline that the value of a label or a table cell names; None for an empty or unreadable one.

    Figures alone count here ("2025", "12/2025", "2025 - 2030"). Of several deadlines the one with the last day
    decides, for the work is done when its last piece is; one without a day counts only where none names a day, and
    then the whole value is its words.

    >>> read_deadline("Quý IV/2025 - Quý II/2026", Issued()).end
    datetime.date(2026, 6, 30)
    >>> read_deadline("Theo quy định", Issued()) is None
    True
    """
    phrases = [
        replace(phrase, days=phrase.coming) if phrase.bare else phrase
        for phrase in phrases_of(text, issued)
        if _counts(text, phrase, issued)
    ]
    dated = [phrase for phrase in phrases if phrase.days]
    if dated:
        return due_of(text, max(dated, key=lambda phrase: (phrase.days.end if phrase.days else None, -phrase.start)))
    value = _whole(text)
    if value is None:
        return None
    if phrases:
        first = min(phrases, key=lambda phrase: (_ORDER.index(phrase.relation), phrase.start))
        named = first.relation in (Relation.BEFORE, Relation.BY, Relation.DURING) or len(value) > LONGEST
        return due_of(text, first if named else replace(first, start=value.start, end=value.end))
    words = value.of(text)
    for relation, rule in ((Relation.ONGOING, _ALWAYS), (Relation.RECURRING, _EVERY)):
        if rule.search(words) and len(value) <= LONGEST:
            return due_of(text, Phrase(value.start, value.end, relation, None, f"label {relation}"))
    if (load_vocabulary().course.match(words) or _EVENT.match(words)) and len(value) <= LONGEST:
        return due_of(text, Phrase(value.start, value.end, Relation.EVENT, None, "label event"))
    return None


_ORDER = [Relation.BEFORE, Relation.BY, Relation.DURING, Relation.RECURRING, Relation.ONGOING, Relation.EVENT]


def _counts(text: str, phrase: Phrase, issued: Issued) -> bool:
    reason = refused(text, phrase, issued)
    if reason == "name":
        return not _COURSE.match(text)
    return reason not in ("date of a document", "told about", "kind of money")


def _whole(text: str) -> Span | None:
    first = len(text) - len(text.lstrip(_EDGES))
    last = len(text.rstrip(_EDGES))
    return Span(first, last) if first < last else None
