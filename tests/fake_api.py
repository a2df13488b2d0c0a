"""A server that behaves as the API towards the widget, and pages of another origin that carry it."""

from __future__ import annotations

import asyncio
import html
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread
from time import sleep
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from assistant.answer import Answer
from assistant.widget import MEDIA_TYPE, served
from tests.fakes import ANSWERS, LEVELS, NOTICE, FakeAsker

TASK = {
    "document": NOTICE,
    "lead": ["Bộ Công an"],
    "coordinating": ["Bộ Quốc phòng"],
    "action": "tăng cường phối hợp, thường xuyên đánh giá, giám sát",
    "due": None,
    "citation": 2,
}
DATED = TASK | {
    "lead": ["Các bộ, ngành, địa phương"],
    "coordinating": [],
    "action": "hoàn thành phê duyệt hồ sơ đề xuất cấp độ",
    "due": {"text": "chậm nhất trong tháng 9", "relation": "by", "start": "2024-09-01", "end": "2024-09-30"},
    "citation": 1,
}
LISTED = replace(
    ANSWERS["an toàn thông tin"],
    tasks=(DATED, TASK),
    understood="an toàn thông tin giao ai? (tiếp câu: Bộ Công an làm gì?)",
)
PAGED = replace(
    ANSWERS["nghị quyết"],
    # An emoji counts as one code point, and as two units in the browser.
    citations=(replace(LEVELS, passage=f"😀{LEVELS.passage}", passage_start=LEVELS.passage_start - 1),),
)


class FakeApi:
    """The API over `FakeAsker`, for listed origins; what a question holds tells how it goes wrong.

    "nhiều quá" is 429 with Retry-After, "cấm" 403, "bận" 503, "máy hỏng" 500 in plain text, "lạ" an answer of no known
    shape, "giữa chừng" and "quá hạn mức" an error in mid-stream, "đứt" a stream that breaks off, "lâu" one that waits
    for `released`, "thường" plain JSON. The first question with "một lần" fails, the second does not.
    """

    def __init__(self) -> None:
        self.asker = FakeAsker()
        self.origins: set[str] = set()
        self.feedback: list[dict[str, Any]] = []
        self.headers: list[Mapping[str, str]] = []
        self.released = Event()
        self.once = set[str]()
        self.app = Starlette(
            routes=[
                Route("/", lambda _: HTMLResponse("<title>chidao</title>")),
                Route("/widget.js", self.script),
                Route("/api/v1/ask", self.ask, methods=["POST", "OPTIONS"]),
                Route("/api/v1/feedback", self.rate, methods=["POST", "OPTIONS"]),
            ]
        )

    def script(self, _: Request) -> Response:
        """The widget as it is served."""
        return Response(served().body, media_type=MEDIA_TYPE, headers=served().headers())

    def shared(self, request: Request) -> dict[str, str]:
        """What lets a page of a listed origin read an answer."""
        self.headers.append(request.headers)
        origin = request.headers.get("origin", "")
        if origin not in self.origins:
            return {}
        return {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Headers": "Accept, Content-Type, X-Chidao-Session",
            "Access-Control-Expose-Headers": "Retry-After",
        }

    async def rate(self, request: Request) -> Response:
        """Takes a rating."""
        if request.method == "OPTIONS":
            return Response(headers=self.shared(request))
        self.feedback.append(await request.json())
        return JSONResponse({}, headers=self.shared(request))

    async def ask(self, request: Request) -> Response:
        """Answers, or fails as the question says."""
        shared = self.shared(request)
        if request.method == "OPTIONS" or not shared:
            return Response(headers=shared, status_code=200 if shared else 403)
        asked = await request.json()
        question = asked["question"]
        if "một lần" in question and question not in self.once:
            self.once.add(question)
            return _problem(503, "Máy chủ đang khởi động lại.", shared)
        if "nhiều quá" in question:
            return _problem(429, "bạn hỏi quá nhanh; hãy thử lại sau 1 giây", shared | {"Retry-After": "1"})
        if "cấm" in question:
            return _problem(403, "Origin not allowed", shared)
        if "bận" in question:
            return _problem(503, "Kho văn bản đang được sao lưu.", shared)
        if "máy hỏng" in question:
            return PlainTextResponse("Traceback: secret", 500, headers=shared)
        if "lạ" in question:
            return JSONResponse(["?"], headers=shared)
        answer = self.answer(question, asked["history"])
        if "thường" in question or "event-stream" not in request.headers["accept"]:
            return JSONResponse(answer.to_json(), headers=shared)
        return StreamingResponse(self.stream(question, answer), media_type="text/event-stream", headers=shared)

    def answer(self, question: str, history: list[str]) -> Answer:
        """What is answered; the asker remembers the question."""
        said = self.asker.ask(question, history)
        return LISTED if "danh sách" in question else PAGED if "trang" in question else said

    async def stream(self, question: str, answer: Answer) -> AsyncIterator[bytes]:
        """The answer as server-sent events, its words cut anywhere, the bytes too."""
        while "lâu" in question and not self.released.is_set():
            await asyncio.sleep(0.02)
        yield b": keep-alive\n\n" + _event("understood", {"text": answer.understood})
        for start in range(0, len(answer.answer), 40):
            if start and "giữa chừng" in question:
                yield _event("error", {"title": "Lỗi", "detail": "Kho văn bản vừa bị đóng.", "status": 503})
                return
            if start and "quá hạn mức" in question:
                yield _event("error", {"detail": "hết lượt; hãy thử lại sau 3 phút", "status": 429, "retry_after": 150})
                return
            if start and "đứt" in question:
                return
            event = _event("words", {"text": answer.answer[start : start + 40]})
            yield event[:31]
            await asyncio.sleep(0.01)
            yield event[31:]
        yield _event("citations", {"citations": len(answer.citations)})
        yield _event("done", answer.to_json()).replace(b"\n", b"\r\n")


