"""Text in an encoding from before Unicode: recognised by its words, and repaired paragraph by paragraph.

A paragraph is repaired where its words are Vietnamese only by the old encoding; one that says too little by itself goes
with those around it. Text that is good Unicode, and text in another language, stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.capitals import restored
from corpus.encodings import Encoding, encodings
from corpus.legacy_evidence import PROOF, SHARE, Count, Tally, reads_vietnamese, tally_of

_MOST_WORDS = 200_000  # a text of so many suspicious words of which no paragraph convinces is in another language


@dataclass(frozen=True, slots=True)
class Repair:
    """What was repaired in a document, and on which evidence.

    Attributes:
        encoding: the name of the old encoding.
        paragraphs: how many paragraphs were repaired.
        words: how many words with the encoding's signs they hold.
        share: the part of those words that are Vietnamese syllables once repaired, 0 to 1.
    """

    encoding: str
    paragraphs: int
    words: int
    share: float


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text in Unicode, and what was repaired in it."""

    text: str
    repairs: tuple[Repair, ...] = ()


def repaired(text: str) -> Repaired:
    """`text` with each line in an old encoding repaired to NFC. Idempotent.

    >>> repaired("Thñ t­íng ChÝnh phñ yªu cÇu").text, repaired("Le département a été créé à Huế.").repairs
    ('Thủ tướng Chính phủ yêu cầu', ())
    """
    lines = text.split("\n")
    verdicts = verdicts_of(lines)
    if not any(verdicts):
        return Repaired(text)
    pieces = (line if found is None else decoded([line], found)[0] for line, found in zip(lines, verdicts, strict=True))
    return Repaired("\n".join(pieces), repairs_of(lines, verdicts))


def decoded(pieces: Sequence[str], encoding: Encoding, in_capitals: Sequence[bool] = ()) -> list[str]:
    """The pieces of one paragraph in Unicode, NFC; what reaches over a border goes to the piece where it begins.

    `in_capitals` says which pieces stand in a font that shows capitals for small letters; none if left out.
    """
    letters = list(encoding.letters("".join(pieces)))
    whole = "".join(letter for _, letter in letters)
    if encoding.no_capitals:
        whole = restored(whole)
    found = [""] * len(pieces)
    piece, end, done = 0, len(pieces[0]) if pieces else 0, 0
    for at, letter in letters:
        part = whole[done : done + len(letter)]
        done += len(letter)
        for offset, character in enumerate(part):
            # a run of characters that are no letters of the encoding may reach over several pieces
            while at + offset >= end and piece + 1 < len(pieces):
                piece += 1
                end += len(pieces[piece])
            found[piece] += character
    return [
        unicodedata.normalize("NFC", text.upper() if index < len(in_capitals) and in_capitals[index] else text)
        for index, text in enumerate(found)
    ]


def characters_of(data: bytes) -> str | None:
    """The characters of a text in an old encoding, not repaired yet; None if its words are not Vietnamese by any.

    Lines that are UTF-8 are read as that, so that a file put together from both is whole.
    """
    lines, old = [], []
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode())
        except UnicodeDecodeError:
            lines.append("".join(map(_western().__getitem__, line)))
            old.append(lines[-1])
    tally = tally_of("\n".join(old))
    return "\n".join(lines) if tally is not None and tally.proves else None


def verdicts_of(paragraphs: Sequence[str]) -> list[Encoding | None]:
    """For each paragraph of a document the encoding that it is in; None for one that is as it should be.

    The paragraphs stand in their order; a table cell or a title is one as well.
    """
    verdicts: list[Encoding | None] = [None] * len(paragraphs)
    if not _may_be_old(paragraphs):
        return verdicts
    tallies = [tally_of(paragraph) for paragraph in paragraphs]
    proven = _proven(tallies)
    if not proven:
        return verdicts
    decided: list[tuple[int, Encoding | None]] = []
    for index, tally in enumerate(tallies):
        of = None if tally is None else tally.encoding
        if tally is None or (of is None and not tally.good):
            continue
        if of is None or of in proven:
            decided.append((index, of))
            verdicts[index] = of
    _decide_others(tallies, decided, verdicts)
    return verdicts


def repairs_of(paragraphs: Sequence[str], verdicts: Sequence[Encoding | None]) -> tuple[Repair, ...]:
    """What is repaired in `paragraphs` by these verdicts: one entry for each encoding."""
    found = []
    for encoding in encodings():
        of = [paragraph for paragraph, verdict in zip(paragraphs, verdicts, strict=True) if verdict is encoding]
        counts = [Count.of(paragraph, encoding) for paragraph in of]
        words = sum(count.words for count in counts)
        if words:
            share = sum(count.words * count.share for count in counts) / words
            found.append(Repair(encoding.name, sum(count.words > 0 for count in counts), words, round(share, 4)))
    return tuple(found)


def _proven(tallies: Sequence[Tally | None]) -> set[Encoding]:
    """The encodings that a paragraph proves by itself, or all paragraphs that are not good Unicode together."""
    doubtful = [tally for tally in tallies if tally is not None and not tally.good]
    proven = {
        tally.encoding
        for tally in doubtful
        if tally.encoding is not None and tally.proves and reads_vietnamese(tally.text)
    }
    together = " ".join(tally.text for tally in doubtful)
    for encoding in {tally.encoding for tally in doubtful if tally.encoding is not None} - proven:
        count = Count.of(together, encoding)
        if len(count.only) >= PROOF and count.share >= SHARE and reads_vietnamese(together):
            proven.add(encoding)
    return proven


def _decide_others(
    tallies: Sequence[Tally | None], decided: Sequence[tuple[int, Encoding | None]], verdicts: list[Encoding | None]
) -> None:
    """Paragraphs that say too little go with their nearest neighbours, where these agree."""
    behind = 0
    for index, tally in enumerate(tallies):
        while behind < len(decided) and decided[behind][0] < index:
            behind += 1
        if tally is None or (behind < len(decided) and decided[behind][0] == index):
            continue
        around = {of for _, of in decided[max(behind - 1, 0) : behind + 1]}
        of = around.pop() if len(around) == 1 else None
        if of is not None and not tally.speaks_against(of):
            verdicts[index] = of


def _may_be_old(paragraphs: Sequence[str]) -> bool:
    """True if a paragraph with a suspicious sign reads well by an encoding: a quick look, most documents end here."""
    words = 0
    for paragraph in paragraphs:
        if words > _MOST_WORDS:
            break
        if _is_suspicious(paragraph):
            tally = tally_of(paragraph)
            if tally is not None and tally.encoding is not None:
                return True
            words += len(paragraph.split())
    return False


def _is_suspicious(paragraph: str) -> bool:
    """True for a letter with a sign beside it that good Vietnamese does not write there."""
    return not paragraph.isascii() and _beside().search(paragraph) is not None


@cache
def _beside() -> re.Pattern[str]:
    vietnamese = set("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ")
    signs = {sign for encoding in encodings() for unit in encoding.units for sign in unit if not sign.isascii()}
    foreign = re.escape("".join(sorted(signs - vietnamese)))
    # and letters of Vietnamese that do not follow each other: VNI's "aâ", "eá", the 1258 page's "õì", "uÒ"
    return re.compile(f"[A-Za-z][{foreign}]|[{foreign}][A-Za-z]|[ae][âáàã]|aê|oâ|[õýâêô][ìò]|[a-zâêôõý][ÌÒÞ]")


@cache
def _western() -> tuple[str, ...]:
    """The character for each byte: code page 1252, and control characters where that has none."""
    return tuple(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
