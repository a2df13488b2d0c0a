"""What persons say of tasks: corrections and marks of completion, kept as a history that indexing never touches."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from corpus.errors import ChidaoError, StoreBusy, UnknownTask
from index.catalog import DocumentRow, EditRow, TaskRow, writing_session
from index.corrections import Place, attached, edit_of, read_edits
from index.entry import Edit
from index.linking import link_works
from index.store import Store

FIELDS = ("lead", "coordinating", "action", "due", "product", "task", "done")
"""What can be said of a task."""
LONGEST = 4000
"""Characters that a person may write in one field."""
_LINKING = {"lead", "action", "due", "task"}  # what says which tasks are the same work


@dataclass(frozen=True, slots=True)
class Change:
    """What a person says of a task; None says nothing of a field.

    Attributes:
        lead, coordinating: the bodies, as a person writes them; at least one in charge.
        action: what is to be done.
        due: the deadline's words; "" for none.
        product: the result to be handed in; "" for none.
        task: False where it is no task at all, True where it is one after all.
        done: True where it is done, False where it is not done after all.
        undo: the fields in which an earlier word is taken back, so that the document's holds again.
    """

    lead: tuple[str, ...] | None = None
    coordinating: tuple[str, ...] | None = None
    action: str | None = None
    due: str | None = None
    product: str | None = None
    task: bool | None = None
    done: bool | None = None
    undo: tuple[str, ...] = ()


def record_edit(store: Store, id: str, change: Change, *, who: str, note: str = "") -> Edit:  # noqa: A002
    """Adds to the history of a task; what was said before stays in it.

    Args:
        id: the task's id, or the beginning of it where only one begins so.
        who: the person's name.

    Raises:
        UnknownTask: no such task.
        ChidaoError: nothing said, or a deadline that names no time.
        StoreBusy: another process is writing to the store for long.
    """
    who = _clean(who)
    if not who:
        raise ChidaoError("chưa biết ai ghi; hãy nêu tên bằng --by")
    with _writing(store) as session:
        key = find_key(session, id)
        task, document, issued = session.execute(
            select(TaskRow, DocumentRow.name, DocumentRow.date)
            .join(DocumentRow)
            .where(TaskRow.key == key, DocumentRow.state == "live")
        ).one()
        changes = _changes(change, issued)
        if not changes and not _clean(note):
            raise ChidaoError("không có gì để ghi; hãy nêu ít nhất một trường, một dấu hoàn thành hoặc một ghi chú")
        row = EditRow(
            key=key,
            document=document,
            words=task.words,
            action=task.action,
            changes=changes,
            who=who,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            note=_clean(note),
        )
        session.add(row)
        session.flush()
        if _LINKING & set(changes):
            link_works(session)
        said = edit_of(row)
        session.commit()
    return said


def history(store: Store, id: str) -> list[Edit]:  # noqa: A002
    """What was said of a task, the oldest first; also of one whose passage is gone. Raises UnknownTask."""
    with Session(store.engine) as session:
        edits = read_edits(session)
        key = find_key(session, id, also=[row.key for row in edits])
        owners = attached(edits, _places(session))
        return [edit_of(row) for row in edits if key in (row.key, owners.get(row.key))]


def all_edits(store: Store) -> list[Edit]:
    """Everything that was said of any task, the oldest first."""
    with Session(store.engine) as session:
        return [edit_of(row) for row in read_edits(session)]


def orphans(store: Store) -> list[Edit]:
    """The edits whose passage no live document holds any more, the oldest first; they come back with the passage."""
    with Session(store.engine) as session:
        edits = read_edits(session)
        owners = attached(edits, _places(session)) if edits else {}
        return [edit_of(row) for row in edits if row.key not in owners]


def find_key(session: Session, id: str, *, also: Sequence[str] = ()) -> str:  # noqa: A002
    """The key of the live task whose id is, or begins with, `id`; keys in `also` count as well.

    Raises:
        UnknownTask: none begins so, or several do.
    """
    wanted = _clean(id).lower()
    live = select(TaskRow.key).join(DocumentRow).where(DocumentRow.state == "live")
    keys = {*session.scalars(live.where(TaskRow.key.startswith(wanted, autoescape=True))), *also}
    found = sorted(key for key in keys if key.startswith(wanted)) if wanted else []
    if wanted in found or len(found) == 1:
        return str(wanted if wanted in found else found[0])
    if not found:
        raise UnknownTask(f"không có nhiệm vụ nào có mã {id!r}; xem mã bằng: chidao tasks")
    some = ", ".join(found[:5]) + ", ..." * (len(found) > 5)
    raise UnknownTask(f"mã {id!r} chưa đủ để chọn một nhiệm vụ: {some}; hãy ghi thêm chữ số")


def _places(session: Session) -> list[Place]:
    rows = session.execute(
        select(TaskRow.key, DocumentRow.name, TaskRow.words, TaskRow.action)
        .join(DocumentRow)
        .where(DocumentRow.state == "live")
    )
    return [(key, name, words, action) for key, name, words, action in rows]


def _changes(change: Change, issued: str | None) -> dict[str, Any]:
    """A change as it is stored: field -> value, None for what is taken back. Raises ChidaoError."""
    found: dict[str, Any] = {}
    for name in change.undo:
        if name not in FIELDS:
            raise ChidaoError(f"không có trường {name!r}; các trường: {', '.join(FIELDS)}")
        found[name] = False if name == "done" else None
    for name in ("lead", "coordinating"):
        bodies: tuple[str, ...] | None = getattr(change, name)
        if bodies is not None:
            found[name] = list(filter(None, map(_clean, bodies)))
    for name in ("action", "product"):
        words: str | None = getattr(change, name)
        if words is not None:
            found[name] = _clean(words)
    if found.get("lead") == []:
        raise ChidaoError("nhiệm vụ phải có ít nhất một cơ quan chủ trì")
    if found.get("action") == "":
        raise ChidaoError("nội dung nhiệm vụ không được để trống")
    if change.due is not None:
        found["due"] = _due(_clean(change.due), issued)
    for name in ("task", "done"):
        if (said := getattr(change, name)) is not None:
            found[name] = said
    return found


def _due(words: str, issued: str | None) -> dict[str, str | None]:
    """A deadline as it is stored; a missing year is counted from the document's date. Raises ChidaoError."""
    if not words:
        return {"text": "", "relation": None, "start": None, "end": None}
    from corpus.tasks.deadlines import Issued, read_deadline

    due = read_deadline(words, Issued.of(issued))
    if due is None:
        raise ChidaoError(f"không hiểu thời hạn {words!r}; hãy ghi như trong văn bản, ví dụ: trước ngày 31/12/2025")
    start, end = (day.isoformat() if day else None for day in (due.start, due.end))
    return {"text": words, "relation": due.relation.value, "start": start, "end": end}


def _clean(text: str) -> str:
    """Text of a person in one line: NFC, no control characters. Raises ChidaoError where it is too long."""
    words = " ".join("".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text)).split())
    if len(words) > LONGEST:
        raise ChidaoError(f"nội dung dài {len(words)} ký tự, tối đa {LONGEST}; hãy ghi ngắn hơn")
    return words


@contextmanager
def _writing(store: Store) -> Iterator[Session]:
    try:
        with writing_session(store.engine) as session:
            yield session
    except OperationalError as error:
        raise StoreBusy(f"kho {store.folder} chưa ghi được ({error.orig}); hãy đợi một lát rồi chạy lại") from error
