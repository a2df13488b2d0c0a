"""A whole document as HTML, from its stored text: paragraphs, headings, tables, pages, and a place that is marked."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.page.text import BREAK, CLOSE, ITEM, LINE_END, OPEN, STARS, UNSEEN
from corpus.reading import Cell, Reading, Span, Table
from corpus.sections import Section

_HEAD, _PAGE = "\ue002", "\ue003"
_OURS = re.compile("[\ue000-\ue003]")
_SIGNS = re.compile(f"([{OPEN}{CLOSE}{_HEAD}{_PAGE}])")
_NOTE = ("(*", "*)")
MOST_LEVELS = 4


@dataclass(frozen=True, slots=True)
class Whole:
    """A document to be shown.

    Attributes:
        reading: its stored text, tables and pages.
        sections: its sections, in the order of the text.
        mark: the place to be marked, None for none.
    """

    reading: Reading
    sections: Sequence[Section] = ()
    mark: Span | None = None


def whole_text(whole: Whole) -> str:
    """The document as HTML: every word of it once, the marked place in <mark>, the first of these with id "doan"."""
    blocks: list[str] = []
    at = 0
    for table in whole.reading.tables:
        if table.span.start >= at:
            blocks += _paragraphs(whole, at, table.span.start)
            blocks.append(_table(whole, table))
            at = table.span.end
    blocks += _paragraphs(whole, at, len(whole.reading.text))
    return "".join(blocks).replace("<mark>", '<mark id="doan">', 1)


def outline(sections: Sequence[Section]) -> str:
    """The headings as links to their places; "" where there are none."""
    lines = "".join(
        f'<li class="level{_level(sections, section) - 1}"><a href="#muc-{section.span.start}">'
        f"{_told(section.label) + '. ' * bool(section.label)}{_told(section.title)}</a></li>"
        for section in sections
        if section.heading and section.title
    )
    return f"<ul>{lines}</ul>" if lines else ""


def _paragraphs(whole: Whole, start: int, end: int) -> Iterator[str]:
    """The text between two offsets as paragraphs and headings."""
    heads = [s for s in whole.sections if s.heading and start <= s.span.start < end]
    pages = [(n, page) for n, page in enumerate(whole.reading.pages, 1) if n > 1 and start <= page < end]
    signs = [(s.span.start, 1, f"\n\n{_HEAD}") for s in heads] + [(s.span.end, 0, "\n\n") for s in heads]
    signs += [(page, 2, _PAGE) for _, page in pages]
    text = _signed(whole, start, end, signs)
    lines = BREAK.sub(_joint, re.sub(r"[^\S\n]+", " ", STARS.sub("", text)))
    coming_heads, coming_pages = iter(heads), iter(n for n, _ in pages)
    opened = False
    for line in lines.split("\n"):
        head = next(coming_heads) if _HEAD in line else None
        words, opened = _line(line, coming_pages, opened)
        if not words.replace("<mark>", "").replace("</mark>", "").strip():
            continue
        if head is None:
            yield f"<p>{words}</p>"
        else:
            level = _level(whole.sections, head)
            yield f'<h{level} id="muc-{head.span.start}">{words}</h{level}>'


def _line(line: str, pages: Iterator[int], opened: bool) -> tuple[str, bool]:
    """A line as HTML, with <mark> closed at its end and opened again where it goes on; whether it does."""
    made = ["<mark>"] if opened else []
    for part in _SIGNS.split(line.strip()):
        if part == OPEN:
            made.append("<mark>")
            opened = True
        elif part == CLOSE:
            made.append("</mark>" if opened else "")
            opened = False
        elif part == _PAGE:
            made.append(f'<span class="page">Trang {next(pages)}</span> ')
        elif part != _HEAD:
            made.append(html.escape(part))
    if opened:
        made.append("</mark>")
    return "".join(made).replace("<mark></mark>", ""), opened


def _signed(whole: Whole, start: int, end: int, signs: Sequence[tuple[int, int, str]] = ()) -> str:
    """The text between two offsets with signs at some, those of the marked place among them."""
    mark = whole.mark
    if mark is not None and mark.start < end and start < mark.end:
        first, last = _words(whole.reading.text, max(mark.start, start), min(mark.end, end))
        signs = [*signs, (first, 3, OPEN), (last, -1, CLOSE)] if first < last else signs
    made, at = [], start
    for offset, _, sign in sorted(signs):
        made += [_seen(whole.reading.text[at:offset]), sign]
        at = offset
    return "".join([*made, _seen(whole.reading.text[at:end])])


def _words(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without what is not shown at their edges, and with the whole of a footnote's mark "(*)" they cut.

    So what is marked changes no space, no line and no star.
    """
    while start < end and not _shows(text, start):
        start += 1
    while start < end and not _shows(text, end - 1):
        end -= 1
    while 0 < start < end and text[start - 1 : start + 1] in _NOTE:
        start -= 1
    while start < end < len(text) and text[end - 1 : end + 1] in _NOTE:
        end += 1
    return start, end


def _shows(text: str, at: int) -> bool:
    """True for a character that is more than a blank and stays: a star does in a footnote's mark only (see STARS)."""
    if text[at] == "*":
        return text[at - 1 : at] == "(" or text[at + 1 : at + 2] == ")"
    return bool(_seen(text[at]).strip())


def _seen(text: str) -> str:
    return _OURS.sub("", UNSEEN.sub("", text))


def _table(whole: Whole, table: Table) -> str:
    """A table with its cells; its head in <thead> where it has one."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    made = "".join(
        "<tr>" + "".join(_cell(whole, cell) for cell in sorted(cells, key=lambda c: c.column)) + "</tr>"
        for _, cells in sorted(rows.items())
    )
    return (
        f'<div class="scrolls" tabindex="0" role="region" aria-label="Bảng"><table><tbody>{made}</tbody></table></div>'
    )


def _cell(whole: Whole, cell: Cell) -> str:
    tag = "th" if cell.header else "td"
    over = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    down = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    text = _signed(whole, cell.span.start, cell.span.end)
    lines: list[str] = []
    opened = False
    for line in BREAK.sub(_joint, STARS.sub("", text)).split("\n"):
        words, opened = _line(line, iter(()), opened)
        lines.append(words)
    return f"<{tag}{over}{down}>{'<br>'.join(filter(None, lines))}</{tag}>"


def _joint(found: re.Match[str]) -> str:
    """What a line feed becomes: kept behind a sentence and before an item, else the wrap of a line."""
    before = _SIGNS.sub("", found.string[max(0, found.start() - 8) : found.start()])[-4:]
    behind = _SIGNS.sub("", found.string[found.end() : found.end() + 20])
    kept = found[0].count("\n") > 1 or LINE_END.search(before) or ITEM.match(behind)
    return "\n" if kept else " "


def _level(sections: Sequence[Section], section: Section) -> int:
    """2 for a heading under no other, one more for each heading above it, `MOST_LEVELS` + 1 at most."""
    level, at = 2, section.parent
    while at is not None and level <= MOST_LEVELS:
        level += sections[at].heading
        at = sections[at].parent
    return level


def _told(words: str) -> str:
    return html.escape(" ".join(UNSEEN.sub("", words).split()))
