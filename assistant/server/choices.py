"""What questions and the register can be narrowed to: the bodies in charge and the documents, as the store has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from sqlalchemy.orm import Session

from assistant.page.frame import Choices
from assistant.server.services import Services
from corpus.facts import date_in_words
from index.catalog import read_meta
from index.record import load_records
from index.store import StoredDocument, live_documents

MOST_BODIES, MOST_DOCUMENTS = 300, 500


def choices_of(services: Services) -> Callable[[], Choices]:
    """Tells the choices; they are read again where the store has moved on."""
    kept: tuple[dict[str, str], Choices] | None = None

    def choices() -> Choices:
        nonlocal kept
        with Session(services.store.engine) as session:
            state = dict(read_meta(session))
            if kept is None or kept[0] != state:
                kept = state, _choices(services, session)
        return kept[1]

    return choices


def _choices(services: Services, session: Session) -> Choices:
    folders = services.settings.page_folders
    documents = sorted(live_documents(session, folders), key=lambda d: (d.facts.official, d.facts.date or ""))[::-1]
    counts = Counter(name for record in load_records(session, folders) for name in record.lead)
    bodies = tuple(name for name, _ in counts.most_common(MOST_BODIES))
    return Choices(bodies, tuple(map(_document, documents[:MOST_DOCUMENTS])))


def _document(document: StoredDocument) -> tuple[str, str]:
    facts = document.facts
    date = f", {date_in_words(facts.date)}" if facts.date else ""
    return facts.number or document.name, f"{facts.name}{date}"
