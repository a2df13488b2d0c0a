"""The documents as HTML: the list with what was read from each, bringing in, and one document whole."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from assistant.page.frame import pages
from assistant.page.text import date_words
from assistant.page.whole import Whole, outline, whole_text
from corpus.facts import Facts
from corpus.reading import Span

SIZE = 100
"""Documents of a page of the list."""
PATH = "van-ban"


@dataclass(frozen=True, slots=True)
class Read:
    """A document and what was read from it.

    Attributes:
        name: its path in the store.
        sections, passages, tasks, tables, characters: how many of each.
        uploaded: whether it came in through the server, so that it can be removed here.
    """

    name: str
    facts: Facts
    sections: int = 0
    passages: int = 0
    tasks: int = 0
    tables: int = 0
    characters: int = 0
    uploaded: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of the reading: facts that the document does not tell, and nothing found."""
        told = (
            ("không thấy số hiệu" if self.facts.official and not self.facts.number else ""),
            ("không thấy ngày" if not self.facts.date else ""),
            ("không có đề mục" if not self.sections else ""),
            ("không có nhiệm vụ nào" if not self.tasks else ""),
        )
        return tuple(filter(None, told))


def documents_page(
    found: Sequence[Read], total: int, root: str, *, page: int, text: str, editor: bool, takes: Sequence[str] = ()
) -> str:
    """The list as the main part of a page.

    Args:
        found: those of this page, of `total` that fit `text`.
        takes: suffixes of the files that can be brought in; none where nothing can.
    """
    here = root + PATH
    around = [f"{here}?{urlencode({'text': text, 'page': n})}" for n in (page - 1, page + 1)]
    rows = "".join(_row(one, root, editor=editor) for one in found)
    heads = ("Văn bản", "Số hiệu", "Ngày", "Ban hành", "Đã đọc được", *(("Thao tác",) if editor else ()))
    table = (
        '<table class="documents" role="table"><caption class="unseen">Văn bản</caption><thead role="rowgroup"><tr role="row">'
        + "".join(f'<th role="columnheader" scope="col">{name}</th>' for name in heads)
        + f'</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
        if found
        else '<p class="nothing">Không có văn bản nào.</p>'
    )
    return (
        f"<h1>Văn bản</h1>{_bringing(root, takes) if editor and takes else ''}"
        f'<form class="filters" action="{html.escape(here)}" method="get" role="search" aria-label="Tìm văn bản">'
        f'<label>Tên, số hiệu, cơ quan<input name="text" value="{html.escape(text)}" maxlength="300"></label>'
        '<div class="does"><button type="submit">Tìm</button></div></form>'
        f'<div class="above"><h2>{total} văn bản</h2></div>{table}{pages(total, page, SIZE, around)}'
    )


def document_page(one: Read, whole: Whole, root: str, *, page: int | None = None) -> str:
    """One document as the main part of a page: its facts, its headings, its text with the marked place.

    Args:
        page: the number of the page on which the marked place stands, None where that is not known.
    """
    mark = whole.mark
    facts = {
        "Số": html.escape(one.facts.number),
        "Loại": html.escape(one.facts.kind),
        "Ngày": html.escape(_date(one.facts)),
        "Ban hành" if one.facts.official else "Nguồn": html.escape(one.facts.issuer),
        "Đã đọc được": _counts(one, root),
        "Lưu ý": html.escape("; ".join(one.notes)),
        "Tệp": f'<a href="{_file(one, root, page)}">{html.escape(one.name)}</a>'
        + (f" (trang {page})" if page is not None else ""),
    }
    told = "".join(f"<dt>{name}</dt><dd>{words}</dd>" for name, words in facts.items() if words)
    heads = outline(whole.sections)
    contents = f'<nav class="outline" aria-label="Mục lục"><h2>Mục lục</h2>{heads}</nav>' if heads else ""
    kind, name = ("official", "Văn bản chính thức") if one.facts.official else ("press", "Báo chí")
    to_mark = '<p class="to-mark"><a href="#doan">Tới đoạn được trích</a></p>' if mark is not None else ""
    return (
        f'<p><a href="{html.escape(root + PATH)}">← Văn bản</a></p><span class="chip {kind}">{name}</span>'
        f'<h1>{html.escape(" ".join(one.facts.name.split()))}</h1><dl class="facts">{told}</dl>{to_mark}'
        f'<div class="{"document with-outline" if heads else "document"}">{contents}'
        f'<article class="text" aria-label="Toàn văn">{whole_text(whole)}</article></div>'
    )


