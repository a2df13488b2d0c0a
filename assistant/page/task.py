"""One task of the register as HTML: what was read, where, what was said of it, and the forms to say more."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from assistant.page.markup import facts, link, problem, safe
from assistant.register.contract import STATUS_NAMES
from assistant.register.filters import SHORT
from assistant.register.history import edit_line
from assistant.register.wording import body_words, clean, document_words, due_words
from index.edits import LONGEST
from index.entry import Edit, Entry

PART = "so-nhiem-vu"
"""The path of the register."""
LONGEST_NAME = 200
"""Characters of a document's name."""


def badge(entry: Entry) -> str:
    """How a task stands, as a badge."""
    told = "không phải nhiệm vụ" if entry.rejected else SHORT[entry.status]
    return f'<span class="badge s-{STATUS_NAMES[entry.status]}">{told}</span>'


def passage_address(entry: Entry, root: str) -> str:
    """Where the document of a task is shown with its sentence marked."""
    return f"{root}van-ban/{quote(entry.document)}?start={entry.start}&end={entry.end}#doan"


def task_address(entry: Entry, root: str) -> str:
    """Where a task is shown alone."""
    return f"{root}{PART}/{entry.id}"


def task_page(
    entry: Entry, edits: Sequence[Edit], root: str, *, editor: bool, error: str = "", saved: bool = False
) -> str:
    """One task as the main part of a page: what was read, where, what was said of it; and forms for editors."""
    section = f", mục {safe(clean(entry.section))}" if entry.section else ""
    told = {
        "Chủ trì": safe(body_words(entry.lead, entry.today)),
        "Phối hợp": safe(body_words(entry.coordinating, entry.today)),
        "Thời hạn": safe(due_words(entry.due)),
        "Trạng thái": badge(entry),
        "Sản phẩm": safe(clean(entry.product)),
        "Chỉ tiêu": safe(clean(entry.target)),
        "Căn cứ": link(passage_address(entry, root), safe(document_words(entry, LONGEST_NAME)) + section),
        "Mã": f"<code>{safe(entry.id)}</code>",
    }
    lines = "".join(f"<li>{safe(edit_line(edit))}</li>" for edit in edits)
    history = f'<h2>Đã ghi</h2><ol class="history">{lines}</ol>' if lines else ""
    notice = problem(error) or ('<p class="saved" role="status">Đã ghi.</p>' if saved else "")
    return (
        f"<p>{link(root + PART, '← Sổ nhiệm vụ')}</p><h1>{safe(clean(entry.action))}</h1>{notice}{facts(told)}"
        f"<blockquote>{safe(clean(entry.quote))}</blockquote>{history}{_editing(entry, root) if editor else ''}"
    )


def _editing(entry: Entry, root: str) -> str:
    form = f'<form method="post" action="{safe(task_address(entry, root))}">'
    mark = ("undone", "Chưa xong") if entry.done is not None else ("done", "Đánh dấu đã xong")
    task = ("accept", "Đúng là nhiệm vụ") if entry.rejected else ("reject", "Không phải nhiệm vụ")
    undo = '<button type="submit" name="do" value="undo">Lấy lại như văn bản</button>' if entry.edited else ""
    note = f'<label>Ghi chú<input name="note" maxlength="{LONGEST}" autocomplete="off"></label>'
    areas = (
        _area("lead", "Chủ trì, mỗi cơ quan một dòng", "\n".join(entry.lead)),
        _area("coordinating", "Phối hợp, mỗi cơ quan một dòng", "\n".join(entry.coordinating)),
        _area("action", "Việc", entry.action),
        _area("due", "Thời hạn, bằng lời", entry.due.text if entry.due else ""),
        _area("product", "Sản phẩm", entry.product),
    )
    return (
        f'<section class="edit"><h2>Ghi nhận</h2>{form}{note}<div class="does">'
        f'<button type="submit" name="do" value="{mark[0]}">{mark[1]}</button>'
        f'<button type="submit" name="do" value="{task[0]}" class="quiet">{task[1]}</button></div></form>'
        f'<h2>Sửa</h2>{form}{"".join(areas)}{note}<div class="does">'
        f'<button type="submit" name="do" value="set">Ghi sửa đổi</button>{undo}</div></form></section>'
    )


def _area(name: str, label: str, value: str) -> str:
    return f'<label>{label}<textarea name="{name}" rows="2" maxlength="{LONGEST}">{safe(value)}</textarea></label>'
