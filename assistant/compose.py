"""From evidence to what the person reads: the documents' own words, each with [n]."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answer import Answer, Citation
from assistant.evidence import LONGEST_STATEMENT, Evidence
from assistant.question import Question
from corpus.lines import shown
from corpus.markers import marker_of
from corpus.reading import Span
from index.store import StoredDocument, StoredPassage
from prompts import fill

NEIGHBOURS = 3
"""Near misses shown beside a refusal."""
LONGEST_LEAD = 120
"""A heading is said before the sentence that it governs up to so many characters."""
_NOTE_MARK = re.compile(r"\s*\[\d{1,3}\]")

Section = Callable[[StoredDocument, int], tuple[str, str]]
"""(numbers, heading path) of the section at an offset of a document."""


def answered(question: Question, evidence: Sequence[Evidence], section: Section) -> Answer:
    """An answer in the sentences of `evidence`, in their order."""
    citations = [_citation(n, e.passage, e.span.start, e.span.end, section) for n, e in enumerate(evidence, start=1)]
    lines = [f"{_spoken(c)} [{c.n}]" for c in citations]
    text = lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
    return Answer(question.asked, "answered", None, text, tuple(citations))


def abstained(question: Question, reason: str, documents: int, nearest: Sequence[Evidence], section: Section) -> Answer:
    """A refusal that says why, with the nearest passages beside it."""
    text = fill("abstained", documents=documents) if documents else fill("abstained_empty")
    neighbours: list[Citation] = []
    seen: set[str] = set()
    for e in nearest:
        if e.passage.id not in seen and len(neighbours) < NEIGHBOURS:
            seen.add(e.passage.id)
            neighbours.append(_citation(len(neighbours) + 1, e.passage, e.span.start, e.span.end, section))
    return Answer(question.asked, "abstained", reason, text, neighbours=tuple(neighbours))


def _spoken(citation: Citation) -> str:
    """A quote for the answer: without its mark and those of footnotes, behind the heading that governs its item."""
    words = shown(citation.quote)
    mark = marker_of(words)
    words = _NOTE_MARK.sub("", words[mark.length :] if mark else words).strip()
    lead = citation.heading.partition(" — ")[2]
    return words if not lead or len(lead) > LONGEST_LEAD or words.startswith(lead) else f"{lead}: {words}"


def _citation(n: int, passage: StoredPassage, start: int, end: int, section: Section) -> Citation:
    facts = passage.document.facts
    end = _shortened(passage, start, end)
    path, heading = section(passage.document, start)
    return Citation(
        n=n,
        document=passage.document.name,
        title=facts.name,
        date=facts.date,
        section=path or passage.section,
        quote=passage.piece(Span(start, end)),
        start=start,
        end=end,
        number=facts.number or None,
        issuer=facts.issuer or None,
        official=facts.official,
        heading=heading or passage.heading,
        passage=passage.words,
        passage_start=passage.span.start,
    )


def _shortened(passage: StoredPassage, start: int, end: int) -> int:
    if end - start <= LONGEST_STATEMENT:
        return end
    words = passage.piece(Span(start, start + LONGEST_STATEMENT))
    cut = max(words.rfind(";"), words.rfind(","), words.rfind(" "))
    return start + (cut if cut > 0 else LONGEST_STATEMENT)
