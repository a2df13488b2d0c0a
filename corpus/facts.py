"""The facts of a document, and what manifest, sidecar and persons say of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import ChidaoError

MANIFEST = "manifest.toml"
"""A file of this name in a folder tells the facts that its documents do not."""

SIDECAR_SUFFIX = ".toml"
"""A file called as a document, with this behind, tells facts of that document alone: "a.docx.toml"."""

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
        subject: what it is about, without its kind ("trích yếu").
        place: where it was issued.
        signer: the name of the one who signed it.
        office: as what, and for whom: "KT. THỦ TƯỚNG, PHÓ THỦ TƯỚNG".
        parent: the body above the issuing one, where the letterhead names it.
    """

    title: str = ""
    number: str = ""
    kind: str = ""
    issuer: str = ""
    date: str | None = None
    date_words: str = ""
    official: bool = True
    subject: str = ""
    place: str = ""
    signer: str = ""
    office: str = ""
    parent: str = ""

    def __post_init__(self) -> None:
        if self.date is not None and not is_date(self.date):
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


def is_date(words: str) -> bool:
    """True for a day, a month or a year as `Facts.date` takes it."""
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


def read_sidecar(file: Path) -> tuple[Mapping[str, Any], str]:
    """What a file beside a document says: fact -> value for those it names, and the sha256 or "".

    Raises:
        ChidaoError: it is not TOML, or has a key that no fact is called by.
    """
    try:
        said, sha256 = _said(tomllib.loads(file.read_text(encoding="utf-8")))
        replace(Facts(), **said)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ChidaoError(f"không đọc được ({error}); hãy sửa tệp này hoặc bỏ nó đi") from error
    return said, sha256


def fact_of_words(name: str, words: str) -> str | bool | None:
    """The value of a fact as a person writes it; "-" says that the document has none.

    Raises:
        ChidaoError: no fact is called so, or the words are no value of it.
    """
    if name not in FACT_NAMES:
        raise ChidaoError(f"không có trường {name!r}; các trường: {', '.join(FACT_NAMES)}")
    words = words.strip()
    if name == "official":
        if words.lower() not in ("true", "false"):
            raise ChidaoError(f"official: giá trị {words!r} không dùng được; hãy ghi true hoặc false")
        return words.lower() == "true"
    if words == "-":
        return None if name == "date" else ""
    if name == "date":
        Facts(date=words)
    return words


def _entry(entry: object) -> tuple[Facts, str]:
    """The facts and the sha256 of a manifest's entry; raises ChidaoError, which names the key."""
    said, sha256 = _said(entry)
    return Facts(**said), sha256


def _said(entry: object) -> tuple[dict[str, Any], str]:
    """Fact -> value, and the sha256, of what a manifest or a sidecar holds; raises ChidaoError, which names the key."""
    if not isinstance(entry, dict):
        raise ChidaoError(f'{entry!r} không phải một bảng; hãy ghi các khóa dưới dòng ["tên tệp"]')
    for key, value in entry.items():
        if key not in {*FACT_NAMES, "sha256"}:
            raise ChidaoError(f"khóa lạ {key!r}; các khóa được dùng: {', '.join(FACT_NAMES)}, sha256")
        if not isinstance(value, bool if key == "official" else str):
            wanted = "true hoặc false" if key == "official" else "chữ trong ngoặc kép"
            raise ChidaoError(f"{key}: giá trị {value!r} không dùng được; hãy ghi {wanted}")
    sha256 = entry.get("sha256", "")
    if sha256 and not _SHA256.fullmatch(sha256):
        raise ChidaoError(f"sha256: {sha256!r} không phải 64 chữ số thập lục phân thường")
    return {key: value for key, value in entry.items() if key != "sha256"}, sha256
