"""What one document says twice: a summary on top of the official text, an order repeated at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.lines import shown
from corpus.tasks.drafts import Draft
from corpus.vietnamese import unify_tone_placement

SAME = 0.85
"""Two orders are one where each holds this share of the other's words."""

MOST_COMPARED = 500
"""Of more orders with the same figures only those in the very same words are found: a document that long is a list."""

_WORD = re.compile(r"\w+")


def without_repeats(text: str, drafts: Sequence[Draft], matters: Sequence[str] = ()) -> list[Draft]:
    """The drafts of a document in order, each order once: of two that say the same the later one stays,
    or the one that names the day.

    The same are those told to the same bodies, with the same figures, in almost the same words; a summary stands before
    the text that it sums up.

    Args:
        matters: of each draft the heading that says what it is about ("Về kiến nghị tăng vốn"), "" for none; the same
            words on two matters are two orders.
    """
    about = matters or [""] * len(drafts)
    words = [_words(text[d.action.start : d.action.end]) for d in drafts]
    bodies = [_words(" ".join(body.name for body in d.lead)) for d in drafts]
    last = {(words[i], bodies[i], _day(drafts[i]), about[i]): i for i in range(len(drafts))}
    by_figures: dict[frozenset[str], list[int]] = {}
    for i, found in enumerate(words):
        by_figures.setdefault(frozenset(w for w in found if w.isdigit()), []).append(i)
    dropped = set()
    for group in by_figures.values():
        for at, i in enumerate(group):
            if last[words[i], bodies[i], _day(drafts[i]), about[i]] > i:
                dropped.add(i)
            elif len(group) <= MOST_COMPARED:
                for j in group[at + 1 :]:
                    if about[i] and about[j] and about[i] != about[j]:
                        continue
                    if _same(words[i], words[j]) and _same(bodies[i], bodies[j]) and _agree(drafts[i], drafts[j]):
                        dropped.add(j if drafts[j].due is None and drafts[i].due is not None else i)
                        break
    return [draft for i, draft in enumerate(drafts) if i not in dropped]


def _day(draft: Draft) -> object:
    return (draft.due.relation, draft.due.end) if draft.due is not None else None


def _agree(one: Draft, other: Draft) -> bool:
    """True where both name the same day, or one names none."""
    return one.due is None or other.due is None or _day(one) == _day(other)


def _words(piece: str) -> frozenset[str]:
    return frozenset(_WORD.findall(unify_tone_placement(shown(piece).lower())))


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    common = len(one & other)
    return common >= SAME * max(len(one), len(other), 1)
