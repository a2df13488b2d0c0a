"""The process that reads files for another one, so that a file which hangs or crashes it takes nothing else along.

It is started by `index.reading_pool`, takes one message at a time from a pipe and answers each with one:

| message | answer |
|---|---|
| `Setup`, first of all | `READY` |
| `ToRead` | `ReadDocument` or `Refusal` |
| `ToUnpack`, then `NEXT` for each | a `Member`, at the end None, or a `Refusal` of what is left |

An answer is a byte, `LAST` where the process ends behind it, and a pickled value. The process also ends when its pipe
is closed, and when the process that started it is gone.
"""

from __future__ import annotations

import logging
import os
import pickle
import resource
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

import psutil  # type: ignore[import-untyped]

from corpus.archives import Member, members_of
from corpus.errors import UnreadableDocument
from corpus.readers import Limits
from corpus.reading import Reading
from corpus.vietnamese import grouped
from index.document_reading import Parse, ReadDocument, Refusal, ToRead, read_document

READY = "ready"
NEXT = "next"
LAST, MORE = b"L", b"-"
WARMING = "CHỈ THỊ\n\n1. Bộ Y tế báo cáo Thủ tướng Chính phủ trước ngày 30 tháng 6 năm 2031."
"""Read before any file, so that what is loaded at first use counts for none of them."""
FULL = 0.5
"""A process that holds more than this share of the memory it may take is not used again."""
NOT_LOADED = ("torch", "transformers")
"""What the splitter of sentences would load for its other abilities: seconds, and hundreds of megabytes a process."""
WATCHED = 1.0
"""Seconds between two looks at whether the process is still there that reads the answers."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker is to keep to; `reader` is what it reads files with, as "module:function"."""

    limits: Limits
    reader: str


@dataclass(frozen=True, slots=True)
class ToUnpack:
    """An archive or letter whose members are wanted."""

    path: str
    data: bytes


def out_of_memory(limits: Limits) -> Refusal:
    """Why a file is refused whose reading takes too much memory."""
    most = grouped(limits.memory)
    return Refusal(f"đọc tệp này cần hơn {most} byte bộ nhớ; hãy tách tệp hoặc nâng memory_per_file", by_limit=True)


def unpacked(path: str, data: bytes, limits: Limits) -> Iterator[Member | Refusal]:
    """The members of an archive or letter; at the end why the rest cannot be had, where that is so."""
    try:
        yield from members_of(path, data, limits)
    except UnreadableDocument as error:
        yield Refusal(str(error))
    except MemoryError:
        yield out_of_memory(limits)
    except Exception as error:  # the other files go on
        logging.getLogger(__name__).exception("%s", path)
        yield Refusal(f"lỗi bên trong khi mở gói ({' '.join(f'{type(error).__name__}: {error}'.split())})")


def main() -> None:
    """Answers until nobody asks any more; the arguments are two file descriptors and the asking process' number."""
    asked, answered, parent = map(int, sys.argv[-3:])
    for name in NOT_LOADED:
        sys.modules[name] = None  # type: ignore[assignment]  # as the import system takes it: there is no such module
    for descriptor in (asked, answered):
        os.set_inheritable(descriptor, False)  # a program that is called for a file must not hold the pipes open
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    with Connection(asked, writable=False) as questions, Connection(answered, readable=False) as answers:
        try:
            _answer(questions, answers)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return


def _answer(questions: Connection[Any, Any], answers: Connection[Any, Any]) -> None:
    setup: Setup = questions.recv()
    limits = setup.limits
    _bound(limits.memory)
    module, _, function = setup.reader.partition(":")
    reader: Parse = getattr(import_module(module), function)
    members: Iterator[Member | Refusal] = iter(())
    read_document(ToRead("", "", b""), limits, lambda *_: Reading(WARMING))
    answers.send_bytes(MORE + pickle.dumps(READY))
    while True:
        question = questions.recv()
        value: ReadDocument | Refusal | Member | None
        try:
            if isinstance(question, ToRead):
                value = read_document(question, limits, reader)
            else:
                if isinstance(question, ToUnpack):
                    members = unpacked(question.path, question.data, limits)
                value = next(members, None)
        except MemoryError:
            value = out_of_memory(limits)
        last = (isinstance(value, Refusal) and value.by_limit) or _is_full(limits.memory)
        if value is not None and not isinstance(question, ToRead):
            last = False  # there may be more members
        answers.send_bytes((LAST if last else MORE) + pickle.dumps(value))
        if last:
            return


def _bound(memory: int) -> None:
    """Sets how much the process may take; what it asks for beyond that fails with MemoryError."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _is_full(memory: int) -> bool:
    """True where the process holds so much that the next file might fail by what the ones before left behind.

    What it holds now: the peak that the system keeps counts what the asking process held when this one was started.
    """
    held: int = psutil.Process().memory_info().rss
    return held > FULL * memory


def _end_with(parent: int) -> None:
    """Ends this process, and the programs it called, when the asking one is gone."""
    while os.getppid() == parent:
        time.sleep(WATCHED)
    os.killpg(0, signal.SIGKILL)
