"""How a question's time, memory and disk grow with the store: 1,000, 10,000 and 100,000 passages.

    python -m benchmarks.scale [--passages 1000,10000,100000] [--drawn-from 2000] [--keep DIR] [--profile]

The shipped documents are repeated with other bodies, days and topics (benchmarks.copies) and indexed as a user would.
Above `--drawn-from` passages the vectors of the copies are drawn: a real passage's vector, moved a little at random;
all questions are embedded by the real model. Each store is opened in a process of its own and warmed as the page's is;
then it asks the project's own questions, a follow-up behind the questions before it. The baseline of a question is its
embedding, in the same process. Build the copies once with
`--keep DIR` to ask again later.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import re
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
from sqlalchemy import func, select

from assistant.opening import warm
from assistant.pipeline import Assistant
from assistant.settings import SHIPPED, prepare_environment
from assistant.understanding import Speller
from benchmarks.answering import DEFAULT_MODEL, QUESTION
from benchmarks.copies import copy_of, write_copy
from benchmarks.recording import add_options, record
from benchmarks.scale_report import Asked, Built, figures_of, pictures_of, table_of, words_of
from benchmarks.sections import write_section
from benchmarks.timing import seconds
from eval.cases import SHIPPED as CASES
from eval.cases import Case, read_cases
from index.catalog import PassageRow, TaskRow
from index.embedder import Vectors
from index.ingest import index_folder
from index.model import build_default_model, is_built
from index.onnx_embedder import OnnxEmbedder
from index.record import load_records
from index.store import Store
from index.task_index import TaskIndex

PACKAGES = ("chromadb", "bm25s", "numpy", "sqlalchemy", "onnxruntime", "llama-index-core")
SPREAD = 0.02
"""The standard deviation of what each coordinate of a drawn vector is moved by; a unit vector's is 0.05."""


class DrawnEmbedder:
    """Vectors of passages drawn around those of real ones; a text's is the same each time. Queries are embedded."""

    def __init__(self, real: OnnxEmbedder, texts: Sequence[str]) -> None:
        """Takes the model, and the texts whose vectors the drawn ones lie around."""
        self._real = real
        self._around = real.embed_passages(texts)
        self.model_id = real.model_id
        self.dimension = real.dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32, rows of unit length."""
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            drawn = np.random.default_rng(zlib.crc32(text.encode()))
            row[:] = self._around[drawn.integers(len(self._around))]
            row += drawn.normal(scale=SPREAD, size=self.dimension).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32, rows of unit length."""
        return self._real.embed_queries(texts)


def build(home: Path, passages: int, embedder: OnnxEmbedder, drawn_from: int) -> Built:
    """Builds the store below `home`."""
    store = Store(home / "one")
    index_folder(store, SHIPPED, embedder)
    with store.reading() as (session, generation):
        texts = list(session.scalars(select(PassageRow.text)))
        each = generation.passages if generation is not None else 1
    store.close()
    folder, copies = home / "documents", max(1, round(passages / each))
    for number in range(copies):
        write_copy(SHIPPED, folder / f"{number:05}", number)
    store = Store(home / "store")
    used = DrawnEmbedder(embedder, texts) if passages > drawn_from else embedder
    took = index_folder(store, folder, used, workers=2).seconds
    one = next(iter(sorted(SHIPPED.glob("*.txt"))))
    (folder / "one.txt").write_text(copy_of(one.read_text(encoding="utf-8"), copies), encoding="utf-8")
    again = index_folder(store, folder, used).seconds
    with store.reading() as (session, generation):
        tasks = session.scalar(select(func.count()).select_from(TaskRow)) or 0
        held = generation.passages if generation is not None else 0
    store.close()
    size = sum(file.stat().st_size for file in (home / "store").rglob("*") if file.is_file())
    return Built(held, tasks, took, again, size / 2**20)


