"""Capitals given back to letters that an encoding has no capitals for: "CHíNH PHủ" was CHÍNH PHỦ."""

from __future__ import annotations

import re

from corpus.vietnamese import is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 3  # short words in a row that together are a line in capitals: "Bộ Y Tế"


def restored(text: str) -> str:
    """`text`, whose letters with a tone are all small, with those in words of capitals made capital.

    A word is one of capitals by its other letters; "Hà" and "Bộ" are if the words around them are. As long as `text`.

    >>> restored("Bộ Xây dựng - VĂN PHòNG Bộ XâY DựNG"), restored("Bộ Y Tế"), restored("họp tại Hà Nội")
    ('Bộ Xây dựng - VĂN PHÒNG BỘ XÂY DỰNG', 'BỘ Y TẾ', 'họp tại Hà Nội')
    """
    words = list(_WORD.finditer(text))
    known = [_in_capitals(word[0]) for word in words]
    if len(words) >= _FEWEST_WORDS and False not in known and any(map(_has_capital, (word[0] for word in words))):
        known = [True] * len(words)
    pieces, at = [], 0
    for index, word in enumerate(words):
        around = {of for of in (_nearest(known, index, -1), _nearest(known, index, 1)) if of is not None}
        capitals = known[index] if known[index] is not None else around == {True}
        pieces += [text[at : word.start()], word[0].upper() if capitals else word[0]]
        at = word.end()
    return "".join([*pieces, text[at:]])


def _in_capitals(word: str) -> bool | None:
    """By the letters of ASCII and the other capitals: two capitals say yes, a small one no; else nothing is known."""
    plain = [letter for letter in word if letter.isascii() or letter.isupper()]
    if any(letter.islower() for letter in plain):
        return False
    # an abbreviation ("UBND") stands in any text
    return True if len(plain) > 1 and (not word.isupper() or is_syllable(word)) else None


def _nearest(known: list[bool | None], index: int, step: int) -> bool | None:
    """What the next word that tells says, up to three words away."""
    for at in range(index + step, index + 4 * step, step):
        if not 0 <= at < len(known):
            return None
        if known[at] is not None:
            return known[at]
    return None


def _has_capital(word: str) -> bool:
    return any(letter.isupper() for letter in word)
