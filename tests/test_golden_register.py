"""The register of the shipped documents, row by row: read against the texts by a person, and kept as it is right.

The file is written anew with:  python -m tests.test_golden_register
Look at every line that changes before it is kept.
"""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from assistant.register.contract import record
from corpus.readers import read
from index.ingest import index_folder
from index.register import Register
from index.store import Store
from tests.fake_embedder import FakeEmbedder

DOCUMENTS = Path(__file__).parents[1] / "corpus" / "documents"
GOLDEN = Path(__file__).parent / "golden" / "shipped_register.jsonl"
KEPT = (
    *(
        "id",
        "document",
        "section",
        "lead",
        "coordinating",
        "action",
        "due",
        "product",
        "target",
        "quote",
        "start",
        "end",
    ),
    *("rule", "inherited", "today", "group"),
)


def rows(store: Store) -> list[dict[str, Any]]:
    """The register in the order of documents and texts, without what changes with the day."""
    entries = Register(store, date(2026, 1, 1)).entries()
    records = [
        record(entry) for entry in sorted(entries, key=lambda entry: (entry.document, entry.start, entry.action))
    ]
    return [{key: each[key] for key in KEPT} for each in records]


def test_the_register_of_the_shipped_documents_is_right_row_by_row(shipped_store: Store) -> None:
    kept = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    found = rows(shipped_store)
    assert [row["action"] for row in found] == [row["action"] for row in kept]
    assert found == kept


def test_each_row_is_proved_by_the_text_at_its_offsets() -> None:
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = read(DOCUMENTS / row["document"]).text
        quote = " ".join(row["quote"].split())
        assert row["quote"] == text[row["start"] : row["end"]]
        assert " ".join(row["action"].split()) in quote
        if row["due"]:
            assert " ".join(row["due"]["text"].split()) in quote


def main() -> None:
    """Writes the file anew from the documents."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        index_folder(store, DOCUMENTS, FakeEmbedder())
        lines = [json.dumps(row, ensure_ascii=False) for row in rows(store)]
        store.close()
    GOLDEN.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
