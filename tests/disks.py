"""A small disk of its own for a test, that can be filled, taken away and brought back."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


class Disk:
    """A tmpfs."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder = folder
        self._size = megabytes
        self._ballast = folder / "ballast"
        folder.mkdir(exist_ok=True)
        self.mount()

    def mount(self) -> None:
        """Skips the test where that is not allowed."""
        if os.geteuid():
            pytest.skip("only root may mount a disk")
        command = ["mount", "-t", "tmpfs", "-o", f"size={self._size}m", "tmpfs", str(self.folder)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode:
            pytest.skip(f"no disk can be mounted here: {run.stderr.strip()}")

    def take_away(self) -> None:
        """Even while files on it are open; the folder it was in stays, and is empty."""
        subprocess.run(["umount", "-l", str(self.folder)], check=False, capture_output=True)

    def fill(self) -> None:
        """Leaves not a byte."""
        with self._ballast.open("ab", buffering=0) as file:
            for size in (65536, 1):
                with contextlib.suppress(OSError):
                    while True:
                        file.write(b"x" * size)

    def make_room(self) -> None:
        """Takes away what filled it."""
        self._ballast.unlink()


@contextlib.contextmanager
def mounted(folder: Path, megabytes: int = 40) -> Iterator[Disk]:
    """A disk in a folder, taken away at the end."""
    disk = Disk(folder, megabytes)
    try:
        yield disk
    finally:
        disk.take_away()
