"""The words of a DOCX in an encoding from before Unicode are repaired in its tree, paragraph by paragraph.

The words themselves tell; the font only says that small letters are shown as capitals (.VnTimeH).
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from corpus.legacy import Repair, decoded, repairs_of, verdicts_of
from corpus.readers.docx_styles import NAMESPACE as W
from corpus.readers.docx_styles import Styles, format_of, value
from corpus.readers.page_repair import CAPITAL_FONT

_TEXT, _PARAGRAPH, _RUN, _PATTERN = f"{W}t", f"{W}p", f"{W}r", f"{W}lvlText"


def repair_parts(
    parts: Iterable[etree._Element], numbering: etree._Element | None, styles: Styles
) -> tuple[Repair, ...]:
    """Repairs the paragraphs of body and notes, and the patterns of list numbers; what was repaired."""
    paragraphs: dict[etree._Element, list[etree._Element]] = {}
    for part in parts:
        for text in part.iter(_TEXT):
            paragraphs.setdefault(next(text.iterancestors(_PARAGRAPH), text), []).append(text)
    patterns = [] if numbering is None else list(numbering.iter(_PATTERN))
    texts = [_words(texts) for texts in paragraphs.values()]
    texts += [pattern.get(f"{W}val", "") for pattern in patterns]
    verdicts = verdicts_of(texts)
    for (paragraph, of), encoding in zip(paragraphs.items(), verdicts, strict=False):
        if encoding is not None:
            in_capitals = [_is_in_capitals(text, paragraph, styles) for text in of]
            for text, piece in zip(of, decoded([text.text or "" for text in of], encoding, in_capitals), strict=True):
                text.text = piece
    for pattern, encoding in zip(patterns, verdicts[len(paragraphs) :], strict=True):
        if encoding is not None:
            pattern.set(f"{W}val", decoded([pattern.get(f"{W}val", "")], encoding)[0])
    return repairs_of(texts, verdicts)


def _words(texts: Iterable[etree._Element]) -> str:
    return "".join(text.text or "" for text in texts)


def _is_in_capitals(text: etree._Element, paragraph: etree._Element, styles: Styles) -> bool:
    """Whether the font of the run that a text stands in shows capitals for small letters."""
    run = next(text.iterancestors(_RUN), None)
    said = None if run is None else run.find(f"{W}rPr")
    own = format_of(None, said).over(styles.format(value(said, "w:rStyle")))
    font = own.over(styles.paragraph(value(paragraph.find(f"{W}pPr"), "w:pStyle"))).font
    return font is not None and CAPITAL_FONT.search(font) is not None
