"""Vectors in Chroma: a folder that is built once, checked, and then only read.

Chroma may lose vectors or its whole index when it is killed while writing, and two processes that write to one folder
break each other. So nothing is ever written to a folder that answers come from: a new one is built beside it (from a
copy, or from the vectors in the catalog), what it holds is checked, and only then does the catalog name it.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import struct
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError
from index.embedder import Vectors

T = TypeVar("T")

COLLECTION = "passages"
WIDER = 8
"""So many times more passages are looked at, where only some of them may be found."""
BATCH = 2000
"""Passages written to Chroma at once; it takes at most 5,461."""
# All vectors are brought into the index files as they come. By default up to 1,000 stay in a log that each reader would
# have to work through anew.
_CONFIGURATION: Any = {"hnsw": {"space": "cosine", "batch_size": 2, "sync_threshold": 2}}
DATABASE = "chroma.sqlite3"
_PROBED = 10
_FULL = re.compile(r"disk is full|No space left|os error 28|Errno 28", re.IGNORECASE)
_opening = threading.Lock()  # Chroma counts the clients of one folder, but looks and counts in two steps


class NoRoom(StoreError):
    """The disk is full; what is on it is not damaged."""


class VectorFolder:
    """An open Chroma folder with the collection of passages, through llama-index's vector store."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Opens a folder, or makes a new one.

        Raises:
            StoreError: there is no usable collection in it.
        """
        import chromadb
        from chromadb.config import Settings
        from llama_index.vector_stores.chroma import ChromaVectorStore

        self._folder = folder
        with self._usable(), _opening:
            try:
                self._client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
            except BaseException:
                _forget_broken(str(folder))
                raise
            try:
                if create:
                    self.collection = self._client.create_collection(
                        COLLECTION, embedding_function=None, configuration=_CONFIGURATION
                    )
                else:
                    self.collection = self._client.get_collection(COLLECTION, embedding_function=None)
            except BaseException:
                self._client.close()  # type: ignore[attr-defined]  # missing in the interface, not in the class
                raise
        self.store = ChromaVectorStore(chroma_collection=self.collection)

    def close(self) -> None:
        """Lets go of the folder."""
        with _opening:
            self._client.close()  # type: ignore[attr-defined]

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """Turns what Chroma says of a damaged folder into a StoreError with the way out."""
        try:
            yield
        except BaseException as error:
            # what Chroma's Rust part says where its database is damaged: no Exception, so nobody would catch it
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            if _FULL.search(str(error)):
                raise _no_room(self._folder, error) from error
            raise StoreError(
                f"kho vectơ {self._folder} không dùng được ({error}); hãy dựng lại bằng: chidao index --rebuild"
            ) from error

    def count(self) -> int:
        """How many passages it holds. Raises StoreError."""
        with self._usable():
            return int(self.collection.count())

    def check(self, passages: int) -> None:
        """Makes sure that it holds so many passages and that the search finds them.

        Raises:
            StoreError: it does not; Chroma's own count does not look at the vectors.
        """
        held, asked = self.count(), min(passages, _PROBED)
        with self._usable():
            if held != passages:
                raise ValueError(f"có {held} đoạn, danh mục có {passages}")
            if asked:
                some = self.collection.peek(1)["embeddings"]
                found = self.collection.query(query_embeddings=some, n_results=asked, include=[])["ids"][0]
                if len(found) != asked:
                    raise ValueError(f"tìm {asked} đoạn chỉ thấy {len(found)}")

    def add(self, ids: Sequence[str], texts: Sequence[str], vectors: Vectors) -> None:
        """Adds passages that are not in it yet; `vectors` is (n, dimension) float32 with rows of unit length."""
        from llama_index.core.schema import BaseNode, TextNode

        for rows in batched(range(len(ids)), BATCH):
            nodes: list[BaseNode] = [TextNode(id_=ids[i], text=texts[i], embedding=vectors[i].tolist()) for i in rows]
            with self._usable():
                self.store.add(nodes)

    def remove(self, ids: Iterable[str]) -> None:
        """Removes passages by id."""
        for some in batched(ids, BATCH):
            with self._usable():
                self.collection.delete(ids=some)

    def nearest(
        self, vector: NDArray[np.float32], count: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """(id, cosine) of the passages whose vectors are nearest to (dimension,) `vector`, nearest first.

        Only passages with an id in `among` are looked at, where that is given. The collection is asked itself: the
        vector store of llama-index would bring the words of each passage too, which took five times as long.

        Raises:
            StoreError: the folder is damaged.
        """
        if among is None:
            return self._query(vector, count)
        # of many ids Chroma makes a long statement; mostly they are among the nearest of all
        if len(among) > WIDER * count:
            near = self._query(vector, min(WIDER * count, self.count()))
            if len(found := [(id_, score) for id_, score in near if id_ in among]) >= count:
                return found[:count]
        return self._query(vector, min(count, len(among)), list(among))

    def _query(self, vector: NDArray[np.float32], count: int, ids: list[str] | None = None) -> list[tuple[str, float]]:
        if not count:
            return []
        with self._usable():
            found = self.collection.query(
                query_embeddings=[vector.tolist()], n_results=count, ids=ids, include=["distances"]
            )
        distances = found["distances"] or [[]]
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances[0], strict=True)]

    def vectors(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of the passages among `ids` that it holds. Raises StoreError."""
        rows: dict[str, NDArray[np.float32]] = {}
        for some in batched(ids, BATCH):
            with self._usable():
                got = self.collection.get(ids=some, include=["embeddings"])
            rows.update(zip(got["ids"], np.asarray(got["embeddings"], dtype=np.float32), strict=True))
        return rows


