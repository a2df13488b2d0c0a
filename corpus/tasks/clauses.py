"""A sentence -> its clauses: pieces that each tell one piece of work."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.reading import Span

LONGEST_HELD = 400
"""A bracket or quotation that is not closed within so many characters was forgotten, and holds nothing together."""

_CUT = re.compile(
    r"""
      ;\ ?
    | (?:(?<=[:;,.])|(?<=[:;,.]\ )) (?P<mark>\( (?:[ivx]{1,4}|\d{1,2}|[a-hđ]) \)\.? )\ ?  # (i), (2), (a)
    """,
    re.VERBOSE,
)
_CLOSERS = {")": "(", "”": "“", "»": "«"}
_MARKS = re.compile(r"""[()“”«»"]""")


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
    """Where brackets and quotations stand in a piece, in order; those within one another count as the outer one."""
    held = []
    open_marks: dict[str, list[int]] = {"(": [], "“": [], "«": [], '"': []}
    for mark in _MARKS.finditer(text, span.start, span.end):
        opener = _CLOSERS.get(mark[0], mark[0] if mark[0] == '"' and open_marks['"'] else "")
        if not opener:
            open_marks[mark[0]].append(mark.start())
        elif open_marks[opener]:
            start = open_marks[opener].pop()
            if mark.end() - start <= LONGEST_HELD:
                held.append(Span(start, mark.end()))
            elif opener == '"':
                open_marks['"'].append(mark.start())  # the one before was forgotten: this one opens
    outer: list[Span] = []
    for each in sorted(held, key=lambda span: (span.start, -span.end)):
        if not outer or each.start >= outer[-1].end:
            outer.append(each)
    return outer
