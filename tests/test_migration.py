"""A store of an older layout is brought to today's by whoever opens it, and what persons said of its tasks stays."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlalchemy.orm import Session

import index.migration
from corpus.errors import StoreError, StoreMismatch
from index.catalog import LAYOUT, Base, read_meta
from index.edits import Change, all_edits, record_edit
from index.ingest import index_folder
from index.record import load_records
from index.restoring import SET_ASIDE, renew
from index.store import Store
from tests.fake_embedder import FakeEmbedder, assert_whole, directive, names, write

# What a catalog had less in older layouts.
NOT_IN_2 = {"documents": ("pages",)}
NOT_IN_1 = ("tasks", "edits")


@pytest.fixture
def fake() -> FakeEmbedder:
    return FakeEmbedder()


def old_store(tmp_path: Path, layout: str, fake: FakeEmbedder, *, said: bool = True) -> Path:
    """A store as an older version left it: published, with an edit where that layout had them."""
    store = Store(tmp_path / "store")
    index_folder(store, write(tmp_path / "docs", a=directive(1), b=directive(2)), fake)
    if said and layout != "1":
        with Session(store.engine) as session:
            key = load_records(session)[0].key
        record_edit(store, key, Change(due="trước ngày 5/9/2024"), who="Lan")
    store.close()
    with closing(sqlite3.connect(store.folder / "catalog.sqlite")) as catalog:
        for table in NOT_IN_1 if layout == "1" else ():
            catalog.execute(f"DROP TABLE {table}")
        for table, columns in NOT_IN_2.items():
            for column in columns:
                catalog.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        catalog.execute("UPDATE meta SET value = ? WHERE key = 'layout'", (layout,))
        catalog.execute("UPDATE documents SET rules = '1/2'")
        catalog.commit()
    return store.folder


def sql(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "catalog.sqlite")) as catalog:
        catalog.execute(statement)
        catalog.commit()


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.glob("catalog.sqlite*") if not p.name.endswith("-shm")}


def test_a_new_column_that_may_not_be_null_says_what_old_rows_hold_there() -> None:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name in NOT_IN_2.get(table.name, ()):
                assert column.nullable or column.server_default is not None


@pytest.mark.parametrize("layout", ["1", "2"])
def test_a_store_of_an_older_layout_answers_at_once_and_is_read_again_by_the_next_ingest(
    layout: str, tmp_path: Path, fake: FakeEmbedder
) -> None:
    folder = old_store(tmp_path, layout, fake)
    store = Store(folder)
    with Session(store.engine) as session:
        assert read_meta(session)["layout"] == LAYOUT
    there = inspect(store.engine)
    for table in Base.metadata.sorted_tables:
        assert {c["name"] for c in there.get_columns(table.name)} == set(table.columns.keys())
        assert {i["name"] for i in there.get_indexes(table.name)} == {i.name for i in table.indexes}
    assert store.text("a.txt") == directive(1)
    before = folder / f"catalog.before-{layout}.sqlite"
    with closing(sqlite3.connect(before)) as kept:
        assert kept.execute("SELECT value FROM meta WHERE key = 'layout'").fetchone() == (layout,)
        assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    fake.embedded.clear()
    report = index_folder(store, tmp_path / "docs", fake)
    assert report.changed == ["a.txt", "b.txt"]
    assert not fake.embedded  # the vectors stayed
    assert not before.exists()
    with Session(store.engine) as session:
        due = [record.due.text for record in load_records(session) if record.due]
    assert [edit.who for edit in all_edits(store)] == (["Lan"] if layout == "2" else [])
    assert ("trước ngày 5/9/2024" in due) == (layout == "2")
    assert_whole(store)
    store.close()


def test_a_second_opening_changes_nothing_more(tmp_path: Path, fake: FakeEmbedder) -> None:
    folder = old_store(tmp_path, "2", fake)
    Store(folder).close()
    (folder / "catalog.before-2.sqlite").unlink()
    Store(folder).close()
    assert not (folder / "catalog.before-2.sqlite").exists()


def test_a_change_of_the_layout_that_fails_half_way_leaves_the_old_one(
    tmp_path: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = old_store(tmp_path, "1", fake)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt  # behind the new tables

    monkeypatch.setattr("index.migration.CreateColumn", fail)
    with pytest.raises(KeyboardInterrupt):
        Store(folder)
    with closing(sqlite3.connect(folder / "catalog.sqlite")) as catalog:
        tables = {name for (name,) in catalog.execute("SELECT name FROM sqlite_master")}
        assert not tables & set(NOT_IN_1)
        assert catalog.execute("SELECT value FROM meta WHERE key = 'layout'").fetchone() == ("1",)
    monkeypatch.undo()
    store = Store(folder)
    assert names(store) == ["a.txt", "b.txt"]
    store.close()


def test_without_room_for_the_copy_the_store_stays_as_it_was(
    tmp_path: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = old_store(tmp_path, "2", fake)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(index.migration, "copy_database", full)
    with pytest.raises(StoreError, match="kho vẫn như cũ") as refused:
        Store(folder)
    assert "\n" not in str(refused.value)
    monkeypatch.undo()
    Store(folder).close()


def test_a_store_of_a_newer_layout_is_refused_with_the_command_that_keeps_what_persons_said(
    tmp_path: Path, fake: FakeEmbedder
) -> None:
    folder = old_store(tmp_path, "2", fake)
    sql(folder, "ALTER TABLE documents ADD COLUMN mood VARCHAR NOT NULL DEFAULT 'x'")
    sql(folder, "UPDATE meta SET value = '99' WHERE key = 'layout'")
    before = bytes_of(folder)
    with pytest.raises(StoreMismatch, match=f"'99'.*chidao renew --store {folder}") as refused:
        Store(folder)
    assert "\n" not in str(refused.value)
    assert bytes_of(folder) == before


def test_a_store_that_cannot_be_brought_to_todays_layout_is_refused_too(tmp_path: Path, fake: FakeEmbedder) -> None:
    folder = old_store(tmp_path, "2", fake, said=False)
    sql(folder, "DROP TABLE sections")
    sql(folder, "CREATE TABLE sections (document_id INTEGER, position INTEGER, odd TEXT NOT NULL)")
    with pytest.raises(StoreMismatch, match=r"không nâng được lên.*sections.*chidao renew"):
        Store(folder)
    assert not (folder / "catalog.before-2.sqlite").exists()


@pytest.mark.parametrize("layout", ["2", "99"])
def test_a_store_made_anew_keeps_what_persons_said_and_its_vectors(
    layout: str, tmp_path: Path, fake: FakeEmbedder
) -> None:
    folder = old_store(tmp_path, "2", fake)
    sql(folder, f"UPDATE meta SET value = '{layout}' WHERE key = 'layout'")
    if layout == "99":
        sql(folder, "ALTER TABLE edits ADD COLUMN mood VARCHAR DEFAULT 'x'")
    assert renew(folder) == [tmp_path / "docs"]
    assert (folder / SET_ASIDE).is_file()
    store = Store(folder)
    assert names(store) == []
    fake.embedded.clear()
    assert index_folder(store, tmp_path / "docs", fake).new == ["a.txt", "b.txt"]
    assert not fake.embedded
    assert [edit.who for edit in all_edits(store)] == ["Lan"]
    with Session(store.engine) as session:
        assert "trước ngày 5/9/2024" in [record.due.text for record in load_records(session) if record.due]
    assert_whole(store)
    store.close()


def test_a_folder_without_a_store_cannot_be_made_anew(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="không có kho nào"):
        renew(tmp_path)
    assert list(tmp_path.iterdir()) == []
