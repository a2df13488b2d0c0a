"""The head of a table -> what each column holds, however it is worded and over as many rows as it stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from corpus.gazetteer import fold
from corpus.tasks.tables.grid import Grid

LONGEST_LABEL = 14
"""The head of a column has no more words than this."""
MOST_HEAD_ROWS = 4
"""A head stands over no more rows than this."""
SEARCHED_ROWS = 6
"""The head begins within so many rows; what stands above it is a title."""

_WORD = re.compile(r"\w+")
_NUMBERED = re.compile(
    r"""
      [(\[]?\d{1,4}[)\].]?      # the number of a row: 1, 12., (3)
    | \d{1,2}\.\d{1,2}\.?       # 1.2
    | [IVX]{1,6}[.)]?           # IV
    | [a-zđA-ZĐ][.)]?           # a)
    """,
    re.VERBOSE,
)
_YEAR = re.compile(r"\b20\d\d\b")
_CHARGED = 3  # the strength of the wordings that say who is in charge
_VAGUE = 1  # the strength of wordings that name work and other things as well


class Role(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    TASK = "task"
    LEAD = "lead"
    COORDINATING = "coordinating"
    PRODUCT = "product"
    TIME = "time"
    TARGET = "target"
    NOTE = "note"
    APPROVAL = "approval"
    MONEY = "money"
    PERSON = "person"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Wording:
    """What a head says: the role of its column, and how strongly it claims it."""

    role: Role
    strength: int


@dataclass(frozen=True, slots=True)
class Wordings:
    """The known wordings, each as its folded words.

    Attributes:
        anywhere: wordings that count wherever they begin in a head.
        alone: wordings that count as the whole head only.
        before: words that a head may begin with and that say nothing by themselves.
        longest: words of the longest wording.
    """

    anywhere: Mapping[tuple[str, ...], Wording]
    alone: Mapping[tuple[str, ...], Wording]
    before: frozenset[tuple[str, ...]]
    longest: int


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table hold.

    Attributes:
        reach: for each role the grid columns that hold it, as a half-open range: more than one where the cell of
            the head is a wide one.
        year: the year that the head of the time column names ("Thời hạn trong năm 2026"), else None.
        vague: True where only a word such as "Nội dung" or "Dự án" names the work.
    """

    reach: Mapping[Role, range]
    year: str | None = None
    vague: bool = False

    @property
    def assigns(self) -> bool:
        """True where rows say work and who does it, or work and when: a list of members, prices or figures does not."""
        if Role.TASK not in self.reach or Role.PERSON in self.reach:
            return False
        if Role.TIME in self.reach:
            return True
        return Role.LEAD in self.reach and not (self.vague and Role.MONEY in self.reach)

    @property
    def first(self) -> dict[Role, int]:
        """The first column of each role."""
        return {role: columns.start for role, columns in self.reach.items()}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: its rows as a half-open range, and what the columns under it hold."""

    rows: range
    columns: Columns


@cache
def load_wordings() -> Wordings:
    """The wordings of heads.toml."""
    data = tomllib.loads(files("corpus.tasks.tables").joinpath("heads.toml").read_text(encoding="utf-8"))
    anywhere: dict[tuple[str, ...], Wording] = {}
    alone: dict[tuple[str, ...], Wording] = {}
    for entry in data["wording"]:
        wording = Wording(Role(entry["role"]), entry["strength"])
        anywhere.update((_words(written), wording) for written in entry["words"])
        alone.update((_words(written), wording) for written in entry.get("alone", ()))
    before = frozenset(_words(written) for written in data["before"])
    return Wordings(anywhere, alone, before, max(map(len, (*anywhere, *alone))))


def label_of(shown: str) -> Wording | None:
    """What the words of a head say of the column under it; None for other words.

    >>> label_of("Cơ quan, đơn vị phối hợp"), label_of("Sở Tài chính")
    (Wording(role=<Role.COORDINATING: 'coordinating'>, strength=2), None)
    """
    if len(shown) > LONGEST_LABEL * 12:
        return None
    words, known = _words(shown), load_wordings()
    if len(words) > LONGEST_LABEL:
        return None
    if words in known.alone:
        return known.alone[words]
    at = 0
    while at < len(words):
        lengths = range(min(known.longest, len(words) - at), 0, -1)
        found = next((n for n in lengths if words[at : at + n] in known.anywhere), 0)
        if found:
            return known.anywhere[words[at : at + found]]
        skipped = next((n for n in lengths if words[at : at + n] in known.before), 0)
        if not skipped:
            return None
        at += skipped
    return None


def is_numbering(shown: str) -> bool:
    """True for a number that stands alone: of a row, or of a column in the row that counts them."""
    return _NUMBERED.fullmatch(shown) is not None


def head_at(grid: Grid, row: int) -> Head | None:
    """The head that begins in that row of the grid: two columns at least whose words are known, and no row's number."""
    own = grid.filled(row)
    if len(own) < 2 or any(is_numbering(grid.shown(cell)) for cell in own):
        return None
    if not any(label_of(grid.shown(cell)) for cell in own):
        return None
    stop = _end(grid, row)
    if stop - row > MOST_HEAD_ROWS:
        return None
    claims = _claims(grid, range(row, stop))
    known = sum(label_of(grid.shown(cell)) is not None for cell in own)
    return Head(range(row, stop), _columns(claims)) if len(claims) > 1 and known * 2 >= len(own) else None


