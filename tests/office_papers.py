"""Papers of offices for the tests of facts and links: letterhead, body and signature put together."""

from __future__ import annotations

from corpus.fact_reading import facts_of
from corpus.facts import Facts
from corpus.links import Link, links_of
from corpus.reading import Reading
from corpus.sections import sections_of

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
BODY = (
    "Trời khô từ tháng 2, các hồ cạn dần.\n\n1. Sở Y tế trực cấp cứu trước ngày 05/8/2031.\n\n2. Kho bạc giải ngân./."
)
SIGNED = "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nCHỦ TỊCH\nLò Văn Thí"


def paper(*parts: str) -> str:
    """The parts of a paper, one below the other."""
    return "\n\n".join(parts) + "\n"


def head(issuer: str, number: str, day: str = "Kon Tum, ngày 03 tháng 4 năm 2031") -> str:
    """A letterhead, line by line."""
    return "\n".join((issuer, *MOTTO, number, day))


def decision(title: str, *articles: str, number: str = "12/QĐ-UBND", day: str = "ngày 3 tháng 4 năm 2031") -> str:
    """A decision of a province with these articles."""
    numbered = [f"Điều {n}. {words}" for n, words in enumerate(articles, start=1)]
    top = head("ỦY BAN NHÂN DÂN\nTỈNH KON TUM", f"Số: {number}", f"Kon Tum, {day}")
    return paper(top, f"QUYẾT ĐỊNH\n{title}", "Căn cứ Luật Thủy lợi;", "QUYẾT ĐỊNH:", *numbered, SIGNED)


def facts(text: str) -> Facts:
    """What a paper says of itself."""
    reading = Reading(text)
    return facts_of(reading, sections_of(reading))


def links(text: str) -> list[Link]:
    """What a paper says that it does to others."""
    reading = Reading(text)
    sections = sections_of(reading)
    return links_of(reading, sections, facts_of(reading, sections))
