"""The way of a question with all real parts, over the shipped documents."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from llama_index.core.base.base_query_engine import BaseQueryEngine

from assistant.answer import Answer
from assistant.answering.declining import Reason
from assistant.engine import DirectiveQueryEngine
from assistant.opening import EXAMPLES
from assistant.pipeline import Assistant
from corpus.errors import BadQuestion, StoreMismatch
from index.embedder import Vectors
from index.ingest import index_folder
from index.onnx_embedder import OnnxEmbedder
from index.store import Store

NOTICE = "002_a1224c4dc0de3d89.txt"


def _quotes_are_the_text(answer: Answer, store: Store) -> None:
    for citation in (*answer.citations, *answer.neighbours):
        text = store.text(citation.document)
        assert text[citation.start : citation.end] == citation.quote
        end = citation.passage_start + len(citation.passage)
        assert text[citation.passage_start : end] == citation.passage
        assert citation.passage_start <= citation.start < citation.end <= end


def test_an_answer_names_the_tasks_that_its_citations_tell(assistant: Assistant) -> None:
    answer = assistant.ask("Bộ Thông tin và Truyền thông phải trình chiến lược phát triển công nghiệp bán dẫn khi nào?")
    first = next(task for task in answer.tasks if task["document"] == NOTICE)
    assert first["lead"] == ["Bộ Thông tin và Truyền thông"]
    assert first["due"] == {
        "text": "trong tháng 8 năm 2024", "relation": "during", "start": "2024-08-01", "end": "2024-08-31",
    }  # fmt: skip
    proof = next(citation for citation in answer.citations if citation.n == first["citation"])
    assert first["action"] in " ".join(proof.quote.split())


def test_a_refusal_names_no_tasks(assistant: Assistant) -> None:
    assert assistant.ask("Giá vàng hôm nay bao nhiêu?").tasks == ()


def test_a_when_question_is_answered_with_the_sentence_and_its_place(
    assistant: Assistant, shipped_store: Store
) -> None:
    answer = assistant.ask("Bộ Thông tin và Truyền thông phải trình chiến lược phát triển công nghiệp bán dẫn khi nào?")
    assert answer.status == "answered"
    assert answer.reason is None
    assert answer.answer.startswith("Trong tháng 8 năm 2024 (đến 31/08/2024): Bộ Thông tin và Truyền thông")
    first = answer.citations[0]
    assert (first.document, first.section, first.date) == (NOTICE, "B.II.3.a", "2024-07-19")
    assert first.heading == "B.II.3.a — Về phát triển kinh tế số"
    assert first.official
    _quotes_are_the_text(answer, shipped_store)


def test_a_sentence_takes_the_deadline_behind_it_along(assistant: Assistant) -> None:
    answer = assistant.ask("Ai chủ trì đề xuất Nghị quyết của Chính phủ về chuyển đổi số, hạn khi nào?")
    assert "Bộ Thông tin và Truyền thông" in answer.answer
    assert "trước ngày 16 tháng 8 năm 2024" in answer.answer


def test_a_definition_brings_its_list(assistant: Assistant) -> None:
    answer = assistant.ask("“5 không” gồm những gì?")
    assert "Không giấy tờ" in answer.answer
    assert "[6]" not in answer.answer.split("\n")[0].replace("[1]", "")


@pytest.mark.parametrize(
    "asked",
    [
        "Ai vô địch giải bóng đá Đà Nẵng cuối tuần này?",
        "Bộ Y tế phải trình Luật Dữ liệu khi nào?",
        "Nhà thơ nào nổi tiếng nhất thế kỷ 19?",
        "Doanh thu thương mại điện tử năm 2031 là bao nhiêu?",
        "asdf qwer zxcv",
    ],
)
def test_what_the_documents_do_not_hold_is_declined(asked: str, assistant: Assistant, shipped_store: Store) -> None:
    answer = assistant.ask(asked)
    assert answer.status == "abstained"
    assert answer.answer == "Không tìm thấy câu trả lời trong 5 văn bản đã nạp."
    assert answer.reason
    assert answer.citations == ()
    _quotes_are_the_text(answer, shipped_store)


def test_a_refusal_names_the_body_that_is_not_there(assistant: Assistant) -> None:
    answer = assistant.ask("Bộ Y tế phải khẩn trương xây dựng dự án Luật Dữ liệu, trình Quốc hội khi nào?")
    assert answer.because == Reason.BODY
    assert answer.reason == "có nói về việc được hỏi, nhưng không phải của Bộ Y tế"


def test_a_false_premise_is_answered_with_what_the_text_says(assistant: Assistant) -> None:
    answer = assistant.ask("Bộ Y tế khẩn trương xây dựng dự án Luật Dữ liệu để trình Quốc hội phải không?")
    assert answer.answer.startswith("Không đúng: việc này giao cho Bộ Công an")


def test_what_no_directive_tells_is_outside_of_the_job(assistant: Assistant) -> None:
    answer = assistant.ask("Thời tiết Đà Nẵng cuối tuần này thế nào?")
    assert (answer.status, answer.because, answer.neighbours) == ("abstained", Reason.OUTSIDE, ())


def test_a_refusal_does_not_claim_a_topic_that_is_not_there(assistant: Assistant) -> None:
    answer = assistant.ask("Bộ Quốc phòng phải đóng bao nhiêu tàu ngầm?")
    assert answer.because == Reason.TOPIC
    assert answer.reason is not None
    assert answer.reason.startswith("các đoạn gần nhất không có đủ điều được hỏi (thiếu: ")


def test_a_follow_up_leans_on_the_turn_before(assistant: Assistant) -> None:
    answer = assistant.ask("Hạn là khi nào?", ["Ai phải phê duyệt hồ sơ đề xuất cấp độ an toàn thông tin?"])
    assert "tháng 9 năm 2024" in answer.answer


def test_a_refusal_holds_on_the_second_turn_too(assistant: Assistant) -> None:
    answer = assistant.ask("Giá vàng hôm nay bao nhiêu?", ["Ai phải phê duyệt hồ sơ đề xuất cấp độ?"])
    assert answer.status == "abstained"


def test_the_same_question_has_the_same_answer(assistant: Assistant) -> None:
    asked = "Ngân hàng Nhà nước phải trình nghị định gì?"
    first, second = assistant.ask(asked), assistant.ask(asked)
    assert (first.answer, first.citations) == (second.answer, second.citations)


def test_questions_at_once_get_their_own_answers(assistant: Assistant) -> None:
    asked = ["Ai trình Luật Dữ liệu?", "“5 không” gồm những gì?", "Giá vàng SJC hôm nay?"] * 4
    alone = {question: assistant.ask(question).answer for question in set(asked)}
    found: dict[int, str] = {}
    threads = [
        Thread(target=lambda i=i, q=q: found.__setitem__(i, assistant.ask(q).answer)) for i, q in enumerate(asked)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {i: alone[question] for i, question in enumerate(asked)}


def test_an_empty_store_says_so(tmp_path: Path, embedder: OnnxEmbedder) -> None:
    store = Store(tmp_path / "empty")
    answer = Assistant(store, embedder).ask("Ai trình Luật Dữ liệu?")
    store.close()
    assert (answer.status, answer.reason) == ("abstained", "kho văn bản trống")
    assert answer.answer == "Chưa có văn bản nào được nạp, nên không có gì để trả lời."


def test_another_model_is_refused_with_the_remedy(shipped_store: Store) -> None:
    class Other:
        model_id, dimension = "other", 3

        def embed_passages(self, texts: object) -> Vectors:
            return np.zeros((0, 3), dtype=np.float32)

        embed_queries = embed_passages

    with pytest.raises(StoreMismatch, match=r"'multilingual-e5-small-.*'other'.*chidao index --rebuild"):
        Assistant(shipped_store, Other())


@pytest.mark.parametrize("asked", ["", "a " * 10_000])
def test_a_question_that_cannot_be_asked_is_refused(asked: str, assistant: Assistant) -> None:
    with pytest.raises(BadQuestion):
        assistant.ask(asked)


def test_it_answers_from_the_folders_that_it_is_given(embedder: OnnxEmbedder, tmp_path: Path) -> None:
    asked = "Bộ Y tế phải báo cáo công tác tiêm chủng trước ngày nào?"
    for name, day in (("a", "05/8/2031"), ("b", "09/9/2031")):
        (tmp_path / name).mkdir()
        text = f"1. Bộ Y tế báo cáo công tác tiêm chủng trước ngày {day}.\n"
        (tmp_path / name / f"{name}.txt").write_text(text, encoding="utf-8")
    store = Store(tmp_path / "store")
    for name in ("a", "b"):
        index_folder(store, tmp_path / name, embedder)
    both, one, none = (Assistant(store, embedder, folders=f) for f in (None, [tmp_path / "b"], [tmp_path / "c"]))
    assert both.ask(asked).status == "answered"
    assert both.describe().documents == 2
    assert [c.document for c in one.ask(asked).citations] == ["b.txt"]
    assert one.describe().documents == 1
    assert none.ask(asked).status == "abstained"
    store.close()


def test_the_corpus_is_described_with_the_official_text_first(assistant: Assistant) -> None:
    corpus = assistant.describe()
    assert (corpus.documents, corpus.official, corpus.press, corpus.newest) == (5, 1, 4, "2025-02-06")
    assert corpus.titles[0].startswith("Kết luận Hội nghị Thường trực Chính phủ")


def test_the_assistant_is_a_llama_index_query_engine(assistant: Assistant) -> None:
    engine = DirectiveQueryEngine(assistant=assistant)
    assert isinstance(engine, BaseQueryEngine)
    response = engine.query("Ngân hàng Nhà nước phải trình nghị định gì?")
    assert "[1]" in str(response)
    node = response.source_nodes[0].node
    assert node.metadata["quote"] in node.get_content()
    assert response.metadata is not None
    assert response.metadata["status"] == "answered"


@pytest.mark.parametrize(
    ("asked", "said"),
    list(zip(EXAMPLES, ["tháng 8 năm 2024", "tháng 9 năm 2024", "Bộ Công an", "văn hóa số"], strict=True)),
)
def test_the_examples_of_the_empty_page_have_answers(asked: str, said: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert answer.status == "answered"
    assert said in answer.answer
