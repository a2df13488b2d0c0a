"""The flows of a day in a browser: conversations that stay, the register, the documents; nothing serious to axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from docx import Document
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from assistant.server.app import create_app
from assistant.server.running import Served
from index.store import Store
from tests.chromium import CHROMIUM, FLAGS, needs_chromium
from tests.fake_embedder import FakeEmbedder, directive
from tests.fakes import FakeAsker
from tests.servers import filled_store, settings_in

pytestmark = needs_chromium
QUESTION = "Ai trình nghị quyết về chuyển đổi số?"
EXEMPT: dict[str, str] = {}
"""Rules of axe that gradio itself breaks, with where."""


class Office:
    """A server over two directives that can be restarted, and a browser that keeps its cookies."""

    def __init__(self, home: Path, browser: Browser) -> None:
        self.home = home
        filled_store(home).close()
        self.context: BrowserContext = browser.new_context(locale="vi-VN", accept_downloads=True)
        self.context.set_default_timeout(10_000)
        self.troubles: list[str] = []
        self.port = 0
        self.start()

    def start(self) -> None:
        settings = settings_in(self.home, port=self.port)
        self.store = Store(settings.store_folder)
        self.served = Served(create_app(settings, FakeAsker(), self.store, FakeEmbedder()), settings).start()
        self.port = self.served.server_port

    def stop(self) -> None:
        self.served.close()
        self.store.close()

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(f"error {error}"))
        page.on("console", lambda line: self._note(line.type, line.text))
        page.on("request", lambda request: self._visit(request.url))
        page.goto(self.served.local_url + path)
        return page

    def _note(self, kind: str, line: str) -> None:
        if kind == "error":
            self.troubles.append(line)

    def _visit(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.troubles.append(f"request to {url}")

    def ask(self, page: Page, question: str) -> None:
        expect(page.locator(".welcome, .turn").first).to_be_visible()
        before = page.locator(".turn").count()
        page.get_by_role("textbox", name="Câu hỏi").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".turn").nth(before).locator(".copy")).to_be_visible()
        expect(page.get_by_role("button", name="Gửi", exact=True)).to_be_enabled()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office(tmp_path_factory.mktemp("office"), browser)
    yield office
    office.stop()
    assert office.troubles == []


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical, but for what gradio itself does."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical") and one["id"] not in EXEMPT
        for node in one["nodes"]
    ]


def test_a_conversation_survives_a_restart_is_opened_taken_along_and_deleted(office: Office, tmp_path: Path) -> None:
    page = office.open("")
    office.ask(page, QUESTION)
    office.stop()
    office.start()
    page.reload()
    expect(page.locator(".question")).to_have_text(QUESTION)
    page.locator(".cite").first.click()
    expect(page.locator("#panel mark")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    expect(page.locator(".turn")).to_have_count(0)
    page.get_by_role("button", name="Các cuộc trò chuyện").click()
    drawer = page.get_by_role("dialog", name="Cuộc trò chuyện của bạn")
    expect(drawer).to_contain_text("1 câu hỏi")
    assert serious(page) == []
    with page.expect_download() as download:
        drawer.get_by_role("link", name="Xuất Word").click()
    download.value.save_as(tmp_path / "a.docx")
    assert any(QUESTION in paragraph.text for paragraph in Document(str(tmp_path / "a.docx")).paragraphs)
    drawer.get_by_role("button", name=re.compile(f"^{re.escape(QUESTION)}")).click()
    expect(page.locator(".question")).to_have_text(QUESTION)
    page.get_by_role("button", name="Các cuộc trò chuyện").click()
    drawer.get_by_role("button", name="Xóa").click()
    drawer.get_by_role("button", name="Bấm lần nữa để xóa hẳn").click()
    expect(drawer).to_contain_text("Chưa có cuộc trò chuyện nào")
    page.close()


def test_a_verdict_is_kept_with_its_reason(office: Office) -> None:
    page = office.open("")
    office.ask(page, QUESTION)
    page.get_by_role("button", name="Câu trả lời sai hoặc thiếu").click()
    dialog = page.get_by_role("dialog", name="Câu trả lời này sai ở đâu?")
    dialog.get_by_label("Sai thời hạn").check()
    dialog.get_by_label("Nói rõ thêm").fill("hạn là tháng 8")
    assert serious(page) == []
    dialog.get_by_role("button", name="Gửi nhận xét").click()
    expect(page.locator(".turn")).to_contain_text("Đã ghi nhận")
    (opinion,) = office.served.app.state.services.feedback.listed()
    assert (opinion.verdict, opinion.reason, opinion.question) == ("down", "Sai thời hạn: hạn là tháng 8", QUESTION)
    page.close()


def test_a_filter_is_seen_put_into_the_question_and_taken_away(office: Office) -> None:
    page = office.open("")
    expect(page.locator(".welcome")).to_be_visible()
    page.locator("#narrow summary").click()
    expect(page.locator("#narrow-bodies option").first).to_be_attached()
    page.get_by_label("Cơ quan chủ trì").fill("Bộ Y tế")
    page.get_by_label("Hạn đến hết").fill("8/2024")
    chips = page.get_by_role("group", name="Bộ lọc đang đặt")
    expect(chips.get_by_role("button")).to_have_count(2)
    office.ask(page, QUESTION)
    expect(page.locator(".question")).to_have_text(f"{QUESTION} (Bộ Y tế, đến hết tháng 8/2024)")
    chips.get_by_role("button", name="Bỏ lọc cơ quan").click()
    chips.get_by_role("button", name="Bỏ lọc hạn đến hết").click()
    page.get_by_label("Hạn từ").fill("mùa thu")
    page.get_by_role("textbox", name="Câu hỏi").fill(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.locator(".turn.failed")).to_contain_text("không hiểu ngày")
    page.close()


def test_the_register_is_filtered_sorted_drawn_and_leads_to_the_passage(office: Office) -> None:
    page = office.open("so-nhiem-vu")
    rows = page.locator("table.tasks tbody tr")
    expect(rows).to_have_count(4)
    expect(page.locator(".tile.s-overdue")).to_contain_text("2")
    expect(page.get_by_role("group", name="Số nhiệm vụ theo thời hạn").get_by_role("link")).to_have_count(1)
    page.get_by_role("combobox", name="Cơ quan chủ trì").fill("bo y te")
    page.get_by_role("combobox", name="Văn bản").fill("b.txt")
    page.get_by_role("button", name="Lọc").click()
    expect(rows).to_have_count(1)
    assert "text=" not in page.url
    assert serious(page) == []
    page.get_by_role("button", name="Địa chỉ lịch").click()
    expect(page.get_by_label("Địa chỉ lịch")).to_have_value(re.compile(r"/api/v1/tasks/calendar\.ics\?assignee="))
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert "kế hoạch số 2" in Path(download.value.path()).read_text("utf-8-sig")
    rows.locator("td").last.get_by_role("link").click()
    expect(page.locator("mark#doan")).to_contain_text("Bộ Y tế hoàn thành kế hoạch số 2")
    expect(page.locator("mark#doan")).to_be_in_viewport()
    assert serious(page) == []
    page.get_by_role("link", name="2 nhiệm vụ").click()
    expect(rows).to_have_count(2)
    page.get_by_role("link", name="Bỏ lọc Văn bản").click()
    expect(rows).to_have_count(4)
    page.goto(f"{page.url.partition('?')[0]}?due_from=mùa+thu")
    expect(page.get_by_role("alert")).to_contain_text("không hiểu ngày")
    office.troubles.clear()  # the browser's word on the answer 422
    page.close()


def test_a_task_is_marked_done_and_corrected_with_a_note(office: Office) -> None:
    page = office.open("so-nhiem-vu?text=kế+hoạch+số+1")
    page.locator("a.task").click()
    page.get_by_label("Ghi chú").first.fill("đã nhận báo cáo")
    page.get_by_role("button", name="Đánh dấu đã xong").click()
    expect(page.locator(".history")).to_contain_text("đã xong; ghi chú: đã nhận báo cáo")
    page.get_by_label("Thời hạn, bằng lời").fill("trước ngày 1/9/2030")
    page.get_by_role("button", name="Ghi sửa đổi").click()
    expect(page.get_by_role("status")).to_have_text("Đã ghi.")
    expect(page.locator(".facts")).to_contain_text("31/08/2030")
    assert serious(page) == []
    page.get_by_label("Thời hạn, bằng lời").fill("một ngày đẹp trời")
    page.get_by_role("button", name="Ghi sửa đổi").click()
    expect(page.get_by_role("alert")).to_be_visible()
    office.troubles.clear()  # the browser's word on the answer 422
    page.get_by_role("button", name="Lấy lại như văn bản").click()
    expect(page.locator(".facts")).not_to_contain_text("2030")
    page.close()


def test_a_document_is_brought_in_with_its_report_and_removed(office: Office, tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text(directive(3), "utf-8")
    (tmp_path / "d.txt").write_bytes(b"\x00\x01\x02")
    page = office.open("van-ban")
    page.get_by_text("Nạp văn bản").click()
    page.get_by_label("Các tệp").set_input_files([tmp_path / "c.txt", tmp_path / "d.txt"])
    page.get_by_role("button", name="Nạp", exact=True).click()
    expect(page.locator(".report")).to_contain_text("Đã nạp: c.txt")
    expect(page.locator(".report")).to_contain_text("Không đọc được: d.txt")
    assert serious(page) == []
    page.get_by_role("link", name="Xem danh sách mới").click()
    expect(page.locator("table.documents tr", has=page.locator(".remove"))).to_contain_text("2 nhiệm vụ")
    page.get_by_role("button", name="Gỡ Chỉ thị về việc số 3").click()
    page.get_by_role("button", name="Bấm lần nữa để gỡ hẳn").click()
    expect(page.locator("table.documents tbody tr")).to_have_count(2)
    page.close()


@pytest.mark.parametrize("width", [390, 1920])
def test_the_pages_fit_and_please_axe_by_night_too(office: Office, width: int) -> None:
    page = office.open("so-nhiem-vu")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": width, "height": 844})
    for path in ("so-nhiem-vu", "van-ban", "van-ban/a.txt?start=30&end=60", ""):
        page.goto(office.served.local_url + path)
        if not path:
            expect(page.locator(".welcome")).to_be_visible()
            office.ask(page, QUESTION)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.evaluate("document.documentElement.lang") == "vi"
        assert serious(page) == [], path
    page.close()
