"""The register: the tasks of all documents by body, day, document and words, with their status on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.errors import UnknownTask
from corpus.tasks.task import Relation
from index.assignee import Assignee
from index.catalog import DocumentRow, TaskRow
from index.document_lookup import documents_named
from index.edits import find_key
from index.entry import Due, Entry, Status
from index.identity import name_today, scope_of
from index.record import Record, load_records, records_of
from index.store import Store, live_documents, live_in
from index.tokens import syllables

SOON = timedelta(days=30)
"""A task is due soon from so long before its last permitted day."""

NEVER_ENDING = frozenset({Relation.RECURRING, Relation.ONGOING})


class Register:
    """The tasks of a store as they stand on a day. Each call reads one state of the catalog."""

    def __init__(self, store: Store, day: date) -> None:
        self.store = store
        self.day = day

    def entries(
        self,
        *,
        assignee: str | None = None,
        due_from: date | None = None,
        due_to: date | None = None,
        document: str | None = None,
        text: str | None = None,
        folders: Sequence[Path] | None = None,
        statuses: Collection[Status] | None = None,
        coordinating: bool = False,
        groups: bool = False,
        rejected: bool = False,
    ) -> list[Entry]:
        """The tasks that fit all that is asked, by last permitted day; those without one behind, the recurring last.

        Of one day the newest document's come first, and of one document in the order of its text.

        Args:
            assignee: a body in charge, by any name of it, today's or a former one, by its symbol or its head; where no
                body is known by it, words of the name as written. Diacritics may be left out altogether.
            due_from, due_to: the last permitted day lies between them, inclusive.
            document: its name, its number, or a part of its path or title that no other has.
            text: words that action, quote or headings hold, in any order.
            folders: where the documents come from; None for everywhere.
            statuses: None for any.
            coordinating: also where the assignee is to be consulted.
            groups: also what a group has to do that the assignee belongs to, behind its own.
            rejected: also what a person said is no task.

        Raises:
            UnknownDocument: no document, or more than one, is meant by `document`.
        """
        with Session(self.store.engine) as session:
            documents = live_documents(session, folders)
            records = load_records(session, folders)
        if document is not None:
            wanted = {d.id for d in documents_named(document, documents)}
            records = [r for r in records if r.document.id in wanted]
        if not rejected:
            records = [r for r in records if not r.said.rejected]
        if text is not None:
            words = [f" {word} " for word in syllables(text)]
            records = [r for r in records if all(word in _searched(r) for word in words)]
        if due_from is not None or due_to is not None:
            records = [r for r in records if in_window(r.due, due_from, due_to)]
        found = [(1, r) for r in records]
        if assignee is not None:
            asked = Assignee(assignee)
            ranked = [(_nearness(asked, r, coordinating=coordinating, groups=groups), r) for r in records]
            found = [(rank, r) for rank, r in ranked if rank]
        entries = [(rank, entry_on(self.day, r)) for rank, r in found]
        if statuses is not None:
            entries = [(rank, e) for rank, e in entries if e.status in statuses]
        newest_first = sorted(entries, key=lambda ranked: ranked[1].date or "", reverse=True)
        return [e for _, e in sorted(newest_first, key=lambda ranked: (ranked[0], *by_day(ranked[1].due)))]

    def entry(self, id: str, folders: Sequence[Path] | None = None) -> Entry:  # noqa: A002
        """The task whose id is, or alone begins with, `id`; also one that is said to be none.

        Args:
            folders: where its document comes from; None for everywhere.

        Raises:
            UnknownTask: none begins so, or several do.
        """
        with Session(self.store.engine) as session:
            key = find_key(session, id)
            of_task = select(TaskRow.document_id).join(DocumentRow).where(TaskRow.key == key, live_in(folders))
            at = session.scalar(of_task)
            document = next((found for found in live_documents(session, folders) if found.id == at), None)
            if document is None:
                raise UnknownTask(f"không có nhiệm vụ nào có mã {id!r} trong các văn bản của trang này")
            return next(entry_on(self.day, r) for r in records_of(session, document) if r.key == key)


def entry_on(day: date, record: Record) -> Entry:
    """A task of the catalog as it stands on a day."""
    row, facts, said = record.row, record.document.facts, record.said
    lead, coordinating, due = record.lead, record.coordinating, record.due
    today = [name_today(name, day) for name in dict.fromkeys((*lead, *coordinating))]
    return Entry(
        id=record.key,
        document=record.document.name,
        title=facts.name,
        number=facts.number,
        date=facts.date,
        official=facts.official,
        lead=lead,
        coordinating=coordinating,
        today=tuple(name for name in today if name is not None),
        action=record.action,
        product=record.product,
        target=row.target,
        due=due,
        section=row.section_path,
        quote=row.quote,
        start=row.quote_start,
        end=row.quote_end,
        rule=row.rule,
        inherited=record.inherited,
        status=status_on(day, due, done=said.done is not None),
        done=said.done,
        edited=said.edited,
        group=row.work or record.key,
        rejected=said.rejected,
        page=record.page,
    )


def status_on(day: date, due: Due | None, *, done: bool = False) -> Status:
    """How a task with this deadline stands on a day; it is overdue from the day after its last permitted day."""
    if done:
        return Status.DONE
    if due is not None and due.relation in NEVER_ENDING:
        return Status.ONGOING
    if due is None or due.last_permitted is None:
        return Status.NO_DAY
    if due.last_permitted < day:
        return Status.OVERDUE
    return Status.DUE_SOON if due.last_permitted - day <= SOON else Status.IN_TIME


def count(entries: Iterable[Entry]) -> tuple[int, int]:
    """(works, documents): the same work in several documents counts once."""
    seen = [(entry.group, entry.document) for entry in entries]
    return len({group for group, _ in seen}), len({document for _, document in seen})


def _nearness(asked: Assignee, record: Record, *, coordinating: bool, groups: bool) -> int:
    """1 where the body asked for has to do it, 2 where a group that it belongs to has, 0 where neither."""
    facts = record.document.facts
    scope = scope_of(facts.issuer)
    bodies = record.lead + (record.coordinating if coordinating else ())
    if any(asked.matches(name, scope, facts.date) for name in bodies):
        return 1
    return 2 if groups and any(asked.covered_by(name, scope) for name in bodies) else 0


def _searched(record: Record) -> str:
    told = record.said.fields.get("action")
    return f"{record.row.searched}{' '.join(syllables(told))} " if told else str(record.row.searched)


def in_window(due: Due | None, first: date | None, last: date | None) -> bool:
    """True where the last permitted day lies between two days, both inclusive; None for open."""
    day = due.last_permitted if due is not None else None
    return day is not None and (first is None or first <= day) and (last is None or day <= last)


def by_day(due: Due | None) -> tuple[int, date]:
    """What sorts deadlines by last permitted day; those without one behind, the recurring last."""
    if due is not None and due.last_permitted is not None:
        return 0, due.last_permitted
    return 2 if due is not None and due.relation in NEVER_ENDING else 1, date.max
