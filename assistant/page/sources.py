"""The sources of a reply that the browser kept: each looked up again, and taken out where its document was removed.

A card carries its citation, packed, in a `title`: the chat's sanitiser leaves no other attribute that could hold it.
"""

from __future__ import annotations

import base64
import json
import logging
import re

from assistant.answer import Citation
from assistant.answering.standing import Cited, Standing
from assistant.page.model import Asker
from corpus.errors import ChidaoError

REMOVED = "Văn bản này đã được gỡ khỏi kho."
UNKNOWN = "Chưa đối chiếu được nguồn này với kho; hãy tải lại trang."
TOLD = {
    Standing.MOVED: "Văn bản đã được nạp lại; câu này nay ở chỗ khác trong văn bản.",
    Standing.CHANGED: "Văn bản đã được nạp lại và không còn nguyên văn câu này; hãy hỏi lại.",
}
WITHHELD = "Nội dung ở đây dẫn từ một văn bản đã được gỡ khỏi kho."

_CARD = re.compile(
    r'(?P<head><li><button type="button" class="open" value="(?P<n>\d{1,3})"[^>]*>.{0,2000}?</button>'
    r'<div class="card" hidden>)(?P<ref><span class="ref" title="(?P<packed>[\w=-]*)" hidden></span>)'
    r"(?P<card>.*?)(?P<tail></div></div></li>)"
)
_BLOCK = re.compile(r"<(?P<tag>p|li|tr)>(?P<words>(?:(?!<(?:p|li|tr)>).)*?)</(?P=tag)>")
_CITE = re.compile(r'<button type="button" class="cite" value="(\d{1,3})"')
_BUTTON = re.compile(r'<button type="button" class="cite".*?</button>')
_NEAR = '<ol class="sources near">'


def reference(citation: Citation) -> str:
    """What a card carries of its citation, to be looked up again."""
    told = json.dumps([citation.document, citation.start, citation.end, citation.quote])
    return f'<span class="ref" title="{base64.urlsafe_b64encode(told.encode()).decode()}" hidden></span>'


def _cited(packed: str) -> Cited | None:
    try:
        document, start, end, quote = json.loads(base64.urlsafe_b64decode(packed))
        return Cited(str(document), int(start), int(end), str(quote))
    except (ValueError, TypeError, RecursionError):
        return None


def standing_today(reply: str, asker: Asker) -> str:
    """A kept reply with its sources as they stand: a removed one, and what was said by it, no longer shown."""
    cards = list(_CARD.finditer(reply))
    if not cards:
        return reply
    cited = [_cited(card["packed"]) for card in cards]
    try:
        known = iter(asker.standing([each for each in cited if each is not None]))
        stands = [next(known) if each is not None else None for each in cited]
    except ChidaoError:
        logging.getLogger(__name__).warning("kept sources could not be looked up", exc_info=True)
        stands = [None] * len(cited)
    near = reply.find(_NEAR)
    withheld = {
        card["n"]: WITHHELD if stand is Standing.REMOVED else UNKNOWN
        for card, stand in zip(cards, stands, strict=True)
        if stand in (Standing.REMOVED, None) and not 0 <= near < card.start()
    }
    pieces, at = [], 0
    for card, stand in zip(cards, stands, strict=True):
        pieces += [_without(reply[at : card.start()], withheld), _card(card, stand)]
        at = card.end()
    return "".join((*pieces, _without(reply[at:], withheld)))


def _card(card: re.Match[str], stand: Standing | None) -> str:
    if stand in (Standing.REMOVED, None):
        line = REMOVED if stand is Standing.REMOVED else UNKNOWN
        return f'{card["head"]}<div class="passage"><p class="removed">{line}</p>{card["tail"]}'
    note = f'<p class="removed">{TOLD[stand]}</p>' if stand in TOLD else ""
    return f"{card['head']}{card['ref']}{note}{card['card']}{card['tail']}"


def _without(html: str, withheld: dict[str, str]) -> str:
    """Words of a reply less the paragraphs, items and rows that cite a source that is not shown."""

    def block(found: re.Match[str]) -> str:
        lines = [withheld[n] for n in _CITE.findall(found["words"]) if n in withheld]
        if not lines:
            return found[0]
        line = f"{lines[0]} {''.join(_BUTTON.findall(found['words']))}"
        return f"<tr><td>{line}</td></tr>" if found["tag"] == "tr" else f"<{found['tag']}>{line}</{found['tag']}>"

    return _BLOCK.sub(block, html) if withheld else html
