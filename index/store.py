"""A store: its catalog, and the generation of vectors and words that answers come from."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from corpus.errors import StoreError, StoreMismatch, UnknownDocument
from corpus.facts import FACT_NAMES, Facts
from corpus.reading import Span
from index.catalog import LAYOUT, DocumentRow, PassageRow, SectionRow, open_catalog, read_meta
from index.embedder import Embedder
from index.fusion import ScoreStatistics
from index.generations import hold, statistics_file, vectors_folder, words_folder
from index.lexical import LexicalIndex
from index.vectors import VectorFolder


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


class Generation:
    """One published state of the store, opened for reading; what it holds never changes."""

    def __init__(self, store: Path, number: int, model: str, passages: int) -> None:
        self.number = number
        self.model = model
        self.passages = passages
        self._store = store
        self._held: IO[str] = hold(store, number)

    @cached_property
    def vectors(self) -> VectorFolder:
        """The vectors, opened at first use."""
        folder = VectorFolder(vectors_folder(self._store, self.number))
        if folder.count() != self.passages:
            raise StoreError(
                f"kho vectơ của {self._store} có {folder.count()} đoạn, danh mục có {self.passages}; "
                "hãy dựng lại bằng: chidao index --rebuild"
            )
        return folder

    @cached_property
    def statistics(self) -> ScoreStatistics:
        """Mean and spread of the vectors, read at first use."""
        return ScoreStatistics.load(statistics_file(self._store, self.number))

    @cached_property
    def words(self) -> LexicalIndex:
        """The lexical index, read at first use."""
        return LexicalIndex.load(words_folder(self._store, self.number))

    def close(self) -> None:
        """Lets go of the generation, so that the writer may remove it."""
        if "vectors" in self.__dict__:
            self.vectors.close()
        self._held.close()


class Store:
    """A store opened for reading. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Opens the store in `folder`, which need not hold one yet.

        Raises:
            StoreMismatch: it was built by another version of the project.
        """
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "derived").mkdir(exist_ok=True)
        try:
            self.engine = open_catalog(folder)
            with Session(self.engine) as session:
                layout = read_meta(session).get("layout", LAYOUT)
        except DatabaseError as error:
            raise StoreError(
                f"danh mục của kho {folder} không mở được ({error.orig}); hãy khôi phục bản sao lưu, "
                "hoặc xóa thư mục này rồi chạy lại: chidao index"
            ) from error
        if layout != LAYOUT:
            raise StoreMismatch(
                f"kho {folder} thuộc phiên bản {layout!r}, chương trình này cần {LAYOUT!r}; "
                "hãy xóa thư mục này rồi chạy lại: chidao index"
            )
        self._lock = threading.Lock()
        self._generation: Generation | None = None

    def close(self) -> None:
        """Closes what is open."""
        with self._lock:
            if self._generation is not None:
                self._generation.close()
                self._generation = None
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[tuple[Session, Generation | None]]:
        """A session on one state of the catalog and the generation that belongs to it (None for an empty store)."""
        with Session(self.engine) as session:
            meta = read_meta(session)
            yield session, self._current(meta)

    def _current(self, meta: dict[str, str]) -> Generation | None:
        number = int(meta.get("generation", "0"))
        if not number:
            return None
        with self._lock:
            if self._generation is None or self._generation.number != number:
                opened = Generation(self.folder, number, meta["model"], int(meta["passages"]))
                if self._generation is not None:
                    self._generation.close()
                self._generation = opened
            return self._generation

    def check_model(self, embedder: Embedder) -> None:
        """Makes sure that vectors and queries come from one model.

        Raises:
            StoreMismatch: the store's vectors were made by another model than `embedder`.
        """
        with self.reading() as (_, generation):
            if generation is not None:
                self.check_generation(generation, embedder)

    def check_generation(self, generation: Generation, embedder: Embedder) -> None:
        """The same for one generation. Raises StoreMismatch."""
        if generation.model != embedder.model_id:
            raise StoreMismatch(
                f"kho {self.folder} được dựng bằng mô hình {generation.model!r}, còn cài đặt nêu "
                f"{embedder.model_id!r}; hãy dựng lại bằng: chidao index --rebuild"
            )

    def documents(self) -> list[StoredDocument]:
        """All documents, by name."""
        with Session(self.engine) as session:
            rows = session.scalars(select(DocumentRow).where(DocumentRow.state == "live").order_by(DocumentRow.name))
            return [_document(row) for row in rows]

    def text(self, name: str) -> str:
        """The stored text of a document.

        Raises:
            UnknownDocument: no document has this name.
        """
        with Session(self.engine) as session:
            text = session.scalar(select(DocumentRow.text).where(DocumentRow.state == "live", DocumentRow.name == name))
            if text is None:
                raise UnknownDocument(f"kho không có văn bản {name!r}; xem danh sách bằng: chidao documents")
            return text

    @staticmethod
    def count_documents(session: Session) -> int:
        """How many documents answers may come from."""
        live = select(func.count()).select_from(DocumentRow).where(DocumentRow.state == "live")
        return session.scalar(live) or 0


def _document(row: DocumentRow) -> StoredDocument:
    facts = Facts(**{name: getattr(row, name) for name in FACT_NAMES})
    return StoredDocument(row.id, row.name, facts)


def passages_by_id(session: Session, ids: Sequence[str]) -> dict[str, StoredPassage]:
    """The live passages with these ids."""
    rows = session.execute(
        select(
            PassageRow,
            DocumentRow,
            func.substr(DocumentRow.text, PassageRow.span_start + 1, PassageRow.span_end - PassageRow.span_start),
        )
        .join(DocumentRow)
        .options()
        .where(DocumentRow.state == "live", PassageRow.id.in_(ids))
    )
    return {
        passage.id: StoredPassage(
            passage.id,
            _document(document),
            Span(passage.span_start, passage.span_end),
            words,
            passage.text,
            passage.section,
            passage.heading,
            tuple(passage.titles),
            passage.kind,
            tuple(Span(a, b) for a, b in passage.sentences),
        )
        for passage, document, words in rows
    }


def section_at(session: Session, document: StoredDocument, offset: int) -> tuple[str, str]:
    """(numbers, heading path) of the innermost section that holds an offset of a document's text."""
    row = session.execute(
        select(SectionRow.path, SectionRow.heading_path)
        .where(SectionRow.document_id == document.id, SectionRow.span_start <= offset)
        .order_by(SectionRow.span_start.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else ("", "")
