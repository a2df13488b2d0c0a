"""Questions as people type them -> full spelling: missing diacritics, short forms, slips of a key.

The syllables and pairs of the corpus say what is likely: each word of the question has some readings, and the most
probable way through them is taken (Viterbi over syllable pairs). Nothing that is spelled in full is changed: what is a
word is doubted only where the corpus has it beside neither neighbour, and read as another only where it has that so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from assistant.understanding.pairs import BREAK, NUMBER, SyllablePairs
from assistant.understanding.slips import Slips
from assistant.understanding.spacing import parted, with_spaces, without_spaces
from assistant.understanding.words import load_question_words
from corpus.gazetteer import load_gazetteer, load_provinces
from corpus.vietnamese import is_syllable, is_written, unify_tone_placement
from index.tokens import syllables, unmarked

_WORD = re.compile(r"(?<![\w&])\w+(?![\w&])")
_NUMBER = re.compile(r"(?<!\w)[^\W\d]*+\d[\w.]*(?:[-/][\w.&-]+)*|(?<=/)[\w&-]+")
_ROMAN = re.compile(r"[IVX]{1,5}|v?i{2,3}|i[vx]")
_ENDS = re.compile(r"[,;:!?…()]|\.(?!\w)")
"""What no word is taken to go on over."""
_QUARTER = re.compile(r"(?<!\w)(qu)y(?= (?:I{1,3}|IV|[1-4])(?!\w))", re.IGNORECASE)
"""A quarter of a year, typed without diacritics: before a figure "quy" is nothing else."""
_SHORT_NAME = re.compile(r"(?<![\w&-])[A-Z]+(?:[&-][A-Z]+)+(?![\w&-])")
_YEAR = re.compile(r"(?<!\w)nam(?= (?:19|20)\d\d(?!\d))")
_OFFICE = re.compile(r"(?<!\w)(?<!con )so nao(?= (?!lieu|luong))")
"""A year, and a department asked for, typed without diacritics: what stands beside leaves no other reading."""
_PLAIN_SHARE = 0.34
"""Where fewer of the words that could carry diacritics do, the question was typed without."""
_SHORTENED, _GUESSED = 1.5, 9.0
"""What a reading costs (nats) as a short form, and as a word with diacritics where the person types them."""
_ALONE, _MAYBE = 7.0, 4.0
"""What a short form costs that is a word by itself ("ban", "tin"), and one that is a word without its marks ("da")."""
_MISWRITTEN, _NO_WORD, _WORD_ITSELF = (1.0, 0.5), (2.0, 0.5), (6.0, 3.0)
"""What a slip costs, besides its keys, in what no word is written like, in what is no word, and in a word: by itself,
and beside each neighbour that the corpus hardly has it beside."""
_MOST_IN_WORD = 2.0
"""What its keys may cost in a word: one slip and no more."""
_STRANGE, _STRANGE_SHORT, _STRANGE_ALONE = 3.0, 1.5, 5.0
"""The same cost of strange neighbours for diacritics where the person types them, for a short form there, and for one
that is a word by itself."""
_APART = 2.0
"""What a missed space costs."""
_MOST_READINGS = 24


@cache
def _short_names() -> dict[str, str]:
    """Short names of bodies without their stroke ("KH&DT") -> as they are written."""
    said = (name for body in load_gazetteer().bodies for name in (*body.aliases, body.symbol or ""))
    short = {word for name in said for word in name.split() if "Đ" in word and word.isupper()}
    return {word.replace("Đ", "D"): word for word in sorted(short)}


@cache
def _at_place() -> re.Pattern[str]:
    """The "ở" before a place, typed without diacritics: no other word of these letters stands there."""
    names = {unmarked(name) for province in load_provinces() for name in (province.name, *province.aliases)}
    places = "|".join(map(re.escape, sorted(names | {"tinh", "thanh pho", "dau", "noi", "xa", "dia phuong", "day"})))
    return re.compile(rf"(?<!\w)o(?= (?:{places})(?!\w))")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A reading of a word: its syllables in lower case, how it is written, what it costs, by itself and beside
    each neighbour that the corpus never has it beside."""

    syllables: tuple[str, ...]
    written: str
    cost: float
    strange: float = 0.0


