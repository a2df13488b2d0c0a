"""Lines: what an eye sees of a crawled text, and where each character of it stands."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.lines import join, lines_of, shown, trimmed
from corpus.reading import Span

CRAWLED = st.text(st.sampled_from("aĐ1 .|*_#\\-\n\t\u200b\u00a0"), max_size=60)


def whole(text: str) -> Span:
    return Span(0, len(text))


@pytest.mark.parametrize(
    ("raw", "words", "seen"),
    [
        ("Sở Y tế trực  cấp cứu ", "Sở Y tế trực  cấp cứu", "Sở Y tế trực cấp cứu"),
        ("| **KẾ HOẠCH** |", "KẾ HOẠCH", "KẾ HOẠCH"),
        ("**1\\. Sở Nội vụ**", "1\\. Sở Nội vụ", "1. Sở Nội vụ"),
        ("**Giao *Sở Y tế* trực**", "Giao *Sở Y tế* trực", "Giao Sở Y tế trực"),
        ("_Kon Tum, ngày 3 tháng 4_", "Kon Tum, ngày 3 tháng 4_", "Kon Tum, ngày 3 tháng 4"),
        ("ten_tep_du_lieu", "ten_tep_du_lieu", "ten_tep_du_lieu"),
        ("\ufeff\u200bSở Y\u200b tế", "Sở Y\u200b tế", "Sở Y tế"),
        ("\u00a0\u00a0- Kho bạc", "- Kho bạc", "- Kho bạc"),
    ],
)
def test_a_line_is_shown_without_its_crawled_marks(raw: str, words: str, seen: str) -> None:
    (line,) = lines_of(raw)
    assert line.span.of(raw) == words
    assert line.shown == seen


@pytest.mark.parametrize("raw", ["", "   ", "|", "| |", "---", "**\\-------**", "________", "| --- | --- |", "..."])
def test_a_rule_or_a_bar_is_a_blank_line(raw: str) -> None:
    (line,) = lines_of(raw)
    assert line.blank
    assert len(line.span) == 0
    assert line.bar == ("|" in raw)


def test_a_line_knows_headings_bullets_and_bold() -> None:
    heading, bullet, bold, half = lines_of("## II. Việc phải làm\n*   Sở Y tế\n**Trực ban**\n**Trực ban** ngày đêm")
    assert (heading.heading, heading.shown) == (2, "II. Việc phải làm")
    assert (bullet.bullet, bullet.shown) == (True, "Sở Y tế")
    assert [line.bold for line in (heading, bullet, bold, half)] == [False, False, True, False]


def test_only_a_line_feed_ends_a_line() -> None:
    assert [line.shown for line in lines_of("Sở Y tế\x0btrực\u2028ban\x85ngày\nđêm")] == [
        "Sở Y tế trực ban ngày",
        "đêm",
    ]


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("Giao **Sở\nY tế** trực\n|\nban", "Giao Sở Y tế trực ban"),
        ("## Trực ban\n## Ngày đêm", "Trực ban Ngày đêm"),
        ("5 * 3", "5 3"),
        ("Sở\u00adY tế ", "SởY tế"),
        ("\n **", ""),
    ],
)
def test_wrapped_lines_are_shown_as_one(raw: str, seen: str) -> None:
    assert shown(raw) == seen


@given(CRAWLED)
def test_each_shown_character_knows_where_it_stands(text: str) -> None:
    joined = join(text, whole(text))
    assert len(joined.offsets) == len(joined.text)
    assert all(one < other for one, other in pairwise(joined.offsets))
    assert all(
        text[o] == c or (c == " " and not text[o].isalnum()) for c, o in zip(joined.text, joined.offsets, strict=True)
    )
    assert joined.text == " ".join(joined.text.split())


@given(CRAWLED, st.data())
def test_a_piece_of_the_shown_text_leads_back_to_its_characters(text: str, data: st.DataObject) -> None:
    joined = join(text, whole(text))
    if joined.text:
        start = data.draw(st.integers(0, len(joined.text) - 1))
        end = data.draw(st.integers(start + 1, len(joined.text)))
        span = joined.span(start, end)
        assert [c for c in span.of(text) if c.isalnum()] == [c for c in joined.text[start:end] if c.isalnum()]


@given(CRAWLED)
def test_the_spans_of_lines_hold_every_word_and_begin_and_end_with_it(text: str) -> None:
    lines = lines_of(text)
    assert len(lines) == text.count("\n") + 1
    assert all(one.span.end <= other.span.start for one, other in pairwise(lines))
    assert [c for line in lines for c in line.span.of(text) if c.isalnum()] == [c for c in text if c.isalnum()]
    assert all(line.span.of(text) == line.span.of(text).strip() for line in lines)


@given(CRAWLED)
def test_trimming_leaves_the_visible_part(text: str) -> None:
    span = trimmed(text, whole(text))
    assert span.of(text) == span.of(text).strip(" \n\t\u00a0\u200b*")
    assert [c for c in span.of(text) if c.isalnum()] == [c for c in text if c.isalnum()]
