"""Yes/no questions: what the text says of each thing that the question takes for granted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.answering.citing import spoken
from assistant.answering.draft import Draft
from assistant.answering.wording import task_words, when_words, who_words
from assistant.evidence import Candidate, Gathering
from assistant.evidence.limits import CONSULTED, COVERED
from assistant.understanding import Question
from corpus.tasks.deadlines import Issued
from corpus.tasks.deadlines.find import phrases_of
from index.entry import Due, Entry
from index.register import entry_on
from index.tokens import syllables


def say_whether(draft: Draft, question: Question, gathering: Gathering, best: Candidate, today: date) -> None:
    """Says whether it is so, as far as the text tells, and what the text says."""
    draft.used.append(best)
    if best.record is None:
        figures = [figure for figure in question.figures if figure.isdigit()]
        wrong = _figures_missing(figures, best.words)
        told = [figure for figure in figures if not _names_day(question, figure)]  # which day is whose is not read here
        body_wrong = bool(gathering.bodies.names) and best.body == 0.0
        head = "Không đúng. Văn bản nêu" if wrong or body_wrong else "Đúng. Văn bản nêu" if told else "Văn bản nêu"
        draft.say(f"{head}: {spoken(best.words, best.heading)}", draft.citations.of(best))
        return
    entry = entry_on(today, best.record)
    numbers = draft.cite_task(best.record, entry, with_body=True)
    faults = list(_faults(question, gathering, best, entry))
    told = [f for f in question.figures if f.isdigit() and not _names_day(question, f)]
    if faults:
        draft.say(f"Không đúng: {'; '.join(faults)}. {task_words(entry)}", *numbers)
    elif told and _figures_missing(told, best.words):
        draft.say(f"Không đúng. Văn bản nêu: {task_words(entry)}", *numbers)
    elif gathering.bodies.names or _days(question, entry) or told:
        draft.say(f"Đúng. {task_words(entry)}", *numbers)
    else:
        draft.say(f"Văn bản nêu: {task_words(entry)}", *numbers)


def _faults(question: Question, gathering: Gathering, best: Candidate, entry: Entry) -> Sequence[str]:
    found = []
    least = COVERED if "chủ trì" in question.full.lower() else CONSULTED
    if gathering.bodies.names and best.record is not None and gathering.bodies.in_task(best.record) < least:
        found.append(f"việc này giao cho {who_words(entry)}")
    days = _days(question, entry)
    if days:
        due = entry.due
        if due is None:
            found.append("văn bản không nêu thời hạn")
        elif due.end is not None and not any(_meets(due, first, last) for first, last in days):
            found.append(f"thời hạn là {when_words(due)}")
    return found


def _meets(due: Due, first: date, last: date) -> bool:
    """True where a deadline's day lies in what the question names, or is the last permitted one."""
    return (due.end is not None and first <= due.end <= last) or due.last_permitted == last


def _days(question: Question, entry: Entry) -> list[tuple[date, date]]:
    """The days that a question names, those of documents left out; without a year, in that of the deadline."""
    year = entry.due.end.year if entry.due and entry.due.end else None
    taken = [r.span for r in question.references]
    found = []
    for phrase in phrases_of(question.full, Issued(year)):
        inside = any(t.start < phrase.end and phrase.start < t.end for t in taken)
        if phrase.days is not None and not inside and phrase.rule != "years":
            found.append((phrase.days.start, phrase.days.end))
    return found


def _figures_missing(figures: Sequence[str], words: str) -> bool:
    said = set(syllables(words))
    return any(figure not in said for figure in figures)


def _names_day(question: Question, figure: str) -> bool:
    """True for a figure that is part of a day: the deadline is looked at for it."""
    phrases = phrases_of(question.full, Issued(None))
    return any(figure in syllables(question.full[p.start : p.end]) for p in phrases)
