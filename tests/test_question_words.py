"""The words of questions: that the file is clean, that the code reads all of it, and that its patterns match words."""

from __future__ import annotations

import ast
import re
import tomllib
import unicodedata
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assistant
from assistant.understanding.words import FILE, QuestionWords, load_question_words
from corpus.gazetteer import load_gazetteer, load_kinds
from corpus.vietnamese import unify_tone_placement

TEXT = files("assistant.understanding").joinpath(FILE).read_bytes().decode("utf-8")
DATA: dict[str, dict[str, Any]] = tomllib.loads(TEXT)
LISTS: dict[str, list[str]] = {f"{table}.{name}": list(DATA[table][name]) for table in DATA for name in DATA[table]}
SMALL = [name for name in LISTS if not name.startswith("short.")]
"""The lists of words that a question is compared with in small letters."""

WORDS = load_question_words()
PATTERNS: dict[str, re.Pattern[str]] = {
    f"{table}.{name}": pattern
    for table in ("kinds", "asks", "chat", "follow")
    for name, pattern in getattr(WORDS, table).items()
}
"""The patterns that are looked for anywhere in a question."""


# --- The file -----------------------------------------------------------------------------------------------


def test_the_file_is_nfc_with_one_kind_of_line_end() -> None:
    assert unicodedata.is_normalized("NFC", TEXT)
    assert "\r" not in TEXT
    assert "\t" not in TEXT


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_phrases_without_white_space_at_their_ends_or_doubled(name: str) -> None:
    assert LISTS[name]
    assert [p for p in LISTS[name] if not p or p != " ".join(p.split())] == []


@pytest.mark.parametrize("name", LISTS)
def test_no_entry_stands_twice_in_a_list(name: str) -> None:
    folded = [p.lower() for p in LISTS[name]]
    assert sorted(folded) == sorted(set(folded))


@pytest.mark.parametrize("name", SMALL)
def test_what_is_compared_with_a_question_is_in_small_letters(name: str) -> None:
    assert [p for p in LISTS[name] if p != p.lower()] == []
    assert name == name.lower()


@pytest.mark.parametrize("name", LISTS)
def test_tone_marks_stand_where_the_newer_habit_puts_them(name: str) -> None:
    assert [p for p in LISTS[name] if unify_tone_placement(p) != p] == []


def test_a_short_form_is_one_word_in_small_letters_and_stands_for_something_else() -> None:
    for short, words in DATA["short"].items():
        assert short == short.lower(), short
        assert re.fullmatch(r"\w+", short), short
        assert short not in [word.lower() for word in words], short


def test_the_bodies_that_give_tasks_are_in_the_gazetteer() -> None:
    assert [load_gazetteer().body(id_).id for id_ in DATA["givers"]["ids"]] == DATA["givers"]["ids"]


def test_kinds_of_documents_are_known_kinds() -> None:
    known = {kind.name for kind in load_kinds()} | {"chiến lược"}
    assert set(DATA["which"]["documents"]) <= known


def test_a_question_for_a_kind_of_body_is_one_for_who() -> None:
    assert [kind for kind in DATA["who"] if f"{kind} nào" not in DATA["kinds"]["who"]] == []


def test_what_stands_for_a_body_or_a_work_points_back() -> None:
    follow = DATA["follow"]
    assert not set(follow["bodies"]) & set(follow["works"])
    pointing = WORDS.follow["marks"]
    assert [p for p in (*follow["bodies"], *follow["works"]) if not pointing.search(p)] == []


# --- The code -----------------------------------------------------------------------------------------------


