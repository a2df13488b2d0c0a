"""What a rule of this package finds: a time phrase with its relation, before the sentence around it is looked at."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.tasks.deadlines.calendar import Days
from corpus.tasks.task import Relation


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time phrase.

    Attributes:
        start, end: half-open offsets of its words.
        relation: how the work stands to the days.
        days: the calendar days named, or None.
        rule: the name of the rule that read it.
        told: True where the words alone make it a deadline ("trước", "chậm nhất", "đến hết", "trong tháng").
        bare: True where no relation word stands in it.
        weak: True for what is a deadline only in a label or behind words that bring one in: figures alone ("5/8"), a
            number of days that runs from nothing ("trong 10 ngày").
        coming: of a time without a relation word, the days if it is a deadline, and so lies ahead ("quý I": the next).
        of_days: True where days of a month are named, not a longer time.
    """

    start: int
    end: int
    relation: Relation
    days: Days | None
    rule: str
    told: bool = False
    bare: bool = False
    weak: bool = False
    coming: Days | None = None
    of_days: bool = False
