"""`chidao doctor`: a whole store is all well; each thing that is wrong has its line, with what to do."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

import assistant.keeping.machine_checks
import assistant.keeping.store_checks
from assistant import cli
from assistant.keeping.finding import Finding, Level
from assistant.keeping.machine_checks import check_lock, check_machine, check_model, check_programs, check_room
from assistant.keeping.store_checks import check_store, model_named
from assistant.settings import Settings
from index.edits import Change, record_edit
from index.generations import generation_folder, writing
from index.ingest import index_folder
from index.onnx_embedder import OnnxEmbedder
from index.probe import probe
from index.record import load_records
from index.store import Store
from tests.fake_embedder import FakeEmbedder, directive, write
from tests.test_migration import sql


@pytest.fixture
def docs(tmp_path: Path, store: Store) -> Path:
    folder = write(tmp_path / "docs", a=directive(1), b=directive(2))
    index_folder(store, folder, FakeEmbedder())
    with Session(store.engine) as session:
        record_edit(store, load_records(session)[0].key, Change(done=True), who="Lan")
    return folder


def findings(store: Store) -> dict[str, Finding]:
    """The last finding of each check; a check that is not well goes before."""
    found: dict[str, Finding] = {}
    for finding in check_store(store.folder):
        if finding.check not in found or found[finding.check].level is Level.OK:
            found[finding.check] = finding
    return found


def test_of_a_whole_store_all_is_well(store: Store, docs: Path) -> None:
    found = findings(store)
    assert {finding.level for finding in found.values()} == {Level.OK}
    assert "2 văn bản" in found["counts"].told
    assert "đủ 6 đoạn" in found["vectors"].told
    assert "1 ghi nhận" in found["edits"].told
    assert model_named(store.folder) == "fake-1"


def test_looking_writes_nothing_and_makes_no_store(tmp_path: Path) -> None:
    found = list(check_store(tmp_path / "nowhere"))
    assert [(f.check, f.level) for f in found] == [("catalog", Level.WARNING)]
    assert not (tmp_path / "nowhere").exists()
    assert model_named(tmp_path / "nowhere") == ""


def generation(store: Store) -> Path:
    return generation_folder(store.folder, 1)


def overwritten(path: Path) -> None:
    path.write_bytes(b"\x93" * path.stat().st_size)


def catalog_overwritten(store: Store) -> None:
    store.engine.dispose()
    overwritten(store.folder / "catalog.sqlite")


def without_vectors(store: Store) -> None:
    """Chroma's database lost passages, in a way that it does not see itself."""
    with closing(sqlite3.connect(generation(store) / "vectors" / "chroma.sqlite3")) as chroma:
        chroma.execute("DELETE FROM embeddings WHERE id = (SELECT min(id) FROM embeddings)")
        chroma.commit()


WRONG: dict[str, tuple[Callable[[Store, Path], object], str, Level, str]] = {
    "catalog cut": (
        lambda s, d: catalog_overwritten(s), "catalog", Level.ERROR, "restore"
    ),
    "older layout": (
        lambda s, d: sql(s.folder, "UPDATE meta SET value = '2' WHERE key = 'layout'"), "layout", Level.WARNING, "index"
    ),
    "newer layout": (
        lambda s, d: sql(s.folder, "UPDATE meta SET value = '99' WHERE key = 'layout'"), "layout", Level.ERROR, "renew"
    ),
    "vectors of the catalog lost": (
        lambda s, d: sql(s.folder, "DELETE FROM vectors"), "vectors", Level.ERROR, "--rebuild"
    ),
    "generation lost": (lambda s, d: shutil.rmtree(generation(s)), "vectors", Level.ERROR, "--rebuild"),
    "vectors overwritten": (
        lambda s, d: overwritten(next(generation(s).rglob("data_level0.bin"))), "vectors", Level.ERROR, "--rebuild"
    ),
    "vectors lost in Chroma": (lambda s, d: without_vectors(s), "vectors", Level.ERROR, "--rebuild"),
    "another passage in the catalog": (
        lambda s, d: sql(s.folder, "UPDATE passages SET id = 'x' WHERE position = 0 AND document_id = 1"),
        "vectors", Level.ERROR, "--rebuild",
    ),
    "read by old rules": (
        lambda s, d: sql(s.folder, "UPDATE documents SET rules = '0'"), "rules", Level.WARNING, "chidao index"
    ),
    "staged": (
        lambda s, d: sql(s.folder, "UPDATE documents SET state = 'staged' WHERE name = 'a.txt'"),
        "staged", Level.WARNING, "chidao index",
    ),
    "folder gone": (lambda s, d: shutil.rmtree(d), "folders", Level.WARNING, "gắn lại"),
    "manifest broken": (
        lambda s, d: (d / "manifest.toml").write_text("["), "folders", Level.ERROR, "chidao index"
    ),
    "edit without a task": (
        lambda s, d: sql(s.folder, "UPDATE edits SET key = 'x', document = 'x'"),
        "edits", Level.WARNING, "chidao task edits",
    ),
    "left over": (lambda s, d: (s.folder / "incoming").mkdir(), "left-over", Level.WARNING, "chidao index"),
    "removal put off": (
        lambda s, d: sql(s.folder, "INSERT INTO meta VALUES ('purge', 'due')"), "removal", Level.WARNING, "chidao index"
    ),
}  # fmt: skip


PROBED = {"vectors lost in Chroma", "another passage in the catalog"}


