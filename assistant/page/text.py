"""Words of documents and of persons made fit for the page: escaped, dated, cut, the quote marked in its passage."""

from __future__ import annotations

import html
import re

from assistant.answer import Citation
from corpus.facts import date_in_words

OPEN, CLOSE = "\ue000", "\ue001"  # stand for <mark> and </mark> until the passage is escaped
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"  # control characters but tab and line feed
    r"|[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"  # zero width; overrides of the writing direction
    r"|[\ud800-\udfff]"  # half a character, which no answer can carry
    f"|[{OPEN}{CLOSE}]"
)
MARKDOWN = str.maketrans({sign: f"&#{ord(sign)};" for sign in "\\`*_[]$~|:@"})
STARS = re.compile(r"(?<!\()\*+(?!\))")  # crawled bullets and emphasis, but not the footnote mark (*)
BREAK = re.compile(r"[^\S\n]*\n\s*")
LINE_END = re.compile(rf"[.;:!?…][”\"»)]?[{OPEN}{CLOSE}]?$")
ITEM = re.compile(
    rf"""
    [{OPEN}{CLOSE}]{{0,2}}                        # the quote may begin or end here
    (?: [-–+•]                                    # - gạch đầu dòng
      | \d{{1,2}}[.)] | [a-zđ][.)] | \(\d{{1,2}}\)   # 1.  1)  a)  (1)
      | [A-Z]\. | [IVX]{{1,5}}\. | Điều\ \d+ | Chương\ [IVX]+
    )
    """,
    re.VERBOSE,
)
DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def shown(text: str) -> str:
    """`text` as HTML that shows its very words: markup of HTML and of Markdown comes out as text.

    >>> shown("<b> & [x](y)")
    '&lt;b&gt; &amp; &#91;x&#93;(y)'
    """
    return html.escape(UNSEEN.sub("", text)).translate(MARKDOWN).replace("\n", "<br>")


def asked(text: str) -> str:
    """The words that `shown` was given, from its HTML; characters that nobody sees are gone."""
    return html.unescape(text.replace("<br>", "\n"))


def date_words(date: str | None) -> str:
    """A date as a person writes it, as exact as the document gives it.

    >>> [date_words(d) for d in ("2024-07-19", "2024-07", "2024", None)]
    ['ngày 19/7/2024', 'tháng 7/2024', 'năm 2024', 'không rõ ngày']
    """
    if not date:
        return "không rõ ngày"
    return date_in_words(date) if DAY.fullmatch(date) else date


def shortened(text: str, limit: int = 100) -> str:
    """At most `limit` characters of `text` on one line, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0].rstrip(" ,;:.–-") + "…"


def pieces(citation: Citation) -> tuple[str, str, str]:
    """The passage as (before, quote, after), stored text; the quote alone where the offsets do not fit it."""
    start, end = (offset - citation.passage_start for offset in (citation.start, citation.end))
    if 0 <= start < end and citation.passage[start:end] == citation.quote:
        return citation.passage[:start], citation.quote, citation.passage[end:]
    return "", citation.quote, ""


def marked(citation: Citation) -> str:
    """The passage as HTML with the quote in <mark>: hard-wrapped lines joined, crawled `*` dropped."""
    before, quote, after = (STARS.sub("", UNSEEN.sub("", piece)) for piece in pieces(citation))
    lead, words, tail = _edges(quote)
    text = f"{before}{lead}{OPEN}{words}{CLOSE}{tail}{after}".strip()
    lines = BREAK.sub(_joint, text)
    spaced = shown_pieces(re.sub(r"[^\S\n]+", " ", lines))
    return spaced.replace("\n", '<span class="gap"></span>')


def shown_pieces(text: str) -> str:
    """`text` escaped, with the two marks made <mark> and </mark>; line feeds stay."""
    tags = {OPEN: "<mark>", CLOSE: "</mark>", "\n": "\n"}
    parts = re.split(f"([{OPEN}{CLOSE}\n])", text)
    return "".join(tags.get(part) or shown(part) for part in parts)


def _edges(text: str) -> tuple[str, str, str]:
    """White space before, the words, white space behind."""
    words = text.strip()
    lead = text[: len(text) - len(text.lstrip())]
    return lead, words, text[len(lead) + len(words) :]


def _joint(found: re.Match[str]) -> str:
    """What a line feed becomes: kept behind a sentence and before an item, else the wrap of a line."""
    before = found.string[max(0, found.start() - 4) : found.start()]
    behind = found.string[found.end() : found.end() + 16]
    kept = found[0].count("\n") > 1 or LINE_END.search(before) or ITEM.match(behind)
    return "\n" if kept else " "
