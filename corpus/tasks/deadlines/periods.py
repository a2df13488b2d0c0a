"""Times of a month and longer: months, quarters, halves of a year, years, stretches of years."""

from __future__ import annotations

import re

from corpus.tasks.deadlines.calendar import (
    Issued,
    Period,
    joined,
    month_part,
    months,
    quarter,
    years,
)
from corpus.tasks.deadlines.pattern import YEAR, number, pattern
from corpus.tasks.deadlines.rule import (
    LONG_YEAR,
    MONTH,
    NUMERAL,
    OF_YEAR,
    PART,
    RELATIVE,
    SHUT,
    TimeRule,
    is_next,
    part_of,
    relative_year,
    year_of,
)


def _month(match: re.Match[str], issued: Issued) -> Period:
    return month_part(year_of(match, issued), number(match["month"]) or 0, part_of(match))


def _months(match: re.Match[str], issued: Issued) -> Period:
    return months(year_of(match, issued), int(match["first"]), int(match["last"]))


def _next_month(match: re.Match[str], issued: Issued) -> Period | None:
    if issued.year is None or issued.month is None:
        return None
    month = issued.month + is_next(match["relative"])
    return month_part(issued.year + month // 13, (month - 1) % 12 + 1, part_of(match))


def _bare_month(match: re.Match[str], _: Issued) -> Period:
    last = months(int(match["year"]), int(match["last"]), int(match["last"]))
    return joined(months(None, int(match["first"]), int(match["first"])), last) if match["first"] else last


def _quarter(match: re.Match[str], issued: Issued) -> Period:
    last = number(match["last"]) if match["last"] else None
    return quarter(year_of(match, issued), number(match["first"]) or 1, last, part_of(match))


def _next_quarter(match: re.Match[str], issued: Issued) -> Period | None:
    if issued.year is None or issued.month is None:
        return None
    ahead = (issued.month + 2) // 3 + is_next(match["relative"])
    return quarter(issued.year + ahead // 5, (ahead - 1) % 4 + 1, part=part_of(match))


def _half(match: re.Match[str], issued: Issued) -> Period:
    year = int(match["year"]) if match["year"] else relative_year(match["said"], issued)
    count = min(number(match["count"] or "6") or 6, 12)
    return months(year, *((1, count) if match["half"].lower() == "đầu" else (13 - count, 12)))


def _years(match: re.Match[str], _: Issued) -> Period:
    part = part_of(match) if "part" in match.re.groupindex else None
    return years(int(match["first"]), int(match["last"]) if match["last"] else None, part)


def _this_year(match: re.Match[str], issued: Issued) -> Period:
    return years(relative_year(match["relative"], issued), part=part_of(match))


_QUARTER = rf"(?: (?: IV | I{{1,3}} | 0?[1-4] ) (?!\w) | (?:{NUMERAL})(?=~năm~\d) )"
_SPELLED = r"(?: qu[ýí] | qúy | qúi )"
_OTHER_MONTH = r"(?: ≈[–-]≈ | ≈,~ | ~(?:và|đến|tới)~ ) (?:tháng~)?"
_OTHER_QUARTER = rf"(?: ≈[–,-]≈ | ~(?:và|đến|tới)~ ) (?:{_SPELLED}~)?"
_HALF_YEAR = rf"(?: ~ (?: (?P<year>{YEAR}) | (?P<said>nay|này|sau|tới)(?!\w) ) )?"

PERIOD_RULES = (
    TimeRule(
        "months",  # tháng 10-12/2025, các tháng 7, 8 và 9 năm 2025, tháng 8 và tháng 9/2025
        pattern(
            rf"""(?:các~)? tháng ~ (?P<first>{MONTH}) (?:{_OTHER_MONTH} {MONTH}){{0,4}} {_OTHER_MONTH} (?P<last>{MONTH})
            {OF_YEAR} {SHUT}"""
        ),
        _months,
    ),
    TimeRule(
        "months",  # tháng 10-12
        pattern(
            rf"(?:các~)? tháng ~ (?P<first>{MONTH}) ≈[–-]≈ (?P<last>{MONTH}) (?P<year>(?!))? (?P<said>(?!))? {SHUT}"
        ),
        _months,
    ),
    TimeRule(
        "month",  # tháng 8 năm 2024, cuối tháng 9, tháng 12/2025
        pattern(rf"{PART} tháng ~ (?P<month>{MONTH}) {OF_YEAR}? {SHUT}"),
        _month,
    ),
    TimeRule(
        "month in words",  # tháng mười hai năm 2025
        pattern(rf"{PART} tháng ~ (?P<month>{NUMERAL})(?!\w) {LONG_YEAR}"),
        _month,
    ),
    TimeRule("next month", pattern(rf"{PART} tháng ~ {RELATIVE}"), _next_month),
    TimeRule(
        "quarter",  # quý III/2025, Quý 3 năm 2025, quý I và quý II năm 2026, cuối quý IV
        pattern(
            rf"""{PART} {_SPELLED} ~ (?P<first>{_QUARTER}) (?: {_OTHER_QUARTER} (?P<last>{_QUARTER}) )?
            {OF_YEAR}? {SHUT}"""
        ),
        _quarter,
    ),
    TimeRule("next quarter", pattern(rf"{PART} {_SPELLED} ~ {RELATIVE}"), _next_quarter),
    TimeRule(
        "bare quarter",  # I/2026
        pattern(
            rf"(?P<first>IV|I{{1,3}}) (?P<last>(?!))? (?P<part>(?!))? ≈/≈ (?P<short>{YEAR}) (?P<year>(?!))? {SHUT}"
        ),
        _quarter,
        weak=True,
    ),
    TimeRule(
        "half-year",  # 6 tháng đầu năm 2026, sáu tháng cuối năm, nửa đầu năm
        pattern(
            rf"""(?: (?P<count>1[0-2]|0?[1-9]|{NUMERAL}) ~tháng~ | nửa~ ) (?P<half>đầu|cuối) ~ (?:của~)? năm
            {_HALF_YEAR}(?!\w)"""
        ),
        _half,
    ),
    TimeRule(
        "years",  # giai đoạn 2026-2030, năm 2026 - 2027, các năm 2025, 2026 và 2027
        pattern(
            rf"""(?: (?:các~)? năm | (?:trong~)? giai ~ đoạn | thời ~ kỳ | nhiệm ~ kỳ ) ~ (?:từ~)? (?:năm~)?
            (?P<first>{YEAR}) (?: ≈,~{YEAR} ){{0,4}}
            (?: ≈[–-]≈ | ≈,~ | ~(?:và|đến|tới)~ ) (?:năm~)? (?P<last>{YEAR}) (?! ≈/≈\w )"""
        ),
        _years,
    ),
    TimeRule(
        "year",  # năm 2026, đầu năm 2026, hết năm 2025
        pattern(rf"{PART} năm ~ (?P<first>{YEAR}) (?P<last>(?!))? (?! ≈/≈\w )"),
        _years,
    ),
    TimeRule("this year", pattern(rf"{PART} năm ~ {RELATIVE}"), _this_year),  # năm nay, cuối năm sau
    TimeRule(
        "part of year",  # đầu năm, cuối năm, hết năm
        pattern(r"(?P<part>đầu|giữa|cuối|hết) ~ năm (?P<relative>(?!))? (?! ~(?:\d|học|ngân|tài|kế) | \w )"),
        _this_year,
    ),
    TimeRule(
        "bare month",  # 12/2025, 10-12/2025
        pattern(rf"(?:(?P<first>{MONTH})≈[–-]≈)? (?P<last>{MONTH}) ≈[/.–-]≈ (?P<year>{YEAR}) {SHUT}"),
        _bare_month,
        weak=True,
    ),
    TimeRule(
        "bare years",  # 2025, 2025 - 2030
        pattern(
            rf"""(?P<first>{YEAR})
            (?: (?: ≈,~{YEAR} ){{0,4}} (?: ≈[–-]≈ | ~(?:đến|và)~ ) (?:năm~)? (?P<last>{YEAR}) )? (?! ≈/≈\w | [.,]\d )"""
        ),
        _years,
        weak=True,
    ),
)
