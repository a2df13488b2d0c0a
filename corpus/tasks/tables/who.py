"""A cell that names bodies -> who leads and who works with them: by the column, and by what the cell says of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.lines import Joined
from corpus.reading import Span
from corpus.tasks.bodies import bodies_of
from corpus.tasks.drafts import stored_body
from corpus.tasks.task import Body

LONGEST_NAMES = 3000
"""A cell of more characters than this is no list of bodies."""

_ROLE = re.compile(
    r"""
    (?P<bracket>\(\s?)?
    (?:(?:cơ\ quan|đơn\ vị|cq|đv)\ )?
    (?:
      (?P<lead> chủ\ trì (?:\ (?:chính|thực\ hiện|soạn\ thảo|tham\ mưu|tổ\ chức|xây\ dựng|triển\ khai)){0,3} )
    | (?P<with> phối\ hợp (?:\ (?:thực\ hiện|chặt\ chẽ|tổ\ chức|triển\ khai|tham\ mưu)){0,3} )
    | (?P<labelled> (?:thực\ hiện|đầu\ mối|tham\ mưu|soạn\ thảo|chịu\ trách\ nhiệm(?:\ chính)?) (?=\ ?:) )
    )
    (?:
      (?P<before> \ ?:\s? | \ (?:cùng\ với|cùng|với)(?:\ các\ đơn\ vị:)?\s )     # "chủ trì: A", "phối hợp với B"
    | (?P<behind> \s?(?:\)|(?=[,;.\n]|$)) )                     # "A chủ trì;", "B (phối hợp)"
    | (?P<bare> \s (?=[A-ZĐ]|các\ ) )                           # "phối hợp các sở", "chủ trì Sở A"
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ORDER = re.compile(r"\s{0,9}(?:giao(?:\ cho)?|do|phân\ công)\ (?=\w)", re.IGNORECASE)
_EDGE = " \n,;:.-–+•(/"


@dataclass(frozen=True, slots=True)
class Who:
    """The bodies of a cell; their spans are offsets into the stored text."""

    lead: tuple[Body, ...] = ()
    coordinating: tuple[Body, ...] = ()


def who_leads(value: Joined) -> Who:
    """The bodies of a cell in the column of those in charge; the cell itself may set some of them aside as helpers."""
    lead: list[Body] = []
    coordinating: list[Body] = []
    for piece, leads in _pieces(value.text):
        (lead if leads else coordinating).extend(_bodies(value, piece))
    return Who(tuple(lead), tuple(coordinating))


def who_helps(value: Joined) -> tuple[Body, ...]:
    """The bodies of a cell in the column of those who coordinate."""
    return tuple(body for piece, _ in _pieces(value.text) for body in _bodies(value, piece))


def _bodies(value: Joined, piece: Span) -> Iterator[Body]:
    part = Joined(piece.of(value.text), value.offsets[piece.start : piece.end])
    return (stored_body(part, body) for body in bodies_of(part.text))


def _pieces(text: str) -> Iterator[tuple[Span, bool]]:
    """The pieces of a cell that name bodies, each with whether they lead."""
    if len(text) > LONGEST_NAMES:
        return
    order = _ORDER.match(text)
    start, leads = order.end() if order else 0, True
    for role in _ROLE.finditer(text):
        if role["bare"] and text[: role.start()].rstrip(" ")[-1:] not in ("", ",", ";", "\n", ".", "-", "–", "+"):
            continue  # "Ban Chỉ đạo phối hợp Trung ương" is a name
        named = role["lead"] is not None or role["labelled"] is not None
        yield from _trimmed(text, start, role.start(), leads=named if role["behind"] is not None else leads)
        # who stands behind "A (chủ trì)," without a word of their role works with A
        start, leads = role.end(), named if role["behind"] is None else False
    yield from _trimmed(text, start, len(text), leads=leads)


def _trimmed(text: str, start: int, end: int, *, leads: bool) -> Iterator[tuple[Span, bool]]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(_EDGE.replace("(", "")))
    end -= len(piece) - len(piece.rstrip(_EDGE))
    if start < end:
        yield Span(start, end), leads
