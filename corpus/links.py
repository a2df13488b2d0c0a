"""Links between documents: what a document says it does to another one, or that it follows or carries out.

Only what the document itself does is read: "Quyết định này thay thế Quyết định số 12/QĐ-UBND", never that another
document did. A target is a document that is named by its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from corpus.facts import Facts
from corpus.gazetteer import load_kinds
from corpus.lines import Joined, join
from corpus.markers import Style, marker_of
from corpus.reading import Reading, Span
from corpus.roles import SectionKind
from corpus.sections import Section

LINK_RULES = "2"
"""Version of the rules below."""

LONGEST_PART = 220
"""Characters between the verb and the document that it is said of, at most."""
LONGEST_TAIL = 300
"""Characters behind a document's number that may still tell its day and its issuer."""
LONGEST_SECTION = 20_000
"""A longer section, in characters, is no sentence that links documents."""
MOST_TARGETS = 100
"""One sentence names at most so many documents."""
LONGEST_GAP = 1_000
"""The next document of an enumeration stands within so many characters."""
OPENING = 12
"""What a document follows or carries out stands in so many sections of its body, before the first heading."""


class Relation(StrEnum):
    """What a document does to another, or stands to it; the value is for machines."""

    REPLACES = "replaces"
    REPEALS = "repeals"
    AMENDS = "amends"
    CORRECTS = "corrects"
    CONTINUES = "continues"
    IMPLEMENTS = "implements"


@dataclass(frozen=True, slots=True)
class Link:
    """One link as the text words it.

    Attributes:
        relation: what this document does.
        kind: of the other document: "Quyết định".
        number: of the other document, as written, without white space.
        date: its day of issue, ISO 8601; None where the text does not tell it.
        issuer: who issued it, as written; "" where the text does not tell it.
        part: what of it is meant ("khoản 2 Điều 5"); "" for all of it.
        span: the words that say it; half-open offsets into the stored text.
        rule: the rule that read it.
    """

    relation: Relation
    kind: str
    number: str
    date: str | None
    issuer: str
    part: str
    span: Span
    rule: str


LEGISLATING = frozenset(
    ("quyết định", "nghị quyết", "nghị định", "thông tư", "thông tư liên tịch", "luật", "pháp lệnh", "lệnh", "chỉ thị")
)
"""Kinds whose articles do what they name: "Điều 2. Bãi bỏ Quyết định số 12/QĐ-UBND"."""

