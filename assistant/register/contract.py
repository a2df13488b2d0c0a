"""An entry as JSON-ready values: the machine interface that other programs read."""

from __future__ import annotations

from typing import Any

from index.entry import Due, Edit, Entry, NameToday, Status

STATUS_NAMES = {status: status.name.lower() for status in Status}
"""A status for a program: "done", "overdue", "due_soon", "in_time", "ongoing", "no_day"."""


def record(entry: Entry) -> dict[str, Any]:
    """The keys of the machine interface, then what else the register knows. Days are ISO 8601."""
    return {
        "document": entry.document,
        "lead": list(entry.lead),
        "coordinating": list(entry.coordinating),
        "action": entry.action,
        "due": due_record(entry.due) if entry.due else None,
        "section": entry.section,
        "quote": entry.quote,
        "start": entry.start,
        "end": entry.end,
        "rule": entry.rule,
        "id": entry.id,
        "group": entry.group,
        "status": STATUS_NAMES[entry.status],
        "last_permitted": entry.due.last_permitted.isoformat() if entry.due and entry.due.last_permitted else None,
        "today": [_today(name) for name in entry.today],
        "product": entry.product,
        "target": entry.target,
        "inherited": list(entry.inherited),
        "title": entry.title,
        "number": entry.number,
        "date": entry.date,
        "official": entry.official,
        "done": _edit(entry.done) if entry.done else None,
        "edited": _edit(entry.edited) if entry.edited else None,
        "rejected": entry.rejected,
        "page": entry.page,
    }


def due_record(due: Due) -> dict[str, Any]:
    """A deadline with its days in ISO 8601, None where it names none."""
    return {
        "text": due.text,
        "relation": due.relation,
        "start": due.start.isoformat() if due.start else None,
        "end": due.end.isoformat() if due.end else None,
    }


def _today(name: NameToday) -> dict[str, Any]:
    return {"written": name.written, "names": list(name.names), "act": name.act}


def _edit(edit: Edit) -> dict[str, Any]:
    return {"fields": list(edit.fields), "who": edit.who, "when": edit.when, "note": edit.note}
