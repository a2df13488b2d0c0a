"""The tasks that an answer speaks of: those of the register that its citations tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from assistant.evidence import Evidence
from assistant.register.contract import due_record
from index.record import Record, records_at


def tasks_of(session: Session, cited: Sequence[Evidence]) -> tuple[dict[str, Any], ...]:
    """The tasks told by the cited sentences, each once, with the number of the first citation that proves it.

    `cited` in the order of the citations, which count from 1.
    """
    found: dict[str, dict[str, Any]] = {}
    for n, evidence in enumerate(cited, start=1):
        for record in records_at(session, evidence.passage.document, evidence.span):
            if not record.said.rejected and record.key not in found:
                found[record.key] = _told(record) | {"citation": n, "id": record.key}
    return tuple(found.values())


def _told(record: Record) -> dict[str, Any]:
    return {
        "document": record.document.name,
        "lead": list(record.lead),
        "coordinating": list(record.coordinating),
        "action": record.action,
        "due": due_record(record.due) if record.due else None,
    }
