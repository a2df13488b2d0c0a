from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assistant.question
from assistant.question import Kind, understand
from corpus.errors import BadQuestion
from corpus.gazetteer import load_gazetteer


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("Bộ Y tế phải trình đề án khi nào?", Kind.WHEN),
        ("Hạn chót nộp báo cáo là ngày nào?", Kind.WHEN),
        ("Ai chủ trì xây dựng nghị định?", Kind.WHO),
        ("Cơ quan nào phối hợp với Bộ Công an?", Kind.WHO),
        ("Có bao nhiêu tài khoản định danh?", Kind.NUMBER),
        ("Liệt kê các nhiệm vụ của Bộ Nội vụ", Kind.LIST),
        ("Bộ Tài chính được giao việc gì?", Kind.WHAT),
        ("Tương lai của dữ liệu số?", Kind.WHAT),
    ],
)
def test_what_a_question_asks_for(asked: str, kind: Kind) -> None:
    assert understand(asked).kind is kind


def test_the_words_that_only_ask_are_no_terms() -> None:
    assert set(understand("Ai phải trình Luật Dữ liệu khi nào?").terms) == {
        *("trình", "luật", "dữ", "liệu"),
        *("trình luật", "luật dữ", "dữ liệu"),
    }


def test_a_short_form_is_written_out_and_still_searched_as_it_stands() -> None:
    question = understand("BTTTT phải làm gì?")
    assert "Bộ Thông tin và Truyền thông" in question.searched
    assert "BTTTT" in question.searched
    assert "thông tin" in question.terms
    assert [b.name for b in question.bodies] == ["Bộ Thông tin và Truyền thông"]


def test_an_ambiguous_short_form_stays_as_it_is() -> None:
    assert understand("CT số 34 nêu gì?").searched == "CT số 34 nêu gì?"


def test_nfd_and_nfc_are_one_question() -> None:
    asked = "Ngân hàng Nhà nước phải làm gì?"
    assert understand(unicodedata.normalize("NFD", asked)) == understand(asked)


def test_a_question_that_leans_takes_the_turn_before_along() -> None:
    question = understand("Thời hạn là khi nào?", ["Ai trình Luật Dữ liệu?"])
    assert question.leans
    assert question.searched == "Ai trình Luật Dữ liệu? Thời hạn là khi nào?"
    assert question.asked == "Thời hạn là khi nào?"
    assert question.kind is Kind.WHEN


def test_a_question_of_its_own_forgets_the_turn_before() -> None:
    question = understand("Ngân hàng Nhà nước trình nghị định nào?", ["Ai trình Luật Dữ liệu?"])
    assert not question.leans
    assert question.searched == "Ngân hàng Nhà nước trình nghị định nào?"


@pytest.mark.parametrize("asked", ["", "   ", "?!…", "\x00\n\t", "👍"])
def test_a_question_without_words_is_refused(asked: str) -> None:
    with pytest.raises(BadQuestion, match="Câu hỏi trống"):
        understand(asked)


def test_a_question_that_is_too_long_is_refused_with_the_limit() -> None:
    with pytest.raises(BadQuestion, match=r"dài 20\.000 ký tự, tối đa 1\.000"):
        understand("a" * 20_000)


def test_nul_and_markup_are_words_or_nothing() -> None:
    assert understand("Ai\x00 ký <b>thông báo</b>?").asked == "Ai ký <b>thông báo</b>?"


@given(st.text(max_size=200), st.lists(st.text(max_size=50), max_size=3))
def test_any_text_is_understood_or_refused(text: str, history: list[str]) -> None:
    try:
        question = understand(text, history)
    except BadQuestion as error:
        assert "\n" not in str(error)  # noqa: PT017  either outcome is right
    else:
        assert question.asked == unicodedata.normalize("NFC", question.asked)
        assert len(set(question.terms)) == len(question.terms)


def test_who_gives_the_task_need_not_stand_in_the_answer() -> None:
    question = understand("Thủ tướng Chính phủ giao Bộ Y tế việc gì?")
    assert [body.name for body in question.bodies] == ["Bộ Y tế"]


def test_the_words_of_questions_are_clean_and_name_bodies_there_are() -> None:
    data = tomllib.loads((Path(assistant.question.__file__).parent / "question_words.toml").read_text("utf-8"))
    for phrases in (*data["kinds"].values(), data["fillers"]["words"]):
        assert all(p == unicodedata.normalize("NFC", p).strip().lower() for p in phrases)
        assert len(phrases) == len(set(phrases))
    assert all(load_gazetteer().body(id_) for id_ in data["givers"]["ids"])
