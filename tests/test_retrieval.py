"""Retrieval: the right passages with the right scores, as llama-index's retrievers give them."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from llama_index.core import Settings
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle

from corpus.errors import StoreError
from index.fusion import ScoreStatistics, fused, lexical_z_scores
from index.generations import Generation, generation_folder, matrix_file, statistics_file, vectors_folder, words_folder
from index.ingest import forget_folder, index_folder
from index.lexical import LexicalIndex
from index.matrix import MatrixFile
from index.retrieval import CANDIDATES, DenseRetriever, HybridRetriever, LexicalRetriever, best
from index.store import Store
from index.vectors import build_vectors
from tests.fake_embedder import FakeEmbedder, directive, write

N = 500
ONSETS, RHYMES = ("b", "c", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "nh", "t", "th", "tr"), "aăâeêioôơuư"
SYLLABLES = [onset + rhyme for onset in ONSETS for rhyme in RHYMES]


@pytest.fixture(scope="module")
def fake() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """500 passages of random syllables, the frequent ones far more frequent than the rare ones."""
    chance = random.Random(7)
    weights = [1 / (rank + 3) for rank in range(len(SYLLABLES))]
    return [" ".join(chance.choices(SYLLABLES, weights, k=chance.randint(5, 60))) for _ in range(N)]


@pytest.fixture(scope="module")
def folder(texts: list[str], fake: FakeEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one generation, as of a version that kept no matrix of the vectors."""
    store = tmp_path_factory.mktemp("store")
    ids = [f"p{i:03}" for i in range(N)]
    vectors = fake.embed_passages(texts)
    build_vectors(vectors_folder(store, 1), ids, texts, vectors, base=None, gone=[])
    ScoreStatistics.of(vectors).save(statistics_file(store, 1))
    LexicalIndex.build(ids, texts).save(words_folder(store, 1))
    return store


@pytest.fixture(scope="module")
def generation(folder: Path, fake: FakeEmbedder) -> Iterator[Generation]:
    generation = Generation(folder, 1, fake.model_id, N)
    yield generation
    generation.close()


def queries(texts: list[str]) -> list[str]:
    """Pieces of passages, with something strange in them."""
    chance = random.Random(3)
    return [" ".join([*chance.choice(texts).split()[:8], chance.choice(SYLLABLES), "xyzzy"]) for _ in range(25)]


def everything(texts: list[str], fake: FakeEmbedder, generation: Generation, query: str) -> list[tuple[str, float]]:
    """All passages by a search that looks at all of them."""
    cosines = fake.embed_queries(texts) @ fake.embed_queries([query])[0]
    dense = (cosines - cosines.mean()) / cosines.std()
    lexical = lexical_z_scores(generation.words.scores(query), np.arange(N, dtype=np.intp))
    total = fused(dense.astype(np.float64), lexical)
    order = np.argsort(-total, kind="stable")
    return [(f"p{row:03}", float(total[row])) for row in order]


def test_the_ten_best_are_those_of_a_search_of_everything(
    texts: list[str], fake: FakeEmbedder, generation: Generation
) -> None:
    retriever = HybridRetriever(generation, fake)
    for query in queries(texts):
        expected = everything(texts, fake, generation, query)[:10]
        hits = retriever.hits(QueryBundle(query))[:10]
        assert [hit.score for hit in hits] == pytest.approx([score for _, score in expected], abs=1e-3)
        # two whose scores are all but equal may stand in either order
        assert {hit.id for hit in hits[:9]} <= {id_ for id_, _ in expected}


def test_vectors_are_the_same_from_the_file_and_from_chroma(
    texts: list[str], fake: FakeEmbedder, generation: Generation, folder: Path, tmp_path: Path
) -> None:
    # random words, so that most passages that share a word with the query are not near to it
    shutil.copytree(generation_folder(folder, 1), generation_folder(tmp_path, 1))
    MatrixFile.write(matrix_file(tmp_path, 1), fake.embed_passages(texts))
    beside = Generation(tmp_path, 1, fake.model_id, N)
    assert beside.matrix is not None
    for query in queries(texts):
        read, asked = (HybridRetriever(g, fake).hits(QueryBundle(query)) for g in (beside, generation))
        assert [hit.id for hit in read] == [hit.id for hit in asked]
        assert [hit.cosine for hit in read] == pytest.approx([hit.cosine for hit in asked], abs=1e-6)
    beside.close()
    MatrixFile.write(matrix_file(tmp_path, 1), fake.embed_passages(texts[:-1]))
    cut = Generation(tmp_path, 1, fake.model_id, N)
    with pytest.raises(StoreError, match="ma trận vectơ"):
        HybridRetriever(cut, fake).hits(QueryBundle(queries(texts)[0]))
    cut.close()


def test_the_same_query_has_the_same_hits(texts: list[str], fake: FakeEmbedder, generation: Generation) -> None:
    retriever = HybridRetriever(generation, fake)
    for query in queries(texts)[:5]:
        assert retriever.hits(QueryBundle(query)) == retriever.hits(QueryBundle(query))


