"""Generations: held by readers, removed when nobody does, known to be whole; and the vectors in them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import StoreBusy, StoreError
from index.embedder import Vectors
from index.generations import Generation, clear, damage, generation_folder, hold, seal, vectors_folder, writing
from index.vectors import BATCH, VectorFolder, build_vectors
from tests.test_fusion import unit_rows


@pytest.fixture
def store(tmp_path: Path) -> Path:
    for number in (1, 2, 3):
        generation_folder(tmp_path, number).mkdir(parents=True)
        (generation_folder(tmp_path, number) / "file").write_text("ten bytes!")
    return tmp_path


def left(store: Path) -> list[str]:
    return sorted(path.name for path in (store / "derived").iterdir())


def test_only_the_generation_to_keep_is_left(store: Path) -> None:
    clear(store, keep=2)
    assert left(store) == ["000002"]


def test_what_a_reader_holds_is_left_until_it_lets_go(store: Path) -> None:
    held = hold(store, 1)
    assert held is not None
    clear(store, keep=3)
    assert left(store) == ["000001", "000001.lock", "000003"]
    held.close()
    clear(store, keep=3)
    assert left(store) == ["000003"]


def test_two_readers_hold_one_generation(store: Path) -> None:
    first, second = hold(store, 1), hold(store, 1)
    assert first is not None
    assert second is not None
    first.close()
    clear(store, keep=3)
    assert generation_folder(store, 1).is_dir()
    second.close()


def test_a_generation_that_is_gone_cannot_be_held(store: Path) -> None:
    shutil.rmtree(generation_folder(store, 1))
    assert hold(store, 1) is None
    with pytest.raises(StoreError, match=r"không có thế hệ 1.*chidao index --rebuild"):
        Generation(store, 1, "fake-1", 0)
    clear(store, keep=3)
    assert left(store) == ["000003"]


def test_what_an_interrupted_removal_left_goes_too(store: Path) -> None:
    generation_folder(store, 1).rename(store / "derived" / "000001.gone")
    clear(store, keep=3)
    assert left(store) == ["000003"]


def test_one_writer_at_a_time(store: Path) -> None:
    with writing(store):
        with pytest.raises(StoreBusy) as refused, writing(store):
            pass
        assert "\n" not in str(refused.value)
        assert "hãy đợi" in str(refused.value)
    with writing(store):
        pass


@pytest.mark.parametrize("content", ["grown by a reader", "short", "ten bytes?", None])
def test_a_sealed_generation_is_whole_until_a_file_is_lost_cut_or_changed(store: Path, content: str | None) -> None:
    seal(store, 1)
    assert damage(store, 1) == ""
    file = generation_folder(store, 1) / "file"
    file.write_text(content) if content is not None else file.unlink()
    assert damage(store, 1) == "file"


def test_chromas_database_may_grow_where_it_is_opened_but_not_become_something_else(store: Path) -> None:
    file = generation_folder(store, 1) / "chroma.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE t (x)")
        seal(store, 1)
        database.execute("INSERT INTO t VALUES ('grown by a reader')")
        database.commit()
    assert damage(store, 1) == ""
    file.write_bytes(b"\x93" * file.stat().st_size)
    assert damage(store, 1) == "chroma.sqlite3"


def test_a_seal_of_an_older_version_holds_sizes_only(store: Path) -> None:
    (generation_folder(store, 1) / "sizes.json").write_text('{"file": 10}')
    assert damage(store, 1) == ""
    (generation_folder(store, 1) / "file").write_text("short")
    assert damage(store, 1) == "file"


def test_a_generation_that_was_never_sealed_is_not_whole(store: Path) -> None:
    assert damage(store, 2) == "sizes.json"


# The vectors of a generation.


def build(folder: Path, vectors: Vectors, first: int = 0) -> None:
    ids = [f"p{first + i}" for i in range(len(vectors))]
    build_vectors(folder, ids, [f"đoạn {id_}" for id_ in ids], vectors, base=None, gone=[])


def test_the_space_is_cosine_and_chroma_has_no_model_of_its_own(tmp_path: Path) -> None:
    vectors = unit_rows(1, 5)
    build(tmp_path / "v", vectors)
    with closing(VectorFolder(tmp_path / "v")) as opened:
        assert opened.collection.configuration_json["hnsw"]["space"] == "cosine"
        assert opened.collection._embedding_function is None
        found = opened.nearest(vectors[2], 5)
    assert found[0][0] == "p2"
    assert [score for _, score in found] == pytest.approx(sorted(vectors @ vectors[2], reverse=True), abs=1e-5)


@pytest.mark.parametrize("share", [1, 3, 40], ids=["all", "a third", "a few"])
def test_the_nearest_of_some_are_the_nearest_of_all_less_the_others(share: int, tmp_path: Path) -> None:
    vectors = unit_rows(3, 400, 8)
    build(tmp_path / "v", vectors)
    some = {f"p{i}" for i in range(0, 400, share)}
    with closing(VectorFolder(tmp_path / "v")) as opened:
        everything = [id_ for id_, _ in opened.nearest(vectors[5], 400)]
        found = [id_ for id_, _ in opened.nearest(vectors[5], 5, some)]
        assert opened.nearest(vectors[5], 5, set()) == []
    assert found == [id_ for id_ in everything if id_ in some][:5]


def test_more_passages_than_chroma_takes_at_once(tmp_path: Path) -> None:
    vectors = unit_rows(2, 6000, 4)
    build(tmp_path / "v", vectors)
    with closing(VectorFolder(tmp_path / "v")) as opened:
        assert opened.count() == 6000 > 2 * BATCH
        got = opened.vectors([f"p{i}" for i in range(6000)])
    assert len(got) == 6000
    np.testing.assert_allclose(got["p5999"], vectors[5999], atol=1e-6)


@pytest.mark.parametrize("n", [1, 2, 40])
def test_all_vectors_are_in_the_index_files_so_that_readers_do_not_write_them(n: int, tmp_path: Path) -> None:
    build(tmp_path / "v", unit_rows(3, n))
    before = {p: p.read_bytes() for p in (tmp_path / "v").rglob("*.pickle")}
    with closing(VectorFolder(tmp_path / "v")) as opened:
        opened.check(n)
    assert {p: p.read_bytes() for p in (tmp_path / "v").rglob("*.pickle")} == before
    assert bool(before) == (n > 1)


@pytest.mark.parametrize("n", [1, 3, 40])
def test_what_is_unused_of_the_index_files_holds_nothing_of_the_memory_of_whoever_wrote_them(
    n: int, tmp_path: Path
) -> None:
    build(tmp_path / "v", unit_rows(3, n, 16))
    for file in (tmp_path / "v").rglob("data_level0.bin"):
        each = file.stat().st_size // 100
        assert file.stat().st_size == 100 * each
        assert not any(file.read_bytes()[n * each :])


def test_a_copy_less_what_is_gone_plus_what_is_new(tmp_path: Path) -> None:
    vectors = unit_rows(4, 12)
    build(tmp_path / "v", vectors[:10])
    # p3 leaves and comes back with another vector: its heading changed, its words did not
    build_vectors(
        tmp_path / "w", ["p3", "p10"], ["mới", "mới"], vectors[10:], base=tmp_path / "v", held=10, gone=["p3", "p4"]
    )
    with closing(VectorFolder(tmp_path / "w")) as opened:
        got = opened.vectors([f"p{i}" for i in range(12)])
        assert sorted(got) == sorted({f"p{i}" for i in range(11)} - {"p4"})
        np.testing.assert_allclose(got["p3"], vectors[10], atol=1e-6)
        nearest = opened.nearest(vectors[10], 1)[0]
        assert nearest[0] == "p3"
        assert opened.collection.get(ids=["p3"], include=["documents"])["documents"] == ["mới"]
    with closing(VectorFolder(tmp_path / "v")) as opened:
        np.testing.assert_allclose(opened.vectors(["p3"])["p3"], vectors[3], atol=1e-6)


def test_an_id_that_is_there_already_is_noticed(tmp_path: Path) -> None:
    build(tmp_path / "v", unit_rows(5, 10))
    with pytest.raises(StoreError, match="có 10 đoạn, danh mục có 11"):
        build_vectors(tmp_path / "w", ["p3"], ["lại"], unit_rows(6, 1), base=tmp_path / "v", held=10, gone=[])


def test_a_copy_of_a_folder_that_lacks_passages_is_noticed(tmp_path: Path) -> None:
    build(tmp_path / "v", unit_rows(5, 10))
    with pytest.raises(StoreError, match="có 12 đoạn, danh mục có 13"):
        build_vectors(tmp_path / "w", ["a", "b"], ["", ""], unit_rows(6, 2), base=tmp_path / "v", held=11, gone=[])


def test_a_folder_is_copied_while_it_is_being_read(tmp_path: Path) -> None:
    vectors = unit_rows(7, 21)
    build(tmp_path / "v", vectors[:20])
    with closing(VectorFolder(tmp_path / "v")) as reader:
        build_vectors(tmp_path / "w", ["new"], [""], vectors[20:], base=tmp_path / "v", held=20, gone=[])
        assert reader.count() == 20
        assert len(reader.nearest(vectors[0], 20)) == 20


def test_closing_one_reader_of_a_folder_leaves_the_other_open(tmp_path: Path) -> None:
    build(tmp_path / "v", unit_rows(8, 5))
    with closing(VectorFolder(tmp_path / "v")) as first:
        VectorFolder(tmp_path / "v").close()
        assert len(first.nearest(unit_rows(8, 1)[0], 5)) == 5


def test_an_empty_folder_of_vectors_is_whole(tmp_path: Path) -> None:
    build(vectors_folder(tmp_path, 1), np.zeros((0, 16), dtype=np.float32))
    with closing(VectorFolder(vectors_folder(tmp_path, 1))) as opened:
        opened.check(0)
        assert opened.vectors([]) == {}
        assert opened.nearest(unit_rows(1, 1)[0], 0) == []


def test_an_index_that_silently_lost_its_vectors_is_noticed(tmp_path: Path) -> None:
    build(tmp_path / "v", unit_rows(9, 50))
    for folder in (path for path in (tmp_path / "v").iterdir() if path.is_dir()):
        shutil.rmtree(folder)
    with closing(VectorFolder(tmp_path / "v")) as opened:
        assert opened.count() == 50  # Chroma sees nothing wrong
        with pytest.raises(StoreError, match="chidao index --rebuild"):
            opened.check(50)
