"""Tables -> tasks: the head says what each column holds, and each row is a piece of work.

What a row leaves out comes from the cells that reach over it, from the row whose sub-item it is, from the heading of
its group, and last from what stands above the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.lines import Joined, join
from corpus.reading import Reading, Span, Table
from corpus.tasks.deadlines import Issued
from corpus.tasks.tables.charges import Charged, RowCharger
from corpus.tasks.tables.grid import Grid
from corpus.tasks.tables.heads import Columns, Role, find_head, head_at, is_numbering
from corpus.tasks.tables.outline import Charge, Outline, has_below, is_ditto, is_heading
from corpus.tasks.tables.rows import Row, RowWalk
from corpus.tasks.tables.values import CellReader, action_of, is_clock, side_by_side, whole
from corpus.tasks.task import Body, Task

LONGEST_BREAK = 200
"""A table without a head goes on with the one before it where no more characters than this stand between them."""
LONGEST_QUOTE = 4000
"""A quote reaches back to a cell of work that is merged over rows only where it stays within so many characters."""

SectionOf = Callable[[Span], int]
"""The index of the section that a piece of the stored text belongs to."""


@dataclass(frozen=True, slots=True)
class RowRemark:
    """A row that assigns something and leaves out who or when.

    Attributes:
        span: half-open offsets of the row in the stored text.
        missing: "lead" (no task was made of the row) or "due" (its task has no deadline).
    """

    span: Span
    missing: str


@dataclass(frozen=True, slots=True)
class TableReading:
    """What was read from a table.

    Attributes:
        tasks: in the order of the rows.
        columns: the first grid column of each role, or None where it is no table of tasks.
        rows_without: the rows that assign something but name nobody in charge, or no day.
    """

    tasks: tuple[Task, ...] = ()
    columns: Mapping[Role, int] | None = None
    rows_without: tuple[RowRemark, ...] = ()


def read_table(
    reading: Reading, table: Table, issued: Issued, section_of: SectionOf, inherited: Sequence[Body] = ()
) -> TableReading:
    """The tasks of one table by itself.

    `inherited` are the bodies that the text above the table puts in charge of it; they count where the table has no
    column of its own for them.
    """
    return read_tables(reading, [table], issued, section_of, lambda _: inherited)[0]


def read_tables(
    reading: Reading,
    tables: Sequence[Table],
    issued: Issued,
    section_of: SectionOf,
    inherited_of: Callable[[Table], Sequence[Body]] = lambda _: (),
) -> list[TableReading]:
    """The tasks of each of the tables, which stand in the order of the text.

    A table without a head that follows another one with as many columns is the rest of it: exports cut tables at pages.
    """
    found = []
    open_table: _Open | None = None
    for table in tables:
        grid = Grid(reading.text, table)
        head = find_head(grid)
        if head is not None:
            open_table = _Open(table.span, grid.columns, head.columns)
        elif open_table is not None:
            open_table = open_table.going_on(reading.text, table, grid)
        if open_table is None or not open_table.columns.assigns:
            found.append(TableReading())
            continue
        walk = _Walk(grid, open_table, issued, section_of, tuple(inherited_of(table)))
        found.append(walk.read(after=head.rows.stop if head is not None else 0))
        open_table = replace(open_table, columns=walk.columns)
    return found


@dataclass(frozen=True, slots=True)
class _Open:
    """What the rest of a table on the next page needs: its columns, and what stands above its rows."""

    span: Span
    width: int
    columns: Columns
    outline: Outline = field(default_factory=Outline)

    def going_on(self, text: str, table: Table, grid: Grid) -> _Open | None:
        """The same for the rest of the table; None where `table` cannot be it."""
        between = join(text, Span(self.span.end, max(self.span.end, table.span.start))).text
        if self.width != grid.columns or len(between) > LONGEST_BREAK:
            return None
        page_number = not between or is_numbering(between)
        return replace(self, span=table.span, outline=self.outline if page_number else Outline())


class _Walk:
    """A table being read, row by row."""

    def __init__(
        self, grid: Grid, table: _Open, issued: Issued, section_of: SectionOf, inherited: tuple[Body, ...]
    ) -> None:
        self.grid = grid
        self.columns = table.columns
        self.outline = table.outline
        self.section_of = section_of
        self.cells = CellReader(issued)
        self.charger = RowCharger(self.cells, table.outline, inherited)
        self.tasks: list[Task] = []
        self.remarks: list[RowRemark] = []

    def read(self, after: int) -> TableReading:
        """Reads the rows from `after` on."""
        rows = RowWalk(self.grid)
        for index in range(self.grid.rows):
            rows.enter(index)
            if index < after:
                continue
            head = head_at(self.grid, index)
            if head is not None and head.columns.assigns:  # the head again, or that of another part
                self.columns, after = head.columns, head.rows.stop
                continue
            row = rows.row(index, self.columns)
            if row is not None and Role.TASK in row.values:
                self._row(row, row.values[Role.TASK])
        if not self.tasks and (not self.remarks or Role.LEAD not in self.columns.reach):
            return TableReading()
        return TableReading(tuple(self.tasks), self.columns.first, tuple(self.remarks))

    def _row(self, row: Row, work: Joined) -> None:
        if is_numbering(work.text):  # (1) | (2) | (3)
            return
        if _is_heading(row, work):
            said = self._charged(row.values, row, Charge()).charge if row.charged else Charge()
            named = self.cells.heading(work)
            charge = Charge(said.lead or named.lead, said.coordinating, said.due or named.due)
            self.outline.open_heading(row.marker, charge)
        elif row.own & {Role.TASK, Role.LEAD, Role.TIME}:
            self._tasks(row, work)

    def _tasks(self, row: Row, work: Joined) -> None:
        above = self.outline.above(row.marker)
        charged = self._charged(row.values, row, above)
        if Role.TIME in row.values and charged.charge.due is None and is_clock(row.values[Role.TIME].text):
            return  # a point of an agenda
        pieces = [(values, self._charged(values, row, above)) for values in side_by_side(row.values, row.own)]
        self.outline.open_row(row.marker, charged.charge)
        if not charged.charge.lead:
            self.remarks.append(RowRemark(row.line, "lead"))
            return
        if Role.TIME in self.columns.reach and charged.charge.due is None:
            self.remarks.append(RowRemark(row.line, "due"))
        quote = row.line
        if whole(work).start < quote.start and row.line.end - whole(work).start <= LONGEST_QUOTE:
            quote = Span(whole(work).start, row.line.end)
        if pieces and all(_is_whole(values, piece.charge) for values, piece in pieces):
            for values, piece in pieces:
                self._add(quote, values, replace(piece, rule="table-line"))
        else:
            self._add(quote, row.values, charged)

    def _charged(self, values: Mapping[Role, Joined], row: Row, above: Charge) -> Charged:
        return self.charger.charged(values, row.own, above, self.columns)

    def _add(self, quote: Span, values: Mapping[Role, Joined], charged: Charged) -> None:
        action = action_of(values[Role.TASK])
        if action is None:
            return
        self.tasks.append(
            Task(
                section=self.section_of(quote),
                quote=quote,
                lead=charged.charge.lead,
                coordinating=charged.charge.coordinating,
                action=action,
                due=charged.charge.due,
                product=_result(values.get(Role.PRODUCT)),
                target=_result(values.get(Role.TARGET)),
                rule=charged.rule,
                inherited=charged.inherited,
            )
        )


def _is_whole(values: Mapping[Role, Joined], charge: Charge) -> bool:
    """True where a line names who leads, and by when if it has a cell for that."""
    return bool(charge.lead) and (Role.TIME not in values or charge.due is not None)


def _is_heading(row: Row, work: Joined) -> bool:
    """True for a row that stands over those below it and is no piece of work itself."""
    if Role.TASK not in row.own:
        return False
    if row.wide:
        return True
    words = work.text.replace("\n", " ")
    if not row.charged:
        return is_heading(words, row.marker, row.following)
    # it may charge the rows below it, once for all: then its cells reach over them, or it is set in capitals
    return has_below(row.marker, row.following) and (row.charged <= row.tall or is_heading(words, None, None))


def _result(value: Joined | None) -> Span | None:
    return whole(value) if value is not None and not is_ditto(value.text) else None
