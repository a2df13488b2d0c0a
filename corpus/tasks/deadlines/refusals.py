"""Times that are no deadline: dates of documents and meetings, names, the past, states, shares."""

from __future__ import annotations

from corpus.tasks.deadlines.calendar import Issued
from corpus.tasks.deadlines.pattern import LEFT, RIGHT, pattern
from corpus.tasks.deadlines.phrase import Phrase
from corpus.tasks.deadlines.vocabulary import load_vocabulary
from corpus.tasks.task import Relation

_NUMBERED = pattern(r"(?<!\w) [\w.]{1,12} ≈[/–-]≈ [\w.&/–-]{1,30} ≈ [,(]? ≈ \Z")
_STORY = pattern(r"≈ , ≈ tại ~")
_QUOTED = pattern(r"[“\"] [^”\"]{0,99} \Z")
_OUTLOOK = pattern(r"≈ ,? ~ (?:và~)? (?:tầm~nhìn|định~hướng) (?!\w)")
_COUNT = pattern(r"\d ~ \Z")
_PASSED = pattern(r"(?<!\w) thông ~ qua ~ \Z")
_ENCLOSED = pattern(r"(?<!\w) kèm ~ \Z")
_DATED = pattern(r"≈ [,(]? ≈ (?:vào~)? ngày ~ \d")
_URGED = pattern(r"(?<!\w) (?:phấn~đấu|bảo~đảm|đảm~bảo|hoàn~thành) ~ \Z")


def refused(text: str, phrase: Phrase, issued: Issued) -> str | None:
    """Why a phrase is no deadline: the name of the rule that says so; None where nothing speaks against it."""
    words = load_vocabulary()
    start, end = phrase.start, phrase.end
    left = max(0, start - LEFT)
    if phrase.rule == "standing":
        return "kind of money" if words.left_standing.search(text, left, start) else None
    if phrase.rule == "session" and (_PASSED.search(text, left, start) or _DATED.match(text, end)):
        return "past session"
    if phrase.rule == "pace" and _ENCLOSED.search(text, left, start):
        return "enclosed"
    if phrase.relation in (Relation.RECURRING, Relation.EVENT):
        return None
    if words.left_state.search(text, left, start) or (not phrase.told and words.left_told.search(text, left, start)):
        return "told about"
    if _reached(text, phrase, left, issued):
        return "reached by then"
    if _named(text, phrase, left):
        return "name"
    if not phrase.bare and not phrase.rule.startswith(("on ", "from ", "during half-year", "during part of year")):
        return None
    if phrase.of_days and (reason := _day_told(text, phrase, left, issued)):
        return reason
    if phrase.days and issued.earliest and phrase.days.end < issued.earliest:
        return "past"
    return None


def tells_of(text: str, phrase: Phrase) -> bool:
    """True where a thing with a time of its own stands before a phrase: "dự toán trong 6 tháng đầu năm".

    "vào" goes with what is done.
    """
    if phrase.rule.startswith("on "):
        return False
    return load_vocabulary().left_named.search(text, max(0, phrase.start - LEFT), phrase.start) is not None


def _reached(text: str, phrase: Phrase, left: int, issued: Issued) -> bool:
    """True for a day by which something had happened ("đến ngày ... đã có"), unless it lies ahead or is aimed at."""
    ahead = phrase.days and issued.on and phrase.days.start > issued.on and not phrase.of_days
    if ahead or phrase.rule.startswith(("during", "before")) or _URGED.search(text, left, phrase.start):
        return False
    told = load_vocabulary().told.match(text, phrase.end, min(len(text), phrase.end + RIGHT))
    return told is not None


def _named(text: str, phrase: Phrase, left: int) -> bool:
    """True for a time in the name of a plan: "Đề án ... đến năm 2035", "dự toán năm 2027"."""
    words, start = load_vocabulary(), phrase.start
    if phrase.rule.startswith("until") and "year" in phrase.rule:
        inside = words.left_title.search(text, left, start) or _QUOTED.search(text, left, start)
        return bool(inside or _OUTLOOK.match(text, phrase.end))
    if not phrase.bare or phrase.of_days:
        return False
    if text[start:].startswith(("nhiệm", "Nhiệm", "NHIỆM")):
        return True
    before = words.left_named.search(text, left, start) or _COUNT.search(text, left, start)
    return bool(before or _QUOTED.search(text, left, start) or _OUTLOOK.match(text, phrase.end))


def _day_told(text: str, phrase: Phrase, left: int, issued: Issued) -> str | None:
    """Why a day without a deadline's words is that of a document, a meeting, or of the issue itself."""
    words, start = load_vocabulary(), phrase.start
    if phrase.bare and (_NUMBERED.search(text, left, start) or words.left_document.search(text, left, start)):
        return "date of a document"
    if phrase.bare and issued.earliest is None and words.left_signed.search(text, left, start):
        return "date of a document"
    if words.left_meeting.search(text, left, start):
        return "day of a meeting"
    if words.left_feast.search(text, left, start):
        return "feast"
    if phrase.bare and not text[:start].strip() and _STORY.match(text, phrase.end):
        return "story"
    if phrase.bare and phrase.days and phrase.days.end == issued.on and phrase.rule != "today":
        return "day of issue"
    return None
