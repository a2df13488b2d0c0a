"""The same work in several documents: a notice and the press report on it, a later notice that moves the day.

Two tasks of different documents are linked where their bodies agree and their actions share most of what is telling
in them; no model is asked. A wrong link is worse than a missing one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.action_words import ActionWords

SAME_WORK_RULES = "1"
"""Version of the rules below; a store that was linked by others is linked anew by the next index."""

FULLER = 0.8
"""The action that says less is held by the other up to this share of its weight, at least."""
LESSER = 0.4
"""The other way round: a press report leaves much of a notice out."""
FULLER_IN_GROUP, LESSER_IN_GROUP = 0.9, 0.75
"""The same where one task is a group's ("các bộ, ngành") that the other's body belongs to."""
FULLER_FAR, LESSER_FAR = 0.9, 0.75
"""The same where the documents are more than `FAR` months apart, or do not say when they were issued."""
FAR = 8
FEWEST_SHARED = 8
"""Pairs of syllables that two actions share at least; fewer are common phrases."""
FEWEST_SHARED_STRICT = 16
"""The same in a group and far apart, where every body is told to report in time and to answer for its work."""
MOST_OCCURRENCES = 60
"""A pair of syllables that stands in more tasks leads to no candidates."""
RAREST = 12
"""So many of a task's rarest pairs lead to candidates."""


@dataclass(frozen=True, slots=True)
class Work:
    """A task as it is compared.

    Attributes:
        key, document: its id, and the document it stands in.
        date, official: the document's.
        bodies: whom it charges, in a spelling that is one for one body, today's heir for a former one.
        groups: the groups that it charges.
        members: the groups that its bodies belong to.
        action: what is to be done, without the words of the deadline.
    """

    key: str
    document: str
    date: str | None
    official: bool
    bodies: frozenset[str]
    groups: frozenset[str]
    members: frozenset[str]
    action: str


@dataclass(frozen=True, slots=True)
class Link:
    """Two tasks that are the same work.

    Attributes:
        one, other: their keys.
        score: the harmonic mean of the shares of weight that each holds of the other, 0 to 1.
    """

    one: str
    other: str
    score: float


def links_of(works: Sequence[Work]) -> list[Link]:
    """The pairs of tasks of different documents that are the same work, the surest first.

    The weight of a pair of syllables is its inverse document frequency over all the actions.
    """
    said = [ActionWords.of(work.action) for work in works]
    occurs = Counter(term for each in said for term in each.terms)
    weight = {term: math.log((1 + len(works)) / n) for term, n in occurs.items()}
    whole = [math.fsum(weight[term] for term in each.terms) for each in said]
    found = []
    for i, j in _candidates(works, said, occurs):
        common = said[i].terms & said[j].terms
        if len(common) < FEWEST_SHARED or said[i].contradicts(said[j]):
            continue
        held = math.fsum(weight[term] for term in common)
        lesser, fuller = sorted((held / whole[i], held / whole[j]))
        least, most, fewest = _needed(works[i], works[j], same_title=said[i].shares_title(said[j]))
        if lesser >= least and fuller >= most and len(common) >= fewest:
            one, other = sorted((works[i].key, works[j].key))
            found.append(Link(one, other, round(2 * lesser * fuller / (lesser + fuller), 3)))
    return sorted(found, key=lambda link: (-link.score, link.one, link.other))


def _candidates(works: Sequence[Work], said: Sequence[ActionWords], occurs: Mapping[str, int]) -> set[tuple[int, int]]:
    """Pairs of places in `works`: different documents, agreeing bodies, and rare pairs of syllables in common."""
    holders: dict[str, list[int]] = defaultdict(list)
    rarest: list[list[str]] = []
    for i, each in enumerate(said):
        telling = sorted((n, term) for term in each.terms if 1 < (n := occurs[term]) <= MOST_OCCURRENCES)
        rarest.append([term for _, term in telling[:RAREST]])
        for _, term in telling:
            holders[term].append(i)
    found = set()
    for i, one in enumerate(works):
        shared: Counter[int] = Counter()
        for term in rarest[i]:
            shared.update(holders[term])
        found |= {
            (min(i, j), max(i, j))
            for j, n in shared.items()
            if n > 1 and one.document != works[j].document and _bodies_agree(one, works[j])
        }
    return found


def _bodies_agree(one: Work, other: Work) -> bool:
    return _same_body(one, other) or not (one.groups.isdisjoint(other.members) and other.groups.isdisjoint(one.members))


def _same_body(one: Work, other: Work) -> bool:
    return not (one.bodies.isdisjoint(other.bodies) and one.groups.isdisjoint(other.groups))


def _needed(one: Work, other: Work, *, same_title: bool) -> tuple[float, float, int]:
    """How much of the fuller and of the briefer action the other one must hold, and how many pairs of syllables."""
    least, most, fewest = LESSER, FULLER, FEWEST_SHARED
    if not _same_body(one, other):
        least, most, fewest = LESSER_IN_GROUP, FULLER_IN_GROUP, FEWEST_SHARED_STRICT
    elif _far_apart(one.date, other.date):
        least, most, fewest = LESSER_FAR, FULLER_FAR, FEWEST_SHARED_STRICT
    return (least - 0.1, most - 0.2, fewest) if same_title else (least, most, fewest)


def _far_apart(one: str | None, other: str | None) -> bool:
    months = [12 * int(day[:4]) + int(day[5:7] or 6) for day in (one, other) if day]
    return len(months) < 2 or abs(months[0] - months[1]) > FAR


def heads_of(works: Sequence[Work], links: Iterable[Link]) -> dict[str, str]:
    """Key -> key of the newest and most official record of the same work, for the tasks that are linked.

    A group holds at most one task of a document: the surest links go first, and one that would bring in a second is
    left out.
    """
    by_key = {work.key: work for work in works}
    group: dict[str, list[str]] = {key: [key] for key in by_key}
    for link in links:
        one, other = group[link.one], group[link.other]
        documents = [by_key[key].document for key in (*one, *other)]
        if one is other or len(set(documents)) < len(documents):
            continue
        one += other
        group.update(dict.fromkeys(other, one))
    heads = {id(keys): _head([by_key[key] for key in keys]) for keys in group.values()}
    return {key: heads[id(keys)] for key, keys in group.items() if len(keys) > 1}


def _head(works: Sequence[Work]) -> str:
    """The newest; of one day, or of one month where a document does not tell its day, the official one."""
    newest = max((work.date or "")[:7] for work in works)
    latest = [work for work in works if (work.date or "")[:7] == newest]
    if all(len(work.date or "") > len("2024-07") for work in latest):
        return max(latest, key=lambda work: (work.date or "", work.official, work.key)).key
    return max(latest, key=lambda work: (work.official, work.date or "", work.key)).key
