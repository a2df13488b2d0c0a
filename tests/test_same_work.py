"""The same work in several documents: what is linked, what must not be, and which record stands for all."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import index.document_reading
from index import action_words
from index.catalog import write_meta, writing_session
from index.edits import Change, record_edit
from index.ingest import index_folder
from index.linking import LINKED_BY, days_moved, relink
from index.register import Register, count
from index.same_work import Link, Work, heads_of, links_of
from index.store import Store
from tests.fake_embedder import FakeEmbedder
from tests.fake_tasks import read_fake, write_directive

LIBRARY = "xây dựng, trình Chính phủ ban hành Nghị định về thư viện số dùng chung cho các trường dạy nghề công lập"
OTHERS = (
    "rà soát quy hoạch mạng lưới cảng cạn và kho lạnh ở các cửa khẩu phía Bắc",
    "tổ chức tập huấn cho cán bộ thú y về phòng dịch tả lợn châu Phi trong mùa mưa",
    "kiểm tra các hồ chứa xung yếu, cắm biển cảnh báo ở ngầm tràn trước mùa lũ chính vụ",
    "công bố bộ dữ liệu mở về chất lượng không khí theo giờ trên cổng thông tin",
    "hướng dẫn chi trả phụ cấp cho nhân viên y tế thôn bản ở xã đặc biệt khó khăn",
)


def work(key: str, action: str, body: str = "bo-x  ", *, day: str | None = "2031-03-05", official: bool = True) -> Work:
    return Work(key, f"{key}.txt", day, official, frozenset([body]), frozenset(), frozenset(["g "]), action)


def linked(one: Work, other: Work) -> bool:
    around = [replace(work(f"z{i}", action), document="z.txt") for i, action in enumerate(OTHERS)]
    return (one.key, other.key) in {(link.one, link.other) for link in links_of([one, other, *around])}


@pytest.mark.parametrize(
    "other",
    [
        LIBRARY,
        f"khẩn trương {LIBRARY}",
        LIBRARY.upper(),
        LIBRARY.replace("xây dựng, ", "hoàn thiện, "),
        f"{LIBRARY}, bảo đảm dữ liệu được chia sẻ miễn phí cho học viên và tiết kiệm ngân sách nhà nước",
    ],
)
def test_the_same_work_in_other_words_is_linked(other: str) -> None:
    assert linked(work("a", LIBRARY), work("b", other))


@pytest.mark.parametrize(
    "other",
    [
        LIBRARY.replace("thư viện số", "học bạ số"),
        LIBRARY.replace("Nghị định về thư viện số dùng chung", "Nghị định về học phí"),
        "xây dựng, trình Chính phủ ban hành Nghị định về giá nước sạch nông thôn ở các xã đảo, xã biên giới",
        *OTHERS,
    ],
)
def test_another_work_is_not_linked(other: str) -> None:
    assert not linked(work("a", LIBRARY), work("b", other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cho 40 trường dạy nghề", "cho 65 trường dạy nghề"),
        ("trong năm học 2031", "trong năm học 2032"),
        ("theo Nghị quyết 71/NQ-CP", "theo Nghị quyết 88/NQ-CP"),
        ("ở thị trấn Cái Rồng", "ở thị trấn Mù Cang"),
        ("đạt 35% số trường", "đạt 50,5% số trường"),
        ('theo Đề án "Thư viện số cho vùng cao nguyên"', 'theo Đề án "Cải tạo lưới điện hải đảo xa bờ"'),
    ],
)
def test_figures_names_and_titles_that_differ_speak_against(one: str, other: str) -> None:
    assert linked(work("a", f"{LIBRARY} {one}"), work("b", f"{LIBRARY} {one}"))
    assert linked(work("a", f"{LIBRARY} {one}"), work("b", LIBRARY))
    assert not linked(work("a", f"{LIBRARY} {one}"), work("b", f"{LIBRARY} {other}"))


def test_a_quoted_title_carries_what_a_report_words_anew() -> None:
    title = '"Chiến lược phát triển ngành đóng tàu cá vỏ thép đến năm 2045"'
    one = work("a", f"khẩn trương hoàn thiện hồ sơ, lấy ý kiến, trình Thủ tướng Chính phủ ban hành {title}")
    assert linked(one, work("b", f"sớm đưa {title} ra lấy ý kiến ngư dân"))


def test_another_body_is_another_work() -> None:
    assert not linked(work("a", LIBRARY), work("b", LIBRARY, "bo-y  "))


def test_tasks_of_one_document_are_never_linked() -> None:
    assert not linked(work("a", LIBRARY), replace(work("b", LIBRARY), document="a.txt"))


def test_a_groups_task_is_a_members_only_where_the_words_agree_very_strongly() -> None:
    group = replace(work("a", LIBRARY), bodies=frozenset(), groups=frozenset(["g "]))
    assert linked(group, work("b", LIBRARY))
    longer = f"{LIBRARY}, bảo đảm dữ liệu được chia sẻ miễn phí cho học viên và tiết kiệm ngân sách nhà nước"
    assert not linked(group, work("b", longer))
    assert not linked(replace(group, groups=frozenset(["h "])), work("b", LIBRARY))


def test_documents_far_apart_need_more_of_the_same_words() -> None:
    longer = f"{LIBRARY}, bảo đảm dữ liệu được chia sẻ miễn phí cho học viên và tiết kiệm ngân sách nhà nước"
    assert linked(work("a", LIBRARY), work("b", longer, day="2031-09"))
    assert not linked(work("a", LIBRARY), work("b", longer, day="2033-09"))
    assert not linked(work("a", LIBRARY), work("b", longer, day=None))
    assert linked(work("a", LIBRARY), work("b", LIBRARY, day="2033-09"))


@pytest.mark.parametrize("phrase", ["tổ chức thực hiện", "báo cáo kịp thời cấp có thẩm quyền"])
def test_common_phrases_link_nothing(phrase: str) -> None:
    assert not linked(work("a", phrase), work("b", phrase))


def test_what_a_document_says_of_itself_is_no_other_documents() -> None:
    closing = "chịu trách nhiệm tổ chức, đôn đốc và hằng quý báo cáo tình hình thực hiện các nhiệm vụ tại Chỉ thị này"
    assert not linked(work("a", closing), work("b", closing))


def test_a_link_tells_its_score() -> None:
    assert links_of([work("b", LIBRARY), work("a", LIBRARY)]) == [Link("a", "b", 1.0)]
    assert links_of([]) == []


# Groups.


def test_the_newest_stands_for_all() -> None:
    works = [work("a", LIBRARY, day="2031-03-05"), work("b", LIBRARY, day="2031-05-01"), work("c", LIBRARY, day=None)]
    links = [Link("a", "b", 0.9), Link("b", "c", 0.8)]
    assert heads_of(works, links) == dict.fromkeys("abc", "b")


@pytest.mark.parametrize(
    ("official", "press", "head"),
    [
        ("2031-03-05", "2031-03-05", "official"),
        ("2031-03-05", "2031-03", "official"),
        ("2031-03", "2031-03-07", "official"),
        ("2031-03-05", "2031-03-07", "press"),
        ("2031-03-05", "2031-04", "press"),
        ("2031-03-05", None, "official"),
        ("2031-03-05", "2031", "official"),
    ],
)
def test_of_one_day_or_month_the_official_text_stands_for_both(official: str, press: str | None, head: str) -> None:
    works = [work("official", LIBRARY, day=official), work("press", LIBRARY, day=press, official=False)]
    assert set(heads_of(works, [Link("official", "press", 1.0)]).values()) == {head}


def test_a_group_holds_one_task_of_a_document_the_surest() -> None:
    works = [work("a", LIBRARY), work("b", LIBRARY), replace(work("c", LIBRARY), document="b.txt")]
    links = [Link("a", "b", 0.9), Link("a", "c", 0.8)]
    assert heads_of(works, links) == {"a": "b", "b": "b"}


# In a store.


@pytest.fixture
def register(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    monkeypatch.setattr(index.document_reading, "read_tasks", read_fake)
    docs = tmp_path / "docs"
    filler = [f"Bộ Nội vụ phải lo {action}." for action in OTHERS]
    write_directive(
        docs,
        "a.txt",
        f"Bộ Thông tin và Truyền thông phải lo {LIBRARY}, trước ngày 5/8/2031.",
        *filler,
        date="2031-03-05",
    )
    write_directive(docs, "b.txt", f"Bộ Khoa học và Công nghệ phải lo {LIBRARY}, trước ngày 15/9/2031.", date="2031-05")
    write_directive(docs, "c.txt", f"Bộ Công an phải lo {LIBRARY}.", date="2031-05")
    for name, province in (("d", "Lâm Đồng"), ("e", "Cà Mau")):
        issuer = f"Ủy ban nhân dân tỉnh {province}"
        write_directive(docs, f"{name}.txt", f"Sở Nội vụ phải lo {LIBRARY}.", date="2031-05", issuer=issuer)
    index_folder(store, docs, FakeEmbedder())
    return Register(store, date(2031, 6, 1))


def heads(register: Register) -> dict[str, str]:
    by_id = {e.id: e for e in register.entries(rejected=True)}
    return {e.document: by_id[e.group].document for e in register.entries(text="thư viện")}


ALONE = {name: name for name in ("a.txt", "b.txt", "c.txt", "d.txt", "e.txt")}


def test_a_later_document_that_moves_the_day_stands_for_the_earlier(register: Register) -> None:
    assert heads(register) == ALONE | {"a.txt": "b.txt"}
    earlier, later = register.entries(text="thư viện", due_to=date(2031, 12, 31))
    assert (days_moved(earlier, later), days_moved(later, later)) == (-41, 0)
    assert days_moved(register.entries(document="c.txt")[0], later) is None
    assert count(register.entries()) == (9, 5)


def test_what_persons_say_links_and_parts(register: Register, store: Store) -> None:
    third = register.entries(document="c.txt")[0]
    record_edit(store, third.id, Change(lead=("Bộ Khoa học và Công nghệ",)), who="An")
    assert heads(register) == ALONE | {"a.txt": "b.txt", "c.txt": "b.txt"} or heads(register)["a.txt"] == "c.txt"
    record_edit(store, third.id, Change(undo=("lead",)), who="An")
    assert heads(register) == ALONE | {"a.txt": "b.txt"}
    second = register.entries(document="b.txt")[0]
    record_edit(store, second.id, Change(task=False), who="An")
    assert heads(register) == {name: name for name in ALONE if name != "b.txt"}


def test_a_document_that_leaves_leaves_the_others_group(register: Register, store: Store, tmp_path: Path) -> None:
    (tmp_path / "docs" / "b.txt").unlink()
    index_folder(store, tmp_path / "docs", FakeEmbedder())
    assert heads(register) == {name: name for name in ALONE if name != "b.txt"}


def test_a_store_that_other_rules_linked_is_linked_anew(register: Register, store: Store, tmp_path: Path) -> None:
    with writing_session(store.engine) as session:
        write_meta(session, **{LINKED_BY: "old"})
        session.connection().exec_driver_sql("UPDATE tasks SET work = NULL")
        session.commit()
    assert heads(register) == ALONE
    index_folder(store, tmp_path / "docs", FakeEmbedder())
    assert heads(register) == ALONE | {"a.txt": "b.txt"}
    relink(store)


# Whatever stands in a document.


HOSTILE = (
    *("a", "A ", "Ấ", "1", "1.", "1/", "20", "“", '"', "“a", "1 %", " ", "\n"),
    *("chỉ thị ", "chỉ thị số ", "Chỉ thị ", "Chỉ thị về việc ", "này "),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_actions_are_compared_in_time(text: str) -> None:
    hostile = text * (100_000 // len(text))
    rules = [rule for rule in vars(action_words).values() if isinstance(rule, re.Pattern)]
    for rule in (*rules, action_words._itself(), action_words._subject()):
        rule.sub("", hostile)
    links_of([work("a", hostile), work("b", hostile)])


def test_many_tasks_of_the_same_words_are_linked_in_time() -> None:
    works = [work(f"{i:04}", LIBRARY, f"bo-{i % 7}") for i in range(3_000)]
    assert links_of(works) is not None
