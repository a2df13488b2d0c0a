"""What gradio leaves open around the page, closed: uploads, foreign hosts, frames, the English of the first HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# No component of the page takes a file or a recording, yet gradio would store whatever is sent.
CLOSED = re.compile(r"/(upload|upload_progress|process_recording)/?$")
# Previews in messengers would name Gradio and load a picture from GitHub.
PREVIEW = re.compile(rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>')
# Gradio runs the `js` of its listeners through the function constructor, so scripts need 'unsafe-eval'.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors {}"
)


class Guard:
    """ASGI middleware around the page.

    Args:
        frame_ancestors: origins that may show the page in a frame, beside its own.
    """

    def __init__(self, app: ASGIApp, frame_ancestors: Sequence[str] = ()) -> None:
        self.app = app
        self.policy = POLICY.format(" ".join(("'self'", *frame_ancestors)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers closed routes itself, passes the rest on, and mends HTML on its way out."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif CLOSED.search(scope["path"]):
            await PlainTextResponse("Trang này không nhận tệp.", status_code=404)(scope, receive, send)
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
