"""The title among the properties of an office file, where a person gave it one."""

from __future__ import annotations

import re

from corpus.text import stored

_FEWEST_WORDS = 3
_FILE_NAMES = (".doc", ".docx", ".docm", ".dot", ".dotx", ".rtf", ".odt", ".pdf", ".htm", ".html", ".xls", ".xlsx")
# What Word and converters put there themselves: a placeholder, the first line of the letterhead.
_NO_TITLE = re.compile(
    r"""
      Microsoft\ (?:Office\ )?Word\b | (?:Word|New)\ Document\b | Untitled\b | PowerPoint\b
    | Số\s*: | Kính\ gửi\b | (?-i:CỘNG\ H[OÒ][AÀ]\ XÃ\ HỘI | ĐẢNG\ CỘNG\ SẢN)
    | (?-i:ỦY\ BAN | UỶ\ BAN | UBND | HĐND | HỘI\ ĐỒNG\ NHÂN\ DÂN | BỘ\ | SỞ\ | TỈNH | THÀNH\ (?:ỦY|UỶ|PHỐ)
        | CHÍNH\ PHỦ | THỦ\ TƯỚNG | VĂN\ PHÒNG | BAN\ )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def title_of(written: str) -> str | None:
    """The title on one line; None for what programs put there: a file's name, a placeholder, the letterhead."""
    title = stored(" ".join(written.split()))
    if len(title.split()) < _FEWEST_WORDS or title.lower().endswith(_FILE_NAMES) or _NO_TITLE.match(title):
        return None
    return title
