"""The command as a person runs it, and the machine interface that other programs read."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant import cli
from assistant.settings import SHIPPED
from index.onnx_embedder import OnnxEmbedder

CHIDAO = Path(sys.executable).with_name("chidao")
NOTICE = "002_a1224c4dc0de3d89.txt"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def home(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the built model."""
    home = tmp_path_factory.mktemp("home")
    (home / "model").symlink_to(model_folder)
    return home


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process; (exit status, standard output, standard error)."""
    monkeypatch.setenv("CHIDAO_HOME", str(home))

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["chidao", *arguments])
        status = 0
        try:
            cli.main()
        except SystemExit as left:
            status = left.code if isinstance(left.code, int) else 1
        out, err = capfd.readouterr()
        return status, out, err

    return command


@pytest.fixture
def store(run: Run, home: Path) -> Path:
    """The home's store, with the shipped documents in it."""
    status, _, err = run("index", str(SHIPPED))
    assert status == 0, err
    return home / "store"


def test_index_tells_what_it_did_and_does_nothing_twice(run: Run, tmp_path: Path) -> None:
    folder, store = tmp_path / "văn bản", str(tmp_path / "kho")
    folder.mkdir()
    (folder / "chỉ thị.txt").write_text("1. Bộ Y tế báo cáo trước ngày 05/8/2031.\n", encoding="utf-8")
    (folder / "rỗng.txt").touch()
    (folder / "ảnh.gif").write_bytes(b"\x89PNG\r\n")
    status, out, err = run("index", str(folder), "--store", store)
    assert status == 0
    assert re.fullmatch(r"Văn bản: 1 mới, 1 không đọc được, 1 bỏ qua \(loại tệp chưa hỗ trợ\) \(\d+,\d giây\)\n", out)
    assert err.splitlines() == ["  rỗng.txt: tệp rỗng", "  ảnh.png: bỏ qua, loại tệp chưa hỗ trợ"]
    status, out, _ = run("index", str(folder), "--store", store, "--json")
    assert json.loads(out)["unchanged"] == ["chỉ thị.txt"]


def test_forget_drops_a_folder_and_leaves_the_rest(run: Run, tmp_path: Path) -> None:
    store = str(tmp_path / "kho")
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text(f"Bộ Y tế làm việc {name}.", encoding="utf-8")
        run("index", str(tmp_path / name), "--store", store)
    assert run("forget", str(tmp_path / "a"), "--store", store)[0] == 0
    assert run("documents", "--json", "--store", store)[1].count('"document": "b/x.txt"') == 1
    status, _, err = run("forget", str(tmp_path / "a"), "--store", store)
    assert (status, err.startswith("chidao: kho không có gì từ thư mục")) == (1, True)


@pytest.mark.usefixtures("store")
def test_ask_answers_a_person(run: Run) -> None:
    status, out, _ = run("ask", "Ngân hàng Nhà nước phải trình nghị định gì?")
    assert status == 0
    assert "Nghị định về Cơ chế thử nghiệm có kiểm soát" in out
    assert "Nguồn:\n  [1] Kết luận Hội nghị Thường trực Chính phủ" in out


@pytest.mark.usefixtures("store")
def test_ask_tells_a_person_that_nothing_was_found(run: Run) -> None:
    _, out, _ = run("ask", "Bộ Quốc phòng phải đóng bao nhiêu tàu ngầm?")
    assert out.startswith("Không tìm thấy câu trả lời trong 5 văn bản đã nạp.\nLý do: ")
    assert "Đoạn gần nhất (không phải câu trả lời):" in out


@pytest.mark.usefixtures("store")
def test_an_answer_has_exactly_the_shape_of_the_machine_interface(run: Run) -> None:
    _, out, _ = run("ask", "Ngân hàng Nhà nước phải trình nghị định gì?", "--json")
    answer = json.loads(out)
    assert set(answer) >= {"question", "status", "reason", "answer", "tasks", "citations", "neighbours", "seconds"}
    assert answer["status"] == "answered"
    assert answer["reason"] is None
    numbers = {citation["n"] for citation in answer["citations"]}
    assert answer["tasks"]
    assert all(task["citation"] in numbers and task["lead"] for task in answer["tasks"])
    citation = answer["citations"][0]
    assert set(citation) >= {"n", "document", "title", "date", "section", "quote", "start", "end"}
    assert (citation["n"], citation["document"]) == (1, NOTICE)
    _, text, _ = run("text", NOTICE)
    assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_text_is_the_stored_text_byte_for_byte(store: Path, home: Path) -> None:
    run = subprocess.run(
        [CHIDAO, "text", NOTICE, "--store", store],
        env={**os.environ, "CHIDAO_HOME": str(home)}, capture_output=True, check=True,
    )  # fmt: skip
    assert run.stdout == (SHIPPED / NOTICE).read_bytes()
    assert run.stderr == b""


