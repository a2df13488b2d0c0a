"""The documents as HTML: the list with what was read from each, bringing in, and one document whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from assistant.page.frame import pages
from assistant.page.markup import facts, link, problem, safe, table
from assistant.page.original import original_link
from assistant.page.text import date_words
from assistant.page.whole import Whole, outline, whole_text
from corpus.facts import Facts
from corpus.reading import Span

SIZE = 100
"""Documents of a page of the list."""
PART = "van-ban"
"""The path of the documents."""


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
    here = root + PART
    around = [f"{here}?{urlencode({'text': text, 'page': n})}" for n in (page - 1, page + 1)]
    heads = ("Văn bản", "Số hiệu", "Ngày", "Ban hành", "Đã đọc được", *(("Thao tác",) if editor else ()))
    rows = table("documents", "Văn bản", heads, (_row(one, root, editor=editor) for one in found))
    nothing = '<p class="nothing">Không có văn bản nào.</p>'
    return (
        f"<h1>Văn bản</h1>{_bringing(root, takes) if editor and takes else ''}"
        f'<form class="filters" action="{safe(here)}" method="get" role="search" aria-label="Tìm văn bản">'
        f'<label>Tên, số hiệu, cơ quan<input name="text" value="{safe(text)}" maxlength="300"></label>'
        '<div class="does"><button type="submit">Tìm</button></div></form>'
        f'<div class="above"><h2>{total} văn bản</h2></div>{rows if found else nothing}'
        f"{pages(total, page, SIZE, around)}"
    )


def document_page(one: Read, whole: Whole, root: str, *, page: int | None = None) -> str:
    """One document as the main part of a page: its facts, its headings, its text with the marked place.

    Args:
        page: the number of the page on which the marked place stands, None where that is not known.
    """
    mark = whole.mark
    told = {
        "Số": safe(one.facts.number),
        "Loại": safe(one.facts.kind),
        "Ngày": safe(_date(one.facts)),
        "Ban hành" if one.facts.official else "Nguồn": safe(one.facts.issuer),
        "Đã đọc được": _counts(one, root),
        "Lưu ý": safe("; ".join(one.notes)),
        "Tệp": f"{safe(one.name)} · {original_link(one.name, page, root)}",
    }
    heads = outline(whole.sections)
    contents = f'<nav class="outline" aria-label="Mục lục"><h2>Mục lục</h2>{heads}</nav>' if heads else ""
    kind, name = ("official", "Văn bản chính thức") if one.facts.official else ("press", "Báo chí")
    told_page = f" (trang {page})" if page is not None else ""
    to_mark = f'<p class="to-mark"><a href="#doan">Tới đoạn được trích{told_page}</a></p>' if mark is not None else ""
    return (
        f'<p><a href="{safe(root + PART)}">← Văn bản</a></p><span class="chip {kind}">{name}</span>'
        f"<h1>{safe(' '.join(one.facts.name.split()))}</h1>{facts(told)}{to_mark}"
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


def _row(one: Read, root: str, *, editor: bool) -> dict[str, str]:
    notes = f'<p class="notes">Lưu ý: {safe("; ".join(one.notes))}</p>' if one.notes else ""
    kind = "văn bản chính thức" if one.facts.official else "báo chí"
    name = safe(" ".join(one.facts.name.split()))
    cells = {
        "Văn bản": f'{link(f"{root}{PART}/{quote(one.name)}", name, "task")}<span class="kind">{kind}</span>{notes}',
        "Số hiệu": safe(one.facts.number),
        "Ngày": safe(_date(one.facts)),
        "Ban hành": safe(one.facts.issuer),
        "Đã đọc được": _counts(one, root),
    }
    remove = f'<button type="button" class="remove" value="{safe(quote(one.name))}" aria-label="Gỡ {name}">Gỡ</button>'
    return cells | ({"Thao tác": remove if one.uploaded else "<small>của thư mục</small>"} if editor else {})


def _counts(one: Read, root: str) -> str:
    tasks = f"{one.tasks} nhiệm vụ"
    if one.tasks:
        tasks = link(f"{root}so-nhiem-vu?{urlencode({'document': one.name})}", tasks)
    tables = f", {one.tables} bảng" if one.tables else ""
    return f"{tasks}, {one.sections} mục, {one.passages} đoạn{tables}"


def _date(facts: Facts) -> str:
    return date_words(facts.date).removeprefix("ngày ") if facts.date else facts.date_words


def no_file_page(name: str, why: str, root: str) -> str:
    """What is shown instead of a file that cannot be opened, as the main part of a page."""
    back = link(f"{root}{PART}/{quote(name)}", "Xem toàn văn trong kho")
    return f"<h1>Chưa mở được tệp gốc</h1>{problem(f'{why[:1].upper()}{why[1:]}.')}<p>{back}</p>"


def _bringing(root: str, takes: Sequence[str]) -> str:
    address = safe(f"{root}api/v1/documents")
    return (
        f'<details class="bring"><summary>Nạp văn bản</summary><form id="bring" action="{address}">'
        f'<label>Các tệp ({safe(", ".join(sorted(takes)))})<input type="file" name="files" multiple required '
        f'accept="{safe(",".join(sorted(takes)))}"></label>'
        '<label class="flag"><input type="checkbox" name="replace" value="true"> Thay văn bản đã tải lên cùng tên'
        "</label>"
        '<div class="does"><button type="submit">Nạp</button></div>'
        '<progress max="100" value="0" aria-label="Tiến độ nạp" hidden></progress>'
        '<div class="report" role="status" aria-live="polite"></div></form></details>'
    )
