"""An item being read, and what was heard in each of its sentences."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.lines import Joined
from corpus.reading import Span
from corpus.tasks.deadlines import Deadline, Issued
from corpus.tasks.drafts import Draft
from corpus.tasks.task import Body
from corpus.tasks.zones import Zone


@dataclass(slots=True)
class Heard:
    """What a sentence told.

    Attributes:
        span: the sentence, in the stored text.
        drafts: what was read from it.
        remarks: what a person should look at, in Vietnamese.
    """

    span: Span
    drafts: list[Draft] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """An item, or a paragraph, being read.

    Attributes:
        section: its index.
        joined: its text for the eye.
        start: where its words begin behind its number.
        zone: what its part of the document is for.
        press: True where a newspaper tells it.
        governed: the bodies that the heading or lead-in above gives it; empty where there are none.
        before: the bodies of the order told last before it, which a joining word takes up.
        issued: the document's date.
        listed: True for an item of a list, False for a paragraph.
        lead: the bodies of the last order in it; empty before the first.
        leads_in: True where it ends with a colon: what follows is told to its bodies.
        closing: the deadline that closes it, and with it the list that it is the last item of.
    """

    section: int
    joined: Joined
    start: int
    zone: Zone
    press: bool
    governed: tuple[Body, ...]
    before: tuple[Body, ...]
    issued: Issued
    listed: bool = False
    lead: tuple[Body, ...] = ()
    leads_in: bool = False
    closing: Deadline | None = None
