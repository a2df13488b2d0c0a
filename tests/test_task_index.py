"""The tasks in memory: by which words they are found, what a word counts, and which are left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import index.document_reading
from index.edits import Change, record_edit
from index.ingest import index_folder
from index.record import load_records
from index.store import Store
from index.task_index import TaskIndex
from index.tokens import tokens
from tests.fake_embedder import FakeEmbedder
from tests.fake_tasks import read_fake, write_directive


def indexed(folder: Path) -> Store:
    """A store of the directives in a folder, whose tasks the fake reader read."""
    store = Store(folder / "store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index.document_reading, "read_tasks", read_fake)
        index_folder(store, folder / "docs", FakeEmbedder())
    return store


def write_lights(folder: Path) -> None:
    write_directive(
        folder / "docs",
        "a.txt",
        "1. VỀ ĐÈN BIỂN",
        "Bộ Xây dựng phải cùng Bộ Quốc phòng lo thay bóng hải đăng đảo xa, trước ngày 9/8/2031.",
        "Bộ Công Thương phải lo cấp điện mặt trời cho trạm gác.",
    )
    write_directive(folder / "docs", "b.txt", "Bộ Y tế phải lo khám mắt cho thợ đèn.")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two directives about lights; only to be read."""
    folder = tmp_path_factory.mktemp("lights")
    write_lights(folder)
    store = indexed(folder)
    yield store
    store.close()


def task_index(store: Store) -> TaskIndex:
    with store.reading() as (session, _):
        return TaskIndex(load_records(session))


def found(tasks: TaskIndex, **weights: float) -> dict[str, float]:
    """What the words (with _ for a blank) find: the first body in charge -> the weight held."""
    asked = {token.replace("_", " "): weight for token, weight in weights.items()}
    return {tasks.records[i].lead[0]: held for i, held in tasks.found(asked).items()}


@pytest.mark.parametrize(
    "token",
    ["hải", "hải đăng", "xây dựng", "quốc phòng", "9", "8", "2031"],
    ids=["syllable", "pair", "body in charge", "body consulted", "day", "month", "year"],
)
def test_a_task_is_found_by_all_that_it_says(token: str, filled: Store) -> None:
    tasks = task_index(filled)
    held = tasks.holding(token)
    assert [tasks.records[i].lead for i in held] == [("Bộ Xây dựng",)]
    assert set(held.values()) == {TaskIndex.OWN}


def test_the_heading_above_counts_less_than_the_tasks_own_words(filled: Store) -> None:
    tasks = task_index(filled)
    held = {tasks.records[i].lead[0]: share for i, share in tasks.holding("biển").items()}
    assert held == dict.fromkeys(["Bộ Xây dựng", "Bộ Công Thương"], TaskIndex.AROUND)
    assert 0 < TaskIndex.AROUND < TaskIndex.OWN


def test_the_weights_of_the_words_held_are_added_up(filled: Store) -> None:
    weighed = found(task_index(filled), đèn=2.0, khám=3.0, mắt=0.5, cá=9.0)
    assert weighed["Bộ Y tế"] == pytest.approx(5.5)
    assert weighed["Bộ Xây dựng"] == pytest.approx(2.0 * TaskIndex.AROUND)


@pytest.mark.parametrize("token", ["khinh khí cầu", "", " ", "đăng hải", "HẢI"])
def test_what_no_task_says_finds_none(token: str, filled: Store) -> None:
    tasks = task_index(filled)
    assert tasks.holding(token) == {}
    assert tasks.found({token: 1.0}) == {}


def test_looking_for_a_word_leaves_nothing_behind(filled: Store) -> None:
    tasks = task_index(filled)
    before = dict(tasks.holding("hải"))
    tasks.found({"khinh": 1.0, "hải": 1.0})
    assert tasks.same_work("khinh") == []
    assert dict(tasks.holding("hải")) == before
    assert tasks.holding("khinh") == {}


def test_a_rejected_task_is_left_out_and_a_corrected_one_found_by_its_new_words(tmp_path: Path) -> None:
    write_lights(tmp_path)
    store = indexed(tmp_path)
    keys = {record.lead[0]: record.key for record in task_index(store).records}
    record_edit(store, keys["Bộ Y tế"], Change(task=False), who="an")
    record_edit(store, keys["Bộ Công Thương"], Change(action="kéo cáp ngầm"), who="an")
    tasks = task_index(store)
    store.close()
    assert found(tasks, khám=1.0) == {}
    assert found(tasks, cáp=1.0) == {"Bộ Công Thương": TaskIndex.OWN}
    assert len(tasks.records) == 2


def test_the_same_work_of_several_documents_is_one_group(tmp_path: Path) -> None:
    work = "Bộ Xây dựng phải lo thay bóng hải đăng đảo xa và sửa cầu cảng neo tàu tuần tra, trước ngày {}."
    for name, day, issued in (("a.txt", "9/8/2031", "2031-03-01"), ("b.txt", "1/9/2031", "2031-05-01")):
        write_directive(tmp_path / "docs", name, work.format(day), date=issued)
    write_directive(tmp_path / "docs", "c.txt", "Bộ Y tế phải lo khám mắt cho thợ đèn.", date="2031-04-01")
    store = indexed(tmp_path)
    tasks = task_index(store)
    store.close()
    groups = {record.row.work or record.key for record in tasks.records}
    assert sorted(len(tasks.same_work(group)) for group in groups) == [1, 2]
    (pair,) = [tasks.same_work(group) for group in groups if len(tasks.same_work(group)) == 2]
    assert {record.due.end for record in pair if record.due} == {date(2031, 8, 9), date(2031, 9, 1)}


def test_no_tasks_are_an_index_too() -> None:
    tasks = TaskIndex([])
    assert (tasks.records, tasks.found({"hải": 1.0}), tasks.same_work("x")) == ([], {}, [])


@given(st.text(max_size=60))
def test_any_words_may_be_looked_for(words: str) -> None:
    assert TaskIndex([]).found(dict.fromkeys(tokens(words), 1.0)) == {}
