"""Generations: folders of what is derived from the catalog (vectors, words), each built once and then only read.

A reader holds a shared lock on the generation it answers from; the writer removes a generation only when it gets the
lock for itself, so an ingest under a running page takes nothing away from it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import portalocker

from corpus.errors import StoreBusy

_SHARED = portalocker.LockFlags.SHARED | portalocker.LockFlags.NON_BLOCKING
_EXCLUSIVE = portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING


def generation_folder(store: Path, generation: int) -> Path:
    """Where a generation lies."""
    return store / "derived" / f"{generation:06}"


def vectors_folder(store: Path, generation: int) -> Path:
    """Where a generation's Chroma folder lies."""
    return generation_folder(store, generation) / "vectors"


def words_folder(store: Path, generation: int) -> Path:
    """Where a generation's lexical index lies."""
    return generation_folder(store, generation) / "words"


def statistics_file(store: Path, generation: int) -> Path:
    """Where a generation's statistics of the vectors lie."""
    return generation_folder(store, generation) / "statistics.npz"


@contextmanager
def writing(store: Path) -> Iterator[None]:
    """Holds the store for writing.

    Raises:
        StoreBusy: another process does.
    """
    with (store / "writer.lock").open("a") as file:
        try:
            portalocker.lock(file, _EXCLUSIVE)
        except portalocker.LockException:
            raise StoreBusy(
                f"kho {store} đang được một tiến trình khác cập nhật; hãy đợi lệnh đó xong rồi chạy lại"
            ) from None
        try:
            yield
        finally:
            portalocker.unlock(file)


def hold(store: Path, generation: int) -> IO[str]:
    """A file whose shared lock keeps a generation in place until it is closed."""
    file = (store / "derived" / f"{generation:06}.lock").open("a")
    portalocker.lock(file, _SHARED)
    return file


def clear(store: Path, keep: int) -> None:
    """Removes every generation but `keep` that no reader holds, half-built ones too."""
    root = store / "derived"
    for folder in sorted(root.glob("[0-9]*[0-9]")):
        if int(folder.name) == keep:
            continue
        lock = root / f"{folder.name}.lock"
        with lock.open("a") as file, suppress(portalocker.LockException):
            portalocker.lock(file, _EXCLUSIVE)
            shutil.rmtree(folder, ignore_errors=True)
            lock.unlink(missing_ok=True)
