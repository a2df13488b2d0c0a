"""Where one person asks on the page: the same questions as the API's, kept in the person's own conversations."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from assistant.answer import Answer, Citation
from assistant.answering.standing import Cited, Standing
from assistant.conversations import UnknownConversation
from assistant.page.model import Narrowing, Told
from assistant.register.filters import first_day, last_day
from assistant.server.api.asking import worded
from assistant.server.api.models import Filters
from assistant.server.person import Person
from assistant.server.services import Services
from assistant.understanding.references import KnownDocuments, references_in
from corpus.errors import ChidaoError
from corpus.facts import date_in_words
from index.document_lookup import documents_named
from index.store import StoredDocument

log = logging.getLogger(__name__)
_CITATION = {field.name for field in fields(Citation)}


@dataclass(frozen=True, slots=True)
class PersonalDesk:
    """A person's desk over the services of the server."""

    services: Services
    person: Person

    def worded(self, question: str, narrowing: Narrowing) -> str:
        """The question with what it is narrowed to in words, as the API writes them.

        Raises:
            BadFilter: a day that is none.
            UnknownDocument: no document is meant, or several are.
            ChidaoError: the document has neither a number nor a day of its own that a question could name it by.
        """
        if not narrowing:
            return question
        if narrowing.due_from:
            first_day(narrowing.due_from)
        if narrowing.due_to:
            last_day(narrowing.due_to)
        told = Filters(
            assignee=narrowing.body or None,
            due_from=narrowing.due_from or None,
            due_to=narrowing.due_to or None,
            document=None,
        )
        if not narrowing.document:
            return worded(question, told)
        named = self._named(narrowing.document)
        return worded(question, told.model_copy(update={"document": named}))

    def ask(self, question: str, history: Sequence[str], conversation: str) -> Told:
        """One answer, kept in the conversation; in a new one for "", and where that one was deleted meanwhile."""
        ask = self.services.questions.ask
        try:
            asked = ask(self.person, question, history, conversation=conversation or None, keep=True)
        except UnknownConversation:
            asked = ask(self.person, question, history, keep=True)
        kept = asked.kept
        return Told(question, asked.answer, kept.conversation if kept else "", kept.number if kept else 0)

    def follow_ups(self, told: Told) -> tuple[str, ...]:
        """What whoever answers can lead on to; nothing where it cannot."""
        find = getattr(self.services.questions.asker, "follow_ups", None)
        return tuple(find(told.answer)) if find is not None else ()

    def conversation(self, id: str) -> Sequence[Told]:  # noqa: A002
        """The turns as they were kept, with what has become of their sources since."""
        try:
            found = self.services.conversations.one(self.person.owner, id)
        except UnknownConversation:
            return ()
        return [
            Told(turn.question, answer, found.id, turn.number, self._standing(answer))
            for turn in found.turns
            for answer in [answer_of(turn.answer)]
        ]

    def _standing(self, answer: Answer) -> tuple[Standing | None, ...]:
        """How the sources of an answer stand today; None for each where the store cannot tell."""
        sources = (*answer.citations, *answer.neighbours)
        try:
            cited = [Cited(one.document, one.start, one.end, one.quote) for one in sources]
            return tuple(self.services.questions.asker.standing(cited))
        except ChidaoError:
            log.warning("kept sources could not be looked up", exc_info=True)
            return (None,) * len(sources)

    def _named(self, asked: str) -> str:
        """How a question names the document so that it alone is meant."""
        documents = self.services.store.documents(self.services.settings.page_folders)
        found = documents_named(asked, documents)
        if words := _words_for(found, documents):
            return words
        raise ChidaoError(
            f"văn bản {found[0].facts.name!r} không có số hiệu hay ngày riêng để lọc; hãy nêu nội dung của nó trong "
            "câu hỏi"
        )


def _words_for(found: Sequence[StoredDocument], documents: Sequence[StoredDocument]) -> str:
    """The number, else the day of documents, where a question that has it means these alone; else ""."""
    wanted = {document.name for document in found}
    facts, known = found[0].facts, KnownDocuments(documents)
    for words in filter(None, (facts.number, date_in_words(facts.date) if facts.date else "")):
        meant = references_in(f"theo văn bản {words}", known)
        if {name for reference in meant for name in reference.documents} == wanted:
            return words
    return ""


def answer_of(told: Mapping[str, Any]) -> Answer:
    """An answer from its JSON (`Answer.to_json`); what is missing from it is left at its default."""
    return Answer(
        question=str(told.get("question", "")),
        status="answered" if told.get("status") == "answered" else "abstained",
        reason=told.get("reason"),
        answer=str(told.get("answer", "")),
        citations=tuple(map(_citation, told.get("citations", ()))),
        neighbours=tuple(map(_citation, told.get("neighbours", ()))),
        tasks=tuple(told.get("tasks", ())),
        seconds=float(told.get("seconds", 0)),
        because=str(told.get("because", "")),
        understood=str(told.get("understood", "")),
        superseded=tuple(told.get("superseded", ())),
    )


def _citation(told: Mapping[str, Any]) -> Citation:
    return Citation(**{name: value for name, value in told.items() if name in _CITATION})
