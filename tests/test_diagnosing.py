"""A deliberate fault in each stage, and the stage that the diagnosis names for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.answering.draft import Draft
from assistant.answering.single import say_all
from assistant.evidence import judge
from assistant.evidence.task_candidates import score_of
from assistant.explaining import Explanation
from assistant.pipeline import Assistant
from assistant.understanding import Named, Question, Role
from corpus.passages import Passage, passages_of
from corpus.reading import Span
from corpus.tasks.reading import TaskReading, read_tasks
from eval.cases import SHIPPED, Case, read_cases
from eval.diagnosing import Finding, Stage, diagnose, misread
from eval.gold import GoldText
from eval.judging import judged
from index.ingest import index_folder
from index.retrieval import Hit, HybridRetriever
from index.store import Store
from tests.fake_embedder import FakeEmbedder
from tests.fakes import DOCUMENTS, NOTICE

CASES = {case.id: case for case in read_cases(SHIPPED)}
CHIPS = CASES["ship-when-01"]
ACCOUNTS = CASES["ship-number-01"]
CITED = "hoàn thành trong tháng 8 năm 2024"


def found_at(assistant: Assistant, store: Store, case: Case) -> Finding | None:
    """What the diagnosis says of a case; None where nothing is wrong."""
    gold = GoldText(store)
    way = assistant.explain(case.question, case.history, most=400)
    return diagnose(case, judged(case, way.answer, gold.text), way, gold)


@contextmanager
def notice_indexed(folder: Path, change: Callable[[str], str] = lambda text: text) -> Iterator[tuple[Assistant, Store]]:
    """A store of one document, changed before it is read, with a fake model."""
    documents = folder / "documents"
    documents.mkdir()
    (documents / NOTICE).write_text(change((DOCUMENTS / NOTICE).read_text("utf-8")), encoding="utf-8")
    store, embedder = Store(folder / "store"), FakeEmbedder()
    index_folder(store, documents, embedder)
    yield Assistant(store, embedder), store
    store.close()


def test_what_passes_is_not_diagnosed(assistant: Assistant, shipped_store: Store) -> None:
    assert found_at(assistant, shipped_store, CHIPS) is None
    assert found_at(assistant, shipped_store, ACCOUNTS) is None


def test_a_sentence_that_the_reader_lost_is_lost_by_reading(tmp_path: Path) -> None:
    with notice_indexed(tmp_path, lambda text: text.replace(CITED, "hoàn thành sớm")) as (assistant, store):
        finding = found_at(assistant, store, CHIPS)
    assert finding is not None
    assert finding.stage is Stage.READING
    assert "không văn bản nào trong kho chứa" in finding.evidence
    assert NOTICE in finding.evidence


def test_a_day_that_the_rules_misread_is_lost_by_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    def misread(*args: Any) -> TaskReading:
        reading = read_tasks(*args)
        wrong = tuple(
            replace(task, due=replace(task.due, end=date(2024, 3, 3))) if task.due and task.due.end else task
            for task in reading.tasks
        )
        return replace(reading, tasks=wrong)

    monkeypatch.setattr("index.document_reading.read_tasks", misread)
    # the words of the deadline are still said: the days alone are wrong
    case = replace(CHIPS, expect=(), due=((date(2024, 8, 30),),))
    with notice_indexed(tmp_path) as (assistant, store):
        finding = found_at(assistant, store, case)
    assert finding is not None
    assert finding.stage is Stage.READING
    assert "hạn 03/03/2024, đúng ra là 30/08/2024" in finding.evidence


def test_a_sentence_that_no_passage_holds_is_lost_by_the_sections(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def leaky(*args: Any) -> list[Passage]:
        return [passage for passage in passages_of(*args) if CITED not in " ".join(passage.text.split())]

    monkeypatch.setattr("index.document_reading.passages_of", leaky)
    monkeypatch.setattr("index.document_reading.read_tasks", lambda *_: TaskReading((), ()))
    with notice_indexed(tmp_path) as (assistant, store):
        finding = found_at(assistant, store, CHIPS)
    assert finding is not None
    assert finding.stage is Stage.SECTION
    assert "không nằm trong đoạn nào" in finding.evidence


def test_a_passage_that_the_search_misses_is_lost_by_retrieval(
    assistant: Assistant, shipped_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    gold = {passage.id for passage in GoldText(shipped_store).relevant([p for ps in ACCOUNTS.cite for p in ps])}
    hits = HybridRetriever.hits

    def blind(self: HybridRetriever, query: Any) -> list[Hit]:
        return [hit for hit in hits(self, query) if hit.id not in gold]

    monkeypatch.setattr(HybridRetriever, "hits", blind)
    finding = found_at(assistant, shipped_store, ACCOUNTS)
    assert finding is not None
    assert finding.stage is Stage.RETRIEVAL
    assert "không được tìm thấy" in finding.evidence


def test_a_body_that_was_not_asked_for_is_a_wrong_filter(
    assistant: Assistant, shipped_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.understanding import Understanding

    read = Understanding.read

    def misled(self: Understanding, question: str, history: Sequence[str]) -> Question:
        return replace(read(self, question, history), bodies=(Named("Bộ Y tế", Span(0, 0), Role.CHARGED),))

    monkeypatch.setattr(Understanding, "read", misled)
    finding = found_at(assistant, shipped_store, CHIPS)
    assert finding is not None
    assert finding.stage is Stage.FILTER
    assert "của cơ quan khác" in finding.evidence
    assert "cơ quan được hỏi: Bộ Y tế" in finding.evidence


def test_a_list_of_another_body_leaves_its_tasks_out_by_the_filter(
    assistant: Assistant, shipped_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.understanding import Understanding

    read = Understanding.read

    def misled(self: Understanding, question: str, history: Sequence[str]) -> Question:
        return replace(read(self, question, history), bodies=(Named("Bộ Công an", Span(0, 0), Role.CHARGED),))

    monkeypatch.setattr(Understanding, "read", misled)
    finding = found_at(assistant, shipped_store, CASES["ship-list-07"])
    assert finding is not None
    assert finding.stage is Stage.FILTER
    assert "danh sách bỏ sót" in finding.evidence


def test_the_right_piece_behind_a_worse_one_is_lost_by_ranking(
    assistant: Assistant, shipped_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("gathering", "task_candidates"):
        monkeypatch.setattr(f"assistant.evidence.{module}.score_of", lambda *args, **names: -score_of(*args, **names))
    finding = found_at(assistant, shipped_store, CHIPS)
    assert finding is not None
    assert finding.stage is Stage.RANKING
    assert "chọn “" in finding.evidence


def test_words_that_leave_the_day_out_are_lost_by_composing(
    assistant: Assistant, shipped_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:

    def mumbled(draft: Draft, *args: Any) -> None:
        say_all(draft, *args)
        draft.lines[:] = ["Xem văn bản. [1]"]
        draft.tasks.clear()

    monkeypatch.setattr("assistant.turn.say_all", mumbled)
    finding = found_at(assistant, shipped_store, CHIPS)
    assert finding is not None
    assert finding.stage is Stage.COMPOSING
    assert "thiếu ý “tháng 8 năm 2024”" in finding.evidence


def test_a_threshold_that_declines_too_much_is_abstention(
    assistant: Assistant, shipped_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "__kwdefaults__", {"enough": 1.5})
    finding = found_at(assistant, shipped_store, ACCOUNTS)
    assert finding is not None
    assert finding.stage is Stage.ABSTENTION
    assert "đoạn đúng bị coi là chưa đủ" in finding.evidence


def test_a_threshold_that_answers_too_much_is_abstention(
    assistant: Assistant, shipped_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "Ai chủ trì việc đưa tàu ngầm hạt nhân vào vịnh Cam Ranh?"
    case = replace(CHIPS, cat="abstain", question=asked, expect=(), cite=(), due=(), forbid=(), answerable=False)
    assert found_at(assistant, shipped_store, case) is None
    monkeypatch.setattr(judge, "__kwdefaults__", {"enough": 0.0})
    finding = found_at(assistant, shipped_store, case)
    assert finding is not None
    assert finding.stage is Stage.ABSTENTION
    assert finding.evidence.startswith("không bị từ chối: “")


def test_a_variant_that_is_read_otherwise_is_charged_to_the_reading_of_the_question() -> None:
    answer = Answer("?", "abstained", "không có", "Không tìm thấy.")
    found = Finding(Stage.ABSTENTION, "đoạn đúng bị coi là chưa đủ")
    original = Explanation(answer, (("đọc là", "Công điện 5/CĐ-TTg giao gì?"),))
    slipped = Explanation(answer, (("đọc là", "Công điên 5/CĐ-TTg giao gì?"),))
    assert misread(found, original, original) == found
    charged = misread(found, slipped, original)
    assert charged.stage is Stage.FILTER
    assert charged.evidence == (
        "đọc thành “Công điên 5/CĐ-TTg giao gì?”, câu gốc là “Công điện 5/CĐ-TTg giao gì?”; "
        "vì vậy đoạn đúng bị coi là chưa đủ"
    )


def test_a_piece_is_found_across_hard_wraps_and_crawled_marks(tmp_path: Path) -> None:
    text = "Số: 12/CT-UBND\n\n1. Sở Y tế **chủ trì rà soát\nhồ sơ** trước ngày 5/8/2031.\n"
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text(text, encoding="utf-8")
    store = Store(tmp_path / "store")
    index_folder(store, tmp_path / "documents", FakeEmbedder())
    gold = GoldText(store)
    store.close()
    [place] = gold.places("Sở Y tế chủ trì rà soát hồ sơ")
    assert place.span.of(gold.text("a.txt")) == "Sở Y tế **chủ trì rà soát\nhồ sơ"
    assert len(gold.passages(place)) == 1
    assert len(gold.records(place)) == 1
    assert gold.places("Sở Y tế chủ trì rà soát giấy phép") != ()  # most of it stands there
    assert gold.places("Bộ Quốc phòng đóng tàu ngầm hạt nhân") == ()
