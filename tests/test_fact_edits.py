"""Corrections of facts: by a file beside the document and by persons; they outlive every new reading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from corpus.errors import ChidaoError
from corpus.facts import MANIFEST, Facts, fact_of_words, read_sidecar
from index.document_links import stored_links
from index.fact_edits import fact_edits, set_facts, words_outdated
from index.ingest import forget_folder, index_folder, republish
from index.record import load_records
from index.store import Store
from tests.fake_embedder import FakeEmbedder, assert_whole, generation_of, write
from tests.office_papers import decision

OLD = decision("Về trực hè", "Sở Y tế trực trước ngày 15/6.", number="7/QĐ-UBND", day="ngày 5 tháng 6 năm 2029")
NEW = decision("Về trực đông", "Trực.", "Quyết định này thay thế Quyết định số 7/QĐ-UBND ngày 5/6/2029.")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store")
    yield store
    assert_whole(store)
    store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "docs", old=OLD)


def facts(store: Store, name: str = "old.txt") -> Facts:
    return next(d.facts for d in store.documents() if d.name == name)


def said(store: Store, name: str = "old.txt", **changes: Any) -> None:
    set_facts(store, name, changes, taken_back=(), who="Hà")


def meant(store: Store) -> dict[str, tuple[str, ...]]:
    with Session(store.engine) as session:
        return {link.link.number: link.targets for link in stored_links(session)}


def test_a_correction_is_in_force_at_once_and_tells_before_and_after(store: Store, folder: Path) -> None:
    index_folder(store, folder, FakeEmbedder())
    edit = set_facts(store, "old.txt", {"signer": "Lò Văn Cầu", "place": ""}, taken_back=(), who=" Hà ")
    assert (edit.before, edit.after) == (
        {"signer": "Lò Văn Thí", "place": "Kon Tum"},
        {"signer": "Lò Văn Cầu", "place": ""},
    )
    assert (facts(store).signer, facts(store).place) == ("Lò Văn Cầu", "")
    assert [(e.who, list(e.changes)) for e in fact_edits(store, "old.txt")] == [("Hà", ["signer", "place"])]


def test_a_correction_outlives_a_new_reading_a_change_and_forgetting(store: Store, folder: Path) -> None:
    index_folder(store, folder, FakeEmbedder())
    said(store, signer="Lò Văn Cầu")
    assert index_folder(store, folder, FakeEmbedder()).unchanged == ["old.txt"]
    write(folder, old=OLD.replace("Về trực hè", "Về trực Tết").replace("Lò Văn Thí", "Lò Thị Mới"))
    assert index_folder(store, folder, FakeEmbedder()).changed == ["old.txt"]
    assert (facts(store).subject, facts(store).signer) == ("Về trực Tết", "Lò Văn Cầu")
    forget_folder(store, folder)
    index_folder(store, folder, FakeEmbedder())
    assert facts(store).signer == "Lò Văn Cầu"


def test_a_correction_taken_back_gives_the_documents_own_word_again(store: Store, folder: Path) -> None:
    index_folder(store, folder, FakeEmbedder())
    said(store, number="70/QĐ-UBND", date="2030-01-02")
    edit = set_facts(store, "old.txt", {}, taken_back=("number",), who="Hà")
    assert edit.after == {"number": "7/QĐ-UBND"}
    assert (facts(store).number, facts(store).date) == ("7/QĐ-UBND", "2030-01-02")


def test_a_corrected_day_gives_the_deadlines_their_year(store: Store, folder: Path) -> None:
    index_folder(store, folder, FakeEmbedder())

    def years() -> set[int]:
        with Session(store.engine) as session:
            return {r.due.end.year for r in load_records(session) if r.due is not None and r.due.end is not None}

    assert years() == {2029}
    said(store, date="2028-06-05")
    assert years() == {2028}


def test_the_lexical_index_follows_what_a_document_is_called(store: Store, folder: Path) -> None:
    index_folder(store, folder, FakeEmbedder())
    said(store, title="Quyết định về bác sĩ thường trực")
    assert words_outdated(store)
    before = generation_of(store)
    republish(store)
    assert generation_of(store) == before + 1
    with store.reading() as (_, generation):
        assert generation is not None
        assert generation.words.frequency("bác sĩ") or generation.words.frequency("bác")
    republish(store)
    assert generation_of(store) == before + 1


@pytest.mark.parametrize("changes", [{}, {"date": "hôm qua"}])
def test_what_is_no_correction_is_refused(store: Store, folder: Path, changes: dict[str, Any]) -> None:
    index_folder(store, folder, FakeEmbedder())
    with pytest.raises(ChidaoError):
        said(store, **changes)
    assert fact_edits(store, "old.txt") == []
    with pytest.raises(ChidaoError, match=r"kho không có văn bản 'x\.txt'"):
        said(store, "x.txt", signer="A B")


@pytest.mark.parametrize(
    ("name", "words", "value"),
    [("official", "false", False), ("date", "-", None), ("signer", "-", ""), ("signer", " Lò Văn Thí ", "Lò Văn Thí")],
)
def test_a_fact_as_a_person_writes_it(name: str, words: str, value: str | bool | None) -> None:
    assert fact_of_words(name, words) == value


@pytest.mark.parametrize(
    ("name", "words", "message"),
    [("nummer", "7", "các trường: title"), ("official", "có", "true hoặc false"), ("date", "3/4/2031", "2024-07-19")],
)
def test_a_fact_that_is_none_is_refused(name: str, words: str, message: str) -> None:
    with pytest.raises(ChidaoError, match=message):
        fact_of_words(name, words)


def test_the_order_is_person_then_sidecar_then_manifest_then_text(store: Store, folder: Path) -> None:
    (folder / MANIFEST).write_text('["old.txt"]\nnumber = "1/M"\nplace = "Plei"\nkind = "K"\n', encoding="utf-8")
    (folder / "old.txt.toml").write_text('place = "Ea"\nsigner = "Ea Kar"\n', encoding="utf-8")
    report = index_folder(store, folder, FakeEmbedder())
    assert (report.new, report.skipped) == (["old.txt"], [])
    said(store, signer="Lò Văn Cầu")
    found = facts(store)
    assert (found.number, found.place, found.signer, found.issuer) == ("1/M", "Ea", "Lò Văn Cầu", "")
    (folder / MANIFEST).unlink()
    assert index_folder(store, folder, FakeEmbedder()).changed == ["old.txt"]
    found = facts(store)
    assert (found.number, found.place, found.signer) == ("7/QĐ-UBND", "Ea", "Lò Văn Cầu")
    (folder / "old.txt.toml").unlink()
    assert index_folder(store, folder, FakeEmbedder()).changed == ["old.txt"]
    assert facts(store).place == "Kon Tum"


def test_a_sidecar_without_its_document_is_a_file_like_any_other(store: Store, folder: Path) -> None:
    (folder / "x.txt.toml").write_text('place = "Ea"\n', encoding="utf-8")
    assert index_folder(store, folder, FakeEmbedder()).skipped == ["x.txt.toml"]


@pytest.mark.parametrize("words", ['plac = "Ea"\n', "place = \n", 'date = "hôm qua"\n', "official = 1\n"])
def test_a_broken_sidecar_is_told_and_the_document_is_read(store: Store, folder: Path, words: str) -> None:
    (folder / "old.txt.toml").write_text(words, encoding="utf-8")
    report = index_folder(store, folder, FakeEmbedder())
    assert (report.new, list(report.refused)) == (["old.txt"], ["old.txt.toml"])
    assert "văn bản vẫn được đọc" in report.refused["old.txt.toml"]
    assert facts(store).place == "Kon Tum"
    with pytest.raises(ChidaoError):
        read_sidecar(folder / "old.txt.toml")


def test_a_sidecar_of_another_content_is_not_believed(store: Store, folder: Path) -> None:
    (folder / "old.txt.toml").write_text(f'place = "Ea"\nsha256 = "{"0" * 64}"\n', encoding="utf-8")
    report = index_folder(store, folder, FakeEmbedder())
    assert report.notes == ["old.txt.toml: sha256 khác với tệp văn bản, nên không dùng thông tin của tệp này"]
    assert facts(store).place == "Kon Tum"


@pytest.mark.parametrize("order", [("old", "new"), ("new", "old")])
def test_links_find_their_documents_in_either_order_and_lose_them_again(
    store: Store, tmp_path: Path, order: tuple[str, str]
) -> None:
    for name in order:
        index_folder(store, write(tmp_path / name, **{name: {"old": OLD, "new": NEW}[name]}), FakeEmbedder())
    assert meant(store) == {"7/QĐ-UBND": ("old.txt",)}
    forget_folder(store, tmp_path / "old")
    assert meant(store) == {"7/QĐ-UBND": ()}
    forget_folder(store, tmp_path / "new")
    assert meant(store) == {}


def test_a_corrected_number_is_linked_at_once(store: Store, tmp_path: Path) -> None:
    index_folder(store, write(tmp_path / "docs", old=OLD, new=NEW), FakeEmbedder())
    said(store, number="8/QĐ-UBND")
    assert meant(store) == {"7/QĐ-UBND": ()}
    set_facts(store, "old.txt", {}, taken_back=("number",), who="Hà")
    assert meant(store) == {"7/QĐ-UBND": ("old.txt",)}


@pytest.mark.parametrize(
    ("other", "targets"),
    [
        (OLD.replace("ngày 5 tháng 6 năm 2029", "ngày 6 tháng 6 năm 2028"), ()),
        (OLD.replace("TỈNH KON TUM", "TỈNH CÀ MAU").replace("Kon Tum,", "Cà Mau,"), ()),
        (OLD.replace("năm 2029", "năm 2032"), ()),
        (OLD, ("other.txt",)),
    ],
    ids=["another day", "another province", "newer than what replaces it", "the one"],
)
def test_a_document_of_the_same_number_is_meant_only_where_day_and_province_agree(
    store: Store, tmp_path: Path, other: str, targets: tuple[str, ...]
) -> None:
    index_folder(store, write(tmp_path / "docs", other=other, new=NEW), FakeEmbedder())
    assert meant(store)["7/QĐ-UBND"] == targets


def test_without_a_day_two_of_one_number_are_too_many_and_two_copies_are_not(store: Store, tmp_path: Path) -> None:
    new = NEW.replace(" ngày 5/6/2029", "")
    earlier = OLD.replace("năm 2029", "năm 2028")
    index_folder(store, write(tmp_path / "docs", old=OLD, earlier=earlier, new=new), FakeEmbedder())
    assert meant(store)["7/QĐ-UBND"] == ()
    write(tmp_path / "docs", earlier=OLD + "\n")
    index_folder(store, tmp_path / "docs", FakeEmbedder())
    assert meant(store)["7/QĐ-UBND"] == ("earlier.txt", "old.txt")
