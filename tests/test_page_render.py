"""What the page makes of answers and of documents' text, without a browser."""

from __future__ import annotations

import importlib.metadata
import logging
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Corpus
from assistant.page import render
from assistant.page.conversation import answering, narrowing_of, reopened
from assistant.page.model import Narrowing, Told, Turn
from assistant.page.text import STARS, UNSEEN, asked, date_words, marked, shortened, shown
from tests.fakes import ANSWERS, HOSTILE, LEVELS, FakeAsker, FakeDesk, hostile

TAGS = {"div", "p", "ul", "ol", "li", "button", "span", "h2", "dl", "dt", "dd", "mark", "details", "summary", "br"}
TAGS |= {"strong"}
TAGS |= {"a"}
ATTRIBUTES = {"class", "type", "value", "title", "hidden", "role", "href"}


def reply(answer: Answer) -> str:
    """The reply to an answer that was kept in a conversation."""
    return render.reply(Told(answer.question, answer, "c1", 1))


class Markup(HTMLParser):
    """Tags, attributes and words of a piece of HTML; `marked` holds what stands in <mark>."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.buttons: list[dict[str, str | None]] = []
        self.words = ""
        self.marked = ""
        self.inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "button":
            self.buttons.append(dict(attrs))
        self.inside = self.inside or tag == "mark"
        if "gap" in dict(attrs).values():
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "mark"

    def handle_data(self, data: str) -> None:
        self.words += data
        self.marked += data if self.inside else ""


def quoted(before: str, quote: str, after: str) -> Citation:
    start = 40 + len(before)
    return Citation(
        1, "a.txt", "Thông báo", None, "", quote, start, start + len(quote),
        passage=before + quote + after, passage_start=40,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2024-07-19", "ngày 19/7/2024"),
        ("2024-07", "tháng 7/2024"),
        ("2024", "năm 2024"),
        (None, "không rõ ngày"),
        ("", "không rõ ngày"),
        ("đầu năm 2024", "đầu năm 2024"),
    ],
)
def test_a_date_is_as_exact_as_the_document(date: str | None, words: str) -> None:
    assert date_words(date) == words


@pytest.mark.parametrize(
    ("before", "quote", "after", "line", "mark"),
    [
        ("Giao ", "Bộ Công\nan chủ trì", ", báo cáo.", "Giao Bộ Công an chủ trì, báo cáo.", "Bộ Công an chủ trì"),
        ("* Nhiệm vụ:\n", "* **Bộ Y tế** báo cáo.", "", "Nhiệm vụ:\nBộ Y tế báo cáo.", "Bộ Y tế báo cáo."),
        ("a) Việc một;\n", "b) Việc hai", " và\n  ba", "a) Việc một;\nb) Việc hai và ba", "b) Việc hai"),
        ("gồm\n", "- Bộ A", "\n- Bộ B", "gồm\n- Bộ A\n- Bộ B", "- Bộ A"),
        ("Mục\n\n", "Câu một.\n", "Câu hai", "Mục\nCâu một.\nCâu hai", "Câu một."),
        ("số liệu", " (*) ", "tạm tính", "số liệu (*) tạm tính", "(*)"),
    ],
)
def test_a_passage_is_cleaned_for_the_eye_and_the_mark_stays_on_the_quote(
    before: str, quote: str, after: str, line: str, mark: str
) -> None:
    html = Markup(marked(quoted(before, quote, after)))
    assert (html.words, html.marked) == (line, mark)


WORDS = st.text(alphabet="aẾộ \n*.;()-1)<&[\u202e\ue000", max_size=30)


@given(before=WORDS, quote=WORDS.filter(str.strip), after=WORDS)
def test_the_mark_holds_the_letters_of_the_quote_and_no_others(before: str, quote: str, after: str) -> None:
    def letters(text: str) -> str:
        return re.sub(r"\s", "", STARS.sub("", UNSEEN.sub("", text)))

    html = Markup(marked(quoted(before, quote, after)))
    assert letters(html.marked) == letters(quote)
    assert letters(html.words) == letters(before) + letters(quote) + letters(after)


def test_a_quote_that_its_passage_does_not_hold_stands_alone() -> None:
    broken = Citation(1, "a", "T", None, "", "Bộ Công an", 5, 15, passage="Một đoạn khác hẳn", passage_start=0)
    assert marked(broken) == "<mark>Bộ Công an</mark>"


@given(st.text())
def test_what_is_shown_reads_back_as_what_was_asked(text: str) -> None:
    assert asked(shown(text)) == UNSEEN.sub("", text)


@pytest.mark.parametrize("payload", HOSTILE)
def test_markup_from_documents_and_persons_comes_out_as_words(payload: str) -> None:
    answer = hostile(payload)
    declined = Answer(payload, "abstained", payload, payload, neighbours=answer.citations)
    corpus = Corpus(1, newest=payload, titles=(payload,))
    pages = [reply(answer), reply(declined), *render.growing(answer), render.question(payload)]
    for page in [*pages, render.failure(payload), render.welcome(corpus)]:
        html = Markup(page)
        assert html.tags <= TAGS
        assert html.attributes <= ATTRIBUTES
        assert "\n" not in page, "a blank line would end the HTML block, and Markdown would begin"
        assert not re.search(r"[`*_$~\\]|!\[", page), "signs of Markdown are written as entities"
        assert {button["class"] for button in html.buttons} <= {"cite", "open", "copy", "judge up", "judge down"}
    words = re.sub(r"\s", "", Markup(render.question(payload)).words)
    assert words == re.sub(r"\s", "", UNSEEN.sub("", payload))


def test_each_number_that_has_a_source_is_a_button_that_says_which() -> None:
    html = Markup(reply(ANSWERS["nghị quyết"]))
    cites = [button for button in html.buttons if button["class"] == "cite"]
    assert [button["value"] for button in cites] == ["1", "2"]
    assert cites[0]["title"] == (
        "Nguồn 1: Thông báo kết luận Hội nghị Thường trực Chính phủ về chuyển đổi số với các đồng chí Bộ trưởng…, "
        "mục B.II.10, ngày 19/7/2024"
    )


def test_a_number_without_a_source_stays_a_number() -> None:
    html = Markup(render.words("Theo [1] và [7].", ANSWERS["nghị quyết"].citations))
    assert [button["value"] for button in html.buttons] == ["1"]
    assert html.words == "Theo [1] và [7]."


def test_bullets_become_a_list() -> None:
    assert render.words("Gồm:\n- một\n- hai\n\nHết.", ()) == (
        "<p>Gồm&#58;</p><ul><li>một</li><li>hai</li></ul><p>Hết.</p>"
    )


def test_a_card_tells_official_text_from_press_and_leaves_out_what_is_not_known() -> None:
    official, press = (render.card(citation) for citation in ANSWERS["nghị quyết"].citations)
    assert "Văn bản chính thức" in official
    assert "<dt>Vị trí</dt><dd>B.II.10</dd>" in official
    assert "Báo chí" in press
    assert "<dt>Ngày</dt><dd>6/2/2025</dd>" in press
    assert "Vị trí" not in press
    assert "<dt>Số</dt>" not in press


def test_an_abstention_says_so_and_folds_the_nearest_passages_away() -> None:
    page = reply(ANSWERS["bóng đá"])
    assert "Không tìm thấy" in page
    assert '<details><summary>Đoạn gần nhất (không phải câu trả lời)</summary><ol class="sources near">' in page
    assert 'class="sources cited"' not in page


def test_an_abstention_without_words_still_says_that_nothing_was_found() -> None:
    assert render.NOT_FOUND in reply(Answer("?", "abstained", None, ""))


def test_a_growing_answer_ends_before_the_whole_and_never_shrinks() -> None:
    states = [Markup(state).words for state in render.growing(ANSWERS["an toàn thông tin"])]
    whole = Markup(reply(ANSWERS["an toàn thông tin"])).words
    assert len(states) > 2
    assert all(later.startswith(earlier) for earlier, later in zip(states, [*states[1:], whole], strict=True))


def test_a_long_answer_grows_in_few_states() -> None:
    answer = Answer("?", "answered", None, "Một câu ngắn. " * 500)
    assert len(render.growing(answer)) <= 24


def test_a_title_is_cut_between_words() -> None:
    assert shortened("Chỉ thị về   đẩy mạnh\nchuyển đổi số", 22) == "Chỉ thị về đẩy mạnh…"


def test_the_empty_page_names_the_documents() -> None:
    page = render.welcome(FakeAsker().describe())
    assert "5 văn bản" in page
    assert "1 văn bản chính thức, 4 bài báo chí" in page
    assert "Thủ tướng Phạm Minh Chính chủ trì họp" in page


def test_earlier_questions_go_along_but_not_those_that_failed() -> None:
    asker = FakeAsker()
    turns = (Turn("một", "<div></div>"), Turn("hỏng", "<div></div>", failed=True), Turn("hai", "<div></div>"))
    *_, last = answering(FakeDesk(asker), "nghị quyết", turns, 5)
    assert asker.asked == [("nghị quyết", ("một", "hai"))]
    assert not last.failed


def test_a_refused_question_shows_the_line_for_the_person() -> None:
    *_, last = answering(FakeDesk(), "dài " * 300, (), 5)
    assert last.failed
    assert "tối đa 1000" in last.reply


def test_an_unforeseen_error_is_one_line_on_the_page_and_a_traceback_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        *_, last = answering(FakeDesk(), "gây lỗi", (), 5)
    assert last.failed
    assert render.UNEXPECTED in Markup(last.reply).words
    assert "bug" not in last.reply
    assert "ZeroDivisionError" in caplog.text


def test_a_question_is_asked_with_what_it_is_narrowed_to() -> None:
    desk = FakeDesk()
    *_, last = answering(desk, "nghị quyết", (), 5, Narrowing(body="Bộ Công an"))
    assert desk.asker.asked == [("nghị quyết (Bộ Công an)", ())]
    assert last.question == "nghị quyết (Bộ Công an)"


def test_a_conversation_goes_on_where_it_was_kept() -> None:
    first = list(answering(FakeDesk(), "nghị quyết", (), 5))[-1]
    assert first.conversation == "c1"
    second = list(answering(FakeDesk(), "nghị quyết", (replace(first, conversation="c7"), Turn("x", "", True)), 5))[-1]
    assert second.conversation == "c7"


def test_what_an_answer_leads_to_comes_behind_it() -> None:
    *_, whole, led = answering(FakeDesk(follow_ups=["Bộ <b> làm gì?"]), "nghị quyết", (), 5)
    assert "Hỏi tiếp" not in whole.reply
    assert "Bộ &lt;b&gt; làm gì?" in led.reply


def test_a_conversation_is_opened_again_as_it_was_kept() -> None:
    (turn,) = reopened(FakeDesk(), "nghị quyết")
    assert turn == Turn("nghị quyết", render.reply(FakeDesk().ask("nghị quyết", (), "nghị quyết")), False, "nghị quyết")
    assert reopened(FakeDesk(), "") == ()


@pytest.mark.parametrize("said", [None, "", "{", "null", "7", '"ab"', "[1]", "[" * 100_000, '{"a":1}'])
def test_what_names_no_filter_narrows_nothing(said: str | None) -> None:
    assert not narrowing_of(said)


def test_gradio_is_imported_by_the_app_alone() -> None:
    code = "import sys, assistant.page.conversation, assistant.page.guard; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_gradio_still_says_in_english_what_the_page_translates() -> None:
    script = (Path(render.__file__).parent / "page.js").read_text("utf-8")
    words = script[script.index("const WORDS = {") : script.index("};")]
    names = re.findall(r'^\s*(?:"(.+?)"|(\w+)): "', words, re.MULTILINE)
    assets = importlib.metadata.distribution("gradio").locate_file("gradio/templates/frontend/assets")
    said = "".join(file.read_text("utf-8") for file in Path(str(assets)).glob("*.js"))
    assert [name for quoted, bare in names if (name := quoted or bare) not in said] == []


def test_many_sources_are_folded_away() -> None:
    citation = ANSWERS["nghị quyết"].citations[0]
    many = tuple(replace(citation, n=n) for n in range(1, 13))
    assert "<summary>Nguồn (12)</summary>" in reply(Answer("?", "answered", None, "Có [12].", many))


def test_a_refusal_shows_its_reason_as_words() -> None:
    html = reply(Answer("?", "abstained", "thiếu <b>vàng</b>", "Không tìm thấy."))
    assert "Lý do: thiếu" in html
    assert "<b>" not in html


# --- How the question was read, and long lists --------------------------------------------------------------------


def test_how_a_question_was_read_is_shown_and_can_be_corrected() -> None:
    html = render.understood("Bộ Tài chính phải làm gì (như câu: Việc nào có hạn?)")
    assert "Hiểu là: Bộ Tài chính phải làm gì (như câu: Việc nào có hạn?)" in Markup(html).words
    assert 'class="edit" value="Bộ Tài chính phải làm gì"' in html
    assert render.understood("") == ""


def test_numbered_lines_are_a_numbered_list() -> None:
    html = render.words("2 nhiệm vụ:\n1. Một việc. [1]\n2. Việc nữa.", ())
    assert "<ol><li>Một việc." in html
    assert html.count("<li>") == 2


def _task(n: int, **fields: object) -> dict[str, object]:
    due = {"text": "trong quý IV", "relation": "during", "start": "2031-10-01", "end": "2031-12-31"}
    return {"lead": ["Sở Y tế"], "coordinating": [], "action": f"việc {n}", "due": due, "citation": 1} | fields


def test_a_long_list_has_a_table_of_its_tasks() -> None:
    tasks = (*(_task(n) for n in range(6)), _task(7, due=None, coordinating=["Sở <b>Nội vụ</b>"]))
    html = reply(Answer("?", "answered", None, "7 nhiệm vụ: [1]", citations=(LEVELS,), tasks=tasks))
    assert "Bảng nhiệm vụ (7 dòng)" in html
    assert "trong quý IV (31/12/2031)" in html
    assert "<td>không nêu</td>" in html
    assert "phối hợp: Sở <b>Nội vụ</b>" in Markup(html).words
    assert html.count('class="cite" value="1"') == 1 + 7


def test_a_short_list_needs_no_table() -> None:
    assert "<table>" not in reply(Answer("?", "answered", None, "1 nhiệm vụ.", tasks=(_task(1),)))
