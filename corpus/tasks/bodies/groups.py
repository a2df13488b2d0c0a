"""Where a group of bodies ends that is named by its kinds: "các bộ, ngành, địa phương liên quan"."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.tasks.bodies.lexicon import load_body_lexicon
from corpus.tasks.bodies.names import institution_end
from corpus.tasks.bodies.places import (
    begins_body,
    inside_a_word,
    levels_end,
    lookalike,
    separator_end,
    sign_end,
    territory_end,
)
from corpus.tasks.bodies.syllables import Syllables

_BELONGING = frozenset({"thuộc", "trực", "của"})
LONGEST_GROUP = 40
"""A group is read up to so many members."""
_LONGEST_SOURCE = 10


@dataclass(frozen=True, slots=True)
class Group:
    """A run of members.

    Attributes:
        end: where it ends.
        of: the class of its first member: "organ", "apart" or "actor".
        closed: True where words such as "liên quan" have closed it.
        sure: False for a single word, which may also be an object.
    """

    end: int
    of: str
    closed: bool
    sure: bool


def group_at(s: Syllables, at: int, end: int, plural: bool) -> Group | None:
    """The group whose first member begins at `at`, behind "các" where `plural`; None where none begins."""
    lexicon = load_body_lexicon()
    last, of, closed, count, strong = at, "", False, 0, False
    start, counted = at, plural
    for _ in range(LONGEST_GROUP):
        member = _member_end(s, start, end, count > 0)
        if member is None:
            break
        after, kind, word = member
        if count and "apart" in (kind, of):
            break
        if (again := counted and count > 0) and (closed or kind != of or (of == "actor" and not plural)):
            break
        last, now_closed = _qualified_end(s, after, end, word)
        count, of, closed = count + 1, of or kind, closed or now_closed
        strong = strong or word not in lexicon.weak
        if again:
            of = kind
        if s.plain[last : last + 2] == ("địa", "phương") and kind == "organ":
            start, counted = last, False
            continue
        separated = separator_end(s, last, end)
        if separated == last:
            break
        start = lexicon.plural.end(s, separated, end)
        counted = start > separated
    if not plural and _first_word(s, at, end) in lexicon.people:
        return None
    if not count or not (plural or strong or count > 1):
        return None
    return Group(last, of, closed, plural or count > 1 or last > at + len(_first_word(s, at, end).split()))


def _first_word(s: Syllables, at: int, end: int) -> str:
    found = load_body_lexicon().members.end(s, at, end)
    return " ".join(s.plain[at:found])


def _member_end(s: Syllables, at: int, end: int, beside: bool) -> tuple[int, str, str] | None:
    """Where the word for a kind of members ends, its class and the word; `beside` behind another member."""
    lexicon = load_body_lexicon()
    found = lexicon.members.longest(s, at, end)
    if found is None:
        unit = territory_end(s, at, end) if beside and lexicon.plural.end(s, at, end) == at else at
        return (unit, "organ", "tỉnh") if unit > at and not any(s.capital[at:unit]) else None
    after, kind = found
    if lookalike(s, at, end) > max(after, at) or inside_a_word(s, at):
        return None
    word = " ".join(s.plain[at:after])
    named = after < end and s.word(after) and s.capital[after] and not s.short[after]
    if named and (institution_end(s, at, end) or 0) > after and (word in lexicon.named or not _common(s, after, end)):
        return None
    if lexicon.offices.end(s, at, end) > after:
        return None  # "Viện trưởng"
    if word == "tổ chức" and not _is_noun(s, after, end):
        return None
    return after, kind, word


def _common(s: Syllables, at: int, end: int) -> bool:
    """True where a capital is no name: "các cơ quan Nhà nước", "các trường Đại học"."""
    lexicon = load_body_lexicon()
    return max(lexicon.nature.end(s, at, end), lexicon.closing.end(s, at, end)) > at


def _is_noun(s: Syllables, after: int, end: int) -> bool:
    """True where "tổ chức" is the noun: a mark, "và" or words that qualify it follow, and no object."""
    lexicon = load_body_lexicon()
    if after >= end or not s.word(after) or s.capital[after] or s.plain[after] in lexicon.duties:
        return True
    qualified = (lexicon.closing, lexicon.relative, lexicon.nature, lexicon.locating)
    return any(tree.end(s, after, end) > after for tree in qualified) and lexicon.stops.end(s, after, end) == after


def _qualified_end(s: Syllables, at: int, end: int, word: str) -> tuple[int, bool]:
    """Where the words that qualify a member end, and whether they close the group."""
    lexicon = load_body_lexicon()
    closed = False
    for _ in range(6):
        after = at if closed else _nature_end(s, at, end, word)
        if after == at:
            after = max(lexicon.closing.end(s, at, end), _belonging_end(s, at, end), _relative_end(s, at, end))
            if after > at and lookalike(s, at, end) > after:
                after = at
            closed = closed or after > at
        if after == at and at < end and s.short[at] and not begins_body(s, at, end):
            after = at + 1  # "dịch vụ IoT", "trung tâm GDNN-GDTX"
            while after + 1 < end and s.plain[after] == "-" and s.short[after + 1] and not s.apart(after + 1):
                after += 2
        if after == at and (s.plain[at : at + 1] == ("cấp",) or lexicon.marks.end(s, at, end) > at):
            after = levels_end(s, at, end)
        if after == at and s.plain[at : at + 2] == ("các", "cấp"):
            after = at + 2
        if after == at and word not in ("bộ", "tỉnh") and s.plain[at : at + 1] in (("tỉnh",), ("thành",)):
            after = territory_end(s, at, end)
        if after == at:
            break
        at = after
    return at, closed


def _nature_end(s: Syllables, at: int, end: int, word: str) -> int:
    """Where words for the nature of a member end ("chức năng"); words that are verbs too must not have an object."""
    lexicon = load_body_lexicon()
    after = lexicon.nature.end(s, at, end)
    if after == at or lookalike(s, at, end) > after:
        return at
    if lexicon.stops.end(s, at, end) < after and lexicon.stops.end(s, at, end) > at:
        return after  # "quản lý nhà nước"
    if lexicon.stops.end(s, at, end) == at:
        return after
    if word not in lexicon.working:
        return at
    if after >= end:
        return after
    if s.plain[after] == ",":
        return at if lexicon.stops.end(s, after + 1, end) > after + 1 else after
    if not s.word(after):
        return after
    if s.plain[after] == "và":
        return after if lexicon.members.longest(s, after + 1, end) or s.plain[after + 1 : after + 2] == ("các",) else at
    qualified = (lexicon.closing, lexicon.stops, lexicon.locating)
    goes_on = any(tree.end(s, after, end) > after for tree in qualified)
    return after if goes_on or s.plain[after] in ("cấp", "tỉnh") else at


def _belonging_end(s: Syllables, at: int, end: int) -> int:
    """Where "thuộc Bộ Y tế", "của Quốc hội", "trên địa bàn tỉnh X" ends; `at` where nothing of the kind begins."""
    inner = load_body_lexicon().locating.end(s, at, end)
    if inner == at:
        return at
    place = territory_end(s, inner, end)
    if place > inner:
        return place
    if s.plain[at] in _BELONGING:
        owner = sign_end(s, inner, end) or institution_end(s, inner, end)
        if owner:
            return owner
        alone = s.plain[inner : inner + 1] in (("bộ",), ("sở",), ("tỉnh",)) or s.short[inner : inner + 1] == (True,)
        return inner + 1 if alone and s.capital[inner] else at
    return inner if s.plain[inner - 1] == "bàn" else at


def _relative_end(s: Syllables, at: int, end: int) -> int:
    """Where a relative clause ends: "được giao nhiệm vụ tại Nghị quyết này"; `at` where none begins."""
    lexicon = load_body_lexicon()
    after = lexicon.relative.end(s, at, end)
    source = lexicon.sources.end(s, after, end) if after > at else after
    if source > after:
        for last in range(source, min(end, source + _LONGEST_SOURCE)):
            if not s.word(last) and s.plain[last] not in ("/", "-"):
                break
            if s.plain[last] == "này":
                return last + 1
    return after
