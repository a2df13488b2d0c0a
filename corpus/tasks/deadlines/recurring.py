"""Phrases for what comes again: "hằng tháng", "định kỳ 6 tháng", "trước ngày 25/12 hằng năm"."""

from __future__ import annotations

import re

from corpus.tasks.deadlines.calendar import Issued
from corpus.tasks.deadlines.dated import RELATIONS
from corpus.tasks.deadlines.pattern import EVERY, YEAR, pattern
from corpus.tasks.deadlines.phrase import Phrase
from corpus.tasks.deadlines.rule import DAY, MONTH
from corpus.tasks.deadlines.times import CLOCK, time_at
from corpus.tasks.task import Relation

_UNIT = r"(?:ngày|tuần|tháng|quý|quí|năm)(?!\w)(?!~\d)"
_COUNTED_UNIT = r"(?: (?:\d{1,2}|một|hai|ba|sáu) ~ (?:ngày|tuần|tháng|năm) (?!\w) (?!~(?:đầu|cuối|\d)) )"
_AND = r"(?: ≈[,/]≈ | ~(?:và|hoặc|hay)~ )"
_ONCE = r"(?: (?: ≈,?≈/≈ | ~(?:một|1|01)~ ) lần (?!\w) )"
_MORE = rf"(?: {_AND} (?:{EVERY}~)? (?:{_UNIT}|{_COUNTED_UNIT}|cả~năm(?!\w)) ){{0,4}}"
_AND_IRREGULAR = r"(?: ≈,? ~ (?:(?:và|hoặc|hay)~)? đột~xuất (?: ~(?:khi|theo)~(?:có~)?yêu~cầu )? (?!\w) )?"

_CYCLES: tuple[tuple[str, re.Pattern[str], bool], ...] = (
    # name, words, whether they alone make a deadline
    ("at intervals", pattern(rf"định~k[ỳì] ≈\(≈ {EVERY} ~ {_UNIT} {_MORE} ≈\)"), True),
    ("at intervals", pattern(rf"định~k[ỳì] ~ {EVERY} ~ {_UNIT} {_MORE} {_ONCE}? {_AND_IRREGULAR}"), True),
    (
        "at intervals",
        pattern(rf"định~k[ỳì] ~ (?:{_COUNTED_UNIT}|{_UNIT}) {_ONCE}? {_MORE} {_ONCE}? {_AND_IRREGULAR}"),
        True,
    ),
    ("every", pattern(rf"(?:vào~)? {EVERY} ~ {_UNIT} {_MORE} {_ONCE}? {_AND_IRREGULAR}"), False),
    ("every few", pattern(rf"mỗi ~ {_COUNTED_UNIT} (?:{_ONCE})?"), False),
    ("once in", pattern(rf"{_COUNTED_UNIT} {_ONCE}"), False),
    ("at intervals", pattern(rf"định~k[ỳì] (?!\w) {_AND_IRREGULAR}"), False),
)
_DAY_OF_CYCLE = rf"""
    (?: ngày ~ {DAY} | (?:ngày~)? {DAY} ≈/≈ {MONTH} (?!≈/) | {DAY} ~ tháng ~ {MONTH}
      | (?:ngày~)? (?:thứ~(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7]) | chủ~nhật) (?!\w)
      | (?:(?:ngày|tuần|tháng|quý)~)? (?:làm~việc~)? (?:đầu|cuối) (?:~(?:tiên|cùng))? (?!\w)
        (?: ~(?:tuần|tháng|quý|năm) (?!\w) )? (?!~{YEAR}) )
    (?: ~ tháng ~ {MONTH} )?
    (?: ~ (?:của~)? (?:tháng|quý|năm|kỳ) ~ (?:đầu|cuối|sau|kế~tiếp|tiếp~theo|liền~kề)
        (?:~(?:của~)? (?:mỗi~)? (?:quý|kỳ|năm) (?:~(?:sau|báo~cáo))? )? (?!\w) )?
"""
_DAYS_OF_CYCLE = pattern(rf"{_DAY_OF_CYCLE} (?: (?: ≈,≈ | ~(?:và|hoặc)~ ) {_DAY_OF_CYCLE} ){{0,4}}")
_NEXT_CYCLE = pattern(
    rf"""ngày ~ {DAY} (?: ~và~ (?:ngày~)? {DAY} )? ~ (?:của~)?
    (?: (?:tháng|quý) ~ (?:đầu~tiên~của~(?:tháng|quý)~)? (?:kế~tiếp|tiếp~theo|liền~kề)
      | tháng ~ (?:đầu|cuối) ~ (?:của~)? (?:mỗi~)? quý (?:~sau)? ) (?!\w)"""
)
_OF_EVERY = pattern(rf"≈ (?: \( ≈ )? (?:của~)? (?:định~k[ỳì]~)? {EVERY} ~ {_UNIT} {_MORE} (?: ≈ \) )?")
_AGAIN = pattern(rf"≈ (?:của~)? {EVERY} ~ {_UNIT}")
_ON = pattern(r"≈ (?P<bracket>[,(:])? ≈ (?:báo~cáo~)?")
_CLOSE = pattern(r"≈ \)")


