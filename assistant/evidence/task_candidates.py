"""Tasks of the register as candidates: all that hold something of a question at once, the best one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.bodies import AskedBodies
from assistant.evidence.candidate import Candidate, LazyTokens
from assistant.evidence.fitting import fits
from assistant.evidence.limits import (
    ABOUT,
    BODY,
    IN_DOCUMENT,
    IN_PASSAGE,
    LENGTH,
    LONGEST_STATEMENT,
    OFFICIAL,
    PLACE,
    RANK,
    SYNONYM,
    TASKS,
)
from assistant.evidence.search import Found, Search
from assistant.evidence.weights import Weights
from assistant.understanding import Question
from corpus.lines import shown
from corpus.reading import Span
from index.document_words import told_of
from index.record import Record
from index.retrieval import best
from index.short_forms import tokens_of
from index.task_index import NEAR, OWN, Rows, TaskIndex, texts_of

LOOKED_AT = 4 * TASKS
"""Tasks that are weighed, of those that hold most of the question's words."""
_IN_GROUP = 0.4
"""What it counts that a task's sentence names the asked body, which is none of the task's own."""

Mask = NDArray[np.bool_]
Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Held:
    """What some tasks hold of a question's tokens; each (tasks, tokens).

    Attributes:
        itself: `OWN`, `NEAR` or 0 (see TaskIndex.matched).
        passage, document: whether the passage found around, or what the document is called, holds it.
    """

    itself: NDArray[np.uint8]
    passage: Mask
    document: Mask


@dataclass(frozen=True, slots=True)
class _Piece:
    """A task: how far it is the asked body's, whether it is of the asked place, what its kind gains."""

    record: Record
    body: float
    place: bool
    fits: float


