"""Questions about what holds in a case, and the sentences that tell it."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.understanding import Kind, Understanding
from assistant.understanding.conditions import case_in, holds_case, tells_case, terms_of_case


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("Nếu tàu về bến muộn thì xử lý thế nào?", "tàu về bến muộn"),
        ("Trường hợp chủ tàu không đóng phí, thì phải làm gì?", "chủ tàu không đóng phí"),
        ("Chủ tàu nộp hồ sơ quá hạn thì phải làm gì", "Chủ tàu nộp hồ sơ quá hạn"),
        ("khi đèn biển hỏng ban đêm thì giải quyết ra sao?", "đèn biển hỏng ban đêm"),
        ("Hồ sơ không ghi rõ số tàu thì sao?", "Hồ sơ không ghi rõ số tàu"),
    ],
)
def test_the_case_is_what_stands_before_then(text: str, case: str) -> None:
    found = case_in(text)
    assert found is not None
    assert found.of(text) == case


@pytest.mark.parametrize(
    "text",
    [
        "Còn Bộ Tài chính thì sao?",
        "Thế còn các tỉnh miền núi thì sao?",
        "Bộ Y tế thì sao?",
        "Ngân hàng Nhà nước Việt Nam thì thế nào?",
        "Khi nào thì Bộ Y tế phải báo cáo?",
        "Nếu tàu về bến muộn thì ai phải báo cáo?",
        "Bộ Y tế phải làm gì?",
    ],
)
def test_other_questions_name_no_case(text: str) -> None:
    assert case_in(text) is None


def test_a_late_case_asks_for_no_list_of_overdue_tasks() -> None:
    question = Understanding([], str, date(2031, 6, 1)).read("Chủ tàu nộp hồ sơ quá hạn thì phải làm gì?")
    assert question.kind is Kind.WHAT
    assert question.what.statuses == ()
    assert {"quá", "hạn", "quá hạn", "hồ sơ"} <= set(question.terms)
    assert "làm" not in question.terms


def test_small_words_tell_cases_apart() -> None:
    assert terms_of_case("văn bản không kết luận") == (
        "văn", "bản", "không", "kết", "luận", "văn bản", "bản không", "không kết", "kết luận",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Trường hợp văn bản không kết luận cụ thể, thì xem như thống nhất.", True),
        ("b) Nếu quá thời hạn, cơ quan phối hợp phải báo cáo.", True),
        ("Khi được hỏi, sở trả lời bằng văn bản.", True),
        ("Sở trả lời bằng văn bản khi được hỏi.", False),
        ("Trường học mở cửa.", False),
    ],
)
def test_a_sentence_that_begins_with_a_case_tells_it(sentence: str, told: bool) -> None:
    assert tells_case(sentence) is told


def test_a_sentence_about_no_case_holds_none() -> None:
    assert holds_case("Sở trả lời bằng văn bản khi được hỏi.")
    assert not holds_case("Sở không hoàn thành kế hoạch.")
