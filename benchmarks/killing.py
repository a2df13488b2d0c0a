"""A job on a store in a process of its own that is killed: what it does, and how far it had come."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import index.ingest
import index.publish
from index.ingest import forget_folder, index_folder, rebuild
from index.store import Store
from tests.fake_embedder import FakeEmbedder

STAGES: tuple[tuple[str, Any, str], ...] = (
    ("staging", index.ingest, "list_folder"),
    ("embedding", index.ingest, "embed_missing"),
    ("vectors", index.publish, "build_vectors"),
    ("words", index.publish, "statistics_file"),
    ("seal", index.publish, "seal"),
    ("commit", index.publish, "link_works"),
    ("old vectors", index.publish, "_forget_vectors"),
    ("clearing", Store, "move_on"),
)
"""The stages of a job in order, each with the function whose first call begins it."""
NAMES = ("opening", *(name for name, _, _ in STAGES), "end")
JOBS = ("index", "rebuild", "forget")


def do(job: str, store: Path, folder: Path) -> None:
    """Does a job; `folder` is what is indexed or forgotten."""
    with closing(Store(store)) as opened:
        if job == "index":
            index_folder(opened, folder, FakeEmbedder())
        elif job == "rebuild":
            rebuild(opened, FakeEmbedder())
        else:
            forget_folder(opened, folder)


def _marked(job: str, store: Path, folder: Path, begun: Any) -> None:
    """Does a job and notes when each stage begins."""

    def mark(at: int) -> None:
        begun[at] = begun[at] or time.monotonic()

    def marking(at: int, real: Any) -> Any:
        def call(*arguments: Any, **options: Any) -> Any:
            mark(at)
            return real(*arguments, **options)

        return call

    for at, (_, where, what) in enumerate(STAGES, 1):
        setattr(where, what, marking(at, getattr(where, what)))
    mark(0)
    do(job, store, folder)
    mark(len(NAMES) - 1)


class Run:
    """A job in a process of its own."""

    def __init__(self, job: str, store: Path, folder: Path) -> None:
        processes = multiprocessing.get_context("forkserver")
        preload = ["benchmarks.killing", "llama_index.vector_stores.chroma", "bm25s", "underthesea"]
        processes.set_forkserver_preload(preload)
        self._begun = processes.Array("d", len(NAMES), lock=False)
        self._process = processes.Process(target=_marked, args=(job, store, folder, self._begun))
        self._process.start()

    def finish(self) -> list[float]:
        """Lets it end; returns the seconds of each stage, 0 for one that the job has not.

        Raises RuntimeError where it fell.
        """
        self._process.join()
        if self._process.exitcode:
            raise RuntimeError(f"the job fell: exit status {self._process.exitcode}")
        begun = list(self._begun)
        ends = [next((later for later in begun[at + 1 :] if later), begun[at]) for at in range(len(begun))]
        return [end - start if start else 0.0 for start, end in zip(begun, ends, strict=True)]

    def kill(self, at: int, seconds: float) -> str:
        """Kills it so long after a stage (its place in `NAMES`) began; returns the name of the stage it was in."""
        while not self._begun[at] and self._process.is_alive():
            time.sleep(0.0005)
        self._process.join(timeout=max(0.0, self._begun[at] + seconds - time.monotonic()))
        self._process.kill()
        self._process.join()
        self._process.close()
        return NAMES[max(range(len(NAMES)), key=lambda stage: self._begun[stage])]


def moment(chance: Random, number: int, seconds: Sequence[float]) -> tuple[int, float]:
    """(stage, seconds into it) at which to kill: by turns in a stage, however short it is, and anywhere in the run."""
    stages = [at for at, length in enumerate(seconds) if length]
    if number % 2:
        at = stages[number // 2 % len(stages)]
    else:
        at = chance.choices(stages, [seconds[stage] for stage in stages])[0]
    return at, seconds[at] * chance.random()
