"""Spaces that were missed or that slipped into a word: "CôngThương", "nhi ệm vụ", "năm2024"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.understanding.pairs import NUMBER, SyllablePairs
from corpus.vietnamese import is_written, unify_tone_placement
from index.tokens import unmarked

_TOUCHING = re.compile(r"(?<!\w)([^\W\d_]{3,7})(\d{1,4})(?!\w)")
_SPLIT = re.compile(r"(?<![\w&/-])([^\W\d_]{1,6}) ([^\W\d_]{1,6})(?![\w&/-])")
_SHORTEST, _LONGEST = 4, 16


def parted(typed: str, pairs: SyllablePairs, *, plain: bool) -> Iterator[tuple[str, str]]:
    """The pairs of syllables that a word may be with a space between, in lower case.

    Args:
        plain: whether it may have been typed without diacritics as well.
    """
    low = unify_tone_placement(typed.lower())
    if not _SHORTEST <= len(low) <= _LONGEST:
        return
    for at in range(2, len(low) - 1):
        firsts, seconds = [low[:at]], [low[at:]]
        if plain:
            firsts, seconds = [*pairs.spellings(unmarked(low[:at]))], [*pairs.spellings(unmarked(low[at:]))]
        yield from ((a, b) for a in firsts for b in seconds if pairs.met(a, b))


def with_spaces(text: str, pairs: SyllablePairs) -> str:
    """The text with a space between a word and the figure that touches it, where the corpus has them side by side."""

    def apart(match: re.Match[str]) -> str:
        low = unify_tone_placement(match[1].lower())
        met = low != unmarked(low) and not match[1].isupper() and pairs.met(low, NUMBER)
        return f"{match[1]} {match[2]}" if met else match[0]

    return _TOUCHING.sub(apart, text)


def without_spaces(text: str, pairs: SyllablePairs) -> str:
    """The text with the pieces of a word put together that a space came between.

    One of the pieces at least is no word, and the word goes with one beside it.
    """
    at = 0
    while (match := _SPLIT.search(text, at)) is not None:
        a, b = (unify_tone_placement(piece.lower()) for piece in match.groups())
        whole = unify_tone_placement(a + b)
        at = match.end(1)
        if _pieces(a, b, whole, pairs) and _goes_on(text, match, whole, pairs):
            text = text[: match.end(1)] + text[match.start(2) :]
            at = match.start()
    return text


def _pieces(a: str, b: str, whole: str, pairs: SyllablePairs) -> bool:
    if whole not in pairs or whole == unmarked(whole) or not is_written(whole) or pairs.met(a, b):
        return False
    return not (is_written(a) and is_written(b)) or not (a in pairs and b in pairs)


def _goes_on(text: str, match: re.Match[str], whole: str, pairs: SyllablePairs) -> bool:
    before: Sequence[str] = re.findall(r"[^\W\d_]+(?= \Z)", text[: match.start()])
    behind: Sequence[str] = re.findall(r"\A (?:[^\W\d_]+)", text[match.end() :])
    left = unify_tone_placement(before[-1].lower()) if before else ""
    right = unify_tone_placement(behind[0].strip().lower()) if behind else ""
    return pairs.met(left, whole) or pairs.met(whole, right)
