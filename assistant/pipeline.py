"""The way of a question on one page: understood, searched, weighed, answered or declined."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from llama_index.core.schema import QueryBundle
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.answer import Answer, Corpus
from assistant.answering.about import say_of_itself
from assistant.answering.checking import say_whether
from assistant.answering.citing import Citations
from assistant.answering.comparing import compared, say_compared
from assistant.answering.declining import declined
from assistant.answering.draft import Draft
from assistant.answering.listing import Listed, listed, say_list
from assistant.answering.single import candidates_for, chosen, say_all, with_further_day
from assistant.evidence import PASSAGES, Candidate, Gathering, Verdict, judge
from assistant.evidence.bodies import AskedBodies
from assistant.evidence.limits import CONSULTED
from assistant.understanding import Kind, Named, Question, Role, Speller, Understanding, written_out
from assistant.understanding.question import terms_of
from assistant.understanding.words import load_question_words
from corpus.reading import Span
from corpus.tasks.bodies import find_bodies
from index.catalog import EditRow
from index.embedder import Embedder
from index.identity import identity
from index.record import Record, load_records
from index.retrieval import HybridRetriever
from index.store import Generation, Store, StoredDocument, live_documents, passages_by_id, passages_from
from index.task_index import TaskIndex

LISTS = (Kind.LIST, Kind.COUNT)
_SAID_AGAIN = (Kind.LIST, Kind.WHO, Kind.DEFINITION)
"""What is asked of an answer of sentences: its names and parts, which it tells already."""


@dataclass(frozen=True, slots=True)
class State:
    """What is known of one state of the store: kept from question to question as long as it holds.

    Attributes:
        key: the generation's number, and that of the last thing that a person said of a task.
        among: the passages it answers from; None where these are all that the generation holds.
    """

    key: tuple[int, int]
    documents: list[StoredDocument]
    among: list[str] | None
    speller: Speller
    tasks: TaskIndex


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
        self._described: tuple[int, Corpus] | None = None

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
                answer = _Turn(self, session, generation).answer(question, history)
        return replace(answer, seconds=time.perf_counter() - started)

    def _state_of(self, session: Session, generation: Generation) -> State:
        key = (generation.number, session.scalar(select(func.max(EditRow.id))) or 0)
        state = self._state
        if state is None or state.key != key:
            same = state is not None and state.key[0] == generation.number
            state = State(
                key,
                live_documents(session, self._folders),
                passages_from(session, self._folders),
                state.speller if state is not None and same else Speller(generation.words.frequencies()),
                TaskIndex(load_records(session, self._folders)),
            )
            self._state = state
        return state

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


class _Turn:
    """One question on its way through one state of the store."""

    def __init__(self, assistant: Assistant, session: Session, generation: Generation) -> None:
        self.assistant = assistant
        self.session = session
        self.generation = generation
        self.state = assistant._state_of(session, generation)
        self.today = assistant._today()
        self.reader = Understanding(
            self.state.documents,
            self.state.speller.full,
            self.today,
            longest=assistant._longest,
        )

    def answer(self, asked: str, history: Sequence[str]) -> Answer:
        """The answer."""
        question = _asking_for_all(self._with_known_bodies(self.reader.read(asked, history)))
        before: Draft | None = None
        if question.of_before or question.bodies_of_before:
            *earlier, last = self.reader.turns(history)
            before = self._draft_of(self.reader.read(last, earlier))
        draft, candidates, others = self._drafted(question, before)
        if draft is None:
            answer = declined(question, self.session, candidates, len(self.state.documents), body=others)
        else:
            citations = tuple(draft.citations.all)
            answer = Answer(question.asked, "answered", None, draft.text, citations, tasks=tuple(draft.tasks))
        return replace(answer, understood=understood_words(question))

    def _with_known_bodies(self, question: Question) -> Question:
        """The question, in which a name that no task and no list of bodies knows is a thing, not somebody in charge."""
        known = [b for b in question.bodies if b.role is not Role.CHARGED or self._known(b.name)]
        if len(known) == len(question.bodies):
            return question
        words = " . ".join(b.name for b in question.bodies if b not in known)
        terms = dict(question.terms) | dict.fromkeys(terms_of(written_out(words)), 1.0)
        return replace(question, bodies=tuple(known), terms=terms)

    def _known(self, name: str) -> bool:
        if identity(name).known or name.lower().startswith(load_question_words().organisations):
            return True
        asked = AskedBodies([Named(name, Span(0, len(name)), Role.CHARGED)])
        return any(asked.in_task(record) >= CONSULTED for record in self.state.tasks.records)

    def _draft_of(self, question: Question) -> Draft | None:
        return self._drafted(question, None)[0]

    def _drafted(self, question: Question, before: Draft | None) -> tuple[Draft | None, Sequence[Candidate], bool]:
        """The answer in the making (None for a refusal), the candidates, and True where the work is another body's."""
        if question.kind in (Kind.CHAT, Kind.OUTSIDE):
            return None, (), False
        draft = Draft(Citations(self.session))
        gathering = self._gathered(question, before)
        if question.of_before and before is not None and (records := self._records_of(before)):
            self._say_of_before(draft, question, gathering, records)
            if draft.lines:
                return draft, (), False
        if question.of_before and before is not None and before.used and question.kind in _SAID_AGAIN:
            say_all(draft, question, before.used, self.today, self.state.tasks)
            return draft, (), False
        say_of_itself(draft, question, gathering, self.session, self.state.documents)
        if draft.lines:
            return draft, (), False
        others = False
        if question.kind in LISTS:
            found = listed(question, gathering, self.state.tasks, self.today)
            if found.records:
                say_list(draft, question, found, self.today)
                return draft, found.candidates, False
            others = found.others_body
            if (others and not question.terms) or question.window is not None or question.what.statuses:
                return None, found.candidates, others
        candidates = candidates_for(question, gathering)
        if question.kind is Kind.COMPARE and len(pieces := compared(question, candidates)) > 1:
            say_compared(draft, pieces, self.today)
            return draft, candidates, False
        if question.kind is Kind.YESNO:
            merged = sorted([*gathering.tasks(), *candidates], key=lambda c: -c.score)
            best = next((c for c in merged if judge(question, c) is Verdict.ANSWERS), None)
            if best is not None:
                say_whether(draft, question, gathering, best, self.today)
                return draft, candidates, False
            return None, candidates, False
        taken = chosen(question, candidates)
        if not taken:
            return None, candidates, others
        say_all(draft, question, with_further_day(question, taken, gathering), self.today, self.state.tasks)
        return draft, candidates, False

    def _gathered(self, question: Question, before: Draft | None) -> Gathering:
        retriever = HybridRetriever(self.generation, self.assistant._embedder, among=self.state.among)
        hits = retriever.hits(QueryBundle(question.searched))
        passages = passages_by_id(self.session, [hit.id for hit in hits[:PASSAGES]])
        bodies = None
        if question.bodies_of_before and before is not None:
            bodies = AskedBodies(_bodies_of(before, question), question.places)
        return Gathering(
            question,
            hits,
            passages,
            self.generation.words,
            self.state.tasks,
            bodies=bodies,
            documents=question.named_documents,
        )

    def _records_of(self, before: Draft) -> list[Record]:
        wanted = [task["id"] for task in before.tasks]
        return sorted((r for r in self.state.tasks.records if r.key in wanted), key=lambda r: wanted.index(r.key))

    def _say_of_before(self, draft: Draft, question: Question, gathering: Gathering, records: list[Record]) -> None:
        """What the tasks of the answer before say of what is asked now: their days, their bodies, their words."""
        if question.kind not in (Kind.WHEN, Kind.WHO, Kind.WHAT, *LISTS):
            return
        if question.kind is Kind.WHEN:
            records = [r for r in records if r.due is not None] or records[:1]
        if question.what.beside:
            records = [r for r in records if r.coordinating] or records[:1]
        if len(records) > 4:
            say_list(draft, question, Listed(tuple(records)), self.today)
            return
        taken = [gathering.task(record) for record in records]
        say_all(draft, question, taken, self.today, self.state.tasks)


