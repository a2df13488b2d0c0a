"""Slips of the hand at a keyboard: which syllables a typed word may have been meant as, and how likely each slip is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from assistant.understanding.pairs import SyllablePairs
from corpus.vietnamese import is_syllable, unify_tone_placement
from index.tokens import unmarked

MOST = 5.0
"""What a slip may cost (nats); two slips in one word cost more."""
_MOST_SHORT = 3.0
"""The same of a word without a vowel, which may be a short form that nobody knows."""
_SWAPPED, _DOUBLED, _EXTRA, _DROPPED, _BESIDE, _ELSEWHERE = 2.0, 1.5, 2.5, 2.0, 2.0, 4.0
"""What a slip of one key costs; the last is a key that lies elsewhere."""
_FIRST = 1.0
"""What it costs more at the head of a word."""
_LOST, _WRONG = 1.0, 2.0
"""What a mark costs that was not typed, and one that was typed and is not meant."""
_KEYS = 0.5
"""What it costs to type the keys of Telex where they were not read."""
_KEPT = 4096  # words whose slips are remembered
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST = 8
_SHORTEST_LOAN = 4
_VOWELS = frozenset("aeiouy")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_QUALITY = (("uow", "ươ"), ("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"))


class Slips:
    """The slips over the syllables of one corpus."""

    def __init__(self, pairs: SyllablePairs) -> None:
        """Takes the syllables."""
        self._pairs = pairs
        self._found: dict[str, dict[str, float]] = {}

    def of(self, typed: str) -> dict[str, float]:
        """The syllables that a word in lower case may have been meant as, each with the cost of the slip.

        The word itself is none of them.
        """
        if (found := self._found.get(typed)) is None:
            found = self._near(typed)
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[typed] = found
        return found

    def _near(self, typed: str) -> dict[str, float]:
        plain = unmarked(typed)
        most = MOST if _VOWELS & set(plain) else _MOST_SHORT if len(plain) > 2 else _DROPPED
        found: dict[str, float] = {}
        for other in (plain, *_one_slip(plain)):
            for meant in self._pairs.spellings(other):
                if meant != typed and _is_meant(meant) and (cost := slip_cost(typed, meant)) <= most:
                    found[meant] = cost
        for meant in _from_telex(typed):
            if meant != typed and meant in self._pairs:
                found[meant] = _KEYS
        return found


@lru_cache(_KEPT)
def _is_meant(word: str) -> bool:
    """True for what is written as a word; the corpus has short forms as well."""
    return is_syllable(word) or len(word) >= _SHORTEST_LOAN


def slip_cost(typed: str, meant: str) -> float:
    """What it costs (nats) to have typed one word for another; infinity where more than one key slipped.

    >>> slip_cost("hạgn", "hạng") < slip_cost("hạgn", "hàng") < slip_cost("hạgn", "xa")
    True
    """
    (a, tone), (b, wanted) = _parted(typed), _parted(meant)
    key, a, b = _key_cost(a, b, _plain(a), _plain(b))
    if key > MOST:
        return key
    marks = sum(_LOST if x == _plain(x) else _WRONG for x, y in zip(a, b, strict=True) if x != y)
    if "ươ" in b and "uo" in a:  # one key of Telex makes both
        marks -= _LOST
    if tone != wanted:
        marks += _WRONG if tone else _LOST
    return key + marks


def _key_cost(a: str, b: str, u: str, v: str) -> tuple[float, str, str]:
    """(what the slip of a key costs, the words less the letters that it concerns).

    Args:
        a, b: words without their tones.
        u, v: without any mark.
    """
    if u == v:
        return 0.0, a, b
    at = next((i for i, (x, y) in enumerate(zip(u, v, strict=False)) if x != y), min(len(u), len(v)))
    first = _FIRST if at == 0 else 0.0
    if len(u) == len(v) + 1 and u[at + 1 :] == v[at:]:
        return first + (_DOUBLED if at and u[at] == u[at - 1] else _EXTRA), a[:at] + a[at + 1 :], b
    if len(u) + 1 == len(v) and u[at:] == v[at + 1 :]:
        return first + _DROPPED, a, b[:at] + b[at + 1 :]
    if len(u) == len(v) and u[at + 1 :] == v[at + 1 :]:
        cost = _BESIDE if v[at] in _beside(u[at]) else _ELSEWHERE
        return first + cost, a[:at] + a[at + 1 :], b[:at] + b[at + 1 :]
    if len(u) == len(v) and u[at : at + 2] == v[at : at + 2][::-1] and u[at + 2 :] == v[at + 2 :]:
        return first + _SWAPPED, a[:at] + a[at + 1] + a[at] + a[at + 2 :], b
    return float("inf"), "", ""


@lru_cache(_KEPT)
def _plain(word: str) -> str:
    return unmarked(word)


@lru_cache(_KEPT)
def _parted(word: str) -> tuple[str, str]:
    """(a word without its tone, the tone)."""
    letters = unicodedata.normalize("NFD", word)
    tone = next((c for c in letters if c in _TONES.values()), "")
    return (unicodedata.normalize("NFC", letters.replace(tone, "", 1)), tone) if tone else (word, "")


def _from_telex(typed: str) -> Iterator[str]:
    """What the keys of a word may write in Telex, the tone's key behind its vowel or at the end; not all are syllables.

    >>> list(_from_telex("dduwowngf")), list(_from_telex("nộp"))
    (['đươngf', 'đừơng', 'đường'], [])
    """
    letters = typed
    for keys, letter in _QUALITY:
        letters = letters.replace(keys, letter)
    if letters != typed:
        yield letters
    at = max((letters.rfind(key) for key in _TONES), default=-1)
    if at > 0 and _parted(letters)[1] == "":
        yield from _toned(letters[:at] + letters[at + 1 :], _TONES[letters[at]])


def _toned(letters: str, tone: str) -> Iterator[str]:
    """The ways to put a tone on a word."""
    for i, letter in enumerate(letters):
        if unmarked(letter) in _VOWELS:
            yield unify_tone_placement(unicodedata.normalize("NFC", letters[:i] + letter + tone + letters[i + 1 :]))


@cache
def _beside(key: str) -> str:
    """The keys around one on a QWERTY keyboard."""
    for row, keys in enumerate(_ROWS):
        if (at := keys.find(key)) >= 0:
            around = [keys[max(0, at - 1) : at + 2]]
            around += [other[max(0, at - 1) : at + 2] for other in _ROWS[max(0, row - 1) : row + 2] if other != keys]
            return "".join(around).replace(key, "")
    return ""


def _one_slip(word: str) -> set[str]:
    """What a word may have been before one key was missed, doubled, hit beside, or two were swapped."""
    if not 2 <= len(word) <= _LONGEST:
        return set()
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    near = {a + b[1:] for a, b in cuts if b} | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    near |= {a + c + b[1:] for a, b in cuts if b for c in _LETTERS} | {a + c + b for a, b in cuts for c in _LETTERS}
    return near - {word}
