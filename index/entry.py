"""A row of the register, as commands and pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """How a task stands on a day; the value is what a person reads."""

    DONE = "đã xong"
    OVERDUE = "quá hạn (chưa ghi nhận hoàn thành)"
    DUE_SOON = "sắp đến hạn"
    IN_TIME = "còn hạn"
    ONGOING = "thường xuyên"
    NO_DAY = "không nêu thời hạn"


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: its words, its relation (see corpus.tasks.task.Relation), first and last day named."""

    text: str
    relation: str
    start: date | None
    end: date | None
    last_permitted: date | None


@dataclass(frozen=True, slots=True)
class NameToday:
    """A body whose name is another today.

    Attributes:
        written: as the document names it.
        names: today's name or names.
        act: the legal act, or the source that is known, named as what it is.
    """

    written: str
    names: tuple[str, ...]
    act: str


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person said about a task.

    Attributes:
        fields: the fields that were corrected ("lead", "due", ...); empty for a mark of completion alone.
        who, when: the person's name and the day and time (UTC, ISO 8601).
        note: what the person wrote, "" for nothing.
        number: of the edit in the store, counted from 1.
        task: the id of the task that it was said of, at that time.
        document, action: of that task, at that time.
        changes: field -> what was said of it, JSON-ready; None takes an earlier word back.
    """

    fields: tuple[str, ...]
    who: str
    when: str
    note: str
    number: int = 0
    task: str = ""
    document: str = ""
    action: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A task in the register.

    Attributes:
        id: stable as long as the passage stands: a hash of the document's name and of the task's own words.
        document: the document's name in the store; `title`, `number`, `date` and `official` are its facts.
        lead, coordinating: as written.
        today: those of its bodies that have another name today.
        action, product, target: for the eye; "" where not named.
        section: the numbers of its place, "B.II.6.d".
        quote: the stored text between `start` and `end`: the whole sentence, item or row.
        rule: the name of the rule that read it.
        inherited: what the sentence itself does not say: names among "lead", "due", "coordinating".
        status: on the day asked for.
        done: who marked it done, else None.
        edited: who corrected it last, else None.
        rejected: True where a person said that it is no task; such an entry is shown only where it is asked for.
        group: the id of the newest and most official record of the same work; its own id where it stands alone.
        page: on which the quote begins, from 1; None in a document without pages.
    """

    id: str
    document: str
    title: str
    number: str
    date: str | None
    official: bool
    lead: tuple[str, ...]
    coordinating: tuple[str, ...]
    today: tuple[NameToday, ...]
    action: str
    product: str
    target: str
    due: Due | None
    section: str
    quote: str
    start: int
    end: int
    rule: str
    inherited: tuple[str, ...]
    status: Status
    done: Edit | None
    edited: Edit | None
    group: str
    rejected: bool = False
    page: int | None = None
