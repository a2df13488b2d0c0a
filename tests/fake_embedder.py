"""A fake embedding model, and what the tests of a store share: small directives, and whether a store is whole."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from sqlalchemy import select

from index.catalog import DocumentRow, PassageRow, read_meta
from index.embedder import Vectors
from index.store import Store
from index.tokens import syllables


class FakeEmbedder:
    """An Embedder that adds up a fixed random direction for each syllable; remembers the passages it embedded."""

    def __init__(self, model_id: str = "fake-1", dimension: int = 32) -> None:
        self.model_id = model_id
        self.dimension = dimension
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32, rows of unit length."""
        self.embedded += texts
        return self._vectors(texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32, rows of unit length."""
        return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for syllable in syllables(text) or [""]:
                row += _direction(f"{self.model_id} {syllable}", self.dimension)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


@cache
def _direction(seed: str, dimension: int) -> Vectors:
    return np.random.default_rng(zlib.crc32(seed.encode())).normal(size=dimension).astype(np.float32)


def directive(number: int, task: str = "hoàn thành kế hoạch") -> str:
    """The text of a small directive of its own."""
    return (
        f"CHỈ THỊ\nVề việc số {number}\n\n"
        f"1. Bộ Y tế {task} số {number} trước ngày {number % 28 + 1} tháng 8 năm 2024.\n\n"
        f"2. Bộ Công an phối hợp với Ủy ban nhân dân tỉnh thứ {number} kiểm tra việc thực hiện.\n"
    )


def write(folder: Path, **texts: str) -> Path:
    """A folder with a text file for each name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def names(store: Store) -> list[str]:
    """The documents that answers come from."""
    return [document.name for document in store.documents()]


def generation_of(store: Store) -> int:
    """The number of the generation in force, 0 before the first."""
    with store.reading() as (_, generation):
        return generation.number if generation is not None else 0


def assert_whole(store: Store) -> None:
    """Catalog, vectors and words hold the same passages, and nothing is left over."""
    with store.reading() as (session, generation):
        passages = select(PassageRow.id).join(DocumentRow).where(DocumentRow.state == "live")
        ids = session.scalars(passages).all()
        live = set(ids)
        assert len(ids) == len(live)
        assert int(read_meta(session).get("passages", "0")) == len(live)
        if generation is None:
            assert not live
            return
        assert set(generation.words.ids) == live
        assert generation.vectors.count() == len(live)
        assert set(generation.vectors.vectors(sorted(live))) == live
        assert len(generation.statistics.mean) == (32 if live else 0)
    folders = [path.name for path in (store.folder / "derived").iterdir() if path.is_dir()]
    assert folders == [f"{generation.number:06}"]