def span_of(start: str | None, end: str | None, length: int) -> Span | None:
    """The span that an address names, None where it names none within the text.

    >>> span_of("3", "9", 10), span_of("3", "x", 10), span_of("3", "19", 10)
    (Span(start=3, end=9), None, None)
    """
    if not (start and end and start.isdecimal() and end.isdecimal() and len(start) < 12 and len(end) < 12):
        return None
    return Span(int(start), int(end)) if int(start) < int(end) <= length else None


def _row(one: Read, root: str, *, editor: bool) -> str:
    address = html.escape(f"{root}{PATH}/{quote(one.name)}")
    notes = f'<p class="notes">Lưu ý: {html.escape("; ".join(one.notes))}</p>' if one.notes else ""
    cells = {
        "Văn bản": f'<a class="task" href="{address}">{html.escape(" ".join(one.facts.name.split()))}</a>'
        f'<span class="kind">{"văn bản chính thức" if one.facts.official else "báo chí"}</span>{notes}',
        "Số hiệu": html.escape(one.facts.number),
        "Ngày": html.escape(_date(one.facts)),
        "Ban hành": html.escape(one.facts.issuer),
        "Đã đọc được": _counts(one, root),
    }
    if editor:
        cells["Thao tác"] = (
            f'<button type="button" class="remove" value="{html.escape(quote(one.name))}" aria-label="Gỡ '
            f'{html.escape(one.facts.name)}">Gỡ</button>'
            if one.uploaded
            else '<small>của thư mục</small>'
        )
    return '<tr role="row">' + "".join(
        f'<td role="cell" data-label="{name}">{words}</td>' for name, words in cells.items()
    ) + "</tr>"


def _counts(one: Read, root: str) -> str:
    tasks = f"{one.tasks} nhiệm vụ"
    if one.tasks:
        address = f"{root}so-nhiem-vu?{urlencode({'document': one.name})}"
        tasks = f'<a href="{html.escape(address)}">{tasks}</a>'
    tables = f", {one.tables} bảng" if one.tables else ""
    return f"{tasks}, {one.sections} mục, {one.passages} đoạn{tables}"


def _date(facts: Facts) -> str:
    return date_words(facts.date).removeprefix("ngày ") if facts.date else facts.date_words


def _file(one: Read, root: str, page: int | None) -> str:
    at = f"#page={page}" if page is not None else ""
    return html.escape(f"{root}api/v1/documents/{quote(one.name)}/file{at}")


def _bringing(root: str, takes: Sequence[str]) -> str:
    address = html.escape(f"{root}api/v1/documents")
    return (
        f'<details class="bring"><summary>Nạp văn bản</summary><form id="bring" action="{address}">'
        f'<label>Các tệp ({html.escape(", ".join(sorted(takes)))})<input type="file" name="files" multiple required '
        f'accept="{html.escape(",".join(sorted(takes)))}"></label>'
        '<label class="flag"><input type="checkbox" name="replace" value="true"> Thay văn bản đã tải lên cùng tên</label>'
        '<div class="does"><button type="submit">Nạp</button></div>'
        '<progress max="100" value="0" aria-label="Tiến độ nạp" hidden></progress>'
        '<div class="report" role="status" aria-live="polite"></div></form></details>'
    )
