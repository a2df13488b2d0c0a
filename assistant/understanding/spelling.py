"""Questions as people type them -> full spelling: missing diacritics, short forms, slips of a key.

The syllables and pairs of the corpus say what is likely: each word of the question has some readings, and the most
probable way through them is taken (Viterbi over syllable pairs). Nothing that is spelled in full is changed.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.understanding.words import load_question_words
from corpus.gazetteer import load_gazetteer, load_provinces
from corpus.vietnamese import is_syllable, unify_tone_placement
from index.tokens import syllables, unmarked

_WORD = re.compile(r"(?<![\w&])\w+(?![\w&])")
_NUMBER = re.compile(r"(?<!\w)[^\W\d]*+\d[\w.]*(?:[-/][\w.&-]+)*|(?<=/)[\w&-]+")
_ROMAN = re.compile(r"[IVX]{1,5}|i{2,3}|iv")
_QUARTER = re.compile(r"(?<!\w)(qu)y(?= (?:I{1,3}|IV|[1-4])(?!\w))", re.IGNORECASE)
"""A quarter of a year, typed without diacritics: before a figure "quy" is nothing else."""
_YEAR = re.compile(r"(?<!\w)nam(?= (?:19|20)\d\d(?!\d))")
_OFFICE = re.compile(r"(?<!\w)(?<!con )so nao(?= (?!lieu|luong))")
"""A year, and a department asked for, typed without diacritics: what stands beside leaves no other reading."""
_PHRASES, _NAMES = 40, 1
"""How often the words of questions and the names of bodies count as met, beside the passages of the corpus."""
_PAIR = 0.8
"""What a pair weighs against its second syllable alone."""
_PLAIN_SHARE = 0.34
"""Where fewer of the words that could carry diacritics do, the question was typed without."""
_SHORTENED, _GUESSED, _SLIP = 1.5, 9.0, 5.0
"""What a reading costs (nats) as a short form, as a word with diacritics where the person types them, as a slip."""
_ALONE, _MAYBE = 7.0, 4.0
"""What a short form costs that is a word by itself ("ban", "tin"), and one that is a word without its marks ("da")."""
_MOST_READINGS = 24
_KEPT = 4096  # words whose slips are remembered
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST_SYLLABLE = 7


@dataclass(frozen=True, slots=True)
class _Reading:
    """A reading of a word: its syllables in lower case, how it is written, and what it costs."""

    syllables: tuple[str, ...]
    written: str
    cost: float


class Speller:
    """Reads questions over one corpus."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        """Takes the tokens of the corpus (see index.tokens) with the number of passages that hold each."""
        words = load_question_words()
        self._counts: Counter[str] = Counter({t: n for t, n in frequencies.items() if not _odd(t)})
        for phrase in words.phrases:
            self._add(phrase, _PHRASES)
        for name in _names():
            self._add(name, _NAMES)
        self._total = sum(n for t, n in self._counts.items() if " " not in t) or 1
        self._near: dict[str, list[str]] = {}
        self._spellings: dict[str, list[str]] = defaultdict(list)
        for token in self._counts:
            if " " not in token:
                self._spellings[unmarked(token)].append(token)
        for spellings in self._spellings.values():
            spellings.sort(key=lambda s: (-self._counts[s], s))

    def _add(self, phrase: str, times: int) -> None:
        said = syllables(phrase)
        for syllable in said:
            self._counts[syllable] += times
        for a, b in pairwise(said):
            self._counts[f"{a} {b}"] += times

    def full(self, text: str) -> str:
        """The text in full spelling; what is spelled in full comes back as it is."""
        plain = _typed_plain([m[0] for m in _words_of(text)])
        text = _YEAR.sub("năm", _OFFICE.sub("sở nào", text)) if plain else text
        found = _words_of(text)
        if not plain and all(self._known(m[0]) for m in found):
            return text
        readings = [self._readings(m[0], plain=plain) for m in found]
        for match, read in reversed(list(zip(found, self._likeliest(readings), strict=True))):
            text = text[: match.start()] + _in_case(match[0], read) + text[match.end() :]
        return _QUARTER.sub(lambda m: f"{m[1]}ý", text) if plain else text

    def _known(self, word: str) -> bool:
        """True for a word that needs no reading: it carries its marks, or stands for itself."""
        low = word.lower()
        return (low != unmarked(low) and is_syllable(low)) or (low in self._counts and not self._expansions(word))

    def _readings(self, word: str, *, plain: bool) -> list[_Reading]:
        low = unify_tone_placement(word.lower())
        marked = unmarked(low) != low
        found = [_Reading((low,), word, 0.0)]
        if marked and (low in self._counts or is_syllable(low)):
            return found
        known, shortened = low in self._counts, self._expansions(word)
        cost = (
            _ALONE
            if known and is_syllable(low)
            else _MAYBE
            if is_syllable(low) and unmarked(low) in self._spellings
            else _SHORTENED
        )
        found += [_Reading(tuple(syllables(expansion)), expansion, cost) for expansion in shortened]
        spellings = self._spellings.get(unmarked(low), [])
        guess = 0.0 if plain and not marked else _GUESSED if known or is_syllable(low) else 1.0
        found += [_Reading((s,), s, guess) for s in spellings if s != low]
        if not spellings and not shortened and not is_syllable(low) and (plain or not word[:1].isupper()):
            found += [_Reading((s,), s, _SLIP) for s in self._slips(unmarked(low))]
        return found[:_MOST_READINGS]

    def _slips(self, word: str) -> list[str]:
        """The words of the corpus that one slip of a key makes into this, the most frequent first."""
        if word not in self._near:
            near = {s for other in _one_slip(word) for s in self._spellings.get(other, ())}
            if len(self._near) >= _KEPT:
                self._near.clear()
            self._near[word] = sorted(near, key=lambda s: (-self._counts[s], s))
        return self._near[word]

    def _expansions(self, word: str) -> tuple[str, ...]:
        """What a word may be short for; one with capitals that the gazetteer knows stays: it is known everywhere."""
        low = word.lower()
        known = load_gazetteer().expansions(word) if len(word) > 1 else ()
        if low in load_question_words().fillers or (known and low != word):
            return ()
        typed = () if len(word) == 1 and word.isupper() else load_question_words().short.get(low, ())  # "Bệnh viện K"
        return tuple(dict.fromkeys((*typed, *known)))

    def _likeliest(self, readings: Sequence[Sequence[_Reading]]) -> list[str]:
        """The most probable way through the readings, as they are written."""
        ways: list[tuple[float, str, tuple[str, ...]]] = [(0.0, "", ())]
        for options in readings:
            best: dict[str, tuple[float, str, tuple[str, ...]]] = {}
            for option in options:
                inner = sum(self._cost(a, b) for a, b in pairwise(option.syllables))
                for cost, before, written in ways:
                    # a short form's own syllables tell nothing against it: their mean stands for the word
                    step = (self._cost(before, option.syllables[0]) + inner) / len(option.syllables)
                    total = cost + step + option.cost
                    last = option.syllables[-1]
                    if last not in best or total < best[last][0]:
                        best[last] = (total, last, (*written, option.written))
            ways = list(best.values())
        return list(min(ways)[2])

    def _cost(self, before: str, word: str) -> float:
        alone = max(self._counts[word], 0.5) / self._total
        pair = self._counts[f"{before} {word}"] / self._counts[before] if self._counts[before] else 0.0
        return -math.log(_PAIR * min(1.0, pair) + (1 - _PAIR) * alone)


def _words_of(text: str) -> list[re.Match[str]]:
    """The words of a text that may be short, slipped or without their marks: no numbers, Roman ones among them."""
    numbers = [m.span() for m in _NUMBER.finditer(text)]
    found = [m for m in _WORD.finditer(text) if not _NUMBER.search(m[0]) and not _ROMAN.fullmatch(m[0])]
    return [m for m in found if not any(a <= m.start() < b for a, b in numbers)]


def _odd(token: str) -> bool:
    """True for tokens that are no syllables or pairs of them: numbers, symbols."""
    return any(not part.isalpha() or len(unmarked(part)) > _LONGEST_SYLLABLE for part in token.split(" "))


def _names() -> Iterable[str]:
    gazetteer = load_gazetteer()
    for body in gazetteer.bodies:
        yield body.name
        yield from (alias for alias in body.aliases if " " in alias)
    for province in load_provinces():
        yield province.name
        yield from (former.name for former in province.parts)


def _typed_plain(words: Sequence[str]) -> bool:
    """True where the words were typed without diacritics."""
    long = [word for word in words if len(word) > 1]
    marked = sum(unmarked(word) != word.lower() for word in long)
    return bool(long) and marked / len(long) < _PLAIN_SHARE


def _one_slip(word: str) -> set[str]:
    """What a word may have been before one key was missed, doubled, hit beside, or two were swapped."""
    if not 2 <= len(word) <= _LONGEST_SYLLABLE + 1:
        return set()
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    near = {a + b[1:] for a, b in cuts if b} | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    near |= {a + c + b[1:] for a, b in cuts if b for c in _LETTERS} | {a + c + b for a, b in cuts for c in _LETTERS}
    return near - {word}


def _in_case(typed: str, read: str) -> str:
    if read.lower() == typed.lower():
        return typed
    return read[:1].upper() + read[1:] if typed[:1].isupper() and " " not in read and not typed.isupper() else read
