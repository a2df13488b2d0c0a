"""Evidence: which sentences of the passages found hold what was asked, and whether that is enough."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.question import Kind, Question
from corpus.facts import Facts
from corpus.gazetteer import Body, load_gazetteer
from corpus.lines import shown
from corpus.markers import marker_of
from corpus.reading import Span
from index.lexical import LexicalIndex
from index.retrieval import Hit
from index.store import StoredPassage
from index.tokens import pairs, syllables

ENOUGH = 0.55
"""Share of the question's weight that the best sentence with its surroundings must hold, for an answer."""
NEAR_BEST = 0.9
"""A further sentence is part of the answer from this share of the best one's score on."""
PASSAGES = 12
"""Passages whose sentences are looked at."""
LONGEST_STATEMENT = 1400
"""A sentence with the list that it announces is one statement up to so many characters."""
_IN_HEADING, _IN_PASSAGE, _IN_DOCUMENT = 0.95, 0.7, 0.7
"""What a word counts that the sentence lacks: in a heading above it, elsewhere in its passage, in what its document is
called."""
_RANK = 0.25
"""What the passage's rank counts beside the words."""
_OFFICIAL = 0.05
"""What it counts that the document is the official text: it goes before the press where both say the same."""
_LENGTH = 0.1
"""What the longest statement loses against a short one that holds as much."""
_FITS = 0.1
"""What it counts that a sentence holds the kind of thing asked for."""

