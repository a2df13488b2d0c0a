"""Short forms in capitals ("CSDL", "UBND") written out, in texts and in questions alike."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.gazetteer import load_gazetteer
from index.tokens import tokens

_SHORT_FORM = re.compile(r"(?<![\w/-])(?:[^\W\d_a-zđ]|&){2,}\w*(?![\w/-])")


def written_out(text: str) -> str:
    """The text with what each short form in capitals stands for in its place, where it has one meaning."""
    gazetteer = load_gazetteer()

    def meaning(match: re.Match[str]) -> str:
        meanings = gazetteer.expansions(match[0]) if match[0].rstrip("gr").isupper() else ()
        return meanings[0] if len(meanings) == 1 else match[0]

    return _SHORT_FORM.sub(meaning, text)


@lru_cache(maxsize=8192)
def tokens_of(text: str) -> frozenset[str]:
    """The tokens of a text in which short forms of one meaning are written out."""
    return frozenset(tokens(written_out(text)))