class Speller:
    """Reads questions over one corpus."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        """Takes the tokens of the corpus (see index.tokens) with the number of passages that hold each."""
        self._pairs = SyllablePairs(frequencies)
        self._slips = Slips(self._pairs)
        # each question comes again as an earlier one of its conversation
        self._spelled = lru_cache(maxsize=1024)(self._spell)

    def full(self, text: str) -> str:
        """The text in full spelling; what is spelled in full comes back as it is."""
        return self._spelled(text)

    def _spell(self, text: str) -> str:
        plain = _typed_plain([m[0] for m in _pieces_of(text) if _may_change(m)])
        if plain:
            text = _SHORT_NAME.sub(lambda m: _short_names().get(m[0], m[0]), text)
            text = _at_place().sub("ở", _YEAR.sub("năm", _OFFICE.sub("sở nào", text)))
        else:
            text = without_spaces(with_spaces(text, self._pairs), self._pairs)
        found = _pieces_of(text)
        low = ["", *map(_low, found), ""]
        doubted = [not plain and self._is_doubted(*low[i : i + 3]) for i in range(len(found))]
        if not plain and not any(doubted) and all(self._known(m[0]) for m in found if _may_change(m)):
            return text
        readings = [
            self._readings(match, low[i], low[i + 2], plain=plain, doubted=doubted[i])
            if _may_change(match)
            else _fixed(match)
            for i, match in enumerate(found)
        ]
        for match, read in reversed(list(zip(found, self._likeliest(readings), strict=True))):
            text = text[: match.start()] + _in_case(match[0], read) + text[match.end() :]
        return _QUARTER.sub(lambda m: f"{m[1]}ý", text) if plain else text

    def _known(self, word: str) -> bool:
        """True for a word that needs no reading: it stands for itself."""
        low = unify_tone_placement(word.lower())
        return low in self._pairs and not self._expansions(word)

    def _is_doubted(self, before: str, word: str, behind: str) -> bool:
        """True for a word beside words of which the corpus has it beside none."""
        if word in (BREAK, NUMBER) or before == behind == BREAK:
            return False
        return not self._pairs.met(before, word) and not self._pairs.met(word, behind)

    def _readings(
        self, match: re.Match[str], before: str, behind: str, *, plain: bool, doubted: bool
    ) -> list[_Reading]:
        word = match[0]
        low = unify_tone_placement(word.lower())
        found = [_Reading((low,), word, 0.0)]
        if low == unmarked(low) or not is_syllable(low):
            found += self._written_out(word, low, plain=plain)
        if low == unmarked(low):
            found += self._with_marks(low, plain=plain)
        if not plain:
            if not word.isupper():
                name = word[:1].isupper() and match.start() > 0
                found += self._meant(low, before, behind, doubted=doubted, name=name)
        elif not is_syllable(low) and not self._pairs.spellings(unmarked(low)) and len(found) == 1:
            found += [_Reading((s,), s, _NO_WORD[0] + cost) for s, cost in self._slips.of(low).items()]
        if len(found) == 1 and not is_syllable(low) and not word.isupper():
            found += [_Reading(two, _spaced(word, two), _APART) for two in parted(word, self._pairs, plain=plain)]
        return sorted(found, key=lambda reading: reading.cost)[:_MOST_READINGS]

    def _written_out(self, word: str, low: str, *, plain: bool) -> list[_Reading]:
        """What a word is short for."""
        alone = self._pairs.is_word(low) and is_syllable(low)
        maybe = is_syllable(low) and bool(self._pairs.spellings(low))
        cost = _ALONE if alone else _MAYBE if maybe else _SHORTENED
        strange = 0.0
        if not plain:
            cost, strange = (_GUESSED, _STRANGE_ALONE) if alone else (cost, _STRANGE_SHORT)
        return [_Reading(tuple(syllables(long)), long, cost, strange) for long in self._expansions(word)]

    def _with_marks(self, low: str, *, plain: bool) -> list[_Reading]:
        """What a word is without its diacritics."""
        alone = low in self._pairs or is_syllable(low)
        cost = 0.0 if plain else _GUESSED if alone else 1.0
        return [_Reading((s,), s, cost, 0.0 if plain else _STRANGE) for s in self._pairs.spellings(low) if s != low]

    def _meant(self, low: str, before: str, behind: str, *, doubted: bool, name: bool) -> list[_Reading]:
        """What a word was meant as that a key slipped in.

        In place of a word, or of what may be a name, only one slip is thought of, and only what is usual beside a
        neighbour.
        """
        word = self._pairs.is_word(low)
        written = low == unmarked(low) or is_written(low)
        if (word and not doubted) or (name and written):
            return []
        cost, strange = _WORD_ITSELF if word else _NO_WORD if written else _MISWRITTEN
        if word and BREAK in (before, behind):
            cost += strange
        slips = self._slips.of(low)
        if word or name:
            most, usual = _MOST_IN_WORD, self._pairs.usual
            slips = {s: c for s, c in slips.items() if c <= most and (usual(before, s) or usual(s, behind))}
        return [_Reading((s,), s, cost + slip, strange) for s, slip in slips.items()]

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
        ways: list[tuple[float, str, float, tuple[str, ...]]] = [(0.0, BREAK, 0.0, ())]
        for options in readings:
            best: dict[tuple[str, float], tuple[float, str, float, tuple[str, ...]]] = {}
            for option in options:
                inner = sum(self._pairs.cost(a, b) for a, b in pairwise(option.syllables))
                for cost, before, strange, written in ways:
                    # a short form's own syllables tell nothing against it: their mean stands for the word
                    step = (self._pairs.cost(before, option.syllables[0]) + inner) / len(option.syllables)
                    total = cost + step + option.cost
                    if (strange or option.strange) and self._strange(before, option.syllables[0]):
                        total += max(strange, option.strange)
                    last = option.syllables[-1], option.strange
                    if last not in best or total < best[last][0]:
                        best[last] = (total, *last, (*written, option.written))
            ways = list(best.values())
        return list(min(ways)[3])

    def _strange(self, before: str, syllable: str) -> bool:
        return BREAK not in (before, syllable) and not self._pairs.usual(before, syllable)


def _pieces_of(text: str) -> list[re.Match[str]]:
    """The words, figures and ends of clauses of a text, in order."""
    numbers = [*_NUMBER.finditer(text)]
    spans = [m.span() for m in numbers]
    words = [m for m in _WORD.finditer(text) if not any(a <= m.start() < b for a, b in spans)]
    ends = [m for m in _ENDS.finditer(text) if not any(a <= m.start() < b for a, b in spans)]
    return sorted([*numbers, *words, *ends], key=lambda m: m.start())


def _may_change(piece: re.Match[str]) -> bool:
    """True for a word that may be short, slipped or without its marks: no number, Roman ones among them."""
    return piece.re is _WORD and not _NUMBER.search(piece[0]) and not _ROMAN.fullmatch(piece[0])


def _low(piece: re.Match[str]) -> str:
    """A piece as the pairs know it."""
    return BREAK if piece.re is _ENDS else NUMBER if piece.re is _NUMBER else unify_tone_placement(piece[0].lower())


def _fixed(piece: re.Match[str]) -> list[_Reading]:
    return [_Reading((_low(piece),), piece[0], 0.0)]


def _typed_plain(words: Iterable[str]) -> bool:
    """True where the words were typed without diacritics."""
    long = [word for word in words if len(word) > 1]
    marked = sum(unmarked(word) != word.lower() for word in long)
    return bool(long) and marked / len(long) < _PLAIN_SHARE


def _spaced(typed: str, two: tuple[str, str]) -> str:
    """A word as its two syllables, each with the capital that it was typed with."""
    at = len(two[0])
    return f"{_in_case(typed[:at], two[0])} {_in_case(typed[at:], two[1])}"


def _in_case(typed: str, read: str) -> str:
    if read.lower() == typed.lower():
        return typed
    return read[:1].upper() + read[1:] if typed[:1].isupper() and " " not in read and not typed.isupper() else read
