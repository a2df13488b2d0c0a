"""Backups: whole, of one moment, taken and put back while a page answers; whatever is no backup changes nothing."""

from __future__ import annotations

import json
import multiprocessing
import random
import sqlite3
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy.orm import Session

import index.backup
import index.restoring
from corpus.errors import ChidaoError, StoreBusy, StoreError
from index.backup import MANIFEST, BadBackup, Contents, back_up, read_backup
from index.catalog import LAYOUT
from index.edits import Change, all_edits, record_edit
from index.generations import writing
from index.ingest import index_folder
from index.record import load_records
from index.restoring import restore
from index.store import Store
from tests.fake_embedder import FakeEmbedder, assert_whole, directive, generation_of, names, write


@pytest.fixture
def fake() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def docs(tmp_path: Path, store: Store, fake: FakeEmbedder) -> Path:
    """A folder that is indexed, with a task that Lan marked as done."""
    folder = write(tmp_path / "docs", a=directive(1), b=directive(2))
    index_folder(store, folder, fake)
    with Session(store.engine) as session:
        key = load_records(session)[0].key
    record_edit(store, key, Change(done=True), who="Lan")
    return folder


@pytest.fixture
def backup(tmp_path: Path, store: Store, docs: Path) -> Path:
    return taken(store, tmp_path / "kho.zip")


def taken(store: Store, file: Path, *, force: bool = False) -> Path:
    back_up(store.folder, file, version="0.1.0", made="2031-05-02T08:00:00+00:00", force=force)
    return file


def texts(store: Store) -> dict[str, str]:
    return {name: store.text(name) for name in names(store)}


BEFORE = {"a.txt": directive(1), "b.txt": directive(2)}
AFTER = {"a.txt": directive(1), "b.txt": directive(7), "c.txt": directive(3)}


def moved_on(store: Store, docs: Path, fake: FakeEmbedder) -> None:
    """The store after its backup: a document changed, one came, and Minh took back what Lan said."""
    write(docs, b=directive(7), c=directive(3))
    index_folder(store, docs, fake)
    with Session(store.engine) as session:
        record_edit(store, load_records(session)[0].key, Change(done=False), who="Minh")


# What is in it.


def test_a_backup_holds_the_databases_and_what_tells_of_them_and_nothing_derived(backup: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        assert sorted(archive.namelist()) == ["catalog.sqlite", MANIFEST]
    told = read_backup(backup)
    assert (told.documents, told.edits, told.layout, told.model, told.generation) == (2, 1, LAYOUT, "fake-1", 1)
    assert (told.version, told.made) == ("0.1.0", "2031-05-02T08:00:00+00:00")
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in backup.parent.iterdir() if "partial" in p.name] == []


def test_further_databases_of_the_store_come_along(store: Store, docs: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(store.folder / "conversations.sqlite")) as other:
        other.execute("CREATE TABLE said (words TEXT)")
        other.execute("INSERT INTO said VALUES ('trước')")
        other.commit()
        file = taken(store, tmp_path / "kho.zip")
        other.execute("UPDATE said SET words = 'sau'")
        other.commit()
        restore(store.folder, file)
        assert other.execute("SELECT words FROM said").fetchall() == [("trước",)]


def test_a_backup_is_not_written_over_another_file_unless_that_is_meant(backup: Path, store: Store) -> None:
    before = backup.read_bytes()
    with pytest.raises(ChidaoError, match="--force") as refused:
        taken(store, backup)
    assert "\n" not in str(refused.value)
    assert backup.read_bytes() == before
    taken(store, backup, force=True)
    with pytest.raises(ChidaoError, match="là thư mục"):
        taken(store, backup.parent)


def test_a_folder_without_a_store_has_no_backup(tmp_path: Path) -> None:
    with pytest.raises(ChidaoError, match="không có kho nào"):
        back_up(tmp_path / "nowhere", tmp_path / "kho.zip", version="", made="")
    assert list(tmp_path.iterdir()) == []


