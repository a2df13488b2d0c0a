"""The syllables and marks of a text, and phrases found among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from corpus.vietnamese import unify_tone_placement

_SYLLABLE = re.compile(
    r"""
      (?P<word> \w++ (?: & \w++ )*+ )   # a syllable, a number, a short form such as "TT&TT"
    | (?P<mark> [^\w\s] )               # one mark of punctuation
    """,
    re.VERBOSE,
)
_MARKS = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-") | dict.fromkeys(map(ord, "“”„«»"), '"')

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Syllables:
    """The syllables and marks of a text.

    Attributes:
        text: what they were cut from.
        plain: each in lower case, tone marks placed the newer way, all dashes "-" and quotes '"'.
        starts, ends: where each stands: half-open, in Unicode code points.
        capital: True where it begins with a capital or a figure.
        short: True for a short form, with two capitals at least ("UBND", "TT&TT", "IoT").
    """

    text: str
    plain: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    capital: tuple[bool, ...]
    short: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.plain)

    def raw(self, at: int) -> str:
        """A syllable as it is written."""
        return self.text[self.starts[at] : self.ends[at]]

    def word(self, at: int) -> bool:
        """True for a syllable or number, False for a mark and behind the end."""
        return at < len(self.plain) and (self.plain[at][0].isalnum() or self.plain[at][0] == "_")

    def apart(self, at: int) -> bool:
        """True where white space, or an end of the text, stands before a syllable."""
        return at == 0 or at >= len(self.plain) or self.ends[at - 1] < self.starts[at]


@lru_cache(maxsize=128)
def syllables_of(text: str) -> Syllables:
    """A text cut into its syllables and marks."""
    found = list(_SYLLABLE.finditer(unify_tone_placement(text)))
    if not found:
        return Syllables(text, (), (), (), (), ())
    plain, capital, short = zip(*[_features(match[0]) for match in found], strict=True)
    starts, ends = zip(*[match.span() for match in found], strict=True)
    return Syllables(text, plain, starts, ends, capital, short)


@lru_cache(maxsize=20_000)
def _features(word: str) -> tuple[str, bool, bool]:
    """How a syllable is compared, whether it begins with a capital or figure, whether it is a short form."""
    capital = word[0].isupper() or word[0].isdigit()
    return word.lower().translate(_MARKS), capital, sum(map(str.isupper, word)) > 1


class Tree(Generic[Value]):
    """Phrases found at a place among syllables, the longest first; each with a value.

    >>> Tree({"cơ quan": 1, "cơ quan thuộc Chính phủ": 2}).longest(syllables_of("Cơ quan thuộc tỉnh"), 0, 4)
    (2, 1)
    """

    def __init__(self, phrases: dict[str, Value]) -> None:
        self._root: dict[str, Any] = {}
        for phrase, value in phrases.items():
            node = self._root
            for word in syllables_of(phrase).plain:
                node = node.setdefault(word, {})
            node[""] = value

    def longest(self, syllables: Syllables, at: int, end: int) -> tuple[int, Value] | None:
        """Where the longest phrase that begins at the syllable `at` ends, before `end`, and its value."""
        node, found = self._root, None
        plain = syllables.plain
        while at < end and (node := node.get(plain[at])):  # type: ignore[assignment]
            at += 1
            if "" in node:
                found = at, node[""]
        return found

    def end(self, syllables: Syllables, at: int, end: int) -> int:
        """Where the longest phrase that begins at `at` ends; `at` where none does."""
        found = self.longest(syllables, at, end)
        return found[0] if found else at

    def __contains__(self, phrase: str) -> bool:
        words = syllables_of(phrase)
        found = self.longest(words, 0, len(words))
        return found is not None and found[0] == len(words)
