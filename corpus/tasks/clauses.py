"""A sentence -> its clauses: pieces that each tell one piece of work."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.reading import Span

LONGEST_HELD = 400
"""A bracket or quotation that is not closed within so many characters was forgotten, and holds nothing together."""

_CUT = re.compile(
    r"""
      ;\s*
    | (?:(?<=[:;,.])|(?<=[:;,.]\ )) (?P<mark>\( (?:[ivx]{1,4}|\d{1,2}|[a-hđ]) \)\.? ) \s*  # (i), (2), (a)
    """,
    re.VERBOSE,
)
_CLOSERS = {"(": ")", "“": "”", "«": "»", '"': '"'}
_OPENING = re.compile(r"""[(“«"]""")


def clauses_of(text: str, span: Span, whole: Sequence[Span] = ()) -> list[Span]:
    """The clauses of `text` inside `span`, in order: cut at semicolons and at the marks of a list within the line.

    What stands in brackets or quotation marks, and each span of `whole`, is never cut.

    >>> line = "Bộ Y tế: (i) rà soát; (ii) báo cáo (nếu có; kèm số liệu)"
    >>> [c.of(line) for c in clauses_of(line, Span(0, len(line)))]
    ['Bộ Y tế:', 'rà soát', 'báo cáo (nếu có; kèm số liệu)']
    """
    found = []
    start = span.start
    held = [*held_in(text, span), *whole]
    for cut in _CUT.finditer(text, span.start, span.end):
        if any(each.start < cut.start() < each.end for each in held):
            continue
        if text[start : cut.start()].strip():
            found.append(_stripped(text, start, cut.start()))
        start = cut.end()
    if text[start : span.end].strip():
        found.append(_stripped(text, start, span.end))
    return found


def _stripped(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))


def held_in(text: str, span: Span) -> list[Span]:
    """Where brackets and quotations stand in a piece; those within one another are not told apart."""
    held = []
    after = span.start
    for opening in _OPENING.finditer(text, span.start, span.end):
        if opening.start() < after:
            continue
        closer = _CLOSERS[opening[0]]
        limit = min(span.end, opening.start() + LONGEST_HELD)
        end = _closed(text, opening.end(), limit, opening[0], closer)
        if end is not None:
            held.append(Span(opening.start(), end))
            after = end
    return held


def _closed(text: str, start: int, limit: int, opener: str, closer: str) -> int | None:
    """Where the bracket opened before `start` closes, brackets of its kind inside counted."""
    depth = 1
    for i in range(start, limit):
        if text[i] == closer:
            depth -= 1
            if not depth:
                return i + 1
        elif text[i] == opener:
            depth += 1
    return None
