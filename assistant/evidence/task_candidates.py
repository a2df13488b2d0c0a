"""Tasks of the register as candidates: all that hold something of a question at once, the best one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import heappush, heappushpop

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.bodies import AskedBodies
from assistant.evidence.candidate import Candidate, LazyTokens
from assistant.evidence.fitting import fits, fits_at_most
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

    @property
    def anywhere(self) -> Mask:
        """Whether any of them holds it."""
        return (self.itself > 0) | self.passage | self.document


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
        records = [self._tasks.records[row] for row in rows.tolist()]
        around = [self._around(record) for record in records]
        held = _Held(itself, self._beside(around), called)
        shares, anywhere = self._shares(held), held.anywhere
        weighed, covered, own = np.zeros(len(rows)), np.zeros(len(rows)), np.zeros(len(rows))
        for column, (term, weight) in enumerate(self._weights.of.items()):
            weighed += weight * shares[:, column]
            covered += weight * _full(shares[:, column])
            says = held.itself[:, column] == OWN
            own += weight * (says | self._meant(term, held.itself == OWN))
        words = [self._score(record, float(weighed[i]), around[i]) for i, record in enumerate(records)]
        gained = self._gained(rows, words, most)
        scores = {i: words[i] + gain for i, (_, gain) in gained.items()}
        order = sorted(gained, key=lambda i: (-scores[i], *_place(records[i])))
        total = self._weights.total
        return [
            self._candidate(
                gained[i][0],
                around[i],
                score=scores[i],
                coverage=float(covered[i] / total),
                own=float(own[i] / total),
                shares=shares[i],
                known=anywhere[i],
            )
            for i in order[:most]
        ]

    def _gained(self, rows: Rows, words: Sequence[float], most: int | None) -> dict[int, tuple[_Piece, float]]:
        """Place among the rows -> the piece, and what it is ranked by beside its words.

        Looked at from the one with the best words on, until none of those behind can be among the best.
        """
        at_most = BODY * bool(self._bodies.names) + fits_at_most(self._question.kind)
        best: list[float] = []  # the scores of the best, without what is looked at last
        found: dict[int, tuple[_Piece, float]] = {}
        for i in sorted(range(len(rows)), key=lambda i: -words[i]):
            if len(best) == most and words[i] + at_most < best[0]:
                break
            piece = self._piece(int(rows[i]))
            gain = piece.fits + gain_of(self._bodies, piece.body, place=piece.place)
            found[i] = piece, gain
            if most is not None:
                (heappush if len(best) < most else heappushpop)(best, words[i] + gain)
        for i, (piece, gain) in found.items():
            if piece.body == 0.0 and (len(best) != most or words[i] + gain + BODY * _IN_GROUP >= best[0]):
                body = _IN_GROUP * self._bodies.in_text(piece.record.row.quote, "", "")
                found[i] = replace(piece, body=body), gain + BODY * body
        return found

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
        said, anywhere = held.itself > 0, held.anywhere
        shares = np.select(
            [held.itself == OWN, held.itself == NEAR, held.passage, held.document],
            [1.0, TaskIndex.AROUND, IN_PASSAGE, IN_DOCUMENT],
            0.0,
        )[:, :terms]
        for column, term in enumerate(self._weights.of):
            if term in self._weights.alternatives:
                lacking = shares[:, column] == 0.0
                shares[lacking & self._meant(term, anywhere), column] = SYNONYM * IN_PASSAGE
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
        place = self._bodies.here(record.document, record.row.quote, lead)
        return _Piece(record, body, place, fits(self._question, record.action, record))

    def _score(self, record: Record, held: float, around: Found | None) -> float:
        rank = around.rank if around is not None else 0.0
        length = min(len(record.row.quote), LONGEST_STATEMENT)
        return score_of(self._weights, held, rank=rank, length=length) + OFFICIAL * record.document.facts.official

    def _candidate(
        self,
        piece: _Piece,
        around: Found | None,
        *,
        score: float,
        coverage: float,
        own: float,
        shares: Shares,
        known: Mask,
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
            span=record.quote_span,
            words=shown(record.row.quote),
            coverage=coverage,
            score=score,
            missing=tuple(missing),
            body=piece.body,
            place=piece.place,
            record=record,
            held=LazyTokens(held, dict(zip(self._tokens, known.tolist(), strict=True))),
            own=own,
        )


def score_of(weights: Weights, held: float, *, rank: float, length: int) -> float:
    """What a piece is ranked by for its words.

    Args:
        held: the weight of the question's words that it holds.
        rank: what the rank of its passage counts.
        length: in characters.
    """
    return held / weights.total + RANK * rank - LENGTH * length / LONGEST_STATEMENT


def gain_of(bodies: AskedBodies, body: float, *, place: bool) -> float:
    """What a piece gains by being as far the asked body's, and loses where it is not of the asked place."""
    gain = BODY * body if bodies.names else 0.0
    return gain if place else gain - PLACE


def _full(shares: Shares) -> Shares:
    """`full` of each."""
    meant = (shares > 0.0) & (shares <= SYNONYM) & (shares != IN_PASSAGE) & (shares != IN_DOCUMENT)
    return np.where(meant, SYNONYM, shares > 0.0)


def _place(record: Record) -> tuple[str, int]:
    return record.document.name, record.row.quote_start