class TaskCandidates:
    """The tasks of one state of the store, weighed for one question."""

    def __init__(
        self, question: Question, weights: Weights, tasks: TaskIndex, bodies: AskedBodies, search: Search
    ) -> None:
        """Takes what is asked, the tasks, and the search whose passages tell more of those that stand in them."""
        self._question = question
        self._weights = weights
        self._tasks = tasks
        self._bodies = bodies
        self._search = search
        beside = {t for options in weights.alternatives.values() for option in options for t in option}
        self._tokens = list(dict.fromkeys([*weights.of, *sorted(beside)]))
        self._column = {token: i for i, token in enumerate(self._tokens)}

    def best(self, documents: frozenset[str], most: int = TASKS) -> list[Candidate]:
        """The tasks that hold most of the question's words, best first.

        Args:
            documents: where alone it looks; empty for everywhere.
        """
        held = self._tasks.found(self._weights.searched)
        if documents:
            held[~self._tasks.of_documents(lambda d: d.name in documents)] = 0.0
        return self.at(best(held, LOOKED_AT), most)

    def at(self, rows: Rows, most: int | None = None) -> list[Candidate]:
        """The best of these tasks, best first; all of them for None."""
        itself, called = self._tasks.matched(rows, self._tokens), self._called(rows)
        pieces = [self._piece(row) for row in rows.tolist()]
        around = [self._around(piece.record) for piece in pieces]
        held = _Held(itself, self._beside(around), called)
        shares = self._shares(held)
        weighed, covered, own = np.zeros(len(rows)), np.zeros(len(rows)), np.zeros(len(rows))
        for column, (term, weight) in enumerate(self._weights.of.items()):
            weighed += weight * shares[:, column]
            covered += weight * _full(shares[:, column])
            says = held.itself[:, column] == OWN
            own += weight * (says | self._meant(term, held.itself == OWN))
        scores = [self._score(piece, float(weighed[i]), around[i]) for i, piece in enumerate(pieces)]
        order = sorted(range(len(rows)), key=lambda i: (-scores[i], *_place(pieces[i].record)))
        total = self._weights.total
        return [
            self._candidate(
                pieces[i],
                around[i],
                score=scores[i],
                coverage=float(covered[i] / total),
                own=float(own[i] / total),
                shares=shares[i],
            )
            for i in order[:most]
        ]

    def topics(self, rows: Rows) -> Shares:
        """(rows,): share of the question's weight that each holds itself, in its sentence, heading or title above."""
        return self._share((self._tasks.matched(rows, self._tokens) > 0) | self._called(rows))

    def documents_about(self) -> set[int]:
        """The ids of the documents that hold nearly all of the question's weight in their title or in one task."""
        tasks = self._tasks
        held = tasks.found(self._weights.of) >= ABOUT * self._weights.total
        about = {
            *np.flatnonzero(self._share(self._in_documents) >= ABOUT).tolist(),
            *np.unique(tasks.document[held]).tolist(),
        }
        return {tasks.documents[i].id for i in about}

    def _share(self, held: Mask) -> Shares:
        """The share of the question's weight that each row of (rows, tokens) holds, itself or by what is meant."""
        sums = np.zeros(len(held))
        for column, (term, weight) in enumerate(self._weights.of.items()):
            sums += weight * (held[:, column] | self._meant(term, held))
        return sums / self._weights.total

    @cached_property
    def _in_documents(self) -> Mask:
        """(documents, tokens): whether what a document is called holds a token."""
        tasks = self._tasks
        called = np.zeros((len(tasks.documents), len(self._tokens)), dtype=np.bool_)
        for column, token in enumerate(self._tokens):
            called[tasks.called.holding(token)[0], column] = True
        return called

    def _called(self, rows: Rows) -> Mask:
        """(rows, tokens): whether what the document of a task is called holds a token."""
        return self._in_documents[self._tasks.document[rows]]

    def _beside(self, around: Sequence[Found | None]) -> Mask:
        """(tasks, tokens): whether the passage found around a task holds a token."""
        held = np.zeros((len(around), len(self._tokens)), dtype=np.bool_)
        for i, found in enumerate(around):
            if found is not None:
                said = tokens_of(found.passage.text)
                held[i] = [token in said for token in self._tokens]
        return held

    def _shares(self, held: _Held) -> Shares:
        """(tasks, terms): what each term counts in each task."""
        terms = len(self._weights.of)
        said, wide = held.itself > 0, (held.itself > 0) | held.passage | held.document
        shares = np.select(
            [held.itself == OWN, held.itself == NEAR, held.passage, held.document],
            [1.0, TaskIndex.AROUND, IN_PASSAGE, IN_DOCUMENT],
            0.0,
        )[:, :terms]
        for column, term in enumerate(self._weights.of):
            if term in self._weights.alternatives:
                lacking = shares[:, column] == 0.0
                shares[lacking & self._meant(term, wide), column] = SYNONYM * IN_PASSAGE
                shares[lacking & self._meant(term, said), column] = SYNONYM
        return shares

    def _meant(self, term: str, held: Mask) -> Mask:
        """(rows,): whether each row of (rows, tokens) holds what may stand for a term."""
        found = np.zeros(len(held), dtype=np.bool_)
        for option in self._weights.alternatives.get(term, ()):
            found |= held[:, [self._column[token] for token in option]].all(axis=1)
        return found

    @cached_property
    def _by_document(self) -> dict[int, list[Found]]:
        found: dict[int, list[Found]] = {}
        for each in self._search.found:
            found.setdefault(each.passage.document.id, []).append(each)
        return found

    def _around(self, record: Record) -> Found | None:
        """The passage found that holds a task's work."""
        for found in self._by_document.get(record.document.id, ()):
            if found.passage.span.start <= record.row.action_start < found.passage.span.end:
                return found
        return None

    def _piece(self, row: int) -> _Piece:
        record, lead = self._tasks.records[row], self._tasks.lead[row]
        body = self._bodies.among(record.document, lead, self._tasks.coordinating[row])
        if body == 0.0:
            body = _IN_GROUP * self._bodies.in_text(record.row.quote, "", "")
        place = self._bodies.here(record.document, record.row.quote, lead)
        return _Piece(record, body, place, fits(self._question, record.action, record))

    def _score(self, piece: _Piece, held: float, around: Found | None) -> float:
        rank = around.rank if around is not None else 0.0
        length = min(len(piece.record.row.quote), LONGEST_STATEMENT)
        score = score_of(self._weights, self._bodies, held, piece.body, place=piece.place, rank=rank, length=length)
        return score + piece.fits + OFFICIAL * piece.record.document.facts.official

    def _candidate(
        self, piece: _Piece, around: Found | None, *, score: float, coverage: float, own: float, shares: Shares
    ) -> Candidate:
        record = piece.record
        missing = (
            term
            for term, share in zip(self._weights.of, shares.tolist(), strict=True)
            if not share and " " not in term and self._question.terms[term] == 1.0
        )

        def held() -> frozenset[str]:
            texts = texts_of(record)
            beside = tokens_of(around.passage.text) if around is not None else frozenset[str]()
            return tokens_of(texts.own) | tokens_of(texts.near) | beside | told_of(record.document.facts)

        return Candidate(
            document=record.document,
            span=Span(record.row.quote_start, record.row.quote_end),
            words=shown(record.row.quote),
            coverage=coverage,
            score=score,
            missing=tuple(missing),
            body=piece.body,
            place=piece.place,
            record=record,
            held=LazyTokens(held),
            own=own,
        )


def score_of(
    weights: Weights, bodies: AskedBodies, held: float, body: float, *, place: bool, rank: float, length: int
) -> float:
    """What a piece is ranked by, before what kind of thing it holds.

    Args:
        held: the weight of the question's words that it holds.
        body: how far it is the asked body's.
        place: whether it is of the asked place.
        rank: what the rank of its passage counts.
        length: in characters.
    """
    score = held / weights.total + RANK * rank - LENGTH * length / LONGEST_STATEMENT
    if bodies.names:
        score += BODY * body
    return score if place else score - PLACE


def _full(shares: Shares) -> Shares:
    """`full` of each."""
    meant = (shares > 0.0) & (shares <= SYNONYM) & (shares != IN_PASSAGE) & (shares != IN_DOCUMENT)
    return np.where(meant, SYNONYM, shares > 0.0)


def _place(record: Record) -> tuple[str, int]:
    return record.document.name, record.row.quote_start
