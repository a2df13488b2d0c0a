"""The columns of the register in a spreadsheet, one row an entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.register.wording import body_words, clean, edit_words, kind_words
from assistant.register.works import last_day
from index.entry import Entry

Value = str | date | None
"""What a cell holds: words on one line, a day, or nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and what it shows of an entry."""

    heading: str
    width: int
    value: Callable[[Entry], Value]


COLUMNS = (
    Column("Hạn", 12, lambda e: last_day(e)),
    Column("Lời văn về hạn", 22, lambda e: clean(e.due.text) if e.due else ""),
    Column("Trạng thái", 16, lambda e: e.status.value),
    Column("Chủ trì", 30, lambda e: body_words(e.lead, ())),
    Column("Tên hiện nay", 30, lambda e: _names_today(e)),
    Column("Phối hợp", 30, lambda e: body_words(e.coordinating, ())),
    Column("Việc", 60, lambda e: clean(e.action)),
    Column("Sản phẩm", 24, lambda e: clean(e.product)),
    Column("Chỉ tiêu", 24, lambda e: clean(e.target)),
    Column("Văn bản", 40, lambda e: clean(e.title)),
    Column("Số hiệu", 18, lambda e: clean(e.number)),
    Column("Ngày văn bản", 14, lambda e: _day(e.date)),
    Column("Loại", 12, lambda e: kind_words(e)),
    Column("Mục", 12, lambda e: clean(e.section)),
    Column("Trang", 8, lambda e: str(e.page or "")),
    Column("Trích nguyên văn", 60, lambda e: clean(e.quote)),
    Column("Tệp", 30, lambda e: clean(e.document)),
    Column("Hoàn thành", 24, lambda e: edit_words(e.done)),
    Column("Sửa lần cuối", 24, lambda e: edit_words(e.edited)),
    Column("Mã", 15, lambda e: e.id),
    Column("Cùng việc với", 15, lambda e: e.group if e.group != e.id else ""),
)


def _names_today(entry: Entry) -> str:
    """Who stands for renamed or merged bodies today, and by which act."""
    return clean("; ".join(f"{n.written}: nay là {', '.join(n.names)} ({n.act})" for n in entry.today))


def _day(words: str | None) -> Value:
    """A document's date: a day where it is one, else its words ("2024-07")."""
    return date.fromisoformat(words) if words and len(words) == len("2024-07-19") else words
