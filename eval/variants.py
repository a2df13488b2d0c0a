"""The same cases as other people type them: without diacritics, in short forms, in NFD, with slips, as follow-ups.

A variant has the gold of the case it was made from; what it fails beyond that is lost to its form.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cache

from corpus.gazetteer import load_gazetteer
from corpus.gazetteer.load import load_abbreviations
from eval.cases import Case
from eval.slips import forms, with_slips
from index.identity import identity


class Form(StrEnum):
    """What a question is put into; the value stands in the case."""

    UNACCENTED = "unaccented"
    ABBREVIATED = "abbreviated"
    NFD = "nfd"
    TYPO = "typo"
    FOLLOW_UP = "followup"


def with_variants(cases: Sequence[Case], seed: int = 0) -> list[Case]:
    """The cases, and behind each its variants; a form that would change nothing is left out.

    Variants among the cases are not varied again. The same seed makes the same variants.
    """
    written = [case for case in cases if not case.variant]
    found: list[Case] = []
    for case in cases:
        found.append(case)
        if not case.variant:
            found.extend(_variants(case, written, seed))
    return found


def _variants(case: Case, cases: Sequence[Case], seed: int) -> Iterator[Case]:
    ways: dict[Form, Callable[[str], str]] = {
        Form.UNACCENTED: unaccented,
        Form.ABBREVIATED: abbreviated,
        Form.NFD: decomposed,
        Form.TYPO: lambda text: with_slips(text, f"{seed} {case.id} {text}"),
    }
    for form, way in ways.items():
        question, history = way(case.question), tuple(way(turn) for turn in case.history)
        if (question, history) != (case.question, case.history):
            yield _put(case, form, question, history)
    if (turns := follow_up(case, cases, seed)) is not None:
        yield _put(case, Form.FOLLOW_UP, *turns)


def _put(case: Case, form: Form, question: str, history: tuple[str, ...]) -> Case:
    return replace(
        case, id=f"{case.id}~{form}", question=question, history=history, variant=form.value, variant_of=case.id
    )


def unaccented(text: str) -> str:
    """`text` without diacritics, as one types without a Vietnamese keyboard; capitals stay.

    >>> unaccented("Bộ Công an phải làm gì về Đề án 06?")
    'Bo Cong an phai lam gi ve De an 06?'
    """
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in letters if not unicodedata.combining(c))


def decomposed(text: str) -> str:
    """`text` in NFD, as some phones and macOS write it."""
    return unicodedata.normalize("NFD", text)


def abbreviated(text: str) -> str:
    """`text` with the gazetteer's short forms in place of bodies' names and common words.

    >>> abbreviated("Ủy ban nhân dân tỉnh và Bộ Công an làm gì về chuyển đổi số?")
    'UBND tỉnh và BCA làm gì về CĐS?'
    """
    pattern, shorts = _shorts()
    return pattern.sub(lambda match: shorts[match[0].lower()], unicodedata.normalize("NFC", text))


def follow_up(case: Case, cases: Sequence[Case], seed: int) -> tuple[str, tuple[str, ...]] | None:
    """(second question, first one): what was asked of is named in the first, and left out in the second.

    The first is that of another case over the same passage, or of the case itself where there is none; None for
    kinds of questions that nobody asks so, and for what is a follow-up already.
    """
    beside = case.cat == "who" and "phối hợp" in unicodedata.normalize("NFC", case.question).lower()
    seconds = forms()["again"].get("beside" if beside else case.cat)
    if seconds is None or case.history or not case.answerable or (case.cat == "who" and not _asks_for_bodies(case)):
        return None
    dice = random.Random(f"{seed} {case.id}")  # noqa: S311  nothing secret hangs on it
    pieces = {piece for gold in case.cite for piece in gold}
    siblings = [
        other.question
        for other in cases
        if other.cat in ("who", "when", "what") and other.cat != case.cat and not other.history
        and len(other.cite) == 1 and not pieces.isdisjoint(other.cite[0])
    ]  # fmt: skip
    return dice.choice(seconds), (siblings[0] if siblings else case.question,)


def _asks_for_bodies(case: Case) -> bool:
    """True where every fact is a body: "Giao cho ai?" does not ask who signed."""
    return all(any(identity(way).known for way in ways) for ways in case.expect)


@cache
def _shorts() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern over the long forms, the longest first, and long form in small letters -> short form."""
    shorts: dict[str, str] = {}
    for body in load_gazetteer().bodies:
        if body.symbol and len(body.name.split()) > 1 and load_gazetteer().find(body.symbol) == body:
            shorts.setdefault(body.name.lower(), body.symbol)
    for each in load_abbreviations():
        long = each.expansions[0].lower()
        if not each.ambiguous and len(each.short) < len(long):
            shorts.setdefault(long, each.short)
    ways = "|".join(re.escape(long) for long in sorted(shorts, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{ways})(?!\w)", re.IGNORECASE), shorts
