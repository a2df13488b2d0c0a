"""The files that documents were read from, as they were then: never another one that lies in the same place today."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from assistant.opening import limits_of
from assistant.server.problems import Problem
from assistant.server.services import Services
from corpus.archives import members_of
from corpus.errors import UnreadableDocument
from corpus.readers import Limits, read_bytes
from index.catalog import DocumentRow, FileRow, FolderRow
from index.store import StoredDocument

PDF = "application/pdf"
VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""The policy of a PDF that the browser's own viewer shows."""


def original(services: Services, session: Session, document: StoredDocument) -> Response:
    """The file of a document: a PDF for the browser's viewer ("#page=3" leads to a page), any other to be saved.

    Raises Problem: 404 where the file is gone, 409 where it is another one since.
    """
    path, sha256, folder, folder_id = session.execute(
        select(DocumentRow.path, DocumentRow.sha256, FolderRow.path, FolderRow.id)
        .join(FolderRow, FolderRow.id == DocumentRow.folder_id)
        .where(DocumentRow.id == document.id)
    ).one()
    above = [str(parent) for parent in PurePosixPath(path).parents]
    packed = session.execute(
        select(FileRow.path, FileRow.sha256).where(FileRow.folder_id == folder_id, FileRow.path.in_(above))
    ).all()
    limits = limits_of(services.settings)
    try:
        if packed:  # the outermost archive lies on the disk; those within it are its members
            at, whole = min(packed, key=lambda row: len(row.path))
            content = _member(Path(folder, at), at, whole, path, limits, document.name)
        else:
            content = read_bytes(Path(folder, path), limits)
    except UnreadableDocument as error:
        raise Problem(
            404, f"tệp gốc của văn bản {document.name!r} không còn ở chỗ cũ; toàn văn vẫn còn trong kho", code="no-file"
        ) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise _changed(document.name)
    file = PurePosixPath(path)
    shown = file.suffix.lower() == ".pdf"
    headers = {
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": VIEWER if shown else "default-src 'none'; sandbox",
        "Cache-Control": "no-store",
    }
    if shown:
        headers["X-Frame-Options"] = "SAMEORIGIN"
    return Response(content, media_type=PDF if shown else "application/octet-stream", headers=headers)


def _member(file: Path, at: str, sha256: str, path: str, limits: Limits, name: str) -> bytes:
    """The bytes of a member of an archive that is still the one that was read. Raises UnreadableDocument, Problem."""
    data = read_bytes(file, limits)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise _changed(name)
    for member in members_of(at, data, limits):
        if member.path == path and member.data is not None:
            return member.data
    raise UnreadableDocument("gói không còn tệp này")


def _changed(name: str) -> Problem:
    told = f"tệp gốc của văn bản {name!r} đã đổi sau khi nạp nên không mở ra ở đây; hãy nạp lại văn bản"
    return Problem(409, told, code="changed")
