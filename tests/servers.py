"""What the tests of the server share: small documents in a store, and clients of an application over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from assistant.page.model import Asker
from assistant.server.app import create_app
from assistant.settings import Settings
from index.ingest import index_folder
from index.store import Store
from tests.fake_embedder import FakeEmbedder, directive, write
from tests.fakes import FakeAsker

HERE = ("127.0.0.1", 50_000)
ELSEWHERE = ("203.0.113.7", 50_000)


def settings_in(home: Path, **options: Any) -> Settings:
    """Settings for an application over `home`, whose documents lie in its folder "docs"."""
    given: dict[str, Any] = {"home": home, "shipped": False, "folders": (home / "docs",)} | options
    return Settings(**given)


def filled_store(home: Path) -> Store:
    """A store of two small directives: a.txt and b.txt."""
    write(home / "docs", a=directive(1), b=directive(2))
    store = Store(home / "store")
    index_folder(store, home / "docs", FakeEmbedder())
    return store


@contextmanager
def client(
    settings: Settings,
    store: Store,
    *,
    asker: Asker | None = None,
    peer: tuple[str, int] = HERE,
    base_url: str = "http://127.0.0.1",
    headers: Mapping[str, str] | None = None,
) -> Iterator[TestClient]:
    """A client of a running application; errors come as answers, as they do to a browser."""
    app = create_app(settings, asker or FakeAsker(), store, FakeEmbedder())
    with TestClient(
        app,
        base_url=base_url,
        client=peer,
        headers=dict(headers or {}),
        raise_server_exceptions=False,
        follow_redirects=False,
    ) as opened:
        yield opened


def problem(answer: Any, status: int) -> str:
    """The detail of an answer that must be a problem of this status, in the shape of RFC 9457."""
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["type"].startswith("urn:chidao:problem:")
    assert told["title"]
    assert "Traceback" not in answer.text
    return str(told["detail"])
