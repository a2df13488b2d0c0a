"""Bare times: what stands at a place of a text, with its hour and weekday, and stretches from one time to another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.tasks.deadlines.calendar import Issued, Period, Point, joined
from corpus.tasks.deadlines.days import DAY_RULES
from corpus.tasks.deadlines.pattern import pattern
from corpus.tasks.deadlines.periods import PERIOD_RULES


@dataclass(frozen=True, slots=True)
class Time:
    """A time as words name it.

    Attributes:
        period: None where its days hang on an issue day that is not known.
        end: offset behind its words.
        rule: the name of the rule that read it.
        weak: True for figures alone ("5/8", "2025"), which are a time only behind a relation word or in a label.
        clock: True where an hour is named.
    """

    period: Period | None
    end: int
    rule: str
    weak: bool = False
    clock: bool = False


RULES = (*DAY_RULES, *PERIOD_RULES)
_RULES_OF_FIGURES = tuple(rule for rule in RULES if rule.weak or rule.name in ("day", "half-year"))
LONGEST_LIST = 8

_OPENS = pattern(
    r"""
    \d | I | ngày | tháng | qu[ýí] | qú[yi] | năm | tuần | đầu | giữa | cuối | hết | cả | các | trọn | nửa
    | giai | thời | trong | nhiệm | thứ | chủ | hôm | mai | mồng | mùng | lúc | vào | buổi | sáng | chiều | tối
    | một | hai | ba | bốn | tư | sáu | bảy | bẩy | tám | chín | mười | giêng
    """
)
CLOCK = pattern(
    r"""
    (?: (?:vào~)? lúc ~ )?
    (?: (?: 2[0-4] | [01]?\d ) (?: (?:≈giờ|h|g) (?: ≈[0-5]\d (?:≈phút)? )? | :[0-5]\d ) (?!\w) (?:~(?:sáng|chiều|tối))?
      | (?:buổi~)? (?:sáng|chiều|tối) (?=~(?:ngày|\d)) )
    ≈ ,? ≈ (?:của~)?
    """
)
_WEEKDAY = pattern(r"(?:ngày~)? (?:thứ ~ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7]) | chủ ~ nhật) ≈ ,? ≈ (?=ngày|\d)")
_LAST_DAY = pattern(r"ngày ~ (?:làm~việc~)? cuối ~ (?:cùng~)? (?:của~)?")
_OR = pattern(r"(?: ≈[,;]≈ | ~(?:và|hoặc|hay)~ ) (?:trước~)? (?=ngày|\d)")
_TO = pattern(r"(?: ≈[–-]≈ | ≈,? ~(?:cho~)?(?:đến|tới)~ (?:hết~|trước~)? )")


def time_at(text: str, start: int, issued: Issued) -> Time | None:
    """The time whose words begin at `start`, the longest list of days taken as one; None where there is none.

    >>> time_at("17 giờ 00 ngày 5/8/2024", 0, Issued()).end
    23
    """
    first = _one_at(text, start, issued)
    if first is None or not first.rule.startswith(("day", "date")):
        return first
    times = [first]
    while len(times) < LONGEST_LIST and (more := _OR.match(text, times[-1].end)):
        time = _one_at(text, more.end(), issued)
        if time is None or not time.rule.startswith(("day", "date")):
            break
        times.append(time)
    if len(times) == 1:
        return first
    last = times[-1]
    year = last.period.last.year if last.period else None
    period = joined(first.period.in_year(year), last.period) if first.period and last.period else None
    return replace(first, period=period, end=last.end, rule=last.rule, weak=first.weak)


def stretch_at(text: str, start: int, issued: Issued) -> Time | None:
    """From one time to another ("tháng 8 đến tháng 10/2025", "Quý IV/2025 - Quý II/2026"); None where there is none."""
    first = time_at(text, start, issued)
    to = _TO.match(text, first.end) if first else None
    last = time_at(text, to.end(), issued) if to else None
    if first is None or last is None:
        return None
    period = joined(_with_year_of(first.period, last.period), last.period) if first.period and last.period else None
    return Time(period, last.end, f"{first.rule} to {last.rule}", first.weak and last.weak)


def _with_year_of(first: Period, last: Period) -> Period:
    """`first` in the year of `last`, or in the year before where it comes later in the year."""
    year, point = last.last.year, first.first
    if year is None or point.year is not None:
        return first
    later = (point.month, point.day or 31) > (last.last.month, last.last.day or 31)
    return Period(Point(point.month, point.day, year - later), first.last)


def _one_at(text: str, start: int, issued: Issued) -> Time | None:
    if not _OPENS.match(text, start):
        return None
    clock = CLOCK.match(text, start)
    begin = clock.end() if clock else start
    if weekday := _WEEKDAY.match(text, begin):
        begin = weekday.end()
    if last_day := _LAST_DAY.match(text, begin):
        whole = _bare_at(text, last_day.end(), issued)
        if whole is None:
            return None
        last = whole.period.last if whole.period else None
        return replace(whole, period=Period(last, last) if last else None, rule="last day")
    time = _bare_at(text, begin, issued)
    return replace(time, weak=False, clock=clock is not None) if time and (clock or weekday) else time


def _bare_at(text: str, start: int, issued: Issued) -> Time | None:
    """The time without hour and weekday."""
    for rule in _RULES_OF_FIGURES if text[start : start + 1].isdigit() else RULES:
        if match := rule.words.match(text, start):
            return Time(rule.read(match, issued), match.end(), rule.name, rule.weak)
    return None
