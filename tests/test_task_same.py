"""Orders that one document gives twice are one record, the later one; what differs in more than a word is two."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.reading import Span
from corpus.tasks.deadlines import Issued, find_deadlines
from corpus.tasks.drafts import Draft
from corpus.tasks.same_task import MOST_COMPARED, without_repeats
from corpus.tasks.task import Body

ISSUED = Issued.of("2031-03-05")


def drafts(*orders: str) -> tuple[str, list[Draft]]:
    """A text with an order a line, "body + body | work" or "body | work | deadline", and the drafts of it."""
    text, found = "", []
    for order in orders:
        who, work, *when = order.split(" | ")
        start = len(text)
        text += f"{who} {work} {' '.join(when)}\n"
        at = start
        bodies = []
        for name in who.split(" + "):
            at = text.index(name, at)
            bodies.append(Body(name, Span(at, at + len(name))))
        action = Span(start + len(who) + 1, start + len(who) + 1 + len(work))
        due = next((d.due for d in find_deadlines(when[0], ISSUED)), None) if when else None
        line = Span(start, len(text) - 1)
        found.append(Draft(0, line, tuple(bodies), (), action, due, rule="clause-subject", own=True))
    return text, found


def left(*orders: str) -> list[int]:
    """The places of the orders that are kept."""
    text, found = drafts(*orders)
    kept = without_repeats(text, found)
    return [i for i, draft in enumerate(found) if any(draft is each for each in kept)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở Y tế | rà soát tủ thuốc của 84 trạm y tế", "Sở Y tế | rà soát tủ thuốc của 84 trạm y tế"),
        ("Sở Y tế | rà soát tủ thuốc của 84 trạm y tế", "Sở Y tế | Rà soát tủ thuốc của 84 trạm y tế."),
        (
            "Sở Y tế | rà soát, khử khuẩn, tiêu huỷ thuốc quá hạn",
            "Sở Y tế | rà soát, khử khuẩn, tiêu hủy thuốc quá hạn",
        ),
        ("Sở Y tế | rà soát **tủ thuốc** của các trạm", "Sở Y tế | rà soát tủ\nthuốc của các trạm"),
        (
            "Sở Y tế + Công an tỉnh | kiểm tra các nhà thuốc tư nhân trên địa bàn 12 xã vùng cao",
            "Công an tỉnh + Sở Y tế | kiểm tra các nhà thuốc tư nhân trên địa bàn 12 xã vùng cao",
        ),
        (
            "Sở Y tế | rà soát tủ thuốc của các trạm y tế xã vùng cao đang thiếu nước",
            "Sở Y tế | rà soát kỹ tủ thuốc của các trạm y tế xã vùng cao đang thiếu nước",
        ),
        (
            "Sở Y tế | gửi báo cáo về Sở Nội vụ | trước ngày 15/4/2031",
            "Sở Y tế | gửi báo cáo về Sở Nội vụ | trước ngày 15/4/2031",
        ),
    ],
)
def test_of_two_orders_that_say_the_same_the_later_one_stays(one: str, other: str) -> None:
    assert left(one, other) == [1]
    assert left(one, "Sở Nội vụ | lập tổ công tác", other) == [1, 2]
    assert left(one, other, one) == [2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở Y tế | rà soát tủ thuốc của 84 trạm y tế", "Sở Y tế | rà soát tủ thuốc của 85 trạm y tế"),
        ("Sở Y tế | rà soát tủ thuốc của các trạm y tế", "Sở Nội vụ | rà soát tủ thuốc của các trạm y tế"),
        ("Sở Y tế | rà soát tủ thuốc của các trạm", "Sở Y tế + Công an tỉnh | rà soát tủ thuốc của các trạm"),
        ("Sở Y tế | rà soát tủ thuốc của các trạm", "Sở Y tế | rà soát xe cứu thương của các trạm"),
        ("Sở Y tế | rà soát tủ thuốc", "Sở Y tế | rà soát tủ thuốc, máy móc, xe cứu thương của các trạm"),
        (
            "Sở Y tế | gửi báo cáo về Sở Nội vụ | trước ngày 15/4/2031",
            "Sở Y tế | gửi báo cáo về Sở Nội vụ | trước ngày 15/10/2031",
        ),
    ],
)
def test_other_bodies_figures_work_or_days_make_another_order(one: str, other: str) -> None:
    assert left(one, other) == [0, 1]


def test_in_a_very_long_list_the_very_same_words_are_still_found() -> None:
    orders = [f"Sở Y tế | rà soát kho thuốc ở thôn {'x' * i}" for i in range(1, MOST_COMPARED + 10)]
    assert left(*orders, orders[3]) == [i for i in range(len(orders) + 1) if i != 3]


def test_nothing_is_left_of_nothing() -> None:
    assert without_repeats("", []) == []


def test_the_same_words_on_two_matters_are_two_orders() -> None:
    text, found = drafts(*["Sở Tài chính | nghiên cứu kiến nghị của tỉnh khi tổng hợp nhu cầu chung"] * 3)
    assert len(without_repeats(text, found, ["Về vốn đê biển", "Về vốn đường vành đai", "Về vốn đê biển"])) == 2
    assert len(without_repeats(text, found, ["Về vốn đê biển", "", ""])) == 1


ORDERS = [
    f"{who} | {work}"
    for who in ("Sở Y tế", "Công an tỉnh", "Sở Y tế + Công an tỉnh")
    for work in ("rà soát kho", "rà soát kho 1", "rà soát kho 2", "rà soát kỹ kho", "trực")
]


@given(st.lists(st.sampled_from(ORDERS), max_size=12))
@settings(deadline=None)
def test_each_order_stays_once_in_its_order(orders: list[str]) -> None:
    kept = left(*orders)
    assert kept == sorted(kept)
    assert sorted(orders[i] for i in kept) == sorted(set(orders))
    text, found = drafts(*orders)
    once = without_repeats(text, found)
    assert without_repeats(text, once) == once
