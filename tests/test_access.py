"""Who comes in, as what, from where: the table of roles and routes, and which proxies are believed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.server.access import check_access, role_of
from assistant.server.person import Role
from assistant.settings import Settings, load_settings
from corpus.errors import SettingsError
from index.store import Store
from tests.fakes import FakeAsker
from tests.servers import ELSEWHERE, HERE, client, problem, settings_in

API = "/api/v1"
PROXY = ("10.1.2.3", 40_000)


@pytest.fixture(scope="module")
def settings(home: Path) -> Settings:
    return settings_in(
        home,
        access="proxy",
        trusted_proxies=("10.1.0.0/16",),
        readers=("doc", "group:phong"),
        editors=("group:van-thu",),
        administrators=("sep",),
        allowed_hosts=("tro-ly.example.vn",),
    )


@pytest.fixture(scope="module")
def behind(settings: Settings, filled: Store) -> Iterator[TestClient]:
    """Requests as the trusted proxy sends them."""
    with client(settings, filled, peer=PROXY, base_url="http://tro-ly.example.vn") as opened:
        yield opened


def _as(user: str, groups: str = "") -> dict[str, Any]:
    return {"X-Remote-User": user.encode()} | ({"X-Remote-Groups": groups} if groups else {})


NOBODY: dict[str, Any] = {}
STRANGER, READER, EDITOR, ADMINISTRATOR = _as("la"), _as("doc"), _as("vt", "khac, van-thu"), _as("sep")
PERSONS = (NOBODY, STRANGER, READER, EDITOR, ADMINISTRATOR)
NO_JOB, NO_TALK, NO_TASK = "0" * 16, "0" * 32, "0" * 12


@pytest.mark.parametrize(
    ("method", "path", "statuses"),
    [
        # nobody, no role, reader, editor, administrator
        ("GET", "/", (401, 403, 200, 200, 200)),
        ("GET", "/config", (401, 403, 200, 200, 200)),
        ("GET", "/gradio_api/info", (401, 403, 200, 200, 200)),
        ("POST", "/gradio_api/queue/join", (401, 403, 422, 422, 422)),
        ("GET", f"{API}/openapi.json", (401, 403, 200, 200, 200)),
        ("POST", f"{API}/ask", (401, 403, 422, 422, 422)),
        ("POST", f"{API}/feedback", (401, 403, 422, 422, 422)),
        ("GET", f"{API}/tasks", (401, 403, 200, 200, 200)),
        ("GET", f"{API}/tasks/calendar-address", (401, 403, 200, 200, 200)),
        ("GET", f"{API}/tasks/calendar.ics", (401, 401, 200, 200, 200)),
        ("GET", f"{API}/tasks/{NO_TASK}", (401, 403, 404, 404, 404)),
        ("POST", f"{API}/tasks/{NO_TASK}/corrections", (401, 403, 403, 422, 422)),
        ("GET", "/van-ban/a.txt/tep", (401, 403, 200, 200, 200)),
        ("GET", f"{API}/documents", (401, 403, 200, 200, 200)),
        ("GET", f"{API}/documents/a.txt", (401, 403, 200, 200, 200)),
        ("GET", f"{API}/documents/a.txt/text", (401, 403, 200, 200, 200)),
        ("GET", f"{API}/documents/a.txt/file", (401, 403, 200, 200, 200)),
        ("GET", f"{API}/passage?document=a.txt&start=0&end=3", (401, 403, 200, 200, 200)),
        ("POST", f"{API}/documents", (401, 403, 403, 422, 422)),
        ("DELETE", f"{API}/documents/a.txt", (401, 403, 403, 409, 409)),
        ("GET", f"{API}/jobs/{NO_JOB}", (401, 403, 403, 404, 404)),
        ("GET", f"{API}/conversations", (401, 403, 200, 200, 200)),
        ("GET", f"{API}/conversations/{NO_TALK}", (401, 403, 404, 404, 404)),
        ("PATCH", f"{API}/conversations/{NO_TALK}", (401, 403, 422, 422, 422)),
        ("DELETE", f"{API}/conversations/{NO_TALK}", (401, 403, 404, 404, 404)),
        ("GET", f"{API}/conversations/{NO_TALK}/export", (401, 403, 404, 404, 404)),
        ("GET", f"{API}/audit", (401, 403, 403, 403, 200)),
        ("GET", f"{API}/metrics", (403, 403, 403, 403, 200)),
        ("GET", f"{API}/me", (401, 403, 200, 200, 200)),
        ("GET", f"{API}/health", (200, 200, 200, 200, 200)),
        ("GET", f"{API}/ready", (200, 200, 200, 200, 200)),
        ("GET", "/login", (404, 404, 404, 404, 404)),
        ("POST", "/logout", (404, 404, 404, 404, 404)),
        ("GET", "/gradio_api/file=a", (401, 403, 404, 404, 404)),
    ],
)
def test_the_table_of_roles(behind: TestClient, method: str, path: str, statuses: tuple[int, ...]) -> None:
    found = [behind.request(method, path, headers=headers) for headers in PERSONS]
    assert tuple(answer.status_code for answer in found) == statuses
    for answer in found:
        if answer.status_code >= 400 and answer.headers["content-type"] != "application/json":
            problem(answer, answer.status_code)


def test_the_table_names_every_route_of_the_api(behind: TestClient) -> None:
    paths = behind.get(f"{API}/openapi.json", headers=READER).json()["paths"]
    named = {mark.args[1][i][1] for mark in test_the_table_of_roles.pytestmark for i in range(len(mark.args[1]))}  # type: ignore[attr-defined]
    for path in paths:
        id_ = next((id_ for part, id_ in (("/jobs/", NO_JOB), ("/tasks/", NO_TASK)) if part in path), NO_TALK)
        shape = path.replace("{name}", "a.txt").replace("{id}", id_)
        assert any(one.partition("?")[0] == API + shape for one in named), path


def test_who_a_person_is_told_by_the_proxy(behind: TestClient) -> None:
    told = behind.get(f"{API}/me", headers=EDITOR).json()
    assert told == {"name": "vt", "role": "editor", "access": "proxy"}
    assert behind.get(f"{API}/me", headers=_as("Nguyễn Văn A", "phong")).json()["name"] == "Nguyễn Văn A"


@pytest.mark.parametrize("headers", [ADMINISTRATOR, ADMINISTRATOR | {"X-Forwarded-For": "10.1.2.3"}])
@pytest.mark.parametrize("peer", [ELSEWHERE, HERE, ("10.2.0.1", 1), ("::ffff:10.2.0.1", 1)])
def test_a_header_from_an_address_that_is_not_trusted_says_nothing(
    settings: Settings, filled: Store, peer: tuple[str, int], headers: dict[str, str]
) -> None:
    app_client = _reached(settings, filled, peer)
    assert "cổng đăng nhập" in problem(app_client.get(f"{API}/me", headers=headers), 401)


_APPS: dict[Settings, Any] = {}


def _reached(settings: Settings, store: Store, peer: tuple[str, int]) -> TestClient:
    """A client at another address of one and the same application."""
    from assistant.server.app import create_app
    from tests.fake_embedder import FakeEmbedder

    app = _APPS.get(settings) or create_app(settings, FakeAsker(), store, FakeEmbedder())
    _APPS[settings] = app
    return TestClient(app, base_url="http://tro-ly.example.vn", client=peer, raise_server_exceptions=False)


@pytest.mark.parametrize("peer", [PROXY, ("::ffff:10.1.9.9", 1)])
def test_a_trusted_address_is_one_in_either_form(settings: Settings, filled: Store, peer: tuple[str, int]) -> None:
    assert _reached(settings, filled, peer).get(f"{API}/me", headers=READER).status_code == 200


@pytest.mark.parametrize("user", ["", " ", "a" * 201, "a\tb"])
def test_a_header_that_names_nobody_names_nobody(behind: TestClient, user: str) -> None:
    problem(behind.get(f"{API}/me", headers={"X-Remote-User": user}), 401)


def test_two_names_are_none(behind: TestClient) -> None:
    headers = [("X-Remote-User", "doc"), ("X-Remote-User", "sep")]
    problem(behind.get(f"{API}/me", headers=headers), 401)


def test_conversations_are_the_users_own(behind: TestClient) -> None:
    told = behind.post(f"{API}/ask", json={"question": "nghị quyết", "keep": True}, headers=READER)
    kept = told.json()["conversation"]
    assert "set-cookie" not in told.headers
    assert behind.get(f"{API}/conversations/{kept}", headers=READER).status_code == 200
    for other in (EDITOR, ADMINISTRATOR):
        problem(behind.get(f"{API}/conversations/{kept}", headers=other), 404)
        problem(behind.delete(f"{API}/conversations/{kept}", headers=other), 404)


def test_a_calendar_address_is_good_for_its_filter_alone_and_without_a_login(behind: TestClient) -> None:
    told = behind.get(f"{API}/tasks/calendar-address", params={"assignee": "Bộ Y tế"}, headers=READER).json()
    assert told["expires_days"] == 366
    address = str(told["address"])
    assert behind.get(address).headers["content-type"].startswith("text/calendar")
    problem(behind.get(address.replace("assignee=", "text=")), 401)
    problem(behind.get(address + "&groups=true"), 401)
    problem(behind.get(address[:-3] + "abc"), 401)
    problem(behind.get(f"{API}/tasks", params={"token": address.rpartition("token=")[2]}), 401)


def test_the_log_names_who_asked_and_from_where(behind: TestClient) -> None:
    headers = READER | {"X-Forwarded-For": "6.6.6.6, 203.0.113.9, 10.1.7.7"}
    behind.post(f"{API}/ask", json={"question": "nghị quyết"}, headers=headers)
    line = behind.get(f"{API}/audit?event=question&limit=1", headers=ADMINISTRATOR).json()["lines"][0]
    assert (line["who"], line["address"]) == ("doc", "203.0.113.9")


# Under a path


@pytest.mark.parametrize("stripped", [True, False])
def test_it_works_under_a_path_whether_or_not_the_proxy_takes_it_off(
    settings: Settings, filled: Store, stripped: bool
) -> None:
    headers = READER | {
        "X-Forwarded-Prefix": "/van-ban/tro-ly",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "tro-ly.example.vn",
    }
    at = "" if stripped else "/van-ban/tro-ly"
    browser = _reached(settings, filled, PROXY)
    page = browser.get(f"{at}/", headers=headers)
    assert page.status_code == 200
    assert '"root":"https://tro-ly.example.vn/van-ban/tro-ly"' in page.text.replace(" ", "")
    assert "strict-transport-security" in page.headers
    config = browser.get(f"{at}/config", headers=headers).json()
    assert config["root"] == "https://tro-ly.example.vn/van-ban/tro-ly"
    assert browser.get(f"{at}/theme.css", headers=headers).status_code == 200
    assert browser.get(f"{at}{API}/tasks", headers=headers).status_code == 200
    told = browser.get(f"{at}{API}/tasks/calendar-address", headers=headers).json()
    assert told["address"].startswith("https://tro-ly.example.vn/van-ban/tro-ly/api/v1/tasks/calendar.ics?token=")
    same = {"Origin": "https://tro-ly.example.vn"}
    asked = browser.post(f"{at}{API}/ask", json={"question": "nghị quyết"}, headers=headers | same)
    assert asked.status_code == 200
    other = {"Origin": "https://tro-ly.example.vn.evil.example"}
    problem(browser.post(f"{at}{API}/ask", json={"question": "x"}, headers=headers | other), 403)


@pytest.mark.parametrize("prefix", ["//evil.example", "/../x", "/a b", "https://evil.example", "/a?b", "/<script>"])
def test_a_prefix_that_is_no_path_is_not_taken(settings: Settings, filled: Store, prefix: str) -> None:
    headers = READER | {"X-Forwarded-Prefix": prefix}
    page = _reached(settings, filled, PROXY).get("/", headers=headers)
    assert '"root":"http://tro-ly.example.vn"' in page.text.replace(" ", "")


def test_what_an_untrusted_peer_says_of_itself_is_taken_off(home: Path, filled: Store) -> None:
    headers = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Prefix": "/evil",
        "X-Forwarded-Proto": "https",
        "X-Gradio-Server": "https://evil.example",
        "Forwarded": "host=evil.example",
    }
    with client(settings_in(home), filled) as opened:
        page = opened.get("/", headers=headers)
        assert "evil" not in page.text
        assert "strict-transport-security" not in page.headers
        assert "evil" not in opened.get("/config", headers=headers).text
        # somebody stands between: not the person at this machine
        assert opened.get(f"{API}/me", headers=headers).json()["role"] == "reader"


# Without access control


def test_whoever_sits_at_the_machine_may_do_all_and_others_read(home: Path, filled: Store) -> None:
    public = settings_in(home, host="0.0.0.0", allow_public=True)
    for peer, host, role in (
        (HERE, "127.0.0.1:7860", "administrator"),
        (("::1", 1), "[::1]:7860", "administrator"),
        (HERE, "ten-mien.example.vn", "reader"),  # a name of others that leads here
        (ELSEWHERE, "10.0.0.5:7860", "reader"),
        (ELSEWHERE, "localhost", "reader"),
    ):
        told = _reached(public, filled, peer).get(f"{API}/me", headers={"Host": host})
        assert told.json()["role"] == role, (peer, host)
        metrics = _reached(public, filled, peer).get(f"{API}/metrics", headers={"Host": host})
        assert metrics.status_code == (200 if peer[0] in ("127.0.0.1", "::1") else 403)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"host": "0.0.0.0"}, "allow_public = true"),
        ({"host": "192.168.1.5"}, "allow_public = true"),
        ({"host": "::"}, "allow_public = true"),
        ({"host": "tro-ly.example.vn"}, "allow_public = true"),
        ({"access": "proxy"}, "trusted_proxies"),
        ({"access": "proxy", "trusted_proxies": ("0.0.0.0/0",)}, "mọi địa chỉ"),
        ({"access": "oidc"}, "oidc_issuer"),
        ({"access": "oidc", "oidc_issuer": "https://id.example.vn"}, "oidc_client_id"),
    ],
)
def test_it_does_not_start_open_to_all_or_half_closed(tmp_path: Path, options: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingsError, match=told) as error:
        check_access(settings_in(tmp_path, **options))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"host": "localhost"},
        {"host": "127.0.0.9"},
        {"host": "::1"},
        {"host": "0.0.0.0", "allow_public": True},
        {"host": "0.0.0.0", "access": "proxy", "trusted_proxies": ("10.0.0.1",)},
    ],
)
def test_it_starts_where_it_is_closed_or_was_told_to_be_open(tmp_path: Path, options: dict[str, Any]) -> None:
    check_access(settings_in(tmp_path, **options))


@pytest.mark.parametrize(
    ("told", "user", "groups", "role"),
    [
        ({}, "a", (), Role.READER),
        ({"readers": ("b",)}, "a", (), None),
        ({"readers": ("group:x",)}, "a", ("x",), Role.READER),
        ({"readers": ("group:x",)}, "group:x", (), Role.READER),
        ({"editors": ("a",)}, "a", (), Role.EDITOR),
        ({"editors": ("a",), "administrators": ("group:x",)}, "a", ("x",), Role.ADMINISTRATOR),
        ({"readers": ("b",), "administrators": ("a",)}, "a", (), Role.ADMINISTRATOR),
        ({"administrators": ("x",)}, "a", ("x",), Role.READER),
    ],
)
def test_the_highest_role_counts(
    tmp_path: Path, told: dict[str, Any], user: str, groups: tuple[str, ...], role: Role | None
) -> None:
    assert role_of(settings_in(tmp_path, **told), user, groups) is role


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("trusted_proxies", ("10.0.0.300",), "trusted_proxies"),
        ("widget_origins", ("https://a.example.vn/x",), "không phải một nguồn web"),
        ("widget_origins", ("*",), "không phải một nguồn web"),
        ("widget_origins", ("https://*.example.vn",), "ký tự đặc biệt"),
        ("root_path", "/a/../b", "không phải một đường dẫn"),
        ("access", "password", "access"),
        ("user_header", "X User", "user_header"),
    ],
)
def test_a_setting_that_would_mislead_is_told(name: str, value: Any, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        load_settings(**{name: value})


def test_origins_and_paths_are_brought_to_one_form() -> None:
    told = load_settings(widget_origins=("HTTPS://Noibo.example.vn:443/", "http://a.vn:8080"), root_path="chidao/")
    assert told.widget_origins == ("https://noibo.example.vn", "http://a.vn:8080")
    assert told.root_path == "/chidao"
