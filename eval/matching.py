"""What the metrics compare by: folded text, the words of a text, pieces of quotes, days as texts write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import lru_cache

from corpus.lines import shown
from corpus.vietnamese import unify_tone_placement

COVERED = 0.6
"""Share of a gold piece that must stand in a quote in one run, for the quote to show it."""
ONE_SIGN = str.maketrans({"–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
"""Signs that are one for the reader; each stands for one character, so offsets stay true."""
_WORD = re.compile(r"\w+")
_QUARTERS = ("i", "ii", "iii", "iv")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """`text` as it is compared: NFC, small letters, crawled marks away, dashes, quotes and tones unified."""
    return unify_tone_placement(shown(unicodedata.normalize("NFC", text).translate(ONE_SIGN)).lower())


def words_of(text: str) -> list[str]:
    """The words and figures of a text, folded."""
    return _WORD.findall(fold(text))


def covers(quote: str, piece: str) -> bool:
    """True where `quote` shows the gold `piece`: one run of the folded quote holds COVERED of it.

    >>> covers("a) Bộ Công an chủ trì, phối hợp", "bộ công an chủ trì"), covers("Bộ Công an", "Bộ Quốc phòng")
    (True, False)
    """
    gold, given = fold(piece), fold(quote)
    if not gold or not given:
        return False
    if gold in given:
        return True
    run = SequenceMatcher(None, gold, given, autojunk=False).find_longest_match()
    return run.size >= COVERED * len(gold)


def spellings(day: date) -> frozenset[str]:
    """The ways in which a text may write a due day, or the month, quarter or year that ends on it; folded."""
    days, months = _padded(day.day), _padded(day.month)
    ways = {day.isoformat()}
    for d in days:
        for m in months:
            ways |= {f"{d}/{m}/{day.year}", f"{d} tháng {m} năm {day.year}"}
    if (day + timedelta(days=1)).day == 1:
        for m in months:
            ways |= {f"tháng {m} năm {day.year}", f"tháng {m}/{day.year}"}
        if day.month % 3 == 0:
            number = day.month // 3
            for q in (str(number), _QUARTERS[number - 1]):
                ways |= {f"quý {q} năm {day.year}", f"quý {q}/{day.year}"}
        if day.month == 12:
            ways.add(f"năm {day.year}")
    return frozenset(ways)


def says_day(text: str, day: date) -> bool:
    """True where a text writes the day in one of its spellings."""
    folded = fold(text)
    return any(way in folded for way in spellings(day))


def _padded(number: int) -> set[str]:
    return {str(number), f"{number:02}"}
