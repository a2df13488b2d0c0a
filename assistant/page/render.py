"""Answers and citations as HTML. Pure functions; every word from a document or a person passes through `text.shown`.

The chat shows a message as Markdown with HTML in it, and its sanitiser drops data-* and aria-* attributes. So a
message is one HTML block without a line feed (Markdown leaves such a block alone), and what `page.js` needs to know
travels in `value` and `title`. Each message carries the cards of its own sources, hidden; the panel shows a copy, so
that the sources of every turn stay openable for as long as the turn is on the screen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote, urlencode

from assistant.answer import Answer, Citation, Corpus
from assistant.answering.standing import Standing
from assistant.page.model import Told
from assistant.page.original import original_link
from assistant.page.sources import HIDDEN, REMOVED, TOLD, UNKNOWN, stands, without_hidden
from assistant.page.text import STARS, date_words, marked, shortened, shown

UNEXPECTED = "Hệ thống gặp lỗi nên chưa trả lời được câu hỏi này. Xin thử lại, hoặc báo cho người quản trị."
NOT_FOUND = "Không tìm thấy câu trả lời trong các văn bản hiện có."

FOLDED = 5  # more sources than this are folded away under an answer

REFERENCE = re.compile(r"\[(\d{1,3})\]")
TABLED = 6  # tasks from which on a list has its table
NUMBERED = re.compile(r"\s*\d{1,3}\.\s+")
BULLET = re.compile(r"\s*[-•+]\s+")
PIECE = re.compile(r".+?(?:[.;:!?…](?:\s*\[\d{1,3}\])*(?=\s)|\n|$)", re.DOTALL)


def place(citation: Citation) -> str:
    """One line that names the source: title, number, section, date."""
    title = shortened(citation.title)
    number = f" ({citation.number})" if citation.number and citation.number not in title else ""
    section = f", mục {citation.section}" if citation.section else ""
    return " ".join(f"{title}{number}{section}, {date_words(citation.date)}".split())


def whole_address(document: str, start: int, end: int) -> str:
    """Where the whole document is shown with this span marked, relative to the page.

    >>> whole_address("Công văn 1.docx", 5, 9)
    'van-ban/C%C3%B4ng%20v%C4%83n%201.docx?start=5&end=9#doan'
    """
    return f"van-ban/{quote(document)}?{urlencode({'start': start, 'end': end})}#doan"


def card(citation: Citation, stand: Standing | None = Standing.STANDS) -> str:
    """What the panel shows of a source: what document it is, and the passage with the quote in <mark>.

    Args:
        stand: how it stands today; of one that was removed, or could not be looked up (None), nothing is shown.
    """
    if stand in HIDDEN:
        line = REMOVED if stand is Standing.REMOVED else UNKNOWN
        return f'<div class="passage"><p class="removed">{line}</p></div>'
    kind, name = ("official", "Văn bản chính thức") if citation.official else ("press", "Báo chí")
    rows = {
        "Số": citation.number,
        "Ngày": date_words(citation.date).removeprefix("ngày "),
        "Ban hành" if citation.official else "Nguồn": citation.issuer,
        "Vị trí": citation.heading or citation.section,
        "Trang": str(citation.page or ""),
    }
    facts = "".join(f"<dt>{key}</dt><dd>{shown(value)}</dd>" for key, value in rows.items() if value)
    note = f'<p class="removed">{TOLD[stand]}</p>' if stand in TOLD else ""
    return (
        f'{note}<span class="chip {kind}">{name}</span><h2>{shown(" ".join(citation.title.split()))}</h2>'
        f'<dl>{facts}</dl><div class="passage">{marked(citation)}</div>{"" if note else _whole(citation)}'
    )


def _whole(citation: Citation) -> str:
    address = shown(whole_address(citation.document, citation.start, citation.end))
    file = f"<p>{original_link(citation.document, citation.page, '', 'whole')}</p>" if citation.page else ""
    return f'<p><a class="whole" href="{address}">Mở toàn văn tại đoạn này</a></p>{file}'


def words(text: str, citations: Sequence[Citation]) -> str:
    """The answer's text as paragraphs and bullets, each [n] that has a source a button that opens it."""
    known = {citation.n: citation for citation in citations}

    def button(found: re.Match[str]) -> str:
        citation = known.get(int(found[1]))
        if citation is None:
            return shown(found[0])
        title = shown(f"Nguồn {citation.n}: {place(citation)}")
        return f'<button type="button" class="cite" value="{citation.n}" title="{title}">[{citation.n}]</button>'

    def line(raw: str) -> str:
        parts = REFERENCE.split(raw)
        matches = list(REFERENCE.finditer(raw))
        return shown(parts[0]) + "".join(button(m) + shown(parts[2 * i + 2]) for i, m in enumerate(matches))

    lines = [raw for raw in STARS.sub("", text).split("\n") if raw.strip()]
    blocks: list[str] = []
    for tag, group in groupby(lines, _list_tag):
        mark = {"ul": BULLET, "ol": NUMBERED}.get(tag)
        if mark is None:
            blocks.extend(f"<p>{line(raw.strip())}</p>" for raw in group)
        else:
            items = "".join(f"<li>{line(mark.sub('', raw, count=1))}</li>" for raw in group)
            blocks.append(f"<{tag}>{items}</{tag}>")
    return "".join(blocks)


