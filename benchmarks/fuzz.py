"""Damaged files for every reader: each is read or refused, within its time and memory, and never falls.

    python -m benchmarks fuzz [READER ...] [--files N] [--slow-files N] [--seconds N] [--first N] [--guided]

Files are written by real writers (python-docx, openpyxl, fpdf2, LibreOffice) and then damaged, inside the members of
archives too. Each is read in a child process; a reading must keep what readings promise, and sections, passages, facts
and tasks must come out of it. File N of a reader is always the same; one that fails is kept under its number and read
again by `--first N --files 1`. Exit status 1 where one failed.

With `--guided` the files are made by atheris, which looks for ways through the code that were not gone yet, for
`--seconds` a reader.
"""

from __future__ import annotations

import argparse
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import psutil  # type: ignore[import-untyped]  # it brings no types

from benchmarks.mutations import damaged
from benchmarks.reading_child import Outcome, serve
from benchmarks.seeds import FORMATS, Format, known_formats

FILES, SLOW_FILES = 2000, 50
PATIENCE = 30.0
"""Seconds of work after which a file hangs; ten, by the clock, are what a reader may know of."""
SLOW_PATIENCE = 120.0
MOST_MEMORY = 2 * 1024**3
_ADDRESS_SPACE = 4 * 1024**3  # so that a file that wants all memory takes the child, not the machine
_FILES_A_CHILD = 500
_BUSY = 10


@dataclass(slots=True)
class Tally:
    """What came of the files of one reader; `failed` is number -> what happened."""

    read: int = 0
    refused: int = 0
    failed: dict[int, str] = field(default_factory=dict)
    slowest: float = 0.0
    peak: int = 0

    @property
    def files(self) -> int:
        """How many were tried."""
        return self.read + self.refused + len(self.failed)


class Child:
    """A process that reads files one after the other; a new one where it fell or hung."""

    def __init__(self, *, slow: bool) -> None:
        self._slow = slow
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["benchmarks.reading_child"])
        self._read = 0
        self._start()

    def outcome(self, suffix: str, data: bytes) -> Outcome:
        """What comes of a file; "failed" also where the process falls or does not answer in time."""
        if self._read == _FILES_A_CHILD:
            self.close()
            self._start()
        self._read += 1
        patience = SLOW_PATIENCE if self._slow else PATIENCE
        begun = time.perf_counter()
        try:
            self._connection.send((suffix, data))
            if self._answers(patience):
                answer: Outcome = self._connection.recv()
                return answer
            what = f"no answer within {patience:.0f} s"
        except (EOFError, OSError):
            self._process.join(5)
            what = f"the process fell ({self._process.exitcode})"
        self.close()
        self._start()
        return Outcome("failed", what, time.perf_counter() - begun, 0)

    def _answers(self, patience: float) -> bool:
        """Whether it answers within so many seconds of work; on a busy machine they take longer."""
        begun, ends = self._worked(), time.monotonic() + patience * _BUSY
        while time.monotonic() < ends and self._worked() - begun <= patience:
            if self._connection.poll(0.5):
                return True
        return self._connection.poll(0)

    def _worked(self) -> float:
        try:
            times = psutil.Process(self._process.pid).cpu_times()
        except psutil.NoSuchProcess:
            return 0.0
        return float(times.user + times.system)

    def close(self) -> None:
        """Ends the process."""
        self._connection.close()
        self._process.kill()
        self._process.join()
        self._process.close()

    def _start(self) -> None:
        self._connection, other = self._context.Pipe()
        bound = 0 if self._slow else _ADDRESS_SPACE
        self._process = self._context.Process(target=serve, args=(other, bound), daemon=not self._slow)
        self._process.start()
        other.close()
        self._connection.recv()  # it is ready
        self._read = 0


@contextmanager
def reading_child(*, slow: bool) -> Iterator[Child]:
    """A child process that reads files, ended at the end."""
    child = Child(slow=slow)
    try:
        yield child
    finally:
        child.close()


def file_of(name: str, number: int, seeds: list[bytes], within: str) -> bytes:
    """File `number` of a reader; 0 and on are the seeds as they are, then damaged ones."""
    return seeds[number] if number < len(seeds) else damaged(Random(f"{name} {number}"), seeds, within)


