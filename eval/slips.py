"""Slips of a person who types Vietnamese: keys beside, letters dropped, doubled or swapped, tones gone wrong."""

from __future__ import annotations

import random
import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

WORDS_A_SLIP = 8
"""One word in so many is mistyped, one at least."""
SHORTEST = 3
"""Letters that a word has at least to be mistyped: one of two cannot be known again."""
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")


@cache
def forms() -> dict[str, Any]:
    """The tables of variants.toml."""
    found: dict[str, Any] = tomllib.loads((files("eval") / "variants.toml").read_text(encoding="utf-8"))
    return found


def with_slips(text: str, seed: str) -> str:
    """`text` with slips; the same seed makes the same ones. Names in capitals, figures and numbers stay as they are.

    >>> with_slips("thời hạn hoàn thành", "a") == with_slips("thời hạn hoàn thành", "a") != "thời hạn hoàn thành"
    True
    """
    dice = random.Random(seed)  # noqa: S311  nothing secret hangs on it
    composed = unicodedata.normalize("NFC", text)
    words = [m for m in _WORD.finditer(composed) if len(m[0]) >= SHORTEST and m[0].islower()]
    if not words:
        return text
    chosen = dice.sample(words, min(len(words), max(1, round(len(words) / WORDS_A_SLIP))))
    for match in sorted(chosen, key=lambda m: -m.start()):
        composed = composed[: match.start()] + _slip(match[0], dice) + composed[match.end() :]
    return composed


def _slip(word: str, dice: random.Random) -> str:
    ways = [_beside, _dropped, _doubled, _swapped, _tone_lost, _tone_behind]
    dice.shuffle(ways)
    return next((slipped for way in ways if (slipped := way(word, dice)) != word), word)


def _beside(word: str, dice: random.Random) -> str:
    keys: dict[str, str] = forms()["keys"]
    places = [i for i, letter in enumerate(word) if i and letter in keys]
    if not places:
        return word
    at = dice.choice(places)
    return word[:at] + dice.choice(keys[word[at]]) + word[at + 1 :]


def _dropped(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _doubled(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return word[: at + 1] + word[at] + word[at + 1 :]


def _swapped(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _tone_lost(word: str, _dice: random.Random) -> str:
    return _without_tone(word)[0]


def _tone_behind(word: str, _dice: random.Random) -> str:
    bare, key = _without_tone(word)
    return bare + key


def _without_tone(word: str) -> tuple[str, str]:
    """(the word without its tone, the Telex key of it); the word as it is and "" where it has none."""
    telex = forms()["telex"]
    parted = unicodedata.normalize("NFD", word)
    tone = next((c for c in parted if c in telex), "")
    return (unicodedata.normalize("NFC", parted.replace(tone, "", 1)), telex[tone]) if tone else (word, "")