def _list_tag(raw: str) -> str:
    return "ul" if BULLET.match(raw) else "ol" if NUMBERED.match(raw) else ""


def table(answer: Answer) -> str:
    """The tasks of a long list, folded away: day, bodies, work and source of each."""
    if len(answer.tasks) < TABLED:
        return ""
    rows = "".join(_row(task, answer.citations) for task in answer.tasks)
    head = "".join(f"<th>{name}</th>" for name in ("Thời hạn", "Cơ quan", "Nhiệm vụ", "Nguồn"))
    return (
        f'<details class="table"><summary>Bảng nhiệm vụ ({len(answer.tasks)} dòng)</summary>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _row(task: Mapping[str, Any], citations: Sequence[Citation]) -> str:
    told = (shown(words_) for words_ in (_day(task), _bodies(task), shortened(task["action"], 400)))
    source = words(f"[{task['citation']}]", citations).removeprefix("<p>").removesuffix("</p>")
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in (*told, source)) + "</tr>"


def _day(task: Mapping[str, Any]) -> str:
    due = task["due"]
    if due is None:
        return "không nêu"
    day = date_words(due["end"]).removeprefix("ngày ") if due["end"] else ""
    return f"{due['text']} ({day})" if day and "ngày" not in due["text"] and day not in due["text"] else due["text"]


def _bodies(task: Mapping[str, Any]) -> str:
    beside = "; ".join(task["coordinating"])
    return "; ".join(task["lead"]) + f"; phối hợp: {beside}" * bool(beside)


def understood(words_: str) -> str:
    """How the question was read, with a button that puts this into the box, to be corrected and asked."""
    if not words_:
        return ""
    alone = re.split(r" \((?:tiếp|như) câu: ", words_)[0]  # without the question that it goes on from
    return (
        f'<p class="understood">Hiểu là: {shown(words_)} '
        f'<button type="button" class="edit" value="{shown(alone)}" title="Sửa câu hỏi này">Sửa</button></p>'
    )


def sources(citations: Sequence[Citation], kind: str, standing: Sequence[Standing | None]) -> str:
    """The list of sources under an answer; each line opens its card, which waits hidden behind it."""
    items = "".join(
        f'<li><button type="button" class="open" value="{citation.n}" title="{label} {citation.n}: {line}">'
        f'<span class="n">&#91;{citation.n}&#93;</span> <span>{line}</span></button>'
        f'<div class="card" hidden>{card(citation, stand)}</div></li>'
        for citation, stand in zip(citations, standing, strict=True)
        for label, line in [("Nguồn" if kind == "cited" else "Đoạn gần nhất", shown(place(citation)))]
    )
    return f'<ol class="sources {kind}">{items}</ol>'


