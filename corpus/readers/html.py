"""HTML: the stored text is a rendering of the page's main content; nothing in the page is run or fetched.

The way of a page: bytes -> characters (mark, UTF-8, declared charset, an encoding before Unicode) -> tree
(lxml) -> its words in Unicode (`page_repair`) -> main content (`html_content`) -> lines and tables (`html_lines`).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from lxml import etree

from corpus.errors import UnreadableDocument
from corpus.readers.html_content import remove_surroundings
from corpus.readers.html_lines import BLOCKS, UNSHOWN, render
from corpus.readers.page_repair import repair_page
from corpus.reading import Reading
from corpus.text import decode, decode_unicode, stored, visible

# libxml2 gives up at a depth of 2,048; then the page is parsed again with what is deeper than this set side by side.
_DEPTH = 200
_SNIFFED = 4096
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# Labels of legacy charsets as pages write them, and the codec that browsers read them with.
_CHARSETS = {
    "windows-1258": "cp1258",
    "cp1258": "cp1258",
    "x-cp1258": "cp1258",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
}
# Characters that XML has not, which no tree of the parser takes; a reference (&#1;) may still put one into it.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_REFERENCE = re.compile(r"&#(?:\d|[xX])")
_MOST_TAGS = 5_000_000  # three times those of a table of 50 MB, which takes half a minute


def read(data: bytes) -> Reading:
    """The main content as lines, with tables, headings (h1 to h6) and the page's title.

    Raises UnreadableDocument for what cannot be decoded and for a page without a visible word.
    """
    source = stored(_CONTROLS.sub("", _decode(data)))
    if source.count("<") > _MOST_TAGS:
        raise UnreadableDocument(
            f"trang HTML có hơn {_MOST_TAGS // 1_000_000} triệu thẻ; hãy tách trang thành nhiều tệp"
        )
    page = _parse(source)
    repairs = repair_page(page)
    title = _title(page)
    remove_surroundings(page)
    lines = render(page)
    if not lines.text:  # everything was taken for surroundings
        page = _parse(source)
        repair_page(page)
        lines = render(page)
    if not lines.text:
        raise UnreadableDocument(
            "trang HTML không có chữ nào để đọc; nếu trang tự dựng bằng script, hãy lưu lại nội dung"
        )
    return Reading(lines.text, lines.tables, lines.headings, title, repairs)


def _decode(data: bytes) -> str:
    """The page's characters: by its mark, else UTF-8, else the charset that it declares, else one before Unicode."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data)
    if data.startswith((b"<\x00", b"\x00<")):  # UTF-16 without a mark: only its first character tells
        return decode((codecs.BOM_UTF16_LE if data[1] == 0 else codecs.BOM_UTF16_BE) + data)
    try:
        return decode_unicode(data)
    except UnreadableDocument:
        declared = _DECLARED.search(data, 0, _SNIFFED)
        codec = _CHARSETS.get(declared.group(1).decode("ascii", "replace").lower()) if declared else None
        try:
            return decode(data) if codec is None else visible(data.decode(codec))
        except UnicodeDecodeError:
            return decode(data)


def _parse(source: str) -> etree._Element:
    """The root of the page's tree, always an element; comments and processing instructions are left out."""
    data = source.encode()
    parser = _parser()
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing but comments or a doctype
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        root = etree.fromstring(data, _parser(_ShallowTree()))
    if root is None:
        return etree.Element("html")
    if _REFERENCE.search(source):
        for element in root.iter():
            element.text, element.tail = (words and _NOT_XML.sub("", words) for words in (element.text, element.tail))
    return root


def _parser(target: _ShallowTree | None = None) -> etree.HTMLParser:
    return etree.HTMLParser(
        target=target, encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )


class _ShallowTree:
    """A parser target that builds the tree no deeper than _DEPTH: what is deeper stands side by side, in order."""

    def __init__(self) -> None:
        self.builder = etree.TreeBuilder()
        self.depth = 0
        self.open: list[str] = []
        self.deepest: str | None = None  # the open element that stands for all deeper ones

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Opens an element; beyond the depth those that neither start a line nor hide their text are left out."""
        self.depth += 1
        # the parser lets names pass that no tree takes
        attributes = {name: _NOT_XML.sub("", value) for name, value in attributes.items() if _NAME.fullmatch(name)}
        if self.depth <= _DEPTH:
            self.open.append(tag if _NAME.fullmatch(tag) else "span")
            self.builder.start(self.open[-1], attributes)
        elif tag in BLOCKS or tag in UNSHOWN:
            self.end_deepest()
            self.builder.start(tag, attributes)
            self.deepest = tag
        elif tag == "br":
            self.line_break()

    def end(self, tag: str) -> None:
        """Ends an element; behind the end of a deep block there is a line break."""
        if self.depth <= _DEPTH:
            self.end_deepest()
            self.builder.end(self.open.pop())
        elif tag in BLOCKS or tag in UNSHOWN:
            self.end_deepest()
            self.line_break()
        self.depth -= 1

    def line_break(self) -> None:
        """Puts a <br>."""
        self.builder.start("br", {})
        self.builder.end("br")

    def end_deepest(self) -> None:
        """Ends the element beyond the depth, if one is open."""
        if self.deepest is not None:
            self.builder.end(self.deepest)
            self.deepest = None

    def data(self, text: str) -> None:
        """Takes text."""
        self.builder.data(_NOT_XML.sub("", text))

    def close(self) -> etree._Element:
        """The root of the tree; the parser may have left elements open."""
        self.end_deepest()
        while self.open:
            self.builder.end(self.open.pop())
        return self.builder.close()


def _title(page: etree._Element) -> str | None:
    """<title>, else og:title, else the first h1; a <title> that goes on after one of these ends with it."""
    named = _first(_words(element) for element in page.iter("title"))
    others = (
        _first(meta.get("content") for meta in page.iter("meta") if meta.get("property") == "og:title"),
        _first(_words(element) for element in page.iter("h1")),
    )
    shorter = (title for title in others if title and (not named or named.startswith(title)))
    return stored(next(shorter, named)) or None


def _words(element: etree._Element) -> str:
    return "".join(element.itertext())


def _first(titles: Iterable[str | None]) -> str:
    """The first that has a word, on one line; "" if none has."""
    return next((folded for title in titles if (folded := " ".join((title or "").split()))), "")
