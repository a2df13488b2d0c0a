"""The tokenizer of multilingual-e5-small (XLM-R's Unigram of 250,000 pieces), for a quick start.

The Rust tokenizer builds its tree of pieces anew in each process, which takes a second; a dict takes a tenth
of that, and the few thousand syllables of Vietnamese are cut once and remembered.
"""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from pathlib import Path

import numpy as np

BOS, EOS, UNKNOWN = 0, 2, 3
_SPECIAL_PIECES = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
_UNKNOWN_PENALTY = 10.0  # below the worst piece, as in SentencePiece
_WORD_START = "▁"
_LONGEST_REMEMBERED = 32

PIECES_FILE, SCORES_FILE, CHARACTERS_FILE = "pieces.txt", "scores.npy", "characters.json"


class UnigramTokenizer:
    """Cuts a text into the pieces of highest total score (Kudo 2018, the Viterbi path), word by word.

    Unlike the tokenizers of Hugging Face it takes "</s>" in a text for the characters it is made of, never
    for the end of the text.
    """

    def __init__(self, folder: Path) -> None:
        """Loads pieces.txt, scores.npy and characters.json of `folder`; what is missing raises OSError."""
        pieces = (folder / PIECES_FILE).read_bytes().decode("utf-8").split("\n")
        self._scores: list[float] = np.load(folder / SCORES_FILE).tolist()
        if len(pieces) != len(self._scores):
            raise ValueError(f"{len(pieces)} pieces in {PIECES_FILE}, {len(self._scores)} scores in {SCORES_FILE}")
        self._ids = dict(zip(pieces, range(len(pieces)), strict=True))
        for piece in _SPECIAL_PIECES:
            del self._ids[piece]
        self._longest = max(map(len, pieces))
        self._unknown_score = min(self._scores) - _UNKNOWN_PENALTY
        self._characters = str.maketrans(json.loads((folder / CHARACTERS_FILE).read_text(encoding="utf-8")))
        self._cut_remembered = lru_cache(maxsize=65_536)(self._cut)

    def encode(self, text: str, limit: int) -> list[int]:
        """The ids of `text` between those of <s> and </s>; at most `limit` ids in all, the text's end left out."""
        ids = [BOS]
        for word in unicodedata.normalize("NFC", text).translate(self._characters).split():
            cut = self._cut_remembered if len(word) <= _LONGEST_REMEMBERED else self._cut
            ids += cut(_WORD_START + word)
            if len(ids) >= limit - 1:
                break
        return [*ids[: limit - 1], EOS]

    def _cut(self, word: str) -> tuple[int, ...]:
        """The best path through `word`; characters without a piece become one <unk> as long as they last."""
        ids, scores = self._ids, self._scores
        best = [0.0] + [-np.inf] * len(word)
        arrived: list[tuple[int, int]] = [(0, UNKNOWN)] * (len(word) + 1)  # (start, id) of the piece that ends here
        for start in range(len(word)):
            known = False
            for end in range(start + 1, min(start + self._longest, len(word)) + 1):
                piece = ids.get(word[start:end])
                if piece is None:
                    continue
                known = known or end == start + 1
                score = best[start] + scores[piece]
                if score > best[end]:
                    best[end], arrived[end] = score, (start, piece)
            if not known and best[start] + self._unknown_score > best[start + 1]:
                best[start + 1], arrived[start + 1] = best[start] + self._unknown_score, (start, UNKNOWN)
        path: list[int] = []
        end = len(word)
        while end:
            end, piece = arrived[end]
            if piece != UNKNOWN or not path or path[-1] != UNKNOWN:
                path.append(piece)
        return tuple(reversed(path))
