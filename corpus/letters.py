"""Letters (EML, RFC 5322 and MIME): what their heads say, their own words, and what is attached to them."""

from __future__ import annotations

import email.message
import email.policy
import email.utils
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from pathlib import PurePosixPath

from corpus.errors import UnreadableDocument
from corpus.facts import Facts

LETTERS = frozenset({".eml"})
"""The suffixes of letters, in lower case and with the dot."""
KIND = "Thư điện tử"
"""What a letter is called that does not say itself what it is."""

_WORDS = ("text/plain", "text/html")
_Message = email.message.Message


@dataclass(frozen=True, slots=True)
class Words:
    """A part of a letter that holds its words: bytes as they were before they were packed for the way.

    Attributes:
        is_html: whether they are a page; else plain text.
        charset: as the letter declares it, in lower case; "" where it does not.
    """

    data: bytes
    is_html: bool
    charset: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that travels with a letter.

    Attributes:
        name: as the letter calls it, not made harmless yet.
        shown_inside: True for a picture that the letter's page shows, such as a logo.
    """

    name: str
    shown_inside: bool
    part: _Message

    def content(self) -> bytes:
        """Its bytes."""
        if self.part.get_content_type() == "message/rfc822":
            inner = self.part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            return first.as_bytes() if isinstance(first, _Message) else b""
        return _bytes_of(self.part)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter taken apart.

    Attributes:
        subject, sender: as a person reads them; "" where it has none.
        day: on which it was sent, by the sender's own clock; None where it does not say.
        words: the ways in which it says the same: its page and its plain text, the page first.
        attached: in the letter's order; a second piece of words is one of them.
    """

    subject: str
    sender: str
    day: date | None
    words: tuple[Words, ...]
    attached: tuple[Attached, ...]

    @classmethod
    def of(cls, data: bytes) -> Letter:
        """The letter that `data` holds. Raises UnreadableDocument for what is none."""
        if not data.strip():
            raise UnreadableDocument("tệp rỗng")
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        if not message.keys():
            raise UnreadableDocument(
                "không phải thư điện tử (.eml): không có phần đầu thư; hãy lưu lại thư rồi nạp lại"
            )
        words, attached = _parts(message)
        name, address = email.utils.parseaddr(str(message["From"] or ""))
        return cls(_shown(message["Subject"]), _shown(name) or address, _day(message["Date"]), words, attached)

    @property
    def has_words(self) -> bool:
        """True where it says something itself."""
        return any(words.data.strip() for words in self.words)

    def facts(self, found: Facts) -> Facts:
        """`found`, completed by what the letter's head says; what a document in the letter says goes before."""
        return replace(
            found,
            title=found.title or self.subject,
            kind=found.kind or KIND,
            issuer=found.issuer or self.sender,
            date=found.date or (self.day.isoformat() if self.day is not None and not found.date_words else None),
            official=True,
        )


def is_letter(path: str) -> bool:
    """True for the path of a letter."""
    return PurePosixPath(path).suffix.lower() in LETTERS


def _parts(message: _Message) -> tuple[tuple[Words, ...], tuple[Attached, ...]]:
    """The words of a letter, and what is attached to it."""
    found: dict[bool, Words] = {}
    attached: list[Attached] = []
    alternatives: object = None
    for part, parent in _leaves(message):
        kind = part.get_content_type()
        is_words = kind in _WORDS and part.get_content_disposition() != "attachment" and not part.get_filename()
        is_html = kind == "text/html"
        if is_words and (not found or (parent is alternatives and is_html not in found)):
            found[is_html] = Words(_bytes_of(part), is_html, (part.get_content_charset() or "").lower())
            alternatives = parent
        elif not is_words or _bytes_of(part).strip():
            attached.append(_attached(part, len(attached) + 1))
    return tuple(found[is_html] for is_html in (True, False) if is_html in found), tuple(attached)


def _leaves(part: _Message, parent: object = None) -> Iterator[tuple[_Message, object]]:
    """The parts that hold something, each with the nearest part that offers alternatives; letters are not opened."""
    inner = part.get_payload()
    if part.get_content_maintype() == "multipart" and isinstance(inner, list):
        above = part if part.get_content_type() == "multipart/alternative" else parent
        for each in inner:
            if isinstance(each, _Message):
                yield from _leaves(each, above)
    else:
        yield part, parent


def _attached(part: _Message, number: int) -> Attached:
    kind = part.get_content_type()
    name = _shown(part.get_filename())
    if not name:
        suffix = ".eml" if kind == "message/rfc822" else mimetypes.guess_extension(kind) or ".bin"
        name = f"dinh-kem-{number}{suffix}"
    elif kind == "message/rfc822" and not is_letter(name):
        name += ".eml"
    inside = part.get_content_disposition() != "attachment" and part["Content-ID"] is not None
    return Attached(name, inside and part.get_content_maintype() == "image", part)


def _bytes_of(part: _Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _shown(header: object) -> str:
    """A header's words in one line, whichever way they were packed."""
    if header is None:
        return ""
    raw = str(header)
    try:
        words = str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):  # a charset that nobody knows, or half a word
        words = raw
    return " ".join(words.encode("utf-8", "replace").decode().split())


def _day(header: object) -> date | None:
    try:
        return email.utils.parsedate_to_datetime(str(header)).date() if header is not None else None
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
