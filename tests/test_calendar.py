"""The calendar: days, weeks and counts that words come to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.tasks.deadlines.calendar import (
    Days,
    Issued,
    date_of,
    later,
    months,
    quarter,
    single,
    week,
    week_of_month,
    years,
)


@pytest.mark.parametrize("words", [None, "", "2027-13", "2027-02-30", "12/5/2027", "2027-5-1", "0000", "năm 2027"])
def test_what_is_no_issue_day_is_not_known(words: str | None) -> None:
    assert Issued.of(words) == Issued()


def test_an_issue_day_may_be_known_in_part() -> None:
    assert Issued.of("2027").on is None
    assert Issued.of("2027-05").earliest == date(2027, 5, 1)
    assert Issued.of("2027-05-12").on == date(2027, 5, 12)


def test_the_last_of_february_follows_the_year() -> None:
    assert months(2028, 2, 2).days(Issued(), ahead=True) == Days(date(2028, 2, 1), date(2028, 2, 29))
    assert months(2027, 2, 2).days(Issued(), ahead=True) == Days(date(2027, 2, 1), date(2027, 2, 28))


def test_a_day_that_does_not_exist_has_no_days() -> None:
    assert single(2027, 2, 29).days(Issued(), ahead=True) is None


def test_a_stretch_over_the_end_of_the_year_ends_in_the_next() -> None:
    winter = months(None, 11, 2).days(Issued(2027, 5, 12), ahead=True)
    assert winter == Days(date(2027, 11, 1), date(2028, 2, 29))


def test_only_what_lies_ahead_moves_to_the_next_year() -> None:
    assert quarter(None, 1).days(Issued(2027, 5, 12), ahead=True) == Days(date(2028, 1, 1), date(2028, 3, 31))
    assert quarter(None, 1).days(Issued(2027, 5, 12), ahead=False) == Days(date(2027, 1, 1), date(2027, 3, 31))


def test_years_that_run_backwards_have_no_days() -> None:
    assert years(2030, 2027).days(Issued(), ahead=True) is None


@pytest.mark.parametrize(
    ("start", "number", "unit", "end"),
    [
        ("2027-05-12", 15, "ngày", "2027-05-27"),
        ("2027-05-14", 1, "ngày làm việc", "2027-05-17"),
        ("2027-05-15", 1, "ngày làm việc", "2027-05-17"),
        ("2027-05-16", 5, "ngày làm việc", "2027-05-21"),
        ("2027-05-12", 10, "ngày làm việc", "2027-05-26"),
        ("2027-05-12", 2, "tuần", "2027-05-26"),
        ("2027-01-31", 1, "tháng", "2027-02-28"),
        ("2027-11-30", 1, "quý", "2028-02-29"),
        ("2028-02-29", 1, "năm", "2029-02-28"),
    ],
)
def test_counted_days_end_where_the_calendar_says(start: str, number: int, unit: str, end: str) -> None:
    assert later(date.fromisoformat(start), number, unit) == date.fromisoformat(end)


def test_a_week_is_monday_to_sunday() -> None:
    assert week(date(2027, 5, 16)) == Days(date(2027, 5, 10), date(2027, 5, 16))


def test_a_week_belongs_to_the_month_of_its_thursday() -> None:
    assert week_of_month(2027, 5, 1) == Days(date(2027, 5, 3), date(2027, 5, 9))  # 1 May 2027 is a Saturday
    assert week_of_month(2027, 6, 1) == Days(date(2027, 5, 31), date(2027, 6, 6))
    assert week_of_month(2027, 5, 5) is None


@given(st.integers(), st.integers(), st.one_of(st.none(), st.integers()))
def test_no_number_makes_the_calendar_fail(year: int, month: int, day: int | None) -> None:
    found = date_of(year, month, day)
    assert found is None or (found.year, found.month) == (year, month)


@given(st.dates(date(1900, 1, 1), date(9000, 1, 1)), st.integers(1, 999))
def test_working_days_end_on_one(start: date, number: int) -> None:
    end = later(start, number, "ngày làm việc")
    assert end is not None
    assert end.weekday() < 5
    weekdays = sum(date.fromordinal(day).weekday() < 5 for day in range(start.toordinal() + 1, end.toordinal() + 1))
    assert weekdays == number
