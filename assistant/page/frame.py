"""What stands around every page: the bar with the three parts; and the whole HTML of the pages that gradio has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from assistant.page.markup import options, safe

HERE = Path(__file__).parent
TITLE = "chidao — hỏi đáp văn bản chỉ đạo"
PARTS = (("", "Hỏi đáp"), ("so-nhiem-vu", "Sổ nhiệm vụ"), ("van-ban", "Văn bản"))
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#17365d"/>'
    '<path d="M21 11a7 7 0 1 0 0 10" fill="none" stroke="#fff" stroke-width="4"/></svg>'
)
ICON_LINK = f'<link rel="icon" href="data:image/svg+xml,{quote(ICON)}">'


@dataclass(frozen=True, slots=True)
class Choices:
    """What questions can be narrowed to.

    Attributes:
        bodies: names of bodies in charge, those with most tasks first.
        documents: (what names a document, its title).
    """

    bodies: tuple[str, ...] = ()
    documents: tuple[tuple[str, str], ...] = ()


def bar(here: str, root: str = "./") -> str:
    """The bar: the name, the three parts with the one that is open.

    Args:
        here: the path of the part.
        root: what stands before the paths.
    """
    links = "".join(
        f'<a href="{safe(root + path)}"{" aria-current=page" if path == here else ""}>{name}</a>'
        for path, name in PARTS
    )
    return (
        f'<div class="brand"><div class="name">chidao</div><div class="what">Ai làm việc gì, khi nào, căn cứ vào đâu'
        f'</div></div><nav class="parts" aria-label="Các phần">{links}</nav>'
    )


def narrowing_form() -> str:
    """The fields that narrow questions, folded away, and the place where what is set stands as chips."""
    return (
        '<div class="chips" role="group" aria-label="Bộ lọc đang đặt"></div>'
        '<details><summary>Bộ lọc</summary><div class="fields">'
        '<label>Cơ quan chủ trì <input name="body" list="narrow-bodies" maxlength="300" autocomplete="off"></label>'
        '<label>Hạn từ <input name="due_from" maxlength="20" placeholder="1/7/2025" autocomplete="off"></label>'
        '<label>Hạn đến hết <input name="due_to" maxlength="20" placeholder="30/9/2025" autocomplete="off"></label>'
        '<label>Văn bản <input name="document" list="narrow-documents" maxlength="300" autocomplete="off" '
        'placeholder="số hiệu hoặc tên"></label></div></details>'
    )


def narrowing_choices(choices: Choices) -> str:
    """What the fields suggest, apart from these: it comes later, and must not take away what is being typed."""
    bodies = options("narrow-bodies", ((name, "") for name in choices.bodies))
    return bodies + options("narrow-documents", choices.documents)


@cache
def stylesheet() -> str:
    """The style of the pages that gradio has not."""
    return "".join((HERE / name).read_text("utf-8") for name in ("colours.css", "site.css"))


@cache
def script() -> str:
    """Their script."""
    return (HERE / "site.js").read_text("utf-8")


def whole_page(here: str, title: str, main: str, root: str, *, who: str = "", wide: bool = False) -> str:
    """A page of its own as HTML.

    Args:
        here: the path of the part that it belongs to.
        title: of the page, as text.
        main: HTML.
        root: what stands before every path of the server: "/" or "/chidao/".
        who: the person, as text; "" for nobody known.
        wide: whether it takes the whole width.
    """
    person = f'<span class="who">{safe(who)}</span>' if who else ""
    at = safe(root)
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{safe(title)} — chidao</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" '
        f'content="light dark">{ICON_LINK}<link rel="stylesheet" href="{at}page/site.css">'
        f'<script src="{at}page/site.js" defer></script></head><body data-root="{at}">'
        '<a class="skip" href="#main">Tới nội dung</a>'
        f'<header id="bar">{bar(here, root)}{person}</header>'
        f'<main id="main" tabindex="-1"{" class=wide" if wide else ""}>{main}</main></body></html>'
    )


def pages(total: int, page: int, size: int, address: Sequence[str]) -> str:
    """Links to the page before and the next; "" where there is but one.

    Args:
        page: from 1.
        address: of the page before and of the next.
    """
    last = max(1, -(-total // size))
    if last == 1:
        return ""
    before = f'<a rel="prev" href="{safe(address[0])}">← Trang trước</a>' if page > 1 else ""
    behind = f'<a rel="next" href="{safe(address[1])}">Trang sau →</a>' if page < last else ""
    return f'<nav class="pages" aria-label="Các trang">{before}<span>Trang {page}/{last}</span>{behind}</nav>'
