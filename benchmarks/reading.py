"""How fast documents of each format are read into text and passages, beside a library that only takes the words out.

    python -m benchmarks reading [--rounds N]

The shipped documents are written in each format by a real writer (python-docx, fpdf2, openpyxl) and read from memory,
in this process. "To text" is the reader alone: encoding, columns, tables, numbering. "To passages" is what an ingest
does of it: reader, sections, passages. The baselines take the words and leave the rest: bytes.decode, lxml's
text_content, python-docx's paragraphs, pypdfium2's text of each page, openpyxl's cells. Rates are of the documents' own
characters, the same in each format; of a PDF, of its pages. Each round times everything once, one after the other.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.settings import SHIPPED
from benchmarks.history import Figure, figure
from benchmarks.recording import add_options, record
from benchmarks.timing import seconds
from benchmarks.written import WRITERS
from corpus.passages import passages_of
from corpus.readers import parse
from corpus.sections import sections_of

PACKAGES = ("lxml", "python-docx", "pypdfium2", "pdfplumber", "openpyxl", "trafilatura")


@dataclass(frozen=True, slots=True)
class Baseline:
    """A library that takes the words out of a file."""

    name: str
    words: Callable[[bytes], object]


def _html(data: bytes) -> str:
    from lxml import html

    return str(html.fromstring(data).text_content())


def _docx(data: bytes) -> str:
    from docx import Document

    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def _pdf(data: bytes) -> str:
    import pypdfium2  # type: ignore[import-untyped]  # it brings no types

    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def _xlsx(data: bytes) -> str:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


BASELINES = {
    ".txt": Baseline("bytes.decode", bytes.decode),
    ".html": Baseline("lxml text_content", _html),
    ".docx": Baseline("python-docx paragraphs", _docx),
    ".pdf": Baseline("pypdfium2 text", _pdf),
    ".xlsx": Baseline("openpyxl cells", _xlsx),
}


def to_text(suffix: str, data: bytes) -> None:
    """The reader of a suffix."""
    parse(Path(f"a{suffix}"), data)


def to_passages(suffix: str, data: bytes) -> None:
    """What an ingest reads, but for facts and tasks (see benchmarks.tasks)."""
    reading = parse(Path(f"a{suffix}"), data)
    passages_of(reading, f"a{suffix}", sections_of(reading))


def pages_of(data: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return len(document)


def measure(suffix: str, files: Sequence[bytes], characters: int, rounds: int) -> list[Figure]:
    """The rates of a format beside its baseline's; printed too."""
    amount, unit = characters / 1e6, "million characters/s"
    if suffix == ".pdf":
        amount, unit = sum(map(pages_of, files)), "pages/s"
    baseline = BASELINES[suffix]
    steps: Mapping[str, Callable[[bytes], object]] = {
        "baseline": baseline.words,
        "text": partial(to_text, suffix),
        "passages": partial(to_passages, suffix),
    }
    rates: dict[str, list[float]] = {name: [] for name in steps}
    for step in steps.values():  # what is loaded at first use
        step(files[0])
    for _ in range(rounds):
        for name, step in steps.items():
            took = seconds(lambda step=step: [step(file) for file in files])  # type: ignore[misc]
            rates[name].append(amount / took)
    kind = suffix[1:].upper()
    figures = [
        figure(f"{kind} to {name}", rates[name], unit, rates["baseline"], baseline.name, "higher")
        for name in ("text", "passages")
    ]
    for one in figures:
        print(f"{one.name:18}{one.value:9.3f} {unit:22}{one.of} {one.baseline:.3f}   {one.ratio:.4f} of it", flush=True)
    return figures


def main() -> None:
    """Reads the command line and prints a line for each format and step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often each format is read")
    add_options(parser)
    args = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.txt"))]
    characters = sum(map(len, texts))
    figures: list[Figure] = []
    for suffix, write in WRITERS.items():
        figures += measure(suffix, [write(text) for text in texts], characters, args.rounds)
    record(args, "reading", {"rounds": args.rounds}, figures, PACKAGES)


if __name__ == "__main__":
    main()
