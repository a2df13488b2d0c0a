"""Labels complete the items before them: "Cơ quan chủ trì: ...", "Thời gian thực hiện: ..."."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.lines import Joined
from corpus.markers import Style
from corpus.reading import Span
from corpus.sections import Section
from corpus.tasks.bodies import bodies_of
from corpus.tasks.deadlines import Issued, read_deadline
from corpus.tasks.drafts import Draft, stored_body, stored_due
from corpus.tasks.labels import Label, Role
from corpus.tasks.task import Body


class Completion:
    """The drafts that wait for labels: the dashes and paragraphs of one part together, a numbered item alone."""

    def __init__(self, issued: Issued) -> None:
        self.issued = issued
        self._waiting: list[Draft] = []
        self._part: int | None = None
        self._labelled = False  # labels have come: the next item begins anew
        self._bare = False

    def open_part(self, section: Section, heading: Draft | None = None, *, bare: bool = False) -> None:
        """A heading begins; its own words wait, where nothing else under it says what is to be done.

        `bare` for a heading that does not tell what to do: "Nội dung: ..." under it does.
        """
        self._bare = bare
        self._waiting = [heading] if heading is not None else []
        self._part = section.index
        self._labelled = False

    def wait(self, section: Section, drafts: Sequence[Draft]) -> None:
        """Drafts of an item or a paragraph wait for labels."""
        if not drafts:
            return
        together = section.style is None or section.style >= Style.DASH
        heading = bool(self._waiting) and self._waiting[0].rule == "heading"
        if self._labelled or heading or not together or section.parent != self._part:
            self._waiting = []
            self._labelled = False
        self._part = section.parent if together else section.index
        self._waiting.extend(drafts)

    def complete(self, section: Section, joined: Joined, labels: Sequence[Label]) -> None:
        """Gives what the labels in a section say to all that waits."""
        self._labelled = self._labelled or any(label.role is not Role.CONTENT for label in labels)
        for label in labels:
            value = label.value.of(joined.text)
            if not value or not self._waiting:
                continue
            tail = Joined(joined.text[label.value.start :], joined.offsets[label.value.start :])
            if label.role in (Role.LEAD, Role.COORDINATING):
                bodies = tuple(stored_body(tail, body) for body in bodies_of(value))
                for draft in self._waiting:
                    _give_bodies(draft, label.role, bodies)
            elif label.role is Role.CONTENT and self._waiting[0].rule == "heading" and self._bare:
                for draft in self._waiting:  # a heading that is no work itself: its content is
                    draft.action = joined.span(label.value.start, label.value.end)
                    draft.quote = Span(draft.quote.start, draft.action.end)
                    draft.section = section.index
            elif label.role is Role.TIME:
                self._give_day(tail, value)
            elif label.role is Role.PRODUCT:
                for draft in self._waiting:
                    draft.product = joined.span(label.value.start, label.value.end)

    def _give_day(self, tail: Joined, value: str) -> None:
        due = read_deadline(value, self.issued)
        if due is None:
            return
        for draft in self._waiting:
            if draft.due is None or draft.due.end is None:
                draft.due = stored_due(tail, due)
                draft.inherit("due")


def _give_bodies(draft: Draft, role: Role, bodies: tuple[Body, ...]) -> None:
    if role is Role.COORDINATING:
        draft.coordinating = (*draft.coordinating, *bodies)
        draft.inherit("coordinating")
        return
    draft.lead = (*draft.lead, *bodies) if draft.own else bodies
    draft.rule = draft.rule if draft.rule.startswith("label-") else f"label-{draft.rule}"
    draft.inherit("lead")


def waiting_item(section: Section, words: Span, rule: str) -> Draft:
    """A draft of an item that names nobody: it counts only where a label names somebody."""
    return Draft(section.index, section.span, (), (), words, None, rule, own=False)
