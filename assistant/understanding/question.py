"""A question as it is understood: in full spelling, standing alone, with what its answer must hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from assistant.understanding.asides import without_asides
from assistant.understanding.conditions import case_in, terms_of_case
from assistant.understanding.kinds import Asked, Kind, asked_for
from assistant.understanding.names import (
    Named,
    Place,
    Role,
    authorities_of,
    bodies_in,
    gives,
    is_place,
    places_in,
    with_bodies,
    with_capitals,
    with_ministries,
)
from assistant.understanding.references import KnownDocuments, Reference, references_in
from assistant.understanding.synonyms import Alternatives, alternatives_in
from assistant.understanding.windows import Window, window_in
from assistant.understanding.words import load_question_words
from corpus.errors import BadQuestion
from corpus.reading import Span
from corpus.vietnamese import grouped
from index.short_forms import written_out
from index.store import StoredDocument
from index.tokens import pairs, syllables

BEFORE = 0.4
"""What a word of the turn before counts beside a word of the question that leans on it."""
MOST_TURNS = 8
"""Earlier questions that a question is read in the light of; each is read again, so that a long conversation costs no
more with every turn."""
ELLIPTIC = 4
"""A question of more words of its own, without a word that points back, stands by itself."""

_NUMERALS = {
    "hai": "2",
    "ba": "3",
    "bốn": "4",
    "năm": "5",
    "sáu": "6",
    "bảy": "7",
    "tám": "8",
    "chín": "9",
    "mười": "10",
}
_DIGITS = frozenset({"1", *_NUMERALS.values()})
_NUMERAL = re.compile(rf"(?<!\w)({'|'.join(_NUMERALS)}) (?!\d|nào|này|nay|qua)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]+")  # and halves of characters
_NUMBER = re.compile(r"(?<![\d/])\d[\w.]*[-/](?:\d{4}[-/])?[^\W\d][\w.&]*(?:[-/][\w.&]+)*")
_GIVERS = r"(?:(?:Phó )?Thủ tướng(?: Chính phủ)?|Chính phủ)"
_GIVEN_BY = re.compile(
    rf"(?:của|do|mà) {_GIVERS}(?!\w)"
    rf"|(?<!\w){_GIVERS} (?=(?:đã )?(?:giao|yêu cầu|chỉ đạo|phân công|nhắc|đề nghị)(?!\w))",
    re.IGNORECASE,
)
_OF_A_NAME = re.compile(
    r"(?<!\w)(?P<kind>viện|trường|học|cảng|bay|cầu|hồ|sông|xã|phường|huyện|chợ|đảo) (?P<name>[^\W\d_][\w-]*)",
    re.IGNORECASE,
)
_NO_QUESTION = (Kind.CHAT, Kind.OUTSIDE)
_LIST_KINDS = (Kind.LIST, Kind.COUNT)
_ANOTHER = re.compile(r"(?:thế |vậy )?còn ")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood.

    Attributes:
        asked: as the person typed it, in NFC and without control characters.
        full: in full spelling.
        searched: what is looked for: `full`, behind the turn before where it leans on it, short forms written out.
        what: what it asks for.
        terms: the syllables and pairs of syllables that an answer should hold, with their share (1, or `BEFORE`).
        alternatives: what may stand for these in a document.
        bodies, places, references, window: what it names.
        leans: True where the turn before was needed.
        of_before: True where it asks about the very work that the turn before was answered with.
        bodies_of_before: True where it names that answer's bodies ("cơ quan đó").
        must: pairs of words of which an answer has to hold one: "3 không".
        names: the same of things that have a name: "viện k" of "Bệnh viện K".
        like: the question of before that says what is asked for, where it is not said again.
        stands: the question that stood by itself and that this one goes on from; its spans are of its own `full`.
    """

    asked: str
    full: str
    searched: str
    what: Asked
    terms: Mapping[str, float]
    alternatives: Alternatives = field(default_factory=dict)
    bodies: tuple[Named, ...] = ()
    places: tuple[Place, ...] = ()
    references: tuple[Reference, ...] = ()
    window: Window | None = None
    leans: bool = False
    of_before: bool = False
    bodies_of_before: bool = False
    must: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    like: str = ""
    stands: Question | None = None

    @property
    def kind(self) -> Kind:
        """What it asks for first of all."""
        return self.what.kind

    @property
    def charged(self) -> tuple[Named, ...]:
        """The bodies that it asks about, not those that receive something."""
        return tuple(body for body in self.bodies if body.role is Role.CHARGED)

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures among its own words."""
        return tuple(t for t, share in self.terms.items() if t[0].isdigit() and " " not in t and share == 1.0)

    @property
    def named_documents(self) -> frozenset[str]:
        """The stored documents that it names."""
        return frozenset(name for reference in self.references for name in reference.documents)


class Understanding:
    """Reads questions over one state of a corpus."""

    def __init__(
        self,
        documents: Sequence[StoredDocument],
        full: Callable[[str], str],
        today: date,
        *,
        longest: int = 1000,
    ) -> None:
        """Takes the documents that may be named, what spells a question in full, and the day of asking.

        Args:
            longest: in characters; a longer question is refused.
        """
        self._known = KnownDocuments(documents)
        self._full = full
        self._today = today
        self._longest = longest
        # each question comes again as an earlier one of its conversation
        self._alone = lru_cache(maxsize=512)(self._by_itself)

    def read(self, text: str, history: Sequence[str] = ()) -> Question:
        """A question in the light of the person's earlier ones, oldest first.

        Raises:
            BadQuestion: it has no words, or too many.
        """
        asked = cleaned(text)
        if len(asked) > self._longest:
            have, most = grouped(len(asked)), grouped(self._longest)
            raise BadQuestion(f"Câu hỏi dài {have} ký tự, tối đa {most}; hãy hỏi ngắn hơn.")
        if not re.search(r"\w", asked):
            raise BadQuestion("Câu hỏi trống; hãy nhập câu hỏi.")
        before: Question | None = None
        for turn in self.turns(history):
            before = self._in_light(turn, before)
        return self._in_light(asked, before)

    def turns(self, history: Sequence[str]) -> list[str]:
        """The last of the earlier questions, less those that only chat."""
        said = [cleaned(turn)[: self._longest] for turn in history[-MOST_TURNS:]]
        asked = [turn for turn in said if re.search(r"\w", turn)]
        return [turn for turn in asked if asked_for(self._full(turn)).kind not in _NO_QUESTION]

    def _in_light(self, asked: str, before: Question | None) -> Question:
        alone = self.alone(asked)
        if before is None or alone.kind in _NO_QUESTION:
            return alone
        return following(alone, before, self)

    def window(self, text: str) -> Window | None:
        """The window that a text in full spelling names, where a list was asked for before."""
        return window_in(text, self._today, bare=True)

    def alone(self, asked: str) -> Question:
        """A question that stands by itself."""
        return self._alone(asked)

    def _by_itself(self, asked: str) -> Question:
        text = asked.lower() if asked.isupper() else asked
        full = without_asides(with_ministries(with_bodies(with_capitals(self._full(text), text), text)))
        what = asked_for(full)
        bodies = bodies_in(full, who=what.kind is Kind.WHO)
        if what.kind not in _LIST_KINDS:  # a province is told to do things; elsewhere it is where they are
            bodies = tuple(body for body in bodies if not is_place(body.name))
        references = references_in(full, self._known)
        taken = [r.span for r in references]
        window = window_in(full, self._today, taken) if what.kind in _LIST_KINDS or what.statuses else None
        places = places_in(full, bodies)
        if what.kind in _LIST_KINDS and not bodies:
            bodies = authorities_of(full, places)
        blanked = [*taken, *(b.span for b in bodies if b.role is Role.CHARGED), *(p.span for p in places)]
        blanked += [b.span for b in bodies if gives(full, b)]
        blanked += [Span(*m.span()) for m in _GIVEN_BY.finditer(full)]
        if window is not None:
            blanked.append(window.span)
        left = _without(full, blanked)
        if what.kind is Kind.DEFINITION:
            left = _NUMERAL.sub(lambda m: f"{_NUMERALS[m[1].lower()]} ", left)
        terms = dict.fromkeys(terms_of(written_out(left)), 1.0)
        if (case := case_in(full)) is not None:
            inside = [Span(b.start - case.start, b.end - case.start) for b in blanked if case.holds(b)]
            left = _without(case.of(full), inside)
            terms = dict.fromkeys(terms_of_case(left), 1.0)
        written = written_out(full)
        searched = full if written == full else f"{full} {written}"
        must: tuple[str, ...] = ()
        if what.kind is Kind.DEFINITION:
            must = tuple(
                dict.fromkeys(f"{a} {b}" for a, b in pairwise(syllables(left)) if a in _DIGITS and not b.isdigit())
            )
            terms |= dict.fromkeys(must, 1.0)
        names = tuple(pair for pair in named_in(left) if pair in terms)
        alternatives = {t: meant for t, meant in alternatives_in(left).items() if t in terms}
        return Question(
            asked, full, searched, what, terms, alternatives, bodies, places, references, window, must=must, names=names
        )


def following(question: Question, before: Question, reader: Understanding) -> Question:
    """A question in the light of the one before it; as it is where it stands by itself."""
    words, low = load_question_words(), question.full.lower()
    opens = (opening := words.follow["opening"].match(low)) is not None and not low.startswith(" nào", opening.end())
    contrasted = any(low.startswith(f"{body.name.lower()} thì ") for body in question.bodies)
    marked = opens or contrasted or words.follow["marks"].search(low) is not None
    own = [t for t in question.terms if " " not in t and t not in words.fillers]
    own = [t for t in own if not t.isdigit()] if not marked else own
    points_to_bodies = words.follow["bodies"].search(low) is not None
    points_to_work = words.follow["works"].search(low) is not None
    named = question.bodies or question.places or question.references or question.window
    if not marked and (named or question.must or len(own) > ELLIPTIC):
        return question
    if not marked and len(own) > 1:  # it may go on with the subject, and may not: the words before count little
        weakly = {t: share * BEFORE / 2 for t, share in before.terms.items() if share == 1.0}
        return replace(
            question,
            terms=weakly | dict(question.terms),
            alternatives={**before.alternatives, **question.alternatives},
            searched=f"{question.searched} {before.full}",
        )
    if not marked and own and question.kind is Kind.WHAT:
        return question
    stood = before.stands or before
    window = question.window
    if window is None and stood.window is not None and question.kind is Kind.WHAT:
        window = reader.window(question.full)
    if (replaced := _replaced(replace(question, window=window), stood, own)) is not None:
        found = replace(reader.alone(replaced), asked=question.asked, leans=True)
        return found if before is stood else replace(found, what=before.what, like=before.full)
    nothing_new = not own or points_to_work
    what = question.what
    if what.kind is Kind.WHAT and not points_to_work:
        what = before.what
    another = bool(own) and _ANOTHER.match(low) is not None
    share = BEFORE / 2 if another else BEFORE
    terms = dict.fromkeys(before.terms, share) | dict.fromkeys(question.terms, 1.0) if own else dict(before.terms)
    if points_to_bodies and what.kind in _LIST_KINDS and not points_to_work:
        terms = dict.fromkeys(own, 1.0)
    bodies = question.bodies or (() if points_to_bodies or another else before.bodies)
    new = question.bodies or question.places or question.window or question.references
    return replace(
        question,
        what=what,
        searched=f"{before.searched} {question.searched}",
        terms=terms,
        alternatives={**before.alternatives, **question.alternatives},
        bodies=bodies,
        places=question.places or before.places,
        references=question.references or before.references,
        window=question.window or (before.window if what.kind in _LIST_KINDS else None),
        leans=True,
        of_before=nothing_new and not new and (points_to_work or not points_to_bodies),
        bodies_of_before=points_to_bodies,
        stands=stood,
    )


def _replaced(question: Question, before: Question, own: Sequence[str]) -> str | None:
    """The question before with another body, place, year, window or document in it ("Còn Bộ Y tế thì sao?")."""
    days = set(syllables(question.window.words)) if question.window is not None else set()
    if any(not t.isdigit() and t not in days for t in own) or question.kind not in (Kind.WHAT, before.kind):
        return None
    if question.bodies and before.bodies:
        return _with(before, (before.charged or before.bodies)[0].span, question.bodies[0].name)
    if question.bodies:
        name = question.bodies[0].name
        return f"{name} được giao việc gì: {before.full}" if before.kind is Kind.WHO else f"{name} {before.full}"
    if question.places and before.places:
        return _with(before, before.places[0].span, question.places[0].name)
    if question.references and before.references:
        return _with(before, before.references[0].span, question.references[0].words)
    if question.window is not None and before.window is not None:
        return _with(before, before.window.span, question.window.words)
    years = re.findall(r"\b(?:19|20)\d\d\b", question.full)
    if years and (old := re.search(r"\b(?:19|20)\d\d\b", before.full)):
        return _with(before, Span(*old.span()), years[0])
    if years:
        return f"{before.full.rstrip(' ?.')} năm {years[0]}?"
    return None


def _with(before: Question, span: Span, words: str) -> str:
    return f"{before.full[: span.start]}{words}{before.full[span.end :]}"


def cleaned(text: str) -> str:
    """NFC, without control characters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", _CONTROL.sub(" ", text)).split())


