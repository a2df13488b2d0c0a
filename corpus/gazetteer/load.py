"""The gazetteer's TOML files read into checked values; a fault in the data is named by file and entry."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Protocol, TypeVar

from corpus.errors import ChidaoError
from corpus.gazetteer.entry import Entry, made, tables
from corpus.gazetteer.values import (
    CENTRAL_KINDS,
    LOCAL_KINDS,
    Abbreviation,
    Body,
    DocumentKind,
    FormerProvince,
    Group,
    Level,
    Local,
    Province,
    Successor,
)


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_Identified = TypeVar("_Identified", bound=_HasId)


def _unique(values: tuple[_Identified, ...], file: str) -> tuple[_Identified, ...]:
    seen: set[str] = set()
    for value in values:
        if value.id in seen:
            raise ChidaoError(f"{file}: two entries have the id {value.id!r}. Give one of them another id.")
        seen.add(value.id)
    return values


def _successor(entry: Entry) -> Successor:
    return Successor(entry.text("id"), entry.text("part"), entry.text("act"), entry.text("source"))


def _body(entry: Entry, kinds: frozenset[str], levels: Iterable[str]) -> Body:
    body = Body(
        id=entry.text("id"),
        name=entry.text("name"),
        kind=entry.choice("kind", kinds),
        source=entry.text("source"),
        symbol=entry.text_or_none("symbol"),
        aliases=entry.texts("aliases"),
        ambiguous=entry.texts("ambiguous"),
        offices=entry.texts("offices"),
        levels=entry.choices("levels", levels),
        until=entry.day("until"),
        successors=made(entry.entries("successors"), _successor),
    )
    if body.until and not body.successors:
        raise entry.refuse("it has ended, but names no successor")
    return body


def _former(entry: Entry) -> FormerProvince:
    return FormerProvince(entry.text("name"), entry.texts("aliases"))


def _province(entry: Entry) -> Province:
    return Province(
        id=entry.text("id"),
        name=entry.text("name"),
        status=entry.choice("status", ("tỉnh", "thành phố")),
        act=entry.text("act"),
        parts=made(entry.entries("parts"), _former),
        source=entry.text("source"),
        aliases=entry.texts("aliases"),
        since=entry.day("since"),
        city_since=entry.day("city_since"),
        city_act=entry.text_or_none("city_act"),
    )


def _abbreviation(entry: Entry) -> Abbreviation:
    found = Abbreviation(
        entry.text("short"), entry.texts("expansions"), entry.text("source"), entry.flag("ambiguous", False)
    )
    if found.ambiguous != (len(found.expansions) > 1):
        raise entry.refuse(f"ambiguous is {found.ambiguous}, but it has {len(found.expansions)} expansions")
    return found


def _kind(entry: Entry) -> DocumentKind:
    return DocumentKind(
        name=entry.text("name"),
        assigns=entry.flag("assigns"),
        source=entry.text("source"),
        symbol=entry.text_or_none("symbol"),
        aliases=entry.texts("aliases"),
        issued_by=entry.text_or_none("issued_by"),
    )


def _level(entry: Entry) -> Level:
    return Level(
        id=entry.text("id"),
        name=entry.text("name"),
        units=entry.texts("units"),
        source=entry.text("source"),
        former_units=entry.texts("former_units"),
        until=entry.day("until"),
    )


def read_bodies(text: str, file: str = "bodies.toml") -> tuple[Body, ...]:
    """The central bodies of a TOML text. Raises ChidaoError that names `file` and the entry."""
    entries = tables(text, file, "body")
    return _unique(made(entries["body"], lambda entry: _body(entry, CENTRAL_KINDS, ())), file)


def read_provinces(text: str, file: str = "provinces.toml") -> tuple[Province, ...]:
    """The provinces of a TOML text. Raises ChidaoError that names `file` and the entry."""
    return _unique(made(tables(text, file, "province")["province"], _province), file)


def read_abbreviations(text: str, file: str = "abbreviations.toml") -> tuple[Abbreviation, ...]:
    """The short forms of a TOML text. Raises ChidaoError that names `file` and the entry."""
    return made(tables(text, file, "abbreviation")["abbreviation"], _abbreviation)


def read_kinds(text: str, file: str = "kinds.toml") -> tuple[DocumentKind, ...]:
    """The document kinds of a TOML text. Raises ChidaoError that names `file` and the entry."""
    return made(tables(text, file, "kind")["kind"], _kind)


def read_local(text: str, file: str = "local.toml") -> Local:
    """Local government of a TOML text. Raises ChidaoError that names `file` and the entry."""
    entries = tables(text, file, "level", "body", "group")
    levels = _unique(made(entries["level"], _level), file)
    on = [level.id for level in levels]
    covered = CENTRAL_KINDS | LOCAL_KINDS | set(on)

    def group(entry: Entry) -> Group:
        return Group(
            id=entry.text("id"),
            name=entry.text("name"),
            covers=entry.choices("covers", covered),
            source=entry.text("source"),
            aliases=entry.texts("aliases"),
        )

    bodies = made(entries["body"], lambda entry: _body(entry, LOCAL_KINDS, on))
    return Local(levels, _unique(bodies, file), _unique(made(entries["group"], group), file))


def _text(file: str) -> str:
    return files("corpus.gazetteer").joinpath(file).read_text(encoding="utf-8")


@cache
def load_bodies() -> tuple[Body, ...]:
    """The central bodies, today's and former ones (bodies.toml)."""
    return read_bodies(_text("bodies.toml"))


@cache
def load_provinces() -> tuple[Province, ...]:
    """The 34 provinces and cities of today with the former 63 in them (provinces.toml)."""
    return read_provinces(_text("provinces.toml"))


@cache
def load_abbreviations() -> tuple[Abbreviation, ...]:
    """Short forms that are neither a body's nor a document kind's (abbreviations.toml)."""
    return read_abbreviations(_text("abbreviations.toml"))


@cache
def load_kinds() -> tuple[DocumentKind, ...]:
    """The kinds of documents (kinds.toml)."""
    return read_kinds(_text("kinds.toml"))


@cache
def load_local() -> Local:
    """Levels, local bodies by form, and groups (local.toml)."""
    return read_local(_text("local.toml"))