def recurring_at(text: str, start: int, issued: Issued) -> Phrase | None:
    """The phrase for what comes again whose words begin at `start`; None where there is none.

    >>> recurring_at("trước ngày 25/12 hằng năm.", 0, Issued()).end
    25
    """
    if phrase := _day_of_every_at(text, start, issued):
        return phrase
    for name, words, told in _CYCLES:
        match = words.match(text, start)
        if match is None:
            continue
        on = _ON.match(text, match.end())
        if on and (end := _related_day_at(text, on.end(), issued)):
            every = _AGAIN.match(text, end)
            end = every.end() if every else end
            close = _CLOSE.match(text, end) if on["bracket"] == "(" else None
            return Phrase(start, close.end() if close else end, Relation.RECURRING, None, f"{name} by a day", told=True)
        return Phrase(start, match.end(), Relation.RECURRING, None, name, told)
    return None


def _day_of_every_at(text: str, start: int, issued: Issued) -> Phrase | None:
    """ "trước ngày 25/12 hằng năm", "15:00 thứ Sáu hằng tuần", "ngày 10 của tháng kế tiếp"."""
    after, told = _behind_relation(text, start)
    if match := _NEXT_CYCLE.match(text, after):
        every = _OF_EVERY.match(text, match.end())
        return Phrase(start, every.end() if every else match.end(), Relation.RECURRING, None, "day of each cycle", told)
    end = _day_of_cycle_at(text, after, issued)
    every = _OF_EVERY.match(text, end) if end else None
    if every is None:
        return None
    finish = every.end()
    opened = "(" in every[0]
    if every[0].endswith(")") and not opened:
        finish = every.start() + len(every[0][:-1].rstrip())
    return Phrase(start, finish, Relation.RECURRING, None, "day of every", told)


def _related_day_at(text: str, start: int, issued: Issued) -> int | None:
    """Where "trước ngày 15 tháng 11" behind "hằng năm" ends; None where no relation word begins at `start`."""
    after, _ = _behind_relation(text, start)
    return _day_of_cycle_at(text, after, issued) if after > start else None


def _behind_relation(text: str, start: int) -> tuple[int, bool]:
    for _, _, words, told in RELATIONS:
        if match := words.match(text, start):
            return match.end(), told
    return start, False


def _day_of_cycle_at(text: str, start: int, issued: Issued) -> int | None:
    clock = CLOCK.match(text, start)
    begin = clock.end() if clock else start
    days = _DAYS_OF_CYCLE.match(text, begin)
    time = time_at(text, start, issued)
    ends = [found.end() if isinstance(found, re.Match) else found.end for found in (days, time) if found]
    if clock and not ends:
        return len(text[:begin].rstrip(" ,\t\n\xa0")) if begin > start else None
    return max(ends, default=None)
