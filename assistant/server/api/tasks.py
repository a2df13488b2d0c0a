"""The register: GET /tasks in several formats, and calendars that are subscribed to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse, Response

from assistant.register.filters import Filter, first_day, last_day, one_day, read_statuses
from assistant.server.api.models import Line
from assistant.server.api.needs import Reader, Shared
from assistant.server.api.task_models import CalendarAddress, Tasks
from assistant.server.network import root_of
from assistant.server.person import person_of
from assistant.server.problems import Problem
from assistant.server.services import Services
from index.entry import Entry
from index.register import Register, count

router = APIRouter(tags=["Sổ nhiệm vụ"])
Format = Literal["json", "csv", "xlsx", "ics"]
TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar",
}
FILE = "so-nhiem-vu"
CALENDAR = "/tasks/calendar.ics"


def wanted_of(
    assignee: Annotated[Line | None, Query(description="Cơ quan chủ trì: tên, tên cũ, tên tắt.")] = None,
    due_from: Annotated[Line | None, Query(description="Hạn từ: 31/12/2024, 12/2024, 2024, 2024-12-31.")] = None,
    due_to: Annotated[Line | None, Query(description="Hạn đến hết ngày, tháng, năm này.")] = None,
    document: Annotated[Line | None, Query(description="Tên, số hiệu hoặc một phần tên văn bản.")] = None,
    text: Annotated[Line | None, Query(description="Các từ có trong nhiệm vụ.")] = None,
    status: Annotated[
        list[Line] | None, Query(description="Trạng thái (lặp lại được): xong, quá hạn, sắp đến hạn, ...")
    ] = None,
    groups: Annotated[bool, Query(description="Kể cả việc giao chung: các bộ, ngành.")] = False,
    coordinating: Annotated[bool, Query(description="Kể cả nơi chỉ phối hợp.")] = False,
    rejected: Annotated[bool, Query(description="Kể cả mục đã ghi là không phải nhiệm vụ.")] = False,
) -> Filter:
    """What is looked for in the register. Raises BadFilter."""
    return Filter(
        assignee=assignee or None,
        due_from=first_day(due_from) if due_from else None,
        due_to=last_day(due_to) if due_to else None,
        document=document or None,
        text=text or None,
        statuses=read_statuses(status or ()),
        groups=groups,
        coordinating=coordinating,
        rejected=rejected,
    )


Wanted = Annotated[Filter, Depends(wanted_of)]
Limit = Annotated[int, Query(ge=1, le=1000, description="Số mục một trang.")]
Offset = Annotated[int, Query(ge=0, le=10**9, description="Bỏ qua số mục này.")]


@router.get(
    "/tasks",
    summary="Lọc và xuất sổ nhiệm vụ",
    responses={200: {"model": Tasks, "content": {media: {} for media in TYPES.values() if "json" not in media}}},
)
def tasks(
    request: Request,
    services: Shared,
    _: Reader,
    wanted: Wanted,
    today: Annotated[Line | None, Query(description="Tính trạng thái theo ngày này.")] = None,
    format: Annotated[Format | None, Query(description="Dạng; mặc định theo Accept.")] = None,  # noqa: A002
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """Các nhiệm vụ theo hạn, như lệnh `chidao tasks`. CSV, XLSX và ICS chứa mọi mục, không phân trang."""
    entries = _entries(services, wanted, today)
    kind = format or _accepted(request.headers.get("accept", "*/*"))
    if kind == "json":
        return JSONResponse(_page(entries, limit, offset))
    return _file(kind, _written(kind, entries))


@router.get(
    CALENDAR,
    summary="Lịch hạn để Outlook, Google đăng ký",
    responses={200: {"content": {TYPES["ics"]: {}}}},
    response_class=Response,
)
def calendar_file(
    request: Request,
    services: Shared,
    wanted: Wanted,
    token: Annotated[str | None, Query(max_length=2000, description="Chữ ký, lấy từ /tasks/calendar-address.")] = None,
) -> Response:
    """Mỗi việc có hạn là một ngày trong lịch. Khi có kiểm soát truy cập, địa chỉ phải có chữ ký cho bộ lọc này."""
    if person_of(request.scope) is None:
        signed = services.calendars.read(token) if token else None
        if not isinstance(signed, dict) or signed.get("filter") != _signed_words(wanted):
            raise Problem(401, "địa chỉ lịch không có chữ ký, hoặc đã hết hạn; hãy lấy lại địa chỉ trên trang")
    content = _written("ics", _entries(services, wanted, None))
    return Response(content, media_type=TYPES["ics"], headers={"Cache-Control": "private, max-age=900"})


@router.get("/tasks/calendar-address", summary="Địa chỉ lịch cho một bộ lọc")
def calendar_address(request: Request, services: Shared, person: Reader, wanted: Wanted) -> CalendarAddress:
    """Địa chỉ để đăng ký lịch; khi có kiểm soát truy cập thì kèm chữ ký."""
    query = [(key, value) for key, value in request.query_params.multi_items() if key != "token" and value]
    signs = services.settings.access != "none"
    if signs:
        told = {"filter": _signed_words(wanted), "user": person.name}
        query.append(("token", services.calendars.sign(told)))
    public = services.settings.public_url.rstrip("/")
    own = public or f"{request.url.scheme}://{request.headers['host']}{root_of(request.scope)}"
    address = f"{own}/api/v1{CALENDAR}" + (f"?{urlencode(query)}" if query else "")
    return CalendarAddress(address=address, expires_days=services.settings.calendar_days if signs else None)


def _signed_words(wanted: Filter) -> str:
    """A filter as it is signed: the same for the same filter, in whatever order it was written."""
    return json.dumps(wanted.arguments(), ensure_ascii=False, sort_keys=True, default=str)


def _entries(services: Services, wanted: Filter, today: str | None) -> list[Entry]:
    day = one_day(today) if today else services.today()
    return Register(services.store, day).entries(**wanted.arguments(), folders=services.settings.page_folders)


def _page(entries: Sequence[Entry], limit: int, offset: int) -> dict[str, Any]:
    from assistant.register.contract import record

    works, documents = count(entries)
    return {
        "total": len(entries),
        "works": works,
        "documents": documents,
        "offset": offset,
        "limit": limit,
        "tasks": [record(entry) for entry in entries[offset : offset + limit]],
    }


def _accepted(accept: str) -> Format:
    """The format that a client wants; JSON where it takes anything. Raises Problem where it takes none of ours."""
    wanted = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    for media in wanted:
        for kind, ours in TYPES.items():
            if media == ours:
                return kind  # type: ignore[return-value]  # the keys are the formats
    if any(media in ("", "*/*", "application/*") for media in wanted):
        return "json"
    if "text/*" in wanted:
        return "csv"
    raise Problem(406, f"có các dạng: {', '.join(TYPES.values())}")


def _written(kind: Format, entries: Sequence[Entry]) -> bytes:
    if kind == "csv":
        from assistant.register.comma_separated import comma_separated

        return comma_separated(entries).encode()
    if kind == "xlsx":
        from assistant.register.spreadsheet import workbook

        return workbook(entries)
    from assistant.register.calendar_file import calendar
    from assistant.register.works import works_of

    return calendar(works_of(entries), datetime.now(UTC))


def _file(kind: Format, content: bytes) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{FILE}.{kind}"'}
    media = TYPES[kind] + ("; charset=utf-8" if kind in ("csv", "ics") else "")
    return Response(content, media_type=media, headers=headers)
