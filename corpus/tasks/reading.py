"""A document -> its tasks, with a trace of what was read where.

Items are read in the order of the text. What an item leaves out comes from above: the body from the item, the heading
or the lead-in that governs it, the deadline from the words that close a list; labels ("Cơ quan chủ trì: ...") complete
the items before them; tables are read by their columns.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.facts import Facts
from corpus.lines import Joined, join
from corpus.markers import Style, marker_of
from corpus.reading import Reading, Span, Table
from corpus.roles import SectionKind
from corpus.sections import Section
from corpus.tasks.bodies import read_bodies
from corpus.tasks.completion import Completion, waiting_item
from corpus.tasks.deadlines import Issued
from corpus.tasks.drafts import Draft, stored_body, stored_due
from corpus.tasks.governing import Governing
from corpus.tasks.item import Heard, Item
from corpus.tasks.labels import Label, Role, labels_of
from corpus.tasks.orders import read_order
from corpus.tasks.predicates import predicate_at
from corpus.tasks.same_task import without_repeats
from corpus.tasks.sentences import read_item
from corpus.tasks.tables import read_tables
from corpus.tasks.task import Body, Task
from corpus.tasks.words import load_words
from corpus.tasks.zones import Zone, zones_of

_DUTY = re.compile(r"(?:đối với|trách nhiệm|nhiệm vụ|phân công|về phía)(?: cụ thể)?(?: của)? (?=\S)", re.IGNORECASE)
_ACTORS = re.compile(r"(?:doanh nghiệp|hợp tác xã|nhà đầu tư|hộ kinh doanh|cá nhân|công dân|tổ chức)\b", re.IGNORECASE)
_DIVIDING = re.compile(r"tổ chức thực hiện|phân công|trách nhiệm|tổ chức triển khai", re.IGNORECASE)
_SHOWN = 8  # words of a task that a remark shows

TASK_RULES = "4"
"""Version of the rules; a document read by others is read again."""


@dataclass(frozen=True, slots=True)
class Step:
    """What was made of a piece of the text.

    Attributes:
        span: the sentence, item or row.
        outcome: in a few Vietnamese words, what it was taken for.
        tasks: the tasks read from it.
        remarks: what a person should look at, in Vietnamese: a verb of assigning without a body, a task without a day.
    """

    span: Span
    outcome: str
    tasks: tuple[Task, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskReading:
    """The tasks of a document in the order of its text, and the trace of the reading."""

    tasks: tuple[Task, ...]
    trace: tuple[Step, ...]


def read_tasks(reading: Reading, sections: Sequence[Section], facts: Facts) -> TaskReading:
    """Every task that a document assigns, read by rules; see `corpus.tasks.task.Task`."""
    walk = _Walk(reading, sections, facts)
    for section in sections:
        walk.visit(section)
    steps = sorted([*walk.steps(), *walk.table_steps()], key=lambda step: step.span.start)
    return TaskReading(tuple(task for step in steps for task in step.tasks), tuple(steps))


class _Walk:
    """A document being read, section by section."""

    def __init__(self, reading: Reading, sections: Sequence[Section], facts: Facts) -> None:
        self.reading = reading
        self.sections = sections
        self.issued = Issued.of(facts.date)
        self.press = not facts.official
        self.zones = zones_of(sections)
        self.governing = Governing(sections)
        self.completion = Completion(self.issued)
        self.heard: list[tuple[Heard, str]] = []
        self.enumerated: dict[int | None, list[Draft]] = {}  # the drafts of (1), (2) ... under a section
        self.over_tables: dict[int, tuple[Body, ...]] = {}  # by where the table's row begins

    def visit(self, section: Section) -> None:
        """Reads one section."""
        if section.kind is SectionKind.TITLE:
            self.governing.open_document()
        if section.kind is SectionKind.ROW:
            self.over_tables[section.span.start] = self.governing.over(section)
        if section.kind is not SectionKind.BODY or not len(section.span):
            return
        joined = join(self.reading.text, section.span)
        marker = marker_of(joined.text)
        start = marker.length if marker else 0
        labels = labels_of(joined.text, start)
        if labels and self._labelled(section, joined, start, labels):
            return
        if self._names_bodies(section, joined, start) or self._heading(section, joined, start):
            return
        self._content(section, joined, start, labels)

    # --- headings ----------------------------------------------------------------------------------------

    def _names_bodies(self, section: Section, joined: Joined, start: int) -> bool:
        """Reads a heading, or an item that ends with a colon, that names bodies alone: they govern what is under it."""
        text = joined.text
        closed = text.rstrip(" *").endswith(":")
        if section.style is None or not (section.heading or closed or self.governing.holds(section)):
            return False
        assigned = load_words().assign.at(text, start)
        of = _DUTY.match(text, start)
        listed = read_bodies(text, of.end() if of else start if assigned is None else assigned)
        if listed is None:
            return False
        bodies = listed.bodies
        rest = text[listed.span.end :].strip(" :.*-–")
        if rest and not (section.heading or closed):
            return False
        if _ACTORS.match(text, listed.span.start) and not self._divides(section):
            return False  # "Doanh nghiệp số" is a topic, unless the part tells who does what
        told = predicate_at(text, listed.span.end, len(text)) is not None
        if rest and told and (closed or not self.governing.holds(section)):
            return False
        if rest and (told or rest[0].islower()):  # the heading is the name: "Cục Quản lý đầu tư xây dựng"
            if len(bodies) > 1 or section.style < Style.NUMBER:
                return False
            named = Span(listed.span.start, len(text.rstrip(" *:.")))
            bodies = (Body(named.of(text), named),)
        self.governing.give(section, tuple(stored_body(joined, body) for body in bodies))
        self.completion.open_part(section)
        self._note(Heard(section.span), "tiêu đề nêu cơ quan: các mục bên dưới giao cho cơ quan này")
        return True

    def _divides(self, section: Section) -> bool:
        """True under a heading that tells who does what: "Tổ chức thực hiện", "Trách nhiệm của các cơ quan"."""
        above = section.parent
        while above is not None and not _DIVIDING.search(self.sections[above].title):
            above = self.sections[above].parent
        return above is not None

    def _heading(self, section: Section, joined: Joined, start: int) -> bool:
        """Reads a heading; False where it is an item after all: it tells somebody to do something."""
        if not section.heading or section.style is None or section.style >= Style.DASH:
            return False
        self.governing.open_part(section)
        order = read_order(joined.text, Span(start, len(joined.text)))
        if order is not None and (order.lead or not self.governing.holds(section)):
            return False
        heading = None
        if joined.text[start:].strip():
            heading = waiting_item(section, joined.span(start, len(joined.text)), "heading")
        self.completion.open_part(section, heading, bare=order is None)
        self._note(Heard(section.span, [heading] if heading else []), "tiêu đề")
        return True

    # --- items -------------------------------------------------------------------------------------------

    def _content(self, section: Section, joined: Joined, start: int, labels: Sequence[Label]) -> None:
        """Reads an item or a paragraph, up to its first label."""
        end = labels[0].span.start if labels else len(joined.text)
        shown = joined if end == len(joined.text) else Joined(joined.text[:end], joined.offsets[:end])
        zone = self.zones[section.index]
        told = zone is Zone.OPENING if self.press else self.governing.led_into(section) and zone is not Zone.AIMS
        item = Item(
            section=section.index,
            joined=shown,
            start=start,
            zone=Zone.ORDERS if told else zone,
            press=self.press,
            governed=self.governing.over(section),
            before=self.governing.before,
            issued=self.issued,
            listed=section.style is not None,
        )
        heard = read_item(item)
        drafts = [draft for one in heard for draft in one.drafts]
        for one in heard:
            self._note(one, "nhiệm vụ" if one.drafts else "không giao việc")
        self._close_list(section, item, drafts)
        if item.lead:
            self.governing.lead_in(section, item.lead, colon=item.leads_in)
        self.governing.before = item.lead if drafts else ()
        if not drafts and not item.leads_in and len(shown.text) > start:
            drafts = [waiting_item(section, joined.span(start, len(shown.text)), "item")]
            self._note(Heard(section.span, drafts), "")
        self.completion.wait(section, drafts)
        if labels:
            self.completion.complete(section, joined, labels)

    def _close_list(self, section: Section, item: Item, drafts: Sequence[Draft]) -> None:
        """Gives the deadline that closes "(1) ...; (2) ...; hoàn thành trước ngày ..." to every piece of the list."""
        if section.style is not Style.PAREN_NUMBER:
            return
        before = self.enumerated.setdefault(section.parent, [])
        if item.closing is not None:
            for draft in before:
                if draft.due is None:
                    draft.due = stored_due(item.joined, item.closing.due)
                    draft.quote = Span(draft.quote.start, section.span.end)
                    draft.inherit("due")
        before.extend(drafts)

    def _labelled(self, section: Section, joined: Joined, start: int, labels: Sequence[Label]) -> bool:
        """Reads a line that begins with a label; False where words stand before it."""
        first = labels[0]
        if joined.text[start : first.span.start].strip(" *-+–•("):
            return False
        if first.role is Role.LEAD:
            listed = read_bodies(joined.text, first.value.start)
            if listed is not None and predicate_at(joined.text, listed.span.end, first.value.end) is not None:
                self._content(section, joined, first.value.start, labels[1:])  # sentences stand behind it
                return True
        self.completion.complete(section, joined, labels)
        self._note(Heard(section.span), "nhãn của nhiệm vụ phía trên")
        return True

    # --- the end -----------------------------------------------------------------------------------------

    def _note(self, heard: Heard, outcome: str) -> None:
        self.heard.append((heard, outcome))

    def _matter(self, index: int) -> str:
        """The nearest heading over a section that says what it is about, as answers to requests have: "Về ..."."""
        at: int | None = index
        while at is not None:
            section = self.sections[at]
            if section.title.startswith("Về "):
                return section.title
            at = section.parent
        return ""

    def steps(self) -> list[Step]:
        """What was made of each sentence: its drafts that found a body are tasks."""
        led = [draft for heard, _ in self.heard for draft in heard.drafts if draft.lead]
        matters = [self._matter(draft.section) for draft in led]
        made = {id(draft): draft.task() for draft in without_repeats(self.reading.text, led, matters)}
        steps = []
        for heard, outcome in self.heard:
            tasks = tuple(made[id(draft)] for draft in heard.drafts if id(draft) in made)
            if tasks:
                outcome = "nhiệm vụ"
            elif not outcome:
                continue
            elif outcome == "nhiệm vụ":
                repeated = any(draft.lead for draft in heard.drafts)
                outcome = "nhắc lại nhiệm vụ đã nêu ở chỗ khác" if repeated else "việc không rõ giao cho cơ quan nào"
            undated = (self._without_day(task) for task in tasks if task.due is None)
            steps.append(Step(heard.span, outcome, tasks, (*heard.remarks, *undated)))
        return steps

    def _without_day(self, task: Task) -> str:
        words = join(self.reading.text, task.action).text.split()
        return f"«{' '.join(words[:_SHOWN])}{' ...' if len(words) > _SHOWN else ''}»: không thấy thời hạn"

    def table_steps(self) -> list[Step]:
        """What was made of each row of the tables."""
        starts = [section.span.start for section in self.sections]

        def section_of(span: Span) -> int:
            return max(bisect_right(starts, span.start) - 1, 0)

        def over(table: Table) -> Sequence[Body]:
            return next((v for k, v in self.over_tables.items() if table.span.start <= k < table.span.end), ())

        steps = []
        for found in read_tables(self.reading, self.reading.tables, self.issued, section_of, over):
            rows: dict[Span, list[Task]] = {}
            remarks: dict[Span, list[str]] = {}
            for task in found.tasks:
                rows.setdefault(task.quote, []).append(task)
            for remark in found.rows_without:
                rows.setdefault(remark.span, [])
                missing = "cơ quan chủ trì" if remark.missing == "lead" else "thời hạn"
                remarks.setdefault(remark.span, []).append(f"dòng của bảng không có {missing}")
            for span, tasks in rows.items():
                outcome = "nhiệm vụ trong bảng" if tasks else "dòng của bảng không giao cho cơ quan nào"
                steps.append(Step(span, outcome, tuple(tasks), tuple(remarks.get(span, ()))))
        return steps
