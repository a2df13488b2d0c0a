"""From staged to live: vectors for what has none, a new generation beside the old, and one commit that names it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import ColumnElement, delete, false, select, update
from sqlalchemy.orm import Session

from corpus.facts import FACT_NAMES, Facts
from index.catalog import LAYOUT, DocumentRow, FolderRow, PassageRow, VectorRow, read_meta, write_meta
from index.embedder import Embedder, Vectors
from index.fusion import ScoreStatistics
from index.generations import clear, generation_folder, statistics_file, vectors_folder, words_folder
from index.lexical import LexicalIndex
from index.store import Store
from index.vectors import batched, build_vectors

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

BATCH = 64
"""Passages embedded between two commits."""
BATCH_OF_ROWS = 5000
"""Rows named in one statement; SQLite takes 32,766 at most."""
FRESH_SHARE = 0.5
"""Where more than this share of the vectors changes, Chroma's folder is built anew instead of from a copy."""


def no_progress(_what: str, _done: int, _all: int) -> None:
    """Shows nothing."""


def embedded_text(titles: Sequence[str], text: str) -> str:
    """What is embedded of a passage: the headings above it, then its words."""
    return "\n".join(filter(None, (". ".join(titles), text)))


def searched_text(facts: Facts, titles: Sequence[str], text: str) -> str:
    """What the lexical index holds of a passage: also what its document is called."""
    return "\n".join(filter(None, (facts.name, facts.number, facts.issuer, embedded_text(titles, text))))


def content_of(titles: Sequence[str], text: str) -> str:
    """The hash of a passage's embedded text, which is the key of its vector."""
    return hashlib.sha256(embedded_text(titles, text).encode()).hexdigest()[:32]


def embed_missing(store: Store, embedder: Embedder, folder_id: int | None, progress: Progress = no_progress) -> None:
    """Makes the vectors that a folder's staged passages lack; with None, those that the live ones of all folders do."""
    wanted = DocumentRow.state == "live" if folder_id is None else _staged(folder_id)
    with Session(store.engine) as session:
        rows = session.execute(
            select(PassageRow.content, PassageRow.titles, PassageRow.text).join(DocumentRow).where(wanted)
        )
        texts = {content: embedded_text(titles, text) for content, titles, text in rows}
        known = select(VectorRow.content).where(VectorRow.model == embedder.model_id)
        for content in session.scalars(known):
            texts.pop(content, None)
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
        number, model = int(meta.get("generation", "0")), meta.get("model", "")
        model_id = embedder.model_id if embedder is not None else model
        staged = _staged(folder_id) if folder_id is not None else false()
        arriving = dict(session.execute(select(DocumentRow.path, DocumentRow.id).where(staged)).tuples().all())
        here = session.execute(
            select(DocumentRow.path, DocumentRow.id).where(
                DocumentRow.state == "live", DocumentRow.folder_id == folder_id
            )
        )
        leaving = {*drop, *(id_ for path, id_ in here if path in arriving)}
        live = set(session.scalars(select(DocumentRow.id).where(DocumentRow.state == "live")))
        before = {(e.id, e.content): e for e in _entries(session, live)}
        after = {(e.id, e.content): e for e in _entries(session, (live - leaving) | set(arriving.values()))}
        progress("Ghi chỉ mục", 0, 2)
        clear(store.folder, keep=number)
        shutil.rmtree(generation_folder(store.folder, number + 1), ignore_errors=True)
        gone = [e.id for key, e in before.items() if key not in after]
        added = [e for key, e in after.items() if key not in before]
        base = vectors_folder(store.folder, number) if number else None
        if fresh or base is None or model != model_id or len(gone) + len(added) > FRESH_SHARE * len(after):
            base, gone, added = None, [], list(after.values())
        vectors = _vectors(session, model_id, [e.content for e in added])
        build_vectors(
            vectors_folder(store.folder, number + 1),
            [e.id for e in added],
            [e.text for e in added],
            vectors,
            base=base,
            gone=gone,
        )
        progress("Ghi chỉ mục", 1, 2)
        ScoreStatistics.of(_vectors(session, model_id, [e.content for e in after.values()])).save(
            statistics_file(store.folder, number + 1)
        )
        words = LexicalIndex.build([e.id for e in after.values()], [e.searched for e in after.values()])
        words.save(words_folder(store.folder, number + 1))
        for some in batched(leaving, BATCH_OF_ROWS):
            session.execute(delete(DocumentRow).where(DocumentRow.id.in_(some)))
        session.execute(update(DocumentRow).where(staged).values(state="live"))
        if forget:
            session.execute(delete(FolderRow).where(FolderRow.id == folder_id))
        write_meta(session, layout=LAYOUT, generation=number + 1, model=model_id, passages=len(after))
        session.commit()
        _forget_vectors(session, model_id)
    clear(store.folder, keep=number + 1)
    progress("Ghi chỉ mục", 2, 2)


def _entries(session: Session, documents: set[int]) -> list[_Entry]:
    facts = {
        id_: Facts(**values)
        for id_, values in (
            (row["id"], {name: row[name] for name in FACT_NAMES})
            for row in session.execute(
                select(DocumentRow.id, *(getattr(DocumentRow, name) for name in FACT_NAMES))
            ).mappings()
        )
        if id_ in documents
    }
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


def _vectors(session: Session, model: str, contents: Sequence[str]) -> Vectors:
    """(n, dimension) float32: the vectors of `contents`, in order."""
    known: dict[str, bytes] = {}
    for some in batched(contents, BATCH_OF_ROWS):
        found = select(VectorRow.content, VectorRow.vector).where(VectorRow.model == model, VectorRow.content.in_(some))
        known.update(session.execute(found).tuples().all())
    rows = [np.frombuffer(known[content], dtype="<f4") for content in contents]
    return np.asarray(rows, dtype=np.float32)


def _forget_vectors(session: Session, model: str) -> None:
    """Deletes the vectors that no passage needs any more, and those of other models."""
    needed = select(PassageRow.content)
    session.execute(delete(VectorRow).where((VectorRow.model != model) | VectorRow.content.not_in(needed)))
    session.commit()
