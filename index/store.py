"""A store: its catalog, and the generation of vectors and words that answers come from."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from corpus.errors import StoreError, StoreMismatch, UnknownDocument
from corpus.facts import FACT_NAMES, Facts
from corpus.reading import Span
from index.catalog import (
    DocumentRow,
    FolderRow,
    PassageRow,
    folder_key,
    open_catalog,
    read_meta,
)
from index.embedder import Embedder
from index.generations import Generation, GenerationGone, broken, damage, leave
from index.presence import check_catalog, is_there, unusable, watch
from index.vectors import batched

__all__ = [
    "Generation",
    "Store",
    "StoredDocument",
    "StoredPassage",
    "live_documents",
    "live_in",
    "passages_by_id",
]


BATCH_OF_IDS = 5000
"""Rows named in one statement; SQLite takes 32,766 at most."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as the store holds it; `name` is its path in the store."""

    id: int
    name: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as the store holds it; spans are offsets in the document's stored text.

    Attributes:
        words: the piece of stored text that it is, character for character.
    """

    id: str
    document: StoredDocument
    span: Span
    words: str
    text: str
    section: str
    heading: str
    titles: tuple[str, ...]
    kind: str
    sentences: tuple[Span, ...]

    def piece(self, span: Span) -> str:
        """The stored text of a span inside the passage."""
        return self.words[span.start - self.span.start : span.end - self.span.start]


class Store:
    """A store opened for reading. Safe to use from several threads.

    Attributes:
        created: whether there was none before.
    """

    def __init__(self, folder: Path) -> None:
        """Opens the store in `folder`, which need not hold one yet.

        Raises:
            StoreError: it cannot be opened.
            StoreMismatch: a newer version of the project built it, or one whose tables cannot be brought to today's.
        """
        self.folder = folder
        try:
            check_catalog(folder)
            self.created = not is_there(folder)
            (folder / "derived").mkdir(parents=True, exist_ok=True)
            self.engine = open_catalog(folder)
            watch(self.engine, folder)
        except OSError as error:
            raise StoreError(f"không mở được kho {folder} ({error.strerror}); hãy kiểm tra --store") from error
        except DatabaseError as error:
            raise StoreError(_no_catalog(folder, error)) from error
        self._lock = threading.Lock()
        self._generation: Generation | None = None

    def close(self) -> None:
        """Closes what is open; a generation that an answer is being made from, when that is done."""
        self.move_on()
        self.engine.dispose()

    def move_on(self) -> None:
        """Lets go of the generation that answers came from, as soon as none does; the next answer opens the latest."""
        with self._lock:
            self._replace(None)

    @contextmanager
    def reading(self) -> Iterator[tuple[Session, Generation | None]]:
        """A session on one state of the catalog and the generation that belongs to it (None for an empty store).

        Both are good inside the `with` only: afterwards the writer may remove the generation.

        Raises:
            StoreError: the generation is missing or damaged.
        """
        with Session(self.engine) as session:
            generation = self._acquire(session)
            try:
                yield session, generation
            finally:
                if generation is not None:
                    self._release(generation)

    def _acquire(self, session: Session) -> Generation | None:
        """The generation that the session's state of the catalog names; in use until it is released."""
        looked_for = 0
        while True:
            meta = read_meta(session)
            number = int(meta.get("generation", "0"))
            if not number:
                return None
            with self._lock:
                try:
                    if self._generation is None or self._generation.number < number or not self._generation.in_place:
                        self._replace(self._opened(number, meta))
                except GenerationGone:
                    if looked_for == number:
                        raise
                if self._generation is not None and self._generation.number == number:
                    self._generation.users += 1
                    return self._generation
            # another was published between the two looks: begin again on the newer state
            looked_for = number
            session.rollback()

    def _opened(self, number: int, meta: dict[str, str]) -> Generation:
        opened = Generation(self.folder, number, meta["model"], int(meta["passages"]))
        if damaged := damage(self.folder, number):
            opened.close()
            raise StoreError(broken(self.folder, f"tệp {damaged} của thế hệ {number} thiếu hoặc hỏng"))
        return opened

    def _replace(self, generation: Generation | None) -> None:
        before, self._generation = self._generation, generation
        if before is not None and not before.users:
            self._let_go(before)

    def _release(self, generation: Generation) -> None:
        with self._lock:
            generation.users -= 1
            if not generation.users and generation is not self._generation:
                self._let_go(generation)

    def _let_go(self, generation: Generation) -> None:
        """Closes a generation; one that another followed goes with its last reader, whoever wrote the other."""
        generation.close()
        if self._generation is not None and generation.number < self._generation.number:
            leave(self.folder, generation.number)

    def check_model(self, embedder: Embedder) -> None:
        """Makes sure that vectors and queries come from one model; a store without passages takes any.

        Raises:
            StoreMismatch: the store's vectors were made by another model than `embedder`.
        """
        with Session(self.engine) as session:
            meta = read_meta(session)
        if int(meta.get("passages", "0")):
            self._check(meta["model"], embedder)

    def check_generation(self, generation: Generation, embedder: Embedder) -> None:
        """The same for one generation. Raises StoreMismatch."""
        if generation.passages:
            self._check(generation.model, embedder)

    def _check(self, built: str, embedder: Embedder) -> None:
        if built != embedder.model_id:
            raise StoreMismatch(
                f"kho {self.folder} được dựng bằng mô hình {built!r}, còn cài đặt nêu "
                f"{embedder.model_id!r}; hãy dựng lại bằng: chidao index --rebuild"
            )

    def documents(self, folders: Sequence[Path] | None = None) -> list[StoredDocument]:
        """The documents from these folders, by name; all of them for None."""
        with Session(self.engine) as session:
            return live_documents(session, folders)

    def text(self, name: str) -> str:
        """The stored text of a document; a name in another Unicode form (NFC, NFD) finds it too.

        Raises:
            UnknownDocument: no document has this name.
        """
        live = select(DocumentRow.text).where(DocumentRow.state == "live")
        with Session(self.engine) as session:
            text = session.scalar(live.where(DocumentRow.name == name))
            if text is None:
                names = session.scalars(select(DocumentRow.name).where(DocumentRow.state == "live"))
                same = [known for known in names if _nfc(known) == _nfc(name)]
                text = session.scalar(live.where(DocumentRow.name.in_(same)))
        if text is None:
            raise UnknownDocument(f"kho không có văn bản {name!r}; xem danh sách bằng: chidao documents")
        return text


