"""The server on a socket of its own: streams, slow senders, and a restart that loses nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from assistant.server.app import create_app
from assistant.server.running import Served
from assistant.server.signing import Signer, secret_of
from assistant.settings import Settings
from corpus.errors import ChidaoError
from index.store import Store
from tests.fake_embedder import FakeEmbedder
from tests.fakes import FakeAsker
from tests.servers import settings_in

API = "/api/v1"
ASK = {"question": "an toàn thông tin", "keep": True}


@contextmanager
def _served(settings: Settings, store: Store) -> Iterator[Served]:
    served = Served(create_app(settings, FakeAsker(), store, FakeEmbedder()), settings).start()
    try:
        yield served
    finally:
        served.close()


def test_a_restart_loses_no_conversation_and_ends_no_browser(home: Path, filled: Store) -> None:
    settings = settings_in(home, port=0)
    with httpx.Client() as browser:
        with _served(settings, filled) as served:
            browser.get(served.local_url)
            told = browser.post(f"{served.local_url}api/v1/ask", json=ASK)
            kept = told.json()["conversation"]
        with pytest.raises(httpx.TransportError):
            browser.get(served.local_url)
        with _served(settings, filled) as served:
            found = browser.get(f"{served.local_url}api/v1/conversations/{kept}").json()
            assert [turn["question"] for turn in found["turns"]] == [ASK["question"]]
            assert found["turns"][0]["answer"]["citations"]


def test_streams_slow_senders_and_forged_requests_over_a_real_socket(home: Path, filled: Store) -> None:
    with _served(settings_in(home, port=0, request_seconds=1.5), filled) as served:
        url = f"{served.local_url}api/v1/ask"
        with httpx.stream("POST", url, json=ASK, headers={"Accept": "text/event-stream"}) as answer:
            assert sum(line.startswith("event: ") for line in answer.iter_lines()) > 5
        head = f"POST {API}/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        assert b"408" in _sent(served, head + "Content-Length: 50\r\n\r\n{").split(b"\r\n")[0]
        for forged in (
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
            "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
            head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            head + "Content-Length: -1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: " + "a" * 100_000 + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: " + "a" * 2_000_000 + "\r\n\r\n",
        ):
            status = _sent(served, forged).split(b" ")[1]
            assert status in (b"400", b"408", b"421", b"422", b"431"), forged[:60]
        assert httpx.get(f"{served.local_url}api/v1/health").status_code == 200


def _sent(served: Served, request: str) -> bytes:
    """What comes back to bytes that no client would send."""
    with socket.create_connection(("127.0.0.1", served.server_port), timeout=10) as connection:
        try:
            connection.sendall(request.encode())
            return connection.recv(65_536)
        except (ConnectionResetError, BrokenPipeError):
            return b"HTTP/1.1 400 reset"


def test_an_address_that_is_taken_or_none_of_ours_is_told(home: Path, filled: Store) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = settings_in(home, port=taken.getsockname()[1])
        with pytest.raises(ChidaoError, match="cổng đang được dùng"):
            Served(create_app(settings, FakeAsker(), filled), settings)


def test_the_command_does_not_open_the_page_to_all_unless_told_so(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "chat", "--host", "0.0.0.0", "--port", "1"],
        env=os.environ | {"CHIDAO_HOME": str(tmp_path)}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert run.returncode == 1
    assert run.stderr == (
        "chidao: host = '0.0.0.0' mở trang cho máy khác mà không kiểm soát truy cập; hãy đặt access = \"proxy\" hoặc "
        '"oidc", hoặc cho phép rõ ràng bằng allow_public = true\n'
    )


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "home")
    secret = secret_of(settings)
    assert len(secret) > 40
    assert secret_of(settings) == secret
    (file,) = settings.home.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_was_signed_for_one_purpose_is_good_for_no_other() -> None:
    signed = Signer("secret", "session", 60).sign("a")
    assert Signer("secret", "session", 60).read(signed) == "a"
    assert Signer("secret", "calendar", 60).read(signed) is None
    assert Signer("other", "session", 60).read(signed) is None
    assert Signer("secret", "session", -1).read(signed) is None
    assert Signer("secret", "session", 60).read("") is None
