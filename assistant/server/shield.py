"""What every request meets before anything reads it: headers, hosts, origins, sizes and times."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.server.network import LOCAL_NAMES, header, host_name, route_path
from assistant.server.problems import Problem, problem_of, problem_response

log = logging.getLogger(__name__)
WIDGET = "chidao.widget"
"""Key of the scope: True where a page of a listed origin asks through the widget."""
WIDGET_ROUTES = {"/api/v1/ask": "POST", "/api/v1/passage": "GET", "/api/v1/feedback": "POST"}
WIDGET_SESSION = "X-Chidao-Session"
SCRIPT = "/widget.js"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""The policy of whatever is no page."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
YEAR = 31_536_000
LONGEST_HEAD = 64 * 1024
"""Bytes of a request's headers."""
_UPLOAD = re.compile(r"/api/v1/documents/?")


class Shell:
    """The outermost layer: each answer gets its headers, and what was raised behind it becomes a problem.

    Args:
        seen: told of each answer: method, path, status and seconds.
        frameable: whether other pages may show the page in a frame; its policy says which.
    """

    def __init__(self, app: ASGIApp, seen: Callable[[str, str, int, float], None], *, frameable: bool = False) -> None:
        self.app = app
        self.seen = seen
        self.frameable = frameable

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request; anything but HTTP is closed."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status, whole = time.perf_counter(), 0, False

        async def answer(message: Message) -> None:
            nonlocal status, whole
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(scope, message)
            whole = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        try:
            await self.app(scope, receive, answer)
        except Exception as error:
            log.error("%s %s", scope["method"], route_path(scope), exc_info=error)
            if not status:
                await problem_of(error, Request(scope))(scope, receive, answer)
            elif not whole:
                raise
        finally:
            self.seen(scope["method"], route_path(scope), status, time.perf_counter() - started)

    def _dress(self, scope: Scope, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        page = headers.get("content-type", "").startswith("text/html")
        headers.setdefault("Content-Security-Policy", NOTHING)
        if not (page and self.frameable):
            headers.setdefault("X-Frame-Options", "SAMEORIGIN" if page else "DENY")
        if page or "/api/" in route_path(scope):
            headers.setdefault("Cache-Control", "no-store")
        if scope["scheme"] == "https":
            headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
            message["headers"] = [
                (key, value + b"; Secure" if key == b"set-cookie" and b"secure" not in value.lower() else value)
                for key, value in message["headers"]
            ]


class Hosts:
    """Refuses a Host header that names no host of ours: pages of others cannot reach us under a name of theirs.

    Args:
        allowed: names without port; None for any. Those of this machine are always taken.
    """

    def __init__(self, app: ASGIApp, allowed: Sequence[str] | None) -> None:
        self.app = app
        self.allowed = None if allowed is None else LOCAL_NAMES | {host_name(name) for name in allowed}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what is addressed to us."""
        if scope["type"] == "http":
            values = [value for key, value in scope["headers"] if key == b"host"]
            name = host_name(header(scope, b"host"))
            if len(values) != 1 or not name or (self.allowed is not None and name not in self.allowed):
                told = f"máy chủ này không mang tên {name[:100]!r}; người quản trị có thể thêm tên vào allowed_hosts"
                await problem_response(421, told, route_path(scope))(scope, receive, send)
                return
        await self.app(scope, receive, send)


class Origins:
    """Refuses what pages of other origins send, but the widget's requests from the listed ones.

    Gradio would take requests of any origin, and answer them with credentials; its headers for other origins are taken
    off. The widget's requests come without cookies, and lose those that they bring.
    """

    def __init__(self, app: ASGIApp, own: str = "", widget: Sequence[str] = ()) -> None:
        self.app = app
        self.own = own
        self.widget = frozenset(widget)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what comes from a page of ours, from the widget, or from no page."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        origin, path, method = header(scope, b"origin"), route_path(scope), scope["method"]
        listed = origin in self.widget
        if origin and not self._is_own(origin, scope):
            if path == SCRIPT and method in SAFE:
                await self._sent_to(origin if listed else "", scope, receive, send)
                return
            if listed and path in WIDGET_ROUTES:
                await self._widget(origin, WIDGET_ROUTES[path], scope, receive, send)
                return
        elif self._is_ours(origin, scope):
            await self._sent_to("", scope, receive, send)
            return
        told = "trang web này không được gửi yêu cầu tới đây; người quản trị có thể thêm nó vào widget_origins"
        await problem_response(403, told, path, "foreign-origin")(scope, receive, send)

    def _is_own(self, origin: str, scope: Scope) -> bool:
        if origin == self.own:
            return True
        parts = urlsplit(origin)
        port = {"http": ":80", "https": ":443"}.get(parts.scheme, "?")
        return parts.netloc.removesuffix(port) == header(scope, b"host").lower().removesuffix(port)

    def _is_ours(self, origin: str, scope: Scope) -> bool:
        """True of a request of our own pages, of a person following a link, or of no browser at all."""
        if origin or scope["method"] in SAFE:
            return True
        return header(scope, b"sec-fetch-site") in ("", "same-origin", "none")

    async def _widget(self, origin: str, method: str, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            headers = {
                "Access-Control-Allow-Origin": origin,
                "Access-Control-Allow-Methods": method,
                "Access-Control-Allow-Headers": f"Accept, Content-Type, {WIDGET_SESSION}",
                "Access-Control-Max-Age": "600",
                "Vary": "Origin",
            }
            await Response(status_code=204, headers=headers)(scope, receive, send)
            return
        scope[WIDGET] = True
        scope["headers"] = [(key, value) for key, value in scope["headers"] if key != b"cookie"]
        await self._sent_to(origin, scope, receive, send)

    async def _sent_to(self, origin: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers with permission for `origin` alone; for "" with none at all."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name in [name for name in headers if name.startswith("access-control-")]:
                    del headers[name]
                if origin:
                    headers["Access-Control-Allow-Origin"] = origin
                    headers["Access-Control-Expose-Headers"] = "Retry-After"
                    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
                if origin or route_path(scope) in (*WIDGET_ROUTES, SCRIPT):
                    headers.add_vary_header("Origin")
            await send(message)

        await self.app(scope, receive, answer)


class Bodies:
    """Refuses a body that is too large before it is read, and one that takes too long to arrive.

    Args:
        request, upload: bytes of a body, and of one that brings documents.
        seconds: until the body is whole.
    """

    def __init__(self, app: ASGIApp, request: int, upload: int, seconds: float) -> None:
        self.app = app
        self.request = request
        self.upload = upload
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on a body within the limits."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = route_path(scope)
        most = self.upload if scope["method"] == "POST" and _UPLOAD.fullmatch(path) else self.request
        length = header(scope, b"content-length")
        head = sum(len(key) + len(value) for key, value in scope["headers"])
        if head > LONGEST_HEAD:
            told = f"phần đầu của yêu cầu dài {head} byte, tối đa {LONGEST_HEAD} byte"
            await problem_response(431, told, path)(scope, receive, send)
        elif length and (not length.isascii() or not length.isdigit()):
            await problem_response(400, "Content-Length không phải một số", path)(scope, receive, send)
        elif length and int(length) > most:
            await self._too_large(int(length), most, path)(scope, receive, send)
        else:
            await self.app(scope, self._bounded(receive, most), send)

    def _bounded(self, receive: Receive, most: int) -> Receive:
        until = asyncio.get_running_loop().time() + self.seconds
        come, whole = 0, False

        async def bounded() -> Message:
            nonlocal come, whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise Problem(408, f"yêu cầu không đến hết trong {self.seconds:g} giây") from None
            if message["type"] == "http.request":
                come += len(message.get("body", b""))
                whole = not message.get("more_body", False)
                if come > most:
                    raise Problem(413, _large_words(come, most))
            return message

        return bounded

    def _too_large(self, length: int, most: int, path: str) -> Response:
        return problem_response(413, _large_words(length, most), path, headers={"Connection": "close"})


def _large_words(length: int, most: int) -> str:
    return f"yêu cầu dài {length} byte, tối đa {most} byte"


def never(*_: Any) -> None:
    """Sees nothing."""