def texts_of_the_code() -> set[str]:
    """Every text that stands by itself in the assistant's own code."""
    found: set[str] = set()
    for file in Path(assistant.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def attributes_of_the_code() -> set[str]:
    """Every attribute that the assistant's code reads."""
    return {
        node.attr
        for file in Path(assistant.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
    }


def test_every_table_is_read() -> None:
    assert set(DATA) - texts_of_the_code() == set()


@pytest.mark.parametrize("table", ["kinds", "asks", "chat", "follow", "roles", "which", "givers", "fillers"])
def test_every_list_is_asked_for_by_its_name(table: str) -> None:
    assert set(DATA[table]) - texts_of_the_code() == set()


def test_every_field_is_used() -> None:
    assert set(QuestionWords.__slots__) - attributes_of_the_code() == set()


def test_every_list_is_taken_over() -> None:
    for table in ("kinds", "asks", "chat", "follow"):
        assert list(getattr(WORDS, table)) == list(DATA[table])
    assert {kind: list(words) for kind, words in WORDS.who.items()} == DATA["who"]
    assert {short: list(words) for short, words in WORDS.short.items()} == DATA["short"]
    assert WORDS.anybody == set(DATA["which"]["anybody"])
    assert WORDS.documents == tuple(DATA["which"]["documents"])
    assert WORDS.givers == set(DATA["givers"]["ids"])


def test_the_words_are_read_once() -> None:
    assert load_question_words() is load_question_words()


# --- The patterns -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_matches_each_phrase_of_its_list_to_its_end(name: str) -> None:
    for phrase in LISTS[name]:
        match = PATTERNS[name].match(f"{phrase} ở đây")
        assert match is not None, phrase
        assert match[0].startswith(phrase)


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize(
    ("before", "behind"), [("x", ""), ("", "x"), ("x", "x"), ("", "ấ"), ("đ", ""), ("1", ""), ("_", "")]
)
def test_a_pattern_matches_whole_words_only(name: str, before: str, behind: str) -> None:
    for phrase in LISTS[name]:
        for match in PATTERNS[name].finditer(f"{before}{phrase}{behind}"):
            around = f" {before}{phrase}{behind} "
            assert not around[match.start()].isalnum(), phrase
            assert not around[match.end() + 1].isalnum(), phrase
            assert match[0] != f"{before}{phrase}{behind}"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kinds.who", "triển khai khai báo hai thứ"),
        ("kinds.when", "hạng mục"),
        ("kinds.number", "máy bơm"),
        ("kinds.count", "đếmm"),
        ("chat.greeting", "khi hiện"),
        ("chat.thanks", "token oke"),
        ("follow.works", "nón"),
        ("follow.marks", "con cồn thếp đón nón"),
    ],
)
def test_a_word_is_not_found_inside_another(name: str, text: str) -> None:
    assert PATTERNS[name].search(text) is None


@pytest.mark.parametrize("mark", [" ", ",", "?", ":", "(", "“", "/", "-", "\n"])
def test_a_mark_ends_a_word(mark: str) -> None:
    assert WORDS.kinds["when"].search(f"a{mark}khi nào{mark}b") is not None


def test_of_two_phrases_the_longer_is_met() -> None:
    assert WORDS.kinds["when"].findall("bao lâu một lần") == ["bao lâu một lần"]
    assert WORDS.kinds["who"].findall("những ai") == ["những ai"]
    assert WORDS.follow["opening"].findall("thế còn") == ["thế còn"]


def test_the_patterns_of_roles_end_where_a_body_begins_or_begin_where_it_ends() -> None:
    assert [p for p in DATA["roles"]["beside"] if not WORDS.beside.search(f"thì {p} ")] == []
    assert [p for p in DATA["roles"]["charged"] if not WORDS.charged.search(f"thì {p} ")] == []
    for name in ("must", "acts", "gives"):
        pattern = getattr(WORDS, name)
        assert [p for p in DATA["roles"][name] if not pattern.match(f" {p} x") or not pattern.match(f", {p}")] == []
        assert [p for p in DATA["roles"][name] if (m := pattern.match(f" {p}x")) and m[0].endswith(p)] == []


@pytest.mark.parametrize("before", ["gửi Bộ", "gửi  ", "gửi", "khônggửi ", "gửi, "])
def test_a_word_before_a_body_stands_right_before_it(before: str) -> None:
    assert WORDS.beside.search(before) is None


def test_fillers_are_single_words_and_asking_takes_the_phrases_too() -> None:
    assert [word for word in WORDS.fillers if " " in word] == []
    assert {"của", "những", "ai", "mấy"} <= WORDS.fillers
    assert WORDS.asking.sub("|", "ai phải sửa đê khi nào") == "| | sửa đê |"


def test_phrases_hold_what_a_speller_must_know_once() -> None:
    assert len(WORDS.phrases) == len(set(WORDS.phrases))
    assert {"khi nào", "quá hạn", "xin chào", "thì sao", "chủ trì", "giao cho"} <= set(WORDS.phrases)


# --- Any text -----------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [*"aăx1_ ,?-\n", " ", "ai", "hạn", "khi nào", "thế", "còn", "nó", "ok", "hi", "hai", "khai", "thì"]
)
ALL = [*PATTERNS.values(), WORDS.asking, WORDS.beside, WORDS.charged, WORDS.must, WORDS.acts, WORDS.gives]


@given(st.lists(PIECES, max_size=20).map("".join) | st.text(max_size=60))
def test_no_match_ends_inside_a_word(text: str) -> None:
    padded = f" {text} "
    for pattern in ALL:
        for match in pattern.finditer(padded):
            inner = match[0].strip(" ,")
            start = padded.index(inner, match.start())
            assert not re.match(r"\w", padded[start - 1])
            assert not re.match(r"\w", padded[start + len(inner)])


@pytest.mark.parametrize(
    "near_miss", ["a", "a ", "ai", "bao ", "bao lâu ", "những ", "việc ", ", ", " ", "có ", "không", "thì s", "hạ"]
)
def test_a_run_of_near_misses_is_matched_in_a_moment(near_miss: str) -> None:
    text = near_miss * (20_000 // len(near_miss)) + "!"
    for pattern in ALL:
        pattern.match(text)
        for _ in pattern.finditer(text):
            pass
