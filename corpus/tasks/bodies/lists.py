"""Lists of bodies as directives write them, out of text for the eye: one body for each, groups as they are written."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from corpus.reading import Span
from corpus.tasks.bodies.lexicon import load_body_lexicon
from corpus.tasks.bodies.places import begins_body, separator_end
from corpus.tasks.bodies.syllables import Syllables, syllables_of
from corpus.tasks.bodies.units import Unit, member_name_end, unit_at
from corpus.tasks.task import Body

LONGEST_LIST = 300
"""A list is read up to so many entries."""


@dataclass(frozen=True, slots=True)
class BodyList:
    """Bodies named one after the other.

    Attributes:
        bodies: at least one, in their order.
        span: from the first word that names them (the kind named once included: "các Bộ: A, B") to the end of the
            last with its qualifiers; half-open offsets into the text they were read from.
    """

    bodies: tuple[Body, ...]
    span: Span


@dataclass(slots=True)
class _Part:
    """A body under construction: its words between syllables, and what its name says before them."""

    first: int
    end: int
    before: str
    unit: Unit


def read_bodies(text: str, start: int = 0, end: int | None = None) -> BodyList | None:
    """The longest list of bodies that begins at `start`, after white space and a quote; None where none begins.

    Offsets are half-open, in Unicode code points of `text`, here and in what is returned.

    >>> found = read_bodies("Bộ Y tế và các bộ, ngành liên quan rà soát")
    >>> [body.name for body in found.bodies]
    ['Bộ Y tế', 'các bộ, ngành liên quan']
    """
    s = syllables_of(text)
    first, last = bisect_left(s.starts, start), _last(s, end)
    while first < last and s.plain[first] in ('"', "'"):
        first += 1
    found = _list_at(s, first, last)
    return _body_list(s, *found) if found else None


def find_bodies(text: str, start: int = 0, end: int | None = None) -> list[BodyList]:
    """Every list of bodies in running text, in order, not overlapping.

    A single common noun in lower case ("doanh nghiệp") and a place behind a preposition ("tại tỉnh X") are left out.
    """
    s = syllables_of(text)
    at, last = bisect_left(s.starts, start), _last(s, end)
    openers = load_body_lexicon().openers
    lists = []
    while at < last:
        if openers.longest(s, at, last):
            unit = unit_at(s, at, last)
            if unit is not None and _stands(s, at, unit):
                found = _list_from(s, unit, last)
                lists.append(_body_list(s, *found))
                at = found[2]
                continue
        at += 1
    return lists


def bodies_of(value: str) -> tuple[Body, ...]:
    """The bodies of a label's value or of a table cell that holds nothing else.

    Pieces that are no body by their form are bodies as written at the head of a line, and else join the one before.

    >>> [body.name for body in bodies_of("- Sở Y tế; UBND cấp xã\\n- Các trạm bơm")]
    ['Sở Y tế', 'UBND cấp xã', 'Các trạm bơm']
    """
    s = syllables_of(value)
    bodies: list[Body] = []
    first = 0
    for last in range(1, len(s) + 1):
        if last == len(s) or _new_line(s, last):
            bodies.extend(_cell_bodies(s, first, last))
            first = last
    return tuple(bodies)


def _new_line(s: Syllables, at: int) -> bool:
    """True where a line break before `at` parts two entries; a wrapped line goes on in lower case or behind a comma."""
    gap = s.text[s.ends[at - 1] : s.starts[at]]
    goes_on = s.plain[at - 1] in (",", "và", "-", "(") or s.plain[at] in (",", "và", ")")
    return "\n" in gap and not goes_on and (s.capital[at] or not s.word(at))


def _cell_bodies(s: Syllables, at: int, end: int) -> list[Body]:
    """The bodies of one line of a cell."""
    parts: list[_Part] = []
    hard = True
    while at < end:
        if not s.word(at) and s.plain[at] != "(":
            hard = hard or s.plain[at] == ";"
            at += 1
            continue
        found = _list_at(s, at, end)
        if found:
            joins = (
                parts and not hard and parts[-1].unit.kind == "group" and _one_group(parts[-1].unit, found[0][0].unit)
            )
            if joins:
                parts[-1].end = found[0][0].end
            parts.extend(found[0][1:] if joins else found[0])
            at, hard = found[2], False
            continue
        after = at + 1
        while after < end and not _piece_ends(s, after, end):
            after += 1
        if parts and not hard:
            parts[-1].end = after
        else:
            parts.append(_Part(at, after, "", Unit(at, after, after, "unknown")))
        at, hard = after, False
    return [
        _body(s, part) for part in parts if any(map(str.isalpha, s.text[s.starts[part.first] : s.ends[part.end - 1]]))
    ]


def _piece_ends(s: Syllables, at: int, end: int) -> bool:
    """True where a piece of a cell that is no body by its form ends."""
    if s.plain[at] in (",", ";") or (s.plain[at] == "-" and s.apart(at) and at + 1 < end and s.apart(at + 1)):
        return True
    joint = separator_end(s, at, end)
    return begins_body(s, max(joint, at), end) and (joint > at or s.apart(at))


def _last(s: Syllables, end: int | None) -> int:
    return len(s) if end is None else bisect_right(s.ends, end)


def _stands(s: Syllables, at: int, unit: Unit) -> bool:
    """True unless an entry in running text is rather an object or a place where something happens."""
    if unit.kind == "place" and at and s.word(at - 1) and s.plain[at - 1] not in load_body_lexicon().addressing:
        return False
    return (unit.sure and not s.plain[at].isdigit()) or s.raw(at)[0].isupper()


def _list_at(s: Syllables, at: int, end: int) -> tuple[list[_Part], int, int] | None:
    """The bodies of the list at `at`, and the syllables between which it stands; None where none begins."""
    unit = unit_at(s, at, end)
    return None if unit is None else _list_from(s, unit, end)


def _list_from(s: Syllables, unit: Unit, end: int) -> tuple[list[_Part], int, int]:
    """The bodies of the list that begins with `unit`, and the syllables between which it stands."""
    parts = _parts_of(unit)
    kind, before = _kind_of(s, unit)
    first, last = unit.first, unit.whole
    for _ in range(LONGEST_LIST):
        hard = last < end and s.plain[last] == ";"
        after = last + 1 if hard else separator_end(s, last, end)
        if after == last:
            break
        following = unit_at(s, after, end)
        if following is None:
            name = member_name_end(s, after, end, kind) if kind and not hard else after
            if name == after:
                break
            parts.append(_Part(after, name, before, unit))
            last = name
            continue
        if not hard and _one_group(unit, following):
            parts[-1].end = following.end
        else:
            parts.extend(_parts_of(following))
        unit, last = following, following.whole
        if (own := _kind_of(s, unit))[0]:
            kind, before = own
    return parts, first, last


def _kind_of(s: Syllables, unit: Unit) -> tuple[str, str]:
    """The institution word that names behind it may leave out, and what their names for the eye begin with."""
    if unit.members:
        return unit.of, unit.members[0].kind
    for at in range(unit.first, unit.end - 1 if unit.kind == "institution" else 0):
        if s.plain[at] in load_body_lexicon().single and s.capital[at + 1]:
            return s.plain[at], s.text[s.starts[unit.first] : s.ends[at]]
    return "", ""


def _parts_of(unit: Unit) -> list[_Part]:
    if unit.members:
        return [_Part(member.first, member.end, member.kind, unit) for member in unit.members]
    return [_Part(unit.first, unit.end, "", unit)]


def _one_group(before: Unit, unit: Unit) -> bool:
    """True if two entries of a list are one body: a group that goes on, or a row of offices."""
    if before.whole != before.end:
        return False
    if "apart" in (before.of, unit.of):
        return False
    if before.kind == "group" and unit.kind == "group":
        alike = before.of == unit.of and not before.closed and (before.plural or unit.of != "actor")
        return not unit.plural or alike
    if before.kind == "place" and unit.kind == "place":
        return before.plural and unit.plural
    if before.kind == "office" and unit.kind == "office":
        central = load_body_lexicon().central
        return before.bare or before.of == unit.of or (before.of in central and unit.of in central)
    if before.kind == "office" and unit.kind == "group":
        return not before.bare and not unit.plural
    return False


def _body_list(s: Syllables, parts: list[_Part], first: int, last: int) -> BodyList:
    return BodyList(tuple(_body(s, part) for part in parts), Span(s.starts[first], s.ends[last - 1]))


def _body(s: Syllables, part: _Part) -> Body:
    span = Span(s.starts[part.first], s.ends[part.end - 1])
    own = " ".join(span.of(s.text).split())
    return Body(f"{part.before} {own}" if part.before else own, span)
