"""The main content of a web page: menus, footers, share bars, related news and the like are taken out of its tree.

trafilatura says which words of the page are its main text, but it drops parts of real documents (letterheads,
signatures, table cells), so its answer is used as a witness only: what it kept shows where the document stands, and
a part is removed only where a sign of its own says so and the witness does not contradict. In doubt a part stays.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from corpus.readers.html_lines import BLOCKS, UNSHOWN
from corpus.readers.html_signs import closes_the_site, is_label, is_of_document, is_tool_line, names_surroundings

_LOG = logging.getLogger(__name__)
# trafilatura takes 4 s for a page of 1 MB, and minutes for odd ones; larger pages are read without it.
_WITNESS_CHARACTERS, _WITNESS_ELEMENTS, _WITNESS_DEPTH = 1_000_000, 30_000, 100
_GRAM = 4  # words that must stand together to be known again
_ALL_OF = 0.9  # share of the kept text in a main or article element that is taken at its word
_MOST_OF = 0.6  # share of the kept text in the part of the page that the document stands in
_HOLDERS = ("body", "main", "article", "section", "div", "center", "form", "td")
_PART_OF = 0.3  # share of the page's prose that a hidden or badly named part must not reach
_LINKED = 0.6  # share of linked characters that makes a list of links
_FEW_LINKS = 3
_CLOSING = 1500  # characters of a site's closing lines at most
_LABEL, _TOOLS = 60, 120  # characters of a label over links, and of a line of tools, at most


@dataclass(slots=True)
class _Measure:
    """What an element holds, in characters (`links`: how many)."""

    text: int = 0
    linked: int = 0
    kept: int = 0
    links: int = 0

    def add(self, other: _Measure) -> None:
        self.text += other.text
        self.linked += other.linked
        self.kept += other.kept
        self.links += other.links

    @property
    def prose(self) -> int:
        """Characters outside of links."""
        return self.text - self.linked

    @property
    def mostly_kept(self) -> bool:
        return self.kept * 2 > self.text

    @property
    def mostly_links(self) -> bool:
        return self.links >= _FEW_LINKS and self.linked > _LINKED * self.text

    @property
    def lists_links(self) -> bool:
        """True for links to other pages with a few words about each, which is surroundings behind a label only."""
        return self.linked * 3 > self.text and not self.mostly_kept


_Measures = dict[etree._Element, _Measure]


def remove_surroundings(page: etree._Element) -> None:
    """Takes everything out of the tree `page` that is not its main content."""
    for element in list(page.iter(*UNSHOWN - {"head"})):
        if element.getparent() is not None and element.getparent().tag != "head":
            _remove(element)
    body = page.find("body")
    if body is None:
        return
    measures = _measure(body, _witness(page))
    landmark = _landmark(body, measures)
    if landmark is not None:
        _remove_beside(landmark, body)
    _remove_signed(body, _region(body, measures) if landmark is None else landmark, measures)


def _witness(page: etree._Element) -> frozenset[tuple[str, ...]]:
    """The word groups of the text that trafilatura takes for the page's main text; empty where it says nothing."""
    if _is_too_much(page):
        return frozenset()
    from lxml.html import document_fromstring
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of each page without an article
    try:
        copy = document_fromstring(etree.tostring(page, encoding="unicode", method="html"))
        found = extract(copy, include_comments=False, include_tables=True, favor_recall=True)
    except Exception:  # it is an opinion: the page can be read without
        _LOG.warning("trafilatura failed on a page; its surroundings are told by their signs alone", exc_info=True)
        return frozenset()
    return frozenset(gram for line in (found or "").splitlines() for gram in _grams(line))


def _is_too_much(page: etree._Element) -> bool:
    characters = sum(map(len, page.itertext()))
    elements = depth = deepest = 0
    for event, _ in etree.iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        elements += event == "start"
    return characters > _WITNESS_CHARACTERS or elements > _WITNESS_ELEMENTS or deepest > _WITNESS_DEPTH


def _grams(text: str) -> list[tuple[str, ...]]:
    words = text.split()
    return [tuple(words[at : at + _GRAM]) for at in range(len(words) - _GRAM + 1)]


