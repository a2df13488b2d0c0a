"""The register as HTML: filters, what is at hand at a glance, pictures, the table, one task with its history."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from assistant.page.frame import Choices, pages
from assistant.page.pictures import by_body, legend, timeline
from assistant.register.contract import STATUS_NAMES
from assistant.register.filters import SHORT
from assistant.register.history import edit_line
from assistant.register.wording import body_words, clean, day_words, document_words, due_words, edit_words, shortened
from assistant.register.works import Work, count_words, elsewhere_words, last_day
from index.entry import Edit, Entry, Status

SIZE = 50
"""Rows of a page."""
SORTS = {"due": "hạn gần trước", "due_desc": "hạn xa trước", "body": "cơ quan", "document": "văn bản", "status": "trạng thái"}
PATH = "so-nhiem-vu"
_FIELDS = ("assignee", "due_from", "due_to", "document", "text")
_FLAGS = {"groups": "kể cả việc giao chung", "coordinating": "kể cả nơi phối hợp", "rejected": "kể cả mục không phải nhiệm vụ"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the register asks for, as typed.

    Attributes:
        fields: name -> words, of those that are set.
        statuses: names of statuses (`STATUS_NAMES`).
        sort: a key of `SORTS`.
        page: from 1.
    """

    fields: Mapping[str, str]
    statuses: tuple[str, ...] = ()
    sort: str = "due"
    page: int = 1

    def query(self, **other: str | int | None) -> str:
        """The query of this with some fields other than they are; None leaves a field out."""
        told: dict[str, str | int | None] = {**self.fields, "sort": self.sort if self.sort != "due" else None}
        told |= {"status": None, "page": None} | other
        pairs = [(name, value) for name, value in told.items() if value not in (None, "")]
        if other.get("status", "-") == "-":
            pairs += [("status", name) for name in self.statuses]
        return urlencode(pairs)


@dataclass(frozen=True, slots=True)
class View:
    """What a page of the register shows.

    Attributes:
        works: those that fit all that is asked, sorted.
        open: those that fit it but for their status.
        error: why nothing could be looked for, "" where it could.
    """

    asked: Asked
    works: Sequence[Work]
    open: Sequence[Work]
    choices: Choices
    today: date
    error: str = ""


def sorted_works(works: Sequence[Work], sort: str) -> list[Work]:
    """The works in the order of a key of `SORTS`; the register's own order within what is equal."""
    keys: dict[str, Callable[[Work], Any]] = {
        "body": lambda work: "; ".join(work.head.lead).lower(),
        "document": lambda work: (work.head.date or "", work.head.document),
        "status": lambda work: list(Status).index(work.head.status),
    }
    if sort == "due_desc":
        dated = [work for work in works if last_day(work.head) is not None]
        return dated[::-1] + [work for work in works if last_day(work.head) is None]
    return sorted(works, key=keys[sort], reverse=sort == "document") if sort in keys else list(works)


def register_page(view: View, root: str) -> str:
    """The register as the main part of a page."""
    asked = view.asked
    shown = view.works[(asked.page - 1) * SIZE : asked.page * SIZE]
    here = root + PATH
    around = [f"{here}?{asked.query(page=n)}" for n in (asked.page - 1, asked.page + 1)]
    error = f'<p class="problem" role="alert">{html.escape(view.error)}</p>' if view.error else ""
    rows = "".join(_row(work, root) for work in shown)
    table = (
        '<table class="tasks" role="table"><caption class="unseen">Nhiệm vụ</caption><thead role="rowgroup"><tr role="row">'
        + "".join(f'<th role="columnheader" scope="col">{name}</th>' for name in ("Hạn", "Cơ quan", "Nhiệm vụ", "Căn cứ"))
        + f'</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
        if shown
        else '<p class="nothing">Không có nhiệm vụ nào khớp bộ lọc.</p>'
    )
    return (
        f"<h1>Sổ nhiệm vụ</h1>{error}{_glance(view, here)}{_form(view, here)}{_set(asked, here)}{_pictures(view, here)}"
        f'<div class="above"><h2>{html.escape(count_words(view.works))}</h2>{_files(asked, root)}</div>{table}'
        f"{pages(len(view.works), asked.page, SIZE, around)}"
    )


