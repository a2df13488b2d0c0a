"""Several asking one process at once: answers a second and waiting, as multiples of one asking alone.

    python -m benchmarks concurrency [--model DIR] [--questions N] [--rounds N]

Threads of one process ask the project's own questions over the shipped documents, each the next one as soon as its last
is answered, so the machine is always full. The baseline is one thread, in the same round. benchmarks.load does the same
with the real server, over the network, at the pace of people.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from assistant.pipeline import Assistant
from assistant.settings import prepare_environment
from benchmarks.answering import DEFAULT_MODEL, PACKAGES, home_of
from benchmarks.history import Figure, figure
from benchmarks.recording import add_options, record
from benchmarks.timing import seconds
from eval.cases import SHIPPED, Case, read_cases
from eval.metrics.latency import percentiles
from index.model import build_default_model, is_built
from index.onnx_embedder import OnnxEmbedder
from index.store import Store

CLIENTS = (1, 2, 4, 8, 16)


def at_once(assistant: Assistant, cases: list[Case], clients: int) -> tuple[float, float]:
    """(answers a second, p95 of the milliseconds of one) of so many threads that ask all cases."""

    def ask(case: Case) -> float:
        return seconds(partial(assistant.ask, case.question, case.history))

    waits: list[float] = []
    with ThreadPoolExecutor(clients) as pool:
        took = seconds(lambda: waits.extend(pool.map(ask, cases)))
    return len(cases) / took, 1000 * percentiles(waits)["p95"]


def measure(home: Path, model: Path, questions: int, rounds: int) -> list[Figure]:
    """Throughput and waiting for each number of threads; printed too."""
    cases = list(islice(cycle(read_cases(SHIPPED)), questions))
    rates: dict[int, list[float]] = {clients: [] for clients in CLIENTS}
    waits: dict[int, list[float]] = {clients: [] for clients in CLIENTS}
    with closing(Store(home / "store")) as store:
        assistant = Assistant(store, OnnxEmbedder(model))
        at_once(assistant, cases[:8], 2)  # what is loaded at first use
        for _ in range(rounds):
            for clients in CLIENTS:
                rate, wait = at_once(assistant, cases, clients)
                rates[clients].append(rate)
                waits[clients].append(wait)
    figures = []
    for clients in CLIENTS[1:]:
        figures += [
            figure(f"{clients} at once", rates[clients], "answers/s", rates[1], "one alone", "higher"),
            figure(f"{clients} at once, p95", waits[clients], "ms", waits[1], "one alone"),
        ]
    for one in figures:
        print(f"{one.name:18}{one.value:8.1f} {one.unit:10} {one.of} {one.baseline:8.1f}   {one.ratio:5.2f} times")
    return figures


def main() -> None:
    """Reads the command line and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="the default model's folder")
    parser.add_argument("--questions", type=int, default=179, help="asked by each number of threads in a round")
    parser.add_argument("--rounds", type=int, default=3)
    add_options(parser)
    args = parser.parse_args()
    prepare_environment()
    if not is_built(args.model):
        build_default_model(args.model)
    with home_of(args.model) as home:
        figures = measure(home, args.model, args.questions, args.rounds)
    record(args, "concurrency", {"questions": args.questions, "rounds": args.rounds}, figures, PACKAGES)


if __name__ == "__main__":
    main()
