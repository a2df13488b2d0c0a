"""Times of one or several days: dates, days of a month, weekdays, weeks."""

from __future__ import annotations

import re
from datetime import timedelta

from corpus.tasks.deadlines.calendar import (
    Days,
    Issued,
    Period,
    Point,
    exactly,
    month_part,
    single,
    week,
    week_of_month,
)
from corpus.tasks.deadlines.pattern import YEAR, number, pattern
from corpus.tasks.deadlines.rule import (
    DAY,
    LONG_YEAR,
    MONTH,
    NUMERAL,
    OF_YEAR,
    RELATIVE,
    SHUT,
    TimeRule,
    is_next,
    year_of,
)


def _day(match: re.Match[str], issued: Issued) -> Period:
    return single(year_of(match, issued), number(match["month"]) or 0, int(match["day"]))


def _figures(match: re.Match[str], _: Issued) -> Period:
    year = int(match["year"]) if match["year"] else None
    return single(year + 2000 if year and year < 100 else year, int(match["month"]), int(match["day"]))


def _day_and_month(match: re.Match[str], _: Issued) -> Period:
    return single(None, int(match["month"]), int(match["day"]))


def _days(match: re.Match[str], issued: Issued) -> Period:
    year, month = year_of(match, issued), int(match["month"])
    return Period(Point(month, int(match["first"]), year), Point(month, int(match["last"]), year))


def _day_of_month(match: re.Match[str], issued: Issued) -> Period | None:
    if issued.year is None or issued.month is None:
        return None
    month = issued.month + is_next(match["relative"])
    return single(issued.year + month // 13, (month - 1) % 12 + 1, int(match["day"]))


def _week(match: re.Match[str], issued: Issued) -> Period | None:
    if issued.on is None:
        return None
    days = week(issued.on + timedelta(days=7 * is_next(match["relative"])))
    if match["sunday"]:
        days = Days(days.end, days.end)
    elif match["day"]:
        day = days.start + timedelta(days=(number(match["day"]) or 2) - 2)
        days = Days(day, day)
    return exactly(days)


def _week_of_month(match: re.Match[str], issued: Issued) -> Period | None:
    said = match["number"].lower().split()[0]
    index = {"đầu": 1, "nhất": 1, "cuối": -1}.get(said) or number(said)
    month = month_part(year_of(match, issued), int(match["month"]), None).days(issued, ahead=True)
    found = week_of_month(month.start.year, month.start.month, index) if month and index else None
    return exactly(found) if found else None


def _today(match: re.Match[str], issued: Issued) -> Period | None:
    if issued.on is None:
        return None
    day = issued.on + timedelta(days=int(match["today"].lower().endswith("mai")))
    return exactly(Days(day, day))


_WEEKDAY = r"(?: (?:ngày ~)? (?: thứ ~ (?P<day>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7]) | (?P<sunday>chủ ~ nhật) ) )"
_SEVERAL = r"(?: ≈[–-]≈ | ≈,~ | ~(?:và|hoặc|đến|tới)~(?:hết~)?(?:ngày~)? )"

DAY_RULES = (
    TimeRule(
        "days",  # ngày 10 và 15 tháng 8; ngày 16-22/11/2025; các ngày 9, 10 tháng 9
        pattern(
            rf"""(?:các~)? ngày ~ (?P<first>{DAY}) (?:{_SEVERAL} {DAY}){{0,3}} {_SEVERAL} (?P<last>{DAY})
            (?: ≈/≈ | ~tháng~ ) (?P<month>{MONTH}) {OF_YEAR}? {SHUT}"""
        ),
        _days,
    ),
    TimeRule(
        "days in figures",  # (từ) 16-22/11/2025, 16 đến 22/11
        pattern(
            rf"""(?P<first>{DAY}) (?: ≈[–-]≈ | ~(?:đến|tới)~ ) (?P<last>{DAY})
            (?: ≈/≈ | ~tháng~ ) (?P<month>{MONTH}) {OF_YEAR}? {SHUT}"""
        ),
        _days,
        weak=True,
    ),
    TimeRule(
        "day of month",  # ngày 15 tháng này, ngày 10 tháng tới
        pattern(rf"ngày ~ (?P<day>{DAY}) ~ (?:của~)? tháng ~ {RELATIVE}"),
        _day_of_month,
    ),
    TimeRule(
        "day",  # ngày 05 tháng 8 năm 2024; 30 tháng 6/2025; ngày 31, tháng 12, năm 2025
        pattern(rf"(?:ngày~)? (?:(?:mồng|mùng)~)? (?P<day>{DAY}) ≈,?~ tháng ~ (?P<month>{MONTH}) {OF_YEAR}? {SHUT}"),
        _day,
    ),
    TimeRule(
        "day in words",  # ngày 05 tháng tám năm 2024
        pattern(rf"ngày ~ (?:(?:mồng|mùng)~)? (?P<day>{DAY}) ~tháng~ (?P<month>{NUMERAL})(?!\w) (?:{LONG_YEAR})?"),
        _day,
    ),
    TimeRule(
        "day in figures",  # ngày 16/8/2024, ngày 16-8-2024, ngày 5.8, ngày 31/12 năm 2025
        pattern(
            rf"""ngày ~ (?P<day>{DAY}) ≈ (?P<sign>[/.–-]) ≈ (?P<month>{MONTH})
            (?: ≈ (?P=sign) ≈ (?P<short>{YEAR}) | {LONG_YEAR} )? {SHUT}"""
        ),
        _day,
    ),
    TimeRule(
        "date",  # 31/12/2024, 31-12-2024, 31/12/24
        pattern(
            rf"(?P<day>{DAY}) ≈ (?P<sign>[/.–-]) ≈ (?P<month>{MONTH}) ≈ (?P=sign) ≈ (?P<year>{YEAR}|2\d(?!\d)) {SHUT}"
        ),
        _figures,
        weak=True,
    ),
    TimeRule(
        "day and month",  # 5/8
        pattern(rf"(?P<day>{DAY}) ≈/≈ (?P<month>{MONTH}) (?! \d | ≈/ | [–-]\w | [.,]\d | ≈% )"),
        _day_and_month,
        weak=True,
    ),
    TimeRule(
        "week",  # tuần này, cuối tuần tới, thứ Sáu tuần sau
        pattern(rf"(?: {_WEEKDAY} ~ (?:của~)? | (?:đầu|giữa|cuối|hết)~ )? tuần ~ {RELATIVE}"),
        _week,
    ),
    TimeRule(
        "own week",  # trong tuần
        pattern(r"(?<=trong\s) tuần (?=≈[.,;)]|≈\Z) (?P<relative>(?!))? (?P<sunday>(?!))? (?P<day>(?!))?"),
        _week,
    ),
    TimeRule(
        "week of month",  # tuần 1 tháng 8, tuần đầu tháng 9/2025, tuần thứ hai của tháng 10
        pattern(
            rf"""tuần ~ (?:lễ~)? (?:thứ~)?
            (?P<number> [1-5](?!\d) | đầu(?:~tiên)? | cuối(?:~cùng)? | nhất | hai | ba | tư ) ~ (?:của~)?
            tháng ~ (?P<month>{MONTH}) {OF_YEAR}? {SHUT}"""
        ),
        _week_of_month,
    ),
    TimeRule("today", pattern(r"(?:ngày~)? (?P<today>hôm ~ nay | mai (?=≈[.,;)]|$) | ngày ~ mai)(?!\w)"), _today),
)