_DAY = re.compile(
    r"\b\d{1,2}/\d{1,2}(?:/\d{4})?\b|\btháng \d{1,2}\b|\bnăm \d{4}\b|\bquý [IV\d]|\bhằng |\bhàng ", re.IGNORECASE
)
_DEADLINE = re.compile(r"(?:Thời (?:hạn|gian)|Hạn|Hoàn thành|Xong) ")
_FIGURE = re.compile(r"\d+")
_NO_QUANTITY = re.compile(
    r"""
      \b\d{1,2}/\d{1,2}(?:/\d{4})?\b | \b\d{1,2}/\d{4}\b                        # a date
    | \b\d+[-/](?:\d{4}/)?[A-ZĐ][\w/-]*                                          # the number of a document
    | \b(?:ngày|tháng|năm|quý|giai\ đoạn|số|điều|khoản|mục|đề\ án|khóa)\s+[\dIVX]+(?:\s*[-–]\s*\d+)?\b
    | \[\d+\] | \(\d+\)                                                         # a note, an item
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")
_SKIPPED = {"letterhead", "recipients", "signature", "furniture", "basis", "addressees"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer.

    Attributes:
        passage: the passage it stands in.
        span: its offsets in the document's stored text.
        words: the sentence, joined for reading.
        coverage: share of the question's weight that it holds with its surroundings, 0 to 1.
        score: what it is ranked by.
        missing: the words of the question that neither it nor its surroundings hold.
    """

    passage: StoredPassage
    span: Span
    words: str
    coverage: float
    score: float
    missing: tuple[str, ...]


class Weights:
    """How much each term of a question tells: its inverse document frequency."""

    def __init__(self, words: LexicalIndex, terms: Sequence[str]) -> None:
        n = max(1, len(words.ids))
        self.of = {t: math.log(1.0 + n / (words.frequency(t) + 0.5)) for t in terms}
        # a pair tells that its words stand together; alone each counts already
        self.of = {t: w * (0.5 if " " in t else 1.0) for t, w in self.of.items()}
        self.total = sum(self.of.values()) or 1.0


def gather(
    question: Question, hits: Sequence[Hit], passages: dict[str, StoredPassage], words: LexicalIndex
) -> list[Evidence]:
    """The sentences of the best passages, best first."""
    weights = Weights(words, question.terms)
    found: list[Evidence] = []
    top = hits[0].score if hits else 0.0
    for hit in hits[:PASSAGES]:
        passage = passages.get(hit.id)
        if passage is None or passage.kind in _SKIPPED:
            continue
        rank = math.exp(min(0.0, hit.score - top))
        around = {
            **dict.fromkeys(_tokens(" ".join(_told(passage.document.facts))), _IN_DOCUMENT),
            **dict.fromkeys(_tokens(passage.text), _IN_PASSAGE),
            **dict.fromkeys(_tokens(" ".join(passage.titles)), _IN_HEADING),
        }
        found += [_weigh(question, passage, span, around, weights, rank) for span in statements(passage)]
    return sorted(found, key=lambda e: (-e.score, e.passage.document.name, e.span.start))


def _told(facts: Facts) -> tuple[str, ...]:
    """What a document is known by: name, number, issuer and the parts of its date."""
    day = " ".join(str(int(part)) for part in (facts.date or "").split("-") if part)
    return facts.name, facts.number, facts.issuer, facts.date_words, day


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


def _weigh(
    question: Question,
    passage: StoredPassage,
    span: Span,
    around: Mapping[str, float],
    weights: Weights,
    rank: float,
) -> Evidence:
    joined = shown(passage.piece(span))
    mark = marker_of(joined)
    joined = joined[mark.length :] if mark else joined
    own = _tokens(joined)  # without its mark: the 5 of "(5)" is not the 5 of "5 không"
    held = sum(w if t in own else around.get(t, 0.0) * w for t, w in weights.of.items())
    coverage = sum(w for t, w in weights.of.items() if t in own or t in around) / weights.total
    fits = _FITS if _fits(question.kind, joined) else 0.0
    missing = tuple(t for t in weights.of if " " not in t and t not in own and t not in around)
    official = _OFFICIAL if passage.document.facts.official else 0.0
    score = held / weights.total + _RANK * rank + fits + official - _LENGTH * len(span) / LONGEST_STATEMENT
    return Evidence(passage, span, joined, coverage, score, missing)


def _fits(kind: Kind, sentence: str) -> bool:
    if kind is Kind.WHEN:
        return bool(_DAY.search(sentence))
    if kind is Kind.NUMBER:
        return _quantity(sentence)
    return kind is Kind.WHO and bool(load_gazetteer().bodies_in(sentence))


def _tokens(text: str) -> frozenset[str]:
    words = syllables(text)
    return frozenset(words).union(pairs(words))


def answers(question: Question, evidence: Evidence) -> bool:
    """True where a sentence, with what stands around it, holds enough of what was asked, and each figure of it.

    A question for an amount is answered by a sentence that names one, and by no other year's.
    """
    if evidence.coverage < ENOUGH or any(_FIGURE.fullmatch(word) for word in evidence.missing):
        return False
    if question.kind is Kind.NUMBER:
        said = set(syllables(evidence.words))
        figures = [term for term in question.terms if _FIGURE.fullmatch(term)]
        if not _quantity(evidence.words) or not said.issuperset(figures):
            return False
    return other_body(question, evidence) is None


def _quantity(sentence: str) -> bool:
    """True where a sentence names an amount: a figure that is no date, no number of a document, no mark of a note."""
    return bool(_NUMBER.search(_NO_QUANTITY.sub(" ", sentence)))


def other_body(question: Question, evidence: Evidence) -> Body | None:
    """A body that the question names and neither the sentence nor its surroundings do, by any name it ever had."""
    if not question.bodies:
        return None
    place = " ".join((evidence.passage.text, *evidence.passage.titles, *_told(evidence.passage.document.facts)))
    named = {b.id for b in load_gazetteer().bodies_in(place)}
    return next((body for body in question.bodies if not named & _names_over_time(body)), None)


def _names_over_time(body: Body) -> set[str]:
    """The ids of a body, of those that took it over, and of those that it took over."""
    gazetteer = load_gazetteer()
    return {body.id, *(s.id for s in gazetteer.today(body)), *_predecessors(body.id, gazetteer.bodies)}


def _predecessors(id_: str, bodies: Iterable[Body]) -> set[str]:
    return {b.id for b in bodies if any(s.id == id_ for s in b.successors)}


def chosen(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences that make the answer, best first: more of them where a list is asked for; none where none does."""
    most, share = (8, 0.75) if question.kind is Kind.LIST else (3, NEAR_BEST)
    taken: list[Evidence] = []
    said: set[str] = set()
    for e in evidence:
        key = " ".join(syllables(e.words))
        if taken and e.score < share * taken[0].score:
            break
        if key in said or any(_overlap(e, t) for t in taken) or not answers(question, e):
            continue
        said.add(key)
        taken.append(e)
        if len(taken) == most:
            break
    return taken


def _overlap(a: Evidence, b: Evidence) -> bool:
    return a.passage.document == b.passage.document and a.span.start < b.span.end and b.span.start < a.span.end
