"""The words by which bodies are read: the forms of forms.toml and the names of the gazetteer, as trees."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from corpus.gazetteer import Body, load_gazetteer
from corpus.tasks.bodies.syllables import Tree, syllables_of
from corpus.tasks.words import load_words

FILE = "forms.toml"
NEEDS = ("name", "level", "nothing")

_FUNCTION_WORDS = frozenset({"và", "các", "về", "của", "tại", "cho", ""})


@dataclass(frozen=True, slots=True)
class Form:
    """An institution word and what it needs (see forms.toml)."""

    word: str
    needs: str
    small: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True)
class BodyLexicon:
    """All that the readers of bodies know; the names are those of forms.toml.

    Attributes:
        openers: all with which an entry of a list can begin.
        known: names, aliases and heads of the gazetteer's bodies of more than one syllable.
        signs: its short forms of one syllable, as written ("EVN").
        compounds: pairs of syllables that make one word or stand together in a name.
        verbs: verbs of one syllable.
        members_of: institution word -> the names that may stand behind it in a list ("bộ" -> "tài chính").
    """

    openers: Tree[str]
    known: Tree[Body]
    signs: dict[str, Body]
    members_of: dict[str, Tree[Body]]
    single: frozenset[str]
    provinces: Tree[str]
    institutions: Tree[Form]
    offices: Tree[str]
    alone: Tree[str]
    central: frozenset[str]
    address: Tree[str]
    surnames: frozenset[str]
    apposition: Tree[str]
    members: Tree[str]
    weak: frozenset[str]
    people: frozenset[str]
    named: frozenset[str]
    working: frozenset[str]
    duties: frozenset[str]
    plural: Tree[str]
    nature: Tree[str]
    closing: Tree[str]
    relative: Tree[str]
    sources: Tree[str]
    units: Tree[str]
    vague: frozenset[str]
    silent: frozenset[str]
    unit_closing: Tree[str]
    marks: Tree[str]
    locating: Tree[str]
    placed: frozenset[str]
    addressing: frozenset[str]
    name_words: Tree[str]
    long_words: Tree[str]
    stops: Tree[str]
    orders: Tree[str]
    breaks: Tree[str]
    compounds: frozenset[tuple[str, ...]]
    verbs: frozenset[str]
    lookalikes: Tree[str]
    endings: frozenset[tuple[str, ...]]


def _tree(*phrases: Iterable[str]) -> Tree[str]:
    return Tree({phrase: phrase for each in phrases for phrase in each})


def _spellings(body: Body) -> set[str]:
    spelled = {body.name, *body.aliases, *([body.symbol] if body.symbol else [])}
    return spelled - set(body.ambiguous)


def _members_of(bodies: Iterable[Body], word: str) -> Tree[Body]:
    own = {
        name.removeprefix(f"{word.capitalize()} "): body
        for body in bodies
        for name in _spellings(body)
        if name.startswith(f"{word.capitalize()} ")
    }
    return Tree(own)


def _name_words(bodies: Iterable[Body], verbs: set[str]) -> set[str]:
    """The small words of two syllables in the gazetteer's names ("vận tải" in "Bộ Giao thông vận tải").

    The first small syllable behind a capitalised one ends a compound ("Giao thông"); the others are taken by twos.
    """
    found = set()
    for body in bodies:
        run: list[str] = []
        for word in [*syllables_of(body.name).text.replace(",", " ,").split(), ""]:
            if word.islower() and word not in _FUNCTION_WORDS:
                run.append(word)
                continue
            found |= {f"{one} {two}" for one, two in zip(run[1::2], run[2::2], strict=False)}
            run = [] if word[:1].isupper() else [""]
    return found - verbs


def _pairs(phrases: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Every two syllables that stand side by side in a phrase."""
    for phrase in phrases:
        yield from pairwise(syllables_of(phrase).plain)


@cache
def load_body_lexicon() -> BodyLexicon:
    """The lexicon of the shipped files."""
    data = tomllib.loads((files("corpus.tasks.bodies") / FILE).read_text(encoding="utf-8"))
    gazetteer = load_gazetteer()
    bodies = gazetteer.bodies
    spelled = {name: body for body in bodies for name in (*body.heads, *_spellings(body))}
    long = {name: body for name, body in spelled.items() if len(syllables_of(name)) > 1}
    task_words = load_words()
    verbs = {*task_words.verbs.phrases, *task_words.adverbs.phrases, *task_words.modals.phrases}
    forms = {
        word: Form(word, each["needs"], each.get("small", False), each.get("long", False))
        for each in data["institution"]
        for word in each["words"]
    }
    office, member, qualifier = data["office"], data["member"], data["qualifier"]
    kinds = (
        dict.fromkeys(member["organs"], "organ")
        | dict.fromkeys(member["apart"], "apart")
        | dict.fromkeys(member["actors"], "actor")
    )
    places = {name for each in gazetteer.provinces for part in each.parts for name in (part.name, *part.aliases)}
    places |= {name for each in gazetteer.provinces for name in (each.name, *each.aliases)}
    listed = (office["words"], office["alone"], office["address"], member["plural"], data["territory"]["units"])
    return BodyLexicon(
        openers=_tree(spelled, forms, kinds, *listed),
        known=Tree(long),
        signs={name: body for name, body in spelled.items() if name not in long and len(name) > 2},
        members_of={word: _members_of(bodies, word) for word in data["once"]["words"]},
        single=frozenset(data["once"]["single"]),
        provinces=_tree(places),
        institutions=Tree(forms),
        offices=_tree(office["words"], office["alone"]),
        alone=_tree(office["alone"]),
        central=frozenset(office["central"]),
        address=_tree(office["address"]),
        surnames=frozenset(office["surnames"]),
        apposition=_tree(office["apposition"]),
        members=Tree(kinds),
        weak=frozenset(member["weak"]),
        people=frozenset(member["people"]),
        named=frozenset(member["named"]),
        working=frozenset(member["working"]),
        duties=frozenset(member["duties"]),
        plural=_tree(member["plural"]),
        nature=_tree(qualifier["nature"]),
        closing=_tree(qualifier["closing"]),
        relative=_tree(qualifier["relative"]),
        sources=_tree(qualifier["sources"]),
        vague=frozenset(data["territory"]["vague"]),
        silent=frozenset(data["territory"]["silent"]),
        units=_tree(data["territory"]["units"]),
        unit_closing=_tree(data["territory"]["closing"]),
        marks=_tree(data["territory"]["marks"]),
        locating=_tree(data["territory"]["locating"]),
        placed=frozenset(data["lookalike"]["locating"]),
        addressing=frozenset(data["lookalike"]["addressing"]),
        name_words=_tree(data["words"]["name"], _name_words(bodies, verbs)),
        long_words=_tree(data["words"]["long"]),
        stops=_tree(data["words"]["stops"], {verb for verb in verbs if " " in verb} - set(data["words"]["name"])),
        orders=_tree(data["words"]["stops"]),
        breaks=_tree(kind.name for kind in gazetteer.kinds),
        compounds=frozenset(_pairs([*verbs, *spelled, *kinds, *data["words"]["name"], *data["words"]["long"], *forms])),
        verbs=frozenset(verb for verb in verbs if " " not in verb),
        lookalikes=_tree(data["lookalike"]["words"]),
        endings=frozenset(syllables_of(words).plain for words in data["lookalike"]["endings"]),
    )
