from __future__ import annotations

from assistant.compose import abstained, answered
from assistant.evidence import LONGEST_STATEMENT, Evidence, answers, statements
from assistant.question import understand
from corpus.facts import Facts
from corpus.passages import passages_of
from corpus.reading import Reading, Span
from index.store import StoredDocument, StoredPassage

DOCUMENT = StoredDocument(1, "a.txt", Facts(title="Chỉ thị về tiêm chủng", number="9/CT-UBND", date="2031-05-02"))


def _passages(text: str) -> list[StoredPassage]:
    return [
        StoredPassage(
            p.id, DOCUMENT, p.span, p.span.of(text), p.text, p.section, p.heading, p.titles, p.kind, p.sentences
        )
        for p in passages_of(Reading(text), DOCUMENT.name)
    ]


def _evidence(passage: StoredPassage, span: Span, coverage: float = 1.0) -> Evidence:
    words = passage.words[span.start - passage.span.start : span.end - passage.span.start]
    return Evidence(passage, span, words, coverage, 1.0, ())


def _no_section(_document: StoredDocument, _offset: int) -> tuple[str, str]:
    return "", ""


def test_the_answer_leaves_marks_out_and_the_quote_keeps_them() -> None:
    text = "I. VỀ Y TẾ\na) Sở Y tế rà soát\ncác điểm tiêm  [3] trước ngày 05/8/2031.\n"
    passage = _passages(text)[-1]
    span = passage.sentences[-1]
    answer = answered(understand("Sở Y tế làm gì?"), [_evidence(passage, span)], _no_section)
    assert answer.answer == "VỀ Y TẾ: Sở Y tế rà soát các điểm tiêm trước ngày 05/8/2031. [1]"
    assert answer.citations[0].quote == "a) Sở Y tế rà soát\ncác điểm tiêm  [3] trước ngày 05/8/2031."
    assert (answer.citations[0].number, answer.citations[0].date) == ("9/CT-UBND", "2031-05-02")


def test_a_long_sentence_is_quoted_up_to_a_clause_and_said_as_quoted() -> None:
    text = "Sở Y tế rà soát " + "điểm tiêm chủng số một, " * 120 + "trước ngày 05/8/2031."
    passage = max(_passages(text), key=lambda p: len(p.span))
    answer = answered(understand("Sở Y tế làm gì?"), [_evidence(passage, passage.span)], _no_section)
    quote = answer.citations[0].quote
    assert len(quote) <= LONGEST_STATEMENT
    assert text[answer.citations[0].start : answer.citations[0].end] == quote
    assert answer.answer == f"{quote} [1]"


def test_a_list_of_sentences_has_a_line_and_a_number_each() -> None:
    text = "1. Sở Y tế rà soát điểm tiêm.\n2. Sở Tài chính bố trí kinh phí tiêm chủng cho năm sau theo quy định.\n"
    found = [_evidence(p, s) for p in _passages(text) for s in p.sentences]
    answer = answered(understand("Các sở làm gì?"), found, _no_section)
    assert answer.answer.split("\n")[0].startswith("- ")
    assert [c.n for c in answer.citations] == list(range(1, len(found) + 1))


def test_a_refusal_shows_each_near_passage_once() -> None:
    text = "Sở Y tế rà soát điểm tiêm. Sở Y tế báo cáo kết quả.\n"
    passage = _passages(text)[0]
    near = [_evidence(passage, s, 0.1) for s in passage.sentences]
    answer = abstained(understand("Giá vàng hôm nay?"), "không có", 1, near, _no_section)
    assert answer.citations == ()
    assert [(c.n, c.quote) for c in answer.neighbours] == [(1, "Sở Y tế rà soát điểm tiêm.")]


def test_a_colon_goes_on_through_what_it_announces_and_a_sentence_through_its_deadline() -> None:
    text = (
        "“Ba sạch” gồm: (1) sạch nhà; (2) sạch ngõ; (3) sạch phố.\n\n"
        "Sở Y tế hướng dẫn các xã thực hiện. Thời hạn hoàn thành trước ngày 05/8/2031.\n"
    )
    said = [s.of(text) for p in _passages(text) for s in statements(p)]
    assert "“Ba sạch” gồm: (1) sạch nhà; (2) sạch ngõ; (3) sạch phố." in said
    assert "Sở Y tế hướng dẫn các xã thực hiện. Thời hạn hoàn thành trước ngày 05/8/2031." in said


def test_an_amount_is_answered_by_a_sentence_that_names_one_and_of_the_asked_year() -> None:
    text = "Kinh phí năm 2030 là 15 tỷ đồng.\n\nKinh phí do tỉnh bảo đảm theo Nghị quyết số 12/NQ-HĐND năm 2031.\n"
    found = [_evidence(p, s) for p in _passages(text) for s in p.sentences]
    right = [e.words for e in found if answers(understand("Kinh phí năm 2030 là bao nhiêu?"), e)]
    assert right == ["Kinh phí năm 2030 là 15 tỷ đồng."]
    assert not [e for e in found if answers(understand("Kinh phí năm 2031 là bao nhiêu?"), e)]


def test_a_figure_that_no_passage_holds_is_no_answer() -> None:
    passage = _passages("Sở Y tế rà soát điểm tiêm chủng.\n")[0]
    evidence = Evidence(passage, passage.span, passage.text, 0.9, 1.0, ("2040",))
    assert not answers(understand("Sở Y tế rà soát gì năm 2040?"), evidence)
