"""The API against its own description: schemathesis makes requests of it that fit and that do not."""

from __future__ import annotations

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

from assistant.server.app import create_app
from tests.fake_embedder import FakeEmbedder
from tests.fakes import FakeAsker
from tests.servers import filled_store, settings_in

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
    yield schemathesis.openapi.from_asgi(f"{API}/openapi.json", app)
    app.state.services.close()
    store.close()


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_route_keeps_to_its_description(schema: Any, mode: GenerationMode) -> None:
    routes = [found.ok() for found in schema.get_all_operations()]
    assert len(routes) > 20
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
            case.call_and_validate(checks=CHECKS)

        try:
            keeps_to_it()
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE  # nothing could be wrong about it
