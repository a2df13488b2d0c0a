"""Plain text: the stored text is the file's own characters; it marks neither tables nor headings."""

from __future__ import annotations

from corpus.reading import Reading
from corpus.text import decode, stored


def read(data: bytes) -> Reading:
    """A reading with the text alone. Raises UnreadableDocument."""
    return Reading(stored(decode(data)))
