"""A question as it is understood: checked, in one spelling, with the words that its answer must hold."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from corpus.errors import BadQuestion
from corpus.gazetteer import Body, load_gazetteer
from corpus.vietnamese import grouped
from index.tokens import pairs, syllables

FEWEST_WORDS = 2
"""A question with fewer words of its own leans on the one before it."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]+")  # and halves of characters
_SHORT_FORM = re.compile(r"(?<!\w)(?:[^\W\d_a-zđ]|&){2,}\w*(?!\w)")


class Kind(StrEnum):
    """What a question asks for."""

    WHO = "who"
    WHEN = "when"
    NUMBER = "number"
    LIST = "list"
    WHAT = "what"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood.

    Attributes:
        asked: as the person typed it, in NFC and without control characters.
        searched: what is looked for: with the words of the turn before where it leans on it, short forms written out.
        kind: what it asks for.
        terms: syllables and pairs of them that an answer should hold, each once.
        bodies: the bodies it names, less those that give tasks.
        leans: True where the turn before was needed.
    """

    asked: str
    searched: str
    kind: Kind
    terms: tuple[str, ...]
    bodies: tuple[Body, ...]
    leans: bool = False


def understand(text: str, history: Sequence[str] = (), *, longest: int = 1000) -> Question:
    """Reads a question in the light of the person's earlier ones, oldest first.

    Raises:
        BadQuestion: it has no words, or more than `longest` characters.
    """
    asked = _clean(text)
    if len(asked) > longest:
        have, most = grouped(len(asked)), grouped(longest)
        raise BadQuestion(f"Câu hỏi dài {have} ký tự, tối đa {most}; hãy hỏi ngắn hơn.")
    if not re.search(r"\w", asked):
        raise BadQuestion("Câu hỏi trống; hãy nhập câu hỏi.")
    own = terms_of(asked)
    before = next((_clean(turn) for turn in reversed(history) if re.search(r"\w", turn)), "")
    leans = bool(before) and len([t for t in own if " " not in t]) <= FEWEST_WORDS
    whole = f"{before} {asked}" if leans else asked
    written_out = _written_out(whole)
    searched = whole if written_out == whole else f"{whole} {written_out}"
    return Question(asked, searched, _kind(asked), terms_of(written_out), _bodies(written_out), leans)


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", _CONTROL.sub(" ", text)).split())


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "question_words.toml").read_text(encoding="utf-8"))


def _bodies(text: str) -> tuple[Body, ...]:
    givers = _data()["givers"]["ids"]
    return tuple(body for body in load_gazetteer().bodies_in(text) if body.id not in givers)


@cache
def _question_words() -> tuple[dict[str, list[str]], re.Pattern[str], frozenset[str]]:
    data = _data()
    kinds = data["kinds"]
    phrases = sorted({p for ps in kinds.values() for p in ps} | set(data["fillers"]["words"]), key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, phrases)) + r")(?!\w)")
    return kinds, pattern, frozenset(p for p in phrases if " " not in p)


def _kind(asked: str) -> Kind:
    kinds, _, _ = _question_words()
    words = " ".join(["", *re.findall(r"[\w,]+", asked.lower()), ""])
    for kind in (Kind.LIST, Kind.WHEN, Kind.NUMBER, Kind.WHO):
        if any(f" {phrase} " in words for phrase in kinds[kind.value]):
            return kind
    return Kind.WHAT


def terms_of(text: str) -> tuple[str, ...]:
    """What remains of a question without the words that only ask: its syllables, and the pairs of neighbours."""
    _, pattern, fillers = _question_words()
    found: dict[str, None] = {}
    for piece in re.split(r"[,.;:!?()\"“”]", pattern.sub(" | ", text.lower())):
        for part in piece.split("|"):
            words = [w for w in syllables(part) if w not in fillers]
            found.update(dict.fromkeys([*words, *pairs(words)]))
    return tuple(found)


def _written_out(text: str) -> str:
    """The text with what each short form stands for in its place, where it has one meaning."""
    gazetteer = load_gazetteer()

    def meaning(match: re.Match[str]) -> str:
        meanings = gazetteer.expansions(match[0])
        return meanings[0] if len(meanings) == 1 else match[0]

    return _SHORT_FORM.sub(meaning, text)
