"""Generations: folders of what is derived from the catalog (vectors, words), each built once and then only read.

A reader holds a shared lock on the generation it answers from; a generation is removed only by whoever gets the lock
for itself (the writer, or the last reader that moves on), so an ingest under a running page takes nothing away from it.
A number is never used again once the catalog has named it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import portalocker

from corpus.errors import StoreBusy, StoreError
from index.database import flush
from index.fusion import ScoreStatistics
from index.lexical import LexicalIndex
from index.matrix import MatrixFile
from index.postings import Postings
from index.presence import same_file
from index.vectors import DATABASE, VectorFolder

_SHARED = portalocker.LockFlags.SHARED | portalocker.LockFlags.NON_BLOCKING
_EXCLUSIVE = portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING
_SIZES = "sizes.json"
INCOMING = "incoming"
"""The folder beside a catalog in which another is made ready; what a killed process left of it is swept away."""


def generation_folder(store: Path, generation: int) -> Path:
    """Where a generation lies."""
    return store / "derived" / f"{generation:06}"


def vectors_folder(store: Path, generation: int) -> Path:
    """Where a generation's Chroma folder lies."""
    return generation_folder(store, generation) / "vectors"


def words_folder(store: Path, generation: int) -> Path:
    """Where a generation's lexical index lies."""
    return generation_folder(store, generation) / "words"


def tasks_folder(store: Path, generation: int) -> Path:
    """Where the words of a generation's tasks lie."""
    return generation_folder(store, generation) / "tasks"


def statistics_file(store: Path, generation: int) -> Path:
    """Where a generation's statistics of the vectors lie."""
    return generation_folder(store, generation) / "statistics.npz"


def matrix_file(store: Path, generation: int) -> Path:
    """Where a generation's vectors lie by row of its lexical index: (passages, dimension) float32."""
    return generation_folder(store, generation) / "matrix.f32"


@contextmanager
def writing(store: Path) -> Iterator[None]:
    """Holds the store for writing.

    Raises:
        StoreBusy: another process (or another thread) does.
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


def hold(store: Path, generation: int) -> IO[str] | None:
    """A file whose shared lock keeps a generation in place until it is closed; None where the generation is gone."""
    folder = generation_folder(store, generation)
    with suppress(FileNotFoundError):
        file = folder.with_suffix(".lock").open("a")
        with suppress(portalocker.LockException):  # the writer is removing it
            portalocker.lock(file, _SHARED)
            if folder.is_dir():
                return file
        file.close()
    return None


def seal(store: Path, generation: int) -> None:
    """Brings a generation to the disk, so that a commit that names it never outlives it, and notes what its files are.

    That is [size in bytes, sum] of each; the sum is None for Chroma's database, into which each that opens it writes.
    """
    folder = generation_folder(store, generation)
    inside = sorted(folder.rglob("*"))
    noted = {
        path.relative_to(folder).as_posix(): [path.stat().st_size, None if path.name == DATABASE else _sum(path)]
        for path in inside
        if path.is_file()
    }
    (folder / _SIZES).write_text(json.dumps(noted), encoding="utf-8")
    for path in (*inside, folder / _SIZES, folder, folder.parent):
        flush(path)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def damage(store: Path, generation: int) -> str:
    """What is missing, cut short or changed of a generation, "" where nothing is.

    Chroma and bm25s may bring the whole process down over a file of the right size full of something else, so this is
    looked at before they open it; that took 1 s for 200 MB on two busy cores.
    """
    folder = generation_folder(store, generation)
    try:
        noted: dict[str, Any] = json.loads((folder / _SIZES).read_text(encoding="utf-8"))
        for name, told in noted.items():
            path = folder / name
            # a seal of an older version of the project holds sizes only
            size, digest = told if isinstance(told, list) else (told, None)
            if path.stat().st_size < size or (digest is not None and _sum(path) != digest):
                return name
            if path.name == DATABASE and not _is_whole(path):
                return name
    except FileNotFoundError as error:
        return Path(error.filename).name
    except (OSError, ValueError, TypeError, AttributeError):
        return _SIZES
    return ""


def is_sound(store: Path, generation: int) -> bool:
    """False where Chroma's database says of itself that it is damaged; it reads all of it."""
    return _is_whole(vectors_folder(store, generation) / DATABASE, "PRAGMA quick_check(1)", "ok")


