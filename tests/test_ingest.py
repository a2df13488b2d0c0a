"""Bringing a folder's part of the store into line, whatever lies in the folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import index.comparison
import index.document_reading
import index.publish
from corpus.errors import ChidaoError, StoreMismatch, UnknownDocument
from corpus.facts import MANIFEST
from corpus.readers import Limits, parse, read_bytes
from index.catalog import DocumentRow, FolderRow, PassageRow, VectorRow
from index.ingest import Report, forget_folder, index_folder, rebuild
from index.store import Store
from tests.fake_embedder import FakeEmbedder, assert_whole, directive, generation_of, names, write


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store")
    yield store
    assert_whole(store)
    store.close()


@pytest.fixture
def fake() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "docs", a=directive(1), b=directive(2))


def count(store: Store, table: Any) -> int:
    with Session(store.engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_new_folder_is_read_and_answers_come_from_it(store: Store, folder: Path, fake: FakeEmbedder) -> None:
    report = index_folder(store, folder, fake)
    assert report == Report(new=["a.txt", "b.txt"])
    assert names(store) == ["a.txt", "b.txt"]
    assert store.text("a.txt") == directive(1)


def test_an_unchanged_folder_costs_no_embedding_and_publishes_nothing(
    store: Store, folder: Path, fake: FakeEmbedder
) -> None:
    index_folder(store, folder, fake)
    embedded, generation = len(fake.embedded), generation_of(store)
    assert index_folder(store, folder, fake) == Report(unchanged=["a.txt", "b.txt"])
    assert (len(fake.embedded), generation_of(store)) == (embedded, generation)


def test_only_what_changed_is_embedded(store: Store, folder: Path, fake: FakeEmbedder) -> None:
    index_folder(store, folder, fake)
    fake.embedded.clear()
    write(folder, b=directive(2).replace("kiểm tra", "giám sát"))
    assert index_folder(store, folder, fake) == Report(changed=["b.txt"], unchanged=["a.txt"])
    assert len(fake.embedded) == 1
    assert "giám sát" in store.text("b.txt")


def test_a_document_that_vanished_leaves_with_its_vectors(store: Store, folder: Path, fake: FakeEmbedder) -> None:
    index_folder(store, folder, fake)
    vectors = count(store, VectorRow)
    (folder / "a.txt").unlink()
    assert index_folder(store, folder, fake) == Report(unchanged=["b.txt"], removed=["a.txt"])
    assert names(store) == ["b.txt"]
    assert count(store, VectorRow) < vectors
    with pytest.raises(UnknownDocument):
        store.text("a.txt")


def test_a_renamed_document_is_another_one_with_the_same_vectors(
    store: Store, folder: Path, fake: FakeEmbedder
) -> None:
    index_folder(store, folder, fake)
    fake.embedded.clear()
    (folder / "a.txt").rename(folder / "c.txt")
    report = index_folder(store, folder, fake)
    assert report == Report(new=["c.txt"], unchanged=["b.txt"], removed=["a.txt"], moved={"c.txt": "a.txt"})
    assert not fake.embedded


def test_the_same_text_in_two_documents_is_two_documents(store: Store, tmp_path: Path, fake: FakeEmbedder) -> None:
    folder = write(tmp_path / "docs", a=directive(1), b=directive(1))
    index_folder(store, folder, fake)
    assert names(store) == ["a.txt", "b.txt"]
    with Session(store.engine) as session:
        passages = session.execute(select(PassageRow.id, PassageRow.content)).all()
    assert len({p.id for p in passages}) == 2 * len({p.content for p in passages})
    assert len(fake.embedded) == count(store, VectorRow) == len({p.content for p in passages})
    (folder / "a.txt").unlink()
    index_folder(store, folder, fake)
    assert names(store) == ["b.txt"]


def test_a_path_that_two_folders_have_carries_the_later_ones_name(
    store: Store, tmp_path: Path, fake: FakeEmbedder
) -> None:
    first, second = write(tmp_path / "2023", a=directive(1)), write(tmp_path / "2024", a=directive(2), b=directive(3))
    index_folder(store, first, fake)
    assert index_folder(store, second, fake).new == ["a.txt", "b.txt"]
    assert names(store) == ["2024/a.txt", "a.txt", "b.txt"]
    assert store.text("2024/a.txt") == directive(2)
    assert index_folder(store, second, fake).unchanged == ["a.txt", "b.txt"]
    write(second, a=directive(4))
    index_folder(store, second, fake)
    assert store.text("2024/a.txt") == directive(4)
    assert store.text("a.txt") == directive(1)


def test_a_name_in_front_is_not_taken_twice(store: Store, tmp_path: Path, fake: FakeEmbedder) -> None:
    index_folder(store, write(tmp_path / "one", a=directive(1)), fake)
    # its own sub-folder is called as it is itself, so "docs/a.txt" is taken already
    second = write(tmp_path / "docs", a=directive(2))
    write(second / "docs", a=directive(3))
    index_folder(store, second, fake)
    third = write(tmp_path / "three" / "docs", a=directive(4))
    index_folder(store, third, fake)
    assert len(set(names(store))) == 4
    assert {store.text(name) for name in names(store)} == {directive(i) for i in (1, 2, 3, 4)}
    assert store.text("docs/a.txt") == directive(3)


def test_other_folders_documents_stay(store: Store, folder: Path, tmp_path: Path, fake: FakeEmbedder) -> None:
    index_folder(store, folder, fake)
    index_folder(store, write(tmp_path / "other", c=directive(3)), fake)
    (folder / "a.txt").unlink()
    index_folder(store, folder, fake)
    assert names(store) == ["b.txt", "c.txt"]


def test_a_folder_is_one_by_whatever_way_it_is_named(
    store: Store, folder: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_folder(store, folder, fake)
    monkeypatch.chdir(folder)
    for way in (Path(), Path("../docs"), folder / ".." / "docs"):
        assert index_folder(store, way, fake) == Report(unchanged=["a.txt", "b.txt"])
    assert forget_folder(store, Path("../docs")) == 2


def test_a_forgotten_folder_is_gone_and_can_come_back(store: Store, folder: Path, tmp_path: Path) -> None:
    fake = FakeEmbedder()
    index_folder(store, folder, fake)
    index_folder(store, write(tmp_path / "other", c=directive(3)), fake)
    assert forget_folder(store, folder) == 2
    assert names(store) == ["c.txt"]
    assert count(store, FolderRow) == 1
    with pytest.raises(ChidaoError, match="không có gì từ thư mục") as refused:
        forget_folder(store, folder)
    assert str(tmp_path / "other") in str(refused.value)
    assert index_folder(store, folder, fake).new == ["a.txt", "b.txt"]
    assert names(store) == ["a.txt", "b.txt", "c.txt"]


def test_a_store_that_was_emptied_takes_another_model(store: Store, folder: Path, fake: FakeEmbedder) -> None:
    index_folder(store, folder, fake)
    forget_folder(store, folder)
    assert names(store) == []
    assert_whole(store)
    other = FakeEmbedder("fake-2")
    assert index_folder(store, folder, other).new == ["a.txt", "b.txt"]
    store.check_model(other)


def test_forgetting_a_folder_that_brought_nothing_is_no_model_of_its_own(
    store: Store, tmp_path: Path, folder: Path, fake: FakeEmbedder
) -> None:
    (tmp_path / "empty").mkdir()
    index_folder(store, tmp_path / "empty", fake)
    assert forget_folder(store, tmp_path / "empty") == 0
    assert index_folder(store, folder, fake).new == ["a.txt", "b.txt"]


# Names.


def test_what_counts_as_a_document(store: Store, tmp_path: Path, fake: FakeEmbedder) -> None:
    docs = tmp_path / "docs"
    write(docs, **{"Kế hoạch số 1": directive(1)})
    write(docs / "năm 2024" / "quý I", a=directive(2))
    write(docs / ".git", hidden=directive(3))
    (docs / ".ẩn.txt").write_text(directive(4))
    (docs / "HOA.TXT").write_text(directive(5))
    (docs / "Trang.Html").write_text(f"<html><body><p>{directive(6)}</p></body></html>")
    (docs / "ảnh.gif").write_bytes(b"\xff\xd8")
    (docs / "KHONGDUOI").write_text("x")
    report = index_folder(store, docs, fake)
    assert report.new == ["HOA.TXT", "Kế hoạch số 1.txt", "Trang.Html", "năm 2024/quý I/a.txt"]
    assert report.skipped == ["KHONGDUOI", "ảnh.gif"]
    assert report.refused == {}
    assert names(store) == sorted(report.new)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_file_name_in_either_unicode_form_is_found_by_both(
    form: Any, store: Store, tmp_path: Path, fake: FakeEmbedder
) -> None:
    name = unicodedata.normalize(form, "Kế hoạch hoà giải")
    docs = write(tmp_path / "docs", **{name: directive(1)})
    (docs / MANIFEST).write_text('["Kế hoạch hoà giải.txt"]\ntitle = "Kế hoạch"\n', encoding="utf-8")
    index_folder(store, docs, fake)
    assert names(store) == [f"{name}.txt"]
    assert store.documents()[0].facts.title == "Kế hoạch"
    for asked in ("NFC", "NFD"):
        assert store.text(unicodedata.normalize(asked, f"{name}.txt")) == directive(1)


def test_two_names_that_look_alike_are_two_documents(store: Store, tmp_path: Path, fake: FakeEmbedder) -> None:
    both = {unicodedata.normalize("NFC", "hoà"): directive(1), unicodedata.normalize("NFD", "hoà"): directive(2)}
    docs = write(tmp_path / "docs", **both)
    if len(list(docs.iterdir())) < 2:
        pytest.skip("this file system takes them for one")
    index_folder(store, docs, fake)
    assert [store.text(f"{name}.txt") for name in both] == [directive(1), directive(2)]


def test_a_name_that_is_not_utf8_is_refused_with_its_bytes(store: Store, folder: Path, fake: FakeEmbedder) -> None:
    try:
        (folder / os.fsdecode(b"v\xe3n b\xb6n.txt")).write_text(directive(3))
    except OSError:
        pytest.skip("this file system has no such names")
    report = index_folder(store, folder, fake)
    assert report.new == ["a.txt", "b.txt"]
    assert report.refused == {r"v\xe3n b\xb6n.txt": "tên tệp không phải UTF-8; hãy đổi tên"}


def test_links_are_followed_to_files_only_so_that_no_loop_is_walked(
    store: Store, folder: Path, fake: FakeEmbedder
) -> None:
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "link.txt").symlink_to(folder / "a.txt")
    (folder / "itself.txt").symlink_to(folder / "itself.txt")
    report = index_folder(store, folder, fake)
    assert report.new == ["a.txt", "b.txt", "link.txt"]
    assert report.notes == ["loop: là liên kết tới một thư mục, nên không đọc theo"]
    assert list(report.refused) == ["itself.txt"]


def test_a_pipe_does_not_hang(store: Store, folder: Path, fake: FakeEmbedder) -> None:
    os.mkfifo(folder / "pipe.txt")
    os.mkfifo(folder / "pipe")
    report = index_folder(store, folder, fake)
    assert report.refused == {"pipe.txt": "không phải tệp thường (ống dẫn hoặc thiết bị)"}
    assert report.skipped == ["pipe"]


# The manifest.


def manifest(folder: Path, text: str) -> None:
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def test_the_manifest_tells_the_facts_and_a_change_of_it_is_a_change(
    store: Store, folder: Path, fake: FakeEmbedder
) -> None:
    index_folder(store, folder, fake)
    fake.embedded.clear()
    manifest(folder, '["a.txt"]\ntitle = "Chỉ thị Y"\nnumber = "34/CT-TTg"\ndate = "2024-09"\n')
    assert index_folder(store, folder, fake) == Report(changed=["a.txt"], unchanged=["b.txt"])
    facts = store.documents()[0].facts
    assert (facts.title, facts.number, facts.date) == ("Chỉ thị Y", "34/CT-TTg", "2024-09")
    with store.reading() as (_, generation):
        assert generation is not None
        assert generation.words.scores("34/CT-TTg").max() > 0
    assert not fake.embedded
    assert index_folder(store, folder, fake) == Report(unchanged=["a.txt", "b.txt"])
    (folder / MANIFEST).unlink()
    assert index_folder(store, folder, fake).changed == ["a.txt"]
    assert store.documents()[0].facts.number == ""


def test_a_manifest_that_speaks_of_another_text_is_not_believed(store: Store, folder: Path, fake: FakeEmbedder) -> None:
    sha256 = hashlib.sha256((folder / "a.txt").read_bytes()).hexdigest()
    manifest(
        folder, f'["a.txt"]\ntitle = "Đúng"\nsha256 = "{sha256}"\n["b.txt"]\ntitle = "Sai"\nsha256 = "{"0" * 64}"\n'
    )
    report = index_folder(store, folder, fake)
    assert store.documents()[0].facts.title == "Đúng"
    assert "Sai" not in [d.facts.title for d in store.documents()]
    assert report.notes == ["b.txt: bảng kê ghi sha256 khác với tệp, nên không dùng thông tin trong bảng kê"]
    assert index_folder(store, folder, fake).notes == report.notes


@pytest.mark.parametrize("text", ["không phải TOML", '["a.txt"]\ntác_giả = "x"\n', '["a.txt"]\ndate = "hôm nay"\n'])
def test_a_broken_manifest_is_named_and_nothing_is_touched(
    text: str, store: Store, folder: Path, fake: FakeEmbedder
) -> None:
    index_folder(store, folder, fake)
    manifest(folder, text)
    write(folder, a=directive(9))
    with pytest.raises(ChidaoError, match=MANIFEST):
        index_folder(store, folder, fake)
    assert store.text("a.txt") == directive(1)


# Bad input: one line each, and the rest goes on.

BAD = {
    "empty": b"",
    "blank": b" \n\t\n",
    "binary": bytes(range(256)) * 40,
    "nul": "chỉ\0thị".encode(),
    "latin": "Thủ tướng chỉ đạo".encode("utf-16-le"),
    "cp1258": "chỉ đạo".encode()[:-1] + b"\xff",
    "large": directive(3).encode() * 100,
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_costs_one_line_and_nothing_else(name: str, store: Store, folder: Path, fake: FakeEmbedder) -> None:
    (folder / "bad.txt").write_bytes(BAD[name])
    report = index_folder(store, folder, fake, limits=Limits(bytes=20_000))
    assert report.new == ["a.txt", "b.txt"]
    assert list(report.refused) == ["bad.txt"]
    assert report.refused["bad.txt"]
    assert "\n" not in report.refused["bad.txt"]
    assert names(store) == ["a.txt", "b.txt"]


@pytest.mark.parametrize("name", BAD)
def test_a_document_that_became_unreadable_keeps_what_was_read_before(
    name: str, store: Store, folder: Path, fake: FakeEmbedder
) -> None:
    index_folder(store, folder, fake)
    (folder / "a.txt").write_bytes(BAD[name])
    write(folder, b=directive(5))
    report = index_folder(store, folder, fake, limits=Limits(bytes=20_000))
    assert report.refused["a.txt"].endswith("; kho vẫn giữ bản đã đọc trước đó")
    assert (report.changed, report.removed) == (["b.txt"], [])
    assert store.text("a.txt") == directive(1)


def test_a_link_to_a_disk_that_is_away_keeps_its_document(
    store: Store, folder: Path, tmp_path: Path, fake: FakeEmbedder
) -> None:
    disk = write(tmp_path / "disk", c=directive(3))
    (folder / "c.txt").symlink_to(disk / "c.txt")
    index_folder(store, folder, fake)
    shutil.rmtree(disk)
    report = index_folder(store, folder, fake)
    assert (list(report.refused), report.removed) == (["c.txt"], [])
    assert store.text("c.txt") == directive(3)


def vanishing(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Deletes a file after the folder was listed and before the file is read."""

    def read(file: Path, limits: Limits) -> bytes:
        if file == path:
            file.unlink()
        return read_bytes(file, limits)

    monkeypatch.setattr(index.comparison, "read_bytes", read)


