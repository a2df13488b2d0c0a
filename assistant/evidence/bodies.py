"""How far a piece of evidence is that of the body and the place that a question names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.limits import CONSULTED, COVERED, MENTIONED
from assistant.understanding import Named, Place
from assistant.understanding.names import places_in
from corpus.gazetteer import load_gazetteer, load_provinces
from index.assignee import Assignee
from index.identity import bodies_named, identity, scope_of
from index.record import Record
from index.store import StoredDocument
from index.task_index import Part, TaskIndex
from index.tokens import syllables

_SHARES = np.zeros(len(Part))
_SHARES[[Part.CHARGED, Part.COVERED, Part.CONSULTED]] = 1.0, COVERED, CONSULTED


class AskedBodies:
    """The bodies that a question asks about."""

    def __init__(self, bodies: Sequence[Named], places: Sequence[Place] = ()) -> None:
        self.names = [body.name for body in bodies]
        self._asked = [Assignee(name) for name in self.names]
        ids = [i for name in self.names if (i := identity(name).body)]
        self._over_time = frozenset().union(*map(_over_time, ids))
        self._words = [_padded(name) for name in self.names]
        self._places = {p.id for p in places} | {
            p for name in self.names if (p := identity(name).place) in _provinces()
        }

    def in_task(self, record: Record) -> float:
        """How far a task is theirs: in charge, as a member of the group in charge, or to be consulted."""
        if not self._asked:
            return 1.0
        return self.among(record.document, record.lead, record.coordinating)

    def among(self, document: StoredDocument, lead: Sequence[str], coordinating: Sequence[str]) -> float:
        """The same of the bodies that a document names, in charge and to be consulted."""
        if not self._asked:
            return 1.0
        scope, day = scope_of(document.facts.issuer), document.facts.date
        if any(asked.matches(name, scope, day) for asked in self._asked for name in lead):
            return 1.0
        if any(asked.covered_by(name, scope) for asked in self._asked for name in lead):
            return COVERED
        if any(asked.matches(name, scope, day) for asked in self._asked for name in coordinating):
            return CONSULTED
        return 0.0

    def in_tasks(self, tasks: TaskIndex) -> NDArray[np.float64]:
        """(tasks,): `in_task` of each."""
        if not self._asked:
            return np.ones(len(tasks.records))
        of = np.maximum.reduce([tasks.of_body(name) for name in self.names])
        return _SHARES[of]

    def in_text(self, sentence: str, headings: str, around: str) -> float:
        """How far a sentence is theirs: named in it or above it, or in the passage around."""
        if not self._asked:
            return 1.0
        if self._named(sentence) or self._named(headings):
            return 1.0
        return MENTIONED if self._named(around) else 0.0

    def here(self, document: StoredDocument, words: str = "", lead: Sequence[str] = ()) -> bool:
        """False where another province is spoken of: by its own document, by its name in the title, or as the body.

        Where a document does not say whose it is, what it tells the departments and communes of a province is that
        province's, whichever it may be.

        Args:
            words: of the piece; one that names the asked place is of it.
            lead: the bodies in charge.
        """
        if not self._places:
            return True
        facts = document.facts
        if scope := scope_of(facts.issuer):
            return scope in self._places
        led = {place for name in lead if (place := identity(name).place) in _provinces()}
        if led:
            return not led.isdisjoint(self._places)
        titled = _places_titled(facts.name)
        if not titled.isdisjoint(self._places):
            return True
        if not titled and (facts.issuer or not any(map(_of_one_province, lead))):
            return True
        return not self._places.isdisjoint({place.id for place in places_in(words, ())})

    def here_in(self, tasks: TaskIndex) -> NDArray[np.bool_]:
        """(tasks,): `here` of each."""
        if not self._places:
            return np.ones(len(tasks.records), dtype=np.bool_)
        found = tasks.of_documents(lambda document: scope_of(document.facts.issuer) in self._places)
        for row in np.flatnonzero(tasks.of_documents(lambda document: not scope_of(document.facts.issuer))).tolist():
            record = tasks.records[row]
            found[row] = self.here(record.document, record.row.quote, tasks.lead[row])
        return found

    def spoken_of(self, document: StoredDocument, words: str) -> bool:
        """True where no place is asked about, or a piece, its document's title or issuer names it.

        A figure of the whole country, or of another province, is not its own.
        """
        if not self._places:
            return True
        facts = document.facts
        told = {scope_of(facts.issuer)} | _places_titled(facts.name) | {place.id for place in places_in(words, ())}
        return not self._places.isdisjoint(told)

    def _named(self, text: str) -> bool:
        if self._over_time & bodies_named(text):
            return True
        said = _padded(text)
        return any(words in said for words in self._words)


@lru_cache(maxsize=4096)
def _places_titled(title: str) -> frozenset[str]:
    """The provinces that a title names; one in capitals names them as any other."""
    small = " ".join(word.capitalize() if word.isupper() and len(word) > 1 else word for word in title.split())
    return frozenset(place.id for text in {title, small} for place in places_in(text, ()))


@cache
def _of_one_province(name: str) -> bool:
    """True for a group whose members are all within one province: "các sở, ban, ngành", "UBND các xã, phường"."""
    covers = _covers().get(identity(name).group, frozenset())
    return bool(covers) and covers <= {"department", "commune", "district"}


@cache
def _covers() -> dict[str, frozenset[str]]:
    return {group.id: frozenset(group.covers) for group in load_gazetteer().local.groups}


@cache
def _provinces() -> frozenset[str]:
    return frozenset(province.id for province in load_provinces())


@cache
def _over_time(id_: str) -> frozenset[str]:
    """The ids of a body, of those that took it over, and of those that it took over."""
    gazetteer = load_gazetteer()
    after = {body.id for body in gazetteer.today(gazetteer.body(id_))}
    before = {body.id for body in gazetteer.bodies if any(s.id == id_ for s in body.successors)}
    return frozenset({id_} | after | before)


@lru_cache(maxsize=8192)
def _padded(text: str) -> str:
    """The syllables of a text, each between spaces."""
    return f" {' '.join(syllables(text))} "
