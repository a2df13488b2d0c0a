"""From the passages and tasks of a store to the candidates for one question, best first."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from assistant.evidence.bodies import AskedBodies
from assistant.evidence.candidate import Candidate, LazyTokens
from assistant.evidence.fitting import fits
from assistant.evidence.limits import IN_DOCUMENT, IN_HEADING, IN_PASSAGE, ITSELF, OFFICIAL, SYNONYM
from assistant.evidence.search import Search
from assistant.evidence.statements import Statement, statements_of
from assistant.evidence.task_candidates import TaskCandidates, gain_of, score_of
from assistant.evidence.weights import Weights, full
from assistant.understanding import Kind, Question
from corpus.facts import Facts
from index.document_words import called, told_of
from index.lexical import LexicalIndex
from index.record import Record
from index.short_forms import tokens_of
from index.store import StoredPassage
from index.task_index import TaskIndex

NOTE = re.compile(r"\s*(\[\d{1,3}\])")
"""The mark that a footnote begins with."""
_SKIPPED = {"letterhead", "recipients", "signature", "furniture", "basis", "addressees"}


OF_A_PLACE = (Kind.NUMBER,)
"""Kinds of questions whose answer must name the place asked about: other figures are not its own."""


class Gathering:
    """The candidates for one question."""

    def __init__(
        self,
        question: Question,
        search: Search,
        words: LexicalIndex,
        tasks: TaskIndex,
        *,
        bodies: AskedBodies | None = None,
        documents: frozenset[str] = frozenset(),
    ) -> None:
        """Takes what is looked at for a question.

        Args:
            bodies: those it asks about, where the question itself does not name them.
            documents: where alone it looks; empty for everywhere.
        """
        self.question = question
        self.weights = Weights(words, question)
        self._own_syllables = [t for t, share in question.terms.items() if share == 1.0 and " " not in t]
        self.bodies = bodies or AskedBodies(question.charged, question.places)
        self.documents = documents
        self.search = search
        self.weighed = TaskCandidates(question, self.weights, tasks, self.bodies, search)
        self._index = tasks
        self._best_tasks: list[Candidate] | None = None

    def sentences(self) -> list[Candidate]:
        """The sentences of the best passages, best first."""
        found: list[Candidate] = []
        notes: list[tuple[str, StoredPassage, Statement, Mapping[str, float], float]] = []
        for each in self.search.found:
            passage = each.passage
            if passage.kind in _SKIPPED or (self.documents and passage.document.name not in self.documents):
                continue
            around = {
                **dict.fromkeys(told_of(passage.document.facts), IN_DOCUMENT),
                **dict.fromkeys(tokens_of(passage.text), IN_PASSAGE),
                **dict.fromkeys(tokens_of(" . ".join(passage.titles)), IN_HEADING),
            }
            for told in statements_of(passage):
                if note := NOTE.match(passage.piece(told.span)):
                    notes.append((note[1], passage, told, around, each.rank))
                else:
                    found.append(self._sentence(passage, told, around, each.rank))
        for mark, passage, told, beside, rank in notes:  # a footnote tells of the sentence that it is put to
            of = [c.words for c in found if c.document.id == passage.document.id and mark in c.words]
            about = dict.fromkeys((token for words in of for token in tokens_of(words)), IN_HEADING)
            found.append(self._sentence(passage, told, {**beside, **about}, rank))
        return sorted(found, key=_best_first)

    def _sentence(self, passage: StoredPassage, told: Statement, around: Mapping[str, float], rank: float) -> Candidate:
        words, span, own = told.words, told.span, told.tokens
        weights = self.weights
        held = covered = itself = 0.0
        lacking: set[str] = set()
        for term, weight in weights.of.items():
            if term in own:
                held, covered, itself = held + weight, covered + weight, itself + weight
            elif share := around.get(term, 0.0) or self._meant(term, own, around):
                held, covered = held + weight * share, covered + weight * full(share)
                itself += weight * (share >= SYNONYM)
            else:
                lacking.add(term)
        heads = " ".join(passage.titles)
        body = 1.0
        if self.bodies.names:
            body = self.bodies.in_text(words, heads, f"{passage.text} {' '.join(called(passage.document.facts))}")
        speaks = self.bodies.spoken_of if self.question.kind in OF_A_PLACE else self.bodies.here
        place = speaks(passage.document, f"{heads} {words}")
        return Candidate(
            document=passage.document,
            span=span,
            words=words,
            coverage=covered / weights.total,
            score=score_of(weights, held, rank=rank, length=len(span))
            + gain_of(self.bodies, body, place=place)
            + fits(self.question, words, None)
            + OFFICIAL * passage.document.facts.official
            - ITSELF * _of_itself(passage.document.facts, words),
            missing=tuple(t for t in self._own_syllables if t in lacking),
            body=body,
            place=place,
            heading=passage.titles[-1] if passage.titles else "",
            held=LazyTokens(lambda: own.union(around)),
            own=itself / weights.total,
        )

    def tasks(self) -> list[Candidate]:
        """The tasks that hold most of the question's words, best first."""
        if self._best_tasks is None:
            self._best_tasks = self.weighed.best(self.documents)
        return list(self._best_tasks)

    def task(self, record: Record) -> Candidate:
        """A task as a candidate."""
        row = self._index.row(record.key)
        assert row is not None  # noqa: S101  it is of the index
        return self.weighed.at(np.array([row]))[0]

    def _meant(self, term: str, own: frozenset[str], around: Mapping[str, float]) -> float:
        """What a term counts where something else stands for it: in a piece itself, or with what is around it."""
        if term not in self.question.alternatives:
            return 0.0
        if self.weights.meant(term, own):
            return SYNONYM
        return SYNONYM * IN_PASSAGE if self.weights.meant(term, own.union(around)) else 0.0


def _of_itself(facts: Facts, words: str) -> bool:
    """True for a sentence that names the document it stands in: it tells of its issue."""
    return bool(facts.number) and facts.number.lower() in words.lower()


def _best_first(candidate: Candidate) -> tuple[float, str, int]:
    return -candidate.score, candidate.document.name, candidate.span.start
