"""A fake reader of tasks for the tests of the register, and stores whose tasks it read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.facts import MANIFEST, Facts
from corpus.lines import join
from corpus.reading import Reading, Span
from corpus.sections import Section
from corpus.tasks.task import Body, DueDate, Relation, Task

_SENTENCE = re.compile(
    r"(?P<lead>[^:;]+?) phải (?:cùng (?P<with>[^:;,]+?) )?lo (?P<action>[^:;]+?)"
    r"(?:,? (?P<due>trước ngày (?P<d>\d+)/(?P<m>\d+)/(?P<y>\d{4})|hằng tháng|tại kỳ họp tới))?[.;](?=\s|$)"
)
_RELATIONS = {"trước": Relation.BEFORE, "hằng": Relation.RECURRING, "tại": Relation.EVENT}


@dataclass(frozen=True)
class FakeReading:
    """What the fake reader read."""

    tasks: tuple[Task, ...]


def read_fake(reading: Reading, sections: Sequence[Section], facts: Facts) -> FakeReading:
    """A task for each "A, B phải cùng C lo ..., trước ngày 5/8/2031.": A and B in charge, C consulted."""
    found = []
    for section in sections:
        joined = join(reading.text, section.span)
        for match in _SENTENCE.finditer(joined.text):

            def span(name: str, match: re.Match[str] = match) -> Span:
                return joined.span(*match.span(name))  # noqa: B023

            due = None
            if match["due"]:
                day = date(int(match["y"]), int(match["m"]), int(match["d"])) if match["d"] else None
                due = DueDate(match["due"], _RELATIONS[match["due"].split()[0]], day, day, span("due"), "fake due")
            lead = tuple(Body(name.strip(), span("lead")) for name in re.split(r" và (?=[BUS])", match["lead"]))
            found.append(
                Task(
                    section=section.index,
                    quote=joined.span(*match.span()),
                    lead=lead,
                    coordinating=(Body(match["with"], span("with")),) if match["with"] else (),
                    action=span("action"),
                    due=due,
                    product=None,
                    target=None,
                    rule="fake",
                )
            )
    return FakeReading(tuple(found))


def write_directive(folder: Path, name: str, *sentences: str, **facts: object) -> None:
    """A directive of these sentences in a folder, with what the manifest tells of it."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("CHỈ THỊ\nVề một số việc\n\n" + "\n\n".join(sentences) + "\n", encoding="utf-8")
    lines = [
        f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}" for key, value in facts.items()
    ]
    with (folder / MANIFEST).open("a", encoding="utf-8") as file:
        file.write("\n".join([f'["{name}"]', *lines, ""]))
