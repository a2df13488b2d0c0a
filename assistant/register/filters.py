"""What a person looks for in the register: read from the options of the command, told back in words."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from assistant.register.contract import STATUS_NAMES
from assistant.register.wording import day_words
from corpus.errors import ChidaoError
from index.entry import Status
from index.tokens import unmarked

_DAY = re.compile(
    r"""
      (?P<year>\d{4}) (?: - (?P<month>\d{1,2}) (?: - (?P<day>\d{1,2}) )? )?             # 2024-12-31, 2024-12, 2024
    | (?: (?: (?P<d>\d{1,2}) [/.-] )? (?P<m>\d{1,2}) [/.-] )? (?P<y>\d{4})              # 31/12/2024, 12/2024
    """,
    re.VERBOSE,
)
SHORT = {
    Status.DONE: "xong",
    Status.OVERDUE: "quá hạn",
    Status.DUE_SOON: "sắp đến hạn",
    Status.IN_TIME: "còn hạn",
    Status.ONGOING: "thường xuyên",
    Status.NO_DAY: "không nêu thời hạn",
}
"""What a person types for a status; its name in the machine interface is taken too."""


class BadFilter(ChidaoError):
    """An option that names no day, or no status."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; None and an empty tuple leave a thing open.

    Attributes:
        groups: also tasks of a group that the assignee belongs to ("các bộ, ngành, địa phương").
        coordinating: also where the assignee is to be consulted.
        rejected: also what a person said is no task.
    """

    assignee: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    document: str | None = None
    text: str | None = None
    statuses: tuple[Status, ...] = ()
    groups: bool = False
    coordinating: bool = False
    rejected: bool = False

    def arguments(self) -> dict[str, Any]:
        """The arguments of `index.register.Register.entries`."""
        return asdict(self) | {"statuses": self.statuses or None}

    def in_words(self) -> str:
        """What is looked for: "chủ trì “Bộ Y tế”, hạn từ 01/12/2024 đến 31/12/2024"; "" where all is open."""
        since = f" từ {day_words(self.due_from)}" if self.due_from else ""
        until = f" đến {day_words(self.due_to)}" if self.due_to else ""
        parts = (
            f"chủ trì “{self.assignee}”" if self.assignee else "",
            f"hạn{since}{until}" if since or until else "",
            f"văn bản “{self.document}”" if self.document else "",
            f"có các từ “{self.text}”" if self.text else "",
            "trạng thái " + " hoặc ".join(SHORT[status] for status in self.statuses) if self.statuses else "",
        )
        return ", ".join(filter(None, parts))


def first_day(words: str) -> date:
    """The first day that an option names. Raises BadFilter.

    >>> [first_day(words).isoformat() for words in ("2024-12-31", "31/12/2024", "12/2024", "2024")]
    ['2024-12-31', '2024-12-31', '2024-12-01', '2024-01-01']
    """
    year, month, day = _parts(words)
    return _checked(words, year, 1 if month is None else month, 1 if day is None else day)


def last_day(words: str) -> date:
    """The last day that an option names. Raises BadFilter.

    >>> [last_day(words).isoformat() for words in ("2024-02", "2/2023", "2024")]
    ['2024-02-29', '2023-02-28', '2024-12-31']
    """
    year, month, day = _parts(words)
    if day is not None:
        return first_day(words)
    last_month = _checked(words, year, 12 if month is None else month, 1)
    return last_month.replace(day=calendar.monthrange(last_month.year, last_month.month)[1])


def one_day(words: str) -> date:
    """The day that an option names; a month or a year is none. Raises BadFilter."""
    if _parts(words)[-1] is None:
        raise BadFilter(f"{words!r} không phải một ngày; hãy ghi như 31/12/2024 hoặc 2024-12-31")
    return first_day(words)


def _parts(words: str) -> tuple[int, int | None, int | None]:
    """Year, month and day; None for what is not named. Raises BadFilter."""
    found = _DAY.fullmatch(words.strip())
    if found is None:
        raise BadFilter(f"không hiểu ngày {words!r}; hãy ghi như 31/12/2024, 12/2024, 2024 hoặc 2024-12-31")
    month, day = found["month"] or found["m"], found["day"] or found["d"]
    return int(found["year"] or found["y"]), int(month) if month else None, int(day) if day else None


def _checked(words: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadFilter(f"lịch không có ngày {words!r}; hãy ghi như 31/12/2024") from None


def read_statuses(words: Sequence[str]) -> tuple[Status, ...]:
    """The statuses that a person names, with or without diacritics. Raises BadFilter.

    >>> read_statuses(["quá hạn", "sap-den-han", "done"])
    (<Status.OVERDUE: 'quá hạn (chưa ghi nhận hoàn thành)'>, <Status.DUE_SOON: 'sắp đến hạn'>, <Status.DONE: 'đã xong'>)
    """
    known = {_plain(name): status for status in Status for name in (SHORT[status], STATUS_NAMES[status], status.value)}
    statuses = []
    for word in words:
        if _plain(word) not in known:
            raise BadFilter(f"không có trạng thái {word!r}; hãy dùng: {', '.join(SHORT.values())}")
        statuses.append(known[_plain(word)])
    return tuple(statuses)


def _plain(words: str) -> str:
    """Words without diacritics, with single blanks between them."""
    return " ".join(re.split(r"[\s_-]+", unmarked(words).strip()))
