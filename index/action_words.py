"""What an action says, as far as two actions can be told apart by it: words, titles, names, documents, figures."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.gazetteer import load_gazetteer
from index.tokens import tokens

LONGEST_ACTION = 3000
"""Characters of an action that are compared."""

SAME_TITLE = 0.75
"""Two quoted titles are one where the shares of their words that the other holds come to this."""

_TITLE = re.compile(r"[“\"](?P<title>[^“”\"]{12,300})[”\"]")
_YEAR = re.compile(r"(?<![\d/.,])(?:19|20)\d\d(?![\d/.,%]\d)")
_FIGURE = re.compile(r"(?<![\w/])\d{1,12}(?:[.,]\d{1,3}){0,4}\s?%?(?![\w/])")
_SYMBOL = re.compile(r"(?<![\w/])\d{1,5}(?:/\d{4})?/[\w-]{2,40}")
_WORD = re.compile(r"\w+|[^\w\s]")


@cache
def _itself() -> re.Pattern[str]:
    """A document that speaks of itself: "Quyết định này", "Chỉ thị số 71/CT-TTg nêu trên"."""
    return re.compile(
        rf"""
        (?<!\w)(?:{_kinds()}|văn[ ]bản)
        (?:[ ]số[ ][\w/-]{{1,40}})?
        [ ](?:này|nêu[ ]trên)(?!\w)
        """,
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def _subject() -> re.Pattern[str]:
    """What a document to be drawn up is about: "Nghị định về thư viện số" -> "thư viện"."""
    capitals = "|".join(kind.capitalize() for kind in _kinds().split("|"))
    return re.compile(
        rf"""
        (?<!\w)(?:{capitals})[ ]              # its kind, with a capital: no verb
        (?:(?:về|việc|quy[ ]định)[ ]){{0,3}}+
        (?P<subject>\w+[ ]\w+)               # two syllables
        """,
        re.VERBOSE,
    )


@cache
def _kinds() -> str:
    """The kinds of documents as a verbose pattern, the longest first."""
    names = sorted((kind.name for kind in load_gazetteer().kinds), key=len, reverse=True)
    return "|".join(names).replace(" ", "[ ]")


@dataclass(frozen=True, slots=True)
class ActionWords:
    """What an action says.

    Attributes:
        terms: its pairs of syllables.
        titles: the words of each title in quotation marks.
        names, symbols, subjects, years, figures: what it names. Of each kind one of two actions may say more than the
            other, but not each of them what the other does not.
        itself: True where it speaks of its own document ("tổ chức thực hiện Quyết định này").
    """

    terms: frozenset[str]
    titles: frozenset[frozenset[str]]
    names: frozenset[str]
    symbols: frozenset[str]
    subjects: frozenset[str]
    years: frozenset[str]
    figures: frozenset[str]
    itself: bool

    @classmethod
    def of(cls, action: str) -> ActionWords:
        """What these words say."""
        action = action[:LONGEST_ACTION]
        bare = _SYMBOL.sub(" ", action)
        years = frozenset(_YEAR.findall(bare))
        return cls(
            terms=frozenset(term for term in tokens(action) if " " in term),
            titles=frozenset(frozenset(tokens(m["title"])) for m in _TITLE.finditer(action)),
            names=frozenset(_names(_TITLE.sub(" ", bare))),
            symbols=frozenset(symbol.lower() for symbol in _SYMBOL.findall(action)),
            subjects=frozenset(subject.lower() for subject in _subject().findall(bare)),
            years=years,
            figures=frozenset("".join(figure.split()) for figure in _FIGURE.findall(bare)) - years,
            itself=bool(_itself().search(action)),
        )

    def contradicts(self, other: ActionWords) -> bool:
        """True where each names a title, place, document, subject, year or figure that the other does not."""
        if self.itself or other.itself or (self._lacking(other) and other._lacking(self)):
            return True
        kinds = zip(self._named(), other._named(), strict=True)
        return any(mine - others and others - mine for mine, others in kinds)

    def shares_title(self, other: ActionWords) -> bool:
        """True where both name the same title."""
        return len(self._lacking(other)) < len(other.titles)

    def _named(self) -> tuple[frozenset[str], ...]:
        return self.names, self.symbols, self.subjects, self.years, self.figures

    def _lacking(self, other: ActionWords) -> list[frozenset[str]]:
        """The titles of `other` that this action does not name."""
        return [title for title in other.titles if not any(_alike(title, own) for own in self.titles)]


def _names(text: str) -> Iterator[str]:
    """The words with a capital that stand side by side: a place, a person, a project ("Sơn La", "Cao Bồ")."""
    for capital, run in itertools.groupby(_WORD.findall(text), key=lambda word: word[0].isupper()):
        words = list(run)
        if capital and len(words) > 1:
            yield " ".join(words).lower()


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return 2 * len(one & other) >= SAME_TITLE * (len(one) + len(other))
