"""Fused scores: z-scores over the whole corpus, without looking at all of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedder import Vectors
from index.fusion import ScoreStatistics, fused, lexical_z_scores


def unit_rows(seed: int, n: int, dimension: int = 16) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(n, dimension)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


@given(seed=st.integers(0, 10_000), n=st.integers(2, 200))
def test_z_scores_from_the_statistics_are_those_over_all_vectors(seed: int, n: int) -> None:
    vectors = unit_rows(seed, n)
    query = unit_rows(seed + 1, 1)[0]
    cosines = vectors @ query
    expected = (cosines - cosines.mean()) / cosines.std()
    found = ScoreStatistics.of(vectors).z_scores(query, cosines)
    np.testing.assert_allclose(found, expected, atol=1e-3)


def test_saved_statistics_are_the_same(tmp_path: Path) -> None:
    statistics = ScoreStatistics.of(unit_rows(1, 50))
    statistics.save(tmp_path / "statistics.npz")
    loaded = ScoreStatistics.load(tmp_path / "statistics.npz")
    np.testing.assert_array_equal(loaded.mean, statistics.mean)
    np.testing.assert_array_equal(loaded.covariance, statistics.covariance)


def test_no_vectors_have_empty_statistics() -> None:
    assert ScoreStatistics.of(np.zeros((0, 16), dtype=np.float32)).mean.shape == (0,)


@pytest.mark.parametrize("n", [1, 5])
def test_vectors_that_are_all_the_same_tell_nothing(n: int) -> None:
    vectors = np.repeat(unit_rows(3, 1), n, axis=0)
    query = unit_rows(4, 1)[0]
    found = ScoreStatistics.of(vectors).z_scores(query, vectors @ query)
    assert np.abs(found).max() < 0.5  # rounding, far below what a difference gives


def test_lexical_z_scores_are_those_of_the_rows_asked_for() -> None:
    scores = np.array([0, 0, 3, 1], dtype=np.float32)
    found = lexical_z_scores(scores, np.array([2, 0], dtype=np.intp))
    np.testing.assert_allclose(found, [(3 - scores.mean()) / scores.std(), -scores.mean() / scores.std()], rtol=1e-6)


def test_words_that_no_passage_holds_tell_nothing() -> None:
    found = lexical_z_scores(np.zeros(3, dtype=np.float32), np.arange(3, dtype=np.intp))
    np.testing.assert_array_equal(found, np.zeros(3))


@pytest.mark.parametrize(("weight", "total"), [(1.0, 2.0), (0.0, -1.0), (0.5, 0.5), (0.25, -0.25)])
def test_the_weight_is_the_share_of_the_dense_score(weight: float, total: float) -> None:
    np.testing.assert_allclose(fused(np.array([2.0]), np.array([-1.0]), weight), [total])
