"""Two small line plots beside each other as SVG: seconds and megabytes as a report grows, both axes logarithmic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 430, 300, 60, 50, 34, 20


def panels(pages: Sequence[float], lines: Sequence[tuple[str, Sequence[float]]]) -> str:
    """One panel for each (what is shown, its values)."""
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * len(lines)} {HEIGHT}"',
        ' font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH * len(lines)}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for n, (title, values) in enumerate(lines):
        out += [f'<g transform="translate({WIDTH * n} 0)">', *_panel(title, pages, values), "</g>"]
    return "\n".join([*out, "</svg>", ""])


def _panel(title: str, pages: Sequence[float], values: Sequence[float]) -> list[str]:
    x_of, x_marks = _axis(pages, LEFT, WIDTH - RIGHT)
    y_of, y_marks = _axis(values, HEIGHT - BOTTOM, TOP)
    lines = [f'<text x="{LEFT}" y="18" font-weight="bold">{escape(title)}</text>']
    for mark in x_marks:
        x = x_of(mark)
        lines.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}" stroke="#dddddd"/>')
        lines.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{mark:,.0f}</text>')
    for mark in y_marks:
        y = y_of(mark)
        lines.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#dddddd"/>')
        lines.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{mark:g}</text>')
    lines.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">pages</text>')
    at = [(x_of(p), y_of(v)) for p, v in zip(pages, values, strict=True)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    lines.append(f'<polyline points="{points}" fill="none" stroke="#c0392b" stroke-width="2"/>')
    lines += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#c0392b"/>' for x, y in at]
    return lines


class _Axis:
    """A logarithmic axis from one place to another: the powers of ten around the values."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.low = math.floor(math.log10(max(min(values), 1e-3)))
        self.high = max(math.ceil(math.log10(max(*values, 1e-3))), self.low + 1)
        self.start, self.end = start, end

    def __call__(self, value: float) -> float:
        share = (math.log10(max(value, 1e-3)) - self.low) / (self.high - self.low)
        return self.start + (self.end - self.start) * share

    def marks(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def _axis(values: Sequence[float], start: float, end: float) -> tuple[_Axis, list[float]]:
    axis = _Axis(values, start, end)
    return axis, axis.marks()
