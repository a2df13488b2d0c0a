"""What the parts of the server work with, opened together and closed together."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assistant.conversations import AuditLog, Conversations, Feedback, Sessions, open_database
from assistant.opening import indexing, limits_of
from assistant.page.model import Asker
from assistant.server.jobs import Job, Jobs
from assistant.server.limits import Limits
from assistant.server.metrics import Metrics
from assistant.server.questions import Questions
from assistant.server.signing import Signer, secret_of
from assistant.server.standing import standing_in
from assistant.server.uploads import Uploads
from assistant.settings import Settings
from index.embedder import Embedder
from index.store import Store

log = logging.getLogger(__name__)
UNTOLD = frozenset({"secret", "oidc_client_secret"})
"""Settings that the audit log does not hold."""


@dataclass(frozen=True, slots=True)
class Services:
    """What the parts of the server share.

    Attributes:
        signer: of cookies; `calendars` of the addresses of calendars.
        uploads: None where documents cannot be taken in, for want of a model.
        today: tells the day by which tasks are judged.
    """

    settings: Settings
    store: Store
    engine: Engine
    conversations: Conversations
    feedback: Feedback
    audit: AuditLog
    sessions: Sessions
    limits: Limits
    metrics: Metrics
    questions: Questions
    jobs: Jobs
    uploads: Uploads | None
    signer: Signer
    calendars: Signer
    today: Callable[[], date] = date.today

    def standing(self, citation: Mapping[str, Any]) -> str:
        """What a reader must know of a kept citation as its document stands today; "" where it stands as cited."""
        with Session(self.store.engine) as session:
            return standing_in(session, citation)

    def forget_old(self) -> None:
        """Deletes what is older than the settings allow."""
        now = datetime.now(UTC)
        settings = self.settings
        self.conversations.forget_before(now - timedelta(days=settings.conversation_days))
        self.feedback.forget_before(now - timedelta(days=settings.feedback_days))
        self.audit.forget_before(now - timedelta(days=settings.audit_days))
        self.sessions.forget_ended()

    def close(self) -> None:
        """Closes what was opened here; the store is its opener's."""
        self.jobs.close()
        self.engine.dispose()


def open_services(
    settings: Settings,
    asker: Asker,
    store: Store,
    embedder: Embedder | None,
    today: Callable[[], date] = date.today,
) -> Services:
    """The services over a store. Raises StoreError where the database of the conversations cannot be opened."""
    secret = secret_of(settings)
    engine = open_database(store.folder)
    conversations, audit = Conversations(engine), AuditLog(engine, questions=settings.audit_questions)
    limits, metrics = Limits(settings), Metrics()

    def over(job: Job) -> None:
        metrics.jobs.labels(job.state).inc()

    session_seconds = settings.session_hours * 3600
    return Services(
        settings=settings,
        store=store,
        engine=engine,
        conversations=conversations,
        feedback=Feedback(engine),
        audit=audit,
        sessions=Sessions(
            engine,
            longest=timedelta(hours=settings.session_hours),
            idle=timedelta(hours=settings.session_idle_hours),
            most=settings.sessions_per_user,
        ),
        limits=limits,
        metrics=metrics,
        questions=Questions(asker, conversations, audit, limits, metrics),
        jobs=Jobs(over),
        uploads=_uploads(settings, store, embedder) if embedder is not None else None,
        signer=Signer(secret, "session", session_seconds),
        calendars=Signer(secret, "calendar", settings.calendar_days * 86_400),
        today=today,
    )


def _uploads(settings: Settings, store: Store, embedder: Embedder) -> Uploads:
    folder = settings.uploads_folder
    return Uploads(folder, store, partial(indexing, settings, store, embedder, folder), limits_of(settings))


def settings_told(settings: Settings) -> dict[str, Any]:
    """The settings as the audit log holds them: without secrets."""
    told: dict[str, Any] = settings.model_dump(mode="json", exclude=set(UNTOLD))
    return told
