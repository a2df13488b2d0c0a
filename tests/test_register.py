"""The register: which tasks are found for a body, a window, a document and words, and how they stand on a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import index.assignee
import index.document_lookup
import index.document_reading
import index.identity
import index.ingest
from corpus.errors import ChidaoError, UnknownDocument
from index.assignee import Assignee
from index.catalog import TaskRow
from index.document_lookup import documents_named
from index.entry import Due, Entry, Status
from index.identity import identity, name_today, scope_of
from index.ingest import forget_folder, index_folder
from index.record import due_of
from index.register import Register, count, status_on
from index.store import Store
from index.task_rows import fingerprint
from tests.fake_embedder import FakeEmbedder, assert_whole
from tests.fake_tasks import read_fake, write_directive

TODAY = date(2031, 6, 1)


@pytest.fixture(autouse=True)
def fake_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.document_reading, "read_tasks", read_fake)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    write_directive(
        docs,
        "a.txt",
        "1. VỀ Y TẾ CƠ SỞ",
        "Bộ Y tế phải cùng Bộ Nội vụ lo rà soát 41 trạm y tế, trước ngày 15/6/2031.",
        "Bộ trưởng Bộ Tài chính và Bộ Y tế phải lo bố trí vốn, trước ngày 1/6/2031.",
        "Các bộ, ngành, địa phương phải lo công khai số liệu, hằng tháng.",
        number="612/CĐ-TTg",
        title="Công điện về y tế cơ sở",
        date="2031-04-02",
        issuer="Thủ tướng Chính phủ",
    )
    write_directive(
        docs,
        "sub/b.txt",
        "Bộ Thông tin và Truyền thông phải lo ban hành khung số, trước ngày 15/6/2031.",
        "Bộ Khoa học và Công nghệ phải lo đặt hàng nghiên cứu.",
        "UBND tỉnh Hà Giang phải lo di dân vùng lũ, tại kỳ họp tới.",
        number="58/TB-VPCP",
        title="Thông báo về khung số",
        date="2024-05",
    )
    write_directive(
        docs,
        "c.txt",
        "Sở Y tế phải lo tiêm chủng cho 3.000 trẻ, trước ngày 2/9/2031.",
        issuer="Ủy ban nhân dân tỉnh Lâm Đồng",
        title="Kế hoạch tiêm chủng",
        date="2031-04-02",
    )
    return docs


@pytest.fixture
def register(store: Store, folder: Path) -> Iterator[Register]:
    index_folder(store, folder, FakeEmbedder())
    yield Register(store, TODAY)
    assert_whole(store)


def actions(entries: list[Entry]) -> list[str]:
    return [" ".join(entry.action.split()[:2]) for entry in entries]


def count_rows(store: Store, table: Any) -> int:
    with Session(store.engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_an_entry_says_what_the_document_says_and_where(register: Register, store: Store) -> None:
    entry = next(e for e in register.entries() if e.action == "rà soát 41 trạm y tế")
    assert (entry.document, entry.number, entry.date, entry.official) == ("a.txt", "612/CĐ-TTg", "2031-04-02", True)
    assert (entry.lead, entry.coordinating) == (("Bộ Y tế",), ("Bộ Nội vụ",))
    assert entry.due == Due(
        "trước ngày 15/6/2031", "before", date(2031, 6, 15), date(2031, 6, 15), last_permitted=date(2031, 6, 14)
    )
    assert entry.section == "1"
    assert store.text("a.txt")[entry.start : entry.end] == entry.quote
    assert (entry.rule, entry.group, entry.done, entry.edited) == ("fake", entry.id, None, None)
    assert re.fullmatch("[0-9a-f]{12}", entry.id)


def test_the_next_day_comes_first_then_what_names_none_then_what_never_ends(register: Register) -> None:
    assert actions(register.entries()) == [
        "bố trí", "rà soát", "ban hành", "tiêm chủng", "đặt hàng", "di dân", "công khai"
    ]  # fmt: skip


def test_on_one_day_the_newest_document_goes_first(store: Store, tmp_path: Path) -> None:
    days = {"x.txt": "2031-01", "y.txt": "2031-03-09", "z.txt": None, "w.txt": "2031-03-20"}
    for name, day in days.items():
        told = {"date": day} if day else {}
        write_directive(tmp_path / "d", name, f"Bộ Y tế phải lo việc {name[0]}, trước ngày 5/8/2031.", **told)
    index_folder(store, tmp_path / "d", FakeEmbedder())
    assert [e.document for e in Register(store, TODAY).entries()] == ["w.txt", "y.txt", "x.txt", "z.txt"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Bộ Y tế", ["bố trí", "rà soát"]),
        ("bộ y tế", ["bố trí", "rà soát"]),
        ("Bo Y te", ["bố trí", "rà soát"]),
        ("Bộ trưởng Bộ Y tế", ["bố trí", "rà soát"]),
        ("BYT", ["bố trí", "rà soát"]),
        ("BTC", ["bố trí"]),
        ("Bộ Tài chính", ["bố trí"]),
        ("bo tai chinh", ["bố trí"]),
        ("Bộ Kế hoạch và Đầu tư", ["bố trí"]),
        ("Bộ Khoa học và Công nghệ", ["ban hành", "đặt hàng"]),
        ("BTTTT", ["ban hành"]),
        ("Bộ TT&TT", ["ban hành"]),
        ("Bộ Công an", []),
        ("Bộ Nội vụ", []),
        ("các bộ, ngành và địa phương", ["công khai"]),
        ("UBND tỉnh Hà Giang", ["di dân"]),
        ("Ủy ban nhân dân tỉnh Tuyên Quang", ["di dân"]),
        ("tỉnh Hà Giang", ["di dân"]),
        ("UBND tỉnh Lâm Đồng", []),
        ("Sở Y tế", ["tiêm chủng"]),
        ("Sở Y tế tỉnh Lâm Đồng", ["tiêm chủng"]),
        ("Sở Y tế tỉnh Cà Mau", []),
        ("địa phương", ["công khai"]),
        ("Truyền thông", ["ban hành"]),
        ("truyen thong", ["ban hành"]),
        ("Bộ Hàng hải", []),
    ],
)
def test_a_body_is_found_by_any_of_its_names(asked: str, found: list[str], register: Register) -> None:
    assert actions(register.entries(assignee=asked)) == found


def test_who_is_only_consulted_is_found_where_that_is_asked_for(register: Register) -> None:
    assert actions(register.entries(assignee="Bộ Nội vụ", coordinating=True)) == ["rà soát"]


def test_what_a_group_has_to_do_stands_behind_the_bodys_own(register: Register) -> None:
    found = actions(register.entries(assignee="Bộ Khoa học và Công nghệ", groups=True))
    assert found == ["ban hành", "đặt hàng", "công khai"]
    assert actions(register.entries(assignee="UBND tỉnh Cà Mau", groups=True)) == ["công khai"]
    assert actions(register.entries(assignee="Sở Tài chính", groups=True)) == []


def test_a_former_body_is_asked_for_what_its_heir_was_given_since() -> None:
    asked = Assignee("Bộ Giao thông vận tải")
    assert asked.matches("Bộ Xây dựng", issued="2025-09-01")
    assert not asked.matches("Bộ Xây dựng", issued="2024-09-01")
    assert not asked.matches("Bộ Xây dựng")


def test_a_body_answers_for_whom_it_took_over_in_the_main() -> None:
    assert Assignee("Bộ Xây dựng").matches("Bộ trưởng Bộ Giao thông vận tải")
    assert not Assignee("Bộ Công an").matches("Bộ Giao thông vận tải")  # only driving licences went there


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Bộ Y tế", None),
        ("Bộ trưởng Bộ Kế hoạch và Đầu tư", ("Bộ Tài chính",)),
        ("Bộ NN&PTNT", ("Bộ Nông nghiệp và Môi trường",)),
        ("Ủy ban nhân dân tỉnh Hà Giang", ("Ủy ban nhân dân tỉnh Tuyên Quang",)),
        ("Chủ tịch UBND tỉnh Nam Định", ("Chủ tịch UBND tỉnh Ninh Bình",)),
        ("UBND tỉnh Cà Mau", None),
        ("các bộ, ngành", None),
        ("Ban Chỉ đạo lập từ hôm qua", None),
    ],
)
def test_a_renamed_body_is_shown_with_its_name_of_today(written: str, names: tuple[str, ...] | None) -> None:
    today = name_today(written, date(2026, 8, 1))
    assert (today.names if today else None) == names
    assert today is None or (today.written == written and today.act)


def test_before_the_merger_a_body_has_its_own_name() -> None:
    assert name_today("Bộ Kế hoạch và Đầu tư", date(2024, 8, 1)) is None
    assert name_today("UBND tỉnh Hà Giang", date(2025, 6, 30)) is None


def test_an_entry_tells_the_names_of_today_and_the_acts(register: Register) -> None:
    (entry,) = register.entries(text="khung số")
    (today,) = entry.today
    assert today.written == "Bộ Thông tin và Truyền thông"
    assert today.names[0] == "Bộ Khoa học và Công nghệ"
    assert "55/2025/NĐ-CP" in today.act


@pytest.mark.parametrize(
    ("written", "body", "group", "place"),
    [
        ("các đồng chí Bộ trưởng các bộ, cơ quan ngang bộ", "", "", ""),
        ("đồng chí Bộ trưởng Bộ Xây dựng", "bo-xay-dung", "", ""),
        ("các bộ, ngành, địa phương có liên quan", "", "cac-bo-nganh-dia-phuong", ""),
        ("các bộ Công an, Xây dựng", "", "", ""),
        ("Bộ Công an (Cục C08)", "bo-cong-an", "", ""),
        ("Bộ trưởng Bộ Y tế Trần Văn B", "bo-y-te", "", ""),
        ("Bộ Nội vụ cơ sở hai", "", "", ""),
        ("Sở Tư pháp tỉnh Hà Giang", "so-tu-phap", "", "tuyen-quang"),
        ("thành phố Hải Phòng", "", "", "hai-phong"),
    ],
)  # fmt: skip
def test_a_name_means_a_body_a_group_or_a_place(written: str, body: str, group: str, place: str) -> None:
    who = identity(written)
    assert (who.body, who.group, who.place) == (body, group, place)


@pytest.mark.parametrize(
    ("issuer", "scope"),
    [("Ủy ban nhân dân tỉnh Lâm Đồng", "lam-dong"), ("Văn phòng Chính phủ", ""), ("", ""), ("Báo Mới", "")],
)
def test_a_document_is_a_provinces_or_the_countrys(issuer: str, scope: str) -> None:
    assert scope_of(issuer) == scope


def test_a_window_goes_by_the_last_permitted_day_and_holds_both_ends(register: Register) -> None:
    before = date(2031, 5, 31)  # "trước ngày 1/6/2031"
    assert actions(register.entries(due_to=before)) == ["bố trí"]
    assert actions(register.entries(due_from=before, due_to=date(2031, 6, 14))) == ["bố trí", "rà soát", "ban hành"]
    assert actions(register.entries(due_from=date(2031, 6, 15))) == ["tiêm chủng"]
    assert actions(register.entries(due_from=date(2031, 9, 2))) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("trạm", ["rà soát"]),
        ("TẾ 41 y", ["rà soát"]),
        ("cơ sở", ["bố trí", "rà soát", "công khai"]),
        ("cơ sở vốn", ["bố trí"]),
        ("tra", []),
        ("%", ["bố trí", "rà soát", "ban hành", "tiêm chủng", "đặt hàng", "di dân", "công khai"]),
    ],
)
def test_every_word_stands_in_action_quote_or_headings(text: str, found: list[str], register: Register) -> None:
    assert actions(register.entries(text=text)) == found


@pytest.mark.parametrize(
    "asked", ["a.txt", "612/CĐ-TTg", "số 612/cđ-ttg", "612/CD-TTg", "Công điện về y tế", "y te co so"]
)
def test_a_document_is_found_by_name_number_or_a_part_of_its_title(asked: str, register: Register) -> None:
    assert {e.document for e in register.entries(document=asked)} == {"a.txt"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("613/CĐ-TTg", "gần giống: a.txt (612/CĐ-TTg)"),
        ("về", "có trong 2 văn bản"),
        ("không đâu có", "chidao documents"),
        ("", "chidao documents"),
    ],
)
def test_an_unknown_document_is_refused_with_those_that_are_near(asked: str, said: str, register: Register) -> None:
    with pytest.raises(UnknownDocument, match=re.escape(said)):
        register.entries(document=asked)


def test_status_and_folder_narrow_the_list(register: Register, folder: Path, store: Store, tmp_path: Path) -> None:
    write_directive(tmp_path / "more", "d.txt", "Bộ Y tế phải lo mua 2 xe cứu thương.")
    index_folder(store, tmp_path / "more", FakeEmbedder())
    assert actions(register.entries(folders=[tmp_path / "more"])) == ["mua 2"]
    assert len(register.entries(folders=[folder])) == 7
    assert actions(register.entries(statuses={Status.OVERDUE, Status.ONGOING})) == ["bố trí", "công khai"]


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2031, 5, 15), Status.IN_TIME),
        (date(2031, 5, 16), Status.DUE_SOON),
        (date(2031, 6, 15), Status.DUE_SOON),
        (date(2031, 6, 16), Status.OVERDUE),
    ],
)
def test_a_task_is_overdue_from_the_day_after_its_last_permitted_day(day: date, status: Status) -> None:
    last = date(2031, 6, 15)
    assert status_on(day, due_of("đến ngày 15/6/2031", "by", last, last)) is status
    assert status_on(day, due_of("đến ngày 15/6/2031", "by", last, last), done=True) is Status.DONE


@pytest.mark.parametrize(
    ("relation", "status"), [("event", Status.NO_DAY), ("recurring", Status.ONGOING), ("ongoing", Status.ONGOING)]
)
def test_a_deadline_without_a_day_is_never_overdue(relation: str, status: Status) -> None:
    assert status_on(date(2040, 1, 1), due_of("lời", relation, None, None)) is status


def test_an_entry_is_found_by_the_beginning_of_its_id(register: Register) -> None:
    entries = register.entries()
    for entry in entries:
        assert register.entry(entry.id) == entry
        assert register.entry(entry.id[:8].upper()) == entry
    with pytest.raises(ChidaoError, match="không có nhiệm vụ nào có mã 'zz'"):
        register.entry("zz")
    with pytest.raises(ChidaoError, match="không có nhiệm vụ nào có mã"):
        register.entry(" ")


def test_works_and_documents_are_counted(register: Register) -> None:
    assert count(register.entries()) == (7, 3)
    assert count([]) == (0, 0)


# Writing the register.


def test_an_id_stands_as_long_as_the_words_do(register: Register, folder: Path, store: Store) -> None:
    before = {e.action: e.id for e in register.entries()}
    text = (folder / "a.txt").read_text("utf-8")
    moved = text.replace("1. VỀ Y TẾ CƠ SỞ", "1. VỀ Y TẾ CƠ SỞ\n\nMột đoạn mới.").replace("41 trạm", "41\ntrạm")
    (folder / "a.txt").write_text(moved.replace("bố trí vốn", "bố trí đủ vốn"), encoding="utf-8")
    index_folder(store, folder, FakeEmbedder())
    after = {e.action: e.id for e in register.entries()}
    assert after["rà soát 41 trạm y tế"] == before["rà soát 41 trạm y tế"]
    assert after["công khai số liệu"] == before["công khai số liệu"]
    assert after["bố trí đủ vốn"] not in before.values()


def test_two_tasks_of_the_same_words_have_two_ids(store: Store, tmp_path: Path) -> None:
    write_directive(tmp_path / "d", "a.txt", *["Bộ Y tế phải lo sửa mái."] * 3)
    write_directive(tmp_path / "d", "b.txt", "Bộ Y tế phải lo sửa mái.")
    index_folder(store, tmp_path / "d", FakeEmbedder())
    assert len({e.id for e in Register(store, TODAY).entries()}) == 4


def test_tasks_leave_with_their_document(register: Register, folder: Path, store: Store) -> None:
    (folder / "a.txt").unlink()
    index_folder(store, folder, FakeEmbedder())
    assert {e.document for e in register.entries()} == {"sub/b.txt", "c.txt"}
    forget_folder(store, folder)
    assert register.entries() == []
    assert count_rows(store, TaskRow) == 0


def test_rules_of_another_version_read_a_document_again_but_embed_nothing(
    register: Register, folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.ingest, "RULES", "1/neu")
    monkeypatch.setattr(index.document_reading, "read_tasks", lambda *_: read_fake(*_).__class__(()))
    fake = FakeEmbedder()
    assert len(index_folder(store, folder, fake).changed) == 3
    assert not fake.embedded
    assert register.entries() == []
    assert len(index_folder(store, folder, fake).unchanged) == 3


def test_a_reader_of_tasks_that_stumbles_leaves_the_document(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbling(reading: Any, sections: Any, facts: Any) -> Any:
        if facts.number == "612/CĐ-TTg":
            raise RecursionError("too\ndeep")
        return read_fake(reading, sections, facts)

    monkeypatch.setattr(index.document_reading, "read_tasks", stumbling)
    report = index_folder(store, folder, FakeEmbedder())
    assert report.refused == {}
    assert report.notes == [
        "a.txt: lỗi bên trong khi đọc nhiệm vụ (RecursionError: too deep); văn bản vẫn tra cứu được"
    ]
    assert "a.txt" in [d.name for d in store.documents()]
    assert {e.document for e in Register(store, TODAY).entries()} == {"sub/b.txt", "c.txt"}


def test_the_reader_of_tasks_is_told_what_the_manifest_says(store: Store, folder: Path, monkeypatch: Any) -> None:
    numbers = []

    def noting(reading: Any, sections: Any, facts: Any) -> Any:
        numbers.append(facts.number)
        return read_fake(reading, sections, facts)

    monkeypatch.setattr(index.document_reading, "read_tasks", noting)
    index_folder(store, folder, FakeEmbedder())
    assert sorted(numbers) == ["", "58/TB-VPCP", "612/CĐ-TTg"]


# Whatever a person types.


HOSTILE = (
    "tỉnh " * 20_000,
    " " * 100_000,
    "số" * 50_000,
    "đồng chí " * 10_000,
    "(" * 100_000,
    "tp." * 30_000,
    "số: " * 25_000,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_read_in_time(text: str, register: Register) -> None:
    for module in (index.identity, index.assignee, index.document_lookup):
        for rule in vars(module).values():
            if isinstance(rule, re.Pattern):
                rule.search(text)
                rule.sub("", text)
    fingerprint(text)
    assert register.entries(text=text) is not None
    with pytest.raises(UnknownDocument):
        documents_named(text, register.store.documents())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_read_in_time(text: str, register: Register) -> None:
    register.entries(assignee=text)
    scope_of(text)
    name_today(text, TODAY)
