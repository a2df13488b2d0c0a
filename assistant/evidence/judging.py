"""Whether a piece of evidence answers a question; if not, why."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.evidence.candidate import Candidate
from assistant.evidence.fitting import (
    counted_missing,
    counts,
    defines,
    holds_amount,
    holds_asked,
    kinds_named,
    names_holder,
    names_somebody,
    office_asked,
    says_asked_day,
)
from assistant.evidence.limits import (
    AMOUNT_ITSELF,
    COUNTED_ITSELF,
    COVERED,
    ENOUGH,
    FEW,
    FEW_WORDS,
    FEW_WORDS_OF_BODY,
    LEAST_ITSELF,
    MENTIONED,
    MUCH_AROUND,
    NAMED,
    OF_GROUP,
    SEVERAL,
    SEVERAL_WORDS,
)
from assistant.understanding import Kind, Question
from assistant.understanding.conditions import case_in, holds_case
from assistant.understanding.words import load_question_words
from index.identity import identity
from index.tokens import pairs, syllables

LISTS = (Kind.LIST, Kind.COUNT)
YEAR_DIGITS = 4
_MODAL = ("phải", "cần", "được giao", "có trách nhiệm", "chịu trách nhiệm", "có nhiệm vụ", "sẽ", "đã", "chưa", "sớm")


class Verdict(StrEnum):
    """Why a piece does not answer, or that it does."""

    ANSWERS = "answers"
    TOPIC = "no topic"
    BODY = "other body"
    PLACE = "other place"
    FIGURE = "figure missing"
    AMOUNT = "no such amount"
    YEAR = "amount of another year"
    KIND = "other kind of document"


def judge(question: Question, candidate: Candidate, *, enough: float = ENOUGH) -> Verdict:
    """What a candidate is for a question.

    A yes/no question may name the wrong body or day: its topic alone is looked at.
    """
    if candidate.coverage < max(enough, min(1.0, enough * strictness(question))):
        return Verdict.TOPIC
    if (outside := outside_words(question)) and not outside <= candidate.held:
        return Verdict.TOPIC
    alone = not (question.leans or question.charged or question.references)
    if enough and alone and candidate.own < LEAST_ITSELF and candidate.coverage < MUCH_AROUND:
        return Verdict.TOPIC
    if _holds_too_little_of_its_own(question, candidate):
        return Verdict.TOPIC
    if (word := _only_word(question)) and not _said(question, word, candidate):
        return Verdict.TOPIC
    if case_in(question.full) is not None and not holds_case(candidate.words):
        return Verdict.TOPIC
    if question.must and not any(_said(question, pair, candidate) for pair in question.must):
        return Verdict.TOPIC
    if question.names and not any(set(pair.split()) <= candidate.held for pair in question.names):
        return Verdict.TOPIC  # not together: "Bệnh viện Hữu nghị Việt Đức" is called "Bệnh viện Việt Đức" too
    if question.kind is Kind.YESNO:
        return Verdict.ANSWERS
    if counted_missing(question, candidate.held):
        return Verdict.AMOUNT
    if question.kind is Kind.DEFINITION and defines(question, candidate.words):
        return Verdict.ANSWERS
    if any(_figure(word) and word.lstrip("0") not in candidate.held for word in candidate.missing):
        return Verdict.FIGURE
    if question.kind is Kind.NUMBER:
        if not holds_amount(question, candidate.words):
            return Verdict.AMOUNT
        if of_another_year(question, candidate):
            return Verdict.YEAR
        if candidate.own < (COUNTED_ITSELF if counts(question, candidate.words) else AMOUNT_ITSELF):
            return Verdict.AMOUNT
    if any(kind not in candidate.held for kind in kinds_named(question)):
        return Verdict.KIND
    if not candidate.place:
        return Verdict.PLACE
    if question.kind is Kind.WHEN and candidate.record is None and not says_asked_day(question, candidate.words):
        return Verdict.AMOUNT
    if candidate.body == COVERED and question.kind is Kind.WHEN and candidate.coverage < OF_GROUP:
        return Verdict.BODY
    if candidate.body == COVERED and question.kind in LISTS and not asks_locally(question):
        return Verdict.BODY
    if candidate.body < (NAMED if question.kind is Kind.WHEN else MENTIONED):
        return Verdict.BODY
    if (
        question.kind is Kind.WHO
        and candidate.record is None
        and not names_somebody(candidate.words, candidate.heading)
    ):
        return Verdict.BODY
    if question.kind is Kind.WHO and not holds_asked(question, candidate.words, candidate.record):
        return Verdict.BODY
    if (office := office_asked(question)) and not names_holder(office, candidate.words):
        return Verdict.BODY
    return Verdict.ANSWERS


def strictness(question: Question) -> float:
    """How many times `ENOUGH` a piece must hold: more of a question of few words, each of which tells what it is about.

    >>> from datetime import date
    >>> from assistant.understanding import Understanding
    >>> reader = Understanding([], str, date(2031, 6, 1))
    >>> [strictness(reader.read(asked)) for asked in ("Ai quản lý hộ chiếu?", "Bộ Công an cấp hộ chiếu khi nào?")]
    [1.75, 1.35]
    """
    words = sum(share == 1.0 and " " not in term for term, share in question.terms.items())
    if question.leans or question.references or not words or words > SEVERAL:
        return 1.0
    if words > FEW:
        return 1.0 if question.charged else SEVERAL_WORDS
    return FEW_WORDS_OF_BODY if question.charged else FEW_WORDS


def _holds_too_little_of_its_own(question: Question, candidate: Candidate) -> bool:
    """True where only words of the turn before are met, not those of the question that leans on it."""
    own = [t for t, share in question.terms.items() if share == 1.0 and " " not in t]
    leans = len(own) < sum(" " not in t for t in question.terms)
    return leans and 2 * len(candidate.missing) > len(own)


def _only_word(question: Question) -> str:
    """The word of two syllables that is all a question asks about ("giá điện"): both alone stand in others; else "".

    Somebody's work and what it is done to are no word: "phải trình luật nào".
    """
    own = [term for term, share in question.terms.items() if share == 1.0]
    if len(own) != 3 or own[2] != f"{own[0]} {own[1]}":
        return ""
    verb = rf"(?:{'|'.join(_MODAL)}|{'|'.join(re.escape(b.name.lower()) for b in question.charged) or _MODAL[0]})"
    work = re.search(rf"(?<!\w){verb} {own[2]}(?!\w)|(?<!\w){own[2]} (?:nào|gì|mấy)(?!\w)", question.full.lower())
    return own[2] if work is None else ""


def _said(question: Question, pair: str, candidate: Candidate) -> bool:
    others = question.alternatives.get(pair, ())
    return pair in candidate.held or any(option <= candidate.held for option in others)


def outside_words(question: Question) -> frozenset[str]:
    """What a document must say for an answer to a question that looks like none for it ("thời tiết")."""
    match = None if question.what.who else load_question_words().chat["outside"].search(question.full.lower())
    return frozenset(pairs(syllables(match[0]))) if match else frozenset()


def asks_locally(question: Question) -> bool:
    """True where a body of a province is asked about: what all provinces are told, it is told."""
    return bool(question.places) or any(identity(body.name).place for body in question.charged)


def of_another_year(question: Question, candidate: Candidate) -> bool:
    """True for the amount of a year that is not asked for; a sentence without a year is of those around it."""
    years = {w for w in question.figures if _year(w)}
    told = {w for w in syllables(candidate.words) if _year(w)}
    held = told or candidate.held
    return bool(years) and not any(year in held for year in years)


def _year(word: str) -> bool:
    return len(word) == YEAR_DIGITS and word.isdigit() and word.startswith(("19", "20"))


def _figure(word: str) -> bool:
    """True for a figure that tells one thing from another: a year, a number of a document; not "1 lần"."""
    return word[0].isdigit() and len(word) > 1
