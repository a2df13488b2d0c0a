"""The documents that a question names: by number, by kind and number, by kind and day, by press."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding import references
from assistant.understanding.references import KnownDocuments, references_in
from corpus.facts import Facts
from index.store import StoredDocument


def stored(*facts: Facts) -> list[StoredDocument]:
    """Documents by the names "1", "2" ..."""
    return [StoredDocument(n, str(n), each) for n, each in enumerate(facts, 1)]


DOCUMENTS = stored(
    Facts("Thông báo kết luận về bến xe Cồn Ngao", "118/TB-UBND", "Thông báo", date="2031-03-07"),
    Facts("Về ứng phó triều cường", "27/CĐ-UBND", "Công điện", date="2031-09-12"),
    Facts("Về nước ngọt cho các đảo", "31/CĐ-UBND", "Công điện", date="2031-10-01"),
    Facts("Về dạy bơi", "9/CT-TTg", "Chỉ thị", date="2031-05-02"),
    Facts("Khánh thành bến xe Cồn Ngao", kind="Bài báo", issuer="Báo Mới", date="2031-06-20", official=False),
)


def named(text: str, documents: Sequence[StoredDocument] = DOCUMENTS) -> list[tuple[str, tuple[str, ...]]]:
    """What each reference of a text blanks out, and whom it means."""
    return [(text[r.span.start : r.span.end], r.documents) for r in references_in(text, KnownDocuments(documents))]


# --- By number ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("27/CĐ-UBND giao ai?", "27/CĐ-UBND"),
        ("27/cđ-ubnd giao ai?", "27/cđ-ubnd"),
        ("27/cd-ubnd giao ai?", "27/cd-ubnd"),
        ("số 27/CĐ-UBND giao ai?", "số 27/CĐ-UBND"),
        ("Công điện 27/CĐ-UBND giao ai?", "Công điện 27/CĐ-UBND"),
        ("Theo công điện số 27/CĐ-UBND, ai trực?", "công điện số 27/CĐ-UBND"),
        ("(27/CĐ-UBND)", "27/CĐ-UBND"),
    ],
)
def test_a_number_names_its_document_with_the_kind_before_it(text: str, words: str) -> None:
    assert named(text) == [(words, ("2",))]


def test_the_words_of_a_reference_are_its_number() -> None:
    [found] = references_in("Theo công điện số 27/CĐ-UBND, ai trực?", KnownDocuments(DOCUMENTS))
    assert found.words == "số 27/CĐ-UBND"


@pytest.mark.parametrize("number", ["15/2031/TT-BYT", "4/NQ-HĐND", "12-KL/TU", "3/2031/QĐ-UBND"])
def test_a_number_may_carry_its_year(number: str) -> None:
    assert named(f"Ai làm theo {number.lower()}?", stored(Facts(number=number))) == [(number.lower(), ("1",))]


def test_one_number_may_mean_several_documents() -> None:
    twice = stored(Facts(number="5/KH-UBND", date="2030-01-02"), Facts(number="5/KH-UBND", date="2031-01-02"))
    assert named("5/KH-UBND nêu gì?", twice) == [("5/KH-UBND", ("1", "2"))]


@pytest.mark.parametrize(
    "text",
    [
        "127/CĐ-UBND",
        "27/CĐ-BYT",
        "27/CĐ",
        "27/CĐ-UBND-VX",
        "118/TB-VPCP",
        "28/CĐ-UBND nêu gì?",
        "27/9/2031",
        "nước 9/10",
    ],
)
def test_a_number_that_no_document_has_names_none(text: str) -> None:
    assert named(text) == []


def test_two_numbers_are_two_references_in_order() -> None:
    assert named("31/CĐ-UBND và Chỉ thị 9/CT-TTg khác gì nhau?") == [
        ("31/CĐ-UBND", ("3",)),
        ("Chỉ thị 9/CT-TTg", ("4",)),
    ]


# --- By kind and number -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "document"),
    [
        ("Công điện 27 yêu cầu gì?", "Công điện 27", "2"),
        ("công điện số 27 yêu cầu gì?", "công điện số 27", "2"),
        ("công điện 31?", "công điện 31", "3"),
        ("chỉ thị 09 nêu gì", "chỉ thị 09", "4"),
        ("thông báo kết luận số 118 giao ai?", "thông báo kết luận số 118", "1"),
        ("THÔNG BÁO 118", "THÔNG BÁO 118", "1"),
        ("văn bản số 118 nêu gì?", "văn bản số 118", "1"),
    ],
)
def test_a_kind_with_a_number_names_its_document(text: str, words: str, document: str) -> None:
    assert named(text) == [(words, (document,))]


@pytest.mark.parametrize(
    "text",
    [
        "chỉ thị 27 nêu gì?",
        "công điện 99 nêu gì?",
        "công điện 270 nêu gì?",
        "công điện 27.500 bản",
        "công điện về 27 xã đảo",
        "27 công điện",
        "luật 27 điều",
    ],
)
def test_a_number_of_another_kind_or_thing_names_none(text: str) -> None:
    assert named(text) == []


def test_a_kind_and_number_are_not_read_a_second_time_inside_a_number() -> None:
    assert len(named("Công điện 27/CĐ-UBND và công điện 31")) == 2


# --- By kind and day ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "document"),
    [
        ("Thông báo kết luận ngày 7/3/2031 giao ai?", "Thông báo kết luận ngày 7/3/2031", "1"),
        ("thông báo ngày 07/03/2031", "thông báo ngày 07/03/2031", "1"),
        ("thông báo ngày 7/3", "thông báo ngày 7/3", "1"),
        ("thông báo 7/3 nói gì", "thông báo 7/3", "1"),
        ("Thông báo ngày 7 tháng 3 năm 2031 giao ai?", "Thông báo ngày 7 tháng 3 năm 2031", "1"),
        ("Công điện ngày 12 tháng 9 giao ai?", "Công điện ngày 12 tháng 9", "2"),
        ("công điện tháng 10/2031 giao ai?", "công điện tháng 10/2031", "3"),
        ("công điện tháng 10 năm 2031", "công điện tháng 10 năm 2031", "3"),
        ("Chỉ thị của Thủ tướng ngày 2/5/2031 nêu gì?", "Chỉ thị của Thủ tướng ngày 2/5/2031", "4"),
        ("Thông báo về bến xe ngày 7/3/2031", "Thông báo về bến xe ngày 7/3/2031", "1"),
        ("văn bản ngày 2/5/2031", "văn bản ngày 2/5/2031", "4"),
        ("Tại cuộc họp ngày 20/6, ai nhận việc?", "cuộc họp ngày 20/6", "5"),
    ],
)
def test_a_kind_with_a_day_or_month_names_its_document(text: str, words: str, document: str) -> None:
    assert named(text) == [(words, (document,))]


@pytest.mark.parametrize(
    "text",
    [
        "công điện ngày 12/9/2030",
        "công điện ngày 13/9/2031",
        "công điện tháng 11/2031",
        "nộp trước ngày 12/9/2031",
        "ngày 7/3/2031 ai họp?",
        "Công điện nêu gì? Ngày 12/9/2031 ai trực?",
        "Công điện nêu gì, ngày 12/9/2031 ai trực?",
        "công điện ngày 12/9/20311",
        "Ứng phó triều cường " + "trên đường ven biển " * 5 + "ngày 12/9/2031",
    ],
)
def test_a_day_without_a_document_of_it_or_a_kind_before_it_names_none(text: str) -> None:
    assert named(text) == []


def test_of_two_documents_of_a_day_the_kind_chooses() -> None:
    both = stored(
        Facts("Về muối", "1/CĐ-UBND", "Công điện", date="2031-09-12"),
        Facts("Về cá", "2/KH-UBND", "Kế hoạch", date="2031-09-12"),
    )
    assert named("kế hoạch ngày 12/9/2031", both) == [("kế hoạch ngày 12/9/2031", ("2",))]
    assert named("văn bản ngày 12/9/2031", both) == [("văn bản ngày 12/9/2031", ("1", "2"))]


def test_the_symbol_of_the_number_tells_the_kind_as_well() -> None:
    both = stored(Facts(number="1/CĐ-UBND", date="2031-09-12"), Facts(number="2/KH-UBND", date="2031-09-12"))
    assert named("công điện ngày 12/9", both) == [("công điện ngày 12/9", ("1",))]
    assert named("kế hoạch số 2", both) == [("kế hoạch số 2", ("2",))]


@pytest.mark.parametrize("text", ["cuộc họp ngày 8/8", "cuộc họp ngày 08/08", "Phiên họp 8/8/2031"])
def test_a_day_that_only_words_tell_is_found_without_its_year(text: str) -> None:
    press = stored(Facts("Họp về nước ngọt", kind="Bài báo", date_words="sáng 8/8", official=False))
    assert named(text, press) == [(text, ("1",))]
    assert named("cuộc họp ngày 18/8", press) == []


def test_a_document_without_a_day_is_on_none() -> None:
    assert named("công điện ngày 12/9/2031", stored(Facts("Về muối", "1/CĐ-UBND", "Công điện"))) == []
    assert named("công điện tháng 9/2031", stored(Facts("Về muối", "1/CĐ-UBND", "Công điện", date="2031"))) == []


# --- By press or official -----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["báo chí", "bài báo", "Báo Mới", "bản tin", "bài viết trên báo"])
def test_the_press_is_all_that_is_no_official_text(words: str) -> None:
    assert named(f"{words} viết gì về bến xe?") == [(words, ("5",))]


def test_the_official_texts_are_named_as_such() -> None:
    assert named("Văn bản chính thức nêu gì về bến xe?") == [("Văn bản chính thức", ("1", "2", "3", "4"))]


@pytest.mark.parametrize("text", ["báo cáo mới", "khai báo", "cảnh báo", "dự báo chính thức", "họp báo"])
def test_other_words_with_bao_are_no_press(text: str) -> None:
    assert [found for found in named(text) if "5" in found[1]] == []


def test_the_press_says_nothing_where_all_documents_are_press_or_none() -> None:
    assert named("Báo chí viết gì?", DOCUMENTS[4:]) == []
    assert named("Báo chí viết gì?", DOCUMENTS[:4]) == []
    assert named("Văn bản chính thức nêu gì?", DOCUMENTS[:4]) == []


# --- Any text -----------------------------------------------------------------------------------------------


def test_without_documents_nothing_is_named() -> None:
    assert named("Công điện 27/CĐ-UBND ngày 12/9/2031 theo báo chí", []) == []


PIECES = st.sampled_from(
    [
        "công điện",
        "thông báo",
        "báo chí",
        "số",
        "27",
        "/",
        "-",
        "CĐ",
        "UBND",
        "ngày 12/9",
        "tháng 9/2031",
        " ",
        ",",
        "٣",
        "²",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join) | st.lists(PIECES, max_size=14).map(" ".join) | st.text())
def test_a_reference_of_any_text_is_a_piece_of_it_and_they_stand_in_order(text: str) -> None:
    found = references_in(text, KnownDocuments(DOCUMENTS))
    assert all(r.documents and r.words in text[r.span.start : r.span.end] for r in found)
    assert [r.span.start for r in found] == sorted(r.span.start for r in found)


NEAR_MISSES = (
    *("1", "1/", "1-", "1-a", "1/a.", "1/a-", "1/a&", "số 1", "số ", "12/9", "12/9 ", "1 tháng "),
    *("tháng 9/2031 ", "27 ", "công điện ", "công điện số ", "công điện 27", "công điện 27 "),
    *("kế hoạch tháng 9/2031 ", "báo "),
    *("văn bản chính ", "a"),
)  # fmt: skip


@pytest.mark.parametrize("near_miss", NEAR_MISSES)
def test_a_run_of_near_misses_is_read(near_miss: str) -> None:
    references_in(near_miss * (20_000 // len(near_miss)) + "!", KnownDocuments(DOCUMENTS))


@pytest.mark.parametrize("name", [name for name, value in vars(references).items() if isinstance(value, re.Pattern)])
def test_a_regex_is_linear(name: str) -> None:
    for near_miss in NEAR_MISSES:
        for _ in getattr(references, name).finditer(near_miss * (20_000 // len(near_miss)) + "!"):
            pass


# --- Symbols, several numbers, and days that are deadlines ------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("CĐ 27 giao ai?", ("2",)),
        ("TB 118 nêu gì?", ("1",)),
        ("CT số 9 yêu cầu gì?", ("4",)),
        ("công điện số: 27 giao ai?", ("2",)),
        ("công điện 27 và 31 giao ai?", ("2", "3")),
        ("công điện ngày 12-9-2031 giao ai?", ("2",)),
    ],
)
def test_the_ways_of_the_office_to_name_a_document(text: str, documents: tuple[str, ...]) -> None:
    assert [meant for _, meant in named(text)] == [documents]


@pytest.mark.parametrize(
    "text",
    [
        "Đề án nào phải trình trong tháng 9 năm 2031?",
        "Sở nào gửi báo cáo trước 12/9/2031?",
        "Thông báo mới nhất giao ai?",
    ],
)
def test_a_deadline_and_a_new_notice_name_no_document(text: str) -> None:
    assert named(text) == []
