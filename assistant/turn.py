"""The way of one question through one state of the store: understood, searched, weighed, answered or declined."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from llama_index.core.schema import QueryBundle
from sqlalchemy.orm import Session

from assistant.answer import Answer
from assistant.answering.about import asks_no_more, say_of_itself
from assistant.answering.checking import say_whether
from assistant.answering.citing import Citations
from assistant.answering.comparing import compared, say_compared
from assistant.answering.declining import declined
from assistant.answering.draft import Draft
from assistant.answering.listing import Listed, listed, narrowed, say_list
from assistant.answering.single import candidates_for, chosen, overlap, say_all, with_further_day, with_siblings
from assistant.answering.superseded import say_superseded
from assistant.evidence import Candidate, Gathering, Verdict, judge
from assistant.evidence.announced import with_items
from assistant.evidence.bodies import AskedBodies
from assistant.evidence.fitting import says_deadline
from assistant.evidence.judging import of_another_year
from assistant.evidence.limits import CONSULTED
from assistant.evidence.search import Search, nothing_found
from assistant.recent import Recent, Told
from assistant.understanding import Kind, Named, Question, Role, Speller
from assistant.understanding.question import MOST_TURNS, terms_of
from assistant.understanding.words import load_question_words
from corpus.reading import Span
from corpus.tasks.bodies import find_bodies
from index.document_links import StoredLink
from index.embedder import Embedder
from index.identity import identity
from index.record import Record
from index.retrieval import Among, Hit, HybridRetriever
from index.short_forms import written_out
from index.store import Generation, StoredDocument, passages_by_id
from index.task_index import TaskIndex

LISTS = (Kind.LIST, Kind.COUNT)
_SAID_AGAIN = (Kind.LIST, Kind.WHO, Kind.DEFINITION)
"""What is asked of an answer of sentences: its names and parts, which it tells already."""
BY_PIECES, BY_CHECK = "câu và nhiệm vụ", "kiểm tra điều được hỏi"
"""How an answer was made from the pieces that hold what was asked."""
BY_FACTS = "thể thức của văn bản"
MOST_OWN = 2
"""A question of fewer words of its own is after a whole document."""
_SEVERAL = re.compile(r"(?:những|các) (?:\w+ ){0,2}(?:nào|ai)(?!\w)|những ai(?!\w)")
_EACH = re.compile(
    r"(?:những|các) (?:\w+ ){1,6}nào.*(?:mỗi|từng) (?:loại|việc|thứ|cái|nhiệm vụ|báo cáo|đợt|kỳ|nội dung)(?!\w)"
)
_DAY = re.compile(r"\d{1,2}/\d{1,2}|\bngày \d|\btháng \d|\bquý [IV\d]|\bnăm \d{4}")
_THINGS = re.compile(
    r"(?:phải|cần|được giao|có trách nhiệm) (?:\w+ ){1,3}?(?:những|các) (?:nội dung|điều|vấn đề|khâu) (?:nào|gì)"
)
MOSTLY = 0.5
"""What a task must hold itself, as a share of what its sentence does, to be told instead of this."""
CLEARLY = 0.5
"""What the others of its sentence may hold at most, as a share of that."""
_TARGETS = re.compile(r"(?<!\w)(?:mục tiêu|chỉ tiêu|đạt|phấn đấu|mốc|đích|muốn)(?!\w)")
AS_STRONG, AS_DATED = 0.95, 0.75
"""A piece is checked against a yes/no question where it holds this share of what the strongest one does; one with a
deadline, where a day is asked about."""
MOST_SAID = 4
"""Tasks of the answer before that are told one by one; more are a list."""


@dataclass(frozen=True, slots=True)
class State:
    """What is known of one state of the store: kept from question to question as long as it holds.

    Attributes:
        key: the generation's identity, and those of the last things that a person said of a task and of a document.
        among: the passages it answers from; None where these are all that the generation holds.
        links: name of a document -> what others say that they do to it.
    """

    key: tuple[tuple[int, int], int, int]
    documents: list[StoredDocument]
    among: Among | None
    speller: Speller
    tasks: TaskIndex
    links: Mapping[str, Sequence[StoredLink]]


@dataclass(frozen=True, slots=True)
class Way:
    """What came of a question.

    Attributes:
        draft: the answer in the making, None for a refusal.
        candidates: what was looked at, best first.
        by: how it was answered, in words for whoever looks for a fault.
        others_body: True where the work asked for is there, and another body's.
    """

    draft: Draft | None
    candidates: Sequence[Candidate]
    by: str
    others_body: bool = False


class Turn:
    """One question on its way.

    Attributes (of the question asked last):
        question: as it was understood; None before.
        gathering: what was weighed, None where nothing was looked for.
        way: what came of it.
    """

    def __init__(
        self, state: State, session: Session, generation: Generation, embedder: Embedder, recent: Recent
    ) -> None:
        """Takes the state, where it lives, the model, and what the questions before were answered with."""
        self.state = state
        self.session = session
        self.generation = generation
        self.embedder = embedder
        self.recent = recent
        self.today = recent.today
        self.reader = recent.reader
        self.question: Question | None = None
        self.gathering: Gathering | None = None
        self.way = Way(None, (), "")

    @property
    def hits(self) -> Sequence[Hit]:
        """The passages found, best first."""
        return self.gathering.search.hits if self.gathering is not None else ()

    def answer(self, asked: str, history: Sequence[str]) -> Answer:
        """The answer."""
        question, way = self._understood(asked, history, MOST_TURNS)
        self.question, self.way = question, way
        documents = len(self.state.documents)
        if (draft := way.draft) is None:
            fact = way.by == BY_FACTS
            answer = declined(question, self.session, way.candidates, documents, body=way.others_body, fact=fact)
        else:
            told = tuple(say_superseded(draft, self.state.links, self.state.documents))
            citations = tuple(draft.citations.all)
            tasks = tuple(draft.tasks)
            answer = Answer(question.asked, "answered", None, draft.text, citations, tasks=tasks, superseded=told)
        return replace(answer, understood=understood_words(question))

    def _understood(self, asked: str, history: Sequence[str], turns: int) -> tuple[Question, Way]:
        """A question and what comes of it; `turns` of those before may be answered again where it goes on from them."""
        question = _asking_for_all(self._with_known_bodies(self.reader.read(asked, history)))
        before = None
        if question.of_before or question.bodies_of_before:
            before = self._told_before(history, turns)
        way = self._way_of(question, before)
        self.recent.remember(question.asked, history, _told_by(way))
        return question, way

    def _told_before(self, history: Sequence[str], turns: int) -> Told | None:
        """What the last of the questions before was answered with, less those that only chat."""
        while history and not self.reader.turns(history[-1:]):
            history = history[:-1]
        if not history or not turns:
            return None
        earlier, (last,) = history[:-1], self.reader.turns(history[-1:])
        try:
            return self.recent.told(last, earlier)
        except KeyError:
            return _told_by(self._understood(last, earlier, turns - 1)[1])

    def listed_for(self, asked: str) -> Sequence[Record]:
        """The tasks that the register alone answers a question with, which stands by itself; none where it does not."""
        question = self._with_known_bodies(self.reader.read(asked, ()))
        if question.kind not in LISTS:
            return ()
        words, documents = self.generation.words, question.named_documents
        gathering = Gathering(question, nothing_found(), words, self.state.tasks, documents=documents)
        rows = listed(question, gathering, self.state.tasks, self.today).rows
        return [self.state.tasks.records[row] for row in rows]

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
        return bool((asked.in_tasks(self.state.tasks) >= CONSULTED).any())

    def _way_of(self, question: Question, before: Told | None) -> Way:
        self.gathering = None
        if question.kind in (Kind.CHAT, Kind.OUTSIDE):
            return Way(None, (), "không tra cứu")
        draft = Draft(Citations(self.session))
        gathering = self.gathering = self._gathered(question, before)
        if question.of_before and before is not None and self._said_of_before(draft, question, gathering, before):
            return Way(draft, draft.used, "từ câu trả lời trước")
        say_of_itself(draft, question, gathering, self.session, self.state.documents)
        if draft.lines or asks_no_more(question):
            return Way(draft if draft.lines else None, (), BY_FACTS)
        others = False
        if question.kind in LISTS:
            found = listed(question, gathering, self.state.tasks, self.today)
            if len(found.rows):
                say_list(draft, question, found, self.state.tasks, self.today)
                return Way(draft, found.candidates, "danh sách từ sổ nhiệm vụ")
            others = found.others_body
            if question.window is not None and _TARGETS.search(question.full.lower()):
                question = _without_window(question)
            elif (others and not question.terms) or question.window is not None or question.what.statuses:
                return Way(None, found.candidates, "danh sách từ sổ nhiệm vụ", others)
        return self._way_by_pieces(draft, question, gathering, others_body=others)

    def _way_by_pieces(self, draft: Draft, question: Question, gathering: Gathering, *, others_body: bool) -> Way:
        candidates = candidates_for(question, gathering)
        if question.kind is Kind.COMPARE and len(pieces := compared(question, candidates)) > 1:
            say_compared(draft, pieces, self.today)
            return Way(draft, candidates, "so sánh giữa các văn bản, các năm")
        if question.kind is Kind.YESNO:
            merged = sorted([*gathering.tasks(), *candidates], key=lambda c: -c.score)
            answering = [c for c in merged if judge(question, c) is Verdict.ANSWERS]
            if not answering:
                return Way(None, merged, BY_CHECK)
            best = _checked(question, answering)
            if best.record is None:  # what was read from the sentence tells who does what in it
                told = sorted((c for c in merged if c.record is not None and overlap(c, best)), key=lambda c: -c.own)
                if told and told[0].own >= MOSTLY * best.own and all(c.own <= CLEARLY * told[0].own for c in told[1:]):
                    best = told[0]
            say_whether(draft, question, gathering, best, self.today)
            return Way(draft, merged, BY_CHECK)
        taken = chosen(question, candidates)
        if not taken:
            return Way(None, candidates, BY_PIECES, others_body)
        taken = with_siblings(question, with_further_day(question, taken, gathering), gathering)
        if question.kind in (Kind.DEFINITION, Kind.LIST, Kind.WHAT):
            taken = [with_items(self.session, candidate) for candidate in taken]
        say_all(draft, question, taken, self.today, self.state.tasks)
        return Way(draft, candidates, BY_PIECES)

    def _gathered(self, question: Question, before: Told | None) -> Gathering:
        retriever = HybridRetriever(self.generation, self.embedder, among=self.state.among)
        search = Search(
            lambda: retriever.hits(QueryBundle(question.searched)), lambda ids: passages_by_id(self.session, ids)
        )
        bodies = None
        if question.bodies_of_before and before is not None:
            bodies = AskedBodies(_bodies_of(before, question), question.places)
        return Gathering(
            question,
            search,
            self.generation.words,
            self.state.tasks,
            bodies=bodies,
            documents=question.named_documents,
        )

    def _said_of_before(self, draft: Draft, question: Question, gathering: Gathering, before: Told) -> bool:
        """Says what the answer before tells of what is asked now: its tasks' days, bodies, words; or its sentences."""
        records = [record for key in before.tasks if (record := self.state.tasks.record(key)) is not None]
        if records and question.kind in (Kind.WHEN, Kind.WHO, Kind.WHAT, *LISTS):
            self._say_records(draft, question, gathering, records)
        elif before.used and question.kind in _SAID_AGAIN:
            say_all(draft, question, before.used, self.today, self.state.tasks)
        return bool(draft.lines)

    def _say_records(self, draft: Draft, question: Question, gathering: Gathering, records: list[Record]) -> None:
        tasks = self.state.tasks
        if question.kind in LISTS:
            asked = narrowed(question, tasks, self.today)
            records = [r for r in records if (row := tasks.row(r.key)) is not None and asked[row]]
        if question.kind is Kind.WHEN:
            records = [r for r in records if r.due is not None] or records[:1]
        if question.what.beside:
            records = [r for r in records if r.coordinating] or records[:1]
        if not records:
            return
        if len(records) > MOST_SAID or question.kind in LISTS:
            rows = [row for r in records if (row := tasks.row(r.key)) is not None]
            say_list(draft, question, Listed(np.array(rows, dtype=np.intp)), tasks, self.today)
        else:
            say_all(draft, question, [gathering.task(record) for record in records], self.today, tasks)


