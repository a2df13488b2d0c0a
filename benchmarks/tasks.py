"""How long reading the tasks of documents takes, against embedding their passages and against finding their sections.

    python -m benchmarks tasks [--folder DIR] [--model DIR] [--rounds N]

Each round times every step once over the same documents, one after the other, and medians are printed, so that a busy
machine slows all of them alike. The documents are the shipped ones, or those of a folder.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.history import Figure, figure
from benchmarks.recording import add_options, record
from corpus.fact_reading import facts_of
from corpus.facts import read_manifest
from corpus.passages import passages_of
from corpus.readers import parse
from corpus.sections import sections_of
from corpus.tasks.reading import read_tasks
from index.catalog import embedded_text
from index.folder import list_folder
from index.model import build_default_model, is_built
from index.onnx_embedder import OnnxEmbedder

DOCUMENTS = Path(__file__).parents[1] / "corpus" / "documents"


def main() -> None:
    """Prints the seconds of each step and the ratio of reading tasks to embedding."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=DOCUMENTS)
    parser.add_argument(
        "--model", type=Path, help="folder of the built default model; built in a temporary one if missing"
    )
    parser.add_argument("--rounds", type=int, default=7)
    add_options(parser)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        model = args.model or Path(scratch) / "model"
        if not is_built(model):
            build_default_model(model)
        figures = compare(args.folder, OnnxEmbedder(model), args.rounds)
    folder = {} if args.folder == DOCUMENTS else {"folder": args.folder.name}
    record(args, "tasks", {**folder, "rounds": args.rounds}, figures, ("onnxruntime",))


def compare(folder: Path, embedder: OnnxEmbedder, rounds: int) -> list[Figure]:
    """Times and prints the steps over a folder's documents, `rounds` times each."""
    manifest = read_manifest(folder)
    files = list_folder(folder).files
    readings = [(path, parse(file, file.read_bytes())) for path, file in files]
    cut = [(path, reading, sections_of(reading)) for path, reading in readings]
    told = [manifest[path][0] if path in manifest else facts_of(reading, sections) for path, reading, sections in cut]
    passages = [passage for path, reading, sections in cut for passage in passages_of(reading, path, sections)]
    texts = [embedded_text(passage.titles, passage.text) for passage in passages]
    seconds: dict[str, list[float]] = {"sections": [], "tasks": [], "embedding": []}
    found = 0
    for _ in range(rounds):
        start = time.perf_counter()
        for _, reading in readings:
            sections_of(reading)
        seconds["sections"].append(time.perf_counter() - start)
        start = time.perf_counter()
        found = sum(
            len(read_tasks(reading, sections, facts).tasks)
            for (_, reading, sections), facts in zip(cut, told, strict=True)
        )
        seconds["tasks"].append(time.perf_counter() - start)
        start = time.perf_counter()
        embedder.embed_passages(texts)
        seconds["embedding"].append(time.perf_counter() - start)
    medians = {step: statistics.median(times) for step, times in seconds.items()}
    characters = sum(len(reading.text) for _, reading in readings)
    print(
        f"{len(files)} documents, {characters:,} characters, {len(passages)} passages, {found} tasks; {rounds} rounds"
    )
    for step, median in medians.items():
        print(f"{step:10} {median:8.3f} s  {median / medians['embedding']:6.3f} of embedding")
    of = "embedding the same"
    return [figure(f"{step} read", seconds[step], "s", seconds["embedding"], of) for step in ("sections", "tasks")]


if __name__ == "__main__":
    main()
