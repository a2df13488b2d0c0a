"""The tasks in memory: by which words they are found, what a word counts, and which are left out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import index.document_reading
from assistant.evidence.bodies import AskedBodies
from assistant.understanding import Named, Role
from corpus.reading import Span
from index.edits import Change, record_edit
from index.entry import Status
from index.generations import tasks_folder
from index.ingest import index_folder
from index.record import load_records
from index.register import by_day, entry_on, in_window
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
    held = tasks.found(asked)
    return {tasks.records[row].lead[0]: held[row] for row in np.flatnonzero(held)}


def holding(tasks: TaskIndex, token: str) -> dict[tuple[str, ...], bool]:
    """Who is in charge of the tasks that hold a token -> whether the task says it itself."""
    rows, own = tasks.holding(token)
    return {tasks.records[row].lead: bool(says) for row, says in zip(rows, own, strict=True)}


@pytest.mark.parametrize(
    "token",
    ["hải", "hải đăng", "xây dựng", "quốc phòng", "9", "8", "2031"],
    ids=["syllable", "pair", "body in charge", "body consulted", "day", "month", "year"],
)
def test_a_task_is_found_by_all_that_it_says(token: str, filled: Store) -> None:
    assert holding(task_index(filled), token) == {("Bộ Xây dựng",): True}


def test_the_heading_above_counts_less_than_the_tasks_own_words(filled: Store) -> None:
    tasks = task_index(filled)
    assert holding(tasks, "biển") == {("Bộ Xây dựng",): False, ("Bộ Công Thương",): False}
    assert found(tasks, biển=1.0) == dict.fromkeys(["Bộ Xây dựng", "Bộ Công Thương"], TaskIndex.AROUND)
    assert 0 < TaskIndex.AROUND < TaskIndex.OWN


def test_the_weights_of_the_words_held_are_added_up(filled: Store) -> None:
    weighed = found(task_index(filled), đèn=2.0, khám=3.0, mắt=0.5, cá=9.0)
    assert weighed["Bộ Y tế"] == pytest.approx(5.5)
    assert weighed["Bộ Xây dựng"] == pytest.approx(2.0 * TaskIndex.AROUND)


@pytest.mark.parametrize("token", ["khinh khí cầu", "", " ", "đăng hải", "HẢI"])
def test_what_no_task_says_finds_none(token: str, filled: Store) -> None:
    tasks = task_index(filled)
    assert holding(tasks, token) == {}
    assert not tasks.found({token: 1.0}).any()


def test_looking_for_a_word_leaves_nothing_behind(filled: Store) -> None:
    tasks = task_index(filled)
    before = holding(tasks, "hải")
    tasks.found({"khinh": 1.0, "hải": 1.0})
    assert tasks.same_work("khinh") == []
    assert holding(tasks, "hải") == before
    assert holding(tasks, "khinh") == {}


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
    assert (tasks.records, tasks.found({"hải": 1.0}).tolist(), tasks.same_work("x")) == ([], [], [])
    assert tasks.row("x") is None
    assert tasks.record("x") is None


@given(st.text(max_size=60))
def test_any_words_may_be_looked_for(words: str) -> None:
    assert TaskIndex([]).found(dict.fromkeys(tokens(words), 1.0)).tolist() == []


@pytest.mark.parametrize("corrected", [False, True], ids=["as read", "one corrected"])
def test_words_kept_with_the_store_find_what_words_read_anew_do(corrected: bool, tmp_path: Path) -> None:
    write_lights(tmp_path)
    store = indexed(tmp_path)
    if corrected:
        key = next(record.key for record in task_index(store).records if record.lead == ("Bộ Công Thương",))
        record_edit(store, key, Change(action="kéo cáp ngầm"), who="an")
    with store.reading() as (session, generation):
        assert generation is not None
        assert generation.task_words is not None
        kept, anew = TaskIndex(load_records(session), generation.task_words), TaskIndex(load_records(session))
    store.close()
    for token in ("hải đăng", "biển", "bộ", "cấp", "cáp", "khám", "2031", "khinh"):
        assert holding(kept, token) == holding(anew, token), token
    words = ["hải", "biển", "cáp", "bộ"]
    rows = np.arange(len(anew.records))
    assert (kept.matched(rows, words) == anew.matched(rows, words)).all()


def test_a_store_whose_generation_kept_no_words_is_searched_all_the_same(tmp_path: Path) -> None:
    write_lights(tmp_path)
    store = indexed(tmp_path)
    with store.reading() as (_, generation):
        assert generation is not None
        shutil.rmtree(tasks_folder(store.folder, generation.number))
        assert generation.task_words is None
    store.close()


DAYS = ["trước ngày 9/8/2031", "trước ngày 1/7/2031", "trước ngày 1/6/2031", "hằng tháng", "tại kỳ họp tới", ""]


def test_columns_tell_what_each_task_tells(tmp_path: Path) -> None:
    for i, day in enumerate(DAYS):
        write_directive(tmp_path / "docs", f"{i}.txt", f"Bộ Y tế phải lo khám mắt cho thợ đèn đợt {i}, {day}.")
    store = indexed(tmp_path)
    first = task_index(store).records[0]
    record_edit(store, first.key, Change(done=True), who="an")
    tasks = task_index(store)
    store.close()
    for today in (date(2031, 5, 31), date(2031, 6, 1), date(2031, 6, 15), date(2031, 9, 1)):
        for status in Status:
            told = [entry_on(today, record).status is status for record in tasks.records]
            assert tasks.by_status({status}, today).tolist() == told, (today, status)
    for window in ((None, None), (date(2031, 6, 1), None), (None, date(2031, 6, 30)), (date(2032, 1, 1), None)):
        told = [in_window(record.due, *window) for record in tasks.records]
        assert tasks.in_window(*window).tolist() == told, window
    rows = np.arange(len(tasks.records))
    assert np.lexsort((rows, *tasks.by_day(rows))).tolist() == sorted(
        rows.tolist(), key=lambda row: (by_day(tasks.records[row].due), row)
    )


@pytest.mark.parametrize(
    "asked",
    ["Bộ Y tế", "Bộ Thông tin và Truyền thông", "Sở Y tế", "tỉnh Lào Cai", "Sở Y tế tỉnh Lào Cai", "UBND tỉnh Hà Giang",
     "các bộ, ngành", "Tổ công tác đèn biển", "bo y te", "Ngân hàng Nhà nước"],
)  # fmt: skip
def test_the_part_of_a_body_is_that_of_each_task_alone(asked: str, tmp_path: Path) -> None:
    leads = ["Bộ Y tế", "Bộ Khoa học và Công nghệ", "Sở Y tế", "UBND tỉnh Lào Cai", "Các bộ, ngành, địa phương",
             "Tổ công tác đèn biển", "Ngân hàng Nhà nước Việt Nam", "Ủy ban nhân dân cấp xã"]  # fmt: skip
    for issuer in ("", "Ủy ban nhân dân tỉnh Lào Cai", "Thủ tướng Chính phủ"):
        for i, lead in enumerate(leads):
            place = f"{issuer[-7:]}{i}.txt"
            write_directive(
                tmp_path / "docs", place, f"{lead} phải cùng Bộ Y tế lo {i}.", issuer=issuer, date="2031-01-01"
            )
    store = indexed(tmp_path)
    tasks = task_index(store)
    store.close()
    bodies = AskedBodies([Named(asked, Span(0, len(asked)), Role.CHARGED)])
    assert bodies.in_tasks(tasks).tolist() == [bodies.in_task(record) for record in tasks.records]
