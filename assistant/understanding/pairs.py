"""How likely one syllable is behind another: the corpus, the words of questions and the names of bodies, counted."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from assistant.understanding.words import load_question_words
from corpus.gazetteer import load_gazetteer, load_provinces
from corpus.vietnamese import is_syllable, unify_tone_placement
from index.tokens import syllables, unmarked

SYLLABLES_FILE, COMPOUNDS_FILE = "syllables.txt", "compounds.txt"
NUMBER, BREAK = "0", ""
"""What stands for any figure, and for the end of a clause."""
_PHRASES, _NAMES = 40, 2
"""How often the words of questions, and the names of bodies and common words, count as met beside the passages of the
corpus."""
_COMMON = 0.002
"""The least share of a question's words that each of its small ones has, however seldom directives write it."""
_PAIR = 0.8
"""What a pair weighs against its second syllable alone."""
_SHORTEST_LOAN, _LONGEST_SYLLABLE = 4, 7


class SyllablePairs:
    """The syllables of one corpus and their pairs, in lower case."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        """Takes the tokens of the corpus (see index.tokens) with the number of passages that hold each."""
        self._counts: Counter[str] = Counter()
        for token, times in frequencies.items():
            if (said := _read(token)) is not None:
                self._counts[said] += times
        for phrase in load_question_words().phrases:
            self._add(phrase, _PHRASES)
        for name in (*_names(), *load_compounds()):
            self._add(name, _NAMES)
        self._total = sum(n for t, n in self._counts.items() if " " not in t) or 1
        self._least = dict.fromkeys(load_question_words().common, _COMMON)
        self._spellings: dict[str, list[str]] = defaultdict(list)
        for token in self._counts:
            if " " not in token:
                self._spellings[unmarked(token)].append(token)
        for spellings in self._spellings.values():
            spellings.sort(key=self.rarity)

    def __contains__(self, syllable: str) -> bool:
        return syllable in self._counts

    def is_word(self, syllable: str) -> bool:
        """True for a word of the corpus, and for a syllable that other words are made of; short forms are none."""
        return syllable in load_syllables() or (
            syllable in self._counts and (is_syllable(syllable) or len(syllable) >= _SHORTEST_LOAN)
        )

    def rarity(self, syllable: str) -> tuple[int, str]:
        """A key that sorts the most frequent first."""
        return -self._counts[syllable], syllable

    def spellings(self, plain: str) -> Sequence[str]:
        """The syllables that are this one without diacritics, the most frequent first."""
        return self._spellings.get(plain, ())

    def met(self, before: str, syllable: str) -> bool:
        """True where the one has stood behind the other."""
        return f"{before} {syllable}" in self._counts

    def usual(self, before: str, syllable: str) -> bool:
        """True where the one has stood behind the other more than once."""
        return self._counts.get(f"{before} {syllable}", 0) > 1

    def cost(self, before: str, syllable: str) -> float:
        """-ln of the chance of a syllable behind another one."""
        alone = max(self._counts[syllable] / self._total, self._least.get(syllable, 0.5 / self._total))
        pair = self._counts[f"{before} {syllable}"] / self._counts[before] if self._counts[before] else 0.0
        return -math.log(_PAIR * min(1.0, pair) + (1 - _PAIR) * alone)

    def _add(self, phrase: str, times: int) -> None:
        said = syllables(phrase)
        for syllable in said:
            self._counts[syllable] += times
        for a, b in pairwise(said):
            self._counts[f"{a} {b}"] += times


@cache
def load_syllables() -> frozenset[str]:
    """The syllables that words are made of, the tone where the newer habit puts it."""
    return frozenset(unify_tone_placement(s) for line in _lines(SYLLABLES_FILE) for s in line.split())


@cache
def load_compounds() -> tuple[str, ...]:
    """Words of several syllables that texts are full of."""
    return tuple(word for line in _lines(COMPOUNDS_FILE) for word in line.split(", "))


def _lines(name: str) -> list[str]:
    lines = (files("assistant.understanding") / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _read(token: str) -> str | None:
    """A token of the corpus as it is counted; None for those that are no syllables, figures or pairs of them."""
    parts = token.split(" ")
    if all(part.isalpha() for part in parts):
        return token if all(len(unmarked(part)) <= _LONGEST_SYLLABLE for part in parts) else None
    parts = [NUMBER if part.isdecimal() else part for part in parts]
    return " ".join(parts) if all(part == NUMBER or (part.isalpha() and len(part) <= 7) for part in parts) else None


def _names() -> Iterable[str]:
    gazetteer = load_gazetteer()
    for body in gazetteer.bodies:
        yield body.name
        yield from (alias for alias in body.aliases if " " in alias)
    for province in load_provinces():
        yield province.name
        yield from (former.name for former in province.parts)
