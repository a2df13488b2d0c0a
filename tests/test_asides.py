"""What a person tells of himself around a question is left out; what he asks stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.asides import without_asides


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("Cho tôi hỏi ai trông đèn biển?", "Ai trông đèn biển?"),
        ("Anh ơi cho em hỏi Sở Y tế phải làm gì?", "Sở Y tế phải làm gì?"),
        ("Tôi ở phòng tổng hợp, ai trông đèn biển?", "Ai trông đèn biển?"),
        ("Tôi là kế toán. Bao giờ nộp báo cáo quý?", "Bao giờ nộp báo cáo quý?"),
        ("Sở Y tế nộp báo cáo khi nào, để bên tôi còn chuẩn bị?", "Sở Y tế nộp báo cáo khi nào?"),
        ("Để chuẩn bị họp tuần tới, tôi cần danh sách việc của Sở Y tế.", "Danh sách việc của Sở Y tế."),
        ("Lãnh đạo vừa hỏi ai trông đèn biển, nhờ bạn nêu cụ thể giúp.", "Ai trông đèn biển"),
        ("Đèn biển xong năm nào, tôi nhớ có đọc ở đây rồi mà tìm không ra?", "Đèn biển xong năm nào?"),
        ("Em muốn biết khi nào sửa xong đèn biển", "Khi nào sửa xong đèn biển"),
    ],
)
def test_what_is_no_question_is_left_out(told: str, asked: str) -> None:
    assert without_asides(told) == asked
    assert without_asides(asked) == asked


@pytest.mark.parametrize(
    "asked",
    [
        "Sở Y tế phải làm gì, khi nào xong?",
        "Ai phải giúp tôi làm hồ sơ?",
        "Sở tôi phải làm gì?",
        "Để giữ rừng đước, ai phải làm gì?",
        "Cho tôi toàn bộ nhiệm vụ của Sở Y tế.",
        "Tôi phải nộp báo cáo trước ngày nào?",
        "Nhiệm vụ của chúng tôi là gì?",
        "Tôi cảm ơn",
        "Đèn biển, phao và neo do ai trông?",
        "Theo Chỉ thị số 9/CT-UBND, ngày 2/5/2031, ai trông đèn biển?",
        "",
    ],
)
def test_a_question_stays_as_it_is(asked: str) -> None:
    assert without_asides(asked) == asked


WORDS = ("tôi ", "cho ", "xin ", "hỏi ", "để ", "ai ", "gì", ", ", "? ")
NEAR_MISSES = ("xin cho ", "tôi ", "cho tôi ", "anh chị ", ", ", "giúp ", "để tôi ", "vừa ", "1,2")


@given(st.text() | st.lists(st.sampled_from(WORDS)).map("".join))
def test_of_any_text_only_something_is_left_out(text: str) -> None:
    left = without_asides(text)
    assert len(left) <= len(text) + 1
    assert bool(left.strip()) == bool(text.strip())


@pytest.mark.parametrize("near_miss", NEAR_MISSES)
def test_a_run_of_near_misses_is_read(near_miss: str) -> None:
    without_asides(near_miss * (20_000 // len(near_miss)) + "ai?")
