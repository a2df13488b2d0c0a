"""Pieces of work: the entries that several documents hold of the same one, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.register.wording import day_words, place_words
from index.entry import Entry
from index.linking import days_moved
from index.register import count


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work.

    Attributes:
        head: the newest and most official of its entries that were found.
        others: the rest, in the order of the register.
    """

    head: Entry
    others: tuple[Entry, ...] = ()


def works_of(entries: Sequence[Entry]) -> list[Work]:
    """The works that the entries tell of, each in the place of its head.

    Where a filter left the head of a group out, the first of its entries stands for it.
    """
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.group, []).append(entry)
    heads = {group: next((e for e in found if e.id == group), found[0]) for group, found in groups.items()}
    return [
        Work(entry, tuple(other for other in groups[entry.group] if other is not entry))
        for entry in entries
        if entry is heads[entry.group]
    ]


def last_day(entry: Entry) -> date | None:
    """The last permitted day of an entry; None where no day is named."""
    return entry.due.last_permitted if entry.due else None


def elsewhere_words(head: Entry, other: Entry) -> str:
    """Where else a work stands, and by how much its day differs there: "45/TB-VPCP, mục 3 [...]; hạn chênh 15 ngày"."""
    words = f"{place_words(other)} [{other.id}]"
    moved, day = days_moved(other, head), last_day(other)
    if day is None or moved == 0:
        return words
    told = f"ở đó hạn là {day_words(day)}" if moved is None else f"hạn chênh {abs(moved)} ngày ({day_words(day)})"
    return f"{words}; {told}"


def count_words(works: Sequence[Work]) -> str:
    """How many works in how many documents: "5 nhiệm vụ trong 3 văn bản (2 nhiệm vụ trùng được gộp)"."""
    entries = [entry for work in works for entry in (work.head, *work.others)]
    return works_counted(*count(entries), len(entries))


def works_counted(works: int, documents: int, entries: int) -> str:
    """The same, of the numbers."""
    line = f"{works} nhiệm vụ trong {documents} văn bản"
    merged = entries - works
    return line + f" ({merged} nhiệm vụ trùng được gộp)" * bool(merged)
