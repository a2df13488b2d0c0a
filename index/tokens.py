"""Words for the lexical index: syllables, pairs of syllables, and numbers and symbols kept whole.

Vietnamese writes a word as one to four syllables; pairs of neighbours find words without a segmenter, and did better
than one (see the design notes). Nothing is stemmed, stopped or stripped of its diacritics: "an" of "Bộ Công an" and
"Y" of "Bộ Y tế" are words here.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence

from corpus.vietnamese import unify_tone_placement

_PIECES = re.compile(r"\w+(?:[-/.&]\w+)*|[.;:!?…()]")
_SYLLABLE = re.compile(r"\w+")


def tokens(text: str) -> list[str]:
    """The lexical tokens of a text, in order: each syllable, each pair within a clause, each symbol with its parts.

    >>> tokens("Bộ Y tế, số 34/CT-TTg")
    ['bộ', 'y', 'bộ y', 'tế', 'y tế', 'số', 'tế số', '34', 'số 34', 'ct', '34 ct', 'ttg', 'ct ttg', '34/ct-ttg']
    """
    found: list[str] = []
    before = ""
    for piece in _PIECES.findall(_folded(text)):
        if piece.isalnum():  # nearly all of them are one syllable
            found.append(piece)
            if before:
                found.append(f"{before} {piece}")
            before = piece
            continue
        parts = _SYLLABLE.findall(piece)
        if not parts:
            before = ""
        for syllable in parts:
            found.append(syllable)
            if before:
                found.append(f"{before} {syllable}")
            before = syllable
        if len(parts) > 1:
            found.append(piece)
    return found


def syllables(text: str) -> list[str]:
    """The syllables of a text, folded as `tokens` folds them."""
    return _SYLLABLE.findall(_folded(text))


def pairs(words: Sequence[str]) -> list[str]:
    """The pairs of neighbours among the syllables of a text."""
    return [f"{a} {b}" for a, b in itertools.pairwise(words)]


def unmarked(text: str) -> str:
    """Lower case without diacritics, for what a person types without them.

    >>> unmarked("Bộ Công an, Đà Nẵng")
    'bo cong an, da nang'
    """
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c))


def _folded(text: str) -> str:
    """NFC, tone marks in one place, lower case; diacritics stay."""
    return unify_tone_placement(unicodedata.normalize("NFC", text)).lower()
