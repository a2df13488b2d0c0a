"""Comparisons: what each document says of one thing, the newest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answering.citing import spoken
from assistant.answering.draft import Draft
from assistant.answering.single import overlap
from assistant.answering.wording import task_words
from assistant.evidence import ENOUGH, Candidate
from assistant.understanding import Question
from corpus.facts import Facts, date_in_words
from index.register import entry_on

MOST = 4
SHARE = 0.7
"""What a document says belongs to a comparison from this share of the best piece's score on."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def compared(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best piece of each document, and of each year that the question names; newest first."""
    good = [c for c in candidates if c.coverage >= ENOUGH * 0.9 and c.place]
    if not good:
        return []
    good = [c for c in good if c.score >= SHARE * good[0].score]
    years = set(_YEAR.findall(question.full))
    taken: list[Candidate] = []
    for year in sorted(years):
        told = [c for c in good if year in c.words or (c.document.facts.date or "").startswith(year)]
        taken += [c for c in told[:1] if c not in taken]
    for candidate in good:
        if len(taken) >= MOST:
            break
        if all(candidate.document.id != t.document.id for t in taken):
            taken.append(candidate)
    if len(taken) == 1:
        taken += [c for c in good if not overlap(c, taken[0])][:1]
    return sorted(taken, key=lambda c: c.document.facts.date or "", reverse=True)


def say_compared(draft: Draft, taken: Sequence[Candidate], today: date) -> None:
    """Says each piece with its document and day."""
    for candidate in taken:
        draft.used.append(candidate)
        said, numbers = spoken(candidate.words, candidate.heading), []
        if candidate.record is not None:
            entry = entry_on(today, candidate.record)
            numbers = draft.cite_task(candidate.record, entry)
            said = task_words(entry)
        else:
            numbers = [draft.citations.of(candidate)]
        draft.say(f"- {_source(candidate.document.facts)}: {said}", *numbers)


def _source(facts: Facts) -> str:
    name = facts.number or facts.name
    day = date_in_words(facts.date) if facts.date else ""
    name = name if len(name) <= 80 else f"{name[:79]}…"
    return f"{name} ({day})" if day and day not in name else name
