"""Sections -> passages: the pieces that are searched, with stable ids and their heading paths."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.lines import join, trimmed
from corpus.markers import Style
from corpus.reading import Reading, Span
from corpus.roles import SectionKind
from corpus.sections import Section, heading_path, sections_of
from corpus.sentences import sentences_of

SPLITTING_RULES = "1"
"""Version of the rules that cut a text into passages; a change of them changes every id."""
LONGEST_PASSAGE = 900
"""A passage has at most so many characters, but for a single sentence that is longer still."""
SHORT_PASSAGE = 350
"""Neighbours under one heading are put together up to so many characters."""
LONGEST_SENTENCE = 2400
"""A "sentence" longer than this is cut at white space: a list without full stops, a table, noise."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that is found and shown as one.

    Attributes:
        id: the same as long as the document's path, the words, their heading and `SPLITTING_RULES` are.
        span: half-open offsets in the stored text.
        text: the piece for reading: wraps joined, crawled marks dropped.
        section: the numbers of its section, "B.II.8.a"; "" where there are none.
        heading: its heading path, "B.II.8.a — Về an ninh mạng, an toàn thông tin mạng".
        titles: the headings above it, from the top.
        kind: what it is for the reader.
        sentences: the spans of its sentences, in order.
    """

    id: str
    span: Span
    text: str
    section: str
    heading: str
    titles: tuple[str, ...]
    kind: SectionKind
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    span: Span
    section: Section
    heading: bool
    sentences: tuple[Span, ...]


def passages_of(reading: Reading, document: str, sections: Sequence[Section] | None = None) -> list[Passage]:
    """The passages of a reading, in order; they do not overlap, and together hold every visible word.

    Args:
        reading: the stored text with its tables and headings.
        document: the document's path in the store; part of each id, so that two documents never share one.
        sections: those of the reading, where they are at hand.
    """
    sections = sections_of(reading) if sections is None else sections
    seen: Counter[str] = Counter()
    passages = []
    for piece in _joined(_pieces(reading.text, sections), sections):
        heading = heading_path(piece.section, sections)
        words = piece.span.of(reading.text)
        key = "\0".join((SPLITTING_RULES, document, heading, words))
        seen[key] += 1
        passages.append(
            Passage(
                id=hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest()[:20],
                span=piece.span,
                text=join(reading.text, piece.span).text,
                section=piece.section.path,
                heading=heading,
                titles=_titles(piece.section, sections),
                kind=piece.section.kind,
                sentences=piece.sentences,
            )
        )
    return passages


def _titles(section: Section, sections: Sequence[Section]) -> tuple[str, ...]:
    titles = [section.title] if section.heading else []
    above = section.parent
    while above is not None:
        titles.append(sections[above].title)
        above = sections[above].parent
    return tuple(filter(None, reversed(titles)))


def _pieces(text: str, sections: Sequence[Section]) -> Iterator[_Piece]:
    """One piece a section, or a small section with all that stands under it; long ones cut at sentences."""
    whole_until = -1
    for section in sections:
        if section.span.start < whole_until:
            continue
        parts = _small_whole(section, sections)
        if len(parts) > 1:
            whole_until = section.end
            sentences = tuple(s for part in parts for s in sentences_of(text, part.span))
            yield _Piece(Span(section.span.start, section.end), section, False, sentences)
        else:
            yield from _cut(text, section)


def _small_whole(section: Section, sections: Sequence[Section]) -> list[Section]:
    """An item and what stands under it, where all of that makes one passage; else none."""
    if section.heading or section.end - section.span.start > LONGEST_PASSAGE:
        return []
    parts = []
    for index in range(section.index, len(sections)):
        if sections[index].span.start >= section.end:
            break
        parts.append(sections[index])
    return parts if all(part.kind is section.kind for part in parts) else []


def _cut(text: str, section: Section) -> Iterator[_Piece]:
    group: list[Span] = []
    for sentence in (p for s in sentences_of(text, section.span) for p in _bounded(text, s) if p):
        if group and sentence.end - group[0].start > LONGEST_PASSAGE:
            yield _Piece(Span(group[0].start, group[-1].end), section, section.heading, tuple(group))
            group = []
        group.append(sentence)
    if group:
        yield _Piece(Span(group[0].start, group[-1].end), section, section.heading, tuple(group))


def _bounded(text: str, sentence: Span) -> Iterator[Span]:
    """The sentence, or pieces of it that end at white space (or anywhere, where there is none)."""
    start = sentence.start
    while sentence.end - start > LONGEST_SENTENCE:
        half = start + LONGEST_SENTENCE // 2
        cut = max(text.rfind(space, half, start + LONGEST_SENTENCE) for space in " \n")
        cut = cut if cut > 0 else start + LONGEST_SENTENCE
        yield trimmed(text, Span(start, cut))
        start = cut
    yield Span(start, sentence.end) if start == sentence.start else trimmed(text, Span(start, sentence.end))


def _joined(pieces: Iterator[_Piece], sections: Sequence[Section]) -> Iterator[_Piece]:
    """Puts a heading to what it governs, and short neighbours under one heading together."""
    held: _Piece | None = None
    for piece in pieces:
        if held is not None and _together(held, piece):
            section = piece.section if held.heading else held.section
            if not held.heading and piece.section is not held.section and piece.section.parent != held.section.index:
                section = sections[held.section.parent] if held.section.parent is not None else held.section
            held = _Piece(
                Span(held.span.start, piece.span.end),
                section,
                held.heading and piece.heading,
                held.sentences + piece.sentences,
            )
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def _together(a: _Piece, b: _Piece) -> bool:
    both = b.span.end - a.span.start
    if a.section.kind is not b.section.kind or both > LONGEST_PASSAGE:
        return False
    if a.section.kind is SectionKind.ROW:
        return False
    if _one_enumeration(a.section, b.section):
        return True
    if a.section.kind is not SectionKind.BODY:
        return a.section.parent == b.section.parent and a.section.label == b.section.label
    if a.heading:
        return b.section.parent == a.section.index
    siblings = a.section.parent == b.section.parent and (a.section.label == b.section.label == "")
    return (siblings or b.section.parent == a.section.index) and both <= SHORT_PASSAGE


def _one_enumeration(a: Section, b: Section) -> bool:
    """True for "(1) ...; (2) ...": its items with each other, and with the words that announce them."""
    if b.style is not Style.PAREN_NUMBER:
        return False
    return b.parent == a.index or (a.style is b.style and a.parent == b.parent)
