"""The chat page as a person meets it: Debian's chromium, headless, against the real server and a double's answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, ViewportSize, expect, sync_playwright

from tests.chromium import CHROMIUM, FLAGS, needs_chromium
from tests.fakes import HOSTILE, LEVELS, RESOLUTION, SIGNING, FakeAsker

EXAMPLES = ("Bộ Công an phải làm gì về an toàn thông tin?", "Ai trình nghị quyết về chuyển đổi số?")
pytestmark = needs_chromium


@pytest.fixture(scope="module")
def asker() -> FakeAsker:
    return FakeAsker()


@pytest.fixture(scope="module")
def address(asker: FakeAsker) -> Iterator[str]:
    from assistant.page.app import serve

    page = serve(asker, port=0, examples=EXAMPLES, wait=False)
    yield str(page.local_url)
    page.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def desk(browser: Browser) -> BrowserContext:
    return browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 800})


@pytest.fixture(scope="module")
def pocket(browser: Browser) -> BrowserContext:
    size = ViewportSize(width=390, height=844)
    return browser.new_context(locale="vi-VN", viewport=size, has_touch=True, color_scheme="dark")


class Tab:
    """An open page, with all that a person would not want to see noted in `troubles`."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.troubles: list[str] = []
        self.page.on("dialog", self._dismiss)
        self.page.on("pageerror", lambda error: self.troubles.append(f"error {error}"))
        self.page.on("console", lambda line: self._note(line.type, f"{line.type} {line.text}"))
        self.page.on("request", lambda request: self._visit(request.url))
        self.page.goto(address)
        expect(self.page.get_by_role("textbox", name="Câu hỏi")).to_be_visible()
        expect(self.page.locator(".welcome")).to_be_visible()

    def _dismiss(self, dialog: Dialog) -> None:
        self.troubles.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _note(self, kind: str, line: str) -> None:
        if kind in ("error", "warning"):
            self.troubles.append(line)

    def _visit(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname not in ("127.0.0.1", "localhost"):
            self.troubles.append(f"request to {url}")

    def ask(self, question: str, state: str = "answered") -> Locator:
        """Types the question and returns its turn once it has reached `state`."""
        before = self.page.locator(".turn").count()
        self.page.get_by_role("textbox", name="Câu hỏi").fill(question)
        self.page.keyboard.press("Enter")
        turn = self.page.locator(".turn").nth(before)
        expect(turn).to_have_class(f"turn {state}")
        if state != "failed":
            expect(turn.locator(".copy")).to_be_visible()
        expect(self.page.get_by_role("button", name="Gửi")).to_be_enabled()
        return turn

    @property
    def panel(self) -> Locator:
        return self.page.locator("#panel")

    def fits(self) -> bool:
        """True if nothing sticks out to the side."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.fixture
def tab(desk: BrowserContext, address: str) -> Iterator[Tab]:
    tab = Tab(desk, address)
    yield tab
    tab.page.close()
    assert tab.troubles == []


@pytest.fixture
def phone(pocket: BrowserContext, address: str) -> Iterator[Tab]:
    phone = Tab(pocket, address)
    yield phone
    phone.page.close()
    assert phone.troubles == []


def test_the_empty_page_says_in_vietnamese_what_it_does(tab: Tab) -> None:
    page = tab.page
    assert page.title() == "chidao — hỏi đáp văn bản chỉ đạo"
    assert page.evaluate("document.documentElement.lang") == "vi"
    expect(page.locator(".welcome")).to_contain_text("5 văn bản (1 văn bản chính thức, 4 bài báo chí)")
    page.get_by_text("Xem danh sách văn bản").click()
    expect(page.get_by_text("Thủ tướng Phạm Minh Chính chủ trì họp")).to_be_visible()
    seen = page.locator("body").inner_text() + page.locator("body").aria_snapshot()
    assert not re.search(r"gradio|built with|settings|use via api|submit|clear|select example", seen, re.IGNORECASE)
    expect(page.get_by_role("textbox", name="Câu hỏi")).to_have_attribute("maxlength", "1000")
    assert tab.fits()


def test_an_example_is_asked_by_a_click(tab: Tab) -> None:
    tab.page.get_by_role("button", name=EXAMPLES[0]).click()
    expect(tab.page.locator(".question")).to_have_text(EXAMPLES[0])
    expect(tab.page.locator(".turn .cite")).to_have_count(2)


def test_the_answer_appears_bit_by_bit(tab: Tab) -> None:
    tab.page.evaluate(
        """() => {
            window.lengths = [];
            new MutationObserver(() => {
                const words = document.querySelector(".turn .words")?.innerText.length ?? 0;
                if (words && words !== window.lengths.at(-1)) window.lengths.push(words);
            }).observe(document.body, {childList: true, subtree: true, characterData: true});
        }"""
    )
    tab.ask(EXAMPLES[0])
    lengths = tab.page.evaluate("window.lengths")
    assert len(lengths) > 2
    assert lengths == sorted(lengths)


def test_a_number_opens_its_sentence_highlighted_in_view(tab: Tab) -> None:
    turn = tab.ask(EXAMPLES[0])
    turn.get_by_role("button", name=re.compile("^Nguồn 1: Thông báo.*mục B.II.8.a, ngày 19.7.2024$")).first.click()
    expect(tab.panel).to_be_visible()
    expect(tab.panel.locator("mark")).to_have_text(LEVELS.quote)
    expect(tab.panel.locator("mark")).to_be_in_viewport(ratio=1)
    for words in ("Nguồn 1", "Văn bản chính thức", LEVELS.title, "19/7/2024", "Văn phòng Chính phủ", LEVELS.heading):
        expect(tab.panel).to_contain_text(words)


def test_sources_of_earlier_turns_stay_open_to_the_keyboard(tab: Tab) -> None:
    first = tab.ask(EXAMPLES[0])
    second = tab.ask(EXAMPLES[1])
    second.locator(".cite").nth(1).press("Enter")
    expect(tab.panel).to_contain_text("Báo chí")
    expect(tab.panel.locator("mark")).to_have_text(SIGNING.quote)
    first.locator(".cite").first.press("Enter")
    expect(tab.panel.locator("mark")).to_have_text(LEVELS.quote)
    tab.page.keyboard.press("Escape")
    expect(tab.panel).to_be_hidden()
    expect(first.locator(".cite").first).to_be_focused()
    second.locator(".open").first.press("Space")
    expect(tab.panel.locator("mark")).to_have_text(RESOLUTION.quote)
    tab.panel.get_by_role("button", name="Đóng nguồn").click()
    expect(second.locator(".open").first).to_be_focused()


def test_the_chat_scrolls_to_the_question_that_was_asked_last(phone: Tab) -> None:
    for question in (*EXAMPLES, "Đội tuyển bóng đá phải làm gì?"):
        turn = phone.ask(question) if question in EXAMPLES else phone.ask(question, "abstained")
    expect(phone.page.locator(".question").last).to_be_in_viewport(ratio=1)
    expect(turn.locator(".words")).to_be_in_viewport(ratio=1)
    expect(phone.page.locator(".question").first).not_to_be_in_viewport()


def test_an_abstention_looks_like_one_and_its_nearest_passages_open(tab: Tab) -> None:
    turn = tab.ask("Đội tuyển bóng đá phải làm gì?", "abstained")
    expect(turn).to_contain_text("Không tìm thấy")
    near = turn.get_by_role("button", name=re.compile("^Đoạn gần nhất 1"))
    expect(near).to_be_hidden()
    turn.get_by_text("Đoạn gần nhất (không phải câu trả lời)").click()
    near.click()
    expect(tab.panel.locator("#panel-name")).to_have_text("Đoạn gần nhất 1")
    expect(tab.panel.locator("mark")).to_have_text(LEVELS.quote)


def test_after_an_error_the_page_goes_on(tab: Tab, asker: FakeAsker) -> None:
    turn = tab.ask("gây lỗi", "failed")
    expect(turn).to_contain_text("Hệ thống gặp lỗi")
    tab.ask(EXAMPLES[0])
    tab.ask(EXAMPLES[1])
    assert asker.asked[-1] == (EXAMPLES[1], (EXAMPLES[0],))


def test_while_it_looks_the_page_says_so_and_a_new_conversation_ends_it(tab: Tab, asker: FakeAsker) -> None:
    tab.ask(EXAMPLES[0])
    tab.page.get_by_role("textbox", name="Câu hỏi").fill("câu hỏi chậm")
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator(".turn.waiting")).to_contain_text("Đang tìm trong 5 văn bản")
    expect(tab.page.get_by_role("button", name="Đang trả lời")).to_be_disabled()
    tab.page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    expect(tab.page.locator(".turn")).to_have_count(0)
    expect(tab.page.locator(".welcome")).to_be_visible()
    tab.page.wait_for_timeout(1200)
    expect(tab.page.locator(".turn")).to_have_count(0)
    tab.ask(EXAMPLES[1])
    assert asker.asked[-1] == (EXAMPLES[1], ())


def test_a_reload_keeps_the_conversation_with_its_sources_and_its_history(tab: Tab, asker: FakeAsker) -> None:
    tab.ask(f"{EXAMPLES[0]} <b>&amp;")
    tab.page.reload()
    expect(tab.page.locator(".question")).to_have_text(f"{EXAMPLES[0]} <b>&amp;")
    tab.page.locator(".cite").first.click()
    expect(tab.panel.locator("mark")).to_have_text(LEVELS.quote)
    tab.ask(EXAMPLES[1])
    assert asker.asked[-1] == (EXAMPLES[1], (f"{EXAMPLES[0]} <b>&amp;",))


def test_an_answer_is_copied_with_its_sources(tab: Tab) -> None:
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = tab.ask(EXAMPLES[1])
    turn.get_by_role("button", name="Sao chép").click()
    expect(turn.get_by_role("button", name="Đã sao chép")).to_be_visible()
    copied = tab.page.evaluate("navigator.clipboard.readText()")
    assert "trước ngày 16 tháng 8 năm 2024. [1]" in copied
    assert re.search(r"^\[2\] Thủ tướng Phạm Minh Chính .*, ngày 6/2/2025$", copied, re.MULTILINE)


def test_on_a_phone_the_source_covers_the_chat_and_gives_it_back(phone: Tab) -> None:
    assert phone.fits()
    turn = phone.ask(EXAMPLES[0])
    assert phone.fits()
    turn.locator(".cite").nth(1).tap()
    expect(phone.panel.locator("mark")).to_be_in_viewport(ratio=1)
    box = phone.panel.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert phone.fits()
    phone.page.keyboard.press("Escape")
    expect(phone.panel).to_be_hidden()
    expect(turn.locator(".cite").nth(1)).to_be_focused()


def test_hostile_text_does_nothing(tab: Tab) -> None:
    for number, payload in enumerate(HOSTILE):
        turn = tab.ask(f"hostile {number} {payload}"[:900])
        turn.locator(".cite").first.click()
        expect(tab.panel.locator("mark")).to_contain_text("Trích")
    injected = (
        "script, img, iframe, svg, style, form, a:not(.whole), h1, input, .mermaid, .latex-block, .katex, [onerror], "
        "[onload]"
    )
    assert tab.page.locator("#chat .message-row").locator(injected).count() == 0
    assert tab.panel.locator(injected).count() == 0
    wholes = tab.page.locator("#chat .whole").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    assert len(wholes) >= len(HOSTILE)
    assert all(re.match(r"van-ban/[^?#]*\?start=\d+&end=\d+#doan$", address) for address in wholes)
    assert HOSTILE[0] in tab.page.locator(".turn").first.inner_text()


def test_nothing_is_open_that_the_page_does_not_need(address: str) -> None:
    info = httpx.get(f"{address}gradio_api/info").json()
    assert (info["named_endpoints"], info["unnamed_endpoints"]) == ({}, {})
    assert httpx.post(f"{address}gradio_api/upload", files={"files": b"x"}).status_code == 404
    assert httpx.get(f"{address}docs").status_code == 404
    answer = httpx.get(address)
    assert answer.text.startswith('<!doctype html>\n<html\n\tlang="vi"')
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert "githubusercontent" not in answer.text
