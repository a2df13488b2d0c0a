"""What a cell of a sheet shows: its value by its number format, as Vietnamese writes days and numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

from corpus.vietnamese import grouped

# What is not shown of a format: colours and conditions, the width of a sign, a sign that fills the cell.
_UNSHOWN = re.compile(r"\[[^\]]*\]|_.|\*.")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.(?P<decimals>[#0?]+))?")
_MOST_DECIMALS = 15
_GENERAL_DIGITS = 11  # "General" shows no more


def shown(value: object, form: str, *, counts: bool = False) -> str:
    """The words of a cell with this value and number format; `counts` for the column that numbers the rows.

    >>> shown(date(2031, 4, 9), "yyyy-mm-dd"), shown(0.875, "0.0%"), shown(1250000, "#,##0"), shown(1.2, "General")
    ('09/04/2031', '87,5%', '1.250.000', '1,2')
    >>> shown(1.2, "General", counts=True), shown(7, '0" ngày"'), shown(None, "General")
    ('1.2', '7 ngày', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time):
        return _moment(value, form)
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, int | float):
        return _number(value, form, counts=counts)
    return str(value)


def _moment(value: datetime | date | time, form: str) -> str:
    """dd/mm/yyyy, with the time if the day has one; a month or a year alone where the format shows no day."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    parts = set(_LITERAL.sub("", _UNSHOWN.sub("", form.partition(";")[0])).lower())
    written = f"{value.day:02}/{value.month:02}/{value.year:04}"
    if "y" in parts and "d" not in parts:
        written = written[3:] if "m" in parts else written[6:]
    if isinstance(value, datetime) and (value.hour or value.minute):
        written += f" {value:%H:%M}"
    return written


def _duration(value: timedelta) -> str:
    minutes = round(value.total_seconds() / 60)
    return f"{'-' if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02}"


def _number(value: float, form: str, *, counts: bool) -> str:
    section = _UNSHOWN.sub("", form.partition(";")[0])
    literals: list[str] = []

    def keep(literal: re.Match[str]) -> str:
        literals.append(literal[1] or literal[2] or "")
        return "\0"

    plain = _LITERAL.sub(keep, section)
    digits = _DIGITS.search(plain)
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if digits is None:  # "General", or a text only
        written = _general(value)
        return written.replace(",", ".") if counts else written
    percent = "%" in plain
    decimals = min(len(digits["decimals"] or ""), _MOST_DECIMALS)
    amount = Decimal(repr(value)) * (100 if percent else 1)
    with localcontext(prec=400):  # a float may have 309 digits
        rounded = f"{abs(amount).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
    whole, _, rest = rounded.partition(".")
    least = digits[0].partition(".")[0].count("0")
    whole = grouped(int(whole)) if "," in digits[0].partition(".")[0] else whole.zfill(least)
    optional = (digits["decimals"] or "").count("#")
    while optional and rest.endswith("0"):
        rest, optional = rest[:-1], optional - 1
    sign = "-" if amount < 0 and rounded.strip("0.") else ""
    point = "." if counts else ","
    found = plain[: digits.start()] + sign + whole + (point + rest if rest else "") + plain[digits.end() :]
    kept = iter(literals)
    return re.sub("\0", lambda _: next(kept), found).strip()


def _general(value: float) -> str:
    """A number as the format "General" shows it, with the Vietnamese decimal comma."""
    if isinstance(value, int) or value == int(value):
        return str(int(value))
    written = f"{value:.{_GENERAL_DIGITS - 1}g}"
    if "e" in written:
        written = f"{Decimal(written):f}"
    return written.replace(".", ",")
