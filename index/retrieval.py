"""Retrieval through llama-index's interfaces: dense by Chroma, lexical by bm25s, and both fused."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from numpy.typing import NDArray

from index.embedder import Embedder
from index.fusion import DENSE_WEIGHT, fused, lexical_z_scores
from index.generations import Generation
from index.lexical import LexicalIndex

CANDIDATES = 50
"""Passages that each of the two searches proposes."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query.

    Attributes:
        id: the passage's id.
        score: the fused score: a weighted sum of z-scores.
        cosine: of query and passage.
        bm25: the BM25 score, 0 where they share no word.
    """

    id: str
    score: float
    cosine: float
    bm25: float


@dataclass(frozen=True, slots=True)
class Among:
    """The passages that alone are looked at: their ids, and (passages,) their rows in the lexical index."""

    ids: frozenset[str]
    rows: NDArray[np.intp]

    @classmethod
    def of(cls, ids: Collection[str], words: LexicalIndex) -> Among:
        """The passages with these ids."""
        return cls(frozenset(ids), np.array([words.row(id_) for id_ in ids], dtype=np.intp))


class DenseRetriever(BaseRetriever):
    """The passages whose vectors are nearest to the query's; scores are cosines."""

    def __init__(
        self,
        generation: Generation,
        embedder: Embedder,
        top_k: int = CANDIDATES,
        among: Among | None = None,
    ) -> None:
        self._generation = generation
        self._embedder = embedder
        self._top_k = top_k
        self._among = among
        super().__init__()

    def query_vector(self, query: QueryBundle) -> NDArray[np.float32]:
        """(dimension,) float32: the query's vector, its own where it brings one."""
        if query.embedding is not None:
            return np.asarray(query.embedding, dtype=np.float32)
        row: NDArray[np.float32] = self._embedder.embed_queries([query.query_str])[0]
        return row

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [
            NodeWithScore(node=TextNode(id_=id_), score=cosine)
            for id_, cosine in self.nearest(self.query_vector(query_bundle))
        ]

    def nearest(self, vector: NDArray[np.float32]) -> list[tuple[str, float]]:
        """(id, cosine) of the passages nearest to a query's vector (dimension,), nearest first."""
        ids = self._among.ids if self._among is not None else None
        count = min(self._top_k, self._generation.passages if ids is None else len(ids))
        return self._generation.vectors.nearest(vector, count, ids) if count else []


class LexicalRetriever(BaseRetriever):
    """The passages that share most with the query by BM25; passages that share no word are left out."""

    def __init__(self, generation: Generation, top_k: int = CANDIDATES) -> None:
        self._generation = generation
        self._top_k = top_k
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        words = self._generation.words
        scores = words.scores(query_bundle.query_str)
        return [
            NodeWithScore(node=TextNode(id_=words.ids[row]), score=float(scores[row]))
            for row in best(scores, self._top_k)
        ]


class HybridRetriever(BaseRetriever):
    """Dense and lexical candidates, ranked by the weighted sum of their z-scores."""

    def __init__(
        self,
        generation: Generation,
        embedder: Embedder,
        top_k: int = 10,
        dense_weight: float = DENSE_WEIGHT,
        among: Among | None = None,
    ) -> None:
        """Searches a generation, or the passages of it that `among` names, where that is given."""
        self._generation = generation
        self._among = among
        self._dense = DenseRetriever(generation, embedder, among=among)
        self._top_k = top_k
        self._weight = dense_weight
        super().__init__()

    def hits(self, query: QueryBundle) -> list[Hit]:
        """All candidates of both searches, best first; equal scores by id."""
        generation = self._generation
        if not generation.passages or (self._among is not None and not self._among.ids):
            return []
        vector = self._dense.query_vector(query)
        cosines = dict(self._dense.nearest(vector))
        words = generation.words
        scores = words.scores(query.query_str)
        rows = {words.ids[row]: int(row) for row in best(self._allowed(scores), CANDIDATES)}
        cosines |= self._cosines(vector, {id_: row for id_, row in rows.items() if id_ not in cosines})
        rows |= {id_: words.row(id_) for id_ in cosines if id_ not in rows}
        ids = sorted(cosines)
        at = np.array([rows[id_] for id_ in ids], dtype=np.intp)
        dense = generation.statistics.z_scores(vector, np.array([cosines[id_] for id_ in ids], dtype=np.float32))
        total = fused(dense, lexical_z_scores(scores, at), self._weight)
        order = np.argsort(-total, kind="stable")
        return [Hit(ids[i], float(total[i]), cosines[ids[i]], float(scores[at[i]])) for i in order]

    def _cosines(self, vector: NDArray[np.float32], rows: Mapping[str, int]) -> dict[str, float]:
        """Id -> cosine of passages, given with their rows; Chroma takes 3 ms to bring their vectors."""
        if (matrix := self._generation.matrix) is None:
            return {id_: float(v @ vector) for id_, v in self._generation.vectors.vectors(list(rows)).items()}
        return dict(zip(rows, (matrix.rows(rows.values()) @ vector).tolist(), strict=True)) if rows else {}

    def _allowed(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        if self._among is None:
            return scores
        allowed = np.zeros_like(scores)
        allowed[self._among.rows] = scores[self._among.rows]
        return allowed

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [
            NodeWithScore(node=TextNode(id_=hit.id, metadata={"cosine": hit.cosine, "bm25": hit.bm25}), score=hit.score)
            for hit in self.hits(query_bundle)[: self._top_k]
        ]


def best(scores: NDArray[np.floating[Any]], top_k: int) -> NDArray[np.intp]:
    """The rows of the highest positive scores, best first; equal scores by row."""
    if not (k := min(top_k, len(scores))):
        return np.zeros(0, dtype=np.intp)
    least = np.partition(scores, -k)[-k]
    rows = np.flatnonzero((scores >= least) & (scores > 0))
    return rows[np.argsort(-scores[rows], kind="stable")][:k]
