"""The documents on screen: the list with what was read from each, and each of them whole."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from assistant.page.documents import PART, SIZE, Read, document_page, documents_page, no_file_page, span_of
from assistant.page.whole import Whole
from assistant.server.originals import original
from assistant.server.pages.answering import answered, person_at, root_at
from assistant.server.person import Role
from assistant.server.problems import Problem
from assistant.server.services import Services
from assistant.server.uploads import TAKEN
from index.catalog import DocumentRow, FolderRow, PassageRow, SectionRow, TaskRow, folder_key
from index.store import StoredDocument, live_documents
from index.stored_reading import stored_reading
from index.tokens import unmarked


class DocumentPages:
    """The pages of the documents over the services."""

    def __init__(self, services: Services) -> None:
        self.services = services

    def all(self, request: Request) -> Response:
        """The list, of those whose facts hold some words."""
        person = person_at(request)
        text = " ".join(request.query_params.get("text", "").split())[:300]
        page = request.query_params.get("page", "")
        number = max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1
        with Session(self.services.store.engine) as session:
            found = [one for one in self._documents(session) if _holds(one, text)]
            found.sort(key=lambda one: (one.facts.official, one.facts.date or ""), reverse=True)
            shown = self._read(session, found[(number - 1) * SIZE : number * SIZE])
        main = documents_page(
            shown,
            len(found),
            root_at(request),
            page=number,
            text=text,
            editor=person.role >= Role.EDITOR,
            takes=sorted(TAKEN) if self.services.uploads is not None else (),
        )
        return answered(request, self.services, PART, "Văn bản", main, wide=True)

    def one(self, request: Request) -> Response:
        """One document, with the place marked that the address names."""
        with Session(self.services.store.engine) as session:
            document = self._named(session, request.path_params["name"])
            stored = stored_reading(session, document)
            (read,) = self._read(session, [document])
        reading = stored.reading
        query = request.query_params
        mark = span_of(query.get("start"), query.get("end"), len(reading.text))
        page = reading.page_of(mark.start) if mark is not None else None
        main = document_page(read, Whole(reading, stored.sections, mark), root_at(request), page=page)
        return answered(request, self.services, PART, document.facts.name, main, wide=True)

    def file(self, request: Request) -> Response:
        """The file that a document was read from; a page that says why where it cannot be opened."""
        person_at(request)
        with Session(self.services.store.engine) as session:
            document = self._named(session, request.path_params["name"])
            try:
                return original(self.services, session, document)
            except Problem as error:
                main, status = no_file_page(document.name, error.detail, root_at(request)), error.status_code
        return answered(request, self.services, PART, "Tệp gốc", main, status)

    def _named(self, session: Session, told: str) -> StoredDocument:
        """The document of a name, in whatever Unicode form. Raises Problem."""
        name = unicodedata.normalize("NFC", told)
        for one in self._documents(session):
            if unicodedata.normalize("NFC", one.name) == name:
                return one
        raise Problem(404, f"kho không có văn bản {name[:200]!r}; có thể nó đã được gỡ")

    def _documents(self, session: Session) -> list[StoredDocument]:
        return live_documents(session, self.services.settings.page_folders)

    def _read(self, session: Session, documents: Sequence[StoredDocument]) -> list[Read]:
        """What was read from each, in the same order."""
        ids = [one.id for one in documents]
        counts = {
            kind: dict(
                session.execute(
                    select(table.document_id, func.count())
                    .where(table.document_id.in_(ids))
                    .group_by(table.document_id)
                ).all()
            )
            for kind, table in (("sections", SectionRow), ("passages", PassageRow), ("tasks", TaskRow))
        }
        uploads = folder_key(self.services.settings.uploads_folder)
        rows = session.execute(
            select(
                DocumentRow.id,
                func.length(DocumentRow.text),
                func.json_array_length(DocumentRow.tables),
                FolderRow.path,
            )
            .join(FolderRow, FolderRow.id == DocumentRow.folder_id)
            .where(DocumentRow.id.in_(ids))
        )
        sizes = {id_: (characters, tables, path == uploads) for id_, characters, tables, path in rows}
        return [
            replace(
                Read(one.name, one.facts),
                sections=counts["sections"].get(one.id, 0),
                passages=counts["passages"].get(one.id, 0),
                tasks=counts["tasks"].get(one.id, 0),
                characters=sizes[one.id][0],
                tables=sizes[one.id][1] or 0,
                uploaded=sizes[one.id][2],
            )
            for one in documents
        ]


def _holds(one: StoredDocument, text: str) -> bool:
    """True where name or facts of a document hold some words, with or without diacritics."""
    told = f"{one.name} {one.facts.title} {one.facts.number} {one.facts.issuer} {one.facts.kind}"
    return not text or unmarked(text) in unmarked(told)
