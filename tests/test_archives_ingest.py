"""Archives and letters in a folder: their documents come, stay, change and go with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import index.ingest
import index.reading_pool
from corpus.facts import MANIFEST
from corpus.readers import Limits
from corpus.readers.limits import MIB
from index.ingest import Report, index_folder
from index.reading_pool import ReadingPool
from index.store import Store
from tests import hostile_reader
from tests.fake_embedder import FakeEmbedder, assert_whole, directive, names, write
from tests.test_archives import letter, packed


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
    return write(tmp_path / "docs", a=directive(1))


def pack(folder: Path, **texts: str) -> None:
    (folder / "goi.zip").write_bytes(packed({f"{name}.txt": text.encode() for name, text in texts.items()}))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read and the archives that were opened, by their paths."""
    done: list[str] = []
    real_read, real_unpack = ReadingPool._read_here, ReadingPool.unpack

    def reading(self: Any, file: Any) -> Any:
        done.append(file.path)
        return real_read(self, file)

    def unpacking(self: Any, path: str, data: bytes) -> Any:
        done.append(path)
        return real_unpack(self, path, data)

    monkeypatch.setattr(ReadingPool, "_read_here", reading)
    monkeypatch.setattr(ReadingPool, "unpack", unpacking)
    return done


def test_the_files_of_an_archive_are_documents_and_an_unchanged_one_is_not_opened(
    store: Store, folder: Path, fake: FakeEmbedder, read: list[str]
) -> None:
    files = {"b.txt": directive(2).encode(), "sub/c.txt": directive(3).encode(), "phim.mp4": b"x", "rỗng.txt": b""}
    (folder / "goi.zip").write_bytes(packed(files))
    new = ["a.txt", "goi.zip/b.txt", "goi.zip/sub/c.txt"]
    refused, skipped = {"goi.zip/rỗng.txt": "tệp rỗng"}, ["goi.zip/phim.mp4"]
    assert index_folder(store, folder, fake) == Report(new=new, refused=refused, skipped=skipped)
    assert names(store) == new
    assert store.text("goi.zip/sub/c.txt") == directive(3)
    read.clear()
    assert index_folder(store, folder, fake) == Report(unchanged=new, refused=refused, skipped=skipped)
    assert read == []


def test_of_a_changed_archive_only_what_changed_is_read(
    store: Store, folder: Path, fake: FakeEmbedder, read: list[str]
) -> None:
    pack(folder, b=directive(2), c=directive(3), d=directive(4))
    index_folder(store, folder, fake)
    read.clear()
    pack(folder, b=directive(2), c=directive(5), e=directive(6))
    assert index_folder(store, folder, fake) == Report(
        new=["goi.zip/e.txt"],
        changed=["goi.zip/c.txt"],
        unchanged=["a.txt", "goi.zip/b.txt"],
        removed=["goi.zip/d.txt"],
    )
    assert read == ["goi.zip", "goi.zip/c.txt", "goi.zip/e.txt"]
    assert store.text("goi.zip/c.txt") == directive(5)


def test_with_an_archive_all_go_that_lay_in_it(store: Store, folder: Path, fake: FakeEmbedder) -> None:
    pack(folder, b=directive(2), c=directive(3))
    index_folder(store, folder, fake)
    (folder / "goi.zip").unlink()
    report = index_folder(store, folder, fake)
    assert report == Report(unchanged=["a.txt"], removed=["goi.zip/b.txt", "goi.zip/c.txt"])
    assert names(store) == ["a.txt"]


def test_an_archive_that_broke_keeps_what_was_read_from_it(store: Store, folder: Path, fake: FakeEmbedder) -> None:
    pack(folder, b=directive(2), c=directive(3))
    index_folder(store, folder, fake)
    whole = (folder / "goi.zip").read_bytes()
    (folder / "goi.zip").write_bytes(whole[:-10])
    for _ in range(2):  # and it is remembered as it was told
        report = index_folder(store, folder, fake)
        assert list(report.refused) == ["goi.zip"]
        assert report.refused["goi.zip"].endswith("; kho vẫn giữ bản đã đọc trước đó")
        assert report.removed == []
    assert names(store) == ["a.txt", "goi.zip/b.txt", "goi.zip/c.txt"]
    (folder / "goi.zip").write_bytes(whole)
    assert index_folder(store, folder, fake).unchanged == ["a.txt", "goi.zip/b.txt", "goi.zip/c.txt"]


def test_an_archive_that_holds_too_much_gives_what_came_before_and_says_so(
    store: Store, folder: Path, fake: FakeEmbedder
) -> None:
    pack(folder, b=directive(2), c=directive(3), d=directive(4))
    report = index_folder(store, folder, fake, limits=Limits(members=2))
    assert report.new == ["a.txt", "goi.zip/b.txt", "goi.zip/c.txt"]
    assert "hơn 2 tệp" in report.refused["goi.zip"]
    assert index_folder(store, folder, fake).new == ["goi.zip/d.txt"]  # other limits: it is opened again


