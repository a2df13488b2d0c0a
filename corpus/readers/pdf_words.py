"""The characters drawn on a PDF page -> words, each with the box that it fills.

A PDF knows characters and places only. Here accents drawn by themselves come back to their letters, ligatures become
letters, what was drawn twice for bold is read once, and gaps and drawn spaces part the words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile
from typing import Any

UNREADABLE = "\ufffd"
"""Stands for a character whose font does not say what it is."""

_GAP_BESIDE_SPACES = 0.5  # of the type size; where the page draws its spaces, only a wide gap parts words by itself
_GAP = 0.18
_DRAWN_SPACES = 0.05  # share of the characters
_BARRED = 0.05  # of the type size: letters further apart may have a rule between them
_SAME_PLACE = 0.12  # of the type size: drawn twice
_SAME_BASE = 0.2  # of the type size: on one base line
_TALLEST = 1000  # points; no type is taller
_CID = re.compile(r"\(cid:\d+\)")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ud800-\udfff]")
_LETTERS = str.maketrans(
    {
        "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
        # the bullets of Symbol and Wingdings, at the place where Word and LibreOffice put them
        "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "-", "\uf0be": "-", "\uf0e0": "→",
    }
)  # fmt: skip
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # other ornaments

Drawn = Mapping[str, Any]
"""A character as pdfplumber gives it: text, x0, x1, top, bottom, size, matrix."""
Rule = Mapping[str, Any]
"""A rule as pdfplumber gives it: orientation "v" or "h", x0, x1, top, bottom."""


_Bar = tuple[float, float, float]  # x, top, bottom


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box in points from the page's upper left corner.

    Attributes:
        size: that of its type, in points.
        turned: True for a whole line of text that runs up or down the page.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    turned: bool = False


@dataclass(slots=True)
class _Letter:
    """A character of a line that runs from `x0` to `x1`, whatever way the line is turned; `base` is its base line."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    drawn: Drawn


def words_of(characters: Iterable[Drawn], rules: Iterable[Rule] = ()) -> list[Word]:
    """The words of a page, line by line, without order among the lines; slanted text (a watermark) is left out.

    An upright rule parts words, however near they stand on both sides of it.
    """
    upright: list[_Letter] = []
    rising: list[_Letter] = []
    falling: list[_Letter] = []
    for drawn in characters:
        a, b = drawn["matrix"][:2]
        if abs(b) <= 0.05 * abs(a):
            _take(upright, drawn, drawn["x0"], drawn["x1"], drawn["matrix"][5])
        elif abs(a) <= 0.05 * abs(b):
            turned, start, end = (rising, -drawn["bottom"], -drawn["top"]) if b > 0 else (
                falling, drawn["top"], drawn["bottom"]
            )  # fmt: skip
            _take(turned, drawn, start, end, drawn["matrix"][4])
    drawn_spaces = sum(letter.text.isspace() for letter in upright) > _DRAWN_SPACES * len(upright)
    gap = _GAP_BESIDE_SPACES if drawn_spaces else _GAP
    bars = sorted((rule["x0"], rule["top"], rule["bottom"]) for rule in rules if rule["orientation"] == "v")
    words = [word for line in _lines(upright) for word in _words(line, gap, bars)]
    for turned in (rising, falling):
        words += [_turned(list(_words(line, gap, ()))) for line in _lines(turned) if not all(map(_is_space, line))]
    return words


def unreadable_share(words: Sequence[Word]) -> float:
    """The share of characters whose font does not say what they are; 1 for no words at all."""
    letters = sum(len(word.text) for word in words)
    return sum(word.text.count(UNREADABLE) for word in words) / letters if letters else 1.0


def _take(letters: list[_Letter], drawn: Drawn, x0: float, x1: float, base: float) -> None:
    """Adds a character; an accent goes to the letter that was drawn before it."""
    text = _PRIVATE.sub("", _UNSEEN.sub("", _CID.sub(UNREADABLE, drawn["text"])).translate(_LETTERS))
    if not text:
        return
    size = drawn["size"] or 1.0
    if letters and all(map(unicodedata.combining, text)):
        before = letters[-1]
        if abs(before.base - base) < size and before.x0 - size < (x0 + x1) / 2 < before.x1 + size:
            before.text += text
            return
    letters.append(_Letter(text, x0, x1, base, size, drawn))


