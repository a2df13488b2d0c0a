"""Phrases that name days: relation words with a time, and stretches of time."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.tasks.deadlines.calendar import Days, Issued
from corpus.tasks.deadlines.pattern import AT_LATEST, pattern
from corpus.tasks.deadlines.phrase import Phrase
from corpus.tasks.deadlines.times import Time, stretch_at, time_at
from corpus.tasks.deadlines.vocabulary import load_vocabulary
from corpus.tasks.task import Relation

RELATIONS: tuple[tuple[str, Relation, re.Pattern[str], bool], ...] = (
    # name, relation, words, whether they alone make a deadline
    (
        "before",
        Relation.BEFORE,
        pattern(rf"(?:{AT_LATEST} ~ (?:vào~)?)? (?:đến~)? trước (?:~(?:thời~điểm|thời~hạn|thời~gian|mốc|hạn))? ≈:?~"),
        True,
    ),
    (
        "by",
        Relation.BY,
        pattern(
            rf"""(?: {AT_LATEST} (?: ~(?:vào|trong|đến) )? (?: ~hết )?
              | (?:cho~)? (?:đến|tới) ~ hết | hạn ~ (?: cuối (?:~cùng)? | chót ) (?: ~là | ≈: )? | hết )
            ~ (?:thời~(?:điểm|gian)~)?"""
        ),
        True,
    ),
    ("until", Relation.BY, pattern(r"(?:cho~)? (?:đến|tới) ~ (?:(?:thời~điểm|mốc)~)?"), False),
    (
        "during",
        Relation.DURING,
        pattern(r"trong ~ (?:(?:suốt|khoảng~thời~gian|thời~gian)~(?:từ~)?)?"),
        True,
    ),
    ("on", Relation.DURING, pattern(r"vào ~ (?:(?:thời~điểm|dịp)~)?"), False),
)
_FROM_NOW = pattern(r"(?:kể~)? từ ~ (?:nay|giờ|bây~giờ) ~ (?:cho~)? (?:đến|tới) ~ (?:(?P<before>trước)~|hết~)?")
_FROM = pattern(r"(?:(?:kể|bắt~đầu|tính)~)? từ ~ (?:(?:khoảng|sau|thời~điểm)~)?")
_TO = pattern(r"[–-] | ~(?:đến|tới)~")
_TILL_NOW = pattern(r"≈,? ~ (?:cho~)? đến ~ nay (?!\w)")
_ONWARDS = pattern(r"~ trở ~ (?:đi|về~sau) (?!\w)")
_AND_AFTER = pattern(
    r"""≈,? ~ (?:và~)? (?:(?:cho|trong)~)?
    (?: (?:các|những) ~ năm ~ (?:tiếp~theo|sau|kế~tiếp) | năm ~ tiếp ~ theo ) (?!\w)"""
)
_ENDING = pattern(r"(?:hết|cuối) (?!\w)")
_SINGLE_DAY = ("day in figures", "date", "day and month")


def dated_at(text: str, start: int, issued: Issued) -> Phrase | None:
    """The phrase with a time whose words begin at `start`; None where there is none.

    >>> dated_at("trước năm 2030", 0, Issued()).days
    Days(start=datetime.date(2030, 1, 1), end=datetime.date(2030, 1, 1))
    >>> dated_at("chậm nhất trong quý II/2028", 0, Issued()).days.end
    datetime.date(2028, 6, 30)
    >>> str(dated_at("năm 2028 và các năm tiếp theo", 0, Issued()).relation)
    'ongoing'
    """
    return _from_at(text, start, issued) or _related_at(text, start, issued) or _bare_at(text, start, issued)


def _related_at(text: str, start: int, issued: Issued) -> Phrase | None:
    for name, relation, words, told in RELATIONS:
        match = words.match(text, start)
        time = time_at(text, match.end(), issued) if match else None
        if match is None or time is None:
            continue
        ending = _ENDING.match(text, match.end())
        if time.weak and (load_vocabulary().counted.match(text, time.end) or _share(name, time)):
            return None
        if name in ("until", "on") and ending and ending[0].lower() == "hết":
            relation, told = Relation.BY, True
        days = time.period.days(issued, ahead=True) if time.period else None
        if relation is Relation.BEFORE and days and not _of_days(time):
            named = (
                days.end if ending else days.start
            )  # "trước năm 2030" names its first day, "trước cuối năm" its last
            days = Days(named, named)
        if relation is Relation.BEFORE and time.clock:
            relation = Relation.BY  # "trước 17 giờ ngày 5/8" leaves the day itself in
        told = told and not (name == "during" and time.rule in ("years", "half-year", "part of year"))
        told = told or (name == "until" and _of_days(time))
        phrase = Phrase(start, time.end, relation, days, f"{name} {time.rule}", told, of_days=_of_days(time))
        return _prolonged(text, phrase)
    return None


def _share(name: str, time: Time) -> bool:
    """True for "trong 5/8": a share of something."""
    return name == "during" and time.rule == "day and month"


def _from_at(text: str, start: int, issued: Issued) -> Phrase | None:
    """From now or from a time on, to another or without an end."""
    if match := _FROM_NOW.match(text, start):
        if time := time_at(text, match.end(), issued):
            days = time.period.days(issued, ahead=True) if time.period else None
            if days and issued.on and issued.on <= days.end and not match["before"]:
                days = Days(issued.on, days.end)
            relation = Relation.BEFORE if match["before"] else Relation.BY
            return Phrase(start, time.end, relation, days, f"from now {time.rule}")
        return None
    match = _FROM.match(text, start)
    if match is None:
        return None
    stretch = stretch_at(text, match.end(), issued)
    time = stretch or time_at(text, match.end(), issued)
    if time is None or _TILL_NOW.match(text, time.end):
        return None
    if stretch or (time.rule not in _SINGLE_DAY and _TO.search(text, match.end(), time.end)):
        days = time.period.days(issued, ahead=True) if time.period else None
        return Phrase(start, time.end, Relation.DURING, days, f"from {time.rule}")
    if time.rule == "part of year":
        return None
    onwards = _ONWARDS.match(text, time.end)
    end = onwards.end() if onwards else time.end
    return Phrase(start, end, Relation.ONGOING, None, f"from {time.rule}", weak=time.rule == "day and month")


def _bare_at(text: str, start: int, issued: Issued) -> Phrase | None:
    """A time without a relation word; a missing year is the document's own, for it may be told about."""
    stretch = stretch_at(text, start, issued)
    time = stretch or time_at(text, start, issued)
    if time is None:
        return None
    days = time.period.days(issued, ahead=False) if time.period else None
    coming = time.period.days(issued, ahead=True) if time.period else None
    if days is None and time.period and time.period.last.year is not None:
        return None  # there is no such day
    by = text[start : start + 3].lower() == "hết"
    phrase = Phrase(start, time.end, Relation.BY if by else Relation.DURING, days, time.rule, told=by, bare=not by)
    phrase = replace(phrase, weak=time.weak, coming=coming, of_days=_of_days(time))
    return _prolonged(text, phrase)


def _of_days(time: Time) -> bool:
    return time.rule.startswith(("day", "date", "last day", "today"))


def _prolonged(text: str, phrase: Phrase) -> Phrase:
    """The phrase, without an end where the years after it are named too ("và các năm tiếp theo", "trở đi")."""
    if match := _AND_AFTER.match(text, phrase.end) or _ONWARDS.match(text, phrase.end):
        return replace(
            phrase, end=match.end(), relation=Relation.ONGOING, days=None, coming=None, rule=f"{phrase.rule} onwards"
        )
    return phrase
