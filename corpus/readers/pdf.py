"""PDF with text: the stored text is what the pages show, in reading order; nothing in the file is run or fetched.

The way of a document: bytes -> pages (`pdf_file`, within `pdf_bounds`) -> words (`pdf_words`) -> tables and rows of
text (`pdf_grids`, `pdf_page`) -> without running heads (`pdf_margins`) -> in order (`pdf_columns`) -> tables over page
breaks put together (`pdf_tables`) -> stored text (`pdf_text`).

Lines stay as the page has them; whoever reads on joins them (`corpus.lines`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pdfplumber.page import Page

from corpus.errors import UnreadableDocument
from corpus.readers.limits import Limits
from corpus.readers.pdf_file import File
from corpus.readers.pdf_page import Sheet
from corpus.readers.pdf_pages import Scan, reading_of, sheet_of
from corpus.readers.pdf_words import Word, unreadable_share, words_of
from corpus.readers.titles import title_of
from corpus.reading import Reading

_DEFAULT_LIMITS = Limits()  # some 15 pages are read in a second
_UNREADABLE = 0.3  # share of the characters that no font names: the text is of no use
_STAMP = 200  # letters; a page that is one picture has no more in its stamp of signature
_PICTURE = 0.5  # of the page, covered by pictures: it is a scan, whatever stamp lies on it
_LOGO = 0.03  # of the page; a page with no more than this on it is empty
_OUTLINES = 100  # drawn strokes; letters that were turned into outlines have many

ScanReader = Callable[[int], Scan]
"""What stands on a page (its number from 1) that has no text: read from its picture."""


def read(data: bytes, limits: Limits = _DEFAULT_LIMITS, *, scan_reader: ScanReader | None = None) -> Reading:
    """The text with its tables, the title of the file's properties, and the offset of each page.

    Pages that are pictures without text are read by `scan_reader`; Tesseract, where none is given. Raises
    UnreadableDocument for what is no PDF, is damaged, locked, too large or without words, and for such pages where
    Tesseract or its Vietnamese model is not installed.
    """
    file = File.of(data, limits.seconds)
    sheets: dict[int, Sheet] = {}
    scans: list[int] = []
    for page in file.pages(limits.pages):
        words, number = _words(page), page.page_number
        if _is_scan(page, words):
            scans.append(number)
        else:
            sheets[number] = sheet_of(number, float(page.width), float(page.height), words, page.edges)
    if scans:
        line = _scan_line(scans, len(scans) + len(sheets))
        reads = scan_reader or _recognising(data, limits, file.budget.until, line)
    for number in scans:
        scan = reads(number)
        sheets[number] = sheet_of(number, scan.width, scan.height, scan.words, scan.rules)
    title = title_of(file.title) if file.title else None
    reading = reading_of([sheets[number] for number in sorted(sheets)], title)
    if reading is None:
        raise UnreadableDocument(
            "tệp PDF không có chữ nào để đọc, kể cả khi nhận dạng chữ (OCR)"
            if scans
            else "tệp PDF không có chữ nào để đọc"
        )
    return reading


def _recognising(data: bytes, limits: Limits, until: float, why: str) -> ScanReader:
    """Recognition of the pages; raises UnreadableDocument, with `why` in front, where it is missing."""
    from corpus.readers.scan_pages import scan_page
    from corpus.readers.scan_words import Recogniser

    try:
        recogniser = Recogniser.of(limits, until)
    except UnreadableDocument as error:
        raise UnreadableDocument(f"{why}; {error}") from error
    return lambda number: scan_page(data, number, recogniser)


def pages_without_text(data: bytes, limits: Limits = _DEFAULT_LIMITS) -> tuple[int, ...]:
    """The numbers, from 1, of the pages that are pictures without text that could be read; empty pages are none.

    Raises UnreadableDocument as `read` does, but for a scan.
    """
    file = File.of(data, limits.seconds)
    return tuple(page.page_number for page in file.pages(limits.pages) if _is_scan(page, _words(page)))


def _words(page: Page) -> list[Word]:
    """The words that stand on the page and not beside it."""
    x0, top, x1, bottom = page.cropbox
    return words_of(
        [
            drawn
            for drawn in page.chars
            if x0 <= (drawn["x0"] + drawn["x1"]) / 2 <= x1 and top <= (drawn["top"] + drawn["bottom"]) / 2 <= bottom
        ],
        page.edges,
    )


def _is_scan(page: Page, words: Sequence[Word]) -> bool:
    covered = sum(
        max(min(image["x1"], page.width) - max(image["x0"], 0), 0)
        * max(min(image["bottom"], page.height) - max(image["top"], 0), 0)
        for image in page.images
    ) / max(page.width * page.height, 1)
    if not words:
        return covered > _LOGO or len(page.curves) >= _OUTLINES
    if unreadable_share(words) > _UNREADABLE:
        return True
    return covered > _PICTURE and sum(len(word.text) for word in words) < _STAMP


def _scan_line(scans: Sequence[int], pages: int) -> str:
    what = "bản quét, không có lớp chữ để đọc"
    then = "hãy dùng bản PDF có chữ, hoặc nhận dạng chữ (OCR) trước"
    if len(scans) == pages:
        return f"tệp PDF là {what} (cả {pages} trang); {then}"
    return f"tệp PDF có trang là {what}: trang {_ranges(scans)}; {then}"


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers for a person: "2-4, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