def live_documents(session: Session, folders: Sequence[Path] | None = None) -> list[StoredDocument]:
    """The documents from these folders, by name; all of them for None."""
    rows = session.execute(select(*_DOCUMENT).where(live_in(folders)).order_by(DocumentRow.name))
    return [_document(row) for row in rows]


def documents_with(session: Session, ids: Set[int]) -> dict[int, StoredDocument]:
    """The documents with these ids, staged ones too."""
    return {row.id: _document(row) for row in session.execute(select(*_DOCUMENT)) if row.id in ids}


def count_documents(session: Session, folders: Sequence[Path] | None = None) -> int:
    """How many documents come from these folders; how many there are, for None."""
    return session.scalar(select(func.count()).select_from(DocumentRow).where(live_in(folders))) or 0


def passages_from(session: Session, folders: Sequence[Path] | None) -> list[str] | None:
    """The ids of the passages from these folders; None where that is all of them."""
    if folders is None or count_documents(session, folders) == count_documents(session):
        return None
    return list(session.scalars(select(PassageRow.id).join(DocumentRow).where(live_in(folders))))


def live_in(folders: Sequence[Path] | None) -> ColumnElement[bool]:
    """True of the live documents from these folders; of all of them, for None."""
    live = DocumentRow.state == "live"
    if folders is None:
        return live
    named = select(FolderRow.id).where(FolderRow.path.in_([folder_key(folder) for folder in folders]))
    return live & DocumentRow.folder_id.in_(named)


def _no_catalog(folder: Path, error: DatabaseError) -> str:
    return unusable(folder, str(error.orig))


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)


# not the text: one document may have thousands of passages
_DOCUMENT = (DocumentRow.id, DocumentRow.name, *(getattr(DocumentRow, name) for name in FACT_NAMES))


_PASSAGE = (
    PassageRow.id,
    PassageRow.span_start,
    PassageRow.span_end,
    func.substr(DocumentRow.text, PassageRow.span_start + 1, PassageRow.span_end - PassageRow.span_start),
    PassageRow.text,
    PassageRow.section,
    PassageRow.heading,
    PassageRow.titles,
    PassageRow.kind,
    PassageRow.sentences,
)


# made once, as putting a statement together takes longer than asking it; and whether a document is live is looked at
# behind it: asked for that, SQLite would go through all documents that are
_PASSAGES = (
    select(*_DOCUMENT, DocumentRow.state, *_PASSAGE)
    .join(PassageRow, PassageRow.document_id == DocumentRow.id)
    .where(PassageRow.id.in_(bindparam("ids", expanding=True)))
)


def _document(row: Row[*tuple[Any, ...]]) -> StoredDocument:
    """A document of a row that begins with the columns of `_DOCUMENT`."""
    id_, name, *facts = row[: len(_DOCUMENT)]
    return StoredDocument(id_, name, Facts(*facts))


def passages_by_id(session: Session, ids: Sequence[str]) -> dict[str, StoredPassage]:
    """The live passages with these ids."""
    found: dict[str, StoredPassage] = {}
    connection = session.connection()
    for some in batched(ids, BATCH_OF_IDS):
        for row in connection.execute(_PASSAGES, {"ids": some}):
            state, id_, start, end, words, text, section, heading, titles, kind, sentences = row[len(_DOCUMENT) :]
            if state == "live":
                found[id_] = StoredPassage(
                    id_,
                    _document(row),
                    Span(start, end),
                    words,
                    text,
                    section,
                    heading,
                    tuple(titles),
                    kind,
                    tuple(Span(a, b) for a, b in sentences),
                )
    return found
