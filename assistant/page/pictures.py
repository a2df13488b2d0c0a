"""The register in pictures, as SVG with links in it: deadlines along the months, and how much each body has to do.

Colours are classes of the style sheet, so that they follow day and night; each bar says in words what it shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.page.markup import safe
from assistant.register.contract import STATUS_NAMES
from assistant.register.filters import SHORT
from assistant.register.works import Work, last_day
from index.entry import Status

ORDER = (Status.DONE, Status.OVERDUE, Status.DUE_SOON, Status.IN_TIME)
"""What a bar is piled up of, from below."""
MOST_BARS = 36
"""More months than this are shown as quarters, more quarters as years."""
MOST_BODIES = 10
WIDTH, HEIGHT, FOOT, HEAD = 720, 320, 26, 20
SIDE = 20
"""Room at both sides, for the words of the first and the last."""


@dataclass(frozen=True, slots=True)
class Period:
    """A month, a quarter or a year: its first day, the last, and what it is called."""

    first: date
    last: date
    name: str
    short: str


def timeline(works: Sequence[Work], today: date, address: Callable[[date, date], str]) -> str:
    """The works with a day, piled up by month, quarter or year; "" where none has one.

    Args:
        address: where the register of two days, both inclusive, is.
    """
    days = [day for work in works if (day := last_day(work.head)) is not None]
    if not days:
        return ""
    periods = _periods(min(days), max(days))
    counts: dict[Period, Counter[Status]] = {period: Counter() for period in periods}
    for work in works:
        day = last_day(work.head)
        if day is not None:
            counts[next(p for p in periods if p.first <= day <= p.last)][work.head.status] += 1
    most = max(counter.total() for counter in counts.values())
    step = (WIDTH - 2 * SIDE) / len(periods)
    bars = "".join(_bar(i, p, counts[p], most, step, address) for i, p in enumerate(periods))
    every = -(-len(periods) // 12)
    names = "".join(
        f'<text x="{SIDE + (i + 0.5) * step:.1f}" y="{HEIGHT - 6}" text-anchor="middle">{p.short}</text>'
        for i, p in enumerate(periods)
        if i % every == 0
    )
    now = next((i for i, p in enumerate(periods) if p.first <= today <= p.last), None)
    line = ""
    if now is not None:
        x = (
            SIDE
            + (now + (today - periods[now].first).days / ((periods[now].last - periods[now].first).days + 1)) * step
        )
        line = (
            f'<line class="today" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{HEIGHT - FOOT}"><title>Hôm nay</title></line>'
        )
    return (
        f'<svg class="timeline" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="Số nhiệm vụ theo thời hạn">'
        f'<line class="axis" x1="0" x2="{WIDTH}" y1="{HEIGHT - FOOT}" y2="{HEIGHT - FOOT}"/>{bars}{line}{names}</svg>'
    )


def legend() -> str:
    """What the colours of the bars mean."""
    return (
        '<ul class="legend">'
        + "".join(
            f'<li><svg width="12" height="12" aria-hidden="true"><rect class="s-{STATUS_NAMES[status]}" width="12" '
            f'height="12"/></svg> {SHORT[status]}</li>'
            for status in ORDER
        )
        + "</ul>"
    )


def by_body(works: Sequence[Work], address: Callable[[str], str]) -> str:
    """The bodies in charge of most works, each with a bar; "" where there are none.

    Args:
        address: where the register of a body is.
    """
    counts: Counter[str] = Counter()
    late: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for work in works:
        for name in dict.fromkeys(spelled.setdefault(name.lower(), name) for name in work.head.lead):
            counts[name] += 1
            late[name] += work.head.status is Status.OVERDUE
    if not counts:
        return ""
    most = counts.most_common(1)[0][1]
    lines = "".join(
        f'<li><a href="{safe(address(name))}">{safe(name)}</a>'
        f'<span class="count">{count}{f" <small>({late[name]} quá hạn)</small>" if late[name] else ""}</span>'
        f'<svg width="100%" height="8" aria-hidden="true"><rect class="s-in_time" width="{100 * count / most:.1f}%" '
        f'height="8" rx="2"/><rect class="s-overdue" width="{100 * late[name] / most:.1f}%" height="8" rx="2"/>'
        "</svg></li>"
        for name, count in counts.most_common(MOST_BODIES)
    )
    return f'<ol class="bodies">{lines}</ol>'


def _bar(
    i: int, period: Period, counter: Counter[Status], most: int, step: float, address: Callable[[date, date], str]
) -> str:
    total = counter.total()
    if not total:
        return ""
    room = HEIGHT - FOOT - HEAD
    width, top = min(step * 0.7, 48.0), float(HEIGHT - FOOT)
    x = SIDE + (i + 0.5) * step - width / 2
    piled = ""
    for status in ORDER:
        height = room * counter[status] / most
        top -= height
        if height:
            name = STATUS_NAMES[status]
            piled += f'<rect class="s-{name}" x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
    parts = ", ".join(f"{counter[status]} {SHORT[status]}" for status in ORDER if counter[status])
    told = f"{period.name}: {total} nhiệm vụ ({parts})"
    return (
        f'<a href="{safe(address(period.first, period.last))}" aria-label="{told}"><title>{told}</title>'
        f'<rect class="hit" x="{SIDE + i * step:.1f}" y="0" width="{step:.1f}" height="{HEIGHT - FOOT}"/>{piled}'
        f'<text class="total" x="{x + width / 2:.1f}" y="{top - 4:.1f}" text-anchor="middle">{total}</text></a>'
    )


def _periods(first: date, last: date) -> list[Period]:
    """The months from the one day to the other; quarters, or years, where these would be too many."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    span = 1 if months <= MOST_BARS else 3 if months <= 3 * MOST_BARS else 12
    at = date(first.year, (first.month - 1) // span * span + 1, 1)
    found = []
    while at <= last:
        month = at.month + span
        after = date(at.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
        found.append(_period(at, after - timedelta(days=1), span))
        at = after
    return found


def _period(first: date, last: date, months: int) -> Period:
    if months == 1:
        return Period(first, last, f"Tháng {first.month}/{first.year}", f"{first.month}/{first.year % 100:02}")
    if months == 12:
        return Period(first, last, f"Năm {first.year}", str(first.year))
    quarter = ("I", "II", "III", "IV")[(first.month - 1) // 3]
    return Period(first, last, f"Quý {quarter}/{first.year}", f"{quarter}/{first.year % 100:02}")
