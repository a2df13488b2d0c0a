"""The documents that a question names: by number, by kind and number, by kind and day."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import TypeVar

from corpus.gazetteer import load_kinds
from corpus.reading import Span
from index.store import StoredDocument
from index.tokens import unmarked

K = TypeVar("K", bound=Hashable)

_FULL = re.compile(r"(?:số )?(?P<number>\d{1,5}[-/](?:\d{4}[-/])?[^\W\d_][\w.&]*(?:[-/][\w.&]+)*)")
_DAY = re.compile(
    r"(?<![\d/.-])(?:(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})(?:[/.-](?P<y>\d{4}))?"
    r"|(?P<d2>\d{1,2}) tháng (?P<m2>\d{1,2})(?: năm (?P<y2>\d{4}))?"
    r"|tháng (?P<m3>\d{1,2})(?:/| năm )(?P<y3>\d{4}))(?![\d/])",
    re.IGNORECASE,
)
_BEFORE_DAY = 90
_NO_DAY_OF_ISSUE = (
    r"(?<!\w)(?:nào|gì|ai|trước|sau|trong|từ|hạn|thời hạn|đến|phải|cần|xong|hoàn thành|trình|nộp|gửi)(?!\w)"
)
_PRESS = re.compile(
    r"(?<!\w)(?<!thông )(?<!khai )(?<!cảnh )(?:bài báo|báo chí|báo mới|tin báo|bản tin|bài viết trên báo)(?!\w)",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(r"(?<!\w)văn bản chính thức(?!\w)", re.IGNORECASE)


_SERIAL, _PARTS = re.compile(r"\d+"), re.compile(r"[/.\-]")
_CARRIED_OUT = re.compile(r"(?:thực hiện|triển khai|thi hành|quán triệt)(?: theo)? \Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that a question names.

    Attributes:
        words: as the question writes it.
        span: where.
        documents: the names of the stored documents that are meant; empty where the store has none such.
    """

    words: str
    span: Span
    documents: tuple[str, ...]


class KnownDocuments:
    """The documents that may be named, found by their numbers and days without looking at all of them."""

    def __init__(self, documents: Sequence[StoredDocument]) -> None:
        self.all = documents

    def numbered(self, number: str) -> list[StoredDocument]:
        """Those with a whole number, however it is written."""
        return [self.all[i] for i in self._numbers.get(_plain(number), ())]

    def with_serials(self, serials: Iterable[int]) -> list[StoredDocument]:
        """Those whose number begins with one of these."""
        return [self.all[i] for i in sorted({i for serial in serials for i in self._serials.get(serial, ())})]

    def on(self, day: re.Match[str]) -> list[StoredDocument]:
        """Those of a day, or of a month; without a year, of any."""
        month = int(day["m"] or day["m2"] or day["m3"])
        some = sorted([*self._months.get(month, ()), *self._months.get(0, ())])
        return [d for i in some if _on(d := self.all[i], day)]

    @cached_property
    def _numbers(self) -> dict[str, list[int]]:
        return _by(lambda d: _plain(d.facts.number) if d.facts.number else None, self.all)

    @cached_property
    def _serials(self) -> dict[int, list[int]]:
        return _by(_serial, self.all)

    @cached_property
    def _months(self) -> dict[int, list[int]]:
        """By the month of their date; 0 for a date without one."""
        return _by(lambda d: int(parts[1]) if len(parts := (d.facts.date or "").split("-")) > 2 else 0, self.all)


def _by(key: Callable[[StoredDocument], K | None], documents: Sequence[StoredDocument]) -> dict[K, list[int]]:
    """Key -> the places of the documents that have it; what has None is left out."""
    found: dict[K, list[int]] = {}
    for i, document in enumerate(documents):
        if (of := key(document)) is not None:
            found.setdefault(of, []).append(i)
    return found


