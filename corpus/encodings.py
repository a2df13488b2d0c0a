"""The encodings of Vietnamese before Unicode, as the characters that a Western program shows for their bytes.

Sources: TCVN 5712:1993 (VN3, the set of the ABC fonts such as .VnTime), the character map of the VNI fonts for Windows
(VNI-Times), and Microsoft's code page 1258. The bytes 80 to FF are taken as code page 1252 shows them, because that is
how such text reaches a Unicode file. VIQR is not among them: its signs are the punctuation of any ASCII text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

GRAVE, HOOK, TILDE, ACUTE, DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
TONES = GRAVE + HOOK + TILDE + ACUTE + DOT
"""The combining marks of the tones."""

# VN3: one character a letter; letters with a tone have no capitals (the fonts .VnTimeH show capitals for them).
_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®" "µ¶·¸¹»¼½¾ÆÇÈÉÊË" "ÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞ" "ßáâãäåæçèéêëìíî" "ïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđ" "àảãáạằẳẵắặầẩẫấậ" "èẻẽéẹềểễếệìỉĩíị" "òỏõóọồổỗốộờởỡớợ" "ùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)  # fmt: skip
# VNI: a letter is followed by the sign for its tone, or for its shape and tone together; some letters are one sign.
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_TONES = {"ù": ACUTE, "ø": GRAVE, "û": HOOK, "õ": TILDE, "ï": DOT}
_VNI_ROOF = {"â": "", "á": ACUTE, "à": GRAVE, "å": HOOK, "ã": TILDE, "ä": DOT}
_VNI_BREVE = {"ê": "", "é": ACUTE, "è": GRAVE, "ú": HOOK, "ü": TILDE, "ë": DOT}
# Code page 1258: letters with a shape, each followed by its tone.
_1258_LETTERS = {"ã": "ă", "õ": "ơ", "ý": "ư", "ð": "đ"}
_1258_TONES = {"Ì": GRAVE, "Ò": HOOK, "Þ": TILDE, "ì": ACUTE, "ò": DOT}


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """An old encoding.

    Attributes:
        name: as people call it.
        units: what stands for a letter (one or two characters) -> the letter, NFC.
        unit: matches the longest unit at a place.
        sign: matches what a word holds only if it is written in this encoding, or is a foreign one.
        word: matches a word with all signs that may stand in it.
        no_capitals: letters with a tone have no capitals of their own.
    """

    name: str
    units: Mapping[str, str]
    unit: re.Pattern[str]
    sign: re.Pattern[str]
    word: re.Pattern[str]
    no_capitals: bool = False

    def letters(self, text: str) -> Iterator[tuple[int, str]]:
        """The text as letters: where each stands in `text` as it is, and what it is in Unicode."""
        at = 0
        for unit in self.unit.finditer(text):
            if at < unit.start():
                yield at, text[at : unit.start()]
            yield unit.start(), self.units[unit[0]]
            at = unit.end()
        if at < len(text):
            yield at, text[at:]

    def decode(self, text: str) -> str:
        """`text` in Unicode; what is no unit stays. Capitals are not looked at.

        >>> tcvn3().decode("Thñ t­íng ChÝnh phñ"), vni().decode("Thuû töôùng Chính phuû")
        ('Thủ tướng Chính phủ', 'Thủ tướng Chính phủ')
        """
        return self.unit.sub(lambda unit: self.units[unit[0]], text)


def encodings() -> tuple[Encoding, ...]:
    """All encodings that are known."""
    return tcvn3(), vni(), windows_1258()


@cache
def tcvn3() -> Encoding:
    """TCVN3, also called ABC."""
    return _encoding("TCVN3", _TCVN3, no_capitals=True)


@cache
def vni() -> Encoding:
    """VNI for Windows."""
    units = {**_VNI_SINGLE, **{single.upper(): letter.upper() for single, letter in _VNI_SINGLE.items()}}
    for base in "aeouyôöAEOUYÔÖ":
        letter = units.get(base, base)
        units.update(_signed(base, letter, _VNI_TONES))
        if base in "aeoAEO":
            units.update(_signed(base, _composed(letter + "\u0302"), _VNI_ROOF))
        if base in "aA":
            units.update(_signed(base, _composed(letter + "\u0306"), _VNI_BREVE))
    return _encoding("VNI", units)


@cache
def windows_1258() -> Encoding:
    """Microsoft's code page, its bytes shown as those of code page 1252."""
    units = {**_1258_LETTERS, **{base.upper(): letter.upper() for base, letter in _1258_LETTERS.items()}}
    for base in "aâãeêioôõuýyAÂÃEÊIOÔÕUÝY":
        letter = units.get(base, base)
        units.update({base + sign: _composed(letter + tone) for sign, tone in _1258_TONES.items()})
    return _encoding("windows-1258", units)


def _signed(base: str, letter: str, signs: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The signs behind a letter, small and capital; old programs write small ones behind a capital too."""
    for sign, tone in signs.items():
        composed = _composed(letter + tone)
        yield base + sign, composed
        yield base + sign.upper(), composed


def _composed(letter: str) -> str:
    return unicodedata.normalize("NFC", letter)


def _encoding(name: str, units: Mapping[str, str], *, no_capitals: bool = False) -> Encoding:
    """An encoding whose signs lie in the upper half of the Western code page."""
    signs = {sign for unit in units for sign in unit if not sign.isascii()}
    inside = re.escape("".join(sorted(signs)))
    # Letters of other blocks are no sign of the encoding, but they belong to the word.
    word = re.compile(rf"(?:[^\W\d_]|[{inside}])+")
    return Encoding(name, units, _any_of(units), re.compile(f"[{inside}]"), word, no_capitals=no_capitals)


def _any_of(units: Iterable[str]) -> re.Pattern[str]:
    """Matches the longest of `units`: all but the last character of one, then any that may end it."""
    following: dict[str, str] = {}
    for unit in units:
        following[unit[:-1]] = following.get(unit[:-1], "") + unit[-1]
    stems = sorted(following, key=len, reverse=True)
    return re.compile("|".join(f"{re.escape(stem)}[{re.escape(following[stem])}]" for stem in stems))
