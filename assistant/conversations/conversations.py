"""Conversations: kept turn by turn, seen by their owner alone, deleted for good."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from assistant.conversations.database import now, overwrite_deleted, writing, written
from assistant.conversations.tables import ConversationRow, TurnRow
from corpus.errors import ChidaoError

LONGEST_TITLE = 120
"""Characters of a conversation's title."""


class UnknownConversation(ChidaoError):
    """A conversation that is not there, or is another's: nobody learns which."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer.

    Attributes:
        number: from 1 in its conversation.
        answer: as the machine interface writes it (`Answer.to_json`).
        at: UTC, ISO 8601.
    """

    number: int
    question: str
    answer: dict[str, Any]
    at: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation; `turns` is empty where only the list of conversations was asked for, `length` never is."""

    id: str
    title: str
    begun: str
    changed: str
    length: int
    turns: tuple[Turn, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """The person's questions, oldest first: the history of the next one."""
        return tuple(turn.question for turn in self.turns)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a turn was kept."""

    conversation: str
    number: int


class Conversations:
    """The conversations of all owners. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, owner: str, question: str, answer: dict[str, Any], conversation: str | None = None) -> Kept:
        """Keeps a turn, at the end of a conversation of the owner or, for None, as the first of a new one.

        Raises:
            UnknownConversation: the owner has no such conversation.
        """
        moment = now()
        with writing(self._engine) as session:
            if conversation is None:
                row = ConversationRow(
                    id=secrets.token_hex(16), owner=owner, title=_title(question), begun=moment, changed=moment
                )
                session.add(row)
                session.flush()
            else:
                row = _own(session, owner, conversation)
                row.changed = moment
            last = session.scalar(select(func.max(TurnRow.number)).where(TurnRow.conversation == row.id))
            number = (last or 0) + 1
            session.add(TurnRow(conversation=row.id, number=number, question=question, answer=answer, at=moment))
            return Kept(row.id, number)

    def listed(self, owner: str, *, limit: int = 50, offset: int = 0) -> list[Conversation]:
        """The owner's conversations without their turns, the one that was used last first."""
        length = select(func.count()).where(TurnRow.conversation == ConversationRow.id).scalar_subquery()
        with Session(self._engine) as session:
            rows = session.execute(
                select(ConversationRow, length)
                .where(ConversationRow.owner == owner)
                .order_by(ConversationRow.changed.desc(), ConversationRow.id)
                .limit(limit)
                .offset(offset)
            )
            return [Conversation(row.id, row.title, row.begun, row.changed, count) for row, count in rows]

    def one(self, owner: str, conversation: str) -> Conversation:
        """A conversation with its turns. Raises UnknownConversation."""
        with Session(self._engine) as session:
            row = _own(session, owner, conversation)
            turns = tuple(
                Turn(turn.number, turn.question, turn.answer, turn.at)
                for turn in session.scalars(
                    select(TurnRow).where(TurnRow.conversation == row.id).order_by(TurnRow.number)
                )
            )
            return Conversation(row.id, row.title, row.begun, row.changed, len(turns), turns)

    def rename(self, owner: str, conversation: str, title: str) -> None:
        """Gives a conversation another title. Raises UnknownConversation, ChidaoError for an empty title."""
        if not _title(title):
            raise ChidaoError("tên cuộc trò chuyện không được để trống")
        with writing(self._engine) as session:
            _own(session, owner, conversation).title = _title(title)

    def delete(self, owner: str, conversation: str) -> None:
        """Deletes a conversation; its words are overwritten on the disk. Raises UnknownConversation."""
        with writing(self._engine) as session:
            session.delete(_own(session, owner, conversation))
        overwrite_deleted(self._engine)

    def delete_all(self, owner: str) -> int:
        """Deletes all conversations of an owner; returns how many."""
        with writing(self._engine) as session:
            ids = session.scalars(
                delete(ConversationRow).where(ConversationRow.owner == owner).returning(ConversationRow.id)
            ).all()
        overwrite_deleted(self._engine)
        return len(ids)

    def forget_before(self, moment: datetime) -> int:
        """Deletes what was not used since an aware moment; returns how many conversations."""
        with writing(self._engine) as session:
            ids = session.scalars(
                delete(ConversationRow).where(ConversationRow.changed < written(moment)).returning(ConversationRow.id)
            ).all()
        if ids:
            overwrite_deleted(self._engine)
        return len(ids)


def _own(session: Session, owner: str, conversation: str) -> ConversationRow:
    row = session.get(ConversationRow, conversation)
    if row is None or row.owner != owner:
        raise UnknownConversation(f"không có cuộc trò chuyện {conversation!r}; có thể nó đã bị xóa")
    return row


def _title(words: str) -> str:
    """Words on one line, cut between words."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_TITLE else line[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
