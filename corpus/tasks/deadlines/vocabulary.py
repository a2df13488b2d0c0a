"""The words of words.toml and the gazetteer's kinds of documents, as patterns for what stands beside a time."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.gazetteer import load_kinds
from corpus.tasks.deadlines.pattern import pattern

FILE = "words.toml"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Patterns, each one alternative for each entry of its list, the longest first.

    Those with `left` end where a time begins, and are searched in the characters before it.
    """

    left_document: re.Pattern[str]
    left_named: re.Pattern[str]
    left_title: re.Pattern[str]
    left_told: re.Pattern[str]
    left_signed: re.Pattern[str]
    left_feast: re.Pattern[str]
    left_state: re.Pattern[str]
    left_done: re.Pattern[str]
    left_meeting: re.Pattern[str]
    left_standing: re.Pattern[str]
    left_term: re.Pattern[str]
    left_end: re.Pattern[str]
    counted: re.Pattern[str]
    document: re.Pattern[str]
    told: re.Pattern[str]
    happening: re.Pattern[str]
    course: re.Pattern[str]
    pace: re.Pattern[str]


@cache
def load_vocabulary() -> Vocabulary:
    """The shipped words."""
    data = tomllib.loads((files("corpus.tasks.deadlines") / FILE).read_text(encoding="utf-8"))
    kinds = _any(
        [spelling for kind in load_kinds() for spelling in (kind.name, *kind.aliases)] + ["văn bản", "bộ luật"]
    )
    told, event, closing = data["told"], data["event"], data["closing"]
    return Vocabulary(
        left_document=pattern(rf"(?<!\w) {kinds} (?!\w) [^.,;:()]{{0,70}} [,(]? ≈ \Z"),
        left_named=pattern(rf"(?<!\w) {_any(data['named']['things'])} (?!\w) [^.,;:()]{{0,60}} \Z"),
        left_title=pattern(rf"(?<!\w) {_any(data['named']['titles'])} (?!\w) [^.;:()]{{0,80}} \Z"),
        left_told=pattern(rf"(?<!\w) {_any(told['before'])} ~ \Z"),
        left_signed=pattern(rf"(?<!\w) {_any(told['signed'])} ~ \Z"),
        left_feast=pattern(rf"(?<!\w) {_any(told['feasts'])} (?!\w) [^.,;:()]{{0,50}} \Z"),
        left_state=pattern(rf"(?<!\w) {_any(told['state'])} ~ \Z"),
        left_done=pattern(rf"(?<!\w) {_any(told['done'])} ~ \Z"),
        left_meeting=pattern(rf"(?<!\w) tại ~ [^.;:]{{0,20}} {_any(told['meetings'])} (?!\w) [^.;:]{{0,60}} \Z"),
        left_standing=pattern(rf"(?<!\w) {_any(told['standing'])} ~ \Z"),
        left_term=pattern(
            rf"""(?<!\w)
            (?: thời~(?:hạn|gian) (?: ~{_any(closing["terms"])} (?!\w) ){{0,6}}
              | tiến~độ (?: ~{_any(closing["terms"])} (?!\w) ){{0,3}} (?=≈:)
              | hạn ~ {_any(closing["terms"])} (?!\w) | hạn (?=≈:) )
            (?: ~là | ≈: )? ≈ (?:[–-]≈)? \Z"""
        ),
        left_end=pattern(
            rf"""(?: (?P<mark> [,;.:(–-] ≈ | \A ≈ | (?<!\w) và ~ ) | (?<!\w) )
            (?: {_any(closing["urges"])} ~ ){{0,3}} (?P<end> {_any(closing["ends"])} ) (?:≈:)? ~ (?:ngay~)? \Z"""
        ),
        counted=pattern(rf"~ {_any(data['counted']['things'])} (?!\w)"),
        document=pattern(rf"~ (?:các~|những~)? {kinds} (?!\w)"),
        told=pattern(rf"≈ ,? ≈ (?: {_any(told['after'])} | (?:[^\W\d_]{{1,7}}~){{0,6}} đã ) (?!\w)"),
        happening=pattern(rf"(?:các~)? {_any(event['happenings'])} (?!\w)"),
        course=pattern(rf"theo ~ (?:đúng~)? {_any(event['courses'])} (?!\w)"),
        pace=pattern(rf"theo ~ (?:đúng~)? {_any(event['paces'])} (?!\w)"),
    )


def _any(phrases: Iterable[str]) -> str:
    longest_first = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return f"(?:{'|'.join('~'.join(map(re.escape, phrase.split())) for phrase in longest_first)})"
