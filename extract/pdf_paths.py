"""The rulings and filled areas of a PDF page, from the paths that pdfium holds: strokes, thin fills, cells' edges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from ctypes import addressof, c_float, c_int, c_uint
from typing import Any, NamedTuple

from extract.frame import Frame, Matrix
from extract.geometry import shared
from extract.pdf_objects import PATH, Thing
from extract.pdfium import call
from extract.rulings import joined
from extract.types import BBox, Ruling

THICKEST = 3.0
"""Points: a filled rectangle or a stroke that is thicker is an area, not a line."""
SLANT = 0.3
"""Points by which the ends of a stroke may differ across it, for a line that is level or upright."""
MOST_SEGMENTS = 4000
WHOLE_PAGE = 0.9
"""A filled area that covers this share of the page is its background."""
WHITE = 0xF8
"""Colours lighter than this in red, green and blue are the paper's."""
BEZIER, MOVE = 1, 2
"""pdfium's kinds of path segments; 0 is a line."""

Point = tuple[float, float]


class Piece(NamedTuple):
    """A box that is painted, and whether in the paper's white (that shows only on something darker)."""

    bbox: BBox
    white: bool


def drawn(paths: Iterable[Thing], frame: Frame) -> tuple[tuple[Ruling, ...], tuple[BBox, ...]]:
    """(rulings, filled areas) of a page's path objects, in points from its top left corner, sorted by place.

    A ruling's box has no thickness. Lines drawn in pieces (one a cell, dashes, dots) come as one. The edges of filled
    areas are rulings too: where a cell's background ends the reader sees a line.
    """
    lines: list[Piece] = []
    areas: list[Piece] = []
    pen = _Pen(frame)
    for thing in paths:
        if thing.kind == PATH:
            pen.painted(thing, lines, areas)
    page = frame.width * frame.height
    shades = _distinct(a.bbox for a in areas if not a.white and _area(a.bbox) < WHOLE_PAGE * page)
    seen = [p.bbox for p in lines if not p.white or _on_any(p.bbox, shades)]
    edges = [edge for s in shades for edge in _edges(s)]
    return tuple(Ruling(b) for b in joined([*seen, *edges])), tuple(shades)


class _Pen:
    """Asks pdfium about paths. Its buffers are made once a page: a page of tables has some hundred paths."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.floats, self.ints, self.colours = (c_float * 6)(), (c_int * 2)(), (c_uint * 4)()
        self.at, self.at_ints, self.at_colours = addressof(self.floats), addressof(self.ints), addressof(self.colours)
        self.segment, self.kind = call("FPDFPath_GetPathSegment"), call("FPDFPathSegment_GetType")
        self.point, self.closes = call("FPDFPathSegment_GetPoint"), call("FPDFPathSegment_GetClose")
        self.matrix_of, self.count = call("FPDFPageObj_GetMatrix"), call("FPDFPath_CountSegments")
        self.mode, self.width = call("FPDFPath_GetDrawMode"), call("FPDFPageObj_GetStrokeWidth")
        self.clip_of, self.clips = call("FPDFPageObj_GetClipPath"), call("FPDFClipPath_CountPaths")
        self.fill, self.stroke = call("FPDFPageObj_GetFillColor"), call("FPDFPageObj_GetStrokeColor")

    def painted(self, thing: Thing, lines: list[Piece], areas: list[Piece]) -> None:
        """What one path object paints, sorted into lines and areas."""
        path = thing.handle
        self.mode(path, self.at_ints, self.at_ints + 4)
        fill, stroke = self.ints
        filled = self.colour(self.fill, path) if fill else ""
        stroked = self.colour(self.stroke, path) if stroke else ""
        if not filled and not stroked:
            return
        self.matrix_of(path, self.at)
        matrix = thing.matrix.after(Matrix(*self.floats))
        if matrix.a * matrix.d == matrix.b * matrix.c:
            return
        visible = self.visible(thing)
        subpaths = self.subpaths(path, matrix)
        if filled:
            for box in _filled(subpaths):
                _sort(box, visible, filled == "white", lines, areas)
        if stroked:
            self.width(path, self.at)
            half = self.floats[0] * abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5 / 2
            for points in subpaths:
                for box in _stroked(points, half):
                    _sort(box, visible, stroked == "white", lines, areas)

    def colour(self, ask: Callable[..., Any], path: int) -> str:
        """'white', 'ink', or '' for what is wholly transparent; a pattern counts as ink."""
        at = self.at_colours
        if not ask(path, at, at + 4, at + 8, at + 12):
            return "ink"
        red, green, blue, opacity = self.colours
        if not opacity:
            return ""
        return "white" if min(red, green, blue) >= WHITE else "ink"

    def visible(self, thing: Thing) -> BBox:
        """The part of the page where an object shows: the page itself, less what its clipping paths cut away."""
        x0, top, x1, bottom = 0.0, 0.0, self.frame.width, self.frame.height
        clip = self.clip_of(thing.handle)
        for index in range(self.clips(clip) if clip else 0):
            count, get = call("FPDFClipPath_CountPathSegments")(clip, index), call("FPDFClipPath_GetPathSegment")
            places = [self.place(get(clip, index, i), thing.matrix) for i in range(min(count, MOST_SEGMENTS))]
            if places:
                xs, ys = [p[0] for p in places], [p[1] for p in places]
                x0, top, x1, bottom = max(x0, min(xs)), max(top, min(ys)), min(x1, max(xs)), min(bottom, max(ys))
        return BBox(x0, top, x1, bottom)

    def place(self, segment: int, matrix: Matrix) -> Point:
        """Where a segment ends, on the page."""
        self.point(segment, self.at, self.at + 4)
        x, y = self.floats[0], self.floats[1]
        return matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f

    def subpaths(self, path: int, matrix: Matrix) -> list[list[Point | None]]:
        """The path's parts as points on the page; None stands for a curve between its neighbours."""
        count = self.count(path)
        if count == 2:  # a move and a line, the usual ruling: nothing more to ask
            return [[self.place(self.segment(path, 0), matrix), self.place(self.segment(path, 1), matrix)]]
        a, b, c, d, e, f = matrix
        get, kind_of, point_of, at, floats = self.segment, self.kind, self.point, self.at, self.floats
        out: list[list[Point | None]] = []
        part: list[Point | None] = []
        for index in range(min(count, MOST_SEGMENTS)):
            segment = get(path, index)
            kind = kind_of(segment)
            point_of(segment, at, at + 4)
            x, y = floats[0], floats[1]
            point = a * x + c * y + e, b * x + d * y + f
            if kind == MOVE or not part:
                part = [point]
                out.append(part)
                continue
            if kind == BEZIER:
                part.append(None)
            part.append(point)
            if point != part[0] and self.closes(segment):
                part.append(part[0])
        return out


