"""Tasks that a person read out of documents: the gold of the register."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import ChidaoError


@dataclass(frozen=True, slots=True)
class GoldTask:
    """One record for one piece of work that a document assigns.

    Attributes:
        document: the document's file name; what is behind its last dot does not count when it is compared.
        lead, coordinating: the bodies as the text writes them.
        action: what is to be done, a piece of the text.
        due_text: the words of the deadline, "" where there are none.
        relation: "before", "by", "during", "recurring", "ongoing", "event", or "none".
        end: the last day that the words name, None where they name none.
    """

    document: str
    lead: tuple[str, ...]
    coordinating: tuple[str, ...]
    action: str
    due_text: str = ""
    relation: str = "none"
    end: date | None = None

    def to_json(self) -> dict[str, Any]:
        """The values as `gold_task` takes them."""
        told = {"doc": self.document} | {k: v for k, v in asdict(self).items() if k not in ("document", "end")}
        return told | {"due_text": self.due_text or None, "due_end": self.end.isoformat() if self.end else None}


def gold_task(values: Mapping[str, Any], where: str) -> GoldTask:
    """A gold task out of the values of one JSON object; `where` names its place in the error.

    Raises ChidaoError that names the place and the key.
    """
    for key, kind in (("doc", str), ("lead", list), ("action", str)):
        if not isinstance(values.get(key), kind) or not values[key]:
            raise ChidaoError(f"{where}, key {key!r}: {values.get(key)!r} is not what a gold task has. Correct it.")
    end = values.get("due_end")
    try:
        day = date.fromisoformat(end) if end else None
    except (TypeError, ValueError) as error:
        raise ChidaoError(f"{where}, key 'due_end': {end!r} is no day as YYYY-MM-DD. Correct it.") from error
    return GoldTask(
        document=values["doc"],
        lead=tuple(values["lead"]),
        coordinating=tuple(values.get("coordinating") or ()),
        action=values["action"],
        due_text=values.get("due_text") or "",
        relation=values.get("relation") or "none",
        end=day,
    )


def read_gold_tasks(path: Path) -> list[GoldTask]:
    """The gold tasks of a JSON Lines file (`doc`, `lead`, `coordinating`, `action`, `due_text`, `relation`, `due_end`).

    Raises ChidaoError that names the file, the line and the key.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ChidaoError(f"{path} cannot be read ({error}). Name a JSON Lines file of gold tasks.") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            values = json.loads(line)
        except ValueError as error:
            raise ChidaoError(f"{where}: not JSON ({error}). Write one object a line.") from error
        if not isinstance(values, dict):
            raise ChidaoError(f"{where}: {values!r} is no JSON object. Write one object a line.")
        found.append(gold_task(values, where))
    return found
