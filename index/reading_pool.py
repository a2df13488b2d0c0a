"""Reading files in processes of their own: several at once, each within its limits, whatever becomes of one.

A file that takes too long, too much memory, or the process down is refused with the limit named, and another process
goes on with the rest. Results come in the order in which the files were given. No process is started before a file is
there to be read.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self, TypeVar

import psutil  # type: ignore[import-untyped]

from corpus.archives import Member
from corpus.errors import ChidaoError
from corpus.readers import Limits
from corpus.vietnamese import grouped
from index.document_reading import ReadDocument, Refusal, ToRead, read_document
from index.reading_worker import LAST, MORE, NEXT, Setup, ToUnpack, out_of_memory, unpacked

Key = TypeVar("Key")
READER = "corpus.readers:parse"
"""What the processes read a file with."""
HELD = 64 * 1024 * 1024
"""Bytes of files not read yet and of results not asked for yet that are held at most, one file set aside."""
MOST_WAITING = 256
"""Files that are given to the processes ahead of the result that is waited for."""
MOST_READ = 1_000
"""Files that one process reads."""
MOST_FALLEN = 3
"""Files of one archive that may meet a limit of time or memory; its others are not read then."""
GRACE = 1.0
"""Seconds above its limit that a file is given, so that a reader which watches the time itself says more."""
SECONDS_TO_START = 120.0

_BOOT = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from index.reading_worker import main; main()"


class _Lost(Exception):
    """A worker that is no more, and why the file is refused that it worked at."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


class _Worker:
    """A process that reads, in a session of its own, with a folder of its own for what its programs leave behind."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.left = MOST_READ
        self._scratch = tempfile.mkdtemp(prefix="chidao-")
        asked, ask = os.pipe()
        answer, answered = os.pipe()
        self._questions, self._answers = Connection(ask, readable=False), Connection(answer, writable=False)
        try:
            self._process = subprocess.Popen(  # noqa: S603  this interpreter, and nothing from outside
                [sys.executable, "-c", _BOOT, json.dumps(sys.path), str(asked), str(answered), str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(asked, answered),
                start_new_session=True,  # so that the programs it calls can be ended with it
                env={"OMP_THREAD_LIMIT": "1"} | os.environ | {"TMPDIR": self._scratch},
            )
        except OSError as error:
            self._tidy()
            raise ChidaoError(f"không khởi động được tiến trình đọc tệp: {error}; hãy đặt workers = 0") from error
        finally:
            os.close(asked)
            os.close(answered)

    def begin(self) -> None:
        """Waits until the process is ready. Raises ChidaoError where it cannot be."""
        try:
            self._ask(Setup(self._limits, READER), SECONDS_TO_START)
        except _Lost as lost:
            raise ChidaoError(
                f"tiến trình đọc tệp không chạy được ({lost.refusal.reason}); hãy nâng memory_per_file, hoặc đặt "
                "workers = 0 để đọc ngay trong lệnh"
            ) from lost

    def ask(self, question: ToRead | ToUnpack | str) -> bytes:
        """The answer as it was sent, within the time that a file may take. Raises _Lost; then the process is dead."""
        return self._ask(question, self._limits.seconds + GRACE)

    def _ask(self, question: object, seconds: float) -> bytes:
        try:
            self._questions.send(question)
            if not self._answers.poll(seconds):
                self.kill()
                most = f"{self._limits.seconds:g}".replace(".", ",")
                raise _Lost(Refusal(f"đọc quá {most} giây; hãy tách tệp hoặc nâng seconds_per_file", by_limit=True))
            return self._answers.recv_bytes()
        except (EOFError, OSError) as error:
            raise _Lost(self._died()) from error

    def _died(self) -> Refusal:
        """Why the process is gone, as far as can be told."""
        status = self.kill()
        how = signal.Signals(-status).name if -status in signal.valid_signals() else f"mã {status}"
        most = grouped(self._limits.memory)
        return Refusal(
            f"tiến trình đọc dừng đột ngột ({how}; giới hạn bộ nhớ {most} byte); hãy lưu lại tệp ở dạng khác hoặc nâng "
            "memory_per_file",
            by_limit=True,
        )

    def kill(self) -> int:
        """Ends the process and whatever it started, and returns its status; a thread that asks it is told."""
        if self._process.returncode is None:
            programs: list[psutil.Process] = []
            with contextlib.suppress(psutil.Error):
                programs = psutil.Process(self._process.pid).children(recursive=True)
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            for program in programs:  # those that made a session of their own
                with contextlib.suppress(psutil.Error):
                    program.kill()
        return self._process.wait()

    def end(self) -> None:
        """Ends the process, and leaves nothing of it behind; nobody may ask it any more."""
        self.kill()
        self._tidy()

    def _tidy(self) -> None:
        for pipe in (self._questions, self._answers):
            pipe.close()
        shutil.rmtree(self._scratch, ignore_errors=True)


@dataclass(slots=True)
class _Given:
    """A file that was given to the processes, or what stands in its place among the results."""

    key: Any
    size: int = 0
    result: Future[bytes] | None = None

    @property
    def is_there(self) -> bool:
        """True where its result need not be waited for."""
        return self.result is None or self.result.done()

    @property
    def held(self) -> int:
        """Bytes that are held for it: the file's, or those of its result."""
        if self.result is None:
            return 0
        return len(self.result.result()) if self.result.done() and not self.result.exception() else self.size


