"""What of the state in force cannot be used: looked at before an ingest, which then builds it anew."""

from __future__ import annotations

from contextlib import closing

from sqlalchemy.orm import Session

from corpus.errors import StoreError
from index.catalog import read_meta
from index.generations import Generation, GenerationGone, damage, is_sound
from index.store import Store
from index.vectors import DATABASE, NoRoom

_PARTS = {"words": "chỉ mục từ", "statistics": "thống kê vectơ", "vectors": "kho vectơ"}


def damaged_parts(store: Store) -> list[str]:
    """The parts of the generation in force that are missing or damaged, in words; none for an empty store.

    What a part holds is opened, not only looked for; so this takes as long as the first question does.

    Raises:
        StoreError: the disk is full, so that it cannot be said.
    """
    with Session(store.engine) as session:
        meta = read_meta(session)
    number, passages = int(meta.get("generation", "0")), int(meta.get("passages", "0"))
    if not number:
        return []
    if file := damage(store.folder, number):
        return [f"tệp {file} thiếu hoặc hỏng"]
    if not is_sound(store.folder, number):
        return [f"tệp {DATABASE} hỏng"]
    try:
        opened = Generation(store.folder, number, meta["model"], passages)
    except GenerationGone:
        return [f"không có thế hệ {number}"]
    found = []
    with closing(opened):
        for part, words in _PARTS.items():
            try:
                getattr(opened, part)
            except NoRoom:
                raise
            except StoreError:
                found.append(f"{words} hỏng")
    return found
