"""Files read in processes of their own: whatever becomes of one, the rest goes on, in the given order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

import index.reading_pool
from corpus.readers import Limits
from corpus.readers.limits import MIB
from index.document_reading import ReadDocument, Refusal, ToRead
from index.reading_pool import ReadingPool
from tests import hostile_reader
from tests.fake_embedder import directive

ROOT = Path(__file__).parents[1]
LIMITS = Limits(seconds=4, memory=512 * MIB)
MISDEEDS = {
    "sleeps": ("!sleep\n60", "đọc quá 4 giây; hãy tách tệp hoặc nâng seconds_per_file"),
    "hangs in a library": ("!sleep in C\n60", "đọc quá 4 giây"),
    "eats memory": ("!eat\n", "cần hơn 536.870.912 byte bộ nhớ; hãy tách tệp hoặc nâng memory_per_file"),
    "leaves": ("!exit\n3", "dừng đột ngột (mã 3;"),
    "crashes": ("!crash\n", "dừng đột ngột (SIGSEGV; giới hạn bộ nhớ 536.870.912 byte)"),
}


@pytest.fixture
def _hostile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.reading_pool, "READER", hostile_reader.NAME)
    monkeypatch.setattr(index.reading_pool, "GRACE", 0.0)


def file(path: str, text: str) -> tuple[str, ToRead]:
    return path, ToRead(path, path, text.encode())


def read(pool: ReadingPool, *files: tuple[str, ToRead | None]) -> dict[str, ReadDocument | Refusal | None]:
    return dict(pool.read(files))


def test_a_file_says_in_another_process_what_it_says_in_this_one() -> None:
    files = [file(f"{i}.txt", directive(i)) for i in range(6)]
    with ReadingPool(Limits(), 0) as here, ReadingPool(Limits(), 2) as there:
        expected, found = list(here.read(files)), list(there.read(files))
        assert here.started == 0
        assert there.started == 2
    assert found == expected  # in the same order too
    assert all(isinstance(document, ReadDocument) and document.tasks for _, document in found)


def test_no_process_is_started_before_there_is_something_to_read() -> None:
    with ReadingPool(Limits(), 2) as pool:
        assert list(pool.read(())) == []
        assert list(pool.read([("x", None)])) == [("x", None)]
        assert pool.started == 0


@pytest.mark.usefixtures("_hostile")
def test_whatever_a_file_does_to_its_process_it_is_refused_and_the_rest_goes_on() -> None:
    files = [file("first.txt", directive(1))]
    for misdeed, (text, _) in MISDEEDS.items():
        files += [file(f"{misdeed}.txt", text), file(f"after {misdeed}.txt", directive(2))]
    with ReadingPool(LIMITS, 2) as pool:
        found = read(pool, *files, file("bad.txt", "!refuse\n"))
    assert list(found) == [path for path, _ in files] + ["bad.txt"]
    assert found["bad.txt"] == Refusal("không đọc được")
    for misdeed, (_, reason) in MISDEEDS.items():
        refused = found[f"{misdeed}.txt"]
        assert isinstance(refused, Refusal)
        assert refused.by_limit
        assert reason in refused.reason
        assert "\n" not in refused.reason
        assert isinstance(found[f"after {misdeed}.txt"], ReadDocument)


@pytest.mark.usefixtures("_hostile")
def test_programs_and_folders_of_a_file_that_met_its_limit_are_gone(tmp_path: Path) -> None:
    called, scratch = tmp_path / "called", tmp_path / "scratch"
    with ReadingPool(LIMITS, 2) as pool:
        read(pool, file("a.txt", f"!call\n{called}"), file("b.txt", f"!leave behind\n{scratch}"))
    assert not _lives(int(called.read_text()))
    assert not Path(scratch.read_text()).exists()


@pytest.mark.usefixtures("_hostile")
def test_ctrl_c_leaves_no_process() -> None:
    children = set(psutil.Process().children(recursive=True))

    def interrupted() -> Iterator[tuple[str, ToRead]]:
        yield file("a.txt", "!sleep\n60")
        yield file("b.txt", "!sleep\n60")
        while pool.started < 2:
            time.sleep(0.01)
        raise KeyboardInterrupt

    pool = ReadingPool(Limits(), 2)
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt), pool:
        list(pool.read(interrupted()))
    assert time.monotonic() - begun < 50  # nobody waited for the sleeper
    assert set(psutil.Process().children(recursive=True)) <= children


def test_processes_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import index.reading_pool as p; from index.document_reading import ToRead; from corpus.readers import Limits\n"
        f"p.READER = {hostile_reader.NAME!r}\n"
        "with p.ReadingPool(Limits(), 1) as pool:\n"
        f"    list(pool.read([('a', ToRead('a.txt', 'a', b'!call\\n{tmp_path}/called'))]))\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) as parent:
        called = _wait_for(tmp_path / "called")
        worker = psutil.Process(called).ppid()
        parent.kill()
    end = time.monotonic() + 20
    while _lives(worker) and time.monotonic() < end:
        time.sleep(0.1)
    assert not _lives(worker)
    os.kill(called, signal.SIGKILL)  # it made itself a session of its own


def test_a_script_without_a_guard_is_not_run_again(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(
        "print('run')\n"
        "from corpus.readers import Limits\nfrom index.document_reading import ToRead\n"
        "from index.reading_pool import ReadingPool\n"
        "with ReadingPool(Limits(), 2) as pool:\n"
        "    print([type(d).__name__ for _, d in pool.read([(1, ToRead('a.txt', 'a', b'abc'))])])\n"
    )
    run = subprocess.run(
        [sys.executable, tmp_path / "script.py"], capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert run.stdout == "run\n['ReadDocument']\n"
    assert run.stderr == ""


def test_a_process_loads_nothing_that_only_searching_needs() -> None:
    code = (
        "import sys, index.reading_worker as w\nsys.modules.update(dict.fromkeys(w.NOT_LOADED))\n"
        "w.read_document(w.ToRead('', '', b''), w.Limits(), lambda *_: w.Reading(w.WARMING))\n"
        "print(*{name.partition('.')[0] for name, module in sys.modules.items() if module is not None})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(run.stdout.split())
    assert loaded.isdisjoint({"torch", "chromadb", "llama_index", "onnxruntime", "sqlalchemy", "gradio", "typer"})


def test_results_that_nobody_asks_for_are_not_heaped_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.reading_pool, "HELD", 2_000)
    given = 0

    def files() -> Iterator[tuple[int, ToRead]]:
        nonlocal given
        for i in range(20):
            given += 1
            yield i, ToRead(f"{i}.txt", f"{i}.txt", directive(i).encode() * 4)

    with ReadingPool(Limits(), 2) as pool:
        results = pool.read(files())
        for asked, (key, _) in enumerate(results):
            assert key == asked
            assert given - asked < 10


def _lives(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _wait_for(path: Path) -> int:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if path.exists() and (text := path.read_text()):
            return int(text)
        time.sleep(0.05)
    raise AssertionError(path)
