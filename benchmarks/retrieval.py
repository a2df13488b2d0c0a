"""How well the store's retrieval ranks: dense alone, BM25 alone, and both fused as the assistant uses them.

    python -m benchmarks retrieval DIR [DIR ...] [--model DIR] [--weights 0.3 0.5 0.7] [--rounds N]

Each DIR holds a retrieval set (see benchmarks.collection); each of its documents is one passage. The baseline is BM25
alone, in the same run. All parts are real: the default model, Chroma, bm25s, and llama-index's retriever interface.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import QueryBundle

from benchmarks.collection import Collection, ndcg_at_10, read_collection
from benchmarks.history import Figure, figure
from benchmarks.recording import add_options, record
from index.embedder import Embedder, Vectors
from index.fusion import DENSE_WEIGHT, ScoreStatistics
from index.generations import statistics_file, vectors_folder, words_folder
from index.lexical import LexicalIndex
from index.model import build_default_model, is_built
from index.onnx_embedder import OnnxEmbedder
from index.retrieval import DenseRetriever, HybridRetriever, LexicalRetriever
from index.store import Generation
from index.vectors import build_vectors

DEFAULT_MODEL = Path(__file__).parents[1] / "var" / "model"


@contextmanager
def generation_of(collection: Collection, embedder: Embedder) -> Iterator[Generation]:
    """A generation that holds each document of the collection as one passage."""
    ids, texts = list(collection.documents), list(collection.documents.values())
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder)
        vectors = embedder.embed_passages(texts)
        vectors_folder(store, 1).parent.mkdir(parents=True)
        build_vectors(vectors_folder(store, 1), ids, texts, vectors, base=None, gone=[])
        ScoreStatistics.of(vectors).save(statistics_file(store, 1))
        LexicalIndex.build(ids, texts).save(words_folder(store, 1))
        generation = Generation(store, 1, embedder.model_id, len(ids))
        try:
            yield generation
        finally:
            generation.close()


def judge(collection: Collection, retriever: BaseRetriever, vectors: Vectors) -> tuple[float, float]:
    """nDCG@10 of a retriever, and the median milliseconds of a query without its embedding."""
    run: list[tuple[str, str, float]] = []
    waits = []
    for (query, text), vector in zip(collection.queries.items(), vectors, strict=True):
        started = time.perf_counter()
        found = retriever.retrieve(QueryBundle(text, embedding=vector.tolist()))
        waits.append(1000 * (time.perf_counter() - started))
        run += [(query, node.node_id, node.score or 0.0) for node in found[:10]]
    return ndcg_at_10(collection, run), statistics.median(waits)


def report(collection: Collection, embedder: Embedder, weights: list[float], rounds: int) -> list[Figure]:
    """Prints a line for each way of ranking; the milliseconds of the fused ones beside those of BM25."""
    print(f"{collection.name}: {len(collection.documents)} documents, {len(collection.queries)} queries")
    vectors = embedder.embed_queries(list(collection.queries.values()))
    with generation_of(collection, embedder) as generation:
        ways: dict[str, BaseRetriever] = {
            "BM25": LexicalRetriever(generation, top_k=10),
            "dense": DenseRetriever(generation, embedder, top_k=10),
        }
        for weight in weights:
            used = " (used)" if weight == DENSE_WEIGHT else ""
            ways[f"fused {weight:.1f}{used}"] = HybridRetriever(generation, embedder, 10, weight)
        values: dict[str, float] = {}
        waits: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, retriever in ways.items():
                values[name], wait = judge(collection, retriever, vectors)
                waits[name].append(wait)
        for name, value in values.items():
            wait = statistics.median(waits[name])
            print(f"  {name:18} nDCG@10 {value:.4f}  {value / values['BM25']:.3f} of BM25  {wait:6.1f} ms a query")
    return [figure(f"a query, {name}", waits[name], "ms", waits["BM25"], "BM25") for name in ways if name != "BM25"]


def main() -> None:
    """Reads the command line and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", help="folders of retrieval sets")
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="the default model's folder")
    parser.add_argument("--weights", type=float, nargs="+", default=[DENSE_WEIGHT], help="shares of the dense score")
    parser.add_argument("--rounds", type=int, default=3, help="how often the queries are asked")
    add_options(parser)
    given = parser.parse_args()
    if not is_built(given.model):
        build_default_model(given.model)
    embedder = OnnxEmbedder(given.model)
    for folder in given.folders:
        figures = report(read_collection(folder), embedder, given.weights, given.rounds)
        settings = {"DIR": folder.name, "rounds": given.rounds}
        record(given, "retrieval", settings, figures, ("llama-index-core", "chromadb", "bm25s"))


if __name__ == "__main__":
    main()
