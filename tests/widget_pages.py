"""Pages of another origin that carry the widget, as a person uses them, and their browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Dialog,
    Locator,
    Page,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.chromium import CHROMIUM, FLAGS


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that takes the certificates that the tests sign themselves."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=[*FLAGS, "--ignore-certificate-errors"]
        )
        yield browser
        browser.close()


class Host:
    """A page that carries the widget; `troubles` notes what no page should see, `sent` each request."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.troubles: list[str] = []
        self.sent: list[Request] = []
        page.set_default_timeout(10_000)
        page.on("dialog", self._dismiss)
        page.on("pageerror", lambda error: self.troubles.append(f"error {error}"))
        page.on("console", self._hear)
        page.on("request", lambda request: self.sent.append(request))
        page.goto(address)

    def _dismiss(self, dialog: Dialog) -> None:
        self.troubles.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _hear(self, line: ConsoleMessage) -> None:
        if line.type in ("error", "warning"):
            self.troubles.append(line.text)

    @property
    def launch(self) -> Locator:
        return self.page.get_by_role("button", name="Hỏi văn bản")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def box(self) -> Locator:
        return self.panel.get_by_role("textbox", name="Câu hỏi")

    def send(self, question: str) -> Locator:
        """Types a question into the open panel and sends it; its turn."""
        if self.launch.is_visible():
            self.launch.click()
        self.box.fill(question)
        self.box.press("Enter")
        return self.panel.get_by_role("article").last

    def ask(self, question: str) -> Locator:
        """Asks, and waits until the answer is whole."""
        turn = self.send(question)
        expect(turn).to_contain_text(question.strip())
        expect(turn.get_by_role("button", name="Sao chép")).to_be_visible()
        return turn

    def origins(self) -> set[str]:
        """Where requests went."""
        return {"{0.scheme}://{0.netloc}".format(urlsplit(request.url)) for request in self.sent}


class Desk:
    """Opens host pages, each in a fresh context, and sees at the end that nothing went wrong."""

    def __init__(self, browser: Browser, server: str, host: str) -> None:
        self.browser, self.server, self.host = browser, server, host
        self.opened: list[Host] = []
        self.expected = r"^$"  # what the console may say

    def open(self, width: int = 1280, height: int = 800, scheme: str = "light", **attributes: str) -> Host:
        """A page of the host with the widget; `attributes` as `host_pages` takes them."""
        size = ViewportSize(width=width, height=height)
        options: dict[str, Any] = {"color_scheme": scheme, "has_touch": width < 500, "reduced_motion": "reduce"}
        context = self.browser.new_context(locale="vi-VN", viewport=size, **options)
        query = urlencode({"server": self.server} | attributes)
        host = Host(context.new_page(), f"{self.host}/?{query}")
        self.opened.append(host)
        return host

    def close(self) -> None:
        for host in self.opened:
            host.page.context.close()
        troubles = [trouble for host in self.opened for trouble in host.troubles]
        assert [trouble for trouble in troubles if not re.search(self.expected, trouble)] == []


@contextmanager
def desk_at(browser: Browser, server: str, host: str) -> Iterator[Desk]:
    """A desk that is closed at the end."""
    desk = Desk(browser, server, host)
    try:
        yield desk
    finally:
        desk.close()
