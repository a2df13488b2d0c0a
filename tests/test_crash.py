"""An ingest cut short at any moment leaves the state before or the state after, and the next one completes it."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

import index.comparison
import index.ingest
import index.publish
from benchmarks.kills import survive
from corpus.errors import StoreError
from index.ingest import Report, forget_folder, index_folder, rebuild
from index.lexical import LexicalIndex
from index.store import Store, passages_by_id
from index.vectors import VectorFolder
from tests.fake_embedder import FakeEmbedder, assert_whole, directive, generation_of, names, write


class Crash(BaseException):
    """Not an Exception, as a Ctrl-C is not: nothing may catch it."""


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeEmbedder:
    monkeypatch.setattr(index.publish, "BATCH", 4)
    return FakeEmbedder()


def texts(store: Store) -> dict[str, str]:
    return {name: store.text(name) for name in names(store)}


def crashing(monkeypatch: pytest.MonkeyPatch, where: Any, what: str, at: int) -> None:
    """Lets the `at`-th call of a function crash, before it does anything."""
    real, calls = getattr(where, what), 0

    def call(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == at:
            raise Crash
        return real(*args, **kwargs)

    monkeypatch.setattr(where, what, call)


STEPS = {
    "before the first document is staged": (index.comparison, "read_bytes", 1),
    "before the third document is staged": (index.comparison, "read_bytes", 3),
    "while the third document is staged": (index.ingest, "section_rows", 3),
    "while the last document is staged": (index.ingest, "passage_rows", 6),
    "before embedding": (index.ingest, "embed_missing", 1),
    "while embedding": (FakeEmbedder, "embed_passages", 2),
    "before publishing": (index.ingest, "publish", 1),
    "before building vectors": (index.publish, "build_vectors", 1),
    "while building vectors": (VectorFolder, "add", 1),
    "before the vectors are checked": (VectorFolder, "check", 1),
    "before building words": (LexicalIndex, "build", 1),
    "while saving words": (LexicalIndex, "save", 1),
    "before the seal": (index.publish, "seal", 1),
    "before the commit": (index.publish, "write_meta", 1),
    "after the commit": (index.publish, "_forget_vectors", 1),
    "before clearing": (Store, "move_on", 1),
    "while clearing": (index.publish, "clear", 2),
}
AFTER_THE_COMMIT = {"after the commit", "before clearing", "while clearing"}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("first", [True, False], ids=["first run", "later run"])
def test_a_crash_leaves_the_state_before_or_after_and_the_next_run_heals(
    step: str, first: bool, store: Store, tmp_path: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "docs"
    before = {} if first else {f"d{i}.txt": directive(i) for i in range(7)}
    if not first:
        write(folder, **{f"d{i}": directive(i) for i in range(7)})
        index_folder(store, folder, fake)
        (folder / "d6.txt").unlink()
    after = {f"d{i}.txt": directive(i, "sửa đổi quy chế") for i in range(6)}
    write(folder, **{f"d{i}": directive(i, "sửa đổi quy chế") for i in range(6)})
    fake.embedded.clear()
    with monkeypatch.context() as patched:
        crashing(patched, *STEPS[step])
        with pytest.raises(Crash):
            index_folder(store, folder, fake)
    store.close()
    store = Store(store.folder)  # as another process finds it
    assert texts(store) == (after if step in AFTER_THE_COMMIT else before)
    report = index_folder(store, folder, fake)
    if step in AFTER_THE_COMMIT:
        assert report == Report(unchanged=sorted(after))
    assert texts(store) == after
    assert_whole(store)
    assert len(set(fake.embedded)) == len(fake.embedded)  # nothing twice
    assert index_folder(store, folder, fake) == Report(unchanged=sorted(after))
    store.close()


@pytest.mark.parametrize("step", ["before building vectors", "before the commit", "after the commit"])
@pytest.mark.parametrize("job", ["rebuild", "forget"])
def test_a_crash_while_rebuilding_or_forgetting(
    job: str, step: str, store: Store, tmp_path: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, other = write(tmp_path / "docs", a=directive(1)), write(tmp_path / "other", b=directive(2))
    index_folder(store, folder, fake)
    index_folder(store, other, fake)
    with monkeypatch.context() as patched:
        crashing(patched, *STEPS[step])
        with pytest.raises(Crash):
            rebuild(store, fake) if job == "rebuild" else forget_folder(store, folder)
    gone = job == "forget" and step == "after the commit"
    assert names(store) == (["b.txt"] if gone else ["a.txt", "b.txt"])
    index_folder(store, folder, fake)
    assert names(store) == ["a.txt", "b.txt"]
    assert_whole(store)


FULL = {
    "no room for the words": (LexicalIndex, "save", OSError(28, "No space left on device")),
    "no room in the catalog": (
        index.publish,
        "write_meta",
        OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full")),
    ),
}


@pytest.mark.parametrize("how", FULL)
def test_a_full_disk_costs_one_line_and_nothing_else(
    how: str, store: Store, tmp_path: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "docs", a=directive(1))
    index_folder(store, folder, fake)
    write(folder, a=directive(2))
    where, what, error = FULL[how]

    def full(*_: Any, **__: Any) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(where, what, full)
        with pytest.raises(StoreError, match=r"không ghi được vào kho .*(No space|disk is full)") as refused:
            index_folder(store, folder, fake)
    assert "\n" not in str(refused.value)
    assert texts(store) == {"a.txt": directive(1)}
    assert index_folder(store, folder, fake).changed == ["a.txt"]
    assert_whole(store)


def test_what_was_staged_of_a_file_that_is_gone_since_never_comes_in(
    store: Store, tmp_path: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "docs", a=directive(1), b=directive(2), c=directive(3))
    with monkeypatch.context() as patched:
        crashing(patched, index.ingest, "embed_missing", 1)
        with pytest.raises(Crash):
            index_folder(store, folder, fake)
    (folder / "a.txt").unlink()
    (folder / "b.txt").write_bytes(b"")
    write(folder, c=directive(4))
    report = index_folder(store, folder, fake)
    assert (report.new, list(report.refused)) == (["c.txt"], ["b.txt"])
    assert texts(store) == {"c.txt": directive(4)}
    assert_whole(store)


def test_what_was_staged_is_dropped_where_the_file_is_again_as_the_store_has_it(
    store: Store, tmp_path: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "docs", a=directive(1), b=directive(2))
    index_folder(store, folder, fake)
    write(folder, a=directive(5))
    with monkeypatch.context() as patched:
        crashing(patched, index.ingest, "embed_missing", 1)
        with pytest.raises(Crash):
            index_folder(store, folder, fake)
    write(folder, a=directive(1))
    assert index_folder(store, folder, fake) == Report(unchanged=["a.txt", "b.txt"])
    write(folder, b=directive(6))
    index_folder(store, folder, fake)
    assert texts(store) == {"a.txt": directive(1), "b.txt": directive(6)}
    assert_whole(store)


# A process that is killed.

DOCUMENTS = 40
KILLS = 6


def _index(store: Path, folder: Path, started: Any) -> None:
    """What the killed process does."""
    opened = Store(store)
    started.set()
    index_folder(opened, folder, FakeEmbedder())


def _folder(folder: Path, version: int) -> dict[str, str]:
    """Brings the folder to a version: each document changes, some come and go; returns what is in it."""
    wanted = {f"d{i:02}": directive(i, f"sửa đổi lần {version}") for i in range(version % 3, DOCUMENTS)}
    for file in folder.glob("*.txt"):
        if file.stem not in wanted:
            file.unlink()
    write(folder, **wanted)
    return {f"{name}.txt": text for name, text in wanted.items()}


def _child(store: Path, folder: Path) -> Any:
    """A process that has opened the store and begins to index the folder."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["index.ingest", "llama_index.vector_stores.chroma", "bm25s", "underthesea"])
    started = processes.Event()
    process = processes.Process(target=_index, args=(store, folder, started))
    process.start()
    assert started.wait(60)
    return process