@pytest.mark.parametrize("how", WRONG)
def test_what_is_wrong_with_a_store_is_told_with_what_to_do(
    how: str, store: Store, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_it, check, level, advice = WRONG[how]
    if how not in PROBED:  # a process of its own takes seconds
        monkeypatch.setattr(assistant.keeping.store_checks, "probe", lambda *_: (set(), "không xem"))
    break_it(store, docs)
    found = findings(store)
    assert found[check].level is level
    assert advice in found[check].advice
    for finding in found.values():
        assert "\n" not in finding.line()
    store.close()


def test_what_brings_a_process_down_brings_down_another_one(
    store: Store, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.probe.sys", SimpleNamespace(executable="/bin/false"))
    found, reason = probe(store.folder, 1, 4)
    assert not found
    assert "làm dừng cả tiến trình (mã 1)" in reason


# The machine.


def one(finding: Finding, level: Level, told: str) -> None:
    assert (finding.level, told in finding.told) == (level, True), finding


def test_a_writer_is_named(tmp_path: Path) -> None:
    (tmp_path / "writer.lock").touch()
    one(next(check_lock(tmp_path)), Level.OK, "không tiến trình nào")
    with writing(tmp_path):
        one(next(check_lock(tmp_path)), Level.WARNING, "cập nhật")
    one(next(check_lock(tmp_path)), Level.OK, "không tiến trình nào")


def test_too_little_room_is_told_before_it_is_needed(store: Store, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10_000_000))
    memory = SimpleNamespace(virtual_memory=lambda: SimpleNamespace(available=200_000_000))
    monkeypatch.setattr(assistant.keeping.machine_checks, "psutil", memory)
    disk, free = check_room(store.folder)
    one(disk, Level.ERROR, "đĩa còn trống 10 MB, một lần nạp cần đến 500 MB")
    one(free, Level.WARNING, "bộ nhớ còn trống 200 MB, một lần nạp cần 1,5 GB")


def test_programs_that_are_not_installed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    office, scans = check_programs()
    one(office, Level.WARNING, "không có LibreOffice")
    one(scans, Level.WARNING, "không có tesseract")
    monkeypatch.setattr(shutil, "which", lambda _: "/bin/echo")
    one(list(check_programs())[1], Level.WARNING, "chưa có tiếng Việt")


def test_the_model_must_be_whole_and_the_one_of_the_store(model_folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    one(next(check_model(Settings(home=home), "")), Level.WARNING, "chưa dựng mô hình")
    home.mkdir()
    (home / "model").symlink_to(model_folder)
    built = OnnxEmbedder(model_folder).model_id
    one(next(check_model(Settings(home=home), built)), Level.OK, built)
    one(next(check_model(Settings(home=home), "fake-1")), Level.ERROR, "'fake-1'")
    (home / "model").unlink()
    shutil.copytree(model_folder, home / "model")
    (home / "model" / "model.onnx").write_bytes(b"x")
    one(next(check_model(Settings(home=home), built)), Level.ERROR, "bị hỏng")


def test_the_machine_is_looked_at_without_a_store_too(tmp_path: Path) -> None:
    checks = [finding.check for finding in check_machine(Settings(home=tmp_path), "")]
    assert checks == ["model", "disk", "memory", "libreoffice", "tesseract"]


# The commands.

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, model_folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    home = tmp_path / "home"
    home.mkdir()
    (home / "model").symlink_to(model_folder)
    monkeypatch.setenv("CHIDAO_HOME", str(home))

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["chidao", *arguments])
        status = 0
        try:
            cli.main()
        except SystemExit as left:
            status = left.code if isinstance(left.code, int) else 1
        return status, *capfd.readouterr()

    return command


def test_a_store_is_backed_up_lost_put_back_and_looked_at(run: Run, tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", a=directive(1), b=directive(2))
    assert run("index", str(docs))[0] == 0
    status, out, err = run("doctor", "--json")
    assert (status, err) == (0, "")
    assert {json.loads(line)["level"] for line in out.splitlines()} <= {"ok", "warning"}
    status, out, _ = run("backup", str(tmp_path / "kho.zip"))
    assert (status, out.startswith("Đã sao lưu 2 văn bản và 0 ghi nhận")) == (0, True)
    status, _, err = run("backup", str(tmp_path / "kho.zip"))
    assert (status, "--force" in err, err.count("\n")) == (1, True, 1)
    shutil.rmtree(tmp_path / "home" / "store")
    status, out, _ = run("restore", str(tmp_path / "kho.zip"))
    assert (status, out.startswith("Đã khôi phục 2 văn bản")) == (0, True)
    status, out, _ = run("ask", "Bộ Y tế hoàn thành kế hoạch số 2 khi nào?")
    assert (status, "trước ngày 3 tháng 8 năm 2024" in out) == (0, True)
    shutil.rmtree(next((tmp_path / "home" / "store" / "derived").glob("0*[0-9]")) / "words")
    status, out, _ = run("doctor")
    assert (status, "lỗi" in out, "chidao index --rebuild" in out) == (1, True, True)


def test_a_store_of_a_newer_version_is_made_anew_by_the_command_that_is_named(run: Run, tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", a=directive(1))
    assert run("index", str(docs))[0] == 0
    store = tmp_path / "home" / "store"
    sql(store, "UPDATE meta SET value = '99' WHERE key = 'layout'")
    status, _, err = run("documents")
    command = err.strip().split("chidao ")[-1].split()
    assert (status, command) == (1, ["renew", "--store", str(store)])
    status, out, _ = run(*command)
    assert (status, "1 văn bản" in out) == (0, True)
    assert not list(store.glob("catalog.*aside*"))
    shutil.rmtree(docs)
    sql(store, "UPDATE meta SET value = '99' WHERE key = 'layout'")
    status, _, err = run(*command)
    assert (status, "danh mục cũ giữ ở" in err) == (1, True)
