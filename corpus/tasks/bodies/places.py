"""Where places and levels of government end in text, and the looks at a word on which all readers of bodies rely."""

from __future__ import annotations

from corpus.tasks.bodies.lexicon import load_body_lexicon
from corpus.tasks.bodies.syllables import Syllables

LONGEST_TERRITORY = 80
"""A list of places is read up to so many of them; there were 63 provinces."""
LONGEST_PLACE = 4
"""A place that the gazetteer does not know has at most so many syllables."""


def lookalike(s: Syllables, at: int, end: int) -> int:
    """Where a word that only looks like a body ends; `at` where none begins ("xã Hội An" is no "xã hội")."""
    after = load_body_lexicon().lookalikes.end(s, at, end)
    named = after > at + 1 and not s.capital[at] and s.capital[at + 1]
    return at if named else after


def inside_a_word(s: Syllables, at: int) -> bool:
    """True for the last syllable of a word such as "cán bộ", and for a piece of a document number ("31-CT/TU")."""
    if at == 0:
        return False
    if s.capital[at - 1] >= s.capital[at] and s.plain[at - 1 : at + 1] in load_body_lexicon().endings:
        return True
    return s.short[at] and not s.apart(at) and s.plain[at - 1] in "/-" and at > 1 and not s.apart(at - 1)


def sign_end(s: Syllables, at: int, end: int) -> int | None:
    """Where a short form of one syllable that the gazetteer knows ends ("EVN", "VNPT")."""
    if at >= end or s.raw(at) not in load_body_lexicon().signs:
        return None
    hangs = at + 1 < len(s) and s.plain[at + 1] in "/-" and not s.apart(at + 1) and not s.apart(at + 2)
    return None if hangs or inside_a_word(s, at) else at + 1


def begins_body(s: Syllables, at: int, end: int) -> bool:
    """True if a capitalised body or office seems to begin at `at`: a name before it has ended there."""
    lexicon = load_body_lexicon()
    if at >= end or not s.capital[at] or lookalike(s, at, end) > at:
        return False
    if sign_end(s, at, end) or lexicon.known.longest(s, at, end) or lexicon.offices.longest(s, at, end):
        return True
    form = lexicon.institutions.longest(s, at, end)
    if form is None or form[1].needs == "nothing":
        return form is not None
    after = form[0]
    level = max(lexicon.units.end(s, after, end), lexicon.marks.end(s, after, end)) > after
    return after < end and (s.capital[after] or (form[1].needs == "level" and level))


def separator_end(s: Syllables, at: int, end: int) -> int:
    """Where a comma, slash, "và" or both ends; `at` where none stands."""
    after = at
    if after < end and s.plain[after] in (",", "/"):
        after += 1
    if after < end and s.plain[after] in ("và", "cùng", "hoặc"):
        after += 1
        if after < end and s.plain[after - 1] == "cùng" and s.plain[after] == "với":
            after += 1
    return after


def place_end(s: Syllables, at: int, end: int) -> int:
    """Where the name of a place ends: one of the gazetteer, else a few capitalised syllables; `at` where none is."""
    if at + 1 < end and s.plain[at] == "." and s.plain[at - 1] == "tp":
        at += 1
    known = load_body_lexicon().provinces.end(s, at, end)
    if known > at and s.capital[at]:
        return known
    last = at
    while last < min(end, at + LONGEST_PLACE) and s.word(last) and s.capital[last]:
        if last > at and begins_body(s, last, end):
            break
        last += 1
    return last


def _unit_end(s: Syllables, at: int, end: int, plural: bool) -> int:
    """Where a unit of territory ends, its name left out; `at` where none begins or the word means something else."""
    after = load_body_lexicon().units.end(s, at, end)
    lexicon = load_body_lexicon()
    if after == at or lookalike(s, at, end) >= after or inside_a_word(s, at):
        return at
    if lexicon.institutions.end(s, at, end) > after or lexicon.institutions.end(s, at, end) == after > at + 1:
        return at  # "Tỉnh đoàn"
    return after if plural or not _vague(s, at, after) else at


def _vague(s: Syllables, at: int, after: int) -> bool:
    """True for a word that means territory only in the plural: "các địa phương", "các tỉnh, thành"."""
    return " ".join(s.plain[at:after]) in load_body_lexicon().vague


