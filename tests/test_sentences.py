"""Sentences: where they end in Vietnamese office prose, and where a full stop ends nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.reading import Span
from corpus.sentences import sentences_of


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in sentences_of(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "parts",
    [
        ["Sở Y tế trực.", "Ủy ban nhân dân xã báo cáo.", "Đồng thời, Ông Lò Văn Thí đôn đốc."],
        ["1. Sở Y tế trực.", "Kho bạc giải ngân."],
        ["Điều 3. Sở Y tế trực.", "Kho bạc giải ngân."],
        ["II. Việc gấp."],
        ["a) Sở Y tế trực.", "Kho bạc giải ngân."],
        ["TP. Hồ Chí Minh và H. Đăk Hà đào giếng.", "PGS.TS. Lò Văn Thí hướng dẫn."],
        ["Đào giếng, chở nước, v.v. cho các xã.", "Kho bạc giải ngân."],
        ["Cao tốc CT.07 đoạn qua tỉnh dài 12 km.", "Kho bạc giải ngân."],
        ["Đạt 7.5%, tức 1.500.000 đồng.", "Hạn cuối là 15.3.2031.", "Sở Y tế trực."],
        ["Các xã (gồm Đăk Hà. Đăk Tô. Ngọc Hồi) trực.", "Kho bạc giải ngân."],
        ['Ông nói: "Phải đào ngay."', "Kho bạc giải ngân.", '"Không để dân khát."', "Đó là lời ông."],
        ["“Phải đào ngay.” ông nói.", "Kho bạc giải ngân."],
        ["Thực hiện nghiêm Chỉ thị này./.", "Nơi nhận"],
        ["Ai trực?", "Sở Y tế!", "Còn ai nữa?!"],
        ["Đào giếng...", "Chở nước."],
        ["Đào giếng... rồi chở nước."],
        ["Sở Y tế trực tại thôn\nĐăk Wấk.", "Kho bạc\n\ngiải ngân."],
        ["Sở Y tế **trực.**", "Kho bạc giải ngân."],
        ["Sở Y tế trực"],
    ],
)
def test_a_text_falls_into_its_sentences(parts: list[str]) -> None:
    found = sentences(" ".join(parts))
    assert [part.strip("* ") for part in found] == [part.strip("* ") for part in parts]


def test_a_bracket_that_is_never_closed_holds_nothing_together_for_long() -> None:
    text = (
        "Các xã (gồm Đăk Hà trực ngày đêm cho đến khi có mưa lớn trên toàn bộ lưu vực sông Đăk Bla. Sở Y tế trực. Hết."
    )
    assert len(sentences(text)) >= 2


@pytest.mark.parametrize("text", ["", " ", "\n\n", "**", "|", "\u200b"])
def test_nothing_visible_has_no_sentence(text: str) -> None:
    assert sentences(text) == []


@given(st.text(st.sampled_from("aĐ1 .?…;:,()\"”'*\n-/"), max_size=80), st.data())
@settings(deadline=None)
def test_sentences_are_in_order_and_hold_every_word(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    found = sentences_of(text, span)
    assert all(span.holds(sentence) for sentence in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert [c for s in found for c in s.of(text) if c.isalnum()] == [c for c in span.of(text) if c.isalnum()]
    assert all(s.of(text) == s.of(text).strip() != "" for s in found)