def test_an_unchanged_archive_is_opened_again_by_other_rules(
    store: Store, folder: Path, fake: FakeEmbedder, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pack(folder, b=directive(2))
    index_folder(store, folder, fake)
    read.clear()
    monkeypatch.setattr(index.ingest, "RULES", "1/new")
    assert index_folder(store, folder, fake).changed == ["a.txt", "goi.zip/b.txt"]
    assert "goi.zip" in read


def test_an_archive_cut_short_by_a_crash_is_completed(
    store: Store, folder: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Crash(BaseException):
        pass

    def crash(*_: Any, **__: Any) -> None:
        raise Crash

    pack(folder, b=directive(2), c=directive(3))
    with monkeypatch.context() as patched:
        patched.setattr(index.ingest, "embed_missing", crash)
        with pytest.raises(Crash):
            index_folder(store, folder, fake)
    assert names(store) == []
    assert index_folder(store, folder, fake).new == ["a.txt", "goi.zip/b.txt", "goi.zip/c.txt"]
    assert names(store) == ["a.txt", "goi.zip/b.txt", "goi.zip/c.txt"]


def test_the_manifest_speaks_of_what_lies_in_an_archive_too(store: Store, folder: Path, fake: FakeEmbedder) -> None:
    pack(folder, b=directive(2))
    index_folder(store, folder, fake)
    (folder / MANIFEST).write_text('["goi.zip/b.txt"]\ntitle = "Chỉ thị Y"\n', encoding="utf-8")
    assert index_folder(store, folder, fake) == Report(changed=["goi.zip/b.txt"], unchanged=["a.txt"])
    assert store.documents()[1].facts.title == "Chỉ thị Y"
    assert index_folder(store, folder, fake) == Report(unchanged=["a.txt", "goi.zip/b.txt"])


def test_a_letter_is_called_by_its_subject_and_told_by_its_head(store: Store, folder: Path, fake: FakeEmbedder) -> None:
    (folder / "thu.eml").write_bytes(bytes(letter(b__txt=directive(2).encode())))
    assert index_folder(store, folder, fake).new == ["a.txt", "thu.eml", "thu.eml/b.txt"]
    facts = store.documents()[1].facts
    assert (facts.title, facts.issuer, facts.date) == ("Về việc báo cáo tháng 7", "Nguyễn Văn A", "2031-08-05")
    assert (facts.kind, facts.official) == ("Thư điện tử", True)
    assert store.text("thu.eml").strip() == "Bộ Y tế báo cáo trước ngày 05/8/2031."
    (folder / "thu.eml").unlink()
    assert index_folder(store, folder, fake).removed == ["thu.eml", "thu.eml/b.txt"]


# Limits of time and memory, in processes of their own.


def test_a_file_that_met_its_limit_is_not_tried_again_as_it_is(
    store: Store, folder: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.reading_pool, "READER", hostile_reader.NAME)
    limits = Limits(memory=512 * MIB)
    write(folder, b="!exit\n3", c=directive(3))
    pack(folder, d="!exit\n4", e=directive(5))
    new = ["a.txt", "c.txt", "goi.zip/e.txt"]
    report = index_folder(store, folder, fake, limits=limits, workers=2)
    assert report.new == new
    assert sorted(report.refused) == ["b.txt", "goi.zip/d.txt"]
    assert "(mã 3;" in report.refused["b.txt"]
    started: list[object] = []
    monkeypatch.setattr(index.reading_pool._Worker, "begin", started.append)
    again = index_folder(store, folder, fake, limits=limits, workers=2)
    assert (again.unchanged, again.refused, started) == (new, report.refused, [])
    monkeypatch.undo()
    retried = index_folder(store, folder, fake, limits=limits, workers=2, retry=True)  # by the usual reader
    assert retried.new == ["b.txt", "goi.zip/d.txt"]


def test_an_archive_full_of_files_that_meet_their_limit_ends_soon(
    store: Store, folder: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.reading_pool, "READER", hostile_reader.NAME)
    monkeypatch.setattr(index.reading_pool, "MOST_FALLEN", 1)
    pack(folder, **{f"{i}": f"!exit\n{i}" for i in range(5)})
    report = index_folder(store, folder, fake, workers=1)
    assert report.new == ["a.txt"]
    assert "(mã 0;" in report.refused["goi.zip/0.txt"]
    assert all("gói đã có 1 tệp" in report.refused[f"goi.zip/{i}.txt"] for i in range(1, 5))


def test_processes_store_what_this_one_does(store: Store, folder: Path, fake: FakeEmbedder, tmp_path: Path) -> None:
    pack(folder, b=directive(2), c=directive(3))
    (folder / "thu.eml").write_bytes(bytes(letter(b__txt=directive(4).encode())))
    report = index_folder(store, folder, fake, workers=2)
    other = Store(tmp_path / "other")
    assert index_folder(other, folder, fake) == report
    assert [other.text(name) for name in names(other)] == [store.text(name) for name in names(store)]
    assert [d.facts for d in other.documents()] == [d.facts for d in store.documents()]
    other.close()
