"""HTML as lines of text: what a reader sees of a tree, with the spans of its tables, cells and headings.

The rules:
* a block element starts a line and ends it; <br> (and a line end in <pre>) ends one; there are no blank lines;
* white space inside a line is folded to one space; the text of a line is NFC;
* a list item starts with its number or letter as "1. ", "a) ", "i. ", or with "- ";
* a row of a data table is its cells in order with " | " between them; a cell of several lines keeps them;
* a table that only lays out the page (letterhead, signature, columns) is read cell by cell, each on lines of its own.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace

from lxml import etree

from corpus.readers.html_lists import OpenList
from corpus.readers.html_tables import Grid, Place, data_tables
from corpus.reading import Cell, Heading, Span, Table

BLOCKS = frozenset(
    "address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset "  # noqa: SIM905
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup p pre "
    "section summary table tbody td tfoot th thead tr ul".split()
)
UNSHOWN = frozenset(
    "head script style template noscript iframe object embed applet canvas audio video svg select option datalist "  # noqa: SIM905
    "textarea button input title meta link base map area noframes frameset".split()
)
_LISTS = ("ol", "ul", "menu", "dir")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PRE_TAGS = ("pre", "listing", "xmp", "plaintext")
_PRE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
# A line that brings its own mark needs no "- " from its list.
_OWN_MARK = re.compile(r"[-–—−•+*·▪►➢✓]|(?:\d{1,3}|[a-zđ]{1,2}|[IVXivx]{1,5})[.)]")


@dataclass(frozen=True, slots=True)
class Lines:
    """A rendering: the text, its tables and its headings, as in a Reading."""

    text: str
    tables: tuple[Table, ...]
    headings: tuple[Heading, ...]


def render(root: etree._Element) -> Lines:
    """What a reader sees of the tree under `root`."""
    writer = _Writer(data_tables(root))
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element.tag in UNSHOWN:
                walk.skip_subtree()
            else:
                writer.open(element)
        else:
            if element.tag not in UNSHOWN:
                writer.close(element)
            if element is not root:
                writer.text(element.tail)
    return writer.lines()


@dataclass(slots=True)
class _Writer:
    """Takes the elements and texts of a tree in order; keeps what is written, with the offsets in it.

    Attributes:
        grids: the data tables of the tree.
        line: raw text of the line under way.
        marks: the marks of the open list items; empty once written.
        bars: the cell borders due before the next word.
        in_row: True once the row under way has a word.
        starts: offsets of the open headings, cells and table, outermost first; None until the first word of each.
        grid, cells: the open data table and its cells so far.
    """

    grids: dict[etree._Element, Grid]
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    line: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    bars: int = 0
    in_row: bool = False
    starts: list[int | None] = field(default_factory=list)
    lists: list[OpenList] = field(default_factory=list)
    grid: Grid | None = None
    cells: list[Cell] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    headings_open: int = 0
    pre_open: int = 0

    def open(self, element: etree._Element) -> None:
        """Takes the start of an element and the text up to its first child."""
        tag = element.tag
        if tag in BLOCKS:
            self.end_line()
        if tag == "br":
            self.line_break()
        elif tag in _LISTS:
            self.lists.append(OpenList.of(element))
        elif tag == "li":
            self.marks.append(self.lists[-1].mark(element) if self.lists else "- ")
        elif tag in _HEADINGS:
            self.headings_open += 1
            self.starts.append(None)
        elif element in self.grids:
            self.write_marks()
            self.grid = self.grids[element]
            self.starts.append(None)
        elif self.grid is not None and element in self.grid:
            first = self.grid[element].first
            self.bars = 0 if first else self.bars + 1
            self.in_row = self.in_row and not first
            self.starts.append(None)
        self.pre_open += _keeps_lines(element)
        self.text(element.text)

    def close(self, element: etree._Element) -> None:
        """Takes the end of an element."""
        tag = element.tag
        if tag in BLOCKS:
            self.end_line()
        self.pre_open -= _keeps_lines(element)
        if tag in _LISTS:
            self.lists.pop()
        elif tag == "li":
            self.marks.pop()
        elif tag in _HEADINGS:
            self.headings_open -= 1
            start = self.starts.pop()
            if start is not None:
                self.headings.append(Heading(Span(start, self.length), _HEADINGS[tag]))
        elif element in self.grids:
            self.close_table(self.starts.pop())
        elif self.grid is not None and element in self.grid:
            start = self.starts.pop()
            place = self.grid[element]
            self.cells.append(_cell(place, Span(self.length if start is None else start, self.length)))

    def close_table(self, start: int | None) -> None:
        """Ends the data table that began at `start`, None if it has no word and so is no table of the text."""
        if start is not None:
            # An empty cell before the first word has no place of its own in the text.
            cells = (c if c.span.start >= start else replace(c, span=Span(start, start)) for c in self.cells)
            self.tables.append(Table(Span(start, self.length), tuple(cells)))
        self.cells.clear()
        self.grid, self.bars, self.in_row = None, 0, False

    def text(self, text: str | None) -> None:
        """Takes the text before, between or behind elements."""
        if not text:
            return
        if not self.pre_open:
            self.line.append(text)
            return
        first, *others = text.replace("\r\n", "\n").split("\n")
        self.line.append(first)
        for other in others:
            self.line_break()
            self.line.append(other)

    def line_break(self) -> None:
        """Ends the line; a heading stays on one."""
        if self.headings_open:
            self.line.append(" ")
        else:
            self.end_line()

    def end_line(self) -> None:
        """Writes the line under way, if it has a word."""
        words = " ".join(_UNSEEN.sub("", "".join(self.line)).split())
        self.line.clear()
        if words:
            mark = "".join(self.marks)
            if mark.endswith("- ") and _OWN_MARK.match(words):
                mark = mark[:-2]
            self.marks = [""] * len(self.marks)
            self.write(mark + unicodedata.normalize("NFC", words))

    def write_marks(self) -> None:
        """Writes the marks of items that begin with a table on a line of their own."""
        mark = "".join(self.marks).strip()
        self.marks = [""] * len(self.marks)
        if mark:
            self.write(mark)

    def write(self, words: str) -> None:
        """Appends `words` behind the line end or the cell borders that are due."""
        before = "\n" if self.length else ""
        if self.bars:
            borders = " |" * self.bars + " "
            before = borders if self.in_row else before + borders.lstrip()
        start = self.length + len(before)
        self.pieces += (before, words)
        self.length = start + len(words)
        self.starts = [start if known is None else known for known in self.starts]
        self.bars, self.in_row = 0, True

    def lines(self) -> Lines:
        """All that was written."""
        self.end_line()
        return Lines("".join(self.pieces), tuple(self.tables), tuple(self.headings))


def _cell(place: Place, span: Span) -> Cell:
    return Cell(place.row, place.column, span, place.rows, place.columns, place.header)


def _keeps_lines(element: etree._Element) -> bool:
    style = element.get("style")
    return element.tag in _PRE_TAGS or (style is not None and _PRE.search(style) is not None)
