"""DOCX: the stored text is a rendering of the document's body, by the same rules as for HTML; nothing in it is run.

The way of a document: bytes -> parts (`docx_package`) -> its words in Unicode (`docx_repair`) -> styles and lists
(`docx_styles`, `docx_numbering`) -> a plain page (`docx_body`, `docx_tables`) -> lines, tables and headings
(`html_lines`).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from corpus.errors import UnreadableDocument
from corpus.legacy import repaired
from corpus.readers.docx_body import page_of
from corpus.readers.docx_numbering import Numbering
from corpus.readers.docx_package import AGAIN, Package
from corpus.readers.docx_repair import repair_parts
from corpus.readers.docx_styles import NAMESPACE, Styles
from corpus.readers.html_lines import render
from corpus.readers.limits import Limits
from corpus.readers.titles import title_of
from corpus.reading import Reading
from corpus.text import stored

_DEFAULT_LIMITS = Limits()
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def read(data: bytes, limits: Limits = _DEFAULT_LIMITS) -> Reading:
    """The body as lines, with tables, headings (outline levels 1 to 6) and the title of the file's properties.

    Raises UnreadableDocument for what is no DOCX, is damaged, locked or too large, and for a document without words.
    """
    package = Package.of(data, limits)
    main = package.main()
    body = package.tree(main).find(f"{NAMESPACE}body")
    if body is None:
        raise UnreadableDocument(f"là tệp nén nhưng không phải tài liệu Word (.docx); {AGAIN}")
    styles = Styles(package.related_tree(main, "styles"))
    lists = package.related_tree(main, "numbering")
    notes = dict(_notes(package, main))
    repairs = repair_parts((body, *notes.values()), lists, styles)
    lines = render(page_of(body, styles, Numbering.of(lists), notes))
    if not lines.text:
        raise UnreadableDocument("tài liệu Word không có chữ nào để đọc; nếu là bản quét, hãy dùng bản có chữ")
    return Reading(lines.text, lines.tables, lines.headings, _title(package), repairs)


def _notes(package: Package, main: str) -> Iterator[tuple[tuple[str, str], etree._Element]]:
    """Kind and id of each footnote and endnote, and its element; the lines that separate them are none."""
    for kind in ("footnote", "endnote"):
        root = package.related_tree(main, f"{kind}s")
        for note in () if root is None else root.iterchildren(f"{NAMESPACE}{kind}"):
            if note.get(f"{NAMESPACE}type", "normal") == "normal":
                yield (kind, note.get(f"{NAMESPACE}id", "")), note


def _title(package: Package) -> str | None:
    """The title in the core properties, if somebody gave it one; None for what programs put there."""
    root = package.related_tree("", "core-properties")
    return title_of(repaired(stored(root.findtext(_TITLE, "") if root is not None else "")).text)
