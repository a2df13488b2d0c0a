"""`chidao chat` as a process of its own: what it says, whom it lets in, and how it refuses."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

CHIDAO = Path(sys.executable).with_name("chidao")


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture(scope="module")
def environment(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    home = tmp_path_factory.mktemp("home")
    (home / "model").symlink_to(model_folder)
    missing = str(home / "không có")
    return os.environ | {
        "CHIDAO_HOME": str(home),
        "CHIDAO_FOLDERS": f'["{missing}"]',
        "DISPLAY": "",
        "WAYLAND_DISPLAY": "",
    }


@pytest.fixture(scope="module")
def port() -> int:
    return _free_port()


@pytest.fixture(scope="module")
def chat(environment: dict[str, str], port: int) -> Iterator[subprocess.Popen[str]]:
    """A running page, once it answers."""
    with subprocess.Popen(
        [CHIDAO, "chat", "--port", str(port)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        for _ in range(120):
            try:
                httpx.get(f"http://127.0.0.1:{port}/", timeout=5)
                break
            except httpx.TransportError:
                assert process.poll() is None, process.stderr.read() if process.stderr else ""
                time.sleep(0.5)
        yield process
        if process.poll() is None:
            process.kill()


def test_the_page_is_reached_from_this_machine_alone(chat: subprocess.Popen[str], port: int) -> None:
    assert chat.poll() is None
    assert httpx.get(f"http://127.0.0.1:{port}/").status_code == 200
    own = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in own - {"127.0.0.1", "127.0.1.1"}:
        with pytest.raises(OSError, match="refused"), socket.create_connection((str(address), port), timeout=5):
            pass


@pytest.mark.usefixtures("chat")
def test_a_port_that_is_taken_is_one_clear_line(environment: dict[str, str], port: int) -> None:
    run = subprocess.run(
        [CHIDAO, "chat", "--port", str(port)],
        env=environment | {"CHIDAO_FOLDERS": "[]"}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert run.returncode == 1
    assert run.stderr == (
        f"chidao: không mở được trang ở 127.0.0.1:{port}: cổng đang được dùng, hoặc địa chỉ không phải của máy này; "
        "hãy chọn cổng khác (--port) hoặc địa chỉ khác (--host)\n"
    )


def test_it_tells_its_address_and_the_folder_that_is_missing_and_stops_when_told(
    chat: subprocess.Popen[str], port: int
) -> None:
    chat.terminate()  # not SIGINT: a shell starts what runs in its background with that ignored
    out, err = chat.communicate(timeout=30)
    assert f"Trang hỏi đáp: http://127.0.0.1:{port} (dừng bằng Ctrl+C)\n" in out
    assert "Văn bản: 5 mới (" in out
    assert "không có thư mục" in err
    assert "Traceback" not in err
