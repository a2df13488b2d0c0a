"""The register as table, JSON, CSV, workbook and calendar: what a person or another program gets of an entry."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from assistant.register import filters, spreadsheet, wording
from assistant.register.calendar_file import calendar
from assistant.register.columns import COLUMNS
from assistant.register.comma_separated import BYTE_ORDER_MARK, comma_separated, harmless
from assistant.register.contract import record
from assistant.register.explanation import explanation
from assistant.register.filters import BadFilter, Filter, first_day, last_day, one_day, read_statuses
from assistant.register.history import edit_line, edit_line_with_task, edit_record
from assistant.register.spreadsheet import workbook
from assistant.register.tabular import table
from assistant.register.wording import clean, place_words, sentence, shortened
from assistant.register.works import elsewhere_words, works_of
from corpus.reading import Reading, Span
from corpus.sections import sections_of
from corpus.tasks.reading import Step
from corpus.tasks.task import Body, DueDate, Relation, Task
from index.entry import Due, Edit, Entry, NameToday, Status
from tests.fakes import ENTRY, HOSTILE, before, entry

NOW = datetime(2031, 5, 2, 8, 30, tzinfo=UTC)
MERGED = NameToday("Bộ Thông tin và Truyền thông", ("Bộ Khoa học và Công nghệ",), "Nghị quyết 176/2025/QH15")
MOVED = entry(
    "bbbbbbbbbbbb",
    document="bao.txt",
    title="Thủ tướng chủ trì phiên họp về dữ liệu y tế",
    number="",
    date="2031-02",
    official=False,
    section="",
    due=Due("trong tháng 6/2031", "during", date(2031, 6, 1), date(2031, 6, 30), date(2031, 6, 30)),
    group=ENTRY.id,
)
UNDATED = entry(
    "cccccccccccc",
    lead=("Bộ Thông tin và Truyền thông", "UBND tỉnh Hà Nam"),
    coordinating=(),
    today=(MERGED,),
    action="rà soát mã định danh cơ sở y tế",
    quote="Bộ Thông tin và Truyền thông, UBND tỉnh Hà Nam rà soát mã định danh cơ sở y tế.",
    due=None,
    status=Status.NO_DAY,
    section="3",
)
UNSEEN = "\x00\x0b\x1b[31m\x9f\u202e\ud800\ufffe\uffff"


def test_the_same_work_in_several_documents_is_one_work_under_its_head() -> None:
    works = works_of([MOVED, ENTRY, UNDATED])
    assert [(work.head.id, [other.id for other in work.others]) for work in works] == [
        (ENTRY.id, [MOVED.id]),
        (UNDATED.id, []),
    ]


def test_a_work_tells_where_else_it_stands_and_by_how_much_the_day_differs_there() -> None:
    place = "Thủ tướng chủ trì phiên họp về dữ liệu y tế tháng 2/2031 [bbbbbbbbbbbb]"
    assert elsewhere_words(ENTRY, MOVED) == f"{place}; hạn chênh 46 ngày (30/06/2031)"
    assert elsewhere_words(UNDATED, MOVED) == f"{place}; ở đó hạn là 30/06/2031"
    assert elsewhere_words(MOVED, MOVED) == place
    assert elsewhere_words(MOVED, UNDATED) == "118/VPCP-KGVX ngày 7/3/2031, mục 3 [cccccccccccc]"


def test_where_a_filter_left_the_head_out_the_first_of_its_group_stands_for_it() -> None:
    works = works_of([MOVED, UNDATED])
    assert [work.head.id for work in works] == [MOVED.id, UNDATED.id]


TABLE_80 = """\
Hạn           Trạng thái     Chủ trì       Việc                     Văn bản, mục
────────────  ─────────────  ────────────  ───────────────────────  ────────────
15/08/2031    còn hạn        Bộ Y tế       trình Chính phủ đề án    118/VPCP-
trước ngày                                 dùng chung dữ liệu khám  KGVX ngày
16/8/2031                                  bệnh, chữa bệnh          7/3/2031,
                                                                    mục 2.a
    [0a1b2c3d4e5f] “a) Bộ Y tế chủ trì, phối hợp với Bộ Công an trình Chính phủ
    đề án dùng chung dữ liệu khám bệnh, chữa bệnh trước ngày 16/8/2031.”
    phối hợp: Bộ Công an
    cũng nêu tại Thủ tướng chủ trì phiên họp về dữ liệu y tế tháng 2/2031
    [bbbbbbbbbbbb]; hạn chênh 46 ngày (30/06/2031)