FULL: dict[str, tuple[Any, str, BaseException]] = {
    "while copying": (index.backup, "copy_database", sqlite3.OperationalError("database or disk is full")),
    "while packing": (zipfile.ZipFile, "write", OSError(28, "No space left on device")),
    "at the end": (index.backup, "flush", OSError(28, "No space left on device")),
}


@pytest.mark.parametrize("how", FULL)
def test_a_full_disk_leaves_no_half_file(
    how: str, store: Store, docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, what, error = FULL[how]

    def full(*_: object, **__: object) -> None:
        raise error

    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(where, what, full)
    with pytest.raises(ChidaoError, match="chỗ trống trên đĩa") as refused:
        taken(store, tmp_path / "kho.zip")
    assert "\n" not in str(refused.value)
    assert sorted(tmp_path.iterdir()) == before


def test_a_backup_is_of_one_moment_while_documents_come_in(store: Store, tmp_path: Path, fake: FakeEmbedder) -> None:
    docs, done, failures = tmp_path / "docs", Event(), []

    def ingest() -> None:
        try:
            writer = Store(store.folder)
            for version in range(6):  # each version is of one kind throughout
                write(docs, **{f"d{i}": directive(i, f"sửa đổi lần {version}") for i in range(6)})
                index_folder(writer, docs, fake)
            writer.close()
        except BaseException as error:
            failures.append(error)
        finally:
            done.set()

    write(docs, **{f"d{i}": directive(i, "sửa đổi lần 0") for i in range(6)})
    index_folder(store, docs, fake)
    thread = Thread(target=ingest)
    thread.start()
    taken_at_all: list[Path] = []
    while not done.is_set():
        taken_at_all.append(taken(store, tmp_path / f"{len(taken_at_all)}.zip"))
        time.sleep(0.2)
    thread.join()
    assert failures == []
    for file in taken_at_all[:: max(1, len(taken_at_all) // 4)]:
        restore(tmp_path / file.stem, file)
        restored = Store(tmp_path / file.stem)
        versions = {text.split("sửa đổi lần ")[1][0] for text in texts(restored).values()}
        assert (len(versions), len(names(restored))) == (1, 6)
        assert_whole(restored)
        restored.close()


# Putting it back.


def test_a_backup_put_into_a_new_folder_is_the_store_again(
    backup: Path, tmp_path: Path, docs: Path, fake: FakeEmbedder
) -> None:
    fake.embedded.clear()
    assert restore(tmp_path / "new", backup).documents == 2
    store = Store(tmp_path / "new")
    assert texts(store) == BEFORE
    assert [edit.who for edit in all_edits(store)] == ["Lan"]
    assert_whole(store)
    assert index_folder(store, docs, fake).unchanged == ["a.txt", "b.txt"]
    assert not fake.embedded
    store.close()


def test_a_page_that_runs_moves_on_to_what_was_put_back(
    backup: Path, store: Store, docs: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.database.WAITS_MS", 50)
    moved_on(store, docs, fake)
    with store.reading() as (session, generation):  # an answer that is being made
        assert generation is not None
        restore(store.folder, backup)
        assert generation.vectors.count() == generation.passages
        assert len(load_records(session)) > 2
    assert texts(store) == BEFORE
    assert generation_of(store) == 3  # and never back
    assert [edit.who for edit in all_edits(store)] == ["Lan"]
    assert_whole(store)
    record_edit(store, load_records(Session(store.engine))[0].key, Change(done=False), who="Hoa")
    assert index_folder(store, docs, fake).changed == ["b.txt"]
    assert texts(store) == AFTER
    assert_whole(store)
    assert sorted(p.name for p in store.folder.iterdir() if p.suffix not in (".sqlite-wal", ".sqlite-shm")) == [
        "catalog.lock", "catalog.sqlite", "derived", "writer.lock",
    ]  # fmt: skip


def test_a_backup_of_an_older_layout_is_brought_to_todays(backup: Path, tmp_path: Path) -> None:
    def age(catalog: sqlite3.Connection) -> None:
        catalog.execute("ALTER TABLE documents DROP COLUMN pages")
        catalog.execute("UPDATE meta SET value = '2' WHERE key = 'layout'")

    forged(backup, tmp_path / "old.zip", age, layout="2")
    restore(tmp_path / "new", tmp_path / "old.zip")
    store = Store(tmp_path / "new")
    assert texts(store) == BEFORE
    assert not list(store.folder.glob("catalog.before*"))
    store.close()


def test_a_store_whose_catalog_is_destroyed_is_put_back(backup: Path, store: Store) -> None:
    store.close()
    for file in store.folder.glob("catalog.sqlite-*"):
        file.unlink()
    (store.folder / "catalog.sqlite").write_bytes(b"\x93" * 8192)
    with pytest.raises(StoreError, match="chidao restore"):
        Store(store.folder)
    restore(store.folder, backup)
    again = Store(store.folder)
    assert texts(again) == BEFORE
    assert_whole(again)
    again.close()


def forged(backup: Path, file: Path, change: Callable[[sqlite3.Connection], object], **told: Any) -> None:
    """A backup with another catalog inside, its sums made right again, and other things told of it."""
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read(MANIFEST))
        catalog = file.with_suffix(".sqlite")
        catalog.write_bytes(archive.read("catalog.sqlite"))
    with closing(sqlite3.connect(catalog)) as connection:
        change(connection)
        connection.commit()
    manifest |= {"files": {"catalog.sqlite": {"size": catalog.stat().st_size, "sha256": index.backup._sum(catalog)}}}
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(MANIFEST, json.dumps(manifest | told))
        archive.write(catalog, "catalog.sqlite")


def repacked(backup: Path, file: Path, **files: bytes | None) -> None:
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = files.get(name.partition(".")[0].replace("-", "_"), old.read(name))
            if content is not None:
                new.writestr(name, content)


def manifest_with(backup: Path, **told: Any) -> bytes:
    with zipfile.ZipFile(backup) as archive:
        return json.dumps(json.loads(archive.read(MANIFEST)) | told).encode()


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


UNUSABLE: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "missing": (lambda b, f: None, "không đọc được"),
    "empty": (lambda b, f: f.touch(), "không phải bản sao lưu"),
    "cut": (lambda b, f: f.write_bytes(b.read_bytes()[:-100]), "cắt cụt"),
    "cut in half": (lambda b, f: f.write_bytes(b.read_bytes()[: b.stat().st_size // 2]), "cắt cụt"),
    "one byte flipped": (lambda b, f: f.write_bytes(flipped(b.read_bytes(), b.stat().st_size // 2)), "hỏng"),
    "another zip": (lambda b, f: zipfile.ZipFile(f, "w").close(), "không phải bản sao lưu"),
    "a text": (lambda b, f: f.write_text("chỉ thị"), "không phải bản sao lưu"),
    "no catalog": (lambda b, f: repacked(b, f, catalog=None), "thiếu catalog.sqlite"),
    "another catalog": (lambda b, f: repacked(b, f, catalog=b"x" * 100), "mã kiểm tra"),
    "told nothing": (lambda b, f: repacked(b, f, chidao_backup=b"{}"), "không phải bản sao lưu"),
    "told nonsense": (lambda b, f: repacked(b, f, chidao_backup=b"[" * 9000), "không phải bản sao lưu"),
    "a file outside": (
        lambda b, f: repacked(
            b, f, chidao_backup=manifest_with(b, files={"../x": {"size": 1, "sha256": ""}})
        ),
        "không phải bản sao lưu",
    ),
    "a newer format": (lambda b, f: repacked(b, f, chidao_backup=manifest_with(b, format=2)), "phiên bản mới hơn"),
    "a newer layout": (lambda b, f: repacked(b, f, chidao_backup=manifest_with(b, layout="99")), "phiên bản mới hơn"),
}  # fmt: skip


@pytest.mark.parametrize("how", UNUSABLE)
def test_what_is_no_usable_backup_is_refused_in_one_line_and_changes_nothing(
    how: str, backup: Path, store: Store, docs: Path, fake: FakeEmbedder, tmp_path: Path
) -> None:
    make, reason = UNUSABLE[how]
    moved_on(store, docs, fake)
    make(backup, tmp_path / "bad.zip")
    for folder in (store.folder, tmp_path / "new"):
        with pytest.raises(BadBackup, match=reason) as refused:
            restore(folder, tmp_path / "bad.zip")
        assert "\n" not in str(refused.value)
    assert texts(store) == AFTER
    assert generation_of(store) == 2
    assert_whole(store)
    assert not (tmp_path / "new").exists()


def test_a_backup_whose_catalog_lacks_vectors_changes_nothing(backup: Path, store: Store, tmp_path: Path) -> None:
    forged(backup, tmp_path / "bad.zip", lambda catalog: catalog.execute("DELETE FROM vectors"))
    with pytest.raises(StoreError, match="thiếu vectơ"):
        restore(store.folder, tmp_path / "bad.zip")
    assert texts(store) == BEFORE
    assert_whole(store)


def test_nothing_is_put_back_under_another_writer(backup: Path, store: Store) -> None:
    with writing(store.folder), pytest.raises(StoreBusy):
        restore(store.folder, backup)


class Crash(BaseException):
    """Not an Exception, as a Ctrl-C is not: nothing may catch it."""


STEPS = {
    "before unpacking": "unpack",
    "before deriving": "derive",
    "before the swap": "fill_database",
    "after the swap": "clear",
}


@pytest.mark.parametrize("step", STEPS)
def test_a_restore_cut_short_leaves_the_state_before_or_after(
    step: str, backup: Path, store: Store, docs: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved_on(store, docs, fake)

    def crash(*_: object, **__: object) -> None:
        raise Crash

    monkeypatch.setattr(index.restoring, STEPS[step], crash)
    with pytest.raises(Crash):
        restore(store.folder, backup)
    monkeypatch.undo()
    assert texts(store) == (BEFORE if step == "after the swap" else AFTER)
    index_folder(store, docs, fake)
    assert texts(store) == AFTER
    assert_whole(store)
    assert not list(store.folder.glob("incoming")) + list(store.folder.glob("catalog.before*"))


def _restore(folder: Path, file: Path, started: Any) -> None:
    """What the killed process does."""
    started.set()
    restore(folder, file)


def test_a_restore_that_is_killed_leaves_the_state_before_or_after(
    backup: Path, store: Store, docs: Path, fake: FakeEmbedder
) -> None:
    moved_on(store, docs, fake)
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["index.ingest", "llama_index.vector_stores.chroma", "bm25s", "underthesea"])
    chance = random.Random(1)
    seen = set()
    for _ in range(4):
        started = processes.Event()
        process = processes.Process(target=_restore, args=(store.folder, backup, started))
        process.start()
        assert started.wait(60)
        time.sleep(chance.uniform(0, 0.7))
        process.kill()
        process.join()
        process.close()
        found = texts(store)
        assert found in (BEFORE, AFTER)
        seen.add(found == AFTER)
        with store.reading() as (_session, generation):
            assert generation is not None
            assert generation.vectors.count() == len(generation.words.ids) == generation.passages
        index_folder(store, docs, fake)
        assert texts(store) == AFTER
        assert_whole(store)
    assert True in seen  # at least one was killed in time


def test_what_a_backup_says_is_a_value(backup: Path) -> None:
    assert isinstance(read_backup(backup), Contents)
