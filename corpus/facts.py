"""What a document says of itself: number, kind, issuer, date, official text or press."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from corpus.errors import ChidaoError
from corpus.lines import join
from corpus.reading import Reading
from corpus.roles import KIND_LINE, SectionKind
from corpus.sections import Section

MANIFEST = "manifest.toml"
"""A file of this name in a folder tells the facts that its documents do not."""

MOST_TITLE_LINES = 10
"""A title has at most so many lines; what stands below is a text in capitals."""

_NUMBER = re.compile(r"Số:?\s*(?P<number>[\dA-Z][\w.]*(?:\s?/\s?[\w.&]+|-[\w.&]+)*)")
_ISSUED = re.compile(r",\s*ngày\s+(?P<d>\d{1,2})\s*(?:tháng|[/.-])\s*(?P<m>\d{1,2})\s*(?:năm|[/.-])\s*(?P<y>\d{4})")
_MOTTO = re.compile(r"CỘNG\s+H[OÒ][AÀ]\s+XÃ\s+HỘI|ĐỘC LẬP|ĐẢNG CỘNG SẢN VIỆT NAM", re.IGNORECASE)
_DATE = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{2})(?:-(?P<d>\d{2}))?)?")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a document; what it does not say is "" (or None).

    Attributes:
        title: its own title or headline.
        number: "34/CT-TTg".
        kind: "Thông báo kết luận", "Chỉ thị", "Bài báo" ...
        issuer: the body that issued it, or the paper that printed it.
        date: of issue, or of the event it reports: "2024-07-19", "2024-07", "2024"; None where it does not say.
        date_words: the date as the text writes it, where `date` cannot hold it ("sáng 8/8").
        official: True for the official text, False for a press report.
    """

    title: str = ""
    number: str = ""
    kind: str = ""
    issuer: str = ""
    date: str | None = None
    date_words: str = ""
    official: bool = True

    def __post_init__(self) -> None:
        if self.date is not None and not _is_date(self.date):
            raise ChidaoError(f"date: ngày {self.date!r} không đúng dạng; hãy ghi 2024-07-19, 2024-07 hoặc 2024")

    @property
    def name(self) -> str:
        """What to call it: its title, else its kind with its number, who issued it and when.

        >>> Facts(kind="Bài báo", issuer="Báo Mới", date="2031-07", official=False).name
        'Bài báo của Báo Mới (tháng 7/2031)'
        """
        if title := " ".join(self.title.split()):
            return title
        when = date_in_words(self.date) if self.date else self.date_words
        if not (self.kind or self.number or self.issuer or when):
            return "Văn bản không có tiêu đề"
        name = self.kind or ("Văn bản" if self.official else "Bài báo")
        name += f" số {self.number}" * bool(self.number) + f" của {self.issuer}" * bool(self.issuer)
        return name + f" ({when})" * bool(when)


def _is_date(words: str) -> bool:
    match = _DATE.fullmatch(words)
    try:
        return match is not None and bool(date(int(match["y"]), int(match["m"] or 1), int(match["d"] or 1)))
    except ValueError:
        return False


def date_in_words(day: str) -> str:
    """A date as the office writes it: "ngày 19/7/2024", "tháng 7/2024", "năm 2024"."""
    parts = [str(int(part)) for part in day.split("-")]
    return f"{('năm', 'tháng', 'ngày')[len(parts) - 1]} {'/'.join(reversed(parts))}"


FACT_NAMES = tuple(f.name for f in fields(Facts))
"""The names of the facts, in order."""