—             không nêu      Bộ Thông tin  rà soát mã định danh cơ  118/VPCP-
              thời hạn       và Truyền     sở y tế                  KGVX ngày
                             thông (nay                             7/3/2031,
                             là Bộ Khoa                             mục 3
                             học và Công
                             nghệ); UBND
                             tỉnh Hà Nam
    [cccccccccccc] “Bộ Thông tin và Truyền thông, UBND tỉnh Hà Nam rà soát mã
    định danh cơ sở y tế.”

2 nhiệm vụ trong 2 văn bản (1 nhiệm vụ trùng được gộp)"""


def _plain(lines: Iterator[str]) -> str:
    """Lines of a table without the codes for colour."""
    return "\n".join(re.sub(r"\x1b\[\d+m", "", line) for line in lines)


def test_the_table_can_be_read_in_80_columns() -> None:
    assert _plain(table(works_of([ENTRY, MOVED, UNDATED]), 80)) == TABLE_80


@pytest.mark.parametrize("width", [20, 80, 160, 1000])
def test_no_line_of_the_table_is_wider_than_the_terminal(width: int) -> None:
    lines = _plain(table(works_of([ENTRY, MOVED, UNDATED]), width)).split("\n")
    assert max(map(len, lines)) <= min(max(width, 60), 200)


def test_the_table_shortens_a_long_row_to_the_sentence_of_the_task_unless_all_is_wanted() -> None:
    before_it, behind = "Thời gian qua có nhiều tiến bộ. " * 9, " Văn phòng Bộ theo dõi, báo cáo kết quả." * 9
    long = entry(quote=before_it + ENTRY.quote + behind)
    short = " ".join(_plain(table(works_of([long]), 160)).split())
    assert "“…a) Bộ Y tế chủ trì, phối hợp" in short
    assert "16/8/2031.”" in short
    assert "tiến bộ" not in short
    full = " ".join(_plain(table(works_of([long]), 160, full=True)).split())
    assert full.count("tiến bộ") == full.count("báo cáo kết quả") == 9


def test_a_sentence_that_is_too_long_is_cut_around_its_action() -> None:
    quote = f"Bộ Y tế {'rà soát, ' * 90}trình Chính phủ đề án trong quý I/2031; {'báo cáo, ' * 90}"
    shown = sentence(quote, "trình Chính phủ đề án", 200)
    assert shown.startswith("…rà soát, rà soát")
    assert "trình Chính phủ đề án trong quý I/2031; báo cáo" in shown
    assert shown.endswith("…")
    assert len(shown) <= 200


def test_the_date_of_a_document_is_said_once() -> None:
    named = entry(number="", title="Bài báo của Báo Mới (tháng 2/2031)", date="2031-02", section="")
    assert place_words(named) == "Bài báo của Báo Mới (tháng 2/2031)"
    assert place_words(ENTRY) == "118/VPCP-KGVX ngày 7/3/2031, mục 2.a"


def test_the_table_tells_what_persons_said() -> None:
    done = entry(
        status=Status.DONE,
        done=Edit((), "Lan", "2031-05-01T09:00:00+00:00", "đã có Quyết định 5"),
        edited=Edit(("due",), "Minh", "2031-04-30T09:00:00+00:00", ""),
    )
    shown = _plain(table(works_of([done]), 160))
    assert "ghi nhận xong: Lan, 01/05/2031: đã có Quyết định 5" in shown
    assert "đã sửa thời hạn: Minh, 30/04/2031" in shown


def test_a_record_has_exactly_the_keys_of_the_machine_interface_and_further_ones_behind() -> None:
    edit = Edit(("lead",), "Lan", "2031-05-01T09:00:00+00:00", "")
    told = record(entry(today=(MERGED,), edited=edit))
    assert list(told)[:10] == [
        "document", "lead", "coordinating", "action", "due", "section", "quote", "start", "end", "rule",
    ]  # fmt: skip
    assert told["due"] == {
        "text": "trước ngày 16/8/2031", "relation": "before", "start": "2031-08-16", "end": "2031-08-16",
    }  # fmt: skip
    assert told["quote"] == ENTRY.quote
    assert (told["id"], told["status"], told["last_permitted"]) == (ENTRY.id, "in_time", "2031-08-15")
    assert told["today"] == [
        {"written": MERGED.written, "names": ["Bộ Khoa học và Công nghệ"], "act": "Nghị quyết 176/2025/QH15"}
    ]
    assert told["edited"] == {"fields": ["lead"], "who": "Lan", "when": "2031-05-01T09:00:00+00:00", "note": ""}
    assert told["done"] is None
    assert record(UNDATED)["due"] is None
    assert {f.name for f in fields(Entry)} <= set(told)


def _rows(page: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(page.removeprefix(BYTE_ORDER_MARK), newline="")))


def test_csv_is_read_back_as_it_was_written() -> None:
    page = comma_separated([ENTRY, MOVED, UNDATED])
    assert page.startswith("\ufeffHạn,")
    assert page.count("\r\n") == page.count("\n") == 4
    first, second, third = _rows(page)
    assert (first["Hạn"], first["Chủ trì"], first["Mục"]) == ("2031-08-15", "Bộ Y tế", "2.a")
    assert "trình Chính phủ đề án dùng chung" in first["Trích nguyên văn"]
    assert (second["Ngày văn bản"], second["Loại"], second["Cùng việc với"]) == ("2031-02", "báo chí", ENTRY.id)
    assert (third["Hạn"], third["Trạng thái"]) == ("", "không nêu thời hạn")
    assert third["Tên hiện nay"] == f"{MERGED.written}: nay là Bộ Khoa học và Công nghệ (Nghị quyết 176/2025/QH15)"


FORMULAS = ['=HYPERLINK("http://x","y")', "+84 24", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "- Bộ Y tế"]


@pytest.mark.parametrize("words", FORMULAS)
def test_no_cell_of_the_csv_begins_as_a_formula_does(words: str) -> None:
    (row,) = _rows(comma_separated([entry(action=words, title=words, number=words, lead=(words,))]))
    for heading in ("Việc", "Văn bản", "Số hiệu", "Chủ trì"):
        assert row[heading] == f"'{clean(words)}"
    assert harmless(words).startswith("'")


def _sheet(entries: list[Entry]) -> Worksheet:
    return load_workbook(io.BytesIO(workbook(entries))).active


def test_the_workbook_has_real_days_and_a_heading_that_stays_and_filters() -> None:
    sheet = _sheet([ENTRY, UNDATED])
    assert sheet.title == "Sổ nhiệm vụ"
    assert [cell.value for cell in sheet[1]] == [column.heading for column in COLUMNS]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:U3")
    day = sheet["A2"]
    assert (day.value, day.is_date, day.number_format) == (datetime(2031, 8, 15), True, "DD/MM/YYYY")
    assert sheet["A3"].value is None
    assert sheet["G2"].value == ENTRY.action
    assert sheet["G2"].alignment.wrap_text
    assert sheet.column_dimensions["G"].width == 60


@pytest.mark.parametrize("words", [*FORMULAS, "{=1+1}", "#N/A", "2031-01-01", "1e5", "TRUE"])
def test_words_stay_words_in_the_workbook(words: str) -> None:
    cell = _sheet([entry(action=words)])["G2"]
    assert (cell.value, cell.data_type) == (clean(words), "s")


def test_a_cell_holds_no_more_than_excel_takes() -> None:
    assert len(_sheet([entry(quote="báo cáo " * 9000)])["P2"].value) <= spreadsheet.LONGEST_CELL


@pytest.mark.parametrize("words", [UNSEEN, *HOSTILE, "x" * 40_000, "", " "])
def test_no_words_break_an_export(words: str) -> None:
    hostile = entry(
        document=f"a{words}.txt", title=words, number=words, action=words, quote=words, section=words, lead=(words,),
        coordinating=(words,), product=words, target=words, rule=words, due=before(words, date(2031, 1, 1)),
        today=(NameToday(words, (words,), words),), edited=Edit((), words, NOW.isoformat(), words),
    )  # fmt: skip
    hostile_works = works_of([hostile])
    assert _sheet([hostile])["A2"].value == datetime(2030, 12, 31)
    assert len(_rows(comma_separated([hostile]))) == 1
    (event,) = _events([hostile])
    assert event.start == date(2030, 12, 31)
    lines = list(table(hostile_works, 80, full=True))
    assert not [c for c in _plain(iter(lines)) if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]


def _events(entries: list[Entry]) -> list[Any]:
    return list(Calendar.from_ical(calendar(works_of(entries), NOW)).walk("VEVENT"))


def test_the_calendar_has_an_all_day_event_on_the_last_permitted_day_of_each_work() -> None:
    (event,) = _events([ENTRY, MOVED, UNDATED])
    assert event["UID"] == "0a1b2c3d4e5f@chidao"
    assert (event["DTSTART"].params["VALUE"], event["DTSTART"].dt) == ("DATE", date(2031, 8, 15))
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)
    assert event["DTSTAMP"].dt == NOW
    assert event["SUMMARY"] == f"Bộ Y tế: {ENTRY.action}"
    description = event["DESCRIPTION"].split("\n")
    assert "Chủ trì: Bộ Y tế" in description
    assert "Hạn: 15/08/2031 (trước ngày 16/8/2031)" in description
    assert "Văn bản: 118/VPCP-KGVX ngày 7/3/2031, mục 2.a" in description
    assert any(line.startswith("Trích: “a) Bộ Y tế chủ trì") for line in description)
    assert any(line.endswith("hạn chênh 46 ngày (30/06/2031)") for line in description)
    assert not event.walk("VALARM")


def test_the_calendar_is_published_by_name_with_crlf_and_lines_of_75_octets() -> None:
    made = calendar(works_of([ENTRY, MOVED]), NOW)
    read = Calendar.from_ical(made)
    assert (read["METHOD"], read["X-WR-CALNAME"], read["VERSION"]) == ("PUBLISH", "Sổ nhiệm vụ", "2.0")
    assert made.count(b"\n") == made.count(b"\r\n")
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert all(line.decode("utf-8") is not None for line in made.split(b"\r\n"))  # no letter is cut in two
    assert calendar(works_of([ENTRY, MOVED]), NOW) == made


def test_the_calendar_takes_the_day_of_another_document_where_the_head_names_none() -> None:
    (event,) = _events([entry(due=None), MOVED])
    assert event.start == date(2031, 6, 30)


def test_a_work_that_is_done_is_said_to_be_so_in_the_calendar() -> None:
    (event,) = _events([entry(status=Status.DONE)])
    assert event["SUMMARY"].startswith("[đã xong] Bộ Y tế: ")


def test_the_last_day_of_the_calendar_of_python_is_no_trap() -> None:
    (event,) = _events([entry(due=Due("năm 9999", "during", date(9999, 1, 1), date.max, date.max))])
    assert event["DTSTART"].dt == date.max


TEXT = "II. Y tế\n1. Bộ Y tế trình đề án trước ngày 5/8/2031.\n2. Cần rà soát **kho**\ndữ liệu.\n"
EXPLAINED = """\
II.1 (9–52): giao việc
    “1. Bộ Y tế trình đề án trước ngày 5/8/2031.”
    → Việc: trình đề án
      Chủ trì: Bộ Y tế
      Hạn: trước ngày 5/8/2031 = 2031-08-05 đến 2031-08-05 (before; quy tắc before_day)
      Quy tắc: lead_first; lấy từ chỗ khác: thời hạn