def _is_whole(database: Path, asked: str = "SELECT count(*) >= 0 FROM sqlite_master", answer: object = 1) -> bool:
    """False for what is no SQLite database, or does not give this answer."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection,
    ):
        return bool(connection.execute(asked).fetchone()[0] == answer)
    return False


def clear(store: Path, keep: int) -> None:
    """Removes every generation but `keep` that no reader holds, half-built ones too, and catalogs in the making."""
    root = store / "derived"
    shutil.rmtree(store / INCOMING, ignore_errors=True)
    for name in sorted({path.stem for path in root.iterdir()} - {f"{keep:06}"}):
        _remove(root, name)


def leave(store: Path, generation: int) -> None:
    """Removes a generation that a newer one has followed, unless a reader holds it still."""
    with suppress(OSError):  # a reader need not be allowed to write
        _remove(store / "derived", f"{generation:06}")


def _remove(root: Path, name: str) -> None:
    """Removes a generation, or what is left of it, unless a reader holds it."""
    lock = root / f"{name}.lock"
    with lock.open("a") as file, suppress(portalocker.LockException):
        portalocker.lock(file, _EXCLUSIVE)
        gone = root / f"{name}.gone"
        shutil.rmtree(gone, ignore_errors=True)
        with suppress(FileNotFoundError):
            (root / name).rename(gone)  # at once, so that no reader ever finds half of it
        shutil.rmtree(gone, ignore_errors=True)
        lock.unlink(missing_ok=True)


class GenerationGone(StoreError):
    """A generation that the writer has removed."""


class Generation:
    """One published state of the store, opened for reading; what it holds never changes.

    Attributes:
        users: how many answers are being made from it now; the store that opened it counts them.
    """

    def __init__(self, store: Path, number: int, model: str, passages: int) -> None:
        """Holds a generation.

        Raises:
            GenerationGone: it is not there.
        """
        self.number = number
        self.model = model
        self.passages = passages
        self.users = 0
        self._store = store
        held = hold(store, number)
        if held is None:
            raise GenerationGone(broken(store, f"không có thế hệ {number}"))
        self._held = held

    @property
    def identity(self) -> tuple[int, int]:
        """What tells it from every other that is or was there, one with its number in another store too."""
        return self.number, os.fstat(self._held.fileno()).st_ino

    @property
    def in_place(self) -> bool:
        """False where the store went, and maybe another one lies there now."""
        return same_file(self._held.fileno(), generation_folder(self._store, self.number).with_suffix(".lock"))

    @cached_property
    def vectors(self) -> VectorFolder:
        """The vectors, opened at first use. Raises StoreError where they are damaged."""
        folder = VectorFolder(vectors_folder(self._store, self.number))
        try:
            folder.check(self.passages)
        except BaseException:
            folder.close()
            raise
        return folder

    @cached_property
    def statistics(self) -> ScoreStatistics:
        """Mean and spread of the vectors, read at first use. Raises StoreError where they are damaged."""
        with self._usable("thống kê vectơ"):
            return ScoreStatistics.load(statistics_file(self._store, self.number))

    @cached_property
    def matrix(self) -> MatrixFile | None:
        """The vectors by row of `words`; None in a generation of a version that kept none.

        Raises:
            StoreError: they are damaged.
        """
        file = matrix_file(self._store, self.number)
        if not file.is_file():
            return None
        with self._usable("ma trận vectơ"):
            return MatrixFile(file, self.passages)

    @cached_property
    def words(self) -> LexicalIndex:
        """The lexical index, read at first use. Raises StoreError where it is damaged."""
        with self._usable("chỉ mục từ"):
            words = LexicalIndex.load(words_folder(self._store, self.number))
            if len(words.ids) != self.passages:
                raise ValueError(f"có {len(words.ids)} đoạn, danh mục có {self.passages}")
        return words

    @cached_property
    def task_words(self) -> Postings | None:
        """The words of the tasks as they were read; None in a generation of a version that kept none.

        Raises:
            StoreError: they are damaged.
        """
        folder = tasks_folder(self._store, self.number)
        if not folder.is_dir():
            return None
        with self._usable("chỉ mục nhiệm vụ"):
            return Postings.load(folder)

    @contextmanager
    def _usable(self, what: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            raise StoreError(broken(self._store, f"{what} hỏng ({error})")) from error

    def close(self) -> None:
        """Lets go of the generation, so that the writer may remove it."""
        if "vectors" in self.__dict__:
            self.vectors.close()
        if (matrix := self.__dict__.get("matrix")) is not None:
            matrix.close()
        self._held.close()


def broken(store: Path, what: str) -> str:
    """What is said of a store whose derived part cannot be used, with the way out."""
    return f"kho {store}: {what}; hãy dựng lại bằng: chidao index --rebuild"
