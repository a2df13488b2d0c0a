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
    words, day = _cell(sheet, "", ""), _cell(sheet, "", DAY_FORMAT)
    for entry in entries:
        sheet.append([_filled(sheet, column.value(entry), words, day) for column in COLUMNS])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _headings(sheet: Worksheet) -> Iterator[Cell]:
    for column in COLUMNS:
        cell = _cell(sheet, column.heading, "")
        cell.font, cell.fill = _BOLD, _GREY
        yield cell


def _filled(sheet: Worksheet, value: Value, words: Cell, day: Cell) -> Cell | None:
    """A cell with a day, or with words that are taken as words whatever they begin with; None for an empty one.

    It takes its style over from `words` or `day`: to set one anew costs as much as all the rest of a cell.
    """
    if not value:
        return None
    if isinstance(value, date):
        cell, like = WriteOnlyCell(sheet, value), day
    else:
        cell, like = WriteOnlyCell(sheet, shortened(value, LONGEST_CELL)), words
        cell.data_type = "s"
    cell._style = like._style
    return cell


def _cell(sheet: Worksheet, value: str, number_format: str) -> Cell:
    cell = WriteOnlyCell(sheet, value or None)
    cell.alignment = _WRAPPED
    if number_format:
        cell.number_format = number_format
    return cell
