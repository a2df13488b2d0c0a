"""Documents: their facts, their text, a passage with its context; and those that come in and go."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import anyio.to_thread
from fastapi import APIRouter, File, Path, Query, Request, UploadFile
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, PlainTextResponse, Response

from assistant.answering.citing import citations_of
from assistant.conversations.audit import Event
from assistant.server.api.models import Document, DocumentRead, Documents, Job, Passage
from assistant.server.api.needs import Editor, Reader, Shared
from assistant.server.originals import PDF, original
from assistant.server.person import Person
from assistant.server.problems import Problem
from assistant.server.services import Services
from assistant.server.uploads import Arrived, BadFile, Conflict, Uploads
from corpus.errors import UnknownDocument
from corpus.reading import Span
from index.catalog import DocumentRow, FolderRow, PassageRow, SectionRow, TaskRow, folder_key
from index.store import StoredDocument, live_documents

router = APIRouter(tags=["Văn bản"])
Name = Annotated[str, Path(max_length=1000, description="Tên văn bản trong kho.", examples=["cong-van-118.docx"])]
LONGEST_PIECE = 100_000
"""Characters of a passage that are given at once."""
MOST_FILES = 20
MOST_OUTLINE = 500


@router.get("/documents", summary="Danh sách văn bản")
def documents(
    services: Shared,
    _: Reader,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Documents:
    """Các văn bản mà câu trả lời dựa vào, theo tên."""
    found = services.store.documents(services.settings.page_folders)
    return Documents(
        total=len(found),
        offset=offset,
        limit=limit,
        documents=[Document(**_facts(one)) for one in found[offset : offset + limit]],
    )


@router.get(
    "/documents/{name:path}/text",
    summary="Nguyên văn một văn bản",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/plain": {}}}},
)
def document_text(name: Name, services: Shared, _: Reader) -> Response:
    """Văn bản như kho lưu, đúng từng ký tự mà `start`, `end` của các trích dẫn đếm."""
    with Session(services.store.engine) as session:
        one = _named(session, services, name)
        text = session.scalar(select(DocumentRow.text).where(DocumentRow.id == one.id)) or ""
    return PlainTextResponse(text, headers={"Content-Security-Policy": "default-src 'none'; sandbox"})


@router.get(
    "/documents/{name:path}/file",
    summary="Tệp gốc của một văn bản",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}, PDF: {}}}},
)
def document_file(name: Name, services: Shared, _: Reader) -> Response:
    """Tệp mà văn bản được đọc ra; PDF mở ngay trong trình duyệt (thêm #page=3 để tới trang), tệp khác thì tải về."""
    with Session(services.store.engine) as session:
        return original(services, session, _named(session, services, name))


@router.get("/documents/{name:path}", summary="Một văn bản và những gì đã đọc được từ nó")
def document(name: Name, services: Shared, _: Reader) -> DocumentRead:
    """Số hiệu, cơ quan ban hành, ngày; số mục, đoạn, bảng, nhiệm vụ; và các đề mục."""
    with Session(services.store.engine) as session:
        one = _named(session, services, name)
        counts: dict[str, Any] = {
            kind: session.scalar(select(func.count()).select_from(table).where(table.document_id == one.id)) or 0
            for kind, table in (("sections", SectionRow), ("passages", PassageRow), ("tasks", TaskRow))
        }
        characters, tables, folder = session.execute(
            select(func.length(DocumentRow.text), DocumentRow.tables, FolderRow.path)
            .join(FolderRow, FolderRow.id == DocumentRow.folder_id)
            .where(DocumentRow.id == one.id)
        ).one()
        headings = session.execute(
            select(SectionRow.path, SectionRow.title, SectionRow.span_start)
            .where(SectionRow.document_id == one.id, SectionRow.heading)
            .order_by(SectionRow.position)
            .limit(MOST_OUTLINE)
        )
        outline = [{"section": path, "title": title, "start": start} for path, title, start in headings]
    return DocumentRead(
        **_facts(one),
        uploaded=folder == folder_key(services.settings.uploads_folder),
        characters=characters,
        tables=len(tables),
        outline=outline,
        **counts,
    )


@router.get("/passage", summary="Một đoạn với đoạn văn bao quanh", tags=["Hỏi đáp"])
def passage(
    services: Shared,
    _: Reader,
    document: Annotated[str, Query(max_length=1000, description="Tên văn bản.")],
    start: Annotated[int, Query(ge=0, le=10**12, description="Vị trí đầu, tính từ 0, theo điểm mã Unicode.")],
    end: Annotated[int, Query(ge=1, le=10**12, description="Vị trí ngay sau đoạn.")],
) -> Passage:
    """Đoạn `start`–`end` cùng đoạn văn chứa nó, để mở một trích dẫn."""
    if not 0 < end - start <= LONGEST_PIECE:
        raise Problem(422, f"cần 0 <= start < end, dài tối đa {LONGEST_PIECE} ký tự; nhận được {start}–{end}")
    with Session(services.store.engine) as session:
        one = _named(session, services, document)
        length = session.scalar(select(func.length(DocumentRow.text)).where(DocumentRow.id == one.id)) or 0
        if end > length:
            raise Problem(422, f"văn bản {document!r} chỉ dài {length} ký tự, không có đoạn {start}–{end}")
        return Passage(**asdict(citations_of(session, [(one, Span(start, end))])[0]))


@router.post(
    "/documents",
    summary="Tải văn bản lên",
    status_code=202,
    responses={202: {"model": Job}},
)
async def upload(
    request: Request,
    services: Shared,
    person: Editor,
    files: Annotated[list[UploadFile], File(description="Các tệp TXT, MD, HTML, DOCX, XLSX, PDF.")],
    replace: Annotated[bool, Query(description="Thay văn bản tải lên trước cùng tên.")] = False,
) -> Response:
    """Nhận tệp rồi nạp ở nền; xem tiến độ và báo cáo ở địa chỉ trong `Location`. Tệp không đọc được thì không giữ."""
    uploads = _uploads(services)
    if len(files) > MOST_FILES:
        raise Problem(422, f"gửi {len(files)} tệp, tối đa {MOST_FILES} tệp một lần")
    arrived = [Arrived(file.filename or "", await file.read()) for file in files]
    try:
        names = await anyio.to_thread.run_sync(lambda: uploads.check(arrived, replace=replace))
    except BadFile as error:
        raise Problem(422, str(error), code="bad-file") from error
    except Conflict as error:
        raise Problem(409, str(error)) from error
    told = f"Nạp {', '.join(names)}"
    job = services.jobs.begin(
        told, person.owner, lambda progress: uploads.take_in(arrived, names, progress, replace=replace)
    )
    await anyio.to_thread.run_sync(lambda: _note(services, person, "upload", names))
    return _begun(request, job)


@router.delete(
    "/documents/{name:path}",
    summary="Gỡ một văn bản đã tải lên",
    status_code=202,
    responses={202: {"model": Job}},
)
def remove(name: Name, request: Request, services: Shared, person: Editor) -> Response:
    """Xóa tệp và mọi thứ đọc được từ nó, ở nền. Văn bản của các thư mục khác thì gỡ ở thư mục của nó."""
    uploads = _uploads(services)
    with Session(services.store.engine) as session:
        stored = _named(session, services, name).name
    try:
        file = uploads.path_of(stored)
    except Conflict as error:
        raise Problem(409, str(error)) from error
    job = services.jobs.begin(f"Gỡ {stored}", person.owner, lambda progress: uploads.remove(file, progress))
    _note(services, person, "removal", [stored])
    return _begun(request, job)


@router.get("/jobs/{id}", summary="Tiến độ của một việc chạy nền")
def job(
    id: Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")],  # noqa: A002
    services: Shared,
    _: Editor,
) -> Job:
    """Đang chờ, đang chạy (bước, bao nhiêu trên bao nhiêu), xong (báo cáo), hay hỏng (lý do)."""
    found = services.jobs.find(id)
    if found is None:
        raise Problem(404, f"không có việc {id!r}; máy chủ có thể đã khởi động lại")
    return Job(**{key: value for key, value in asdict(found).items() if key != "owner"})


def _note(services: Services, person: Person, event: Event, documents: list[str]) -> None:
    who = person.name or person.owner
    services.audit.note(event, who=who, address=person.address, documents=documents, status="begun")


def _begun(request: Request, job: Any) -> Response:
    told = {key: value for key, value in asdict(job).items() if key != "owner"}
    where = f"{request.scope.get('root_path', '')}/jobs/{job.id}"
    return JSONResponse(told, 202, {"Location": where})


def _uploads(services: Services) -> Uploads:
    if services.uploads is None:
        raise Problem(503, "máy chủ này chạy không có mô hình, nên không nạp được văn bản")
    return services.uploads


def _facts(one: StoredDocument) -> dict[str, Any]:
    return {"document": one.name, "name": one.facts.name} | asdict(one.facts)


def _named(session: Session, services: Services, name: str) -> StoredDocument:
    """The document of a name; other Unicode forms of it are taken too. Raises UnknownDocument."""
    import unicodedata

    wanted = unicodedata.normalize("NFC", name)
    for one in live_documents(session, services.settings.page_folders):
        if unicodedata.normalize("NFC", one.name) == wanted:
            return one
    raise UnknownDocument(f"kho không có văn bản {name[:200]!r}; xem danh sách ở /api/v1/documents")
