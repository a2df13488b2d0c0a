"""A PDF of several pages from a question to its page: the whole text at the sentence, and the file itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from assistant.pipeline import Assistant
from assistant.server.app import create_app
from assistant.server.running import Served
from assistant.settings import Settings
from index.ingest import index_folder
from index.onnx_embedder import OnnxEmbedder
from index.store import Store
from tests.chromium import CHROMIUM, FLAGS, needs_chromium
from tests.pdf_files import Paper
from tests.servers import settings_in
from tests.test_archives import packed

NAME = "Chỉ thị 12.pdf"
SENTENCE = "Bộ Y tế hoàn thành kết nối bệnh án điện tử trước ngày 15 tháng 9 năm 2031."
QUESTION = "Ai phải hoàn thành kết nối bệnh án điện tử?"


def directive() -> bytes:
    """A directive of four pages; the sentence stands on the third."""
    paper = Paper(foot=lambda p: p.text(290, 820, str(p.page_no())))
    paper.add_page()
    paper.lines(["THỦ TƯỚNG CHÍNH PHỦ", "Số: 12/CT-TTg", "Hà Nội, ngày 5 tháng 3 năm 2031", "CHỈ THỊ"])
    paper.lines(["Về đẩy mạnh chuyển đổi số trong y tế", "Thủ tướng Chính phủ chỉ thị:"])
    for number, line in enumerate(
        (
            "Bộ Nội vụ rà soát quy định về lưu trữ hồ sơ trước ngày 30 tháng 6 năm 2031.",
            SENTENCE,
            "Bộ Tài chính bố trí kinh phí thường xuyên.",
        ),
        1,
    ):
        paper.add_page()
        paper.lines([f"{number}. {line}"])
        paper.lines([f"Nội dung này được thực hiện theo hướng dẫn chung, phần {n}." for n in range(30)])
    return paper.data()


@dataclass(frozen=True, slots=True)
class Office:
    """A server over the directive, and where its file lies."""

    url: str
    file: Path


@pytest.fixture(scope="module")
def office(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = tmp_path_factory.mktemp("office")
    settings: Settings = settings_in(home, port=0)
    file = home / "docs" / NAME
    file.parent.mkdir()
    file.write_bytes(directive())
    (home / "docs" / "goi.zip").write_bytes(packed({"trong/phu luc.pdf": file.read_bytes()}))
    store = Store(settings.store_folder)
    index_folder(store, home / "docs", embedder)
    served = Served(create_app(settings, Assistant(store, embedder), store), settings).start()
    yield Office(served.local_url, file)
    served.close()
    store.close()


@pytest.fixture
def tab(office: Office) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        tab = browser.new_page(locale="vi-VN", viewport={"width": 1024, "height": 700})
        tab.set_default_timeout(15_000)
        yield tab
        browser.close()


@pytest.mark.browser
@needs_chromium[1]
def test_from_the_question_to_the_sentence_in_the_whole_text_and_to_the_page_of_the_file(
    tab: Page, office: Office
) -> None:
    tab.goto(office.url)
    tab.get_by_role("textbox", name="Câu hỏi").fill(QUESTION)
    tab.keyboard.press("Enter")
    tab.locator(".turn .cite").first.click()
    panel = tab.get_by_role("dialog")
    expect(panel.locator("mark").first).to_contain_text("hoàn thành kết nối bệnh án điện tử")
    expect(panel.get_by_role("link", name="Mở tệp gốc (trang 3)")).to_have_attribute(
        "href", "van-ban/Ch%E1%BB%89%20th%E1%BB%8B%2012.pdf/tep#page=3"
    )
    with tab.expect_popup() as popup:
        panel.get_by_role("link", name="Mở toàn văn tại đoạn này").click()
    tab = popup.value
    mark = tab.locator("mark#doan")
    expect(mark).to_contain_text("Bộ Y tế hoàn thành kết nối bệnh án điện tử")
    expect(mark).to_be_in_viewport()
    assert tab.evaluate("scrollY") > 300
    expect(tab.get_by_role("link", name="Tới đoạn được trích (trang 3)")).to_have_attribute("href", "#doan")
    expect(tab.get_by_role("article").get_by_text("Trang 3", exact=True)).to_be_visible()
    link = tab.get_by_role("link", name="Mở tệp gốc (trang 3)")
    address = str(link.evaluate("link => link.href"))
    assert address.endswith("/tep#page=3")
    with tab.expect_response(address.partition("#")[0]) as told:
        link.click()
    assert told.value.status == 200
    assert told.value.headers["content-type"] == "application/pdf"


def test_the_file_is_shown_as_it_was_read_under_a_policy_of_its_own(office: Office) -> None:
    for path in (f"van-ban/{NAME}/tep", f"api/v1/documents/{NAME}/file"):
        told = httpx.get(office.url + path)
        assert told.content == office.file.read_bytes()
        assert told.headers["content-disposition"] == "inline; filename*=UTF-8''Ch%E1%BB%89%20th%E1%BB%8B%2012.pdf"
        assert told.headers["content-security-policy"].startswith("default-src 'none'; object-src 'self';")
        assert (told.headers["x-content-type-options"], told.headers["x-frame-options"]) == ("nosniff", "SAMEORIGIN")


def test_a_file_in_an_archive_is_taken_out_of_it(office: Office) -> None:
    told = httpx.get(f"{office.url}van-ban/goi.zip/trong/phu luc.pdf/tep")
    assert told.content == office.file.read_bytes()
    archive = office.file.with_name("goi.zip")
    before = archive.read_bytes()
    archive.write_bytes(packed({"trong/phu luc.pdf": b"%PDF-1.4 khac"}))
    assert httpx.get(f"{office.url}van-ban/goi.zip/trong/phu luc.pdf/tep").status_code == 409
    archive.write_bytes(before)


def test_a_file_that_has_gone_or_changed_says_so_and_is_not_shown(office: Office) -> None:
    before = office.file.read_bytes()
    office.file.write_bytes(before + b"%")
    told = httpx.get(f"{office.url}van-ban/{NAME}/tep")
    assert (told.status_code, told.headers["content-type"]) == (409, "text/html; charset=utf-8")
    assert "đã đổi sau khi nạp" in told.text
    office.file.unlink()
    told = httpx.get(f"{office.url}van-ban/{NAME}/tep")
    assert told.status_code == 404
    assert "không còn ở chỗ cũ" in told.text
    assert "Xem toàn văn trong kho" in told.text
    office.file.write_bytes(before)
    assert httpx.get(f"{office.url}van-ban/{NAME}/tep").status_code == 200


@pytest.mark.parametrize(
    "path", ["khac.pdf", "../store/catalog.sqlite", "%2e%2e/store/catalog.sqlite", "%2Fetc%2Fpasswd", f"{NAME}/.."]
)
def test_what_is_no_document_of_the_store_is_no_file(office: Office, path: str) -> None:
    told = httpx.get(f"{office.url}van-ban/{path}/tep")
    assert told.status_code == 404
    assert told.headers["content-type"] == "application/problem+json"
