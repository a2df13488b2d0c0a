"""The API as an application of its own, so that what it does not have is told in its own way."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from assistant.server.api import asking, conversations, corrections, documents, operation, tasks
from assistant.server.api.examples import TOO_MANY
from assistant.server.api.models import Problem, TooMany
from assistant.server.problems import MEDIA_TYPE, TITLES, add_handlers
from assistant.server.services import Services

PATH = "/api/v1"
ABOUT = """Trợ lý văn bản chỉ đạo: ai làm việc gì, khi nào, căn cứ vào đâu.

Các câu trả lời giống hệt trang hỏi đáp và lệnh `chidao`. Vị trí (`start`, `end`) đếm điểm mã Unicode, nửa mở, trong
nguyên văn mà `/documents/{name}/text` trả về. Lỗi theo RFC 9457 (`application/problem+json`).
"""
_REFUSALS = (400, 401, 403, 404, 405, 408, 413, 415, 421, 422, 429, 431, 500, 503)


def build_api(services: Services) -> FastAPI:
    """The application that is mounted at `PATH`."""
    problem = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    responses: dict[int | str, dict[str, Any]] = {
        status: {"description": TITLES[status]} | problem for status in (*_REFUSALS, 406, 409)
    }
    responses[429] |= {
        "headers": {"Retry-After": {"description": "Số giây phải đợi.", "schema": {"type": "integer", "minimum": 1}}},
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/TooMany"}, "example": TOO_MANY}},
    }
    api = FastAPI(
        title="chidao",
        version="1",
        description=ABOUT,
        docs_url=None,  # its page would fetch scripts from elsewhere
        redoc_url=None,
        responses=responses,
        redirect_slashes=False,
    )
    api.state.services = services
    for module in (asking, tasks, corrections, documents, conversations, operation):
        api.include_router(module.router)
    add_handlers(api)
    describe = api.openapi

    def openapi() -> dict[str, Any]:
        if api.openapi_schema is None:
            schema = describe()
            schema["components"]["schemas"] |= {kind.__name__: kind.model_json_schema() for kind in (Problem, TooMany)}
            api.openapi_schema = schema
        return api.openapi_schema

    api.openapi = openapi  # type: ignore[method-assign]  # as FastAPI's guide extends it
    return api
