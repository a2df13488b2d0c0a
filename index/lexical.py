"""The lexical index: BM25 over syllables and pairs of syllables, kept by bm25s."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.tokens import tokens

K1, B = 0.9, 0.4
"""BM25's saturation and length normalisation: Anserini's defaults (Yang, Fang, Lin 2017); also best on questions over
directives, whose passages are short and say a word once."""
_IDS = "ids.json"


class LexicalIndex:
    """BM25 scores of every passage for a query; built once, then only read."""

    def __init__(self, ids: Sequence[str], model: Any) -> None:
        self.ids = list(ids)
        self._rows = {id_: row for row, id_ in enumerate(self.ids)}
        self._model = model

    def row(self, id_: str) -> int:
        """The row of a passage among the scores."""
        return self._rows[id_]

    @classmethod
    def build(cls, ids: Sequence[str], texts: Sequence[str]) -> LexicalIndex:
        """An index of `texts`; row i of its scores belongs to `ids[i]`."""
        bm25s = _bm25s()
        if not ids:
            return cls([], None)
        model = bm25s.BM25(method="lucene", k1=K1, b=B)
        model.index([tokens(text) or [""] for text in texts], show_progress=False)
        return cls(ids, model)

    def frequency(self, token: str) -> int:
        """In how many passages a token occurs."""
        column = self._model.vocab_dict.get(token) if self._model is not None else None
        if column is None:
            return 0
        ends = self._model.scores["indptr"]
        return int(ends[column + 1] - ends[column])

    def frequencies(self) -> dict[str, int]:
        """Every token of the corpus with the number of passages that hold it."""
        if self._model is None:
            return {}
        ends = self._model.scores["indptr"]
        counts = (ends[1:] - ends[:-1]).tolist()
        return {token: counts[column] for token, column in self._model.vocab_dict.items() if column < len(counts)}

    def save(self, folder: Path) -> None:
        """Writes the index into a folder that does not hold one yet."""
        folder.mkdir(parents=True)
        if self._model is not None:
            self._model.save(str(folder), show_progress=False)
        (folder / _IDS).write_text(json.dumps(self.ids), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """The index that `save` wrote."""
        bm25s = _bm25s()
        ids = json.loads((folder / _IDS).read_text(encoding="utf-8"))
        return cls(ids, bm25s.BM25.load(str(folder)) if ids else None)

    def scores(self, query: str) -> NDArray[np.float32]:
        """(passages,) float32: the BM25 score of each; 0 where no word of the query occurs."""
        known = [t for t in tokens(query) if self._model is not None and t in self._model.vocab_dict]
        if not known:
            return np.zeros(len(self.ids), dtype=np.float32)
        found: NDArray[np.float32] = self._model.get_scores(known)
        return found


def _bm25s() -> Any:
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets DEBUG when it is imported
    return bm25s
