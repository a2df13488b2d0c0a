"""What persons think of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from assistant.conversations.database import now, overwrite_deleted, writing, written
from assistant.conversations.tables import FeedbackRow


class Verdict(StrEnum):
    """Thumb up, thumb down."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Opinion:
    """A verdict with its reason, the question and the answer that it is of (None where it was not told)."""

    number: int
    owner: str
    verdict: Verdict
    reason: str
    question: str
    answer: Mapping[str, Any] | None
    at: str


class Feedback:
    """The verdicts of all persons. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self, owner: str, verdict: Verdict, question: str, answer: Mapping[str, Any] | None = None, reason: str = ""
    ) -> int:
        """Keeps a verdict; returns its number."""
        with writing(self._engine) as session:
            row = FeedbackRow(
                owner=owner,
                verdict=verdict.value,
                reason=reason,
                question=question,
                answer=dict(answer) if answer is not None else None,
                at=now(),
            )
            session.add(row)
            session.flush()
            return row.id

    def listed(self, *, verdict: Verdict | None = None, limit: int = 100, offset: int = 0) -> list[Opinion]:
        """The verdicts, the newest first."""
        wanted = select(FeedbackRow).order_by(FeedbackRow.id.desc()).limit(limit).offset(offset)
        if verdict is not None:
            wanted = wanted.where(FeedbackRow.verdict == verdict.value)
        with Session(self._engine) as session:
            return [
                Opinion(row.id, row.owner, Verdict(row.verdict), row.reason, row.question, row.answer, row.at)
                for row in session.scalars(wanted)
            ]

    def counts(self) -> dict[Verdict, int]:
        """How many of each verdict."""
        with Session(self._engine) as session:
            rows = session.execute(select(FeedbackRow.verdict, func.count()).group_by(FeedbackRow.verdict))
            return {Verdict(verdict): count for verdict, count in rows}

    def forget_before(self, moment: datetime) -> int:
        """Deletes what is older than an aware moment; returns how many."""
        with writing(self._engine) as session:
            ids = session.scalars(
                delete(FeedbackRow).where(FeedbackRow.at < written(moment)).returning(FeedbackRow.id)
            ).all()
        if ids:
            overwrite_deleted(self._engine)
        return len(ids)
