"""What persons say of a document's facts: kept as a history that indexing never touches, in force at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from corpus.errors import ChidaoError, StoreBusy
from corpus.facts import FACT_NAMES, Facts
from corpus.links import links_of
from corpus.tasks.reading import read_tasks
from index.catalog import DocumentRow, FactEditRow, LinkRow, TaskRow, read_meta, writing_session
from index.document_links import link_documents, link_rows
from index.linking import link_works
from index.store import Store, StoredDocument
from index.stored_reading import stored_reading
from index.task_rows import task_rows

WORDS_CORRECTED = "corrected"
"""The fact about a store that numbers the last correction which its lexical index knows of."""
_READ_BY = frozenset(("date", "official", "kind", "number"))  # what tasks and links are read by
# what says which documents and tasks belong together
_LINKING = frozenset(("number", "date", "issuer", "official", "kind"))


@dataclass(frozen=True, slots=True)
class FactEdit:
    """One thing that a person said of a document's facts.

    Attributes:
        number: counts what was said in this store, from 1.
        document: the document's name.
        changes: fact -> value; None under "taken_back" facts, whose own value holds again.
        before: fact -> value that was in force before.
        after: fact -> value in force since; empty for an edit read back from the history.
        who: the person's name.
        when: day and time in UTC, ISO 8601.
    """

    number: int
    document: str
    changes: Mapping[str, Any]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    who: str
    when: str


def set_facts(
    store: Store, name: str, changes: Mapping[str, Any], *, taken_back: tuple[str, ...], who: str
) -> FactEdit:
    """Corrects facts of a document; what was said before stays in the history.

    Args:
        name: the document's name in the store.
        changes: fact -> value, as `corpus.facts.fact_of_words` gives it.
        taken_back: facts of which an earlier correction is taken back.
        who: the person's name.

    Raises:
        ChidaoError: no such document, nothing said, or a value that the facts do not take.
        StoreBusy: another process is writing to the store for long.
    """
    who = " ".join(who.split())
    if not who:
        raise ChidaoError("chưa biết ai ghi; hãy nêu tên bằng --by")
    if not changes and not taken_back:
        raise ChidaoError("không có gì để ghi; hãy nêu ít nhất một trường, ví dụ: number=34/CT-TTg")
    try:
        with writing_session(store.engine) as session:
            edit = _recorded(session, name, changes, taken_back, who)
            session.commit()
            return edit
    except OperationalError as error:
        raise StoreBusy(f"kho {store.folder} chưa ghi được ({error.orig}); hãy đợi một lát rồi chạy lại") from error


def _recorded(
    session: Session, name: str, changes: Mapping[str, Any], taken_back: tuple[str, ...], who: str
) -> FactEdit:
    row = session.scalar(select(DocumentRow).where(DocumentRow.name == name, DocumentRow.state == "live"))
    if row is None:
        raise ChidaoError(f"kho không có văn bản {name!r}; xem danh sách bằng: chidao documents")
    before = _facts(row)
    said = {field: {"value": value} for field, value in changes.items()} | dict.fromkeys(taken_back)
    edit = FactEditRow(
        document=name,
        changes=said,
        before={field: getattr(before, field) for field in said},
        who=who,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    session.add(edit)
    session.flush()
    apply_corrections(session, name)
    after = _facts(row)
    moved = {field for field in FACT_NAMES if getattr(before, field) != getattr(after, field)}
    if moved & _READ_BY:
        _read_again(session, row, after)
    if moved & _LINKING:
        link_documents(session)
        link_works(session)
    return FactEdit(edit.id, name, said, edit.before, {f: getattr(after, f) for f in said}, who, edit.at)


def _read_again(session: Session, row: DocumentRow, facts: Facts) -> None:
    """Reads tasks and links anew: deadlines without a year count from the document's date, and a report tells less."""
    stored = stored_reading(session, StoredDocument(row.id, row.name, facts))
    tasks = read_tasks(stored.reading, stored.sections, facts).tasks
    session.execute(delete(TaskRow).where(TaskRow.document_id == row.id))
    session.add_all(task_rows(row.id, row.name, stored.reading, stored.sections, tasks))
    session.execute(delete(LinkRow).where(LinkRow.document_id == row.id))
    session.add_all(link_rows(row.id, links_of(stored.reading, stored.sections, facts)))
    session.flush()


def corrections(session: Session) -> dict[str, dict[str, Any]]:
    """Name of a document -> fact -> value, as persons said it last."""
    found: dict[str, dict[str, Any]] = {}
    for row in session.scalars(select(FactEditRow).order_by(FactEditRow.id)):
        said = found.setdefault(row.document, {})
        for field, change in row.changes.items():
            if change is None:
                said.pop(field, None)
            elif field in FACT_NAMES:
                said[field] = change["value"]
    return found


def corrected_by(session: Session) -> dict[str, dict[str, FactEditRow]]:
    """Name of a document -> fact -> the correction that is in force."""
    found: dict[str, dict[str, FactEditRow]] = {}
    for row in session.scalars(select(FactEditRow).order_by(FactEditRow.id)):
        for field, change in row.changes.items():
            if change is None:
                found.get(row.document, {}).pop(field, None)
            else:
                found.setdefault(row.document, {})[field] = row
    return found


def fact_edits(store: Store, name: str) -> list[FactEdit]:
    """What was said of a document's facts, the oldest first."""
    with Session(store.engine) as session:
        rows = session.scalars(select(FactEditRow).where(FactEditRow.document == name).order_by(FactEditRow.id))
        return [FactEdit(row.id, row.document, row.changes, row.before, {}, row.who, row.at) for row in rows]


def apply_corrections(session: Session, name: str | None = None) -> None:
    """Brings the facts of documents, or of one, to what is in force; commits nothing."""
    said = corrections(session)
    names = list(said) if name is None else [name]
    if not names:
        return
    for row in session.scalars(select(DocumentRow).where(DocumentRow.name.in_(names))):
        unset = Facts(**row.unset) if row.unset else _facts(row)
        in_force = replace(unset, **said.get(row.name, {}))
        for field, value in asdict(in_force).items():
            if getattr(row, field) != value:
                setattr(row, field, value)
    session.flush()


_NEWEST = select(func.max(FactEditRow.id))


def newest_correction(session: Session) -> int:
    """The number of the last correction of a fact; 0 where there is none."""
    return session.connection().scalar(_NEWEST) or 0


def words_outdated(store: Store) -> bool:
    """True where facts were corrected since the lexical index was built."""
    with Session(store.engine) as session:
        return newest_correction(session) > int(read_meta(session).get(WORDS_CORRECTED, "0"))


def _facts(row: DocumentRow) -> Facts:
    return Facts(*(getattr(row, name) for name in FACT_NAMES))
