"""Damage of a store as the commands tell it: one line with the way out; indexing heals what is derived, and says so."""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import assistant.opening
from assistant import cli
from assistant.conversations import Conversations, open_database
from index.generations import damage, generation_folder
from index.ingest import index_folder
from index.store import Store
from tests.fake_embedder import FakeEmbedder, assert_whole, directive, write
from tests.test_store import DAMAGE, cut, overwrite

Run = Callable[..., tuple[int, str, str]]


def other_program(path: Path, table: str) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, title TEXT)")
        connection.commit()


CATALOG: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut": (cut, "danh mục của kho .* không mở được"),
    "overwritten": (overwrite, "danh mục của kho .* không mở được"),
    "emptied": (lambda path: path.write_bytes(b""), "tệp danh mục đã mất hoặc rỗng"),
    "lost": (Path.unlink, "chưa có kho ở|tệp danh mục đã mất"),
    "of another program": (lambda path: other_program(path, "bookmarks"), "của chương trình khác"),
    "of another program with a table of the same name": (
        lambda path: other_program(path, "documents"),
        "của chương trình khác",
    ),
}
READING = [["ask", "Bộ Y tế làm gì?"], ["tasks"], ["text", "a.txt"], ["documents"], ["task", "edits"]]
PARTS: dict[str, Callable[[Path], object]] = {
    **DAMAGE,
    "index of vectors full of something else": lambda g: overwrite(next(g.rglob("data_level0.bin"))),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "docs", **{f"{name}": directive(i) for i, name in enumerate("abcdef")})


@pytest.fixture
def where(tmp_path: Path, folder: Path) -> Path:
    """A store of some documents, closed."""
    with closing(Store(tmp_path / "store")) as store:
        index_folder(store, folder, FakeEmbedder())
    return tmp_path / "store"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr(assistant.opening, "open_embedder", lambda *_: FakeEmbedder())

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["chidao", *arguments])
        status = 0
        try:
            cli.main()
        except SystemExit as left:
            status = left.code if isinstance(left.code, int) else 1
        return status, *capsys.readouterr()

    return command


@pytest.mark.parametrize("how", ["cut", "overwritten", "emptied", "lost"])
def test_the_way_out_of_a_lost_catalog_keeps_what_persons_left(
    how: str, where: Path, folder: Path, tmp_path: Path, run: Run
) -> None:
    engine = open_database(where)
    kept = Conversations(engine).add("user:a", "Bộ Y tế làm gì?", {"answer": "..."})
    engine.dispose()
    CATALOG[how][0](where / "catalog.sqlite")
    status, _, told = run("index", str(folder), "--store", str(where))
    assert status == 1
    assert "xóa" not in told
    for words in ("chidao restore", "catalog.sqlite*", "derived", "giữ nguyên conversations.sqlite", "chidao index"):
        assert words in told
    (tmp_path / "aside").mkdir()
    for part in [*where.glob("catalog.sqlite*"), where / "derived"]:
        part.rename(tmp_path / "aside" / part.name)
    assert run("index", str(folder), "--store", str(where))[0] == 0
    with closing(Store(where)) as store:
        assert_whole(store)
    engine = open_database(where)
    assert Conversations(engine).one("user:a", kept.conversation).questions == ("Bộ Y tế làm gì?",)
    engine.dispose()


@pytest.mark.parametrize("how", CATALOG)
def test_every_command_tells_a_catalog_that_is_none_in_one_line_and_touches_nothing(
    how: str, where: Path, folder: Path, run: Run
) -> None:
    damaging, words = CATALOG[how]
    catalog = where / "catalog.sqlite"
    damaging(catalog)
    before = catalog.read_bytes() if catalog.exists() else None
    for arguments in (*READING, ["index", str(folder)], ["index", "--rebuild"], ["forget", str(folder)]):
        status, out, err = run(*arguments, "--store", str(where))
        assert (status, out) == (1, ""), arguments
        assert err.count("\n") == 1, err
        assert re.search(words, err), err
    assert (catalog.read_bytes() if catalog.exists() else None) == before


@pytest.mark.parametrize("how", PARTS)
def test_indexing_heals_what_is_derived_and_says_what(how: str, where: Path, folder: Path, run: Run) -> None:
    PARTS[how](generation_folder(where, 1))
    if how not in DAMAGE and not damage(where, 1):
        pytest.skip("Chroma would fall over it with the process: it is seen by sums of the files only")
    # a list of a body's tasks needs the register alone; this question is looked for
    status, out, err = run("ask", "Bộ Y tế hoàn thành kế hoạch số 3 khi nào?", "--store", str(where))
    assert (status, out, err.count("\n")) == (1, "", 1), err
    assert "hãy dựng lại bằng: chidao index --rebuild" in err
    assert run("text", "a.txt", "--store", str(where))[1] == directive(0)
    status, out, err = run("index", str(folder), "--json", "--store", str(where))
    assert (status, err) == (0, "")
    report = json.loads(out)
    assert (len(report["unchanged"]), len(report["repaired"])) == (6, 1)
    assert run("ask", "Bộ Y tế làm gì?", "--store", str(where))[0] == 0
    with closing(Store(where)) as store:
        assert_whole(store)
    assert json.loads(run("index", str(folder), "--json", "--store", str(where))[1])["repaired"] == []


def test_a_person_reads_what_was_repaired(where: Path, folder: Path, run: Run) -> None:
    DAMAGE["words overwritten"](generation_folder(where, 1))
    _, out, err = run("index", str(folder), "--store", str(where))
    assert out.startswith("Văn bản: 6 không đổi (")
    assert err.startswith("Đã sửa kho: ")
    assert "dựng lại từ danh mục" in err


@pytest.mark.parametrize("arguments", [*READING, ["index", "--rebuild"]])
def test_what_reads_makes_no_store_where_there_is_none(arguments: list[str], tmp_path: Path, run: Run) -> None:
    status, out, err = run(*arguments, "--store", str(tmp_path / "nowhere"))
    assert (status, out) == (1, "")
    assert err.startswith("chidao: chưa có kho ở")
    assert not (tmp_path / "nowhere").exists()


def test_a_new_store_is_told(tmp_path: Path, folder: Path, run: Run) -> None:
    _, _, err = run("index", str(folder), "--store", str(tmp_path / "new"))
    assert err == f"Tạo kho mới ở {tmp_path / 'new'}\n"
    assert run("index", str(folder), "--store", str(tmp_path / "new"))[2] == ""
