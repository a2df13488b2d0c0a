"""Deleted is gone: what deleted rows leave in the files of a store is overwritten once no reader needs it."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing, suppress

from sqlalchemy import delete
from sqlalchemy.orm import Session

from index.catalog import Meta, read_meta, write_meta
from index.database import CATALOG, clean, purge
from index.migration import drop_copies
from index.store import Store

DUE = "purge"
"""The fact about a store whose catalog may hold bytes of documents that were removed."""


def note_removal(session: Session) -> None:
    """Notes, in the commit that removes documents, that the catalog is to be written anew."""
    write_meta(session, **{DUE: "due"})


def settle(store: Store) -> bool:
    """Clears what the last commits left behind; False where a reader or a full disk puts it off to the next writer.

    SQLite overwrites deleted rows with zeros (`secure_delete`), but pieces of pages that it moved may stay; so after a
    document was removed the catalog is written anew. Copies from before a change of the layout go too.
    """
    catalog = store.folder / CATALOG
    drop_copies(store.folder)
    with Session(store.engine) as session:
        due = DUE in read_meta(session)
    if not due:
        with suppress(sqlite3.Error), closing(sqlite3.connect(catalog, isolation_level=None)) as connection:
            return clean(connection)
        return False
    if not purge(catalog):
        logging.getLogger(__name__).warning("the catalog could not be written anew; the next run tries again")
        return False
    with Session(store.engine) as session:
        session.execute(delete(Meta).where(Meta.key == DUE))
        session.commit()
    return True
