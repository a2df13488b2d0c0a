"""Tasks <-> rows of the catalog: the stable key of a task, its words for the search, and its spans."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.lines import join
from corpus.reading import Reading, Span
from corpus.sections import Section
from corpus.tasks.task import Body, Task
from index.catalog import TaskRow
from index.tokens import syllables

KEY_DIGITS = 12
"""Hexadecimal digits of a key: 48 bits, enough to tell ten million tasks apart."""


def task_rows(
    document: int, name: str, reading: Reading, sections: Sequence[Section], tasks: Sequence[Task]
) -> Iterator[TaskRow]:
    """The rows of the tasks of a document, which is called `name` in the store."""
    equal: Counter[tuple[str, str]] = Counter()
    for i, task in enumerate(tasks):
        quote, action = _shown(reading, task.quote), _shown(reading, task.action)
        words = fingerprint(quote)
        which = equal[quote, action]
        equal[quote, action] += 1
        due, product, target = task.due, task.product, task.target
        headings = _headings(sections[task.section], sections)
        yield TaskRow(
            document_id=document,
            position=i,
            key=_hash(unicodedata.normalize("NFC", name), words, fingerprint(action), str(which)),
            words=words,
            work=None,
            section=task.section,
            section_path=sections[task.section].path,
            searched=searched(quote, action, *headings),
            quote_start=task.quote.start,
            quote_end=task.quote.end,
            quote=task.quote.of(reading.text),
            action_start=task.action.start,
            action_end=task.action.end,
            action=action,
            lead=_bodies(task.lead),
            coordinating=_bodies(task.coordinating),
            due_text=due.text if due else None,
            due_relation=due.relation.value if due else None,
            due_start=due.start if due else None,
            due_end=due.end if due else None,
            due_span_start=due.span.start if due else None,
            due_span_end=due.span.end if due else None,
            due_rule=due.rule if due else None,
            product_start=product.start if product else None,
            product_end=product.end if product else None,
            product=_shown(reading, product) if product else "",
            target_start=target.start if target else None,
            target_end=target.end if target else None,
            target=_shown(reading, target) if target else "",
            rule=task.rule,
            inherited=list(task.inherited),
        )


def fingerprint(text: str) -> str:
    """A short hash of a text's words: case, punctuation and the place of tone marks make no difference.

    >>> fingerprint("Uỷ ban, hoà giải") == fingerprint("Ủy ban hòa giải;")
    True
    """
    return _hash(" ".join(syllables(text)))


def searched(*texts: str) -> str:
    """The syllables of texts with a space around each, so that a whole word is found by " word "."""
    return f" {' '.join(syllable for text in texts for syllable in syllables(text))} "


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:KEY_DIGITS]


def _shown(reading: Reading, span: Span) -> str:
    return join(reading.text, span).text


def _bodies(bodies: Sequence[Body]) -> list[list[str | int]]:
    return [[body.name, body.span.start, body.span.end] for body in bodies]


def _headings(section: Section, sections: Sequence[Section]) -> list[str]:
    """The headings above a section, its own included, from the top."""
    found: list[str] = []
    at: int | None = section.index
    while at is not None:
        found.append(sections[at].title)
        at = sections[at].parent
    return [title for title in reversed(found) if title]