def _event(name: str, data: object) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def _problem(status: int, detail: str, headers: Mapping[str, str]) -> Response:
    problem = {"type": "about:blank", "title": "Không trả lời được", "detail": detail, "status": status}
    return JSONResponse(problem, status, dict(headers), "application/problem+json")


HOST = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Cổng thông tin nội bộ</title><link rel="stylesheet" href="/{style}.css">{head}</head>
<body><header><h1>Cổng thông tin nội bộ</h1><nav><a href="#">Trang chủ</a> <a href="#">Lịch công tác</a></nav></header>
<main><h2>Thông báo</h2><p>Họp giao ban tháng vào thứ Hai tuần tới, tại phòng họp số 2.</p>
<p>Các đơn vị gửi báo cáo trước ngày 20 hằng tháng.</p><p><input aria-label="Tìm trong cổng"> <button>Tìm</button></p>
</main>{body}</body></html>"""
CALM = """body{margin:0;font:17px/1.6 Georgia,serif;background:#fbfaf7;color:#222}
header{padding:18px 40px;background:#7a1f1f;color:#fff}h1{margin:0;font-size:26px}nav a{color:#fff}
main{padding:24px 40px;max-width:760px}
@media (prefers-color-scheme:dark){body{background:#17181a;color:#ddd}header{background:#3a1515}}"""
HOSTILE_STYLE = """
html{font-size:60px}
body{transform:rotate(2deg);filter:grayscale(1);opacity:.4;overflow:hidden;visibility:hidden}
body *,body *::before,chidao-widget{display:none!important;visibility:hidden!important;opacity:0!important;
font:60px/3 fantasy!important;letter-spacing:1em!important;text-transform:uppercase!important;
color:red!important;background:lime!important;border:9px solid red!important;direction:rtl!important;
pointer-events:none!important;transform:scale(.1)!important;position:fixed!important;top:-9999px!important;
clip-path:inset(50%)!important;--paper:red!important;--cd-bar:lime!important;--ink:lime!important;--high:20px!important}"""


def host_pages() -> Starlette:
    """Pages that carry the widget, under a strict CSP with Trusted Types.

    Query: `server` is the widget's server with its path, `style` calm or hostile, `place` head or body, `times` how
    often the script stands there; the rest become its data-* attributes.
    """

    def page(request: Request) -> Response:
        given = dict(request.query_params)
        server, style, place = given.pop("server"), given.pop("style", "calm"), given.pop("place", "body")
        times = int(given.pop("times", "1"))
        attributes = "".join(f' data-{name}="{html.escape(value)}"' for name, value in given.items())
        script = f'<script src="{server}/widget.js"{attributes}></script>' * times
        origin = "/".join(server.split("/")[:3])
        policy = (
            f"default-src 'none'; script-src {origin}; connect-src {origin}; style-src 'self'; "
            "require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; form-action 'none'"
        )
        parts = {"head": "", "body": ""} | {place: script}
        return HTMLResponse(HOST.format(style=style, **parts), headers={"Content-Security-Policy": policy})

    def style(request: Request) -> Response:
        return Response(HOSTILE_STYLE if "hostile" in request.url.path else CALM, media_type="text/css")

    return Starlette(routes=[Route("/", page), Route("/calm.css", style), Route("/hostile.css", style)])


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """The app on a free port of the loopback; its address without a slash at the end."""
    config = uvicorn.Config(app, port=0, log_level="critical", lifespan="off", ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
