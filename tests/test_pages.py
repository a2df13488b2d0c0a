"""The page of a PDF: kept with the document, told by citations and tasks, shown wherever these are."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from assistant.answering.citing import citation_of
from assistant.cli import _readable
from assistant.page.render import card
from assistant.pipeline import Assistant
from assistant.register.comma_separated import comma_separated
from assistant.register.contract import record
from assistant.register.wording import place_words
from corpus.reading import Span
from index.ingest import index_folder
from index.register import Register
from index.store import Store, page_at
from index.stored_reading import stored_reading
from tests.fake_embedder import FakeEmbedder, directive, write
from tests.fakes import ENTRY, LEVELS
from tests.pdf_files import Paper

FIRST = ["CHỈ THỊ", "Về việc chuyển đổi số", "", "1. Bộ Y tế hoàn thành kế hoạch số 1 trước ngày 2 tháng 8 năm 2024."]
SECOND = ["2. Bộ Công an trình đề án định danh trước ngày 5 tháng 9 năm 2024."]


@pytest.fixture
def paged(store: Store, tmp_path: Path) -> Store:
    """A store of a PDF of two pages, with an empty one between them, and of a text."""
    paper = Paper()
    for lines in (FIRST, [], SECOND):
        paper.add_page()
        paper.lines(lines)
    folder = write(tmp_path / "docs", b=directive(3))
    (folder / "a.pdf").write_bytes(bytes(paper.output()))
    index_folder(store, folder, FakeEmbedder())
    return store


def test_the_pages_of_a_document_are_kept_as_they_were_read(paged: Store) -> None:
    pdf, text = paged.documents()
    with Session(paged.engine) as session:
        reading = stored_reading(session, pdf).reading
        assert len(reading.pages) == 3
        at = reading.text.index("2. Bộ Công an")
        assert [page_at(session, pdf, offset) for offset in (0, at - 1, at)] == [1, 1, 3]
        assert stored_reading(session, text).reading.pages == ()
        assert page_at(session, text, 0) is None


def test_a_citation_and_its_answer_tell_the_page_on_which_the_quote_begins(paged: Store) -> None:
    pdf, text = paged.documents()
    with Session(paged.engine) as session:
        words = stored_reading(session, pdf).reading.text
        at = words.index("2. Bộ Công an")
        assert citation_of(session, 1, pdf, Span(at, at + 9)).page == 3
        assert citation_of(session, 1, pdf, Span(at - 5, at + 9)).page == 1
        assert citation_of(session, 1, text, Span(0, 5)).page is None
    answer = Assistant(paged, FakeEmbedder()).ask("Bộ Công an trình đề án định danh khi nào?").to_json()
    assert [citation["page"] for citation in answer["citations"]] == [3]
    assert ", trang 3 (a.pdf," in _readable(answer)


def test_a_task_tells_its_page_to_people_and_to_programs(paged: Store) -> None:
    entries = {entry.document: entry for entry in Register(paged, date(2024, 7, 1)).entries(assignee="Bộ Công an")}
    pdf = entries["a.pdf"]
    assert (pdf.page, record(pdf)["page"]) == (3, 3)
    assert place_words(pdf).endswith("trang 3")
    row = next(csv.DictReader(io.StringIO(comma_separated([pdf]).removeprefix("\ufeff"))))
    assert row["Trang"] == "3"


def test_where_there_are_no_pages_none_is_told() -> None:
    assert "trang" not in place_words(ENTRY)
    row = next(csv.DictReader(io.StringIO(comma_separated([ENTRY]).removeprefix("\ufeff"))))
    assert row["Trang"] == ""
    assert "Trang" not in card(LEVELS)


def test_the_panel_of_sources_names_the_page() -> None:
    assert "<dt>Trang</dt><dd>3</dd>" in card(replace(LEVELS, page=3))
