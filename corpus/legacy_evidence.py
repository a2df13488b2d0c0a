"""The evidence for an old encoding: which words are Vietnamese by it, which as they stand, and which by neither."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache

from corpus.encodings import TONES, Encoding, encodings
from corpus.vietnamese import is_syllable

PROOF = 3
"""So many different words that are Vietnamese only by the old encoding prove it."""
SHARE = 0.85
"""At least this share of the words with signs must be Vietnamese by an encoding."""
_PLAIN_SHARE = 0.5  # of the words without signs, which other languages have too
_LETTERS = re.compile("[a-zđàảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ]+")
_STOPS = re.compile(r"(?:[ptc]|ch)$")
_LAST_LATIN_1 = "\xff"
_LONGEST = 8  # "nghiêng"
_PUNCTUATION = ".,;:!?()[]/\"'-"


class Kind(Enum):
    """How a word reads by an encoding and as it stands; UNSIGNED where there is no difference, or none that tells."""

    ONLY = auto()
    EITHER = auto()
    NEITHER = auto()
    GOOD = auto()
    UNSIGNED = auto()


@lru_cache(maxsize=1 << 16)
def kind_of(word: str, encoding: Encoding) -> Kind:
    """How the word reads by the encoding; letters of other blocks than Latin-1 stand in Unicode only."""
    beyond = max(word) > _LAST_LATIN_1
    if not beyond and encoding.sign.search(word) is None:
        return Kind.UNSIGNED
    now, then = is_spelled(word), is_spelled(encoding.decode(word))
    if now and (beyond or not then):
        return Kind.GOOD
    if then:
        return Kind.EITHER if now else Kind.ONLY
    return Kind.UNSIGNED if encoding.decode(word).isupper() else Kind.NEITHER  # an abbreviation: "QĐ", "HĐND"


def _borders(character: str) -> bool:
    """True for what stands beside a word: white space, a mark, a symbol, or nothing."""
    return not character or character.isspace() or unicodedata.category(character)[0] in "PSZ"


@dataclass(slots=True)
class Count:
    """The words of a paragraph with the signs of one encoding.

    Attributes:
        only: different words that are Vietnamese by the encoding and not as they stand.
        either, neither: how many are Vietnamese in both readings, or in none.
        good: how many are Vietnamese as they stand only.
        told: how many there are of `only`, each as often as it stands there.
    """

    only: set[str] = field(default_factory=set)
    told: int = 0
    either: int = 0
    neither: int = 0
    good: int = 0

    @classmethod
    def of(cls, text: str, encoding: Encoding) -> Count:
        """The count of a paragraph."""
        count = cls()
        for match in encoding.word.finditer(text):
            if not (
                _borders(text[match.start() - 1 : match.start()]) and _borders(text[match.end() : match.end() + 1])
            ):
                continue  # a piece of something that is no word, and no proof: "Gµ0µ0Ü"
            kind = kind_of(match[0], encoding)
            if kind is Kind.ONLY:
                count.only.add(match[0])
                count.told += 1
            elif kind is Kind.EITHER:
                count.either += 1
            elif kind is Kind.NEITHER:
                count.neither += 1
            elif kind is Kind.GOOD:
                count.good += 1
        return count

    @property
    def words(self) -> int:
        """How many words have signs."""
        return self.told + self.either + self.neither + self.good

    @property
    def share(self) -> float:
        """The part of them that are Vietnamese by the encoding."""
        return (self.told + self.either) / self.words if self.words else 0.0


@dataclass(frozen=True, slots=True)
class Tally:
    """What a paragraph with signs says.

    Attributes:
        text: the paragraph.
        counts: its words by each encoding.
        encoding: the one that it convinces of by itself, if any.
    """

    text: str
    counts: dict[Encoding, Count]
    encoding: Encoding | None

    @property
    def good(self) -> bool:
        """True where it reads better as it stands than by any encoding."""
        return all(map(self.speaks_against, self.counts))

    def speaks_against(self, encoding: Encoding) -> bool:
        """True where more words are Vietnamese only as they stand than only by the encoding."""
        return self.counts[encoding].good > self.counts[encoding].told

    @property
    def proves(self) -> bool:
        """True where it holds enough different words to need no other paragraph."""
        return self.encoding is not None and len(self.counts[self.encoding].only) >= PROOF


def tally_of(text: str) -> Tally | None:
    """None for a paragraph without any sign, which is the same in each encoding."""
    if text.isascii():
        return None
    counts = {encoding: Count.of(text, encoding) for encoding in encodings()}
    encoding, best = max(counts.items(), key=lambda found: (found[1].share * found[1].told, found[1].share))
    convincing = best.told > best.good and best.share >= SHARE
    return Tally(text, counts, encoding if convincing else None)


def is_spelled(word: str) -> bool:
    """True for a syllable in one of the three habits of capitals; one that ends in a stop bears acute or dot."""
    if len(word) > _LONGEST or not (word.islower() or word.isupper() or word.istitle()):
        return False
    low = word.lower()
    if _LETTERS.fullmatch(low) is None or not is_syllable(low):
        return False
    tones = [mark for mark in unicodedata.normalize("NFD", low) if mark in TONES]
    return len(tones) < 2 and (_STOPS.search(low) is None or tones in (["\u0301"], ["\u0323"]))


def reads_vietnamese(text: str) -> bool:
    """True unless most of the words that every encoding writes alike are no Vietnamese."""
    words = (word.strip(_PUNCTUATION) for word in text.split())
    plain = [word for word in words if len(word) > 1 and word.isascii() and word.isalpha() and not word.isupper()]
    return sum(map(is_syllable, plain)) >= _PLAIN_SHARE * len(plain)
