"""What the page needs to know of others: who answers, over which documents; and what it remembers of a turn."""

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
class Turn:
    """One question with the reply that the page shows to it.

    Attributes:
        question: as the person typed it.
        reply: HTML made by `assistant.page.render`.
        failed: True where the reply is an error line; such a question is no history for the next one.
    """

    question: str
    reply: str
    failed: bool = False
