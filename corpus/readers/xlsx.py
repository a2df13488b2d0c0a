"""XLSX: each sheet is a heading, its lines of text and its table; hidden sheets, rows and columns are read too.

The way of a workbook: bytes -> sheets (`xlsx_package`) -> what each cell shows (`xlsx_values`) -> lines and tables
(`xlsx_sheet`) -> a plain page, its words in Unicode (`page_repair`) -> lines, tables and headings (`html_lines`).
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._reader import WorkSheetParser

from corpus.errors import UnreadableDocument
from corpus.readers.html_lines import render
from corpus.readers.limits import Limits
from corpus.readers.page_repair import CAPITAL_FONT, repair_page
from corpus.readers.xlsx_package import opened
from corpus.readers.xlsx_sheet import Area, Filled, Row, parts_of
from corpus.readers.xlsx_values import shown
from corpus.reading import Reading

_DEFAULT_LIMITS = Limits()
# What no tree can hold, and the mark of a carriage return that Excel writes.
_CONTROLS = re.compile("_x000[Dd]_|[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def read(data: bytes, limits: Limits = _DEFAULT_LIMITS) -> Reading:
    """The sheets in their order.

    Raises UnreadableDocument for what is no workbook, is damaged, locked or too large, and for one without words.
    """
    page = etree.TreeBuilder()
    page.start("body", {})
    with opened(data, limits) as book:
        for sheet in book.worksheets:
            _write_sheet(page, sheet)
    page.end("body")
    root = page.close()
    repairs = repair_page(root)
    lines = render(root)
    if len(lines.headings) == 0:
        raise UnreadableDocument("bảng tính không có ô nào có chữ; nếu nội dung là ảnh, hãy dùng bản có chữ")
    return Reading(lines.text, lines.tables, lines.headings, None, repairs)


def _write_sheet(page: etree.TreeBuilder, sheet: Any) -> None:
    """Writes a sheet; nothing for one without words."""
    rows, areas = _cells(sheet)
    if not rows:
        return
    page.start("h1", {})
    page.data(_CONTROLS.sub("", sheet.title))
    page.end("h1")
    for part in parts_of(rows, areas):
        if part.is_table:
            page.start("table", {})
        for row in part.rows:
            page.start("tr" if part.is_table else "div", {})
            for cell in row:
                _write_cell(page, "td" if part.is_table else "p", cell)
            page.end("tr" if part.is_table else "div")
        if part.is_table:
            page.end("table")


def _write_cell(page: etree.TreeBuilder, tag: str, cell: Filled | None) -> None:
    said = {}
    if cell is not None and tag == "td":
        said = {"rowspan": str(cell.rows), "colspan": str(cell.columns)}
    if cell is not None and cell.in_capitals:
        said["style"] = "font-family: .VnTimeH"
    page.start(tag, said)
    for index, line in enumerate(cell.words.split("\n") if cell is not None else ()):
        if index:
            page.start("br", {})
            page.end("br")
        page.data(line)
    page.end(tag)


def _cells(sheet: Any) -> tuple[dict[int, Row], list[Area]]:
    """The filled cells of a sheet, and its merged ranges.

    The rows are taken from openpyxl's parser of parts itself: the sheet would fill every gap up to the last column.
    """
    rows: dict[int, Row] = {}
    with sheet._get_source() as source:
        book = sheet.parent
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            row: Row = {}
            for found in cells:
                if found["value"] is None:
                    continue
                cell = ReadOnlyCell(sheet, **found)
                words = _CONTROLS.sub("", shown(cell.value, cell.number_format or "General", counts=not row)).strip()
                if words:
                    font = cell.font.name or ""
                    row[found["column"]] = Filled(words, in_capitals=CAPITAL_FONT.search(font) is not None)
            if row:
                rows[number] = row
        areas = parser.merged_cells.mergeCell if parser.merged_cells is not None else ()
    return rows, [Area(area.min_row, area.min_col, area.max_row, area.max_col) for area in areas]
