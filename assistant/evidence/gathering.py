"""From the passages and tasks of a store to the candidates for one question, best first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from assistant.evidence.bodies import AskedBodies
from assistant.evidence.candidate import Candidate
from assistant.evidence.fitting import fits
from assistant.evidence.limits import (
    BODY,
    IN_DOCUMENT,
    IN_HEADING,
    IN_PASSAGE,
    ITSELF,
    LENGTH,
    LONGEST_STATEMENT,
    OFFICIAL,
    PLACE,
    RANK,
    TASKS,
)
from assistant.evidence.statements import Statement, statements_of, tokens_of
from assistant.understanding import Question
from corpus.facts import Facts
from corpus.lines import shown
from corpus.reading import Span
from index.lexical import LexicalIndex
from index.record import Record
from index.retrieval import Hit
from index.store import StoredPassage
from index.task_index import TaskIndex

_SKIPPED = {"letterhead", "recipients", "signature", "furniture", "basis", "addressees"}


class Weights:
    """How much each term of a question tells: its inverse document frequency, times its share in the question."""

    def __init__(self, words: LexicalIndex, terms: Mapping[str, float]) -> None:
        n = max(1, len(words.ids))
        # a pair tells that its words stand together; alone each counts already
        self.of = {
            t: share * math.log(1.0 + n / (words.frequency(t) + 0.5)) * (0.5 if " " in t else 1.0)
            for t, share in terms.items()
        }
        self.total = sum(self.of.values()) or 1.0


class Gathering:
    """The candidates for one question."""

    def __init__(
        self,
        question: Question,
        hits: Sequence[Hit],
        passages: Mapping[str, StoredPassage],
        words: LexicalIndex,
        tasks: TaskIndex,
        *,
        bodies: AskedBodies | None = None,
        documents: frozenset[str] = frozenset(),
    ) -> None:
        """Takes what was found for a question.

        Args:
            bodies: those it asks about, where the question itself does not name them.
            documents: where alone it looks; empty for everywhere.
        """
        self.question = question
        self.weights = Weights(words, question.terms)
        self._own_syllables = [t for t, share in question.terms.items() if share == 1.0 and " " not in t]
        self.bodies = bodies or AskedBodies(question.charged, question.places)
        self.documents = documents
        self._tasks = tasks
        self._passages = passages
        top = hits[0].score if hits else 0.0
        self._rank = {hit.id: math.exp(min(0.0, hit.score - top)) for hit in hits}
        self._hits = [hit.id for hit in hits if hit.id in passages]

    def sentences(self) -> list[Candidate]:
        """The sentences of the best passages, best first."""
        found: list[Candidate] = []
        for id_ in self._hits:
            passage = self._passages[id_]
            if passage.kind in _SKIPPED or (self.documents and passage.document.name not in self.documents):
                continue
            around = {
                **dict.fromkeys(told_of(passage.document.facts), IN_DOCUMENT),
                **dict.fromkeys(tokens_of(passage.text), IN_PASSAGE),
                **dict.fromkeys(tokens_of(" . ".join(passage.titles)), IN_HEADING),
            }
            found += [self._sentence(passage, told, around, self._rank[id_]) for told in statements_of(passage)]
        return sorted(found, key=_best_first)

    def _sentence(self, passage: StoredPassage, told: Statement, around: Mapping[str, float], rank: float) -> Candidate:
        words, span, own = told.words, told.span, told.tokens
        weights = self.weights
        held = sum(w * (1.0 if t in own else around.get(t, 0.0)) for t, w in weights.of.items())
        covered = sum(w for t, w in weights.of.items() if t in own or t in around)
        missing = tuple(t for t in self._own_syllables if t not in own and t not in around)
        heads = " ".join(passage.titles)
        body = self.bodies.in_text(words, heads, f"{passage.text} {' '.join(_told(passage.document.facts))}")
        place = self.bodies.here(passage.document)
        return Candidate(
            document=passage.document,
            span=span,
            words=words,
            coverage=covered / weights.total,
            score=self._score(held, body, place=place, rank=rank, length=len(span))
            + fits(self.question, words, None)
            + OFFICIAL * passage.document.facts.official
            - ITSELF * _of_itself(passage.document.facts, words),
            missing=missing,
            body=body,
            place=place,
            heading=passage.titles[-1] if passage.titles else "",
            held=own.union(around),
            own=sum(w for t, w in weights.of.items() if t in own or around.get(t, 0.0) >= IN_HEADING) / weights.total,
        )

    def tasks(self, *, most: int = TASKS) -> list[Candidate]:
        """The tasks that hold most of the question's words, best first."""
        found = self._tasks.found(self.weights.of)
        records = self._tasks.records
        if self.documents:
            found = {i: held for i, held in found.items() if records[i].document.name in self.documents}
        best = sorted(found, key=lambda i: (-found[i], i))[: 4 * most]
        ranks = self._ranks_by_place()
        candidates = [self._task(records[i], ranks) for i in best]
        return sorted(candidates, key=_best_first)[:most]

    def task(self, record: Record) -> Candidate:
        """A task as a candidate."""
        return self._task(record, self._ranks_by_place())

    def topic(self, candidate: Candidate) -> float:
        """Share of the question's weight that a task holds itself, in its sentence, in a heading or the title above."""
        record = candidate.record
        if record is None:
            return candidate.coverage
        words = self._tasks.words(record, tokens_of)
        held = words.own | words.near | told_of(record.document.facts)
        return sum(w for t, w in self.weights.of.items() if t in held) / self.weights.total

    def _ranks_by_place(self) -> list[tuple[int, int, int, float, str]]:
        found = []
        for id_ in self._hits:
            passage = self._passages[id_]
            found.append((passage.document.id, passage.span.start, passage.span.end, self._rank[id_], passage.text))
        return found

    def _task(self, record: Record, ranks: Sequence[tuple[int, int, int, float, str]]) -> Candidate:
        row, facts = record.row, record.document.facts
        words = self._tasks.words(record, tokens_of)
        told = told_of(facts)
        rank, passage = 0.0, ""
        for document, start, end, share, text in ranks:
            if document == record.document.id and start <= row.action_start < end:
                rank, passage = share, text
                break
        beside = tokens_of(passage) if passage else frozenset[str]()
        held = covered = 0.0
        missing = []
        for term, weight in self.weights.of.items():
            share = (
                1.0 if term in words.own
                else TaskIndex.AROUND if term in words.near
                else IN_PASSAGE if term in beside
                else IN_DOCUMENT if term in told
                else 0.0
            )  # fmt: skip
            held += share * weight
            covered += weight if share else 0.0
            if not share and " " not in term and self.question.terms[term] == 1.0:
                missing.append(term)
        body = self.bodies.in_task(record)
        if body == 0.0:
            body = 0.4 * self.bodies.in_text(row.quote, "", "")
        place = self.bodies.here(record.document)
        return Candidate(
            document=record.document,
            span=Span(row.quote_start, row.quote_end),
            words=shown(row.quote),
            coverage=covered / self.weights.total,
            score=self._score(held, body, place=place, rank=rank, length=min(len(row.quote), LONGEST_STATEMENT))
            + fits(self.question, record.action, record)
            + OFFICIAL * facts.official,
            missing=tuple(missing),
            body=body,
            place=place,
            record=record,
            held=words.own | words.near | beside | told,
        )

    def _score(self, held: float, body: float, *, place: bool, rank: float, length: int) -> float:
        score = held / self.weights.total + RANK * rank - LENGTH * length / LONGEST_STATEMENT
        if self.bodies.names:
            score += BODY * body
        return score if place else score - PLACE


def _of_itself(facts: Facts, words: str) -> bool:
    """True for a sentence that names the document it stands in: it tells of its issue."""
    return bool(facts.number) and facts.number.lower() in words.lower()


def _best_first(candidate: Candidate) -> tuple[float, str, int]:
    return -candidate.score, candidate.document.name, candidate.span.start


@lru_cache(maxsize=4096)
def _told(facts: Facts) -> tuple[str, ...]:
    """What a document is known by: name, number, issuer and the parts of its date."""
    day = " ".join(str(int(part)) for part in (facts.date or "").split("-") if part)
    return facts.name, facts.number, facts.issuer, facts.date_words, day


@lru_cache(maxsize=4096)
def told_of(facts: Facts) -> frozenset[str]:
    """The tokens of what a document is known by."""
    return tokens_of(" . ".join(_told(facts)))
