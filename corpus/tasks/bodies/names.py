"""Where the name of one institution ends: names of the gazetteer, and names by their form."""

from __future__ import annotations

from corpus.gazetteer import Body
from corpus.tasks.bodies.lexicon import Form, load_body_lexicon
from corpus.tasks.bodies.places import begins_body, inside_a_word, levels_end, lookalike, sign_end
from corpus.tasks.bodies.syllables import Syllables

LONGEST_NAME = 40
"""A name by form has at most so many syllables and marks."""
_CLOSED_KINDS = frozenset({"ministry", "ministry-level", "government-agency", "state", "justice", "audit"})
_JOINTS = frozenset({",", "và", "-", "về", "các", "của", "/"})


def institution_end(s: Syllables, at: int, end: int, any_case: bool = False) -> int | None:
    """Where the name of one institution that begins at `at` ends, with its level and place; None where none begins.

    `any_case` also takes institution words in lower case that else need a capital ("các ban Xây dựng Đảng").
    """
    lexicon = load_body_lexicon()
    if at >= end or inside_a_word(s, at):
        return None
    if (sign := sign_end(s, at, end)) is not None:
        return levels_end(s, sign, end)
    known = lexicon.known.longest(s, at, end)
    form = lexicon.institutions.longest(s, at, end)
    other = lookalike(s, at, end)
    if other > at and (known is None or other > known[0]):
        return None
    ends = []
    if known is not None and not s.capital[at + 1] and lexicon.stops.end(s, at + 1, end) > at + 1:
        known = None  # "thuộc Sở xây dựng kế hoạch"
    closed = known is not None and _is_closed(known[1])
    if known is not None and (any(s.capital[at : known[0]]) or (form and form[1].small) or any_case):
        ends.append(_known_end(s, at, known, end))
    if form is not None and (s.capital[at] or form[1].small or any_case) and not closed:
        by_form = _form_end(s, form, end, s.capital[at])
        ends.extend([by_form] if by_form else [])
    return max(ends, default=None)


def _comma_goes_on(s: Syllables, at: int, end: int, word: str) -> bool:
    """True if the name goes on behind the comma at `at`: "Phòng Văn hóa, Thể thao và Truyền thông"."""
    after = at + 1
    if after >= end or not s.word(after) or begins_body(s, after, end):
        return False
    if not s.apart(after):
        return s.short[after] and s.short[at - 1]  # "Sở VH,TT&DL"
    if not s.capital[after] or s.short[after]:
        return False
    lexicon = load_body_lexicon()
    if word in lexicon.members_of and lexicon.members_of[word].longest(s, after, end):
        return False
    for j in range(after, min(end, after + 12)):
        if s.plain[j] == "và":
            return j + 1 < end and s.capital[j + 1] and not begins_body(s, j + 1, end)
        if not s.word(j) and s.plain[j] != ",":
            return False
        if s.plain[j] == "," and begins_body(s, j + 1, end):
            return False
    return False


def name_end(s: Syllables, at: int, end: int, form: Form) -> int:
    """Where the words of a name end that begins at `at`, behind its institution word; `at` where none follow.

    A name has capitalised syllables, the small second syllable of a compound ("Tài chính"), words that go on in
    names ("vận tải"), and "và", commas and dashes between such; a verb or an adverb ends it.
    """
    lexicon = load_body_lexicon()
    last, verbs_from = at, None  # where verbs that no noun has followed yet began
    end = min(end, at + LONGEST_NAME)
    while last < end:
        word = s.plain[last]
        after = last
        if not s.word(last):
            after = last + (last > at and _mark_goes_on(s, last, end, form))
        elif word == "và":
            after = last + _and_goes_on(s, last, end, form)
        elif s.capital[last]:
            ends = s.plain[last] in ("tỉnh", "thành") and lexicon.units.end(s, last, end) > last
            ends = ends or (last > at and s.plain[last] in ("bộ", "sở") and begins_body(s, last, end))
            ends = ends or _breaks(s, at, last, end, form, verbs_from is not None)
            after = last if ends else last + 1
        else:
            after = _small_end(s, at, last, end, form)
            if after > last and lexicon.stops.end(s, last, end) >= after:
                verbs_from = last if verbs_from is None else verbs_from
                last = after
                continue
        if after == last:
            break
        if s.word(last) and word != "và":
            verbs_from = None
        last = after
    if verbs_from is not None and last < len(s) and s.word(last) and levels_end(s, last, len(s)) == last:
        last = verbs_from
    while last > at and s.plain[last - 1] in _JOINTS:
        last -= 1
    return last