def _named_end(s: Syllables, at: int, end: int, sure: bool) -> int:
    """Where a place that stands alone in a list ends; `sure` takes only places that the gazetteer knows."""
    if at >= end or not s.capital[at]:
        return at
    known = load_body_lexicon().provinces.end(s, at, end)
    if known > at:
        return known
    return at if sure or begins_body(s, at, end) else place_end(s, at, end)


def territory_end(s: Syllables, at: int, end: int) -> int:
    """Where territory ends ("tỉnh A", "các xã, phường, đặc khu B", "các tỉnh: A, B và C"); `at` where none begins."""
    if s.plain[at : at + 2] == ("các", "cấp"):
        return _tail_end(s, min(at + 2, end), end, True)
    first = load_body_lexicon().plural.end(s, at, end)
    plural = first > at
    after = _unit_end(s, first, end, plural)
    if after == first:
        return at
    last = place_end(s, after, end)
    named = last > after
    last, named = _territories_end(s, last, end, plural, named)
    if plural and not named and last < end and s.plain[last] == ":":
        listed = _named_end(s, last + 1, end, sure=True)
        if listed > last + 1:
            last, _ = _territories_end(s, listed, end, plural, True)
    return _tail_end(s, last, end, plural)


def _territories_end(s: Syllables, last: int, end: int, plural: bool, named: bool) -> tuple[int, bool]:
    """Where the further territories of a list end, and whether one of the list had a name."""
    for _ in range(LONGEST_TERRITORY):
        after = separator_end(s, last, end)
        if after == last:
            break
        again = load_body_lexicon().plural.end(s, after, end) if plural else after
        unit = _unit_end(s, again, end, plural)
        if unit > again > after and _vague(s, again, unit):
            break  # "UBND các xã, các đơn vị"
        if unit > again:
            place = place_end(s, unit, end)
            if not plural and (named or place > unit):
                break
            last, named = place, named or place > unit
        elif named and (place := _named_end(s, after, end, sure=not plural)) > after:
            last = place
        else:
            break
    return last, named


def _tail_end(s: Syllables, last: int, end: int, plural: bool) -> int:
    """Where the words behind a territory end: "trực thuộc trung ương", "từ A đến B"."""
    lexicon = load_body_lexicon()
    for _ in range(4):
        after = lexicon.unit_closing.end(s, last, end)
        if after > last and lookalike(s, last, end) <= after:
            last = after
        elif (
            last + 1 < end and s.plain[last] == "từ" and (start := _named_end(s, last + 1, end, sure=False)) > last + 1
        ):
            reach = _named_end(s, start + 1, end, sure=False) if start < end and s.plain[start] in ("đến", "tới") else 0
            if reach <= start + 1:
                break
            last = reach
        elif plural and s.plain[last : last + 2] in (("khu", "vực"), ("vùng",)):
            reach = place_end(s, last + 2, end)
            if reach == last + 2:
                break
            last = reach
        else:
            break
    return last


def among_them_end(s: Syllables, last: int, end: int) -> int:
    """Where ", trong đó ... các tỉnh: A, B" behind a territory ends; `last` where no named places follow."""
    inner = last + 1 if last < end and s.plain[last] == "," else last
    if s.plain[inner : inner + 2] == ("trong", "đó"):
        for at in range(inner + 2, min(end, inner + 8)):
            if load_body_lexicon().plural.end(s, at, end) > at:
                reach = territory_end(s, at, end)
                return reach if reach > at and s.capital[reach - 1] else last
    return last


def levels_end(s: Syllables, at: int, end: int) -> int:
    """Where the levels and places behind an institution end: "tỉnh X", "cấp xã", "khu vực II", "trên địa bàn tỉnh"."""
    lexicon = load_body_lexicon()
    for _ in range(4):
        after = lexicon.marks.end(s, at, end)
        if after == at and s.plain[at : at + 2] == ("khu", "vực"):
            place = place_end(s, at + 2, end)
            after = place if place > at + 2 else at
        if after == at:
            after = territory_end(s, at, end)
        if after == at and at < end and s.capital[at]:
            after = lexicon.provinces.end(s, at, end)  # "Sở Y tế Lâm Đồng"
        if (
            after == at
            and (inner := lexicon.locating.end(s, at, end)) > at
            and s.plain[at] not in ("tại", "ở", "trong")
        ):
            place = territory_end(s, inner, end)
            after = place if place > inner else at
        if after == at or lookalike(s, at, end) > after:
            break
        at = after
    return at
