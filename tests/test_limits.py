"""How often somebody may ask, told by a clock that the test turns."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.server.limits import Buckets, Limits, TooMany
from assistant.server.person import Person, Role
from tests.servers import settings_in


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _person(owner: str = "user:a", address: str = "10.0.0.1", *, widget: bool = False, session: str = "") -> Person:
    return Person("", owner, Role.READER, address, widget=widget, session=session)


def _ask(limits: Limits, person: Person) -> None:
    with limits.question(person):
        pass


def test_a_bucket_lets_its_fill_through_and_tells_when_there_is_more() -> None:
    clock = Clock()
    buckets = Buckets(3, 60, clock)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 20]
    assert buckets.take("b") == 0
    clock.now = 19
    assert buckets.take("a") == pytest.approx(1)
    clock.now = 21
    assert buckets.take("a") == 0
    clock.now = 10_000
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 20]


def test_a_bucket_of_none_sets_no_limit() -> None:
    assert all(Buckets(0, 60).take("a") == 0 for _ in range(1000))


def test_one_persons_questions_are_no_other_persons(tmp_path: Path) -> None:
    limits = Limits(settings_in(tmp_path, questions_per_minute=2), Clock())
    for _ in range(2):
        _ask(limits, _person())
    with pytest.raises(TooMany, match="sau 30 giây") as error:
        _ask(limits, _person())
    assert error.value.retry_after == 30
    _ask(limits, _person("user:b"))


def test_only_so_many_are_answered_at_once(tmp_path: Path) -> None:
    limits = Limits(settings_in(tmp_path, questions_at_once=2))
    with limits.question(_person()), limits.question(_person()):
        with pytest.raises(TooMany, match="2 câu hỏi chưa trả lời xong"):
            _ask(limits, _person())
        _ask(limits, _person("user:b"))
    _ask(limits, _person())


def test_the_widget_has_caps_by_session_and_by_address(tmp_path: Path) -> None:
    clock = Clock()
    told = settings_in(tmp_path, widget_questions_per_session=2, widget_questions_per_address=3)
    limits = Limits(told, clock)
    one, two = (_person(f"widget:{s}", widget=True, session=s) for s in "ab")
    _ask(limits, one)
    _ask(limits, one)
    with pytest.raises(TooMany, match="hết số câu hỏi"):
        _ask(limits, one)
    with pytest.raises(TooMany, match="hết số câu hỏi"):
        _ask(limits, two)  # the refused question counted for the address too
    _ask(limits, _person("widget:c", "10.0.0.2", widget=True, session="c"))
    clock.now = 86_400
    _ask(limits, two)


def test_many_behind_one_address_without_sessions_share_only_the_cap_of_the_address(tmp_path: Path) -> None:
    told = settings_in(tmp_path, questions_per_minute=1, questions_at_once=1, widget_questions_per_address=5)
    limits = Limits(told, Clock())
    nameless = _person("widget:x", widget=True)
    for _ in range(5):
        _ask(limits, nameless)
    with pytest.raises(TooMany):
        _ask(limits, nameless)
