"""What persons say of tasks: it stands above what the rules read, and nothing that is indexed takes it away."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

import index.document_reading
import index.ingest
from corpus.errors import ChidaoError, StoreBusy
from index.catalog import writing_session
from index.corrections import attached
from index.edits import LONGEST, Change, all_edits, history, orphans, record_edit
from index.entry import Entry, Status
from index.ingest import forget_folder, index_folder
from index.register import Register
from index.store import Store
from tests.fake_embedder import FakeEmbedder
from tests.fake_tasks import FakeReading, read_fake, write_directive

BRIDGE = "Bộ Xây dựng phải cùng Bộ Nội vụ lo sửa 12 cầu treo dân sinh, trước ngày 5/8/2031."
FERRY = "Bộ Công an phải lo kiểm tra bến đò ngang."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_directive(tmp_path / "docs", "a.txt", BRIDGE, FERRY, date="2031-04-02")
    return tmp_path / "docs"


@pytest.fixture
def register(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    monkeypatch.setattr(index.document_reading, "read_tasks", read_fake)
    index_folder(store, folder, FakeEmbedder())
    return Register(store, date(2031, 6, 1))


@pytest.fixture
def say(store: Store, register: Register) -> Callable[..., Entry]:
    """Says something of the task about bridges; returns it as it stands then."""

    def said(note: str = "", who: str = "Lan", **fields: Any) -> Entry:
        edit = record_edit(store, bridge(register).id, Change(**fields), who=who, note=note)
        return register.entry(edit.task)

    return said


def bridge(register: Register) -> Entry:
    return next(e for e in register.entries(document="a.txt", rejected=True) if "cầu treo" in e.quote)


def reindex(store: Store, folder: Path, *sentences: str) -> list[str]:
    (folder / "manifest.toml").unlink()
    write_directive(folder, "a.txt", *sentences, date="2031-04-02")
    return index_folder(store, folder, FakeEmbedder()).notes


def test_a_correction_stands_above_what_was_read(say: Callable[..., Entry]) -> None:
    entry = say(lead=("Bộ Quốc phòng", " Bộ  Xây dựng "), coordinating=(), action="sửa cầu treo", product="báo cáo")
    assert (entry.lead, entry.coordinating) == (("Bộ Quốc phòng", "Bộ Xây dựng"), ())
    assert (entry.action, entry.product) == ("sửa cầu treo", "báo cáo")
    assert entry.quote == BRIDGE
    assert entry.due is not None
    assert entry.edited is not None
    assert entry.edited.who == "Lan"
    assert entry.edited.fields == ("lead", "coordinating", "action", "product")
    said = datetime.fromisoformat(entry.edited.when)
    assert said.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - said) < timedelta(hours=1)


def test_a_corrected_task_is_found_by_what_was_said(register: Register, say: Callable[..., Entry]) -> None:
    entry = say(lead=("Bộ Quốc phòng",), action="thay dây cáp", due="trước ngày 10/12/2031")
    assert register.entries(assignee="BQP") == [entry]
    assert register.entries(assignee="Bộ Xây dựng") == []
    assert register.entries(text="cáp thay") == [entry]
    assert register.entries(due_from=date(2031, 12, 9), due_to=date(2031, 12, 9)) == [entry]


@pytest.mark.parametrize(
    ("words", "relation", "last"),
    [
        ("trước ngày 10/12/2031", "before", date(2031, 12, 9)),
        ("trong quý IV/2031", "during", date(2031, 12, 31)),
        ("trước ngày 15/9", "before", date(2031, 9, 14)),
        ("hằng tháng", "recurring", None),
    ],
)
def test_a_deadline_is_read_as_the_documents_is(
    words: str, relation: str, last: date | None, say: Callable[..., Entry]
) -> None:
    due = say(due=words).due
    assert due is not None
    assert (due.text, due.relation, due.last_permitted) == (words, relation, last)


def test_a_deadline_can_be_taken_off(say: Callable[..., Entry]) -> None:
    entry = say(due="")
    assert (entry.due, entry.status) == (None, Status.NO_DAY)


def test_done_and_not_done(register: Register, say: Callable[..., Entry]) -> None:
    entry = say(done=True, note="biên bản 8")
    assert entry.status is Status.DONE
    assert entry.done is not None
    assert (entry.done.who, entry.done.note, entry.done.fields, entry.edited) == ("Lan", "biên bản 8", (), None)
    assert register.entries(statuses={Status.DONE}) == [entry]
    entry = say(done=False)
    assert (entry.status, entry.done) == (Status.IN_TIME, None)


def test_what_is_no_task_is_not_listed_but_can_come_back(register: Register, say: Callable[..., Entry]) -> None:
    entry = say(task=False)
    assert entry.rejected
    assert [e.id for e in register.entries()] != [entry.id]
    assert entry.id not in {e.id for e in register.entries()}
    assert entry in register.entries(rejected=True)
    assert not say(task=True).rejected
    assert len(register.entries()) == 2


def test_an_undo_is_a_further_edit(store: Store, register: Register, say: Callable[..., Entry]) -> None:
    before = bridge(register)
    say(lead=("Bộ Quốc phòng",), due="", done=True)
    say(undo=("lead", "due", "done"), who="Minh", note="nhầm")
    assert bridge(register) == before
    assert [(e.who, e.note, dict(e.changes)) for e in history(store, before.id)] == [
        (
            "Lan",
            "",
            {
                "lead": ["Bộ Quốc phòng"],
                "due": {"text": "", "relation": None, "start": None, "end": None},
                "done": True,
            },
        ),
        ("Minh", "nhầm", {"lead": None, "due": None, "done": False}),
    ]


def test_the_last_word_on_each_field_holds(store: Store, register: Register, say: Callable[..., Entry]) -> None:
    say(lead=("Bộ A",), action="việc một")
    entry = say(lead=("Bộ B",), who="Minh")
    assert (entry.lead, entry.action) == (("Bộ B",), "việc một")
    assert entry.edited is not None
    assert entry.edited.who == "Minh"
    say(note="đã gọi điện")
    assert [e.number for e in all_edits(store)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("change", "who", "said"),
    [
        (Change(), "Lan", "không có gì để ghi"),
        (Change(lead=()), "Lan", "ít nhất một cơ quan"),
        (Change(lead=(" ", "")), "Lan", "ít nhất một cơ quan"),
        (Change(action=" "), "Lan", "không được để trống"),
        (Change(action="x" * (LONGEST + 1)), "Lan", f"tối đa {LONGEST}"),
        (Change(due="xong thì thôi"), "Lan", "không hiểu thời hạn 'xong thì thôi'"),
        (Change(due="ngày 31/02/2031"), "Lan", "không hiểu thời hạn"),
        (Change(undo=("màu",)), "Lan", "không có trường 'màu'"),
        (Change(done=True), " \x00", "chưa biết ai ghi"),
    ],
)
def test_what_cannot_be_said_is_refused(change: Change, who: str, said: str, store: Store, register: Register) -> None:
    with pytest.raises(ChidaoError, match=said):
        record_edit(store, bridge(register).id, change, who=who)
    assert all_edits(store) == []


def test_a_task_is_named_by_the_beginning_of_its_id(store: Store, register: Register) -> None:
    id_ = bridge(register).id
    assert record_edit(store, id_[:9], Change(done=True), who="Lan").task == id_
    assert len(history(store, id_[:9])) == 1
    for unknown in ("", "zz", "%", f"{id_}0"):
        with pytest.raises(ChidaoError, match="không có nhiệm vụ nào có mã"):
            record_edit(store, unknown, Change(done=True), who="Lan")


def test_a_beginning_that_several_ids_have_is_refused(store: Store, register: Register) -> None:
    with writing_session(store.engine) as session:
        session.connection().exec_driver_sql("UPDATE tasks SET key = 'abc' || position || '00000000'")
        session.commit()
    with pytest.raises(ChidaoError, match="mã 'abc' chưa đủ để chọn một nhiệm vụ: abc000000000, abc100000000;"):
        record_edit(store, "abc", Change(done=True), who="Lan")


def test_words_of_a_person_are_kept_in_one_line(say: Callable[..., Entry]) -> None:
    entry = say(action="sửa\x00 cầu\n\ttreo\u202e", note="một\r\nhai")
    assert entry.action == "sửa cầu treo"
    assert entry.edited is not None
    assert entry.edited.note == "một hai"


# Indexing.


def test_edits_outlive_what_changes_around_the_passage(
    store: Store, register: Register, folder: Path, say: Callable[..., Entry]
) -> None:
    said = say(lead=("Bộ Quốc phòng",), done=True)
    notes = reindex(store, folder, "Bộ Y tế phải lo việc khác.", FERRY, BRIDGE.replace(" dân sinh", "\ndân sinh"))
    assert notes == []
    entry = bridge(register)
    assert (entry.id, entry.lead, entry.done) == (said.id, said.lead, said.done)
    assert entry.start != said.start
    assert orphans(store) == []


def test_an_edit_follows_its_passage_where_the_rules_cut_the_action_otherwise(
    store: Store, register: Register, folder: Path, say: Callable[..., Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = say(done=True)

    def shorter(reading: Any, sections: Any, facts: Any) -> FakeReading:
        from dataclasses import replace

        from corpus.reading import Span

        tasks = read_fake(reading, sections, facts).tasks
        parts = []
        for task in tasks:
            middle = (task.action.start + task.action.end) // 2
            parts += [replace(task, action=Span(task.action.start, middle)), replace(task, action=task.action)]
            parts[-1] = replace(task, action=Span(task.action.start + 1, task.action.end))
        return FakeReading(tuple(parts))

    monkeypatch.setattr(index.document_reading, "read_tasks", shorter)
    monkeypatch.setattr(index.ingest, "RULES", "1/other")
    assert index_folder(store, folder, FakeEmbedder()).notes == []
    entries = [e for e in register.entries() if "cầu treo" in e.quote]
    assert len(entries) == 2
    assert old.id not in {e.id for e in entries}
    (done,) = (e for e in entries if e.done)
    assert done.action.endswith("cầu treo dân sinh")
    assert [e.task for e in history(store, done.id)] == [old.id]
    record_edit(store, done.id, Change(done=False), who="Lan")
    assert [e.task for e in history(store, done.id)] == [old.id, done.id]
    assert register.entry(done.id).done is None


def test_an_edit_without_a_passage_stays_and_is_reported_once(
    store: Store, register: Register, folder: Path, say: Callable[..., Entry]
) -> None:
    old = say(done=True, note="giữ")
    notes = reindex(store, folder, BRIDGE.replace("12", "14"), FERRY)
    assert notes == [
        "a.txt: 1 nhiệm vụ có người ghi nhận không còn đoạn văn; các ghi nhận vẫn được giữ, xem bằng: chidao task edits"
    ]
    assert bridge(register).done is None
    (edit,) = orphans(store)
    assert (edit.task, edit.document, edit.action, edit.note) == (old.id, "a.txt", "sửa 12 cầu treo dân sinh", "giữ")
    assert history(store, old.id) == [edit]
    assert reindex(store, folder, BRIDGE.replace("12", "14")) == []
    assert reindex(store, folder, BRIDGE) == []
    assert orphans(store) == []
    assert bridge(register).done == edit


def test_edits_outlive_a_forgotten_folder(
    store: Store, register: Register, folder: Path, say: Callable[..., Entry]
) -> None:
    say(done=True)
    forget_folder(store, folder)
    assert len(orphans(store)) == len(all_edits(store)) == 1
    index_folder(store, folder, FakeEmbedder())
    assert bridge(register).done is not None


def test_another_documents_task_of_the_same_words_is_not_meant(
    store: Store, register: Register, tmp_path: Path, say: Callable[..., Entry]
) -> None:
    say(done=True)
    write_directive(tmp_path / "more", "b.txt", BRIDGE)
    index_folder(store, tmp_path / "more", FakeEmbedder())
    assert [(e.document, e.done is not None) for e in register.entries(text="cầu treo")] == [
        ("a.txt", True), ("b.txt", False)
    ]  # fmt: skip


def test_no_edits_belong_to_no_task() -> None:
    assert attached([], []) == {}


# Several at once.


def test_several_may_write_at_once(store: Store, register: Register, folder: Path) -> None:
    id_ = bridge(register).id

    def say(n: int) -> None:
        other = Store(store.folder)
        record_edit(other, id_, Change(lead=(f"Bộ {n}",), done=n % 2 == 0), who=f"Người {n}")
        other.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(say, range(24)))
    edits = history(store, id_)
    assert sorted(e.who for e in edits) == sorted(f"Người {n}" for n in range(24))
    last = edits[-1].changes
    assert bridge(register).lead == tuple(last["lead"])
    assert (bridge(register).done is not None) == last["done"]


def test_persons_may_write_while_a_folder_is_indexed(store: Store, register: Register, folder: Path) -> None:
    id_ = bridge(register).id

    class Slow(FakeEmbedder):
        def embed_passages(self, texts: Any) -> Any:
            record_edit(store, id_, Change(done=True), who="Lan")
            return super().embed_passages(texts)

    def progress(what: str, _done: int, _whole: int, _now: str = "", /) -> None:
        record_edit(store, id_, Change(), who="Minh", note=what)

    for i in range(100):
        write_directive(folder, f"m{i}.txt", f"Bộ Y tế phải lo mua {i} máy.")
    index_folder(store, folder, Slow(), progress=progress)
    assert {"Đọc văn bản", "Tạo vectơ", "Ghi chỉ mục", ""} == {e.note for e in history(store, id_)}
    assert register.entry(id_).done is not None
    assert len(register.entries()) == 102


def test_a_store_that_stays_locked_is_named(store: Store, register: Register) -> None:
    id_ = bridge(register).id
    event.listen(store.engine, "checkout", lambda connection, *_: connection.execute("PRAGMA busy_timeout=1"))
    with writing_session(store.engine) as writer:
        writer.connection()
        with pytest.raises(StoreBusy, match="hãy đợi"):
            record_edit(store, id_, Change(done=True), who="Lan")
