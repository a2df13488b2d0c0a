"""The tables of `conversations.sqlite`. Times are UTC, ISO 8601 to the second, so that their order is that of words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

LAYOUT = "1"
"""Version of the tables; a database with another is refused."""


class Base(DeclarativeBase):
    """The tables of the conversations."""


class MetaRow(Base):
    """One fact about the database: its layout."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class ConversationRow(Base):
    """A conversation; `owner` is a user or a browser, who alone may see it."""

    __tablename__ = "conversations"
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    begun: Mapped[str]
    changed: Mapped[str] = mapped_column(index=True)


class TurnRow(Base):
    """A question of a conversation with its answer, as the machine interface writes it."""

    __tablename__ = "turns"
    __table_args__ = (UniqueConstraint("conversation", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[str]


class FeedbackRow(Base):
    """What a person thinks of an answer."""

    __tablename__ = "feedback"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    verdict: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    at: Mapped[str] = mapped_column(index=True)


class AuditRow(Base):
    """A line of the audit log."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(index=True)
    event: Mapped[str] = mapped_column(index=True)
    who: Mapped[str]
    address: Mapped[str]
    question: Mapped[str] = mapped_column(Text)
    documents: Mapped[list[str]] = mapped_column(JSON)
    status: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


class SessionRow(Base):
    """A session that a login began; `id` is the hash of what the browser holds."""

    __tablename__ = "sessions"
    id: Mapped[str] = mapped_column(primary_key=True)
    user: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    groups: Mapped[list[str]] = mapped_column(JSON)
    begun: Mapped[str]
    seen: Mapped[str]
