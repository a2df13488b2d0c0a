"""What those meet who want something else of the server than answers."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from assistant.server.uploads import BadFile, clean_name
from assistant.settings import Settings
from index.ingest import index_folder
from index.store import Store
from tests.fake_embedder import FakeEmbedder, directive
from tests.fakes import HOSTILE, FakeAsker
from tests.servers import client, problem, settings_in

API = "/api/v1"
EVIL = "https://evil.example"
INTRANET = "https://noibo.example.vn"
ASK = {"question": "an toàn thông tin"}
PAYLOADS = (
    *HOSTILE,
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "</textarea><svg/onload=alert(1)>",
    "javascript:alert(1)//",
    "' onmouseover=alert(1) x='",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "\u2028alert(1)\u2029",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "x\r\nSet-Cookie: a=b",
)


@pytest.fixture(scope="module")
def settings(home: Path) -> Settings:
    return settings_in(
        home,
        widget_origins=(INTRANET,),
        frame_ancestors=("https://khung.example.vn",),
        questions_per_minute=0,
        requests_per_minute=0,
        address_requests_per_minute=0,
        largest_request=10_000,
    )


@pytest.fixture(scope="module")
def server(settings: Settings, filled: Store) -> Iterator[TestClient]:
    with client(settings, filled) as opened:
        yield opened


# Headers


@pytest.mark.parametrize("path", ["/", "/nope", f"{API}/tasks", f"{API}/nope", "/theme.css", "/widget.js", "/config"])
def test_every_answer_bears_the_headers_that_protect_it(server: TestClient, path: str) -> None:
    headers = server.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "frame-ancestors" in headers["content-security-policy"]
    assert "server" not in headers
    assert "x-powered-by" not in headers
    assert "access-control-allow-origin" not in headers


def test_the_page_may_be_framed_by_the_listed_alone_and_nothing_else_by_anybody(server: TestClient, home: Path) -> None:
    page = server.get("/").headers
    assert "frame-ancestors 'self' https://khung.example.vn" in page["content-security-policy"]
    assert "x-frame-options" not in page  # it knows no lists
    api = server.get(f"{API}/tasks").headers
    assert api["content-security-policy"].startswith("default-src 'none'; frame-ancestors 'none'")
    assert api["x-frame-options"] == "DENY"
    assert api["cache-control"] == "no-store"


def test_the_cookie_of_a_browser_is_out_of_reach_of_scripts(server: TestClient) -> None:
    server.cookies.clear()
    told = server.get("/").headers["set-cookie"]
    assert re.fullmatch(r"chidao_browser=[\w-]{32}; Max-Age=\d+; Path=/; HttpOnly; SameSite=Lax", told)
    assert "set-cookie" not in server.get("/").headers


# Hosts and origins


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost@evil.example", "", "[::2]", "a b"]
)
def test_a_name_that_is_not_ours_is_refused(server: TestClient, host: str) -> None:
    for path in ("/", f"{API}/ask", f"{API}/health"):
        problem(server.get(path, headers={"Host": host}), 421)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:7860", "localhost:80", "LOCALHOST", "[::1]:7860"])
def test_the_names_of_this_machine_are_ours(server: TestClient, host: str) -> None:
    assert server.get(f"{API}/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [EVIL, "null", "http://127.0.0.1.evil.example", "http://127.0.0.1:81", f"{INTRANET}.evil.example",
     "http://noibo.example.vn", f"{INTRANET}:8443", "file://", "http://127.0.0.1@evil.example", "*"],
)  # fmt: skip
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"{API}/ask"),
        ("OPTIONS", f"{API}/ask"),
        ("POST", f"{API}/feedback"),
        ("GET", f"{API}/tasks"),
        ("DELETE", f"{API}/conversations"),
        ("POST", f"{API}/documents"),
        ("POST", "/gradio_api/queue/join"),
        ("GET", "/gradio_api/queue/data?session_hash=x"),
        ("POST", "/gradio_api/cancel"),
        ("OPTIONS", "/gradio_api/queue/join"),
        ("GET", "/config"),
        ("GET", "/"),
    ],
)
def test_a_page_of_another_origin_gets_nothing(server: TestClient, method: str, path: str, origin: str) -> None:
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    answer = server.request(method, path, headers=headers, json=ASK if method == "POST" else None)
    problem(answer, 403)
    assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_that_a_browser_marks_as_anothers_changes_nothing(server: TestClient, site: str) -> None:
    problem(server.post(f"{API}/ask", json=ASK, headers={"Sec-Fetch-Site": site}), 403)
    problem(server.post("/gradio_api/queue/join", json={}, headers={"Sec-Fetch-Site": site}), 403)
    assert server.get("/", headers={"Sec-Fetch-Site": site}).status_code == 200  # a link leads here


def test_our_own_page_and_programs_may_ask(server: TestClient) -> None:
    for headers in ({"Origin": "http://127.0.0.1"}, {"Sec-Fetch-Site": "same-origin"}, {}):
        answer = server.post(f"{API}/ask", json=ASK, headers=headers)
        assert answer.status_code == 200
        assert "access-control-allow-origin" not in answer.headers
    joined = server.post("/gradio_api/queue/join", json={}, headers={"Origin": "http://127.0.0.1"})
    assert joined.status_code == 422
    assert not [name for name in joined.headers if name.startswith("access-control-")]


# The widget


def test_a_listed_page_may_ask_and_no_more(server: TestClient) -> None:
    preflight = {"Origin": INTRANET, "Access-Control-Request-Method": "POST"}
    allowed = server.options(f"{API}/ask", headers=preflight)
    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-methods"] == "POST"
    assert "X-Chidao-Session" in allowed.headers["access-control-allow-headers"]
    for answer in (
        allowed,
        server.post(f"{API}/ask", json=ASK, headers={"Origin": INTRANET}),
        server.get(f"{API}/passage?document=a.txt&start=0&end=3", headers={"Origin": INTRANET}),
        server.post(f"{API}/feedback", json={"rating": "up", "question": "x"}, headers={"Origin": INTRANET}),
        server.post(f"{API}/ask", json={}, headers={"Origin": INTRANET}),  # errors can be read as well
    ):
        assert answer.headers["access-control-allow-origin"] == INTRANET
        assert "access-control-allow-credentials" not in answer.headers
        assert "Origin" in answer.headers["vary"]
        assert "set-cookie" not in answer.headers
    for method, path in (
        ("GET", f"{API}/tasks"),
        ("GET", f"{API}/documents/a.txt/text"),
        ("GET", f"{API}/conversations"),
        ("POST", f"{API}/documents"),
        ("GET", f"{API}/me"),
        ("POST", "/gradio_api/queue/join"),
        ("OPTIONS", f"{API}/tasks"),
        ("GET", "/"),
    ):
        problem(server.request(method, path, headers=preflight), 403)


def test_the_widget_brings_no_identity(server: TestClient) -> None:
    server.cookies.clear()
    kept = server.post(f"{API}/ask", json=ASK | {"keep": True})
    id_ = kept.json()["conversation"]
    assert server.get(f"{API}/conversations/{id_}").status_code == 200
    widget = server.post(f"{API}/ask", json=ASK | {"conversation": id_}, headers={"Origin": INTRANET})
    problem(widget, 404)


def test_the_widget_is_capped_by_session_and_address(settings: Settings, filled: Store) -> None:
    capped = settings.model_copy(update={"widget_questions_per_session": 1, "widget_questions_per_address": 2})
    with client(capped, filled) as server:

        def asked(session: str) -> Any:
            return server.post(f"{API}/ask", json=ASK, headers={"Origin": INTRANET, "X-Chidao-Session": session})

        assert asked("a").status_code == 200
        refused = asked("a")
        problem(refused, 429)
        assert int(refused.headers["retry-after"]) == refused.json()["retry_after"] > 80_000
        assert "hãy thử lại sau 24 giờ" in refused.json()["detail"]
        assert refused.headers["access-control-allow-origin"] == INTRANET
        problem(asked("b"), 429)
        assert server.post(f"{API}/ask", json=ASK).status_code == 200  # the page is no widget


def test_behind_a_login_the_widget_asks_only_where_that_is_wanted(home: Path, filled: Store) -> None:
    closed = settings_in(
        home, access="proxy", trusted_proxies=("10.0.0.1",), widget_origins=(INTRANET,), allowed_hosts=("127.0.0.1",)
    )
    for public, status in ((False, 401), (True, 200)):
        with client(closed.model_copy(update={"widget_public": public}), filled) as server:
            headers = {"Origin": INTRANET}
            assert server.post(f"{API}/ask", json=ASK, headers=headers).status_code == status
            problem(server.post(f"{API}/ask", json=ASK), 401)
            problem(server.get(f"{API}/tasks", headers=headers), 403)


# How much, how long, how often


@pytest.mark.parametrize("path", [f"{API}/ask", f"{API}/feedback", "/gradio_api/queue/join", "/gradio_api/cancel"])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(server: TestClient, path: str) -> None:
    headers = {"Content-Type": "application/json"}

    def read() -> Iterator[bytes]:
        yield b"{"
        raise AssertionError("it was read")

    told = server.post(path, content=read(), headers=headers | {"Content-Length": "10001"})
    problem(told, 413)

    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b" " * 1000

    assert server.post(path, content=endless(), headers=headers).status_code == 413


def test_nested_json_and_numbers_without_end_do_no_harm(server: TestClient) -> None:
    for body in (b"[" * 9000, b'{"question":' + b"[" * 4000 + b"]" * 4000 + b"}", b'{"question":1e999}', b"9" * 9000):
        answer = server.post(f"{API}/ask", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 422)
        problem(answer, answer.status_code)


def test_a_person_who_asks_too_much_is_told_when_to_come_back(settings: Settings, filled: Store) -> None:
    few = settings.model_copy(update={"questions_per_minute": 2, "requests_per_minute": 5})
    with client(few, filled) as server:
        server.get("/")
        assert [server.post(f"{API}/ask", json=ASK).status_code for _ in range(3)] == [200, 200, 429]
        assert [server.get(f"{API}/tasks").status_code for _ in range(2)] == [200, 429]
        told = server.get(f"{API}/tasks")
        assert "hãy thử lại sau" in problem(told, 429)
        assert int(told.headers["retry-after"]) == told.json()["retry_after"] > 0
        assert server.get("/theme.css").status_code == 200
        server.cookies.clear()
        assert server.get(f"{API}/tasks").status_code == 200  # another browser


def test_an_address_has_a_limit_of_its_own_whoever_asks(settings: Settings, filled: Store) -> None:
    with client(settings.model_copy(update={"address_requests_per_minute": 3}), filled) as server:
        found = []
        for _ in range(5):
            server.cookies.clear()
            found.append(server.get(f"{API}/tasks").status_code)
        assert found == [200, 200, 200, 429, 429]


# Gradio's routes


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/upload_progress?upload_id=x"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/file=corpus/documents/manifest.toml"),
        ("GET", "/gradio_api/file/etc/passwd"),
        ("GET", "/file=/etc/passwd"),
        ("GET", "/gradio_api/proxy=http://127.0.0.1:1/"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/run/predict"),
        ("POST", "/gradio_api/api/predict"),
        ("POST", "/gradio_api/call/ask"),
        ("POST", "/gradio_api/call/v2/ask"),
        ("GET", "/gradio_api/call/ask/1"),
        ("POST", "/gradio_api/process_recording"),
        ("POST", "/gradio_api/stream/1"),
        ("GET", "/gradio_api/stream/a/b/c/playlist.m3u8"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/gradio_api/runs"),
        ("POST", "/gradio_api/run-history/connect"),
        ("GET", "/gradio_api/token"),
        ("GET", "/gradio_api/user"),
        ("GET", "/gradio_api/app_id"),
        ("GET", "/gradio_api/login_check"),
        ("GET", "/gradio_api/custom_component/a/client/component/x.js"),
        ("POST", "/gradio_api/vibe-edit"),
        ("GET", "/gradio_api/vibe-code"),
        ("GET", "/gradio_api/profiling/traces"),
        ("GET", "/gradio_api/dev/reload"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/gradio_api/mcp/sse"),
        ("GET", "/monitoring"),
        ("GET", "/monitoring/summary"),
        ("GET", "/monitoring/key"),
        ("POST", "/login"),
        ("GET", "/login"),
        ("GET", "/logout"),
        ("GET", "/manifest.json"),
        ("GET", "/pwa_icon"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("PUT", "/"),
        ("DELETE", "/config"),
        ("TRACE", "/"),
        ("POST", "/gradio_api/queue/data"),
        ("GET", "/gradio_api/queue/join"),
    ],
)
def test_what_the_page_does_not_need_is_not_there(server: TestClient, method: str, path: str) -> None:
    problem(server.request(method, path), 404)


def test_every_other_route_of_gradio_is_closed(server: TestClient) -> None:
    """Routes that a later gradio brings are closed too, for what is open is listed."""
    from starlette.routing import Mount

    (mounted,) = [r for r in server.app.routes if isinstance(r, Mount) and r.path == ""]  # type: ignore[attr-defined]
    routes: list[Any] = [
        r for one in mounted.routes for r in getattr(getattr(one, "original_router", None), "routes", (one,))
    ]
    assert len(routes) > 60
    open_ = set()
    for route in routes:
        path = re.sub(r"\{[^}]+\}", "x", route.path)
        for method in route.methods or ():
            answer = server.request(method, path) if "heartbeat" not in path else None  # that one never ends
            if answer is None or answer.headers.get("content-type") != "application/problem+json":
                open_.add(f"{method} {route.path}")
    assert open_ == {
        "GET /", "HEAD /", "GET /config", "GET /config/", "GET /theme.css", "GET /robots.txt", "GET /favicon.ico",
        "GET /assets/{path:path}", "GET /static/{path:path}", "GET /svelte/{path:path}", "GET /gradio_api/info",
        "GET /gradio_api/info/", "GET /gradio_api/startup-events", "GET /gradio_api/theme.css",
        "GET /gradio_api/heartbeat/{session_hash}", "GET /gradio_api/queue/data", "POST /gradio_api/queue/join",
        "POST /gradio_api/cancel", "POST /gradio_api/reset", "POST /gradio_api/reset/",
    }  # fmt: skip


# Paths


TRAVERSALS = (
    "../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "..\\..\\etc\\passwd", "..%5c..%5cx",
    "....//....//etc/passwd", "/etc/passwd", "%2fetc%2fpasswd", "a.txt/../../store/catalog.sqlite", "a.txt%00.html",
    "..%252f..%252fetc/passwd", "..%c0%af..%c0%afetc/passwd", "docs/a.txt", "file:///etc/passwd",
    "../docs/a.txt", "~/x", "CON", "\u2025/etc/passwd",
)  # fmt: skip


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_out(server: TestClient, settings: Settings, path: str) -> None:
    for base in ("/assets/", "/static/", "/svelte/", f"{API}/documents/", "/"):
        answer = server.get(base + path)
        assert answer.status_code in (400, 403, 404, 422), (base, answer.text[:100])
        assert "root:" not in answer.text
    assert server.get(f"{API}/documents/{path}/text").status_code in (400, 404, 422)
    assert server.get(f"{API}/documents/{path}/file").status_code in (400, 404, 422)
    assert server.get(f"{API}/passage", params={"document": path, "start": 0, "end": 1}).status_code == 404
    problem(server.delete(f"{API}/documents/{quote(path, safe='')}"), 404)
    assert (settings.folders[0] / "a.txt").exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../../tmp/x.txt", "x.txt"),
        ("..\\..\\x.txt", "x.txt"),
        ("/etc/x.txt", "x.txt"),
        ("C:\\Văn bản\\Công văn.docx", "Công văn.docx"),
        (".hidden.txt", "hidden.txt"),
        ("...txt.txt", "txt.txt"),
        ("a\x00b\r\n.txt", "ab.txt"),
        ("a\u202etxt.pdf", "atxt.pdf"),
        ('<img src=x onerror="alert(1)">.html', "img src=x onerror=alert(1).html"),
        ("Ca\u0302ng.TXT", "Câng.TXT"),
        ("a" * 500 + ".txt", "a" * 196 + ".txt"),
        ("ế" * 500 + ".txt", "ế" * 65 + ".txt"),
    ],
)
def test_the_name_of_a_file_is_a_name_and_no_path(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


@pytest.mark.parametrize("sent", ["", ".", "..", "x", ".txt", "..txt", "a.exe", "a.txt.exe", "manifest.toml", "a.txt/"])
def test_a_name_that_is_none_is_refused(sent: str) -> None:
    with pytest.raises(BadFile):
        clean_name(sent)


def test_an_upload_stays_in_its_folder(server: TestClient, settings: Settings) -> None:
    before = {path for path in settings.home.rglob("*") if "store" not in path.parts}
    for name in ("../../x.txt", "/tmp/chidao-x.txt", "..\\x.txt"):
        server.post(f"{API}/documents?replace=true", files={"files": (name, directive(7).encode())})
    services = server.app.state.services  # type: ignore[attr-defined]
    services.jobs._worker.submit(lambda: None).result()
    after = {path for path in settings.home.rglob("*") if "store" not in path.parts}
    assert {path.name for path in after - before} <= {"uploads", "x.txt", "chidao-x.txt"}
    assert all(path.parent == settings.uploads_folder for path in after - before if path.suffix)
    assert not Path("/tmp/chidao-x.txt").exists()


# Words of others


class _Elements(HTMLParser):
    """The elements of a page that run or load something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))


