"""Whether a written name means the body that a person asks for, by whatever name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from corpus.gazetteer import fold, load_gazetteer
from index.identity import Identity, identity, main_heir
from index.tokens import unmarked

_WORD = re.compile(r"[\w&]+")
_AUTHORITY = "uy-ban-nhan-dan"  # the body that a level of local government acts by


class Assignee:
    """A body that is asked for, by whatever name; tells which written names mean it."""

    def __init__(self, asked: str) -> None:
        self._who = identity(asked)
        self._plain = unmarked(asked) == unicodedata.normalize("NFC", asked).lower()
        self._words = _bounded(unmarked(asked) if self._plain else asked)
        ids = {self._who.body} if self._who.body else {body.id for body in load_gazetteer().candidates(asked)}
        if not ids and not self._who.known and self._plain:
            ids = set(_plain_names().get(unmarked(fold(asked)), ()))
        self._ids = frozenset(ids | {former for id_ in ids for former in _formers(id_)})
        self._heirs = tuple(
            (main_heir(id_), load_gazetteer().body(id_).until) for id_ in ids if not load_gazetteer().body(id_).lives
        )

    def matches(self, written: str, scope: str = "", issued: str | None = None) -> bool:
        """True where a name in a document means the body asked for.

        That is by any of its names, by its head, and by the name of a body that it took over (the bulk of whose work
        went there). Asked for a former body, it finds what its heir was given since.

        Args:
            scope: the province whose document it is.
            issued: the document's date.
        """
        who = identity(written).within(scope)
        if self._ids:
            heir = any(
                who.body == id_ and until and issued and issued >= until.isoformat() for id_, until in self._heirs
            )
            return (who.body in self._ids or heir) and self._same_place(who)
        if self._who.group and who.group == self._who.group:
            return True
        if self._who.place:
            return who.place == self._who.place
        return self._words in _bounded(unmarked(written) if self._plain else written)

    def matches_anywhere(self, written: str) -> bool | None:
        """What `matches` says of a name in whatever document; None where that depends on the document."""
        who = identity(written)
        local = not who.place and (not who.body or bool(load_gazetteer().body(who.body).levels))
        if self._ids:
            if who.body in self._ids:
                return None if local and self._who.place else self._same_place(who)
            return None if any(who.body == id_ for id_, _ in self._heirs) else False
        if self._who.group and who.group == self._who.group:
            return True
        return None if local and self._who.place else self.matches(written)

    def covered_by(self, written: str, scope: str = "") -> bool:
        """True where the name is a group's ("các bộ, ngành, địa phương") that the body asked for belongs to."""
        group = _groups().get(identity(written).group)
        if group is None or (scope and self._who.place and scope != self._who.place):
            return False
        asked = {load_gazetteer().body(id_).kind for id_ in self._ids}
        if not self._ids or _AUTHORITY in self._ids:
            asked.add(self._who.level)
        return bool(group & asked)

    def _same_place(self, who: Identity) -> bool:
        if self._who.level and who.level and self._who.level != who.level:
            return False
        return not self._who.place or self._who.place == who.place


@cache
def _groups() -> dict[str, frozenset[str]]:
    return {group.id: frozenset(group.covers) for group in load_gazetteer().local.groups}


@cache
def _formers(id_: str) -> tuple[str, ...]:
    """The former bodies whose work, or most of it, this one does."""
    return tuple(body.id for body in load_gazetteer().bodies if body.successors and id_ in _line(body.id))


def _line(id_: str) -> tuple[str, ...]:
    """The chain of main successors of a body, itself left out."""
    body = load_gazetteer().body(id_)
    return (body.successors[0].id, *_line(body.successors[0].id)) if body.successors else ()


@cache
def _plain_names() -> dict[str, list[str]]:
    """Spelling without diacritics -> the bodies that it may mean."""
    found: dict[str, list[str]] = {}
    for body in load_gazetteer().bodies:
        for name in (body.name, *body.aliases, *body.heads):
            found.setdefault(unmarked(fold(name)), []).append(body.id)
    return found


def _bounded(text: str) -> str:
    return f" {' '.join(_WORD.findall(fold(text)))} "
