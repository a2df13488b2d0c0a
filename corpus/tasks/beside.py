"""The bodies beside the one in charge: "chủ trì, phối hợp với ...", "phối hợp chặt chẽ với ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.reading import Span
from corpus.tasks.bodies import BodyList, read_bodies
from corpus.tasks.predicates import predicate_at
from corpus.tasks.task import Body
from corpus.tasks.words import load_words

_FIRST_LETTER = re.compile(r"\w")
_WORD = re.compile(r"\w+")
_LEADS = re.compile(  # not "các nhiệm vụ được giao chủ trì"
    r"\b(?:làm đầu mối,? )?(?<!được giao )(?<!phân công )(?<!cơ quan )(?<!đơn vị )chủ trì\b", re.IGNORECASE
)
_WITH = re.compile(
    r"""
    (?i: phối\ (?:kết\ )?hợp | phối(?=\ với) | (?<=chủ\ trì\ )(?=cùng|với) | (?<=chủ\ trì,\ )(?=cùng|với) )
    (?: (?:,?\ (?!với\b|cùng\b)[^\W\d_A-ZĐ]{1,8}){0,6}? \ ? (?:với|cùng(?:\ với)?)\   # chặt chẽ với
      | (?:,?\ (?:hỗ\ trợ|hướng\ dẫn|giúp\ đỡ|giúp|trao\ đổi|chia\ sẻ|đôn\ đốc|chặt\ chẽ)){0,3}\  )
    """,
    re.VERBOSE,
)
_TO_LEAD = 90  # characters from the verb of an order within which "chủ trì" stands
_MOST_BETWEEN = 4  # words between "chủ trì" and "phối hợp với" that are no work to tell by themselves


def beside(text: str, start: int, end: int, times: Sequence[Span]) -> tuple[tuple[Body, ...], int]:
    """The bodies beside the one in charge, and where the words of the work begin."""
    leads = _LEADS.search(text, start, min(end, start + _TO_LEAD))
    head_from = leads.end() if leads else start
    action = start
    if leads is not None:
        colon = text.startswith(":", leads.end())
        behind = _first(text, leads.end(), end) if colon else predicate_at(text, leads.end(), end, times)
        action = leads.start() if behind is None else behind
    lists = list(_with(text, head_from, end))
    bodies = tuple(body for _, listed in lists for body in listed.bodies)
    if not lists or not _at_head(text, head_from, lists[0][0], led=leads is not None):
        return bodies, action
    behind = predicate_at(text, lists[0][1].span.end, end, times)
    if behind is not None:
        return bodies, behind
    return bodies, _first(text, lists[0][1].span.end, end) if leads else start


def _at_head(text: str, start: int, at: int, *, led: bool) -> bool:
    """True where nothing but adverbs (and, behind "chủ trì", a short word of work) stands before "phối hợp với"."""
    adverbs = load_words().adverbs
    between = start
    while (word := _FIRST_LETTER.search(text, between, at)) is not None:
        after = adverbs.at(text, word.start(), at)
        if after is None:
            return led and len(_WORD.findall(text, word.start(), at)) <= _MOST_BETWEEN
        between = after
    return True


def _with(text: str, start: int, end: int) -> Iterator[tuple[int, BodyList]]:
    """The bodies behind each "phối hợp với", with the place where those words begin."""
    after = start
    for match in _WITH.finditer(text, start, end):
        if match.start() >= after and (listed := read_bodies(text, match.end(), end)) is not None:
            yield match.start(), listed
            after = listed.span.end


def _first(text: str, start: int, end: int) -> int:
    """The first letter from `start` on."""
    letter = _FIRST_LETTER.search(text, start, end)
    return letter.start() if letter else start
