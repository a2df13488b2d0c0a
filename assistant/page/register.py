"""The register as HTML: what is at hand at a glance, filters, pictures, the table and its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.page.asked import FLAGS, SORTS, WORDS, Asked, windows
from assistant.page.frame import Choices, pages
from assistant.page.markup import link, options, problem, safe, table
from assistant.page.pictures import by_body, legend, timeline
from assistant.page.task import PART, badge, passage_address, task_address
from assistant.register.contract import STATUS_NAMES
from assistant.register.filters import SHORT
from assistant.register.wording import body_words, clean, day_words, document_words, edit_words, shortened
from assistant.register.works import Work, count_words, elsewhere_words, last_day
from index.entry import Status

SIZE = 50
"""Rows of a page."""
LONGEST_ACTION = 400
_HEADS = ("Hạn", "Cơ quan", "Nhiệm vụ", "Căn cứ")


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


def register_page(view: View, root: str) -> str:
    """The register as the main part of a page."""
    asked, here = view.asked, root + PART
    shown = view.works[(asked.page - 1) * SIZE : asked.page * SIZE]
    around = [f"{here}?{asked.query(page=n)}" for n in (asked.page - 1, asked.page + 1)]
    rows = table("tasks", "Nhiệm vụ", _HEADS, (_row(work, root) for work in shown))
    nothing = '<p class="nothing">Không có nhiệm vụ nào khớp bộ lọc.</p>'
    return (
        f"<h1>Sổ nhiệm vụ</h1>{problem(view.error)}{_glance(view, here)}{_form(view, here)}{_set(asked, here)}"
        f"{_pictures(view, here)}"
        f'<div class="above"><h2>{safe(count_words(view.works))}</h2>{_files(asked, root)}</div>'
        f"{rows if shown else nothing}{pages(len(view.works), asked.page, SIZE, around)}"
    )


def _glance(view: View, here: str) -> str:
    """How many works stand how, each a link that shows those alone; and windows of today."""
    counts = Counter(work.head.status for work in view.open)
    tiles = []
    for status in Status:
        name = STATUS_NAMES[status]
        chosen = name in view.asked.statuses
        address = f"{here}?{view.asked.query(status=None if chosen else name)}"
        current = {"aria_current": "true"} if chosen else {}
        words = f"<strong>{counts[status]}</strong> {SHORT[status]}"
        tiles.append(f"<li>{link(address, words, f'tile s-{name}', **current)}</li>")
    near = " ".join(
        link(f"{here}?{view.asked.query(due_from=day_words(first), due_to=day_words(last))}", name)
        for name, (first, last) in windows(view.today).items()
    )
    return (
        f'<ul class="glance" aria-label="Theo trạng thái">{"".join(tiles)}</ul>'
        f'<nav class="windows" aria-label="Hạn trong">Hạn trong: {near}</nav>'
    )


def _form(view: View, here: str) -> str:
    asked = view.asked

    def field(name: str, label: str, more: str = "") -> str:
        value = safe(asked.fields.get(name, ""))
        return f'<label>{label}<input name="{name}" value="{value}" maxlength="300" autocomplete="off" {more}></label>'

    fields = (
        field("assignee", "Cơ quan chủ trì", 'list="bodies"'),
        field("due_from", "Hạn từ", 'placeholder="1/7/2025"'),
        field("due_to", "Hạn đến hết", 'placeholder="30/9/2025"'),
        field("document", "Văn bản", 'list="documents"'),
        field("text", "Có các từ"),
    )
    sorts = "".join(
        f'<option value="{name}"{" selected" * (name == asked.sort)}>{words}</option>' for name, words in SORTS.items()
    )
    flags = "".join(
        f'<label class="flag"><input type="checkbox" name="{name}" value="true"{" checked" * (name in asked.fields)}> '
        f"{words}</label>"
        for name, words in FLAGS.items()
    )
    statuses = "".join(f'<input type="hidden" name="status" value="{safe(name)}">' for name in asked.statuses)
    return (
        f'<form class="filters" action="{safe(here)}" method="get" role="search" aria-label="Lọc sổ nhiệm vụ">'
        f'{"".join(fields)}<label>Xếp theo<select name="sort">{sorts}</select></label><div class="flags">{flags}</div>'
        f'{statuses}<div class="does"><button type="submit">Lọc</button></div>'
        f"{options('bodies', ((name, '') for name in view.choices.bodies))}"
        f"{options('documents', view.choices.documents)}</form>"
    )


def _set(asked: Asked, here: str) -> str:
    """What is set as chips, each a link that takes it away."""
    chips = [(f"{words}: {asked.fields[name]}", {name: None}) for name, words in WORDS.items() if name in asked.fields]
    chips += [(words, {name: None}) for name, words in FLAGS.items() if name in asked.fields]
    if asked.statuses:
        names = {STATUS_NAMES[status]: SHORT[status] for status in Status}
        chips.append((", ".join(names[name] for name in asked.statuses), {"status": None}))
    if not chips:
        return ""
    links = "".join(
        link(f"{here}?{asked.query(**less)}", f'{safe(words)} <span aria-hidden="true">×</span>', "chip",
             aria_label=f"Bỏ lọc {words}")
        for words, less in chips
    )  # fmt: skip
    return f'<div class="chips" role="group" aria-label="Bộ lọc đang đặt">{links}{link(here, "Bỏ hết")}</div>'


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
    query, api = asked.query(sort=None), f"{root}api/v1/tasks"
    kinds = (("xlsx", "Excel"), ("csv", "CSV"), ("ics", "Lịch (ICS)"))
    links = "".join(
        link(f"{api}?{'&'.join(filter(None, (query, f'format={kind}')))}", words, download="") for kind, words in kinds
    )
    return (
        f'<div class="files"><span>Xuất:</span>{links}<button type="button" class="calendar" '
        f'value="{safe(f"{api}/calendar-address?{query}")}">Địa chỉ lịch</button></div>'
    )


def _row(work: Work, root: str) -> dict[str, str]:
    entry = work.head
    day = last_day(entry)
    due = clean(entry.due.text) if entry.due else "không nêu"
    lines = "".join(f"<li>{safe(elsewhere_words(entry, other))}</li>" for other in work.others)
    elsewhere = f"<summary>Cũng nêu ở {len(work.others)} chỗ khác</summary><ul>{lines}</ul>"
    beside = safe(body_words(entry.coordinating, entry.today))
    said = "".join(
        f'<p class="said">{words}: {safe(edit_words(edit))}</p>'
        for words, edit in (("Đã xong", entry.done), ("Đã sửa", entry.edited))
        if edit is not None
    )
    section = f", mục {safe(clean(entry.section))}" if entry.section else ""
    kind = "văn bản chính thức" if entry.official else "báo chí"
    return {
        "Hạn": f'<strong>{day_words(day) if day else ""}</strong> <span class="due">{safe(due)}</span> {badge(entry)}',
        "Cơ quan": safe(body_words(entry.lead, entry.today))
        + (f'<p class="beside">Phối hợp: {beside}</p>' if beside else ""),
        "Nhiệm vụ": link(task_address(entry, root), safe(shortened(clean(entry.action), LONGEST_ACTION)), "task")
        + (f'<p class="product">Sản phẩm: {safe(clean(entry.product))}</p>' if entry.product else "")
        + said
        + (f'<details class="others">{elsewhere}</details>' if lines else ""),
        "Căn cứ": link(passage_address(entry, root), safe(document_words(entry)) + section)
        + f' <span class="kind">{kind}</span>',
    }
