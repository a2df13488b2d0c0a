"""The shapes that the API takes and gives."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

LONGEST = 20_000
"""Characters of a text in a request; questions have their own, shorter limit in the settings."""
MOST_HISTORY = 50


def no_nul(words: str) -> str:
    """The words. Raises ValueError for a NUL, which no database takes."""
    if "\x00" in words:
        raise ValueError("không được chứa ký tự NUL")
    return words


Words = Annotated[str, Field(max_length=LONGEST), AfterValidator(no_nul)]
Line = Annotated[str, Field(max_length=500), AfterValidator(no_nul)]
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{16,32}$")]


class Strict(BaseModel):
    """What a request may hold, and nothing else."""

    model_config = ConfigDict(extra="forbid")


class Open(BaseModel):
    """What an answer holds at least."""

    model_config = ConfigDict(extra="allow")


class Filters(Strict):
    """Bộ lọc của câu hỏi: thêm vào câu hỏi như người hỏi đã nêu."""

    assignee: Line | None = Field(None, description="Cơ quan chủ trì.", examples=["Bộ Công an"])
    due_from: Line | None = Field(None, description="Hạn từ ngày, tháng, năm.", examples=["1/7/2025"])
    due_to: Line | None = Field(None, description="Hạn đến hết ngày, tháng, năm.", examples=["30/9/2025"])
    document: Line | None = Field(None, description="Tên, số hiệu hoặc một phần tên văn bản.")


class Question(Strict):
    """Một câu hỏi."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "Ai chủ trì xây dựng dự án Luật Dữ liệu?"},
                {
                    "question": "Hạn là khi nào?",
                    "history": ["Ai phải phê duyệt hồ sơ đề xuất cấp độ an toàn thông tin?"],
                },
            ]
        },
    )
    question: Words = Field(description="Câu hỏi, bằng tiếng Việt, có dấu hoặc không dấu.")
    history: list[Words] = Field(
        default_factory=list, max_length=MOST_HISTORY, description="Các câu đã hỏi trước, cũ nhất đứng đầu."
    )
    filters: Filters | None = Field(None, description="Bộ lọc.")
    conversation: Id | None = Field(None, description="Mã cuộc trò chuyện của bạn mà câu hỏi nối tiếp.")
    keep: bool = Field(False, description="Lưu thành cuộc trò chuyện mới, nếu không nêu conversation.")


class Citation(Open):
    """Một đoạn trích: `quote` đúng từng ký tự của văn bản giữa `start` và `end` (điểm mã Unicode, nửa mở)."""

    n: int
    document: str
    title: str
    date: str | None
    section: str
    quote: str
    start: int
    end: int


class Answer(Open):
    """Câu trả lời, như lệnh `chidao ask --json`."""

    question: str
    status: Literal["answered", "abstained"]
    reason: str | None
    answer: str
    tasks: list[dict[str, Any]]
    citations: list[Citation]
    neighbours: list[Citation]
    seconds: float
    because: str
    understood: str


class Document(Open):
    """Một văn bản và những gì nó nói về mình."""

    document: str
    title: str
    name: str
    number: str
    kind: str
    issuer: str
    date: str | None
    date_words: str
    official: bool


class Documents(BaseModel):
    """Một trang của danh sách văn bản."""

    total: int
    offset: int
    limit: int
    documents: list[Document]


class DocumentRead(Document):
    """Một văn bản và những gì đã đọc được từ nó."""

    uploaded: bool
    characters: int
    sections: int
    passages: int
    tables: int
    tasks: int
    outline: list[dict[str, Any]]


class Passage(Citation):
    """Một đoạn cùng đoạn văn bao quanh nó."""

    passage: str
    passage_start: int


class Opinion(Strict):
    """Nhận xét về một câu trả lời."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"rating": "down", "question": "Hạn nộp báo cáo là khi nào?", "reason": "Thiếu một hạn"}]
        },
    )
    rating: Literal["up", "down"]
    question: Words
    answer: dict[str, Any] | Words | None = Field(None, description="Câu trả lời như đã nhận, hoặc lời của nó.")
    reason: Words = ""


class Noted(BaseModel):
    """Số của nhận xét đã lưu."""

    number: int


class Title(Strict):
    """Tên mới."""

    title: Annotated[str, Field(min_length=1, max_length=500), AfterValidator(no_nul)]


class Conversation(BaseModel):
    """Một cuộc trò chuyện của bạn; giờ theo UTC, ISO 8601."""

    id: str
    title: str
    begun: str
    changed: str
    length: int


class Conversations(BaseModel):
    """Các cuộc trò chuyện của bạn, mới dùng nhất đứng đầu."""

    conversations: list[Conversation]


class Turn(BaseModel):
    """Một câu hỏi cùng câu trả lời; trích dẫn có `standing` khi văn bản không còn như lúc trích."""

    number: int
    question: str
    answer: dict[str, Any]
    at: str


class ConversationTurns(Conversation):
    """Một cuộc trò chuyện đầy đủ."""

    turns: list[Turn]


class Deleted(BaseModel):
    """Số mục đã xóa."""

    deleted: int


class Job(BaseModel):
    """Một việc chạy nền."""

    id: str
    what: str
    state: Literal["waiting", "running", "done", "failed"]
    stage: str
    done: int
    total: int
    report: dict[str, Any] | None
    error: str
    begun: str
    ended: str


class AuditLines(BaseModel):
    """Một trang của nhật ký, mới nhất đứng đầu."""

    lines: list[dict[str, Any]]


class Health(BaseModel):
    """Máy chủ đang chạy."""

    status: Literal["ok"]
    version: str


class Ready(Open):
    """Máy chủ trả lời được."""

    status: Literal["ready"]
    documents: int


class Me(BaseModel):
    """Bạn là ai, theo kiểm soát truy cập."""

    name: str
    role: Literal["reader", "editor", "administrator"]
    access: Literal["none", "proxy", "oidc"]


class Problem(Open):
    """Lỗi, theo RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    instance: str


class TooMany(Problem):
    """Quá nhiều yêu cầu: lỗi 429, hoặc sự kiện `error` có `status` 429."""

    retry_after: int = Field(ge=1, description="Số giây phải đợi, như header Retry-After.")
