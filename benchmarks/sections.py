"""Generated sections of a Markdown file, each between two comments; what stands around them is written by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from benchmarks.history import Figure, Record
from corpus.errors import ChidaoError

DOCUMENT = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def write_section(file: Path, name: str, lines: Sequence[str]) -> None:
    """Replaces the section `name` of a file, or puts it at the end where the file has none of that name.

    Raises ChidaoError where the file cannot be read or written.
    """
    begin, end = f"<!-- begin {name}: generated -->", f"<!-- end {name} -->"
    section = "\n".join((begin, *lines, end))
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        found = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
        if found.search(text):
            text = found.sub(lambda _: section, text, count=1)
        else:
            text = f"{text.rstrip()}\n\n{section}\n".lstrip()
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ChidaoError(f"{file} cannot be written ({error.strerror}); name another file after --docs") from error


def headline(record: Record) -> list[str]:
    """The lines of a record: how it was run, on what, and a table of its figures."""
    return [
        f"`{record.command}`",
        "",
        *about(record),
        "",
        *table(("", "measured", "baseline", "ratio"), [_row(figure) for figure in record.figures]),
    ]


def about(record: Record) -> list[str]:
    """One line: day, state of the code, machine, packages."""
    packages = ", ".join(f"{name} {number}" for name, number in record.versions.items())
    return [f"{record.date[:10]}, {record.commit}; {record.machine}" + (f"; {packages}" if packages else "") + "."]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table; the first column is words, the others numbers.

    >>> table(("", "s"), [("read", "1.0")])
    ['|  | s |', '|---|---:|', '| read | 1.0 |']
    """
    return [
        f"| {' | '.join(head)} |",
        "|---|" + "---:|" * (len(head) - 1),
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


def number(value: float) -> str:
    """A value with three digits that tell something.

    >>> number(1234.5), number(12.345), number(0.01234)
    ('1,234', '12.3', '0.0123')
    """
    return f"{value:,.0f}" if value >= 100 else f"{value:#.3g}".rstrip(".")


def _row(figure: Figure) -> tuple[str, ...]:
    unit = figure.unit
    return (
        figure.name,
        f"{number(figure.value)} {unit}",
        f"{number(figure.baseline)} {unit} ({figure.of})",
        number(figure.ratio),
    )
