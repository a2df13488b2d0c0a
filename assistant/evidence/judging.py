"""Whether a piece of evidence answers a question; if not, why."""

from __future__ import annotations

from enum import StrEnum

from assistant.evidence.candidate import Candidate
from assistant.evidence.fitting import holds_amount, holds_asked, kinds_named, says_day
from assistant.evidence.limits import AMOUNT_ITSELF, COVERED, ENOUGH, MENTIONED, NAMED, OF_GROUP
from assistant.understanding import Kind, Question
from index.tokens import syllables

YEAR_DIGITS = 4


class Verdict(StrEnum):
    """Why a piece does not answer, or that it does."""

    ANSWERS = "answers"
    TOPIC = "no topic"
    BODY = "other body"
    PLACE = "other place"
    FIGURE = "figure missing"
    AMOUNT = "no such amount"
    KIND = "other kind of document"


def judge(question: Question, candidate: Candidate, *, enough: float = ENOUGH) -> Verdict:
    """What a candidate is for a question.

    A yes/no question may name the wrong body or day: its topic alone is looked at.
    """
    if candidate.coverage < enough:
        return Verdict.TOPIC
    if question.kind is Kind.YESNO:
        return Verdict.ANSWERS
    if any(_figure(word) and word.lstrip("0") not in candidate.held for word in candidate.missing):
        return Verdict.FIGURE
    if question.kind is Kind.NUMBER:
        said = set(syllables(candidate.words))
        years = [w for w in question.figures if len(w) == YEAR_DIGITS and w.isdigit()]
        if not holds_amount(question, candidate.words) or (years and said.isdisjoint(years)):
            return Verdict.AMOUNT
        if candidate.own < AMOUNT_ITSELF:
            return Verdict.AMOUNT
    if any(kind not in candidate.held for kind in kinds_named(question)):
        return Verdict.KIND
    if not candidate.place:
        return Verdict.PLACE
    if question.kind is Kind.WHEN and candidate.record is None and not says_day(candidate.words):
        return Verdict.AMOUNT
    if candidate.body == COVERED and question.kind is Kind.WHEN and candidate.coverage < OF_GROUP:
        return Verdict.BODY
    if candidate.body < (NAMED if question.kind is Kind.WHEN else MENTIONED):
        return Verdict.BODY
    if question.kind is Kind.WHO and not holds_asked(question, candidate.words, candidate.record):
        return Verdict.BODY
    return Verdict.ANSWERS


def _figure(word: str) -> bool:
    """True for a figure that tells one thing from another: a year, a number of a document; not "1 lần"."""
    return word[0].isdigit() and len(word) > 1