def _glance(view: View, here: str) -> str:
    """How many works stand how, each a link that shows those alone."""
    counts = Counter(work.head.status for work in view.open)
    tiles = []
    for status in Status:
        name = STATUS_NAMES[status]
        chosen = name in view.asked.statuses
        address = f"{here}?{view.asked.query(status=None if chosen else name)}"
        tiles.append(
            f'<li><a class="tile s-{name}" href="{html.escape(address)}"{" aria-current=true" if chosen else ""}>'
            f"<strong>{counts[status]}</strong> {SHORT[status]}</a></li>"
        )
    links = "".join(
        f'<a href="{html.escape(f"{here}?{view.asked.query(due_from=day_words(first), due_to=day_words(last))}")}">{name}</a>'
        for name, (first, last) in windows(view.today).items()
    )
    return (
        f'<ul class="glance" aria-label="Theo trạng thái">{"".join(tiles)}</ul>'
        f'<nav class="windows" aria-label="Hạn trong">Hạn trong: {links}</nav>'
    )


def _form(view: View, here: str) -> str:
    asked = view.asked

    def field(name: str, label: str, more: str = "") -> str:
        value = html.escape(asked.fields.get(name, ""))
        return f'<label>{label}<input name="{name}" value="{value}" maxlength="300" autocomplete="off"{more}></label>'

    bodies = "".join(f'<option value="{html.escape(name)}"></option>' for name in view.choices.bodies)
    documents = "".join(
        f'<option value="{html.escape(value)}" label="{html.escape(title)}"></option>'
        for value, title in view.choices.documents
    )
    sorts = "".join(
        f'<option value="{name}"{" selected" if name == asked.sort else ""}>{words}</option>'
        for name, words in SORTS.items()
    )
    flags = "".join(
        f'<label class="flag"><input type="checkbox" name="{name}" value="true"{" checked" if name in asked.fields else ""}>'
        f" {words}</label>"
        for name, words in _FLAGS.items()
    )
    statuses = "".join(f'<input type="hidden" name="status" value="{html.escape(name)}">' for name in asked.statuses)
    return (
        f'<form class="filters" action="{html.escape(here)}" method="get" role="search" aria-label="Lọc sổ nhiệm vụ">'
        f'{field("assignee", "Cơ quan chủ trì", " list=bodies")}{field("due_from", "Hạn từ", " placeholder=1/7/2025")}'
        f'{field("due_to", "Hạn đến hết", " placeholder=30/9/2025")}{field("document", "Văn bản", " list=documents")}'
        f'{field("text", "Có các từ")}<label>Xếp theo<select name="sort">{sorts}</select></label>'
        f'<div class="flags">{flags}</div>{statuses}<div class="does"><button type="submit">Lọc</button></div>'
        f'<datalist id="bodies">{bodies}</datalist><datalist id="documents">{documents}</datalist></form>'
    )


def _set(asked: Asked, here: str) -> str:
    """What is set as chips, each a link that takes it away; windows of today at hand."""
    labels = {"assignee": "Cơ quan", "due_from": "Hạn từ", "due_to": "Hạn đến hết", "document": "Văn bản", "text": "Có các từ"}
    chips = [
        (f"{labels[name]}: {asked.fields[name]}", asked.query(**{name: None})) for name in _FIELDS if name in asked.fields
    ]
    chips += [(words, asked.query(**{name: None})) for name, words in _FLAGS.items() if name in asked.fields]
    if asked.statuses:
        names = {STATUS_NAMES[status]: SHORT[status] for status in Status}
        chips.append((", ".join(names.get(name, name) for name in asked.statuses), asked.query(status=None)))
    if not chips:
        return ""
    links = "".join(
        f'<a class="chip" href="{html.escape(f"{here}?{query}")}" aria-label="Bỏ lọc {html.escape(words)}">'
        f'{html.escape(words)} <span aria-hidden="true">×</span></a>'
        for words, query in chips
    )
    return f'<div class="chips" role="group" aria-label="Bộ lọc đang đặt">{links}<a href="{html.escape(here)}">Bỏ hết</a></div>'


