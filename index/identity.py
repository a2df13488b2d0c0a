"""Whom a written name means: the body, group or place behind it, and what that is called today."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from corpus.gazetteer import Body, Province, fold, load_gazetteer
from index.entry import NameToday

_COURTESY = re.compile(r"^(?:các\s+)?đồng\s+chí\s+", re.IGNORECASE)
_QUALIFIER = re.compile(
    r"^(?:có\s+)?liên quan\b|^trên địa bàn\b|^(?:trực )?thuộc\b|^được (?:giao|phân công)\b|^\(|^[-,]"
)
_AFTER_CENTRAL = re.compile(r"^[(,-]|^việt nam$")
_LEVEL = re.compile(
    r"^(?P<level>tỉnh|thành\s+phố|tp\b\.?|xã|phường|đặc\s+khu|huyện|quận|thị\s+xã|cấp\s+\w+)\s*+", re.IGNORECASE
)
_LEVELS = {
    **dict.fromkeys(("tỉnh", "thành phố", "tp", "cấp tỉnh"), "province"),
    **dict.fromkeys(("xã", "phường", "đặc khu", "cấp xã"), "commune"),
}
LONGEST_NAME = 400
"""Characters of a name that are looked at; a longer one names no body."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a name means.

    Attributes:
        name: the name as `fold` leaves it.
        body: the gazetteer's id of the body, "" where it knows none.
        group: the gazetteer's id of the group, "" where it is none.
        place: of a local body: today's province's id, else the place as written and folded; "" where none is named.
        level: "province", "commune" or "".
    """

    name: str
    body: str = ""
    group: str = ""
    place: str = ""
    level: str = ""

    @property
    def known(self) -> bool:
        """True where the gazetteer knows it."""
        return bool(self.body or self.group or self.place)

    def within(self, scope: str) -> Identity:
        """The same, in a document of a province: "Sở Y tế" there is that province's."""
        if not scope or self.place or (self.body and not _body(self.body).levels):
            return self
        return replace(self, place=scope)


@lru_cache(maxsize=65_536)
def identity(written: str) -> Identity:
    """Whom a name means, as a document or a person writes it.

    >>> identity("Bộ trưởng Bộ Y tế").body, identity("UBND tỉnh Hà Giang").place
    ('bo-y-te', 'tuyen-quang')
    """
    full = unicodedata.normalize("NFC", written[:LONGEST_NAME])
    words = _COURTESY.sub("", full).split()
    name = fold(" ".join(words))
    gazetteer = load_gazetteer()
    for head, rest in (*_cuts(words), (full, "")):
        if (group := gazetteer.group(head)) is not None and (not rest or _QUALIFIER.search(rest.lower())):
            return Identity(name, group=group.id)
    body, rest = _leading_body(words)
    if body is not None and (not rest or body.levels):
        level, place = _place(rest)
        return Identity(name, body.id, place=place, level=level)
    if body is not None:
        return Identity(name, body.id)
    found = gazetteer.province(name)
    return Identity(name, place=found.id, level="province") if found is not None else Identity(name)


def _cuts(words: list[str]) -> Iterator[tuple[str, str]]:
    """(first words, the others), the longest first."""
    for n in range(len(words), 0, -1):
        yield " ".join(words[:n]).rstrip(","), " ".join(words[n:])


def _leading_body(words: list[str]) -> tuple[Body | None, str]:
    """The body that a name begins with, and the words behind it; a head's own name is dropped."""
    gazetteer = load_gazetteer()
    for head, rest in _cuts(words):
        if (body := gazetteer.headed_by(head)) is not None:
            return body, rest if body.levels else ""
        if (body := gazetteer.find(head)) is not None:
            if body.levels or not rest or _AFTER_CENTRAL.search(rest.lower()):
                return body, rest if body.levels else ""
            return None, ""
    return None, ""


def _place(rest: str) -> tuple[str, str]:
    """(level, place) of the words behind a local body."""
    match = _LEVEL.match(rest)
    level = _LEVELS.get(fold(match["level"]).strip(". "), "") if match else ""
    bare = rest[match.end() :] if match else rest
    province = load_gazetteer().province(bare) if bare and level != "commune" else None
    if province is not None:
        return "province", province.id
    return level, fold(bare)


def _body(id_: str) -> Body:
    return load_gazetteer().body(id_)


@lru_cache(maxsize=4096)
def scope_of(issuer: str) -> str:
    """The province (today's id) whose body issued a document; "" for a central issuer and the press."""
    who = identity(issuer)
    if who.place:
        return who.place
    words = issuer[:LONGEST_NAME].split()
    for i in range(len(words)):
        if fold(words[i]) in {"tỉnh", "phố"} and (found := load_gazetteer().province(" ".join(words[i + 1 :]))):
            return found.id
    return ""


@lru_cache(maxsize=8192)
def bodies_named(text: str) -> frozenset[str]:
    """The ids of the bodies that running text names."""
    return frozenset(body.id for body in load_gazetteer().bodies_in(text))


@cache
def main_heir(id_: str) -> str:
    """Who does most of a body's work today: the successor that the data names first, to the end of the chain."""
    body = _body(id_)
    return main_heir(body.successors[0].id) if body.successors else id_


@lru_cache(maxsize=65_536)
def name_today(written: str, day: date) -> NameToday | None:
    """Today's name or names of a body that was renamed, divided or merged before `day`; None where it was not.

    >>> name_today("Ủy ban nhân dân tỉnh Hà Giang", date(2026, 1, 1)).names
    ('Ủy ban nhân dân tỉnh Tuyên Quang',)
    """
    gazetteer = load_gazetteer()
    words = _COURTESY.sub("", unicodedata.normalize("NFC", written[:LONGEST_NAME])).split()
    body, rest = _leading_body(words)
    where = rest if body is not None else " ".join(words)
    province = _renamed(where, day)
    heirs = gazetteer.today(body) if body is not None and (body.until is None or body.until <= day) else ()
    if province is None and not heirs:
        return None
    status = "tỉnh" if province is None or (province.city_since and province.city_since > day) else province.status
    place = f"{status} {province.name}" if province is not None else where
    own = " ".join(words)[: len(" ".join(words)) - len(where)].strip()
    names = dict.fromkeys(f"{name} {place}".strip() for name in [_body(h.id).name for h in heirs] or [own])
    acts = [act for heir in heirs for act in heir.act.split("; ")]
    if province is not None:
        acts.append(province.act)
    return NameToday(written, tuple(names), "; ".join(dict.fromkeys(acts)))


def _renamed(where: str, day: date) -> Province | None:
    """Today's province of a former one's name behind "tỉnh" or "thành phố"; None where the name still stands."""
    match = _LEVEL.match(where)
    if match is None or _LEVELS.get(fold(match["level"]).strip(". ")) != "province":
        return None
    bare = where[match.end() :]
    found = load_gazetteer().province(bare) if bare else None
    if found is None or (found.since is not None and found.since > day):
        return None
    return None if fold(bare) in {fold(name) for name in (found.name, *found.aliases)} else found
