"""How long a person waits: `chidao ask` from a cold start, and a question in a running process.

    python -m benchmarks answering [--model DIR] [--rounds N]

Over the shipped documents and the project's own questions. The baseline of the cold start is the start of the
interpreter with the libraries that the command cannot do without; that of a question is the embedding of it, in the
same process.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from assistant.pipeline import Assistant
from assistant.settings import SHIPPED, prepare_environment
from benchmarks.history import Figure, figure
from benchmarks.recording import add_options, record
from benchmarks.timing import seconds
from eval.cases import SHIPPED as CASES
from eval.cases import read_cases
from eval.metrics.latency import percentiles
from index.ingest import index_folder
from index.model import build_default_model, is_built
from index.onnx_embedder import OnnxEmbedder
from index.store import Store

DEFAULT_MODEL = Path(__file__).parents[1] / "var" / "model"
QUESTION = "Ngân hàng Nhà nước phải trình nghị định gì?"
PACKAGES = ("llama-index-core", "chromadb", "onnxruntime", "bm25s")
LIBRARIES = "import llama_index.core, chromadb, sqlalchemy.orm, onnxruntime"


@contextmanager
def home_of(model: Path) -> Iterator[Path]:
    """A data folder with the model and a store of the shipped documents."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "model").symlink_to(model.absolute())
        store = Store(home / "store")
        index_folder(store, SHIPPED, OnnxEmbedder(model))
        store.close()
        yield home


def cold_start(home: Path, rounds: int) -> list[Figure]:
    """The median seconds of `chidao ask` in a process of its own, beside its libraries alone; printed too."""
    environment = os.environ | {"CHIDAO_HOME": str(home)}
    commands = {
        "libraries alone": [sys.executable, "-c", LIBRARIES],
        "chidao ask": [str(Path(sys.executable).with_name("chidao")), "ask", QUESTION],
        "chidao --help": [str(Path(sys.executable).with_name("chidao")), "--help"],
    }
    waits: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            waits[name].append(
                seconds(lambda c=command: subprocess.run(c, env=environment, capture_output=True, check=True))  # type: ignore[misc]
            )
    baseline = statistics.median(waits["libraries alone"])
    for name, values in waits.items():
        median = statistics.median(values)
        print(f"  {name:18}{median:6.2f} s  (longest {max(values):.2f} s)  {median / baseline:5.2f} of the libraries")
    alone = waits.pop("libraries alone")
    return [
        figure(f"cold start of {name}", values, "s", alone, "its libraries alone") for name, values in waits.items()
    ]


def questions(home: Path, model: Path, rounds: int) -> list[Figure]:
    """Percentiles of a question in a running process, beside the embedding of one question; printed too."""
    embedder = OnnxEmbedder(model)
    store = Store(home / "store")
    assistant = Assistant(store, embedder)
    cases = read_cases(CASES)
    assistant.ask(QUESTION)
    embedding: dict[str, list[float]] = {}
    asked: dict[str, list[float]] = {}
    for _ in range(rounds):
        alone = [seconds(partial(embedder.embed_queries, [case.question])) for case in cases]
        whole = [seconds(partial(assistant.ask, case.question, case.history)) for case in cases]
        for found, waits in ((embedding, alone), (asked, whole)):
            for name, value in percentiles(waits).items():
                found.setdefault(name, []).append(1000 * value)
    store.close()
    figures = [
        figure(f"a question, {name}", asked[name], "ms", embedding["p50"], "its embedding, p50")
        for name in ("p50", "p95", "max")
    ]
    for one in figures:
        print(f"  {one.name:18}{one.value:6.1f} ms   {one.of} {one.baseline:6.1f} ms   {one.ratio:5.1f} times")
    return figures


def main() -> None:
    """Reads the command line and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="the default model's folder")
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is timed")
    add_options(parser)
    given = parser.parse_args()
    prepare_environment()
    if not is_built(given.model):
        build_default_model(given.model)
    with home_of(given.model) as home:
        print("from a cold start:")
        figures = cold_start(home, given.rounds)
        print("in a running process:")
        figures += questions(home, given.model, given.rounds)
    record(given, "answering", {"rounds": given.rounds}, figures, PACKAGES)


if __name__ == "__main__":
    main()
