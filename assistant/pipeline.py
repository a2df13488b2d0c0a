"""The assistant over one store: its state from question to question, and the answer to each."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.answer import Answer, Corpus
from assistant.answering.declining import declined
from assistant.answering.standing import Cited, Standing, standing
from assistant.explaining import MOST, Explanation, explained
from assistant.follow_ups import MOST as MOST_LEADS
from assistant.follow_ups import leads_of, new_only
from assistant.recent import Recent
from assistant.turn import State, Turn
from assistant.understanding import Speller, Understanding
from index.catalog import EditRow
from index.document_links import links_to, stored_links
from index.embedder import Embedder
from index.fact_edits import newest_correction
from index.record import load_records
from index.retrieval import Among
from index.store import Generation, Store, live_documents, passages_from
from index.task_index import TaskIndex

_COLLECTED = 2_000, 10, 10
"""When the collector looks for cycles. A question leaves some hundred objects, sets of words that are kept for the next
ones among them, and no cycle holds them: by Python's defaults it looked through them every other question. Seldom is
enough; much more seldom, and what a server leaves in cycles would pile up.
"""
_NEWEST_EDIT = select(func.max(EditRow.id))


class Assistant:
    """Answers questions over one store. Safe to use from several threads."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        *,
        longest_question: int = 1000,
        folders: Sequence[Path] | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        """Takes a store and the model that its vectors were made with.

        Args:
            longest_question: in characters; a longer one is refused.
            folders: whose documents it answers from; None for all that the store holds.
            today: tells the day of asking, by which "tuần này" and "quá hạn" go.

        Raises:
            StoreMismatch: another model made the store's vectors.
        """
        store.check_model(embedder)
        self._store = store
        self._embedder = embedder
        self._longest = longest_question
        self._folders = folders
        self._today = today
        self._state: State | None = None
        self._recent: tuple[State, Recent] | None = None
        self._described: tuple[tuple[tuple[int, int], int] | None, Corpus] | None = None

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """One answer; `history` holds the person's earlier questions, oldest first.

        Raises:
            BadQuestion: the question is empty or too long.
            StoreMismatch: the store was built anew with another model meanwhile.
        """
        started = time.perf_counter()
        with self._store.reading() as (session, generation):
            if generation is None or not generation.passages:
                reader = Understanding([], str, self._today(), longest=self._longest)
                answer = declined(reader.read(question, history), session, (), 0)
            else:
                self._store.check_generation(generation, self._embedder)
                answer = self._turn(session, generation).answer(question, history)
        return replace(answer, seconds=time.perf_counter() - started)

    def explain(self, question: str, history: Sequence[str] = (), *, most: int = MOST) -> Explanation:
        """The way of a question: what was understood, found, weighed, taken and dropped. Raises as `ask`.

        Args:
            most: candidates that are told of, best first.
        """
        with self._store.reading() as (session, generation):
            if generation is None or not generation.passages:
                return Explanation(self.ask(question, history))
            self._store.check_generation(generation, self._embedder)
            turn = self._turn(session, generation)
            answer = turn.answer(question, history)
            return explained(turn, answer, most)

    def follow_ups(self, answer: Answer) -> tuple[str, ...]:
        """Questions that an answer leads to, each answered by the register with tasks that it does not tell."""
        with self._store.reading() as (session, generation):
            if generation is None or not generation.passages or answer.status != "answered":
                return ()
            turn = self._turn(session, generation)
            found: dict[str, str] = {}
            for lead in leads_of(answer, turn.state.tasks.records, turn.state.documents):
                if (
                    len(found) < MOST_LEADS
                    and lead.kind not in found
                    and new_only(answer, turn.listed_for(lead.question))
                ):
                    found[lead.kind] = lead.question
            return tuple(question for question in found.values() if question != answer.question)

    def _turn(self, session: Session, generation: Generation) -> Turn:
        state = self._state_of(session, generation)
        return Turn(state, session, generation, self._embedder, self._recent_of(state))

    def _recent_of(self, state: State) -> Recent:
        today, known = self._today(), self._recent
        if known is None or known[0] is not state or known[1].today != today:
            reader = Understanding(state.documents, state.speller.full, today, longest=self._longest)
            self._recent = known = state, Recent(reader, today)
        return known[1]

    def _state_of(self, session: Session, generation: Generation) -> State:
        edited = session.connection().scalar(_NEWEST_EDIT) or 0
        key = (generation.identity, edited, newest_correction(session))
        state = self._state
        if state is None or state.key != key:
            same = state is not None and state.key[0] == generation.identity
            gc.unfreeze()
            ids = passages_from(session, self._folders)
            state = State(
                key,
                live_documents(session, self._folders),
                Among.of(ids, generation.words) if ids is not None else None,
                state.speller if state is not None and same else Speller(generation.words.frequencies()),
                TaskIndex(load_records(session, self._folders), generation.task_words),
                links_to(stored_links(session)),
            )
            self._state = state
            # a million objects that stay: the collector would look through them again and again, 2 ms of a question
            gc.freeze()
            gc.set_threshold(*_COLLECTED)
        return state

    def standing(self, citations: Sequence[Cited]) -> list[Standing]:
        """How each of these citations of earlier answers stands today."""
        with Session(self._store.engine) as session:
            return standing(session, citations)

    def describe(self) -> Corpus:
        """The documents that answers come from, official ones and the newest first."""
        with self._store.reading() as (session, generation):
            state = (generation.identity, newest_correction(session)) if generation is not None else None
        if self._described is None or self._described[0] != state:
            self._described = (state, self._describe())
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
