"""One document read: from the bytes of a file to what the catalog holds of it. No store is needed for that."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import UnreadableDocument
from corpus.fact_reading import facts_of
from corpus.facts import Facts
from corpus.letters import Letter, is_letter
from corpus.links import Link, links_of
from corpus.passages import Passage, passages_of
from corpus.readers import Limits, parse
from corpus.reading import Reading
from corpus.sections import Section, sections_of
from corpus.tasks.reading import read_tasks
from corpus.tasks.task import Task
from index.told import Told

T = TypeVar("T")

Parse = Callable[[Path, bytes, Limits], Reading]
"""The path, which names the format, and the bytes of a file -> what it says. Raises UnreadableDocument."""


@dataclass(frozen=True, slots=True)
class ToRead:
    """A file to be read.

    Attributes:
        path: in its folder, that of the archive in front where it lies in one.
        name: what the document is called in the store.
        told: facts that go before what the text says.
        corrected: what persons said of its facts, which goes before all else.
        archive: the path of the archive in the folder that it came out of, or "".
    """

    path: str
    name: str
    data: bytes
    told: Told = field(default_factory=Told)
    corrected: Mapping[str, Any] = field(default_factory=dict)
    archive: str = ""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What a file says, cut up, and what it says of itself.

    Attributes:
        facts: as the text says them; `in_force` with what is told and was corrected above them.
        notes: what a person should know of the reading.
    """

    reading: Reading
    sections: Sequence[Section]
    passages: Sequence[Passage]
    facts: Facts
    in_force: Facts
    tasks: Sequence[Task]
    links: Sequence[Link]
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
    in_force = replace(file.told.over(facts), **file.corrected)
    tasks, no_tasks = _tolerated(file, "nhiệm vụ", lambda: read_tasks(reading, sections, in_force).tasks)
    links, no_links = _tolerated(file, "liên kết", lambda: links_of(reading, sections, in_force))
    return ReadDocument(reading, sections, passages, facts, in_force, tasks, links, (*no_tasks, *no_links))


def _tolerated(file: ToRead, what: str, read: Callable[[], Sequence[T]]) -> tuple[Sequence[T], tuple[str, ...]]:
    """What some rules read out of a document; none, with a note, where they stumble: it can be asked about still."""
    try:
        return read(), ()
    except MemoryError:
        raise
    except Exception as error:
        logging.getLogger(__name__).exception("%s", file.path)
        reason = _in_one_line(error)
        return (), (f"{file.path}: lỗi bên trong khi đọc {what} ({reason}); văn bản vẫn tra cứu được",)


def _in_one_line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())
