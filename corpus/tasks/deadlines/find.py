"""Deadlines in running text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.reading import Span
from corpus.tasks.deadlines.calendar import Issued
from corpus.tasks.deadlines.closing import closing_of
from corpus.tasks.deadlines.counted import counted_at
from corpus.tasks.deadlines.dated import dated_at
from corpus.tasks.deadlines.pattern import pattern
from corpus.tasks.deadlines.phrase import Phrase
from corpus.tasks.deadlines.recurring import recurring_at
from corpus.tasks.deadlines.refusals import refused, tells_of
from corpus.tasks.deadlines.undated import undated_at
from corpus.tasks.task import DueDate

_TRIGGER = pattern(
    r"""
    (?<! [\w/] ) (?<! \d[.,:–-] )
    (?: trước | chậm | muộn | trễ | không | cho | đến | tới | hết | trong | vào | ngay | từ | kể | bắt | tính
      | hằng | hàng | mỗi | định | thường | liên | tại | sau | cận | tối | theo | các | ngày | tháng | quý | quí | qúy
      | qúi | năm | tuần | đầu | giữa | cuối | cả | nửa | giai | thời | nhiệm | thứ | chủ | hôm | lúc | hạn | một | hai
      | ba | sáu | chín | (?:IV|I{1,3})(?=≈/) | \d )
    """
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time expression of running text, with what a reader of the sentence must know to judge it.

    Attributes:
        due: its words, relation and days; the span is relative to the text given.
        introduced: True where words make it a deadline by themselves ("trước", "chậm nhất", "hoàn thành trong",
            "thời hạn:"); False for a time that may only describe ("năm 2025", "hằng năm").
        tells_of: True where a thing that has its own time stands before it ("nhiệm vụ từ nay đến tháng 6").
        whole: half-open offsets of `due` with the words and marks that bring it in (", hoàn thành ", "; thời hạn: "),
            so that the closing clause can be cut off.
    """

    due: DueDate
    introduced: bool
    tells_of: bool
    whole: Span


def find_deadlines(text: str, issued: Issued) -> list[Deadline]:
    """The deadlines of a running text, in order, not overlapping.

    Dates of cited documents, of meetings and of what has happened, data's ages, shares and names are left out; what
    only the sentence can tell has `introduced` False.

    >>> [found] = find_deadlines("Sở Y tế rà soát, hoàn thành trước ngày 05/8.", Issued.of("2024-07-19"))
    >>> found.due.text, found.due.end, found.whole
    ('trước ngày 05/8', datetime.date(2024, 8, 5), Span(start=15, end=43))
    """
    return list(deadlines_in(text, issued))


def deadlines_in(text: str, issued: Issued) -> Iterator[Deadline]:
    """The same, one after the other, for whoever needs only the first."""
    for read in phrases_of(text, issued):
        ahead = replace(read, days=read.coming) if read.bare else read
        closing = closing_of(text, ahead, issued)
        phrase = ahead if closing.introduced else read
        if (phrase.weak and not closing.introduced) or refused(text, phrase, issued):
            continue
        yield Deadline(due_of(text, phrase), closing.introduced, tells_of(text, phrase), closing.whole)


def phrases_of(text: str, issued: Issued) -> Iterator[Phrase]:
    """The time phrases of a text, in order, not overlapping, whatever the words around them say."""
    position = 0
    while trigger := _TRIGGER.search(text, position):
        phrase = phrase_at(text, trigger.start(), issued)
        if phrase:
            yield phrase
        position = phrase.end if phrase else trigger.end()


def phrase_at(text: str, start: int, issued: Issued) -> Phrase | None:
    """The time phrase whose words begin at `start`; None where there is none."""
    return (
        recurring_at(text, start, issued)
        or counted_at(text, start, issued)
        or undated_at(text, start)
        or dated_at(text, start, issued)
    )


def due_of(text: str, phrase: Phrase) -> DueDate:
    """A phrase as a deadline."""
    days = phrase.days
    return DueDate(
        text=text[phrase.start : phrase.end],
        relation=phrase.relation,
        start=days.start if days else None,
        end=days.end if days else None,
        span=Span(phrase.start, phrase.end),
        rule=phrase.rule,
    )
