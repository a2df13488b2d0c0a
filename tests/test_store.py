"""A store opened for reading: what it answers from while others write, and what it says when it is damaged."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest
from sqlalchemy.orm import Session

from corpus.errors import StoreBusy, StoreError, UnknownDocument
from corpus.reading import Span
from index.catalog import read_meta
from index.generations import generation_folder, statistics_file, words_folder, writing
from index.ingest import forget_folder, index_folder, rebuild
from index.place import Place, places_of
from index.store import Store, StoredDocument, count_documents, passages_by_id
from tests.fake_embedder import FakeEmbedder, assert_whole, directive, generation_of, names, write

EMOJI = """CHỈ THỊ 🇻🇳
Về chữ lạ 𠮷

I. NHIỆM VỤ 🏥

1. Bộ Y tế 🚑 hoàn thành 𝟚 việc.

2. Bộ Công an 👮🏽 kiểm tra.
"""


@pytest.fixture
def fake() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def folder(tmp_path: Path, store: Store, fake: FakeEmbedder) -> Path:
    """A folder that is indexed."""
    folder = write(tmp_path / "docs", a=directive(1), b=directive(2))
    index_folder(store, folder, fake)
    return folder


def generations(store: Store) -> list[str]:
    return sorted(path.name for path in (store.folder / "derived").iterdir() if path.is_dir())


# What it tells.


def test_an_empty_store_has_nothing_and_no_generation(store: Store) -> None:
    assert store.documents() == []
    with store.reading() as (session, generation):
        assert generation is None
        assert passages_by_id(session, ["x"]) == {}
        assert count_documents(session) == 0


@pytest.mark.parametrize(
    "text",
    [directive(1), EMOJI, "*Chữ* hoà\n\n\n  thụt vào\t\n1. Một\n", "Bộ Y tế.\n" * 300],
    ids=["plain", "emoji", "raw", "long"],
)
def test_texts_and_passages_are_the_characters_that_were_read(
    text: str, store: Store, tmp_path: Path, fake: FakeEmbedder
) -> None:
    index_folder(store, write(tmp_path / "docs", a=text, b=directive(2)), fake)
    assert store.text("a.txt") == text
    with store.reading() as (session, generation):
        assert generation is not None
        passages = passages_by_id(session, generation.words.ids)
        assert set(passages) == set(generation.words.ids)
        assert {p.document.name for p in passages.values()} == {"a.txt", "b.txt"}
        for passage in passages.values():
            whole = store.text(passage.document.name)
            assert passage.words == passage.span.of(whole)
            assert all(passage.span.holds(sentence) for sentence in passage.sentences)
            assert passage.words.strip()


@pytest.mark.parametrize("name", ["c.txt", "A.txt", "", "a.txt ", "%"])
def test_an_unknown_document_is_named_with_what_helps(name: str, store: Store, folder: Path) -> None:
    with pytest.raises(UnknownDocument, match="chidao documents"):
        store.text(name)


def section_at(session: Session, document: StoredDocument, offset: int) -> Place:
    (place,) = places_of(session, [(document, Span(offset, offset + 1))])
    return place


def test_the_section_of_an_offset_is_the_innermost_that_holds_it(
    store: Store, tmp_path: Path, fake: FakeEmbedder
) -> None:
    text = EMOJI + "\nII. TỔ CHỨC 🗂\n\n1. Giao Bộ Tài chính:\n\na) Lập dự toán 💰;\n\nb) Quyết toán.\n"
    index_folder(store, write(tmp_path / "docs", a=text), fake)
    with store.reading() as (session, _):
        document = store.documents()[0]
        found = {
            words: section_at(session, document, text.index(words)).section
            for words in ("NHIỆM VỤ", "𝟚 việc", "👮🏽", "TỔ CHỨC", "Giao Bộ", "Lập dự", "💰", "Quyết toán")
        }
        assert section_at(session, document, len(text) + 5).section == ""
        assert section_at(session, document, text.index("Quyết toán")).heading.startswith("II.1.b")
    assert found == {
        "NHIỆM VỤ": "I", "𝟚 việc": "I.1", "👮🏽": "I.2", "TỔ CHỨC": "II", "Giao Bộ": "II.1", "Lập dự": "II.1.a",
        "💰": "II.1.a", "Quyết toán": "II.1.b",
    }  # fmt: skip


# Reading while others write.


def test_an_answer_keeps_its_state_while_the_next_one_sees_the_new(
    store: Store, folder: Path, fake: FakeEmbedder
) -> None:
    writer = Store(store.folder)
    with store.reading() as (session, generation):
        assert generation is not None
        before = set(generation.words.ids)
        write(folder, a=directive(7), c=directive(3))
        index_folder(writer, folder, fake)
        assert generations(store) == ["000001", "000002"]
        assert count_documents(session) == 2
        assert set(passages_by_id(session, sorted(before))) == before
        assert generation.vectors.count() == len(before)
        assert generation.statistics.mean.shape == (32,)
        with store.reading() as (_, newer):  # another answer, begun meanwhile
            assert newer is not None
            assert newer.number == 2
    assert names(store) == ["a.txt", "b.txt", "c.txt"]
    write(folder, c=directive(4))
    index_folder(writer, folder, fake)
    assert generations(store) == [
        "000002",
        "000003",
    ]  # the store holds the second one still, and moves on when it reads
    assert generation_of(store) == 3
    index_folder(writer, folder, fake)
    writer.close()
    assert_whole(store)


def test_a_generation_that_goes_between_two_looks_is_no_failure(
    store: Store, folder: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []

    def slow(session: Session) -> dict[str, str]:
        meta = read_meta(session)
        looks.append(meta["generation"])
        if len(looks) == 1:  # another process publishes now, and removes what nobody holds yet
            monkeypatch.undo()
            write(folder, c=directive(3))
            with closing(Store(store.folder)) as writer:
                index_folder(writer, folder, fake)
            monkeypatch.setattr("index.store.read_meta", slow)
        return meta

    monkeypatch.setattr("index.store.read_meta", slow)
    with store.reading() as (session, generation):
        assert generation is not None
        assert generation.number == 2
        assert count_documents(session) == 3
    assert looks == ["1", "2"]


def test_an_answer_that_began_earlier_does_not_bring_an_older_generation_back(
    store: Store, folder: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []

    def slow(session: Session) -> dict[str, str]:
        meta = read_meta(session)
        looks.append(meta["generation"])
        if len(looks) == 1:  # another thread answers from what is published now
            monkeypatch.undo()
            write(folder, c=directive(3))
            index_folder(store, folder, fake)
            assert generation_of(store) == 2
            monkeypatch.setattr("index.store.read_meta", slow)
        return meta

    monkeypatch.setattr("index.store.read_meta", slow)
    with store.reading() as (session, generation):
        assert generation is not None
        assert generation.number == 2
        assert count_documents(session) == 3
    assert looks == ["1", "2"]


def test_a_writer_that_also_answers_holds_nothing_old(store: Store, folder: Path, fake: FakeEmbedder) -> None:
    assert generation_of(store) == 1
    write(folder, c=directive(3))
    index_folder(store, folder, fake)
    assert generations(store) == ["000002"]


def test_closing_waits_for_the_answer_that_is_being_made(store: Store, folder: Path) -> None:
    with store.reading() as (_, generation):
        assert generation is not None
        store.close()
        assert generation.vectors.count() == len(generation.words.ids)
    assert_whole(store)


def test_many_threads_answer_while_folders_come_and_go(
    store: Store, folder: Path, tmp_path: Path, fake: FakeEmbedder
) -> None:
    done = Event()
    start = Barrier(5)
    failures: list[BaseException] = []

    def answer() -> None:
        try:
            start.wait()
            while not done.is_set():
                with store.reading() as (session, generation):
                    assert generation is not None
                    ids = generation.words.ids
                    near = generation.vectors.nearest(fake.embed_queries(["Bộ Y tế"])[0], len(ids))
                    assert {id_ for id_, _ in near} == set(ids) == set(passages_by_id(session, ids))
                    assert len(generation.statistics.mean) == 32
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=answer) for _ in range(4)]
    for thread in threads:
        thread.start()
    start.wait()
    try:
        writer = Store(store.folder)
        for number in range(8):
            write(folder, c=directive(10 + number))
            index_folder(writer if number % 2 else store, folder, fake)
        writer.close()
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert generation_of(store) == 9  # so that none before it is held any more
    index_folder(store, folder, fake)
    assert_whole(store)


def test_a_second_writer_is_told_to_wait(store: Store, folder: Path, fake: FakeEmbedder) -> None:
    with writing(store.folder):
        for job in (
            lambda: index_folder(store, folder, fake),
            lambda: rebuild(store, fake),
            lambda: forget_folder(store, folder),
        ):
            with pytest.raises(StoreBusy, match="đang được một tiến trình khác cập nhật") as refused:
                job()
            assert "\n" not in str(refused.value)
        assert store.text("a.txt") == directive(1)


# Damage.

DAMAGE: dict[str, Callable[[Path], object]] = {
    "no generation": lambda g: shutil.rmtree(g),
    "no vectors": lambda g: shutil.rmtree(g / "vectors"),
    "no Chroma database": lambda g: (g / "vectors" / "chroma.sqlite3").unlink(),
    "Chroma database cut": lambda g: cut(g / "vectors" / "chroma.sqlite3"),
    "Chroma database overwritten": lambda g: overwrite(g / "vectors" / "chroma.sqlite3"),
    "Chroma collection emptied": lambda g: empty(g / "vectors" / "chroma.sqlite3"),
    "index of vectors cut": lambda g: cut(next(g.rglob("data_level0.bin"))),
    "index of vectors lost": lambda g: next(g.rglob("index_metadata.pickle")).unlink(),
    "index of vectors overwritten": lambda g: overwrite(next(g.rglob("index_metadata.pickle"))),
    "vectors overwritten": lambda g: overwrite(next(g.rglob("data_level0.bin"))),
    "links of vectors overwritten": lambda g: overwrite(next(g.rglob("link_lists.bin"))),
    "words' scores overwritten": lambda g: overwrite(next((g / "words").glob("*.npy"))),
    "no statistics": lambda g: (g / "statistics.npz").unlink(),
    "statistics overwritten": lambda g: overwrite(g / "statistics.npz"),
    "no words": lambda g: shutil.rmtree(g / "words"),
    "words cut": lambda g: cut(g / "words" / "ids.json"),
    "words overwritten": lambda g: overwrite(g / "words" / "ids.json"),
    "words lost": lambda g: (g / "words" / "ids.json").write_text(json_of(g)),
    "no seal": lambda g: (g / "sizes.json").unlink(),
}


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(path: Path) -> None:
    path.write_bytes(b"\x93" * path.stat().st_size)


def empty(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM embeddings")
    connection.close()


def json_of(generation: Path) -> str:
    """One id too few, in a file as long as before."""
    text = (generation / "words" / "ids.json").read_text()
    first, _, rest = text.partition(", ")
    return "[" + " " * len(first) + " " + rest


def use(store: Store) -> None:
    """Touches all that answers come from."""
    with store.reading() as (_, generation):
        assert generation is not None
        assert generation.vectors.count()
        assert generation.words.ids
        assert len(generation.statistics.mean)


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_generation_is_named_with_the_remedy_which_heals_it(
    how: str, store: Store, folder: Path, fake: FakeEmbedder
) -> None:
    DAMAGE[how](generation_folder(store.folder, 1))
    with pytest.raises(StoreError, match="hãy dựng lại bằng: chidao index --rebuild") as refused:
        use(store)
    assert "\n" not in str(refused.value)
    assert store.text("a.txt") == directive(1)
    store.check_model(fake)
    fake.embedded.clear()
    rebuild(store, fake)
    assert not fake.embedded
    use(store)
    assert_whole(store)


@pytest.mark.parametrize("how", DAMAGE)
def test_a_change_in_a_damaged_store_does_not_carry_the_damage_on(
    how: str, store: Store, folder: Path, fake: FakeEmbedder
) -> None:
    DAMAGE[how](generation_folder(store.folder, 1))
    fake.embedded.clear()
    write(folder, b=directive(2).replace("kiểm tra", "giám sát"))
    index_folder(store, folder, fake)
    assert len(fake.embedded) == 1
    use(store)
    assert_whole(store)


def test_an_unchanged_folder_is_reason_enough_to_mend_what_is_missing(
    store: Store, folder: Path, fake: FakeEmbedder
) -> None:
    shutil.rmtree(words_folder(store.folder, 1))
    statistics_file(store.folder, 1).unlink()
    report = index_folder(store, folder, fake)
    assert report.repaired
    use(store)
    assert_whole(store)


@pytest.mark.parametrize("at", range(1, 9))
def test_damage_inside_chromas_database_ends_no_command_and_is_mended_by_the_next_run(
    at: int, store: Store, folder: Path, fake: FakeEmbedder
) -> None:
    database = generation_folder(store.folder, 1) / "vectors" / "chroma.sqlite3"
    pages = bytearray(database.read_bytes())
    for page in range(at, len(pages) // 4096, 8):  # not all of them are looked at in each use
        pages[page * 4096 : (page + 1) * 4096] = b"\x93" * 4096
    database.write_bytes(bytes(pages))
    with suppress(StoreError):
        use(store)
    store.move_on()
    assert "chroma.sqlite3" in index_folder(store, folder, fake).repaired[0]
    use(store)
    assert_whole(store)


def test_a_store_whose_catalog_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").write_bytes(b"not a database, and quite long enough to be seen as such" * 20)
    with pytest.raises(StoreError, match=r"danh mục của kho .* không mở được"):
        Store(tmp_path)


def test_a_store_cannot_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="không mở được kho"):
        Store(tmp_path / "file")


def test_spans_that_lie_far_apart_have_the_same_places_as_near_ones(
    store: Store, tmp_path: Path, fake: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "I. NHIỆM VỤ\n\n" + "\n\n".join(f"{n}. Bộ Y tế khám mắt lần thứ {n} 👁." for n in range(1, 40)) + "\n"
    index_folder(store, write(tmp_path / "docs", a=text), fake)
    with store.reading() as (session, _):
        document = store.documents()[0]
        spans = [(document, Span(at, at + 9)) for n in (39, 3, 17) if (at := text.index(f"lần thứ {n} ")) >= 0]
        near = places_of(session, spans)
        monkeypatch.setattr("index.place.FAR_APART", 10)
        assert places_of(session, spans) == near
    for (_, span), place in zip(spans, near, strict=True):
        assert place.words == place.around.of(text)
        assert span.of(text) in place.words
