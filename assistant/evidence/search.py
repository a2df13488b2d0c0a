"""The passages found for a question: looked for beside what else is to be done, and waited for when they are needed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache, cached_property

from assistant.evidence.limits import PASSAGES
from index.retrieval import Hit
from index.store import StoredPassage

AT_ONCE = 16
"""Searches that run at the same time, of all questions of this process."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that the search brought, and what its rank counts, 1 for the best."""

    passage: StoredPassage
    rank: float


class Search:
    """One search. Nothing is looked for before it is started or asked for."""

    def __init__(
        self, find: Callable[[], Sequence[Hit]], read: Callable[[Sequence[str]], Mapping[str, StoredPassage]]
    ) -> None:
        """Takes what proposes passages, best first, and what reads those with some ids.

        `find` runs in another thread where it is started; `read` never does.
        """
        self._find = find
        self._read = read
        self._coming: Future[Sequence[Hit]] | None = None

    def start(self) -> None:
        """Begins to look, if that has not begun yet."""
        if self._coming is None and "hits" not in self.__dict__:
            self._coming = _threads().submit(self._find)

    def finish(self) -> None:
        """Waits until nothing is looked for any more, whatever came of it: the store may go then."""
        if self._coming is not None:
            wait([self._coming])

    @cached_property
    def hits(self) -> Sequence[Hit]:
        """All passages that were proposed, best first. Raises what the search does."""
        return self._coming.result() if self._coming is not None else self._find()

    @cached_property
    def found(self) -> Sequence[Found]:
        """The best passages whose words are looked at, best first."""
        best = self.hits[:PASSAGES]
        passages = self._read([hit.id for hit in best])
        top = best[0].score if best else 0.0
        return [Found(passages[hit.id], math.exp(min(0.0, hit.score - top))) for hit in best if hit.id in passages]


def nothing_found() -> Search:
    """The search of a question that no passage is looked for."""
    return Search(tuple, lambda _: {})


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="search")
