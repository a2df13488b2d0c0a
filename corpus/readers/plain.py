"""Plain text: the stored text is the file's own characters, in Unicode; it marks neither tables nor headings."""

from __future__ import annotations

from corpus.legacy import repaired
from corpus.reading import Reading
from corpus.text import decode, stored


def read(data: bytes) -> Reading:
    """A reading with the text alone. Raises UnreadableDocument."""
    source = repaired(stored(decode(data)))
    return Reading(source.text, repairs=source.repairs)
