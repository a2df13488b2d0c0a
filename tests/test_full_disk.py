"""A disk that is really full: one line, the state before stands, answers go on; with room the next run completes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import index.ingest
import index.publish
from assistant.pipeline import Assistant
from corpus.errors import StoreError
from index.edits import Change, record_edit
from index.ingest import index_folder, rebuild
from index.lexical import LexicalIndex
from index.record import load_records
from index.store import Store
from index.vectors import VectorFolder
from tests.disks import Disk, mounted
from tests.fake_embedder import FakeEmbedder, assert_whole, directive, write

QUESTION = "Bộ Y tế phải hoàn thành kế hoạch số 3 khi nào?"
MOMENTS = {
    "before anything is staged": (index.ingest, "list_folder"),
    "before embedding": (index.ingest, "embed_missing"),
    "before Chroma's folder is built": (index.publish, "build_vectors"),
    "while Chroma writes": (VectorFolder, "add"),
    "before the words are built": (index.publish, "statistics_file"),
    "while the words are saved": (LexicalIndex, "save"),
    "before the seal": (index.publish, "seal"),
}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with mounted(tmp_path / "disk") as disk:
        yield disk


@pytest.fixture
def store(disk: Disk) -> Iterator[Store]:
    store = Store(disk.folder / "store")
    yield store
    store.close()


def told(assistant: Assistant) -> str:
    return json.dumps(assistant.ask(QUESTION).to_json() | {"seconds": 0})


def filling(monkeypatch: pytest.MonkeyPatch, disk: Disk, where: Any, what: str) -> None:
    """Fills the disk just before a function is called."""
    real = getattr(where, what)

    def call(*arguments: Any, **options: Any) -> Any:
        disk.fill()
        return real(*arguments, **options)

    monkeypatch.setattr(where, what, call)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_full_disk_costs_one_line_and_the_next_run_completes(
    moment: str, store: Store, disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "docs", **{f"d{i}": directive(i) for i in range(8)})
    index_folder(store, folder, FakeEmbedder())
    assistant = Assistant(store, FakeEmbedder())
    before = told(assistant)
    write(folder, **{f"d{i}": directive(i, "sửa đổi quy chế") for i in range(8)})
    with monkeypatch.context() as patched:
        filling(patched, disk, *MOMENTS[moment])
        with pytest.raises(StoreError, match="đĩa") as refused:
            index_folder(store, folder, FakeEmbedder())
    assert "\n" not in str(refused.value)
    assert "--rebuild" not in str(refused.value)  # nothing is damaged
    assert store.text("d3.txt") == directive(3)
    assert told(assistant) == before
    assert len([path for path in (store.folder / "derived").iterdir() if path.is_dir()]) == 1
    disk.make_room()
    report = index_folder(store, folder, FakeEmbedder())
    assert (len(report.changed), report.repaired) == (8, [])
    assert store.text("d3.txt") == directive(3, "sửa đổi quy chế")
    assert told(assistant) != before
    assert_whole(store)


def test_rebuilding_on_a_full_disk_leaves_what_is_there(store: Store, disk: Disk, tmp_path: Path) -> None:
    index_folder(store, write(tmp_path / "docs", a=directive(1)), FakeEmbedder())
    disk.fill()
    with pytest.raises(StoreError, match="đĩa"):
        rebuild(store, FakeEmbedder())
    disk.make_room()
    assert_whole(store)


def test_a_correction_on_a_full_disk_is_refused_with_what_to_look_at(store: Store, disk: Disk, tmp_path: Path) -> None:
    index_folder(store, write(tmp_path / "docs", a=directive(1)), FakeEmbedder())
    with store.reading() as (session, _):
        key = load_records(session)[0].key
    disk.fill()

    def correct_often() -> None:
        for _ in range(200):  # the log has a little room in it
            record_edit(store, key, Change(done=True), who="An", note="x" * 3000)

    with pytest.raises(StoreError, match=r"không ghi được vào kho .*hãy xem chỗ trống trên đĩa"):
        correct_often()
    disk.make_room()
    record_edit(store, key, Change(done=True), who="An")