def references_in(text: str, known: KnownDocuments) -> tuple[Reference, ...]:
    """The documents that a question names, in order.

    A number that no document of the store has may be that of a document which the texts cite: it stays a word of the
    question, unless its kind and the question's words make it the source that is asked for.
    """
    found: list[Reference] = []
    for match in _FULL.finditer(text):
        meant = [d.name for d in known.numbered(match["number"])]
        if meant:
            found.append(Reference(match[0], _with_kind(text, match.span()), tuple(meant)))
    for match in _kind_and_number().finditer(text):
        if any(r.span.start < match.end() and match.start() < r.span.end for r in found):
            continue
        serials = {int(serial) for serial in re.findall(r"\d+", match["serials"])}
        meant = [d.name for d in known.with_serials(serials) if _is(d, match["kind"])]
        if meant:
            found.append(Reference(match[0], Span(*match.span()), tuple(meant)))
    for match in _DAY.finditer(text):
        kind = _kind_before().search(text, max(0, match.start() - _BEFORE_DAY), match.start())
        if kind is None or any(r.span.start < match.end() and match.start() < r.span.end for r in found):
            continue
        dated = known.on(match)
        meant = [d.name for d in dated if _is(d, kind["kind"])] or [d.name for d in dated]
        if meant:
            found.append(Reference(text[kind.start() : match.end()], Span(kind.start(), match.end()), tuple(meant)))
    found = [_with_plans_for(text, reference, known.all) for reference in found]
    for pattern, official in ((_PRESS, False), (_OFFICIAL, True)):
        if (told := pattern.search(text)) is None:
            continue
        meant = [d.name for d in known.all if d.facts.official is official]
        if meant and len(meant) < len(known.all):
            found.append(Reference(told[0], Span(*told.span()), tuple(meant)))
    return tuple(sorted(found, key=lambda r: r.span.start))


def _with_plans_for(text: str, reference: Reference, documents: Sequence[StoredDocument]) -> Reference:
    """The reference; where it is what is to be carried out, with the documents that are called by its number too."""
    if _CARRIED_OUT.search(text, 0, reference.span.start) is None:
        return reference
    serials = set(re.findall(r"\d+", reference.words))
    called = [d.name for d in documents if d.facts.official and serials & set(re.findall(r"\d+", d.facts.name))]
    return replace(reference, documents=tuple(dict.fromkeys([*reference.documents, *called])))


def _with_kind(text: str, span: tuple[int, int]) -> Span:
    before = _kind_before().search(text, max(0, span[0] - 24), span[0])
    return Span(before.start() if before else span[0], span[1])


@lru_cache(maxsize=65_536)
def _plain(number: str) -> str:
    return unmarked(number).replace(" ", "").strip(".")


def _serial(document: StoredDocument) -> int | None:
    first = _SERIAL.match(document.facts.number)
    return int(first[0]) if first else None


def _is(document: StoredDocument, kind: str) -> bool:
    """True for a document of a kind: by its number's symbol, or by what it is called."""
    low = kind.lower()
    if low == "văn bản" or low in document.facts.kind.lower() or low in document.facts.title.lower():
        return True
    symbol = _symbol(kind)
    return bool(symbol) and symbol in _PARTS.split(_plain(document.facts.number))


@cache
def _symbol(kind: str) -> str:
    """The symbol of a kind of documents in their numbers, without diacritics; "" where it has none."""
    for each in load_kinds():
        if kind == each.symbol or kind.lower() in (each.name.lower(), *(alias.lower() for alias in each.aliases)):
            return unmarked(each.symbol or "")
    return ""


def _on(document: StoredDocument, day: re.Match[str]) -> bool:
    """True for a document of a day, or of a month; without a year, of any."""
    return _is_day(document.facts.date or "", document.facts.date_words, day[0])


@lru_cache(maxsize=65_536)
def _is_day(date: str, words: str, asked: str) -> bool:
    day = _DAY.fullmatch(asked)
    assert day is not None  # noqa: S101  it was found by the pattern
    year, month = day["y"] or day["y2"] or day["y3"], int(day["m"] or day["m2"] or day["m3"])
    number = day["d"] or day["d2"]
    parts = date.split("-")
    if len(parts) < 3:
        return bool(number) and re.search(rf"\b0?{int(number)}/0?{month}\b", words) is not None
    return (not year or parts[0] == year) and int(parts[1]) == month and (not number or int(parts[2]) == int(number))


@cache
def _kinds() -> str:
    names = {name.lower() for kind in load_kinds() for name in (kind.name, *kind.aliases)}
    names |= {"văn bản", "hội nghị", "phiên họp", "cuộc họp"}
    return "|".join(map(re.escape, sorted(names, key=len)[::-1]))


@cache
def _kind_and_number() -> re.Pattern[str]:
    symbols = "|".join(sorted({re.escape(kind.symbol) for kind in load_kinds() if kind.symbol}, key=len)[::-1])
    one = r"\d{1,5}(?![\w/.,-]*\w)"
    return re.compile(
        rf"(?<!\w)(?P<kind>{_kinds()}|(?-i:{symbols}))(?: số)?:? (?P<serials>{one}(?:(?:,| và| hoặc)? {one})*)",
        re.IGNORECASE,
    )


@cache
def _kind_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<kind>{_kinds()})(?!\w)(?:(?!{_NO_DAY_OF_ISSUE})[^,.;:?!\d])* ?\Z", re.IGNORECASE)
