"""Days counted from another day: "trong 15 ngày kể từ ngày ban hành", "chậm nhất 05 ngày làm việc sau khi ..."."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from corpus.tasks.deadlines.calendar import Days, Issued, later
from corpus.tasks.deadlines.pattern import AT_LATEST, TAIL, number, pattern
from corpus.tasks.deadlines.phrase import Phrase
from corpus.tasks.deadlines.rule import NUMERAL
from corpus.tasks.deadlines.times import time_at
from corpus.tasks.deadlines.vocabulary import load_vocabulary
from corpus.tasks.task import Relation

_COUNT = pattern(
    rf"""
    (?: (?P<within> trong (?:~(?:vòng|thời~hạn|thời~gian|khoảng))? (?:~(?:tối~đa|không~quá))? )
      | {AT_LATEST} (?:~(?:sau|trong(?:~(?:vòng|thời~hạn))?))?
      | (?:thời~hạn~)? (?:tối~đa|không~quá) | (?P<alone>) ) ≈
    (?P<number> \d{{1,3}} | {NUMERAL} ) (?: ≈ \( [^()]{{1,16}} \) )? ≈
    (?P<unit> ngày (?P<working>~làm~việc)? | tuần | tháng | quý | năm | giờ (?:~làm~việc)? ) (?!\w)
    (?! ~(?:đầu|cuối|qua|vừa|gần|trước(?!~(?:khi|ngày))|trở~lại|năm~\d|liên~tiếp|\d) )
    """
)
_SINCE = pattern(r"≈,? ~ (?: (?:kể|tính) ~ (?:từ|sau) | từ | sau ) ~")
_AHEAD = pattern(r"~ (?:tới|nữa) (?!\w)")
_PRIOR = pattern(r"≈,? ~ trước ~ (?:khi|ngày) ~")
_OWN = pattern(
    r"""
    (?:(?:ngày|khi|thời~điểm|lúc)~)?
    (?: (?: [^\W\d_][\w\s]{0,30} ~ này ~ )? (?:được~)?
        (?: ban~hành | k[ýí] (?: ≈,? ~ban~hành )? | phát~hành ) (?!\w) (?P<this> ~ [^\W\d_][\w\s]{1,24} ~ này (?!\w) )?
      | hôm ~ nay (?!\w) )
    """
)


def counted_at(text: str, start: int, issued: Issued) -> Phrase | None:
    """The phrase that counts days and whose words begin at `start`; None where there is none.

    Days are named only where the count runs from the document's own issue or from a day in the text.

    >>> counted_at("trong 05 ngày làm việc kể từ ngày ký", 0, Issued(2027, 5, 14)).days.end
    datetime.date(2027, 5, 21)
    """
    match = _COUNT.match(text, start)
    if match is None:
        return None
    relation = Relation.DURING if match["within"] or match["alone"] is not None else Relation.BY
    unit = "ngày làm việc" if match["working"] else match["unit"].lower().split()[0]
    amount = number(match["number"]) or 0
    if match["alone"] is not None and (_PRIOR.match(text, match.end()) or not match["number"].isdecimal()):
        return None  # "báo cáo 6 tháng trước ngày 15/6"
    if match["alone"] is not None:
        found = _since(text, start, match.end(), relation, amount, unit, issued)
        return replace(found, told=False, weak=True)
    return _since(text, start, match.end(), relation, amount, unit, issued)


def _since(text: str, start: int, counted: int, relation: Relation, amount: int, unit: str, issued: Issued) -> Phrase:
    """The phrase with what the count runs from; `counted` is the offset behind the number and its unit."""
    if ahead := _AHEAD.match(text, counted):
        return _from_day(start, ahead.end(), relation, issued.on, amount, unit)
    if prior := _PRIOR.match(text, counted):
        tail = TAIL.match(text, prior.end())
        return Phrase(start, tail.end() if tail else prior.end(), Relation.EVENT, None, "counted from event", told=True)
    since = _SINCE.match(text, counted)
    if since is None:
        return Phrase(start, counted, Relation.EVENT, None, "counted", weak=True)
    if (time := time_at(text, since.end(), issued)) and time.rule.startswith(("day", "date", "today")):
        days = time.period.days(issued, ahead=True) if time.period else None
        return _from_day(start, time.end, relation, days.start if days else None, amount, unit)
    own = _OWN.match(text, since.end())
    if own and (own["this"] or not load_vocabulary().document.match(text, own.end())):
        return _from_day(start, own.end(), relation, issued.on, amount, unit)
    tail = TAIL.match(text, since.end())
    if tail is None:
        return Phrase(start, counted, Relation.EVENT, None, "counted", weak=True)
    return Phrase(start, tail.end(), Relation.EVENT, None, "counted from event", told=True)


def _from_day(start: int, end: int, relation: Relation, day: date | None, amount: int, unit: str) -> Phrase:
    """The phrase with its days; a stretch begins on the day that it runs from, hours are counted in whole days."""
    if unit == "giờ":
        amount, unit = -(-amount // 24), "ngày"
    last = later(day, amount, unit) if day else None
    return Phrase(start, end, relation, Days(day, last) if day and last else None, "counted", told=True)
