"""What a document says of itself: its letterhead, title and signature read to facts; official text or press."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.facts import Facts, is_date
from corpus.gazetteer import load_gazetteer
from corpus.letterhead import Letterhead, read_letterhead
from corpus.lines import shown
from corpus.markers import Style
from corpus.reading import Reading, Span
from corpus.roles import KIND_LINE, SectionKind
from corpus.sections import Section
from corpus.signature import read_signature

FACT_RULES = "2"
"""Version of the rules that read facts."""

MOST_TITLE_LINES = 10
"""A title has at most so many lines; what stands below is a text in capitals."""

_OFFICIAL = {SectionKind.LETTERHEAD, SectionKind.RECIPIENTS, SectionKind.ADDRESSEES}

_LINE_ENDS = re.compile(r"\n|\s\|\s")

_NAMES_ITSELF = re.compile(
    r"(?P<kind>Nghị quyết|Quyết định|Chỉ thị|Nghị định|Thông tư|Kết luận|Kế hoạch|Công điện|Thông báo|Chương trình"
    r"|Luật)"
    r"(?:\s+số:?\s*(?P<number>\d[\w./&-]*))?(?:,?\s+ngày\s+[\d/]+(?:\s+tháng\s+\d+\s+năm\s+\d+)?)?(?:\s+của\s+[^,:;.]+)?"
    r"(?:\s+(?:về|ban hành|quy định|sửa đổi|phê duyệt|triển khai|thực hiện)\s.+)?",
    re.IGNORECASE,
)
"""A headline that is the name of a document, as a copy without letterhead bears it."""

MOST_ARTICLES = 2
"""So many articles make a text under the name of a document that document."""

ENDING = 3000
"""A document disposes of itself within so many characters of its end."""

_SESSION = re.compile(r"KH[OÓ][AÁ]\s|KỲ HỌP|NHIỆM KỲ")  # the second line of an assembly's name


def facts_of(reading: Reading, sections: Sequence[Section]) -> Facts:
    """The facts that letterhead, title and signature tell; a text with none of them counts as press."""
    head = read_letterhead(_lines(reading, sections, SectionKind.LETTERHEAD))
    titles = _first_title(sections)
    kind = next((m[0] for t in titles if (m := KIND_LINE.match(t))), "").capitalize() or _kind_of(head)
    own = reading.title or ""
    title = _in_one(titles) or _of_letter(head, kind) or own or _headline(sections)
    named = None if kind or head.number else _NAMES_ITSELF.fullmatch(title)
    if named is not None and not _enacts(reading, sections, named["kind"]):
        named = None  # a report whose headline names what it reports of
    if named is not None:
        kind = named["kind"].capitalize()
    day = f"{head.year}-{head.month:02}-{head.day_of_month:02}" if head.day else ""
    roles = {section.kind for section in sections}
    signer, office = read_signature(_lines(reading, sections, SectionKind.SIGNATURE))
    return Facts(
        title=title,
        number=head.number or (named["number"] or "" if named else ""),
        kind=kind,
        issuer=head.issuer,
        date=day if is_date(day) else None,
        date_words=head.day if not is_date(day) else "",
        official=bool(kind or roles & _OFFICIAL),
        subject=head.subject or _subject(titles),
        place=head.place,
        signer=signer,
        office=office,
        parent=head.parent,
    )


def _lines(reading: Reading, sections: Sequence[Section], kind: SectionKind) -> list[str]:
    """The lines, as an eye sees them, of the first sections of a kind that stand together."""
    spans: list[Span] = []
    last = -1
    for section in sections:
        if section.kind is kind and (not spans or section.index == last + 1):
            spans.append(section.span)
            last = section.index
        elif spans:
            break
    return [line for span in spans for words in _LINE_ENDS.split(span.of(reading.text)) if (line := shown(words))]


def _kind_of(head: Letterhead) -> str:
    """The kind that the symbol of a number names; a number without one, or "V/v", is that of a letter."""
    for symbol in re.split(r"[/-]", head.number)[1:]:
        if (kind := load_gazetteer().kind(symbol)) is not None and kind.symbol == symbol:
            return kind.name.capitalize()
    return "Công văn" if head.subject else ""


def _of_letter(head: Letterhead, kind: str) -> str:
    return f"{kind} về việc {head.subject}" if head.subject and kind else ""


def _subject(titles: Sequence[str]) -> str:
    """What a title says behind the kind of the document."""
    if not titles or (match := KIND_LINE.match(titles[0])) is None:
        return ""
    words = " ".join((titles[0][match.end() :], *titles[1:]))
    return " ".join(words.split()).strip(" :-–")


def _enacts(reading: Reading, sections: Sequence[Section], kind: str) -> bool:
    """True for the text of the document that its headline names: it has articles, or disposes of itself."""
    if sum(section.style is Style.ARTICLE for section in sections) >= MOST_ARTICLES:
        return True
    if {SectionKind.SIGNATURE, SectionKind.BASIS} & {section.kind for section in sections}:
        return True
    itself = re.compile(rf"{kind} này (?:có hiệu lực|được phổ biến|phổ biến|thay thế|thực hiện từ)", re.IGNORECASE)
    return itself.search(shown(reading.text[-ENDING:])) is not None


def _first_title(sections: Sequence[Section]) -> list[str]:
    """The lines of the first title that stand together, without the issuer's above the legal basis."""
    lines: list[str] = []
    for section in sections:
        if section.kind is SectionKind.TITLE and len(lines) < MOST_TITLE_LINES:
            lines.append(section.title)
        elif lines:
            below = section.kind is SectionKind.BASIS
            while below and len(lines) > 2 and not lines[-1][:1].isdigit():
                below = _SESSION.match(lines.pop()) is not None
            return lines
    return lines


def _in_one(titles: Sequence[str]) -> str:
    """A title in one line: "CHỈ THỊ", "Về việc trực hồ" -> "Chỉ thị về việc trực hồ"; capitals stay capitals."""
    if len(titles) > 1 and KIND_LINE.fullmatch(titles[0]) and not titles[1].isupper():
        subject = re.sub(r"^Về\b", "về", titles[1])
        return " ".join((titles[0].capitalize(), subject, *titles[2:]))
    if len(titles) == 1 and (match := KIND_LINE.match(titles[0])) and not titles[0].isupper():
        return match[0].capitalize() + titles[0][match.end() :]
    return " ".join(titles)


def _headline(sections: Sequence[Section]) -> str:
    first = sections[0] if sections else None
    return first.title if first is not None and first.heading else ""
