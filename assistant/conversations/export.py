"""A conversation as a file: Markdown, or a document for Word (DOCX)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from assistant.conversations.conversations import Conversation
from corpus.facts import date_in_words

Standing = Callable[[Mapping[str, Any]], str]
"""What a reader must know of a citation's document today ("đã gỡ khỏi kho"); "" where it stands as cited."""

_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufffe\uffff]"
)
_SIGNS = re.compile(r"([\\`*_{}\[\]()#+!|~$<>&-])")


def stands(_citation: Mapping[str, Any]) -> str:
    """Every citation stands as cited."""
    return ""


def markdown(conversation: Conversation, standing: Standing = stands) -> str:
    """The conversation in Markdown; nothing that a person or a document wrote is taken for markup."""
    lines = [f"# {_md(conversation.title)}", ""]
    for turn in conversation.turns:
        lines += [f"## {turn.number}. {_md(turn.question)}", "", f"*{_moment(turn.at)}*", ""]
        for line in _clean(str(turn.answer.get("answer", ""))).split("\n"):
            lines += [_md_line(line), ""] if line.strip() else []
        for heading, citations in _sources(turn.answer):
            lines += [f"**{heading}**", ""]
            for citation in citations:
                lines.append(f"{citation['n']}. {_md(_place(citation, standing))}")
                lines.append(f"   > {_md(_one_line(str(citation.get('quote', ''))))}")
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def docx(conversation: Conversation, standing: Standing = stands) -> bytes:
    """The conversation as a DOCX file."""
    from docx import Document

    document = Document()
    document.core_properties.title = _clean(conversation.title)
    document.core_properties.author = ""
    document.add_heading(_clean(conversation.title), level=1)
    for turn in conversation.turns:
        document.add_heading(f"{turn.number}. {_one_line(turn.question)}", level=2)
        document.add_paragraph().add_run(_moment(turn.at)).italic = True
        for line in _clean(str(turn.answer.get("answer", ""))).split("\n"):
            if line.strip():
                item = line.startswith("- ")
                document.add_paragraph(line[2:] if item else line, style="List Bullet" if item else None)
        for heading, citations in _sources(turn.answer):
            document.add_paragraph().add_run(heading).bold = True
            for citation in citations:
                document.add_paragraph(f"[{citation['n']}] {_clean(_place(citation, standing))}")
                document.add_paragraph(_one_line(str(citation.get("quote", ""))), style="Quote")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _sources(answer: Mapping[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if citations := answer.get("citations"):
        yield "Nguồn", citations
    elif neighbours := answer.get("neighbours"):
        yield "Đoạn gần nhất (không phải câu trả lời)", neighbours


def _place(citation: Mapping[str, Any], standing: Standing) -> str:
    """Where a citation stands: title, number, date, place, file; and what became of the document since."""
    date = citation.get("date")
    section = citation.get("section")
    parts = (
        citation.get("title"),
        f"số {citation['number']}" if citation.get("number") else "",
        date_in_words(date) if date and re.fullmatch(r"\d{4}(-\d{2}){0,2}", date) else date,
        f"mục {section}" if section else "",
        citation.get("document"),
        standing(citation),
    )
    return _one_line("; ".join(str(part) for part in parts if part))


def _moment(at: str) -> str:
    """A moment for the eye: "2025-02-06 08:30 UTC"."""
    return f"{at[:10]} {at[11:16]} UTC"


def _clean(text: str) -> str:
    return _UNSEEN.sub("", text)


def _one_line(text: str) -> str:
    return " ".join(_clean(text).split())


def _md(text: str) -> str:
    return _SIGNS.sub(r"\\\1", _one_line(text))


def _md_line(line: str) -> str:
    """A line of an answer; the dash of a list stays one."""
    return f"- {_md(line[2:])}" if line.startswith("- ") else _md(line)
