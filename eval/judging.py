"""Whether an answer is right by a case's gold: the first three checks an evaluator makes, and the days."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

from assistant.answer import Answer
from corpus.lines import shown
from corpus.vietnamese import unify_tone_placement
from eval.cases import Case

_ONE_SIGN = str.maketrans({"–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


def faults_of(case: Case, answer: Answer) -> list[str]:
    """What is wrong with an answer, in words; empty where it is right.

    A right answer is given or declined as the case says, states every expected fact in its text or its task rows,
    cites every gold passage, names every due day, and says nothing forbidden.
    """
    said = fold(" ".join([answer.answer, *map(_row, answer.tasks)]))
    faults = [f"says {words!r}" for words in case.forbid if fold(words) in said]
    if (answer.status == "answered") != case.answerable:
        return [f"{answer.status}, not as it should be", *faults]
    quotes = [fold(citation.quote) for citation in answer.citations]
    faults += [f"lacks {fact[0]!r}" for fact in case.expect if not any(fold(way) in said for way in fact)]
    faults += [
        f"does not cite {gold[0]!r}"
        for gold in case.cite
        if not any(fold(piece) in quote for piece in gold for quote in quotes)
    ]
    ends = {task["due"]["end"] for task in answer.tasks if task["due"] and task["due"]["end"]}
    faults += [
        f"lacks the day {gold[0]}"
        for gold in case.due
        if not any(day.isoformat() in ends or any(fold(way) in said for way in spellings(day)) for day in gold)
    ]
    return faults


def fold(text: str) -> str:
    """`text` as it is compared: NFC, small letters, crawled marks away, dashes, quotes and tones unified."""
    composed = unicodedata.normalize("NFC", text).translate(_ONE_SIGN)
    return unify_tone_placement(shown(composed).lower())


def spellings(day: date) -> set[str]:
    """The ways in which a text may write a due day, or the month that ends on it."""
    ways = {day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day.day} tháng {day.month} năm {day.year}"}
    if (day + timedelta(days=1)).day == 1:
        ways |= {f"tháng {day.month} năm {day.year}", f"tháng {day.month}/{day.year}"}
    return ways


def _row(task: dict[str, object]) -> str:
    lead, beside, due = task["lead"], task["coordinating"], task["due"]
    words = due["text"] if isinstance(due, dict) else ""
    return f"{lead} {beside} {task['action']} {words}"
