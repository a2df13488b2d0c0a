"""The vectors of a generation by row, on the disk: one read of a few kilobytes for each that is looked at.

A mapped file would be as fast, and count as memory of the process as far as it was ever looked at.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from index.embedder import Vectors

_TYPE = np.dtype("<f4")


class MatrixFile:
    """(rows, dimension) float32 in a file, one row behind the other."""

    def __init__(self, path: Path, rows: int) -> None:
        """Opens what `write` wrote.

        Raises:
            OSError: it cannot be read.
            ValueError: it does not hold so many rows.
        """
        size = path.stat().st_size
        self._row = size // rows if rows else 0
        if self._row * rows != size or self._row % _TYPE.itemsize:
            raise ValueError(f"{path.name} có {size} byte cho {rows} đoạn")
        self._file = path.open("rb", buffering=0)

    @staticmethod
    def write(path: Path, vectors: Vectors) -> None:
        """Writes the rows of (n, dimension) float32 `vectors`."""
        path.write_bytes(np.ascontiguousarray(vectors, dtype=_TYPE).data)

    def rows(self, wanted: Iterable[int]) -> Vectors:
        """(wanted, dimension) float32: these rows, in order. Raises OSError and ValueError where one is not there."""
        read = b"".join(os.pread(self._file.fileno(), self._row, self._row * row) for row in wanted)
        found = np.frombuffer(read, dtype=_TYPE).reshape(-1, self._row // _TYPE.itemsize)
        return found.astype(np.float32, copy=False)

    def close(self) -> None:
        """Closes the file."""
        self._file.close()
