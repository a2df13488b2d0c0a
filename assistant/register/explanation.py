"""What the reader of tasks did with a document, step by step, so that a person sees what was missed."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.register.wording import clean, shortened
from corpus.sections import Section
from corpus.tasks.task import Body, DueDate, Task

if TYPE_CHECKING:
    from corpus.tasks.reading import Step

LONGEST_WORDS = 300
"""Characters of a sentence that are shown, unless all are asked for."""
INDENT = "    "
INHERITED = {"lead": "cơ quan chủ trì", "coordinating": "cơ quan phối hợp", "due": "thời hạn"}


def explanation(
    text: str, sections: Sequence[Section], steps: Sequence[Step], width: int, *, full: bool = False
) -> Iterator[str]:
    """The lines that tell of each step: its place, its words, what it was taken for, its tasks and the remarks.

    Args:
        text: the stored text of the document.
        sections: its sections, in order.
        steps: the trace of corpus.tasks.reading.read_tasks, in order.
        width: characters of a line.
        full: whether long sentences are shown whole.
    """
    places = _places(sections, [step.span.start for step in steps])
    for step, place in zip(steps, places, strict=True):
        words = clean(step.span.of(text))
        where = f"{place or 'ngoài mục'} ({step.span.start}–{step.span.end})"
        yield f"{where}: {clean(step.outcome)}"
        yield from _lines(f"“{words if full else shortened(words, LONGEST_WORDS)}”", width)
        for task in step.tasks:
            for line in _task(text, task):
                yield from _lines(line, width)
        for remark in step.remarks:
            yield from _lines(f"! {clean(remark)}", width)
        yield ""
    tasks = sum(len(step.tasks) for step in steps)
    remarked = sum(bool(step.remarks) for step in steps)
    yield f"{tasks} nhiệm vụ từ {len(steps)} câu, mục, dòng; {remarked} chỗ có điều cần xem (dấu !)"


def _places(sections: Sequence[Section], offsets: Sequence[int]) -> Iterator[str]:
    """The numbers of the section that each offset stands in; both are in order."""
    at = -1
    for offset in offsets:
        while at + 1 < len(sections) and sections[at + 1].span.start <= offset:
            at += 1
        yield sections[at].path if at >= 0 else ""


def _task(text: str, task: Task) -> Iterator[str]:
    yield f"→ Việc: {clean(task.action.of(text))}"
    yield f"  Chủ trì: {_bodies(task.lead)}"
    if task.coordinating:
        yield f"  Phối hợp: {_bodies(task.coordinating)}"
    yield f"  Hạn: {_due(task.due)}"
    for label, span in (("Sản phẩm", task.product), ("Chỉ tiêu", task.target)):
        if span is not None:
            yield f"  {label}: {clean(span.of(text))}"
    inherited = ", ".join(INHERITED.get(name, name) for name in task.inherited)
    yield f"  Quy tắc: {task.rule}" + f"; lấy từ chỗ khác: {inherited}" * bool(inherited)


def _bodies(bodies: Sequence[Body]) -> str:
    return clean("; ".join(body.name for body in bodies))


def _due(due: DueDate | None) -> str:
    """A deadline's words, the days they name, and the rule that read it."""
    if due is None:
        return "không nêu"
    days = f" = {due.start} đến {due.end}" if due.start and due.end else ""
    return clean(f"{due.text}{days} ({due.relation.value}; quy tắc {due.rule})")


def _lines(words: str, width: int) -> Iterator[str]:
    hang = INDENT + " " * (len(words) - len(words.lstrip("→ !")))
    yield from textwrap.wrap(
        words, max(width, 40), initial_indent=INDENT, subsequent_indent=hang, break_on_hyphens=False
    )  # fmt: skip