def find_head(grid: Grid) -> Head | None:
    """The head at the top of a table, below its title; None where the table begins with its rows."""
    for row in range(min(grid.rows, SEARCHED_ROWS)):
        if (head := head_at(grid, row)) is not None:
            return head
        if len(grid.filled(row)) > 1 and not all(cell.header for cell in grid.filled(row)):
            return None
    return None


def _words(written: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(written)))


def _end(grid: Grid, row: int) -> int:
    """The row behind a head that begins in `row`: behind its tall cells and the row that parts its wide ones."""
    stop = max(cell.row + cell.rows for cell in grid.own(row))
    wide = {column for cell in grid.filled(row) if cell.columns > 1 for column in grid.columns_of(cell)}
    below = grid.filled(row + 1)
    labels = [grid.shown(cell) for cell in below]
    known = [label_of(label) is not None for label in labels]
    if stop == row + 1 and any(known) and not any(map(is_numbering, labels)):
        stop += all(known) or all(cell.column in wide for cell in below)
    return stop


def _claims(grid: Grid, rows: range) -> dict[range, tuple[Wording, str]]:
    """Which columns of the head claim which role, with all the words that stand over them."""
    over: dict[int, list[tuple[range, str]]] = {}
    for row in rows:
        for cell in grid.filled(row):
            for column in grid.columns_of(cell):
                over.setdefault(column, []).append((grid.columns_of(cell), grid.shown(cell)))
    claims: dict[range, tuple[Wording, str]] = {}
    for labels in over.values():
        claim = _deciding(label for _, label in labels)
        if claim is not None:
            # the narrowest cell of the head says how far the role reaches
            claims.setdefault(labels[-1][0], (claim, " ".join(label for _, label in labels)))
    return claims


def _deciding(labels: Iterable[str]) -> Wording | None:
    """What the labels over a column, from the top down, say together: the lowest decides.

    Under a head of money, figures or persons everything is of that kind.
    """
    known = [wording for label in labels if (wording := label_of(label)) is not None]
    over = (wording for wording in known if wording.role in (Role.MONEY, Role.TARGET, Role.PERSON, Role.OTHER))
    return next(over, known[-1] if known else None)


def _columns(claims: Mapping[range, tuple[Wording, str]]) -> Columns:
    """The strongest claim to each role; of equal ones the leftmost."""
    best: dict[Role, tuple[int, range, str]] = {}
    for columns, (wording, words) in sorted(claims.items(), key=lambda claim: claim[0].start):
        if wording.role not in best or wording.strength > best[wording.role][0]:
            best[wording.role] = (wording.strength, columns, words)
    if Role.TASK not in best and Role.TARGET in best and best.get(Role.LEAD, (0,))[0] >= _CHARGED:
        best[Role.TASK] = best.pop(Role.TARGET)  # "Chỉ tiêu | Chủ trì": the target itself is what somebody is told
    year = _YEAR.search(best[Role.TIME][2]) if Role.TIME in best else None
    vague = Role.TASK in best and best[Role.TASK][0] == _VAGUE
    return Columns({role: columns for role, (_, columns, _) in best.items()}, year[0] if year else None, vague)
