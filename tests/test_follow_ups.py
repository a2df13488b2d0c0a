"""Questions that an answer leads to: each has an answer, and tells something that the answer does not."""

from __future__ import annotations

import pytest

from assistant.opening import EXAMPLES
from assistant.pipeline import Assistant


@pytest.mark.parametrize("question", [*EXAMPLES, "Bộ Công an phải làm gì?", "Việc nào có hạn trong năm 2025?"])
def test_each_has_an_answer_that_is_not_this_one(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    found = assistant.follow_ups(answer)
    assert 1 <= len(found) <= 3
    assert question not in found
    for further in found:
        told = assistant.ask(further)
        assert told.status == "answered", further
        assert {task["id"] for task in told.tasks} - {task["id"] for task in answer.tasks}


@pytest.mark.parametrize("question", ["Bộ Quốc phòng phải đóng bao nhiêu tàu ngầm?", "xin chào"])
def test_a_refusal_leads_nowhere(assistant: Assistant, question: str) -> None:
    assert assistant.follow_ups(assistant.ask(question)) == ()
