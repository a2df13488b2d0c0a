"""Vectors in Chroma: a folder that is built once, checked, and then only read.

Chroma may lose vectors or its whole index when it is killed while writing, and two processes that write to one folder
break each other. So nothing is ever written to a folder that answers come from: a new one is built beside it (from a
copy, or from the vectors in the catalog), its count is checked, and only then does the catalog name it.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError
from index.embedder import Vectors

T = TypeVar("T")

COLLECTION = "passages"
BATCH = 2000
"""Passages written to Chroma at once; it takes at most 5,461."""


class VectorFolder:
    """An open Chroma folder with the collection of passages, through llama-index's vector store."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        import chromadb
        from chromadb.config import Settings
        from llama_index.vector_stores.chroma import ChromaVectorStore

        self._client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        if create:
            self.collection = self._client.create_collection(
                COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
        else:
            self.collection = self._client.get_collection(COLLECTION, embedding_function=None)
        self.store = ChromaVectorStore(chroma_collection=self.collection)

    def close(self) -> None:
        """Lets go of the folder."""
        self._client.close()  # type: ignore[attr-defined]  # missing in the interface, not in the class

    def count(self) -> int:
        """How many passages it holds."""
        return int(self.collection.count())

    def add(self, ids: Sequence[str], texts: Sequence[str], vectors: Vectors) -> None:
        """Adds passages that are not in it yet; `vectors` is (n, dimension) float32 with rows of unit length."""
        from llama_index.core.schema import TextNode

        for rows in batched(range(len(ids)), BATCH):
            self.store.add([TextNode(id_=ids[i], text=texts[i], embedding=vectors[i].tolist()) for i in rows])

    def remove(self, ids: Iterable[str]) -> None:
        """Removes passages by id."""
        for some in batched(ids, BATCH):
            self.collection.delete(ids=some)

    def vectors(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of the passages among `ids` that it holds."""
        if not ids:
            return {}
        got = self.collection.get(ids=list(ids), include=["embeddings"])
        rows = np.asarray(got["embeddings"], dtype=np.float32)
        return dict(zip(got["ids"], rows, strict=True))


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of `size`, the last one shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def cosine(similarity: float) -> float:
    """The cosine behind the similarity that llama-index's Chroma store reports, exp(-(1 - cosine))."""
    return 1.0 + math.log(max(similarity, 1e-12))


def build_vectors(
    folder: Path, ids: Sequence[str], texts: Sequence[str], vectors: Vectors, *, base: Path | None, gone: Sequence[str]
) -> None:
    """Builds a Chroma folder: from nothing, or from a copy of `base` less `gone` plus the passages given.

    Raises:
        StoreError: the built folder does not hold what it should.
    """
    if base is not None:
        shutil.copytree(base, folder)
    else:
        folder.mkdir(parents=True)
    opened = VectorFolder(folder, create=base is None)
    try:
        before = opened.count() if base is not None else 0
        opened.remove(gone)
        opened.add(ids, texts, vectors)
        expected, found = before - len(gone) + len(ids), opened.count()
    finally:
        opened.close()
    if found != expected:
        raise StoreError(f"{folder}: {found} vectors were written, {expected} expected")
