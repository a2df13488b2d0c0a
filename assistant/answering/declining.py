"""Saying no: the reason, what was looked for and in how many documents, and the nearest passages as neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy.orm import Session

from assistant.answer import Answer
from assistant.answering.citing import citations_of
from assistant.evidence import ENOUGH, Candidate, Verdict, judge
from assistant.evidence.judging import outside_words
from assistant.register.wording import day_words
from assistant.understanding import Kind, Question
from corpus.reading import Span
from index.store import StoredDocument
from prompts import fill

NEIGHBOURS = 3
"""Near misses shown beside a refusal."""


class Reason(StrEnum):
    """Why a question is declined; the value is for machines."""

    EMPTY = "empty"
    TOPIC = "no-topic"
    BODY = "other-body"
    FACT = "no-fact"
    OUTSIDE = "outside"


def declined(
    question: Question,
    session: Session,
    candidates: Sequence[Candidate],
    documents: int,
    *,
    body: bool = False,
    fact: bool = False,
) -> Answer:
    """A refusal.

    Args:
        body: the work asked for is there, and another's.
        fact: the document asked about is there, and does not say it of itself.
    """
    reason, words = reason_for(question, candidates, body=body)
    if fact:
        reason, words = Reason.FACT, fill("reason_no_fact", what=question.kind.value)
    if not documents:
        return Answer(question.asked, "abstained", fill("reason_empty"), fill("abstained_empty"), because=Reason.EMPTY)
    if reason is Reason.OUTSIDE:
        name = "small_talk" if question.kind is Kind.CHAT else "outside"
        return Answer(question.asked, "abstained", words, fill(name, documents=documents), because=reason)
    nearest: dict[tuple[int, int], tuple[StoredDocument, Span]] = {}
    for c in candidates:
        if len(nearest) < NEIGHBOURS:
            nearest.setdefault((c.document.id, c.span.start), (c.document, c.span))
    neighbours = tuple(citations_of(session, list(nearest.values())))
    text = fill("abstained", documents=documents)
    return Answer(question.asked, "abstained", words, text, neighbours=neighbours, because=reason)


def reason_for(question: Question, candidates: Sequence[Candidate], *, body: bool = False) -> tuple[Reason, str]:
    """Why, for machines and in words."""
    if question.kind in (Kind.CHAT, Kind.OUTSIDE):
        return Reason.OUTSIDE, fill("reason_outside")
    if outside_words(question):
        return Reason.OUTSIDE, fill("reason_outside")
    names = ", ".join(b.name for b in question.charged)
    if body and names and not question.terms:
        return Reason.BODY, fill("reason_no_task", body=names)
    if body and names:
        return Reason.BODY, fill("reason_other_body", body=names)
    if (window := question.window) is not None and question.kind in (Kind.LIST, Kind.COUNT):
        days = " – ".join(day_words(day) if day else "…" for day in (window.first, window.last))
        return Reason.TOPIC, fill("reason_no_day", window=f"{window.words}: {days}")
    near = [c for c in candidates if c.coverage >= ENOUGH]
    if not near:
        missing = ", ".join(candidates[0].missing[:6]) if candidates else ""
        return Reason.TOPIC, fill("reason_not_enough", missing=missing) if missing else fill("reason_no_topic")
    verdict = judge(question, near[0])
    if verdict in (Verdict.BODY, Verdict.PLACE) and (names or question.places):
        return Reason.BODY, fill("reason_other_body", body=names or question.places[0].name)
    return Reason.FACT, fill("reason_no_fact", what=question.kind.value)
