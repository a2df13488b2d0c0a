"""The report as files, and as a person meets it in Debian's chromium."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from corpus.errors import ChidaoError
from eval.cases import Case
from eval.diagnosing import Stage
from eval.judging import Check
from eval.labels import CHECKS, FORMS, KINDS, REASONS, STAGES
from eval.report.junit import junit
from eval.report.page import page
from eval.report.writing import write_report
from eval.variants import Form
from tests.chromium import CHROMIUM, FLAGS, needs_chromium
from tests.eval_runs import CASE, DECLINED, OUTSIDE, RIGHT, WRONG, hostile_result, made_run, result
from tests.fakes import HOSTILE

TYPED: Case = replace(CASE, id="a~typo", question="Hồ sơ cấp đọo?", variant="typo", variant_of="a")
RUN = made_run(
    result(CASE, RIGHT), result(OUTSIDE, DECLINED), result(TYPED, WRONG), result(replace(CASE, id="c"), DECLINED)
)


class Reader(HTMLParser):
    """What a page is made of: elements with their attributes, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_every_case_is_shown_with_question_answer_gold_and_citations() -> None:
    told = " ".join(Reader(page(RUN)).words.split())
    assert "3/4" not in told  # variants are counted apart
    assert "2/3" in told
    for words in (
        CASE.question,
        RIGHT.answer,
        "Hỏng ở khâu viết câu trả lời.",
        "thiếu ngày “30/09/2024”",
        "đúng căn cứ",
    ):
        assert words in told
    assert "Phải từ chối" in told
    assert "gõ sai" in told


def test_nothing_is_asked_of_anybody() -> None:
    html = page(RUN)
    for tag, attributes in Reader(html).elements:
        assert tag not in {"link", "iframe", "img", "object", "embed", "base"}
        assert (
            not {"src", "href", "action", "style", "onclick"} & attributes.keys() or attributes.get("href") == "#cases"
        )
    assert "http" not in re.sub(r'http-equiv="Content-Security-Policy"', "", html)
    assert "default-src &#39;none&#39;" in html


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_words_come_out_as_words(payload: str) -> None:
    harmless = [tag for tag, _ in Reader(page(made_run(hostile_result("x")))).elements]
    shown = Reader(page(made_run(hostile_result(payload))))
    assert [tag for tag, _ in shown.elements] == harmless
    assert payload.strip().split("\n")[0].strip() in shown.words


def test_json_and_junit_lie_beside(tmp_path: Path) -> None:
    assert write_report(RUN, tmp_path / "out") == tmp_path / "out" / "report.html"
    whole = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert [r["passed"] for r in whole["results"]] == [True, True, False, False]
    assert whole["results"][2]["stage"] == "composing"
    assert whole["figures"]["passed"]["n"] == 3
    assert whole["drops"][0]["lost"] == ["a~typo"]
    suite = Xml.parse(tmp_path / "out" / "junit.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures")) == ("4", "2")
    failure = suite.findall("testcase/failure")[0]
    assert failure.get("type") == "composing"
    assert failure.text == "viết câu trả lời: thiếu ngày trong câu trả lời"


def test_junit_holds_what_xml_cannot() -> None:
    hostile = made_run(hostile_result("<a>&\x00\x1b\ud800\ufffe"))
    case = Xml.fromstring(junit(hostile)).find("testsuite/testcase")
    assert case is not None
    assert str(case.get("name")).startswith("<a>&����: ")


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ChidaoError, match="không ghi được vào"):
        write_report(RUN, tmp_path / "file" / "out")


def test_everything_has_a_name_in_vietnamese() -> None:
    assert set(CHECKS) == set(Check)
    assert set(STAGES) == set(Stage)
    assert set(FORMS) == {form.value for form in Form}
    assert len(set(KINDS.values())) == len(KINDS)
    from assistant.answering.declining import Reason

    assert set(REASONS) == {reason.value for reason in Reason}


# --- In the browser -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    results = [*RUN.results, *(hostile_result(payload) for payload in HOSTILE)]
    return write_report(made_run(*results), tmp_path_factory.mktemp("report")).as_uri()


@pytest.fixture(scope="module")
def opened(address: str) -> Iterator[tuple[Page, list[str]]]:
    troubles: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        tab = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
        tab.on("pageerror", lambda error: troubles.append(f"error {error}"))
        tab.on("console", lambda line: troubles.append(line.text))
        tab.on("dialog", lambda dialog: troubles.append(dialog.message))
        tab.on("request", lambda request: troubles.append(request.url) if request.url != address else None)
        tab.goto(address)
        yield tab, troubles
        browser.close()


class TestInTheBrowser:
    pytestmark = needs_chromium

    def test_the_page_opens_without_trouble_and_fits_a_phone(self, opened: tuple[Page, list[str]]) -> None:
        tab, troubles = opened
        for width in (390, 1280, 1920):
            tab.set_viewport_size({"width": width, "height": 900})
            assert tab.evaluate("document.documentElement.scrollWidth") == width
        assert troubles == []

    def test_it_follows_the_dark_ground_and_may_be_turned(self, opened: tuple[Page, list[str]]) -> None:
        tab, _ = opened
        root = tab.locator("html")
        expect(root).to_have_attribute("data-theme", "dark")
        tab.get_by_role("button", name="Nền sáng").click()
        expect(root).to_have_attribute("data-theme", "light")

    def test_cases_are_filtered_by_result_kind_stage_and_words(self, opened: tuple[Page, list[str]]) -> None:
        tab, troubles = opened
        shown = tab.locator(".case:visible")
        tab.get_by_label("Kết quả").select_option("không đạt")
        tab.get_by_label("Khâu làm hỏng").select_option("viết câu trả lời")
        expect(shown).to_have_count(2)
        tab.locator("#kind").select_option("phải từ chối")
        expect(shown).to_have_count(0)
        expect(tab.get_by_text("Không trường hợp nào khớp bộ lọc.")).to_be_visible()
        tab.get_by_role("button", name="Bỏ lọc").click()
        expect(shown).to_have_count(4 + len(HOSTILE))
        tab.get_by_label("Tìm").fill("GIÁ VÀNG")
        expect(shown).to_have_count(1)
        expect(tab.get_by_role("status")).to_contain_text("1 trong")
        tab.get_by_role("button", name="Bỏ lọc").click()
        assert troubles == []

    def test_keys_lead_from_case_to_case(self, opened: tuple[Page, list[str]]) -> None:
        tab, _ = opened
        tab.locator("body").click(position={"x": 2, "y": 2})
        tab.keyboard.press("/")
        expect(tab.get_by_label("Tìm")).to_be_focused()
        tab.keyboard.press("Escape")
        tab.keyboard.press("f")
        tab.keyboard.press("j")
        first = tab.locator(".case:visible").first
        expect(first.locator("summary")).to_be_focused()
        tab.keyboard.press("Enter")
        expect(first.get_by_text("Hỏng ở khâu viết câu trả lời.")).to_be_visible()
        tab.keyboard.press("j")
        expect(tab.locator(".case:visible").nth(1).locator("summary")).to_be_focused()

    def test_nothing_keeps_a_reader_with_a_screen_reader_out(self, opened: tuple[Page, list[str]]) -> None:
        from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

        tab, _ = opened
        tab.evaluate("for (const one of document.querySelectorAll('.case')) one.open = true")
        found = Axe().run(tab)
        assert found.violations_count == 0, found.generate_report()
