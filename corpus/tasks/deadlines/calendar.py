"""Days, months, quarters and years as words name them, and the calendar days that they come to."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_SATURDAY = 5
_THURSDAY = 3


@dataclass(frozen=True, slots=True)
class Issued:
    """What is known of the day a document was issued: year, month, day; each further one may be None.

    >>> Issued.of("2024-07")
    Issued(year=2024, month=7, day=None)
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, words: str | None) -> Issued:
        """Of "2024-07-19", "2024-07", "2024" or None; whatever is no such day counts as not known."""
        match = _ISO.fullmatch(words or "")
        if match is None:
            return cls()
        year, month, day = (int(part) if part else None for part in match.groups())
        if year and date_of(year, month or 1, day or 1):
            return cls(year, month, day)
        return cls()

    @property
    def on(self) -> date | None:
        """The day, where all of it is known."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date_of(self.year, self.month, self.day)

    @property
    def earliest(self) -> date | None:
        """The first day on which the document may have been issued."""
        return None if self.year is None else date_of(self.year, self.month or 1, self.day or 1)


@dataclass(frozen=True, slots=True)
class Point:
    """A day as words name it: year None where they leave it out, day None for the last of the month."""

    month: int
    day: int | None
    year: int | None = None

    def on(self, year: int) -> date | None:
        """The calendar day in `year`; None for one that does not exist ("31/02")."""
        return date_of(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Days:
    """Calendar days, both inclusive."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days as words name it: its first and its last day, both inclusive."""

    first: Point
    last: Point

    def in_year(self, year: int | None) -> Period:
        """The same in the year given, where the words left the year out."""
        if year is None or self.last.year is not None:
            return self
        return Period(self.first, replace(self.last, year=year))

    def days(self, issued: Issued, *, ahead: bool) -> Days | None:
        """The calendar days; None where no year is known or such days do not exist.

        A missing year is the document's own; where `ahead` and the last day had passed when it was issued, the next.

        >>> quarter(None, 1).days(Issued(2025, 11, 20), ahead=True)
        Days(start=datetime.date(2026, 1, 1), end=datetime.date(2026, 3, 31))
        """
        year = self.last.year
        if year is None and self.first.year is not None:
            year = self.first.year + self._wraps
        elif year is None and issued.year is not None:
            year = issued.year
            last, earliest = self.last.on(year), issued.earliest
            if self._wraps or (ahead and last is not None and earliest is not None and last < earliest):
                year += 1
        if year is None:
            return None
        start = self.first.on(self.first.year or year - self._wraps)
        end = self.last.on(year)
        return Days(start, end) if start and end and start <= end else None

    @property
    def _wraps(self) -> int:
        """1 for a stretch that runs over the end of a year, such as October to April; else 0."""
        return int((self.last.month, self.last.day or 31) < (self.first.month, self.first.day or 31))


def date_of(year: int, month: int, day: int | None) -> date | None:
    """That calendar day, the last of the month where `day` is None; None where there is no such day."""
    if not (1 <= year < MAXYEAR and 1 <= month <= 12):
        return None
    last = monthrange(year, month)[1]
    return date(year, month, last if day is None else day) if day is None or 1 <= day <= last else None


def single(year: int | None, month: int, day: int) -> Period:
    """One day."""
    return Period(Point(month, day, year), Point(month, day, year))


def exactly(days: Days) -> Period:
    """Days that are known already."""
    return Period(
        Point(days.start.month, days.start.day, days.start.year), Point(days.end.month, days.end.day, days.end.year)
    )


def months(year: int | None, first: int, last: int) -> Period:
    """Whole months."""
    return Period(Point(first, 1, year if first <= last else None), Point(last, None, year))


def month_part(year: int | None, month: int, part: str | None) -> Period:
    """A month or its beginning ("đầu", to the 10th), middle ("giữa", to the 20th) or end ("cuối")."""
    first, last = {"đầu": (1, 10), "giữa": (11, 20), "cuối": (21, None)}.get(part or "", (1, None))
    return Period(Point(month, first, year), Point(month, last, year))


def quarter(year: int | None, first: int, last: int | None = None, part: str | None = None) -> Period:
    """A quarter, two of them, or the first, middle or last month of one."""
    if part in ("đầu", "giữa", "cuối"):
        month = 3 * first - 2 + ("đầu", "giữa", "cuối").index(part)
        return months(year, month, month)
    return months(year, 3 * first - 2, 3 * (last or first))


def years(first: int | None, last: int | None = None, part: str | None = None) -> Period:
    """Years, or a part of one: "đầu" to 31 March, "giữa" to 30 June, "cuối" to 31 December."""
    start, end = {"đầu": (1, 3), "giữa": (4, 6), "cuối": (10, 12)}.get(part or "", (1, 12))
    return Period(Point(start, 1, first), Point(end, None, last or first))


def joined(first: Period, last: Period) -> Period:
    """From the beginning of one to the end of the other."""
    return Period(first.first, last.last)


def week(day: date) -> Days:
    """The week of a day, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Days(monday, monday + timedelta(days=6))


def week_of_month(year: int, month: int, number: int) -> Days | None:
    """The week of that number in a month, -1 for the last; a week belongs to the month of its Thursday (ISO 8601)."""
    last = monthrange(year, month)[1]
    thursdays = [day for day in range(1, last + 1) if date(year, month, day).weekday() == _THURSDAY]
    if number > len(thursdays):
        return None
    return week(date(year, month, thursdays[number - 1 if number > 0 else number]))


def later(start: date, number: int, unit: str) -> date | None:
    """The day `number` units after `start`, which itself is not counted; None beyond the calendar.

    Units are "ngày", "ngày làm việc" (Monday to Friday), "tuần", "tháng", "quý" and "năm".

    >>> later(date(2025, 8, 1), 5, "ngày làm việc")
    datetime.date(2025, 8, 8)
    """
    if unit == "ngày làm việc":
        weeks, rest = divmod(number, 5)
        day = start + timedelta(days=7 * weeks)
        while day.weekday() >= _SATURDAY:
            day -= timedelta(days=1)
        while rest:
            day += timedelta(days=1)
            rest -= day.weekday() < _SATURDAY
        return day
    if unit in ("ngày", "tuần"):
        return start + timedelta(days=number * (7 if unit == "tuần" else 1))
    ahead = number * {"tháng": 1, "quý": 3, "năm": 12}[unit]
    year, month = divmod(12 * start.year + start.month - 1 + ahead, 12)
    return date_of(year, month + 1, start.day) or date_of(year, month + 1, None)
