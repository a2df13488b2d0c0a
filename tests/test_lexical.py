"""BM25 over syllables and pairs, by bm25s."""

from __future__ import annotations

import logging
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from index.lexical import LexicalIndex

TEXTS = {
    "police": "Bộ Công an chủ trì bảo đảm an ninh mạng",
    "health": "Bộ Y tế triển khai hồ sơ sức khỏe điện tử",
    "directive": "Chỉ thị số 34/CT-TTg ngày 16 tháng 9 năm 2024",
    "other": "Thông báo số 34 của Văn phòng Chính phủ",
    "peace": "Tỉnh Hòa Bình công bố thể lệ",
    "symbols": "***",
}


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(list(TEXTS), list(TEXTS.values()))


def best(index: LexicalIndex, query: str) -> str | None:
    scores = index.scores(query)
    return index.ids[int(scores.argmax())] if scores.max() > 0 else None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("an", "police"),
        ("Y", "health"),
        ("34/CT-TTg", "directive"),
        ("34/ct-ttg", "directive"),
        ("CT TTg", "directive"),
        ("HOÀ BÌNH", "peace"),
        ("hòa bình", "peace"),
        (unicodedata.normalize("NFD", "Hoà Bình"), "peace"),
        ("thể", "peace"),
        ("thế", None),
        ("Hoa Binh", None),
        ("xyzzy", None),
        ("", None),
        ("***", None),
    ],
)
def test_a_query_finds_the_passage_with_its_words(index: LexicalIndex, query: str, found: str | None) -> None:
    assert best(index, query) == found


def test_a_number_is_found_in_parts_too_but_whole_is_better(index: LexicalIndex) -> None:
    scores = index.scores("34/CT-TTg")
    assert 0 < scores[index.row("other")] < scores[index.row("directive")]


def test_scores_are_those_of_all_passages_in_order(index: LexicalIndex) -> None:
    scores = index.scores("Bộ")
    assert scores.shape == (len(TEXTS),)
    assert scores.dtype == np.float32
    assert [id_ for id_, score in zip(index.ids, scores, strict=True) if score > 0] == ["police", "health"]
    assert [index.row(id_) for id_ in TEXTS] == list(range(len(TEXTS)))


def test_a_word_that_no_passage_holds_changes_no_score(index: LexicalIndex) -> None:
    np.testing.assert_array_equal(index.scores("Bộ xyzzy"), index.scores("Bộ"))


@pytest.mark.parametrize(
    ("token", "passages"), [("bộ", 2), ("an", 1), ("công an", 1), ("34", 2), ("34/ct-ttg", 1), ("xyzzy", 0)]
)
def test_frequency_counts_passages(index: LexicalIndex, token: str, passages: int) -> None:
    assert index.frequency(token) == passages


def test_a_saved_index_gives_the_same_scores(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "words")
    loaded = LexicalIndex.load(tmp_path / "words")
    assert loaded.ids == index.ids
    for query in ("Bộ Công an", "34/CT-TTg", "xyzzy"):
        np.testing.assert_array_equal(loaded.scores(query), index.scores(query))
    assert loaded.frequency("bộ") == 2


@pytest.mark.parametrize("texts", [[], ["***"], ["", "…"]])
def test_a_corpus_without_words_scores_nothing(texts: list[str], tmp_path: Path) -> None:
    built = LexicalIndex.build([str(i) for i in range(len(texts))], texts)
    built.save(tmp_path / "words")
    for index in (built, LexicalIndex.load(tmp_path / "words")):
        np.testing.assert_array_equal(index.scores("Bộ Công an"), np.zeros(len(texts)))
        assert index.frequency("bộ") == 0


def test_building_says_nothing_on_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        LexicalIndex.build(["a"], ["Bộ Y tế"]).scores("Bộ")
    assert not caplog.records
