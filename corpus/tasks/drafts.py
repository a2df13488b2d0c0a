"""Tasks in the making: what a clause told, before labels, lists and the rest of the document have had their say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from corpus.lines import Joined
from corpus.reading import Span
from corpus.tasks.task import Body, DueDate, Task


@dataclass(slots=True)
class Draft:
    """A task in the making; all spans are offsets into the stored text.

    Attributes as of `Task`, and:
        own: True where its own words name the body in charge.
        listed: the place of the list within the section that it stands in (0 for none).
    """

    section: int
    quote: Span
    lead: tuple[Body, ...]
    coordinating: tuple[Body, ...]
    action: Span
    due: DueDate | None
    rule: str
    own: bool
    product: Span | None = None
    target: Span | None = None
    inherited: list[str] = field(default_factory=list)

    def inherit(self, what: str) -> None:
        """Notes that `what` was not said by the sentence itself."""
        if what not in self.inherited:
            self.inherited.append(what)

    def task(self) -> Task:
        """The finished task."""
        return Task(
            section=self.section,
            quote=self.quote,
            lead=_unique(self.lead),
            coordinating=_unique(b for b in self.coordinating if b.name not in {lead.name for lead in self.lead}),
            action=self.action,
            due=self.due,
            product=self.product,
            target=self.target,
            rule=self.rule,
            inherited=tuple(self.inherited),
        )


def stored_body(joined: Joined, body: Body) -> Body:
    """A body read from a text for the eye, with its place in the stored text."""
    return replace(body, span=joined.span(body.span.start, body.span.end))


def stored_due(joined: Joined, due: DueDate) -> DueDate:
    """A deadline read from a text for the eye, with its place in the stored text."""
    return replace(due, span=joined.span(due.span.start, due.span.end))


def _unique(bodies: Iterable[Body]) -> tuple[Body, ...]:
    found: dict[str, Body] = {}
    for body in bodies:
        found.setdefault(" ".join(body.name.lower().split()), body)
    return tuple(found.values())