def _elements(html: str) -> list[str]:
    parser = _Elements()
    parser.feed(html)
    return [
        f"{tag} {sorted(attributes)}"
        for tag, attributes in parser.found
        if tag in ("script", "iframe", "img", "svg", "form", "style", "object", "math", "details")
        or any(name.startswith("on") for name in attributes)
    ]


def test_titles_and_names_of_documents_put_nothing_into_the_page(tmp_path: Path) -> None:
    from assistant.answer import Corpus

    class Titled(FakeAsker):
        titles: tuple[str, ...] = ("Thông báo",)

        def describe(self) -> Corpus:
            return Corpus(documents=5, official=1, press=4, newest=self.titles[0], titles=self.titles)

    told = settings_in(tmp_path)
    store = Store(tmp_path / "store")
    found = []
    for titles in (("Thông báo",) * len(PAYLOADS), PAYLOADS):
        asker = Titled()
        asker.titles = titles
        with client(told, store, asker=asker) as server:
            found.append(_elements(server.get("/").text))
    store.close()
    assert found[0] == found[1]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_of_a_question_come_back_as_data(server: TestClient, payload: str) -> None:
    for answer in (
        server.post(f"{API}/ask", json={"question": payload}),
        server.post(f"{API}/ask", json={"question": "x", "filters": {"assignee": payload[:400]}}),
        server.post(f"{API}/feedback", json={"rating": "up", "question": payload, "reason": payload}),
        server.get(f"{API}/tasks", params={"assignee": payload[:400], "text": payload[:400]}),
        server.get(f"{API}/documents/{quote(payload, safe='')}"),
        server.get(f"{API}/passage", params={"document": payload, "start": 0, "end": 1}),
        server.get("/" + quote(payload, safe="")),
        server.get("/", params={"deep_link": payload, "__theme": payload}),
    ):
        assert answer.status_code in (200, 201, 404, 422)
        assert "a=b" not in answer.headers.get("set-cookie", "")
        if answer.headers["content-type"].startswith("text/html"):
            assert payload not in answer.text or len(payload) < 15
        else:
            assert answer.headers["content-type"] in ("application/json", "application/problem+json")
            json.loads(answer.text)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_words_of_documents_come_out_as_data(server: TestClient, number: int) -> None:
    asked = server.post(f"{API}/ask", json={"question": f"hostile {number}", "keep": True})
    assert asked.headers["content-type"] == "application/json"
    assert HOSTILE[number] in asked.json()["citations"][0]["title"]
    streamed = server.post(
        f"{API}/ask", json={"question": f"hostile {number}"}, headers={"Accept": "text/event-stream"}
    )
    assert all(re.match(r"(event|data): |:|$", line) for line in streamed.text.split("\n"))
    kept = asked.json()["conversation"]
    exported = server.get(f"{API}/conversations/{kept}/export?format=md")
    assert exported.headers["content-type"].startswith("text/markdown")
    assert exported.headers["content-disposition"].startswith("attachment")


