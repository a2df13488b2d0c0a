"""What a document says of itself: number, kind, issuer, date, official text or press."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from corpus.errors import ChidaoError
from corpus.lines import join
from corpus.reading import Reading
from corpus.roles import KIND_LINE
from corpus.sections import Section, SectionKind

MANIFEST = "manifest.toml"
"""A file of this name in a folder tells the facts that its documents do not."""

_NUMBER = re.compile(r"\bSố:?\s*(?P<number>[\dA-Z][\w./-]*[\w]|)", re.UNICODE)
_ISSUED = re.compile(r",\s*ngày\s+(?P<d>\d{1,2})\s*(?:tháng|[/.-])\s*(?P<m>\d{1,2})\s*(?:năm|[/.-])\s*(?P<y>\d{4})")
_MOTTO = re.compile(r"CỘNG\s+H[OÒ][AÀ]\s+XÃ\s+HỘI|ĐỘC LẬP|ĐẢNG CỘNG SẢN VIỆT NAM", re.IGNORECASE)
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


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
        if self.date is not None and not _DATE.fullmatch(self.date):
            raise ChidaoError(f"ngày {self.date!r} không đúng dạng; hãy ghi 2024-07-19, 2024-07 hoặc 2024")

    @property
    def name(self) -> str:
        """What to call it: its title, else its kind with who issued it and when."""
        words = " ".join(self.title.split()) or " ".join(filter(None, (self.kind, self.number, self.issuer)))
        return words or "Văn bản không có tiêu đề"


FACT_NAMES = tuple(f.name for f in fields(Facts))
"""The names of the facts, in order."""


def facts_of(reading: Reading, sections: Sequence[Section]) -> Facts:
    """The facts that letterhead and title tell; a text with neither counts as press."""

    def shown(kind: SectionKind) -> list[str]:
        return [join(reading.text, s.span).text for s in sections if s.kind is kind]

    letterhead = shown(SectionKind.LETTERHEAD)
    titles = _first_title(reading, sections)
    kind = next((m[0] for t in titles if (m := KIND_LINE.match(t))), "")
    number = next((m["number"] for line in letterhead if (m := _NUMBER.match(line))), "")
    issued = next((m for line in letterhead if (m := _ISSUED.search(line))), None)
    issuer = []
    for line in letterhead:
        if _MOTTO.search(line) or not line.isupper():
            break
        issuer.append(line)
    own = reading.title or ""
    return Facts(
        title=" ".join(titles) or own or _headline(sections),
        number=number,
        kind=kind.capitalize(),
        issuer=" ".join(issuer),
        date=f"{issued['y']}-{int(issued['m']):02}-{int(issued['d']):02}" if issued else None,
        official=bool(kind or letterhead or shown(SectionKind.RECIPIENTS) or shown(SectionKind.ADDRESSEES)),
    )


def _first_title(reading: Reading, sections: Sequence[Section]) -> list[str]:
    """The lines of the first title that stand together; an annex has one of its own."""
    lines: list[str] = []
    for section in sections:
        if section.kind is SectionKind.TITLE:
            lines.append(join(reading.text, section.span).text)
        elif lines:
            break
    issuer = len(lines) > 2 and not KIND_LINE.match(lines[-1]) and len(lines[-1]) < 40
    return lines[:-1] if issuer else lines


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
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ChidaoError(f"{path}: không đọc được ({error}); hãy sửa tệp này hoặc bỏ nó đi") from error
    known = set(FACT_NAMES)
    found = {}
    for name, entry in entries.items():
        unknown = set(entry) - known - {"sha256"}
        if unknown:
            raise ChidaoError(f"{path}: mục {name!r} có khóa lạ {sorted(unknown)}; các khóa được dùng: {sorted(known)}")
        try:
            found[name] = (Facts(**{k: v for k, v in entry.items() if k != "sha256"}), str(entry.get("sha256", "")))
        except ChidaoError as error:
            raise ChidaoError(f"{path}: mục {name!r}: {error}") from error
    return found
