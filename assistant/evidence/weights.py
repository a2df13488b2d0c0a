"""What each word of a question tells, and what it counts where a piece holds it, or another for it."""

from __future__ import annotations

import math

from assistant.evidence.limits import IN_DOCUMENT, IN_PASSAGE, SYNONYM
from assistant.understanding import Question
from index.lexical import LexicalIndex


class Weights:
    """How much each term of a question tells: its inverse document frequency, times its share in the question.

    Attributes:
        of: term -> weight.
        total: of all terms; 1 where there is none.
        searched: the same with the words that documents may write for them.
    """

    def __init__(self, words: LexicalIndex, question: Question) -> None:
        n, terms = max(1, len(words.ids)), question.terms
        # a pair tells that its words stand together; alone each counts already
        self.of = {
            t: share * math.log(1.0 + n / (words.frequency(t) + 0.5)) * (0.5 if " " in t else 1.0)
            for t, share in terms.items()
        }
        self.total = sum(self.of.values()) or 1.0
        self.alternatives = question.alternatives
        self.searched = dict(self.of)
        for term, meant in self.alternatives.items():
            if term not in self.of:
                continue
            for token in {token for option in meant for token in option}:
                self.searched.setdefault(token, SYNONYM * self.of[term] / len(meant))

    def meant(self, term: str, held: frozenset[str]) -> bool:
        """True where some tokens hold what may stand for a term."""
        options = self.alternatives.get(term)  # most terms have none, and this is asked for each of each candidate
        return options is not None and any(option <= held for option in options)


def full(share: float) -> float:
    """What a word counts towards the coverage: one that stands anywhere counts whole, a synonym less."""
    return SYNONYM if 0.0 < share <= SYNONYM and share not in (IN_PASSAGE, IN_DOCUMENT) else float(share > 0.0)
