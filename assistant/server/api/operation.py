"""What those who run the server ask: is it well, what does it do, who did what; and who am I."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

from fastapi import APIRouter, Query, Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from assistant.conversations.audit import Event
from assistant.server.api.models import AuditLines, Health, Me, Ready
from assistant.server.api.needs import Administrator, Reader, Shared
from assistant.server.network import FORWARDED, PEER, is_local
from assistant.server.person import Role, person_of
from assistant.server.problems import Problem
from corpus.errors import ChidaoError
from index.store import count_documents

router = APIRouter(tags=["Vận hành"])


@router.get("/health", summary="Máy chủ đang chạy")
def health() -> Health:
    """Trả lời ngay khi tiến trình còn sống; không đụng tới kho."""
    return Health(status="ok", version=program_version())


@router.get("/ready", summary="Máy chủ trả lời được")
def ready(services: Shared) -> Ready:
    """200 khi kho đọc được và có văn bản; 503 khi chưa."""
    try:
        with services.store.reading() as (session, generation):
            documents = count_documents(session, services.settings.page_folders)
    except ChidaoError as error:
        raise Problem(503, "kho chưa đọc được; người quản trị xem nhật ký", code="store") from error
    if generation is None or not documents:
        raise Problem(503, "kho chưa có văn bản nào", code="empty")
    return Ready(status="ready", documents=documents)


@router.get(
    "/metrics",
    summary="Số đo cho Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}},
)
def metrics(request: Request, services: Shared) -> Response:
    """Chỉ cho chính máy này và người quản trị."""
    person = person_of(request.scope)
    local = is_local(request.scope[PEER]) and not request.scope[FORWARDED]
    if not local and (person is None or person.role < Role.ADMINISTRATOR):
        raise Problem(403, "số đo chỉ dành cho máy này và người quản trị")
    services.metrics.documents.set(len(services.store.documents(services.settings.page_folders)))
    return Response(services.metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})


@router.get("/audit", summary="Nhật ký")
def audit(
    services: Shared,
    _: Administrator,
    event: Annotated[Event | None, Query(description="Chỉ loại việc này.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> AuditLines:
    """Câu hỏi, văn bản được trích, sửa nhiệm vụ, tải lên, gỡ, cài đặt lúc khởi động, đăng nhập; mới nhất đứng đầu."""
    return AuditLines(lines=[asdict(e) for e in services.audit.listed(event=event, limit=limit, offset=offset)])


@router.get("/me", summary="Bạn là ai")
def me(services: Shared, person: Reader) -> Me:
    """Tên và vai trò, theo kiểm soát truy cập."""
    return Me.model_validate(
        {"name": person.shown, "role": person.role.name.lower(), "access": services.settings.access}
    )


def program_version() -> str:
    """The version of the project, "0" where it is not installed."""
    try:
        return version("chidao")
    except PackageNotFoundError:
        return "0"
