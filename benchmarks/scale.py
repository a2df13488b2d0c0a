"""How a question's time, memory and disk grow with the store: 1,000, 10,000 and 100,000 passages.

    python -m benchmarks.scale [--passages 1000,10000,100000] [--drawn-from 20000] [--keep DIR] [--profile]

The shipped documents are repeated with other bodies, days and topics (benchmarks.copies) and indexed as a user would.
Above `--drawn-from` passages the vectors of the copies are drawn: a real passage's vector, moved a little at random;
all questions are embedded by the real model. Each store is opened in a process of its own, which asks the project's
own questions; the baseline of a question is its embedding, in the same process. Build the copies once with
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
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from assistant.pipeline import Assistant
from assistant.settings import SHIPPED, prepare_environment
from benchmarks.answering import DEFAULT_MODEL, QUESTION
from benchmarks.copies import write_copies
from benchmarks.timing import seconds
from eval.cases import SHIPPED as CASES
from eval.cases import read_cases
from index.embedder import Vectors
from index.ingest import index_folder
from index.model import build_default_model, is_built
from index.onnx_embedder import OnnxEmbedder
from index.store import Store

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


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking all questions of one store took; times in milliseconds unless the name says otherwise.

    Attributes:
        opened_s: seconds until the first answer: the store opened, its tasks brought into memory, one question.
        memory_mib: the most that the process held.
    """

    p50: float
    p95: float
    longest: float
    embedding_p50: float
    embedding_p95: float
    opened_s: float
    memory_mib: float


def build(home: Path, passages: int, embedder: OnnxEmbedder, drawn_from: int) -> dict[str, float]:
    """Builds the store below `home`; returns its passages, tasks, seconds and bytes."""
    store = Store(home / "one")
    index_folder(store, SHIPPED, embedder)
    with store.reading() as (session, generation):
        from sqlalchemy import select

        from index.catalog import PassageRow

        texts = list(session.scalars(select(PassageRow.text)))
        each = generation.passages if generation is not None else 1
    store.close()
    folder = home / "documents"
    list(write_copies(SHIPPED, folder, max(1, round(passages / each))))
    store = Store(home / "store")
    used = DrawnEmbedder(embedder, texts) if passages > drawn_from else embedder
    took = index_folder(store, folder, used, workers=2).seconds
    with store.reading() as (session, generation):
        from sqlalchemy import func, select

        from index.catalog import TaskRow

        tasks = session.scalar(select(func.count()).select_from(TaskRow)) or 0
        held = generation.passages if generation is not None else 0
    store.close()
    size = sum(f.stat().st_size for f in (home / "store").rglob("*") if f.is_file())
    return {"passages": held, "tasks": tasks, "build_s": took, "disk_mib": size / 2**20}


def ask_all(home: Path, model: Path, *, profile: bool) -> Asked:
    """Opens the store below `home` and asks the project's own questions, in this process."""
    prepare_environment()
    embedder = OnnxEmbedder(model)
    began = time.perf_counter()
    store = Store(home / "store")
    assistant = Assistant(store, embedder)
    assistant.ask(QUESTION)
    opened = time.perf_counter() - began
    cases = read_cases(CASES)
    embedding = sorted(1000 * seconds(lambda c=c: embedder.embed_queries([c.question])) for c in cases)  # type: ignore[misc]
    profiler = cProfile.Profile()
    if profile:
        profiler.enable()
    asked = {c.id: 1000 * seconds(lambda c=c: assistant.ask(c.question, c.history)) for c in cases}  # type: ignore[misc]
    if profile:
        profiler.disable()
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("cumulative").print_stats(60)
        for id_ in sorted(asked, key=lambda i: -asked[i])[:15]:
            question = next(c.question for c in cases if c.id == id_)
            print(f"{asked[id_]:8.1f} ms  {question}", file=sys.stderr)
    store.close()
    took = sorted(asked.values())
    most = _most_memory()
    return Asked(
        *(_at(took, 0.5), _at(took, 0.95), took[-1]), *(_at(embedding, 0.5), _at(embedding, 0.95)), opened, most
    )


def _most_memory() -> float:
    """MiB that this process held at most; not `ru_maxrss`, which begins with what its parent held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return float(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


def _at(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))]


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
    parser.add_argument("--drawn-from", type=int, default=20_000, help="vectors are drawn above so many passages")
    parser.add_argument("--keep", type=Path, help="where the stores stay; those that are there are not built again")
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="the default model's folder")
    parser.add_argument("--profile", action="store_true", help="also says where the time of the questions goes")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    prepare_environment()
    if given.ask is not None:
        print(json.dumps(asdict(ask_all(given.ask, given.model, profile=given.profile))))
        return
    if not is_built(given.model):
        build_default_model(given.model)
    for passages in map(int, given.passages.split(",")):
        with _home(given.keep, passages) as home:
            built = home / "built.json"
            if not built.exists():
                built.write_text(json.dumps(build(home, passages, OnnxEmbedder(given.model), given.drawn_from)))
            size = json.loads(built.read_text())
            command = [sys.executable, "-m", "benchmarks.scale", "--ask", str(home), "--model", str(given.model)]
            command += ["--profile"] * given.profile
            asked = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
            print(json.dumps({**size, **asked}), flush=True)


if __name__ == "__main__":
    main()
