"""Finding in the gazetteer what a text or a question names, and who does a former body's work today."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeVar

from corpus.errors import ChidaoError
from corpus.gazetteer.load import load_abbreviations, load_bodies, load_kinds, load_local, load_provinces
from corpus.gazetteer.values import (
    WHOLE,
    Abbreviation,
    Body,
    DocumentKind,
    Group,
    Local,
    Province,
    Successor,
)
from corpus.vietnamese import unify_tone_placement

_DASH = re.compile(r"\s*[-‐‑‒–—―−]\s*")
_AMPERSAND = re.compile(r"\s*&\s*")
_STATUS = re.compile(r"^(?:tỉnh\s+|thành\s+phố\s+|tp\W*)")
_GROUP_FILLER = re.compile(r"^các\s+|[,/]|\bvà\b")
_CITIES = re.compile(r"\b(?:tp|t\.p)\b\.?")
_ALL_PROVINCES = re.compile(r"(?<=\bubnd )các tỉnh\Z|(?<=\bủy ban nhân dân )các tỉnh\Z")
"""Said of all provinces; without "các" it would be that of one."""
_WORD = re.compile(r"\w+")
_TERM = re.compile(r"\d+$")

_Named = TypeVar("_Named", Body, Province, Group)


def fold(name: str) -> str:
    """A spelling as it is compared: NFC, lower case, tone marks placed one way, dashes and white space made one.

    >>> fold("Uỷ ban  nhân dân"), fold("Lao động–Thương binh"), fold("Bộ KH & CN")
    ('ủy ban nhân dân', 'lao động-thương binh', 'bộ kh&cn')
    """
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).lower())
    text = _AMPERSAND.sub("&", _DASH.sub("-", " ".join(text.split())))
    return unify_tone_placement(text)


def _own_names(body: Body) -> tuple[str, ...]:
    """The spellings that mean this body alone: name, aliases and symbol, less those marked ambiguous."""
    shared = {fold(name) for name in body.ambiguous}
    names = (body.name, *body.aliases, *((body.symbol,) if body.symbol else ()))
    return tuple(name for name in names if fold(name) not in shared)


def _place(name: str) -> str:
    """The spelling of a province as it is compared: folded, without its status."""
    return _STATUS.sub("", fold(name))


def _places(province: Province) -> tuple[str, ...]:
    former = (name for part in province.parts for name in (part.name, *part.aliases))
    return (province.name, *province.aliases, *former)


def _group(name: str) -> str:
    words = _ALL_PROVINCES.sub("các tỉnh, thành phố", fold(name))
    return " ".join(_GROUP_FILLER.sub(" ", _CITIES.sub("thành phố", words)).split())


def _joined(first: Successor, last: Successor) -> Successor:
    """Two links of a chain as one: to the last body, for the narrower part, by both acts."""
    parts = [part for part in (first.part, last.part) if part != WHOLE]
    part = f"{parts[0]} ({parts[1]})" if len(parts) > 1 else "".join(parts) or WHOLE
    return Successor(last.id, part, f"{first.act}; {last.act}", f"{first.source}; {last.source}")


def _index(what: str, spellings: Iterable[tuple[str, _Named]], folded: Callable[[str], str]) -> dict[str, _Named]:
    """Folded spelling -> its owner. Raises ChidaoError if two have the same one."""
    found: dict[str, _Named] = {}
    for spelling, owner in spellings:
        other = found.setdefault(folded(spelling), owner)
        if other.id != owner.id:
            raise ChidaoError(
                f"The {what} {spelling!r} belongs to {other.id} and to {owner.id}. "
                "Take it from one, or list it under ambiguous in both."
            )
    return found


class Gazetteer:
    """All that the data files hold, found by name.

    Names are compared as `fold` leaves them, diacritics included.

    Raises:
        ChidaoError: when made, if a name belongs to two bodies without being marked ambiguous, a successor does
            not exist, or a chain of successors leads back to its start.
    """

    def __init__(
        self,
        bodies: tuple[Body, ...],
        provinces: tuple[Province, ...],
        abbreviations: tuple[Abbreviation, ...],
        kinds: tuple[DocumentKind, ...],
        local: Local,
    ) -> None:
        self.bodies = bodies + local.bodies
        self.provinces, self.abbreviations, self.kinds, self.local = provinces, abbreviations, kinds, local
        self._by_id = {body.id: body for body in self.bodies}
        self._by_name = _index("body", ((name, body) for body in self.bodies for name in _own_names(body)), fold)
        self._candidates: dict[str, list[Body]] = {}
        for body in self.bodies:
            for spelling in {fold(name) for name in (*_own_names(body), *body.ambiguous)}:
                self._candidates.setdefault(spelling, []).append(body)
        # names by the two words that they begin with, as fifty begin with "Bộ"; the longest first, one word last
        self._by_start: dict[tuple[str, str], list[tuple[tuple[str, ...], Body]]] = {}
        self._of_one_word: dict[str, list[tuple[tuple[str, ...], Body]]] = {}
        for spelling, body in sorted(self._by_name.items(), key=lambda named: -len(_WORD.findall(named[0]))):
            parts = tuple(_WORD.findall(spelling))
            if len(parts) > 1:
                self._by_start.setdefault((parts[0], parts[1]), []).append((parts, body))
            else:
                self._of_one_word.setdefault(parts[0], []).append((parts, body))
        self._by_head = _index("head of", ((title, body) for body in self.bodies for title in body.heads), fold)
        self._provinces = _index("province", ((name, each) for each in provinces for name in _places(each)), _place)
        self._groups = _index("group", ((n, each) for each in local.groups for n in (each.name, *each.aliases)), _group)
        self._kinds: dict[str, DocumentKind] = {}
        symbols = [(kind.symbol, kind) for kind in kinds if kind.symbol]
        names = [(kind.name, kind) for kind in kinds]
        aliases = [(alias, kind) for kind in kinds for alias in kind.aliases]
        for spelling, kind in symbols + names + aliases:
            self._kinds.setdefault(fold(spelling), kind)
        self._readings: dict[str, list[str]] = {}
        of_kinds = [(symbol, kind.name) for symbol, kind in symbols]
        of_words = [(each.short, reading) for each in abbreviations for reading in each.expansions]
        for short, reading in of_kinds + of_words:
            self._readings.setdefault(fold(short), []).append(reading)
        for body in self.bodies:
            self._check_chain(body, ())

    def body(self, id: str) -> Body:  # noqa: A002
        """The body of an id. Raises ChidaoError if there is none."""
        if id not in self._by_id:
            raise ChidaoError(f"The gazetteer has no body {id!r}. Its ids stand in bodies.toml and local.toml.")
        return self._by_id[id]

    def find(self, name: str) -> Body | None:
        """The body that a name, alias or symbol means; None if unknown, or if it may mean something else too."""
        return self._by_name.get(fold(name))

    def bodies_in(self, text: str) -> tuple[Body, ...]:
        """The bodies that running text names, in its order, each once.

        Where names overlap the longest that begins first is read. A name of one word needs a capital, or it is a
        common word.

        >>> [body.name for body in load_gazetteer().bodies_in("Bộ Y tế, BCA phối hợp")]
        ['Bộ Y tế', 'Bộ Công an']
        """
        written = _WORD.findall(unicodedata.normalize("NFC", text))
        words = _WORD.findall(fold(" ".join(written)))
        found: dict[str, Body] = {}
        behind = 0  # the name read last
        for at, two in enumerate(zip(words, (*words[1:], ""), strict=False)):
            if at < behind or (two not in self._by_start and two[0] not in self._of_one_word):
                continue
            for name, body in (*self._by_start.get(two, ()), *self._of_one_word.get(two[0], ())):
                if tuple(words[at : at + len(name)]) == name and (len(name) > 1 or not written[at].islower()):
                    found[body.id] = body
                    behind = at + len(name)
                    break
        return tuple(found.values())

    def candidates(self, name: str) -> tuple[Body, ...]:
        """Every body that `name` may mean, the ambiguous ones included."""
        return tuple(self._candidates.get(fold(name), ()))

    def of_symbol(self, symbol: str) -> tuple[Body, ...]:
        """The bodies with this symbol in document numbers, living ones first; a term behind it is dropped (QH15)."""
        wanted = {fold(symbol), fold(_TERM.sub("", symbol))}
        found = [body for body in self.bodies if body.symbol and fold(body.symbol) in wanted]
        return tuple(sorted(found, key=lambda body: not body.lives))

    def headed_by(self, title: str) -> Body | None:
        """The body whose head has this title ("Thống đốc Ngân hàng Nhà nước"), else None."""
        return self._by_head.get(fold(title))

    def today(self, body: Body) -> tuple[Successor, ...]:
        """Who does a former body's work now: bodies that exist, each with its part; empty if `body` itself exists.

        Chains are followed to their end. A part that was divided once more names both ("báo chí (in)").
        """
        if body.lives:
            return ()
        found: list[Successor] = []
        for link in body.successors:
            further = self.today(self.body(link.id))
            found.extend(_joined(link, last) for last in further)
            if not further:
                found.append(link)
        return tuple(found)

    def province(self, name: str) -> Province | None:
        """Today's province or city of a name, with or without its status; former names lead to today's."""
        return self._provinces.get(_place(name))

    def group(self, name: str) -> Group | None:
        """The group that such words address; "các", commas, strokes and "và" make no difference."""
        return self._groups.get(_group(name))

    def kind(self, name: str) -> DocumentKind | None:
        """The document kind of a symbol, name or alias, else None."""
        return self._kinds.get(fold(name))

    def expansions(self, short: str) -> tuple[str, ...]:
        """What a short form may stand for: document kinds, then common words, then bodies; empty if unknown."""
        wanted = fold(short)
        bodies = [body.name for body in self.candidates(short) if fold(body.name) != wanted]
        unique: dict[str, str] = {}
        for reading in self._readings.get(wanted, []) + bodies:
            unique.setdefault(fold(reading), reading)
        return tuple(unique.values())

    def _check_chain(self, body: Body, before: tuple[str, ...]) -> None:
        if body.id in before:
            raise ChidaoError(f"The successors {' -> '.join((*before, body.id))} lead in a ring. Break it in the data.")
        for link in body.successors:
            if link.id not in self._by_id:
                raise ChidaoError(f"{body.id} names the successor {link.id!r}, which no entry has. Mend the id.")
            self._check_chain(self._by_id[link.id], (*before, body.id))


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of the shipped data files."""
    return Gazetteer(load_bodies(), load_provinces(), load_abbreviations(), load_kinds(), load_local())
