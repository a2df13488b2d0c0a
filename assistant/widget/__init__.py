"""The widget that any page takes in by one `<script>`: its source is `widget.js`, what is served is `served()`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("widget.js")
MEDIA_TYPE = "text/javascript; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Served:
    """What `/widget.js` answers with.

    Attributes:
        body: the script in UTF-8, under 30,000 bytes.
        etag: a strong entity tag, in its quotes.
    """

    body: bytes
    etag: str

    def headers(self) -> dict[str, str]:
        """The headers beside the media type: asked for anew each time, by tag; pages of other origins may load it."""
        return {
            "ETag": self.etag,
            "Cache-Control": "public, no-cache",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "X-Content-Type-Options": "nosniff",
        }


@cache
def served() -> Served:
    """The source without indentation, empty lines and lines of comment; read once."""
    lines = (line.strip() for line in SOURCE.read_text("utf-8").splitlines())
    body = "\n".join(line for line in lines if line and not line.startswith("//")).encode()
    return Served(body, f'"{hashlib.sha256(body).hexdigest()[:20]}"')
