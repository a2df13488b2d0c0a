"""A document made again from the catalog is the one that was read."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from assistant.settings import SHIPPED
from corpus.readers import parse
from corpus.sections import sections_of
from index.ingest import index_folder
from index.store import Store, live_documents
from index.stored_reading import StoredReading, stored_reading
from tests.fake_embedder import FakeEmbedder

TABLE = """\
<html><body><p>PHỤ LỤC</p><table><tr><th>TT</th><th>Nhiệm vụ</th><th>Chủ trì</th></tr>
<tr><td rowspan="2">1</td><td>Rà soát kho thuốc</td><td>Sở Y tế</td></tr>
<tr><td colspan="2">Báo cáo kết quả trước ngày 5/8/2031</td></tr></table></body></html>
"""


def _stored(store: Store, folder: Path) -> list[StoredReading]:
    index_folder(store, folder, FakeEmbedder())
    with Session(store.engine) as session:
        return [stored_reading(session, document) for document in live_documents(session)]


@pytest.mark.parametrize("table", [False, True])
def test_text_tables_and_sections_come_back_as_they_were_read(store: Store, tmp_path: Path, table: bool) -> None:
    folder = SHIPPED
    if table:
        folder = tmp_path / "bảng"
        folder.mkdir()
        (folder / "a.html").write_text(TABLE, encoding="utf-8")
    for stored in _stored(store, folder):
        file = folder / stored.document.name
        reading = parse(file, file.read_bytes())
        assert (stored.reading.text, stored.reading.tables) == (reading.text, reading.tables)
        assert list(stored.sections) == sections_of(reading)
        assert bool(stored.reading.tables) == table
