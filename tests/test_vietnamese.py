"""The placing of tone marks: old habit to new, and what must stay as it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import unify_tone_placement


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("Uỷ ban nhân dân", "Ủy ban nhân dân"),
        ("UỶ BAN NHÂN DÂN TỈNH HOÀ BÌNH", "ỦY BAN NHÂN DÂN TỈNH HÒA BÌNH"),
        ("chuyên khoa, y khoá, sức khoẻ", "chuyên khoa, y khóa, sức khỏe"),
        ("thuỷ lợi, luỹ kế, nguỵ biện, tuỳ viên, thuý", "thủy lợi, lũy kế, ngụy biện, tùy viên, thúy"),
        ("văn hoá - xã hội", "văn hóa - xã hội"),
        ("toà án, xoã tóc, hoạ, doạ", "tòa án, xõa tóc, họa, dọa"),
        ("loè, toẻ, khoẽ, hoẹ, choé", "lòe, tỏe, khõe, họe, chóe"),
        ("(hoà)", "(hòa)"),
        ("thuỷ_điện và uỷ2", "thủy_điện và ủy2"),
    ],
)
def test_the_tone_of_an_open_syllable_moves_to_its_first_vowel(older: str, newer: str) -> None:
    assert unify_tone_placement(older) == newer


@pytest.mark.parametrize(
    "text",
    [
        "hòa, thủy, khỏe, Ủy ban",
        "hoàn thành, toàn diện, khoảng, loại, ngoài",
        "quý II, QUÝ III, Quỳ Hợp, quỷ, quỹ, quỵ",
        "khuỷu tay, thuyết minh, huỳnh, chuyển",
        "của, mùa, lúa, trừ",
        "",
    ],
)
def test_what_is_no_open_syllable_stays(text: str) -> None:
    assert unify_tone_placement(text) == text


def test_letters_in_decomposed_form_stay() -> None:
    decomposed = unicodedata.normalize("NFD", "hoà thuỷ")
    assert unify_tone_placement(decomposed) == decomposed


@given(st.text() | st.text(alphabet="qhtoauyeOUYàáỷòÀỶ \u0300"))
def test_offsets_are_kept_and_a_second_time_changes_nothing(text: str) -> None:
    unified = unify_tone_placement(text)
    assert len(unified) == len(text)
    assert unify_tone_placement(unified) == unified