@pytest.mark.usefixtures("store")
def test_a_batch_keeps_its_order_and_goes_on_after_a_bad_line(run: Run, tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "question": "Ai trình Luật Dữ liệu?", "expect": ["must not be read"]}',
        '{"id": "b", "question": ""}',
        "not json",
        '{"id": "c"}',
        '{"id": "d", "question": "Hạn khi nào?", "history": "no list"}',
        "",
        '{"id": 7, "question": "Hạn là khi nào?", "history": ["Ai phải phê duyệt hồ sơ đề xuất cấp độ?"]}',
        '["a list"]',
        json.dumps({"id": "nul", "question": "Ai\x00 trình\ud800 Luật Dữ liệu?"}),
    ]
    questions = tmp_path / "câu hỏi.jsonl"
    questions.write_text("\n".join(lines), encoding="utf-8")
    status, out, _ = run("ask", "--file", str(questions), "--json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [a.get("id") for a in answers] == ["a", "b", None, "c", "d", 7, None, "nul"]
    assert [a.get("status", "error") for a in answers] == ["answered", *["error"] * 4, "answered", "error", "answered"]
    assert answers[1]["error"] == "dòng 2: Câu hỏi trống; hãy nhập câu hỏi."
    assert answers[3]["error"] == 'dòng 4: cần một đối tượng JSON có khóa "question" là chuỗi'
    assert "tháng 9 năm 2024" in answers[5]["answer"]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ask",), "hãy nêu một câu hỏi"),
        (("ask", ""), "Câu hỏi trống"),
        (("ask", "a" * 20_000), "tối đa 1.000"),
        (("ask", "--file", "không có.jsonl"), "không đọc được tệp câu hỏi 'không có.jsonl'"),
        (("index",), "hãy nêu thư mục"),
        (("index", "không có"), "không có thư mục"),
        (("text", "không có.txt"), "kho không có văn bản 'không có.txt'"),
    ],
)
def test_a_refusal_is_one_line_and_exit_status_1(run: Run, arguments: Sequence[str], told: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (1, "")
    assert err.startswith("chidao: ")
    assert told in err
    assert err.count("\n") == 1


def test_a_missing_model_names_the_command_that_builds_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHIDAO_HOME", str(tmp_path))
    status, _, err = run("ask", "Ai trình Luật Dữ liệu?")
    assert status == 1
    assert "chidao model build" in err


def test_help_is_in_vietnamese_and_names_every_command(run: Run) -> None:
    status, out, _ = run("--help")
    assert status == 0
    for command in ("index", "forget", "ask", "tasks", "task", "text", "documents", "chat", "model"):
        assert command in out
    assert "Hỏi đáp văn bản chỉ đạo" in out


def test_the_store_of_another_model_is_refused_until_it_is_rebuilt(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OnnxEmbedder, "model_id", "another")
    status, _, err = run("ask", "Ai trình Luật Dữ liệu?")
    assert status == 1
    assert "chidao index --rebuild" in err
    assert run("index", "--rebuild")[0] == 0
    assert run("ask", "Ai trình Luật Dữ liệu?")[0] == 0
    monkeypatch.undo()
    assert store.is_dir()


def test_a_bar_shows_the_progress_of_each_stage_on_a_terminal(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "văn bản"
    folder.mkdir()
    for n in range(12):
        text = "".join(f"{i}. Bộ Y tế báo cáo việc thứ {i} của đợt {n} trước ngày 05/8/2031.\n" for i in range(1, 9))
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    with subprocess.Popen(
        [CHIDAO, "index", str(folder), "--store", str(tmp_path / "kho")],
        env={**os.environ, "CHIDAO_HOME": str(home)}, stdout=subprocess.PIPE, stderr=theirs,
    ) as run:  # fmt: skip
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # how a terminal says that its other side is closed
            while piece := os.read(ours, 4096):
                shown += piece
        assert run.stdout is not None
        assert run.stdout.read().decode().startswith("Văn bản: 12 mới (")
    os.close(ours)
    assert "Đọc văn bản" in shown.decode()
    assert "Ghi chỉ mục" in shown.decode()
