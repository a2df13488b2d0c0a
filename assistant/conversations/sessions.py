"""Sessions that a login began: ended by a logout, by age, by rest, and by newer ones of the same user."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, or_, select
from sqlalchemy.orm import Session as DatabaseSession

from assistant.conversations.database import now, writing, written
from assistant.conversations.tables import SessionRow

TOUCHED_EVERY = timedelta(minutes=1)
"""That a session is in use is noted so often at most."""


@dataclass(frozen=True, slots=True)
class Session:
    """Who is logged in."""

    user: str
    name: str
    groups: tuple[str, ...]


class Sessions:
    """The sessions of all users. Safe to use from several threads.

    Args:
        longest: a session ends so long after its login.
        idle: and so long after it was used last.
        most: sessions of one user at a time; a further one ends the oldest.
    """

    def __init__(self, engine: Engine, *, longest: timedelta, idle: timedelta, most: int) -> None:
        self._engine = engine
        self._longest = longest
        self._idle = idle
        self._most = most

    def begin(self, user: str, name: str, groups: Sequence[str]) -> str:
        """Begins a session; returns the secret that the browser is to hold."""
        secret = secrets.token_urlsafe(32)
        with writing(self._engine) as session:
            moment = now()
            row = SessionRow(id=_hash(secret), user=user, name=name, groups=list(groups), begun=moment, seen=moment)
            session.add(row)
            session.flush()
            older = session.scalars(
                select(SessionRow.id)
                .where(SessionRow.user == user, SessionRow.id != row.id)
                .order_by(SessionRow.seen.desc(), SessionRow.begun.desc())
                .offset(self._most - 1)
            ).all()
            session.execute(delete(SessionRow).where(SessionRow.id.in_(older)))
        return secret

    def of(self, secret: str) -> Session | None:
        """The session that goes with a secret; None where it ended or never was."""
        moment = datetime.now(UTC)
        with DatabaseSession(self._engine) as session:
            row = session.get(SessionRow, _hash(secret))
        if row is None or self._ended(row, moment):
            return None
        if row.seen < written(moment - TOUCHED_EVERY):
            with writing(self._engine) as session:
                if (touched := session.get(SessionRow, row.id)) is not None:
                    touched.seen = written(moment)
        return Session(row.user, row.name, tuple(row.groups))

    def _ended(self, row: SessionRow, moment: datetime) -> bool:
        return row.begun < written(moment - self._longest) or row.seen < written(moment - self._idle)

    def end(self, secret: str) -> None:
        """Ends a session."""
        with writing(self._engine) as session:
            session.execute(delete(SessionRow).where(SessionRow.id == _hash(secret)))

    def forget_ended(self) -> None:
        """Deletes the sessions that ended."""
        moment = datetime.now(UTC)
        with writing(self._engine) as session:
            session.execute(
                delete(SessionRow).where(
                    or_(
                        SessionRow.begun < written(moment - self._longest),
                        SessionRow.seen < written(moment - self._idle),
                    )
                )
            )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
