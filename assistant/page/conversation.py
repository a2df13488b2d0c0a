"""The way of one question through the page: the states of its turn, and the turns that a reload brings back."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence

from assistant.page import render
from assistant.page.model import Asker, Turn
from assistant.page.sources import standing_today
from assistant.page.text import asked
from corpus.errors import ChidaoError

log = logging.getLogger(__name__)


def answering(asker: Asker, question: str, turns: Sequence[Turn]) -> Iterator[Turn]:
    """The states of the turn in which `question` is answered: waiting, growing by sentences, whole.

    Whatever the asker raises becomes a line for the person; what it did not mean to raise also goes to the log.
    """
    history = tuple(turn.question for turn in turns if not turn.failed)
    try:
        yield Turn(question, render.waiting(asker.describe().documents))
        answer = asker.ask(question, history)
        for reply in render.growing(answer):
            yield Turn(question, reply)
        yield Turn(question, render.reply(answer))
    except ChidaoError as error:
        log.info("refused a question: %s", error)
        yield Turn(question, render.failure(str(error)), failed=True)
    except Exception:
        log.exception("no answer to %r", question)
        yield Turn(question, render.failure(render.UNEXPECTED), failed=True)


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


def restored(saved: str | None, asker: Asker) -> tuple[Turn, ...]:
    """The turns that the browser kept, as JSON [[question's HTML, reply], ...]; none where it is anything else.

    What comes back is shown to its sender alone, through the same sanitiser as any message. Of a source that is no
    longer in the store neither the passage nor what was said by it comes back.
    """
    try:
        return tuple(
            Turn(asked(question), standing_today(reply, asker), failed='class="turn failed"' in reply)
            for question, reply in json.loads(saved or "[]")
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ()
