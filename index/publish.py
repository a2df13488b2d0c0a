"""From staged to live: vectors for what has none, a new generation beside the old, and one commit that names it."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from sqlalchemy import ColumnElement, delete, false, select, update
from sqlalchemy.orm import Session

from corpus.errors import StoreError
from corpus.facts import FACT_NAMES, Facts
from index.catalog import (
    LAYOUT,
    DocumentRow,
    FolderRow,
    PassageRow,
    VectorRow,
    embedded_text,
    read_meta,
    write_meta,
)
from index.document_links import link_documents
from index.embedder import Embedder, Vectors
from index.fact_edits import WORDS_CORRECTED, apply_corrections, newest_correction
from index.fusion import ScoreStatistics
from index.generations import (
    clear,
    damage,
    matrix_file,
    seal,
    statistics_file,
    tasks_folder,
    vectors_folder,
    words_folder,
)
from index.lexical import LexicalIndex
from index.linking import link_works
from index.matrix import MatrixFile
from index.postings import Postings
from index.record import records_as_read
from index.removal import note_removal, settle
from index.store import Store
from index.task_index import texts_of
from index.vectors import NoRoom, batched, build_vectors

READING = "Đọc văn bản"
"""The stage that is counted in bytes of the folder's files; the others are counted in pieces."""

BATCH = 64
"""Passages embedded between two commits."""
BATCH_OF_ROWS = 5000
"""Rows named in one statement; SQLite takes 32,766 at most."""
FRESH_SHARE = 0.5
"""Where more than this share of the vectors changes, Chroma's folder is built anew instead of from a copy."""


class Progress(Protocol):
    """Shows how far a long piece of work is."""

    def __call__(self, what: str, done: int, whole: int, now: str = "", /) -> None:
        """Called with the stage, how much of it is done, how much there is, and what is being worked at now."""


def no_progress(_what: str, _done: int, _whole: int, _now: str = "", /) -> None:
    """Shows nothing."""


def searched_text(facts: Facts, titles: Sequence[str], text: str) -> str:
    """What the lexical index holds of a passage: also what its document is called."""
    called = (facts.name, facts.number, facts.issuer, facts.parent)
    return "\n".join(filter(None, (*called, embedded_text(titles, text))))


def embed_missing(store: Store, embedder: Embedder, folder_id: int | None, progress: Progress = no_progress) -> None:
    """Makes the vectors that a folder's staged passages lack; with None, those that the live ones of all folders do."""
    wanted = DocumentRow.state == "live" if folder_id is None else _staged(folder_id)
    known = select(VectorRow.content).where(VectorRow.model == embedder.model_id)
    lacking = select(PassageRow.content, PassageRow.titles, PassageRow.text).join(DocumentRow)
    with Session(store.engine) as session:
        rows = session.execute(lacking.where(wanted, PassageRow.content.not_in(known)))
        texts = {content: embedded_text(titles, text) for content, titles, text in rows}
        session.rollback()  # lets go of the state that was read: edits may be written meanwhile
        # neighbours of one length embed fastest, and the longest first tells the time that is left best
        todo = sorted(texts.items(), key=lambda item: -len(item[1]))
        for start in range(0, len(todo), BATCH):
            progress("Tạo vectơ", start, len(todo))
            batch = todo[start : start + BATCH]
            vectors = embedder.embed_passages([text for _, text in batch])
            session.add_all(
                VectorRow(model=embedder.model_id, content=content, vector=vector.astype("<f4").tobytes())
                for (content, _), vector in zip(batch, vectors, strict=True)
            )
            session.commit()
        progress("Tạo vectơ", len(todo), len(todo))


