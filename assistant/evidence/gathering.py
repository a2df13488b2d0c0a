"""From the passages and tasks of a store to the candidates for one question, best first."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from assistant.evidence.bodies import AskedBodies
from assistant.evidence.candidate import Candidate
from assistant.evidence.fitting import fits
from assistant.evidence.limits import (
    ABOUT,
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
    SYNONYM,
    TASKS,
)
from assistant.evidence.statements import Statement, statements_of, tokens_of
from assistant.understanding import Kind, Question
from corpus.facts import Facts
from corpus.lines import shown
from corpus.reading import Span
from index.lexical import LexicalIndex
from index.record import Record
from index.retrieval import Hit
from index.store import StoredPassage
from index.task_index import TaskIndex

NOTE = re.compile(r"\s*(\[\d{1,3}\])")
"""The mark that a footnote begins with."""
_SKIPPED = {"letterhead", "recipients", "signature", "furniture", "basis", "addressees"}


OF_A_PLACE = (Kind.NUMBER,)
"""Kinds of questions whose answer must name the place asked about: other figures are not its own."""


class Weights:
    """How much each term of a question tells: its inverse document frequency, times its share in the question."""

    def __init__(self, words: LexicalIndex, question: Question) -> None:
        n, terms = max(1, len(words.ids)), question.terms
        # a pair tells that its words stand together; alone each counts already
        self.of = {
            t: share * math.log(1.0 + n / (words.frequency(t) + 0.5)) * (0.5 if " " in t else 1.0)
            for t, share in terms.items()
        }
        self.total = sum(self.of.values()) or 1.0
        self._alternatives = question.alternatives
        self.searched = dict(self.of)
        for term, meant in self._alternatives.items():
            if term not in self.of:
                continue
            for token in {token for option in meant for token in option}:
                self.searched.setdefault(token, SYNONYM * self.of[term] / len(meant))

    def meant(self, term: str, held: frozenset[str]) -> bool:
        """True where some tokens hold what may stand for a term."""
        options = self._alternatives.get(term)  # most terms have none, and this is asked for each of each candidate
        return options is not None and any(option <= held for option in options)


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
        self.weights = Weights(words, question)
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
        notes: list[tuple[str, StoredPassage, Statement, Mapping[str, float], float]] = []
        for id_ in self._hits:
            passage = self._passages[id_]
            if passage.kind in _SKIPPED or (self.documents and passage.document.name not in self.documents):
                continue
            around = {
                **dict.fromkeys(told_of(passage.document.facts), IN_DOCUMENT),
                **dict.fromkeys(tokens_of(passage.text), IN_PASSAGE),
                **dict.fromkeys(tokens_of(" . ".join(passage.titles)), IN_HEADING),
            }
            for told in statements_of(passage):
                if note := NOTE.match(passage.piece(told.span)):
                    notes.append((note[1], passage, told, around, self._rank[id_]))
                else:
                    found.append(self._sentence(passage, told, around, self._rank[id_]))
        for mark, passage, told, beside, rank in notes:  # a footnote tells of the sentence that it is put to
            of = [c.words for c in found if c.document.id == passage.document.id and mark in c.words]
            about = dict.fromkeys((token for words in of for token in tokens_of(words)), IN_HEADING)
            found.append(self._sentence(passage, told, {**beside, **about}, rank))
        return sorted(found, key=_best_first)

    def _sentence(self, passage: StoredPassage, told: Statement, around: Mapping[str, float], rank: float) -> Candidate:
        words, span, own = told.words, told.span, told.tokens
        weights = self.weights
        wide = own.union(around)
        shares = {t: 1.0 if t in own else around.get(t, 0.0) or self._meant(t, own, wide) for t in weights.of}
        held = sum(w * shares[t] for t, w in weights.of.items())
        covered = sum(w * _full(shares[t]) for t, w in weights.of.items())
        missing = tuple(t for t in self._own_syllables if not shares[t])
        heads = " ".join(passage.titles)
        body = self.bodies.in_text(words, heads, f"{passage.text} {' '.join(_told(passage.document.facts))}")
        speaks = self.bodies.spoken_of if self.question.kind in OF_A_PLACE else self.bodies.here
        place = speaks(passage.document, f"{heads} {words}")
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
            held=wide,
            own=sum(w for t, w in weights.of.items() if t in own or shares[t] >= SYNONYM) / weights.total,
        )

    def tasks(self, *, most: int = TASKS) -> list[Candidate]:
        """The tasks that hold most of the question's words, best first."""
        found = self._tasks.found(self.weights.searched)
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
        return _share(self.weights, held)

    def documents_about(self) -> set[int]:
        """The ids of the documents that hold nearly all of the question's weight in their title or in one task."""
        weights, records = self.weights, self._tasks.records
        found = self._tasks.found(weights.of)
        named = {r.document for r in records if _share(weights, told_of(r.document.facts)) >= ABOUT}
        return {d.id for d in named} | {
            records[i].document.id for i, held in found.items() if held >= ABOUT * weights.total
        }

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
        said, wide = words.own | words.near, words.own | words.near | beside | told
        held = covered = 0.0
        missing = []
        for term, weight in self.weights.of.items():
            share = (
                1.0 if term in words.own
                else TaskIndex.AROUND if term in words.near
                else IN_PASSAGE if term in beside
                else IN_DOCUMENT if term in told
                else self._meant(term, said, wide)
            )  # fmt: skip
            held += share * weight
            covered += weight * _full(share)
            if not share and " " not in term and self.question.terms[term] == 1.0:
                missing.append(term)
        body = self.bodies.in_task(record)
        if body == 0.0:
            body = 0.4 * self.bodies.in_text(row.quote, "", "")
        place = self.bodies.here(record.document, row.quote, record.lead)
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
            held=wide,
            own=sum(w for t, w in self.weights.of.items() if t in words.own or self.weights.meant(t, words.own))
            / self.weights.total,
        )

    def _meant(self, term: str, own: frozenset[str], wide: frozenset[str]) -> float:
        """What a term counts where something else stands for it: in a piece itself, or around it."""
        if term not in self.question.alternatives:
            return 0.0
        if self.weights.meant(term, own):
            return SYNONYM
        return SYNONYM * IN_PASSAGE if self.weights.meant(term, wide) else 0.0

    def _score(self, held: float, body: float, *, place: bool, rank: float, length: int) -> float:
        score = held / self.weights.total + RANK * rank - LENGTH * length / LONGEST_STATEMENT
        if self.bodies.names:
            score += BODY * body
        return score if place else score - PLACE


def _share(weights: Weights, held: frozenset[str]) -> float:
    """The share of a question's weight that some tokens hold."""
    return sum(w for t, w in weights.of.items() if t in held or weights.meant(t, held)) / weights.total


def _full(share: float) -> float:
    """What a word counts towards the coverage: one that stands anywhere counts whole, a synonym less."""
    return SYNONYM if 0.0 < share <= SYNONYM and share not in (IN_PASSAGE, IN_DOCUMENT) else float(share > 0.0)


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
