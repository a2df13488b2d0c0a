"""A whole document on the page: every word of it once, in order, with its tables, its pages and the marked place."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.page.documents import Read, document_page, span_of
from assistant.page.whole import Whole, outline, whole_text
from corpus.facts import Facts
from corpus.reading import Cell, Reading, Span, Table
from corpus.sections import sections_of
from tests.fakes import HOSTILE

TEXT = (
    "CHỈ THỊ\nVề chuyển đổi số\n\nI. NHIỆM VỤ\n1. Bộ Y tế trình đề án\ntrong quý I.\n"
    "STT|Việc\n1|Lập kế hoạch\nII. TỔ CHỨC THỰC HIỆN\n1. Các bộ báo cáo."
)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html))).strip()


def span(text: str, piece: str) -> Span:
    return Span(text.index(piece), text.index(piece) + len(piece))


def reading() -> Reading:
    cells = tuple(
        Cell(row, column, span(TEXT, piece), header=row == 0)
        for row, column, piece in ((0, 0, "STT"), (0, 1, "Việc"), (1, 1, "Lập kế hoạch"))
    )
    table = Table(
        Span(TEXT.index("STT"), TEXT.index("\nII.")), (*cells, Cell(1, 0, Span(TEXT.index("1|L"), TEXT.index("|L"))))
    )
    return Reading(TEXT, (table,), pages=(0, TEXT.index("II.")))


def test_wrapped_lines_are_joined_and_items_stand_alone() -> None:
    html = whole_text(Whole(Reading(TEXT), sections_of(Reading(TEXT))))
    assert "<p>1. Bộ Y tế trình đề án trong quý I.</p>" in html
    assert re.search(r'<h\d id="muc-\d+">I. NHIỆM VỤ</h\d>', html)


def test_the_marked_sentence_is_found_by_its_place() -> None:
    html = whole_text(Whole(Reading(TEXT), (), span(TEXT, "Bộ Y tế trình đề án\ntrong quý I")))
    assert '<p>1. <mark id="doan">Bộ Y tế trình đề án trong quý I</mark>.</p>' in html


def test_a_mark_over_several_paragraphs_and_cells_goes_on_in_each() -> None:
    mark = Span(TEXT.index("trình"), TEXT.index("TỔ CHỨC"))
    html = whole_text(Whole(reading(), sections_of(reading()), mark))
    assert html.count('id="doan"') == 1
    assert html.count("<mark") == html.count("</mark>") > 2
    assert "<th><mark>STT</mark></th>" in html
    assert words(html).count("Lập kế hoạch") == 1


def test_a_table_stands_as_a_table_and_a_page_has_its_number() -> None:
    html = whole_text(Whole(reading(), sections_of(reading())))
    assert "<tr><td>1</td><td>Lập kế hoạch</td></tr>" in html
    assert "STT|" not in html
    assert html.index("Trang 2") < html.index("TỔ CHỨC")
    assert "Trang 1" not in html


def test_the_headings_link_to_their_places() -> None:
    sections = sections_of(Reading(TEXT))
    html = whole_text(Whole(Reading(TEXT), sections))
    places = re.findall(r'href="#(muc-\d+)"', outline(sections))
    assert len(places) >= 2
    assert all(f'id="{place}"' in html for place in places)


def test_a_file_with_pages_opens_at_the_page_of_the_marked_place() -> None:
    one = Read("thư mục/b c.pdf", Facts(title="Chỉ thị", number="1/CT-TTg", date="2024-07-19"), tasks=2)
    html = document_page(one, Whole(reading(), (), span(TEXT, "Các bộ báo cáo")), "/chidao/", page=2)
    assert '<a href="/chidao/van-ban/th%C6%B0%20m%E1%BB%A5c/b%20c.pdf/tep#page=2">Mở tệp gốc (trang 2)</a>' in html
    assert "Tới đoạn được trích (trang 2)" in html
    assert 'href="/chidao/so-nhiem-vu?document=th%C6%B0+m%E1%BB%A5c%2Fb+c.pdf"' in html


@pytest.mark.parametrize("payload", HOSTILE)
def test_markup_in_a_document_comes_out_as_words(payload: str) -> None:
    html = whole_text(Whole(Reading(f"A {payload} B"), (), Span(0, 1)))
    assert not set(re.findall(r"<([a-z0-9]+)", html)) - {"p", "mark", "br"}


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_any_text_is_shown_once_whatever_is_marked(text: str, start: int, end: int) -> None:
    bare = whole_text(Whole(Reading(text)))
    marked = whole_text(Whole(Reading(text), (), Span(min(start, end), max(start, end))))
    assert re.sub(r"</?mark[^>]*>", "", marked) == bare
    assert marked.count("<mark") == marked.count("</mark>")


@pytest.mark.parametrize(
    ("start", "end"), [(None, None), ("5", "3"), ("-1", "3"), ("0", "99"), ("x", "2"), ("0", "9" * 40)]
)
def test_a_place_that_is_none_marks_nothing(start: str | None, end: str | None) -> None:
    assert span_of(start, end, 10) is None
