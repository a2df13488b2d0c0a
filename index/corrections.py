"""Which task each edit belongs to, and what the edits of a task say together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from index.catalog import EditRow
from index.entry import Edit
from index.tokens import pairs, syllables

SAME_ACTION = 0.5
"""An edit follows its passage to a task that the rules read anew where the two actions share so much of the shorter."""

Place = tuple[str, str, str, str]
"""A task: key, its document's name, the hash of its quote's words, its action."""


@dataclass(frozen=True, slots=True)
class Said:
    """What persons say of a task now.

    Attributes:
        fields: the corrected fields, as `index.edits.Change` stores them.
        rejected: True where it is said to be no task.
        done: the edit that marked it done, else None.
        edited: the last edit that corrected it, None where no correction holds.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    rejected: bool = False
    done: Edit | None = None
    edited: Edit | None = None


def edit_of(row: EditRow) -> Edit:
    """The edit that a row holds."""
    fields = tuple(name for name in row.changes if name != "done")
    return Edit(fields, row.who, row.at, row.note, row.id, row.key, row.document, row.action, row.changes)


def read_edits(session: Session) -> list[EditRow]:
    """All edits, the oldest first."""
    return list(session.scalars(select(EditRow).order_by(EditRow.id)))


def said_of(session: Session, tasks: Sequence[Place]) -> dict[str, Said]:
    """Key -> what persons say of the task, for those of `tasks` that somebody said something of."""
    edits = read_edits(session)
    owners = attached(edits, tasks)
    of_task: dict[str, list[EditRow]] = {}
    for row in edits:
        if row.key in owners:
            of_task.setdefault(owners[row.key], []).append(row)
    return {key: _together(rows) for key, rows in of_task.items()}


def attached(edits: Iterable[EditRow], tasks: Sequence[Place]) -> dict[str, str]:
    """Key that an edit names -> key of the task that it belongs to today; an edit without a task is left out.

    A task whose key is no more is looked for in the same document, under the same words, by its action.
    """
    live = {key for key, *_ in tasks}
    found: dict[str, str] = {}
    in_quote: dict[tuple[str, str], list[Place]] | None = None
    for row in reversed(list(edits)):  # the action of the last edit is the nearest to today's
        if row.key in found:
            continue
        if row.key in live:
            found[row.key] = row.key
            continue
        if in_quote is None:
            in_quote = {}
            for task in tasks:
                in_quote.setdefault((task[1], task[2]), []).append(task)
        candidates = in_quote.get((row.document, row.words), ())
        best = max(candidates, key=lambda task: _overlap(row.action, task[3]), default=None)
        if best is not None and _overlap(row.action, best[3]) >= SAME_ACTION:
            found[row.key] = best[0]
    return found


def _overlap(one: str, other: str) -> float:
    """The share of the shorter text's pairs of syllables that the longer holds too."""
    a, b = ({*words, *pairs(words)} for words in (syllables(one), syllables(other)))
    return len(a & b) / max(1, min(len(a), len(b)))


def _together(rows: Sequence[EditRow]) -> Said:
    """What edits say together, in their order: the last word on each field holds, and None takes it back."""
    fields: dict[str, Any] = {}
    done: Edit | None = None
    edited: Edit | None = None
    for row in rows:
        edit = edit_of(row)
        for name, value in row.changes.items():
            if name == "done":
                done = edit if value else None
            elif value is None or (name == "task" and value):
                fields.pop(name, None)
            else:
                fields[name] = value
        edited = edit if edit.fields else edited
    rejected = "task" in fields
    return Said({n: v for n, v in fields.items() if n != "task"}, rejected, done, edited if fields else None)
