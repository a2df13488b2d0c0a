"""The deadlines of a sentence: which belongs to which piece of work."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.reading import Span
from corpus.tasks.deadlines import Deadline
from corpus.tasks.orders import Order, read_order
from corpus.tasks.predicates import predicate_at
from corpus.tasks.task import Relation
from corpus.tasks.wording import FEWEST_WORDS, count

_JOINT = re.compile(r"(?P<comma>,) (?:đồng thời )?| và ")
_TWO_WORDS = re.compile(r"\w{1,20} \w{1,20}(?= )")
_AIM = re.compile(r"[ ,]{0,3}(?:phải |cần |phấn đấu )?(?:đạt|có|hoàn thành|giảm|tăng|\d)", re.IGNORECASE)
_NOTHING_ELSE = re.compile(
    r"""
    (?: \W | \b(?:
        và|tất\ cả|các|cơ\ bản|nhiệm\ vụ|nội\ dung|trên|việc|hoàn\ thành|xong|thời|hạn|gian|là|phải|trong|trước|vào
      | chậm\ nhất|thực\ hiện|để|báo\ cáo|này|nêu|yêu\ cầu|bảo\ đảm|tiến\ độ )\b )*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BACK = re.compile(
    r"(?:(?:các|những|toàn bộ|tất cả(?: các)?) )?(?:\b\w{1,20} ){1,5}?(?:trên|nêu trên|nói trên|này)\b", re.IGNORECASE
)
_REPORTS = re.compile(r"[; ]{0,3}(?:(?:gửi|nộp|trình) )?(?:báo cáo|kết quả|gửi|trình)\b", re.IGNORECASE)
_CLOSING_REPORT = re.compile(
    r"""
    ,\ (?:tổng\ hợp,?\ )?báo\ cáo\ 
    (?:chính\ phủ|thủ\ tướng|phó\ thủ\ tướng|(?:ủy|uỷ)\ ban\ nhân\ dân|ubnd|chủ\ tịch|bộ\ trưởng|ban|lãnh\ đạo
      |cấp\ có\ thẩm\ quyền|tỉnh\ ủy|thành\ ủy) [^,;]{0,120}$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CLOSERS = ("from now", "on ", "during half-year", "during part of year")
"""Rules whose days may only describe, but are the deadline where they are the last words of the work."""

_LONGEST_PART = 6  # words of a part of the work that is named before its own day
_BREAK = re.compile(r"[,;:(]")
_SPACE = re.compile(r",? ?")
_AND = re.compile(r",? (?:và|đồng thời) $")
_PURPOSE = re.compile(r",? (?:để|nhằm) ")
_OPENING_WORDS = 5  # a deadline behind so many words of a clause still opens it


class Days:
    """The deadlines inside a sentence; all spans are offsets in its text."""

    def __init__(self, text: str, sentence: Span, deadlines: Sequence[Deadline]) -> None:
        self.text = text
        self.sentence = sentence
        self.all = [d for d in deadlines if sentence.holds(d.due.span)]
        self.times = [d.due.span for d in self.all]

    def stated(self, span: Span) -> list[Deadline]:
        """The deadlines in a piece that its words make deadlines, without those of another thing told in brackets."""
        return [d for d in self.all if d.introduced and span.holds(d.due.span) and not self._aside(d)]

    def any_in(self, span: Span) -> bool:
        """True where a piece holds a stated deadline, or says how often."""
        return any((d.introduced or d.due.end is None) and span.holds(d.due.span) for d in self.all)

    def alone(self, span: Span) -> Deadline | None:
        """The deadline of a piece that says nothing else: "hoàn thành trước ngày 10/12"."""
        for d in self.stated(span):
            rest = f"{self.text[span.start : d.due.span.start]} {self.text[d.due.span.end : span.end]}"
            return d if _NOTHING_ELSE.fullmatch(rest) else None
        return None

    def looks_back(self) -> Deadline | None:
        """The deadline of a sentence about work told before: "Thời hạn ...", "Các báo cáo trên gửi ..."."""
        if alone := self.alone(self.sentence):
            return alone
        stated = self.stated(self.sentence)
        if not stated or not _BACK.match(self.text, self.sentence.start, self.sentence.end):
            return None
        return stated[0] if read_order(self.text, self.sentence, self.times) is None else None

    def closing(self) -> Deadline | None:
        """The deadline of a report on the whole that closes a list: "...; ..., báo cáo Thủ tướng trước ngày ..."."""
        stated = self.stated(self.sentence)
        if not stated:
            return None
        head = self.text[self.sentence.start : stated[-1].due.span.start]
        last = head[max(head.rfind(";"), 0) :]
        return stated[-1] if _CLOSING_REPORT.search(last) and not _REPORTS.match(last) else None

    def pieces(self, action: Span) -> list[Span]:
        """The words of an order, cut between deadlines where each belongs to a piece of work of its own."""
        stated = [d for d in self.all if action.holds(d.due.span) and self._parts(d)]
        found, start = [], action.start
        if stated and self._ahead(action) and (joint := self._and_by(action.start, stated[0])) is not None:
            found, start = [Span(start, joint.start())], joint.end()
        for i, first in enumerate(stated):
            last = i + 1 == len(stated)
            limit = action.end if last else stated[i + 1].due.span.start
            cut = None if last else self._and_by(first.due.span.end, stated[i + 1])
            for joint in _JOINT.finditer(self.text, first.due.span.end, limit):
                if last and (joint["comma"] or joint.start() > first.due.span.end + 1):
                    break
                if joint.end() < limit and self._begins_work(joint.end(), Span(start, joint.start()), action.end):
                    cut = joint
            if cut is None and not last and self._part_by(first, stated[i + 1]):
                found.append(Span(start, first.due.span.end))  # the verb before it holds for the next part too
            if cut is None:
                continue
            rest = Span(cut.end(), action.end)
            if count(self.text, rest) >= FEWEST_WORDS and self.alone(rest) is None:
                found.append(Span(start, cut.start()))
                start = cut.end()
        return [*found, Span(start, action.end)]

    def _part_by(self, first: Deadline, second: Deadline) -> bool:
        """True where a part without a verb is named between two days: "50% trước 30/6 và 100% trước 31/12"."""
        joint = _JOINT.match(self.text, first.due.span.end, second.whole.start)
        if joint is None or not second.introduced:
            return False
        named = Span(joint.end(), second.whole.start)
        return 0 < count(self.text, named) <= _LONGEST_PART and not _BREAK.search(self.text, named.start, named.end)

    def _and_by(self, start: int, second: Deadline) -> re.Match[str] | None:
        """The joint before a day that follows one before its work: "trước 10/01 báo cáo A và trước 10/6 B"."""
        joint = _AND.search(self.text, start, second.whole.start) if second.introduced else None
        return joint if joint is not None and count(self.text, Span(start, joint.start())) >= 2 else None

    def _ahead(self, action: Span) -> bool:
        """True where a deadline stands before the words of the work."""
        return any(d.introduced and self.sentence.start <= d.due.span.start < action.start for d in self.all)

    def _parts(self, deadline: Deadline) -> bool:
        """True for a deadline that may part two pieces of work: a stated one, or an event."""
        return (deadline.introduced or deadline.due.relation is Relation.EVENT) and not self._aside(deadline)

    def _begins_work(self, at: int, before: Span, end: int) -> bool:
        """True where a further piece of work begins: a verb, or an object named as the one before was."""
        if predicate_at(self.text, at, end) == at:
            return True
        again = _TWO_WORDS.match(self.text, at, end)
        return again is not None and self.text.find(f" {again[0]} ", before.start, before.end) >= 0

    def of(self, order: Order, clause: Span) -> Deadline | None:
        """The deadline of an order among those in its clause."""
        inside = [d for d in self.all if clause.holds(d.due.span) and not self._aside(d)]
        stated = [d for d in inside if d.introduced and d.due.span.start >= order.action.start - 2]
        if stated:
            if (
                len(stated) > 1
                and stated[-1].due.rule == "at intervals"
                and _SPACE.fullmatch(self.text, stated[-2].due.span.end, stated[-1].whole.start)
            ):
                return stated[-2]  # "trước ngày 10/6 hằng năm định kỳ 6 tháng": the day says more
            return stated[-1]
        ahead = [d for d in inside if d.due.span.start < order.action.start - 2 and self._opens(d, order, clause)]
        for d in ahead:
            if d.introduced or d.due.relation is Relation.BY:
                return d
        for d in inside:
            if d.due.relation is Relation.BY and self._aimed(d, order):
                return d
            if d.due.relation in (Relation.RECURRING, Relation.ONGOING):
                at_head = d.due.span.start <= order.action.start + 2
                at_tail = d.due.span.end >= order.action.end - 2 and not self._attribute(d)
                aimed = d.due.relation is Relation.RECURRING and _PURPOSE.match(self.text, d.due.span.end) is not None
                at_tail = at_tail or aimed  # "báo cáo vào ngày 25 hằng tháng để theo dõi"
                if at_head or at_tail or d in ahead:
                    return d
        return next((d for d in inside if d.due.rule.startswith(_CLOSERS) and self._closes(d, order)), None)

    def end_of_work(self, action: Span, deadline: Deadline | None) -> int:
        """Where the words of the work end: before a closing phrase that tells no more than the deadline."""
        if deadline is None or deadline.whole.start <= action.start:
            return action.end
        closes = deadline.whole.end >= action.end - 2 and deadline.whole.start < deadline.due.span.start
        if closes and count(self.text, Span(action.start, deadline.whole.start)) >= 2:
            return deadline.whole.start
        return action.end

    def _closes(self, deadline: Deadline, order: Order) -> bool:
        """True for days named as the last words of the work: "giải ngân trong 6 tháng đầu năm"."""
        last = deadline.due.span.end >= order.action.end - 2
        if deadline.due.rule.startswith("on "):  # "phát động vào ngày 01/6 để huy động ..."
            last = last or _PURPOSE.match(self.text, deadline.due.span.end) is not None
        return last and deadline.due.end is not None and not deadline.tells_of

    def _attribute(self, deadline: Deadline) -> bool:
        """True for "từ năm 2029" right behind a noun: it tells of the thing, not of the work."""
        if deadline.due.relation is not Relation.ONGOING or not deadline.due.text.lower().startswith("từ"):
            return False
        return (
            not self.text[: deadline.whole.start].rstrip().endswith((",", ";"))
            and deadline.whole.start == deadline.due.span.start
        )

    def _aside(self, deadline: Deadline) -> bool:
        """True for a deadline in brackets that do not begin with it."""
        opened = self.text.rfind("(", self.sentence.start, deadline.whole.start)
        if opened < 0 or self.text.find(")", opened, deadline.whole.start) >= 0:
            return False
        return count(self.text, Span(opened, deadline.whole.start)) > 3

    def _opens(self, deadline: Deadline, order: Order, clause: Span) -> bool:
        """True for a deadline before the verb that belongs to it: it opens the clause, or stands at the verb."""
        before = Span(clause.start, max(deadline.whole.start, clause.start))
        gap = Span(min(deadline.whole.end, order.action.start), order.action.start)
        return count(self.text, before) <= _OPENING_WORDS or count(self.text, gap) <= 2

    def _aimed(self, deadline: Deadline, order: Order) -> bool:
        """True for a day by which a figure is to be reached: "phấn đấu đến hết năm 2024 đạt 80%"."""
        return order.action.holds(deadline.due.span) and _AIM.match(self.text, deadline.due.span.end) is not None
