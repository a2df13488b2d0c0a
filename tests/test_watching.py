"""`chidao index FOLDER --watch` as a person starts and stops it."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fake_embedder import directive, write

ROOT = Path(__file__).parents[1]
PATIENCE = 120


class Watched:
    """A running `--watch`, and what it says line by line."""

    def __init__(self, home: Path, folder: Path, *options: str, **settings: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "assistant.cli", "index", str(folder), "--watch", *options],
            env={**os.environ, "PYTHONPATH": str(ROOT), "CHIDAO_HOME": str(home), "CHIDAO_WORKERS": "0", **settings},
            cwd=home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def line(self) -> str:
        return self._lines.get(timeout=PATIENCE)

    def stop(self, by: signal.Signals) -> tuple[int, list[str]]:
        """Its exit status, and what it said to the end."""
        self.process.send_signal(by)
        status = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status, [self._lines.get() for _ in range(self._lines.qsize())]


@pytest.fixture
def home(tmp_path: Path, model_folder: Path) -> Path:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "model").symlink_to(model_folder)
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "mount" / "docs", a=directive(1))


@pytest.fixture
def stopped() -> Iterator[list[Watched]]:
    started: list[Watched] = []
    yield started
    for watched in started:
        if watched.process.poll() is None:
            watched.stop(signal.SIGKILL)


def test_each_change_is_a_round_and_a_folder_that_vanished_is_told_once_and_taken_up_again(
    home: Path, folder: Path, stopped: list[Watched]
) -> None:
    watched = Watched(home, folder)
    stopped.append(watched)
    assert watched.line().startswith("Tạo kho mới ở ")
    assert watched.line() == f"Đang theo dõi {folder} (dừng bằng Ctrl+C)"
    assert "  1 mới (" in watched.line()
    write(folder, b=directive(2), c="")
    assert "  1 mới, 1 không đổi, 1 không đọc được (" in watched.line()
    assert watched.line() == "  c.txt: tệp rỗng"
    folder.parent.rename(folder.parent.with_name("away"))
    assert "không còn thư mục" in watched.line()
    folder.parent.with_name("away").rename(folder.parent)
    assert "  2 không đổi, 1 không đọc được (" in watched.line()  # and nothing of what was told before
    (folder / "b.txt").unlink()
    assert "  1 không đổi, 1 đã bỏ, 1 không đọc được (" in watched.line()
    assert watched.stop(signal.SIGTERM) == (0, ["Đã dừng theo dõi."])


def test_a_drive_that_is_looked_at_and_a_program_that_reads_the_rounds(
    home: Path, folder: Path, stopped: list[Watched]
) -> None:
    watched = Watched(home, folder, "--json", CHIDAO_WATCH_POLLING="0.5")
    stopped.append(watched)
    assert watched.line().startswith("Tạo kho mới ở ")
    assert watched.line().startswith("Đang theo dõi")
    first: dict[str, Any] = json.loads(watched.line())
    assert first["new"] == ["a.txt"]
    write(folder / "sub", b=directive(2))
    assert json.loads(watched.line())["new"] == ["sub/b.txt"]
    assert watched.stop(signal.SIGINT) == (0, ["Đã dừng theo dõi."])


def test_a_folder_that_is_not_there_is_refused(home: Path, tmp_path: Path, stopped: list[Watched]) -> None:
    watched = Watched(home, tmp_path / "nowhere")
    stopped.append(watched)
    assert watched.line().startswith("chidao: không có thư mục")
    assert watched.process.wait(PATIENCE) == 1
    watched.stop(signal.SIGTERM)