def test_a_document_is_shown_as_words_and_fetches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sought: list[Any] = []
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        sought.append(address)
        return real(self, address)

    def resolved(*arguments: Any, **_: Any) -> Any:
        sought.append(arguments)
        raise OSError("no names here")

    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    at = f"http://127.0.0.1:{port}"
    page = f"""<!doctype html><html><head><title>Chỉ thị</title><link rel=stylesheet href="{at}/a.css">
<base href="{at}/"><meta http-equiv=refresh content="0;url={at}/b"><script src="{at}/c.js"></script></head><body>
<h1>CHỈ THỊ</h1><p>1. Bộ Y tế hoàn thành kế hoạch trước ngày 16/8/2024.</p><img src="{at}/d.png">
<iframe src="file:///etc/passwd"></iframe><object data="{at}/e"></object>
<svg><image href="{at}/f.svg"/></svg><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;</body></html>"""
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.html").write_text(page, "utf-8")
    (folder / "b.md").write_text(f"# Chỉ thị\n\n![x]({at}/g.png) <img src='{at}/h.png'>\n\n1. Bộ Y tế báo cáo.\n")
    store = Store(tmp_path / "store")
    with monkeypatch.context() as watched:
        watched.setattr(socket.socket, "connect", connect)
        watched.setattr(socket, "getaddrinfo", resolved)
        index_folder(store, folder, FakeEmbedder())
    assert sought == []
    with client(settings_in(tmp_path), store) as server:
        text = server.get(f"{API}/documents/a.html/text")
        assert text.headers["content-type"] == "text/plain; charset=utf-8"
        assert "sandbox" in text.headers["content-security-policy"]
        assert "root:" not in text.text
    listener.setblocking(False)
    with pytest.raises(BlockingIOError):
        listener.accept()
    listener.close()
    store.close()
