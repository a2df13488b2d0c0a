"""Where the gold stands: pieces of text in the documents, passages and tasks of a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.lines import join
from corpus.reading import Span
from corpus.vietnamese import unify_tone_placement
from eval.matching import COVERED, ONE_SIGN, fold
from index.catalog import PassageRow
from index.record import Record, load_records
from index.store import Store, live_documents

_PROBE = 12
"""Characters of a piece that must stand in a text for the whole to be looked for in it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of gold stands: half-open offsets into the stored text of a document."""

    document: str
    span: Span


@dataclass(frozen=True, slots=True)
class StoredPiece:
    """A passage of the store: its id, where it stands, and what it is for the reader ("body", "letterhead", ...)."""

    id: str
    place: Place
    kind: str


class GoldText:
    """The documents, passages and tasks of one state of a store, for looking up gold in them."""

    def __init__(self, store: Store) -> None:
        """Reads them; the store may change afterwards."""
        with Session(store.engine) as session:
            documents = {document.id: document.name for document in live_documents(session)}
            self.texts = {name: store.text(name) for name in documents.values()}
            columns = (PassageRow.id, PassageRow.document_id, PassageRow.span_start, PassageRow.span_end)
            rows = session.execute(select(*columns, PassageRow.kind)).all()
            self._passages: dict[str, list[StoredPiece]] = {name: [] for name in self.texts}
            for id_, document, start, end, kind in rows:
                if (name := documents.get(document)) is not None:
                    self._passages[name].append(StoredPiece(id_, Place(name, Span(start, end)), kind))
            self._records: dict[str, list[Record]] = {name: [] for name in self.texts}
            for record in load_records(session):
                self._records[record.document.name].append(record)
        self._found: dict[str, tuple[Place, ...]] = {}

    @cached_property
    def _folded(self) -> dict[str, tuple[str, Sequence[int]]]:
        """By document: its folded text, and the offset in the stored text of each character of it."""
        folded = {}
        for name, text in self.texts.items():
            joined = join(text, Span(0, len(text)))
            letters = "".join(c.lower() if len(c.lower()) == 1 else c for c in joined.text.translate(ONE_SIGN))
            folded[name] = unify_tone_placement(letters), joined.offsets
        return folded

    @property
    def count(self) -> int:
        """How many passages there are."""
        return sum(map(len, self._passages.values()))

    def pieces(self) -> dict[str, Place]:
        """Every passage by its id: where it stands."""
        return {piece.id: piece.place for pieces in self._passages.values() for piece in pieces}

    def text(self, document: str) -> str:
        """The stored text of a document, "" for one that the store does not hold."""
        return self.texts.get(document, "")

    def places(self, piece: str) -> tuple[Place, ...]:
        """Every place of a piece; where none holds it whole, the one that holds most of it, if that is enough."""
        if piece not in self._found:
            self._found[piece] = tuple(self._whole(fold(piece)) or self._most(fold(piece)))
        return self._found[piece]

    def passages(self, place: Place) -> list[StoredPiece]:
        """The passages that show a place: those that hold COVERED of it."""
        least = COVERED * len(place.span)
        return [p for p in self._passages[place.document] if _shared(p.place.span, place.span) >= least]

    def relevant(self, pieces: Sequence[str]) -> list[StoredPiece]:
        """The passages that show one of several pieces, each once."""
        found = {p.id: p for piece in pieces for place in self.places(piece) for p in self.passages(place)}
        return list(found.values())

    def records(self, place: Place) -> list[Record]:
        """The tasks that were read from a sentence, item or row over a place."""
        return [
            record
            for record in self._records[place.document]
            if _shared(Span(record.row.quote_start, record.row.quote_end), place.span)
        ]

    def nearest(self, piece: str) -> tuple[str, float]:
        """(document, share): which text holds the longest run of a piece, and how much of the piece that is."""
        gold = fold(piece)
        runs = [(SequenceMatcher(None, gold, text, autojunk=False).find_longest_match().size, name)
                for name, (text, _) in self._folded.items()]  # fmt: skip
        size, name = max(runs, default=(0, ""))
        return name, size / max(1, len(gold))

    def _whole(self, gold: str) -> list[Place]:
        found = []
        for name, (text, offsets) in self._folded.items():
            at = text.find(gold) if gold else -1
            while at >= 0:
                found.append(Place(name, Span(offsets[at], offsets[at + len(gold) - 1] + 1)))
                at = text.find(gold, at + 1)
        return found

    def _most(self, gold: str) -> list[Place]:
        best: tuple[int, str, int] | None = None
        probes = {gold[i : i + _PROBE] for i in range(0, max(1, len(gold) - _PROBE + 1), _PROBE)}
        for name, (text, _) in self._folded.items():
            if not any(probe in text for probe in probes):
                continue
            run = SequenceMatcher(None, gold, text, autojunk=False).find_longest_match()
            if run.size >= COVERED * len(gold) and (best is None or run.size > best[0]):
                best = run.size, name, run.b
        if best is None:
            return []
        size, name, at = best
        offsets = self._folded[name][1]
        return [Place(name, Span(offsets[at], offsets[at + size - 1] + 1))]


def overlaps(place: Place, document: str, start: int, end: int) -> bool:
    """True where a piece of a document has a part of a place."""
    return place.document == document and bool(_shared(Span(start, end), place.span))


def rank_of(id_: str, ranked: Sequence[str]) -> int:
    """The rank of a passage, counted from 1; 0 where it is not there."""
    return ranked.index(id_) + 1 if id_ in ranked else 0


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
