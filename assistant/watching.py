"""`chidao index FOLDER --watch`: the store follows the folder, until somebody stops it."""

from __future__ import annotations

import contextlib
import json
import math
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import typer

from assistant.opening import indexing, open_store
from assistant.reporting import details, progress_bars, summary
from assistant.settings import Settings
from corpus.errors import ChidaoError

if TYPE_CHECKING:
    from index.embedder import Embedder
    from index.report import Report

SETTLED = 1.0
"""Seconds without a change after which a round begins: a file that is being copied changes all the time."""
LONGEST_UNSETTLED = 10.0
"""Seconds of changes after which a round begins all the same."""
RETRIED = 30.0
"""Seconds after which a round that could not be done is tried again, whether the folder changed or not."""
LOOKED = 1.0
"""Seconds between two looks at whether the folder is still there."""


def watch_folder(
    settings: Settings, embedder: Embedder, folder: Path, *, as_json: bool = False, retry: bool = False
) -> None:
    """Brings the store into line with a folder now and after each change, a line a round; ends at Ctrl-C or SIGTERM.

    A folder that vanishes (a drive that is not mounted any more) is told once, and what the store holds of it stays.

    Raises:
        ChidaoError: there is no such folder at the beginning.
    """
    folder = folder.absolute()
    if not folder.is_dir():
        raise ChidaoError(f"không có thư mục {str(folder)!r}; hãy kiểm tra đường dẫn")
    told = _Told(as_json)
    watcher = _Watcher(folder, settings.watch_polling)
    with _ended_by_signals(), watcher.running():
        try:
            told.line(f"Đang theo dõi {folder} (dừng bằng Ctrl+C)")
            while True:
                watcher.changed.clear()  # what changes from here on is another round's
                seconds = None
                try:
                    with open_store(settings) as opened, progress_bars() as progress:
                        report = indexing(settings, opened, embedder, folder, progress, retry=retry)
                except ChidaoError as error:
                    if folder.is_dir():  # else it is told below, and once
                        told.trouble(str(error))
                    seconds = RETRIED
                else:
                    told.round(report)
                    retry = False
                _wait(watcher, folder, seconds)
                if not folder.is_dir():
                    told.trouble(f"không còn thư mục {str(folder)!r}; kho vẫn giữ các văn bản, chờ thư mục trở lại")
                    watcher.changed.clear()
                    watcher.changed.wait()
        except KeyboardInterrupt:
            told.line("Đã dừng theo dõi.")


def _wait(watcher: _Watcher, folder: Path, seconds: float | None) -> None:
    """Returns when something has changed and come to rest, the folder is gone, or the time is over."""
    until = math.inf if seconds is None else time.monotonic() + seconds
    while not watcher.changed.wait(LOOKED):
        if not folder.is_dir() or time.monotonic() >= until:
            return


class _Watcher:
    """Looks at a folder beside the rounds, so that nothing is missed that changes during one.

    Attributes:
        changed: set when something has changed and come to rest, and when the folder is there again.
    """

    def __init__(self, folder: Path, polling: float) -> None:
        self.changed = threading.Event()
        self._folder = folder
        self._polling = polling
        self._begun = threading.Event()
        self._stopped = threading.Event()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Looks while the block runs; it begins when the folder is being looked at."""
        thread = threading.Thread(target=self._run, name="watching", daemon=True)
        thread.start()
        self._begun.wait()
        try:
            yield
        finally:
            self._stopped.set()
            thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            with contextlib.suppress(OSError):  # the folder went while it was being looked at
                self._look()
            while not self._folder.is_dir() and not self._stopped.wait(LOOKED):
                pass

    def _look(self) -> None:
        """Sets `changed` at each change, as long as the folder is there."""
        from watchfiles import watch

        is_back = self._begun.is_set()
        for changes in watch(
            self._folder,
            watch_filter=lambda _change, path: not _is_hidden(path, self._folder),
            debounce=int(LONGEST_UNSETTLED * 1000),
            step=int(SETTLED * 1000),
            rust_timeout=int(LOOKED * 200),
            yield_on_timeout=True,
            stop_event=self._stopped,
            raise_interrupt=False,
            force_polling=bool(self._polling) or None,
            poll_delay_ms=max(int(self._polling * 1000), 1),
        ):
            if not self._folder.is_dir():
                return
            if changes or is_back:
                self.changed.set()
            is_back = False
            self._begun.set()


def _is_hidden(path: str, folder: Path) -> bool:
    """True for what indexing leaves out by its name."""
    try:
        parts: Sequence[str] = Path(path).relative_to(folder).parts
    except ValueError:
        return False
    return any(part.startswith(".") for part in parts)


class _Told:
    """What was said already: a trouble that lasts is said once."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._trouble = ""
        self._details: set[str] = set()

    def line(self, line: str) -> None:
        typer.echo(line, err=self._as_json)

    def trouble(self, line: str) -> None:
        if line != self._trouble:
            typer.echo(f"{_now()}  {line}", err=True)
        self._trouble = line

    def round(self, report: Report) -> None:
        """A line for a round, and the details that the round before did not tell."""
        self._trouble = ""
        if self._as_json:
            typer.echo(json.dumps(report.to_json(), ensure_ascii=False))
            return
        typer.echo(f"{_now()}  {summary(report)}")
        lines = list(details(report))
        for line in lines:
            if line not in self._details:
                typer.echo(f"  {line}", err=True)
        self._details = set(lines)


def _now() -> str:
    return datetime.now().strftime("%H:%M:%S")


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Lets SIGTERM end the work as Ctrl-C does: at once, and with the store in one of its states."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
