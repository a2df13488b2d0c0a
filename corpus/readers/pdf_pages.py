"""Words and rules on pages -> the stored text with its tables; the same for pages with text and for scanned ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.readers.pdf_columns import in_order
from corpus.readers.pdf_grids import grids_of
from corpus.readers.pdf_margins import without_margins
from corpus.readers.pdf_page import Sheet, bands_of
from corpus.readers.pdf_tables import put_together
from corpus.readers.pdf_text import composed
from corpus.readers.pdf_words import Rule, Word
from corpus.reading import Reading


@dataclass(frozen=True, slots=True)
class Scan:
    """What stands on a page that is a picture; boxes and sizes in points from its upper left corner.

    Attributes:
        words: with their boxes.
        rules: the lines drawn on it, as pdfplumber gives them.
        width, height: of the page as it is read, which may be turned.
    """

    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    width: float
    height: float


def sheet_of(number: int, width: float, height: float, words: Sequence[Word], rules: Iterable[Rule]) -> Sheet:
    """The tables and rows of text on a page: its number from 1, its size in points, and what is drawn on it."""
    grids, rest = grids_of(rules, words, number)
    return Sheet(number, width, height, bands_of(rest, grids, number))


def reading_of(sheets: Sequence[Sheet], title: str | None = None) -> Reading | None:
    """The stored text without running heads, and the offset of each page; None for pages without words."""
    parts = put_together(in_order(sheet.bands) for sheet in without_margins(sheets))
    return composed(parts, len(sheets), title) if parts else None
