"""The words of words.toml, as patterns over a question in lower case."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FILE = "words.toml"


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The lists of the file; a pattern matches any phrase of its list, the longest first, as whole words.

    Attributes:
        kinds: name of the kind -> its phrases.
        who: the kind of body asked for -> words that such a body's name begins with.
        anybody: syllables behind which "nào" asks for no kind of body.
        documents: kinds of documents that are never each other.
        common: the small words of questions.
        compounds: what holds such a word and means something else.
        asks, chat, follow: name -> phrases.
        organisations: what the proper name of a body begins with, known or not.
        givers: ids of the bodies that give tasks.
        beside, charged: end where a body begins.
        must, acts, gives: begin behind one.
        short: a short form -> what it may stand for.
        asking: all that only asks, and the fillers.
        phrases: every phrase of the file that is written as people write it.
    """

    kinds: Mapping[str, re.Pattern[str]]
    who: Mapping[str, tuple[str, ...]]
    anybody: frozenset[str]
    documents: tuple[str, ...]
    common: frozenset[str]
    compounds: re.Pattern[str]
    asks: Mapping[str, re.Pattern[str]]
    chat: Mapping[str, re.Pattern[str]]
    follow: Mapping[str, re.Pattern[str]]
    organisations: tuple[str, ...]
    givers: frozenset[str]
    beside: re.Pattern[str]
    charged: re.Pattern[str]
    must: re.Pattern[str]
    acts: re.Pattern[str]
    gives: re.Pattern[str]
    short: Mapping[str, tuple[str, ...]]
    asking: re.Pattern[str]
    fillers: frozenset[str]
    phrases: tuple[str, ...]


@cache
def load_question_words() -> QuestionWords:
    """The shipped words."""
    data = tomllib.loads((files("assistant.understanding") / FILE).read_text(encoding="utf-8"))
    kinds, fillers = data["kinds"], data["fillers"]["words"]
    told = [p for table in ("kinds", "asks", "chat", "follow") for phrases in data[table].values() for p in phrases]
    asking = [
        *(p for lists in (kinds, data["asks"], data["follow"]) for phrases in lists.values() for p in phrases),
        *fillers,
    ]
    known = [*data["roles"]["charged"], *data["roles"]["acts"]]
    return QuestionWords(
        kinds=_patterns(kinds),
        who={kind: tuple(words) for kind, words in data["who"].items()},
        anybody=frozenset(data["which"]["anybody"]),
        documents=tuple(data["which"]["documents"]),
        common=frozenset(data["common"]["words"]),
        compounds=_whole(data["compounds"]["words"]),
        asks=_patterns(data["asks"]),
        chat=_patterns(data["chat"]),
        follow=_patterns(data["follow"]),
        organisations=tuple(f"{word} " for word in data["organisations"]["beginnings"]),
        givers=frozenset(data["givers"]["ids"]),
        beside=re.compile(rf"(?<!\w)(?:{_any(data['roles']['beside'])}) \Z"),
        charged=re.compile(rf"(?<!\w)(?:{_any(data['roles']['charged'])}) \Z"),
        must=_behind(data["roles"]["must"]),
        acts=_behind(data["roles"]["acts"]),
        gives=_behind(data["roles"]["gives"]),
        short={short: tuple(words) for short, words in data["short"].items()},
        asking=_whole(asking),
        fillers=frozenset(word for phrase in asking for word in phrase.split() if phrase == word),
        phrases=tuple(dict.fromkeys([*told, *data["vocabulary"]["words"], *fillers, *known])),
    )


def _patterns(lists: Mapping[str, Iterable[str]]) -> dict[str, re.Pattern[str]]:
    return {name: _whole(phrases) for name, phrases in lists.items()}


def _whole(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(phrases)})(?!\w)")


def _behind(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf",? (?:{_any(phrases)})(?!\w)")


def _any(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(set(phrases), key=lambda p: (-len(p), p)))
