"""The API against its own description: schemathesis makes requests of it that fit and that do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.types import Receive, Scope, Send

from assistant.server.app import create_app
from tests.fake_embedder import FakeEmbedder
from tests.fakes import FakeAsker
from tests.servers import HERE, filled_store, settings_in

API = "/api/v1"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


class Calm(FakeAsker):
    """Answers whatever words it is asked, where the double would fail or wait for some."""

    def ask(self, question: str, history: Any = ()) -> Any:
        return super().ask("nghị quyết" if "hostile" in question or "lỗi" in question else question[:900], history)


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    home = tmp_path_factory.mktemp("home")
    store = filled_store(Path(home))
    told = settings_in(
        home, questions_per_minute=0, requests_per_minute=0, address_requests_per_minute=0, questions_at_once=0,
        host="0.0.0.0", allow_public=True,
    )  # fmt: skip
    app = create_app(told, Calm(), store, FakeEmbedder())

    async def from_here(scope: Scope, receive: Receive, send: Send) -> None:
        """As a client on this machine comes, who may do all where it calls the server by a name of this machine."""
        await app(dict(scope, client=HERE), receive, send)

    yield schemathesis.openapi.from_asgi(f"{API}/openapi.json", from_here)
    app.state.services.close()
    store.close()


@pytest.fixture(scope="module")
def task(schema: Any) -> str:
    """The id of a task that is there."""
    return str(schema["/tasks"]["GET"].Case().call().json()["tasks"][0]["id"])


@pytest.mark.parametrize("headers", [{"Host": "localhost"}, {"Host": "chidao.example"}], ids=["all", "reading"])
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_route_keeps_to_its_description(
    schema: Any, task: str, mode: GenerationMode, headers: dict[str, str]
) -> None:
    routes = [found.ok() for found in schema.get_all_operations()]
    assert len(routes) > 20
    seen: dict[str, set[int]] = defaultdict(set)
    for route in routes:

        @given(case=route.as_strategy(generation_mode=mode))
        @settings(
            max_examples=8,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def keeps_to_it(case: Any) -> None:
            if case.path.startswith("/tasks/{id}") and mode is GenerationMode.POSITIVE:
                case.path_parameters["id"] = task
            seen[case.path].add(case.call_and_validate(checks=CHECKS, headers=headers).status_code)

        try:
            keeps_to_it()
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE  # nothing could be wrong about it
    if mode is GenerationMode.POSITIVE:
        assert seen["/tasks/{id}/corrections"] & {201 if headers["Host"] == "localhost" else 403}
