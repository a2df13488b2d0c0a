"""Fusion of dense and lexical scores: a weighted sum of z-scores over the whole corpus.

The z-score of a candidate needs the mean and the spread of the scores of all passages. For BM25 all scores are at
hand. For cosines they follow from the vectors' mean m and covariance C without looking at any vector: over unit rows
x, the scores q·x have the mean q·m and the variance qᵀCq. So candidates from a nearest-neighbour search get the same
fused score as in a search of everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedder import Vectors

DENSE_WEIGHT = 0.5
"""Share of the dense z-score; chosen on questions over directives, not on the retrieval benchmarks."""
_SMALLEST_SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class ScoreStatistics:
    """Mean (dimension,) and covariance (dimension, dimension) of a corpus's vectors, float64."""

    mean: NDArray[np.float64]
    covariance: NDArray[np.float64]

    @classmethod
    def of(cls, vectors: Vectors) -> ScoreStatistics:
        """The statistics of (n, dimension) float32 vectors."""
        if not len(vectors):
            return cls(np.zeros(0), np.zeros((0, 0)))
        rows = vectors.astype(np.float64)
        mean = rows.mean(axis=0)
        return cls(mean, rows.T @ rows / len(rows) - np.outer(mean, mean))

    def save(self, path: Path) -> None:
        """Writes them to a file."""
        np.savez(path, mean=self.mean, covariance=self.covariance)

    @classmethod
    def load(cls, path: Path) -> ScoreStatistics:
        """What `save` wrote."""
        with np.load(path) as file:
            return cls(file["mean"], file["covariance"])

    def z_scores(self, query: NDArray[np.float32], cosines: NDArray[np.float32]) -> NDArray[np.float64]:
        """The z-scores of a query's cosines (n,) among its cosines with the whole corpus."""
        spread = float(np.sqrt(max(0.0, float(query @ self.covariance @ query))))
        return (cosines.astype(np.float64) - float(query @ self.mean)) / max(spread, _SMALLEST_SPREAD)


def lexical_z_scores(scores: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """The z-scores of some rows of the BM25 scores (passages,) of a query."""
    spread = max(float(scores.std()), _SMALLEST_SPREAD)
    return (scores[rows].astype(np.float64) - float(scores.mean())) / spread


def fused(
    dense: NDArray[np.float64], lexical: NDArray[np.float64], weight: float = DENSE_WEIGHT
) -> NDArray[np.float64]:
    """The weighted sum of two arrays of z-scores."""
    return weight * dense + (1.0 - weight) * lexical
