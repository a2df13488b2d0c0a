"""Bringing a folder's part of the store into line: new, changed and vanished documents."""

from __future__ import annotations

import hashlib
import json
import logging
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from corpus.errors import ChidaoError, StoreError, UnreadableDocument
from corpus.fact_reading import FACT_RULES, facts_of
from corpus.facts import SIDECAR_SUFFIX, Facts, read_manifest, read_sidecar
from corpus.links import LINK_RULES, Link, links_of
from corpus.passages import SPLITTING_RULES, Passage, passages_of
from corpus.readers import Limits, parse, read_bytes
from corpus.reading import Reading
from corpus.sections import Section, sections_of
from corpus.tasks.reading import TASK_RULES, read_tasks
from corpus.tasks.task import Task
from index.catalog import LAYOUT, DocumentRow, FolderRow, folder_key, passage_rows, read_meta, section_rows, tables
from index.document_links import link_rows
from index.edits import orphans
from index.embedder import Embedder
from index.entry import Edit
from index.fact_edits import corrections, words_outdated
from index.folder import list_folder
from index.generations import clear, damage, is_sound, writing
from index.linking import relink
from index.publish import Progress, embed_missing, no_progress, publish
from index.removal import note_removal, settle
from index.store import Store
from index.task_rows import task_rows
from index.vectors import DATABASE

RULES = f"{SPLITTING_RULES}/{TASK_RULES}/{FACT_RULES}.{LINK_RULES}/{LAYOUT}"
"""Version of the rules that sections, passages, tasks, facts and links are read by, and of what the catalog holds of a
document; one read by others, or for an older layout, is read again."""


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
        ChidaoError: there is no such folder, or nothing in it can be read although documents of it are in the store.
        StoreMismatch: the store was built with another model; `rebuild` is the way out.
        StoreBusy: another process is writing to the store.
        StoreError: the store cannot be written to.
    """
    folder = Path(folder_key(folder))
    if not folder.is_dir():
        raise ChidaoError(f"không có thư mục {str(folder)!r}; hãy kiểm tra đường dẫn")
    with _writing(store) as generation:
        store.check_model(embedder)
        staging = _Staging(store, folder, limits or Limits())
        staging.run(progress)
        embed_missing(store, embedder, staging.folder_id, progress)
        report = staging.report
        lost = {edit.task for edit in orphans(store)}
        damaged = _damaged(store, generation)
        outdated = generation and words_outdated(store)
        if report.new or report.changed or report.removed or damaged or outdated:
            publish(store, embedder, staging.folder_id, progress, drop=staging.vanished, fresh=bool(damaged))
            report.notes += damaged
        else:
            relink(store)
            settle(store)
        report.notes += _lost(orphans(store), lost)
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


@dataclass(frozen=True, slots=True)
class _Known:
    """A document of the folder that the store has, live or staged."""

    id: int
    name: str
    sha256: str
    rules: str
    saying: str

    def same(self, sha256: str, saying: str) -> bool:
        """True where it is the document of this content, read by today's rules, of which the same is told."""
        return (self.sha256, self.rules, self.saying) == (sha256, RULES, saying)


