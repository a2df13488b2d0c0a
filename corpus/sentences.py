"""Sentences of a piece of stored text, as spans of it."""

from __future__ import annotations

import re

from corpus.lines import join
from corpus.reading import Span

_GOES_ON = re.compile(r"\s*(?:/\.|[\"'”’)\].,;:…]|[a-zà-ỹđ])")
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:tr|TS|ThS|PGS|GS|BS|Ths|Tp|TP|Q|P|H|vv|v\.v|[A-ZĐ])\.$")


def sentences_of(text: str, span: Span) -> list[Span]:
    """The sentences of `text` inside `span`, in order; together they hold all its visible characters.

    underthesea finds the ends; a piece it cuts off within a bracket, a quotation, an abbreviation or before "./."
    goes back to its sentence.
    """
    from underthesea.pipeline.sent_tokenize import sent_tokenize

    joined = join(text, span)
    pieces: list[tuple[int, int]] = []
    position = 0
    for sentence in sent_tokenize(joined.text) if joined.text else []:
        start = joined.text.find(sentence, position)
        if start < 0:
            continue
        position = start + len(sentence)
        before = joined.text[pieces[-1][0] : pieces[-1][1]] if pieces else ""
        if pieces and (_GOES_ON.match(sentence) or _ABBREVIATED.search(before) or _open_bracket(before)):
            pieces[-1] = (pieces[-1][0], position)
        elif pieces:
            pieces.append((start, position))
        else:
            pieces.append((0, position))
    if not pieces and joined.text:
        pieces = [(0, len(joined.text))]
    if pieces:
        pieces[-1] = (pieces[-1][0], len(joined.text))
    return [joined.span(start, end) for start, end in pieces]


def _open_bracket(text: str) -> bool:
    return text.count("(") > text.count(")") and len(text) - text.rfind("(") < 80
