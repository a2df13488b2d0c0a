"""A piece of evidence: a sentence of a document, or a task of the register."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from corpus.reading import Span
from index.record import Record
from index.store import StoredDocument


class LazyTokens(Set[str]):
    """Tokens that are made when they are first looked at: of most candidates they never are."""

    def __init__(self, make: Callable[[], frozenset[str]], known: Mapping[str, bool] = MappingProxyType({})) -> None:
        """Takes what makes them, and of which tokens it is known already whether they are among them."""
        self._make = make
        self._known = known

    @cached_property
    def _tokens(self) -> frozenset[str]:
        return self._make()

    def __contains__(self, token: object) -> bool:
        known = self._known.get(token) if isinstance(token, str) else None
        return token in self._tokens if known is None else known

    def __iter__(self) -> Iterator[str]:
        return iter(self._tokens)

    def __len__(self) -> int:
        return len(self._tokens)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence or a task that may answer.

    Attributes:
        document: where it stands.
        span: offsets of what would be quoted, in the document's stored text.
        words: that, for the eye.
        coverage: share of the question's weight that it holds with its surroundings, 0 to 1.
        score: what it is ranked by.
        missing: the question's own syllables that neither it nor its surroundings hold.
        body: how far it is the asked body's, 0 to 1; 1 where none is asked for.
        place: False where it is another province's than the one asked for.
        record: the task, None for a sentence.
        heading: the heading above a sentence.
        held: the tokens that it holds with its surroundings.
        own: share of the question's weight that it holds itself: a sentence with the headings above, a task in its
            bodies, work and day alone.
    """

    document: StoredDocument
    span: Span
    words: str
    coverage: float
    score: float
    missing: tuple[str, ...]
    body: float = 1.0
    place: bool = True
    record: Record | None = None
    heading: str = ""
    held: Set[str] = frozenset()
    own: float = 1.0
