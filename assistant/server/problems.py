"""Errors as RFC 9457 writes them: one shape for whatever goes wrong, in words for the person, never with a trace."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from assistant.conversations import UnknownConversation
from assistant.server.limits import TooMany
from corpus.errors import BadQuestion, ChidaoError, StoreError, UnknownDocument, UnknownTask

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "Yêu cầu không hợp lệ",
    401: "Chưa đăng nhập",
    403: "Không được phép",
    404: "Không tìm thấy",
    405: "Không dùng được phương thức này",
    406: "Không có dạng được yêu cầu",
    408: "Yêu cầu đến quá chậm",
    409: "Chưa làm được ở trạng thái hiện nay",
    413: "Yêu cầu quá lớn",
    415: "Loại dữ liệu không được nhận",
    421: "Địa chỉ máy chủ không đúng",
    422: "Dữ liệu không dùng được",
    429: "Quá nhiều yêu cầu",
    431: "Phần đầu của yêu cầu quá lớn",
    500: "Lỗi bên trong",
    503: "Chưa phục vụ được",
}
CODES = {
    400: "bad-request",
    401: "not-authenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    408: "too-slow",
    409: "conflict",
    413: "too-large",
    415: "unsupported-type",
    421: "wrong-host",
    422: "unusable",
    429: "too-many",
    431: "head-too-large",
    500: "internal",
    503: "unavailable",
}
DETAILS = {
    400: "yêu cầu không đọc được",
    404: "không có địa chỉ này; xem các địa chỉ trong /api/v1/openapi.json",
    405: "địa chỉ này không nhận phương thức {method}",
    500: "hệ thống gặp lỗi; người quản trị xem nhật ký để biết nguyên nhân",
}
"""Said where whoever refused said nothing in Vietnamese."""


class Problem(HTTPException):
    """A refusal with its status and a line for the person; `more` are further members of the answer."""

    def __init__(
        self, status: int, detail: str, *, code: str = "", headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(status, detail, dict(headers or {}))
        self.code = code
        self.more = more


def problem_body(status: int, detail: str, path: str = "", code: str = "", **more: Any) -> dict[str, Any]:
    """The members of a problem."""
    code = code or CODES.get(status, "error")
    return {
        "type": f"urn:chidao:problem:{code}",
        "title": TITLES.get(status, "Lỗi"),
        "status": status,
        "detail": detail,
        "instance": path,
        **more,
    }


def problem_response(
    status: int,
    detail: str,
    path: str = "",
    code: str = "",
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """A problem as an answer."""
    body = problem_body(status, detail, path, code, **more)
    return JSONResponse(body, status, dict(headers or {}), media_type=MEDIA_TYPE)


def problem_of(error: Exception, request: Request) -> Response:
    """The answer to whatever was raised; what nobody foresaw is told as status 500 and no more."""
    path = request.scope["path"]
    if isinstance(error, Problem):
        return problem_response(error.status_code, error.detail, path, error.code, error.headers, **error.more)
    if isinstance(error, HTTPException):
        said = DETAILS.get(error.status_code, "").format(method=request.method)
        return problem_response(error.status_code, said or str(error.detail), path, headers=error.headers)
    if isinstance(error, RequestValidationError):
        errors = [{"where": ".".join(map(str, e["loc"])), "what": str(e["msg"])[:300]} for e in error.errors()[:20]]
        places = ", ".join(dict.fromkeys(e["where"] for e in errors))
        return problem_response(422, f"dữ liệu gửi lên không dùng được: {places}", path, errors=errors)
    if isinstance(error, TooMany):
        return too_many(error, path)
    if isinstance(error, ChidaoError):
        status, code = _status(error)
        if status >= 500:
            log.error("%s: %s", path, error)
        return problem_response(status, str(error), path, code)
    return problem_response(500, DETAILS[500], path)


def too_many(error: TooMany, path: str) -> Response:
    """The answer to one request too many: the seconds to wait stand in the header, and in the body for streams."""
    wait = error.retry_after
    return problem_response(429, str(error), path, headers={"Retry-After": str(wait)}, retry_after=wait)


def add_handlers(app: FastAPI) -> None:
    """Makes an application answer every error as a problem."""

    async def handle(request: Request, error: Exception) -> Response:
        return problem_of(error, request)

    for kind in (HTTPException, RequestValidationError, ChidaoError, Exception):
        app.add_exception_handler(kind, handle)


def _status(error: ChidaoError) -> tuple[int, str]:
    if isinstance(error, UnknownDocument):
        return 404, "unknown-document"
    if isinstance(error, UnknownTask):
        return 404, "unknown-task"
    if isinstance(error, UnknownConversation):
        return 404, "unknown-conversation"
    if isinstance(error, StoreError):
        return 503, "store"
    if isinstance(error, BadQuestion):
        return 422, "bad-question"
    return 422, ""
