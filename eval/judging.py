"""Whether an answer is right by a case's gold: the checks an evaluator makes, and what each found wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from assistant.answer import Answer
from eval.cases import Case
from eval.matching import covers, fold, says_day

OPEN_ENDED = ("list", "task")
"""Kinds of questions whose answers may be long and cite much."""
LONGEST, LONGEST_LIST, LONGEST_QUOTE = 1500, 3000, 1500
MOST_TASKS, MOST_TASKS_ASKED, MOST_CITATIONS = 4, 15, 8

_MARK = re.compile(r"\[(\d+)\]")


class Check(StrEnum):
    """What is looked at; the value is what a machine reads."""

    STATUS = "status"
    FORBID = "forbid"
    QUOTES = "quotes"
    FACTS = "facts"
    CITES = "cites"
    DUE = "due"
    MARKS = "marks"
    FOCUS = "focus"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an answer.

    Attributes:
        check: which check found it.
        words: for a person, in Vietnamese.
        gold: the fact, piece or day that is missing, "" where nothing is.
    """

    check: Check
    words: str
    gold: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The checks that were made, each with what came of it, and the faults that they found."""

    checks: Mapping[Check, bool]
    faults: tuple[Fault, ...]

    @property
    def passed(self) -> bool:
        """True where nothing is wrong."""
        return not self.faults


def judged(case: Case, answer: Answer, text_of: Callable[[str], str] | None = None) -> Judgement:
    """Every check of an answer.

    A right answer is given or declined as the case says, states every expected fact in its text or its task rows,
    cites every gold passage, names every due day, marks its statements with the numbers of its citations, keeps to
    what was asked, quotes the stored text, and says nothing forbidden.

    Args:
        text_of: gives the stored text of a document by name; quotes go unchecked without it.
    """
    made: dict[Check, list[Fault]] = {Check.STATUS: _status(case, answer), Check.FORBID: _forbidden(case, answer)}
    if text_of is not None:
        made[Check.QUOTES] = _quotes(answer, text_of)
    if case.answerable:
        made[Check.FACTS] = _fault_each(Check.FACTS, "thiếu ý", [ways[0] for ways in missing_facts(case, answer)])
        made[Check.CITES] = _fault_each(Check.CITES, "không dẫn", [p[0] for p in missing_pieces(case, answer)])
        days = [f"{day[0]:%d/%m/%Y}" for day in missing_days(case, answer)]
        made[Check.DUE] = _fault_each(Check.DUE, "thiếu ngày", days)
        made[Check.MARKS] = _marks(answer)
        made[Check.FOCUS] = _focus(case, answer)
    faults = [fault for found in made.values() for fault in found]
    if made[Check.STATUS]:  # what an answer that was not given lacks says nothing more
        faults = [fault for fault in faults if fault.check in (Check.STATUS, Check.FORBID)]
    return Judgement({check: not found for check, found in made.items()}, tuple(faults))


def said_by(answer: Answer) -> str:
    """What a person reads as the answer, folded: its text and its task rows, not the quotes behind them."""
    return fold(" ".join([answer.answer, *map(_row, answer.tasks)]))


def missing_facts(case: Case, answer: Answer) -> list[tuple[str, ...]]:
    """The expected facts of which no alternative is said."""
    said = said_by(answer)
    return [ways for ways in case.expect if not any(fold(way) in said for way in ways)]


def missing_pieces(case: Case, answer: Answer) -> list[tuple[str, ...]]:
    """The gold passages of which no alternative is cited."""
    return [
        gold
        for gold in case.cite
        if not any(covers(citation.quote, piece) for piece in gold for citation in answer.citations)
    ]


def missing_days(case: Case, answer: Answer) -> list[tuple[date, ...]]:
    """The due days that no task of the answer ends on, and that its text does not write."""
    ends = {task["due"]["end"] for task in answer.tasks if task["due"] and task["due"]["end"]}
    return [
        gold for gold in case.due if not any(day.isoformat() in ends or says_day(answer.answer, day) for day in gold)
    ]


def _status(case: Case, answer: Answer) -> list[Fault]:
    if (answer.status == "answered") == case.answerable:
        return []
    words = "từ chối câu hỏi có câu trả lời" if case.answerable else "trả lời câu hỏi phải từ chối"
    return [Fault(Check.STATUS, words)]


def _forbidden(case: Case, answer: Answer) -> list[Fault]:
    said = said_by(answer)
    return _fault_each(Check.FORBID, "nói điều không được nói", [words for words in case.forbid if fold(words) in said])


def _quotes(answer: Answer, text_of: Callable[[str], str]) -> list[Fault]:
    wrong = [c for c in answer.citations if text_of(c.document)[c.start : c.end] != c.quote]
    return [Fault(Check.QUOTES, f"trích dẫn [{c.n}] không đúng nguyên văn {c.document}") for c in wrong]


def _marks(answer: Answer) -> list[Fault]:
    marks = {int(number) for number in _MARK.findall(answer.answer)}
    unknown = sorted(marks - {citation.n for citation in answer.citations})
    if not marks:
        return [Fault(Check.MARKS, "câu trả lời không có dấu [n]")]
    return [Fault(Check.MARKS, f"dấu [{number}] không trỏ tới trích dẫn nào") for number in unknown]


def _focus(case: Case, answer: Answer) -> list[Fault]:
    wide = case.cat in OPEN_ENDED
    longest, most_tasks = (LONGEST_LIST, MOST_TASKS_ASKED) if wide else (LONGEST, MOST_TASKS)
    found = []
    if len(answer.answer) > longest:
        found.append(f"dài {len(answer.answer)} ký tự, quá {longest}")
    if case.cat != "list" and len(answer.tasks) > most_tasks:
        found.append(f"kể {len(answer.tasks)} nhiệm vụ, quá {most_tasks}")
    if not wide and len(answer.citations) > MOST_CITATIONS:
        found.append(f"dẫn {len(answer.citations)} đoạn, quá {MOST_CITATIONS}")
    found += [f"trích dẫn [{c.n}] dài quá {LONGEST_QUOTE}" for c in answer.citations if len(c.quote) > LONGEST_QUOTE]
    return [Fault(Check.FOCUS, words) for words in found]


def _fault_each(check: Check, label: str, values: list[str]) -> list[Fault]:
    return [Fault(check, f"{label} “{value}”", value) for value in values]


def _row(task: Mapping[str, Any]) -> str:
    due = task["due"]
    words = due["text"] if due else ""
    return " ".join([*task["lead"], *task["coordinating"], task["action"], words or ""])