def test_each_hit_tells_its_scores_best_first(texts: list[str], fake: FakeEmbedder, generation: Generation) -> None:
    query = queries(texts)[0]
    vector = fake.embed_queries([query])[0]
    hits = HybridRetriever(generation, fake).hits(QueryBundle(query))
    assert len({hit.id for hit in hits}) == len(hits) <= 2 * CANDIDATES
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    scores = generation.words.scores(query)
    for hit in hits:
        assert hit.cosine == pytest.approx(float(fake.embed_queries([texts[int(hit.id[1:])]])[0] @ vector), abs=1e-4)
        assert hit.bm25 == scores[int(hit.id[1:])]


def test_a_query_without_a_known_word_is_answered_by_the_vectors_alone(
    fake: FakeEmbedder, generation: Generation
) -> None:
    query = QueryBundle("xyzzy")
    assert LexicalRetriever(generation).retrieve(query) == []
    hits = HybridRetriever(generation, fake).hits(query)
    assert len(hits) == CANDIDATES
    assert {hit.bm25 for hit in hits} == {0.0}
    assert [hit.cosine for hit in hits] == sorted((hit.cosine for hit in hits), reverse=True)


def test_a_query_brings_its_own_vector_where_it_has_one(
    texts: list[str], fake: FakeEmbedder, generation: Generation
) -> None:
    vector = fake.embed_queries([texts[42]])[0].tolist()
    assert DenseRetriever(generation, fake).retrieve(QueryBundle("xyzzy", embedding=vector))[0].node_id == "p042"
    assert HybridRetriever(generation, fake).hits(QueryBundle("xyzzy", embedding=vector))[0].id == "p042"


@pytest.mark.parametrize(("weight", "key"), [(1.0, "cosine"), (0.0, "bm25")])
def test_the_weight_decides_which_score_ranks(
    weight: float, key: str, texts: list[str], fake: FakeEmbedder, generation: Generation
) -> None:
    hits = HybridRetriever(generation, fake, dense_weight=weight).hits(QueryBundle(queries(texts)[1]))
    ranked = [getattr(hit, key) for hit in hits]
    assert ranked == pytest.approx(sorted(ranked, reverse=True), abs=1e-4)


def test_all_three_are_retrievers_of_llama_index_that_need_no_language_model(
    texts: list[str], fake: FakeEmbedder, generation: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Settings, "_llm", None)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    dense, lexical = DenseRetriever(generation, fake, top_k=7), LexicalRetriever(generation, top_k=7)
    for retriever in (dense, lexical, HybridRetriever(generation, fake, top_k=7)):
        assert isinstance(retriever, BaseRetriever)
        nodes = retriever.retrieve(texts[11])
        assert len({node.node_id for node in nodes}) == 7
        assert all(isinstance(node, NodeWithScore) for node in nodes)
        assert nodes[0].node_id == "p011"
        assert [n.score or 0.0 for n in nodes] == sorted((n.score or 0.0 for n in nodes), reverse=True)
    cosines = sorted(fake.embed_queries(texts) @ fake.embed_queries([texts[11]])[0], reverse=True)
    assert [n.score for n in dense.retrieve(texts[11])] == pytest.approx(cosines[:7], abs=1e-4)
    found = {n.node_id: n.score for n in lexical.retrieve(texts[11])}
    scores = generation.words.scores(texts[11])
    assert found == {id_: pytest.approx(scores[int(id_[1:])]) for id_ in found}
    assert min(score or 0.0 for score in found.values()) > 0


def test_the_same_text_in_two_documents_is_found_twice(tmp_path: Path, fake: FakeEmbedder) -> None:
    store = Store(tmp_path / "store")
    index_folder(store, write(tmp_path / "docs", a=directive(1), b=directive(1), c=directive(2)), fake)
    with store.reading() as (_, generation):
        assert generation is not None
        everything = generation.passages
        for retriever in (
            DenseRetriever(generation, fake),
            LexicalRetriever(generation),
            HybridRetriever(generation, fake),
        ):
            assert len(retriever.retrieve("Bộ Y tế, Bộ Công an, chỉ thị")) == everything
    store.close()


def test_nothing_is_found_in_a_store_without_passages(tmp_path: Path, fake: FakeEmbedder) -> None:
    store = Store(tmp_path / "store")
    folder = write(tmp_path / "docs", a=directive(1))
    index_folder(store, folder, fake)
    forget_folder(store, folder)
    with store.reading() as (_, generation):
        assert generation is not None
        for retriever in (
            DenseRetriever(generation, fake),
            LexicalRetriever(generation),
            HybridRetriever(generation, fake),
        ):
            assert retriever.retrieve("Bộ Y tế") == []
    store.close()


@pytest.mark.parametrize("top_k", [1, 3, 5, 50])
def test_the_best_rows_have_positive_scores_and_stand_in_order(top_k: int) -> None:
    scores = np.array([0, 2, 5, -1, 2, 5, 0.5], dtype=np.float32)
    assert best(scores, top_k).tolist() == [2, 5, 1, 4, 6][:top_k]
    assert best(np.zeros(4, dtype=np.float32), top_k).tolist() == []
    assert best(np.zeros(0, dtype=np.float32), top_k).tolist() == []
