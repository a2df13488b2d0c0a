"""The tasks of one state of a store in memory, with the words that they are found by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.record import Record
from index.tokens import pairs, syllables, tokens


@dataclass(frozen=True, slots=True)
class TaskWords:
    """The tokens of a task: of what it says itself, and of its sentence with the headings above."""

    own: frozenset[str]
    near: frozenset[str]


class TaskIndex:
    """Tasks by the tokens that they hold; built once for a state of the store, then only read."""

    OWN, AROUND = 1.0, 0.9
    """What a token counts in the task's own words, and in its sentence or in a heading above it."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = [record for record in records if not record.said.rejected]
        self._works: dict[str, list[Record]] = defaultdict(list)
        self._held: dict[str, dict[int, float]] = defaultdict(dict)
        self._told: dict[str, TaskWords] = {}
        for i, record in enumerate(self.records):
            for token in _around(record):
                self._held[token][i] = self.AROUND
            for token in _own(record):
                self._held[token][i] = self.OWN
            self._works[record.row.work or record.key].append(record)

    def holding(self, token: str) -> Mapping[int, float]:
        """Task -> what the token counts in it, for those that hold it."""
        return self._held.get(token, {})

    def words(self, record: Record, tokens_of: Callable[[str], frozenset[str]]) -> TaskWords:
        """The tokens of one of its tasks as `tokens_of` reads them, kept from the first time on."""
        if (told := self._told.get(record.key)) is None:
            near = tokens_of(f"{record.row.quote} . {record.row.searched}")
            told = self._told[record.key] = TaskWords(tokens_of(_own_words(record)), near)
        return told

    def same_work(self, group: str) -> list[Record]:
        """The tasks of a group: one work in several documents (see index.linking)."""
        return self._works.get(group, [])

    def found(self, weights: Mapping[str, float]) -> dict[int, float]:
        """Task -> the weight of the tokens that it holds, each times what it counts there."""
        held: dict[int, float] = defaultdict(float)
        for token, weight in weights.items():
            for i, share in self.holding(token).items():
                held[i] += weight * share
        return held


def _own(record: Record) -> Iterable[str]:
    return tokens(_own_words(record))


def _own_words(record: Record) -> str:
    due = record.due
    return " . ".join((*record.lead, *record.coordinating, record.action, due.text if due else "", record.product))


def _around(record: Record) -> Iterable[str]:
    said = syllables(record.row.searched)
    return [*said, *pairs(said)]
