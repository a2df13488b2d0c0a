"""What the gazetteer holds, as frozen values: bodies, provinces, short forms, document kinds, groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CENTRAL_KINDS = frozenset(
    {
        "ministry",
        "ministry-level",
        "government-agency",
        "subordinate",
        "assembly",
        "state",
        "justice",
        "audit",
        "party",
        "front",
        "mass",
        "committee",
        "enterprise",
        "bank",
        "university",
    }
)
LOCAL_KINDS = frozenset({"authority", "department", "vertical", "unit", "local-party"})

WHOLE = "toàn bộ"
"""What `Successor.part` says where a body was taken over undivided."""


@dataclass(frozen=True, slots=True)
class Successor:
    """Who took over what.

    Attributes:
        id: of the body that took it over.
        part: the field of work, in Vietnamese; WHOLE for all of it.
        act: the legal act; several are parted by "; ".
        source: where this is known from.
    """

    id: str
    part: str
    act: str
    source: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body that directives address, central, or local by its form ("Sở Tư pháp", "Ủy ban nhân dân").

    Attributes:
        id: kebab-case ASCII, unique over central and local bodies.
        kind: one of CENTRAL_KINDS or LOCAL_KINDS.
        symbol: as in document numbers ("BTTTT"), or None.
        aliases: other spellings that mean this body alone.
        ambiguous: spellings that may mean this body but also something else.
        offices: titles of its heads that no rule gives.
        levels: of local government on which it exists; empty for a central body.
        until: the first day on which it no longer existed; None while it exists, or where the day was not found.
        successors: who took it over; a body that has some no longer exists.
    """

    id: str
    name: str
    kind: str
    source: str
    symbol: str | None = None
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    until: date | None = None
    successors: tuple[Successor, ...] = ()

    @property
    def lives(self) -> bool:
        """True while the body exists."""
        return self.until is None and not self.successors

    @property
    def bare(self) -> str:
        """The name as it stands in a list behind its common word ("các Bộ: Tài chính, Xây dựng").

        >>> Body("bo-tai-chinh", "Bộ Tài chính", "ministry", "example").bare
        'Tài chính'
        """
        for word in ("Bộ ", "Sở ", "Tập đoàn ", "Tổng công ty "):
            if self.kind in {"ministry", "department", "enterprise"} and self.name.startswith(word):
                return self.name.removeprefix(word)
        return self.name

    @property
    def heads(self) -> tuple[str, ...]:
        """Titles of its heads: those listed, and by rule "Bộ trưởng", "Giám đốc" before each spelling of the name.

        >>> Body("bo-y-te", "Bộ Y tế", "ministry", "example").heads
        ('Bộ trưởng Bộ Y tế', 'Bộ trưởng Y tế')
        >>> Body("so-y-te", "Sở Y tế", "department", "example").heads
        ('Giám đốc Sở Y tế',)
        """
        spellings = (self.name, *self.aliases)
        if self.kind == "ministry":
            full = tuple(f"Bộ trưởng {name}" for name in spellings if name.startswith("Bộ "))
            return (*full, f"Bộ trưởng {self.bare}", *self.offices)
        if self.kind == "department":
            return (*(f"Giám đốc {name}" for name in spellings if name.startswith("Sở ")), *self.offices)
        return self.offices


@dataclass(frozen=True, slots=True)
class FormerProvince:
    """One of the 63 provinces and cities before 1 July 2025."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 34 provinces and cities of today.

    Attributes:
        name: without "tỉnh" or "thành phố".
        status: today's, "tỉnh" or "thành phố".
        act: the act that made it as it is, or that left it as it was.
        parts: those of the former 63 that it took in, itself included.
        since: the day its authorities began to work after the merger; None if it was not merged.
        city_since, city_act: from which day and by which act it is a city, where it was a province before.
    """

    id: str
    name: str
    status: str
    act: str
    parts: tuple[FormerProvince, ...]
    source: str
    aliases: tuple[str, ...] = ()
    since: date | None = None
    city_since: date | None = None
    city_act: str | None = None

    def status_on(self, day: date) -> str:
        """ "tỉnh" or "thành phố", as it was on `day`."""
        return "tỉnh" if self.city_since and day < self.city_since else self.status


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and every usual reading of it; `ambiguous` where there are several."""

    short: str
    expansions: tuple[str, ...]
    source: str
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document.

    Attributes:
        name: in lower case ("chỉ thị").
        assigns: True for kinds that as a rule assign work.
        symbol: as in document numbers ("CT"), or None.
        issued_by: who issues it, in words.
    """

    name: str
    assigns: bool
    source: str
    symbol: str | None = None
    aliases: tuple[str, ...] = ()
    issued_by: str | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A level of local government with the words for its units, today's and former ones."""

    id: str
    name: str
    units: tuple[str, ...]
    source: str
    former_units: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Words that address many bodies at once ("các bộ, ngành, địa phương").

    Attributes:
        covers: kinds of bodies and ids of levels that the words take in; empty where the words do not say.
    """

    id: str
    name: str
    covers: tuple[str, ...]
    source: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Local:
    """Local government: its levels, its bodies by form, and the groups that directives address."""

    levels: tuple[Level, ...]
    bodies: tuple[Body, ...]
    groups: tuple[Group, ...]
