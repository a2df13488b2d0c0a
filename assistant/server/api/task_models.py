"""The shapes of tasks in the API, and of what is said of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.server.api.models import Line, Open, Strict, no_nul
from index.edits import LONGEST

Said = Annotated[str, Field(max_length=LONGEST), AfterValidator(no_nul)]


class Task(Open):
    """Một nhiệm vụ, như lệnh `chidao tasks --json`."""

    id: str
    document: str
    lead: list[str]
    coordinating: list[str]
    action: str
    due: dict[str, Any] | None
    section: str
    quote: str
    start: int
    end: int
    rule: str
    status: str


class TaskShown(Task):
    """Một nhiệm vụ và mọi điều đã ghi về nó: ai, lúc nào (UTC), trường nào, ghi chú."""

    edits: list[dict[str, Any]]


class Correction(Strict):
    """Điều cần ghi về một nhiệm vụ: ít nhất một trường hoặc một ghi chú."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"done": True, "note": "Tờ trình 12/TTr-BCA"},
                {"lead": ["Bộ Y tế"], "coordinating": [], "due": "trước ngày 31/12/2025"},
                {"task": False, "note": "chỉ là lời kể"},
                {"undo": ["due"]},
            ]
        },
    )
    done: bool | None = Field(None, description="true: đã xong; false: chưa xong.")
    task: bool | None = Field(None, description="false: không phải nhiệm vụ; true: đúng là nhiệm vụ.")
    lead: list[Line] | None = Field(None, min_length=1, max_length=50, description="Các cơ quan chủ trì.")
    coordinating: list[Line] | None = Field(None, max_length=50, description="Các cơ quan phối hợp; [] là không có.")
    action: Said | None = Field(None, description="Nội dung việc.")
    due: Line | None = Field(None, description='Lời văn về hạn; "" là không có thời hạn.')
    product: Said | None = Field(None, description='Sản phẩm; "" là không có.')
    undo: list[Literal["lead", "coordinating", "action", "due", "product", "task", "done"]] = Field(
        default_factory=list, max_length=7, description="Các trường lấy lại như văn bản."
    )
    note: Said = Field("", description="Ghi chú.")


class Tasks(Open):
    """Một trang của sổ nhiệm vụ; `total` đếm mục, `works` đếm việc (một việc nêu ở nhiều văn bản tính một)."""

    total: int
    works: int
    documents: int
    offset: int
    limit: int
    tasks: list[Task]


class CalendarAddress(BaseModel):
    """Địa chỉ lịch để Outlook, Google đăng ký; ai có địa chỉ thì xem được lịch."""

    address: str
    expires_days: int | None
