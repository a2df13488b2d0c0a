"""The lines of a stored text as an eye sees them: crawled marks and rules set aside, every offset kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.reading import Span

FEWEST_CAPITALS = 4
"""Words in capitals have at least so many letters and digits; "XV." at the end of a sentence is none."""

_MARKS = re.compile(r"\\(?=[^\w\s])|\*+|(?<!\w)_+|_+(?!\w)")
_UNSEEN = re.compile(
    r"""
      (?m:^)[ \t]*\|[ \t]*(?m:$)      # a line that holds a table bar alone
    | (?m:^)[ \t]*[#]{1,6}(?=\s)      # the mark of a Markdown heading
    | (?P<mark>(?:
          \\(?=[^\w\s])               # a Markdown escape: "1\." is shown as "1."
        | \*                          # emphasis
        | (?<!\w)_+ | (?<!_)_+(?!\w)
        | [\u200b\ufeff\xad]          # what no eye sees
      )+)
    | \s+                             # white space and hard wraps
    """,
    re.VERBOSE,
)
_LETTER = r"[^*_\\|#\s\u200b\ufeff\xad]"
_PLAIN = re.compile(rf"(?:{_LETTER}++(?:[ ](?={_LETTER}))?)*+")  # is shown as it stands
_FRAME = re.compile(r"[\s|\u200b\ufeff\xad]+")
_HASHES = re.compile(r"#{1,6}(?=\s)")
_BULLET = re.compile(r"\*\s+(?=\S)")
_RULE = re.compile(r"[-–—_=~*.\s|:+]*")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a stored text.

    Attributes:
        span: from the first visible character to the last, without white space, table bars and crawled marks
            around them; empty where nothing is visible.
        shown: the line as an eye sees it: marks dropped, white space folded.
        heading: level of a Markdown heading (1 to 6), else 0.
        bullet: True where the line began with a Markdown "*" bullet.
        bold: True where the whole line stands between crawled "**".
        bar: True for a line that holds nothing but a table bar: a border between cells.
    """

    span: Span
    shown: str
    heading: int = 0
    bullet: bool = False
    bold: bool = False
    bar: bool = False

    @property
    def blank(self) -> bool:
        """True where there is nothing to read: white space, a bar, or a rule of dashes."""
        return not self.shown

    @property
    def capitals(self) -> bool:
        """True for a line in capitals."""
        return in_capitals(self.shown)


@dataclass(frozen=True, slots=True)
class Joined:
    """A piece of a stored text for the eye, and where each of its characters stands.

    Attributes:
        text: crawled marks dropped, hard wraps joined, white space folded.
        offsets: the offset in the stored text of each character of `text`.
    """

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Where the characters `start` to `end` (half-open, at least one) of `text` stand in the stored text."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


def join(text: str, span: Span) -> Joined:
    """The piece of `text` that `span` names, joined for reading.

    >>> join("Thủ tướng **giao Bộ\\nCông an** trước\\n|\\nngày 5/8", Span(10, 46)).text
    'giao Bộ Công an trước ngày 5/8'
    """
    if _PLAIN.fullmatch(text, span.start, span.end):
        return Joined(span.of(text), range(span.start, span.end))
    letters: list[str] = []
    offsets: list[int] = []
    position = span.start
    for match in _UNSEEN.finditer(text, span.start, span.end):
        letters.extend(text[position : match.start()])
        offsets.extend(range(position, match.start()))
        position = match.end()
        if not match["mark"] and letters and letters[-1] != " ":
            letters.append(" ")
            offsets.append(match.start())
    letters.extend(text[position : span.end])
    offsets.extend(range(position, span.end))
    if letters and letters[-1] == " ":
        del letters[-1], offsets[-1]
    return Joined("".join(letters), tuple(offsets))


def trimmed(text: str, span: Span) -> Span:
    """`span` without what no eye sees at its ends; empty where nothing in it is visible."""
    joined = join(text, span)
    return joined.span(0, len(joined.text)) if joined.text else Span(span.start, span.start)


def shown(text: str) -> str:
    """A stored text for the eye: crawled marks dropped, hard wraps joined, white space folded."""
    if _PLAIN.fullmatch(text):
        return text
    pieces: list[str] = []
    position = 0
    for match in _UNSEEN.finditer(text):
        pieces.append(text[position : match.start()])
        position = match.end()
        if not match["mark"]:
            pieces.append(" ")
    pieces.append(text[position:])
    return " ".join(filter(None, "".join(pieces).split(" ")))


def in_capitals(shown: str) -> bool:
    """True for words in capitals, as headings are set; a broken-off "XV." or "ACV" is none."""
    return shown.isupper() and sum(c.isalnum() for c in shown) >= FEWEST_CAPITALS


def lines_of(text: str) -> list[Line]:
    """The lines of `text` in order, blank ones included; "\\n" alone ends a line."""
    found = []
    start = 0
    for raw in text.split("\n"):
        found.append(_line(raw, start))
        start += len(raw) + 1
    return found


def _line(raw: str, offset: int) -> Line:
    first, last = 0, len(raw)
    heading, bullet = 0, False
    while first < last:
        if match := _FRAME.match(raw, first):
            first = match.end()
        elif not heading and (match := _HASHES.match(raw, first)):
            heading, first = len(match[0]), match.end()
        elif not bullet and (match := _BULLET.match(raw, first)):
            # "*   text" is a bullet, "** text" or "*text*" is emphasis
            bullet, first = not raw.startswith("**", max(0, first - 1)), match.end()
        elif match := _MARKS.match(raw, first):
            first = match.end()
        else:
            break
    while last > first and (raw[last - 1] in "*|​﻿\xad" or raw[last - 1].isspace()):
        last -= 1
    visible = shown(raw[first:last])
    bare = raw.strip()
    if _RULE.fullmatch(visible):
        return Line(Span(offset + first, offset + first), "", bar="|" in bare)
    bold = bare.strip("| ").startswith("**") and bare.strip("| ").endswith("**") and raw[first:last].count("**") == 0
    return Line(Span(offset + first, offset + last), visible, heading, bullet, bold)