def ask_all(home: Path, model: Path, *, profile: bool) -> Asked:
    """Opens the store below `home` and asks the project's own questions, in this process."""
    prepare_environment()
    embedder = OnnxEmbedder(model)
    embedder.embed_queries([QUESTION])
    store = Store(home / "store")
    parts = _parts(store) if not profile else {}
    began = time.perf_counter()
    assistant = Assistant(store, embedder)
    warm(assistant)
    opened = time.perf_counter() - began
    cases = read_cases(CASES)
    embedding = sorted(1000 * seconds(partial(embedder.embed_queries, [case.question])) for case in cases)
    profiler = cProfile.Profile()
    if profile:
        profiler.enable()
    asked, again = ({case.question: _asked(assistant, case) for case in cases} for _ in range(2))
    if profile:
        profiler.disable()
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("cumulative").print_stats(60)
        for question in sorted(asked, key=lambda each: -asked[each])[:15]:
            print(f"{asked[question]:8.1f} ms  {question}", file=sys.stderr)
    store.close()
    took = sorted(asked.values())
    alone = _at(embedding, 0.5), _at(embedding, 0.95)
    same = sorted(again.values())
    more = _at(same, 0.5), _at(same, 0.95)
    return Asked(_at(took, 0.5), _at(took, 0.95), took[-1], more, alone, opened, _memory("VmHWM"), parts)


def _asked(assistant: Assistant, case: Case) -> float:
    """Milliseconds of a question, behind those that it goes on from, as in a conversation."""
    for turn, question in enumerate(case.history):
        assistant.ask(question, case.history[:turn])
    return 1000 * seconds(partial(assistant.ask, case.question, case.history))


def _parts(store: Store) -> dict[str, float]:
    """What each part of a store takes in memory, opened one after the other and let go of together."""
    parts, before = {}, _memory("VmRSS")
    parts["libraries, model"] = before
    held: list[object] = []
    with store.reading() as (session, generation):
        if generation is None:
            return parts
        for name, load in (
            ("words of passages", lambda: generation.words),
            ("speller", lambda: Speller(generation.words.frequencies())),
            ("vectors", lambda: generation.vectors),
            ("tasks", lambda: TaskIndex(load_records(session), generation.task_words)),
        ):
            held.append(load())
            now = _memory("VmRSS")
            parts[name], before = now - before, now
    store.move_on()
    return parts


def _at(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))]


def _memory(what: str) -> float:
    """MiB that this process holds (VmRSS), or held at most; not `ru_maxrss`, which begins with what its parent held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return float(re.findall(rf"{what}:\s+(\d+) kB", status)[0]) / 1024


@contextmanager
def _home(kept: Path | None, passages: int) -> Iterator[Path]:
    if kept is not None:
        (kept / str(passages)).mkdir(parents=True, exist_ok=True)
        yield kept / str(passages)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def main() -> None:
    """Reads the command line, and prints a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", default="1000,10000,100000", help="sizes, with commas between")
    parser.add_argument("--drawn-from", type=int, default=2_000, help="vectors are drawn above so many passages")
    parser.add_argument("--keep", type=Path, help="where the stores stay; those that are there are not built again")
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="the default model's folder")
    parser.add_argument("--profile", action="store_true", help="says where the time of the questions goes, no more")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    add_options(parser)
    given = parser.parse_args()
    prepare_environment()
    if given.ask is not None:
        print(json.dumps(asdict(ask_all(given.ask, given.model, profile=given.profile))))
        return
    if not is_built(given.model):
        build_default_model(given.model)
    measured: list[tuple[Built, Asked]] = []
    for passages in map(int, given.passages.split(",")):
        with _home(given.keep, passages) as home:
            kept = home / "built.json"
            if not kept.exists():
                kept.write_text(json.dumps(asdict(build(home, passages, OnnxEmbedder(given.model), given.drawn_from))))
            command = [sys.executable, "-m", "benchmarks.scale", "--ask", str(home), "--model", str(given.model)]
            command += ["--profile"] * given.profile
            asked = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
            measured.append((Built(**json.loads(kept.read_text())), Asked(**json.loads(asked))))
            print(words_of(*measured[-1]), flush=True)
    if not given.profile:
        record(given, "scale", {"passages": given.passages}, list(figures_of(measured)), PACKAGES)
        if given.docs is not None:
            write_section(given.docs, "scale, growth", table_of(measured))
            given.docs.with_name("growth.svg").write_text(pictures_of(measured), encoding="utf-8")


if __name__ == "__main__":
    main()
