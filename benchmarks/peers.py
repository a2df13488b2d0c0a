"""The assistant beside llama-index as it comes and beside BM25 alone, on the same documents and questions.

    python -m benchmarks peers [--cases FILE --documents FOLDER --name WORDS] [--rounds N] [--docs]

The project's own cases over the shipped documents, and a further set where one is given. All ways read the same stored
texts and, where they embed, use the same model. The peers have no language model, as ours has none: llama-index answers
with its response mode "context_only" (the texts of the source nodes), BM25 with the texts of the pieces it finds; each
text gets its mark [n] and is cited whole. They know neither conversations (they get the earlier questions in front of
the question) nor refusals. docs/benchmarks.md says what is measured; --docs writes the tables there.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.settings import SHIPPED, prepare_environment
from benchmarks.answering import DEFAULT_MODEL
from benchmarks.history import Settings, append, figure
from benchmarks.peer_scores import Answers, Retrieval, answers_of, retrieval_of, waits_of
from benchmarks.peer_ways import ways_of
from benchmarks.recording import add_options, record_of
from benchmarks.sections import about, number, table, write_section
from eval.cases import SHIPPED as CASES
from eval.cases import Case, read_cases
from eval.gold import GoldText
from eval.metrics.intervals import Figure as Share
from index.embedder import Embedder
from index.ingest import index_folder
from index.model import build_default_model, is_built
from index.onnx_embedder import OnnxEmbedder
from index.store import Store

PACKAGES = ("llama-index-core", "llama-index-vector-stores-chroma", "chromadb", "bm25s", "onnxruntime")
BASELINE = 1
"""Which of the ways the times are compared with: llama-index with its first five nodes."""

Waits = Mapping[str, Sequence[float]]


def measure(
    args: argparse.Namespace, name: str, cases: Sequence[Case], documents: Path, embedder: Embedder, settings: Settings
) -> None:
    """Measures all ways over a set, prints the tables, keeps the record and writes the section."""
    with TemporaryDirectory() as folder, closing(Store(Path(folder))) as store:
        index_folder(store, documents, embedder)
        gold = GoldText(store)
        with ways_of(store, gold, embedder) as ways:
            retrievals = {way.name: retrieval_of(way, cases, gold) for way in ways}
            answers = {way.name: answers_of(way, cases, gold) for way in ways}
            waits: dict[str, dict[str, list[float]]] = {way.name: {"p50": [], "p95": []} for way in ways}
            for _ in range(args.rounds):
                for way in ways:
                    found = waits_of(way, cases)
                    for percentile, values in waits[way.name].items():
                        values.append(found[percentile])
    ours, base = waits[ways[0].name], waits[ways[BASELINE].name]
    of = ways[BASELINE].name
    figures = [figure(f"an answer, {p}", ours[p], "ms", base[p], of) for p in ours]
    made = record_of("peers", settings, figures, PACKAGES)
    answerable = sum(case.answerable and not case.history for case in cases)
    follow_ups = sum(case.answerable and bool(case.history) for case in cases)
    declined = sum(not case.answerable for case in cases)
    lines = [
        f"`{made.command}`",
        "",
        f"{name[0].upper()}{name[1:]}: {len(gold.texts)} documents, {answerable} questions that can be answered,"
        f" {declined} to be declined, {follow_ups} follow-ups that can be answered. " + about(made)[0],
        "",
        *retrieval_table(retrievals),
        "",
        *answer_table(answers, waits),
    ]
    print("\n".join(lines), flush=True)
    if not args.no_history:
        append(args.history, made)
    if args.docs is not None:
        write_section(args.docs, f"peers, {name}", lines)


def retrieval_table(retrievals: Mapping[str, Retrieval]) -> list[str]:
    """A line a way; one that ranks as the way before it does is left out."""
    rows, seen = [], []
    for name, r in retrievals.items():
        if r not in seen:
            shares = (r.recall_1, r.recall_5, r.recall_budget, r.mrr, r.ndcg)
            sizes = (f"{r.pieces}", f"{r.piece:,.0f}", f"{r.five:,.0f}")
            rows.append((name.partition(",")[0], *sizes, *(f"{share:.2f}" for share in shares)))
        seen.append(r)
    questions = next(iter(retrievals.values())).questions
    head = f"retrieval (n = {questions})", "pieces", "characters each", "characters of first 5"
    measures = "recall@1", "recall@5", "recall in 4,000 characters", "MRR@5", "nDCG@5"
    return table((*head, *measures), rows)


def answer_table(answers: Mapping[str, Answers], waits: Mapping[str, Waits]) -> list[str]:
    """A line a way."""
    rows = []
    for name, a in answers.items():
        shares = (a.right, a.right_at_length, a.holds, a.follow_ups, a.declines, a.quotes)
        times = (sorted(waits[name][p])[len(waits[name][p]) // 2] for p in ("p50", "p95"))
        rows.append((name, *map(percent, shares), f"{a.read:,.0f}", *(f"{number(ms)} ms" for ms in times)))
    shares_of = "right", "right but for length", "holds it", "follow-ups right", "declined", "quotes exact"
    return table(("answers", *shares_of, "characters read", "p50", "p95"), rows)


def percent(share: Share | None) -> str:
    """The share with its 95 % interval; a dash where there is none."""
    if share is None:
        return "–"
    low, high = round(100 * share.low), round(100 * share.high)
    return f"{100 * share.value:.0f} %" + (f" ({low}–{high})" if low != high else "")


def main() -> int:
    """Measures the own set and the further one; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path, metavar="FILE", help="a further set of cases, with --documents")
    parser.add_argument("--documents", type=Path, metavar="FOLDER", help="the documents that they ask about")
    parser.add_argument("--name", default="further set", metavar="WORDS", help="what the table calls it")
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="the default model's folder")
    parser.add_argument("--rounds", type=int, default=3, help="how often each way is timed")
    add_options(parser)
    args = parser.parse_args()
    if (args.cases is None) is not (args.documents is None):
        parser.error("--cases and --documents belong together")
    prepare_environment()
    if not is_built(args.model):
        build_default_model(args.model)
    embedder = OnnxEmbedder(args.model)
    rounds: Settings = {"rounds": args.rounds}
    measure(args, "own cases over the shipped documents", read_cases(CASES), SHIPPED, embedder, rounds)
    if args.cases is not None:
        settings = {"cases": "FILE", "documents": "FOLDER", "name": repr(args.name), **rounds}
        measure(args, args.name, read_cases(args.cases), args.documents, embedder, settings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
