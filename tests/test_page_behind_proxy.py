"""The page in a real browser behind a reverse proxy that serves it under a path and says who asks."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from assistant.server.app import create_app
from assistant.server.running import Served
from tests.chromium import CHROMIUM, FLAGS, needs_chromium
from tests.fake_embedder import FakeEmbedder
from tests.fakes import LEVELS, FakeAsker
from tests.reverse_proxy import proxied
from tests.servers import filled_store, settings_in

pytestmark = needs_chromium


def test_a_question_is_answered_under_a_path_and_noted_for_whom_the_proxy_names(tmp_path: Path) -> None:
    store = filled_store(tmp_path)
    settings = settings_in(tmp_path, port=0, access="proxy", trusted_proxies=("127.0.0.1",))
    app = create_app(settings, FakeAsker(), store, FakeEmbedder())
    served = Served(app, settings).start()
    sought: list[str] = []
    with proxied(served.local_url, "/van-ban/tro-ly", user="nguyen.van.a") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        tab = browser.new_page()
        tab.set_default_timeout(15_000)
        tab.on("request", lambda request: sought.append(request.url))
        tab.goto(f"{address}/")
        tab.get_by_role("textbox", name="Câu hỏi").fill("Ai lo an toàn thông tin?")
        tab.keyboard.press("Enter")
        expect(tab.locator(".turn .cite").first).to_be_visible()
        tab.locator(".turn .cite").first.click()
        expect(tab.locator("#panel mark")).to_have_text(LEVELS.quote)
        browser.close()
        line = app.state.services.audit.listed(event="question")[0]
    served.close()
    store.close()
    assert (line.who, line.question) == ("nguyen.van.a", "Ai lo an toàn thông tin?")
    assert all(url.startswith((f"{address}/", "data:", "blob:")) for url in sought), sought
