"""A reverse proxy in front of a server: it takes its path off, and tells who asked and how it is reached."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

OWN = {"connection", "keep-alive", "transfer-encoding", "te", "upgrade", "host"}


@contextmanager
def proxied(address: str, prefix: str, user: str = "") -> Iterator[str]:
    """The address at which the server at `address` is reached under `prefix`; `user` is told in X-Remote-User."""
    client = httpx.AsyncClient(timeout=None)

    async def pass_on(request: Request) -> Response:
        headers = [(k, v) for k, v in request.headers.items() if k not in OWN and not k.startswith("x-forwarded-")]
        headers += [
            ("X-Forwarded-For", request.client.host if request.client else ""),
            ("X-Forwarded-Host", request.headers["host"]),
            ("X-Forwarded-Proto", "http"),
            ("X-Forwarded-Prefix", prefix),
            *([("X-Remote-User", user)] if user else []),
        ]
        url = httpx.URL(address).copy_with(
            raw_path=request.scope["raw_path"][len(prefix) :] + b"?" + request.scope["query_string"]
        )
        sent = client.build_request(request.method, url, headers=headers, content=await request.body())
        got = await client.send(sent, stream=True)

        async def pieces() -> AsyncIterator[bytes]:
            async for piece in got.aiter_raw():
                yield piece

        answer = StreamingResponse(pieces(), got.status_code, background=BackgroundTask(got.aclose))
        answer.raw_headers = [(k.lower(), v) for k, v in got.headers.raw if k.decode().lower() not in OWN]
        return answer

    methods = ["GET", "HEAD", "POST", "DELETE", "PATCH", "OPTIONS"]

    @asynccontextmanager
    async def closing(_: Starlette) -> AsyncIterator[None]:
        yield
        await client.aclose()

    app = Starlette(routes=[Route(prefix + "/{path:path}", pass_on, methods=methods)], lifespan=closing)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}{prefix}"
    server.should_exit = True
    thread.join()
