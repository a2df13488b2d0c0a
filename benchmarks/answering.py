"""How long a person waits: `chidao ask` from a cold start, and a question in a running process.

    python -m benchmarks.answering [--model DIR] [--rounds N]

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
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.pipeline import Assistant
from assistant.settings import SHIPPED, prepare_environment
from eval.cases import SHIPPED as CASES
from eval.cases import read_cases
from index.ingest import index_folder
from index.model import build_default_model, is_built
from index.onnx_embedder import OnnxEmbedder
from index.store import Store

DEFAULT_MODEL = Path(__file__).parents[1] / "var" / "model"
QUESTION = "Ngân hàng Nhà nước phải trình nghị định gì?"
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


def seconds(run: Callable[[], object]) -> float:
    """What `run` takes on the wall clock."""
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def print_cold_start(home: Path, rounds: int) -> None:
    """The median seconds of `chidao ask` in a process of its own, beside its libraries alone."""
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


def print_questions(home: Path, model: Path) -> None:
    """Percentiles of a question in a running process, and their ratio to the embedding of one question."""
    embedder = OnnxEmbedder(model)
    store = Store(home / "store")
    assistant = Assistant(store, embedder)
    cases = read_cases(CASES)
    assistant.ask(QUESTION)
    embedding = sorted(1000 * seconds(lambda c=c: embedder.embed_queries([c.question])) for c in cases)  # type: ignore[misc]
    asked = sorted(1000 * seconds(lambda c=c: assistant.ask(c.question, c.history)) for c in cases)  # type: ignore[misc]
    store.close()
    for share in (0.5, 0.95, 1.0):
        at = min(len(cases) - 1, int(share * len(cases)))
        print(
            f"  p{share * 100:<4.0f}question {asked[at]:6.1f} ms   its embedding {embedding[at]:6.1f} ms"
            f"   {asked[at] / embedding[at]:5.1f} times"
        )


def main() -> None:
    """Reads the command line and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="the default model's folder")
    parser.add_argument("--rounds", type=int, default=5, help="how often the command is started")
    given = parser.parse_args()
    prepare_environment()
    if not is_built(given.model):
        build_default_model(given.model)
    with home_of(given.model) as home:
        print("from a cold start:")
        print_cold_start(home, given.rounds)
        print("in a running process:")
        print_questions(home, given.model)


if __name__ == "__main__":
    main()
