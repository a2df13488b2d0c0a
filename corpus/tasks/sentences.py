"""The sentences of an item -> drafts of tasks: clause by clause, with what one clause leaves to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.reading import Span
from corpus.sentences import pieces_of
from corpus.tasks.bodies import find_bodies, read_bodies
from corpus.tasks.clauses import clauses_of
from corpus.tasks.days import Days
from corpus.tasks.deadlines import Deadline, find_deadlines
from corpus.tasks.drafts import Draft, stored_body, stored_due
from corpus.tasks.item import Heard, Item
from corpus.tasks.orders import Order, read_named_first, read_order, without_marks
from corpus.tasks.task import Body
from corpus.tasks.wording import FEWEST_WORDS, count, hands_in, must, only_leads_in, praises, speaks, target_in
from corpus.tasks.words import load_words
from corpus.tasks.zones import Zone

SHORT = 10
"""A clause with fewer words of its own, without bodies and days, goes on with the work told before it."""

LONGEST_SENTENCE = 6000
"""What stands behind so many characters of a sentence is not read: no directive has such a sentence, garbage has."""


def read_item(item: Item) -> list[Heard]:
    """The sentences of an item with the drafts read from each; sets `lead` and `leads_in` of the item."""
    text = item.joined.text
    deadlines = find_deadlines(text, item.issued)
    heard: list[Heard] = []
    for piece in pieces_of(text):
        start = max(piece.start, min(item.start, piece.end))
        sentence = Span(start, min(piece.end, start + LONGEST_SENTENCE))
        if len(sentence):
            heard.append(_Sentence(item, sentence, deadlines, heard).read())
    item.leads_in = text.rstrip("* ").endswith(":")
    return heard


class _Sentence:
    """A sentence being read."""

    def __init__(self, item: Item, span: Span, deadlines: Sequence[Deadline], heard: Sequence[Heard]) -> None:
        self.item = item
        self.text = item.joined.text
        self.span = span
        self.days = Days(self.text, span, deadlines)
        self.earlier = [draft for one in heard for draft in one.drafts]
        self.heard = Heard(item.joined.span(span.start, span.end))
        self.open = self.heard.drafts
        self.unheard = False  # a leader spoke, and told nobody in particular
        self.beside: tuple[Body, ...] = ()  # told "chủ trì, phối hợp với" them, a body does the rest with them too

    def read(self) -> Heard:
        """Reads the sentence."""
        if load_words().notices.within(self.text, self.span.start, self.span.end):
            self._remark("công thức thông báo, không phải nhiệm vụ")
        elif self.earlier and (deadline := self.days.looks_back()):
            self._give(deadline, self.earlier)
        elif praises(self.text, self.span):
            self._remark("lời ghi nhận, không phải nhiệm vụ")
        else:
            clauses = clauses_of(self.text, self.span, self._lists())
            for i, clause in enumerate(clauses):
                self._clause(clause, opens_list=i + 1 < len(clauses) and self.text[clause.end - 1] == ":")
            if len(self.open) > 1 and self.open[-1].due is not None and (deadline := self.days.closing()):
                self._give(deadline, [draft for draft in self.open[:-1] if draft.lead == self.open[-1].lead])
        return self.heard

    def _lists(self) -> list[Span]:
        """Lists of bodies that hold semicolons: at the start of the sentence or behind its verb of assigning."""
        if self.text.find(";", self.span.start, self.span.end) < 0:
            return []
        verbs = load_words().assign.found(self.text, self.span.start, self.span.end)
        starts = [self.span.start, *(end + 1 for _, end in verbs)]
        found = [read_bodies(self.text, start, self.span.end) for start in starts]
        return [each.span for each in found if each is not None and ";" in each.span.of(self.text)]

    # --- clauses -----------------------------------------------------------------------------------------

    def _clause(self, clause: Span, *, opens_list: bool) -> None:
        if deadline := self.days.alone(clause):  # "...; hoàn thành trước ngày 10/12" holds for the whole list
            self._give(deadline, self.open or self.earlier)
            self.item.closing = deadline
            return
        if load_words().formulas.within(self.text, clause.start, clause.end):
            self._remark("công thức thi hành, không phải nhiệm vụ")
            return
        order = read_order(self.text, clause, self.days.times) or self._named_first(clause)
        if order is None:
            self._no_order(clause)
            return
        if order.lead and speaks(self.text, order, clause):
            self.unheard = True
            return
        if order.lead:
            self.unheard = False
        lead, own = self._lead(order)
        if own:
            self.item.lead = lead
        if (self.unheard and not own) or not self._counts(order, clause, own=own, led=bool(lead)):
            self._missed(clause)
        elif opens_list or only_leads_in(self.text, order, clause):
            return
        elif not own and self._goes_on(order, clause):
            self._extend(order.action)
        else:
            for i, piece in enumerate(self.days.pieces(order.action)):
                told = replace(order, action=piece, coordinating=order.coordinating if i == 0 else ())
                self._draft(told, Span(clause.start if i == 0 else piece.start, piece.end), lead, own=own)

    def _named_first(self, clause: Span) -> Order | None:
        """The order in an item that begins with a body, whatever its verb."""
        opens = clause.start == self.span.start and self.span.start <= self.item.start + 1
        if not (opens and self.item.listed) or self.item.press or self.item.zone is not Zone.ORDERS:
            return None
        if load_words().told.within(self.text, clause.start, clause.end):
            return None
        return read_named_first(self.text, clause, self.days.times)

    def _no_order(self, clause: Span) -> None:
        if load_words().assigners.within(self.text, clause.start, clause.end):
            self.unheard = True
        elif self._must(clause) or self._governed(clause) or self._handed_in(clause):
            return
        elif self._may_extend(clause) and not find_bodies(self.text, clause.start, clause.end):
            self._extend(clause)  # a further object: "Đánh giá hiện trạng đất; nguồn gốc đất ..."
            return
        self._missed(clause)

    def _must(self, clause: Span) -> bool:
        """Reads what must be so under a body's heading: "Hồ sơ phải nêu rõ ..."; False where nothing must."""
        if not self.item.governed or self.item.press or self.item.zone is not Zone.ORDERS or self.unheard:
            return False
        opens = clause.start == self.span.start and load_words().things.at(self.text, clause.start) is None
        case = self.text.startswith(("Trường hợp", "Nếu"), clause.start)
        found = must(self.text, clause) if opens or (case and clause.start == self.span.start) else None
        if found is None or (not found[1] and find_bodies(self.text, clause.start, found[0])):
            return False
        deadline = next(iter(self.days.stated(clause)), None)
        self._append("clause-must", without_marks(self.text, clause), self.item.governed, (), deadline, own=False)
        return True

    def _governed(self, clause: Span) -> bool:
        """Reads an item of a list under a body, whatever its verb; False where it lists things or tells what was."""
        words = load_words()
        if not (self.item.governed and self.item.listed) or self.item.press or self.item.zone is not Zone.ORDERS:
            return False
        opens = clause.start == self.span.start and self.span.start <= self.item.start + 1
        if not opens or self.unheard or count(self.text, clause) < FEWEST_WORDS:
            return False
        if words.things.at(self.text, clause.start) is not None or words.told.within(
            self.text, clause.start, clause.end
        ):
            return False
        if find_bodies(self.text, clause.start, clause.start + 1) or self.text[clause.start : clause.end].endswith(":"):
            return False
        if not self.text[clause.start].isalpha() or " là " in self.text[clause.start : clause.end]:
            return False
        deadline = next(iter(self.days.stated(clause)), None)
        action = without_marks(self.text, Span(clause.start, self.days.end_of_work(clause, deadline)))
        self._append("clause-governed", action, self.item.governed, (), deadline, own=False)
        return True

    def _handed_in(self, clause: Span) -> bool:
        """Reads what is to be handed in by a day: "Kết quả rà soát gửi về Sở Y tế trước ngày ..."; else False."""
        lead = self.item.lead or self.item.governed
        deadline = next(iter(self.days.stated(clause)), None)
        if not lead or deadline is None or self.unheard or not hands_in(self.text, clause):
            return False
        self._append("clause-result", without_marks(self.text, clause), lead, (), deadline, own=False)
        return True

    def _goes_on(self, order: Order, clause: Span) -> bool:
        """True for a short clause without bodies and days of its own: a part of the work told before it."""
        if not self._may_extend(clause) or order.coordinating:
            return False
        if self.days.any_in(clause) or self.days.of(order, clause) is not None:
            return False
        often = load_words().often.at(self.text, order.action.start) is not None
        return not often and count(self.text, order.action) < SHORT

    def _may_extend(self, clause: Span) -> bool:
        """True where the draft before has no day of its own, and the clause is no item of a list within the line."""
        if not self.open or self.text[: clause.start].rstrip().endswith(")"):
            return False
        return self.open[-1].due is None or "due" in self.open[-1].inherited

    def _extend(self, clause: Span) -> None:
        self.open[-1].action = Span(self.open[-1].action.start, self._stored(without_marks(self.text, clause)).end)

    # --- drafts ------------------------------------------------------------------------------------------

    def _draft(self, order: Order, clause: Span, lead: tuple[Body, ...], *, own: bool) -> None:
        deadline = self.days.of(order, clause)
        beside = tuple(stored_body(self.item.joined, body) for body in order.coordinating)
        rule = f"clause-{order.rule}" if own else "clause-inherited"
        goes_on = not own and bool(self.open) and self.open[-1].lead == lead
        draft = self._append(rule, self._action(order, deadline, clause), lead, beside, deadline, own=own)
        if not lead:
            self._missed(clause)
        if goes_on and not beside and self.beside:
            draft.coordinating = self.beside
            draft.inherit("coordinating")
        elif not beside or "chủ trì" not in self.text[clause.start : order.action.start].lower():
            self.beside = ()
        else:
            self.beside = beside

    def _append(
        self,
        rule: str,
        action: Span,
        lead: tuple[Body, ...],
        beside: tuple[Body, ...],
        deadline: Deadline | None,
        *,
        own: bool,
    ) -> Draft:
        target = target_in(self.text, action)
        draft = Draft(
            section=self.item.section,
            quote=self.heard.span,
            lead=lead,
            coordinating=beside,
            action=self._stored(action),
            due=stored_due(self.item.joined, deadline.due) if deadline else None,
            rule=rule,
            own=own,
            target=self._stored(target) if target else None,
        )
        if not own and lead:
            draft.inherit("lead")
        self.open.append(draft)
        return draft

    def _action(self, order: Order, deadline: Deadline | None, clause: Span) -> Span:
        """The words of the work: without a closing deadline, with the topic before them where they alone say little."""
        start, end = order.action.start, self.days.end_of_work(order.action, deadline)
        said = count(self.text, Span(start, end))
        if deadline is not None and Span(start, end).holds(deadline.due.span):
            said -= count(self.text, deadline.due.span)
        topic = self.text.rfind(":", clause.start, order.begins) if order.lead else -1
        tells = topic > clause.start and count(self.text, Span(clause.start, topic)) >= FEWEST_WORDS
        return Span(clause.start if said < SHORT and tells else start, end)

    def _lead(self, order: Order) -> tuple[tuple[Body, ...], bool]:
        """The bodies in charge, and True where the clause names them itself."""
        if order.lead:
            return tuple(stored_body(self.item.joined, body) for body in order.lead), True
        if not self.item.lead and self.item.press and order.joined:
            self.item.lead = self.item.before
        return self.item.lead or self.item.governed, False

    def _counts(self, order: Order, clause: Span, *, own: bool, led: bool) -> bool:
        """True where the place and the wording make it an order, not a report."""
        if order.assigned:
            return True
        if self.item.zone in (Zone.REPORT, Zone.OPENING):
            told = order.bound or (self.item.press and self._strong(order, clause))
            return (own and told) or (led and bool(self.open))
        if self.item.zone is Zone.AIMS:
            return (own and (order.bound or self._strong(order, clause))) or (led and bool(self.open))
        if self.item.press:
            goes_on = bool(self.open) or bool(self.item.before)
            return led and (not own or order.bound or goes_on or self._strong(order, clause))
        return True

    def _strong(self, order: Order, clause: Span) -> bool:
        """True for wording that only orders have: how to do it, with whom, by when."""
        if order.coordinating or load_words().adverbs.at(self.text, order.action.start) is not None:
            return True
        head = self.text[clause.start : order.action.start].lower()
        return "chủ trì" in head or bool(self.days.stated(clause))

    def _give(self, deadline: Deadline, drafts: Sequence[Draft]) -> None:
        for draft in drafts:
            if draft.due is None:
                draft.due = stored_due(self.item.joined, deadline.due)
                draft.quote = Span(draft.quote.start, max(draft.quote.end, self.heard.span.end))
                draft.inherit("due")

    # --- remarks -----------------------------------------------------------------------------------------

    def _missed(self, clause: Span) -> None:
        words = load_words()
        for start, end in words.assign.found(self.text, clause.start, clause.end):
            if words.unlike.at(self.text, start) is None:  # "giao thông", "giao dịch" assign nothing
                self._remark(f"động từ giao việc «{self.text[start:end]}» mà không thấy cơ quan được giao")
                return

    def _remark(self, words: str) -> None:
        self.heard.remarks.append(words)

    def _stored(self, span: Span) -> Span:
        return self.item.joined.span(span.start, span.end)
