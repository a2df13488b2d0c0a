"""The bodies and places that a question names, and what part they play in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from assistant.understanding.words import load_question_words
from corpus.gazetteer import fold, load_gazetteer, load_provinces
from corpus.reading import Span
from corpus.tasks.bodies import find_bodies
from index.identity import identity

_ASKED = re.compile(r" (?:nào|gì|là (?:ai|cơ quan|đơn vị|gì|người))\b")
_LEADERS = re.compile(r"(?:các )?(?:đồng chí )?(?:phó )?thủ tướng")
_OF_PLACE = re.compile(r" (?:của|thuộc|trên địa bàn|ở|tại) (?:tỉnh|[Tt]hành phố) .*$")
_STATUS = r"(?:tỉnh|thành phố|tp\.?|Tỉnh|Thành phố|TP\.?) "
_LEVELS = re.compile(r"^(?:các |những |toàn bộ )?(?:cơ quan|đơn vị|văn bản|tổ chức|cá nhân|ban|sở|bộ|ngành|tỉnh)$")


class Role(StrEnum):
    """The part of a body in a question."""

    CHARGED = "charged"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Named:
    """A body that a question names: as written, where, and its part."""

    name: str
    span: Span
    role: Role


@dataclass(frozen=True, slots=True)
class Place:
    """A province that a question names: today's id, and where it stands."""

    id: str
    name: str
    span: Span


def with_capitals(text: str) -> str:
    """The text with the names of provinces in capitals, where a person typed them small."""
    return _small_names().sub(lambda m: _capitals()[fold(m[0])], text)


def bodies_in(text: str, *, who: bool = False) -> tuple[Named, ...]:
    """The bodies of a question, in order; those that it asks for ("sở nào") and those that give work are left out.

    Args:
        who: the question asks for a body: what it names is beside that, unless it comes first or must do something.
    """
    words = load_question_words()
    low = text.lower()
    found: list[Named] = []
    for listed in find_bodies(text):
        role = None
        for body in listed.bodies:
            if _ASKED.match(text, body.span.end) or _LEVELS.match(body.name.lower()):
                continue
            known = identity(body.name)
            proper = known.known or body.name[1:] != body.name[1:].lower()
            if known.body in words.givers or _LEADERS.match(body.name.lower()) or not proper:
                continue
            if role is None:
                role = _role(low, listed.span, who=who)
            found.append(Named(_OF_PLACE.sub("", body.name), body.span, role))
    return tuple(found)


def is_place(name: str) -> bool:
    """True for a province that is named as such, not as a body of it."""
    known = identity(name)
    return bool(known.place) and not known.body


def places_in(text: str, bodies: Sequence[Named]) -> tuple[Place, ...]:
    """The provinces of a question that stand by themselves, not in the name of a body."""
    found = []
    for match in _places().finditer(text):
        province = load_gazetteer().province(match["name"])
        inside = any(b.span.start <= match.start() and match.end() <= b.span.end for b in bodies)
        if province is not None and not inside:
            found.append(Place(province.id, match[0], Span(match.start(), match.end())))
    return tuple(found)


def _role(low: str, span: Span, *, who: bool) -> Role:
    """The part that a list of bodies plays: in charge where it opens a clause, is told something, or must do it."""
    words = load_question_words()
    before = low[max(0, span.start - 40) : span.start]
    if words.gives.match(low, span.end):
        return Role.BESIDE
    charged, beside = words.charged.search(before), words.beside.search(before)
    if beside is not None and (charged is None or who or len(beside[0]) > len(charged[0])):
        return Role.BESIDE
    if charged is not None and not who:
        return Role.CHARGED
    opens = not before.strip() or before.rstrip().endswith((",", ":", ";"))
    if words.must.match(low, span.end) or (opens and words.acts.match(low, span.end)):
        return Role.CHARGED
    return Role.CHARGED if not low[: span.start].strip() else Role.BESIDE


@cache
def _places() -> re.Pattern[str]:
    names = {name for p in load_provinces() for name in (p.name, *p.aliases, *(f.name for f in p.parts))}
    return re.compile(rf"(?<!\w)(?:{_STATUS})?(?P<name>{'|'.join(map(re.escape, sorted(names, key=len)[::-1]))})(?!\w)")


@cache
def _capitals() -> dict[str, str]:
    names = {name for p in load_provinces() for name in (p.name, *(f.name for f in p.parts))}
    return {fold(name): name for name in names}


@cache
def _small_names() -> re.Pattern[str]:
    small = sorted((name.lower() for name in _capitals().values()), key=len)[::-1]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, small))})(?!\w)")
