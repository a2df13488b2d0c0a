"""Reading a file in a process of its own, and what must hold for whatever was read."""

from __future__ import annotations

import logging
import os
import resource
import time
import traceback
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path

from corpus.archives import holds_members, members_of
from corpus.errors import UnreadableDocument
from corpus.fact_reading import facts_of
from corpus.passages import passages_of
from corpus.readers import Limits, parse
from corpus.reading import Reading, Span
from corpus.sections import sections_of
from corpus.tasks.reading import read_tasks
from corpus.text import stored

SECONDS = 10.0
"""What a reader is given for a file, by the limits it knows of."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file.

    Attributes:
        verdict: "read", "refused" or "failed".
        detail: the refusal's or the failure's words.
        seconds: wall time.
        peak: bytes of memory that the process took at most while it read this file.
    """

    verdict: str
    detail: str
    seconds: float
    peak: int


def read_and_check(suffix: str, data: bytes) -> None:
    """Reads a file and all that an ingest reads out of it; of an archive or a letter, what lies in it.

    Raises:
        UnreadableDocument: the file is refused; of an archive or a letter, all that lies in it is.
        Exception: anything else is a fault.
    """
    path = f"file{suffix}"
    try:
        if holds_members(path):
            _read_members(path, data)
        else:
            _read_document(path, data)
    except UnreadableDocument as refusal:
        _check_refusal(str(refusal))
        raise


def _read_members(path: str, data: bytes) -> None:
    read, paths, refused = 0, set(), UnreadableDocument("nothing in it is read")
    for member in members_of(path, data, Limits(seconds=SECONDS)):
        own = member.path == path  # a letter's own words
        assert own or member.path.startswith(f"{path}/"), f"a path outside: {member.path!r}"
        assert ".." not in member.path.split("/"), f"a path that leads out: {member.path!r}"
        assert member.path not in paths, f"two of one path: {member.path!r}"
        paths.add(member.path)
        _check_refusal(member.refused)
        if member.data is None:
            continue
        try:
            _read_document(member.path, member.data)
            read += 1
        except UnreadableDocument as refusal:
            _check_refusal(str(refusal))
            refused = refusal
    if not read:
        raise refused


def _check_refusal(words: str) -> None:
    assert "\n" not in words, f"a refusal of several lines: {words!r}"


def _read_document(name: str, data: bytes) -> None:
    path = Path(name)
    reading = parse(path, data, Limits(seconds=SECONDS))
    check(reading)
    sections = sections_of(reading)
    whole = Span(0, len(reading.text))
    for passage in passages_of(reading, path.name, sections):
        assert whole.holds(passage.span), passage.span
        assert all(passage.span.holds(sentence) for sentence in passage.sentences), passage.span
    for task in read_tasks(reading, sections, facts_of(reading, sections)).tasks:
        assert whole.holds(task.action), task.action


def check(reading: Reading) -> None:
    """Raises AssertionError where something does not hold that must hold for every reading."""
    text = reading.text
    whole = Span(0, len(text))
    assert text == stored(text), "not NFC with LF"
    assert text.strip(), "no words"
    text.encode()  # no half of a surrogate pair
    assert all(whole.holds(heading.span) for heading in reading.headings), "a heading outside the text"
    assert all(whole.holds(table.span) for table in reading.tables), "a table outside the text"
    assert all(one.span.end <= other.span.start for one, other in pairwise(reading.tables)), "tables out of order"
    for table in reading.tables:
        assert all(table.span.holds(cell.span) for cell in table.cells), "a cell outside its table"
        filled = [cell.span for cell in table.cells if len(cell.span)]
        assert all(one.end <= other.start for one, other in pairwise(filled)), "cells out of order"
    assert all(0 <= one <= other for one, other in pairwise(reading.pages)), "pages that go back"
    assert not reading.pages or reading.pages[-1] <= len(text), "a page outside the text"


def serve(connection: Connection, address_space: int) -> None:
    """Reads files that come as (suffix, bytes) until nobody sends any more; answers each with its `Outcome`.

    Args:
        address_space: bytes that the process may reserve; 0 for no bound of its own.
    """
    if address_space:
        resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    logging.disable(logging.WARNING)  # libraries tell of damage
    read_and_check(".txt", "Giao Sở Nội vụ báo cáo trước ngày 31/12/2031.".encode())  # what is loaded at first use
    connection.send("ready")
    while True:
        try:
            suffix, data = connection.recv()
        except EOFError:
            return
        _forget_peak()
        begun = time.perf_counter()
        verdict, detail = "read", ""
        try:
            read_and_check(suffix, data)
        except UnreadableDocument as refusal:
            verdict, detail = "refused", str(refusal)
        except Exception:
            verdict, detail = "failed", traceback.format_exc()
        connection.send(Outcome(verdict, detail, time.perf_counter() - begun, _peak()))


def _forget_peak() -> None:
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:  # another system: the peak is that of all files so far
        return


def _peak() -> int:
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    try:
        status = Path(f"/proc/{os.getpid()}/status").read_text()
        own = next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return max(own, children)
