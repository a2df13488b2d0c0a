"""The pages of the register and the documents without a browser: who may what, odd addresses, hostile words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.page.asked import Asked, sorted_works
from assistant.page.pictures import by_body, timeline
from assistant.register.works import works_of
from index.register import Register
from index.store import Store
from tests.fake_embedder import FakeEmbedder, write
from tests.fakes import HOSTILE
from tests.servers import ELSEWHERE, client, problem, settings_in

PROXY = {"access": "proxy", "trusted_proxies": ("127.0.0.1/32",), "editors": ("lan",)}
EDITOR, READER = {"X-Remote-User": "lan"}, {"X-Remote-User": "nam"}


@pytest.fixture(scope="module")
def office(home: Path, filled: Store) -> Iterator[TestClient]:
    with client(settings_in(home, **PROXY), filled) as opened:
        yield opened


class Attributes(HTMLParser):
    """The tags of a page, and the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}


def task_of(filled: Store) -> str:
    return Register(filled, date(2025, 1, 1)).entries(document="a.txt", text="kế hoạch")[0].id


def test_a_reader_sees_the_register_and_says_nothing_of_it(office: TestClient, filled: Store) -> None:
    address = f"/so-nhiem-vu/{task_of(filled)}"
    page = office.get(address, headers=READER)
    assert page.status_code == 200
    assert "<form" not in page.text
    assert "nam" in page.text
    assert "dành cho người quản lý văn bản" in problem(office.post(address, data={"do": "done"}, headers=READER), 403)
    assert "Nạp văn bản" not in office.get("/van-ban", headers=READER).text


def test_an_editor_s_word_bears_the_name_that_the_access_control_knows(office: TestClient, filled: Store) -> None:
    address = f"/so-nhiem-vu/{task_of(filled)}"
    said = office.post(address, data={"do": "done", "note": "xong <b>"}, headers=EDITOR)
    assert (said.status_code, said.headers["location"]) == (303, f"{address}?saved")
    page = office.get(address, headers=EDITOR).text
    assert "lan: đã xong; ghi chú: xong &lt;b&gt;" in page
    refused = office.post(address, data={"do": "set", "lead": "", "action": "x"}, headers=EDITOR)
    assert refused.status_code == 422
    assert "ít nhất một cơ quan chủ trì" in refused.text
    foreign = office.post(address, data={"do": "done"}, headers=EDITOR | {"Origin": "https://khac.example"})
    assert foreign.status_code == 403


def test_nobody_sees_the_pages_whom_the_access_control_does_not_know(office: TestClient) -> None:
    for path in ("/so-nhiem-vu", "/van-ban", "/van-ban/a.txt"):
        problem(office.get(path), 401)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("due_from=mùa thu", "không hiểu ngày"),
        ("document=không-có", "kho không có văn bản"),
        ("assignee=" + "x" * 5000, "Không có nhiệm vụ nào"),
        ("page=99999&sort=zzz&status=zzz", "Không có nhiệm vụ nào"),
        ("page=-1&page=x", "4 nhiệm vụ"),
    ],
)
def test_an_odd_address_is_answered_in_words(office: TestClient, query: str, told: str) -> None:
    assert told in office.get(f"/so-nhiem-vu?{query}", headers=READER).text


@pytest.mark.parametrize("path", ["/van-ban/khong-co.txt", "/van-ban/../store", "/van-ban/%2e%2e/%2e%2e/etc/passwd"])
def test_what_is_no_document_is_not_found(office: TestClient, path: str) -> None:
    assert office.get(path, headers=READER).status_code == 404


def test_the_pages_have_a_strict_policy_and_run_nothing_of_their_own(office: TestClient) -> None:
    page = office.get("/so-nhiem-vu", headers=EDITOR)
    policy = page.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script>|\sstyle=|\son\w+=", page.text)
    sheet = office.get("/page/site.css", headers=READER)
    assert office.get("/page/site.css", headers=READER | {"If-None-Match": sheet.headers["etag"]}).status_code == 304


def test_under_the_path_of_a_proxy_every_address_has_it(home: Path, filled: Store) -> None:
    with client(settings_in(home, root_path="/chidao"), filled) as opened:
        page = opened.get("/chidao/so-nhiem-vu").text
    addresses = re.findall(r'(?:href|src|action)="(/[^"]*)"', page)
    assert addresses
    assert all(address.startswith("/chidao/") for address in addresses)


def test_hostile_words_come_out_as_words(tmp_path: Path) -> None:
    payloads = [payload for payload in HOSTILE if "\n" not in payload]
    lines = "\n\n".join(
        f"{n}. Bộ Y tế trình đề án {payload} trước ngày 1/8/2031." for n, payload in enumerate(payloads, 1)
    )
    write(tmp_path / "docs", x=f"CHỈ THỊ\nVề {payloads[0]}\n\n{lines}\n")
    store = Store(tmp_path / "store")
    try:
        from index.ingest import index_folder

        index_folder(store, tmp_path / "docs", FakeEmbedder())
        with client(settings_in(tmp_path), store) as opened:
            pages = [opened.get(path).text for path in ("/so-nhiem-vu", "/van-ban", "/van-ban/x.txt?start=0&end=9")]
            pages += [opened.get(f"/so-nhiem-vu?text={payloads[0]}&assignee={payloads[1]}&due_from={payloads[2]}").text]
    finally:
        store.close()
    for page in pages:
        found = Attributes()
        found.feed(page)
        assert not {name for name in found.names if name.startswith("on")}
        assert not found.tags & {"img", "iframe", "style"}
        assert page.count("<script") == 1


def test_pictures_count_works_and_lead_to_their_days(filled: Store) -> None:
    works = works_of(Register(filled, date(2024, 8, 2)).entries())
    line = timeline(works, date(2024, 8, 2), lambda first, last: f"/x?{first}&{last}")
    assert 'aria-label="Tháng 8/2024: 2 nhiệm vụ (' in line
    assert 'href="/x?2024-08-01&amp;2024-08-31"' in line
    assert "Hôm nay" in line
    assert by_body(works, lambda name: f"/b/{name}").count("<li>") == 2
    assert timeline([], date(2024, 8, 2), lambda *_: "") == by_body([], lambda _: "") == ""


def test_works_are_sorted_as_asked(filled: Store) -> None:
    works = works_of(Register(filled, date(2025, 1, 1)).entries())
    assert [w.head.document for w in sorted_works(works, "due_desc")][:2] == ["b.txt", "a.txt"]
    assert [w.head.lead[0] for w in sorted_works(works, "body")] == ["Bộ Công an"] * 2 + ["Bộ Y tế"] * 2


def test_an_address_keeps_what_else_is_asked() -> None:
    asked = Asked({"assignee": "Bộ A", "groups": "true"}, ("overdue", "done"), "body", 4)
    assert asked.query() == "assignee=B%E1%BB%99+A&groups=true&sort=body&status=overdue&status=done"
    assert asked.query(status=None, assignee=None) == "groups=true&sort=body"


def test_from_elsewhere_without_access_control_all_may_only_read(home: Path, filled: Store) -> None:
    settings = settings_in(home, host="0.0.0.0", allow_public=True)
    with client(settings, filled, peer=ELSEWHERE, base_url="http://chidao.example") as opened:
        assert opened.post(f"/so-nhiem-vu/{task_of(filled)}", data={"do": "done"}).status_code == 403
