"""The link to the file that a document was read from."""

from __future__ import annotations

from urllib.parse import quote

from assistant.page.markup import link


def original_link(document: str, page: int | None, root: str, kind: str = "") -> str:
    """A PDF opens in the browser, at the page; any other file is saved.

    Args:
        document: its name in the store.
        page: from 1, None where that is not known.
        root: what stands before the path.

    >>> original_link("Công văn.pdf", 3, "/")
    '<a href="/van-ban/C%C3%B4ng%20v%C4%83n.pdf/tep#page=3">Mở tệp gốc (trang 3)</a>'
    >>> original_link("a.docx", None, "")
    '<a href="van-ban/a.docx/tep">Tải tệp gốc</a>'
    """
    opens = document.lower().endswith(".pdf")
    at = f"#page={page}" if opens and page is not None else ""
    told = f" (trang {page})" if page is not None else ""
    return link(f"{root}van-ban/{quote(document)}/tep{at}", f"{'Mở' if opens else 'Tải'} tệp gốc{told}", kind)
