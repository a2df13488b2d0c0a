"""The audit log: who asked, corrected, brought in and removed what, and under which settings the server ran."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from assistant.conversations.database import now, overwrite_deleted, writing, written
from assistant.conversations.tables import AuditRow

Event = Literal[
    "question", "feedback", "correction", "upload", "removal", "settings", "login", "logout", "refused-login"
]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A line of the log.

    Attributes:
        at: UTC, ISO 8601.
        who, address: the person as known to the access control, and the network address.
        question: "" where question texts are not to be kept.
        documents: those that the answer cited, of the corrected task, or that came in or were removed.
        status: of the answer, or of what was done.
    """

    number: int
    at: str
    event: str
    who: str
    address: str
    question: str
    documents: tuple[str, ...]
    status: str
    detail: Mapping[str, Any]


class AuditLog:
    """The log. Safe to use from several threads.

    Args:
        questions: whether the texts of questions are kept.
    """

    def __init__(self, engine: Engine, *, questions: bool = True) -> None:
        self._engine = engine
        self._questions = questions

    def note(
        self,
        event: Event,
        *,
        who: str = "",
        address: str = "",
        question: str = "",
        documents: Sequence[str] = (),
        status: str = "",
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """Adds a line."""
        with writing(self._engine) as session:
            session.add(
                AuditRow(
                    at=now(),
                    event=event,
                    who=who,
                    address=address,
                    question=question if self._questions else "",
                    documents=list(dict.fromkeys(documents)),
                    status=status,
                    detail=dict(detail or {}),
                )
            )

    def listed(self, *, event: str | None = None, limit: int = 100, offset: int = 0) -> list[AuditEntry]:
        """The lines, the newest first."""
        wanted = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit).offset(offset)
        if event is not None:
            wanted = wanted.where(AuditRow.event == event)
        with Session(self._engine) as session:
            return [
                AuditEntry(
                    row.id,
                    row.at,
                    row.event,
                    row.who,
                    row.address,
                    row.question,
                    tuple(row.documents),
                    row.status,
                    row.detail,
                )
                for row in session.scalars(wanted)
            ]

    def forget_before(self, moment: datetime) -> int:
        """Deletes what is older than an aware moment; returns how many lines."""
        with writing(self._engine) as session:
            ids = session.scalars(delete(AuditRow).where(AuditRow.at < written(moment)).returning(AuditRow.id)).all()
        if ids:
            overwrite_deleted(self._engine)
        return len(ids)
