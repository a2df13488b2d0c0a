"""The spelling of Vietnamese: what is a syllable, the two habits of placing a tone mark made one, and numbers."""

from __future__ import annotations

import re
import unicodedata

# The older habit writes hoà, khoẻ, thuỷ; the newer one, which the Ministry of Education's style and most
# directives of today use, writes hòa, khỏe, thủy. Both habits agree as soon as a letter follows (hoàn,
# khoẻn, thuỷu), and after q the u belongs to the consonant (quý, QUỲNH).
_OLDER = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_NEWER = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]

_MARKED = dict(zip(_OLDER, _NEWER, strict=True))

_SYLLABLE_END = re.compile(
    rf"""
    (?: o[{"".join(pair[1] for pair in _OLDER if pair[0] == "o")}]         # hoà, khoẻ
    | (?<!q) u[{"".join(pair[1] for pair in _OLDER if pair[0] == "u")}]    # thuỷ, uỷ; not quý
    )
    (?![^\W\d_]|[\u0300-\u036f])    # no letter and no combining mark follows
    """,
    re.VERBOSE | re.IGNORECASE,
)


_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
_RIMES = """
a ai ao au ay am an ang anh ap at ac ach ăm ăn ăng ăp ăt ăc âm ân âng âp ât âc âu ây e em en eng ep et ec eo
ê êm ên ênh êp êt êch êu i im in inh ip it ich ia iu iêm iên iêng iêp iêt iêc iêu y yêm yên yêng yêt yêu êng
o oi om on ong op ot oc oong ooc oa oai oay oam oan oang oanh oao oap oat oac oach oăm oăn oăng oăt oăc oe oen oeo oet
ô ôi ôm ôn ông ôp ôt ôc ơ ơi ơm ơn ơp ơt u ui um un ung up ut uc ua uôi uôm uôn uông uôt uôc uân uâng uât uây uê uên
uênh uêch uơ uy uya uyên uyêt uynh uych uyt uyu ư ưi ưm ưn ưng ưt ưc ưu ưa ươi ươm ươn ương ươp ươt ươc ươu
"""
_SYLLABLE = re.compile(
    rf"""
    (?:ngh?|gh|gi|kh|ph|th|tr|ch|nh|qu|[bcdđghklmnprstvx])?(?:{"|".join(sorted(_RIMES.split(), key=len)[::-1])})
    | qu(?:ynh|yt|ych)
    """,
    re.VERBOSE,
)


_MISWRITTEN = re.compile(r"c[eêiy]|k[aăâoôơuư]|g[eê]|gh[^eêi]|ng[eê]|ngh[^eêi]|(?:b|m|ph|v)(?:o[aăe]|uê)")


def is_syllable(word: str) -> bool:
    """True for what Vietnamese can write as one syllable, with or without its tone; whether it means something or not.

    >>> is_syllable("nghiêng"), is_syllable("chiinh")
    (True, False)
    """
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_TONES))
    return _SYLLABLE.fullmatch(plain) is not None


def is_written(word: str) -> bool:
    """True for a syllable that the spelling allows with these letters and this tone.

    A syllable that a stop closes is sharp or heavy; c, k, q, g and ng go with the vowel behind; the lips (b, m, ph, v)
    begin no syllable in oa, oe or uê.

    >>> [is_written(word) for word in ("hợp", "hơp", "kế", "cế", "hóa", "bỏa")]
    [True, False, True, False, True, False]
    """
    if not is_syllable(word):
        return False
    letters = unicodedata.normalize("NFD", word.lower())
    plain = unicodedata.normalize("NFC", letters.translate(_TONES))
    if plain.endswith(("p", "t", "c", "ch")) and not {"\u0301", "\u0323"} & set(letters):
        return False
    return _MISWRITTEN.match(plain) is None


def _move_tone(older: re.Match[str]) -> str:
    moved = _MARKED[older[0].lower()]
    return "".join(new.upper() if old.isupper() else new for old, new in zip(older[0], moved, strict=True))


def unify_tone_placement(text: str) -> str:
    """`text` with the tone marks of open syllables where the newer habit puts them.

    One character stands for one character, so offsets into the text stay true. Only composed letters (NFC)
    are looked at.

    >>> unify_tone_placement("Uỷ ban hoà giải, HOÀ BÌNH, toàn quý")
    'Ủy ban hòa giải, HÒA BÌNH, toàn quý'
    """
    return _SYLLABLE_END.sub(_move_tone, text)


def grouped(number: int) -> str:
    """A number as Vietnamese writes it.

    >>> grouped(16777216)
    '16.777.216'
    """
    return f"{number:,}".replace(",", ".")
