"""What editors say of tasks through the API and on the page: the same history, and a line in the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.entry import Entry
from index.ingest import index_folder
from index.register import Register
from index.store import Store
from tests.fake_embedder import FakeEmbedder, directive, write
from tests.servers import client, problem, settings_in

API = "/api/v1"
PROXY = {"access": "proxy", "trusted_proxies": ("127.0.0.1/32",), "editors": ("lan",), "administrators": ("sep",)}
EDITOR, READER, HEAD = ({"X-Remote-User": user} for user in ("lan", "nam", "sep"))


@pytest.fixture(scope="module")
def office(home: Path, filled: Store) -> Iterator[TestClient]:
    with client(settings_in(home, **PROXY), filled) as opened:
        yield opened


@pytest.fixture
def plan(filled: Store) -> Entry:
    return _task(filled, "a.txt", "kế hoạch")


@pytest.fixture
def check(filled: Store) -> Entry:
    return _task(filled, "b.txt", "kiểm tra")


def _task(store: Store, document: str, text: str) -> Entry:
    return Register(store, date(2025, 1, 1)).entries(document=document, text=text)[0]


def _say(office: TestClient, id_: str, who: dict[str, str] = EDITOR, **told: Any) -> Any:
    return office.post(f"{API}/tasks/{id_}/corrections", json=told, headers=who)


def _audit(office: TestClient) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = office.get(f"{API}/audit?event=correction", headers=HEAD).json()["lines"]
    return lines


def test_a_correction_holds_in_the_register_and_its_history_tells_who(office: TestClient, plan: Entry) -> None:
    assert plan.status.name == "OVERDUE"
    said = _say(office, plan.id, done=True, note="Tờ trình 12/TTr-BYT")
    assert said.status_code == 201
    assert (said.json()["status"], said.json()["done"]["who"]) == ("done", "lan")
    told = _say(office, plan.id, lead=["Bộ Tài chính"], coordinating=["Bộ Y tế"], due="trước ngày 5/8/2025").json()
    assert (told["lead"], told["coordinating"]) == (["Bộ Tài chính"], ["Bộ Y tế"])
    assert told["due"] == {
        "text": "trước ngày 5/8/2025", "relation": "before", "start": "2025-08-05", "end": "2025-08-05",
    }  # fmt: skip
    assert _say(office, plan.id, undo=["lead", "due"], done=False).json()["lead"] == list(plan.lead)
    shown = office.get(f"{API}/tasks/{plan.id}", headers=READER).json()
    assert [edit["changes"].keys() for edit in shown["edits"]] == [
        {"done"}, {"lead", "coordinating", "due"}, {"lead", "due", "done"},
    ]  # fmt: skip
    assert shown["edits"][0]["note"] == "Tờ trình 12/TTr-BYT"
    assert (shown["status"], shown["coordinating"]) == ("overdue", ["Bộ Y tế"])
    assert "lan: đã xong; ghi chú: Tờ trình 12/TTr-BYT" in office.get(f"/so-nhiem-vu/{plan.id}", headers=READER).text


def test_what_is_no_task_leaves_the_register_and_comes_back(office: TestClient, filled: Store) -> None:
    plan = _task(filled, "b.txt", "kế hoạch")

    def listed() -> list[str]:
        return [task["id"] for task in office.get(f"{API}/tasks", headers=READER).json()["tasks"]]

    assert _say(office, plan.id, task=False).json()["rejected"]
    assert plan.id not in listed()
    assert not _say(office, plan.id, task=True).json()["rejected"]
    assert plan.id in listed()


def test_page_and_api_note_who_said_something_of_which_fields(office: TestClient, filled: Store) -> None:
    plan = _task(filled, "a.txt", "kiểm tra")
    address = f"/so-nhiem-vu/{plan.id}"
    office.post(address, data={"do": "done", "note": "xong"}, headers=EDITOR)
    _say(office, plan.id, lead=["Bộ Tài chính"], due="")
    newest, oldest = _audit(office)[:2]
    edits = office.get(f"{API}/tasks/{plan.id}", headers=READER).json()["edits"]
    for line, fields, edit in ((newest, ["lead", "due"], edits[1]), (oldest, ["done"], edits[0])):
        assert (line["who"], line["documents"], line["status"]) == ("lan", ["a.txt"], "recorded")
        assert line["detail"] == {"task": plan.id, "edit": edit["number"], "fields": fields}
        assert line["at"].startswith("20")


def test_nobody_but_an_editor_on_a_page_of_ours_corrects(office: TestClient, check: Entry) -> None:
    assert "dành cho người quản lý văn bản" in problem(_say(office, check.id, READER, done=True), 403)
    problem(_say(office, check.id, {}, done=True), 401)
    problem(_say(office, check.id, EDITOR | {"Origin": "https://khac.example"}, done=True), 403)
    problem(_say(office, check.id, EDITOR | {"Sec-Fetch-Site": "cross-site"}, done=True), 403)
    assert office.get(f"{API}/tasks/{check.id}", headers=READER).json()["edits"] == []
    assert check.id not in [line["detail"]["task"] for line in _audit(office)]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "không có gì để ghi"),
        ({"due": "một ngày đẹp trời"}, "không hiểu thời hạn 'một ngày đẹp trời'"),
        ({"lead": [" "]}, "ít nhất một cơ quan chủ trì"),
        ({"action": ""}, "không được để trống"),
        ({"lead": []}, "body.lead"),
        ({"undo": ["id"]}, "body.undo.0"),
        ({"done": "có"}, "body.done"),
        ({"status": "done"}, "body.status"),
        ({"note": "a\0b"}, "body.note"),
        ({"note": "x" * 4001}, "body.note"),
    ],
)
def test_what_cannot_be_said_is_refused_in_words_and_changes_nothing(
    office: TestClient, check: Entry, told: dict[str, Any], words: str
) -> None:
    assert words in problem(_say(office, check.id, **told), 422)
    assert office.get(f"{API}/tasks/{check.id}", headers=READER).json()["edits"] == []
    assert check.id not in [line["detail"]["task"] for line in _audit(office)]


def test_a_task_that_is_not_there_is_not_found(office: TestClient, check: Entry, filled: Store, home: Path) -> None:
    for refused in (_say(office, "0" * 12, done=True), office.get(f"{API}/tasks/{'0' * 12}", headers=READER)):
        problem(refused, 404)
        assert refused.json()["type"] == "urn:chidao:problem:unknown-task"
    problem(_say(office, check.id[:6], done=True), 422)  # a part of an id is none here
    index_folder(filled, write(home / "other", c=directive(3)), FakeEmbedder())
    elsewhere = Register(filled, date(2025, 1, 1)).entries(document="c.txt")[0]
    problem(_say(office, elsewhere.id, done=True), 404)  # in a folder that this server does not answer from
    assert office.get(f"/so-nhiem-vu/{elsewhere.id}", headers=EDITOR).status_code == 404