def _asking_for_all(question: Question) -> Question:
    """The question; one after the content of a document, no more, asks for the tasks that it gives."""
    if question.kind in (Kind.WHAT, Kind.DEFINITION) and question.named_documents and not question.terms:
        return replace(question, what=replace(question.what, kind=Kind.LIST))
    return question


def _bodies_of(before: Draft, question: Question) -> list[Named]:
    """The bodies that the answer before was about: those in charge, and those that its sentences name."""
    found: dict[str, Named] = {}
    asked = {body.name for body in question.bodies}
    for candidate in before.used:
        names = [body for each in find_bodies(candidate.words) for body in each.bodies]
        for body in names:
            if body.name not in asked:
                found.setdefault(body.name, Named(body.name, body.span, Role.CHARGED))
    return list(found.values())


def understood_words(question: Question) -> str:
    """How a question was read, where that differs from what was typed: "khi nào · Bộ Y tế · trình đề án"."""
    if not question.leans:
        return question.full if question.full != question.asked else ""
    parts = [question.kind.value]
    parts += [body.name for body in question.charged]
    parts += [place.name for place in question.places]
    parts += [reference.words for reference in question.references]
    if question.window is not None:
        parts.append(question.window.words)
    topic = " ".join(t for t in question.terms if " " not in t)
    return " · ".join(filter(None, [*parts, topic]))
