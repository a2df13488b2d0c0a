"""The words by which a directive assigns work, from words.toml, looked up at a place of a text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from corpus.vietnamese import unify_tone_placement

FILE = "words.toml"

_SYLLABLE = re.compile(r"\w+")
_GAP = re.compile(r",? ")


class Phrases:
    """A set of phrases of one to a few syllables, found at a place of a text; case and tone placement are all one.

    >>> Phrases(["rà soát", "rà"]).at("Rà soát, cập nhật", 0)
    7
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = frozenset(map(unify_tone_placement, phrases))
        self._longest: dict[str, int] = {}
        for phrase in self.phrases:
            first = phrase.split()[0].rstrip(",")
            self._longest[first] = max(self._longest.get(first, 0), len(phrase.split()))
        longest_first = sorted(self.phrases, key=len, reverse=True)
        self._anywhere = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)

    def at(self, text: str, start: int, end: int | None = None) -> int | None:
        """Where the longest phrase that begins at `start` ends, before `end`; None where none does."""
        limit = len(text) if end is None else end
        syllable = _SYLLABLE.match(text, start)
        longest = self._longest.get(_folded(syllable[0])) if syllable else None
        if syllable is None or longest is None:
            return None
        after, found = syllable.end(), None
        for length in range(1, longest + 1):
            if after > limit:
                break
            if _folded(text[start:after]) in self.phrases:
                found = after
            if length == longest or not (gap := _GAP.match(text, after)):
                break
            if not (syllable := _SYLLABLE.match(text, gap.end())):
                break
            after = syllable.end()
        return found

    def found(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where phrases stand in a piece of `text`, in order, not overlapping."""
        for match in self._anywhere.finditer(text, start, end):
            yield match.span()

    def within(self, text: str, start: int, end: int) -> bool:
        """True where any phrase stands in the piece."""
        return self._anywhere.search(text, start, end) is not None


@lru_cache(maxsize=4096)
def _folded(words: str) -> str:
    return unify_tone_placement(words.lower())


@dataclass(frozen=True, slots=True)
class Words:
    """All lists of words.toml; each attribute is the list of that name there."""

    assign: Phrases
    led_assign: Phrases
    assigners: Phrases
    unlike: Phrases
    told: Phrases
    nobody: Phrases
    idle: Phrases
    things: Phrases
    modals: Phrases
    adverbs: Phrases
    often: Phrases
    verbs: Phrases
    frames: Phrases
    connectives: Phrases
    reports: Phrases
    aims: Phrases
    praise: Phrases
    strong_praise: Phrases
    notices: Phrases
    formulas: Phrases
    empty: Phrases


@cache
def load_words() -> Words:
    """The words of the shipped file."""
    data = tomllib.loads((files("corpus.tasks") / FILE).read_text(encoding="utf-8"))
    return Words(
        assign=Phrases(data["assign"]["verbs"]),
        led_assign=Phrases(data["assign"]["led_verbs"]),
        assigners=Phrases(data["assign"]["assigners"]),
        unlike=Phrases(data["assign"]["unlike"]),
        told=Phrases(data["assign"]["told"]),
        nobody=Phrases(data["subject"]["nobody"]),
        idle=Phrases(data["subject"]["idle"]),
        things=Phrases(data["subject"]["things"]),
        modals=Phrases(data["modal"]["words"]),
        adverbs=Phrases(data["adverb"]["words"]),
        often=Phrases(data["adverb"]["often"]),
        verbs=Phrases(data["verb"]["words"]),
        frames=Phrases(data["frame"]["openers"]),
        connectives=Phrases(data["frame"]["connectives"]),
        reports=Phrases(data["zone"]["reports"]),
        aims=Phrases(data["zone"]["aims"]),
        praise=Phrases(data["praise"]["openers"]),
        strong_praise=Phrases(data["praise"]["strong"]),
        notices=Phrases(data["closing"]["notices"]),
        formulas=Phrases(data["closing"]["formulas"]),
        empty=Phrases(data["closing"]["empty"]),
    )