def _measure(body: etree._Element, witness: frozenset[tuple[str, ...]]) -> _Measures:
    """What each element of `body` holds."""
    measures: _Measures = {}
    linked = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            linked += element.tag == "a"
            measures[element] = _Measure(links=int(element.tag == "a"))
            _count(measures[element], element.text, witness, linked=bool(linked))
            continue
        linked -= element.tag == "a"
        if element is not body:
            parent = measures[element.getparent()]
            parent.add(measures[element])
            _count(parent, element.tail, witness, linked=bool(linked))
    return measures


def _count(measure: _Measure, text: str | None, witness: frozenset[tuple[str, ...]], *, linked: bool) -> None:
    words = (text or "").split()
    size = sum(map(len, words)) + len(words)
    measure.text += size
    measure.linked += size * linked
    if witness and len(words) >= _GRAM and tuple(words[:_GRAM]) in witness:
        measure.kept += size


def _holds(measure: _Measure, whole: _Measure, share: float) -> bool:
    """True if `measure` has that share of what was kept of the page, or of its prose where nothing was."""
    there, all_there = (measure.kept, whole.kept) if whole.kept else (measure.prose, whole.prose)
    return there > 0 and there >= share * all_there


def _landmark(body: etree._Element, measures: _Measures) -> etree._Element | None:
    """The element that the page names as its main part, if it holds the document."""
    named = (element for element in body.iter() if element.get("role") == "main")
    landmarks = (*body.iter("main"), *named, *body.iter("article"))
    return next((mark for mark in landmarks if _holds(measures[mark], measures[body], _ALL_OF)), None)


def _region(body: etree._Element, measures: _Measures) -> etree._Element:
    """The smallest part of the page that can hold a document and holds most of it."""
    region = inner = body
    while inner is not None:
        region = inner if inner.tag in _HOLDERS else region
        inner = next((child for child in inner if _holds(measures[child], measures[body], _MOST_OF)), None)
    return region


def _remove_beside(region: etree._Element, body: etree._Element) -> None:
    """Takes out what stands outside `region`, unless only a document would say it."""
    path = [region, *region.iterancestors()]
    for inner, outer in pairwise(path[: path.index(body) + 1]):
        for child in list(outer):
            if child is not inner and not is_of_document(child):
                outer.remove(child)


def _remove_signed(body: etree._Element, region: etree._Element, measures: _Measures) -> None:
    """Takes out each part with a sign of its own that it is not of the document, outermost first."""
    around = {region, *region.iterancestors()}
    whole = measures[body]
    todo = [(body, region is body)]
    while todo:
        parent, inside = todo.pop()
        related = False  # behind a label such as "Tin liên quan"
        for child in list(parent):
            measure = measures[child]
            if child in around:
                todo.append((child, child is region))
                continue
            if measure.text:
                related = (related and measure.lists_links) or _labels_links(child, measures)
            if (related and measure.text) or _is_surroundings(child, measure, whole, inside=inside):
                _remove(child)
            else:
                todo.append((child, inside))


def _labels_links(element: etree._Element, measures: _Measures) -> bool:
    """True for a label such as "Tin liên quan" over links; in a table the same words name a column."""
    following = element.getnext()
    return (
        following is not None
        and measures[element].text <= _LABEL
        and element.tag not in ("td", "th", "tr")
        and measures[following].lists_links
        and is_label(element)
    )


def _is_surroundings(element: etree._Element, measure: _Measure, whole: _Measure, *, inside: bool) -> bool:
    """True if `element` has a sign that it is not of the document; `inside` the region more is needed."""
    if _is_hidden(element):
        return measure.prose < _PART_OF * whole.prose
    if element.tag not in BLOCKS:
        return False
    if not inside and measure.text < _CLOSING and closes_the_site(element):
        return not is_of_document(element)
    if measure.mostly_kept or (not whole.kept and measure.prose > _PART_OF * whole.prose):
        return False
    if element.tag not in ("td", "th") and measure.text <= min(_TOOLS, measure.linked * 2) and is_tool_line(element):
        return True
    signed = bool(
        element.tag in ("nav", "aside", "footer")
        or (element.tag == "header" and not inside and element.find(".//h1") is None)
        or names_surroundings(element)
        or (measure.mostly_links and not inside and whole.kept and not measure.kept)
    )
    return signed and (measure.mostly_links or not is_of_document(element))


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style", "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style or "mso-hide:all" in style


def _remove(element: etree._Element) -> None:
    """Takes `element` out of its tree; the text behind it stays."""
    parent = element.getparent()
    before = element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
