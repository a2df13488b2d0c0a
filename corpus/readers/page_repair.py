"""The words of a page's tree in an encoding from before Unicode are repaired where they stand, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.legacy import Repair, decoded, repairs_of, verdicts_of
from corpus.readers.html_lines import BLOCKS

CAPITAL_FONT = re.compile(r"(?:^|[\s\"':,;])\.vn\w+h\b", re.IGNORECASE)
"""The name of a font that shows capitals for small letters: .VnTimeH."""

_UNSAID = frozenset({"script", "style", "noscript"})


@dataclass(slots=True)
class _Block:
    """The texts of one block in order: the element, whether it is the text behind it, and whether in capitals."""

    slots: list[tuple[etree._Element, bool, bool]] = field(default_factory=list)

    def pieces(self) -> list[str]:
        return [(element.tail if tail else element.text) or "" for element, tail, _ in self.slots]


def repair_page(root: etree._Element) -> tuple[Repair, ...]:
    """Repairs the tree under `root`; what was repaired, and on which evidence."""
    blocks = [block for block in _blocks(root) if block.slots]
    texts = ["".join(block.pieces()) for block in blocks]
    verdicts = verdicts_of(texts)
    for block, encoding in zip(blocks, verdicts, strict=True):
        if encoding is None:
            continue
        capitals = [in_capitals for _, _, in_capitals in block.slots]
        for (element, tail, _), piece in zip(block.slots, decoded(block.pieces(), encoding, capitals), strict=True):
            if tail:
                element.tail = piece
            else:
                element.text = piece
    return repairs_of(texts, verdicts)


def _blocks(root: etree._Element) -> Iterator[_Block]:
    """The blocks in order: a block element or a line break begins a new one."""
    block = _Block()
    capitals: list[bool] = [False]
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if element.tag in BLOCKS or element.tag == "br" or element.tag == "title":
            yield block
            block = _Block()
        if event == "start":
            capitals.append(_is_in_capitals(element, capitals[-1]))
            if element.text and element.tag not in _UNSAID:
                block.slots.append((element, False, capitals[-1]))
        else:
            capitals.pop()
            if element.tail and element is not root:
                block.slots.append((element, True, capitals[-1]))
    yield block


def _is_in_capitals(element: etree._Element, around: bool) -> bool:
    """Whether the element's own font shows capitals; that of the elements around it where it names none."""
    style = element.get("style") or ""
    font = element.get("face") or (style if "font" in style.lower() else "")
    return CAPITAL_FONT.search(font) is not None if font else around
