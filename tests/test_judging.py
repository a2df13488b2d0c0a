"""Whether an answer is right by a case's gold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from eval.judging import Check, judged
from tests.eval_runs import CASE, DECLINED, OUTSIDE, RIGHT
from tests.fakes import DOCUMENTS, LEVELS, POLICE


def faults(case: Any, answer: Any) -> list[str]:
    return [fault.words for fault in judged(case, answer).faults]


def test_a_right_answer_has_no_fault() -> None:
    judgement = judged(CASE, RIGHT)
    assert judgement.passed
    assert set(judgement.checks.values()) == {True}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"answer": "Chậm nhất trong năm 2024. [1]"}, "thiếu ý “tháng 9 năm 2024”"),
        ({"answer": "Chậm nhất trong năm 2024. [1]"}, "thiếu ngày “30/09/2024”"),
        ({"citations": (replace(POLICE, n=1),)}, "không dẫn “hoàn thành phê duyệt hồ sơ đề xuất cấp độ”"),
        ({"answer": "Tháng 9 năm 2024, hoặc tháng 12. [1]"}, "nói điều không được nói “tháng 12”"),
        ({"status": "abstained"}, "từ chối câu hỏi có câu trả lời"),
        ({"answer": "Tháng 9 năm 2024."}, "câu trả lời không có dấu [n]"),
        ({"answer": "Tháng 9 năm 2024. [1] [7]"}, "dấu [7] không trỏ tới trích dẫn nào"),
        ({"answer": f"Tháng 9 năm 2024. [1] {'và ' * 600}"}, "dài 1822 ký tự, quá 1500"),
        ({"citations": tuple(replace(LEVELS, n=n) for n in range(1, 10))}, "dẫn 9 đoạn, quá 8"),
    ],
)
def test_each_fault_is_named(changed: dict[str, Any], fault: str) -> None:
    assert fault in faults(CASE, replace(RIGHT, **changed))


def test_what_was_not_answered_is_told_once() -> None:
    assert faults(CASE, DECLINED) == ["từ chối câu hỏi có câu trả lời"]
    assert not judged(CASE, DECLINED).checks[Check.FACTS]  # it counts all the same


def test_a_fact_or_day_may_stand_in_the_rows() -> None:
    due = {"text": "trong tháng 9 năm 2024", "relation": "during", "start": "2024-09-01", "end": "2024-09-30"}
    row = {"lead": ["Sở Y tế"], "coordinating": [], "action": "duyệt", "due": due, "citation": 1}
    assert faults(CASE, replace(RIGHT, answer="1 nhiệm vụ: [1]", tasks=(row,))) == []


def test_a_list_may_be_long_and_tell_much() -> None:
    row = {"lead": ["Sở Y tế"], "coordinating": [], "action": "duyệt", "due": None, "citation": 1}
    long = replace(RIGHT, answer=f"{RIGHT.answer}{'và ' * 600}", tasks=(row,) * 20)
    assert faults(replace(CASE, cat="list"), long) == []
    assert faults(replace(CASE, cat="task"), long) == ["kể 20 nhiệm vụ, quá 15"]


def test_what_must_be_declined_is_right_where_it_is() -> None:
    assert faults(OUTSIDE, DECLINED) == []
    assert faults(OUTSIDE, RIGHT) == ["trả lời câu hỏi phải từ chối"]


def test_a_quote_must_be_the_stored_text() -> None:
    def stored(name: str) -> str:
        return (DOCUMENTS / name).read_text("utf-8")

    assert judged(CASE, RIGHT, stored).checks[Check.QUOTES]
    moved = replace(RIGHT, citations=(replace(LEVELS, start=LEVELS.start - 1),))
    assert not judged(CASE, moved, stored).checks[Check.QUOTES]
