"""The words that the lexical index knows."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.tokens import pairs, syllables, tokens


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bộ Công an", ["bộ", "công", "bộ công", "an", "công an"]),
        ("Bộ Y tế", ["bộ", "y", "bộ y", "tế", "y tế"]),
        ("34/CT-TTg", ["34", "ct", "34 ct", "ttg", "ct ttg", "34/ct-ttg"]),
        ("R&D", ["r", "d", "r d", "r&d"]),
        ("ngày 16/8.", ["ngày", "16", "ngày 16", "8", "16 8", "16/8"]),
    ],
)
def test_syllables_pairs_and_whole_symbols_are_words(text: str, found: list[str]) -> None:
    assert tokens(text) == found


def test_a_pair_does_not_reach_over_a_full_stop_but_over_a_comma() -> None:
    assert "tế bộ" not in tokens("Bộ Y tế. Bộ Công an")
    assert "tế bộ" not in tokens("Bộ Y tế (Bộ Công an)")
    assert "tế bộ" in tokens("Bộ Y tế, Bộ Công an")


@pytest.mark.parametrize("same", ["HOÀ BÌNH", "hòa bình", "Hoà Bình", unicodedata.normalize("NFD", "hoà bình")])
def test_case_tone_placement_and_unicode_form_make_no_difference(same: str) -> None:
    assert tokens(same) == ["hòa", "bình", "hòa bình"]
    assert syllables(same) == ["hòa", "bình"]
    assert pairs(syllables(same)) == ["hòa bình"]


@pytest.mark.parametrize(("a", "b"), [("thể", "thế"), ("ma", "má"), ("đa", "da"), ("bộ", "bo")])
def test_diacritics_make_a_difference(a: str, b: str) -> None:
    assert tokens(a) != tokens(b)


@pytest.mark.parametrize("text", ["", " \n", "…", "“ ”", "-/-"])
def test_what_has_no_word_has_no_token(text: str) -> None:
    assert tokens(text) == []


@given(st.text())
def test_any_text_gives_the_same_tokens_in_nfc_and_nfd(text: str) -> None:
    assert tokens(unicodedata.normalize("NFD", text)) == tokens(unicodedata.normalize("NFC", text))


@given(st.text())
def test_every_syllable_of_any_text_is_a_token(text: str) -> None:
    assert set(syllables(text)) <= set(tokens(text))
