"""What editors say of tasks on the page and through the API: kept in the task's history, noted in the audit log."""

from __future__ import annotations

from assistant.server.person import Person
from assistant.server.services import Services
from index.edits import Change, record_edit
from index.entry import Edit, Entry
from index.register import Register


def task_of(services: Services, id: str) -> Entry:  # noqa: A002
    """The task of an id, or of the beginning of one, as it stands today. Raises UnknownTask."""
    return Register(services.store, services.today()).entry(id, services.settings.page_folders)


def correct(services: Services, person: Person, entry: Entry, change: Change, note: str) -> Edit:
    """Keeps what a person says of a task; the audit log holds who, when, which task and which fields.

    Raises:
        UnknownTask: the task is gone meanwhile.
        ChidaoError: nothing is said, or a deadline names no time.
        StoreBusy: another process is writing to the store for long.
    """
    who = person.shown or person.name or services.settings.user or "người dùng trên máy này"
    edit = record_edit(services.store, entry.id, change, who=who, note=note)
    services.audit.note(
        "correction",
        who=person.name or person.owner,
        address=person.address,
        documents=[edit.document],
        status="recorded",
        detail={"task": edit.task, "edit": edit.number, "fields": list(edit.changes)},
    )
    return edit
