"""What the page needs to know of others: who answers one person, over which documents; what it remembers of a turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Answer, Corpus
from assistant.answering.standing import Cited, Standing


class Asker(Protocol):
    """Whoever answers: the pipeline in the product, a double in the tests."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """One answer. `history` holds the person's earlier questions, oldest first.

        Raises ChidaoError with a line in Vietnamese for the person.
        """
        ...

    def standing(self, citations: Sequence[Cited]) -> Sequence[Standing]:
        """How each of these citations of earlier answers stands today. Raises ChidaoError."""
        ...

    def describe(self) -> Corpus:
        """The documents that the answers come from, as they are now."""
        ...


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a person narrows questions to, as typed; "" leaves a thing open.

    Attributes:
        body: a body in charge.
        due_from, due_to: days, months or years of the deadline.
        document: a document, by number, name or a part of its title.
    """

    body: str = ""
    due_from: str = ""
    due_to: str = ""
    document: str = ""

    def __bool__(self) -> bool:
        """True where anything is narrowed."""
        return any((self.body, self.due_from, self.due_to, self.document))


@dataclass(frozen=True, slots=True)
class Told:
    """An answer with the place where it was kept.

    Attributes:
        answer: the answer.
        conversation: the id of the person's conversation, "" where it was not kept.
        number: of the turn in it, from 1.
        standing: how its citations stand today, then its neighbours; None for what could not be looked up; empty where
            all stand.
    """

    question: str
    answer: Answer
    conversation: str = ""
    number: int = 0
    standing: tuple[Standing | None, ...] = ()


class Desk(Protocol):
    """Where one person asks, and where the person's conversations are kept."""

    def worded(self, question: str, narrowing: Narrowing) -> str:
        """The question with what it is narrowed to in words. Raises ChidaoError for what cannot be narrowed to."""
        ...

    def ask(self, question: str, history: Sequence[str], conversation: str) -> Told:
        """One answer, kept in the conversation, or in a new one for "". Raises ChidaoError."""
        ...

    def follow_ups(self, told: Told) -> tuple[str, ...]:
        """Questions that an answer leads to and that have an answer."""
        ...

    def conversation(self, id: str) -> Sequence[Told]:  # noqa: A002
        """The turns of one of the person's conversations; none where there is no such."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with the reply that the page shows to it.

    Attributes:
        question: as the person typed it, with what it was narrowed to.
        reply: HTML made by `assistant.page.render`.
        failed: True where the reply is an error line; such a question is no history for the next one.
        conversation: where it was kept, "" for nowhere.
    """

    question: str
    reply: str
    failed: bool = False
    conversation: str = ""
