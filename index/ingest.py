"""Bringing a folder's part of the store into line: new, changed and vanished documents."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.errors import ChidaoError, UnreadableDocument
from corpus.facts import MANIFEST, Facts, facts_of, read_manifest
from corpus.passages import SPLITTING_RULES, passages_of
from corpus.readers import SUFFIXES, Limits, parse, read_bytes
from corpus.sections import heading_path, sections_of
from index.catalog import DocumentRow, FolderRow, PassageRow, SectionRow
from index.embedder import Embedder
from index.generations import writing
from index.publish import Progress, content_of, embed_missing, no_progress, publish
from index.store import Store


@dataclass(slots=True)
class Report:
    """What an ingest did, by the paths of the files in the folder."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The report as JSON-ready values."""
        return asdict(self)


def index_folder(
    store: Store,
    folder: Path,
    embedder: Embedder,
    *,
    limits: Limits | None = None,
    progress: Progress = no_progress,
) -> Report:
    """Reads what is new or changed in `folder`, forgets what vanished, and publishes the new state in one step.

    Until the last commit answers come from the state before; after it, from the state after. A file that cannot be
    read is refused with its reason, and what the store held of it stays.

    Raises:
        ChidaoError: there is no such folder, or it is empty although documents of it are in the store.
        StoreMismatch: the store was built with another model; `rebuild` is the way out.
        StoreBusy: another process is writing to the store.
    """
    folder = folder.absolute()
    if not folder.is_dir():
        raise ChidaoError(f"không có thư mục {str(folder)!r}; hãy kiểm tra đường dẫn")
    with writing(store.folder):
        store.check_model(embedder)
        staging = _Staging(store, folder, limits or Limits())
        staging.run(progress)
        embed_missing(store, embedder, staging.folder_id, progress)
        if staging.report.new or staging.report.changed or staging.report.removed:
            publish(store, embedder, staging.folder_id, progress, drop=staging.vanished)
    return staging.report


def rebuild(store: Store, embedder: Embedder, progress: Progress = no_progress) -> None:
    """Makes vectors and words of every document anew, with `embedder`; the texts are not read again.

    Raises:
        StoreBusy: another process is writing to the store.
    """
    with writing(store.folder):
        embed_missing(store, embedder, None, progress)
        publish(store, embedder, None, progress, fresh=True)


def forget_folder(store: Store, folder: Path) -> int:
    """Drops everything that came from `folder`; returns how many documents that was.

    Raises:
        ChidaoError: nothing in the store came from there.
        StoreBusy: another process is writing to the store.
    """
    folder = folder.absolute()
    with writing(store.folder):
        with Session(store.engine) as session:
            row = session.scalar(select(FolderRow).where(FolderRow.path == str(folder)))
            if row is None:
                known = ", ".join(session.scalars(select(FolderRow.path))) or "chưa có thư mục nào"
                raise ChidaoError(f"kho không có gì từ thư mục {str(folder)!r}; các thư mục trong kho: {known}")
            documents = session.scalars(select(DocumentRow).where(DocumentRow.folder_id == row.id)).all()
            live = {d.id for d in documents if d.state == "live"}
            for document in documents:
                if document.state == "staged":
                    session.delete(document)
            session.commit()
            folder_id = row.id
        publish(store, None, folder_id, no_progress, drop=live, forget=True)
    return len(live)