def fuzz(
    name: str, format_: Format, files: int, *, first: int = 0, seconds: float = 0, keep: Path | None = None
) -> Tally:
    """Reads files `first` to `first + files` of a reader, for so many seconds at most (0: without end).

    Those that fail are kept in the folder `keep`.
    """
    tally, seeds = Tally(), format_.seeds()
    ends = time.monotonic() + seconds if seconds else float("inf")
    if not seeds:
        return tally
    with reading_child(slow=format_.slow) as child:
        for number in range(first, first + files):
            if time.monotonic() > ends:
                break
            data = file_of(name, number, seeds, format_.within)
            outcome = child.outcome(format_.suffix, data)
            what = _fault(number, len(seeds), outcome)
            if what:
                tally.failed[number] = what
                if keep is not None:
                    keep.mkdir(parents=True, exist_ok=True)
                    (keep / f"{name}-{number}{format_.suffix}").write_bytes(data)
            elif outcome.verdict == "read":
                tally.read += 1
            else:
                tally.refused += 1
            tally.slowest = max(tally.slowest, outcome.seconds)
            tally.peak = max(tally.peak, outcome.peak)
    return tally


def _fault(number: int, seeds: int, outcome: Outcome) -> str:
    """What is wrong with an outcome, "" where nothing is."""
    if outcome.verdict == "failed":
        return outcome.detail
    if number < seeds and outcome.verdict != "read":
        return f"the file is refused as it was written: {outcome.detail}"
    if outcome.peak > MOST_MEMORY:
        return f"took {outcome.peak / 1024**2:.0f} MiB"
    return ""


def main() -> int:
    """Prints a line for each reader; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readers", nargs="*", choices=[[], *FORMATS], metavar="READER", help=", ".join(FORMATS))
    parser.add_argument("--files", type=int, default=FILES, help=f"of each reader (default {FILES})")
    parser.add_argument("--slow-files", type=int, default=SLOW_FILES, help="of each that starts another program")
    parser.add_argument("--seconds", type=float, default=0, help="at most for each reader (0: without end)")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="number of the first file")
    parser.add_argument("--guided", action="store_true", help="files made by atheris instead, for --seconds")
    parser.add_argument("--keep", type=Path, default=Path("var/fuzz"), help="folder for files that fail")
    args = parser.parse_args()
    formats = known_formats(args.readers)
    if args.guided:
        seconds = args.seconds or 60
        lines = [_guided(name, seconds, args.keep) for name, format_ in formats.items() if not format_.slow]
        return 1 if any(lines) else 0
    print(f"{'reader':10} {'files':>6} {'read':>6} {'refused':>8} {'failed':>7} {'slowest':>9} {'peak':>9}", flush=True)
    failed = 0
    for name, format_ in formats.items():
        files = min(args.files, args.slow_files) if format_.slow else args.files
        tally = fuzz(name, format_, files, first=args.first, seconds=args.seconds, keep=args.keep)
        print(
            f"{name:10} {tally.files:6} {tally.read:6} {tally.refused:8} {len(tally.failed):7} {tally.slowest:7.2f} s "
            f"{tally.peak / 1024**2:5.0f} MiB" + ("" if tally.files else "  (its writer is not installed)"),
            flush=True,
        )
        for number, what in tally.failed.items():
            print(f"  {args.keep}/{name}-{number}{format_.suffix}: {what.strip().splitlines()[-1]}", flush=True)
        failed += len(tally.failed)
    return 1 if failed else 0


def _guided(name: str, seconds: float, keep: Path) -> int:
    """Lets atheris look for files in a process of its own, which it ends; returns its exit status."""
    keep.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "benchmarks.guided", name, str(int(seconds)), str(keep)]
    print(f"{name}: guided for {seconds:.0f} s", flush=True)
    run = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")
    lines = [line for line in run.stderr.splitlines() if line.startswith(("Done ", "stat::", "==")) or "Error" in line]
    print("\n".join(f"  {line}" for line in lines[-8:]) or f"  exit status {run.returncode}", flush=True)
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
