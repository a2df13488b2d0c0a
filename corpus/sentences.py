"""Sentences of a piece of stored text, as spans of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.lines import join
from corpus.markers import marker_of
from corpus.reading import Span

LONGEST_BRACKET = 80
"""A bracket that is not closed within so many characters was forgotten, and holds no sentence together."""

_TAIL = re.compile(r"(?:\s|/\.|[.,;:…]|[\"'”’)\]](?!\w))*")  # what may stand behind a full stop and belong to it
_GOES_ON = re.compile(r"[,;:]")
_ABBREVIATED = re.compile(r"(?:^|[\s(.])(?:tr|TS|ThS|PGS|GS|BS|Ths|Tp|TP|Q|P|H|vv|v\.v|[A-ZĐ])\.$")
_LONGEST_ABBREVIATION = 6
_LONGEST_MARK = 16
# No word is so long, and underthesea walks back through the whole of one at each of its dots.
_NOISE = re.compile(r"\S{200,}")


def sentences_of(text: str, span: Span) -> list[Span]:
    """The sentences of `text` inside `span`, in order; together they hold all its visible characters.

    underthesea finds the ends; a piece it cuts off behind the number of an item or an abbreviation, within a bracket,
    or before "./." or a closing quotation mark goes back to its sentence.
    """
    joined = join(text, span)
    if not joined.text:
        return []
    return [joined.span(piece.start, piece.end) for piece in pieces_of(joined.text)]


def pieces_of(words: str) -> list[Span]:
    """The sentences of a text for the eye (see `corpus.lines.join`), as spans of it."""
    starts = [0, *_inner_starts(_NOISE.sub(lambda noise: "x" * len(noise[0]), words))]
    ends = [start - (words[start - 1] == " ") for start in starts[1:]] + [len(words)]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _inner_starts(words: str) -> Iterator[int]:
    """Where the second and each further sentence of a joined text begins."""
    from underthesea.pipeline.sent_tokenize import sent_tokenize

    start = end = after = 0
    for piece in sent_tokenize(words):
        end = words.find(piece, end) + len(piece)
        if end <= after:
            continue  # nothing but what belongs to the sentence before
        tail = _TAIL.match(words, end)
        after = tail.end() if tail else end
        if after < len(words) and _ends_sentence(words, start, end, after):
            yield after
            start = after


def _ends_sentence(words: str, start: int, end: int, after: int) -> bool:
    """True where the full stop before `end` ends the sentence from `start`, and the next one begins at `after`."""
    near = max(start, end - LONGEST_BRACKET)
    if words[after].isdigit() and not words[after - 1].isspace():
        return False  # "CT.03", "1.500"
    if words[after].islower() or _GOES_ON.search(words, end, after):
        return False
    if _ABBREVIATED.search(words, max(0, end - _LONGEST_ABBREVIATION), end):
        return False
    if words.rfind("(", near, end) > words.rfind(")", near, end):
        return False
    mark = marker_of(words[start:end]) if end - start <= _LONGEST_MARK else None
    return mark is None or mark.length < end - start
