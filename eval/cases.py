"""Questions with hand-made gold, read from JSON Lines or from an office's sheet, and written again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import ChidaoError
from eval.gold_tasks import GoldTask, gold_task

SHIPPED = Path(__file__).with_name("cases") / "shipped.jsonl"
"""The cases over the documents that ship with the project."""
ACCEPTED = "nhận"
"""The key, and the column, in which a person accepts a proposed case."""
YES = frozenset({"có", "x", "nhận", "yes", "true", "1"})


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
        because: why it must be declined (see assistant.answering.declining.Reason); "" where any reason is right.
        tasks: the tasks that a right answer tells, where the gold knows them.
        variant, variant_of: the form that the question was put into, and the id of the case that it was made from;
            "" for a case as a person wrote it.
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
    because: str = ""
    tasks: tuple[GoldTask, ...] = ()
    variant: str = ""
    variant_of: str = ""

    def to_json(self) -> dict[str, Any]:
        """The case as a line of the file; keys that say nothing are left out behind the first nine."""
        whole: dict[str, Any] = {
            "id": self.id,
            "cat": self.cat,
            "question": self.question,
            "expect": [list(ways) for ways in self.expect],
            "cite": ["|".join(pieces) for pieces in self.cite],
            "due": ["|".join(day.isoformat() for day in days) for days in self.due],
            "forbid": list(self.forbid),
            "answerable": self.answerable,
            "history": list(self.history),
        }
        further = {
            "because": self.because,
            "tasks": [task.to_json() for task in self.tasks],
            "variant": self.variant,
            "variant_of": self.variant_of,
        }
        return whole | {key: value for key, value in further.items() if value}


def accepts(value: object) -> bool:
    """True for what a person writes to accept a proposed case: "có", "x", true."""
    return value is True or str(value).strip().lower() in YES


def write_cases(path: Path, cases: Iterable[Case]) -> None:
    """Writes cases as JSON Lines."""
    lines = (json.dumps(case.to_json(), ensure_ascii=False) for case in cases)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read_cases(path: Path) -> list[Case]:
    """The cases of a JSON Lines file or of a sheet (.xlsx, see eval.sheet) in its order.

    Empty lines and further keys are passed over, and proposed cases that nobody accepted.

    Raises ChidaoError that names the file, the line and the key.
    """
    if path.suffix.lower() == ".xlsx":
        from eval.sheet import read_sheet

        return read_sheet(path)
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise ChidaoError(f"{path} cannot be read: {error.strerror}. Name a JSON Lines file of cases.") from error
    cases: dict[str, Case] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        read = _Line(f"{path}, line {number}", line)
        if ACCEPTED in read.values and not accepts(read.values[ACCEPTED]):
            continue
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
            because=self.text("because") if "because" in self.values else "",
            tasks=self.gold_tasks(),
            variant=self.text("variant") if "variant" in self.values else "",
            variant_of=self.text("variant_of") if "variant_of" in self.values else "",
        )

    def gold_tasks(self) -> tuple[GoldTask, ...]:
        value = self.values.get("tasks", [])
        if not isinstance(value, list) or not all(isinstance(task, dict) for task in value):
            raise self.refuse("tasks", "a list of gold tasks", value)
        return tuple(gold_task(task, f"{self.where}, task {i}") for i, task in enumerate(value, start=1))

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
