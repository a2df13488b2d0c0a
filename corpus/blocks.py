"""Lines -> blocks: hard-wrapped lines joined to the paragraphs, items and table rows they were."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.lines import Line, in_capitals, join, lines_of
from corpus.markers import Marker, Style, as_letter, marker_of
from corpus.reading import Reading, Span, Table

LONGEST_WRAPPED = 150
"""A line longer than this, in characters, was not wrapped by hand: its end is a paragraph's end."""
LONGEST_EMPHASIS = 12
"""An emphasis that is not closed within so many lines was never meant to be."""
WRAPPED_SHARE = 0.15
"""A text is hard-wrapped when more than this share of its lines goes on in lower case on the next line."""

_ENDS = re.compile(r"[.;:!?…]['\"”’)\]]*$")
_BROKEN_OFF = re.compile(
    r"""
      [,(\-–/“"]$                                  # within a list, a bracket, a name
    | (?:^|[\s(])(?:của|và|các|những|tại|về|cho|với|là|trong|ngoài|theo|để|do|đến|từ|số|ngày|tháng|năm|hoặc|như|bởi
        |trên|dưới|giữa|thuộc|được|bị|có|không|phải|này|đó|ông|bà|đồng\ chí|tỉnh|thành\ phố|xã|phường|huyện)$
    """,
    re.VERBOSE,
)
_BODY = re.compile(
    r"\s*(?:Giao )?(?:Bộ|Sở|Ban|Cục|Công an|Hội|Đoàn|Văn phòng|Viện|Thanh tra|Trung tâm|Liên đoàn|Ủy ban|Đài)(?!\w)"
)
_OF_PLACE = re.compile(
    r"(?:Thành phố|Tỉnh|Trung ương|Thủ đô) "
    r"(?:chủ trì|chủ động|phối hợp|có trách nhiệm|tham mưu|chịu|hướng dẫn|theo dõi|tổ chức)"
)
"""A body that an item begins with, and the end of its name with what it does: "3. Bộ Tư lệnh / Thành phố chủ trì"."""
_ORDERED = {Style.LETTER, Style.ROMAN, Style.NUMBER, Style.DECIMAL, Style.DECIMAL3, Style.POINT}
_LAYOUT = re.compile(r"CỘNG\s+H[OÒ][AÀ]\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN|N[ơƠ][iI]\s+nh[ậẬ]n|Kính\s+gửi", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item, a heading or a table row.

    Attributes:
        span: half-open offsets in the stored text, visible characters at both ends.
        shown: the same for the eye: joined and without crawled marks.
        marker: the mark it begins with, or None.
        bold: True where all of it is set in bold (crawled "**").
        heading: level that the file itself gives it as a heading, else 0.
        row: True for a row of a table.
        alone: True where blank lines or table borders stand before and behind it.
    """

    span: Span
    shown: str
    marker: Marker | None = None
    bold: bool = False
    heading: int = 0
    row: bool = False
    alone: bool = False

    @property
    def upper(self) -> bool:
        """True for words in capitals."""
        return in_capitals(self.shown)

    @property
    def words(self) -> str:
        """The shown text behind the mark."""
        return self.shown[self.marker.length :] if self.marker else self.shown


def blocks_of(reading: Reading) -> tuple[list[Block], bool]:
    """The blocks of a reading in order, and True where its text was hard-wrapped."""
    joiner = _Joiner(reading)
    return joiner.run(), joiner.wrapped


def _starts_low(line: Line) -> bool:
    return line.shown[:1].islower() or line.shown[:1] in ",;.)"


def _breaks_off(shown: str) -> bool:
    """True where a line ends within a phrase, or behind a capitalised word: "Văn / Phòng", "Bộ / Tư pháp"."""
    return shown[shown.rfind(" ") + 1].isupper() or bool(_BROKEN_OFF.search(shown))


def _broken(last: Line, line: Line) -> bool:
    """True where a line break was crawled into a sentence of a text that is not wrapped."""
    return line.shown[:1].islower() and not line.bold and not last.bold and not _ENDS.search(last.shown)


class _Joiner:
    """Walks the lines once; holds the lines of the block that is open."""

    def __init__(self, reading: Reading) -> None:
        self.text = reading.text
        self.lines = lines_of(reading.text)
        self.headings = {h.span.start: h.level for h in reading.headings}
        self.rows = [row for table in reading.tables for row in rows_of(table, reading.text)]
        self.wrapped, self.width = _wrapping(self.lines)
        self.open: list[Line] = []
        self.open_marker: Marker | None = None
        self.stars = 0
        self.counts: dict[Style, int] = {}
        self.blocks: list[Block] = []
        self.gap = True
        self.pending = False

    def run(self) -> list[Block]:
        rows = iter(self.rows)
        row = next(rows, None)
        for line in self.lines:
            while row is not None and line.span.start >= row.end:
                row = next(rows, None)
            if row is not None and row.start <= line.span.start < row.end:
                self._close(gap=True)
                self._take_row(row, line)
            elif line.blank:
                self.pending = True
                if line.bar:
                    self._close(gap=True)
            else:
                if self.pending and not self._resumes(line):
                    self._close(gap=True)
                self.pending = False
                self._take(line)
        self._close(gap=True)
        return self.blocks

    def _take_row(self, row: Span, line: Line) -> None:
        """Adds the row that `line` is in, or its further words; a row is at least its lines."""
        before = self.blocks[-1].span if self.blocks else Span(0, 0)
        goes_on = bool(self.blocks) and row.start <= before.start < row.end
        if goes_on and line.span.end <= before.end:
            return
        if goes_on:
            del self.blocks[-1]
        start = before.start if goes_on else max(row.start, before.end)
        span = Span(start, max(row.end, line.span.end))
        self.blocks.append(Block(span, join(self.text, span).text, row=True))

    def _take(self, line: Line) -> None:
        marker = Marker(Style.DASH, "", 0, 0) if line.bullet else marker_of(line.shown)
        if marker is not None and not self._begins(marker, line):
            marker = None
        level = line.heading or self.headings.get(line.span.start, 0)
        if self.open and (marker is not None or level or not self._goes_on(line)):
            self._close(gap=False)
        if not self.open:
            self.open_marker = self._counted(marker) if marker else None
        self.open.append(line)
        self.stars += self.text.count("**", self._raw_start(line), line.span.end + 2)
        if level:
            self._close(gap=False, level=level)

    def _resumes(self, line: Line) -> bool:
        """True where a blank line was crawled into the middle of a sentence."""
        return (
            self.wrapped
            and bool(self.open)
            and line.shown[:1].islower()
            and not _ENDS.search(self.open[-1].shown)
            and marker_of(line.shown) is None
        )

    def _raw_start(self, line: Line) -> int:
        return self.text.rfind("\n", 0, line.span.start) + 1

    def _counted(self, marker: Marker) -> Marker:
        """`marker`, with I., V. and X. read as letters where they go on with A., B., C."""
        letter = as_letter(marker)
        if (
            letter is not marker
            and self.counts.get(Style.ROMAN) != marker.ordinal - 1
            and (self.counts.get(Style.LETTER) == letter.ordinal - 1)
        ):
            marker = letter
        self.counts[marker.style] = marker.ordinal
        return marker

    def _begins(self, marker: Marker, line: Line) -> bool:
        """True where the mark at the head of a line opens an item and is no chance of the wrapping."""
        if not self.open or not self.wrapped:
            return True
        last = self.open[-1]
        if len(last.shown) > LONGEST_WRAPPED:
            return True
        ended = bool(_ENDS.search(last.shown))
        if marker.style in _ORDERED:
            expected = marker.ordinal == 1 or marker.ordinal - self.counts.get(marker.style, -9) in (1, 2)
            return expected and (ended or not self._full(last, line))
        if marker.style in (Style.DASH, Style.PLUS):
            return ended or (not self._full(last, line) and not line.shown[marker.length :][:1].islower())
        return ended or not self._full(last, line)

    def _goes_on(self, line: Line) -> bool:
        """True where `line` continues the open block."""
        last = self.open[-1]
        if self.stars % 2:
            return len(self.open) < LONGEST_EMPHASIS
        if self.open_marker and self.open_marker.length >= len(last.shown) and len(self.open) == 1:
            return True  # a mark that stands on a line of its own
        if not self.wrapped:
            return (last.bold and line.bold and last.shown.isupper() == line.shown.isupper()) or _broken(last, line)
        if len(last.shown) > LONGEST_WRAPPED:
            return _broken(last, line)
        if _starts_low(line):
            return True
        if line.bold and not self.stars:
            return False
        if self.stars == 2 and self._set_off():
            return False
        if last.shown.isupper() and line.shown.isupper():
            return True
        if last.capitals or line.capitals:
            return False
        if self._full(last, line):
            return True
        # a short line: a heading that the text leaves behind, unless it breaks off within a phrase or a name
        if _ENDS.search(last.shown):
            return False
        if self.open_marker is None or not line.shown[:1].isupper() or _breaks_off(last.shown):
            return True
        return _BODY.match(last.shown, self.open_marker.length) is not None and _OF_PLACE.match(line.shown) is not None

    def _set_off(self) -> bool:
        """True where the open lines stand between crawled "**"."""
        first, last = self.open[0], self.open[-1]
        before = self.text[self._raw_start(first) : first.span.start].lstrip(" \t|")
        return before.startswith("**") and self.text.startswith("**", last.span.end)

    def _full(self, last: Line, line: Line) -> bool:
        """True where the first word of `line` would not have fitted behind `last`."""
        return len(last.shown) + 1 + len(line.shown.split(" ", 1)[0]) > self.width

    def _close(self, *, gap: bool, level: int = 0) -> None:
        if self.open:
            span = Span(self.open[0].span.start, self.open[-1].span.end)
            self.blocks.append(
                Block(
                    span,
                    join(self.text, span).text,
                    self.open_marker,
                    bold=self.stars <= 2 * len(self.open) and self._set_off(),
                    heading=level,
                    alone=self.gap and gap,
                )
            )
            self.gap = gap
        self.gap = self.gap or gap
        self.open, self.open_marker, self.stars = [], None, 0


def _wrapping(lines: Sequence[Line]) -> tuple[bool, int]:
    """Whether the text is hard-wrapped, and at how many characters."""
    pairs = [
        (a, b) for a, b in itertools.pairwise(lines) if not a.blank and not b.blank and len(a.shown) <= LONGEST_WRAPPED
    ]
    broken = [
        len(a.shown)
        for a, b in pairs
        if b.shown[:1].islower() and not _ENDS.search(a.shown) and marker_of(b.shown) is None
    ]
    if len(broken) <= WRAPPED_SHARE * max(1, sum(not line.blank for line in lines)):
        return False, 0
    # the narrowest common width: short first lines are no sign, so take the upper third's lower edge
    broken.sort()
    return True, broken[len(broken) // 3]


def rows_of(table: Table, text: str) -> list[Span]:
    """The spans of a data table's rows; none for a table that only lays out a letterhead or a signature."""
    rows: dict[int, list[Span]] = {}
    for cell in table.cells:
        if cell.span:
            rows.setdefault(cell.row, []).append(cell.span)
    wide = max((c.column + c.columns for c in table.cells), default=0) > 1
    tall = max((c.row + c.rows for c in table.cells), default=0) > 1
    if not (wide and tall) or _LAYOUT.search(table.span.of(text)):
        return []
    return [Span(min(s.start for s in spans), max(s.end for s in spans)) for _, spans in sorted(rows.items())]
