"""Everyday words of a question, with what official documents write for them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise

from index.tokens import pairs, syllables

FILE = "synonyms.toml"

_WORDS = ("hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_YEAR = "năm"  # five, and year: by itself it tells nothing
_GROUPS = [(word, str(n), f"{n:02}") for n, word in enumerate(_WORDS, start=2)]
_NUMERALS = {one: tuple(dict.fromkeys(o for o in group if o != one)) for group in _GROUPS for one in group}

Alternatives = Mapping[str, tuple[frozenset[str], ...]]
"""Term of a question -> sets of tokens; a text that holds all of a set says the same."""


def alternatives_in(text: str) -> Alternatives:
    """What may stand for the words of a text, the longest phrases first: for each syllable and each pair of them."""
    said = syllables(text)
    known = _phrases()
    found: dict[str, tuple[frozenset[str], ...]] = {}
    at = 0
    while at < len(said):
        length = next(
            (n for n in range(min(_longest(), len(said) - at), 0, -1) if tuple(said[at : at + n]) in known), 0
        )
        if length:
            phrase = said[at : at + length]
            meant = known[tuple(phrase)]
            for term in (*phrase, *(f"{a} {b}" for a, b in pairwise(phrase))):
                found[term] = (*found.get(term, ()), *meant)
        at += max(1, length)
    for a, b in pairwise(said):  # "3 không", "ba không"
        if others := _NUMERALS.get(a):
            found[f"{a} {b}"] = (*found.get(f"{a} {b}", ()), *(frozenset({f"{other} {b}"}) for other in others))
            single = (frozenset({other}) for other in others if other != _YEAR)
            found[a] = (*found.get(a, ()), *single)
    return found


def written_for(alternatives: Alternatives) -> str:
    """The words that may stand for those of a question, for a search by words."""
    told = {token for options in alternatives.values() for option in options for token in option}
    return " ".join(sorted(told))


@cache
def _phrases() -> Mapping[tuple[str, ...], tuple[frozenset[str], ...]]:
    data = tomllib.loads((files("assistant.understanding") / FILE).read_text(encoding="utf-8"))
    return {
        tuple(syllables(said)): tuple(frozenset(pairs(w) or w) for w in map(syllables, written))
        for part in data.values()
        for said, written in part.items()
    }


@cache
def _longest() -> int:
    return max(map(len, _phrases()))
