"""The way of one question through the page: the states of its turn, and the turns that a reload brings back."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence

from assistant.page import render
from assistant.page.model import Desk, Narrowing, Told, Turn
from corpus.errors import ChidaoError

log = logging.getLogger(__name__)
NOTHING = Narrowing()
LONGEST = 300
"""Characters of what a question is narrowed to."""


def answering(
    desk: Desk, question: str, turns: Sequence[Turn], documents: int, narrowing: Narrowing = NOTHING
) -> Iterator[Turn]:
    """The states of the turn in which `question` is answered: waiting, growing by sentences, whole, led on from.

    Whatever the desk raises becomes a line for the person; what it did not mean to raise also goes to the log.
    """
    history = tuple(turn.question for turn in turns if not turn.failed)
    conversation = next((turn.conversation for turn in reversed(turns) if turn.conversation), "")
    try:
        question = desk.worded(question, narrowing)
        yield Turn(question, render.waiting(documents))
        told = desk.ask(question, history, conversation)
        for reply in render.growing(told.answer):
            yield Turn(question, reply)
        whole = Turn(question, render.reply(told), conversation=told.conversation)
        yield whole
        if suggested := _follow_ups(desk, told):
            yield Turn(question, render.reply(told, suggested), conversation=told.conversation)
    except ChidaoError as error:
        log.info("refused a question: %s", error)
        yield Turn(question, render.failure(str(error)), failed=True)
    except Exception:
        log.exception("no answer to %r", question)
        yield Turn(question, render.failure(render.UNEXPECTED), failed=True)


def _follow_ups(desk: Desk, told: Told) -> tuple[str, ...]:
    """Those of the desk; none where it fails, for the answer stands already."""
    try:
        return desk.follow_ups(told)
    except Exception:
        log.exception("no follow-up questions to %r", told.question)
        return ()


def narrowing_of(told: str | None) -> Narrowing:
    """What the page says that questions are narrowed to, a JSON object of texts; nothing where it is anything else.

    >>> narrowing_of('{"body": " Bộ Công an ", "x": 1}')
    Narrowing(body='Bộ Công an', due_from='', due_to='', document='')
    """
    try:
        fields = json.loads(told or "{}")
        names = ("body", "due_from", "due_to", "document")
        return Narrowing(*(" ".join(str(fields.get(name, "")).split())[:LONGEST] for name in names))
    except (ValueError, AttributeError, RecursionError):
        return NOTHING


def messages(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """The conversation as gr.Chatbot takes it."""
    return [
        message
        for turn in turns
        for message in (
            {"role": "user", "content": render.question(turn.question)},
            {"role": "assistant", "content": turn.reply},
        )
    ]


def reopened(desk: Desk, conversation: str) -> tuple[Turn, ...]:
    """The turns of a conversation as they were kept; none where the person has no such conversation."""
    told = desk.conversation(conversation) if conversation else ()
    return tuple(Turn(one.question, render.reply(one), conversation=one.conversation) for one in told)
