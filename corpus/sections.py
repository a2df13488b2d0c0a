"""Blocks -> sections: which heading governs what, and which parts are letterhead, signature or footnote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.blocks import Block, blocks_of
from corpus.lines import trimmed
from corpus.markers import Marker, Style, marker_of
from corpus.reading import Reading, Span
from corpus.roles import SectionKind, roles_of

LONGEST_TITLE = 220
"""A heading longer than this, in characters, is an item that says something itself."""
LONGEST_HEADING = 600
"""A line that its capitals or the file itself make a heading is one only up to this many characters."""
LONGEST_PLAIN_HEADING = 140
"""A line without any mark of a heading is one only up to this many characters."""
PLAIN_HEADING = 6
"""The level that such a line is given."""
LONGEST_RUN_IN = 120
"""The words before a colon are a heading of what follows only up to this many characters."""

_RUN_IN = re.compile(rf"[^:;.?!(]{{2,{LONGEST_RUN_IN}}}(?=:(?:\s|$))")
_ENDS_SENTENCE = re.compile(r"[.;:,!?…]['\"”’)]*$")
_TERMINAL = re.compile(r"[.;,!?]['\"”’)]*$")
_ENUMERATED = re.compile(r"(?<![\w\]])\((\d{1,2})\)\s*(?=\S)")
_TAIL = 20  # characters that are looked at for what an item ends with
_SUBTITLE = Style.NUMBER  # an unnumbered heading inside a numbered part stands above the numbers


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, an item, a paragraph or a table row, in its place in the document.

    Attributes:
        index: its position among the document's sections, which are in the order of the text.
        parent: index of the section that governs it, or None.
        span: its own words, without what stands under it; half-open.
        end: where the last section under it ends (its own end, where there is none).
        style: how it is numbered; None for a paragraph and a row.
        label: its own number ("8", "a", "(1)", "Điều 3"), "" where it has none.
        path: the numbers from the top: "B.II.8.a", "Điều 3.2.a"; "" outside every numbered part.
        title: its words where they are a heading, or the heading that runs in before a colon; else "".
        heading: True where all of its words are a heading.
        kind: what it is for the reader.
    """

    index: int
    parent: int | None
    span: Span
    end: int
    style: Style | None
    label: str
    path: str
    title: str
    heading: bool
    kind: SectionKind


def sections_of(reading: Reading) -> list[Section]:
    """The sections of a reading, in the order of its text.

    Together they hold every visible word, and their spans do not overlap; sections nest by `parent`.
    """
    blocks, wrapped = blocks_of(reading)
    roles = roles_of(blocks)
    tree = _Tree(reading.text)
    for i, (block, role) in enumerate(zip(blocks, roles, strict=True)):
        follows = blocks[i + 1] if i + 1 < len(blocks) and roles[i + 1] is SectionKind.BODY else None
        if role is SectionKind.BODY and not wrapped and follows and _stands_as_heading(block, follows, first=i == 0):
            if i == 0:
                role = SectionKind.TITLE
            block = replace(block, heading=PLAIN_HEADING)
        tree.add(block, role)
    return tree.finish()


def heading_path(section: Section, sections: Sequence[Section]) -> str:
    """The numbers of a section and the nearest heading above it: "B.II.8.a — Về an ninh mạng".

    A heading names itself; a section without number or heading has the path "".
    """
    title = section.title if section.heading else ""
    above = section.parent
    while not title and above is not None:
        title = sections[above].title
        above = sections[above].parent
    return " — ".join(filter(None, (section.path, title)))


def _stands_as_heading(block: Block, follows: Block, *, first: bool) -> bool:
    """True for a headline or subhead that nothing but its place and its shortness sets off from the text."""
    return (
        block.marker is None
        and (block.alone or first)
        and len(block.shown.split()) >= 4
        and len(block.shown) <= LONGEST_PLAIN_HEADING
        and not _ENDS_SENTENCE.search(block.shown)
        and len(follows.shown) >= 2 * len(block.shown)
    )


def _title(block: Block) -> tuple[str, bool]:
    """The heading in a block ("" where there is none), and True where it is all of the block."""
    words = block.words.strip()
    listed = block.marker is not None and (block.marker.style < Style.PAREN_NUMBER or words.endswith(":"))
    set_off = listed or block.bold or block.upper or block.heading > 0
    if set_off and words and len(words) <= LONGEST_TITLE and not _TERMINAL.search(words):
        return words.rstrip(" :-–"), True
    if match := _RUN_IN.match(words):
        return match[0].strip(), match.end() + 1 >= len(words)
    longest = LONGEST_HEADING if block.heading else LONGEST_TITLE if block.bold and block.marker else 0
    if longest and len(words) <= longest:
        return words.rstrip(" :.;"), True
    return "", False


