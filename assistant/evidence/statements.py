"""The sentences of a passage, as far as each says something by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.evidence.limits import LONGEST_STATEMENT
from corpus.lines import shown
from corpus.markers import marker_of
from corpus.reading import Span
from index.short_forms import tokens_of
from index.store import StoredPassage

_DEADLINE = re.compile(r"(?:Thời (?:hạn|gian)|Hạn|Hoàn thành|Xong) ")


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that a passage says: where, in what words (without the mark before them), and their tokens."""

    span: Span
    words: str
    tokens: frozenset[str]


@lru_cache(maxsize=2048)
def statements_of(passage: StoredPassage) -> tuple[Statement, ...]:
    """What a passage says; its titles, in capitals, say nothing."""
    found = []
    for span in statements(passage):
        words = shown(passage.piece(span))
        if _title(words):
            continue
        mark = marker_of(words)
        words = words[mark.length :] if mark else words
        # without its mark: the 5 of "(5)" is not the 5 of "5 không"
        found.append(Statement(span, words, tokens_of(words)))
    return tuple(found)


def statements(passage: StoredPassage) -> list[Span]:
    """The sentences of a passage, as far as each says something by itself.

    A sentence goes on through the deadline behind it, and a heading or a colon through what it announces, where that
    is short.
    """
    found: list[Span] = []
    for i, sentence in enumerate(passage.sentences):
        words = shown(passage.piece(sentence))
        if found and _DEADLINE.match(words) and sentence.end - found[-1].start <= LONGEST_STATEMENT:
            found[-1] = Span(found[-1].start, max(found[-1].end, sentence.end))
            continue
        heads = bool(passage.titles) and words.rstrip(" :").endswith(passage.titles[-1])
        if heads or words.endswith(":"):
            found.append(Span(sentence.start, _announced(passage, i)))
        else:
            found.append(sentence)
    return found


def _announced(passage: StoredPassage, at: int) -> int:
    """Where the list ends that a sentence announces; of a passage without items behind it, where the passage ends."""
    first, *rest = passage.sentences[at:]
    items = [marker_of(shown(passage.piece(s))) is not None for s in rest]
    count = items.index(False) if items[:1] == [True] and False in items else len(rest)
    ends = [s.end for s in rest[:count] if s.end - first.start <= LONGEST_STATEMENT]
    return max(ends, default=first.end)


def _title(words: str) -> bool:
    """True for the title of a document or part, in capitals."""
    return sum(map(str.isupper, words)) > 0.8 * sum(map(str.isalpha, words))
