"""Which of many texts hold a token, and which say it themselves; on disk and in memory.

A token is kept as a 64-bit hash, so that the words of a hundred thousand texts are four arrays and no Python objects;
that two of a million tokens share a hash has a chance of 3 in 10⁸.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.short_forms import tokens_of

_KEYS, _ARRAYS = "keys.json", "tokens.npz"


@dataclass(frozen=True, slots=True)
class Found:
    """What something is found by.

    Attributes:
        key: its id.
        own: what it says itself.
        near: what stands around that.
    """

    key: str
    own: str
    near: str = ""


@dataclass(frozen=True, slots=True)
class Postings:
    """For each token who holds it; row i is the one whose id is `keys[i]`.

    Attributes:
        keys: the ids.
        hashes: (tokens,) uint64, ascending.
        ends: (tokens + 1,) int64: what token t is held by are the places `ends[t]` to `ends[t + 1]` of the two below.
        rows: (places,) int32: who, ascending for each token.
        own: (places,) bool: whether that one says the token itself.
    """

    keys: Sequence[str]
    hashes: NDArray[np.uint64]
    ends: NDArray[np.int64]
    rows: NDArray[np.int32]
    own: NDArray[np.bool_]

    @classmethod
    def build(cls, texts: Iterable[Found]) -> Postings:
        """The postings of some texts."""
        numbers: dict[str, int] = {}
        keys: list[str] = []
        token_of, row_of, own_of = array("i"), array("i"), array("b")
        for row, text in enumerate(texts):
            keys.append(text.key)
            own = tokens_of(text.own)
            for token in own | tokens_of(text.near):
                token_of.append(numbers.setdefault(token, len(numbers)))
                row_of.append(row)
                own_of.append(token in own)
        hashes = np.fromiter(map(_hash, numbers), dtype=np.uint64, count=len(numbers))
        order = np.argsort(hashes)
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        ranks = rank[np.frombuffer(token_of, dtype=np.int32)] if token_of else np.zeros(0, dtype=np.int32)
        by_token = np.argsort(ranks, kind="stable")
        ends = np.zeros(len(order) + 1, dtype=np.int64)
        np.cumsum(np.bincount(ranks, minlength=len(order)), out=ends[1:])
        rows = np.asarray(row_of, dtype=np.int32)[by_token]
        return cls(keys, hashes[order], ends, rows, np.asarray(own_of, dtype=np.bool_)[by_token])

    def save(self, folder: Path) -> None:
        """Writes them into a folder that does not exist yet."""
        folder.mkdir(parents=True)
        (folder / _KEYS).write_text(json.dumps(list(self.keys)), encoding="utf-8")
        np.savez(folder / _ARRAYS, hashes=self.hashes, ends=self.ends, rows=self.rows, own=self.own)

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """What `save` wrote. Raises OSError, ValueError or KeyError where it is not there or damaged."""
        keys = json.loads((folder / _KEYS).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS) as arrays:
            return cls(keys, arrays["hashes"], arrays["ends"], arrays["rows"], arrays["own"])

    def holding(self, token: str) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """(found,) int32, ascending, and (found,) bool: who holds a token, and whether they say it themselves."""
        wanted = np.uint64(_hash(token))
        at = int(np.searchsorted(self.hashes, wanted))
        if at == len(self.hashes) or self.hashes[at] != wanted:
            return self.rows[:0], self.own[:0]
        place = slice(int(self.ends[at]), int(self.ends[at + 1]))
        return self.rows[place], self.own[place]


def _hash(token: str) -> int:
    return int.from_bytes(blake2b(token.encode(errors="surrogatepass"), digest_size=8).digest(), "little")
