"""What a measurement ran on: the machine in words, the packages, the state of the code."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # it brings no types

REPOSITORY = Path(__file__).parents[1]
UNKNOWN = "unknown"


def machine_words() -> str:
    """The processor's model, the cores that this process may use, and the memory; no names of hosts or users."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = psutil.virtual_memory().total / 2**30
    return f"{_processor()}, {cores} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"


def versions_of(packages: Iterable[str]) -> dict[str, str]:
    """The installed version of each package. Raises PackageNotFoundError."""
    return {package: version(package) for package in packages}


def commit() -> str:
    """The short hash of what is checked out, "-dirty" behind it where code differs; "unknown" without git.

    What benchmarks write themselves, and documents, are no code.
    """
    try:
        head = _git("rev-parse", "--short", "HEAD")
        differs = _git("diff", "--name-only", "HEAD", "--", ".", ":(exclude)docs", ":(exclude)benchmarks/history.jsonl")
    except (OSError, subprocess.SubprocessError):
        return UNKNOWN
    return f"{head}-dirty" if differs else head


def _git(*words: str) -> str:
    run = subprocess.run(["git", *words], cwd=REPOSITORY, capture_output=True, text=True, check=True, timeout=30)
    return run.stdout.strip()


def _processor() -> str:
    try:
        told = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:  # another system
        told = None
    return told.group(1).strip() if told else platform.machine()
