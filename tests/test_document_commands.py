"""`chidao documents` and `chidao set`: facts and links shown, facts corrected by a person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import document_commands
from corpus.errors import ChidaoError
from index.ingest import index_folder
from index.store import Store
from tests.fake_embedder import FakeEmbedder, write
from tests.test_fact_edits import NEW, OLD


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder of a store with two linked documents."""
    store = Store(tmp_path / "store")
    index_folder(store, write(tmp_path / "docs", old=OLD, new=NEW), FakeEmbedder())
    store.close()
    return tmp_path / "store"


def shown(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def listed(place: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    document_commands.documents(as_json=True, store=place)
    return {line["document"]: line for line in map(json.loads, shown(capsys))}


def test_documents_shows_signer_and_links(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document_commands.documents(store=place)
    lines = shown(capsys)
    assert lines[0].endswith("12/QĐ-UBND  2031-04-03  ký: Lò Văn Thí  chính thức")
    assert lines[1] == "    thay thế Quyết định số 7/QĐ-UBND [old.txt]"
    assert lines[3] == "    được thay thế bởi [new.txt]"


def test_documents_as_json_holds_facts_links_and_corrections(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document_commands.set_("old.txt", ["signer=Lò Văn Cầu", "place="], by="Hà", store=place)
    assert shown(capsys)[1:] == [
        "  signer (người ký): Lò Văn Thí -> Lò Văn Cầu",
        "  place (nơi ban hành): Kon Tum -> Kon Tum (thôi sửa)",
    ]
    found = listed(place, capsys)
    assert found["old.txt"]["signer"] == "Lò Văn Cầu"
    corrected = found["old.txt"]["corrected"]
    assert isinstance(corrected, dict)
    assert list(corrected) == ["signer"]
    assert (corrected["signer"]["value"], corrected["signer"]["who"]) == ("Lò Văn Cầu", "Hà")
    assert found["old.txt"]["linked_by"] == [{"relation": "replaces", "part": "", "document": "new.txt"}]
    links = found["new.txt"]["links"]
    assert isinstance(links, list)
    assert (links[0]["number"], links[0]["date"], links[0]["targets"]) == ("7/QĐ-UBND", "2029-06-05", ["old.txt"])


def test_a_document_may_be_named_by_its_number_and_shown_with_its_history(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document_commands.set_("7/QĐ-UBND", ["number=8/QĐ-UBND"], by="Hà", store=place)
    shown(capsys)
    document_commands.set_("8/QĐ-UBND", store=place)
    lines = shown(capsys)
    assert lines[0] == "old.txt"
    assert "  number (số): 8/QĐ-UBND" in lines
    assert lines[-1].endswith("UTC, Hà: number: 7/QĐ-UBND -> 8/QĐ-UBND")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (["nummer=7"], "không có trường 'nummer'"),
        (["number"], "thiếu dấu ="),
        (["number=7", "number=8"], "được nêu hai lần"),
        (["date=3/4/2031"], "không đúng dạng"),
        (["official=yes"], "true hoặc false"),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_is_kept(
    place: Path, capsys: pytest.CaptureFixture[str], changes: list[str], message: str
) -> None:
    with pytest.raises(ChidaoError, match=message):
        document_commands.set_("old.txt", ["place=Ea", *changes], by="Hà", store=place)
    assert listed(place, capsys)["old.txt"]["corrected"] == {}
