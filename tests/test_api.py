"""The API over small documents: the same answers as elsewhere, in the shapes that it promises."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from starlette.testclient import TestClient

from assistant.settings import Settings
from corpus.readers import SUFFIXES
from index.store import Store
from tests.fake_embedder import directive
from tests.fakes import ANSWERS, FakeAsker
from tests.servers import client, problem, settings_in

API = "/api/v1"
QUESTION = "an toàn thông tin"


@pytest.fixture(scope="module")
def settings(home: Path) -> Settings:
    return settings_in(home, questions_per_minute=0, requests_per_minute=0, address_requests_per_minute=0)


@pytest.fixture(scope="module")
def asker() -> FakeAsker:
    return FakeAsker()


@pytest.fixture(scope="module")
def api(settings: Settings, filled: Store, asker: FakeAsker) -> Iterator[TestClient]:
    with client(settings, filled, asker=asker) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _another_browser(api: TestClient) -> None:
    api.cookies.clear()


def _events(text: str) -> list[tuple[str, Any]]:
    blocks = [block.split("\n") for block in text.strip().split("\n\n") if not block.startswith(":")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def _over(api: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    for _ in range(600):
        found: dict[str, Any] = api.get(f"{API}/jobs/{job['id']}").json()
        if found["state"] in ("done", "failed"):
            return found
        time.sleep(0.02)
    raise AssertionError(found)


def _upload(api: TestClient, **files: bytes) -> Any:
    sent = [("files", (name.replace("_", "."), content)) for name, content in files.items()]
    return api.post(f"{API}/documents", files=sent)


# Questions


def test_an_answer_is_that_of_the_command_line(api: TestClient) -> None:
    told = api.post(f"{API}/ask", json={"question": QUESTION}).json()
    assert told == json.loads(json.dumps(ANSWERS[QUESTION].to_json()))


def test_history_reaches_the_asker_and_filters_stand_in_the_question(api: TestClient, asker: FakeAsker) -> None:
    body = {"question": "Khi nào?", "history": [QUESTION], "filters": {"assignee": "Bộ Y tế", "due_from": "9/2025"}}
    assert api.post(f"{API}/ask", json=body).status_code == 200
    assert asker.asked[-1] == ("Khi nào? (Bộ Y tế, từ tháng 9/2025)", (QUESTION,))


def test_an_answer_streams_as_events_whose_words_are_the_answer(api: TestClient) -> None:
    answer = api.post(f"{API}/ask", json={"question": QUESTION}, headers={"Accept": "text/event-stream"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = _events(answer.text)
    names = [name for name, _ in events]
    assert list(dict.fromkeys(names)) == ["understood", "words", "citations", "done"]
    assert names.count("words") > 3
    done = events[-1][1]
    assert "".join(data["text"] for name, data in events if name == "words") == done["answer"]
    assert done["citations"] == events[-2][1]["citations"]


@pytest.mark.parametrize(
    ("question", "status", "told"),
    [("lỗi", 500, "hệ thống gặp lỗi"), ("dài " * 400, 422, "Câu hỏi dài")],
)
def test_an_error_is_the_same_problem_as_an_answer_and_as_an_event(
    api: TestClient, question: str, status: int, told: str
) -> None:
    assert told in problem(api.post(f"{API}/ask", json={"question": question}), status)
    streamed = api.post(f"{API}/ask", json={"question": question}, headers={"Accept": "text/event-stream"})
    ((name, data),) = _events(streamed.text)
    assert (name, data["status"]) == ("error", status)
    assert told in data["detail"]
    assert "ZeroDivision" not in streamed.text


def test_one_question_too_many_tells_the_seconds_to_wait_also_in_a_stream(settings: Settings, filled: Store) -> None:
    few = settings.model_copy(update={"questions_per_minute": 1})
    with client(few, filled) as api:
        api.get("/")
        assert api.post(f"{API}/ask", json={"question": QUESTION}).status_code == 200
        refused = api.post(f"{API}/ask", json={"question": QUESTION})
        assert "hãy thử lại sau 60 giây" in problem(refused, 429)
        assert refused.json()["retry_after"] == int(refused.headers["retry-after"]) == 60
        streamed = api.post(f"{API}/ask", json={"question": QUESTION}, headers={"Accept": "text/event-stream"})
        ((name, data),) = _events(streamed.text)
        assert (name, data["status"]) == ("error", 429)
        assert 0 < data["retry_after"] <= 60
        example = api.get(f"{API}/openapi.json").json()["paths"]["/ask"]["post"]["responses"]["429"]
        assert example["content"]["application/problem+json"]["example"]["retry_after"] > 0


def test_an_answer_that_takes_too_long_is_given_up(settings: Settings, filled: Store) -> None:
    short = settings.model_copy(update={"answer_seconds": 0.05})
    with client(short, filled) as api:
        assert "0.05 giây" in problem(api.post(f"{API}/ask", json={"question": "chậm"}), 503)


def test_a_verdict_is_kept_with_the_answer_it_is_of(api: TestClient) -> None:
    body = {"rating": "down", "question": QUESTION, "answer": "lời", "reason": "thiếu"}
    assert api.post(f"{API}/feedback", json=body).status_code == 201
    kept = api.app.state.services.feedback.listed(limit=1)[0]  # type: ignore[attr-defined]
    assert (kept.verdict, kept.reason, kept.answer) == ("down", "thiếu", {"answer": "lời"})


# Conversations


def test_a_conversation_goes_on_is_listed_renamed_exported_and_deleted(api: TestClient, asker: FakeAsker) -> None:
    first = api.post(f"{API}/ask", json={"question": QUESTION, "keep": True})
    id_ = first.json()["conversation"]
    assert "HttpOnly" in first.headers["set-cookie"]
    second = api.post(f"{API}/ask", json={"question": "nghị quyết", "conversation": id_}).json()
    assert (second["conversation"], second["turn"]) == (id_, 2)
    assert asker.asked[-1] == ("nghị quyết", (QUESTION,))
    assert [c["id"] for c in api.get(f"{API}/conversations").json()["conversations"]] == [id_]
    assert api.patch(f"{API}/conversations/{id_}", json={"title": "Họp"}).json()["title"] == "Họp"
    assert [t["question"] for t in api.get(f"{API}/conversations/{id_}").json()["turns"]] == [QUESTION, "nghị quyết"]
    word = api.get(f"{API}/conversations/{id_}/export")
    assert word.content.startswith(b"PK")
    assert "wordprocessingml" in word.headers["content-type"]
    assert api.get(f"{API}/conversations/{id_}/export?format=md").text.startswith("# Họp\n")
    api.cookies.clear()
    problem(api.get(f"{API}/conversations/{id_}"), 404)
    problem(api.post(f"{API}/ask", json={"question": QUESTION, "conversation": id_}), 404)


def test_a_deleted_conversation_is_gone(api: TestClient) -> None:
    ids = [api.post(f"{API}/ask", json={"question": QUESTION, "keep": True}).json()["conversation"] for _ in range(3)]
    assert api.delete(f"{API}/conversations/{ids[0]}").status_code == 204
    problem(api.get(f"{API}/conversations/{ids[0]}"), 404)
    assert api.delete(f"{API}/conversations").json() == {"deleted": 2}


def test_a_kept_citation_says_when_its_document_is_gone_or_says_something_else(
    api: TestClient, settings: Settings, filled: Store
) -> None:
    from assistant.server.standing import CHANGED, GONE

    name, text = "a.txt", filled.text("a.txt")
    at = text.index("Bộ Y tế")
    citations = [
        {"n": 1, "document": name, "quote": text[at : at + 7], "start": at, "end": at + 7},
        {"n": 2, "document": name, "quote": "Bộ Xây dựng", "start": at, "end": at + 11},
        {"n": 3, "document": "gone.txt", "quote": "x", "start": 0, "end": 1},
    ]
    api.get("/")  # the browser gets its token
    services = api.app.state.services  # type: ignore[attr-defined]
    kept = api.post(f"{API}/ask", json={"question": QUESTION, "keep": True}).json()["conversation"]
    owner = _owner(services, kept)
    services.conversations.add(owner, "q", ANSWERS[QUESTION].to_json() | {"citations": citations}, kept)
    told = api.get(f"{API}/conversations/{kept}").json()["turns"][-1]["answer"]["citations"]
    assert [citation.get("standing") for citation in told] == [None, CHANGED, GONE]
    exported = api.get(f"{API}/conversations/{kept}/export?format=md").text
    assert exported.count("đã được gỡ khỏi kho") >= 1


def _owner(services: Any, conversation: str) -> str:
    from sqlalchemy import text

    with services.engine.connect() as connection:
        found = connection.execute(text("select owner from conversations where id=:id"), {"id": conversation})
        return str(found.scalar_one())


# The register


def test_tasks_are_filtered_and_come_in_pages(api: TestClient) -> None:
    everything = api.get(f"{API}/tasks").json()
    assert everything["total"] == len(everything["tasks"]) > 2
    mine = api.get(f"{API}/tasks", params={"assignee": "Bộ Y tế", "due_to": "3/8/2024"}).json()
    assert [task["due"]["end"] for task in mine["tasks"]] == ["2024-08-02", "2024-08-03"]
    page = api.get(f"{API}/tasks", params={"limit": 1, "offset": 1}).json()
    assert page["tasks"] == everything["tasks"][1:2]
    assert page["total"] == everything["total"]
    assert "không hiểu ngày 'mai'" in problem(api.get(f"{API}/tasks", params={"due_to": "mai"}), 422)


@pytest.mark.parametrize("by", ["format", "accept"])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "ics"])
def test_tasks_come_as_files_too(api: TestClient, kind: str, by: str) -> None:
    from assistant.server.api.tasks import TYPES

    asked = {"params": {"format": kind}} if by == "format" else {"headers": {"Accept": TYPES[kind]}}
    answer = api.get(f"{API}/tasks", **asked)  # type: ignore[arg-type]
    assert answer.headers["content-type"].startswith(TYPES[kind])
    assert answer.headers["content-disposition"] == f'attachment; filename="so-nhiem-vu.{kind}"'
    if kind == "csv":
        assert len(list(csv.reader(io.StringIO(answer.text)))) == api.get(f"{API}/tasks").json()["total"] + 1
    elif kind == "xlsx":
        assert load_workbook(io.BytesIO(answer.content)).active is not None
    else:
        assert Calendar.from_ical(answer.content).events


def test_no_other_format_is_given(api: TestClient) -> None:
    assert "text/csv" in problem(api.get(f"{API}/tasks", headers={"Accept": "image/png"}), 406)
    problem(api.get(f"{API}/tasks?format=exe"), 422)


def test_a_calendar_is_subscribed_to_by_its_address(api: TestClient) -> None:
    told = api.get(f"{API}/tasks/calendar-address", params={"assignee": "Bộ Y tế"}).json()
    assert told == {
        "address": f"http://127.0.0.1{API}/tasks/calendar.ics?assignee=B%E1%BB%99+Y+t%E1%BA%BF",
        "expires_days": None,
    }
    calendar = Calendar.from_ical(api.get(told["address"]).content)
    assert len(calendar.events) == 2


# Documents


def test_documents_tell_their_facts_and_what_was_read(api: TestClient, filled: Store) -> None:
    listed = api.get(f"{API}/documents").json()
    assert [one["document"] for one in listed["documents"]] == ["a.txt", "b.txt"]
    one = api.get(f"{API}/documents/a.txt").json()
    assert one["characters"] == len(filled.text("a.txt"))
    assert min(one["tasks"], one["passages"], one["sections"]) > 0
    assert (one["kind"], one["uploaded"]) == ("Chỉ thị", False)
    text = api.get(f"{API}/documents/a.txt/text")
    assert text.text == filled.text("a.txt")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    problem(api.get(f"{API}/documents/c.txt"), 404)
    problem(api.get(f"{API}/documents/c.txt/text"), 404)


def test_the_file_of_a_document_is_the_one_that_was_read(
    api: TestClient, home: Path, settings: Settings, tmp_path: Path
) -> None:
    told = api.get(f"{API}/documents/a.txt/file")
    assert told.content == (home / "docs" / "a.txt").read_bytes()
    assert told.headers["content-disposition"] == "attachment; filename*=UTF-8''a.txt"
    assert "sandbox" in told.headers["content-security-policy"]
    over = _over(api, _upload(api, van_pdf=_pdf()).json())
    assert over["report"]["new"] == ["van.pdf"]
    shown = api.get(f"{API}/documents/van.pdf/file")
    assert (shown.headers["content-type"], shown.headers["x-frame-options"]) == ("application/pdf", "SAMEORIGIN")
    assert shown.headers["content-disposition"].startswith("inline")
    (settings.uploads_folder / "van.pdf").write_bytes(b"another")
    assert "đã đổi" in problem(api.get(f"{API}/documents/van.pdf/file"), 409)
    (settings.uploads_folder / "van.pdf").unlink()
    problem(api.get(f"{API}/documents/van.pdf/file"), 404)
    (settings.uploads_folder / "van.pdf").write_bytes(_pdf())
    _over(api, api.delete(f"{API}/documents/van.pdf").json())


def _pdf() -> bytes:
    from fpdf import FPDF

    page = FPDF()
    page.set_creation_date(datetime(2031, 1, 1, tzinfo=UTC))
    page.add_page()
    page.set_font("helvetica", size=12)
    page.multi_cell(0, 8, "CHI THI\nVe viec so 9\n\n1. Bo Y te hoan thanh ke hoach truoc ngay 16/8/2024.")
    return bytes(page.output())


def test_a_passage_is_its_span_with_what_stands_around(api: TestClient, filled: Store) -> None:
    text = filled.text("a.txt")
    start = text.index("hoàn thành")
    told = api.get(f"{API}/passage", params={"document": "a.txt", "start": start, "end": start + 10}).json()
    assert told["quote"] == "hoàn thành"
    around = told["passage_start"]
    assert told["passage"] == text[around : around + len(told["passage"])]
    assert around < start
    for first, last in ((5, 5), (7, 3), (0, len(text) + 1)):
        problem(api.get(f"{API}/passage", params={"document": "a.txt", "start": first, "end": last}), 422)
    problem(api.get(f"{API}/passage", params={"document": "zz", "start": 0, "end": 1}), 404)


def test_a_document_comes_in_is_asked_about_and_goes(api: TestClient, settings: Settings, filled: Store) -> None:
    begun = _upload(api, moi_txt=directive(3).encode())
    assert begun.status_code == 202
    assert begun.headers["location"] == f"{API}/jobs/{begun.json()['id']}"
    over = _over(api, begun.json())
    assert (over["state"], over["report"]["new"]) == ("done", ["moi.txt"])
    assert (over["done"], over["total"]) != (0, 0)
    assert api.get(f"{API}/documents/moi.txt").json()["uploaded"] is True
    assert "replace=true" in problem(_upload(api, moi_txt=directive(4).encode()), 409)
    sent = {"files": ("moi.txt", directive(4).encode())}
    again = _over(api, api.post(f"{API}/documents?replace=true", files=sent).json())
    assert again["report"]["changed"] == ["moi.txt"]
    assert "số 4" in api.get(f"{API}/documents/moi.txt/text").text
    gone = api.delete(f"{API}/documents/moi.txt")
    assert gone.status_code == 202
    assert _over(api, gone.json())["state"] == "done"
    problem(api.get(f"{API}/documents/moi.txt"), 404)
    assert not (settings.uploads_folder / "moi.txt").exists()
    events = [line.event for line in api.app.state.services.audit.listed(limit=5)]  # type: ignore[attr-defined]
    assert events[:3] == ["removal", "upload", "upload"]


def test_a_file_that_cannot_be_read_is_told_and_leaves_nothing_behind(api: TestClient, settings: Settings) -> None:
    over = _over(api, _upload(api, hong_pdf=b"no pdf at all", tot_txt=directive(5).encode()).json())
    assert over["report"]["new"] == ["tot.txt"]
    assert list(over["report"]["refused"]) == ["hong.pdf"]
    assert sorted(file.name for file in settings.uploads_folder.iterdir()) == ["tot.txt"]
    sent = {"files": ("tot.txt", b"\x00\x01\x02\xff\xfe" * 100)}
    over = _over(api, api.post(f"{API}/documents?replace=true", files=sent).json())
    assert list(over["report"]["refused"]) == ["tot.txt"]
    assert "số 5" in (settings.uploads_folder / "tot.txt").read_text("utf-8")
    assert "số 5" in api.get(f"{API}/documents/tot.txt/text").text
    _over(api, api.delete(f"{API}/documents/tot.txt").json())


def test_what_did_not_come_in_here_is_not_removed_here(api: TestClient, home: Path) -> None:
    assert "không do tải lên" in problem(api.delete(f"{API}/documents/a.txt"), 409)
    assert (home / "docs" / "a.txt").exists()
    problem(api.delete(f"{API}/documents/zz.txt"), 404)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"a_exe": b"x"}, f"đọc được: {', '.join(sorted(SUFFIXES))}"),
        ({"a_txt": b""}, "rỗng"),
    ],
)
def test_a_file_that_is_none_for_us_is_refused_at_once(api: TestClient, files: dict[str, bytes], told: str) -> None:
    assert told in problem(_upload(api, **files), 422)


def test_the_limits_of_an_upload_are_those_of_indexing(settings: Settings, filled: Store) -> None:
    small = settings.model_copy(update={"largest_file": 100, "largest_upload": 4096})
    with client(small, filled) as api:
        assert "tối đa 100 byte" in problem(_upload(api, a_txt=b"x" * 101), 422)
        assert "tối đa 4096 byte" in problem(_upload(api, a_txt=b"x" * 5000), 413)


# What goes wrong


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nope", 404),
        ("GET", "/", 404),
        ("DELETE", "/ask", 405),
        ("GET", "/ask", 405),
        ("POST", "/tasks", 405),
        ("GET", "/conversations/zz", 422),
        ("GET", "/jobs/0123456789abcdef", 404),
        ("GET", "/tasks?limit=0", 422),
        ("GET", "/passage", 422),
        ("GET", "/docs", 404),
    ],
)
def test_whatever_goes_wrong_has_one_shape(api: TestClient, method: str, path: str, status: int) -> None:
    problem(api.request(method, API + path), status)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"question": 1}', b'{"question": "x", "other": 1}', b'{"question": "\\ud800"}', b"\xff\xfe",
     b'{"question": "x\\u0000"}', b'{"question": "x", "history": [1]}', b'{"question": "x", "conversation": "../a"}'],
)  # fmt: skip
def test_a_body_that_is_no_question_is_told(api: TestClient, body: bytes) -> None:
    answer = api.post(f"{API}/ask", content=body, headers={"Content-Type": "application/json"})
    problem(answer, 422)


def test_the_description_names_every_route_in_vietnamese_with_examples(api: TestClient) -> None:
    schema = api.get(f"{API}/openapi.json").json()
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    assert len(operations) > 20
    assert all(operation["summary"] and operation["description"] for operation in operations)
    assert all("Problem" in str(operation["responses"]["422"]) for operation in operations)
    assert schema["components"]["schemas"]["Question"]["examples"]
    assert "HTTPValidationError" not in str(schema["paths"])


# Running it


def test_it_tells_that_it_lives_and_that_it_can_answer(api: TestClient, tmp_path: Path) -> None:
    assert api.get(f"{API}/health").json()["status"] == "ok"
    assert api.get(f"{API}/ready").json() == {"status": "ready", "documents": 2}
    empty = Store(tmp_path / "store")
    with client(settings_in(tmp_path), empty) as other:
        assert other.get(f"{API}/health").status_code == 200
        assert "chưa có văn bản" in problem(other.get(f"{API}/ready"), 503)
    empty.close()


def test_it_counts_what_it_does(api: TestClient) -> None:
    api.post(f"{API}/ask", json={"question": "bóng đá"})
    told = api.get(f"{API}/metrics").text
    assert 'chidao_questions_total{status="abstained"}' in told
    assert 'chidao_requests_total{area="api/v1/ask",method="POST",status="200"}' in told
    assert "chidao_documents 2.0" in told
    assert "bóng đá" not in told


def test_the_log_tells_what_was_asked_and_cited_and_the_settings_without_secrets(
    settings: Settings, filled: Store
) -> None:
    from pydantic import SecretStr

    secret = settings.model_copy(update={"secret": SecretStr("not-to-be-seen"), "audit_questions": False})
    with client(secret, filled) as api:
        api.post(f"{API}/ask", json={"question": QUESTION})
        lines = api.get(f"{API}/audit?limit=2").json()["lines"]
    assert [line["event"] for line in lines] == ["question", "settings"]
    assert lines[0]["documents"] == ["002_a1224c4dc0de3d89.txt"]
    assert lines[0]["question"] == ""
    assert lines[1]["detail"]["access"] == "none"
    assert "not-to-be-seen" not in str(lines)
