"""The widget in a real browser, on pages of another origin under a strict CSP: the flows of a person's day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, expect

from tests.chromium import needs_chromium
from tests.fake_api import FakeApi, host_pages, serving
from tests.fakes import HOSTILE, LEVELS, POLICE, SIGNING
from tests.reverse_proxy import certificate, proxied
from tests.widget_pages import Desk, chromium, desk_at

pytestmark = needs_chromium

SAFETY = "Bộ Công an phải làm gì về an toàn thông tin?"
RESOLUTION = "Ai trình nghị quyết về chuyển đổi số?"


@pytest.fixture(scope="module")
def api() -> FakeApi:
    return FakeApi()


@pytest.fixture(scope="module")
def server(api: FakeApi) -> Iterator[str]:
    with serving(api.app) as address:
        yield address


@pytest.fixture(scope="module")
def host(api: FakeApi) -> Iterator[str]:
    with serving(host_pages()) as address:
        api.origins.add(address)
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def desk(browser: Browser, server: str, host: str) -> Iterator[Desk]:
    with desk_at(browser, server, host) as desk:
        yield desk


def test_one_script_puts_a_button_and_a_panel_on_the_page(desk: Desk) -> None:
    host = desk.open(title="Hỏi đáp của Sở", label="Hỏi đáp", examples="Câu một?|Câu hai?")
    host.page.get_by_role("button", name="Hỏi đáp").click()
    expect(host.panel).to_have_accessible_name("Hỏi đáp của Sở")
    expect(host.box).to_be_focused()
    expect(host.panel).to_contain_text("Ai phải hoàn thành việc gì, khi nào?")
    expect(host.panel.get_by_role("link", name="Mở trang đầy đủ")).to_have_attribute("href", f"{desk.server}/")
    host.panel.get_by_role("button", name="Câu hai?").click()
    expect(host.panel.get_by_role("heading", name="Câu hai?")).to_be_visible()


def test_an_answer_comes_piece_by_piece_and_its_numbers_open_the_sentence(desk: Desk, api: FakeApi) -> None:
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
    turn = host.ask(SAFETY)
    lengths = host.page.evaluate("lengths")
    assert len(lengths) > 2
    assert lengths == sorted(lengths)
    expect(turn.locator(".words li").filter(has_text="chậm nhất trong tháng 9 năm 2024")).to_have_count(1)
    cite = turn.get_by_role("button", name=re.compile(r"^Nguồn 2: Thông báo.*mục B\.II\.8\.b, ngày 19.7.2024$")).first
    cite.click()
    card = turn.locator(".card:visible")
    expect(card.locator("mark")).to_have_text(POLICE.quote)
    expect(card.locator("mark")).to_be_in_viewport(ratio=1)
    for words in ("Văn bản chính thức", POLICE.title, "19/7/2024", "Văn phòng Chính phủ", POLICE.heading):
        expect(card).to_contain_text(words)
    card.get_by_role("button", name="Về câu trả lời").click()
    expect(card).to_have_count(0)
    expect(cite).to_be_focused()
    assert api.asker.asked[-1] == (SAFETY, ())


def test_the_sentence_is_found_by_code_points(desk: Desk) -> None:
    turn = desk.open().ask("ở trang nào nói về nghị quyết?")
    turn.locator("button.cite").first.click()
    expect(turn.locator("mark")).to_have_text(LEVELS.quote)
    expect(turn.locator(".passage")).to_contain_text(re.compile("^😀"))


def test_earlier_questions_are_sent_with_a_follow_up(desk: Desk, api: FakeApi) -> None:
    host = desk.open()
    host.ask(SAFETY)
    host.ask(RESOLUTION)
    turn = host.ask("danh sách đó có an toàn thông tin không?")
    assert api.asker.asked[-1][1] == (SAFETY, RESOLUTION)
    expect(turn.get_by_text("Hiểu là: an toàn thông tin giao ai?")).to_be_visible()
    turn.get_by_role("button", name="Sửa câu hỏi này").click()
    expect(host.box).to_have_value("an toàn thông tin giao ai?")
    expect(host.box).to_be_focused()


def test_tasks_are_a_table_whose_numbers_open_sources(desk: Desk) -> None:
    turn = desk.open().ask("danh sách an toàn thông tin")
    turn.get_by_text("Bảng nhiệm vụ (2 dòng)").click()
    rows = turn.get_by_role("row")
    expect(rows.nth(1)).to_contain_text("chậm nhất trong tháng 9 (30/9/2024)")
    expect(rows.nth(2)).to_contain_text("không nêuBộ Công an; phối hợp: Bộ Quốc phòngtăng cường phối hợp")
    rows.nth(2).get_by_role("button", name="Nguồn 2").click()
    expect(turn.locator(".card:visible mark")).to_have_text(POLICE.quote)


def test_a_refusal_looks_like_one_and_what_is_near_is_no_answer(desk: Desk) -> None:
    turn = desk.open().ask("Đội tuyển bóng đá phải làm gì?")
    expect(turn).to_contain_text("Không tìm thấy trong các văn bản")
    expect(turn).to_contain_text("Lý do: không đoạn nào nói về đội tuyển bóng đá.")
    near = turn.get_by_role("button", name="Đoạn gần nhất 2")
    expect(near).to_be_hidden()
    turn.get_by_text("Đoạn gần nhất (không phải câu trả lời)").click()
    near.click()
    expect(turn.locator(".card:visible")).to_contain_text("Báo chí")
    expect(turn.locator(".card:visible mark")).to_have_text(SIGNING.quote)


def test_a_server_that_does_not_stream_is_understood(desk: Desk) -> None:
    expect(desk.open().ask("câu thường về an toàn thông tin").locator("button.cite")).to_have_count(2)


def test_a_rating_carries_its_reason(desk: Desk, api: FakeApi) -> None:
    host = desk.open()
    turn = host.ask(SAFETY)
    turn.get_by_role("button", name="Câu trả lời tốt").click()
    expect(turn).to_contain_text("Đã ghi nhận, cảm ơn.")
    assert api.feedback[-1]["rating"] == "up"
    turn.get_by_role("button", name="Câu trả lời chưa tốt").click()
    turn.get_by_label("Vì sao chưa đúng?").select_option("Thiếu nội dung")
    turn.get_by_label("Nói rõ hơn (không bắt buộc)").fill("còn UBND tỉnh")
    turn.get_by_role("button", name="Gửi góp ý").click()
    down = turn.get_by_role("button", name="Câu trả lời chưa tốt", pressed=True)
    expect(down).to_be_focused()
    told = api.feedback[-1]
    assert (told["question"], told["rating"], told["reason"]) == (SAFETY, "down", "Thiếu nội dung: còn UBND tỉnh")
    assert "[2]" in told["answer"]
    host.page.reload()
    expect(down).to_be_visible()


def test_a_reload_keeps_the_conversation_with_its_sources(desk: Desk, api: FakeApi) -> None:
    host = desk.open()
    host.ask(f"{SAFETY} <b>&amp;")
    host.page.reload()
    turn = host.panel.get_by_role("article")
    expect(turn.get_by_role("heading", name=f"{SAFETY} <b>&amp;")).to_be_visible()
    expect(host.box).not_to_be_focused()
    turn.locator("button.cite").first.click()
    expect(turn.locator("mark").first).to_have_text(LEVELS.quote)
    host.ask(RESOLUTION)
    assert api.asker.asked[-1][1] == (f"{SAFETY} <b>&amp;",)
    host.panel.get_by_role("button", name="Cuộc trò chuyện mới").click()
    expect(turn).to_have_count(0)
    host.panel.get_by_role("button", name="Đóng").click()
    host.page.reload()
    expect(host.launch).to_be_visible()
    expect(host.panel).to_be_hidden()
    host.ask(RESOLUTION)
    assert not api.asker.asked[-1][1]


def test_what_is_kept_has_a_bound_and_loses_the_oldest_first(desk: Desk) -> None:
    host = desk.open()
    host.ask(SAFETY)
    host.page.evaluate(
        """() => {
            const key = Object.keys(sessionStorage)[0], kept = JSON.parse(sessionStorage[key]);
            const answer = {...kept.turns[0].answer, reason: "lý do ".repeat(8000)};
            for (let n = 0; n < 12; n++) kept.turns.push({question: `câu ${n}`, answer});
            sessionStorage[key] = JSON.stringify(kept);
        }"""
    )
    host.page.reload()
    host.ask(RESOLUTION)
    kept = host.page.evaluate("Object.values(sessionStorage)[0]")
    assert 300_000 < len(kept) <= 400_000
    assert RESOLUTION in kept
    assert 'câu 0"' not in kept


@pytest.mark.parametrize(
    "kept",
    ["{", "null", '{"turns":[{}],"open":true}', '{"turns":7}', '{"turns":[{"answer":{"status":"x","citations":[7]}}]}'],
)
def test_what_another_hand_left_in_the_storage_is_passed_over(desk: Desk, kept: str) -> None:
    host = desk.open()
    key = f"chidao.widget {desk.server}/"
    host.page.evaluate("([key, kept]) => sessionStorage.setItem(key, kept)", [key, kept])
    host.page.reload()
    host.ask(SAFETY)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("hỏi nhiều quá", r"^Bạn hỏi quá nhanh\. Thử lại sau 1 giây$"),
        (
            "câu cấm",
            r"^Trang này \(http://127\.0\.0\.1:\d+\) chưa được phép dùng trợ lý; xin báo người quản trị\. Thử lại$",
        ),
        ("máy bận", r"^Kho văn bản đang được sao lưu\. Thử lại$"),
        ("máy hỏng", r"^Máy chủ gặp lỗi \(500\) nên chưa trả lời được\. Thử lại$"),
        ("lạ lùng", r"^Câu trả lời bị đứt giữa chừng\. Thử lại$"),
        ("an toàn thông tin đứt", r"^Câu trả lời bị đứt giữa chừng\. Thử lại$"),
        ("an toàn thông tin giữa chừng", r"^Kho văn bản vừa bị đóng\. Thử lại$"),
        ("lâu quá", r"^Máy chủ chưa trả lời sau 3 giây\. Thử lại$"),
    ],
)
def test_what_goes_wrong_is_one_line_with_another_try(desk: Desk, question: str, line: str) -> None:
    desk.expected = "Failed to load resource"
    host = desk.open(timeout="3")
    alert = host.send(question).get_by_role("alert")
    expect(alert).to_have_text(re.compile(line))
    expect(alert.get_by_role("button", name=re.compile("^Thử lại$"))).to_be_enabled()
    turn = host.ask(SAFETY)
    expect(turn.locator("button.cite")).to_have_count(2)
    expect(host.panel.get_by_role("article")).to_have_count(1)


def test_a_long_wait_is_told_in_minutes(desk: Desk) -> None:
    alert = desk.open().send("an toàn thông tin quá hạn mức").get_by_role("alert")
    expect(alert).to_have_text("Hết lượt. Thử lại sau 3 phút")
    expect(alert.get_by_role("button")).to_be_disabled()


def test_another_try_asks_the_same_again(desk: Desk) -> None:
    desk.expected = "Failed to load resource"
    host = desk.open()
    host.send("an toàn thông tin, một lần nữa").get_by_role("button", name="Thử lại").click()
    expect(host.panel.get_by_role("article").locator("button.cite")).to_have_count(2)


def test_without_network_it_says_so(desk: Desk) -> None:
    desk.expected = "Failed to load resource"
    host = desk.open()
    host.page.context.set_offline(True)
    alert = host.send(SAFETY).get_by_role("alert")
    expect(alert).to_have_text("Máy đang không có mạng. Thử lại")
    host.page.context.set_offline(False)
    alert.get_by_role("button").click()
    expect(host.panel.get_by_role("article").locator("button.cite")).to_have_count(2)


def test_a_page_that_is_not_listed_gets_a_line_and_no_answer(desk: Desk, api: FakeApi) -> None:
    desk.expected = "CORS policy|Failed to load resource"
    desk.host = desk.host.replace("127.0.0.1", "localhost")
    before = len(api.asker.asked)
    alert = desk.open().send(SAFETY).get_by_role("alert")
    expect(alert).to_contain_text("Không kết nối được máy chủ, hoặc trang này chưa được phép dùng trợ lý.")
    assert len(api.asker.asked) == before


def test_waiting_can_be_stopped_and_a_new_conversation_ends_it(desk: Desk) -> None:
    host = desk.open()
    turn = host.send("lâu quá, về an toàn thông tin")
    expect(turn).to_contain_text("Đang tìm trong các văn bản…")
    host.panel.get_by_role("button", name="Dừng").click()
    expect(turn).to_have_count(0)
    expect(host.box).to_have_value("lâu quá, về an toàn thông tin")
    host.send("lâu quá, về an toàn thông tin")
    host.panel.get_by_role("button", name="Cuộc trò chuyện mới").click()
    expect(turn).to_have_count(0)
    expect(host.panel.get_by_role("button", name="Gửi", exact=True)).to_be_visible()
    assert host.ask(RESOLUTION).count() == 1


def test_hostile_text_comes_out_as_text(desk: Desk) -> None:
    host = desk.open()
    for number, payload in enumerate(HOSTILE):
        turn = host.ask(
            f"hostile {number} {payload}"[:900]
            .replace("\n", " ")
            .replace("\u202e", "")
            .replace("\u202c", "")
            .replace("\ue000", "")
            .replace("\ue001", "")
        )
        turn.locator("button.cite").first.click()
        expect(turn.locator(".card:visible mark")).to_contain_text("Trích")
        turn.get_by_text("Đoạn gần nhất (").click()
    injected = "script, img, iframe, style, form, details[ontoggle], h1, input, a:not(footer a), [onerror], [onload]"
    widget = host.page.locator("chidao-widget")
    assert widget.locator(injected).count() == 0
    assert widget.locator("svg").count() == widget.locator("button > svg").count()
    assert HOSTILE[0] in widget.locator(".words").first.inner_text()
    assert "\u202e" not in widget.locator(".log").inner_text()
    host.page.reload()
    expect(widget.locator(".words")).to_have_count(len(HOSTILE))
    assert widget.locator(injected).count() == 0
    assert host.origins() == {desk.server, desk.host}


def test_the_style_of_a_hostile_page_does_not_reach_it(desk: Desk) -> None:
    calm, hostile = desk.open(), desk.open(style="hostile", times="3")
    seen = []
    for host in (calm, hostile):
        host.launch.click()
        turn = host.ask(SAFETY)
        turn.locator("button.cite").first.click()
        expect(turn.locator("mark").first).to_be_in_viewport(ratio=1)
        boxes = [host.panel, host.box, turn, turn.locator(".passage").first]
        look = (
            "e => { const s = getComputedStyle(e); return [s.font, s.color, s.direction, s.letterSpacing, s.opacity] }"
        )
        seen.append([(box.bounding_box(), box.evaluate(look)) for box in boxes])
    assert seen[0] == seen[1]
    assert hostile.page.locator("chidao-widget").count() == 1


def test_the_page_is_left_as_it_was(desk: Desk) -> None:
    host = desk.open(place="head")
    host.ask(SAFETY)
    outside = host.page.evaluate(
        """() => {
            const frame = document.body.appendChild(document.createElement("iframe"));
            const fresh = new Set(Object.getOwnPropertyNames(frame.contentWindow));
            frame.remove();
            return {
                names: Object.getOwnPropertyNames(window).filter((name) => !fresh.has(name) && isNaN(name)),
                sheets: document.adoptedStyleSheets.length,
                added: [...document.querySelectorAll("body > *")].map((node) => node.localName),
                cookie: document.cookie,
                local: localStorage.length,
            };
        }"""
    )
    assert outside == {"names": [], "sheets": 0, "added": ["header", "main", "chidao-widget"], "cookie": "", "local": 0}


def test_no_request_goes_elsewhere_and_none_carries_a_cookie(desk: Desk, api: FakeApi) -> None:
    host = desk.open()
    host.page.context.add_cookies([{"name": "phien", "value": "bi-mat", "url": desk.server}])
    host.ask(SAFETY).get_by_role("button", name="Câu trả lời tốt").click()
    expect(host.panel).to_contain_text("Đã ghi nhận")
    assert host.origins() == {desk.server, desk.host}
    assert not any("cookie" in headers for headers in api.headers)


def test_the_server_can_count_what_one_tab_asks(desk: Desk, api: FakeApi) -> None:
    sessions = []
    for host in (desk.open(), desk.open()):
        for _ in range(2):
            host.ask(SAFETY)
            sessions.append(api.headers[-1]["x-chidao-session"])
            host.page.reload()
    assert sessions[0] == sessions[1] != sessions[2] == sessions[3]
    assert all(re.fullmatch(r"\d{20,40}", session) for session in sessions)


def test_keys_alone_suffice_and_stay_in_the_open_panel(desk: Desk) -> None:
    host = desk.open()
    host.page.evaluate("document.addEventListener('keydown', (event) => (window.heard = event.key))")
    keys = host.page.keyboard
    host.launch.focus()
    keys.press("Enter")
    expect(host.box).to_be_focused()
    keys.type("an toàn thông tin")
    keys.press("Enter")
    turn = host.panel.get_by_role("article")
    expect(turn.locator("button.cite")).to_have_count(2)
    fresh = host.panel.get_by_role("button", name="Cuộc trò chuyện mới")
    full = host.panel.get_by_role("link", name="Mở trang đầy đủ")
    full.focus()
    keys.press("Tab")
    expect(fresh).to_be_focused()
    keys.press("Shift+Tab")
    expect(full).to_be_focused()
    for _ in range(30):
        keys.press("Tab")
        assert host.page.evaluate("document.activeElement.localName") == "chidao-widget"
    turn.locator("button.cite").nth(1).focus()
    keys.press("Space")
    expect(turn.locator(".card:visible mark")).to_have_text(POLICE.quote)
    expect(turn.get_by_role("button", name="Nguồn 2", expanded=True)).to_be_focused()
    keys.press("Escape")
    expect(host.panel).to_be_hidden()
    expect(host.launch).to_be_focused()
    assert host.page.evaluate("window.heard") == "Enter"  # on the button, while the panel was closed


def test_answers_are_spoken_when_they_are_whole(desk: Desk) -> None:
    host = desk.open()
    host.ask(SAFETY)
    spoken = host.panel.locator("div[role=status]")
    expect(spoken).to_have_text(re.compile(r"^Trả lời: Có 2 nhiệm vụ .* không nêu thời hạn\.$"))


def test_on_a_phone_it_fills_the_screen(desk: Desk) -> None:
    host = desk.open(width=390, height=844, scheme="dark")
    host.launch.tap()
    assert host.panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    turn = host.ask("danh sách an toàn thông tin")
    turn.locator("button.cite").nth(1).tap()
    expect(turn.locator(".card:visible mark")).to_be_in_viewport(ratio=1)
    assert host.panel.locator(".log").evaluate("log => log.scrollWidth <= log.clientWidth")
    host.panel.get_by_role("button", name="Đóng").tap()
    expect(host.launch).to_be_in_viewport(ratio=1)


def test_at_twice_and_four_times_the_size_nothing_is_lost(desk: Desk) -> None:
    for width, height in ((640, 400), (320, 256)):  # what 1280 by 800 and 1024 leave at 200 % and 400 %
        host = desk.open(width=width, height=height)
        turn = host.ask(SAFETY)
        turn.locator("button.cite").first.click()
        expect(turn.locator("mark").first).to_be_in_viewport()
        expect(host.box).to_be_in_viewport(ratio=1)
        expect(host.panel.get_by_role("button", name="Đóng")).to_be_in_viewport(ratio=1)
        assert host.panel.locator(".log").evaluate("log => log.scrollWidth <= log.clientWidth")


@pytest.mark.parametrize(
    ("theme", "scheme", "dark"),
    [("auto", "dark", True), ("auto", "light", False), ("light", "dark", False), ("dark", "light", True)],
)
def test_the_theme_is_the_systems_unless_told(desk: Desk, theme: str, scheme: str, dark: bool) -> None:
    host = desk.open(scheme=scheme, position="left", color="#ffd54f", open="true", theme=theme)
    expect(host.panel).to_be_visible()
    assert host.panel.evaluate("e => getComputedStyle(e).backgroundColor") == (
        "rgb(17, 25, 33)" if dark else "rgb(244, 246, 249)"
    )
    box = host.panel.bounding_box()
    assert box is not None
    assert box["x"] == 20
    bar = host.panel.locator("header").evaluate("e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]")
    assert bar == ["rgb(255, 213, 79)", "rgb(17, 17, 17)"]


def test_a_wrong_colour_changes_nothing(desk: Desk) -> None:
    host = desk.open(color="red;}*{display:none", open="")
    assert host.panel.locator("header").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(23, 54, 93)"


def test_it_is_not_printed_and_does_not_move_where_that_is_not_wanted(desk: Desk) -> None:
    host = desk.open(open="true")
    assert host.panel.evaluate("e => getComputedStyle(e).animationName") == "none"
    host.page.emulate_media(reduced_motion="no-preference")
    assert host.panel.evaluate("e => getComputedStyle(e).animationName") == "in"
    host.page.emulate_media(forced_colors="active")
    expect(host.panel).to_be_visible()
    host.page.emulate_media(media="print")
    expect(host.panel).to_be_hidden()


def test_an_answer_is_copied_with_its_sources(desk: Desk) -> None:
    host = desk.open()
    host.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = host.ask(RESOLUTION)
    turn.get_by_role("button", name="Sao chép").click()
    expect(turn.get_by_role("button", name="Đã sao chép")).to_be_visible()
    copied = host.page.evaluate("navigator.clipboard.readText()")
    assert "trước ngày 16 tháng 8 năm 2024. [1]" in copied
    assert re.search(r"^\[2\] Thủ tướng Phạm Minh Chính .*, ngày 6/2/2025: “Đến cuối năm 2025", copied, re.MULTILINE)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing(desk: Desk, width: int, scheme: str) -> None:
    desk.expected = "Failed to load resource"
    host = desk.open(width=width, scheme=scheme)
    found = [Axe().run(host.page)]
    turn = host.ask("danh sách an toàn thông tin")
    turn.get_by_text("Bảng nhiệm vụ").click()
    turn.locator("button.cite").first.click()
    host.ask(RESOLUTION).locator("button.cite").nth(1).click()
    turn = host.ask("Đội tuyển bóng đá?")
    turn.get_by_text("Đoạn gần nhất (").click()
    turn.get_by_role("button", name="Câu trả lời chưa tốt").click()
    found.append(Axe().run(host.page))
    expect(host.send("máy hỏng").get_by_role("alert")).to_be_visible()
    found.append(Axe().run(host.page))
    grave = [
        (violation["id"], violation["impact"], [node["html"] for node in violation["nodes"]])
        for results in found
        for violation in results.response["violations"]
        if any("chidao-widget" in str(node["target"]) for node in violation["nodes"])
    ]
    assert grave == []


def test_it_works_over_https_behind_a_proxy_under_a_sub_path(
    browser: Browser, api: FakeApi, server: str, host: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    signed = certificate(tmp_path_factory.mktemp("tls"))
    with ExitStack() as stack:
        secure_server = stack.enter_context(proxied(server, "/chidao", tls=signed))
        secure_host = stack.enter_context(proxied(host, "", tls=signed))
        api.origins.add(secure_host)
        desk = stack.enter_context(desk_at(browser, secure_server, secure_host))
        page = desk.open()
        turn = page.ask(SAFETY)
        turn.locator("button.cite").first.click()
        expect(turn.locator("mark").first).to_have_text(LEVELS.quote)
        link = page.panel.get_by_role("link", name="Mở trang đầy đủ")
        expect(link).to_have_attribute("href", f"{secure_server}/")
        asked = [request.url for request in page.sent if request.method == "POST"]
        assert asked == [f"{secure_server}/api/v1/ask"]
        assert page.origins() == {secure_server.removesuffix("/chidao"), secure_host}
