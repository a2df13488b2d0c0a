"""The words by which work is assigned: the file itself, and how its phrases are found at a place of a text."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import fields
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.tasks.words import FILE, Phrases, Words, load_words
from corpus.vietnamese import unify_tone_placement

DATA = tomllib.loads((files("corpus.tasks") / FILE).read_text(encoding="utf-8"))
LISTS: dict[str, list[str]] = {f"{part}.{name}": words for part, lists in DATA.items() for name, words in lists.items()}
LOADED: dict[str, Phrases] = {field.name: getattr(load_words(), field.name) for field in fields(Words)}

OLDER = {
    unify_tone_placement(older): older
    for older in ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
}


def in_the_older_habit(phrase: str) -> str:
    """ "hủy bỏ" -> "huỷ bỏ"; the reverse of `unify_tone_placement`."""
    return re.sub(r"(?<!q)(?:[òóỏõọ][ae]|[ùúủũụ]y)\b", lambda newer: OLDER[newer[0]], phrase)


# --- the file ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_each_phrase_once(name: str) -> None:
    assert [phrase for phrase, times in Counter(LISTS[name]).items() if times > 1] == []


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_not_empty_and_its_phrases_are_lower_case_words_with_single_spaces(name: str) -> None:
    assert LISTS[name]
    for phrase in LISTS[name]:
        assert phrase == phrase.lower() == unicodedata.normalize("NFC", phrase), phrase
        assert re.fullmatch(r"\w+(?:,? \w+)*", phrase), phrase


def test_every_list_of_the_file_is_loaded_and_nothing_else() -> None:
    folded = (frozenset(map(unify_tone_placement, words)) for words in LISTS.values())
    assert Counter(folded) == Counter(p.phrases for p in LOADED.values())


def test_the_file_has_the_parts_that_are_known_and_no_other() -> None:
    assert sorted(LISTS) == sorted(
        [
            *("assign.verbs", "assign.led_verbs", "assign.assigners", "assign.unlike", "assign.told"),
            *("subject.nobody", "subject.idle", "subject.things", "closing.notices", "praise.strong"),
            *("modal.words", "adverb.words", "adverb.often", "verb.words", "frame.openers", "frame.connectives"),
            *("zone.reports", "zone.aims", "praise.openers", "closing.formulas", "closing.empty"),
        ]
    )


@pytest.mark.parametrize("name", LOADED)
def test_each_phrase_is_found_whole_at_its_place_in_either_case(name: str) -> None:
    for phrase in LOADED[name].phrases:
        for written in (phrase, phrase.upper(), phrase.capitalize()):
            assert LOADED[name].at(f"- {written}, đê", 2) == 2 + len(written), phrase
            assert list(LOADED[name].found(f"- {written}, đê", 0, len(written) + 6)) == [(2, 2 + len(written))], phrase


def test_words_that_only_look_like_assigning_begin_with_a_verb_of_assigning() -> None:
    assign = load_words().assign
    assert [phrase for phrase in load_words().unlike.phrases if assign.at(phrase, 0) is None] == []


def test_how_often_is_told_by_adverbs() -> None:
    assert load_words().often.phrases <= load_words().adverbs.phrases


@pytest.mark.parametrize("name", LOADED)
def test_a_phrase_is_found_by_both_habits_of_placing_a_tone_mark(name: str) -> None:
    """Documents write "hủy" and "huỷ", "hóa" and "hoá"; the list need not, if its look-up folds them."""
    found = LOADED[name]
    for phrase in found.phrases:
        for written in (unify_tone_placement(phrase), in_the_older_habit(phrase)):
            assert found.at(written, 0) == len(written), written


# --- phrases at a place ------------------------------------------------------------------------------------

SOME = Phrases(["rà", "rà soát", "phòng, chống", "giao", "giao cho", "giao nhiệm vụ cho"])


@pytest.mark.parametrize(
    ("text", "start", "found"),
    [
        ("rà soát đê", 0, "rà soát"),
        ("Rà phá bom mìn", 0, "Rà"),
        ("PHÒNG, CHỐNG cháy", 0, "PHÒNG, CHỐNG"),
        ("giao cho Sở Y tế", 0, "giao cho"),
        ("giao nhiệm vụ cho Sở Y tế", 0, "giao nhiệm vụ cho"),
        ("giao nhiệm vụ thiết kế", 0, "giao"),
        ("hãy giao cho xã", 4, "giao cho"),
        ("giao cho", 0, "giao cho"),
    ],
)
def test_the_longest_phrase_at_a_place_is_found(text: str, start: int, found: str) -> None:
    end = SOME.at(text, start)
    assert end is not None
    assert text[start:end] == found


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("", 0),
        (" rà soát", 0),
        ("soát rà", 0),
        ("phòng chống cháy", 0),
        ("phòng", 0),
        ("ràng buộc", 0),
        ("giaothông", 0),
        ("hãy rà soát", 0),
        ("rà soát", 9),
    ],
)
def test_nothing_is_found_where_no_phrase_begins(text: str, start: int) -> None:
    assert SOME.at(text, start) is None


def test_phrases_in_a_piece_stand_in_order_longest_first_and_whole() -> None:
    text = "Giao cho xã rà soát; ràng buộc; phòng, chống; giao"
    assert [text[start:end] for start, end in SOME.found(text, 0, len(text))] == [
        "Giao cho",
        "rà soát",
        "phòng, chống",
        "giao",
    ]
    assert [text[start:end] for start, end in SOME.found(text, 5, 20)] == ["rà soát"]


def test_a_phrase_stands_within_a_piece_or_does_not() -> None:
    text = "Xã rà soát hộ nghèo"
    assert SOME.within(text, 0, len(text))
    assert not SOME.within(text, 11, len(text))
    assert not SOME.within(text, 0, 3)


@given(st.text(st.sampled_from("giaochRÀ soát,.-\n"), max_size=60), st.integers(0, 70))
def test_what_is_found_is_a_phrase_of_the_list(text: str, start: int) -> None:
    end = SOME.at(text, start)
    assert end is None or text[start:end].lower() in SOME.phrases
    assert all(text[a:b].lower() in SOME.phrases for a, b in SOME.found(text, 0, len(text)))