def _pictures(view: View, here: str) -> str:
    asked = view.asked

    def of_days(first: date, last: date) -> str:
        return f"{here}?{asked.query(due_from=day_words(first), due_to=day_words(last))}"

    line = timeline(view.works, view.today, of_days)
    bodies = by_body(view.works, lambda name: f"{here}?{asked.query(assignee=name)}")
    if not line and not bodies:
        return ""
    time = f"<section><h2>Theo thời hạn</h2>{line}{legend()}</section>" if line else ""
    return (
        f'<details class="pictures" open><summary>Biểu đồ</summary><div class="two">{time}'
        f"<section><h2>Theo cơ quan chủ trì</h2>{bodies}</section></div></details>"
    )


def _files(asked: Asked, root: str) -> str:
    query = asked.query(sort=None)
    api = f"{root}api/v1/tasks"
    links = "".join(
        f'<a href="{html.escape(f"{api}?{query}&format={kind}".replace("?&", "?"))}" download>{words}</a>'
        for kind, words in (("xlsx", "Excel"), ("csv", "CSV"), ("ics", "Lịch (ICS)"))
    )
    address = html.escape(f"{api}/calendar-address?{query}")
    return (
        f'<div class="files"><span>Xuất:</span>{links}'
        f'<button type="button" class="calendar" value="{address}">Địa chỉ lịch</button></div>'
    )


def _row(work: Work, root: str) -> str:
    entry = work.head
    day = last_day(entry)
    due = clean(entry.due.text) if entry.due else "không nêu"
    others = "".join(f"<li>{html.escape(elsewhere_words(entry, other))}</li>" for other in work.others)
    elsewhere = f'<details class="others"><summary>Cũng nêu ở {len(work.others)} chỗ khác</summary><ul>{others}</ul></details>'
    product = f'<p class="product">Sản phẩm: {html.escape(clean(entry.product))}</p>' if entry.product else ""
    beside = html.escape(body_words(entry.coordinating, entry.today))
    said = "".join(
        f'<p class="said">{words}: {html.escape(edit_words(edit))}</p>'
        for words, edit in (("Đã xong", entry.done), ("Đã sửa", entry.edited))
        if edit is not None
    )
    cells = {
        "Hạn": f'<strong>{day_words(day) if day else ""}</strong> <span class="due">{html.escape(due)}</span> {badge(entry)}',
        "Cơ quan": html.escape(body_words(entry.lead, entry.today))
        + (f'<p class="beside">Phối hợp: {beside}</p>' if beside else ""),
        "Nhiệm vụ": f'<a class="task" href="{task_address(entry, root)}">{html.escape(shortened(clean(entry.action), 400))}</a>'
        f"{product}{said}{elsewhere if others else ''}",
        "Căn cứ": f'<a href="{passage_address(entry, root)}">{html.escape(document_words(entry))}'
        f"{f', mục {html.escape(clean(entry.section))}' if entry.section else ''}</a>"
        f' <span class="kind">{"văn bản chính thức" if entry.official else "báo chí"}</span>',
    }
    return '<tr role="row">' + "".join(
        f'<td role="cell" data-label="{name}">{words}</td>' for name, words in cells.items()
    ) + "</tr>"


def badge(entry: Entry) -> str:
    """How a task stands, as a badge."""
    told = "không phải nhiệm vụ" if entry.rejected else SHORT[entry.status]
    return f'<span class="badge s-{STATUS_NAMES[entry.status]}">{told}</span>'


def passage_address(entry: Entry, root: str) -> str:
    """Where the document of a task is shown with its sentence marked."""
    return html.escape(f"{root}van-ban/{quote(entry.document)}?start={entry.start}&end={entry.end}#doan")


def task_address(entry: Entry, root: str) -> str:
    """Where a task is shown alone."""
    return html.escape(f"{root}{PATH}/{entry.id}")


