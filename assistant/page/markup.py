"""The few pieces of HTML that the pages of the register and the documents share."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence

safe = html.escape


def link(address: str, words: str, kind: str = "", **attributes: str) -> str:
    """A link; `words` is HTML, everything else text.

    >>> link("/a?b&c", "Đọc", "task", rel="next")
    '<a class="task" href="/a?b&amp;c" rel="next">Đọc</a>'
    """
    told = f' class="{safe(kind)}"' if kind else ""
    more = "".join(f' {name.replace("_", "-")}="{safe(value)}"' for name, value in attributes.items())
    return f'<a{told} href="{safe(address)}"{more}>{words}</a>'


def options(id_: str, choices: Iterable[tuple[str, str]]) -> str:
    """A list of (value, what it is) that a field suggests."""
    lines = "".join(
        f'<option value="{safe(value)}"{f" label={chr(34)}{safe(label)}{chr(34)}" if label else ""}></option>'
        for value, label in choices
    )
    return f'<datalist id="{id_}">{lines}</datalist>'


def table(kind: str, caption: str, heads: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A table whose rows are cards on a small screen: the roles stay where the style takes the table away.

    Args:
        rows: of each row, head -> HTML.
    """
    head = "".join(f'<th role="columnheader" scope="col">{safe(name)}</th>' for name in heads)
    body = "".join(
        '<tr role="row">'
        + "".join(f'<td role="cell" data-label="{safe(name)}">{words}</td>' for name, words in row.items())
        + "</tr>"
        for row in rows
    )
    return (
        f'<table class="{kind}" role="table"><caption class="unseen">{safe(caption)}</caption><thead role="rowgroup">'
        f'<tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def facts(told: Mapping[str, str]) -> str:
    """What is known of something: name -> HTML; what is empty is left out."""
    lines = "".join(f"<dt>{safe(name)}</dt><dd>{words}</dd>" for name, words in told.items() if words)
    return f'<dl class="facts">{lines}</dl>'


def problem(line: str) -> str:
    """An error in words for the person; "" for none."""
    return f'<p class="problem" role="alert">{safe(line)}</p>' if line else ""
