"""What a question is answered with, in the shape of the machine interface (keys and order of its JSON)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Status = Literal["answered", "abstained"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage that proves a statement.

    Attributes:
        n: the number that stands as [n] in the answer, from 1.
        document: the document's path in the store.
        title, date, section: of the document and of the place in it; `date` may be a day, a month, a year or None.
        quote: character for character the stored text between `start` and `end`.
        start, end: half-open offsets into the stored text, in Unicode code points.
        number: the document's number ("34/CT-TTg"), where it has one.
        official: True for the official text, False for a press report.
        passage: the passage around the quote, as stored; `passage_start` is its offset.
        heading: the heading path of the place ("B.II.8.a — Về an ninh mạng, an toàn thông tin mạng").
        page: on which the quote begins, from 1; None in a document without pages.
    """

    n: int
    document: str
    title: str
    date: str | None
    section: str
    quote: str
    start: int
    end: int
    number: str | None = None
    issuer: str | None = None
    official: bool = True
    heading: str = ""
    passage: str = ""
    passage_start: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what the person reads, and what it stands on.

    Attributes:
        answer: words with [n] behind each statement; footnote marks of the documents are left out.
        reason: why it was declined, else None.
        tasks: the tasks of the register that its citations tell, as the machine interface writes them.
        neighbours: near misses, never part of the answer; their `n` counts from 1 on its own.
        seconds: wall time of the whole question.
        because: why it was declined, for machines: "empty", "no-topic", "other-body", "no-fact", "outside"; "" where
            it was not.
        understood: how the question was read, where that differs from how it was typed; else "".
        superseded: what was done since to the documents that are cited: by which other one, when, and the citation.
    """

    question: str
    status: Status
    reason: str | None
    answer: str
    citations: tuple[Citation, ...] = ()
    neighbours: tuple[Citation, ...] = ()
    tasks: tuple[dict[str, Any], ...] = ()
    seconds: float = 0.0
    because: str = ""
    understood: str = ""
    superseded: tuple[dict[str, Any], ...] = ()

    def to_json(self, question_id: str | None = None) -> dict[str, Any]:
        """The answer as the machine interface writes it; `question_id` comes first where there is one."""
        head: dict[str, Any] = {} if question_id is None else {"id": question_id}
        return head | {
            "question": self.question,
            "status": self.status,
            "reason": self.reason,
            "answer": self.answer,
            "tasks": list(self.tasks),
            "citations": [asdict(c) for c in self.citations],
            "neighbours": [asdict(c) for c in self.neighbours],
            "seconds": round(self.seconds, 4),
            "because": self.because,
            "understood": self.understood,
            "superseded": list(self.superseded),
        }


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents that answers come from, in a few words.

    Attributes:
        documents: how many; `official` and `press` say how many of each kind.
        newest: date of the newest document (a day, a month or a year), None where no document gives one.
        titles: of the documents, in the order in which a person should read them.
    """

    documents: int
    official: int = 0
    press: int = 0
    newest: str | None = None
    titles: tuple[str, ...] = ()
