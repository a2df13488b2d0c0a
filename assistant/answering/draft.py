"""An answer in the making: lines with their citations, and the tasks that it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.answering.citing import Citations
from assistant.evidence import LONGEST_STATEMENT, Candidate
from assistant.register.contract import due_record
from corpus.reading import Span
from index.entry import Entry
from index.record import Record


@dataclass(slots=True)
class Draft:
    """An answer in the making.

    Attributes:
        citations: what it cites.
        lines: what the person reads.
        tasks: the rows of the machine interface, each with its citation.
        used: the candidates that it stands on.
    """

    citations: Citations
    lines: list[str] = field(default_factory=list)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    used: list[Candidate] = field(default_factory=list)

    def say(self, words: str, *numbers: int) -> None:
        """Adds a line with the numbers of what proves it."""
        marks = "".join(f" [{n}]" for n in dict.fromkeys(numbers))
        self.lines.append(f"{words}{marks}")

    def cite_task(self, record: Record, entry: Entry, *, with_body: bool = False) -> list[int]:
        """The numbers of what proves a task, and its row; with where its body stands, if that is elsewhere."""
        numbers = [self.citations.cite(record.document, span) for span in cited_of(record, with_body=with_body)]
        if all(task["id"] != entry.id for task in self.tasks):
            self.tasks.append(task_row(entry, numbers[0]))
        return numbers

    @property
    def text(self) -> str:
        """What the person reads: one line as it is, several as a list behind the first that ends with a colon."""
        return "\n".join(self.lines)


def task_row(entry: Entry, citation: int) -> dict[str, Any]:
    """A task as the machine interface writes it in an answer."""
    return {
        "document": entry.document,
        "lead": list(entry.lead),
        "coordinating": list(entry.coordinating),
        "action": entry.action,
        "due": due_record(entry.due) if entry.due else None,
        "citation": citation,
        "id": entry.id,
    }


def cited_of(record: Record, *, with_body: bool = False) -> list[Span]:
    """What is cited of a task: its proof, and where its body stands, if that is elsewhere and asked for or cut off."""
    proof = proof_of(record)
    place = _body_place(record, proof) if with_body or proof[0] != record.quote_span else None
    return proof if place is None else [*proof, place]


def proof_of(record: Record) -> list[Span]:
    """What proves a task: its quote; of a very long one the part that holds its work and its day, in one or two spans.

    A quote is shown up to a length, and what lies behind that would prove nothing.
    """
    quote, row = record.quote_span, record.row
    if len(quote) <= LONGEST_STATEMENT:
        return [quote]
    work = Span(row.action_start, row.action_end)
    days = Span(row.due_span_start, row.due_span_end) if row.due_span_start is not None else work
    both = Span(min(work.start, days.start), max(work.end, days.end))
    if not quote.holds(both):
        return [quote]
    if both.end - quote.start <= LONGEST_STATEMENT:
        return [Span(quote.start, both.end)]
    if len(both) <= LONGEST_STATEMENT:
        return [both]
    return [work] if work.holds(days) and days.end - work.start <= LONGEST_STATEMENT else [work, days]


def _body_place(record: Record, proof: Sequence[Span]) -> Span | None:
    """Where the first body in charge stands, if what proves its task does not hold it."""
    spans = record.lead_spans
    return None if not spans or any(span.holds(spans[0]) for span in proof) else spans[0]
