"""What was measured of stores of several sizes, and how it is told: in a line, a table, pictures and the history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.growth import growth_svg
from benchmarks.history import Figure, figure
from benchmarks.sections import table

DIMENSION = 384


@dataclass(frozen=True, slots=True)
class Built:
    """What building a store took.

    Attributes:
        build_s: seconds of the first index.
        again_s: seconds of the next one, which brings one more document in.
        disk_mib: of catalog, vectors and words.
    """

    passages: int
    tasks: int
    build_s: float
    again_s: float
    disk_mib: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking all questions of one store took; times in milliseconds unless the name says otherwise.

    Attributes:
        p50, p95, longest: of questions asked for the first time, over texts that no question looked at before.
        again: percentiles of the same questions asked once more, 50 and 95.
        embedding: percentiles of the embedding of the same questions.
        opened_s: seconds until the first answer: the store opened, its tasks brought into memory, one question.
        memory_mib: the most that the process held.
        parts_mib: part of the store -> what the process holds more once that is in memory.
    """

    p50: float
    p95: float
    longest: float
    again: tuple[float, float]
    embedding: tuple[float, float]
    opened_s: float
    memory_mib: float
    parts_mib: Mapping[str, float]


def words_of(built: Built, asked: Asked) -> str:
    """The figures of one size in a line."""
    times = f"p50 {asked.p50:.1f} ms, p95 {asked.p95:.1f} ms, longest {asked.longest:.0f} ms"
    again = f"again p95 {asked.again[1]:.1f} ms; embedding alone p95 {asked.embedding[1]:.1f} ms"
    size = f"{asked.memory_mib:,.0f} MiB, {built.disk_mib:,.0f} MiB on disk"
    made = f"built in {built.build_s:,.0f} s, one document more in {built.again_s:.1f} s"
    held = f"{built.passages:>8,} passages, {built.tasks:,} tasks"
    return f"{held}: {times}, {again}; first answer after {asked.opened_s:.1f} s; {size}; {made}"


def figures_of(measured: Sequence[tuple[Built, Asked]]) -> Iterator[Figure]:
    """What is kept of all sizes in the history."""
    for built, asked in measured:
        size = f"{built.passages:,} passages"
        yield figure(f"question, p50, {size}", [asked.p50], "ms", [asked.embedding[0]], "its embedding, p50")
        yield figure(f"question, p95, {size}", [asked.p95], "ms", [asked.embedding[1]], "its embedding, p95")
        alone = asked.parts_mib["libraries, model"]
        yield figure(f"memory, {size}", [asked.memory_mib], "MiB", [alone], "libraries and model")
        vectors = built.passages * DIMENSION * 4 / 2**20
        yield figure(f"disk, {size}", [built.disk_mib], "MiB", [vectors], "the vectors alone")


def table_of(measured: Sequence[tuple[Built, Asked]]) -> list[str]:
    """The figures of all sizes as a table, and the picture of how they grow."""
    parts = list(measured[0][1].parts_mib)
    rows = [
        ("passages", *(f"{b.passages:,}" for b, _ in measured)),
        ("tasks", *(f"{b.tasks:,}" for b, _ in measured)),
        ("question, p50 / p95 / longest (ms)", *(f"{a.p50:.0f} / {a.p95:.0f} / {a.longest:.0f}" for _, a in measured)),
        ("asked again, p50 / p95 (ms)", *(f"{a.again[0]:.0f} / {a.again[1]:.0f}" for _, a in measured)),
        ("its embedding, p50 / p95 (ms)", *(f"{a.embedding[0]:.1f} / {a.embedding[1]:.1f}" for _, a in measured)),
        ("first answer of a process (s)", *(f"{a.opened_s:.1f}" for _, a in measured)),
        ("memory at most (MiB)", *(f"{a.memory_mib:,.0f}" for _, a in measured)),
        *((f"of it {part}", *(f"{a.parts_mib[part]:,.0f}" for _, a in measured)) for part in parts),
        ("disk (MiB)", *(f"{b.disk_mib:,.0f}" for b, _ in measured)),
        ("first index (s)", *(f"{b.build_s:,.0f}" for b, _ in measured)),
        ("index of one document more (s)", *(f"{b.again_s:.1f}" for b, _ in measured)),
    ]
    head, *body = rows
    return [*table(head, body), "", "![How time, memory and disk grow with the passages](growth.svg)"]


def pictures_of(measured: Sequence[tuple[Built, Asked]]) -> str:
    """How the figures grow, as an SVG picture."""
    sizes = [built.passages for built, _ in measured]
    return growth_svg(
        sizes,
        {
            "a question, p95 (ms)": [asked.p95 for _, asked in measured],
            "memory at most (MiB)": [asked.memory_mib for _, asked in measured],
            "disk (MiB)": [built.disk_mib for built, _ in measured],
            "first answer of a process (s)": [asked.opened_s for _, asked in measured],
            "first index (s)": [built.build_s for built, _ in measured],
            "one document more (s)": [built.again_s for built, _ in measured],
        },
    )