class _Staging:
    """Compares a folder with the store and stages what is new or changed, one commit a document."""

    def __init__(self, store: Store, folder: Path, limits: Limits) -> None:
        self.store = store
        self.folder = folder
        self.limits = limits
        self.report = Report()
        self.vanished: set[int] = set()
        self.manifest = {_nfc(path): entry for path, entry in read_manifest(folder).items()}
        self._sidecars: dict[str, Path] = {}
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
            columns = (DocumentRow.id, DocumentRow.name, DocumentRow.sha256, DocumentRow.rules, DocumentRow.saying)
            rows = session.execute(select(DocumentRow.path, DocumentRow.state, *columns).where(here))
            self._known = {
                (path, state): _Known(id_, name, sha256, rules, saying)
                for path, state, id_, name, sha256, rules, saying in rows
            }
            self._corrected = corrections(session)
            names = select(DocumentRow.name, DocumentRow.folder_id, DocumentRow.path)
            self._names = {name: (folder_id, path) for name, folder_id, path in session.execute(names)}

    def run(self, progress: Progress) -> None:
        """Stages the folder; `report` and `vanished` tell what came of it."""
        listing = list_folder(self.folder)
        files, closed = listing.files, listing.closed
        self.report.refused |= listing.refused
        self.report.skipped += listing.skipped
        self.report.notes += listing.notes
        self._sidecars = listing.sidecars
        live = {path: known.id for (path, state), known in self._known.items() if state == "live"}
        if live and not files:
            raise ChidaoError(
                f"thư mục {str(self.folder)!r} không còn tệp nào đọc được, trong khi kho có {len(live)} văn bản từ "
                "đó; nếu ổ đĩa chưa được gắn, hãy gắn lại; nếu muốn bỏ các văn bản ấy, chạy: chidao forget THƯ_MỤC"
            )
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
            self._sweep(session)
        kept = tuple(f"{path}/" for path in closed)
        self.report.removed = sorted(path for path in live if path not in self._seen and not path.startswith(kept))
        self.vanished = {live[path] for path in self.report.removed}

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
        beside = self._beside(path, sha256)
        saying = _saying(told, beside)
        live, staged = self._known.get((path, "live")), self._known.get((path, "staged"))
        if live is not None and live.same(sha256, saying):
            self.report.unchanged.append(path)
            return
        if staged is not None and staged.same(sha256, saying):
            self._confirmed.add(staged.id)
        else:
            name = live.name if live is not None else self._name(path)
            reading, sections, passages, facts = _read(file, data, name, self.limits)
            unset = replace(told or facts, **beside)
            in_force = replace(unset, **self._corrected.get(name, {}))
            tasks = self._tasks(path, reading, sections, in_force)
            links = self._links(path, reading, sections, in_force)
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
                told=bool(saying),
                tables=tables(reading),
                saying=saying,
                unset=asdict(unset),
                pages=list(reading.pages),
                **asdict(in_force),
            )
            session.add(document)
            session.flush()
            session.add_all(section_rows(document.id, sections))
            session.add_all(passage_rows(document.id, passages))
            session.add_all(task_rows(document.id, name, reading, sections, tasks))
            session.add_all(link_rows(document.id, links))
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

    def _links(self, path: str, reading: Reading, sections: Sequence[Section], facts: Facts) -> Sequence[Link]:
        """The links of a document; none, with a note, where the rules stumble over it."""
        try:
            return links_of(reading, sections, facts)
        except Exception as error:
            logging.getLogger(__name__).exception("%s", path)
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            self.report.notes.append(f"{path}: lỗi bên trong khi đọc liên kết ({reason}); văn bản vẫn tra cứu được")
            return ()

    def _beside(self, path: str, sha256: str) -> Mapping[str, Any]:
        """What the file beside a document says of it; nothing where that cannot be read or is of another content."""
        if (file := self._sidecars.get(path)) is None:
            return {}
        name = path + SIDECAR_SUFFIX
        try:
            said, told_sha256 = read_sidecar(file)
        except ChidaoError as error:
            self.report.refused[name] = f"{error}; văn bản vẫn được đọc, không dùng thông tin của tệp này"
            return {}
        if told_sha256 and told_sha256 != sha256:
            self.report.notes.append(f"{name}: sha256 khác với tệp văn bản, nên không dùng thông tin của tệp này")
            return {}
        return said

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
                note_removal(session)
        session.commit()


def _read(
    file: Path, data: bytes, name: str, limits: Limits
) -> tuple[Reading, Sequence[Section], Sequence[Passage], Facts]:
    """What a file says, cut up, and what it says of itself.

    Raises UnreadableDocument, also where a reader stumbles over the file.
    """
    try:
        reading = parse(file, data, limits)
        sections = sections_of(reading)
        return reading, sections, passages_of(reading, name, sections), facts_of(reading, sections)
    except UnreadableDocument:
        raise
    except Exception as error:  # the other documents go on
        logging.getLogger(__name__).exception("%s", file)
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise UnreadableDocument(f"lỗi bên trong khi đọc ({reason})") from error


def _saying(told: Facts | None, beside: Mapping[str, Any]) -> str:
    """A hash of what manifest and sidecar say of a document; "" where neither says anything."""
    if told is None and not beside:
        return ""
    said = [asdict(told) if told is not None else None, dict(beside)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _nfc(path: str) -> str:
    return unicodedata.normalize("NFC", path)
