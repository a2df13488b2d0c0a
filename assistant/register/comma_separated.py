"""The register as CSV (RFC 4180) that a spreadsheet opens as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date

from assistant.register.columns import COLUMNS, Value
from index.entry import Entry

BYTE_ORDER_MARK = "\ufeff"
"""Tells Excel that the file is UTF-8."""

FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection")."""


def comma_separated(entries: Iterable[Entry]) -> str:
    """The entries as CSV with a heading line, CRLF line ends and ISO 8601 days; a byte order mark stands in front."""
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(column.heading for column in COLUMNS)
    writer.writerows([_cell(column.value(entry)) for column in COLUMNS] for entry in entries)
    return BYTE_ORDER_MARK + page.getvalue()


def _cell(value: Value) -> str:
    return value.isoformat() if isinstance(value, date) else harmless(value or "")


def harmless(words: str) -> str:
    """`words` as no spreadsheet reads them as a formula: with an apostrophe before a sign that begins one.

    >>> harmless("=1+1"), harmless("- Bộ Y tế báo cáo"), harmless("Bộ Y tế")
    ("'=1+1", "'- Bộ Y tế báo cáo", 'Bộ Y tế')
    """
    return f"'{words}" if words.lstrip().startswith(FORMULA_SIGNS) or words.startswith(("\t", "\r")) else words
