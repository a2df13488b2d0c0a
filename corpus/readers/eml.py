"""EML: the stored text is the letter's own words; what is attached to it are documents of their own."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.errors import UnreadableDocument
from corpus.letters import Letter, Words
from corpus.readers import html, plain
from corpus.reading import Reading

ENOUGH = 0.8
"""A page that shows fewer than this share of the plain text's words lost some; then the plain text is taken."""

_WORD = re.compile(r"\w+")


def read(data: bytes) -> Reading:
    """The letter's words, by its page where it has one that says all, with the subject as the title.

    Raises UnreadableDocument for what is no letter, and for a letter without words.
    """
    letter = Letter.of(data)
    if not letter.has_words:
        raise UnreadableDocument("thư không có lời văn nào")
    reading = _fullest(letter.words)
    return replace(reading, title=letter.subject or None)


def _fullest(ways: Sequence[Words]) -> Reading:
    """The first of the ways of saying the same that says enough of it."""
    readings: list[Reading] = []
    refused: UnreadableDocument | None = None
    for words in ways:
        try:
            readings.append((html if words.is_html else plain).read(_in_unicode(words)))
        except UnreadableDocument as error:
            refused = refused or error
    if not readings:
        raise refused or UnreadableDocument("thư không có lời văn nào")
    most = max(len(_WORD.findall(reading.text)) for reading in readings)
    return next(reading for reading in readings if len(_WORD.findall(reading.text)) >= ENOUGH * most)


def _in_unicode(words: Words) -> bytes:
    """UTF-8 with a mark, where the letter's charset reads the bytes; else the bytes, for the reader to find out."""
    try:
        return codecs.BOM_UTF8 + words.data.decode(words.charset or "utf-8").encode()
    except (LookupError, ValueError):
        return words.data
