"""Questions about what holds in a case: "Nếu quá hạn mà chưa trả lời thì phải làm gì?"."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.reading import Span
from index.tokens import pairs, syllables

FEWEST = 3
"""Syllables of a case; fewer before "thì" go on from the question before ("Còn Bộ Y tế thì sao?")."""

_HOW = r"(?:thế\ nào|như\ thế\ nào|ra\ sao)"
_CASE = re.compile(
    rf"""
    ^ (?!(?:thế|vậy)?\s?còn\b) (?P<opening> (?:nếu|khi|lúc|hễ|(?:trong\ )?trường\ hợp)\ (?:mà\ )? )?
    (?P<case> [^?]{{1,300}}? ) ,?
    \ thì\ (?:(?:sẽ|phải|cần|được|bị|nên|ta|mình)\ )*
    (?: làm\ (?:gì|sao|{_HOW}) | (?:xử\ lý|giải\ quyết|tính|xem|coi)\ (?:{_HOW}|là\ gì) | bị\ gì
      | (?P<bare> (?:có\ )?sao | {_HOW} ) ) \W* $
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HAPPENS = re.compile(r"(?<!\w)(?:không|chưa|bị|quá|chậm|trễ|thiếu|sai|hết)(?!\w)", re.IGNORECASE)
_OPENS = re.compile(r"\W*(?:\w{1,4}[.)]\s*)?(?:nếu|khi|trường hợp|trong trường hợp)\b", re.IGNORECASE)
_HOLDS = re.compile(r"(?<!\w)(?:nếu|khi|trường hợp|quá thời hạn|quá hạn)(?!\w)", re.IGNORECASE)
_EMPTY = frozenset(
    {"mà", "thì", "là", "của", "và", "có", "các", "những", "cho", "về", "với", "trong", "một", "này", "đó", "ở"}
)


@lru_cache(maxsize=1024)
def case_in(text: str) -> Span | None:
    """Where a question in full spelling names the case that it asks about; None where it asks about none.

    >>> text = "Nếu quá hạn mà chưa trả lời thì phải làm gì?"
    >>> case_in(text).of(text), case_in("Còn Bộ Tài chính thì sao?")
    ('quá hạn mà chưa trả lời', None)
    """
    match = _CASE.match(text)
    if match is None or len(syllables(match["case"])) < FEWEST:
        return None
    if match["bare"] and not (match["opening"] or _HAPPENS.search(match["case"])):
        return None  # "Ngân hàng Nhà nước thì sao?" goes on from the question before
    return Span(*match.span("case"))


def terms_of_case(words: str) -> tuple[str, ...]:
    """The syllables of a case, and the pairs of neighbours: here "không" and "quá hạn" tell it from others."""
    said = [word for word in syllables(words) if word not in _EMPTY]
    return tuple(dict.fromkeys([*said, *pairs(said)]))


def tells_case(sentence: str) -> bool:
    """True for a sentence that begins with a case: "Trường hợp văn bản không kết luận cụ thể, ..."."""
    return _OPENS.match(sentence) is not None


def holds_case(sentence: str) -> bool:
    """True for a sentence that speaks of a case anywhere in it."""
    return _HOLDS.search(sentence) is not None
