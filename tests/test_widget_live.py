"""The widget over the real server and the real assistant, on a page of another origin: plain, and behind a proxy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from assistant.pipeline import Assistant
from assistant.server.app import create_app
from assistant.server.running import Served
from assistant.server.services import Services
from assistant.settings import Settings
from index.store import Store
from tests.chromium import needs_chromium
from tests.fake_api import host_pages, serving
from tests.reverse_proxy import certificate, proxied
from tests.widget_pages import Desk, chromium, desk_at

pytestmark = needs_chromium

LEVELS = "Ai phải phê duyệt hồ sơ đề xuất cấp độ an toàn thông tin?"
SUBMARINES = "Bộ Quốc phòng phải đóng bao nhiêu tàu ngầm?"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@dataclass(frozen=True, slots=True)
class Place:
    """A server, a page of a listed origin, the same page under an origin that is not listed."""

    server: str
    listed: str
    unlisted: str
    services: Services

    def questions(self) -> list[str]:
        """What was asked, the newest first, as the audit log holds it."""
        return [line.question for line in self.services.audit.listed(event="question")]


@contextmanager
def placed(home: Path, assistant: Assistant, store: Store, *, secure: bool, **options: Any) -> Iterator[Place]:
    """The server and the pages: on plain HTTP, or on HTTPS behind a proxy with access control, under a sub-path."""
    with ExitStack() as stack:
        listed = stack.enter_context(serving(host_pages()))
        if secure:
            home.mkdir(exist_ok=True)
            signed = certificate(home)
            listed = stack.enter_context(proxied(listed, "", tls=signed))
            options |= {"access": "proxy", "trusted_proxies": ("127.0.0.1",), "widget_public": True}
        settings = Settings(home=home, port=0, widget_origins=(listed,), **options)
        app = create_app(settings, assistant, store)
        served = Served(app, settings).start()
        stack.callback(served.close)
        server = served.local_url.rstrip("/")
        if secure:
            server = stack.enter_context(proxied(server, "/van-ban/tro-ly", tls=signed))
        yield Place(server, listed, listed.replace("127.0.0.1", "localhost"), app.state.services)


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "https behind a proxy under a path"])
def place(
    request: pytest.FixtureRequest, assistant: Assistant, shipped_store: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    with placed(tmp_path_factory.mktemp("home"), assistant, shipped_store, secure=request.param) as place:
        yield place


@pytest.fixture
def desk(browser: Browser, place: Place) -> Iterator[Desk]:
    with desk_at(browser, place.server, place.listed) as desk:
        yield desk


def test_an_answer_streams_opens_its_sentence_and_is_gone_on_from(desk: Desk, place: Place) -> None:
    host = desk.open()
    host.page.evaluate(
        """() => {
            window.lengths = [];
            new MutationObserver(() => {
                const words = document.querySelector("chidao-widget").shadowRoot.querySelector(".words");
                const length = words?.textContent.length ?? 0;
                if (length && length !== lengths.at(-1)) lengths.push(length);
            }).observe(document.querySelector("chidao-widget").shadowRoot, {childList: true, subtree: true});
        }"""
    )
    with host.page.expect_response(f"{place.server}/api/v1/ask") as answered:
        turn = host.ask(LEVELS)
    assert answered.value.headers["content-type"].startswith("text/event-stream")
    lengths = host.page.evaluate("lengths")
    assert len(lengths) > 2
    assert lengths == sorted(lengths)
    expect(turn.locator(".words")).to_contain_text("khẩn trương hoàn thành phê duyệt hồ sơ đề xuất")
    turn.locator("button.cite").first.click()
    card = turn.locator(".card:visible")
    expect(card.locator("mark").first).to_contain_text("hoàn thành phê duyệt hồ sơ đề xuất cấp độ")
    expect(card.locator("mark").first).to_be_in_viewport()
    expect(card).to_contain_text("19/7/2024")
    expect(card).to_contain_text("B.II.8.a")

    turn = host.ask("Hạn là khi nào?")
    expect(turn.locator(".words")).to_contain_text("chậm nhất trong tháng 9 năm 2024")
    turn = host.ask(SUBMARINES)
    expect(turn).to_contain_text("Không tìm thấy trong các văn bản")
    turn.get_by_role("button", name="Câu trả lời tốt").click()
    expect(turn).to_contain_text("Đã ghi nhận, cảm ơn.")
    assert place.questions()[:3] == [SUBMARINES, "Hạn là khi nào?", LEVELS]
    assert host.origins() == {"/".join(place.server.split("/")[:3]), place.listed}
    assert host.page.context.cookies() == []


def test_a_page_of_an_origin_that_is_not_listed_gets_a_line_and_nothing_else(desk: Desk, place: Place) -> None:
    desk.expected = "CORS policy|Failed to load resource"
    desk.host = place.unlisted
    before = place.questions()
    turn = desk.open().send(LEVELS)
    expect(turn.get_by_role("alert")).to_contain_text(
        "Không kết nối được máy chủ, hoặc trang này chưa được phép dùng trợ lý."
    )
    expect(turn).not_to_contain_text("tháng 9")
    refused = httpx.post(
        f"{place.server}/api/v1/ask", json={"question": LEVELS}, headers={"Origin": place.unlisted}, verify=False
    )
    assert refused.status_code == 403
    assert refused.json()["type"] == "urn:chidao:problem:foreign-origin"
    assert "access-control-allow-origin" not in refused.headers
    assert "citations" not in refused.text
    assert place.questions() == before


@pytest.mark.parametrize("secure", [False, True], ids=["plain", "https"])
def test_who_asked_too_much_is_told_when_to_come_back(
    browser: Browser, assistant: Assistant, shipped_store: Store, tmp_path: Path, secure: bool
) -> None:
    caps = {"widget_questions_per_session": 1, "widget_questions_per_address": 3}
    with (
        placed(tmp_path, assistant, shipped_store, secure=secure, **caps) as place,
        desk_at(browser, place.server, place.listed) as desk,
    ):
        told = r"^Khung hỏi đáp đã dùng hết số câu hỏi trong ngày\. Thử lại sau "
        host = desk.open()
        host.ask(SUBMARINES)
        alert = host.send(LEVELS).get_by_role("alert")
        expect(alert).to_have_text(re.compile(f"{told}24 giờ$"))
        expect(alert.get_by_role("button")).to_be_disabled()
        desk.open().ask(SUBMARINES)
        alert = desk.open().send(LEVELS).get_by_role("alert")  # the address: what was refused counted for it too
        expect(alert).to_have_text(re.compile(f"{told}8 giờ$"))
        assert place.questions()[:2] == [SUBMARINES, SUBMARINES]
