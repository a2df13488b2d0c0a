"""The page over the real assistant, in a real browser: three questions of a person's day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from assistant.opening import EXAMPLES
from assistant.pipeline import Assistant
from tests.chromium import CHROMIUM, FLAGS, needs_chromium

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def tab(assistant: Assistant) -> Iterator[Page]:
    from assistant.page.app import serve

    served = serve(assistant, port=0, examples=EXAMPLES, wait=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        tab = browser.new_page(locale="vi-VN")
        tab.set_default_timeout(10_000)
        tab.goto(str(served.local_url))
        yield tab
        browser.close()
    served.close()


def _ask(tab: Page, question: str) -> None:
    turns = tab.locator("#chat .turn")
    before = turns.count()
    box = tab.get_by_role("textbox", name="Câu hỏi")
    box.fill(question)
    box.press("Enter")
    expect(turns).to_have_count(before + 1)
    expect(tab.get_by_role("button", name="Gửi", exact=True)).to_be_enabled()


def test_an_answer_a_follow_up_and_a_refusal(tab: Page) -> None:
    _ask(tab, "Ai phải phê duyệt hồ sơ đề xuất cấp độ an toàn thông tin?")
    expect(tab.locator("#chat .turn .words").last).to_contain_text("khẩn trương hoàn thành phê duyệt hồ sơ đề xuất")
    _ask(tab, "Hạn là khi nào?")
    expect(tab.locator("#chat .turn .words").last).to_contain_text("chậm nhất trong tháng 9 năm 2024")
    _ask(tab, "Bộ Quốc phòng phải đóng bao nhiêu tàu ngầm?")
    expect(tab.get_by_text("Không tìm thấy câu trả lời trong 5 văn bản đã nạp.").first).to_be_visible()


def test_a_source_opens_with_its_sentence_highlighted(tab: Page) -> None:
    tab.locator("#chat .cite, #chat button[title^='Nguồn 1']").first.click()
    panel = tab.get_by_role("dialog")
    expect(panel).to_be_visible()
    expect(panel.locator("mark").first).to_contain_text("chậm nhất trong tháng 9 năm 2024")
    expect(panel).to_contain_text("B.II.8.a")
    expect(panel).to_contain_text("19/7/2024")
