"""Bringing a folder's part of the store into line: new, changed and vanished documents."""

from __future__ import annotations

import hashlib
import logging
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from corpus.errors import ChidaoError, StoreError, UnreadableDocument
from corpus.facts import FACT_NAMES, Facts, facts_of, read_manifest
from corpus.passages import SPLITTING_RULES, Passage, passages_of
from corpus.readers import Limits, parse, read_bytes
from corpus.reading import Reading
from corpus.sections import Section, sections_of
from corpus.tasks.reading import TASK_RULES, read_tasks
from corpus.tasks.task import Task
from index.catalog import DocumentRow, FolderRow, folder_key, passage_rows, read_meta, section_rows, tables
from index.edits import orphans
from index.embedder import Embedder
from index.entry import Edit
from index.folder import list_folder, place_of
from index.generations import clear, writing
from index.linking import relink
from index.presence import unwritable
from index.publish import Progress, embed_missing, no_progress, publish
from index.soundness import damaged_parts
from index.store import Store
from index.task_rows import task_rows

RULES = f"{SPLITTING_RULES}/{TASK_RULES}"
"""Version of the rules that sections, passages and tasks are read by; a document read by others is read again."""


@dataclass(slots=True)
class Report:
    """What an ingest did, by the paths of the files in the folder; `repaired` is what was damaged and built anew."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)

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
        ChidaoError: there is no such folder, or nothing in it can be read although documents of it are in the store.
        StoreMismatch: the store was built with another model; `rebuild` is the way out.
        StoreBusy: another process is writing to the store.
        StoreError: the store cannot be written to.
    """
    folder = Path(folder_key(folder))
    if not folder.is_dir():
        raise ChidaoError(f"không có thư mục {str(folder)!r}; hãy kiểm tra đường dẫn")
    with _writing(store):
        store.check_model(embedder)
        staging = _Staging(store, folder, limits or Limits())
        staging.run(progress)
        embed_missing(store, embedder, staging.folder_id, progress)
        report = staging.report
        lost = {edit.task for edit in orphans(store)}
        damaged = damaged_parts(store)
        if report.new or report.changed or report.removed or damaged:
            publish(store, embedder, staging.folder_id, progress, drop=staging.vanished, fresh=bool(damaged))
            report.repaired += damaged
        else:
            relink(store)
        report.notes += _lost(orphans(store), lost)
    return report


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
def _writing(store: Store) -> Iterator[None]:
    """Holds the store for writing and clears what an interrupted writer left.

    Raises:
        StoreError: the store cannot be written to (disk full, no permission); it stays as it was.
    """
    try:
        _generation(store)  # before a lock is made where there is no store any more
        with writing(store.folder):
            clear(store.folder, keep=_generation(store))
            try:
                yield
            except Exception:
                with suppress(OSError, StoreError, DatabaseError):  # what is half built takes room that others need
                    clear(store.folder, keep=_generation(store))
                raise
    except (OSError, OperationalError) as error:
        reason = error.orig if isinstance(error, OperationalError) else error.strerror or error
        raise StoreError(unwritable(store.folder, str(reason))) from error


def _generation(store: Store) -> int:
    """The number of the generation in force."""
    with Session(store.engine) as session:
        return int(read_meta(session).get("generation", "0"))


@dataclass(frozen=True, slots=True)
class _Known:
    """A document of the folder that the store has, live or staged."""

    id: int
    name: str
    sha256: str
    rules: str
    told: bool
    facts: Facts

    def same(self, sha256: str, told: Facts | None) -> bool:
        """True where it is the document of this content, read by today's rules, with these facts."""
        if (self.sha256, self.rules, self.told) != (sha256, RULES, told is not None):
            return False
        return told is None or told == self.facts


