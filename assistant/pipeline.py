"""The way of a question on one page: understood, searched, weighed, answered or declined."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from llama_index.core.schema import QueryBundle
from sqlalchemy.orm import Session

from assistant import compose
from assistant.answer import Answer, Corpus
from assistant.evidence import ENOUGH, PASSAGES, Evidence, chosen, gather, other_body
from assistant.question import Question, understand
from assistant.register.proved import tasks_of
from index.embedder import Embedder
from index.retrieval import HybridRetriever
from index.store import Generation, Store, count_documents, passages_by_id, passages_from, section_at
from prompts import fill


class Assistant:
    """Answers questions over one store. Safe to use from several threads."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        *,
        longest_question: int = 1000,
        folders: Sequence[Path] | None = None,
    ) -> None:
        """Takes a store and the model that its vectors were made with.

        Args:
            longest_question: in characters; a longer one is refused.
            folders: whose documents it answers from; None for all that the store holds.

        Raises:
            StoreMismatch: another model made the store's vectors.
        """
        store.check_model(embedder)
        self._store = store
        self._embedder = embedder
        self._longest = longest_question
        self._folders = folders
        self._scope: tuple[int, list[str] | None] = (0, None)
        self._described: tuple[int, Corpus] | None = None

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """One answer; `history` holds the person's earlier questions, oldest first.

        Raises:
            BadQuestion: the question is empty or too long.
            StoreMismatch: the store was built anew with another model meanwhile.
        """
        started = time.perf_counter()
        understood = understand(question, history, longest=self._longest)
        with self._store.reading() as (session, generation):
            if generation is None or not generation.passages:
                answer = compose.abstained(understood, fill("reason_empty"), 0, (), partial(section_at, session))
            else:
                answer = self._answer(understood, session, generation)
        return replace(answer, seconds=time.perf_counter() - started)

    def _answer(self, question: Question, session: Session, generation: Generation) -> Answer:
        self._store.check_generation(generation, self._embedder)
        among = self._among(session, generation)
        hits = HybridRetriever(generation, self._embedder, among=among).hits(QueryBundle(question.searched))
        passages = passages_by_id(session, [hit.id for hit in hits[:PASSAGES]])
        evidence = gather(question, hits, passages, generation.words)
        section = partial(section_at, session)
        if taken := chosen(question, evidence):
            answer = compose.answered(question, taken, section)
            return replace(answer, tasks=tasks_of(session, taken))
        reason = _reason(question, evidence)
        return compose.abstained(question, reason, count_documents(session, self._folders), evidence, section)

    def _among(self, session: Session, generation: Generation) -> list[str] | None:
        """The passages it answers from; None where these are all that the generation holds."""
        number, among = self._scope
        if number != generation.number:
            among = passages_from(session, self._folders)
            self._scope = (generation.number, among)
        return among

    def describe(self) -> Corpus:
        """The documents that answers come from, official ones and the newest first."""
        with self._store.reading() as (_, generation):
            number = generation.number if generation is not None else 0
        if self._described is None or self._described[0] != number:
            self._described = (number, self._describe())
        return self._described[1]

    def _describe(self) -> Corpus:
        documents = self._store.documents(self._folders)
        documents.sort(key=lambda d: (d.facts.official, d.facts.date or "", d.name), reverse=True)
        official = sum(d.facts.official for d in documents)
        return Corpus(
            documents=len(documents),
            official=official,
            press=len(documents) - official,
            newest=max((d.facts.date for d in documents if d.facts.date), default=None),
            titles=tuple(d.facts.name for d in documents),
        )


def _reason(question: Question, evidence: Sequence[Evidence]) -> str:
    """Why a question is declined, in words."""
    if not evidence:
        return fill("reason_no_topic")
    body = other_body(question, evidence[0])
    if body is not None and evidence[0].coverage >= ENOUGH:
        return fill("reason_other_body", body=body.name)
    missing = evidence[0].missing
    return fill("reason_not_enough", missing=", ".join(missing[:6])) if missing else fill("reason_no_topic")