def _no_room(folder: Path, error: BaseException) -> NoRoom:
    reason = " ".join(str(error).split())
    return NoRoom(f"không đủ chỗ trên đĩa cho kho vectơ {folder} ({reason}); hãy dọn chỗ trống rồi chạy lại")


def _forget_broken(folder: str) -> None:
    """Forgets a client that did not start: Chroma keeps it, and would give it to the next who opens the folder."""
    from chromadb.api.shared_system_client import SharedSystemClient

    if folder not in SharedSystemClient._identifier_to_refcount:
        SharedSystemClient._identifier_to_system.pop(folder, None)


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of `size`, the last one shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def build_vectors(
    folder: Path,
    ids: Sequence[str],
    texts: Sequence[str],
    vectors: Vectors,
    *,
    base: Path | None,
    held: int = 0,
    gone: Sequence[str],
) -> None:
    """Builds a Chroma folder: from nothing, or from a copy of `base` less `gone` plus the passages given.

    Args:
        held: how many passages `base` should hold.

    Raises:
        StoreError: `base` cannot be used, or the built folder does not hold what it should.
    """
    if base is not None:
        _copy(base, folder)
    else:
        folder.mkdir(parents=True)
    with closing(VectorFolder(folder, create=base is None)) as opened:
        opened.remove(gone)
        opened.add(ids, texts, vectors)
    with closing(VectorFolder(folder)) as opened:
        opened.check(held - len(gone) + len(ids))
    _blank(folder)


def _blank(folder: Path) -> None:
    """Overwrites the unused part of Chroma's index files: it writes whatever lay in its memory, documents' words too.

    The header of hnswlib: a version, then as 64-bit numbers an offset, how many elements there is room for, how many
    there are, and the bytes of each.
    """
    for header in folder.rglob("header.bin"):
        version, _, room, count, size = struct.unpack("<iQQQQ", header.read_bytes()[:36])
        for name, each in (("data_level0.bin", size), ("length.bin", 4)):
            file = header.with_name(name)
            if version == 1 and file.stat().st_size == room * each > count * each:
                with file.open("r+b") as opened:
                    opened.seek(count * each)
                    opened.write(bytes((room - count) * each))


def _copy(base: Path, folder: Path) -> None:
    """A copy of a Chroma folder that others may be reading: each that opens it writes a line into its database."""
    try:
        shutil.copytree(base, folder, ignore=lambda _, names: [n for n in names if n.startswith(DATABASE)])
        with closing(sqlite3.connect(base / DATABASE)) as source, closing(sqlite3.connect(folder / DATABASE)) as copy:
            source.backup(copy)
    except (OSError, sqlite3.Error) as error:
        if _FULL.search(str(error)):
            raise _no_room(folder, error) from error
        raise StoreError(f"kho vectơ {base} không chép được ({error})") from error