def facts_of(reading: Reading, sections: Sequence[Section]) -> Facts:
    """The facts that letterhead and title tell; a text with neither counts as press."""

    def shown(kind: SectionKind) -> list[str]:
        return [join(reading.text, s.span).text for s in sections if s.kind is kind]

    letterhead = shown(SectionKind.LETTERHEAD)
    titles = _first_title(sections)
    kind = next((m[0] for t in titles if (m := KIND_LINE.match(t))), "")
    number = next((m["number"] for line in letterhead if (m := _NUMBER.match(line))), "")
    issued = next((m for line in letterhead if (m := _ISSUED.search(line))), None)
    day = f"{issued['y']}-{int(issued['m']):02}-{int(issued['d']):02}" if issued else ""
    issuer: list[str] = []
    for line in letterhead:
        if _MOTTO.search(line) and not issuer:
            continue
        if _MOTTO.search(line) or not line.isupper():
            break
        issuer.append(line.rstrip(" -–—_"))
    own = reading.title or ""
    return Facts(
        title=_in_one(titles) or own or _headline(sections),
        number=re.sub(r"\s", "", number),
        kind=kind.capitalize(),
        issuer=" ".join(issuer),
        date=day if _is_date(day) else None,
        date_words=issued[0].lstrip(", ") if issued and not _is_date(day) else "",
        official=bool(kind or letterhead or shown(SectionKind.RECIPIENTS) or shown(SectionKind.ADDRESSEES)),
    )


def _first_title(sections: Sequence[Section]) -> list[str]:
    """The lines of the first title that stand together, without the issuer's above the legal basis."""
    lines: list[str] = []
    for section in sections:
        if section.kind is SectionKind.TITLE and len(lines) < MOST_TITLE_LINES:
            lines.append(section.title)
        elif lines:
            return lines[:-1] if section.kind is SectionKind.BASIS and len(lines) > 2 else lines
    return lines


def _in_one(titles: Sequence[str]) -> str:
    """A title in one line: "CHỈ THỊ", "Về việc trực hồ" -> "Chỉ thị về việc trực hồ"; capitals stay capitals."""
    if len(titles) > 1 and KIND_LINE.fullmatch(titles[0]) and not titles[1].isupper():
        subject = re.sub(r"^Về\b", "về", titles[1])
        return " ".join((titles[0].capitalize(), subject, *titles[2:]))
    return " ".join(titles)


def _headline(sections: Sequence[Section]) -> str:
    first = sections[0] if sections else None
    return first.title if first is not None and first.heading else ""


def read_manifest(folder: Path) -> Mapping[str, tuple[Facts, str]]:
    """Path in the folder -> (facts, sha256 or "") from the folder's manifest; empty where it has none.

    Raises:
        ChidaoError: the file is not TOML, or an entry has a key that no fact is called by.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ChidaoError(f"{path}: không đọc được ({error}); hãy sửa tệp này hoặc bỏ nó đi") from error
    found = {}
    for name, entry in entries.items():
        try:
            found[name] = _entry(entry)
        except ChidaoError as error:
            raise ChidaoError(f"{path}: mục {name!r}: {error}") from error
    return found


def _entry(entry: object) -> tuple[Facts, str]:
    """The facts and the sha256 of a manifest's entry; raises ChidaoError, which names the key."""
    if not isinstance(entry, dict):
        raise ChidaoError(f'{entry!r} không phải một bảng; hãy ghi các khóa dưới dòng ["tên tệp"]')
    for key, value in entry.items():
        if key not in {*FACT_NAMES, "sha256"}:
            raise ChidaoError(f"khóa lạ {key!r}; các khóa được dùng: {', '.join(FACT_NAMES)}, sha256")
        if not isinstance(value, bool if key == "official" else str):
            wanted = "true hoặc false" if key == "official" else "chữ trong ngoặc kép"
            raise ChidaoError(f"{key}: giá trị {value!r} không dùng được; hãy ghi {wanted}")
    facts = {key: value for key, value in entry.items() if key != "sha256"}
    sha256 = entry.get("sha256", "")
    if sha256 and not _SHA256.fullmatch(sha256):
        raise ChidaoError(f"sha256: {sha256!r} không phải 64 chữ số thập lục phân thường")
    return Facts(**facts), sha256
