"""Markers as strokes: shape says whose figure it is, filling says how sure it is, so that colour says nothing alone."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.plot_views import Stroke

_LAYERS = {
    "plain": (("", 6.0),),
    "contested": (("", 8.0), ("w", 5.0)),
    "corrected": (("", 12.0), ("w", 9.6), ("", 6.0)),
    "recovered": (("", 9.0), ("w", 6.4), ("", 3.0)),
}
"""What is drawn over each other for each state, widest first: '' in the line's colour, 'w' in the paper's."""


def marker(kind: str, state: str, spots: Sequence[tuple[float, float]]) -> list[Stroke]:
    """Markers of one kind and state at `spots`: round for all and women, square for men, a triangle for others."""
    if kind == "A":
        return [_triangles(kind, layer, width, spots) for layer, width in _LAYERS[state]]
    cap = "mq" if kind == "M" else "mr"
    d = "".join(f"M{spot(x)} {spot(y)}h.01" for x, y in spots)
    return [Stroke(f"{cap} {layer or kind}", d, width) for layer, width in _LAYERS[state]]


def half_width(state: str) -> float:
    """How far a marker reaches from its middle."""
    return _LAYERS[state][0][1] / 2 + 0.5


def _triangles(kind: str, layer: str, width: float, spots: Sequence[tuple[float, float]]) -> Stroke:
    r = width * 0.6
    d = "".join(f"M{spot(x - r)} {spot(y + r * 0.8)}h{spot(2 * r)}l{spot(-r)} {spot(-1.7 * r)}z" for x, y in spots)
    return Stroke(f"mf {layer or kind}", d)


def spot(value: float) -> str:
    """A coordinate, as short as a tenth of a unit allows."""
    return f"{round(value, 1) + 0:.1f}".removesuffix(".0")
