"""Bringing a folder's part of the store into line: new, changed and vanished documents."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from corpus.archives import UNPACKING_RULES
from corpus.errors import ChidaoError, StoreError
from corpus.fact_reading import FACT_RULES
from corpus.facts import read_manifest
from corpus.links import LINK_RULES
from corpus.passages import SPLITTING_RULES
from corpus.readers import SUFFIXES, Limits
from corpus.tasks.reading import TASK_RULES
from index.catalog import (
    LAYOUT,
    DocumentRow,
    FileRow,
    FolderRow,
    folder_key,
    passage_rows,
    read_meta,
    section_rows,
    tables,
)
from index.comparison import Comparison, Found, Known, Opened
from index.document_links import link_rows
from index.document_reading import ReadDocument
from index.edits import orphans
from index.embedder import Embedder
from index.entry import Edit
from index.fact_edits import corrections, words_outdated
from index.folder import list_folder, size_of
from index.generations import clear, damage, is_sound, writing
from index.linking import relink
from index.publish import READING, Progress, embed_missing, no_progress, publish
from index.reading_pool import ReadingPool
from index.removal import note_removal, settle
from index.report import Report, moves
from index.store import Store
from index.task_rows import task_rows
from index.told import FolderFacts
from index.vectors import DATABASE

__all__ = ["RULES", "Report", "forget_folder", "index_folder", "rebuild", "republish"]

RULES = f"{SPLITTING_RULES}/{TASK_RULES}/{FACT_RULES}.{LINK_RULES}/{LAYOUT}"
"""Version of the rules that sections, passages, tasks, facts and links are read by, and of what the catalog holds of a
document; one read by others, or for an older layout, is read again."""


def index_folder(
    store: Store,
    folder: Path,
    embedder: Embedder,
    *,
    limits: Limits | None = None,
    workers: int = 0,
    retry: bool = False,
    progress: Progress = no_progress,
) -> Report:
    """Reads what is new or changed in `folder`, forgets what vanished, and publishes the new state in one step.

    Until the last commit answers come from the state before; after it, from the state after. A file that cannot be
    read is refused with its reason, and what the store held of it stays.

    Args:
        limits: what one file may take.
        workers: processes that read, at once; with 0 this one does, and no file is bounded in time and memory.
        retry: reads those files again too that met a limit before and are the same since.

    Raises:
        ChidaoError: there is no such folder, or nothing in it can be read although documents of it are in the store.
        StoreMismatch: the store was built with another model; `rebuild` is the way out.
        StoreBusy: another process is writing to the store.
        StoreError: the store cannot be written to.
    """
    began = time.perf_counter()
    folder = Path(folder_key(folder))
    if not folder.is_dir():
        raise ChidaoError(f"không có thư mục {str(folder)!r}; hãy kiểm tra đường dẫn")
    limits = limits or Limits()
    with _writing(store) as generation:
        store.check_model(embedder)
        with ReadingPool(limits, workers) as pool:
            staging = _Staging(store, folder, limits, pool, retry=retry)
            staging.run(progress)
        embed_missing(store, embedder, staging.folder_id, progress)
        report = staging.report
        lost = {edit.task for edit in orphans(store)}
        damaged = _damaged(store, generation)
        outdated = generation and words_outdated(store)
        if report.is_change or damaged or outdated:
            publish(store, embedder, staging.folder_id, progress, drop=staging.vanished, fresh=bool(damaged))
            report.notes += damaged
        else:
            relink(store)
            settle(store)
        report.notes += _lost(orphans(store), lost)
    report.seconds = time.perf_counter() - began
    return report


def _damaged(store: Store, generation: int) -> list[str]:
    """What is said of a damaged generation that is built anew from the catalog; nothing of a whole one."""
    if not generation:
        return []
    name = damage(store.folder, generation) or ("" if is_sound(store.folder, generation) else DATABASE)
    return [f"tệp {name} của kho thiếu hoặc hỏng; vectơ và chỉ mục từ đã được dựng lại từ danh mục"] if name else []


def _lost(edits: Sequence[Edit], before: set[str]) -> list[str]:
    """A note for each document in which a passage went that somebody had said something of."""
    tasks = {(edit.document, edit.task) for edit in edits if edit.task not in before}
    return [
        f"{document}: {n} nhiệm vụ có người ghi nhận không còn đoạn văn; các ghi nhận vẫn được giữ, "
        "xem bằng: chidao task edits"
        for document, n in sorted(Counter(document for document, _ in tasks).items())
    ]


def rebuild(store: Store, embedder: Embedder, progress: Progress = no_progress) -> None:
    """Makes the vectors that `embedder` has not made yet, and builds all that is derived from the catalog anew.

    The documents are not read again.

    Raises:
        StoreBusy: another process is writing to the store.
    """
    with _writing(store):
        embed_missing(store, embedder, None, progress)
        publish(store, embedder, None, progress, fresh=True)


def republish(store: Store, progress: Progress = no_progress) -> None:
    """Builds the lexical index anew, as corrections of facts changed what documents are called.

    Raises:
        StoreBusy: another process is writing to the store.
    """
    with _writing(store) as generation:
        if generation and words_outdated(store):
            publish(store, None, None, progress)


def forget_folder(store: Store, folder: Path) -> int:
    """Drops everything that came from `folder`; returns how many documents that was.

    Raises:
        ChidaoError: nothing in the store came from there.
        StoreBusy: another process is writing to the store.
    """
    folder = Path(folder_key(folder))
    with _writing(store):
        with Session(store.engine) as session:
            row = session.scalar(select(FolderRow).where(FolderRow.path == str(folder)))
            if row is None:
                known = ", ".join(session.scalars(select(FolderRow.path))) or "chưa có thư mục nào"
                raise ChidaoError(f"kho không có gì từ thư mục {str(folder)!r}; các thư mục trong kho: {known}")
            here = DocumentRow.folder_id == row.id
            live = set(session.scalars(select(DocumentRow.id).where(here, DocumentRow.state == "live")))
            if not live:
                session.delete(row)
            session.execute(delete(DocumentRow).where(here, DocumentRow.state == "staged"))
            folder_id = row.id
            session.commit()
        if live:
            publish(store, None, folder_id, drop=live, forget=True)
    return len(live)


@contextmanager
def _writing(store: Store) -> Iterator[int]:
    """Holds the store for writing and clears what an interrupted writer left; yields the generation in force.

    Raises:
        StoreError: the store cannot be written to (disk full, no permission); it stays as it was.
    """
    try:
        with writing(store.folder):
            with Session(store.engine) as session:
                generation = int(read_meta(session).get("generation", "0"))
            clear(store.folder, keep=generation)
            yield generation
    except (OSError, OperationalError) as error:
        reason = error.orig if isinstance(error, OperationalError) else error.strerror or error
        raise StoreError(
            f"không ghi được vào kho {store.folder} ({reason}); câu trả lời vẫn từ trạng thái trước đó; hãy xem chỗ "
            "trống trên đĩa và quyền ghi rồi chạy lại"
        ) from error


class _Staging:
    """Compares a folder with the store and stages what is new or changed, one commit a document."""

    def __init__(self, store: Store, folder: Path, limits: Limits, pool: ReadingPool, *, retry: bool) -> None:
        self.store = store
        self.folder = folder
        self.pool = pool
        self.report = Report()
        self.vanished: set[int] = set()
        self._confirmed: set[int] = set()  # the staged rows that this run stands for
        self._arrived: dict[str, str] = {}  # path -> sha256 of the new documents
        self._opened_by = f"{RULES}/{UNPACKING_RULES}/{limits}/{' '.join(sorted(SUFFIXES))}"
        with Session(store.engine) as session:
            row = session.scalar(select(FolderRow).where(FolderRow.path == str(folder)))
            if row is None:
                row = FolderRow(path=str(folder))
                session.add(row)
                session.commit()
            self.folder_id = row.id
            here = DocumentRow.folder_id == self.folder_id
            columns = (DocumentRow.id, DocumentRow.name, DocumentRow.sha256, DocumentRow.rules, DocumentRow.saying)
            rows = session.execute(select(DocumentRow.path, DocumentRow.state, *columns).where(here))
            self._known = {
                (path, state): Known(id_, name, sha256, rules == RULES, saying)
                for path, state, id_, name, sha256, rules, saying in rows
            }
            corrected = corrections(session)
            names = select(DocumentRow.name, DocumentRow.folder_id, DocumentRow.path)
            self._names = {name: (folder_id, path) for name, folder_id, path in session.execute(names)}
            opened = select(FileRow).where(FileRow.folder_id == self.folder_id, FileRow.rules == self._opened_by)
            opened_before = {
                row.path: Opened(row.path, row.sha256, 0, row.members, row.refused, row.skipped)
                for row in ([] if retry else session.scalars(opened))
            }
        listing = self._listing = list_folder(folder)
        told = FolderFacts(read_manifest(folder), listing.sidecars)
        self._comparison = Comparison(
            told, corrected, self._known, opened_before, self._name, self.report, pool, limits
        )

    def run(self, progress: Progress) -> None:
        """Stages the folder; `report` and `vanished` tell what came of it."""
        listing = self._listing
        files, report, comparison = listing.files, self.report, self._comparison
        report.refused |= listing.refused
        report.skipped += listing.skipped
        report.notes += listing.notes
        live = {path: known.id for (path, state), known in self._known.items() if state == "live"}
        if live and not files:
            raise ChidaoError(
                f"thư mục {str(self.folder)!r} không còn tệp nào đọc được, trong khi kho có {len(live)} văn bản từ "
                "đó; nếu ổ đĩa chưa được gắn, hãy gắn lại; nếu muốn bỏ các văn bản ấy, chạy: chidao forget THƯ_MỤC"
            )
        for path, _ in files:
            self._names.setdefault(path, (self.folder_id, path))  # a path as it is goes before one with a folder's name
        comparison.keep(listing.closed)
        whole = sum(size_of(file) for _, file in files)

        def tell(path: str) -> None:
            progress(READING, min(comparison.done, whole), whole, path)

        with Session(self.store.engine) as session:
            for at, read in self.pool.read(comparison.files(files, tell), lambda at: tell(at.path)):
                if isinstance(at, Opened):
                    self._note(session, at)
                elif isinstance(read, ReadDocument):
                    self._stage(session, at, read)
                elif read is None:
                    self._confirm(at)
                elif (met := comparison.refuse_read(at, read)) is not None:
                    self._note(session, met)
                comparison.done += at.size
            progress(READING, whole, whole)
            self._sweep(session, {path for path, _ in files})
        report.removed = sorted(path for path in live if not comparison.stays(path))
        self.vanished = {live[path] for path in report.removed}
        report.moved = moves(self._arrived, {path: self._known[path, "live"].sha256 for path in report.removed})
        for paths in (report.new, report.changed, report.unchanged, report.skipped):
            paths.sort()

    def _note(self, session: Session, file: Opened) -> None:
        """Keeps what became of a file, so that it need not be opened again."""
        row = FileRow(
            folder_id=self.folder_id,
            path=file.path,
            sha256=file.sha256,
            rules=self._opened_by,
            members=file.members,
            refused=file.refused,
            skipped=file.skipped,
        )
        session.merge(row)
        session.commit()

    def _confirm(self, found: Found) -> None:
        """Stands for a document that an interrupted run staged as it is."""
        self._confirmed.add(self._known[found.path, "staged"].id)
        self._report(found)

    def _stage(self, session: Session, found: Found, read: ReadDocument) -> None:
        """Stages one document."""
        path, reading = found.path, read.reading
        live, staged = self._known.get((path, "live")), self._known.get((path, "staged"))
        name = live.name if live is not None else self._name(path)
        if staged is not None:
            session.execute(delete(DocumentRow).where(DocumentRow.id == staged.id))
        document = DocumentRow(
            folder_id=self.folder_id,
            path=path,
            name=name,
            state="staged",
            sha256=found.sha256,
            rules=RULES,
            text=reading.text,
            told=bool(found.told.saying),
            tables=tables(reading),
            saying=found.told.saying,
            unset=asdict(found.told.over(read.facts)),
            pages=list(reading.pages),
            **asdict(read.in_force),
        )
        session.add(document)
        session.flush()
        session.add_all(section_rows(document.id, read.sections))
        session.add_all(passage_rows(document.id, read.passages))
        session.add_all(task_rows(document.id, name, reading, read.sections, read.tasks))
        session.add_all(link_rows(document.id, read.links))
        self._confirmed.add(document.id)
        session.commit()  # and nothing is read behind it: a state that is held would refuse the next write
        self.report.notes += read.notes
        self._report(found)

    def _report(self, found: Found) -> None:
        """Reports a staged document."""
        if (found.path, "live") in self._known:
            self.report.changed.append(found.path)
        else:
            self.report.new.append(found.path)
            self._arrived[found.path] = found.sha256

    def _name(self, path: str) -> str:
        """The document's path in the store: the folder's name stands in front where another document has the path."""
        name, parents = path, [part for part in self.folder.parts if part != self.folder.anchor]
        while self._names.get(name, (self.folder_id, path)) != (self.folder_id, path):
            name = f"{parents.pop() if parents else '.'}/{name}"
        self._names[name] = (self.folder_id, path)
        return name

    def _sweep(self, session: Session, paths: Set[str]) -> None:
        """Deletes what an interrupted run staged and this one does not stand for, and notes on files that are gone."""
        for (_, state), known in self._known.items():
            if state == "staged" and known.id not in self._confirmed:
                session.execute(delete(DocumentRow).where(DocumentRow.id == known.id))
                note_removal(session)
        for path in session.scalars(select(FileRow.path).where(FileRow.folder_id == self.folder_id)).all():
            if path not in paths and not self._comparison.stays(path):
                session.execute(delete(FileRow).where(FileRow.folder_id == self.folder_id, FileRow.path == path))
        session.commit()
