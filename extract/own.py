"""Our own table engine: regions by evidence, each read in its cells as drawn and by its white space, the better taken."""

from __future__ import annotations

from dataclasses import replace

from extract import aligned, ruled
from extract.regions import Region, find
from extract.score import evidence, score, why_worse
from extract.strips import line_finder
from extract.types import Declined, Page, Table, TableSettings

NAME = "own"


def parse(page: Page, settings: TableSettings) -> list[Table] | Declined:
    """The tables of a page's regions, by any evidence: lines both ways, lines one way, shades, white space."""
    if not page.words:
        return Declined(NAME, "the page has no geometry")
    finder = line_finder(page.lines)
    tables = []
    for region in find(page, settings):
        readings = [t for t in (_ruled(page, region, settings), aligned.read(page, region, settings, finder)) if t]
        if readings:
            tables.append(_better(readings, page, settings))
    return tables or Declined(NAME, "no lines with a common white gutter and figures, rulings or known headings")


def _ruled(page: Page, region: Region, settings: TableSettings) -> Table | None:
    if not region.crossed:
        return None
    return ruled.read(page, region, settings, settings.snap if page.reader == "pdf-text" else 2 * settings.snap)


def _better(readings: list[Table], page: Page, settings: TableSettings) -> Table:
    """The reading that its own evidence speaks for, with why the other was not taken."""
    judged = [(t, evidence(t, settings.hints, page.rulings)) for t in readings]
    best, found = max(judged, key=lambda pair: round(score(pair[1]), 3))
    noes = tuple(Declined(t.engine, why_worse(other, found)) for t, other in judged if t is not best)
    return replace(best, declined=best.declined + noes)
