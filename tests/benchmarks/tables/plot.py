"""A small scatter plot as SVG: how right an engine is against how long it takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 860, 460, 60, 50, 20, 150


@dataclass(frozen=True)
class Dot:
    """An engine: milliseconds a page and strict F1."""

    name: str
    ms: float
    f1: float
    ours: bool


def scatter(dots: Sequence[Dot]) -> str:
    """The plot; milliseconds on a logarithmic axis from 1 to 10 000."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        ' font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for ms in (1, 10, 100, 1000):
        x = _x(ms)
        lines.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}" stroke="#dddddd"/>')
        lines.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{ms}</text>')
    for tenth in range(0, 11, 2):
        y = _y(tenth / 10)
        lines.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#dddddd"/>')
        lines.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{tenth / 10:.1f}</text>')
    lines.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">ms per page</text>')
    lines.append(
        f'<text x="16" y="{HEIGHT / 2}" transform="rotate(-90 16 {HEIGHT / 2})" text-anchor="middle">F1</text>'
    )
    taken: list[tuple[float, float]] = []
    for dot in sorted(dots, key=lambda d: -d.f1):
        x, y = _x(dot.ms), _y(dot.f1)
        colour = "#c0392b" if dot.ours else "#34495e"
        lines.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>')
        label = _free(x + 9, y + 4, taken)
        taken.append((x + 9, label))
        lines.append(f'<text x="{x + 9:.1f}" y="{label:.1f}" fill="{colour}">{escape(dot.name)}</text>')
    return "\n".join([*lines, "</svg>", ""])


def _free(x: float, y: float, taken: Sequence[tuple[float, float]]) -> float:
    """The nearest height at or below y where a label at x touches no other."""
    while any(abs(x - a) < 150 and abs(y - b) < 13 for a, b in taken):
        y += 1
    return y


def _x(ms: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * min(max(math.log10(max(ms, 1)) / 3.5, 0), 1)


def _y(f1: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * f1
