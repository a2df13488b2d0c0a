"""How a sentence brings a deadline in, and which of its words go with it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.reading import Span
from corpus.tasks.deadlines.calendar import Issued
from corpus.tasks.deadlines.pattern import LEFT, RIGHT, pattern
from corpus.tasks.deadlines.phrase import Phrase
from corpus.tasks.deadlines.vocabulary import load_vocabulary

_AIM = pattern(r"(?<!\w) (?:phấn~đấu|bảo~đảm|đảm~bảo) ~ \Z")
_ADVERB = pattern(r"(?<!\w) (?:ngay|xong|dứt~điểm) ~ \Z")
_MARK = pattern(r"[,;(–-] ≈ \Z")
_STOP = pattern(r"≈ (?: [,;.)/:”…] | \Z | (?:để|và|theo|nhằm|trên|đồng) (?!\w) )")
_COMMA = pattern(r"≈ , ≈")
_CLOSE = pattern(r"≈ \)")


@dataclass(frozen=True, slots=True)
class Closing:
    """How a sentence brings a deadline in.

    Attributes:
        introduced: True where words before it make it a deadline by themselves.
        whole: half-open offsets of the deadline with those words and the marks around them.
    """

    introduced: bool
    whole: Span


def closing_of(text: str, phrase: Phrase, issued: Issued) -> Closing:
    """How the sentence brings the phrase in.

    "hoàn thành" goes with the deadline only where a mark or "và" stands before it and nothing to be completed behind;
    in "hoàn thành trước ngày 5/8 việc kiểm kê" it is the work's own verb.
    """
    words, start, end = load_vocabulary(), phrase.start, phrase.end
    left = max(0, start - LEFT)
    introduced = phrase.told and not _done(text, phrase, left)
    if term := words.left_term.search(text, left, start):
        introduced, start = True, term.start()
    elif ending := words.left_end.search(text, left, start):
        introduced = True
        if ending["mark"] is not None and _STOP.match(text, end):
            start = ending.end("mark")
        elif adverb := _ADVERB.search(text, left, start):
            start = adverb.start()
    elif _AIM.search(text, left, start):
        introduced = True
    elif adverb := _ADVERB.search(text, left, start):
        introduced, start = True, adverb.start()
    if phrase.days and issued.earliest and phrase.days.end < issued.earliest:
        introduced = False  # a day that had passed is told about
    return Closing(introduced, _with_marks(text, start, end))


def _done(text: str, phrase: Phrase, left: int) -> bool:
    """True where "trong năm ..." says when something was done: "nhiệm vụ được giao trong năm 2027"."""
    if not phrase.rule.startswith(("during", "session")):
        return False
    words = load_vocabulary()
    told = words.told.match(text, phrase.end, min(len(text), phrase.end + RIGHT))
    return bool(told or words.left_done.search(text, left, phrase.start))


def _with_marks(text: str, start: int, end: int) -> Span:
    """The words with the comma, semicolon or bracket before them; at the beginning of a text, with the comma behind."""
    mark = _MARK.search(text, max(0, start - 6), start)
    first = mark.start() if mark else start
    if "(" in text[first:start] and (close := _CLOSE.match(text, end)):
        end = close.end()
    if not text[:first].strip() and (comma := _COMMA.match(text, end)):
        end = comma.end()
    return Span(first, end)
