"""A removed document is gone: its words stand in no file below the store, and in no backup made since."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

import index.removal
from index.backup import back_up
from index.catalog import read_meta
from index.ingest import forget_folder, index_folder
from index.removal import DUE
from index.store import Store
from tests.fake_embedder import FakeEmbedder, assert_whole, directive, generation_of, names, write

RARE = "Quắctrăngxưa"
"""A word that no other document holds."""


@pytest.fixture
def fake() -> FakeEmbedder:
    return FakeEmbedder()


def secret(number: int = 1) -> str:
    """A directive with the rare word in its title, an item, a table cell and a paragraph that takes pages."""
    item = f"3. Bộ Tài chính hoàn thành việc {RARE} trước ngày 5 tháng 9 năm 2024.\n\n"
    return directive(number).replace("CHỈ THỊ", f"CHỈ THỊ {RARE}") + "\n" + item + f"{RARE} là việc lớn. " * 600 + "\n"


def spellings() -> list[bytes]:
    """How the word may stand in a file: as it is, in lower case, and escaped in JSON."""
    words = {RARE, RARE.lower()}
    return [w.encode(code) for w in words for code in ("utf-8", "utf-16-le", "unicode_escape")]


def where(folder: Path) -> list[str]:
    """The files below a folder that hold the word."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and any(word in path.read_bytes() for word in spellings())
    )


@pytest.fixture
def docs(tmp_path: Path, store: Store, fake: FakeEmbedder) -> Path:
    folder = write(tmp_path / "docs", a=directive(1), rare=secret(2), **{f"d{i}": directive(i) for i in range(3, 9)})
    index_folder(store, folder, fake)
    assert len(where(store.folder)) >= 3  # catalog, Chroma, words
    return folder


def unpacked(store: Store, file: Path) -> Path:
    back_up(store.folder, file, version="", made="")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(file.with_suffix(""))
    return file.with_suffix("")


@pytest.mark.parametrize("how", ["the file is gone", "the folder is forgotten"])
def test_no_byte_of_a_removed_document_is_left(
    how: str, store: Store, docs: Path, tmp_path: Path, fake: FakeEmbedder
) -> None:
    (docs / "rare.txt").unlink()
    if how == "the file is gone":
        index_folder(store, docs, fake)
    else:
        forget_folder(store, docs)
        index_folder(store, docs, fake)
    assert where(store.folder) == []
    assert where(unpacked(store, tmp_path / "kho.zip")) == []
    assert "rare.txt" not in names(store)
    assert_whole(store)


def test_a_page_that_answered_from_the_document_takes_it_away_with_its_next_question(
    store: Store, docs: Path, fake: FakeEmbedder
) -> None:
    with closing(Store(store.folder)) as page:
        assert generation_of(page) == 1
        (docs / "rare.txt").unlink()
        index_folder(store, docs, fake)
        assert {name.split("/")[1] for name in where(store.folder)} == {"000001"}  # the page holds it still
        assert generation_of(page) == 2
        assert where(store.folder) == []


def test_what_an_answer_in_the_making_reads_is_cleared_by_the_next_run(
    store: Store, docs: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.database.WAITS_MS", 50)
    (docs / "rare.txt").unlink()
    with closing(Store(store.folder)) as page:
        with page.reading():
            index_folder(store, docs, fake)
            with Session(store.engine) as session:
                assert DUE in read_meta(session)
        assert index_folder(store, docs, fake).removed == []
        with Session(store.engine) as session:
            assert DUE not in read_meta(session)
        assert generation_of(page) == 2
    assert where(store.folder) == []


def test_a_disk_too_full_to_write_the_catalog_anew_is_no_failure_of_the_removal(
    store: Store, docs: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (docs / "rare.txt").unlink()
    with monkeypatch.context() as patched:
        patched.setattr(index.removal, "purge", lambda _: False)
        assert index_folder(store, docs, fake).removed == ["rare.txt"]
    index_folder(store, docs, fake)
    assert where(store.folder) == []


def test_a_document_that_was_staged_and_never_came_in_is_gone_too(
    store: Store, docs: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (docs / "rare.txt").unlink()
    index_folder(store, docs, fake)
    write(docs, late=secret(20))
    with monkeypatch.context() as patched:
        patched.setattr("index.ingest.embed_missing", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            index_folder(store, docs, fake)
    assert where(store.folder)
    (docs / "late.txt").unlink()
    index_folder(store, docs, fake)
    assert where(store.folder) == []


def test_the_words_of_a_removed_document_leave_a_database_that_an_older_version_wrote(
    store: Store, docs: Path, fake: FakeEmbedder
) -> None:
    """Without `secure_delete` deleted rows stand in free pages for years."""
    store.engine.dispose()
    with closing(sqlite3.connect(store.folder / "catalog.sqlite")) as catalog:
        catalog.execute("PRAGMA secure_delete=OFF")
        catalog.execute("PRAGMA foreign_keys=ON")
        catalog.execute("UPDATE documents SET text = 'khác', title = 'khác' WHERE name = 'rare.txt'")
        catalog.commit()
        catalog.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (docs / "rare.txt").unlink()
    index_folder(store, docs, fake)
    assert where(store.folder) == []
