"""The bodies and places that a question names, and what part they play in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from assistant.understanding.words import load_question_words
from corpus.gazetteer import fold, load_gazetteer, load_provinces
from corpus.reading import Span
from corpus.tasks.bodies import find_bodies
from corpus.tasks.task import Body
from index.identity import identity

_ASKED = re.compile(r" (?:nào|gì)\b")
_IS_WHO = re.compile(r" là (?:ai|cơ quan|đơn vị|người)\b")
_LEADERS = re.compile(r"(?:các )?(?:đồng chí )?(?:phó )?thủ tướng")
_OF_PLACE = re.compile(r" (?:của|thuộc|trên địa bàn|ở|tại) (?:tỉnh|[Tt]hành phố) .*$")
_WORDS_TOO = ("hòa bình", "hải dương", "thái bình")  # peace, ocean, the Pacific
_NAME = re.compile(r"\s[A-ZĐ][^\W\dA-ZĐ]")
_WHETHER = ("có phải", "có phải là", "có đúng", "có đúng là", "có thật", "có thật là", "phải chăng", "có đúng rằng")
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


def with_capitals(text: str, typed: str) -> str:
    """The text with the names of provinces in capitals, where a person typed no name with one."""
    if _NAME.search(typed):
        return text
    return _small_names().sub(lambda m: _capitals()[fold(m[0])], text)


def with_bodies(text: str, typed: str) -> str:
    """The text with the names of bodies in capitals, where a person types everything small."""
    if _NAME.search(typed):
        return text
    return _small_bodies().sub(lambda m: _spelled()[m[0].lower()], text)


def with_ministries(text: str) -> str:
    """The text with the ministry's name where a person names its field alone: "bên giao thông vận tải"."""
    local = _places().search(text) is not None  # a province's is its department

    def named(match: re.Match[str]) -> str:
        name = _fields()[fold(match["field"])]
        return f"Sở {name.removeprefix('Bộ ')}" if local else name

    return _sides().sub(named, text)


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
        opening = low[: listed.span.start].strip()
        for whole in listed.bodies:
            body = _without_verb(whole)
            asked = _ASKED.match(text, body.span.end) or (not opening and _IS_WHO.match(text, body.span.end))
            if asked or _LEVELS.match(body.name.lower()):
                continue
            known = identity(body.name)
            proper = known.known or body.name[1:] != body.name[1:].lower()
            if known.body in words.givers or _LEADERS.match(body.name.lower()) or not proper:
                continue
            if role is None:
                role = _role(low, listed.span, who=who)
            found.append(Named(_OF_PLACE.sub("", body.name), body.span, role))
    return tuple(found)


def _without_verb(body: Body) -> Body:
    """The body; one of the centre without the one or two words behind its name that are none of it.

    A question says in everyday words what it was told to do: "Bộ Y tế đòi các bệnh viện ...".
    """
    if identity(body.name).known:
        return body
    words = body.name.split(" ")
    for behind in (1, 2):
        name, rest = " ".join(words[:-behind]), " ".join(words[-behind:])
        known = identity(name).body
        if known and not load_gazetteer().body(known).levels and rest == rest.lower():
            return replace(body, name=name, span=Span(body.span.start, body.span.end - len(rest) - 1))
    return body


def authorities_of(text: str, places: Sequence[Place]) -> tuple[Named, ...]:
    """The people's committee of a province that "must" do something: "Thanh Hóa phải làm gì?"."""
    must = load_question_words().must
    opening = [place for place in places if not text[: place.span.start].strip()]
    named = [place for place in opening if must.match(text.lower(), place.span.end)]
    return tuple(Named(f"Ủy ban nhân dân {_with_status(place)}", place.span, Role.CHARGED) for place in named)


def _with_status(place: Place) -> str:
    province = load_gazetteer().province(place.name)
    return f"{province.status} {province.name}" if province is not None else place.name


def gives(text: str, body: Named) -> bool:
    """True for a body that gives the work asked about: it says who asks, not what is asked."""
    return load_question_words().gives.match(text.lower(), body.span.end) is not None


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
    if before.rstrip().endswith(_WHETHER):
        return Role.CHARGED
    if words.must.match(low, span.end) or (opens and words.acts.match(low, span.end)):
        return Role.CHARGED
    return Role.CHARGED if not low[: span.start].strip() else Role.BESIDE


@cache
def _spelled() -> dict[str, str]:
    """Small letters -> the name of a body of two words or more."""
    return {body.name.lower(): body.name for body in load_gazetteer().bodies if " " in body.name}


@cache
def _small_bodies() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_spelled(), key=len)[::-1]))
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)


@cache
def _fields() -> dict[str, str]:
    """Field -> the name of its ministry."""
    names = [body.name for body in load_gazetteer().bodies if body.name.startswith("Bộ ")]
    return {fold(name.removeprefix("Bộ ")): name for name in names}


@cache
def _sides() -> re.Pattern[str]:
    fields = "|".join(map(re.escape, sorted((name.removeprefix("Bộ ") for name in _fields().values()), key=len)[::-1]))
    return re.compile(rf"(?<!\w)(?:bên|phía) (?:bộ )?(?P<field>{fields})(?!\w)", re.IGNORECASE)


@cache
def _places() -> re.Pattern[str]:
    names = {name for p in load_provinces() for name in (p.name, *p.aliases, *(f.name for f in p.parts))}
    told = "|".join(map(re.escape, sorted(names, key=len)[::-1]))
    return re.compile(rf"(?<!\w)(?<!Thái )(?:{_STATUS})?(?P<name>{told})(?!\w| Dương)")  # not the Pacific


@cache
def _capitals() -> dict[str, str]:
    names = {name for p in load_provinces() for name in (p.name, *(f.name for f in p.parts))}
    return {fold(name): name for name in names}


@cache
def _small_names() -> re.Pattern[str]:
    small = sorted((name.lower() for name in _capitals().values()), key=len)[::-1]
    words = "|".join(map(re.escape, _WORDS_TOO))
    return re.compile(rf"(?<!\w)(?:(?!(?:{words})(?!\w))|(?<=tỉnh ))(?:{'|'.join(map(re.escape, small))})(?!\w)")
