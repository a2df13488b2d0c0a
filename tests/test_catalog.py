"""The catalog: what SQLite is told, and one state of it for each reader."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from index.catalog import (
    DocumentRow,
    FolderRow,
    PassageRow,
    content_of,
    embedded_text,
    open_catalog,
    read_meta,
    write_meta,
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_catalog(tmp_path)
    yield engine
    engine.dispose()


def document(folder: int, path: str, name: str | None = None, state: str = "live") -> DocumentRow:
    return DocumentRow(
        folder_id=folder, path=path, name=name or path, state=state, sha256="", rules="", text="chữ", told=False,
        tables=[], title="", number="", kind="", issuer="", date=None, date_words="", official=True,
    )  # fmt: skip


def passage(document: int, position: int) -> PassageRow:
    return PassageRow(
        document_id=document, position=position, id=f"{document}-{position}", span_start=0, span_end=1, text="",
        section="", heading="", titles=[], kind="body", sentences=[], content="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2), ("busy_timeout", 30000)]
)
def test_sqlite_keeps_what_is_committed_and_lets_readers_read(engine: Engine, pragma: str, value: str | int) -> None:
    with engine.connect() as connection:
        assert connection.scalar(text(f"PRAGMA {pragma}")) == value


def test_facts_about_the_store_are_set_and_overwritten(engine: Engine) -> None:
    with Session(engine) as session:
        write_meta(session, generation=1, model="a")
        write_meta(session, generation=2)
        session.commit()
    with Session(engine) as session:
        assert read_meta(session) == {"generation": "2", "model": "a"}


def test_a_reader_does_not_see_what_is_written_while_it_reads(engine: Engine) -> None:
    with Session(engine) as reader:
        assert read_meta(reader) == {}
        with Session(engine) as writer:
            write_meta(writer, generation=1)
            writer.commit()
        reader.expire_all()
        assert read_meta(reader) == {}
        reader.rollback()
        assert read_meta(reader) == {"generation": "1"}


def test_a_folder_that_goes_takes_its_documents_and_their_passages_along(engine: Engine) -> None:
    with Session(engine) as session:
        session.add(FolderRow(id=1, path="/a"))
        session.flush()
        session.add(document(1, "x.txt"))
        session.flush()
        session.add(passage(1, 0))
        session.commit()
        session.execute(text("DELETE FROM folders"))
        session.commit()
        assert session.scalar(select(func.count()).select_from(PassageRow)) == 0


@pytest.mark.parametrize("second", [document(1, "x.txt", "y.txt"), document(1, "y.txt", "x.txt")])
def test_two_live_documents_never_share_a_path_or_a_name(engine: Engine, second: DocumentRow) -> None:
    with Session(engine) as session:
        session.add(FolderRow(id=1, path="/a"))
        session.flush()
        session.add(document(1, "x.txt"))
        session.add(document(1, "x.txt", state="staged"))
        session.flush()
        session.add(second)
        with pytest.raises(IntegrityError):
            session.flush()


def test_several_may_open_a_new_store_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for engine in pool.map(lambda _: open_catalog(tmp_path), range(8)):
            with Session(engine) as session:
                assert read_meta(session) == {}
            engine.dispose()


def test_the_key_of_a_vector_is_what_is_embedded() -> None:
    assert embedded_text(["B. NHIỆM VỤ", "II. Cụ thể"], "Bộ Y tế") == "B. NHIỆM VỤ. II. Cụ thể\nBộ Y tế"
    assert embedded_text([], "Bộ Y tế") == "Bộ Y tế"
    assert content_of([], "Bộ Y tế") == content_of([], "Bộ Y tế")
    assert content_of(["A"], "Bộ Y tế") != content_of(["B"], "Bộ Y tế")