def _told_by(way: Way) -> Told | None:
    if way.draft is None:
        return None
    return Told([task["id"] for task in way.draft.tasks], way.draft.used)


def _checked(question: Question, answering: Sequence[Candidate]) -> Candidate:
    """The piece that a yes/no question is held against: the work it asks about, whosoever's that is.

    Where a day is to be checked, a deadline goes before a sentence without one.
    """
    answering = [c for c in answering if c.place] or answering  # of the place asked about, where any is
    most = max(c.coverage for c in answering)
    of_year = [c for c in answering if c.coverage >= AS_DATED * most and not of_another_year(question, c)]
    answering = of_year or answering
    most = max(c.coverage for c in answering)
    strong = [c for c in answering if c.coverage >= AS_STRONG * most]
    if _DAY.search(question.full) and not _with_deadline(strong[0]):
        dated = [c for c in answering if _with_deadline(c)]
        strong = [c for c in dated if c.coverage >= AS_DATED * most] or strong
    return strong[0]


def _with_deadline(candidate: Candidate) -> bool:
    return candidate.record.due is not None if candidate.record is not None else says_deadline(candidate.words)


def _asking_for_all(question: Question) -> Question:
    """The question; one after the content of a document, or after all those whom it tells, asks for its tasks."""
    own = [term for term in question.terms if " " not in term]
    several = question.kind is Kind.WHO and _SEVERAL.search(question.full.lower()) is not None and len(own) < MOST_OWN
    if question.named_documents and (several or (question.kind in (Kind.WHAT, Kind.DEFINITION) and not own)):
        return replace(question, what=replace(question.what, kind=Kind.LIST), terms={}, must=())
    asks_for_several = {Kind.WHEN: _EACH, Kind.WHAT: _THINGS, Kind.DEFINITION: _THINGS}
    if not own:
        asks_for_several[Kind.NUMBER] = _SEVERAL  # "chủ trì những chỉ tiêu nào"
    pattern = asks_for_several.get(question.kind)
    if question.charged and pattern is not None and pattern.search(question.full.lower()):
        return replace(question, what=replace(question.what, kind=Kind.LIST))
    return question


def _without_window(question: Question) -> Question:
    """The question with its window's words as words to be held: targets are no tasks, and stand in sentences."""
    words = question.window.words if question.window is not None else ""
    terms = dict(question.terms) | dict.fromkeys(terms_of(words), 1.0)
    return replace(question, window=None, terms=terms, what=replace(question.what, kind=Kind.WHAT))


def _bodies_of(before: Told, question: Question) -> list[Named]:
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
    """How a question was read, where that differs from what was typed; a person may correct it and ask that."""
    if question.leans and question.stands is not None:
        return f"{question.full} (tiếp câu: {question.stands.full})"
    like = f" (như câu: {question.like})" * bool(question.like)
    return f"{question.full}{like}" if question.full != question.asked else ""
