"""The tables of a DOCX body as rows of cells with their reach; and the parts of a body that wrap others, unwrapped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from corpus.readers.docx_styles import NAMESPACE as W
from corpus.readers.docx_styles import value, whole

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What wraps paragraphs, rows or cells, and shows nothing itself.
_WRAPPERS = frozenset(
    f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
) | {f"{_MC}AlternateContent", f"{_MC}Choice", f"{_MC}Fallback"}  # fmt: skip
_OFF = ("0", "false", "off")
_MOST_COLUMNS = 1000  # Word has 63


@dataclass(slots=True)
class TableCell:
    """A cell: its element, and how many grid rows and columns it covers; `element` is None for a gap in the grid."""

    element: etree._Element | None
    columns: int
    rows: int = 1


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: the cells that begin in it, and True where the row is repeated as the head of each page."""

    cells: list[TableCell]
    header: bool


def children_of(element: etree._Element) -> Iterator[etree._Element]:
    """The children in order, those of wrappers (content controls, inserted parts) in the wrappers' place."""
    ahead = [element.iterchildren(etree.Element)]
    while ahead:
        child = next(ahead[-1], None)
        if child is None:
            ahead.pop()
        elif child.tag not in _WRAPPERS:
            yield child
        elif not is_second_version(child):
            ahead.append(child.iterchildren(etree.Element))


def is_second_version(element: etree._Element) -> bool:
    """True for what repeats its elder sibling in a way that other programs understand (mc:Choice, mc:Fallback)."""
    return element.tag in (f"{_MC}Choice", f"{_MC}Fallback") and element.getprevious() is not None


def rows_of(table: etree._Element) -> list[TableRow]:
    """The rows of a w:tbl that are shown; cells merged downwards are one cell of the first of their rows.

    The head are the rows marked so from the first on; none where all are.
    """
    rows: list[TableRow] = []
    open_cells: dict[int, TableCell] = {}  # column -> the cell that goes on there if the next row says so
    in_head = True
    for element in children_of(table):
        properties = element.find(f"{W}trPr")
        if element.tag != f"{W}tr" or any(_switched_on(value(properties, gone)) for gone in ("w:del", "w:hidden")):
            continue
        in_head = in_head and _switched_on(value(properties, "w:tblHeader"))
        cells, open_cells = _cells(element, properties, open_cells)
        rows.append(TableRow(cells, in_head))
    return [TableRow(row.cells, header=False) for row in rows] if in_head else rows


def _cells(
    row: etree._Element, properties: etree._Element | None, above: dict[int, TableCell]
) -> tuple[list[TableCell], dict[int, TableCell]]:
    """The cells that begin in a row, and the cells by column that may go on below it."""
    cells: list[TableCell] = []
    open_cells: dict[int, TableCell] = {}
    column = min(whole(value(properties, "w:gridBefore"), 0) or 0, _MOST_COLUMNS)
    if column:
        cells.append(TableCell(None, column))
    for element in children_of(row):
        if element.tag != f"{W}tc":
            continue
        said = element.find(f"{W}tcPr")
        columns = min(max(whole(value(said, "w:gridSpan"), 1) or 1, 1), _MOST_COLUMNS)
        merged = value(said, "w:vMerge")
        held = above.get(column)
        if merged is not None and merged != "restart" and held is not None and held.columns == columns:
            held.rows += 1
            open_cells[column] = held
        else:
            cell = TableCell(element, columns)
            cells.append(cell)
            if merged is not None:
                open_cells[column] = cell
        column += columns
    return cells, open_cells


def _switched_on(written: str | None) -> bool:
    return written is not None and written not in _OFF
