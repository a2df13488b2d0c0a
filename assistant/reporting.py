"""What a person at the terminal sees of an ingest: how far it is, and what it did."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from index.publish import Progress
    from index.report import Report

MOST_SKIPPED = 20
"""Paths of files passed over that are named; `--json` names all."""
LONGEST_NOW = 40
"""Characters of the path that is shown beside a bar; its end tells most."""
SMOOTHING = 0.05
"""How much the newest pace counts for the time that is left; the pace of unlike files jumps."""


def summary(report: Report) -> str:
    """What was done, in one line: "2 mới, 1 đã đổi, 40 không đổi (3,2 giây)"."""
    counts = (
        ("mới", report.new), ("đã đổi", report.changed), ("không đổi", report.unchanged), ("đã bỏ", report.removed),
        ("không đọc được", report.refused), ("bỏ qua (loại tệp chưa hỗ trợ)", report.skipped),
    )  # fmt: skip
    told = ", ".join(f"{len(paths)} {what}" for what, paths in counts if paths)
    seconds = f"{report.seconds:.1f}".replace(".", ",")
    return f"{told or 'không có tệp nào trong thư mục'} ({seconds} giây)"


def details(report: Report) -> Iterator[str]:
    """A line for each thing that a person should know beside the numbers."""
    for path, earlier in report.moved.items():
        yield f"{path}: chuyển từ {earlier}"
    for path, reason in report.refused.items():
        yield f"{path}: {reason}"
    yield from report.notes
    yield from _skipped(report.skipped)


def _skipped(paths: Sequence[str]) -> Iterator[str]:
    for path in paths[:MOST_SKIPPED]:
        yield f"{path}: bỏ qua, loại tệp chưa hỗ trợ"
    if len(paths) > MOST_SKIPPED:
        yield f"... và {len(paths) - MOST_SKIPPED} tệp khác bị bỏ qua; xem đủ bằng --json"


def print_report(report: Report, *, as_json: bool = False, quiet: bool = False) -> None:
    """Prints what an ingest did; `quiet` leaves out what is no news at the start of the page."""
    if as_json:
        typer.echo(json.dumps(report.to_json(), ensure_ascii=False))
        return
    if not quiet or report.is_change:
        typer.echo(f"Văn bản: {summary(report)}")
    if quiet:
        report.skipped.clear()
    for line in details(report):
        typer.echo(f"  {line}", err=True)


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """A bar on standard error for each stage of a long piece of work; none where that is no terminal.

    A bar shows what is worked at now, and the time that is left by the pace so far.
    """
    from tqdm import tqdm

    bars: dict[str, tqdm[Any]] = {}

    def show(what: str, done: int, whole: int, now: str = "", /) -> None:
        from index.publish import READING

        if what not in bars and done < whole:
            unit: dict[str, Any] = {"unit": "B", "unit_scale": True, "unit_divisor": 1024} if what == READING else {}
            bars[what] = tqdm(
                desc=what, total=whole, leave=False, disable=None, delay=0.3, smoothing=SMOOTHING, miniters=0, **unit
            )
        if what in bars:
            bar = bars[what]
            bar.set_postfix_str(now if len(now) <= LONGEST_NOW else f"…{now[1 - LONGEST_NOW :]}", refresh=False)
            bar.update(done - bar.n)
            if done >= whole:
                bars.pop(what).close()

    try:
        yield show
    finally:
        for bar in bars.values():
            bar.close()
