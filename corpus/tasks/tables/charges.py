"""Who is charged with a row and by when: by its cells, by those that reach over it, else by what stands above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.lines import Joined
from corpus.tasks.tables.heads import Columns, Role
from corpus.tasks.tables.outline import Charge, Outline, is_ditto
from corpus.tasks.tables.values import CellReader
from corpus.tasks.task import Body, DueDate


@dataclass(frozen=True, slots=True)
class Charged:
    """A charge, the parts of it that the row itself does not say ("lead", "due" ...), and the rule that read it."""

    charge: Charge
    inherited: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class RowCharger:
    """Reads the charge of a table's rows.

    Attributes:
        cells: reads single cells.
        outline: what stands above the row.
        outside: the bodies that the text above the table puts in charge; they count where it has no column for them.
    """

    cells: CellReader
    outline: Outline
    outside: tuple[Body, ...] = ()

    def charged(self, values: Mapping[Role, Joined], own: frozenset[Role], above: Charge, columns: Columns) -> Charged:
        """The charge of a row with these cells, of which those of `own` begin in it."""
        found = _Found(own)
        self._bodies(found, values)
        if not found.lead and above.lead:
            found.lead, found.rule = above.lead, "table-row-below"
            found.note("lead")
            if not found.coordinating and above.coordinating:
                found.coordinating = above.coordinating
                found.note("coordinating")
        elif not found.lead and Role.LEAD not in columns.reach:
            found.lead, found.rule = self.outside, "table-row-charged"
            found.note("lead")
        self._due(found, values, columns)
        if found.due is None and above.due is not None:
            found.due = above.due
            found.note("due")
        charge = Charge(found.lead, found.coordinating, found.due)
        return Charged(charge, tuple(dict.fromkeys(found.inherited)), found.rule)

    def _bodies(self, found: _Found, values: Mapping[Role, Joined]) -> None:
        if (cell := values.get(Role.LEAD)) is not None:
            if is_ditto(cell.text):
                found.lead, found.rule = self.outline.last.lead, "table-row-ditto"
                found.note("lead")
            else:
                who = self.cells.who(cell, Role.LEAD)
                found.lead, found.coordinating = who.lead, who.coordinating
                found.reached("lead" if Role.LEAD not in found.own else None)
        if (cell := values.get(Role.COORDINATING)) is not None:
            if is_ditto(cell.text):
                found.coordinating = found.coordinating + self.outline.last.coordinating
                found.note("coordinating")
            else:
                who = self.cells.who(cell, Role.COORDINATING)
                found.coordinating = found.coordinating + who.coordinating
                found.reached("coordinating" if Role.COORDINATING not in found.own else None)

    def _due(self, found: _Found, values: Mapping[Role, Joined], columns: Columns) -> None:
        cell = values.get(Role.TIME)
        if cell is not None and is_ditto(cell.text):
            found.due = self.outline.last.due
            found.note("due")
            return
        if cell is not None:
            found.due = self.cells.due(cell, columns.year)
            found.reached("due" if Role.TIME not in found.own and found.due is not None else None)
        if found.due is None and Role.TASK in values:
            found.due = self.cells.told(values[Role.TASK])


@dataclass(slots=True)
class _Found:
    """A charge in the making."""

    own: frozenset[Role]
    lead: tuple[Body, ...] = ()
    coordinating: tuple[Body, ...] = ()
    due: DueDate | None = None
    rule: str = "table-row"
    inherited: list[str] = field(default_factory=list)

    def note(self, what: str) -> None:
        """Notes that the row itself does not say it."""
        self.inherited.append(what)

    def reached(self, what: str | None) -> None:
        """Notes what a cell says that begins further up and reaches over the row."""
        if what is not None:
            self.note(what)
            self.rule = "table-row-merged"
