"""Lists of tasks: which belong to it, and how it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assistant.answering.draft import Draft, cited_of
from assistant.answering.wording import source_words, task_words, when_words
from assistant.evidence import ENOUGH, Candidate, Gathering
from assistant.evidence.judging import asks_locally, strictness
from assistant.evidence.limits import CONSULTED, COVERED
from assistant.evidence.task_candidates import LOOKED_AT
from assistant.register.works import Work, elsewhere_words, works_counted
from assistant.understanding import Kind, Question
from index.entry import Entry, Status
from index.identity import identity
from index.record import Record
from index.register import entry_on
from index.retrieval import best
from index.task_index import Rows, TaskIndex

TOPIC_SHARE = 0.55
"""A task belongs to a list on a topic from this share of the best task's coverage on."""
ENTIRE = 0.9
"""From this share of the best task's coverage on a task holds all of the topic."""
MOST_ON_TOPIC = 15
"""Tasks of a list on a topic: those that hold most of it."""
LONGEST = 2800
"""Characters of a list; what does not fit stands in the table beside it."""
NEIGHBOURS = 3
"""Tasks of groups that are shown beside a refusal."""
MOST_LISTED = 100
"""Tasks of a list with its table; more are counted only."""
ACTION, SHORT_ACTION = 260, 130
"""Characters of a task's action in a short list, and in a long one."""

_NONE: Rows = np.zeros(0, dtype=np.intp)
_OF_DOCUMENTS = re.compile(
    r"(?:trong|theo|ở|tại) (?:các |những )?(?:văn bản|tài liệu)(?: chỉ đạo)? (?:về|nói về|liên quan)"
)
_STATUSES = {
    "overdue": {Status.OVERDUE},
    "soon": {Status.DUE_SOON},
    "ongoing": {Status.ONGOING},
    "no_day": {Status.NO_DAY},
}


