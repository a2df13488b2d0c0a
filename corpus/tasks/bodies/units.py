"""One entry of a list of bodies: an institution, an office, a group, a place, or names behind a kind named once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.tasks.bodies.groups import group_at
from corpus.tasks.bodies.lexicon import Form, load_body_lexicon
from corpus.tasks.bodies.names import institution_end, name_end
from corpus.tasks.bodies.places import among_them_end, begins_body, levels_end, lookalike, separator_end, territory_end
from corpus.tasks.bodies.syllables import Syllables

LONGEST_BRACKET = 60
"""A bracket behind a body has at most so many syllables and marks."""
LONGEST_NAMED_BRACKET = 14
"""A bracket up to this length belongs to the name of a group."""
LONGEST_PERSON = 5


@dataclass(frozen=True, slots=True)
class Member:
    """A name behind a kind named once: `kind` stands before it in its name for the eye."""

    kind: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """One entry of a list, between syllables of the text.

    Attributes:
        first, end: its words, half-open.
        whole: where what belongs to it ends, with an apposition, a long bracket or places singled out that are no part
            of its name.
        kind: "institution", "person", "group", "office" (the heads of a group, or one whose body is not named),
            "place", or "members" (names behind a kind named once).
        of: the class of a group, the title of an office, the institution word of members.
        plural: True where "các" stands before it.
        closed: True for a group that words such as "liên quan" have closed.
        bare: True for an office without the body that it heads.
        sure: False for a single word such as "doanh nghiệp", which may also be an object.
        members: the names, where a kind is named once.
    """

    first: int
    end: int
    whole: int
    kind: str
    of: str = ""
    plural: bool = False
    closed: bool = False
    bare: bool = False
    sure: bool = True
    members: tuple[Member, ...] = ()


def unit_at(s: Syllables, at: int, end: int) -> Unit | None:
    """The entry that begins at the syllable `at`, before `end`; None where none begins."""
    lexicon = load_body_lexicon()
    if at >= end or not s.word(at):
        return None
    addressed = lexicon.address.end(s, at, end)
    if addressed > at:
        if addressed < end and s.plain[addressed] == ":":
            addressed += 1
        found = _person(s, addressed, end) or _entry(s, addressed, end)
        if found is None or found.kind == "place":
            return None
        first = at if found.kind in ("office", "group") else found.first
        return _with_rest(s, replace(found, first=first, sure=True), end)
    found = _entry(s, at, end)
    return _with_rest(s, found, end) if found else None


def _entry(s: Syllables, at: int, end: int) -> Unit | None:
    if at >= end:
        return None
    lexicon = load_body_lexicon()
    first = lexicon.plural.end(s, at, end)
    plural = first > at
    office = _office(s, at, first, end)
    if not plural and (name := institution_end(s, at, end)) and (office is None or office.end <= name):
        name = max(name, person_end(s, name, end)) if _is_office(s, at, end) else name
        return Unit(at, name, name, "institution")
    if office is not None:
        return office
    if plural and (once := _named_once(s, at, first, end, "")):
        return once
    unit = lexicon.units.end(s, first, end)
    named = unit > first and (plural or s.capital[first] or (unit < end and s.capital[unit]))
    place = territory_end(s, at, end) if named else at
    if (group := group_at(s, first, end, plural)) is not None and group.end >= place:
        if (
            plural
            and s.plain[first] in lexicon.single
            and (once := _members(s, at, group.end, end, s.plain[first], ""))
        ):
            return once  # "các bộ, ngành: Tài chính, Y tế"
        return Unit(at, group.end, group.end, "group", group.of, plural, group.closed, sure=group.sure)
    if plural and (name := institution_end(s, first, end, any_case=True)):
        name = max(name, lexicon.closing.end(s, name, end))
        return Unit(at, name, name, "institution", plural=True)
    if place > at and (plural or _acts(s, first, place)):
        return Unit(at, place, place, "place", "organ", plural)
    return None


def _acts(s: Syllables, at: int, end: int) -> bool:
    """True for a place that may act: one with a name, or "Tỉnh", "Thành phố" for the one that the text is about."""
    lexicon = load_body_lexicon()
    if " ".join(s.plain[at : lexicon.units.end(s, at, end)]) in lexicon.silent:
        return False
    alone = s.plain[at:end] in (("tỉnh",), ("thành", "phố"))
    return s.capital[at] if alone else s.capital[end - 1] and end > at + 1


def person_end(s: Syllables, at: int, end: int) -> int:
    """Where the name of a person ends that begins at `at`; `at` where none does."""
    if at >= end or s.plain[at] not in load_body_lexicon().surnames or not s.capital[at]:
        return at
    last = at
    while last < min(end, at + LONGEST_PERSON) and s.word(last) and s.capital[last] and s.plain[last].isalpha():
        if last > at and (s.plain[last] in load_body_lexicon().placed or begins_body(s, last, end)):
            break
        last += 1
    return last if last >= at + 2 else at


def _person(s: Syllables, at: int, end: int) -> Unit | None:
    """A person by name, with the office behind a comma or dash: "Nguyễn Văn A, Bộ trưởng Bộ B"."""
    last = person_end(s, at, end)
    if last == at:
        return None
    if last + 1 < end and s.plain[last] in (",", "-"):
        office = _entry(s, last + 1, end)
        if office is not None and office.kind in ("office", "institution") and _is_office(s, last + 1, end):
            last = office.end
    return Unit(at, last, last, "person")


def _is_office(s: Syllables, at: int, end: int) -> bool:
    return load_body_lexicon().offices.longest(s, at, end) is not None


def _office(s: Syllables, at: int, first: int, end: int) -> Unit | None:
    """The office at `first`, behind "các" where `at` is before it, with what it heads."""
    lexicon = load_body_lexicon()
    title = lexicon.offices.end(s, first, end)
    if title == first or lookalike(s, first, end) > first:
        return None
    found = _headed(s, at, first, title, end)
    if found is None and s.plain[first] in ("trưởng", "phó"):
        found = _headed(s, at, first, first + 1, end)  # "Trưởng Ban Chỉ đạo" is no "Trưởng ban"
    if found is not None:
        return found
    written = any(s.capital[first:title]) or at < first
    if lexicon.alone.end(s, first, end) < title or not written:
        return None
    person = person_end(s, title, end)
    if person > title:
        return Unit(at, person, person, "person")
    bare = " ".join(s.plain[first:title]) not in lexicon.central
    return Unit(at, title, title, "office", " ".join(s.plain[first:title]), at < first, bare=bare)


def _headed(s: Syllables, at: int, first: int, title: int, end: int) -> Unit | None:
    lexicon = load_body_lexicon()
    word = " ".join(s.plain[first:title])
    inner = lexicon.plural.end(s, title, end)
    plural = inner > title
    if plural and (once := _named_once(s, at, inner, end, s.text[s.starts[first] : s.ends[title - 1]])):
        return once
    upper = any(s.capital[first:title])
    body = institution_end(s, inner, end, any_case=upper or plural)
    group = group_at(s, inner, end, plural)
    if body and (group is None or body > group.end):
        last = body if plural else max(body, person_end(s, body, end))
        return Unit(at, last, last, "institution", plural=plural or at < first)
    if group is not None and (group.sure or word not in ("văn phòng", "thường trực")):
        return Unit(at, group.end, group.end, "office", word, plural or at < first, group.closed)
    place = territory_end(s, inner, end)
    if place > inner and word not in ("văn phòng",):
        return Unit(at, place, place, "institution")
    return None


def _named_once(s: Syllables, at: int, kind_at: int, end: int, office: str) -> Unit | None:
    """Names behind a kind named once: "các Bộ: Tài chính, Y tế"; without a colon there must be two."""
    kind = load_body_lexicon().institutions.longest(s, kind_at, end)
    if kind is None or kind[1].word not in load_body_lexicon().members_of:
        return None
    return _members(s, at, kind[0], end, kind[1].word, office)


def _members(s: Syllables, at: int, after: int, end: int, word: str, office: str) -> Unit | None:
    """The names from `after` on, all of the kind `word`; `at` is where the words that name the kind begin."""
    colon = after < end and s.plain[after] == ":"
    title = f"{office} {word.capitalize()}" if office else word.capitalize()
    members: list[Member] = []
    start = after + colon
    while start < end:
        last = member_name_end(s, start, end, word, colon)
        if last == start:
            break
        members.append(Member(title, start, last))
        start = separator_end(s, last, end)
        if start == last:
            break
    if len(members) < (1 if colon else 2):
        return None
    last = members[-1].end
    return Unit(at, last, last, "members", word, True, members=tuple(members))


def member_name_end(s: Syllables, at: int, end: int, word: str, unknown: bool = False) -> int:
    """Where a name ends that stands without its institution word; `at` where none does.

    `unknown` takes names by form, else only those of the gazetteer.
    """
    lexicon = load_body_lexicon()
    if at >= end or not s.capital[at]:
        return at
    known = lexicon.members_of[word].end(s, at, end) if word in lexicon.members_of else at
    if (full := institution_end(s, at, end)) and full > known:
        return at
    if known > at or not unknown or _is_office(s, at, end) or lookalike(s, at, end) > at:
        return known
    last = name_end(s, at, end, Form(word, "name"))
    return last if last >= at + 2 else at  # no name of a kind has one syllable


def _with_rest(s: Syllables, unit: Unit, end: int) -> Unit:
    """The unit with the bracket, the apposition or "trong đó ... các tỉnh: A" behind it."""
    last, whole = unit.end, unit.end
    bracket = _bracket_end(s, whole, end)
    if bracket > whole:
        if unit.kind in ("group", "office", "place") and bracket - whole <= LONGEST_NAMED_BRACKET:
            last = bracket
        whole = bracket
    whole = among_them_end(s, whole, end)
    lexicon = load_body_lexicon()
    if whole + 1 < end and s.plain[whole] == "-" and unit.kind != "members":
        role = lexicon.apposition.end(s, whole + 1, end)
        if role > whole + 1:
            whole = institution_end(s, role, end) or role
            whole = max(whole, levels_end(s, whole, end))
    return unit if whole == unit.whole else replace(unit, end=last, whole=whole)


def _bracket_end(s: Syllables, at: int, end: int) -> int:
    if at >= end or s.plain[at] != "(":
        return at
    for last in range(at + 1, min(end, at + LONGEST_BRACKET)):
        if s.plain[last] == ")":
            return last + 1
        if s.plain[last] == "(":
            break
    return at
