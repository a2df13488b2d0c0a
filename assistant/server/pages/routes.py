"""The routes of the pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.page.frame import Choices, script, stylesheet
from assistant.server.pages.documents import DocumentPages
from assistant.server.pages.register import RegisterPages
from assistant.server.services import Services


def page_routes(services: Services, choices: Callable[[], Choices]) -> list[Route]:
    """The routes, for an application that is mounted at its root; `choices` tells what can be narrowed to."""
    register, documents = RegisterPages(services, choices), DocumentPages(services)
    return [
        Route("/so-nhiem-vu", register.all, methods=["GET"]),
        Route("/so-nhiem-vu/{id}", register.one, methods=["GET"]),
        Route("/so-nhiem-vu/{id}", register.said, methods=["POST"]),
        Route("/van-ban", documents.all, methods=["GET"]),
        Route("/van-ban/{name:path}/tep", documents.file, methods=["GET"]),
        Route("/van-ban/{name:path}", documents.one, methods=["GET"]),
        Route("/page/site.css", _style, methods=["GET"]),
        Route("/page/site.js", _script, methods=["GET"]),
    ]


async def _style(request: Request) -> Response:
    return _file(request, stylesheet(), "text/css")


async def _script(request: Request) -> Response:
    return _file(request, script(), "text/javascript")


def _file(request: Request, content: str, media: str) -> Response:
    """A file, or the word that the browser has it already."""
    tag = f'"{hashlib.sha256(content.encode()).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=f"{media}; charset=utf-8", headers=headers)