def _breaks(s: Syllables, first: int, at: int, end: int, form: Form, verb: bool) -> bool:
    """True where a capital begins what the body works on, and is no part of its name: "... thẩm định Báo cáo"."""
    inside = at > first and s.word(at - 1)
    return inside and (verb or not form.long) and load_body_lexicon().breaks.end(s, at, end) > at


def _mark_goes_on(s: Syllables, at: int, end: int, form: Form) -> bool:
    """True if the name goes on behind the mark at `at`: "Quy hoạch - Kiến trúc", "57-NQ/TW", "TP. Hà Nội"."""
    mark, after = s.plain[at], at + 1
    if after >= end or not s.word(after):
        return False
    if mark in "-/" and not s.apart(at) and not s.apart(after):
        return form.long and s.capital[after]
    if mark == "-":
        lexicon = load_body_lexicon()
        other = (lexicon.apposition, lexicon.orders, lexicon.plural)
        new = any(tree.longest(s, after, end) for tree in other) or begins_body(s, after, end)
        return s.capital[after] and not new
    if mark == "," and s.plain[at - 1] == "phòng":
        return s.plain[after] == "chống"
    if mark == ",":
        return _comma_goes_on(s, at, end, form.word) or (form.long and _long_comma(s, at, end))
    return mark == "." and s.plain[at - 1] == "tp"


def _and_goes_on(s: Syllables, at: int, end: int, form: Form) -> bool:
    after = at + 1
    if after >= end or not s.word(after):
        return False
    lexicon = load_body_lexicon()
    if s.capital[after]:
        return not begins_body(s, after, end) and not lexicon.breaks.longest(s, after, end)
    if lexicon.members.longest(s, after, end) and not form.long:
        return False
    return form.long and max(lexicon.long_words.end(s, after, end), lexicon.name_words.end(s, after, end)) > after


def _long_comma(s: Syllables, at: int, end: int) -> bool:
    """True for the comma between the topics of a committee."""
    after = at + 1
    if after >= end or s.capital[after] or s.plain[after] == "các":
        return False
    lexicon = load_body_lexicon()
    return lexicon.long_words.end(s, after, end) > lexicon.stops.end(s, after, end)


def _small_end(s: Syllables, first: int, at: int, end: int, form: Form) -> int:
    """Where lower-case words at `at` that go on in a name end; `at` where they do not."""
    lexicon = load_body_lexicon()
    if lexicon.units.end(s, at, end) > at and s.plain[at : at + 2] != ("khu", "công"):
        return at
    stop, after = lexicon.stops.end(s, at, end), lexicon.name_words.end(s, at, end)
    if form.long:
        after = max(after, lexicon.long_words.end(s, at, end))
        stop = min(stop, after)  # name_end() looks whether a noun follows
    if after > at and after >= stop + (not form.long and stop > at):
        return after
    if stop > at or at == first or s.short[at - 1] or s.plain[at - 1].isdigit():
        return at
    if not s.capital[at - 1]:
        return at
    if any(lexicon.provinces.end(s, at - back, at) == at for back in (1, 2, 3) if at - back >= first):
        return at
    if s.plain[at - 1 : at + 1] in lexicon.compounds:
        return at + 1
    proper = at - 2 >= first and s.capital[at - 2]  # "... Bạch Mai mở lớp"
    return at if proper or s.plain[at] in lexicon.verbs else at + 1


def _known_end(s: Syllables, at: int, known: tuple[int, Body], end: int) -> int:
    last = known[0]
    if not _is_closed(known[1]):
        for back in (2, 1):
            if last - back > at and load_body_lexicon().units.end(s, last - back, last) == last:
                return max(last, levels_end(s, last - back, end))
    return levels_end(s, last, end)


def _is_closed(body: Body) -> bool:
    """True for a body whose name does not go on behind what the gazetteer holds."""
    return body.kind in _CLOSED_KINDS or (body.kind == "department" and body.name.startswith("Sở "))


def _form_end(s: Syllables, found: tuple[int, Form], end: int, capital: bool) -> int | None:
    after, form = found
    loud = after < end and s.short[after - 1] and s.raw(after).isupper() and s.apart(after) and " " in form.word
    named = after if loud else name_end(s, after, end, form)  # in a line of capitals nothing tells where a name ends
    if named > after and not form.long and not any(s.capital[after:named]):
        named = after
    last = levels_end(s, named, end)
    if form.needs == "name":
        return last if named > after else None
    if form.needs == "level":
        return last if last > after and (capital or form.small or named > after) else None
    return last
