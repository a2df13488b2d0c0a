"""What a task is: bodies, work and day, each with the words it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from corpus.reading import Span


class Relation(StrEnum):
    """How a deadline stands to the days it names."""

    BEFORE = "before"
    BY = "by"
    DURING = "during"
    RECURRING = "recurring"
    ONGOING = "ongoing"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class DueDate:
    """A deadline as the text words it.

    Attributes:
        text: its words, for the eye.
        relation: "before" leaves the last day out, "by" includes it, "during" names a period; "recurring",
            "ongoing" and "event" name no day.
        start, end: first and last calendar day named, inclusive; equal for a single day; None where no day is named.
        span: half-open offsets of the words in the text they were read from.
        rule: the name of the rule that read it.
    """

    text: str
    relation: Relation
    start: date | None
    end: date | None
    span: Span
    rule: str

    @property
    def last_permitted(self) -> date | None:
        """The last day on which the work is in time: the day before the one named for "before"."""
        if self.end is None or self.relation is not Relation.BEFORE:
            return self.end
        return self.end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Body:
    """A body as a text names it.

    Attributes:
        name: its name for the eye. Where a list names a kind once ("các Tập đoàn: A, B"; "Bộ trưởng các Bộ: A, B"),
            each member carries the kind before its own words: "Tập đoàn A".
        span: half-open offsets of its own words.
    """

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work that a document assigns. All spans are half-open offsets into the document's stored text.

    Attributes:
        section: index of the section that it was read from.
        quote: the whole sentence, item or row.
        lead: the bodies in charge, at least one; in the sentence itself, else inherited.
        coordinating: the bodies named after "phối hợp với", or in the column for them.
        action: what is to be done, without the body and the role words.
        due: the deadline, or None where there is none.
        product: the result to be handed in, where it is named ("Sản phẩm: ..."), else None.
        target: a figure to be reached, where one is named ("đạt 80% ..."), else None.
        rule: the name of the rule that read it.
        inherited: what the sentence itself does not say and where it came from: names among "lead", "due",
            "coordinating".
    """

    section: int
    quote: Span
    lead: tuple[Body, ...]
    coordinating: tuple[Body, ...]
    action: Span
    due: DueDate | None
    product: Span | None
    target: Span | None
    rule: str
    inherited: tuple[str, ...] = ()
