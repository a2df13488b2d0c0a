"""The main job in one process, for `test_offline`: index, ask, and the page asked in a browser.

Prints one line of JSON: what came of each step, and every address that was sought beyond loopback.
Run as `python -m tests.offline_job MODEL_FOLDER WORK_FOLDER`.
"""

from __future__ import annotations

import fcntl
import ipaddress
import json
import os
import socket
import struct
import sys
from pathlib import Path
from typing import Any

from assistant.settings import SHIPPED, prepare_environment
from tests.chromium import CHROMIUM, FLAGS

SOUGHT: list[str] = []
_UP = 0x1


def _raise_loopback() -> None:
    """Brings `lo` up, which a new network namespace has down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        request = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(s, 0x8913, request))[1]
        if not flags & _UP:
            fcntl.ioctl(s, 0x8914, struct.pack("16sh14x", b"lo", flags | _UP))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "")


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    """Notes and refuses every connection and look-up beyond loopback that Python code makes."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
    elif event == "socket.getaddrinfo":
        host = str(arguments[0] or "")
    else:
        return
    if not _is_loopback(host):
        SOUGHT.append(f"{event} {host}")
        raise OSError(f"no network in this test: {host}")


def _page(assistant: Any) -> dict[str, Any]:
    """Serves the page and asks it one question, in the browser where there is one."""
    import httpx

    from assistant.page.app import serve

    page = serve(assistant, port=0, wait=False)
    address = str(page.local_url)
    try:
        found: dict[str, Any] = {"status": httpx.get(address).status_code, "asked": None, "requests": []}
        if CHROMIUM.exists():
            from playwright.sync_api import sync_playwright

            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
                tab = browser.new_page()
                tab.on("request", lambda request: found["requests"].append(request.url))
                tab.goto(address)
                tab.get_by_role("textbox", name="Câu hỏi").fill("Ngân hàng Nhà nước phải trình nghị định gì?")
                tab.keyboard.press("Enter")
                tab.get_by_text("Cơ chế thử nghiệm có kiểm soát").first.wait_for(timeout=20_000)
                found["asked"] = True
                browser.close()
        return found
    finally:
        page.close()


def main() -> None:
    """Does the job."""
    prepare_environment()
    _raise_loopback()
    sys.addaudithook(_guard)
    model, work = Path(sys.argv[1]), Path(sys.argv[2])
    from assistant.pipeline import Assistant
    from index.ingest import index_folder
    from index.onnx_embedder import OnnxEmbedder
    from index.store import Store

    embedder = OnnxEmbedder(model)
    store = Store(work / "store")
    report = index_folder(store, SHIPPED, embedder)
    assistant = Assistant(store, embedder)
    answer = assistant.ask("Ngân hàng Nhà nước phải trình nghị định gì?")
    result = {"indexed": len(report.new), "status": answer.status, "page": _page(assistant), "sought": SOUGHT}
    store.close()
    print(json.dumps(result), flush=True)  # noqa: T201  the test reads it
    os._exit(0)  # gradio's server thread may linger


if __name__ == "__main__":
    main()
