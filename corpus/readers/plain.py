"""Plain text: the stored text is the file's own characters. Lines of bars tell of its tables; nothing of headings."""

from __future__ import annotations

from corpus.readers.bars import tables_of
from corpus.reading import Reading
from corpus.text import decode, stored


def read(data: bytes) -> Reading:
    """A reading with the text and the tables that crawlers left in it. Raises UnreadableDocument."""
    text = stored(decode(data))
    return Reading(text, tables_of(text))
