"""`chidao index FOLDER --watch`: the store follows the folder, until somebody stops it."""

from __future__ import annotations

import json
import signal
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

SETTLED = 1.5
"""Seconds without a change after which a round begins: a file that is being copied changes all the time."""
RETRIED = 30.0
"""Seconds after which a round that could not be done is tried again, whether the folder changed or not."""
LOOKED = 2.0
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
    with _ended_by_signals():
        try:
            told.line(f"Đang theo dõi {folder} (dừng bằng Ctrl+C)")
            while True:
                try:
                    with open_store(settings) as opened, progress_bars() as progress:
                        report = indexing(settings, opened, embedder, folder, progress, retry=retry)
                except ChidaoError as error:
                    told.trouble(str(error))
                    _wait_for_change(settings, folder, RETRIED)
                else:
                    told.round(report)
                    retry = False
                    _wait_for_change(settings, folder, None)
                if not folder.is_dir():
                    told.trouble(f"không còn thư mục {str(folder)!r}; kho vẫn giữ các văn bản, chờ thư mục trở lại")
                    while not folder.is_dir():
                        time.sleep(LOOKED)
        except KeyboardInterrupt:
            told.line("Đã dừng theo dõi.")


def _wait_for_change(settings: Settings, folder: Path, seconds: float | None) -> None:
    """Returns when something in the folder has changed and come to rest, the folder is gone, or the time is over."""
    from watchfiles import watch

    polling = settings.watch_polling
    until = None if seconds is None else time.monotonic() + seconds
    try:
        for changes in watch(
            folder,
            watch_filter=lambda _change, path: not _is_hidden(path, folder),
            debounce=int(SETTLED * 1000),
            step=int(SETTLED * 500),
            rust_timeout=int(LOOKED * 1000),
            yield_on_timeout=True,
            force_polling=bool(polling) or None,
            poll_delay_ms=max(int(polling * 1000), 1),
        ):
            if changes or not folder.is_dir() or (until is not None and time.monotonic() >= until):
                return
    except (FileNotFoundError, OSError):  # it went while it was being looked at
        return


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
