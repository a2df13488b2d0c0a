"""Keeping in the catalog which tasks are the same work; runs in the transaction that changes what it follows from."""

from __future__ import annotations

from functools import cache

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from corpus.gazetteer import load_gazetteer
from corpus.gazetteer.values import CENTRAL_KINDS
from index.catalog import TaskRow, read_meta, write_meta, writing_session
from index.entry import Entry
from index.identity import identity, main_heir, scope_of
from index.record import Record, load_records
from index.same_work import SAME_WORK_RULES, Work, heads_of, links_of
from index.store import Store

LINKED_BY = "same_work"
"""The fact about a store that names the rules which linked it."""


def link_works(session: Session) -> None:
    """Writes the head of each live task's group, as the tasks and the edits stand in this session; commits nothing."""
    records = load_records(session)
    works = [work_of(record) for record in records if not record.said.rejected]
    heads = heads_of(works, links_of(works))
    changed = [
        {"in_document": r.row.document_id, "at": r.row.position, "head": heads.get(r.key)}
        for r in records
        if r.row.work != heads.get(r.key)
    ]
    if changed:
        here = (TaskRow.document_id == bindparam("in_document")) & (TaskRow.position == bindparam("at"))
        session.connection().execute(update(TaskRow).where(here).values(work=bindparam("head")), changed)
    write_meta(session, **{LINKED_BY: SAME_WORK_RULES})


def relink(store: Store) -> None:
    """Links the tasks anew where other rules than today's linked them."""
    with Session(store.engine) as session:
        if read_meta(session).get(LINKED_BY, SAME_WORK_RULES) == SAME_WORK_RULES:
            return
    with writing_session(store.engine) as session:
        link_works(session)
        session.commit()


def days_moved(entry: Entry, head: Entry) -> int | None:
    """By how many days an entry's last permitted day lies behind the head's of its group; None where one has none."""
    own, newest = (e.due.last_permitted if e.due is not None else None for e in (entry, head))
    return (own - newest).days if own is not None and newest is not None else None


def work_of(record: Record) -> Work:
    """A task as it is compared with others."""
    facts = record.document.facts
    # where no province is known, "Sở Y tế" and "các sở, ngành" are another document's no more than this one's
    here = scope_of(facts.issuer) or record.document.name
    bodies: set[str] = set()
    groups: set[str] = set()
    members: set[str] = set()
    for name in record.lead:
        who = identity(name)
        if who.group:
            groups.add(_group_at(who.group, here))
            continue
        body = _local(who.body)
        place = who.place or (here if body or not who.body else "")
        bodies.add(f"{main_heir(who.body) if who.body else who.name} {place} {who.level}")
        members |= {_group_at(group, place) for group in _groups_of(who.body, who.level)}
    due = record.due
    action = record.action.replace(due.text, " ") if due is not None else record.action
    return Work(
        key=record.key,
        document=record.document.name,
        date=facts.date,
        official=facts.official,
        bodies=frozenset(bodies),
        groups=frozenset(groups),
        members=frozenset(members),
        action=action,
    )


def _local(body: str) -> bool:
    return bool(body and load_gazetteer().body(body).levels)


def _group_at(group: str, place: str) -> str:
    """A group as it is compared: that of a province, or of the whole country."""
    return f"{group} {'' if _national(group) else place}"


@cache
def _national(group: str) -> bool:
    """True for a group in which a central body or a whole province stands ("các bộ, ngành, địa phương")."""
    covers = next(each.covers for each in load_gazetteer().local.groups if each.id == group)
    return bool(CENTRAL_KINDS.union(["province"]).intersection(covers))


@cache
def _groups_of(body: str, level: str) -> tuple[str, ...]:
    """The groups that a body belongs to: by its kind, or as the authority of a level."""
    gazetteer = load_gazetteer()
    of = {gazetteer.body(main_heir(body)).kind} if body else set()
    of |= {level} if body in ("", "uy-ban-nhan-dan") else set()
    return tuple(group.id for group in gazetteer.local.groups if of.intersection(group.covers))
