"""A clause -> who is told to do what: the body in charge, those beside it, and the words of the work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.reading import Span
from corpus.tasks.beside import beside
from corpus.tasks.bodies import find_bodies
from corpus.tasks.bodies import read_bodies as read_bodies_anew
from corpus.tasks.clauses import held_in
from corpus.tasks.predicates import SEPARATOR, predicate_at, skipped
from corpus.tasks.task import Body
from corpus.tasks.words import Words, load_words

_OPENING = re.compile(r"""(?:[\s"'“”*+\-–•,]|\((?:[ivx]{1,4}|\d{1,2})\)\.?)*""")
_BOUNDARY = re.compile(r"(?P<colon>:) |, ")
_OF = re.compile(r"\b(?:của|với|cho|do|từ|tại|bởi|giữa|về|cùng|và|gửi|qua|đến|theo|là) ?$", re.IGNORECASE)
_ALSO = re.compile(
    r"(?:[ ,]{1,2}(?:cũng|tiếp tục|đồng thời|đặc biệt|trước hết|nhất trí|thống nhất|nghiêm túc|một lần nữa|còn)){0,6}",
    re.IGNORECASE,
)
_QUOTES = ('"', "“", "«", "”")  # what was assigned elsewhere is quoted
_PURPOSE = ("để", "nhằm", "với", "qua")
_FOOTNOTE = re.compile(r"\[\d{1,3}\]")
_LONGEST_FOOTNOTE = 5
_CARRIES_OUT = ("thực hiện", "triển khai", "tiếp tục thực hiện", "tiếp theo", "tiếp tục triển khai")
_AIM = re.compile(r"phấn đấu ", re.IGNORECASE)
_WITH_THEM = re.compile(r"(?:với|đối với|riêng với|riêng) ", re.IGNORECASE)
_TOPIC = ("về", "liên quan")
_AHEAD = 200  # characters behind a comma within which a list of bodies that it stands in ends
read_bodies = lru_cache(maxsize=256)(read_bodies_anew)  # one place is looked at under several rules


@dataclass(frozen=True, slots=True)
class Order:
    """What a clause tells somebody to do; spans are offsets in the text it was read from.

    Attributes:
        lead: the bodies told to do it; empty where the clause leaves them out.
        coordinating: the bodies beside them.
        action: the words of the work, to the end of the clause; empty where bodies are told what stands below.
        assigned: True where a verb of assigning stands before it.
        bound: True where "cần", "phải" or their like stand before it.
        joined: True where a word joins it to the order before.
        rule: the name of the rule that found the bodies: "assigned", "subject", "framed", "topic", "named", "none".
        begins: where subject and predicate begin, behind a topic or what else opens the clause.
    """

    lead: tuple[Body, ...]
    coordinating: tuple[Body, ...]
    action: Span
    assigned: bool
    bound: bool
    joined: bool
    rule: str
    begins: int


@dataclass(frozen=True, slots=True)
class _Told:
    """A subject with what it is told: the bodies, where the predicate begins, and how it was found."""

    lead: tuple[Body, ...]
    predicate: int | None
    assigned: bool
    rule: str
    begins: int


def read_order(text: str, span: Span, times: Sequence[Span] = ()) -> Order | None:
    """The order in a clause of `text`; None where nobody is told to do anything.

    Args:
        times: where deadlines stand, which may stand before the verb.
    """
    words = load_words()
    start, joined = _opened(text, span, words)
    told = _told(text, start, span.end, words, times)
    if told is None:
        return None
    if told.predicate is None:
        return Order(told.lead, (), Span(span.end, span.end), told.assigned, False, joined, told.rule, told.begins)
    return _order(text, told, span.end, joined, words, times)


def read_named_first(text: str, span: Span, times: Sequence[Span] = ()) -> Order | None:
    """The order in an item that begins with its body, whatever the verb: "Các xã ươm 20.000 cây giống".

    To be asked where an item of a list of orders says so, for elsewhere a sentence that begins with a body may tell
    anything.
    """
    words = load_words()
    listed = read_bodies(text, span.start, span.end)
    if listed is None or listed.bodies[0].name.lower() in words.nobody.phrases:
        return None
    if words.assigners.at(text, span.start) is not None:
        return None
    at = listed.span.end + 1
    if at >= span.end or text[at - 1] != " " or not text[at].islower():
        return None
    if any(phrases.at(text, at) is not None for phrases in (words.idle, words.told, words.strong_praise)):
        return None
    return _order(text, _Told(listed.bodies, at, False, "named", span.start), span.end, False, words, times)


def _opened(text: str, span: Span, words: Words) -> tuple[int, bool]:
    """Where a clause begins behind its marks and joining words, and True where there were such words."""
    joined = False
    at = skipped(_OPENING, text, span.start, span.end)
    for _ in range(3):
        after = words.connectives.at(text, at)
        if after is None or after >= span.end:
            break
        joined = True
        at = skipped(_OPENING, text, after, span.end)
    return at, joined


def _told(text: str, start: int, end: int, words: Words, times: Sequence[Span]) -> _Told | None:
    """The first subject with what it is told, else the words that tell it to the bodies named before."""
    if (addressed := _addressed(text, start, end, words, times)) is not None:
        return addressed
    frame = _frame(text, start, words, times)
    fallback: int | None = None
    if frame is None and read_bodies(text, start, end) is None:
        fallback = predicate_at(text, start, end, times)
    for at, kind in _places(text, start, end, framed=frame is not None):
        if kind == "assigner" and fallback is not None and not text[start:end].lower().startswith(_CARRIES_OUT):
            continue
        bare = kind == "assigner" and fallback is None and words.assign.at(text, at) is not None
        if kind == "assigner" and not bare and _assigner(text, at, end, words) is None:
            continue
        assigned = _assigned_at(text, at, end, words, times)
        if assigned is not None:
            return assigned if assigned.lead else None
        if kind == "assigner":
            continue
        if (found := _subject_at(text, at, end, words, times)) is not None:
            lead = found.lead
            if kind == "framed" and len(lead) > 1 and _of_frame(text, start, at):
                lead = lead[-1:]
            return _Told(lead, found.predicate, False, kind, at)
        if fallback is None and frame is not None and kind == "framed" and not frame.lower().startswith(_TOPIC):
            fallback = predicate_at(text, at, end, times)
            if fallback is not None and not frame.lower().startswith(_PURPOSE):
                break
    if fallback is None and any(time.start <= start < time.end for time in times):
        fallback = predicate_at(text, start, end, times)
    return _Told((), fallback, False, "none", fallback) if fallback is not None else None


def _addressed(text: str, start: int, end: int, words: Words, times: Sequence[Span]) -> _Told | None:
    """The bodies of "Với Bộ A, Thủ tướng yêu cầu rà soát ...": named before the leader who tells them."""
    opening = _WITH_THEM.match(text, start, end)
    listed = read_bodies(text, opening.end(), end) if opening else None
    if listed is None:
        return None
    told = tuple(body for body in listed.bodies if words.assigners.at(text, body.span.start, end) is None)
    leader = listed.bodies[-1].span.start if len(told) < len(listed.bodies) else listed.span.end + 2
    after = words.assigners.at(text, leader, end)
    if after is None or not told or not text.startswith(", ", leader - 2):
        return None
    verb = words.led_assign.at(text, skipped(SEPARATOR, text, skipped(_ALSO, text, after, end), end), end)
    predicate = predicate_at(text, verb, end, times) if verb is not None else None
    return _Told(told, predicate, True, "assigned", leader) if predicate is not None else None


def _frame(text: str, start: int, words: Words, times: Sequence[Span]) -> str | None:
    """The word that opens what stands before subject and verb; None where subject or verb stand first."""
    opener = words.frames.at(text, start)
    verb = max((p.at(text, start) or 0 for p in (words.verbs, words.adverbs)), default=0)
    if opener is not None and opener >= verb:
        return text[start:opener]
    if words.assigners.at(text, start) is not None:
        return text[start : start + 1]
    aim = _AIM.match(text, start)
    if aim is not None and any(t.start == aim.end() and text.startswith(",", t.end) for t in times):
        return aim[0]
    for time in times:
        if time.start <= start < time.end and (not verb or text.startswith(",", time.end)):
            return text[start : time.end]
    return None


def _places(text: str, start: int, end: int, *, framed: bool) -> Iterator[tuple[int, str]]:
    """Where a subject may stand: at the start, behind a topic's colon, behind the comma of what opens the clause.

    Behind other commas ("assigner") only somebody who assigns may stand.
    """
    yield start, "subject"
    inside = 0
    held = held_in(text, Span(start, end))
    for boundary in _BOUNDARY.finditer(text, start, end):
        at = boundary.end()
        if any(quoted.start <= at < quoted.end for quoted in held):
            continue
        if boundary["colon"]:
            yield at, "topic"
        elif framed:
            if at < inside:
                continue
            for listed in find_bodies(text, inside or start, min(end, at + _AHEAD)):
                if listed.span.start < at < listed.span.end:
                    inside = 0 if _of_frame(text, start, at) else listed.span.end
            if at >= inside:
                yield at, "framed"
        else:
            yield at, "assigner"


def _of_frame(text: str, start: int, at: int) -> bool:
    """True where a list of bodies that belongs to what opens the clause runs on into the place `at`."""
    for listed in find_bodies(text, start, at):
        if listed.span.end >= at - 3 and _OF.search(text, max(start, listed.span.start - 12), listed.span.start):
            return True
    return False


def _subject_at(text: str, at: int, end: int, words: Words, times: Sequence[Span]) -> _Told | None:
    """The bodies that begin at `at`, if they are told to do something; a leader who speaks is none."""
    if words.assigners.at(text, at) is not None:
        return None
    listed = read_bodies(text, at, end)
    if listed is None or listed.bodies[0].name.lower() in words.nobody.phrases:
        return None
    if text[listed.span.end : end].strip(" *") == ":":
        return _Told(listed.bodies, None, False, "subject", at)  # what stands behind is told to them
    predicate = predicate_at(text, listed.span.end, end, times)
    if predicate is None or words.strong_praise.at(text, predicate) is not None:
        return None
    return _Told(listed.bodies, predicate, False, "subject", at)


def _assigned_at(text: str, at: int, end: int, words: Words, times: Sequence[Span]) -> _Told | None:
    """The bodies behind a verb of assigning at `at`, or behind one whose subject begins at `at`.

    Bodies before a closing colon are told what stands below; a verb without bodies behind it is told without `lead`.
    """
    after = words.assign.at(text, at)
    if after is not None and (found := _behind_verb(text, after, end, words, times)):
        return found
    leader = words.assigners.at(text, at) is not None
    assigner = _assigner(text, at, end, words)
    if assigner is None:
        return None
    verb = skipped(SEPARATOR, text, skipped(_ALSO, text, assigner, end), end)
    after = (words.led_assign if leader else words.assign).at(text, verb)
    if after is None:
        return None
    further = skipped(SEPARATOR, text, after, end)
    if (again := words.assign.at(text, further)) is not None:
        after = again
    found = _behind_verb(text, after, end, words, times)
    behind = skipped(SEPARATOR, text, after, end)
    demands = text[verb:after].lower().endswith("yêu cầu")
    if found is None and (leader or demands or behind >= end or read_bodies(text, behind, end) is not None):
        return _Told((), end, True, "assigned", at)
    return found


def _assigner(text: str, at: int, end: int, words: Words) -> int | None:
    """Where the person or body that assigns ends: a leader with his name, or any body."""
    listed = read_bodies(text, at, end)
    if listed is not None and len(listed.bodies) == 1:
        return listed.span.end
    return words.assigners.at(text, at)


def _behind_verb(text: str, after: int, end: int, words: Words, times: Sequence[Span]) -> _Told | None:
    at = skipped(SEPARATOR, text, after, end)
    for time in times:
        if time.start <= at < time.end:
            at = skipped(SEPARATOR, text, time.end, end)
            if (verb := words.assign.at(text, at)) is not None:
                at = skipped(SEPARATOR, text, verb, end)
    listed = read_bodies(text, at, end) if text[at : at + 1] not in _QUOTES else None
    if listed is None:
        return None
    if text[listed.span.end : end].strip(" *") == ":":
        return _Told(listed.bodies, None, True, "assigned", after)
    predicate = predicate_at(text, listed.span.end, end, times)
    if predicate is None:  # behind a verb of assigning any word tells what to do that can
        predicate = skipped(SEPARATOR, text, listed.span.end, end)
        if predicate >= end or not text[predicate].islower() or words.idle.at(text, predicate) is not None:
            return None
    return _Told(listed.bodies, predicate, True, "assigned", after)


def _order(text: str, told: _Told, end: int, joined: bool, words: Words, times: Sequence[Span]) -> Order:
    start = told.predicate if told.predicate is not None else end
    bound = False
    while (after := words.modals.at(text, start, end)) is not None and text[start:after].lower() != "chịu trách nhiệm":
        bound = True
        start = skipped(SEPARATOR, text, after, end)
    if words.modals.at(text, start) is not None:
        bound = True
    coordinating, action = beside(text, start, end, times)
    work = without_marks(text, Span(action, max(action, end)))
    return Order(told.lead, coordinating, work, told.assigned, bound, joined, told.rule, told.begins)


def without_marks(text: str, span: Span) -> Span:
    """A piece without the marks, and the marks of footnotes, that close it."""
    end = span.end
    while end > span.start:
        if text[end - 1] in " ;,./…(–-*":
            end -= 1
        elif note := _FOOTNOTE.fullmatch(text, max(span.start, text.rfind("[", end - _LONGEST_FOOTNOTE, end)), end):
            end = note.start()
        else:
            break
    return Span(span.start, end)
