"""One question of one person: counted, answered, measured, noted in the audit log, kept in its conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer
from assistant.conversations import AuditLog, Conversations, Kept
from assistant.page.model import Asker
from assistant.server.limits import Limits
from assistant.server.metrics import Metrics
from assistant.server.person import Person
from corpus.errors import ChidaoError


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, and where it was kept; None where it was not to be."""

    answer: Answer
    kept: Kept | None = None


class Questions:
    """Where the page, the API and the widget ask. Safe to use from several threads."""

    def __init__(
        self, asker: Asker, conversations: Conversations, audit: AuditLog, limits: Limits, metrics: Metrics
    ) -> None:
        self.asker = asker
        self.conversations = conversations
        self._audit = audit
        self._limits = limits
        self._metrics = metrics

    def ask(
        self,
        person: Person,
        question: str,
        history: Sequence[str] = (),
        *,
        conversation: str | None = None,
        keep: bool = False,
    ) -> Asked:
        """One answer.

        Args:
            history: the person's earlier questions, oldest first.
            conversation: the person's conversation that it is kept in.
            keep: keeps it in a new conversation where none is named.

        Raises:
            TooMany: the person asked too much.
            ChidaoError: as the asker; UnknownConversation.
        """
        with self._limits.question(person):
            try:
                answer = self.asker.ask(question, history)
            except ChidaoError:
                self._metrics.questions.labels("refused").inc()
                raise
            except Exception:
                self._metrics.questions.labels("failed").inc()
                self._note(person, question, "failed", ())
                raise
        self._metrics.questions.labels(answer.status).inc()
        self._metrics.answer_seconds.observe(answer.seconds)
        self._note(person, question, answer.status, [citation.document for citation in answer.citations])
        kept = None
        if keep or conversation is not None:
            told: dict[str, Any] = answer.to_json() | {"question": question}
            kept = self.conversations.add(person.owner, question, told, conversation)
        return Asked(answer, kept)

    def _note(self, person: Person, question: str, status: str, documents: Sequence[str]) -> None:
        self._audit.note(
            "question",
            who=person.name or person.owner,
            address=person.address,
            question=question,
            documents=documents,
            status=status,
        )