def task_page(
    entry: Entry, edits: Sequence[Edit], root: str, *, editor: bool, error: str = "", saved: bool = False
) -> str:
    """One task as the main part of a page: what was read, where, what was said of it; and forms for editors."""
    facts = {
        "Chủ trì": html.escape(body_words(entry.lead, entry.today)),
        "Phối hợp": html.escape(body_words(entry.coordinating, entry.today)),
        "Thời hạn": html.escape(due_words(entry.due)),
        "Trạng thái": badge(entry),
        "Sản phẩm": html.escape(clean(entry.product)),
        "Chỉ tiêu": html.escape(clean(entry.target)),
        "Căn cứ": f'<a href="{passage_address(entry, root)}">{html.escape(document_words(entry, 200))}'
        f"{f', mục {html.escape(clean(entry.section))}' if entry.section else ''}</a>",
        "Mã": f"<code>{html.escape(entry.id)}</code>",
    }
    told = "".join(f"<dt>{name}</dt><dd>{words}</dd>" for name, words in facts.items() if words)
    lines = "".join(f"<li>{html.escape(edit_line(edit))}</li>" for edit in edits)
    history = f'<h2>Đã ghi</h2><ol class="history">{lines}</ol>' if lines else ""
    notice = f'<p class="problem" role="alert">{html.escape(error)}</p>' if error else ""
    notice += '<p class="saved" role="status">Đã ghi.</p>' if saved and not error else ""
    return (
        f'<p><a href="{html.escape(root + PATH)}">← Sổ nhiệm vụ</a></p><h1>{html.escape(clean(entry.action))}</h1>{notice}'
        f'<dl class="facts">{told}</dl><blockquote>{html.escape(clean(entry.quote))}</blockquote>{history}'
        f"{_editing(entry, root) if editor else ''}"
    )


def _editing(entry: Entry, root: str) -> str:
    here = task_address(entry, root)
    done = entry.done is not None
    mark = ("undone", "Chưa xong") if done else ("done", "Đánh dấu đã xong")
    task = ("accept", "Đúng là nhiệm vụ") if entry.rejected else ("reject", "Không phải nhiệm vụ")
    undo = '<button type="submit" name="do" value="undo" formnovalidate>Lấy lại như văn bản</button>' if entry.edited else ""
    note = '<label>Ghi chú<input name="note" maxlength="4000" autocomplete="off"></label>'

    def area(name: str, label: str, value: str, hint: str = "") -> str:
        return f'<label>{label}<textarea name="{name}" rows="2" maxlength="4000">{html.escape(value)}</textarea>{hint}</label>'

    small = "<small>mỗi cơ quan một dòng</small>"
    return (
        f'<section class="edit"><h2>Ghi nhận</h2><form method="post" action="{here}">{note}<div class="does">'
        f'<button type="submit" name="do" value="{mark[0]}">{mark[1]}</button>'
        f'<button type="submit" name="do" value="{task[0]}" class="quiet">{task[1]}</button></div></form>'
        f'<h2>Sửa</h2><form method="post" action="{here}">'
        f'{area("lead", "Chủ trì", chr(10).join(entry.lead), small)}'
        f'{area("coordinating", "Phối hợp", chr(10).join(entry.coordinating), small)}'
        f'{area("action", "Việc", entry.action)}{area("due", "Thời hạn, bằng lời", entry.due.text if entry.due else "")}'
        f'{area("product", "Sản phẩm", entry.product)}{note}'
        f'<div class="does"><button type="submit" name="do" value="set">Ghi sửa đổi</button>{undo}</div></form></section>'
    )


def windows(today: date) -> dict[str, tuple[date, date]]:
    """Windows of today: this week, this month, this quarter, this year."""
    week = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    after = (month + timedelta(days=32)).replace(day=1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    behind = (quarter + timedelta(days=95)).replace(day=1)
    return {
        "tuần này": (week, week + timedelta(days=6)),
        "tháng này": (month, after - timedelta(days=1)),
        "quý này": (quarter, behind - timedelta(days=1)),
        "năm nay": (date(today.year, 1, 1), date(today.year, 12, 31)),
    }
