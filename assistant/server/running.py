"""The server as it runs: on a socket of its own, in this thread or beside it."""

from __future__ import annotations

import signal
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from typing import Any

import uvicorn
from fastapi import FastAPI

from assistant.server.shield import LONGEST_HEAD
from assistant.settings import Settings
from corpus.errors import ChidaoError

PATIENCE = 5
"""Seconds that open streams have when the server ends."""
STARTING = 30.0


class Served:
    """An application that is served.

    Attributes:
        server_port: where; `local_url` is its address on this machine, with the path that it is served under.
    """

    def __init__(self, app: FastAPI, settings: Settings, at_end: Callable[[], None] = lambda: None) -> None:
        """Takes the address; `at_end` is called when all is over.

        Raises ChidaoError where another has the address, or it is none of this machine.
        """
        self.at_end = at_end
        self.app = app
        self.socket = _bound(settings.host, settings.port)
        self.server_port: int = self.socket.getsockname()[1]
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104  compared only
        shown = f"[{shown}]" if ":" in shown and not shown.startswith("[") else shown
        self.local_url = f"http://{shown}:{self.server_port}{settings.root_path}/"
        config = uvicorn.Config(
            app,
            log_level="warning",
            proxy_headers=False,  # which proxies are believed is the application's matter
            server_header=False,
            date_header=True,
            limit_concurrency=settings.most_connections,
            timeout_keep_alive=10,
            timeout_graceful_shutdown=PATIENCE,
            http="h11",  # the other parser sets headers no limit
            h11_max_incomplete_event_size=LONGEST_HEAD,
        )
        self.server = uvicorn.Server(config)
        self._thread: threading.Thread | None = None

    def start(self) -> Served:
        """Serves beside this thread, from when it returns until `close`."""
        self._thread = threading.Thread(target=self.server.run, args=([self.socket],), daemon=True)
        self._thread.start()
        until = time.monotonic() + STARTING
        while not self.server.started:
            if not self._thread.is_alive() or time.monotonic() > until:
                raise ChidaoError(f"máy chủ không khởi động được ở {self.local_url}; xem nhật ký")
            time.sleep(0.005)
        return self

    def run(self, *, in_browser: bool = False) -> None:
        """Serves in this thread until it is told to end."""
        if in_browser:
            threading.Thread(target=self._show, daemon=True).start()
        before = signal.signal(signal.SIGTERM, _end)
        try:
            self.server.run([self.socket])
        except KeyboardInterrupt:
            pass
        finally:
            signal.signal(signal.SIGTERM, before)
            self.socket.close()
            self.at_end()

    def close(self) -> None:
        """Ends what `start` began."""
        self.server.should_exit = True
        if self._thread is not None:
            self._thread.join(timeout=PATIENCE + 5)
        self.socket.close()
        self.at_end()

    def _show(self) -> None:
        while not self.server.started:
            time.sleep(0.05)
        webbrowser.open(self.local_url)


def _end(_signal: int, _frame: Any) -> None:
    sys.exit(0)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host.strip("[]"), port))
    except OSError as error:
        taken.close()
        raise ChidaoError(
            f"không mở được trang ở {host}:{port}: cổng đang được dùng, hoặc địa chỉ không phải của máy này; hãy chọn "
            "cổng khác (--port) hoặc địa chỉ khác (--host)"
        ) from error
    taken.listen(2048)
    return taken
