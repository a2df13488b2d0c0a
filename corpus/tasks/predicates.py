"""Where the words begin that tell a body what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.reading import Span
from corpus.tasks.words import Words, load_words

SEPARATOR = re.compile(r"[\s,:–-]*")
"""What may stand between a body, a verb and what follows it."""

_BRACKET = re.compile(r" ?\([^()]{0,200}\)")
_BY_FUNCTION = re.compile(
    r"""
    [\ ,]{0,3}
    (?: phụ\ trách(?=\ lĩnh\ vực)
      | (?:căn\ cứ|theo|trong\ phạm\ vi|trên\ cơ\ sở|với) \  (?:vào\ )?
        (?:chức\ năng|nhiệm\ vụ|quyền\ hạn|thẩm\ quyền|trách\ nhiệm|phạm\ vi|lĩnh\ vực|vai\ trò|tình\ hình)
      | thuộc\ (?:phạm\ vi|lĩnh\ vực|thẩm\ quyền) | trong\ phạm\ vi )
    (?: (?:,|,?\ và)? \ 
        (?:chức\ năng|nhiệm\ vụ|quyền\ hạn|thẩm\ quyền|trách\ nhiệm|phạm\ vi|lĩnh\ vực|địa\ bàn|quản\ lý|được\ giao
          |được\ phân\ công|của\ mình|mình|hiện\ có|thực\ tế|chuyên\ ngành|ngành|phụ\ trách)
    ){0,8}+
    [\ ,]{0,3}
    """,
    re.VERBOSE,
)
_NO_VERB = re.compile(  # "tiếp tục được xử lý", "Quyết định số 46", "Đề nghị của Sở", "đánh giá cao", "có 12/15 sở"
    r" (?:(?:được|bị)\b(?! giao)|số \d|của\b|(?<=đánh giá )cao\b|(?<=có )(?:\d|những\b|nhiều\b|một số\b))",
    re.IGNORECASE,
)


def predicate_at(text: str, start: int, end: int, times: Sequence[Span] = ()) -> int | None:
    """Where the words begin that tell what to do, if they follow at `start`; None where others do.

    Brackets, commas, "theo chức năng, nhiệm vụ được giao" and a deadline may stand between; behind anything the words
    begin in lower case.
    """
    words = load_words()
    at, passed = start, []
    for _ in range(8):
        before = at
        if bracket := _BRACKET.match(text, at, end):
            at = bracket.end()
        if function := _BY_FUNCTION.match(text, at, end):
            passed.append(skipped(SEPARATOR, text, at, end))
            at = function.end()
        at = skipped(SEPARATOR, text, at, end)
        for time in times:
            if time.start <= at < time.end:
                passed.append(at)
                at = time.end
        if at == before:
            break
    for place in (at, *reversed(passed)):  # "định kỳ" and "trên cơ sở ..." may open the predicate themselves
        if (found := _predicate(text, start, place, end, words)) is not None:
            return found
    return None


def _predicate(text: str, start: int, at: int, end: int, words: Words) -> int | None:
    """`at`, if words that tell what to do begin there."""
    if at >= end or (at > start and text[at].isupper()):
        return None
    if words.unlike.at(text, at) is not None:
        return None
    if words.told.at(text, at) is not None and not text.startswith("được giao", at):
        return None
    found = max((p.at(text, at) or 0 for p in (words.modals, words.adverbs, words.verbs)), default=0)
    if not found or _NO_VERB.match(text, found, end):
        return None
    return at


def skipped(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Where a pattern that matches anything, the empty text too, ends."""
    match = pattern.match(text, start, end)
    return match.end() if match else start
