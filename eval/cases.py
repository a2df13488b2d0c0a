"""Questions with hand-made gold, read from JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.errors import ChidaoError

SHIPPED = Path(__file__).with_name("cases") / "shipped.jsonl"
"""The cases over the documents that ship with the project."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question and what a right answer to it shows.

    Attributes:
        id: its name, unique in a file.
        cat: its kind: "who", "what", "when", "task", "list", "number", "definition", "compare", "yesno", "followup",
            "abstain".
        question: as a person types it: with or without diacritics, in NFC or NFD.
        expect: the facts that a right answer states, each as alternatives of which one is enough.
        cite: the passages that it cites, each as alternatives: a piece of a stored text, enough to know it by. "|"
            parts them in the file.
        due: the last days of the deadlines that it names, each as alternatives. A deadline "before" a day has two:
            the day named and the last permitted one.
        forbid: what a wrong neighbour would say; none of it may stand in the answer.
        answerable: False where the right answer is to decline.
        history: the person's earlier questions, oldest first.
    """

    id: str
    cat: str
    question: str
    expect: tuple[tuple[str, ...], ...]
    cite: tuple[tuple[str, ...], ...]
    due: tuple[tuple[date, ...], ...]
    forbid: tuple[str, ...]
    answerable: bool
    history: tuple[str, ...]


def read_cases(path: Path) -> list[Case]:
    """The cases of a JSON Lines file in its order; empty lines and further keys are passed over.

    Raises ChidaoError that names the file, the line and the key.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise ChidaoError(f"{path} cannot be read: {error.strerror}. Name a JSON Lines file of cases.") from error
    cases: dict[str, Case] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        read = _Line(f"{path}, line {number}", line)
        case = read.case()
        if case.id in cases:
            raise read.refuse("id", "an id that no line above has", case.id)
        cases[case.id] = case
    return list(cases.values())


class _Line:
    """One line of the file, its values checked as they are taken."""

    def __init__(self, where: str, line: bytes) -> None:
        self.where = where
        try:
            values = json.loads(line)
        except ValueError as error:
            raise ChidaoError(f"{where}: not JSON in UTF-8 ({error}). Write one object a line.") from error
        if not isinstance(values, dict):
            raise ChidaoError(f"{where}: {values!r} is no JSON object. Write one object a line.")
        self.values: Mapping[str, object] = values

    def case(self) -> Case:
        return Case(
            id=self.text("id"),
            cat=self.text("cat"),
            question=self.text("question"),
            expect=self.facts("expect"),
            cite=tuple(tuple(gold.split("|")) for gold in self.texts("cite")),
            due=tuple(self.days("due", gold) for gold in self.texts("due")),
            forbid=self.texts("forbid"),
            answerable=self.flag("answerable"),
            history=self.texts("history"),
        )

    def refuse(self, key: str, wanted: str, value: object) -> ChidaoError:
        return ChidaoError(f"{self.where}, key {key!r}: {value!r} is not {wanted}. Correct the line.")

    def value(self, key: str) -> object:
        if key not in self.values:
            raise ChidaoError(f"{self.where}, key {key!r}: missing. Add it to the line.")
        return self.values[key]

    def text(self, key: str) -> str:
        value = self.value(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(key, "a text", value)
        return value

    def flag(self, key: str) -> bool:
        value = self.value(key)
        if not isinstance(value, bool):
            raise self.refuse(key, "true or false", value)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        return self.checked_texts(key, self.value(key))

    def facts(self, key: str) -> tuple[tuple[str, ...], ...]:
        value = self.value(key)
        if not isinstance(value, list) or not all(value):
            raise self.refuse(key, "a list of lists of texts, none of them empty", value)
        return tuple(self.checked_texts(key, alternatives) for alternatives in value)

    def checked_texts(self, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
            raise self.refuse(key, "a list of texts", value)
        return tuple(value)

    def days(self, key: str, gold: str) -> tuple[date, ...]:
        try:
            return tuple(date.fromisoformat(day) for day in gold.split("|"))
        except ValueError as error:
            raise self.refuse(key, 'one or more days as YYYY-MM-DD, parted by "|"', gold) from error
