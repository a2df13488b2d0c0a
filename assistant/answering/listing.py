"""Lists of tasks: which belong to it, and how it is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answering.draft import Draft
from assistant.answering.wording import source_words, task_words, when_words
from assistant.evidence import ENOUGH, Candidate, Gathering
from assistant.evidence.judging import asks_locally
from assistant.evidence.limits import CONSULTED, COVERED
from assistant.register.works import Work, count_words, elsewhere_words, works_of
from assistant.understanding import Kind, Question
from corpus.reading import Span
from index.entry import Entry, Status
from index.identity import identity
from index.record import Record
from index.register import by_day, entry_on, in_window
from index.task_index import TaskIndex

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
        records: the tasks.
        candidates: what they were weighed as, where a topic was asked for.
        others_body: True where there are such tasks, and none of the body asked for.
        shared: beside those of the body itself, those of groups that it belongs to.
        of_group: True where all are of such groups.
    """

    records: tuple[Record, ...]
    candidates: tuple[Candidate, ...] = ()
    others_body: bool = False
    shared: tuple[Record, ...] = ()
    of_group: bool = False


def listed(question: Question, gathering: Gathering, tasks: TaskIndex, today: date) -> Listed:
    """The tasks that a question asks for; none where it names no body, document, day, status or topic."""
    records = [r for r in tasks.records if not gathering.documents or r.document.name in gathering.documents]
    told = (gathering.bodies.names, gathering.documents, question.window, question.what.statuses, question.terms)
    if not any(told):
        return Listed(())
    records = [r for r in records if gathering.bodies.here(r.document, r.row.quote, r.lead)]
    records = narrowed(question, records, today)
    of_anyone = bool(records)
    shared: tuple[Record, ...] = ()
    if gathering.bodies.names and not question.terms:
        shared = tuple(r for r in records if gathering.bodies.in_task(r) == COVERED)
    if gathering.bodies.names:
        records = _theirs(records, gathering, beside=question.what.beside, local=asks_locally(question))
    if not records:
        near = tuple(gathering.task(r) for r in shared[:NEIGHBOURS])
        return Listed((), near, others_body=of_anyone and bool(gathering.bodies.names), shared=shared)
    of_group = bool(shared) and records[0] in shared
    if not question.terms:
        return Listed(tuple(records), shared=() if of_group else shared, of_group=of_group)
    return _on_topic(question, records, gathering)


def narrowed(question: Question, records: Sequence[Record], today: date) -> list[Record]:
    """The tasks whose day and status are those asked for."""
    found, window = list(records), question.window
    if window is not None:
        found = [r for r in found if in_window(r.due, window.first, window.last)]
    wanted = {status for name in question.what.statuses for status in _STATUSES.get(name, ())}
    if wanted:
        found = [r for r in found if entry_on(today, r).status in wanted]
    if "dated" in question.what.statuses and window is None:
        found = [r for r in found if r.due is not None and r.due.last_permitted is not None]
    return found


def _theirs(records: Sequence[Record], gathering: Gathering, *, beside: bool, local: bool) -> list[Record]:
    """The tasks that the asked bodies are in charge of, else those that they are to be consulted on.

    Args:
        beside: also, not only for want of others, those that they are to be consulted on.
        local: for want of others, those of a group that they belong to.
    """
    shares = [(gathering.bodies.in_task(r), r) for r in records]
    if beside:
        return [r for s, r in shares if s in (1.0, CONSULTED)]
    for share in (1.0, COVERED, CONSULTED) if local else (1.0, CONSULTED):
        if found := [r for s, r in shares if s == share]:
            return found
    return []


def _on_topic(question: Question, records: Sequence[Record], gathering: Gathering) -> Listed:
    weighed = [(gathering.task(r), r) for r in records]
    best = max((gathering.topic(c) for c, _ in weighed), default=0.0)
    narrow = bool(gathering.bodies.names or gathering.documents or question.window)
    if best < (ENOUGH if narrow else 1.3 * ENOUGH):
        return Listed((), candidates=tuple(c for c, _ in weighed))
    if _OF_DOCUMENTS.search(question.full.lower()):
        about = gathering.documents_about()
        return Listed(tuple(r for r in records if r.document.id in about))
    share = TOPIC_SHARE * best
    near = sorted((pair for pair in weighed if gathering.topic(pair[0]) >= share), key=lambda p: -p[0].score)
    near = near[:MOST_ON_TOPIC]
    if gathering.bodies.names:  # what else the body is told at the very places that hold the topic
        places = {_place(r) for c, r in near if r.row.section_path and gathering.topic(c) >= ENTIRE * best}
        listed_ = {r.key for _, r in near}
        near += [pair for pair in weighed if _place(pair[1]) in places and pair[1].key not in listed_]
    return Listed(tuple(r for _, r in near), tuple(c for c, _ in near))


def _place(record: Record) -> tuple[int, str]:
    return record.document.id, record.row.section_path


def say_list(draft: Draft, question: Question, found: Listed, today: date) -> None:
    """Says a list: how many, then each task by its last day; the same work in several documents once."""
    by_id = {r.key: r for r in found.records}
    rank = {c.record.key: i for i, c in enumerate(found.candidates) if c.record is not None}
    entries = [entry_on(today, r) for r in found.records]
    entries.sort(key=lambda e: (*by_day(e.due), rank.get(e.id, 0), _newest_first(e), e.document, e.start))
    works = works_of(entries)
    draft.say(f"{_head(question, works, of_group=found.of_group)}:")
    longest = ACTION if len(works) <= 8 else SHORT_ACTION
    left = LONGEST - len(draft.lines[0])
    hidden: list[int] = []
    unsaid = 0
    for i, work in enumerate(works[:MOST_LISTED], start=1):
        numbers = draft.cite_task(by_id[work.head.id], work.head, with_body=len(works) <= 8)
        for other in work.others:
            numbers += draft.cite_task(by_id[other.id], other)
        line = f"{i}. {_line(question, work, longest)}"
        if unsaid or len(line) > left:
            unsaid += 1
            hidden += numbers
            continue
        draft.say(line, *numbers)
        left -= len(draft.lines[-1]) + 1
    if unsaid:
        draft.say(f"Còn {unsaid} nhiệm vụ nữa trong bảng kèm theo.", *hidden)
    if found.shared:
        first = found.shared[0]
        group = next((name for name in first.lead if identity(name).group), first.lead[0])
        numbers = [draft.citations.cite(first.document, Span(first.row.quote_start, first.row.quote_end))]
        names = ", ".join(body.name for body in question.charged)
        draft.say(f"Chưa kể {len(found.shared)} nhiệm vụ giao chung cho nhóm có {names}, như “{group}”.", *numbers)
    if len(works) > MOST_LISTED:
        draft.lines.append(f"Bảng chỉ ghi {MOST_LISTED} nhiệm vụ đầu; hãy hỏi hẹp hơn, hoặc xem cả sổ nhiệm vụ.")


def _newest_first(entry: Entry) -> int:
    return -int((entry.date or "0").replace("-", "").ljust(8, "0"))


def _head(question: Question, works: Sequence[Work], *, of_group: bool) -> str:
    about = []
    if question.charged:
        whose = "giao chung cho các nhóm có" if of_group else "của"
        about.append(f"{whose} {', '.join(body.name for body in question.charged)}")
    if question.window is not None:
        words = question.window.words
        about.append(f"có hạn {words[:1].lower()}{words[1:]}")
    about += [_STATUS_WORDS[name] for name in question.what.statuses if name in _STATUS_WORDS]
    head = " ".join([count_words(works), *about])
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