II.2 (53–84): bỏ qua
    “2. Cần rà soát kho dữ liệu.”
    ! “rà soát”: không thấy cơ quan

1 nhiệm vụ từ 2 câu, mục, dòng; 1 chỗ có điều cần xem (dấu !)"""


def test_the_explanation_tells_of_each_step_what_was_read_and_what_was_missed() -> None:
    def span(words: str) -> Span:
        return Span(TEXT.index(words), TEXT.index(words) + len(words))

    first, second = span("1. Bộ Y tế trình đề án trước ngày 5/8/2031."), span("2. Cần rà soát **kho**\ndữ liệu.")
    day = date(2031, 8, 5)
    task = Task(
        section=1,
        quote=first,
        lead=(Body("Bộ Y tế", span("Bộ Y tế")),),
        coordinating=(),
        action=span("trình đề án"),
        due=DueDate("trước ngày 5/8/2031", Relation.BEFORE, day, day, span("trước ngày 5/8/2031"), "before_day"),
        product=None,
        target=None,
        rule="lead_first",
        inherited=("due",),
    )
    steps = [
        Step(first, "giao việc", (task,), ()),
        Step(second, "bỏ qua", (), ("“rà soát”: không thấy cơ quan",)),
    ]
    sections = sections_of(Reading(TEXT))
    assert "\n".join(explanation(TEXT, sections, steps, 100)) == EXPLAINED


def test_the_history_tells_what_was_said_by_whom() -> None:
    changes = {"lead": ["Bộ Y tế", "Bộ Công an"], "due": {"text": ""}, "task": False, "product": None, "done": True}
    edit = Edit(
        ("lead", "due", "task", "product"), "Lan", "2031-05-01T09:05:00+00:00", "n\x1b", 7, "0a", "a.txt", "b", changes
    )
    assert edit_line(edit) == (
        "01/05/2031 09:05 UTC, Lan: chủ trì: Bộ Y tế; Bộ Công an; thời hạn: không có; không phải nhiệm vụ; "
        "sản phẩm: lấy lại như văn bản; đã xong; ghi chú: n"
    )
    assert edit_line_with_task(edit, gone=[7]).endswith("đoạn văn không còn trong kho\n    [0a] a.txt: b")
    assert edit_record(edit)["changes"] == changes


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2031-12-31", date(2031, 12, 31), date(2031, 12, 31)),
        ("2031-2", date(2031, 2, 1), date(2031, 2, 28)),
        (" 31/12/2031 ", date(2031, 12, 31), date(2031, 12, 31)),
        ("5-8-2031", date(2031, 8, 5), date(2031, 8, 5)),
        ("05.08.2031", date(2031, 8, 5), date(2031, 8, 5)),
        ("02/2032", date(2032, 2, 1), date(2032, 2, 29)),
        ("2031", date(2031, 1, 1), date(2031, 12, 31)),
    ],
)
def test_days_are_read_as_the_office_and_as_iso_write_them(words: str, first: date, last: date) -> None:
    assert (first_day(words), last_day(words)) == (first, last)


@pytest.mark.parametrize(
    "words", ["", "mai", "31/2/2031", "32/1/2031", "13/2031", "0/2031", "0000", "31/12", "31/12/31", "2031-12-31T00"]
)
def test_what_is_no_day_is_refused(words: str) -> None:
    for read in (first_day, last_day, one_day):
        with pytest.raises(BadFilter, match="ngày"):
            read(words)


def test_a_month_is_not_one_day() -> None:
    assert one_day("5/8/2031") == date(2031, 8, 5)
    with pytest.raises(BadFilter, match="không phải một ngày"):
        one_day("8/2031")


def test_a_status_is_named_with_or_without_diacritics_or_as_programs_do() -> None:
    words = ["xong", "qua han", "Sắp-đến-hạn", "còn  hạn", "ongoing", "no_day", "quá hạn (chưa ghi nhận hoàn thành)"]
    assert read_statuses(words) == (
        Status.DONE, Status.OVERDUE, Status.DUE_SOON, Status.IN_TIME, Status.ONGOING, Status.NO_DAY, Status.OVERDUE,
    )  # fmt: skip
    with pytest.raises(BadFilter, match="không có trạng thái 'trễ'; hãy dùng: xong, quá hạn"):
        read_statuses(["trễ"])


def test_a_filter_says_what_was_looked_for() -> None:
    assert Filter().in_words() == ""
    assert Filter("Bộ Y tế", date(2031, 1, 1), date(2031, 12, 31), statuses=(Status.OVERDUE,)).in_words() == (
        "chủ trì “Bộ Y tế”, hạn từ 01/01/2031 đến 31/12/2031, trạng thái quá hạn"
    )
    assert Filter(due_to=date(2031, 3, 1), text="dữ liệu").in_words() == "hạn đến 01/03/2031, có các từ “dữ liệu”"


@given(st.text(), st.text(max_size=20), st.integers(20, 60))
def test_a_shortened_sentence_is_never_longer_than_asked(quote: str, action: str, longest: int) -> None:
    assert len(sentence(quote, action, longest)) <= longest
    assert len(shortened(quote, longest)) <= longest


@given(st.text())
def test_cleaning_is_idempotent_and_leaves_nothing_that_xml_forbids(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", clean(text))


MODULES = (filters, wording)
RULES = [
    pytest.param(rule, id=f"{module.__name__.rpartition('.')[2]}.{name}")
    for module in MODULES
    for name, rule in vars(module).items()
    if isinstance(rule, re.Pattern)
]
REPETITIONS = [unit * (100_000 // len(unit)) for unit in (" ", "1", "1/", "1-", "2031-", "\t=", "\x00", ". ", "\u202e")]


def test_every_rule_of_the_modules_is_walked_over() -> None:
    def rules(module: ModuleType) -> int:
        return sum(isinstance(rule, re.Pattern) for rule in vars(module).values())

    assert len(RULES) == sum(map(rules, MODULES)) >= 2


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_linear_on_hostile_repetition(rule: re.Pattern[str]) -> None:
    for text in REPETITIONS:
        rule.search(text)
        rule.sub("", text)


def test_hostile_repetition_is_refused_or_written_at_once() -> None:
    for text in REPETITIONS:
        with pytest.raises(BadFilter):
            first_day(text)
        with pytest.raises(BadFilter):
            read_statuses([text])
        harmless(text)
        sentence(text, "báo cáo", 80)
        works = works_of([entry(action=text, quote=text, title=text, lead=(text,))])
        list(table(works, 80))
        calendar(works, NOW)
        workbook([work.head for work in works])
