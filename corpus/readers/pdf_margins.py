"""Running heads, footers and page numbers: what comes back at the edge of the pages is no text of theirs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median

from corpus.readers.pdf_page import Band, Line, Sheet

_OUTERMOST = 3  # bands at an edge that are looked at
_FEWEST = 3  # pages that a running head comes back on, of four and more
_SHARE = 0.4  # of the pages, where it does not come back on neighbouring ones
_SAME_HEIGHT = 8.0  # points
_NUMBER = re.compile(r"\d{1,4}")
_PAGE_NUMBER = re.compile(
    r"""
      (?:(?:trang|tr\.|page|p\.)\s*)?             # the word
      [-–—|\[(~]{0,2}\s?                          # what stands around it
      (?P<number>\d{1,4})
      \s?[-–—|\])~]{0,2}
      (?:\s?(?:/|\||of|trên|trong)\s?(?P<all>\d{1,4}))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What a browser prints around a page: the time, the address.
_PRINTED = re.compile(r"(?:https?|file)://\S+|[\d/.:\-\s]{6,20},?\s[\d/.:\-]{4,10}(?:\s?[APSC][MHG])?", re.IGNORECASE)
_OWN = re.compile(  # heads a part of the document, on page after page of forms too
    r"cộng\s+h(?:òa|oà)\s+xã\s+hội|độc\s+lập\s*-\s*tự\s+do|^(?:mẫu|phụ\s+lục|biểu|bảng|phần|chương|mục|điều|danh\s+mục)\b",
    re.IGNORECASE,
)


def without_margins(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages without running heads, footers and page numbers."""
    gone = {
        id(line)
        for at_top in (True, False)
        for line in _running([_edge(sheet, at_top=at_top) for sheet in sheets], sheets, at_top=at_top)
    }
    return [_cleared(sheet, gone) for sheet in sheets]


def _edge(sheet: Sheet, *, at_top: bool) -> list[Band]:
    """The bands of text at an edge of the page, the outermost first."""
    bands = sheet.bands if at_top else sheet.bands[::-1]
    found = []
    for band in bands[:_OUTERMOST]:
        if not band.lines:
            break
        found.append(band)
    return found


def _running(edges: Sequence[Sequence[Band]], sheets: Sequence[Sheet], *, at_top: bool) -> Iterator[Line]:
    places: dict[str, list[tuple[int, float, Line]]] = defaultdict(list)
    for edge, sheet in zip(edges, sheets, strict=True):
        for line in (line for band in edge for line in band.lines):
            height = line.top if at_top else sheet.height - line.bottom
            for key in _keys(line, len(sheets)):
                places[key].append((sheet.number, height, line))
    for key, found in places.items():
        usual = median(height for _, height, _ in found)
        found = [one for one in found if abs(one[1] - usual) <= _SAME_HEIGHT]
        if _comes_back([number for number, _, _ in found], len(sheets), counted=key[0] != "="):
            yield from (line for _, _, line in found)
    for edge, sheet in zip(edges, sheets, strict=True):
        for band in edge[:1]:
            numbers = [_is_number(line.text, sheet.number, len(sheets)) for line in band.lines]
            printed = [_PRINTED.fullmatch(line.text) is not None for line in band.lines]
            if any(printed) or all(numbers):  # beside a browser's time stands the title
                yield from band.lines


def _keys(line: Line, pages: int) -> Iterable[str]:
    """The words as they are; with the page's number, and with every number by how far it is from the page's."""
    if _OWN.search(line.text):
        return
    yield f"={line.text}"
    numbers = [int(number) for number in _NUMBER.findall(line.text)]
    if line.page in numbers:
        yield "#" + _NUMBER.sub(
            lambda one: "P" if int(one[0]) == line.page else "N" if int(one[0]) == pages else one[0], line.text
        )
    if numbers:
        yield "+" + _NUMBER.sub(
            lambda one: "N" if int(one[0]) == pages and len(numbers) > 1 else f"{int(one[0]) - line.page:+}", line.text
        )


def _comes_back(numbers: Sequence[int], pages: int, *, counted: bool) -> bool:
    """True for what stands on enough of the pages; a line that counts with the pages needs two."""
    on = set(numbers)
    if counted or pages <= _FEWEST:
        return len(on) >= 2
    neighbours = any({number, number + step, number + 2 * step} <= on for number in on for step in (1, 2))
    return len(on) >= _FEWEST and (neighbours or len(on) >= _SHARE * pages)


def _is_number(text: str, page: int, pages: int) -> bool:
    """True for the page's own number, alone or with that of all pages."""
    match = _PAGE_NUMBER.fullmatch(text)
    if match is None or int(match["number"]) != page:
        return False
    return match["all"] is None or int(match["all"]) == pages


def _cleared(sheet: Sheet, gone: set[int]) -> Sheet:
    """The page without those lines, from the outside in up to the first band that stays."""
    bands = list(sheet.bands)
    for at in (0, -1):
        while bands:
            dropped = [line for line in bands[at].lines if id(line) in gone]
            left = bands[at].without(dropped)
            if left.parts:
                bands[at] = left
                break
            del bands[at]
    return replace(sheet, bands=tuple(bands))
