"""Markdown: the stored text is the source itself; headings and pipe tables are found in it.

markdown-it-py says which lines are headings and table rows (CommonMark with GitHub's tables); the spans inside those
lines are found here, because the library gives lines only. Front matter stays in the text and is read as blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.legacy import repaired
from corpus.reading import Cell, Heading, Reading, Span, Table
from corpus.text import decode, stored

# The marks of the quotes and list items that a line stands in: "> ", "- ", "1. ".
_CONTAINERS = re.compile(r"\s*(?:(?:>|(?:[-*+]|\d{1,9}[.)])(?=\s))\s*)*")
_PIPE = re.compile(r"(?<!\\)\|")
_FRONT_MATTER = re.compile(
    r"""\A---[ \t]*\n                   # the first line of the file
        (?=[\w"'#-][^\n:]*(?::|\n))     # a key or a comment, so that a rule between paragraphs is not taken
        (?P<lines>(?:(?!(?:---|\.\.\.)[ \t]*(?:\n|\Z))[^\n]*\n)*)
        (?:---|\.\.\.)[ \t]*(?:\n|\Z)""",
    re.VERBOSE,
)


def read(data: bytes) -> Reading:
    """The source with its headings and tables; the title is the first heading of level 1. Raises UnreadableDocument."""
    source = repaired(stored(decode(data)))
    text = source.text
    lines = list(_line_spans(text))
    headings: list[Heading] = []
    tables: list[Table] = []
    title: str | None = None
    tokens = iter(_blocks(text))
    for token in tokens:
        if token.type == "heading_open":
            content = next(tokens).content
            heading = _heading(text, lines, token, content)
            if heading is not None:
                headings.append(heading)
                title = title or (_plain(content) if heading.level == 1 else None)
        elif token.type == "table_open":
            tables.append(_table(text, lines, tokens))
    return Reading(text, tuple(tables), tuple(headings), title, source.repairs)


def _blocks(text: str) -> Sequence[Token]:
    """The block tokens of `text`, whose `map` holds line numbers (half-open); inline text is not parsed."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    front = _FRONT_MATTER.match(text)
    if front is not None:
        text = "\n" * front.group().count("\n") + text[front.end() :]
    return parser.parse(text)


def _line_spans(text: str) -> Iterator[Span]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield Span(start, end)
        start = end + 1


def _lines_of(token: Token) -> tuple[int, int]:
    """The half-open line numbers of a block token."""
    if token.map is None:
        raise ValueError(f"a block token without lines: {token.type}")
    return token.map[0], token.map[1]


def _heading(text: str, lines: Sequence[Span], opening: Token, content: str) -> Heading | None:
    """The heading with the span of its words, without #, = or -; None if it has no words."""
    if not content:
        return None
    first, behind = _lines_of(opening)
    line = lines[first]
    level = int(opening.tag[1:])
    if opening.markup.startswith("#"):
        mark = text.index(opening.markup, line.start)
        start = text.index(content, mark + len(opening.markup))
        return Heading(Span(start, start + len(content)), level)
    # Underlined: the words end each of their lines, whatever quote or item the lines stand in.
    start = line.start + len(line.of(text).rstrip()) - len(content.partition("\n")[0].rstrip())
    last = lines[behind - 2]
    return Heading(Span(start, last.start + len(last.of(text).rstrip())), level)


def _table(text: str, lines: Sequence[Span], tokens: Iterator[Token]) -> Table:
    """The table that was just opened; its tokens are taken from `tokens`.

    Rows may be longer than the head, and keep all their cells; a shorter one gets empty cells at its end.
    """
    cells: list[Cell] = []
    width = row = 0
    in_head = False
    start = end = 0
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type in ("thead_open", "thead_close"):
            in_head = token.type == "thead_open"
        elif token.type == "tr_open":
            line = lines[_lines_of(token)[0]]
            content = _row_span(text, line)
            spans = _cell_spans(text, content)
            width = width or len(spans)
            spans += [Span(content.end, content.end)] * (width - len(spans))
            cells += (Cell(row, column, span, header=in_head) for column, span in enumerate(spans))
            start, end = (content.start if row == 0 else start), content.end
            row += 1
    return Table(Span(start, end), tuple(cells))


def _row_span(text: str, line: Span) -> Span:
    """The row in its line: without the marks of the quote or list around it, and without outer white space."""
    marks = _CONTAINERS.match(text, line.start, line.end)
    return _stripped(text, Span(marks.end() if marks else line.start, line.end))


def _cell_spans(text: str, row: Span) -> list[Span]:
    r"""The cells of a row, split at each pipe without a backslash before it; the outer pipes are optional."""
    ends = [match.start() for match in _PIPE.finditer(text, row.start, row.end)] + [row.end]
    starts = [row.start] + [end + 1 for end in ends[:-1]]
    pieces = [Span(start, end) for start, end in zip(starts, ends, strict=True)]
    if len(pieces) > 1 and not len(pieces[0]):
        del pieces[0]
    if len(pieces) > 1 and not len(pieces[-1]):
        del pieces[-1]
    return [_stripped(text, piece) for piece in pieces]


def _stripped(text: str, span: Span) -> Span:
    """`span` without the white space at its ends; where nothing is left, empty at its start."""
    words = span.of(text)
    left = len(words) - len(words.lstrip())
    return (
        Span(span.start + left, span.start + left + len(words.strip()))
        if words.strip()
        else Span(span.start, span.start)
    )


def _plain(content: str) -> str:
    """The words of a heading as a reader sees them: without **, `, and the addresses of links."""
    inline = MarkdownIt("commonmark").parseInline(content)
    pieces = (child for token in inline for child in token.children or ())
    words = " ".join(
        "".join(piece.content or " " * (piece.type in ("softbreak", "hardbreak")) for piece in pieces).split()
    )
    return words or content
