"""The register as a table for the terminal: a row for each work, its passage beneath, then where else it stands."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import typer

from assistant.register.history import LABELS
from assistant.register.wording import (
    body_words,
    clean,
    day_words,
    edit_words,
    place_words,
    sentence,
    shortened,
)
from assistant.register.works import Work, count_words, elsewhere_words
from index.entry import Due, Entry, Status

NARROWEST, WIDEST = 60, 200
"""A table has so many columns of the terminal at least and at most."""
LONGEST_ACTION = 300
LONGEST_PASSAGE = 500
GAP = "  "
INDENT = "    "

HEADINGS = ("Hạn", "Trạng thái", "Chủ trì", "Việc", "Văn bản, mục")
_COLOURS = {
    Status.DONE: typer.colors.GREEN,
    Status.OVERDUE: typer.colors.RED,
    Status.DUE_SOON: typer.colors.YELLOW,
}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column.

    Attributes:
        width: in characters.
        colour: of its words; None for the terminal's own.
        hyphens: whether a line may end behind a hyphen, as in the number of a document.
    """

    width: int
    colour: str | None = None
    hyphens: bool = False

    def wrapped(self, words: str) -> list[str]:
        """Words in lines that fit in."""
        return textwrap.wrap(words, self.width, break_on_hyphens=self.hyphens)


def table(works: Sequence[Work], width: int, *, full: bool = False) -> Iterator[str]:
    """The lines of a table that is `width` characters wide; `full` leaves passages and actions uncut.

    Lines hold the codes for colour, which `typer.echo` leaves out where it does not write to a terminal.
    """
    widths = _widths(min(max(width, NARROWEST), WIDEST))
    yield from _row(HEADINGS, [_Column(w) for w in widths])
    yield GAP.join("─" * w for w in widths)
    for work in works:
        yield from _work(work, widths, full=full)
        yield ""
    yield count_words(works)


def one_entry(entry: Entry, width: int) -> Iterator[str]:
    """The lines of one entry with its whole passage."""
    yield from _work(Work(entry), _widths(min(max(width, NARROWEST), WIDEST)), full=True)


def _widths(width: int) -> tuple[int, ...]:
    """The widths of the columns: days and status take what they need, the others share what is left."""
    due, status = (12, 13) if width < 120 else (16, 20)
    left = width - due - status - len(GAP) * (len(HEADINGS) - 1)
    lead = place = left * 27 // 100
    return due, status, lead, left - lead - place, place


def _work(work: Work, widths: Sequence[int], *, full: bool) -> Iterator[str]:
    entry, width = work.head, sum(widths) + len(GAP) * (len(widths) - 1)
    action = clean(entry.action)
    cells = (
        _due_cell(entry.due),
        entry.status.value,
        body_words(entry.lead, entry.today),
        action if full else shortened(action, LONGEST_ACTION),
        place_words(entry),
    )
    colour = _COLOURS.get(entry.status)
    due, status, lead, action_width, place = widths
    columns = (
        _Column(due, colour),
        _Column(status, colour),
        _Column(lead),
        _Column(action_width),
        _Column(place, hyphens=True),
    )
    yield from _row(cells, columns)
    passage = clean(entry.quote) if full else sentence(entry.quote, entry.action, LONGEST_PASSAGE)
    yield from _note(f"[{entry.id}] “{passage}”", width)
    if entry.coordinating:
        yield from _note(f"phối hợp: {body_words(entry.coordinating, entry.today)}", width)
    if entry.product:
        yield from _note(f"sản phẩm: {clean(entry.product)}", width)
    if entry.rejected:
        yield from _note("đã ghi là không phải nhiệm vụ", width)
    if entry.done:
        yield from _note(f"ghi nhận xong: {edit_words(entry.done)}", width)
    if entry.edited:
        fields = ", ".join(LABELS.get(name, name) for name in entry.edited.fields)
        yield from _note(f"đã sửa {fields}: {edit_words(entry.edited)}", width)
    for other in work.others:
        yield from _note(f"cũng nêu tại {elsewhere_words(entry, other)}", width)


def _due_cell(due: Due | None) -> str:
    """The last permitted day above the words that name it; the words alone where they name no day."""
    if due is None:
        return "—"
    return "\n".join(filter(None, (day_words(due.last_permitted) if due.last_permitted else "", clean(due.text))))


def _row(cells: Sequence[str], columns: Sequence[_Column]) -> Iterator[str]:
    wrapped = [
        [
            line
            for part in cell.split("\n")
            for line in textwrap.wrap(part, column.width, break_on_hyphens=column.hyphens)
        ]
        for cell, column in zip(cells, columns, strict=True)
    ]
    for lines in zip_longest(*wrapped, fillvalue=""):
        line = ""
        for words, column in zip(lines, columns, strict=True):
            coloured = typer.style(words, fg=column.colour) if words and column.colour else words
            line += coloured + " " * (column.width - len(words)) + GAP
        yield line.rstrip()


def _note(words: str, width: int) -> Iterator[str]:
    lines = textwrap.wrap(
        words, width, initial_indent=INDENT, subsequent_indent=INDENT, break_on_hyphens=False
    )  # fmt: skip
    for line in lines:
        yield typer.style(line, dim=True)
