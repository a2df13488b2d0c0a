"""What a document says of itself: who signed it, who issued it and when, to whom it goes and what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.answering.draft import Draft
from assistant.evidence import Gathering
from assistant.evidence.limits import ABOUT
from assistant.understanding import Kind, Question
from corpus.facts import date_in_words
from corpus.lines import shown
from corpus.links import Relation
from corpus.reading import Span
from index.catalog import PassageRow
from index.document_links import stored_links
from index.document_words import told_of
from index.short_forms import tokens_of
from index.store import StoredDocument, StoredPassage, passages_by_id

MOST = 3
"""Documents told of in one answer."""


class Asked(Enum):
    """The fact asked for, with the kind of passage that tells it."""

    SIGNER = "signature"
    ISSUE = "letterhead"
    ADDRESSEES = "addressees"
    SUBJECT = "title"
    REPLACED = "replaced"


_SIGN = r"(?<!đăng )(?<!chữ )ký(?! (?:số|kết|duyệt|cam kết|hợp|gửi|túc|quỹ))"
_SIGNER = re.compile(
    rf"(?:ai|người nào|ông nào|đồng chí nào|lãnh đạo nào)\b.{{0,30}}\b{_SIGN}|người {_SIGN}|{_SIGN} bởi"
)
_ISSUE = re.compile(
    rf"ngày (?:ban hành|{_SIGN})|(?:ban hành|{_SIGN}) (?:vào )?(?:ngày nào|khi nào|bao giờ|lúc nào|ngày mấy|hôm nào)"
    r"|(?:cơ quan|đơn vị|cấp|ai|bộ) (?:nào )?(?:đã )?ban hành|do (?:ai|cơ quan nào|đơn vị nào) ban hành"
    r"|cơ quan ban hành"
)
_ADDRESSEES = re.compile(
    r"gửi (?:cho |đến |tới )?(?:những |các )?(?:ai|(?:\w+ ){1,4}nào|đâu)\b|(?:ai|cơ quan nào|đơn vị nào) (?:được )?nhận"
    r"|nơi nhận (?:gồm|là)|(?:nào|ai) (?:được |đã )?nhận (?:được )?(?:công điện|công văn|văn bản|thông báo|chỉ thị)"
)
_SUBJECT = re.compile(r"(?:về|nói về|quy định về) (?:việc|vấn đề|nội dung|chuyện|điều)? ?gì\b|trích yếu")
_REPLACED = re.compile(
    r"(?:thay thế|bãi bỏ|hủy bỏ|thay cho)(?: cho)?(?: \w+){0,4}? (?:nào|gì|số mấy|số bao nhiêu)\b"
    r"|bỏ (?:đi )?(?:những |các )?(?:nghị quyết|nghị định|quyết định|thông tư|chỉ thị|kế hoạch|văn bản)"
    r"(?: \w+){0,2}? (?:nào|gì)\b"
)
_GREETING = re.compile(r"^\W*(?:Kính gửi|Gửi)\s*:?\s*|^.{0,60}?điện:\s*", re.IGNORECASE)
_WORDS = frozenset(
    ["ký", "người", "ban", "hành", "gửi", "nhận", "nơi", "thay", "thế", "bãi", "bỏ", "hủy", "cũ", "quyết", "định"]
)


def asked_of(question: Question) -> tuple[Asked, ...]:
    """The facts of a document that a question asks for; none where it asks for something else."""
    low = question.full.lower()
    found: list[Asked] = []
    if question.named_documents and _REPLACED.search(low):
        return (Asked.REPLACED,)
    if question.named_documents and question.kind in (Kind.WHO, Kind.WHEN, Kind.WHAT, Kind.LIST, Kind.DEFINITION):
        found += [Asked.ADDRESSEES] * bool(_ADDRESSEES.search(low)) + [Asked.SUBJECT] * bool(_SUBJECT.search(low))
    if question.kind not in (Kind.WHO, Kind.WHEN, Kind.WHAT) and not found:
        return ()
    if question.kind is not Kind.WHEN and _SIGNER.search(low):
        return (Asked.SIGNER, *found)
    return (Asked.ISSUE, *found) if question.named_documents and _ISSUE.search(low) else tuple(found)


def asks_no_more(question: Question) -> bool:
    """True where the fact of a named document is all that a question asks: nothing else answers it."""
    own = [term for term in question.terms if not _WORDS.intersection(term.split())]
    return bool(question.named_documents) and not own and bool(asked_of(question))


def say_of_itself(
    draft: Draft, question: Question, gathering: Gathering, session: Session, all_: Sequence[StoredDocument]
) -> None:
    """Says it, of the documents that the question names or describes; nothing where none says it."""
    asked = asked_of(question)
    if not asked:
        return
    for document in _meant(question, gathering, all_)[:MOST]:
        for fact in asked:
            _say(draft, session, document, fact)


def _say(draft: Draft, session: Session, document: StoredDocument, asked: Asked) -> None:
    facts = document.facts
    if asked is Asked.REPLACED:
        _say_replaced(draft, session, document)
        return
    passages = _told(session, document, asked)
    known = {Asked.SIGNER: facts.signer, Asked.ISSUE: facts.date, Asked.SUBJECT: facts.subject}.get(asked)
    if not passages and not known:
        return
    place = Span(passages[0].span.start, passages[-1].span.end) if passages else _beginning(session, document)
    if place is None:
        return
    n = draft.citations.cite(document, place)
    name = f"{facts.kind or 'Văn bản'} {facts.number}".strip() if facts.number else facts.name
    words = " ".join(shown(p.text) for p in passages)
    if asked is Asked.ADDRESSEES:
        draft.say(f"{name} gửi: {_GREETING.sub('', words).rstrip('.')}.", n)
        return
    if asked is Asked.SUBJECT:
        draft.say(f"{name}: {known or facts.name}.", n)
        return
    told = "" if _says(words, known, asked) else " (theo thông tin ghi kèm văn bản)"
    if asked is Asked.SIGNER:
        by = f"{facts.signer}, {facts.office}" if facts.office else facts.signer
        by = by or words
        draft.say(f"Người ký {name}: {by.rstrip('.')}{told}.", n)
    elif facts.date:
        issuer = facts.issuer or "không nêu"
        draft.say(f"{name} ban hành {date_in_words(facts.date)}; cơ quan ban hành: {issuer}{told}.", n)


def _say_replaced(draft: Draft, session: Session, document: StoredDocument) -> None:
    """Says which documents it replaces or repeals, each with the words that do so."""
    for stored in stored_links(session):
        link = stored.link
        if stored.source != document.name or link.relation not in (Relation.REPLACES, Relation.REPEALS):
            continue
        done = "thay thế" if link.relation is Relation.REPLACES else "bãi bỏ"
        part = f"{link.part} của " * bool(link.part)
        day = f" {date_in_words(link.date)}" * bool(link.date) if link.date else ""
        name = f"{document.facts.kind or 'Văn bản'} {document.facts.number}".strip()
        what = f"{part}{link.kind} {link.number}".strip()
        draft.say(f"- {name} {done} {what}{day}.", draft.citations.cite(document, link.span))


def _meant(question: Question, gathering: Gathering, all_: Sequence[StoredDocument]) -> list[StoredDocument]:
    """The documents that are named, as far as the question has no further words; else those that its words describe."""
    weights = {t: w for t, w in gathering.weights.of.items() if not _WORDS.intersection(t.split())}
    total = sum(weights.values())
    named = [d for d in all_ if d.name in question.named_documents]
    held: dict[int, float] = {}
    for d in named or all_:
        words, kind = told_of(d.facts), tokens_of(d.facts.kind)
        held[d.id] = sum(w for t, w in weights.items() if t in words or t in kind)
    if named:
        return [d for d in named if held[d.id] >= ABOUT * total]
    best = max(held.values(), default=0.0)
    return [d for d in all_ if held[d.id] == best] if total and best >= ABOUT * total else []


def _says(words: str, known: str | None, asked: Asked) -> bool:
    """True where letterhead or signature say what is known; a person may have corrected it."""
    if not known:
        return bool(words)
    if asked is Asked.SIGNER:
        return known.casefold() in words.casefold()
    return {int(part) for part in known.split("-")} <= {int(figure) for figure in re.findall(r"\d{1,4}", words)}


def _beginning(session: Session, document: StoredDocument) -> Span | None:
    """The first passage of a document, which stands for it where it does not say the fact itself."""
    first = (
        select(PassageRow.span_start, PassageRow.span_end)
        .where(PassageRow.document_id == document.id)
        .order_by(PassageRow.position)
        .limit(1)
    )
    row = session.execute(first).first()
    return Span(*row) if row is not None else None


def _told(session: Session, document: StoredDocument, asked: Asked) -> list[StoredPassage]:
    """The passages of a document's letterhead or signature, in its order."""
    wanted = select(PassageRow.id).where(PassageRow.document_id == document.id, PassageRow.kind == asked.value)
    found = passages_by_id(session, list(session.scalars(wanted)))
    return sorted(found.values(), key=lambda p: p.span.start)
