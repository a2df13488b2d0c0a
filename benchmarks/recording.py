"""What every benchmark does with its figures: a record in the history, and a section of docs/benchmarks.md."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.history import HISTORY, Figure, Record, Settings, append
from benchmarks.machine import commit, machine_words, versions_of
from benchmarks.sections import DOCUMENT, headline, write_section


def add_options(parser: argparse.ArgumentParser) -> None:
    """Gives a command the options --history, --no-history and --docs."""
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--history", type=Path, default=HISTORY, metavar="FILE", help="where the record of the run goes")
    kept.add_argument("--no-history", action="store_true", help="keep no record of the run")
    words = "writes the figures into their section of FILE (default docs/benchmarks.md)"
    parser.add_argument("--docs", type=Path, nargs="?", const=DOCUMENT, metavar="FILE", help=words)


def record(
    args: argparse.Namespace,
    benchmark: str,
    settings: Settings,
    figures: Sequence[Figure],
    packages: Iterable[str] = (),
) -> Record:
    """Keeps the figures of a run as the command's options say; returns the record.

    Args:
        settings: options of the command by their names, as they would be given again.
        packages: those that bear on the figures.

    Raises:
        ChidaoError: a file cannot be written.
    """
    made = record_of(benchmark, settings, figures, packages)
    if not args.no_history:
        append(args.history, made)
    if args.docs is not None:
        write_section(args.docs, benchmark, headline(made))
    return made


def record_of(benchmark: str, settings: Settings, figures: Sequence[Figure], packages: Iterable[str]) -> Record:
    """The record of a run that ends now, on this machine."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Record(benchmark, now, commit(), machine_words(), versions_of(packages), dict(settings), tuple(figures))
