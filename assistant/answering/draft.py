"""An answer in the making: lines with their citations, and the tasks that it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.answering.citing import Citations
from assistant.evidence import Candidate
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
        n = self.citations.cite(record.document, Span(entry.start, entry.end))
        numbers = [n]
        if with_body and (place := body_place(record)) is not None:
            numbers.append(self.citations.cite(record.document, place))
        if all(task["id"] != entry.id for task in self.tasks):
            self.tasks.append(task_row(entry, n))
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


def body_place(record: Record) -> Span | None:
    """Where the first body in charge stands, if its task's own quote does not hold it."""
    spans: Sequence[Span] = record.lead_spans
    if not spans:
        return None
    first = spans[0]
    inside = record.row.quote_start <= first.start and first.end <= record.row.quote_end
    return None if inside else first
