"""The register as a workbook (XLSX)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assistant.register.columns import COLUMNS, Value
from assistant.register.wording import shortened
from index.entry import Entry

SHEET = "Sổ nhiệm vụ"
LONGEST_CELL = 32_767
"""Excel takes no longer text in a cell, in characters."""
DAY_FORMAT = "DD/MM/YYYY"

_WRAPPED = Alignment(wrap_text=True, vertical="top")
_BOLD = Font(bold=True)
_GREY = PatternFill("solid", start_color="FFE7E6E6")


def workbook(entries: Sequence[Entry]) -> bytes:
    """A workbook of one sheet: a heading row that stays and filters, a row for each entry, real days, no formulas."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    last = get_column_letter(len(COLUMNS))
    sheet.auto_filter.ref = f"A1:{last}{len(entries) + 1}"
    for number, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.append(_headings(sheet))
    for entry in entries:
        sheet.append([_cell(sheet, column.value(entry)) for column in COLUMNS])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _headings(sheet: Worksheet) -> Iterator[Cell]:
    for column in COLUMNS:
        cell = _cell(sheet, column.heading)
        cell.font, cell.fill = _BOLD, _GREY
        yield cell


def _cell(sheet: Worksheet, value: Value) -> Cell:
    """A cell with a day, or with words that are taken as words whatever they begin with."""
    if isinstance(value, str):
        value = shortened(value, LONGEST_CELL)
    cell = WriteOnlyCell(sheet, value or None)
    if isinstance(value, date):
        cell.number_format = DAY_FORMAT
    elif value:
        cell.data_type = "s"
    cell.alignment = _WRAPPED
    return cell
