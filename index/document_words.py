"""The words that a document is known by."""

from __future__ import annotations

from functools import lru_cache

from corpus.facts import Facts
from index.short_forms import tokens_of


@lru_cache(maxsize=4096)
def called(facts: Facts) -> tuple[str, ...]:
    """What a document is known by: name, number, issuer and the parts of its date."""
    day = " ".join(str(int(part)) for part in (facts.date or "").split("-") if part)
    return facts.name, facts.number, facts.issuer, facts.date_words, day


@lru_cache(maxsize=16_384)
def told_of(facts: Facts) -> frozenset[str]:
    """The tokens of what a document is known by."""
    return tokens_of(" . ".join(called(facts)))
