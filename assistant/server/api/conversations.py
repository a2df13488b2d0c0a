"""A person's own conversations."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from assistant.conversations import Conversation as Kept
from assistant.conversations.export import docx, markdown
from assistant.server.api.models import Conversation, Conversations, ConversationTurns, Deleted, Title, Turn
from assistant.server.api.needs import Reader, Shared
from assistant.server.services import Services

router = APIRouter(prefix="/conversations", tags=["Cuộc trò chuyện"])
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="Mã cuộc trò chuyện.")]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARKDOWN = "text/markdown"


@router.get("", summary="Các cuộc trò chuyện của bạn")
def listed(
    services: Shared,
    person: Reader,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Conversations:
    """Mới dùng nhất đứng đầu. Không ai khác xem được."""
    found = services.conversations.listed(person.owner, limit=limit, offset=offset)
    return Conversations(conversations=[_head(one) for one in found])


@router.delete("", summary="Xóa mọi cuộc trò chuyện của bạn")
def delete_all(services: Shared, person: Reader) -> Deleted:
    """Xóa hẳn: nội dung được ghi đè trên đĩa."""
    return Deleted(deleted=services.conversations.delete_all(person.owner))


@router.get("/{id}", summary="Một cuộc trò chuyện")
def one(id: Id, services: Shared, person: Reader) -> ConversationTurns:  # noqa: A002
    """Các câu hỏi cùng câu trả lời; trích dẫn của văn bản đã gỡ hoặc đã đổi thì nói rõ ở `standing`."""
    found = services.conversations.one(person.owner, id)
    return ConversationTurns(
        **_head(found).model_dump(),
        turns=[Turn(**asdict(turn) | {"answer": _standing(services, turn.answer)}) for turn in found.turns],
    )


@router.patch("/{id}", summary="Đổi tên một cuộc trò chuyện")
def rename(id: Id, body: Title, services: Shared, person: Reader) -> Conversation:  # noqa: A002
    """Tên mới, trên một dòng."""
    services.conversations.rename(person.owner, id, body.title)
    return _head(services.conversations.one(person.owner, id))


@router.delete("/{id}", summary="Xóa một cuộc trò chuyện", status_code=204, response_class=Response)
def delete(id: Id, services: Shared, person: Reader) -> Response:  # noqa: A002
    """Xóa hẳn: nội dung được ghi đè trên đĩa."""
    services.conversations.delete(person.owner, id)
    return Response(status_code=204)


@router.get(
    "/{id}/export",
    summary="Xuất một cuộc trò chuyện",
    response_class=Response,
    responses={200: {"content": {WORD: {}, MARKDOWN: {}}}},
)
def export(
    id: Id,  # noqa: A002
    services: Shared,
    person: Reader,
    format: Annotated[Literal["docx", "md"], Query(description="docx cho Word, md cho Markdown.")] = "docx",  # noqa: A002
) -> Response:
    """Câu hỏi, câu trả lời và nguồn của từng câu."""
    found = services.conversations.one(person.owner, id)
    if format == "md":
        content, media = markdown(found, services.standing).encode(), f"{MARKDOWN}; charset=utf-8"
    else:
        content, media = docx(found, services.standing), WORD
    headers = {"Content-Disposition": f'attachment; filename="hoi-dap-{id[:8]}.{format}"'}
    return Response(content, media_type=media, headers=headers)


def _head(found: Kept) -> Conversation:
    return Conversation(**{key: value for key, value in asdict(found).items() if key != "turns"})


def _standing(services: Services, answer: dict[str, object]) -> dict[str, object]:
    """An answer whose citations say so where their documents no longer stand as cited."""
    told = dict(answer)
    for key in ("citations", "neighbours"):
        citations = answer.get(key)
        if isinstance(citations, list):
            told[key] = [
                citation | ({"standing": words} if (words := services.standing(citation)) else {})
                for citation in citations
            ]
    return told
