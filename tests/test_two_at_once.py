"""Two ingests at once, and an ingest under somebody who asks all the time, in threads and in processes."""

from __future__ import annotations

import json
import multiprocessing
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.pipeline import Assistant
from corpus.errors import StoreBusy
from index.embedder import Vectors
from index.ingest import index_folder
from index.store import Store
from tests.fake_embedder import FakeEmbedder, assert_whole, directive, names, write

QUESTIONS = ("Bộ Y tế phải hoàn thành kế hoạch số 3 khi nào?", "Các nhiệm vụ của Bộ Y tế?", "Giá vé tàu là bao nhiêu?")


class Waiting(FakeEmbedder):
    """Tells that it was asked to embed, and waits until it may."""

    def __init__(self, began: Any, go_on: Any) -> None:
        super().__init__()
        self._began, self._go_on = began, go_on

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self._began.set()
        assert self._go_on.wait(60)
        return super().embed_passages(texts)


def _index(store: Path, folder: Path, began: Any, go_on: Any) -> None:
    opened = Store(store)
    index_folder(opened, folder, Waiting(began, go_on))
    opened.close()


def _told(assistant: Assistant) -> list[str]:
    return [json.dumps(assistant.ask(question).to_json() | {"seconds": 0}) for question in QUESTIONS]


def _ask(store: Path, began: Any, stop: Any, told: Any) -> None:
    """Asks until it is stopped; tells each series of answers, or what went wrong."""
    opened = Store(store)
    assistant = Assistant(opened, FakeEmbedder())
    while not stop.is_set():
        try:
            told.put(_told(assistant))
        except Exception as error:
            told.put(f"{type(error).__name__}: {error}")
        began.set()
    opened.close()
    told.put(None)


def _processes() -> Any:
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.test_two_at_once", "llama_index.vector_stores.chroma", "bm25s"])
    return processes


@pytest.mark.parametrize("second", ["docs", "other"])
@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_the_second_of_two_ingests_is_told_to_wait(kind: str, second: str, store: Store, tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", a=directive(1), b=directive(2))
    write(tmp_path / "other", c=directive(3))
    what: Any = threading if kind == "threads" else _processes()
    began, go_on = what.Event(), what.Event()
    make = threading.Thread if kind == "threads" else what.Process
    first = make(target=_index, args=(store.folder, docs, began, go_on))
    first.start()
    assert began.wait(60)
    with pytest.raises(StoreBusy, match=r"đang được một tiến trình khác cập nhật; hãy đợi") as busy:
        index_folder(store, tmp_path / second, FakeEmbedder())
    assert "\n" not in str(busy.value)
    assert names(store) == []
    go_on.set()
    first.join()
    assert names(store) == ["a.txt", "b.txt"]
    index_folder(store, tmp_path / second, FakeEmbedder())
    assert names(store) == ["a.txt", "b.txt"] + ["c.txt"] * (second == "other")
    assert_whole(store)


def test_every_answer_during_an_ingest_is_of_the_state_before_or_after(store: Store, tmp_path: Path) -> None:
    folder, states = tmp_path / "docs", []
    processes = _processes()
    began, stop, told = processes.Event(), processes.Event(), processes.Queue()
    assistant = Assistant(store, FakeEmbedder())

    def bring(version: int) -> None:
        write(folder, **{f"d{i}": directive(i, f"hoàn thành kế hoạch lần {version}") for i in range(8)})
        index_folder(store, folder, FakeEmbedder())
        states.append(_told(assistant))

    bring(0)
    asking = processes.Process(target=_ask, args=(store.folder, began, stop, told))
    asking.start()
    assert began.wait(60)
    for version in (1, 2):
        bring(version)
    stop.set()
    series = list(iter(told.get, None))
    asking.join()
    assert asking.exitcode == 0
    asking.close()
    possible = [{state[i] for state in states} for i in range(len(QUESTIONS))]
    for answers in series:
        assert not isinstance(answers, str), answers
        assert all(answer in known for answer, known in zip(answers, possible, strict=True)), answers
    order = [[state[0] for state in states].index(answers[0]) for answers in series]
    assert order == sorted(order)  # nobody sees an older state again
    assert len(set(map(tuple, states))) == 3
