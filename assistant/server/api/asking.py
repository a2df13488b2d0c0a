"""POST /ask and POST /feedback: the routes that the widget uses too."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response, StreamingResponse

from assistant.conversations import Verdict
from assistant.server.access import browser_cookie
from assistant.server.api.examples import ANSWER
from assistant.server.api.models import Answer, Filters, Noted, Opinion, Question
from assistant.server.api.needs import Reader, Shared
from assistant.server.network import root_of
from assistant.server.person import Person
from assistant.server.problems import Problem, problem_body, problem_of
from assistant.server.questions import Asked
from assistant.server.services import Services
from corpus.errors import ChidaoError

log = logging.getLogger(__name__)
router = APIRouter(tags=["Hỏi đáp"])
STREAM = "text/event-stream"
KEEP_ALIVE = 10.0
"""Seconds of silence after which a comment keeps proxies from closing a stream."""
_PIECES = re.compile(r"\S+\s*|\s+")
WORDS_AT_ONCE = 4


@router.post(
    "/ask",
    summary="Hỏi một câu",
    responses={200: {"model": Answer, "content": {"application/json": {"example": ANSWER}, STREAM: {}}}},
)
async def ask(body: Question, request: Request, services: Shared, person: Reader) -> Response:
    """Trả lời một câu hỏi, mỗi ý kèm trích dẫn [n]; hoặc từ chối, kèm lý do và các đoạn gần nhất.

    Với `Accept: text/event-stream`, câu trả lời đến theo các sự kiện: `understood`, `words` (nhiều lần), `citations`,
    `done` (cả câu trả lời); lỗi đến bằng sự kiện `error`, cùng dạng như lỗi khác (quá hạn mức thì có `retry_after`).
    """
    history = body.history
    if body.conversation is not None:
        conversation = body.conversation
        kept = await anyio.to_thread.run_sync(lambda: services.conversations.one(person.owner, conversation))
        history = history or list(kept.questions)
    asking = _asked(services, person, body, history)
    if STREAM in request.headers.get("accept", ""):
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        answer: Response = StreamingResponse(_events(asking, request), media_type=STREAM, headers=headers)
    else:
        answer = JSONResponse(_told(await asking))
    if person.token and (body.keep or body.conversation):
        answer.headers.append("Set-Cookie", browser_cookie(person, root_of(request.scope)))
    return answer


@router.post("/feedback", summary="Nhận xét một câu trả lời", status_code=201)
def feedback(body: Opinion, services: Shared, person: Reader) -> Noted:
    """Lưu 👍 hoặc 👎 cùng lý do."""
    answer = {"answer": body.answer} if isinstance(body.answer, str) else body.answer
    number = services.feedback.add(person.owner, Verdict(body.rating), body.question, answer, body.reason)
    services.metrics.feedback.labels(body.rating).inc()
    services.audit.note(
        "feedback",
        who=person.name or person.owner,
        address=person.address,
        question=body.question,
        status=body.rating,
    )
    return Noted(number=number)


def worded(question: str, filters: Filters | None) -> str:
    """The question with its filters in words, as a person would have named them.

    >>> worded("phải làm gì?", Filters(assignee="Bộ Công an", due_to="30/9/2025"))
    'phải làm gì? (Bộ Công an, đến hết ngày 30/9/2025)'
    """
    if filters is None:
        return question
    since, until = filters.due_from, filters.due_to
    parts = (
        filters.assignee,
        f"từ {_day(since)}" if since else "",
        f"đến hết {_day(until)}" if until else "",
        f"theo văn bản {filters.document}" if filters.document else "",
    )
    told = ", ".join(filter(None, parts))
    return f"{question} ({told})" if told else question


def _day(words: str) -> str:
    kinds = {0: "năm", 1: "tháng", 2: "ngày"}
    return f"{kinds.get(len(re.findall('[/.-]', words)), 'ngày')} {words}"


async def _asked(services: Services, person: Person, body: Question, history: list[str]) -> Asked:
    seconds = services.settings.answer_seconds
    try:
        async with asyncio.timeout(seconds):
            return await anyio.to_thread.run_sync(
                lambda: services.questions.ask(
                    person,
                    worded(body.question, body.filters),
                    history,
                    conversation=body.conversation,
                    keep=body.keep,
                ),
                abandon_on_cancel=True,
            )
    except TimeoutError as error:
        raise Problem(503, f"chưa trả lời xong trong {seconds:g} giây; hãy thử lại", code="too-slow") from error


def _told(asked: Asked) -> dict[str, Any]:
    told = asked.answer.to_json()
    if asked.kept is not None:
        told |= {"conversation": asked.kept.conversation, "turn": asked.kept.number}
    return told


async def _events(asking: Any, request: Request) -> AsyncIterator[str]:
    """The answer as events; a comment while it is looked for."""
    task = asyncio.ensure_future(asking)
    try:
        while not (await asyncio.wait({task}, timeout=KEEP_ALIVE))[0]:
            yield ": đang tìm\n\n"
        told = _told(task.result())
    except Exception as error:
        if not isinstance(error, (ChidaoError, HTTPException)):
            log.exception("no answer to a question")
        body = bytes(problem_of(error, request).body)
        yield event("error", json.loads(body) if body else problem_body(500, ""))
        return
    finally:
        task.cancel()
    for name, data in answer_events(told):
        yield event(name, data)
        await asyncio.sleep(0)


def answer_events(told: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The events of an answer, in their order; the words put together are the answer's."""
    yield "understood", {"text": told["understood"], "status": told["status"]}
    pieces = _PIECES.findall(told["answer"])
    for first in range(0, len(pieces), WORDS_AT_ONCE):
        yield "words", {"text": "".join(pieces[first : first + WORDS_AT_ONCE])}
    yield "citations", {key: told[key] for key in ("citations", "neighbours", "tasks")}
    yield "done", told


def event(name: str, data: dict[str, Any]) -> str:
    """A server-sent event; JSON has no line feeds of its own."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
