"""What the address of the register asks for, and the addresses that ask for something else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from assistant.register.works import Work, last_day
from index.entry import Status

SORTS = {
    "due": "hạn gần trước",
    "due_desc": "hạn xa trước",
    "body": "cơ quan",
    "document": "văn bản",
    "status": "trạng thái",
}
WORDS = {
    "assignee": "Cơ quan",
    "due_from": "Hạn từ",
    "due_to": "Hạn đến hết",
    "document": "Văn bản",
    "text": "Có các từ",
}
FLAGS = {
    "groups": "kể cả việc giao chung",
    "coordinating": "kể cả nơi phối hợp",
    "rejected": "kể cả mục không phải nhiệm vụ",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, as typed.

    Attributes:
        fields: name -> words, of those of `WORDS` and `FLAGS` that are set.
        statuses: names of statuses (`STATUS_NAMES`).
        sort: a key of `SORTS`.
        page: from 1.
    """

    fields: Mapping[str, str]
    statuses: tuple[str, ...] = ()
    sort: str = "due"
    page: int = 1

    def query(self, **other: str | int | None) -> str:
        """The query that asks for this, on its first page, but for some fields; None leaves a field out.

        >>> Asked({"assignee": "Bộ A"}, ("overdue",), page=3).query(text="b")
        'assignee=B%E1%BB%99+A&text=b&status=overdue'
        """
        sort = self.sort if self.sort != "due" else None
        told: dict[str, str | int | None] = {**self.fields, "sort": sort, **other}
        pairs = [(name, value) for name, value in told.items() if value not in (None, "")]
        if "status" not in other:
            pairs += [("status", name) for name in self.statuses]
        return urlencode(pairs)


def sorted_works(works: Sequence[Work], sort: str) -> list[Work]:
    """The works in the order of a key of `SORTS`; the register's own order within what is equal."""
    keys: dict[str, Callable[[Work], Any]] = {
        "body": lambda work: "; ".join(work.head.lead).lower(),
        "document": lambda work: (work.head.date or "", work.head.document),
        "status": lambda work: list(Status).index(work.head.status),
    }
    if sort == "due_desc":
        dated = [work for work in works if last_day(work.head) is not None]
        return dated[::-1] + [work for work in works if last_day(work.head) is None]
    return sorted(works, key=keys[sort], reverse=sort == "document") if sort in keys else list(works)


def windows(today: date) -> dict[str, tuple[date, date]]:
    """Windows around a day, by name: its week, month, quarter and year.

    >>> first, last = windows(date(2025, 11, 28))["quý này"]
    >>> first.isoformat(), last.isoformat()
    ('2025-10-01', '2025-12-31')
    """
    week = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return {
        "tuần này": (week, week + timedelta(days=6)),
        "tháng này": (month, _before_month(month, 1)),
        "quý này": (quarter, _before_month(quarter, 3)),
        "năm nay": (date(today.year, 1, 1), date(today.year, 12, 31)),
    }


def _before_month(first: date, months: int) -> date:
    """The last day before the month so many months behind that of `first`."""
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
