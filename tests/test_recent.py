"""A question that goes on from another: it finds what that was answered with, and answers it no second time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.pipeline import Assistant
from assistant.recent import Recent, Told
from assistant.understanding import Understanding
from assistant.understanding.question import MOST_TURNS
from index.ingest import index_folder
from index.store import Store
from tests.fake_embedder import FakeEmbedder, write

TODAY = date(2031, 6, 1)
TALK = (
    "Việc kiểm kê đèn biển do ai chủ trì?",
    "Thế bao giờ phải xong?",
    "Bộ đó phải làm những việc gì?",
    "Cảm ơn!",
    "Việc đó họ phải làm cùng với ai?",
)


class Counting(FakeEmbedder):
    """An embedder that counts what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def embed_queries(self, texts: Sequence[str]):  # type: ignore[no-untyped-def]  # as of its base
        self.asked += texts
        return super().embed_queries(texts)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    folder = write(
        tmp_path / "docs",
        a=(
            "THÔNG BÁO\n\n1. Giao Bộ Xây dựng chủ trì, phối hợp với Bộ Y tế kiểm kê đèn biển, hoàn thành trước ngày "
            "15/8/2031.\n\n2. Giao Bộ Tài chính bố trí kinh phí trồng rừng trong năm 2031.\n"
        ),
    )
    made = Store(tmp_path / "store")
    index_folder(made, folder, FakeEmbedder())
    yield made
    made.close()


def told(answer: Answer) -> tuple[object, ...]:
    return answer.status, answer.answer, answer.citations, answer.tasks, answer.understood


def test_an_answer_is_the_same_in_a_conversation_and_out_of_the_blue(store: Store) -> None:
    known = Assistant(store, FakeEmbedder(), today=lambda: TODAY)
    statuses = []
    for turn, asked in enumerate(TALK):
        anew = Assistant(store, FakeEmbedder(), today=lambda: TODAY)
        answer = known.ask(asked, TALK[:turn])
        assert told(answer) == told(anew.ask(asked, TALK[:turn]))
        statuses.append(answer.status)
    assert statuses == ["answered", "answered", "answered", "abstained", "answered"]


def test_the_question_before_is_answered_once(store: Store) -> None:
    embedder = Counting()
    assistant = Assistant(store, embedder, today=lambda: TODAY)
    assistant.ask(TALK[0])
    embedder.asked.clear()
    assert "15/8/2031" in assistant.ask(TALK[1], TALK[:1]).answer
    assert len(embedder.asked) <= 1
    embedder.asked.clear()
    anew = Assistant(store, embedder, today=lambda: TODAY)
    assert "15/8/2031" in anew.ask(TALK[1], TALK[:1]).answer
    assert len(embedder.asked) >= 1


def test_a_new_state_of_the_store_and_a_new_day_forget(store: Store, tmp_path: Path) -> None:
    today = [TODAY]
    assistant = Assistant(store, FakeEmbedder(), today=lambda: today[0])
    assert "15/8/2031" in assistant.ask(TALK[0]).tasks[0]["due"]["text"]
    write(
        tmp_path / "docs",
        a="THÔNG BÁO\n\n1. Giao Bộ Xây dựng chủ trì kiểm kê đèn biển, hoàn thành trước ngày 20/9/2031.\n",
    )
    index_folder(store, tmp_path / "docs", FakeEmbedder())
    assert "20/9/2031" in assistant.ask(TALK[1], TALK[:1]).answer
    late = "Nhiệm vụ nào đã quá hạn?"
    assert not assistant.ask(late).tasks
    today[0] = date(2031, 10, 1)
    assert [task["due"]["end"] for task in assistant.ask(late).tasks] == ["2031-09-20"]


def recent(most: int) -> Recent:
    return Recent(Understanding([], str, TODAY), TODAY, most)


def test_what_was_asked_last_is_remembered() -> None:
    memory = recent(2)
    for name in ("một", "hai", "một", "ba"):
        memory.remember(name, (), Told([name]))
    assert memory.told("một", ()) == Told(["một"])
    assert memory.told("ba", ()) == Told(["ba"])
    with pytest.raises(KeyError):
        memory.told("hai", ())


def test_a_question_is_another_behind_other_ones_and_the_same_behind_the_same_last_ones() -> None:
    memory = recent(9)
    long = [str(turn) for turn in range(3 * MOST_TURNS)]
    memory.remember("thế bao giờ xong?", long, None)
    assert memory.told("thế bao giờ xong?", long[-MOST_TURNS:]) is None
    with pytest.raises(KeyError):
        memory.told("thế bao giờ xong?", long[:-1])
