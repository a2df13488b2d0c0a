"""Bounds on what a PDF makes pdfminer do, on which pdfplumber stands.

It believes what a file says of itself: here what a stream unfolds to, how often a page draws other drawings, how far
the ranges of a font reach and how long it all takes are looked at first.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_FLATE_DECODE,
    PDFStream,
    list_value,
    resolve1,
    stream_value,
)
from pdfminer.utils import MATRIX_IDENTITY
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from corpus.errors import UnreadableDocument
from corpus.vietnamese import grouped

MOST_UNFOLDED = 256 * 1024 * 1024
"""The streams of a file unfold to no more bytes than this, all together."""
MOST_CONTENT = 16 * 1024 * 1024
"""What one page draws is written in no more bytes than this; a full page of text takes some 20,000."""
MOST_DRAWN = 100_000
"""A page shows no more characters and strokes than this; a full page has some 4,000."""
AGAIN = "hãy tải lại tệp, hoặc xuất lại PDF từ phần mềm đã soạn nó"

_MOST_FOLDED = 1032  # zlib folds no better than 1 : 1032
_LARGEST_ROW = 1 << 20  # a row of a table of bytes (Columns x Colors of a predictor)
_LARGEST_RANGE = 1 << 16  # a font has no more characters
_DEEPEST = 12  # drawings within drawings
_LEAST_CONTENT = 1000  # an empty drawing costs as much as so many bytes
_FOLD_HEADER = 2  # bytes before the first block of what zlib folded
_RANGES = re.compile(rb"begin(?:bf|cid)range(.*?)end", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]{1,8})>\s*<([0-9A-Fa-f]{1,8})>\s*(?:<[^<>]*>|\[[^\[\]]*\]|\d)")


@dataclass(slots=True)
class Budget:
    """What a file may still take: `until` is a time of time.monotonic(); the others count up to their limit."""

    until: float
    unfolded: int = 0
    content: int = 0
    drawn: int = 0
    page: int = 0

    def spend(self, *, unfolded: int = 0, content: int = 0, drawn: int = 0) -> None:
        """Counts; raises UnreadableDocument once too much was asked for."""
        self.unfolded += unfolded
        self.content += content
        self.drawn += drawn
        if self.unfolded > MOST_UNFOLDED:
            raise UnreadableDocument(
                f"tệp PDF bung ra quá {grouped(MOST_UNFOLDED)} byte, không giống văn bản thật; {AGAIN}"
            )
        if self.content > MOST_CONTENT or self.drawn > MOST_DRAWN:
            raise UnreadableDocument(f"trang {self.page} của tệp PDF vẽ quá nhiều nét, không giống văn bản; {AGAIN}")
        self.check_time()

    def check_time(self) -> None:
        """Raises UnreadableDocument once the time is over."""
        if time.monotonic() > self.until:
            where = f" (đến trang {self.page})" if self.page else ""
            raise UnreadableDocument(f"đọc tệp PDF quá lâu{where} nên đã dừng; hãy tách tệp hoặc nâng giới hạn")

    def open_page(self, number: int) -> None:
        """Begins to count anew for a page."""
        self.page, self.content, self.drawn = number, 0, 0
        self.check_time()


class _Stream(PDFStream):
    """A stream that is measured before it is unfolded; `broken` where that ended before its end."""

    budget: Budget
    broken: bool = False

    def decode(self) -> None:
        data = self.rawdata or b""
        if self.decipher and self.objid is not None and self.genno is not None:
            data = self.decipher(self.objid, self.genno, data, self.attrs)
        filters = self.get_filters()
        for number, (name, said) in enumerate(filters):
            _refuse_wide_rows(said)
            if name in LITERALS_ASCII85_DECODE:
                data = ascii85decode(data)
            elif name in LITERALS_ASCIIHEX_DECODE:
                data = asciihexdecode(data)
            elif name not in LITERALS_FLATE_DECODE:
                break
            elif self._breaks_off(data):
                self.broken = True
                break
            elif len(filters) - number > 1 or len(data) * _MOST_FOLDED > MOST_CONTENT:
                data = self._unfolded(data)
        super().decode()
        self.budget.spend(unfolded=len(self.data or b""))

    def _breaks_off(self, data: bytes) -> bool:
        """True where the data ends or is damaged before the last block; a missing or wrong check sum does no harm."""
        if int.from_bytes(data[:_FOLD_HEADER], "big") % 31 or data[:1] == b"":
            return True
        unfolding = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            unfolding.decompress(data[_FOLD_HEADER:], MOST_CONTENT)
        except zlib.error:
            return True
        return not unfolding.eof and not unfolding.unconsumed_tail

    def _unfolded(self, data: bytes) -> bytes:
        unfolding = zlib.decompressobj()
        left = MOST_UNFOLDED - self.budget.unfolded
        try:
            unfolded = unfolding.decompress(data, max(left, 1))
        except zlib.error:  # damaged: pdfminer takes what it can, byte by byte
            return b""
        if unfolding.unconsumed_tail:
            self.budget.spend(unfolded=left + 1)
        return unfolded


def _refuse_wide_rows(said: object) -> None:
    if isinstance(said, dict):
        columns, colors = (resolve1(said.get(name, 1)) for name in ("Columns", "Colors"))
        if not (isinstance(columns, int) and isinstance(colors, int) and 0 < columns * colors <= _LARGEST_ROW):
            raise ValueError(f"a row of {columns} x {colors} bytes")


class MeasuredParser(PDFParser):
    """A parser whose streams are measured."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        super().__init__(file)
        self.budget = budget

    def push(self, *objs: Any) -> None:
        """Takes objects; a stream among them is one that is measured."""
        for _, one in objs:
            if type(one) is PDFStream:
                one.__class__ = _Stream
                one.budget = self.budget  # type: ignore[attr-defined]
        super().push(*objs)