def reply(told: Told, suggested: Sequence[str] = ()) -> str:
    """A whole answer: the words, then the sources; an abstention with what is nearest, folded away.

    Args:
        suggested: questions that it leads to, each a button that asks it.
    """
    answer, standing = without_hidden(told), stands(told)
    many = len(answer.citations)
    found = answer.status == "answered"
    text = words(answer.answer, answer.citations) if answer.answer.strip() else f"<p>{NOT_FOUND}</p>"
    cited = sources(answer.citations, "cited", standing[:many]) if answer.citations else ""
    if len(answer.citations) > FOLDED:
        cited = f'<details class="label"><summary>Nguồn ({len(answer.citations)})</summary>{cited}</details>'
    elif cited:
        cited = f'<p class="label">Nguồn:</p>{cited}'
    near = (
        "<details><summary>Đoạn gần nhất (không phải câu trả lời)</summary>"
        f"{sources(answer.neighbours, 'near', standing[many:])}</details>"
        if answer.neighbours
        else ""
    )
    outside = answer.because == "outside"
    verdict = "" if found or outside else '<p class="verdict">Không tìm thấy trong các văn bản</p>'
    reason = f'<p class="label">Lý do: {shown(answer.reason)}.</p>' if answer.reason and not outside else ""
    return (
        f'<div class="turn {answer.status}">{understood(answer.understood)}{verdict}<div class="words">{text}</div>'
        f"{table(answer)}{reason}{cited}{near}{tools(told.conversation)}{led_on(suggested)}</div>"
    )


def tools(conversation: str) -> str:
    """What can be done with an answer: copied, and judged; the buttons know the conversation that it was kept in."""
    kept = shown(conversation)
    return (
        '<div class="tools"><button type="button" class="copy">Sao chép</button>'
        f'<button type="button" class="judge up" value="{kept}" title="Câu trả lời đúng, có ích">👍</button>'
        f'<button type="button" class="judge down" value="{kept}" title="Câu trả lời sai hoặc thiếu">👎</button>'
        "</div>"
    )


def led_on(suggested: Sequence[str]) -> str:
    """Questions that an answer leads to."""
    if not suggested:
        return ""
    items = "".join(
        f'<li><button type="button" class="suggested" value="{line}">{line}</button></li>'
        for line in map(shown, suggested)
    )
    return f'<p class="label">Hỏi tiếp:</p><ul class="leads">{items}</ul>'


def growing(answer: Answer, steps: int = 24) -> list[str]:
    """The reply as it appears, sentence by sentence: at most `steps` states, without the whole."""
    ends = [found.end() for found in PIECE.finditer(answer.answer)][:-1]
    stride = -(-len(ends) // steps) or 1
    states = (words(answer.answer[:end], answer.citations) for end in ends[::stride])
    return [f'<div class="turn {answer.status}"><div class="words">{state}</div></div>' for state in states]


def question(text: str) -> str:
    """What the person asked, as the chat shows it."""
    return f'<div class="question">{shown(text.strip())}</div>'


def waiting(documents: int) -> str:
    """What stands in the answer's place while it is being looked for."""
    return f'<div class="turn waiting" role="status">Đang tìm trong {documents} văn bản<span class="dots"></span></div>'


def failure(line: str) -> str:
    """An error, in words for the person."""
    return f'<div class="turn failed" role="alert"><p class="verdict">Chưa trả lời được</p><p>{shown(line)}</p></div>'


def welcome(corpus: Corpus) -> str:
    """The empty page: what the assistant does, and over which documents."""
    kinds = ", ".join(
        f"{count} {name}"
        for count, name in ((corpus.official, "văn bản chính thức"), (corpus.press, "bài báo chí"))
        if count
    )
    newest = f"; mới nhất: {date_words(corpus.newest)}" if corpus.newest else ""
    titles = "".join(f"<li>{shown(shortened(title, 160))}</li>" for title in corpus.titles)
    listed = f"<details><summary>Xem danh sách văn bản</summary><ol>{titles}</ol></details>" if titles else ""
    return (
        '<div class="welcome"><h2>Ai phải hoàn thành việc gì, khi nào?</h2>'
        "<p>Hỏi về nhiệm vụ được giao trong các văn bản chỉ đạo. Bấm số [n] trong câu trả lời để mở đúng câu được "
        "trích. Điều gì văn bản không nêu, trợ lý sẽ nói là không tìm thấy.</p>"
        f"<p>Đang tra cứu <strong>{corpus.documents} văn bản</strong>{f' ({kinds})' if kinds else ''}"
        f"{shown(newest)}.</p>{listed}</div>"
    )
