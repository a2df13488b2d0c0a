"""PDF files for the tests of the reader, written by fpdf2 in a typeface that has every Vietnamese letter."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from importlib.resources import files
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import FontFace
from PIL import Image

from corpus.readers import parse
from corpus.reading import Reading, Table

MARGIN, WIDTH = 57.0, 595.0
SIZE, STEP = 12, 16.0


class Paper(FPDF):
    """A4 in points, in Roboto; `head` and `foot` write on each page, given its number."""

    def __init__(
        self,
        head: Callable[[Paper], None] | None = None,
        foot: Callable[[Paper], None] | None = None,
    ) -> None:
        super().__init__(unit="pt", format="A4")
        self.head, self.foot = head, foot
        folder = files("font_roboto").joinpath("files")
        self.add_font("roboto", "", str(folder.joinpath("Roboto-Regular.ttf")))
        self.set_font("roboto", size=SIZE)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN)

    def header(self) -> None:
        if self.head:
            self.head(self)

    def footer(self) -> None:
        if self.foot:
            self.foot(self)

    def lines(self, texts: Iterable[str], x: float = MARGIN, top: float | None = None, step: float = STEP) -> Paper:
        """Lines one below the other from `top` on, else from where the last ones ended."""
        y = self.get_y() + STEP if top is None else top
        for text in texts:
            self.text(x, y, text)
            y += step
        self.set_y(y - STEP)
        return self

    def grid(
        self, rows: Sequence[Sequence[object]], widths: Sequence[int], *, head: int = 1, x: float | None = None
    ) -> Paper:
        """A ruled table of fpdf2: a cell is its text, or (text, rowspan, colspan); the head comes back on each page."""
        with self.table(
            col_widths=tuple(widths), width=sum(widths), align="L", num_heading_rows=head, line_height=STEP,
            headings_style=FontFace(), first_row_as_headings=head > 0,
        ) as table:  # fmt: skip
            for row in rows:
                written = table.row()
                for cell in row:
                    text, tall, wide = cell if isinstance(cell, tuple) else (cell, 1, 1)
                    written.cell(str(text), rowspan=tall, colspan=wide)
        return self

    def data(self) -> bytes:
        """The file."""
        data = bytes(self.output())
        for font in self.fonts.values():
            font.ttfont.close()  # type: ignore[union-attr]
        return data


def page(*texts: str) -> Paper:
    """A file of one page with these lines."""
    paper = Paper()
    paper.add_page()
    return paper.lines(texts, top=MARGIN + STEP)


def picture(width: int = 600, height: int = 800) -> io.BytesIO:
    """A grey picture, as a scanner leaves one."""
    file = io.BytesIO()
    Image.new("L", (width, height), 200).save(file, "PNG")
    file.seek(0)
    return file


def reading_of(data: bytes | Paper) -> Reading:
    return parse(Path("a.pdf"), data.data() if isinstance(data, Paper) else data)


def lines_of(data: bytes | Paper) -> list[str]:
    """The lines of the stored text that hold words."""
    return [line for line in reading_of(data).text.split("\n") if line]


def cells_of(reading: Reading, table: Table) -> list[tuple[int, int, int, int, str]]:
    """Row, column, rows, columns and words of each cell."""
    return [(c.row, c.column, c.rows, c.columns, c.span.of(reading.text)) for c in table.cells]