_STATUS_WORDS = {
    "overdue": "đã quá hạn, chưa ghi nhận hoàn thành",
    "soon": "sắp đến hạn",
    "ongoing": "làm thường xuyên",
    "no_day": "không nêu thời hạn",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """The tasks of a list.

    Attributes:
        rows: the tasks' rows in the index.
        candidates: what they were weighed as, where a topic was asked for.
        others_body: True where there are such tasks, and none of the body asked for.
        shared: beside those of the body itself, the rows of those of groups that it belongs to.
        of_group: True where all are of such groups.
    """

    rows: Rows
    candidates: tuple[Candidate, ...] = ()
    others_body: bool = False
    shared: Rows = field(default_factory=lambda: _NONE)
    of_group: bool = False


def listed(question: Question, gathering: Gathering, tasks: TaskIndex, today: date) -> Listed:
    """The tasks that a question asks for; none where it names no body, document, day, status or topic."""
    bodies, documents = gathering.bodies, gathering.documents
    if not any((bodies.names, documents, question.window, question.what.statuses, question.terms)):
        return Listed(_NONE)
    taken = narrowed(question, tasks, today)
    if documents:
        taken &= tasks.of_documents(lambda document: document.name in documents)
    rows: Rows = np.flatnonzero(taken & bodies.here_in(tasks))
    of_anyone = bool(len(rows))
    shared = _NONE
    if bodies.names:
        shares = bodies.in_tasks(tasks)[rows]
        shared = shared if question.terms else rows[shares == COVERED]
        rows = _theirs(rows, shares, beside=question.what.beside, local=asks_locally(question))
    if not len(rows):
        near = tuple(gathering.task(tasks.records[row]) for row in shared[:NEIGHBOURS])
        return Listed(_NONE, near, others_body=of_anyone and bool(bodies.names), shared=shared)
    of_group = bool(len(shared)) and rows[0] in shared
    if not question.terms:
        return Listed(rows, shared=_NONE if of_group else shared, of_group=of_group)
    return _on_topic(question, rows, gathering, tasks)


def narrowed(question: Question, tasks: TaskIndex, today: date) -> NDArray[np.bool_]:
    """(tasks,): whether the day and status of each are those asked for."""
    taken, window = np.ones(len(tasks.records), dtype=np.bool_), question.window
    if window is not None:
        taken &= tasks.in_window(window.first, window.last)
    wanted = {status for name in question.what.statuses for status in _STATUSES.get(name, ())}
    if wanted:
        taken &= tasks.by_status(wanted, today)
    if "dated" in question.what.statuses and window is None:
        taken &= tasks.in_window(None, None)
    return taken


def _theirs(rows: Rows, shares: NDArray[np.float64], *, beside: bool, local: bool) -> Rows:
    """The tasks that the asked bodies are in charge of, else those that they are to be consulted on.

    Args:
        shares: (rows,) how far each is the asked bodies'.
        beside: also, not only for want of others, those that they are to be consulted on.
        local: for want of others, those of a group that they belong to.
    """
    wanted: list[tuple[float, ...]] = [(1.0, CONSULTED)] if beside else [(1.0,), (CONSULTED,)]
    if local and not beside:
        wanted.insert(1, (COVERED,))
    theirs = _NONE
    for some in wanted:
        if len(theirs := rows[np.isin(shares, some)]):
            break
    return theirs


def _on_topic(question: Question, rows: Rows, gathering: Gathering, tasks: TaskIndex) -> Listed:
    topics = gathering.weighed.topics(rows)
    most = float(topics.max(initial=0.0))
    narrow = bool(gathering.bodies.names or gathering.documents or question.window)
    order = best(topics, LOOKED_AT)
    if most < ENOUGH * max(strictness(question), 1.0 if narrow else 1.3):
        return Listed(_NONE, candidates=tuple(gathering.weighed.at(rows[order])))
    if _OF_DOCUMENTS.search(question.full.lower()):
        about = gathering.weighed.documents_about()
        return Listed(rows[tasks.of_documents(lambda document: document.id in about)[rows]])
    near = gathering.weighed.at(rows[order[topics[order] >= TOPIC_SHARE * most]], MOST_ON_TOPIC)
    found = [row for c in near if c.record is not None and (row := tasks.row(c.record.key)) is not None]
    if gathering.bodies.names:  # what else the body is told at the very places that hold the topic
        entire = topics[np.searchsorted(rows, found)] >= ENTIRE * most
        records = [tasks.records[row] for row, holds in zip(found, entire, strict=True) if holds]
        places = {_place(record) for record in records if record.row.section_path}
        in_documents = {document for document, _ in places}
        there = rows[tasks.of_documents(lambda document: document.id in in_documents)[rows]]
        found += [row for row in there.tolist() if row not in found and _place(tasks.records[row]) in places]
    return Listed(np.array(found, dtype=np.intp), tuple(near))


def _place(record: Record) -> tuple[int, str]:
    return record.document.id, record.row.section_path


def say_list(draft: Draft, question: Question, found: Listed, tasks: TaskIndex, today: date) -> None:
    """Says a list: how many, then each task by its last day; the same work in several documents once."""
    ordered = _by_day(found, tasks)
    works = _works(ordered, tasks)
    told = [[entry_on(today, tasks.records[row]) for row in work] for work in works[:MOST_LISTED]]
    shown_ = [tasks.records[row] for work in works[:MOST_LISTED] for row in work]
    draft.citations.read_ahead([(record.document, span) for record in shown_ for span in cited_of(record)])
    counted = works_counted(len(works), len(np.unique(tasks.document[ordered])), len(ordered))
    draft.say(f"{_head(question, counted, of_group=found.of_group)}:")
    longest = ACTION if len(works) <= 8 else SHORT_ACTION
    left = LONGEST - len(draft.lines[0])
    hidden: list[int] = []
    unsaid = 0
    for i, (head, *others) in enumerate(told, start=1):
        numbers = draft.cite_task(_record(tasks, head), head, with_body=len(works) <= 8)
        for other in others:
            numbers += draft.cite_task(_record(tasks, other), other)
        line = f"{i}. {_line(question, Work(head, tuple(others)), longest)}" if not unsaid else ""
        if unsaid or len(line) > left:
            unsaid += 1
            hidden += numbers
            continue
        draft.say(line, *numbers)
        left -= len(draft.lines[-1]) + 1
    if unsaid:
        draft.say(f"Còn {unsaid} nhiệm vụ nữa trong bảng kèm theo.", *hidden)
    if len(found.shared):
        first = tasks.records[found.shared[0]]
        group = next((name for name in first.lead if identity(name).group), first.lead[0])
        numbers = [draft.citations.cite(first.document, first.quote_span)]
        names = ", ".join(body.name for body in question.charged)
        draft.say(f"Chưa kể {len(found.shared)} nhiệm vụ giao chung cho nhóm có {names}, như “{group}”.", *numbers)
    if len(works) > MOST_LISTED:
        draft.lines.append(f"Bảng chỉ ghi {MOST_LISTED} nhiệm vụ đầu; hãy hỏi hẹp hơn, hoặc xem cả sổ nhiệm vụ.")


def _by_day(found: Listed, tasks: TaskIndex) -> Rows:
    """The rows of a list by last permitted day; of one day the nearest to the topic, then the newest document's."""
    rank = {c.record.key: i for i, c in enumerate(found.candidates) if c.record is not None}
    records = tasks.records
    rows = found.rows
    nearest = np.array([rank.get(records[row].key, 0) for row in rows]) if rank else np.zeros(len(rows), dtype=np.int_)
    return rows[np.lexsort((tasks.place[rows], -tasks.issued[rows], nearest, *tasks.by_day(rows)))]


def _works(rows: Rows, tasks: TaskIndex) -> list[list[int]]:
    """The rows by the work that they tell of, each work in the place of its head, which comes first of it.

    Where a filter left the head of a group out, the first of its tasks stands for it.
    """
    groups: dict[int, list[int]] = {}
    heads: dict[int, int] = {}
    for row, work, head in zip(rows.tolist(), tasks.work[rows].tolist(), tasks.heads[rows].tolist(), strict=True):
        groups.setdefault(work, []).append(row)
        if head or work not in heads:
            heads[work] = row
    of_head = {head: groups[work] for work, head in heads.items()}
    return [[row, *(other for other in of_head[row] if other != row)] for row in rows.tolist() if row in of_head]


def _record(tasks: TaskIndex, entry: Entry) -> Record:
    record = tasks.record(entry.id)
    assert record is not None  # noqa: S101  it was made from one
    return record


def _head(question: Question, counted: str, *, of_group: bool) -> str:
    about = []
    if question.charged:
        whose = "giao chung cho các nhóm có" if of_group else "của"
        about.append(f"{whose} {', '.join(body.name for body in question.charged)}")
    if question.window is not None:
        words = question.window.words
        about.append(f"có hạn {words[:1].lower()}{words[1:]}")
    about += [_STATUS_WORDS[name] for name in question.what.statuses if name in _STATUS_WORDS]
    head = " ".join([counted, *about])
    return f"Có {head}" if question.kind is Kind.COUNT else head


def _line(question: Question, work: Work, longest: int) -> str:
    entry = work.head
    day_first = question.window is not None or "overdue" in question.what.statuses or "soon" in question.what.statuses
    line = task_words(entry, day_first=day_first, longest=longest)
    if work.others:
        places = [elsewhere_words(entry, other).split(" [")[0] for other in work.others[:2]]
        line += f" Cũng nêu tại: {'; '.join(places)}."
        moved = [o for o in work.others if o.due and entry.due and o.due.last_permitted != entry.due.last_permitted]
        line += "".join(f" {source_words(o)} nêu {when_words(o.due)}." for o in moved[:2])
    return line