class ReadingPool:
    """Reads files and opens archives in up to `workers` processes.

    With 0 that is done in this process; then nothing bounds the time and the memory of a file.
    """

    def __init__(self, limits: Limits, workers: int) -> None:
        self._limits = limits
        self._workers = workers
        self._threads = ThreadPoolExecutor(max(workers, 1), thread_name_prefix="reading")
        self._all: set[_Worker] = set()
        self._idle: list[_Worker] = []
        self._fallen: Counter[str] = Counter()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        for worker in list(self._all):
            worker.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in list(self._all):
            self._drop(worker)

    @property
    def started(self) -> int:
        """How many processes there are now."""
        return len(self._all)

    def read(
        self, files: Iterable[tuple[Key, ToRead | None]], waiting: Callable[[Key], None] = lambda _key: None
    ) -> Iterator[tuple[Key, ReadDocument | Refusal | None]]:
        """What each file says, in their order; where no file stands beside a key, nothing does in the results.

        `files` is asked for more while others are read. `waiting` is called with the key of a file whose result is
        waited for.
        """
        if not self._workers:
            for key, file in files:
                waiting(key)
                yield key, None if file is None else self._read_here(file)
            return
        given: deque[_Given] = deque()
        for key, file in files:
            result = None if file is None else self._threads.submit(self._read, file)
            given.append(_Given(key, 0 if file is None else len(file.data), result))
            del file
            while given and (given[0].is_there or len(given) > MOST_WAITING or sum(g.held for g in given) > HELD):
                yield self._first(given, waiting)
        while given:
            yield self._first(given, waiting)

    def _first(self, given: deque[_Given], waiting: Callable[[Any], None]) -> tuple[Any, ReadDocument | Refusal | None]:
        first = given.popleft()
        if not first.is_there:
            waiting(first.key)
        return first.key, None if first.result is None else _value(first.result.result())

    def unpack(self, path: str, data: bytes) -> Iterator[Member | Refusal]:
        """The members of the archive or letter at `path`, in its order; at the end why the rest cannot be had."""
        if not self._workers:
            yield from unpacked(path, data, self._limits)
            return
        worker = self._take()
        question: ToUnpack | str = ToUnpack(path, data)
        whole = False
        try:
            while not whole:
                answer = worker.ask(question)
                question = NEXT
                member = _value(answer)
                if member is None:
                    whole = answer[:1] == MORE
                    break
                yield member
        except _Lost as lost:
            yield lost.refusal
        finally:
            if whole:
                self._give_back(worker)
            else:
                self._drop(worker)

    def _read_here(self, file: ToRead) -> ReadDocument | Refusal:
        try:
            return read_document(file, self._limits)
        except MemoryError:
            return out_of_memory(self._limits)

    def _read(self, file: ToRead) -> bytes:
        """The answer as the worker sent it; runs in a thread."""
        if file.archive and self._fallen[file.archive] >= MOST_FALLEN:
            reason = f"gói đã có {MOST_FALLEN} tệp vượt giới hạn thời gian hoặc bộ nhớ, nên tệp này không được đọc"
            return LAST + pickle.dumps(Refusal(reason, by_limit=True))
        worker = self._take()
        try:
            answer = worker.ask(file)
        except _Lost as lost:
            answer = LAST + pickle.dumps(lost.refusal)
        if answer[:1] == MORE:
            self._give_back(worker)
        else:
            self._drop(worker)
            value = _value(answer)
            if isinstance(value, Refusal) and value.by_limit:
                self._fallen[file.archive] += 1
        return answer

    def _take(self) -> _Worker:
        """A worker that nobody asks."""
        if self._idle:
            with contextlib.suppress(IndexError):  # another thread was quicker
                return self._idle.pop()
        worker = _Worker(self._limits)
        self._all.add(worker)
        if self._closed:
            worker.kill()
        worker.begin()
        return worker

    def _give_back(self, worker: _Worker) -> None:
        worker.left -= 1
        if worker.left > 0:
            self._idle.append(worker)
        else:
            self._drop(worker)

    def _drop(self, worker: _Worker) -> None:
        self._all.discard(worker)
        worker.end()


def _value(answer: bytes) -> Any:
    """The value of an answer."""
    return pickle.loads(memoryview(answer)[1:])  # noqa: S301  it comes from a process of our own