def _lines(letters: list[_Letter]) -> Iterator[list[_Letter]]:
    """The characters that stand on one base line, from its beginning to its end."""
    line: list[_Letter] = []
    for letter in sorted(letters, key=lambda one: one.base):
        if line and letter.base - line[-1].base > _SAME_BASE * letter.size:
            yield sorted(line, key=lambda one: one.x0)
            line = []
        line.append(letter)
    if line:
        yield sorted(line, key=lambda one: one.x0)


def _words(line: Sequence[_Letter], gap: float, bars: Sequence[_Bar]) -> Iterator[Word]:
    word: list[_Letter] = []
    for letter in line:
        if word and letter.text == word[-1].text and letter.x0 - word[-1].x0 < _SAME_PLACE * letter.size:
            continue
        if letter.text.isspace() or (
            word and (letter.x0 - word[-1].x1 > gap * letter.size or _is_barred(word[-1], letter, bars))
        ):
            if word:
                yield _word(word)
            word = []
        if not letter.text.isspace():
            word.append(letter)
    if word:
        yield _word(word)


def _turned(words: Sequence[Word]) -> Word:
    """A line that runs up or down the page, as one word."""
    return Word(
        " ".join(word.text for word in words),
        min(word.x0 for word in words),
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
        max(word.size for word in words),
        turned=True,
    )


def _is_space(letter: _Letter) -> bool:
    return letter.text.isspace()


def _is_barred(before: _Letter, letter: _Letter, bars: Sequence[_Bar]) -> bool:
    """True where an upright rule stands between two letters."""
    if letter.x0 - before.x1 < _BARRED * letter.size:
        return False
    height = (letter.drawn["top"] + letter.drawn["bottom"]) / 2
    start = bisect_left(bars, (before.x1 - 0.5, 0.0, 0.0))
    return any(
        top <= height <= bottom
        for _, top, bottom in takewhile(lambda bar: bar[0] <= letter.x0 + 0.5, islice(bars, start, None))
    )


def _word(letters: Sequence[_Letter]) -> Word:
    boxes = [letter.drawn for letter in letters]
    text = unicodedata.normalize("NFC", "".join(letter.text for letter in letters))
    return Word(
        " ".join(text.split()),
        min(box["x0"] for box in boxes),
        min(box["top"] for box in boxes),
        max(box["x1"] for box in boxes),
        max(box["bottom"] for box in boxes),
        max(letter.size for letter in letters),
    )


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words that stand beside each other, from left to right; the rows from the top down.

    A raised figure belongs to the row that it reaches into by half its height. Turned lines are rows by themselves.
    """
    rows: list[list[Word]] = []
    at: dict[int, list[list[Word]]] = {}  # the rows by the points that they reach over
    for word in sorted(words, key=lambda one: (-one.size, one.top)):
        if word.turned:
            rows.append([word])
            continue
        near = at.get(int((word.top + word.bottom) / 2), ())
        row = max(near, key=lambda one: _beside(one[0], word), default=None)
        if row is not None and _beside(row[0], word) >= 0.5:
            row.append(word)
            continue
        rows.append([word])
        for point in range(int(word.top), min(int(word.bottom), int(word.top) + _TALLEST) + 1):
            at.setdefault(point, []).append(rows[-1])
    for row in rows:
        row.sort(key=lambda one: one.x0)
    rows.sort(key=lambda row: (min(word.top for word in row), row[0].x0))
    return rows


def _beside(first: Word, word: Word) -> float:
    """How much of the lower one of both stands beside the other."""
    height = min(first.bottom - first.top, word.bottom - word.top)
    return (min(first.bottom, word.bottom) - max(first.top, word.top)) / height if height > 0 else 0.0


def joined(row: Sequence[Word]) -> str:
    """The words of a row as text: a raised figure stands behind its word without a space."""
    text = row[0].text
    for before, word in pairwise(row):
        close = word.x0 - before.x1 < 0.05 * max(before.size, word.size) and before.size != word.size
        text += word.text if close else f" {word.text}"
    return text
