"""Pictures of how figures grow with the size of a store, as one SVG file."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 300, 190, 56, 34, 28
COLUMNS = 3


def growth_svg(sizes: Sequence[int], series: Mapping[str, Sequence[float]]) -> str:
    """A panel for each figure over the sizes, both axes logarithmic; the slope of a line in grey is linear growth.

    Args:
        sizes: of the stores, ascending.
        series: what is shown -> its value at each size, all above 0.
    """
    rows = math.ceil(len(series) / COLUMNS)
    panels = [
        f'<g transform="translate({i % COLUMNS * WIDTH} {i // COLUMNS * HEIGHT})">{_panel(name, sizes, values)}</g>'
        for i, (name, values) in enumerate(series.items())
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{COLUMNS * WIDTH}" height="{rows * HEIGHT}" '
        f'viewBox="0 0 {COLUMNS * WIDTH} {rows * HEIGHT}" font-family="sans-serif" font-size="11">'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(panels)}</svg>\n'
    )


def _panel(name: str, sizes: Sequence[int], values: Sequence[float]) -> str:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)) + 1e-9)
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])
    right, floor = WIDTH - 28, HEIGHT - BOTTOM

    def x(size: float) -> float:
        return LEFT + (right - LEFT) * (math.log10(size) - first) / max(last - first, 1e-9)

    def y(value: float) -> float:
        return floor - (floor - TOP) * (math.log10(value) - low) / max(high - low, 1)

    drawn = [f'<text x="{LEFT}" y="18" font-weight="bold" fill="#222">{escape(name)}</text>']
    for power in range(low, high + 1):
        at = y(10.0**power)
        drawn.append(f'<path d="M{LEFT} {at:.1f}H{right}" stroke="#ddd"/>')
        drawn.append(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end" fill="#555">{10.0**power:,g}</text>')
    drawn += [
        f'<text x="{x(size):.1f}" y="{floor + 16}" text-anchor="middle" fill="#555">{size:,}</text>' for size in sizes
    ]
    linear = [(size, values[-1] * size / sizes[-1]) for size in sizes]
    inside = [(size, value) for size, value in linear if value >= 10.0**low]
    drawn.append(_line([(x(size), y(value)) for size, value in inside], "#bbb", "4 3"))
    points = [(x(size), y(value)) for size, value in zip(sizes, values, strict=True)]
    drawn.append(_line(points, "#17365d", ""))
    for (left, top), value in zip(points, values, strict=True):
        drawn.append(f'<circle cx="{left:.1f}" cy="{top:.1f}" r="3" fill="#17365d"/>')
        drawn.append(f'<text x="{left:.1f}" y="{top - 7:.1f}" text-anchor="middle" fill="#17365d">{value:,.3g}</text>')
    return "".join(drawn)


def _line(points: Sequence[tuple[float, float]], color: str, dashes: str) -> str:
    told = " ".join(f"{left:.1f},{top:.1f}" for left, top in points)
    return f'<polyline points="{told}" fill="none" stroke="{color}" stroke-width="1.5" stroke-dasharray="{dashes}"/>'
