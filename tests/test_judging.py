"""Whether an answer is right by a case's gold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.answer import Answer
from eval.cases import Case
from eval.judging import faults_of, spellings
from tests.fakes import LEVELS

CASE = Case(
    id="a",
    cat="when",
    question="Hồ sơ cấp độ phải duyệt xong khi nào?",
    expect=(("tháng 9 năm 2024", "30/9/2024"),),
    cite=(("hoàn thành phê duyệt hồ sơ đề xuất cấp độ", "một chỗ khác"),),
    due=((date(2024, 9, 30),),),
    forbid=("tháng 12",),
    answerable=True,
    history=(),
)
RIGHT = Answer("?", "answered", None, "Chậm nhất trong tháng 9 năm 2024. [1]", citations=(LEVELS,))


def test_a_right_answer_has_no_fault() -> None:
    assert faults_of(CASE, RIGHT) == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"answer": "Chậm nhất trong năm 2024. [1]"}, "lacks 'tháng 9 năm 2024'"),
        ({"citations": ()}, "does not cite 'hoàn thành phê duyệt hồ sơ đề xuất cấp độ'"),
        ({"answer": "Tháng 9 năm 2024, hoặc tháng 12. [1]"}, "says 'tháng 12'"),
        ({"status": "abstained"}, "abstained, not as it should be"),
    ],
)
def test_each_fault_is_named(changed: dict[str, Any], fault: str) -> None:
    assert fault in faults_of(CASE, replace(RIGHT, **changed))


def test_a_fact_or_day_may_stand_in_the_rows() -> None:
    due = {"text": "trong tháng 9 năm 2024", "relation": "during", "start": "2024-09-01", "end": "2024-09-30"}
    row = {"lead": ["Sở Y tế"], "coordinating": [], "action": "duyệt", "due": due, "citation": 1}
    assert faults_of(CASE, replace(RIGHT, answer="1 nhiệm vụ: [1]", tasks=(row,))) == []


def test_what_must_be_declined_is_right_where_it_is() -> None:
    case = replace(CASE, expect=(), cite=(), due=(), answerable=False)
    assert faults_of(case, Answer("?", "abstained", "x", "Không tìm thấy.")) == []
    assert faults_of(case, RIGHT) == ["answered, not as it should be"]


def test_a_month_is_a_spelling_of_its_last_day_alone() -> None:
    assert "tháng 9/2024" in spellings(date(2024, 9, 30))
    assert "tháng 9/2024" not in spellings(date(2024, 9, 29))
