"""Login at an OpenID Connect provider that runs beside the test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from oidc_provider_mock import User, run_server_in_thread
from pydantic import SecretStr
from starlette.testclient import TestClient

from assistant.settings import Settings
from index.store import Store
from tests.servers import client, problem, settings_in

# the provider uses what its own library will drop
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
API = "/api/v1"
ADDRESS = "http://tro-ly.example.vn"
PAGE = {"Accept": "text/html"}
PERSONS = (
    User(sub="1", claims={"email": "doc@example.vn", "name": "Người Đọc", "groups": ["phong"]}),
    User(sub="2", claims={"email": "sep@example.vn", "name": "Sếp", "groups": ["phong", "sep"]}),
    User(sub="3", claims={"email": "la@example.vn", "name": "Người Lạ"}),
    User(sub="4", claims={"email": "doc@example.vn", "email_verified": False, "groups": ["phong"]}),
    User(sub="5", claims={"name": "Không thư"}),
)


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with run_server_in_thread(require_nonce=True, user_claims=PERSONS) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def settings(home: Path, provider: str) -> Settings:
    return settings_in(
        home,
        access="oidc",
        oidc_issuer=provider,
        oidc_client_id="chidao",
        oidc_client_secret=SecretStr("known to both"),
        readers=("group:phong",),
        administrators=("group:sep",),
        allowed_hosts=("tro-ly.example.vn",),
    )


@pytest.fixture(scope="module")
def application(settings: Settings, filled: Store) -> Iterator[TestClient]:
    with client(settings, filled, base_url=ADDRESS, headers={"Host": "tro-ly.example.vn"}) as opened:
        yield opened


@pytest.fixture
def browser(application: TestClient) -> TestClient:
    application.cookies.clear()
    return application


def _sent_back(where: str, sub: str) -> str:
    """The address to which the provider sends a person back who logs in there."""
    answer = httpx.post(where, data={"sub": sub})
    assert answer.status_code == 302, answer.text[:300]
    return answer.headers["location"]


def _log_in(browser: TestClient, sub: str, path: str = "/login") -> Any:
    sent = browser.get(path, headers=PAGE)
    while sent.headers["location"].startswith("/"):
        sent = browser.get(sent.headers["location"], headers=PAGE)
    return browser.get(_sent_back(sent.headers["location"], sub), headers=PAGE)


def test_a_person_is_sent_to_the_provider_with_pkce_state_and_nonce(browser: TestClient, provider: str) -> None:
    page = browser.get("/?x=1", headers=PAGE)
    assert (page.status_code, page.headers["location"]) == (303, "/login?next=/")
    sent = browser.get("/login", headers=PAGE)
    assert sent.headers["location"].startswith(provider)
    asked = parse_qs(urlsplit(sent.headers["location"]).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{ADDRESS}/login/callback"]
    assert len(asked["state"][0]) > 20
    assert len(asked["nonce"][0]) > 10
    assert "known to both" not in sent.headers["location"]


def test_after_the_login_a_person_is_in_as_the_groups_say(browser: TestClient) -> None:
    answer = _log_in(browser, "2", "/login?next=/?tab=so")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?tab=so")
    (session,) = [value for value in answer.headers.get_list("set-cookie") if value.startswith("chidao_session=")]
    assert re.search("HttpOnly", session)
    assert re.search("SameSite=lax", session, re.IGNORECASE)
    assert browser.get(f"{API}/me").json() == {"name": "Sếp", "role": "administrator", "access": "oidc"}
    assert browser.get("/", headers=PAGE).status_code == 200


def test_without_a_login_programs_get_a_problem_and_no_redirect(browser: TestClient) -> None:
    assert "/login" in problem(browser.get(f"{API}/tasks", headers=PAGE), 401)
    problem(browser.get("/gradio_api/info", headers=PAGE), 401)
    problem(browser.post("/gradio_api/queue/join", headers=PAGE), 401)
    problem(browser.get("/"), 401)


def test_the_logout_ends_the_session_here_for_good(browser: TestClient) -> None:
    _log_in(browser, "1")
    held = browser.cookies["chidao_session"]
    ended = browser.post("/logout", headers={"Origin": ADDRESS})
    assert "Đã đăng xuất" in ended.text
    assert "Max-Age=0" in ended.headers["set-cookie"]
    browser.cookies.set("chidao_session", held)
    problem(browser.get(f"{API}/me"), 401)


def test_a_page_of_others_cannot_log_anybody_out(browser: TestClient) -> None:
    _log_in(browser, "1")
    problem(browser.post("/logout", headers={"Origin": "https://evil.example"}), 403)
    assert browser.get("/logout").status_code in (404, 405)
    assert browser.get(f"{API}/me").status_code == 200


@pytest.mark.parametrize(
    ("sub", "told"), [("3", "chưa được cấp quyền"), ("4", "đã xác minh"), ("5", "không cho biết 'email'")]
)
def test_who_has_no_role_or_no_verified_name_stays_out(browser: TestClient, sub: str, told: str) -> None:
    assert told in problem(_log_in(browser, sub), 403)
    problem(browser.get(f"{API}/me"), 401)


def test_a_way_back_that_was_not_begun_here_leads_nowhere(browser: TestClient) -> None:
    sent = browser.get("/login", headers=PAGE)
    back = _sent_back(sent.headers["location"], "2")
    held = dict(browser.cookies)
    browser.cookies.clear()
    problem(browser.get(back), 401)  # another browser: login CSRF
    browser.cookies.update(held)
    problem(browser.get(re.sub("state=[^&]*", "state=made-up", back)), 401)
    problem(browser.get(re.sub("code=[^&]*", "code=made-up", back)), 401)
    problem(browser.get(f"{ADDRESS}/login/callback?error=access_denied&state=x"), 401)
    problem(browser.get(f"{API}/me"), 401)


def test_a_code_is_good_once(browser: TestClient) -> None:
    sent = browser.get("/login", headers=PAGE)
    back = _sent_back(sent.headers["location"], "1")
    assert browser.get(back).status_code == 303
    browser.cookies.delete("chidao_session")
    problem(browser.get(back), 401)


@pytest.mark.parametrize(
    "where", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/login", "\t//x"]
)
def test_the_login_leads_to_no_other_place(browser: TestClient, where: str) -> None:
    sent = browser.get("/login", params={"next": where}, headers=PAGE)
    answer = browser.get(_sent_back(sent.headers["location"], "1"))
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("held", ["", "x", "made.up.signature", "ImEi.AAAA.BBBB", "a" * 5000, '"', "=;"])
def test_a_cookie_that_was_not_given_here_is_none(browser: TestClient, held: str) -> None:
    problem(browser.get(f"{API}/me", headers={"Cookie": f"chidao_session={held}"}), 401)


def test_behind_https_cookies_are_for_https_alone(settings: Settings, filled: Store) -> None:
    behind = settings.model_copy(
        update={"trusted_proxies": ("127.0.0.1/32",), "public_url": "https://tro-ly.example.vn/chidao"}
    )
    headers = {"Host": "tro-ly.example.vn", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/chidao"}
    with client(behind, filled, base_url=ADDRESS, headers=headers) as browser:
        sent = browser.get("/login", headers=PAGE)
        assert "secure" in sent.headers["set-cookie"].lower()
        asked = parse_qs(urlsplit(sent.headers["location"]).query)
        assert asked["redirect_uri"] == ["https://tro-ly.example.vn/chidao/login/callback"]
        page = browser.get("/", headers=PAGE)
        assert page.headers["location"] == "/chidao/login?next=/"


def test_a_provider_that_cannot_be_reached_is_told(settings: Settings, filled: Store) -> None:
    nowhere = settings.model_copy(update={"oidc_issuer": "http://127.0.0.1:9"})
    with client(nowhere, filled, base_url=ADDRESS, headers={"Host": "tro-ly.example.vn"}) as browser:
        assert "nơi đăng nhập" in problem(browser.get("/login", headers=PAGE), 503)


def test_the_log_tells_who_came_in_and_who_did_not(browser: TestClient) -> None:
    _log_in(browser, "3")
    _log_in(browser, "2")
    lines = browser.get(f"{API}/audit?limit=2").json()["lines"]
    assert [(line["event"], line["who"]) for line in lines] == [
        ("login", "sep@example.vn"),
        ("refused-login", "la@example.vn"),
    ]
