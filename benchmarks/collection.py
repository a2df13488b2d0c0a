"""A retrieval set in a folder: corpus.jsonl, queries.jsonl and qrels.tsv, and how a ranking of it is judged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents and queries by id, and which document answers which query.

    Attributes:
        name: the folder's name.
        documents: id -> the title, where there is one, and the text.
        queries: id -> the question.
        qrels: (query id, document id) of each relevant pair.
    """

    name: str
    documents: Mapping[str, str]
    queries: Mapping[str, str]
    qrels: Sequence[tuple[str, str]]


def read_collection(folder: Path) -> Collection:
    """The set in a folder: {"id", "title", "text"} and {"id", "text"} a line, and query id, tab, document id."""
    pairs = (line.split("\t") for line in _lines(folder / "qrels.tsv"))
    return Collection(
        name=folder.name,
        documents={
            row["id"]: "\n".join(filter(None, (row.get("title"), row["text"])))
            for row in map(json.loads, _lines(folder / "corpus.jsonl"))
        },
        queries={row["id"]: row["text"] for row in map(json.loads, _lines(folder / "queries.jsonl"))},
        qrels=[(query, document) for query, document, *_ in pairs],
    )


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def ndcg_at_10(collection: Collection, run: Iterable[tuple[str, str, float]]) -> float:
    """nDCG@10 of (query id, document id, score), by ir-measures."""
    import ir_measures

    measure = ir_measures.nDCG @ 10
    qrels = [ir_measures.Qrel(query, document, 1) for query, document in collection.qrels]
    scored = [ir_measures.ScoredDoc(query, document, score) for query, document, score in run]
    return float(ir_measures.calc_aggregate([measure], qrels, scored)[measure])