class MeasuredFonts(PDFResourceManager):
    """Fonts whose ranges are looked at before they are written out."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> Any:
        """The font. Raises ValueError for a forged one."""
        for widths, step in (("W", 3), ("W2", 5)):
            _refuse_ranges(resolve1(spec.get(widths)), step)
        for name in ("FirstChar", "LastChar"):
            said = resolve1(spec.get(name, 0))
            if isinstance(said, int) and abs(said) > _LARGEST_RANGE:
                raise ValueError(f"a font with the character {said}")
        for name in ("ToUnicode", "Encoding"):
            said = resolve1(spec.get(name))
            if isinstance(said, PDFStream):
                _refuse_map(said.get_data())
        return super().get_font(objid, spec)


def _refuse_ranges(widths: object, step: int) -> None:
    """Raises ValueError for widths "first last width" of more characters than a font has."""
    plain: list[float] = []
    for one in widths if isinstance(widths, list) else ():
        said = resolve1(one)
        plain = [] if isinstance(said, list) else [*plain, said] if isinstance(said, int | float) else plain
        if len(plain) == step:
            if plain[1] - plain[0] > _LARGEST_RANGE:
                raise ValueError(f"a font with widths for {plain[0]} to {plain[1]}")
            plain = []


def _refuse_map(data: bytes) -> None:
    """Raises ValueError for a map of characters with a range of more of them than a font has."""
    for ranges in _RANGES.finditer(data):
        for first, last in _RANGE.findall(ranges[1]):
            if int(last, 16) - int(first, 16) > _LARGEST_RANGE:
                raise ValueError("a map of characters with a forged range")


class CountingDevice(PDFPageAggregatorWithMarkedContent):
    """Collects what a page shows, and counts it."""

    def __init__(self, fonts: PDFResourceManager, page: int, budget: Budget) -> None:
        super().__init__(fonts, pageno=page)
        self.budget = budget

    def render_char(self, *args: Any, **said: Any) -> float:
        """Takes a character."""
        self.budget.spend(drawn=1)
        return super().render_char(*args, **said)

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """Takes strokes."""
        self.budget.spend(drawn=len(path))
        super().paint_path(gstate, stroke, fill, evenodd, path)


class CountingInterpreter(PDFPageInterpreter):
    """Follows what a page draws, and the drawings in it, and counts how much there is to follow."""

    def __init__(self, fonts: PDFResourceManager, device: PDFDevice, budget: Budget, depth: int = 0) -> None:
        super().__init__(fonts, device)
        self.budget = budget
        self.depth = depth

    def dup(self) -> CountingInterpreter:
        """An interpreter for a drawing in the drawing."""
        return CountingInterpreter(self.rsrcmgr, self.device, self.budget, self.depth + 1)

    def render_contents(
        self, resources: dict[object, object], streams: Sequence[object], ctm: Any = MATRIX_IDENTITY
    ) -> None:
        """Follows streams, unless they stand too deep in each other."""
        if self.depth > _DEEPEST:
            return
        for one in list_value(streams):
            stream = stream_value(one)
            self.budget.spend(content=len(stream.get_data()) + _LEAST_CONTENT)
            if getattr(stream, "broken", False):  # what is missing would be missing silently
                raise ValueError("the content of a page breaks off")
        super().render_contents(resources, streams, ctm)