_VERBS = (
    (Relation.REPLACES, r"(?:được\s+)?thay\s+thế(?:\s+cho)?"),
    (Relation.REPEALS, r"b[ãa]i\s+bỏ|h[uủ][yỷ]\s+bỏ|chấm\s+dứt\s+hiệu\s+lực(?:\s+thi\s+hành)?(?:\s+của)?"),
    (Relation.AMENDS, r"sửa\s+đổi(?:\s*(?:,|và)\s*bổ\s+sung)?|bổ\s+sung|điều\s+chỉnh"),
    (Relation.CORRECTS, r"đính\s+chính"),
)
_ACT = "|".join(f"(?P<{relation.name}>{verb})" for relation, verb in _VERBS)
_WORD = re.compile(
    r"thay\s+thế|b[ãa]i\s+bỏ|h[uủ][yỷ]\s+bỏ|hiệu\s+lực|sửa\s+đổi|bổ\s+sung|điều\s+chỉnh|đính\s+chính", re.IGNORECASE
)
_OPENING_WORD = re.compile(r"tiếp\s+theo|thực\s+hiện|triển\s+khai|thi\s+hành", re.IGNORECASE)
_IN_TITLE = re.compile(rf"(?:về\s+việc\s+|v/v\s+|về\s+)?(?:{_ACT})(?!\w)", re.IGNORECASE)
_ARTICLE = re.compile(rf"(?:{_ACT})(?!\w)", re.IGNORECASE)
_ANY_ACT = re.compile(rf"(?<!\w)(?:{_ACT})(?!\w)", re.IGNORECASE)
_AND = re.compile(r"(?:,|;|(?<!\w)và|(?<!\w)đồng\s+thời)\s+$", re.IGNORECASE)
_EXPIRES = re.compile(
    r"hết\s+hiệu\s+lực|chấm\s+dứt\s+hiệu\s+lực|được\s+thay\s+thế\s+(?:bằng|bởi)\s+\w+[\w\s]*?\s+này", re.IGNORECASE
)
_CONTINUES = re.compile(r"tiếp\s+theo\s+(?:nội\s+dung\s+|các\s+)?", re.IGNORECASE)
_IMPLEMENTS = re.compile(
    r"(?:để\s+)?(?:tiếp\s+tục\s+)?(?:tổ\s+chức\s+)?(?:triển\s+khai\s+)?(?:thực\s+hiện|triển\s+khai|thi\s+hành)\s+"
    r"(?:nghiêm(?:\s+túc)?\s+|có\s+hiệu\s+quả\s+|hiệu\s+quả\s+|kịp\s+thời\s+|các\s+|đồng\s+bộ\s+|nội\s+dung\s+)*",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"(?<!\w)(?:không|chưa|đã|sẽ|đang|nếu|khi|trường\s+hợp|đề\s+nghị|kiến\s+nghị|dự\s+thảo)(?!\w)", re.IGNORECASE
)
_PASSIVE = re.compile(r"(?:được|bị)\s+$", re.IGNORECASE)
_PART = re.compile(
    r"""
    (?:điểm|tiết|khoản|điều|chương|mục|tiểu\ mục|phần|phụ\ lục|đoạn|một\ số|nội\ dung|cụm\ từ|từ\ ngữ|tên
      |quy\ chế|quy\ định|kế\ hoạch|danh\ mục|biểu|mẫu|bảng|đề\ án|chương\ trình|điều\ lệ
      |các\ (?:nội\ dung|quy\ định|điều|khoản|điểm|phụ\ lục|mẫu)|thời\ hạn|thành\ viên
      |toàn\ bộ\ (?:nội\ dung|quy\ định))(?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NO_PART = re.compile(r"[“”\":]|(?<!\w)(?:như\s+sau|này|thay\s+thế|bãi\s+bỏ)(?!\w)", re.IGNORECASE)
_WHOLE = re.compile(r"(?:cho\s+)?(?:toàn\s+bộ\s+|toàn\s+văn\s+)?(?:các\s+|những\s+)?", re.IGNORECASE)
_OF = re.compile(
    r"[\s,]*(?:(?:được\s+)?(?:quy\s+định\s+)?(?:tại|của|thuộc|trong)|ban\s+hành\s+(?:kèm\s+)?theo)\s*(?:các\s+)?$",
    re.IGNORECASE,
)
_EXCEPT = re.compile(r"(?<!\w)(trừ\s.+?)(?:[.;]|$)", re.IGNORECASE | re.DOTALL)
_ITSELF = re.compile(r"(?P<kind>[^\W\d_]+(?:\s+[^\W\d_]+){0,2}?)\s+này(?!\w)", re.IGNORECASE)
_ATTACHED = frozenset(("văn bản", "quy chế", "quy định", "kế hoạch", "chương trình", "danh mục", "điều lệ", "đề án"))
_NEXT = re.compile(r"(?:(?P<semicolon>;)|,|(?<=\s)(?:và|cùng\s+với))\s*(?:và\s+)?(?:các\s+)?$", re.IGNORECASE)
_NESTED = re.compile(
    r"(?<!\w)(?:thực\s+hiện|triển\s+khai|sửa\s+đổi|bổ\s+sung|thay\s+thế|căn\s+cứ|theo|hướng\s+dẫn|tại|quy\s+định\s+chi\s+tiết)(?!\w)",
    re.IGNORECASE,
)
_DAY = r"(?P<d>\d{1,2})\s*(?:/|-|\.|tháng)\s*(?P<m>\d{1,2})\s*(?:/|-|\.|năm)\s*(?P<y>\d{4})"
_TAIL = re.compile(rf"\s*,?\s*(?:ký\s+|được\s+ban\s+hành\s+|ban\s+hành\s+)?ngày\s+{_DAY}", re.IGNORECASE)
_BY = re.compile(
    r"\s*,?\s*(?i:của)\s+(?P<issuer>[^\W\d_a-zđ][^,;.:()“\"]{2,90}?)"
    r"(?=\s+(?i:về|ban\s+hành|quy\s+định|phê\s+duyệt|sửa|bổ\s+sung|thay|hết|có|trừ|tại|thực\s+hiện|triển\s+khai|như)"
    r"(?!\w)|\s+và\s+(?:[a-zđ]|Quyết|Nghị|Chỉ|Kế\s+h|Thông\s+[bt]|Luật|Công\s+[đv]|Kết|Chương|Hướng)|\s*[,;.:()“\"]|\s*$)"
)
_NUMBER = r"(?P<number>\d{1,5}(?:\s?/\s?\d{4})?\s?[-/]\s?[^\W\d_][\w.&]*(?:[-/][\w.&]+)*)"
_BARE = re.compile(rf"(?:,|;|\s+và|\s*,\s*và)\s*(?:số\s*:?\s*)?{_NUMBER}", re.IGNORECASE)


@cache
def _target() -> re.Pattern[str]:
    names = {name for kind in load_kinds() for name in (kind.name, *kind.aliases)} | {"văn bản"}
    kinds = "|".join(r"\s+".join(map(re.escape, name.split())) for name in sorted(names, key=len)[::-1])
    return re.compile(rf"(?<!\w)(?P<kind>{kinds})(?:\s+liên\s+tịch)?\s*:?\s*(?:số\s*:?\s*)?{_NUMBER}", re.IGNORECASE)


def links_of(reading: Reading, sections: Sequence[Section], facts: Facts) -> list[Link]:
    """What a document says it does to others, in the order of its text; nothing for a press report."""
    if not facts.official:
        return []
    reader = _Reader(reading, sections, facts)
    found: dict[tuple[Relation, str, str], Link] = {}
    for link in reader.run():
        if _plain(link.number) != _plain(facts.number):
            found.setdefault((link.relation, _plain(link.number), link.part), link)
    return list(found.values())


def _plain(number: str) -> str:
    return re.sub(r"\s", "", number).casefold()


class _Reader:
    """Walks the sections of one document."""

    def __init__(self, reading: Reading, sections: Sequence[Section], facts: Facts) -> None:
        self.text = reading.text
        self.sections = sections
        self.kind = facts.kind.lower()
        self.legislates = self.kind in LEGISLATING
        heads = [s.index for s in sections if s.kind is SectionKind.LETTERHEAD]
        self.first = heads[0] if heads else 0  # what stands above a letterhead is a report of the document

    def run(self) -> Iterator[Link]:
        opening, titled = 0, True
        for section in self.sections[self.first :]:
            if section.kind is SectionKind.TITLE:
                if titled:
                    yield from self._of_title(section)
                continue
            if section.kind is not SectionKind.BODY:
                continue
            titled = False
            opening = OPENING if section.style is not None else opening + 1
            at_first = opening < OPENING
            if len(section.span) > LONGEST_SECTION or not self._may_link(section, opening=at_first):
                continue
            if not self._in_annex(section):
                yield from self._of_body(section, opening=at_first)

    def _may_link(self, section: Section, *, opening: bool) -> bool:
        start, end = section.span.start, section.span.end
        if _WORD.search(self.text, start, end):
            return True
        return opening and _OPENING_WORD.search(self.text, start, end) is not None

    def _in_annex(self, section: Section) -> bool:
        at: int | None = section.index
        while at is not None:
            if self.sections[at].style is Style.ANNEX:
                return True
            at = self.sections[at].parent
        return False

    def _of_title(self, section: Section) -> Iterator[Link]:
        joined = join(self.text, section.span)
        kind = re.match(rf"{re.escape(self.kind)}\s+", joined.text, re.IGNORECASE) if self.kind else None
        start = kind.end() if kind else 0
        if (match := _IN_TITLE.match(joined.text, start)) and self.legislates:
            yield from self._linked(joined, match, len(joined.text), "title")
        elif match := _IMPLEMENTS.match(joined.text, start):
            yield from self._named(
                joined, match.end(), len(joined.text), Relation.IMPLEMENTS, "title", start=match.start()
            )

    def _of_body(self, section: Section, *, opening: bool) -> Iterator[Link]:
        joined = join(self.text, section.span)
        marker = marker_of(joined.text)
        begin = marker.length if marker else 0
        goes_on = False  # "Quyết định này có hiệu lực kể từ ngày ký. Thay thế Quyết định số ..."
        for start, end in _sentences(joined.text, begin):
            if _quoted(joined.text, start):
                continue
            first = start == begin or goes_on
            goes_on = any(self._is_own(m["kind"]) for m in _ITSELF.finditer(joined.text, start, end))
            if opening and (match := _CONTINUES.match(joined.text, start, end)):
                yield from self._named(joined, match.end(), end, Relation.CONTINUES, "follows", start=start)
            elif opening and (match := _IMPLEMENTS.match(joined.text, start, end)):
                yield from self._named(joined, match.end(), end, Relation.IMPLEMENTS, "carries-out", start=start)
            elif (
                first
                and self.legislates
                and self._in_article(section)
                and (match := _ARTICLE.match(joined.text, start, end))
            ):
                yield from self._acted(joined, match, end, section, "article")
            else:
                yield from self._of_itself(joined, start, end, section)

    def _of_itself(self, joined: Joined, start: int, end: int, section: Section) -> Iterator[Link]:
        """ "Quyết định này thay thế ...", "... hết hiệu lực kể từ ngày Quyết định này có hiệu lực"."""
        words = joined.text
        itself = [
            m for m in _ITSELF.finditer(words, start, end) if self._is_own(m["kind"]) and not _quoted(words, m.start())
        ]
        if expiring := _EXPIRES.search(words, start, end):
            before = words[start : expiring.start()]
            if (itself or (self.legislates and self._in_article(section))) and not _NOT_DONE.search(before):
                relation = Relation.REPLACES if "thay" in expiring[0].lower() else Relation.REPEALS
                at = max((m.end() for m in itself if m.end() <= expiring.start()), default=start)
                found = list(self._named(joined, at, expiring.start(), relation, "expires", start=start, end=end))
                yield from found or self._items(joined, section, end, relation, "expires")
                return
        for match in itself:
            acts = [m for m in _ANY_ACT.finditer(words, match.end(), end) if not m[0].lower().startswith("được")]
            if not acts:
                continue
            between = words[match.end() : acts[0].start()]
            if _NOT_DONE.search(between) or _PASSIVE.search(between) or len(between) > LONGEST_PART:
                continue
            if _target().search(between):
                continue
            said = [acts[0], *(a for a in acts[1:] if _AND.search(words[: a.start()]))]
            for act, stop in zip(said, [*(a.start() for a in said[1:]), end], strict=True):
                yield from self._acted(joined, act, stop, section, "itself", start=start)
            return

    def _is_own(self, kind: str) -> bool:
        """True where "... này" is this document, or what it is issued with."""
        words = kind.lower().split()
        names = {" ".join(words[i:]) for i in range(len(words))}
        return bool(names & (_ATTACHED | {self.kind})) or (not self.kind and bool(names & LEGISLATING))

    def _in_article(self, section: Section) -> bool:
        at: int | None = section.index
        while at is not None:
            if self.sections[at].style is Style.ARTICLE:
                return True
            at = self.sections[at].parent
        return False

    def _acted(
        self, joined: Joined, act: re.Match[str], end: int, section: Section, rule: str, *, start: int | None = None
    ) -> Iterator[Link]:
        found = list(self._linked(joined, act, end, rule, start=start))
        yield from found or self._items(joined, section, end, _relation(act), rule)

    def _items(self, joined: Joined, section: Section, end: int, relation: Relation, rule: str) -> Iterator[Link]:
        """The documents that the items below name, where the sentence ends in a colon."""
        if not joined.text[:end].rstrip().endswith(":"):
            return
        for below in self.sections[section.index + 1 :]:
            if below.parent != section.index:
                if below.span.start >= section.end:
                    return
                continue
            item = join(self.text, below.span)
            marker = marker_of(item.text)
            begin = marker.length if marker else 0
            yield from self._said(item, begin, begin, len(item.text), relation, rule)

    def _linked(
        self, joined: Joined, act: re.Match[str], end: int, rule: str, *, start: int | None = None
    ) -> Iterator[Link]:
        yield from self._said(joined, act.start() if start is None else start, act.end(), end, _relation(act), rule)

    def _said(self, joined: Joined, start: int, at: int, end: int, relation: Relation, rule: str) -> Iterator[Link]:
        """The documents behind a verb, with the part that is meant of each; none where something else is."""
        first = _target().search(joined.text, at, end)
        if first is None or first.start() - at > LONGEST_PART:
            return
        between = joined.text[at : first.start()]
        part = "" if _WHOLE.fullmatch(between.strip() + " ") or not between.strip() else _part(between)
        if part is None:
            return
        yield from self._named(joined, first.start(), end, relation, rule, start=start, part=part)

    def _named(
        self, joined: Joined, at: int, limit: int, relation: Relation, rule: str, *,
        start: int | None = None, end: int | None = None, part: str = "",
    ) -> Iterator[Link]:  # fmt: skip
        """The documents that are named one behind the other from `at` on."""
        words = joined.text
        match = _target().search(words, at, limit)
        if match is None or (relation in (Relation.CONTINUES, Relation.IMPLEMENTS) and match.start() - at > 2):
            return
        if rule == "expires" and _NOT_DONE.search(words[at : match.start()]):
            return
        if rule == "expires" and (before := words[at : match.start()].strip(" ,.;:")) and not part:
            inside = _part(before) if not _WHOLE.fullmatch(before + " ") else ""
            part = inside or ""
        whole_end = end if end is not None else limit
        span = joined.span(start if start is not None else at, _trim(words, whole_end))
        kind = ""
        excepted = _EXCEPT.search(words, match.end(), whole_end)
        for _ in range(MOST_TARGETS):
            if match is None:
                break
            kind = " ".join((match.groupdict().get("kind") or kind).split())
            day, issuer, tail = _told(words, match.end(), limit)
            left = part or (excepted[1].strip() if excepted else "")
            number = re.sub(r"\s", "", match["number"]).rstrip(".")
            yield Link(relation, kind.capitalize(), number, day, issuer, " ".join(left.split()), span, rule)
            match = _following(words, tail, limit)
            part = part if match is not None and part == "" else ""


def _relation(act: re.Match[str]) -> Relation:
    return next(relation for relation, _ in _VERBS if act[relation.name])


def _part(between: str) -> str | None:
    """The part of a document that the words before it name; None where they name something else."""
    words = between.strip(" ,")
    if _PART.match(words) is None or _NO_PART.search(words):
        return None
    return _OF.sub("", words).strip(" ,") or None


def _following(words: str, at: int, limit: int) -> re.Match[str] | None:
    """The next document of an enumeration; one that the last one's own title names stands in none."""
    if match := _BARE.match(words, at, limit):
        return match
    for match in _target().finditer(words, at, min(limit, at + LONGEST_GAP)):
        gap = words[at : match.start()]
        joint = _NEXT.search(gap)
        if joint is not None and (joint["semicolon"] or not (_NESTED.search(gap) or _target().search(gap))):
            return match
    return None


def _told(words: str, at: int, limit: int) -> tuple[str | None, str, int]:
    """(day, issuer, where that ends) of what stands behind a number."""
    limit = min(limit, at + LONGEST_TAIL)
    day, issuer = None, ""
    if match := _TAIL.match(words, at, limit):
        day, at = _iso(match), match.end()
    if match := _BY.match(words, at, limit):
        issuer, at = " ".join(match["issuer"].split()), match.end()
    if day is None and issuer and (match := _TAIL.match(words, at, limit)):
        day, at = _iso(match), match.end()
    return day, issuer, at


def _iso(match: re.Match[str]) -> str | None:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
    except ValueError:
        return None


_END = re.compile(r"(?<=[.])\s+(?=[^\W\d_a-zđ])")


def _sentences(words: str, begin: int) -> Iterator[tuple[int, int]]:
    at = begin
    for match in _END.finditer(words, begin):
        yield at, match.start()
        at = match.end()
    if at < len(words):
        yield at, len(words)


def _quoted(words: str, at: int) -> bool:
    """True inside quotation marks: words that are put into another document."""
    return words.count("“", 0, at + 1) > words.count("”", 0, at)


def _trim(words: str, end: int) -> int:
    return len(words[:end].rstrip())