class _Tree:
    """Nests blocks as they come; a stack holds the open numbered parts."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Section] = []
        self.stack: list[tuple[Section, Style]] = []
        self.subheads: set[int] = set()

    def add(self, block: Block, kind: SectionKind) -> None:
        title, heading = _title(block)
        if kind is SectionKind.NOTE:
            self._add_note(block)
        elif kind is SectionKind.ROW:
            self._append(block.span, None, "", "", False, kind)
        elif kind is SectionKind.TITLE:
            self.stack.clear()
            self._append(block.span, Style.TITLE, "", block.shown[:LONGEST_HEADING], True, kind)
        elif kind is SectionKind.FURNITURE:
            held, self.stack = self.stack, []  # a caption stands outside the parts, and ends none of them
            self._append(block.span, None, "", "", False, kind)
            self.stack = held
        elif kind is not SectionKind.BODY:
            self.stack.clear()
            self._append(block.span, None, "", "", False, kind)
        elif block.marker is not None:
            self._nest(block.marker)
            self._push(block.span, block.marker.style, block.marker.label, title, heading, kind)
            self._enumerate(block)
        elif heading and (block.bold or block.upper or block.heading):
            style = self._unnumbered(block)
            self._push(block.span, style, "", title, True, kind)
        else:
            if block.shown.endswith("./."):
                self.stack.clear()  # the closing formula stands outside the items before it
            self._append(block.span, None, "", title, heading, kind)
            self._enumerate(block)

    def finish(self) -> list[Section]:
        ends = [s.end for s in self.found]
        for section in reversed(self.found):
            if section.parent is not None:
                ends[section.parent] = max(ends[section.parent], ends[section.index])
        return [replace(s, end=e) for s, e in zip(self.found, ends, strict=True)]

    def _nest(self, marker: Marker) -> None:
        """Closes the open parts that do not hold an item with this mark."""
        styles = [style for _, style in self.stack]
        if marker.style in styles:
            del self.stack[styles.index(marker.style) :]
            return
        if self.stack and marker.ordinal <= 1 and self._opens_list(self.stack[-1][0]):
            return
        while self.stack and self.stack[-1][1] > marker.style:
            self.stack.pop()

    def _opens_list(self, section: Section) -> bool:
        return section.style is not None and section.span.of(self.text)[-_TAIL:].rstrip("*_ ").endswith(":")

    def _unnumbered(self, block: Block) -> Style:
        """Closes the parts that an unnumbered heading ends: all for capitals, lists and its like for another."""
        if block.upper or block.heading:
            self.stack.clear()
            return Style.TITLE
        while self.stack and (self.stack[-1][1] >= _SUBTITLE or self.stack[-1][0].index in self.subheads):
            self.stack.pop()
        self.subheads.add(len(self.found))
        return Style.TITLE if not self.stack else Style.ROMAN

    def _add_note(self, block: Block) -> None:
        if block.marker is not None and block.marker.style is Style.NOTE:
            self.stack.clear()
            self._push(block.span, Style.NOTE, block.marker.label, "", False, SectionKind.NOTE)
        else:
            self._append(block.span, None, "", "", False, SectionKind.NOTE)
        self._enumerate(block)

    def _push(self, span: Span, style: Style, label: str, title: str, heading: bool, kind: SectionKind) -> None:
        section = self._append(span, style, label, title, heading, kind)
        self.stack.append((section, style))

    def _append(
        self,
        span: Span,
        style: Style | None,
        label: str,
        title: str,
        heading: bool,
        kind: SectionKind,
    ) -> Section:
        above = self.stack[-1][0] if self.stack else None
        path = ".".join(filter(None, (above.path if above else "", label)))
        if style in (Style.DECIMAL, Style.DECIMAL3) and above is not None:
            path = self._decimal_path(above, label)
        section = Section(
            len(self.found), above.index if above else None, span, span.end, style, label, path, title, heading, kind
        )
        self.found.append(section)
        return section

    def _decimal_path(self, above: Section, label: str) -> str:
        """1.2 under 1 is II.1.2, not II.1.1.2: a decimal number repeats the numbers above it."""
        head, _, last = label.rpartition(".")
        if above.path == head or above.path.endswith(f".{head}"):
            return f"{above.path}.{last}"
        return f"{above.path}.{label}".lstrip(".")

    def _enumerate(self, block: Block) -> None:
        """Cuts "(1) ...; (2) ..." inside a block into items under it."""
        text = block.span.of(self.text)
        starts: list[tuple[int, int]] = []
        for match in _ENUMERATED.finditer(text):
            if int(match[1]) == (starts[-1][1] + 1 if starts else 1) and match.start():
                starts.append((match.start(), int(match[1])))
        if len(starts) < 2:
            return
        parent = self.found[-1]
        bounds = [*(start for start, _ in starts), len(text)]
        self.found[-1] = replace(parent, span=trimmed(self.text, Span(block.span.start, block.span.start + bounds[0])))
        base = parent.path
        for (start, n), stop in zip(starts, bounds[1:], strict=True):
            span = trimmed(self.text, Span(block.span.start + start, block.span.start + stop))
            words = span.of(self.text)
            run_in = _RUN_IN.match(words, (marker_of(words) or Marker(Style.PAREN_NUMBER, "", n, 0)).length)
            self.found.append(
                Section(
                    len(self.found),
                    parent.index,
                    span,
                    span.end,
                    Style.PAREN_NUMBER,
                    f"({n})",
                    ".".join(filter(None, (base, f"({n})"))),
                    run_in[0].strip() if run_in else "",
                    False,
                    parent.kind,
                )
            )