class _Staging:
    """Compares a folder with the store and stages what is new or changed, one commit a document."""

    def __init__(self, store: Store, folder: Path, limits: Limits) -> None:
        self.store = store
        self.folder = folder
        self.limits = limits
        self.report = Report()
        self.vanished: set[int] = set()
        self._place = place_of(folder)
        self.manifest = {_nfc(path): entry for path, entry in read_manifest(folder).items()}
        self._seen: set[str] = set()  # the paths whose documents stay
        self._confirmed: set[int] = set()  # the staged rows that this run stands for
        with Session(store.engine) as session:
            row = session.scalar(select(FolderRow).where(FolderRow.path == str(folder)))
            if row is None:
                row = FolderRow(path=str(folder))
                session.add(row)
                session.commit()
            self.folder_id = row.id
            here = DocumentRow.folder_id == self.folder_id
            facts = [getattr(DocumentRow, name) for name in FACT_NAMES]
            columns = (DocumentRow.id, DocumentRow.name, DocumentRow.sha256, DocumentRow.rules, DocumentRow.told)
            rows = session.execute(select(DocumentRow.path, DocumentRow.state, *columns, *facts).where(here))
            self._known = {
                (path, state): _Known(id_, name, sha256, rules, told, Facts(*values))
                for path, state, id_, name, sha256, rules, told, *values in rows
            }
            names = select(DocumentRow.name, DocumentRow.folder_id, DocumentRow.path)
            self._names = {name: (folder_id, path) for name, folder_id, path in session.execute(names)}

    def run(self, progress: Progress) -> None:
        """Stages the folder; `report` and `vanished` tell what came of it."""
        listing = list_folder(self.folder)
        files, closed = listing.files, listing.closed
        self.report.refused |= listing.refused
        self.report.skipped += listing.skipped
        self.report.notes += listing.notes
        live = {path: known.id for (path, state), known in self._known.items() if state == "live"}
        if live and not files:
            raise self._emptied(len(live))
        for path, _ in files:
            self._names.setdefault(path, (self.folder_id, path))  # a path as it is goes before one with a folder's name
        with Session(self.store.engine) as session:
            for done, (path, file) in enumerate(files):
                progress("Đọc văn bản", done, len(files))
                try:
                    self._stage(session, path, file)
                except UnreadableDocument as error:
                    self._refuse(path, file, error)
            progress("Đọc văn bản", len(files), len(files))
            missing = [path for path in live if path not in self._seen]
            if missing and (place_of(self.folder) != self._place or not list_folder(self.folder).files):
                raise self._emptied(len(live))  # while it was read
            self._sweep(session)
        kept = tuple(f"{path}/" for path in closed)
        self.report.removed = sorted(path for path in missing if not path.startswith(kept))
        self.vanished = {live[path] for path in self.report.removed}

    def _emptied(self, documents: int) -> ChidaoError:
        return ChidaoError(
            f"thư mục {str(self.folder)!r} không còn tệp nào đọc được, trong khi kho có {documents} văn bản từ "
            "đó; nếu ổ đĩa chưa được gắn, hãy gắn lại; nếu muốn bỏ các văn bản ấy, chạy: chidao forget THƯ_MỤC"
        )

    def _refuse(self, path: str, file: Path, error: UnreadableDocument) -> None:
        """Notes why a file was not read; one that is still there keeps the document that was read from it before."""
        live = (path, "live") in self._known
        vanished = path not in self._seen and isinstance(error.__cause__, FileNotFoundError) and not file.is_symlink()
        if vanished and live:
            return  # it is reported as removed
        if not vanished:
            self._seen.add(path)
        self.report.refused[path] = str(error) + ("; kho vẫn giữ bản đã đọc trước đó" if live else "")

    def _stage(self, session: Session, path: str, file: Path) -> None:
        """Stages one document, unless the store has it as it is. Raises UnreadableDocument."""
        data = read_bytes(file, self.limits)
        self._seen.add(path)
        sha256 = hashlib.sha256(data).hexdigest()
        told, told_sha256 = self.manifest.get(_nfc(path), (None, ""))
        if told_sha256 and told_sha256 != sha256:
            self.report.notes.append(f"{path}: bảng kê ghi sha256 khác với tệp, nên không dùng thông tin trong bảng kê")
            told = None
        live, staged = self._known.get((path, "live")), self._known.get((path, "staged"))
        if live is not None and live.same(sha256, told):
            self.report.unchanged.append(path)
            return
        if staged is not None and staged.same(sha256, told):
            self._confirmed.add(staged.id)
        else:
            name = live.name if live is not None else self._name(path)
            reading, sections, passages, facts = _read(file, data, name)
            tasks = self._tasks(path, reading, sections, told or facts)
            if staged is not None:
                session.execute(delete(DocumentRow).where(DocumentRow.id == staged.id))
            document = DocumentRow(
                folder_id=self.folder_id,
                path=path,
                name=name,
                state="staged",
                sha256=sha256,
                rules=RULES,
                text=reading.text,
                told=told is not None,
                tables=tables(reading),
                **asdict(told or facts),
            )
            session.add(document)
            session.flush()
            session.add_all(section_rows(document.id, sections))
            session.add_all(passage_rows(document.id, passages))
            session.add_all(task_rows(document.id, name, reading, sections, tasks))
            self._confirmed.add(document.id)
            session.commit()  # and nothing is read behind it: a state that is held would refuse the next write
        (self.report.new if live is None else self.report.changed).append(path)

    def _tasks(self, path: str, reading: Reading, sections: Sequence[Section], facts: Facts) -> Sequence[Task]:
        """The tasks of a document; none, with a note, where the rules stumble over it: it can be asked about still."""
        try:
            return read_tasks(reading, sections, facts).tasks
        except Exception as error:
            logging.getLogger(__name__).exception("%s", path)
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            self.report.notes.append(f"{path}: lỗi bên trong khi đọc nhiệm vụ ({reason}); văn bản vẫn tra cứu được")
            return ()

    def _name(self, path: str) -> str:
        """The document's path in the store: the folder's name stands in front where another document has the path."""
        name, parents = path, [part for part in self.folder.parts if part != self.folder.anchor]
        while self._names.get(name, (self.folder_id, path)) != (self.folder_id, path):
            name = f"{parents.pop() if parents else '.'}/{name}"
        self._names[name] = (self.folder_id, path)
        return name

    def _sweep(self, session: Session) -> None:
        """Deletes what an interrupted run staged and this one does not stand for."""
        for (_, state), known in self._known.items():
            if state == "staged" and known.id not in self._confirmed:
                session.execute(delete(DocumentRow).where(DocumentRow.id == known.id))
        session.commit()


def _read(file: Path, data: bytes, name: str) -> tuple[Reading, Sequence[Section], Sequence[Passage], Facts]:
    """What a file says, cut up, and what it says of itself.

    Raises UnreadableDocument, also where a reader stumbles over the file.
    """
    try:
        reading = parse(file, data)
        sections = sections_of(reading)
        return reading, sections, passages_of(reading, name, sections), facts_of(reading, sections)
    except UnreadableDocument:
        raise
    except Exception as error:  # the other documents go on
        logging.getLogger(__name__).exception("%s", file)
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise UnreadableDocument(f"lỗi bên trong khi đọc ({reason})") from error


def _nfc(path: str) -> str:
    return unicodedata.normalize("NFC", path)