def test_answers_go_on_while_another_process_indexes(store: Store, tmp_path: Path, fake: FakeEmbedder) -> None:
    folder = tmp_path / "docs"
    before = _folder(folder, 0)
    index_folder(store, folder, fake)
    after = _folder(folder, 1)
    process = _child(store.folder, folder)
    numbers: list[int] = []
    while process.is_alive() or not numbers:
        with store.reading() as (session, generation):
            assert generation is not None
            numbers.append(generation.number)
            ids = generation.words.ids
            found = generation.vectors.nearest(fake.embed_queries(["Bộ Y tế"])[0], len(ids))
            assert {id_ for id_, _ in found} == set(ids)
            documents = {p.document.name for p in passages_by_id(session, ids).values()}
            assert documents == set(before if generation.number == 1 else after)
    assert process.exitcode == 0
    process.close()
    assert numbers[0] == 1
    assert numbers == sorted(numbers)
    assert texts(store) == after
    assert generation_of(store) == 2  # so that the first is held no more
    index_folder(store, folder, fake)
    assert_whole(store)


def test_a_killed_process_leaves_the_state_before_or_after_and_the_next_one_completes_it(tmp_path: Path) -> None:
    tally = survive(tmp_path, KILLS, passages=100, seed=20240719)
    assert tally.lost == []
    assert sum(tally.fell.values()) == KILLS
    assert {"before"} <= {which for _, _, which in tally.fell}  # at least one was killed in time