class _Staging:
    """Compares a folder with the store and stages what is new or changed, one commit a document."""

    def __init__(self, store: Store, folder: Path, limits: Limits) -> None:
        self.store = store
        self.folder = folder
        self.limits = limits
        self.report = Report()
        self.vanished: set[int] = set()
        self.manifest = read_manifest(folder)
        with Session(store.engine) as session:
            row = session.scalar(select(FolderRow).where(FolderRow.path == str(folder)))
            if row is None:
                row = FolderRow(path=str(folder))
                session.add(row)
                session.commit()
            self.folder_id = row.id

    def run(self, progress: Progress) -> None:
        """Stages the folder; `report` and `vanished` tell what came of it."""
        files = sorted(_files(self.folder))
        readable = [f for f in files if f.suffix.lower() in SUFFIXES]
        with Session(self.store.engine) as session:
            live = {
                row.path: row.id
                for row in session.execute(
                    select(DocumentRow.path, DocumentRow.id).where(
                        DocumentRow.folder_id == self.folder_id, DocumentRow.state == "live"
                    )
                )
            }
            if live and not readable:
                raise ChidaoError(
                    f"thư mục {str(self.folder)!r} không còn tệp nào đọc được, trong khi kho có {len(live)} văn bản từ "
                    "đó; nếu ổ đĩa chưa được gắn, hãy gắn lại; nếu muốn bỏ các văn bản ấy, chạy: chidao forget THƯ_MỤC"
                )
            seen = set()
            for done, file in enumerate(readable):
                progress("Đọc văn bản", done, len(readable))
                path = file.relative_to(self.folder).as_posix()
                try:
                    data = read_bytes(file, self.limits)
                except UnreadableDocument as error:
                    if file.exists():
                        seen.add(path)
                    self._refuse(path, str(error), kept=path in live and file.exists())
                    continue
                seen.add(path)
                try:
                    self._stage(session, path, file, data)
                except UnreadableDocument as error:
                    self._refuse(path, str(error), kept=path in live)
            progress("Đọc văn bản", len(readable), len(readable))
            self._sweep(session, seen)
        self.report.skipped = [f.relative_to(self.folder).as_posix() for f in files if f not in set(readable)]
        self.report.removed = sorted(path for path in live if path not in seen)
        self.vanished = {live[path] for path in self.report.removed}

    def _refuse(self, path: str, reason: str, *, kept: bool) -> None:
        self.report.refused[path] = reason + ("; kho vẫn giữ bản đã đọc trước đó" if kept else "")

    def _stage(self, session: Session, path: str, file: Path, data: bytes) -> None:
        """Stages one document, unless the store has it as it is."""
        sha256 = hashlib.sha256(data).hexdigest()
        told, told_sha256 = self.manifest.get(path, (None, ""))
        if told_sha256 and told_sha256 != sha256:
            self.report.notes.append(f"{path}: bảng kê ghi sha256 khác với tệp, nên không dùng thông tin trong bảng kê")
            told = None
        rows = session.scalars(
            select(DocumentRow).where(DocumentRow.folder_id == self.folder_id, DocumentRow.path == path)
        ).all()
        live = next((row for row in rows if row.state == "live"), None)
        staged = next((row for row in rows if row.state == "staged"), None)
        for row in (live, staged):
            if row is not None and _same(row, sha256, told):
                if row is live and staged is not None:
                    session.delete(staged)
                    session.commit()
                self._count(path, live, unchanged=row is live)
                return
        if staged is not None:
            session.delete(staged)
            session.flush()
        reading = parse(file, data)
        sections = sections_of(reading)
        facts = told or facts_of(reading, sections)
        name = live.name if live is not None else self._name(session, path)
        document = DocumentRow(
            folder_id=self.folder_id,
            path=path,
            name=name,
            state="staged",
            sha256=sha256,
            rules=SPLITTING_RULES,
            text=reading.text,
            told=told is not None,
            **asdict(facts),
            tables=[
                [
                    t.span.start,
                    t.span.end,
                    [[c.row, c.column, c.rows, c.columns, c.header, c.span.start, c.span.end] for c in t.cells],
                ]
                for t in reading.tables
            ],
        )
        session.add(document)
        session.flush()
        session.add_all(
            SectionRow(
                document_id=document.id,
                position=s.index,
                parent=s.parent,
                span_start=s.span.start,
                span_end=s.span.end,
                end=s.end,
                style=s.style.name if s.style is not None else "",
                label=s.label,
                path=s.path,
                title=s.title,
                heading=s.heading,
                kind=s.kind.value,
                heading_path=heading_path(s, sections),
            )
            for s in sections
        )
        session.add_all(
            PassageRow(
                document_id=document.id,
                position=i,
                id=p.id,
                span_start=p.span.start,
                span_end=p.span.end,
                text=p.text,
                section=p.section,
                heading=p.heading,
                titles=list(p.titles),
                kind=p.kind.value,
                sentences=[[s.start, s.end] for s in p.sentences],
                content=content_of(p.titles, p.text),
            )
            for i, p in enumerate(passages_of(reading, name, sections))
        )
        session.commit()
        self._count(path, live, unchanged=False)

    def _count(self, path: str, live: DocumentRow | None, *, unchanged: bool) -> None:
        kind = self.report.unchanged if unchanged else self.report.new if live is None else self.report.changed
        kind.append(path)

    def _name(self, session: Session, path: str) -> str:
        """The document's path in the store: the folder's name stands in front where another folder has the path."""
        taken = set(session.scalars(select(DocumentRow.name).where(DocumentRow.folder_id != self.folder_id)))
        name, parents = path, [p for p in reversed(self.folder.parts) if p != os.sep]
        while name in taken and parents:
            name = f"{parents.pop(0)}/{name}"
        return name

    def _sweep(self, session: Session, seen: set[str]) -> None:
        """Deletes what an interrupted run staged of files that are gone since."""
        for row in session.scalars(
            select(DocumentRow).where(DocumentRow.folder_id == self.folder_id, DocumentRow.state == "staged")
        ).all():
            if row.path not in seen:
                session.delete(row)
        session.commit()


def _same(row: DocumentRow, sha256: str, told: Facts | None) -> bool:
    """True where a row holds the document of this content, read by today's rules, with these facts."""
    if row.sha256 != sha256 or row.rules != SPLITTING_RULES or row.told != (told is not None):
        return False
    return told is None or all(getattr(row, name) == value for name, value in asdict(told).items())


def _files(folder: Path) -> Iterator[Path]:
    """The files below a folder, but for hidden ones and what lies behind links to folders."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            if not name.startswith(".") and not (Path(root) == folder and name == MANIFEST):
                yield Path(root) / name
