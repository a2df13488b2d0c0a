"""The windows of days that questions ask about, and the days that are none."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding import Window, windows
from assistant.understanding.windows import window_in
from corpus.reading import Span

TODAY = date(2031, 8, 14)
"""A Thursday of the third quarter."""


def day(words: str) -> date | None:
    """ "14/8/2031" as a day; "" for an open end."""
    if not words:
        return None
    d, m, y = map(int, words.split("/"))
    return date(y, m, d)


def window(text: str, today: date = TODAY) -> Window:
    """The window of a text, which has one: its words are those of its span."""
    found = window_in(text, today)
    assert found is not None
    assert text[found.span.start : found.span.end] == found.words
    return found


# --- Named days ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("trong quý III năm 2031", "1/7/2031", "30/9/2031"),
        ("trong quý 3/2031", "1/7/2031", "30/9/2031"),
        ("quý IV năm 2032", "1/10/2032", "31/12/2032"),
        ("quý II", "1/4/2031", "30/6/2031"),
        ("trong năm 2030", "1/1/2030", "31/12/2030"),
        ("năm 2030", "1/1/2030", "31/12/2030"),
        ("trong tháng 9/2031", "1/9/2031", "30/9/2031"),
        ("tháng 2 năm 2032", "1/2/2032", "29/2/2032"),
        ("trong tháng 9", "1/9/2031", "30/9/2031"),
        ("ngày 15/9/2031", "15/9/2031", "15/9/2031"),
        ("ngày 15 tháng 9 năm 2031", "15/9/2031", "15/9/2031"),
        ("giai đoạn 2031-2035", "1/1/2031", "31/12/2035"),
        ("6 tháng cuối năm 2031", "1/7/2031", "31/12/2031"),
        ("nửa đầu năm 2032", "1/1/2032", "30/6/2032"),
        ("từ 1/7/2031 đến 30/9/2031", "1/7/2031", "30/9/2031"),
        ("từ ngày 1/7 đến ngày 30/9", "1/7/2031", "30/9/2031"),
        ("từ tháng 7 đến tháng 9 năm 2031", "1/7/2031", "30/9/2031"),
    ],
)
def test_a_stretch_of_days_is_a_window_with_both_its_ends(words: str, first: str, last: str) -> None:
    found = window(f"Sở Y tế có việc nào rơi vào {words}?")
    assert (found.first, found.last) == (day(first), day(last))


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("trước ngày 15/9/2031", "14/9/2031"),
        ("trước 15/9", "14/9/2031"),
        ("trước năm 2032", "31/12/2031"),
        ("trước tháng 10", "30/9/2031"),
        ("trước quý IV", "30/9/2031"),
    ],
)
def test_before_a_day_leaves_the_day_out(words: str, last: str) -> None:
    found = window(f"Việc nào phải xong {words}?")
    assert (found.first, found.last, found.words) == (None, day(last), words)


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("chậm nhất ngày 30/6/2032", "30/6/2032"),
        ("không muộn hơn 30/6/2032", "30/6/2032"),
        ("muộn nhất 30/6", "30/6/2031"),
        ("đến ngày 31/12/2031", "31/12/2031"),
        ("đến hết năm 2031", "31/12/2031"),
        ("đến tháng 12", "31/12/2031"),
    ],
)
def test_by_a_day_takes_the_day_in(words: str, last: str) -> None:
    found = window(f"Việc nào phải xong {words}?")
    assert (found.first, found.last, found.words) == (None, day(last), words)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("sau 1/1/2032", "2/1/2032"),
        ("sau ngày 01/01/2032", "2/1/2032"),
        ("sau thời điểm 31/12/2031", "1/1/2032"),
        ("sau tháng 9/2031", "1/10/2031"),
        ("sau quý II năm 2031", "1/7/2031"),
        ("sau năm 2030", "1/1/2031"),
        ("Sau ngày 28/2/2032", "29/2/2032"),
    ],
)
def test_after_a_day_begins_the_day_behind_it_and_is_open(words: str, first: str) -> None:
    found = window(f"Việc nào có hạn {words}?")
    assert (found.first, found.last, found.words) == (day(first), None, words)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("từ 1/7/2032", "1/7/2032"),
        ("kể từ ngày 1/7/2032", "1/7/2032"),
        ("từ tháng 9", "1/9/2031"),
        ("từ quý IV năm 2031", "1/10/2031"),
        ("từ năm 2032", "1/1/2032"),
    ],
)
def test_from_a_day_takes_the_day_in_and_is_open(words: str, first: str) -> None:
    found = window(f"Việc nào có hạn {words}?")
    assert (found.first, found.last, found.words) == (day(first), None, words)


@pytest.mark.parametrize("words", ["có hạn 15/9", "đến hạn 15/9", "hết hạn 15/9", "thời hạn 15/9", "hoàn thành 15/9"])
def test_a_bare_day_is_a_window_behind_words_of_a_deadline(words: str) -> None:
    found = window(f"Việc nào {words}?")
    assert (found.first, found.last) == (date(2031, 9, 15), date(2031, 9, 15))


def test_a_day_without_a_year_is_of_the_year_of_asking() -> None:
    assert window("Việc nào có hạn trong quý I?", date(2040, 12, 31)).first == date(2040, 1, 1)


# --- Days counted from the day of asking --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("hôm nay", "14/8/2031", "14/8/2031"),
        ("ngày mai", "15/8/2031", "15/8/2031"),
        ("hôm qua", "13/8/2031", "13/8/2031"),
        ("tuần này", "11/8/2031", "17/8/2031"),
        ("tuần sau", "18/8/2031", "24/8/2031"),
        ("tuần tới", "18/8/2031", "24/8/2031"),
        ("tuần trước", "4/8/2031", "10/8/2031"),
        ("tháng này", "1/8/2031", "31/8/2031"),
        ("tháng tới", "1/9/2031", "30/9/2031"),
        ("tháng sau", "1/9/2031", "30/9/2031"),
        ("tháng trước", "1/7/2031", "31/7/2031"),
        ("tháng vừa rồi", "1/7/2031", "31/7/2031"),
        ("quý này", "1/7/2031", "30/9/2031"),
        ("quý sau", "1/10/2031", "31/12/2031"),
        ("quý trước", "1/4/2031", "30/6/2031"),
        ("năm nay", "1/1/2031", "31/12/2031"),
        ("năm sau", "1/1/2032", "31/12/2032"),
        ("năm tới", "1/1/2032", "31/12/2032"),
        ("TUẦN NÀY", "11/8/2031", "17/8/2031"),
    ],
)
def test_days_are_counted_from_the_day_of_asking(words: str, first: str, last: str) -> None:
    found = window(f"Việc nào có hạn trong {words}?")
    assert (found.first, found.last) == (day(first), day(last))
    assert found.words.endswith(words)


@pytest.mark.parametrize(
    ("today", "words", "first", "last"),
    [
        (date(2031, 12, 31), "tháng tới", "1/1/2032", "31/1/2032"),
        (date(2032, 1, 1), "tháng trước", "1/12/2031", "31/12/2031"),
        (date(2031, 11, 30), "quý sau", "1/1/2032", "31/3/2032"),
        (date(2031, 2, 1), "quý trước", "1/10/2030", "31/12/2030"),
        (date(2032, 1, 31), "tháng tới", "1/2/2032", "29/2/2032"),
        (date(2031, 12, 31), "tuần này", "29/12/2031", "4/1/2032"),
        (date(2031, 8, 17), "tuần này", "11/8/2031", "17/8/2031"),
        (date(2031, 8, 18), "tuần này", "18/8/2031", "24/8/2031"),
        (date(2031, 12, 31), "ngày mai", "1/1/2032", "1/1/2032"),
    ],
)
def test_the_turn_of_a_year_and_of_a_week_is_kept(today: date, words: str, first: str, last: str) -> None:
    found = window(f"Việc nào có hạn {words}?", today)
    assert (found.first, found.last) == (day(first), day(last))


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_the_weeks_of_any_day_are_seven_days_from_monday_and_join(today: date) -> None:
    before, this, then = (window(f"hạn {words}", today) for words in ("tuần trước", "tuần này", "tuần sau"))
    assert this.first is not None
    assert this.last is not None
    assert this.first <= today <= this.last
    assert (this.first.weekday(), this.last - this.first) == (0, timedelta(days=6))
    assert before.last == this.first - timedelta(days=1)
    assert then.first == this.last + timedelta(days=1)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.sampled_from(["tháng", "quý", "năm"]))
def test_the_months_quarters_and_years_of_any_day_join(today: date, unit: str) -> None:
    before, this, then = (window(f"hạn {unit} {which}", today) for which in ("trước", "này", "sau"))
    assert this.first is not None
    assert this.last is not None
    assert this.first <= today <= this.last
    assert before.last == this.first - timedelta(days=1)
    assert then.first == this.last + timedelta(days=1)


# --- No window ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế có những việc nào?",
        "Trước đây ai phụ trách?",
        "Thời gian tới Sở Y tế phải làm gì?",
        "Việc nào có hạn vào tháng 13?",
        "Việc nào có hạn vào ngày 31/2/2031?",
        "Việc nào có hạn trong quý V?",
        "Tuần lễ này có những việc nào?",
        "Việc nào có từ hôm nọ?",
        "",
    ],
)
def test_what_names_no_days_is_no_window(text: str) -> None:
    assert window_in(text, TODAY) is None


def test_a_bare_day_beside_something_else_is_no_window() -> None:
    assert window_in("Đoàn kiểm tra 15/9/2031 nêu những việc gì?", TODAY) is None


def test_the_day_of_a_document_is_no_window() -> None:
    text = "Việc nào trong công điện ngày 12/9/2031 đã quá hạn?"
    span = Span(text.index("công điện"), text.index(" đã"))
    assert window_in(text, TODAY, [span]) is None


def test_behind_the_day_of_a_document_the_window_is_found() -> None:
    text = "Công điện ngày 12/9/2031 có việc nào phải xong trước ngày 1/10/2031?"
    found = window_in(text, TODAY, [Span(0, text.index(" có"))])
    assert found is not None
    assert (found.first, found.last, found.words) == (None, date(2031, 9, 30), "trước ngày 1/10/2031")


def test_a_day_that_a_document_only_touches_is_its_own() -> None:
    text = "công điện ngày 12/9/2031"
    assert window_in(text, TODAY, [Span(0, len("công điện ngày 12"))]) is None


# --- Any text -----------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "trước",
        "sau",
        "từ",
        "đến",
        "kể từ",
        "hạn",
        "trong",
        "quý",
        "tháng",
        "năm",
        "tuần",
        "này",
        "tới",
        "qua",
        "nay",
        "IV",
        "9",
        "31/12",
        "9999",
        "0000",
        "2031",
        "1/1/1",
        ",",
        "ngày",
        "cuối",
        "đầu",
    ]
)


@given(st.lists(PIECES, max_size=10).map(" ".join) | st.text(), st.dates(date(1900, 1, 1), date(9990, 1, 1)))
def test_a_window_of_any_text_is_a_piece_of_it_and_does_not_end_before_it_begins(text: str, today: date) -> None:
    found = window_in(text, today)
    if found is not None:
        assert found.first is not None or found.last is not None
        assert found.first is None or found.last is None or found.first <= found.last
        assert text[found.span.start : found.span.end] == found.words


NEAR_MISSES = (
    *("tuần ", "tuần nay mai ", "tháng ", "tháng tiếp ", "năm vừa ", "hôm ", "sau ", "sau ngày ", "từ sau ", "từ "),
    *("kể từ ", "hạn ", "hạn a ", "trong ", "hoàn thành ", "xong", "rơi vào ", "12/", "2031", " ", "a", ", "),
)  # fmt: skip


@pytest.mark.parametrize("near_miss", NEAR_MISSES)
def test_a_run_of_near_misses_is_read(near_miss: str) -> None:
    window_in(near_miss * (20_000 // len(near_miss)) + "!", TODAY)


@pytest.mark.parametrize("name", [name for name, value in vars(windows).items() if isinstance(value, re.Pattern)])
def test_a_regex_is_linear(name: str) -> None:
    pattern: re.Pattern[str] = getattr(windows, name)
    for near_miss in NEAR_MISSES:
        for _ in pattern.finditer(near_miss * (20_000 // len(near_miss)) + "!"):
            pass
