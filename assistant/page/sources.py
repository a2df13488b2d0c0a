"""The sources of a kept answer as they stand today: of a removed one, and of what was said by it, nothing is shown."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import Answer
from assistant.answering.standing import Standing
from assistant.page.model import Told

REMOVED = "Văn bản này đã được gỡ khỏi kho."
UNKNOWN = "Chưa đối chiếu được nguồn này với kho; hãy tải lại trang."
TOLD = {
    Standing.MOVED: "Văn bản đã được nạp lại; câu này nay ở chỗ khác trong văn bản.",
    Standing.CHANGED: "Văn bản đã được nạp lại và không còn nguyên văn câu này; hãy hỏi lại.",
}
WITHHELD = "Nội dung ở đây dẫn từ một văn bản đã được gỡ khỏi kho."
HIDDEN = (Standing.REMOVED, None)
"""What is not shown: None could not be looked up."""
_LINE = re.compile(r"(?P<mark>\s*(?:[-•+]|\d{1,3}\.)\s+)?(?P<words>.*)")
_CITES = re.compile(r"\[(\d{1,3})\]")


def stands(told: Told) -> tuple[Standing | None, ...]:
    """How the citations stand, then the neighbours: one each."""
    return told.standing or (Standing.STANDS,) * (len(told.answer.citations) + len(told.answer.neighbours))


def without_hidden(told: Told) -> Answer:
    """The answer less the lines and the tasks that cite a source that is not shown; their numbers stay."""
    answer = told.answer
    pairs = zip(answer.citations, stands(told), strict=False)
    hidden = {
        citation.n: WITHHELD if stand is Standing.REMOVED else UNKNOWN for citation, stand in pairs if stand in HIDDEN
    }
    if not hidden:
        return answer
    lines = (_without(line, hidden) for line in answer.answer.split("\n"))
    tasks = tuple(task for task in answer.tasks if task.get("citation") not in hidden)
    return replace(answer, answer="\n".join(lines), tasks=tasks, understood=answer.understood)


def _without(line: str, hidden: dict[int, str]) -> str:
    numbers = [int(n) for n in _CITES.findall(line)]
    told = next((hidden[n] for n in numbers if n in hidden), None)
    if told is None:
        return line
    found = _LINE.match(line)
    mark = found["mark"] if found and found["mark"] else ""
    return f"{mark}{told} {' '.join(f'[{n}]' for n in numbers)}"
