"""Plain text: the stored text is the file's own characters, in Unicode. Lines of bars tell of its tables."""

from __future__ import annotations

from corpus.legacy import repaired
from corpus.readers.bars import tables_of
from corpus.reading import Reading
from corpus.text import decode, stored


def read(data: bytes) -> Reading:
    """A reading with the text and the tables that crawlers left in it; no headings. Raises UnreadableDocument."""
    source = repaired(stored(decode(data)))
    return Reading(source.text, tables_of(source.text), repairs=source.repairs)
