"""Folders that go and come back, of documents and of the store: nothing is forgotten, none is made in their place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

import index.comparison
from assistant.pipeline import Assistant
from corpus.errors import ChidaoError, StoreError
from corpus.readers import Limits, read_bytes
from index.ingest import Report, index_folder
from index.store import Store
from tests.disks import mounted
from tests.fake_embedder import FakeEmbedder, assert_whole, directive, names, write

QUESTION = "Bộ Y tế phải hoàn thành kế hoạch số 3 khi nào?"
DOCUMENTS = {f"d{i}": directive(i) for i in range(5)}
FILES = sorted(f"{name}.txt" for name in DOCUMENTS)


class Renamed:
    """A folder that is moved away and back."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._away = folder, folder.with_name("away")
        folder.mkdir(exist_ok=True)

    def go(self) -> None:
        self.folder.rename(self._away)

    def come_back(self) -> None:
        self._away.rename(self.folder)


class Emptied(Renamed):
    """A folder whose content is moved away and back; itself it stays."""

    def go(self) -> None:
        super().go()
        self.folder.mkdir()

    def come_back(self) -> None:
        self.folder.rmdir()
        super().come_back()


class Unmounted:
    """A disk that is taken away; another one with the same content comes back."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._copy = folder, folder.with_name("copy")
        self._disk = stack.enter_context(mounted(folder))

    def go(self) -> None:
        shutil.copytree(self.folder, self._copy)
        self._disk.take_away()

    def come_back(self) -> None:
        self._disk.mount()
        shutil.copytree(self._copy, self.folder, dirs_exist_ok=True)


Vanishing = Renamed | Unmounted


@pytest.fixture(params=["renamed", "emptied", "unmounted"])
def vanishing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Vanishing]]:
    """Makes a folder that can go and come back."""
    with ExitStack() as stack:

        def make(name: str) -> Vanishing:
            folder = tmp_path / name
            if request.param == "unmounted":
                return Unmounted(folder, stack)
            return Renamed(folder) if request.param == "renamed" else Emptied(folder)

        yield make


def refused(store: Store, folder: Path) -> str:
    with pytest.raises(ChidaoError) as error:
        index_folder(store, folder, FakeEmbedder())
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_folder_that_is_away_is_refused_and_nothing_is_forgotten(
    vanishing: Callable[[str], Vanishing], store: Store
) -> None:
    docs = vanishing("docs")
    index_folder(store, write(docs.folder, **DOCUMENTS), FakeEmbedder())
    docs.go()
    assert "thư mục" in refused(store, docs.folder)
    assert names(store) == FILES
    docs.come_back()
    assert index_folder(store, docs.folder, FakeEmbedder()) == Report(unchanged=FILES)
    assert_whole(store)


@pytest.mark.parametrize("read", [0, 2])
def test_a_folder_that_goes_while_it_is_read_is_refused_and_nothing_is_forgotten(
    read: int, vanishing: Callable[[str], Vanishing], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = vanishing("docs")
    index_folder(store, write(docs.folder, **DOCUMENTS), FakeEmbedder())
    write(docs.folder, d1=directive(1, "sửa đổi quy chế"))
    calls = 0

    def going(file: Path, limits: Limits) -> bytes:
        nonlocal calls
        if calls == read:
            docs.go()
        calls += 1
        return read_bytes(file, limits)

    with monkeypatch.context() as patched:
        patched.setattr(index.comparison, "read_bytes", going)
        assert "hãy gắn lại" in refused(store, docs.folder)
    assert names(store) == FILES
    assert store.text("d1.txt") == directive(1)
    docs.come_back()
    assert index_folder(store, docs.folder, FakeEmbedder()).changed == ["d1.txt"]
    assert_whole(store)


def content(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*")) if folder.is_dir() else []


def test_a_store_that_goes_costs_each_question_one_line_until_it_is_back(
    vanishing: Callable[[str], Vanishing], tmp_path: Path
) -> None:
    place = vanishing("place")
    folder = write(tmp_path / "docs", **DOCUMENTS)
    store = Store(place.folder / "store")
    index_folder(store, folder, FakeEmbedder())
    assistant = Assistant(store, FakeEmbedder())
    before = assistant.ask(QUESTION).answer
    place.go()
    for use in (
        lambda: assistant.ask(QUESTION),
        assistant.describe,
        store.documents,
        lambda: store.text("d1.txt"),
        lambda: index_folder(store, folder, FakeEmbedder()),
    ):
        with pytest.raises(StoreError, match=r"không còn ở đó; nếu ổ đĩa chưa được gắn, hãy gắn lại") as error:
            use()
        assert "\n" not in str(error.value)
    assert content(place.folder) == []  # nothing is made in its place
    place.come_back()
    assert assistant.ask(QUESTION).answer == before
    assert index_folder(store, folder, FakeEmbedder()) == Report(unchanged=FILES)
    write(folder, d1=directive(1, "sửa đổi quy chế"))
    assert index_folder(store, folder, FakeEmbedder()).changed == ["d1.txt"]
    assert_whole(store)
    store.close()


def test_where_another_store_came_answers_are_that_ones(tmp_path: Path) -> None:
    stores = []
    for name, number in (("store", 3), ("other", 4)):
        made = Store(tmp_path / name)
        index_folder(made, write(tmp_path / f"docs-{name}", a=directive(number)), FakeEmbedder())
        stores.append(made)
    stores[1].close()
    assistant = Assistant(stores[0], FakeEmbedder())
    assert assistant.ask(QUESTION).tasks
    assert assistant.describe().documents == 1
    (tmp_path / "store").rename(tmp_path / "away")
    (tmp_path / "other").rename(tmp_path / "store")
    assert stores[0].text("a.txt") == directive(4)
    asked = assistant.ask(QUESTION.replace("3", "4"))
    assert "số 4" in asked.answer
    stores[0].close()


def test_a_catalog_that_is_lost_beside_what_was_derived_from_it_is_not_made_anew(tmp_path: Path, store: Store) -> None:
    index_folder(store, write(tmp_path / "docs", **DOCUMENTS), FakeEmbedder())
    store.close()
    for loss in (lambda file: file.write_bytes(b""), Path.unlink):
        loss(store.folder / "catalog.sqlite")
        before = content(store.folder)
        with pytest.raises(StoreError, match="tệp danh mục đã mất hoặc rỗng"):
            Store(store.folder)
        assert content(store.folder) == before


def test_only_what_opens_a_new_store_says_that_it_is_new(tmp_path: Path) -> None:
    first = Store(tmp_path / "store")
    second: Any = Store(tmp_path / "store")
    assert (first.created, second.created) == (True, False)
    first.close()
    second.close()
