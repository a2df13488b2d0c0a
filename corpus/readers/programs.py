"""An outside program run on a file: alone in a folder of its own, within bounds of time, memory and disk.

The bounds on memory, on processor time and on the size of files are the kernel's (setrlimit, by the shell's `ulimit`)
and hold for whatever the program starts. They outlive this process; the bound on wall time does not.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SHELL = "/bin/sh"
_KIB = 1024
_BLOCK = 512  # bytes; POSIX counts the sizes of files so
_BOUNDED = 'ulimit -c 0; ulimit -v "$1" && ulimit -t "$2" && ulimit -f "$3" || exit 125; shift 3; exec "$@"'
_PASSED_ON = ("PATH", "TESSDATA_PREFIX")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a program may take: wall time in seconds; bytes of address space; bytes of a file that it writes."""

    seconds: float
    memory: int
    written: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended: its exit status (negative for a signal), what it wrote to standard output, and whether it
    was stopped because its time was over."""

    status: int
    out: bytes
    stopped: bool = False


def find(*names: str) -> str | None:
    """The path of the first of these programs that is installed, or None."""
    return next((path for name in names if (path := shutil.which(name))), None)


def run(
    command: Sequence[str], folder: Path, bounds: Bounds, given: bytes = b"", variables: Mapping[str, str] | None = None
) -> Outcome:
    """Runs `command` in `folder`, which is also its home and its place for temporary files, and waits for its end.

    `given` is its standard input. It inherits no variables but where programs lie; `variables` are added. When it ends,
    in whatever way, what it started is killed too.
    """
    limits = (bounds.memory // _KIB, int(bounds.seconds) + 1, bounds.written // _BLOCK)
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    process = subprocess.Popen(  # noqa: S603  # the command is this package's own
        [_SHELL, "-c", _BOUNDED, _SHELL, *map(str, limits), *command],
        cwd=folder,
        env={**passed_on, "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", **(variables or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with process:
        try:
            out, _ = process.communicate(given, timeout=max(bounds.seconds, 0.0))
            return Outcome(process.returncode, out)
        except subprocess.TimeoutExpired:
            _kill(process.pid)
            return Outcome(process.wait(), b"", stopped=True)
        finally:
            _kill(process.pid)


def _kill(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:  # all of it has ended
        return
