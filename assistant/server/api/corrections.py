"""One task with what was said of it, and saying more: done or not, corrected, or no task at all."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path

from assistant.register.contract import record
from assistant.register.history import edit_record
from assistant.server.api.examples import CORRECTED
from assistant.server.api.needs import Editor, Reader, Shared
from assistant.server.api.task_models import Correction, TaskShown
from assistant.server.corrections import correct, task_of
from assistant.server.services import Services
from index.edits import Change, history

router = APIRouter(tags=["Sổ nhiệm vụ"])
TaskId = Annotated[str, Path(pattern=r"^[0-9a-f]{12}$", description="Mã nhiệm vụ.", examples=[CORRECTED["id"]])]
_SHOWN: dict[str, Any] = {"content": {"application/json": {"example": CORRECTED}}}


@router.get("/tasks/{id}", summary="Một nhiệm vụ và những gì đã ghi về nó", responses={200: _SHOWN})
def task(id: TaskId, services: Shared, _: Reader) -> TaskShown:  # noqa: A002
    """Như lệnh `chidao task show --json`; `edits` giữ mọi lần ghi, cũ nhất đứng đầu."""
    return _shown(services, id)


@router.post(
    "/tasks/{id}/corrections", summary="Sửa một nhiệm vụ, đánh dấu xong", status_code=201, responses={201: _SHOWN}
)
def correction(id: TaskId, body: Correction, services: Shared, person: Editor) -> TaskShown:  # noqa: A002
    """Như lệnh `chidao task set` và trang Sổ nhiệm vụ; không lời nào trước đó bị ghi đè. Trả về nhiệm vụ sau khi sửa.

    Trường không nêu thì giữ nguyên. `due` là lời văn về hạn ("trước ngày 5/8/2025"); `""` là không có. `undo` lấy lại
    các trường như văn bản viết.
    """
    told = body.model_dump()
    for name in ("lead", "coordinating", "undo"):
        told[name] = None if told[name] is None else tuple(told[name])
    note = told.pop("note")
    correct(services, person, task_of(services, id), Change(**told), note)
    return _shown(services, id)


def _shown(services: Services, id_: str) -> TaskShown:
    edits = [edit_record(edit) for edit in history(services.store, id_)]
    return TaskShown(**record(task_of(services, id_)), edits=edits)
