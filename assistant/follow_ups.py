"""Questions that an answer leads to: about its bodies, its documents and its months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from corpus.facts import date_in_words
from index.identity import identity
from index.record import Record
from index.store import StoredDocument

MOST = 3
"""Questions that an answer leads to."""
_LONGEST_NAME = 60
"""Characters of a body's name that a question can be made of."""

_TRIED = 4
"""Bodies, documents and months that are tried."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A question that an answer leads to, and the kind of thing that it is about."""

    kind: str
    question: str


def leads_of(answer: Answer, records: Sequence[Record], documents: Sequence[StoredDocument]) -> Iterator[Lead]:
    """What an answer could lead to, the nearest first; none for a refusal.

    Args:
        records: the tasks of the register.
        documents: those of the store.
    """
    if answer.status != "answered":
        return
    told = _told(answer, records)
    yield from _of_bodies(told)
    yield from _of_documents(answer, documents)
    yield from _of_months(told)


def new_only(answer: Answer, found: Iterable[Record]) -> bool:
    """True where some of these tasks are not told by the answer."""
    known = {str(task["id"]) for task in answer.tasks if "id" in task}
    return any(record.key not in known for record in found)


def _told(answer: Answer, records: Sequence[Record]) -> list[Record]:
    """The tasks that an answer tells, else those that its citations lie in."""
    keys = {str(task["id"]) for task in answer.tasks if "id" in task}
    if keys:
        return [record for record in records if record.key in keys]
    places = [(citation.document, citation.start, citation.end) for citation in answer.citations]
    return [
        record
        for record in records
        if any(
            record.document.name == name and record.row.quote_start < end and start < record.row.quote_end
            for name, start, end in places
        )
    ]


def _of_bodies(told: Sequence[Record]) -> Iterator[Lead]:
    """Of the bodies that are known by their names, those with most of the tasks first."""
    counts = Counter(name for record in told for name in (*record.lead, *record.coordinating))
    for name, _ in counts.most_common(_TRIED):
        if len(name) <= _LONGEST_NAME and identity(name).known:
            yield Lead("body", f"{name[0].upper()}{name[1:]} được giao những nhiệm vụ gì?")


def _of_documents(answer: Answer, documents: Sequence[StoredDocument]) -> Iterator[Lead]:
    cited = list(dict.fromkeys(citation.document for citation in answer.citations))[:_TRIED]
    facts = {document.name: document.facts for document in documents}
    for name in cited:
        if name not in facts:
            continue
        told = facts[name]
        if told.number:
            yield Lead("document", f"Văn bản {told.number} giao những nhiệm vụ gì?")
        elif told.date and len(told.date) == len("2024-07-19"):
            yield Lead("document", f"Văn bản {date_in_words(told.date)} giao những nhiệm vụ gì?")


def _of_months(told: Sequence[Record]) -> Iterator[Lead]:
    """Of the months in which most of the tasks are due."""
    days = [due.last_permitted for record in told if (due := record.due) is not None and due.last_permitted is not None]
    for (year, month), _ in Counter((day.year, day.month) for day in days).most_common(_TRIED):
        yield Lead("month", f"Những nhiệm vụ nào có hạn trong tháng {month} năm {year}?")
