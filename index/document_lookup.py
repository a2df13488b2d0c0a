"""Which documents a person means: by name, by number, or by a part of the path or the title."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence

from corpus.errors import UnknownDocument
from index.store import StoredDocument
from index.tokens import unmarked

MOST_NAMED = 5
"""An error names at most so many documents."""

_NUMBER_WORD = re.compile(
    r"^(?:(?:văn bản|công điện|chỉ thị|thông báo|quyết định|kế hoạch)\s+)?số\s*:?\s*", re.IGNORECASE
)
_SPACE = re.compile(r"\s+")


def documents_named(asked: str, documents: Sequence[StoredDocument]) -> list[StoredDocument]:
    """The documents that `asked` means: the one of that name, else those of that number ("224/CĐ-TTg"), else the only
    one with these words in its path or title. Case, Unicode form and, in numbers, diacritics make no difference.

    Raises:
        UnknownDocument: none, or more than one by a part; the message names the nearest.
    """
    name = unicodedata.normalize("NFC", asked.strip())
    if exact := [d for d in documents if unicodedata.normalize("NFC", d.name) == name]:
        return exact
    number = _number(name)
    if numbered := [d for d in documents if d.facts.number and _number(d.facts.number) == number]:
        return numbered
    part = unmarked(name)
    held = [d for d in documents if part and any(part in unmarked(text) for text in (d.name, d.facts.title))]
    if len(held) == 1:
        return held
    if held:
        raise UnknownDocument(f"{asked!r} có trong {len(held)} văn bản: {_named(held)}; hãy ghi rõ hơn")
    spellings = {unmarked(text): d for d in documents for text in (d.name, d.facts.number, d.facts.title) if text}
    near = difflib.get_close_matches(part, spellings, n=MOST_NAMED, cutoff=0.5)
    hint = f"gần giống: {_named([spellings[text] for text in near])}; " if near else ""
    raise UnknownDocument(f"kho không có văn bản {asked!r}; {hint}xem danh sách bằng: chidao documents")


def _number(words: str) -> str:
    """A document's number as it is compared: "Số 224 / CĐ-TTg" -> "224/cd-ttg"."""
    return _SPACE.sub("", unmarked(_NUMBER_WORD.sub("", words)))


def _named(documents: Sequence[StoredDocument]) -> str:
    names = list(dict.fromkeys(f"{d.name} ({d.facts.number})" if d.facts.number else d.name for d in documents))
    return ", ".join(names[:MOST_NAMED]) + ", ..." * (len(names) > MOST_NAMED)
