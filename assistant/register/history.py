"""What persons said of tasks, in lines for the eye and as JSON-ready values."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from assistant.register.wording import clean, day_words, shortened
from index.entry import Edit

LONGEST_ACTION = 80
"""Characters of the action that stand for a task in a line of the history."""

LABELS = {
    "lead": "chủ trì",
    "coordinating": "phối hợp",
    "action": "việc",
    "due": "thời hạn",
    "product": "sản phẩm",
    "task": "là nhiệm vụ",
    "done": "hoàn thành",
}


def edit_line(edit: Edit, gone: Collection[int] = ()) -> str:
    """An edit in one line: when, who, what was said, the note.

    Args:
        edit: the edit.
        gone: the numbers of the edits whose passage the store holds no more.
    """
    when = datetime.fromisoformat(edit.when)
    said = "; ".join(change_words(field, value) for field, value in edit.changes.items())
    note = f"ghi chú: {clean(edit.note)}" if edit.note else ""
    lost = "đoạn văn không còn trong kho" if edit.number in gone else ""
    told = "; ".join(filter(None, (said, note, lost)))
    return f"{day_words(when.date())} {when:%H:%M} UTC, {clean(edit.who)}: {told}"


def edit_line_with_task(edit: Edit, gone: Collection[int] = ()) -> str:
    """The same with the task that it was said of."""
    task = f"[{edit.task}] {clean(edit.document)}: {shortened(clean(edit.action), LONGEST_ACTION)}"
    return f"{edit_line(edit, gone)}\n    {task}"


def change_words(field: str, value: Any) -> str:
    """What was said of a field.

    >>> change_words("lead", ["Bộ Y tế"]), change_words("done", True), change_words("due", None)
    ('chủ trì: Bộ Y tế', 'đã xong', 'thời hạn: lấy lại như văn bản')
    """
    match field, value:
        case "done", _:
            return "đã xong" if value else "chưa xong"
        case "task", False:
            return "không phải nhiệm vụ"
        case "task", _:
            return "đúng là nhiệm vụ"
        case _, None:
            return f"{LABELS.get(field, field)}: lấy lại như văn bản"
        case "due", dict():
            words = str(value["text"])
        case _, list():
            words = "; ".join(map(str, value))
        case _:
            words = str(value)
    return clean(f"{LABELS.get(field, field)}: {words or 'không có'}")


def edit_record(edit: Edit, gone: Collection[int] = ()) -> dict[str, Any]:
    """An edit with all that is kept of it, JSON-ready."""
    return {
        "number": edit.number,
        "task": edit.task,
        "document": edit.document,
        "action": edit.action,
        "who": edit.who,
        "when": edit.when,
        "changes": dict(edit.changes),
        "note": edit.note,
        "passage_gone": edit.number in gone,
    }
