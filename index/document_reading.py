"""One document read: from the bytes of a file to what the catalog holds of it. No store is needed for that."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.facts import Facts, facts_of
from corpus.letters import Letter, is_letter
from corpus.passages import Passage, passages_of
from corpus.readers import Limits, parse
from corpus.reading import Reading
from corpus.sections import Section, sections_of
from corpus.tasks.reading import read_tasks
from corpus.tasks.task import Task

Parse = Callable[[Path, bytes, Limits], Reading]
"""The path, which names the format, and the bytes of a file -> what it says. Raises UnreadableDocument."""


@dataclass(frozen=True, slots=True)
class ToRead:
    """A file to be read.

    Attributes:
        path: in its folder, that of the archive in front where it lies in one.
        name: what the document is called in the store.
        told: facts that go before what the text says, or None.
        archive: the path of the archive in the folder that it came out of, or "".
    """

    path: str
    name: str
    data: bytes
    told: Facts | None = None
    archive: str = ""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What a file says, cut up, and what it says of itself; `notes` is what a person should know of the reading."""

    reading: Reading
    sections: Sequence[Section]
    passages: Sequence[Passage]
    facts: Facts
    tasks: Sequence[Task]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file was not read.

    Attributes:
        by_limit: True where it met a limit of time or memory, or took its process down: it would again.
    """

    reason: str
    by_limit: bool = False


def read_document(file: ToRead, limits: Limits, reader: Parse | None = None) -> ReadDocument | Refusal:
    """Reads a file, or says why that cannot be done: also where a reader stumbles over it. MemoryError goes through."""
    try:
        reading = (reader or parse)(Path(file.path), file.data, limits)
        sections = sections_of(reading)
        passages = passages_of(reading, file.name, sections)
        facts = facts_of(reading, sections)
        if is_letter(file.path):
            facts = Letter.of(file.data).facts(facts)
    except UnreadableDocument as error:
        return Refusal(str(error))
    except MemoryError:
        raise
    except Exception as error:  # the other documents go on
        logging.getLogger(__name__).exception("%s", file.path)
        return Refusal(f"lỗi bên trong khi đọc ({_in_one_line(error)})")
    tasks, notes = _tasks(file, reading, sections, file.told or facts)
    return ReadDocument(reading, sections, passages, facts, tasks, notes)


def _tasks(
    file: ToRead, reading: Reading, sections: Sequence[Section], facts: Facts
) -> tuple[Sequence[Task], tuple[str, ...]]:
    """The tasks of a document; none, with a note, where the rules stumble over it: it can be asked about still."""
    try:
        return read_tasks(reading, sections, facts).tasks, ()
    except MemoryError:
        raise
    except Exception as error:
        logging.getLogger(__name__).exception("%s", file.path)
        reason = _in_one_line(error)
        return (), (f"{file.path}: lỗi bên trong khi đọc nhiệm vụ ({reason}); văn bản vẫn tra cứu được",)


def _in_one_line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())
