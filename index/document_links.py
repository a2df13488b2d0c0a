"""Links between documents in the catalog: stored with the document that says them, resolved when the store changes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from corpus.links import Link, Relation
from corpus.reading import Span
from index.catalog import DocumentRow, LinkRow
from index.identity import scope_of
from index.tokens import unmarked

__all__ = ["StoredLink", "link_documents", "link_rows", "links_to", "stored_links"]

_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


@dataclass(frozen=True, slots=True)
class StoredLink:
    """A link of a live document.

    Attributes:
        source: the name of the document that says it.
        link: what it says.
        targets: the names of the live documents that are meant; several copies of one document may be.
    """

    source: str
    link: Link
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """A document as links name it."""

    name: str
    number: str
    date: str
    issuer: str
    scope: str


def link_rows(document: int, links: Sequence[Link]) -> Iterator[LinkRow]:
    """The rows of the links that a document says."""
    for i, link in enumerate(links):
        yield LinkRow(
            document_id=document,
            position=i,
            relation=link.relation.value,
            kind=link.kind,
            number=link.number,
            date=link.date,
            issuer=link.issuer,
            part=link.part,
            span_start=link.span.start,
            span_end=link.span.end,
            rule=link.rule,
            targets=[],
        )


def stored_links(session: Session) -> list[StoredLink]:
    """The links of all live documents, by document and in the order of its text."""
    rows = session.execute(
        select(DocumentRow.name, LinkRow)
        .join(LinkRow, LinkRow.document_id == DocumentRow.id)
        .where(DocumentRow.state == "live")
        .order_by(DocumentRow.name, LinkRow.position)
    )
    return [StoredLink(name, _link(row), tuple(row.targets)) for name, row in rows]


def links_to(links: Sequence[StoredLink]) -> Mapping[str, list[StoredLink]]:
    """Name of a document -> the links of others that mean it."""
    found: dict[str, list[StoredLink]] = defaultdict(list)
    for link in links:
        for name in link.targets:
            found[name].append(link)
    return dict(found)


def link_documents(session: Session) -> None:
    """Writes which live documents each link means, as the catalog stands in this session; commits nothing."""
    facts = (DocumentRow.id, DocumentRow.name, DocumentRow.number, DocumentRow.date, DocumentRow.issuer)
    known: dict[int, _Known] = {}
    for id_, name, number, day, issuer in session.execute(select(*facts).where(DocumentRow.state == "live")):
        known[id_] = _Known(name, number_key(number), day or "", issuer, "")
    numbered: dict[str, list[_Known]] = defaultdict(list)
    for document in known.values():
        if document.number:
            numbered[document.number].append(document)
    changed = []
    for row in session.scalars(
        select(LinkRow).where(LinkRow.document_id.in_(select(DocumentRow.id).where(DocumentRow.state == "live")))
    ):
        meant = resolved(_link(row), known[row.document_id], numbered.get(number_key(row.number), ()))
        if meant != list(row.targets):
            changed.append({"in_document": row.document_id, "at": row.position, "meant": meant})
    if changed:
        here = (LinkRow.document_id == bindparam("in_document")) & (LinkRow.position == bindparam("at"))
        session.connection().execute(update(LinkRow).where(here).values(targets=bindparam("meant")), changed)


def number_key(number: str) -> str:
    """A number as it is compared: "Số 05 /CT-TTg" and "5/CT-TTG" are one."""
    return _ZEROS.sub("", re.sub(r"\s", "", unmarked(number)).removeprefix("số").strip(".:"))


def resolved(link: Link, source: _Known, candidates: Sequence[_Known]) -> list[str]:
    """The names of the documents that a link means, among those of its number; none where that stays open.

    Numbers begin anew each year and at each body: the day, and the province of the issuer, must agree where both are
    known, and nothing is done to a newer document. Several that differ in day or province are too many; copies of one
    document are not.
    """
    place = scope_of(link.issuer) or scope_of(source.issuer)
    meant = [c for c in candidates if c.name != source.name and _fits(link, source, c, place)]
    if len({(c.date, scope_of(c.issuer)) for c in meant}) > 1:
        return []
    return sorted(c.name for c in meant)


def _fits(link: Link, source: _Known, candidate: _Known, place: str) -> bool:
    if link.date and candidate.date and not link.date.startswith(candidate.date):
        return False
    if source.date and candidate.date and candidate.date[: len(source.date)] > source.date:
        return False
    there = scope_of(candidate.issuer)
    if there and place and there != place:
        return False
    return bool(link.date and candidate.date) or not there or there == place


def _link(row: LinkRow) -> Link:
    return Link(
        Relation(row.relation),
        row.kind,
        row.number,
        row.date,
        row.issuer,
        row.part,
        Span(row.span_start, row.span_end),
        row.rule,
    )
