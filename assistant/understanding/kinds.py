"""What a question asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.understanding.conditions import case_in
from assistant.understanding.words import load_question_words


class Kind(StrEnum):
    """What a question asks for; the value is what a person reads behind "Hiểu là"."""

    WHO = "ai, cơ quan nào"
    WHEN = "khi nào"
    NUMBER = "con số"
    LIST = "danh sách nhiệm vụ"
    COUNT = "số nhiệm vụ"
    DEFINITION = "gồm những gì"
    COMPARE = "so sánh"
    YESNO = "đúng hay không"
    WHAT = "nội dung"
    CHAT = "trò chuyện"
    OUTSIDE = "ngoài phạm vi"


_ORDER = (
    (Kind.COUNT, "count"),
    (Kind.COMPARE, "compare"),
    (Kind.YESNO, "yesno"),
    (Kind.LIST, "list"),
    (Kind.DEFINITION, "definition"),
    (Kind.WHO, "who"),
    (Kind.WHEN, "when"),
    (Kind.NUMBER, "number"),
)
_POLITE = re.compile(r"(?:(?:hãy|xin|bạn|em|giúp|hộ|cho|tôi|mình|làm ơn|vui lòng|có thể|nhờ|muốn|cần|một|,) ?)*")
_REST = 12  # characters behind a greeting: "bạn nhé"
_LEADING_OR_BESIDE = re.compile(r"(?:hoặc|và|hay|,) (?:tham gia )?phối hợp|phối hợp (?:những|các|nhiệm vụ)")
_FURTHER_DATED = re.compile(r"(?:và|,) (?:những )?(?:việc|nhiệm vụ) nào (?:có|đã có)")
_ARTIFICIAL = re.compile(r"(?<!\w)AI(?!\w)")
_MASKED = ("who", "when")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WHEN_FIRST = ("khi nào", "bao giờ", "lúc nào", "ngày nào", "năm nào", "tháng nào", "chừng nào", "quý nào")
_OPENING = 4  # characters before the first words of a question: "đến "
_OBJECTS = ("danh sách", "kể tên", "thống kê các", "tổng hợp các", "tổng hợp những", "tổng hợp nhiệm vụ")
_PARTS = ("gồm", "bao gồm", "là những")
_STATUSES = frozenset({"overdue", "soon", "ongoing", "no_day"})
_SMALL_TALK_WORDS = 6
"""A greeting stands in a question of at most so many words; a longer one asks something too."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for.

    Attributes:
        kind: first of all.
        when, who: it asks for the day or the body as well, or first of all.
        beside: it asks who is to be consulted.
        body: the kind of body asked for ("sở", "bộ"), "" for any.
        statuses: names of the lists of [asks] that it holds: "overdue", "soon", "ongoing", "no_day", "dated".
    """

    kind: Kind
    when: bool = False
    who: bool = False
    beside: bool = False
    body: str = ""
    statuses: tuple[str, ...] = ()


def asked_for(text: str) -> Asked:
    """What a question in full spelling asks for."""
    words = load_question_words()
    low = " ".join(_ARTIFICIAL.sub("a_i", text).lower().split())
    if (chat := _small_talk(low)) is not None:
        return Asked(chat)
    plain = words.compounds.sub(lambda match: match[0].replace(" ", "_"), low)
    held = {
        name: match
        for name, pattern in words.kinds.items()
        if (match := pattern.search(plain if name in _MASKED else low))
    }
    statuses = tuple(n for n in ("overdue", "soon", "ongoing", "no_day", "dated") if words.asks[n].search(low))
    if _FURTHER_DATED.search(low) or "no_day" in statuses:
        statuses = tuple(n for n in statuses if n != "dated")
    kind = next((kind for kind, name in _ORDER if name in held), Kind.WHAT)
    if kind is Kind.WHAT and low.endswith((" không?", " không", " chưa?", " chưa")):
        kind = Kind.YESNO
    if kind is Kind.YESNO and ("who" in held or "when" in held) and not _tests(low):
        kind = Kind.WHO if "who" in held else Kind.WHEN
    if kind is Kind.LIST and "when" in held and held["when"].start() <= _OPENING and held["when"][0] in _WHEN_FIRST:
        kind = Kind.WHEN
    if kind is Kind.LIST and held["list"][0] in _OBJECTS and held["list"].start() > _REST:
        kind = Kind.WHO if "who" in held else Kind.WHEN if "when" in held else kind
    if kind is Kind.LIST and "definition" in held and held["definition"][0].startswith(_PARTS):
        kind = Kind.DEFINITION
    if kind in (Kind.WHAT, Kind.NUMBER, Kind.DEFINITION) and len(set(_YEAR.findall(low))) > 1 and "compare" in held:
        kind = Kind.COMPARE
    if kind is Kind.LIST and "number" in held and held["number"][0] in ("bao nhiêu", "bao nhiêu phần trăm"):
        kind = Kind.NUMBER
    if kind is Kind.DEFINITION and "who" in held and held["definition"][0] == "là gì":
        kind = Kind.WHO
    if kind is Kind.WHO and "when" in held and held["when"].start() < held["who"].start() and held["when"][0] != "hạn":
        kind = Kind.WHEN
    if kind is Kind.WHEN and "number" in held and held["number"].start() < held["when"].start():
        kind = Kind.NUMBER if held["number"][0].startswith("bao nhiêu") else kind
    if _STATUSES.intersection(statuses) and kind in (Kind.WHAT, Kind.WHEN, Kind.WHO):
        kind = Kind.LIST
    if case_in(" ".join(text.split())) is not None:
        return Asked(Kind.WHAT)
    body = next((b for b in words.who if f"{b} nào" in low), "") if kind is Kind.WHO else ""
    beside = words.asks["beside"].search(low) is not None and ("who" in held or kind is Kind.LIST)
    if kind is Kind.LIST and not _LEADING_OR_BESIDE.search(low):
        beside = False
    return Asked(kind, "when" in held, "who" in held, beside, body, statuses)


def _small_talk(low: str) -> Kind | None:
    words = load_question_words()
    if words.chat["orders"].search(low):
        return Kind.OUTSIDE
    if words.kinds["who"].search(low) is None and (request := words.chat["requests"].search(low)) is not None:
        return Kind.OUTSIDE if _POLITE.fullmatch(low, 0, request.start()) else None
    if len(low.split()) > _SMALL_TALK_WORDS:
        return None
    met = [words.chat[name].match(low) for name in ("greeting", "thanks", "self")]
    return Kind.CHAT if any(m and m.end() >= len(low) - _REST for m in met) else None


def _tests(low: str) -> bool:
    """True for words that ask whether something is so, whatever else is asked."""
    return any(phrase in low for phrase in ("có đúng", "đúng không", "phải không", "có phải", "đúng chứ", "có thật"))
