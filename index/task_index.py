"""The tasks of one state of a store in memory: the words that they are found by, their bodies and days as columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.assignee import Assignee
from index.document_words import called
from index.entry import Status
from index.identity import scope_of
from index.postings import Found, Postings
from index.record import Record
from index.register import NEVER_ENDING, SOON
from index.store import StoredDocument

Rows = NDArray[np.integer[Any]]
"""(tasks,): places in `TaskIndex.records`."""

OWN, NEAR = 2, 1
"""How a task holds a token: it says it itself, or its sentence or a heading above does."""
_FEW = 16
"""Where so many times more tasks hold a token than are looked at, each of these is looked up among them."""
_KEPT = 256
"""Bodies that are remembered with their tasks."""


class Part(IntEnum):
    """What part a body has in a task: none, to be consulted, in charge as one of a group, in charge itself."""

    NONE, CONSULTED, COVERED, CHARGED = range(4)


class TaskIndex:
    """Tasks by the tokens that they hold; built once for a state of the store, then only read.

    Attributes:
        records: the tasks, by document and place; a row is a place among them.
        documents: where they stand.
        document: (tasks,) which of the documents.
        last: (tasks,) the proleptic Gregorian ordinal of the last permitted day, 0 where there is none.
        endless: (tasks,) whether the deadline recurs or goes on.
        done: (tasks,) whether a person marked it done.
        work: (tasks,) a number for each group of the same work (see index.linking).
        heads: (tasks,) whether each is the head of its group.
        issued: (tasks,) the date of the document as a number, 20240719; 0 for none.
        place: (tasks,) its rank by the document's name and the place of the quote.
        called: what the documents are called, row for row of `documents`.
        lead, coordinating: of each task the bodies in charge and to be consulted, as written or as corrected.
    """

    OWN, AROUND = 1.0, 0.9
    """What a token counts in the task's own words, and in its sentence or in a heading above it."""

    def __init__(self, records: Sequence[Record], words: Postings | None = None) -> None:
        """Takes the tasks, and what a generation keeps of their words; what it does not have is read here."""
        self.records = [record for record in records if not record.said.rejected]
        n = len(self.records)
        self._rows = {record.key: row for row, record in enumerate(self.records)}
        self._layers = self._layered(words)
        self._bodies_kept: dict[str, NDArray[np.uint8]] = {}
        numbers: dict[int, int] = {}
        self.documents: list[StoredDocument] = []
        works: dict[str, int] = {}
        self.document = np.zeros(n, dtype=np.int32)
        self.last = np.zeros(n, dtype=np.int32)
        self.endless = np.zeros(n, dtype=np.bool_)
        self.done = np.zeros(n, dtype=np.bool_)
        self.work = np.zeros(n, dtype=np.int32)
        self.heads = np.zeros(n, dtype=np.bool_)
        self.issued = np.zeros(n, dtype=np.int32)
        starts = np.zeros(n, dtype=np.int64)
        self.lead: list[tuple[str, ...]] = []
        self.coordinating: list[tuple[str, ...]] = []
        same: dict[tuple[str, ...], tuple[str, ...]] = {}
        for row, record in enumerate(self.records):
            if (number := numbers.get(record.document.id)) is None:
                number = numbers[record.document.id] = len(self.documents)
                self.documents.append(record.document)
            self.document[row] = number
            group = record.row.work or record.key
            self.work[row] = works.setdefault(group, len(works))
            self.heads[row] = group == record.key
            self.issued[row] = _issued(record.document.facts.date)
            starts[row] = record.row.quote_start
            lead, coordinating = record.lead, record.coordinating
            self.lead.append(same.setdefault(lead, lead))  # many tasks have the same bodies
            self.coordinating.append(same.setdefault(coordinating, coordinating))
            self.done[row] = record.said.done is not None
            if (due := record.due) is not None:
                self.endless[row] = due.relation in NEVER_ENDING
                self.last[row] = due.last_permitted.toordinal() if due.last_permitted is not None else 0
        self._works = works
        names = np.argsort(np.argsort([document.name for document in self.documents])) if n else np.zeros(0, np.int32)
        self.place = np.empty(n, dtype=np.intp)
        self.place[np.lexsort((starts, names[self.document]))] = np.arange(n)
        # all made while the store is opened, so that no question has to wait for them
        self.called = Postings.build(Found(d.name, " . ".join(called(d.facts))) for d in self.documents)
        self._scopes = [scope_of(document.facts.issuer) for document in self.documents]
        self._lead_rows, self._coordinating_rows = _by_name(self.lead), _by_name(self.coordinating)

    def _layered(self, words: Postings | None) -> list[tuple[Postings, Rows | None]]:
        """(words, place of each of their tasks among the records, -1 for none), together all of the records once.

        None stands for the places where the words are those of all records, in their order.
        """
        layers: list[tuple[Postings, Rows | None]] = []
        known: set[str] = set()
        if words is not None:
            # what a person corrected says other words than those that were read
            usable = {key: row for key, row in self._rows.items() if not self.records[row].said.fields}
            places = np.fromiter((usable.get(key, -1) for key in words.keys), np.intp, len(words.keys))
            if len(places) == len(self.records) and (places == np.arange(len(places))).all():
                return [(words, None)]
            layers.append((words, places))
            known = usable.keys() & set(words.keys)
        if rest := [record for record in self.records if record.key not in known]:
            read = Postings.build(map(texts_of, rest))
            layers.append((read, np.fromiter((self._rows[record.key] for record in rest), np.intp, len(rest))))
        return layers

    def row(self, key: str) -> int | None:
        """The row of the task with this id; None where there is none, or a person said that it is no task."""
        return self._rows.get(key)

    def record(self, key: str) -> Record | None:
        """The task with this id."""
        row = self._rows.get(key)
        return self.records[row] if row is not None else None

    def holding(self, token: str) -> tuple[Rows, NDArray[np.bool_]]:
        """(found,) ascending rows of the tasks that hold a token, and (found,) whether they say it themselves."""
        rows, own = [], []
        for words, places in self._layers:
            held, says = words.holding(token)
            if places is None:
                return held, says
            at = places[held]
            here = at >= 0
            rows.append(at[here])
            own.append(says[here])
        if not rows:
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.bool_)
        all_rows, all_own = np.concatenate(rows), np.concatenate(own)
        order = np.argsort(all_rows, kind="stable")  # each layer is in order, or nearly so
        return all_rows[order], all_own[order]

    def found(self, weights: Mapping[str, float]) -> NDArray[np.float64]:
        """(tasks,): the weight of the tokens that each holds, each times what it counts there."""
        held = np.zeros(len(self.records))
        for token, weight in weights.items():
            rows, own = self.holding(token)
            held[rows] += weight * np.where(own, self.OWN, self.AROUND)
        return held

    def matched(self, rows: Rows, tokens: Sequence[str]) -> NDArray[np.uint8]:
        """(rows, tokens): `OWN`, `NEAR`, or 0 where a task does not hold a token."""
        place = np.full(len(self.records), -1, dtype=np.intp)
        place[rows] = np.arange(len(rows))
        found = np.zeros((len(rows), len(tokens)), dtype=np.uint8)
        for column, token in enumerate(tokens):
            held, own = self.holding(token)
            if _FEW * len(rows) < len(held):
                at = np.minimum(np.searchsorted(held, rows), len(held) - 1)
                here = held[at] == rows
                found[here, column] = np.where(own[at[here]], OWN, NEAR)
            else:
                at = place[held]
                here = at >= 0
                found[at[here], column] = np.where(own[here], OWN, NEAR)
        return found

    def same_work(self, group: str) -> list[Record]:
        """The tasks of a group: one work in several documents (see index.linking)."""
        number = self._works.get(group)
        return [] if number is None else [self.records[row] for row in np.flatnonzero(self.work == number)]

    def of_documents(self, wanted: Callable[[StoredDocument], bool]) -> NDArray[np.bool_]:
        """(tasks,): whether the document of each is wanted."""
        taken = np.fromiter((wanted(d) for d in self.documents), np.bool_, len(self.documents))
        return taken[self.document] if len(taken) else np.zeros(0, dtype=np.bool_)

    def by_status(self, wanted: frozenset[Status] | set[Status], day: date) -> NDArray[np.bool_]:
        """(tasks,): whether each stands so on a day (see index.register.status_on)."""
        today, open_ = day.toordinal(), ~self.done
        dated = open_ & ~self.endless & (self.last > 0)
        late, soon = self.last < today, self.last - today <= SOON.days
        of = {
            Status.DONE: self.done,
            Status.ONGOING: open_ & self.endless,
            Status.NO_DAY: open_ & ~self.endless & (self.last == 0),
            Status.OVERDUE: dated & late,
            Status.DUE_SOON: dated & ~late & soon,
            Status.IN_TIME: dated & ~late & ~soon,
        }
        taken: NDArray[np.bool_] = np.logical_or.reduce([of[status] for status in wanted])
        return taken

    def by_day(self, rows: Rows) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """What sorts tasks by last permitted day, the second first; those without one behind, the recurring last."""
        dated = self.last[rows] > 0
        return np.where(dated, self.last[rows], 0), np.where(dated, 0, np.where(self.endless[rows], 2, 1))

    def in_window(self, first: date | None, last: date | None) -> NDArray[np.bool_]:
        """(tasks,): whether the last permitted day lies between two days, both inclusive; None for open."""
        inside = self.last > 0
        if first is not None:
            inside &= self.last >= first.toordinal()
        if last is not None:
            inside &= self.last <= last.toordinal()
        return inside

    def of_body(self, asked: str) -> NDArray[np.uint8]:
        """(tasks,): the `Part` in each of the body that a name means."""
        if (known := self._bodies_kept.get(asked)) is None:
            known = self._of_body(Assignee(asked))
            if len(self._bodies_kept) >= _KEPT:
                self._bodies_kept.clear()
            self._bodies_kept[asked] = known
        return known

    def _of_body(self, asked: Assignee) -> NDArray[np.uint8]:
        found = np.zeros(len(self.records), dtype=np.uint8)
        for places, part in ((self._coordinating_rows, Part.CONSULTED), (self._lead_rows, Part.CHARGED)):
            for name, rows in places.items():
                matches = asked.matches_anywhere(name)
                if matches is None:
                    rows = rows[self._matching(asked, name, rows)]
                elif not matches:
                    continue
                found[rows] = np.maximum(found[rows], part)
        scopes = set(self._scopes)
        for name, rows in self._lead_rows.items():
            if asked.covered_by(name):
                within = {scope for scope in scopes if asked.covered_by(name, scope)}
                if within != scopes:
                    rows = rows[np.array([self._scopes[d] in within for d in self.document[rows].tolist()])]
                found[rows] = np.maximum(found[rows], Part.COVERED)
        return found

    def _matching(self, asked: Assignee, name: str, rows: Rows) -> NDArray[np.bool_]:
        """(rows,): whether a name means the body in the documents of these tasks."""
        of = self.document[rows]
        told = np.zeros(len(self.documents), dtype=np.bool_)
        for d in np.unique(of).tolist():
            told[d] = asked.matches(name, self._scopes[d], self.documents[d].facts.date)
        return told[of]


def _issued(day: str | None) -> int:
    return int((day or "0").replace("-", "").ljust(8, "0"))


def _by_name(bodies: Sequence[Sequence[str]]) -> dict[str, Rows]:
    """Name as written -> rows of the tasks that have it."""
    found: dict[str, list[int]] = {}
    for row, names in enumerate(bodies):
        for name in names:
            found.setdefault(name, []).append(row)
    return {name: np.array(rows, dtype=np.intp) for name, rows in found.items()}


def texts_of(record: Record) -> Found:
    """What a task is found by, as it holds now."""
    due = record.due
    own = (*record.lead, *record.coordinating, record.action, due.text if due else "", record.product)
    return Found(record.key, " . ".join(own), f"{record.row.quote} . {record.row.searched}")
