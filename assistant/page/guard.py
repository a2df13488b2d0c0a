"""What gradio leaves open around the page, closed: all but the routes that the page needs; the English of its HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN = {
    "GET": re.compile(
        r"""
          / | /config/? | /theme\.css | /robots\.txt | /favicon\.ico
        | /(?: assets | static | svelte )/ [^?]+
        | /gradio_api/(?: info/? | startup-events | theme\.css | heartbeat/[A-Za-z0-9]+ | queue/data )
        """,
        re.VERBOSE,
    ),
    "POST": re.compile(r"/gradio_api/(?:queue/join|cancel|reset/?)"),
}
"""The routes of gradio that the page uses, by method. The rest would store files, read them, fetch addresses, run
functions past the queue, or show what is asked: /upload, /file=, /proxy=, /stream, /component_server, /call, /run,
/api, /monitoring, /vibe-edit, /run-history, /process_recording, /login, /token, /user, /custom_component and others."""
_UP = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|[\\\x00]")
# Previews in messengers would name Gradio and load a picture from GitHub.
PREVIEW = re.compile(rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>')
# Gradio runs the `js` of its listeners through the function constructor, so scripts need 'unsafe-eval'.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors {}"
)


class Gate:
    """ASGI middleware that answers 404 for every path of gradio but those that the page needs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what is open."""
        if scope["type"] != "http" or self._is_open(scope):
            await self.app(scope, receive, send)
            return
        problem = {
            "type": "urn:chidao:problem:not-found",
            "title": "Không tìm thấy",
            "status": 404,
            "detail": "không có địa chỉ này",
            "instance": scope["path"],
        }
        await JSONResponse(problem, 404, media_type="application/problem+json")(scope, receive, send)

    def _is_open(self, scope: Scope) -> bool:
        root = scope.get("root_path", "")
        path = scope["path"].removeprefix(root) or "/"
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        allowed = OPEN.get(method)
        return allowed is not None and allowed.fullmatch(path) is not None and not _UP.search(path)


class Guard:
    """ASGI middleware around the page: its policy, and its first HTML in Vietnamese.

    Args:
        frame_ancestors: origins that may show the page in a frame, beside its own.
    """

    def __init__(self, app: ASGIApp, frame_ancestors: Sequence[str] = ()) -> None:
        self.app = app
        self.policy = POLICY.format(" ".join(("'self'", *frame_ancestors)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Mends HTML on its way out."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        else:
            await self.app(scope, receive, _Mended(send, self.policy))


class _Mended:
    """A `send` that holds an HTML answer back until it is whole, and sends it in Vietnamese with the policy."""

    def __init__(self, send: Send, policy: str) -> None:
        self.send = send
        self.policy = policy
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "same-origin"
            headers["Content-Security-Policy"] = self.policy
            if headers.get("content-type", "").startswith("text/html"):
                self.start = message
                return
        if self.start is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if not message.get("more_body", False):
            whole = PREVIEW.sub(b"", self.body).replace(b'lang="en"', b'lang="vi"', 1)
            MutableHeaders(scope=self.start)["Content-Length"] = str(len(whole))
            await self.send(self.start)
            await self.send({"type": "http.response.body", "body": whole})
