"""The passages found for a question, looked for when they are needed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.evidence.limits import PASSAGES
from index.retrieval import Hit
from index.store import StoredPassage


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that the search brought, and what its rank counts, 1 for the best."""

    passage: StoredPassage
    rank: float


class Search:
    """One search; nothing is looked for before it is asked for, as not every question needs it."""

    def __init__(
        self, find: Callable[[], Sequence[Hit]], read: Callable[[Sequence[str]], Mapping[str, StoredPassage]]
    ) -> None:
        """Takes what proposes passages, best first, and what reads those with some ids."""
        self._find = find
        self._read = read

    @cached_property
    def hits(self) -> Sequence[Hit]:
        """All passages that were proposed, best first. Raises what the search does."""
        return self._find()

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