def _sort(box: BBox, visible: BBox, white: bool, lines: list[Piece], areas: list[Piece]) -> None:
    x0, top, x1, bottom = box
    if x0 < visible.x0 or top < visible.top or x1 > visible.x1 or bottom > visible.bottom:
        x0, top, x1, bottom = (
            max(x0, visible.x0),
            max(top, visible.top),
            min(x1, visible.x1),
            min(bottom, visible.bottom),
        )
        if x0 > x1 or top > bottom:
            return
        box = BBox(x0, top, x1, bottom)
    (lines if x1 - x0 <= THICKEST or bottom - top <= THICKEST else areas).append(Piece(box, white))


def _stroked(points: Sequence[Point | None], half: float) -> Iterator[BBox]:
    """The level and upright strokes of a part, as boxes of their thickness."""
    a = points[0]
    for b in points[1:]:
        if a is not None and b is not None:
            (x0, y0), (x1, y1) = a, b
            across, down = x1 - x0, y1 - y0
            if -SLANT <= down <= SLANT and not -SLANT <= across <= SLANT:
                yield BBox(x0, y0 - half, x1, y0 + half) if across > 0 else BBox(x1, y0 - half, x0, y0 + half)
            elif -SLANT <= across <= SLANT and not -SLANT <= down <= SLANT:
                yield BBox(x0 - half, y0, x0 + half, y1) if down > 0 else BBox(x0 - half, y1, x0 + half, y0)
        a = b


def _filled(subpaths: Sequence[Sequence[Point | None]]) -> Iterator[BBox]:
    """The filled parts that are rectangles, or so thin that they are lines; a frame within a frame is its sides."""
    boxes = [box for points in subpaths if (box := _rectangle(points))]
    frames = {(i, i + 1) for i in range(len(boxes) - 1) if _is_frame(boxes[i], boxes[i + 1])}
    skip = {k for pair in frames for k in pair}
    for outer, inner in frames:
        yield from _sides(boxes[outer], boxes[inner])
    yield from (box for i, box in enumerate(boxes) if i not in skip)


def _rectangle(points: Sequence[Point | None]) -> BBox | None:
    """The box of a filled part when it fills that box, or is thin; None for other shapes."""
    corners = [p for p in points if p is not None]
    if len(corners) < 2:
        return None
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    box = BBox(min(xs), min(ys), max(xs), max(ys))
    if min(box.x1 - box.x0, box.bottom - box.top) <= THICKEST:
        return box
    ring = [*corners, corners[0]]
    twice = sum(ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1] for i in range(len(corners)))
    return box if abs(twice) / 2 >= 0.9 * _area(box) else None


def _is_frame(a: BBox, b: BBox) -> bool:
    gaps = (b.x0 - a.x0, b.top - a.top, a.x1 - b.x1, a.bottom - b.bottom)
    return min(gaps) >= 0 and 0 < max(gaps) <= THICKEST


def _sides(outer: BBox, inner: BBox) -> Iterator[BBox]:
    yield BBox(outer.x0, outer.top, outer.x1, inner.top)
    yield BBox(outer.x0, inner.bottom, outer.x1, outer.bottom)
    yield BBox(outer.x0, outer.top, inner.x0, outer.bottom)
    yield BBox(inner.x1, outer.top, outer.x1, outer.bottom)


def _edges(box: BBox) -> Iterator[BBox]:
    yield BBox(box.x0, box.top, box.x1, box.top)
    yield BBox(box.x0, box.bottom, box.x1, box.bottom)
    yield BBox(box.x0, box.top, box.x0, box.bottom)
    yield BBox(box.x1, box.top, box.x1, box.bottom)


def _area(box: BBox) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _on_any(line: BBox, shades: Sequence[BBox]) -> bool:
    """Whether a white line runs over a filled area, or along two of them, and so shows."""
    return any(
        shared(line.x0, line.x1, s.x0, s.x1) > -1.0 and shared(line.top, line.bottom, s.top, s.bottom) > -1.0
        for s in shades
    )


def _distinct(boxes: Iterable[BBox]) -> list[BBox]:
    """Boxes sorted by place, those that say the same (to half a point) once."""
    rounded = {tuple(round(2 * v) for v in b): b for b in sorted(boxes, key=lambda b: (b.top, b.x0, b.bottom, b.x1))}
    return sorted(rounded.values(), key=lambda b: (b.top, b.x0, b.bottom, b.x1))