def test_a_file_that_vanishes_while_the_folder_is_read(
    store: Store, folder: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    vanishing(monkeypatch, folder / "a.txt")
    report = index_folder(store, folder, fake)
    assert report == Report(new=["b.txt"], refused={"a.txt": "tệp không còn ở đó (đã bị xóa hoặc đổi tên)"})


def test_a_known_document_that_vanishes_while_the_folder_is_read_is_removed(
    store: Store, folder: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_folder(store, folder, fake)
    vanishing(monkeypatch, folder / "a.txt")
    assert index_folder(store, folder, fake) == Report(unchanged=["b.txt"], removed=["a.txt"])


@pytest.mark.parametrize("error", [RecursionError("too\ndeep"), FileNotFoundError("a font"), ChidaoError("a date")])
def test_a_reader_that_stumbles_over_a_file_leaves_the_others(
    error: Exception, store: Store, folder: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbling(path: Path, data: bytes, limits: Limits) -> Any:
        if path.name in ("a.txt", "c.txt"):
            raise error
        return parse(path, data, limits)

    index_folder(store, folder, fake)
    monkeypatch.setattr(index.document_reading, "parse", stumbling)
    report = index_folder(store, write(folder, a=directive(5), b=directive(6), c=directive(7)), fake)
    reason = f"lỗi bên trong khi đọc ({type(error).__name__}: {' '.join(str(error).split())})"
    kept = f"{reason}; kho vẫn giữ bản đã đọc trước đó"
    assert report == Report(changed=["b.txt"], refused={"a.txt": kept, "c.txt": reason})
    assert store.text("a.txt") == directive(1)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(store: Store, folder: Path, fake: FakeEmbedder) -> None:
    (folder / "a.txt").chmod(0)
    report = index_folder(store, folder, fake)
    assert report.new == ["b.txt"]
    assert "không có quyền" in report.refused["a.txt"]


def test_a_sub_folder_that_cannot_be_opened_keeps_its_documents(
    store: Store, folder: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "sub", c=directive(3))
    write(folder / "subway", d=directive(4))
    index_folder(store, folder, fake)
    scandir = os.scandir

    def refusing(path: Any) -> Any:
        if path == str(folder / "sub"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    (folder / "subway" / "d.txt").unlink()
    report = index_folder(store, folder, fake)
    assert report.refused == {
        "sub/": "không mở được thư mục con (Permission denied); kho vẫn giữ những gì đã đọc từ đó"
    }
    assert report.removed == ["subway/d.txt"]
    assert store.text("sub/c.txt") == directive(3)


def test_an_empty_folder_is_fine_at_first(store: Store, tmp_path: Path, fake: FakeEmbedder) -> None:
    (tmp_path / "empty").mkdir()
    assert index_folder(store, tmp_path / "empty", fake) == Report()
    assert generation_of(store) == 0


def test_a_folder_that_became_empty_is_refused_and_nothing_is_lost(
    store: Store, folder: Path, fake: FakeEmbedder
) -> None:
    index_folder(store, folder, fake)
    for file in folder.iterdir():
        file.unlink()
    (folder / "ảnh.gif").touch()
    with pytest.raises(ChidaoError, match=r"kho có 2 văn bản từ đó.*chidao forget"):
        index_folder(store, folder, fake)
    assert names(store) == ["a.txt", "b.txt"]


@pytest.mark.parametrize("missing", ["nowhere", "docs/a.txt"])
def test_a_folder_that_is_not_there_is_refused(missing: str, store: Store, folder: Path, fake: FakeEmbedder) -> None:
    with pytest.raises(ChidaoError, match="không có thư mục"):
        index_folder(store, folder.parent / missing, fake)


# The model.


def test_another_model_is_refused_and_rebuilding_lets_it_in(store: Store, folder: Path, fake: FakeEmbedder) -> None:
    index_folder(store, folder, fake)
    other = FakeEmbedder("fake-2")
    write(folder, c=directive(3))
    with pytest.raises(StoreMismatch, match=r"'fake-1'.*'fake-2'.*chidao index --rebuild"):
        index_folder(store, folder, other)
    assert not other.embedded
    rebuild(store, other)
    with Session(store.engine) as session:
        assert set(session.scalars(select(VectorRow.model))) == {"fake-2"}
    assert index_folder(store, folder, other).new == ["c.txt"]
    with pytest.raises(StoreMismatch):
        store.check_model(fake)


def test_rebuilding_an_empty_store_is_fine(store: Store, fake: FakeEmbedder) -> None:
    rebuild(store, fake)
    assert names(store) == []


# Size.


def test_statements_name_a_bounded_number_of_rows(
    store: Store, tmp_path: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.publish, "BATCH_OF_ROWS", 3)
    monkeypatch.setattr(index.publish, "BATCH", 4)
    monkeypatch.setattr("index.vectors.BATCH", 5)
    monkeypatch.setattr("index.store.BATCH_OF_IDS", 2)
    folder = write(tmp_path / "docs", **{f"d{i:02}": directive(i) for i in range(20)})
    index_folder(store, folder, fake)
    for i in range(11):
        (folder / f"d{i:02}.txt").unlink()
    assert len(index_folder(store, folder, fake).removed) == 11
    assert count(store, DocumentRow) == 9


def test_progress_is_told_from_the_first_to_the_last(store: Store, folder: Path, fake: FakeEmbedder) -> None:
    told: list[tuple[str, int, int, str]] = []
    index_folder(store, folder, fake, progress=lambda *step: told.append((*step, "")[:4]))
    for what in ("Đọc văn bản", "Tạo vectơ", "Ghi chỉ mục"):
        steps = [(done, whole) for name, done, whole, _ in told if name == what]
        assert steps[0][0] == 0
        assert steps[-1][0] == steps[-1][1]
