"""The words in the picture of a page, recognised by Tesseract with the Vietnamese model, in a process of its own."""

from __future__ import annotations

import io
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from corpus.errors import UnreadableDocument
from corpus.readers.limits import Limits
from corpus.readers.pdf_pages import Scan
from corpus.readers.pdf_words import Rule, Word
from corpus.readers.programs import Bounds, Outcome, find, run
from corpus.readers.scan_picture import Picture
from corpus.readers.scan_rules import rules_of

LANGUAGE = "vie"
PACKAGES = "tesseract-ocr và tesseract-ocr-vie"

_WORD = "5"  # the level of a word in Tesseract's TSV
_FIELDS = 12
_SPARSE = "11"  # look for text wherever it is: the other ways leave out words in tables
_SURE = 30.0  # of 100; words that Tesseract is less sure of are mostly stamps, signatures and dirt, unless ...
_BARELY = 5.0  # ... they are as high as the words of the page are; below this there is nothing
_USUAL = (0.6, 1.6)  # of the median height of the page's words
_SURE_SIGN = 60.0  # the same for what has neither letter nor digit
_DOUBTFUL = 65.0  # a page whose words come out no surer may stand on its head or on its side
_LETTER = re.compile(r"[^\W_]")
_TYPE = 1.1  # the size of the type, in heights of the words of a line
_TURN = re.compile(rb"^Rotate: (90|180|270)$", re.MULTILINE)
_ASKING = 30.0  # seconds that questions to the program may take


@dataclass(frozen=True, slots=True)
class _Found:
    line: tuple[str, ...]
    text: str
    sure: float
    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Reads pictures until a time of time.monotonic(), within the memory of the limits."""

    program: str
    until: float
    memory: int

    @classmethod
    def of(cls, limits: Limits, until: float) -> Recogniser:
        """Raises UnreadableDocument, naming the packages of Debian, where Tesseract or its model is not installed."""
        program = find("tesseract")
        if program is None:
            raise UnreadableDocument(f"cần Tesseract để nhận dạng chữ (OCR); hãy cài gói {PACKAGES} rồi chạy lại")
        recogniser = cls(program, until, limits.memory)
        outcome = recogniser._run(["--list-langs"], b"", _ASKING)
        if outcome.stopped:
            raise _too_slow(1)
        if LANGUAGE not in outcome.out.decode("utf-8", "replace").split():
            raise UnreadableDocument(
                "Tesseract trên máy này không có mô hình tiếng Việt (vie); hãy cài gói tesseract-ocr-vie rồi chạy lại"
            )
        return recogniser

    def scan(self, picture: Picture, page: int) -> Scan:
        """The words and rules of a page. Raises UnreadableDocument when the time is over or Tesseract fails."""
        if picture.is_sideways():
            picture = picture.turned(self._turn(picture))
        level, rules, found = self._recognised(picture, page)
        if _sureness(found) < _DOUBTFUL and (turn := self._turn(picture)):
            turned = self._recognised(picture.turned(turn), page)
            if _sureness(turned[2]) > _sureness(found):
                level, rules, found = turned
        return Scan(tuple(_words(found, 72 / level.dpi)), tuple(rules), level.width, level.height)

    def _recognised(self, picture: Picture, page: int) -> tuple[Picture, list[Rule], list[_Found]]:
        level = picture.level()
        rules, bare = rules_of(level)
        outcome = self._run(
            ["stdin", "stdout", "-l", LANGUAGE, "--oem", "1", "--psm", _SPARSE, "--dpi", str(round(bare.dpi)), "tsv"],
            _pgm(bare),
        )
        if outcome.stopped:
            raise _too_slow(page)
        if outcome.status:
            raise UnreadableDocument(
                f"không nhận dạng được chữ ở trang {page} (Tesseract dừng vì lỗi); hãy quét lại trang"
            )
        return level, rules, _likely(list(_found(outcome.out)))

    def _turn(self, picture: Picture) -> int:
        """By how many degrees, clockwise, the page must be turned to be read; 0 also where that cannot be told."""
        answer = self._run(["stdin", "stdout", "-l", "osd", "--psm", "0"], _pgm(picture), _ASKING)
        match = _TURN.search(answer.out)
        return int(match[1]) if match else 0

    def _run(self, arguments: Sequence[str], given: bytes, most: float = float("inf")) -> Outcome:
        seconds = max(min(self.until - time.monotonic(), most), 0.0)
        with tempfile.TemporaryDirectory(prefix="chidao-") as folder:
            return run(
                [self.program, *arguments],
                Path(folder),
                Bounds(seconds, self.memory, 1 << 26),
                given,
                {"OMP_THREAD_LIMIT": "1"},
            )


def _too_slow(page: int) -> UnreadableDocument:
    return UnreadableDocument(
        f"nhận dạng chữ quá lâu (đến trang {page}) nên đã dừng; hãy tách tệp hoặc nâng giới hạn thời gian"
    )


def _pgm(picture: Picture) -> bytes:
    file = io.BytesIO()
    picture.image.save(file, "PPM")
    return file.getvalue()


def _found(table: bytes) -> Iterator[_Found]:
    for line in table.decode("utf-8", "replace").splitlines():
        fields = line.split("\t")
        if len(fields) != _FIELDS or fields[0] != _WORD:
            continue
        text, sure = unicodedata.normalize("NFC", fields[11].strip()), float(fields[10])
        if text and sure >= (_BARELY if _LETTER.search(text) else _SURE_SIGN):
            left, top, width, height = map(int, fields[6:10])
            yield _Found(tuple(fields[1:5]), text, sure, left, top, left + width, top + height)


def _likely(found: Sequence[_Found]) -> list[_Found]:
    """Without what is most likely no text."""
    usual = median(one.height for one in found) if found else 0.0
    return [one for one in found if one.sure >= _SURE or _USUAL[0] * usual <= one.height <= _USUAL[1] * usual]


def _sureness(found: Sequence[_Found]) -> float:
    return fmean(one.sure for one in found) if found else 0.0


def _words(found: Sequence[_Found], scale: float) -> Iterator[Word]:
    """The words with boxes in points; a small sign is as high as its line, and the type of a line has one size."""
    lines: dict[tuple[str, ...], list[_Found]] = {}
    for one in found:
        lines.setdefault(one.line, []).append(one)
    for line in lines.values():
        top, bottom = median(one.top for one in line), median(one.bottom for one in line)
        size = _TYPE * median(one.height for one in line)
        for one in line:
            yield Word(
                one.text,
                one.left * scale,
                min(one.top, top) * scale,
                one.right * scale,
                max(one.bottom, bottom) * scale,
                size * scale,
            )