def _staged(folder_id: int) -> ColumnElement[bool]:
    return (DocumentRow.state == "staged") & (DocumentRow.folder_id == folder_id)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A passage as the derived indexes see it."""

    id: str
    content: str
    searched: str
    text: str


def publish(
    store: Store,
    embedder: Embedder | None,
    folder_id: int | None,
    progress: Progress = no_progress,
    *,
    drop: Iterable[int] = (),
    fresh: bool = False,
    forget: bool = False,
) -> None:
    """Makes a folder's staged documents live, and `drop` and what they replace vanish, in one commit.

    Args:
        folder_id: whose staged documents come in; None for no folder's.
        embedder: whose vectors to publish; None keeps the store's model.
        drop: ids of live documents that leave.
        fresh: builds vectors and words from nothing.
        forget: removes the folder itself from the catalog too.
    """
    with Session(store.engine) as session:
        meta = read_meta(session)
        corrected = newest_correction(session)
        number, model = int(meta.get("generation", "0")), meta.get("model", "")
        model_id = embedder.model_id if embedder is not None else model
        staged = _staged(folder_id) if folder_id is not None else false()
        arriving = {row.path: row.id for row in session.execute(select(DocumentRow.path, DocumentRow.id).where(staged))}
        is_live = DocumentRow.state == "live"
        live = set(session.scalars(select(DocumentRow.id).where(is_live)))
        here = session.execute(
            select(DocumentRow.path, DocumentRow.id).where(is_live, DocumentRow.folder_id == folder_id)
        )
        removed = set(drop)
        leaving = {*removed, *(row.id for row in here if row.path in arriving)}
        progress("Ghi chỉ mục", 0, 2)
        clear(store.folder, keep=number)
        before = _entries(session, live)
        after = _entries(session, (live - leaving) | set(arriving.values()))
        # a copy of Chroma's folder would hold words and vectors of what leaves
        fresh = fresh or bool(removed) or not number or model != model_id or bool(damage(store.folder, number))
        vectors = _vectors(session, model_id, after)
        _build(store, number + 1, [] if fresh else before, after, vectors)
        progress("Ghi chỉ mục", 1, 2)
        _finish(session, store.folder, number + 1, after, vectors, (live - leaving) | set(arriving.values()))
        session.rollback()  # the state that was read is done with; nobody but this writer changes the documents
        for some in batched(leaving, BATCH_OF_ROWS):
            session.execute(delete(DocumentRow).where(DocumentRow.id.in_(some)))
        session.execute(update(DocumentRow).where(staged).values(state="live"))
        apply_corrections(session)
        link_documents(session)
        link_works(session)
        if forget:
            session.execute(delete(FolderRow).where(FolderRow.id == folder_id))
        if removed:
            note_removal(session)
        write_meta(session, layout=LAYOUT, generation=number + 1, model=model_id, passages=len(after))
        write_meta(session, **{WORDS_CORRECTED: corrected})
        session.commit()
        _forget_vectors(session, model_id)
    store.move_on()
    clear(store.folder, keep=number + 1)
    settle(store)
    progress("Ghi chỉ mục", 2, 2)


def derive(store: Path, session: Session, number: int, model: str) -> int:
    """Builds and seals the generation `number` below `store` from a catalog alone; returns its passages.

    Raises:
        StoreError: the catalog lacks vectors of this model.
    """
    live = set(session.scalars(select(DocumentRow.id).where(DocumentRow.state == "live")))
    entries = _entries(session, live)
    try:
        vectors = _vectors(session, model, entries)
    except KeyError as error:
        raise StoreError(f"danh mục thiếu vectơ của mô hình {model!r}") from error
    build_vectors(
        vectors_folder(store, number), [e.id for e in entries], [e.text for e in entries], vectors, base=None, gone=()
    )
    _finish(session, store, number, entries, vectors, live)
    return len(entries)


def _finish(
    session: Session, store: Path, number: int, entries: Sequence[_Entry], vectors: Vectors, documents: set[int]
) -> None:
    """What a generation of some documents holds beside its Chroma folder; then its seal."""
    ScoreStatistics.of(vectors).save(statistics_file(store, number))
    MatrixFile.write(matrix_file(store, number), vectors)
    words = LexicalIndex.build([e.id for e in entries], [e.searched for e in entries])
    words.save(words_folder(store, number))
    Postings.build(texts_of(record) for record in records_as_read(session, documents)).save(tasks_folder(store, number))
    seal(store, number)


def _build(store: Store, number: int, before: Sequence[_Entry], after: Sequence[_Entry], vectors: Vectors) -> None:
    """Builds a generation's vectors: from the one before, where most of what that holds (`before`) stays, or anew."""
    folder = vectors_folder(store.folder, number)
    old, new = {(e.id, e.content) for e in before}, {(e.id, e.content) for e in after}
    if before and len(old ^ new) <= FRESH_SHARE * len(new):
        gone = [id_ for id_, _ in old - new]
        rows = [row for row, e in enumerate(after) if (e.id, e.content) not in old]
        try:
            build_vectors(
                folder,
                [after[row].id for row in rows],
                [after[row].text for row in rows],
                vectors[rows],
                base=vectors_folder(store.folder, number - 1),
                held=len(before),
                gone=gone,
            )
            return
        except NoRoom:
            raise
        except StoreError:
            logging.getLogger(__name__).warning("generation %d is damaged, vectors are built anew", number - 1)
            shutil.rmtree(folder, ignore_errors=True)
    build_vectors(folder, [e.id for e in after], [e.text for e in after], vectors, base=None, gone=())


def _entries(session: Session, documents: set[int]) -> list[_Entry]:
    """The passages of documents, by the documents' names."""
    columns = (DocumentRow.id, *(getattr(DocumentRow, name) for name in FACT_NAMES))
    facts = {id_: Facts(*values) for id_, *values in session.execute(select(*columns)) if id_ in documents}
    rows = session.execute(
        select(PassageRow.document_id, PassageRow.id, PassageRow.content, PassageRow.titles, PassageRow.text)
        .join(DocumentRow)
        .order_by(DocumentRow.name, PassageRow.position)
    )
    return [
        _Entry(id_, content, searched_text(facts[document], titles, text), text)
        for document, id_, content, titles, text in rows
        if document in documents
    ]


def _vectors(session: Session, model: str, entries: Sequence[_Entry]) -> Vectors:
    """(n, dimension) float32: the vectors of passages, in order."""
    known: dict[str, bytes] = {}
    for some in batched({e.content for e in entries}, BATCH_OF_ROWS):
        found = select(VectorRow.content, VectorRow.vector).where(VectorRow.model == model, VectorRow.content.in_(some))
        known.update((row.content, row.vector) for row in session.execute(found))
    rows = [np.frombuffer(known[e.content], dtype="<f4") for e in entries]
    return np.asarray(rows, dtype=np.float32)


def _forget_vectors(session: Session, model: str) -> None:
    """Deletes the vectors that no passage needs any more, and those of other models."""
    needed = select(PassageRow.content)
    session.execute(delete(VectorRow).where((VectorRow.model != model) | VectorRow.content.not_in(needed)))
    session.commit()
