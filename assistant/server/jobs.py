"""Work in the background, one piece after the other, with its progress for whoever asks."""

from __future__ import annotations

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from assistant.conversations.database import now
from assistant.server.limits import TooMany
from corpus.errors import ChidaoError
from index.publish import Progress

log = logging.getLogger(__name__)
MOST_KEPT = 200
"""Jobs that are remembered; the oldest that are over go first."""

MOST_WAITING = 20
"""Jobs that wait; what they are to take in lies in memory."""

Work = Callable[[Progress], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work.

    Attributes:
        what: in words for the person.
        owner: who began it.
        stage, done, total: how far it is.
        report: what came of it, once it is done; `error` why nothing did.
    """

    id: str
    what: str
    owner: str
    state: Literal["waiting", "running", "done", "failed"] = "waiting"
    stage: str = ""
    done: int = 0
    total: int = 0
    report: dict[str, Any] | None = None
    error: str = ""
    begun: str = ""
    ended: str = ""


class Jobs:
    """The jobs of one server: a single thread does them, for only one can write to the store."""

    def __init__(self, over: Callable[[Job], None] = lambda _: None) -> None:
        self._over = over
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="jobs")

    def begin(self, what: str, owner: str, work: Work) -> Job:
        """Puts a piece of work at the end of the queue. Raises TooMany where that is long already."""
        job = Job(secrets.token_hex(8), what, owner, begun=now())
        with self._lock:
            waiting = sum(known.state == "waiting" for known in self._jobs.values())
            if waiting >= MOST_WAITING:
                raise TooMany(f"đang có {waiting} việc chờ nạp; hãy đợi một lát rồi gửi lại", 30)
            over = [id_ for id_, known in self._jobs.items() if known.state in ("done", "failed")]
            for id_ in over[: max(0, len(self._jobs) + 1 - MOST_KEPT)]:
                del self._jobs[id_]
            self._jobs[job.id] = job
        self._worker.submit(self._do, job.id, work)
        return job

    def find(self, id: str) -> Job | None:  # noqa: A002
        """A job as it stands, None for one that is not remembered."""
        with self._lock:
            return self._jobs.get(id)

    def close(self) -> None:
        """Ends the one that runs, and drops those that wait."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _do(self, id_: str, work: Work) -> None:
        self._set(id_, state="running")
        try:
            report = work(partial(self._move, id_))
            job = self._set(id_, state="done", report=report, ended=now())
        except ChidaoError as error:
            job = self._set(id_, state="failed", error=str(error), ended=now())
        except Exception:
            log.exception("job %s", id_)
            job = self._set(id_, state="failed", error="lỗi bên trong; xem nhật ký của máy chủ", ended=now())
        self._over(job)

    def _move(self, id_: str, stage: str, done: int, total: int, _now: str = "", /) -> None:
        self._set(id_, stage=stage, done=done, total=total)

    def _set(self, id_: str, **what: Any) -> Job:
        with self._lock:
            job = self._jobs[id_] = replace(self._jobs[id_], **what)
        return job
