"""Our own table engine: regions by evidence, each read as drawn and by its white space, the better one taken."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from extract import aligned, ruled
from extract.bands import bands
from extract.evened import evened
from extract.geometry import cluster
from extract.region import Region
from extract.regions import find
from extract.score import evidence, is_crowded, score, why_worse
from extract.strips import line_finder
from extract.types import Declined, Page, Table, TableSettings

NAME = "own"
FORM = 0.15
"""Less than this share of the cells beside the row labels filled, and a grid is a form."""
MAX_OPEN = 4
"""A frame with no more lines across than this, its own among them, need not part all rows."""
FEW, MANY = 0.1, 0.25
"""Shares of wide gaps without a drawn line: under the first all columns are drawn, over the second they are not."""


def parse(page: Page, settings: TableSettings) -> list[Table] | Declined:
    """The tables of a page's regions, by any evidence: lines both ways, lines one way, shades, white space."""
    if not page.words:
        return Declined(NAME, "the page has no geometry")
    page = replace(page, words=evened(page.words))
    finder = line_finder(page.lines)
    tables: list[Table] = []
    for region in find(page, settings):
        as_drawn = _ruled(page, region, settings)
        crowded = _crowded(as_drawn) if as_drawn else 0.0
        missed = max(_unparted(region), crowded) if as_drawn else 0.0
        if as_drawn and missed < FEW and not crowded and not _is_open(region):
            tables.append(as_drawn)
            continue
        spaced = aligned.read(page, region, settings, finder)
        if as_drawn and spaced and missed < MANY and not _has_more_rows(spaced, as_drawn, region):
            tables.append(_better([as_drawn, spaced], page, settings))
        elif spaced or as_drawn:
            tables += [t for t in (spaced or as_drawn,) if t]
    tables = [t for t in tables if not _is_form(t)]
    return tables or Declined(NAME, "no lines with a common white gutter and figures, rulings or known headings")


def _is_form(table: Table) -> bool:
    """Whether hardly anything stands beside the row labels: boxes to write in."""
    beside = {(c.row, c.column) for c in table.cells if c.column and c.text}
    return table.rows > 2 and len(beside) < FORM * table.rows * (table.columns - 1)


def _is_open(region: Region) -> bool:
    """Whether lines across are few: a frame, a line under the headings, one over the total, but none between rows."""
    ys = cluster((f.top for f in region.crossing), 2.0)
    return len(ys) <= MAX_OPEN and len(bands(region.strips)) >= len(ys)


def _has_more_rows(spaced: Table, as_drawn: Table, region: Region) -> bool:
    """Whether white space parts rows that no line parts, in the same columns."""
    return _is_open(region) and spaced.columns == as_drawn.columns and spaced.rows > as_drawn.rows


def _unparted(region: Region) -> float:
    """Share of the wide gaps in the region's lines that no line drawn down parts: cells without lines between."""
    gaps = missed = 0
    for strip in region.strips:
        y = (strip.bbox.top + strip.bbox.bottom) / 2
        for before, after in pairwise(strip.pieces):
            gaps += 1
            missed += not any(
                before[-1].bbox.x1 - 1 <= v.x0 <= after[0].bbox.x0 + 1 and v.top <= y <= v.bottom for v in region.tall
            )
    return missed / gaps if gaps else 0.0


def _crowded(table: Table) -> float:
    """Share of the cells with figures that hold lines of nothing but figures: rows without lines between."""
    figures = [c for c in table.cells if c.row >= table.header_rows and any(map(str.isdigit, c.text))]
    return sum(is_crowded(c) for c in figures) / len(figures) if figures else 0.0


def _ruled(page: Page, region: Region, settings: TableSettings) -> Table | None:
    if not region.crossing:
        return None
    return ruled.read(page, region, settings, settings.snap if page.reader == "pdf-text" else 2 * settings.snap)


def _better(readings: list[Table], page: Page, settings: TableSettings) -> Table:
    """The reading that its own evidence speaks for, with why the other was not taken."""
    judged = [(t, evidence(t, settings.hints, page.rulings)) for t in readings]
    best, found = max(judged, key=lambda pair: round(score(pair[1]), 3))
    noes = tuple(Declined(t.engine, why_worse(other, found)) for t, other in judged if t is not best)
    return replace(best, declined=best.declined + noes)