def terms_of(text: str) -> tuple[str, ...]:
    """What remains of a question without the words that only ask: its syllables, and the pairs of neighbours."""
    words = load_question_words()
    found: dict[str, None] = dict.fromkeys(m[0].lower() for m in _NUMBER.finditer(text))
    for piece in re.split(r"[,.;:!?()\"“”](?!\d)", words.asking.sub(" | ", text.lower())):
        for part in piece.split("|"):
            said = [w for w in syllables(part) if w not in words.fillers]
            found.update(dict.fromkeys([*said, *pairs(said)]))
    return tuple(found)


def named_in(text: str) -> tuple[str, ...]:
    """What a thing of a name is told from others by: the last syllable of its kind with the first of its name.

    >>> named_in("Cơ sở 2 Bệnh viện K xong khi nào, còn cảng Cái Lân?")
    ('viện k', 'cảng cái')
    """
    named = [m for m in _OF_A_NAME.finditer(text) if m["name"][0].isupper()]
    return tuple(dict.fromkeys(f"{m['kind']} {m['name']}".lower() for m in named))


def _without(text: str, spans: Sequence[Span]) -> str:
    """The text with a bar in place of each span."""
    for span in sorted(spans, key=lambda s: -s.start):
        text = f"{text[: span.start]} , {text[span.end :]}"
    return text
