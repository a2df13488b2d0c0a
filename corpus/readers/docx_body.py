"""The body of a DOCX as the tree of a plain page (p, h1, li, table), so that it is rendered just as HTML is.

What a reader of the printed page sees is kept: numbers of lists, text boxes, inserted text, the notes at the end.
Deleted and hidden text, field codes, headers and footers are not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from corpus.readers.docx_numbering import BULLETS, Numbering
from corpus.readers.docx_styles import NAMESPACE as W
from corpus.readers.docx_styles import Format, Styles, format_of, value
from corpus.readers.docx_tables import TableRow, children_of, is_second_version, rows_of

_TEXTS = (f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
_CHARACTERS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-"}
_BREAKS = (f"{W}br", f"{W}cr")
_REFERENCES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
# Properties, text that was deleted or moved away, and the reading aid over a word.
_LEFT_OUT = frozenset(f"{W}{tag}" for tag in ("pPr", "rPr", "sdtPr", "sdtEndPr", "del", "moveFrom", "rt"))
_LOWEST_HEADING = 6
# The signs that targets are written with in the font Symbol, by the end of their code there.
_SYMBOLS = {
    "2B": "+", "2D": "-", "3C": "<", "3D": "=", "3E": ">", "A3": "≤", "AE": "→", "B0": "°",
    "B1": "±", "B3": "≥", "B4": "×", "B7": "•", "B8": "÷", "B9": "≠", "BB": "≈",
}  # fmt: skip

Notes = Mapping[tuple[str, str], etree._Element]
"""The notes of a document: ("footnote" or "endnote", id) -> element."""


@dataclass(slots=True)
class _Words:
    """What a paragraph shows, in lines of pieces, and the text boxes that hang on it."""

    lines: list[list[str]] = field(default_factory=lambda: [[]])
    boxes: list[etree._Element] = field(default_factory=list)

    def add(self, piece: str | None) -> None:
        self.lines[-1].append(piece or "")

    def __bool__(self) -> bool:
        return any(piece and not piece.isspace() for line in self.lines for piece in line)


def page_of(body: etree._Element, styles: Styles, numbering: Numbering, notes: Notes) -> etree._Element:
    """The page that shows w:body, and at its end the notes that it refers to, "[1] ..."."""
    builder = _PageBuilder(styles, numbering, notes)
    builder.page.start("body", {})
    builder.blocks(body)
    builder.write_notes()
    builder.page.end("body")
    return builder.page.close()


class _PageBuilder:
    """Walks a body once, in order; `cited` holds the notes referred to so far, `numbers` the number of each."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: Notes) -> None:
        self.page = etree.TreeBuilder()
        self.styles = styles
        self.numbering = numbering
        self.notes = notes
        self.cited: list[tuple[str, str]] = []
        self.numbers: dict[tuple[str, str], int] = {}

    def blocks(self, holder: etree._Element, prefix: str = "", *, in_cell: bool = False) -> None:
        """Writes the paragraphs and tables of a body, a cell, a text box or a note; `prefix` goes before its words."""
        words = _Words()
        for element in children_of(holder):
            if element.tag == f"{W}tbl":
                if words:
                    self.write(words, prefix, None)
                    words, prefix = _Words(), ""
                self.table(rows_of(element))
            elif element.tag == f"{W}p":
                said = element.find(f"{W}pPr")
                style = value(said, "w:pStyle")
                look = format_of(said, None).over(self.styles.paragraph(style))
                self.read(element, look, words)
                end = None if said is None else said.find(f"{W}rPr")
                if _is_deleted(end):  # goes on in the next paragraph
                    continue
                mark = "" if _is_hidden(end) and not words else self.number(look, style)
                if words or (in_cell and mark and mark not in BULLETS):
                    self.write(words, prefix + mark, look.heading_level)
                    prefix = ""
                self.write_boxes(words, in_cell=in_cell)
                words = _Words()
        if words or prefix:
            self.write(words, prefix, None)
        self.write_boxes(words, in_cell=in_cell)

    def table(self, rows: Sequence[TableRow]) -> None:
        """Writes a table."""
        self.page.start("table", {})
        for row in rows:
            self.page.start("tr", {})
            tag = "th" if row.header else "td"
            for cell in row.cells:
                self.page.start(tag, {"rowspan": str(cell.rows), "colspan": str(cell.columns)})
                if cell.element is not None:
                    self.blocks(cell.element, in_cell=True)
                self.page.end(tag)
            self.page.end("tr")
        self.page.end("table")

    def read(self, paragraph: etree._Element, look: Format, words: _Words) -> None:
        """Adds to `words` what the paragraph shows."""
        caps = False
        walk = etree.iterwalk(paragraph, events=("start",))
        for _event, element in walk:
            tag = element.tag
            if tag == f"{W}r":
                run = self.run_format(element, look)
                caps = bool(run.caps)
                if run.hidden:
                    walk.skip_subtree()
            elif tag in _TEXTS:
                words.add((element.text or "").upper() if caps else element.text)
            elif tag in _CHARACTERS:
                words.add(_CHARACTERS[tag])
            elif tag in _BREAKS:
                words.lines.append([])
            elif tag in _REFERENCES:
                words.add(self.reference(element))
            elif tag == f"{W}sym":
                words.add(_symbol(element))
            elif tag == f"{W}txbxContent":
                words.boxes.append(element)
                walk.skip_subtree()
            elif tag in _LEFT_OUT or is_second_version(element):
                walk.skip_subtree()

    def run_format(self, run: etree._Element, paragraph: Format) -> Format:
        """What holds for a run: its own properties, those of its style, those of the paragraph."""
        said = run.find(f"{W}rPr")
        if said is None:
            return paragraph
        return format_of(None, said).over(self.styles.format(value(said, "w:rStyle"))).over(paragraph)

    def number(self, look: Format, style: str | None) -> str:
        """The mark of a paragraph by its list, which counts on; "" if it is in none."""
        if not look.number:
            return ""
        level = self.numbering.level_of(look.number, look.level, self.styles.chain(style))
        return self.numbering.mark(look.number, level)

    def reference(self, element: etree._Element) -> str:
        """The mark "[1]" at the place of a note; the notes are numbered in the order in which they are cited."""
        key = (_REFERENCES[element.tag], element.get(f"{W}id", ""))
        if key not in self.notes:
            return ""
        if key not in self.numbers:
            self.cited.append(key)
            self.numbers[key] = len(self.cited)
        return f"[{self.numbers[key]}]"

    def write(self, words: _Words, mark: str, heading: int | None) -> None:
        """Writes one paragraph; a bullet is that of a list item, which gives way to a dash in the text itself."""
        tag = "p" if heading is None else f"h{min(heading, _LOWEST_HEADING)}"
        if mark == BULLETS[0] and heading is None:
            tag, mark = "li", ""
        self.page.start(tag, {})
        self.page.data(mark)
        for index, line in enumerate(words.lines):
            if index:
                self.page.start("br", {})
                self.page.end("br")
            self.page.data("".join(line))
        self.page.end(tag)

    def write_boxes(self, words: _Words, *, in_cell: bool) -> None:
        """Writes the text boxes that hang on a paragraph, behind it."""
        for box in words.boxes:
            self.blocks(box, in_cell=in_cell)

    def write_notes(self) -> None:
        """Writes the notes that were cited, "[1] ..."; a note cited in a note follows them."""
        for key in self.cited:  # grows meanwhile
            self.blocks(self.notes[key], f"[{self.numbers[key]}] ")


def _is_deleted(end: etree._Element | None) -> bool:
    """True for a paragraph's end (w:rPr in w:pPr) that was deleted or moved away."""
    return value(end, "w:del") is not None or value(end, "w:moveFrom") is not None


def _is_hidden(end: etree._Element | None) -> bool:
    return bool(format_of(None, end).hidden)


def _symbol(element: etree._Element) -> str:
    """The sign that w:sym shows, for the font Symbol; other fonts draw ornaments."""
    if element.get(f"{W}font") != "Symbol":
        return ""
    return _SYMBOLS.get(element.get(f"{W}char", "")[-2:].upper(), "")
