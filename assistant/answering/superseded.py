"""That a cited document was replaced, repealed, amended or corrected since: a line for each, with its proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.answering.draft import Draft
from corpus.facts import Facts, date_in_words
from corpus.links import Relation
from index.document_links import StoredLink, number_key
from index.store import StoredDocument

MOST = 3
"""Lines of one answer."""

DONE = {
    Relation.REPLACES: "đã được thay thế bởi",
    Relation.REPEALS: "đã bị bãi bỏ bởi",
    Relation.AMENDS: "đã được sửa đổi, bổ sung bởi",
    Relation.CORRECTS: "đã được đính chính bởi",
}
"""What is said of a document to which another did something; other relations do not change it."""
_ENDS = (Relation.REPLACES, Relation.REPEALS)
_BUT = "trừ "


def say_superseded(
    draft: Draft, links: Mapping[str, Sequence[StoredLink]], documents: Sequence[StoredDocument]
) -> list[dict[str, Any]]:
    """Adds a line for each document that changed one of those cited, the newest first, and what replaced that in turn.

    Args:
        links: name of a document -> the links of others that mean it.
        documents: those that answers come from; what others say is not told.

    Returns:
        The same for machines: the document, what was done to it, by which one and when, and the citation.
    """
    if not links:
        return []
    known = {document.name: document for document in documents}
    told: list[dict[str, Any]] = []
    seen: set[str] = set()
    waiting = list(dict.fromkeys(citation.document for citation in draft.citations.all))
    while waiting and len(told) < MOST:
        name = waiting.pop(0)
        if name in seen or name not in known:
            continue
        seen.add(name)
        for link in _changes(links.get(name, ()), known)[: MOST - len(told)]:
            by = known[link.source]
            number = draft.citations.cite(by, link.link.span)
            draft.say(f"Lưu ý: {_of_part(link.link.part, called(known[name].facts))} {_by(link, by.facts)}", number)
            told.append(
                {
                    "document": name,
                    "relation": link.link.relation.value,
                    "part": link.link.part,
                    "by": by.name,
                    "number": by.facts.number or None,
                    "date": by.facts.date,
                    "citation": number,
                }
            )
            waiting.append(link.source)
    return told


def called(facts: Facts) -> str:
    """A document in a few words: "Quyết định số 12/QĐ-UBND"."""
    return f"{facts.kind or 'Văn bản'} số {facts.number}" if facts.number else facts.name


def ended(link: StoredLink) -> bool:
    """True where nothing is left of the document that is meant."""
    return link.link.relation in _ENDS and not link.link.part


def _changes(links: Sequence[StoredLink], known: Mapping[str, StoredDocument]) -> list[StoredLink]:
    """What is told of a document, the newest first: the links that end it, where there are some; one a document."""
    found = [link for link in links if link.link.relation in DONE and link.source in known]
    ending = [link for link in found if ended(link)]
    first: dict[tuple[str, str], StoredLink] = {}
    for link in ending or found:
        facts = known[link.source].facts
        first.setdefault((number_key(facts.number) or link.source, facts.date or ""), link)
    return sorted(first.values(), key=lambda link: known[link.source].facts.date or "", reverse=True)


def _of_part(part: str, name: str) -> str:
    if not part:
        return name
    return f"{name} ({part})" if part.startswith(_BUT) else f"{part} của {name}"


def _by(link: StoredLink, facts: Facts) -> str:
    when = f" ({date_in_words(facts.date)})" if facts.date else ""
    return f"{DONE[link.link.relation]} {called(facts)}{when}"
