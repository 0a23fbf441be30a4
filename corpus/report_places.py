"""The places of a finding: what is printed there, on which part of which page, and what to mark on its picture."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.contract import Row
from corpus.report_regions import Paper, box_of, ink, line_box, line_region, table_regions
from corpus.report_rows import Rows, listed, several, text, whole
from corpus.report_views import Mark, PlaceView, QuoteView, Region
from corpus.report_wording import marked
from extract.geometry import contains, union
from extract.types import BBox

_UNIT = re.compile(r"\s*(?:%|kr|tkr|mkr|procent)$")
NEAR = 40.0
"""Points between two regions of running text that are shown as one."""


@dataclass(slots=True)
class _Spot:
    """A place on its way: the lines quoted there and the marks made so far."""

    report_id: str
    page: int | None
    region: Region | None = None
    table_id: str = ""
    quotes: list[QuoteView] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Named:
    """A place as the finding names it."""

    report_id: str
    page: int | None
    line: int | None
    quote: str


def places(
    rows: Rows, r: Row, paper: Paper, suspects: Collection[str], quotes: Sequence[str] = ()
) -> tuple[PlaceView, ...]:
    """The places of a finding, those on one part of a page together, in the finding's order.

    `suspects` are the obs_ids that the first explanation would change; `quotes` stand in where the finding has none.
    """
    values = several(text(r, "values"))
    observed = [rows.observation[i] for i in several(text(r, "obs_ids")) if i in rows.observation]
    clashing = {_UNIT.sub("", v) for v in values}
    wall = _Wall(rows, paper)
    for place in _named(r, observed, quotes):
        here = [o for o in observed if _at(o) == (place.report_id, place.page, place.line)]
        spot = wall.spot(place.report_id, place.page, here or [{"line": place.line}])
        if place.quote:
            there = [text(o, "value_printed") for o in here]
            spot.quotes.append(QuoteView(place.line, marked(place.quote, there or values)))
        if not here:
            wall.mark_line(spot, place, values)
    for o in observed:
        role = (
            "suspect"
            if text(o, "obs_id") in suspects
            else "clash"
            if _UNIT.sub("", text(o, "value_printed")) in clashing
            else "rule"
        )
        wall.mark(wall.spot(text(o, "report_id"), whole(o, "page"), [o]), o, role)
    return tuple(_view(rows, spot) for spot in wall.spots if spot.quotes or spot.region)


def _named(r: Row, observed: Sequence[Row], given: Sequence[str]) -> Iterator[_Named]:
    """The places in their order; what a place lacks is taken from its observation, or left out."""
    lines, pages = ([int(n) for n in several(text(r, name))] for name in ("lines", "pages"))
    quotes = [str(q) for q in listed(r, "quotes")] or list(given) or [text(o, "quote") for o in observed]
    reports = several(text(r, "report_ids"))
    count = max(len(lines), len(pages), len(quotes))
    for i in range(count):
        page, line = pages[i] if i < len(pages) else None, lines[i] if i < len(lines) else None
        here = _observed_at(observed, i, count, page, line)
        report_id = text(here, "report_id") or (reports[i] if len(reports) == count else reports[0])
        yield _Named(report_id, page, line, quotes[i] if i < len(quotes) else "")


def _observed_at(observed: Sequence[Row], i: int, count: int, page: int | None, line: int | None) -> Row:
    """The observation of a place: by order when there are as many of both, else the one printed there; {} without."""
    if len(observed) == count:
        return observed[i]
    there = (o for o in observed if line is not None and o.get("line") == line and page in (None, o.get("page")))
    return next(there, {})


def _at(o: Row) -> tuple[str, int | None, int | None]:
    return text(o, "report_id"), whole(o, "page"), whole(o, "line")


class _Wall:
    """The spots of one finding, each a part of a page that is shown once."""

    def __init__(self, rows: Rows, paper: Paper) -> None:
        self.rows, self.paper = rows, paper
        self.spots: list[_Spot] = []

    def spot(self, report_id: str, page: int | None, there: Sequence[Row]) -> _Spot:
        """The spot that shows a place: one there is already, or a new one. A text file has one for all its lines."""
        table_id = next((text(o, "table_id") for o in there if text(o, "table_id")), "")
        region, box = self._region(report_id, page, table_id, there)
        for spot in self.spots:
            if spot.report_id != report_id or spot.page != page:
                continue
            if region is None and spot.region is None:
                spot.table_id = spot.table_id or table_id
                return spot
            if region is None or spot.region is None:
                continue
            if spot.region == region or (box and contains(spot.region.box, box, 1.0)):
                return spot
            if not table_id and not spot.table_id and (both := _joined(spot.region, region)):
                spot.region = both
                return spot
        self.spots.append(_Spot(report_id, page, region, table_id))
        return self.spots[-1]

    def _region(
        self, report_id: str, page: int | None, table_id: str, there: Sequence[Row]
    ) -> tuple[Region | None, BBox | None]:
        """The part of a page to show for what is printed there, and the box of that itself."""
        sheet = self.paper.page(report_id, page)
        if sheet is None:
            return None, None
        box = next((b for o in there if (b := box_of(text(o, "bbox")))), None)
        line = next((n for o in there if (n := whole(o, "line")) is not None), None)
        box = box or (line_box(sheet, line) if line is not None else None)
        if box is None:
            return None, None
        regions = table_regions(self.rows, table_id, self.paper)
        return next((g for g in regions if g.page == page), None) or line_region(report_id, sheet, box), box

    def mark(self, spot: _Spot, o: Row, role: str) -> None:
        """Mark an observation: its cell, or in running text the number itself."""
        box, sheet = box_of(text(o, "bbox")), self.paper.page(spot.report_id, spot.page)
        if box is None or sheet is None or spot.region is None:
            return
        if not text(o, "table_id"):
            box = ink(sheet, box, text(o, "value_printed")) or box
        spot.marks.append(Mark(box, role, text(o, "obs_id")))

    def mark_line(self, spot: _Spot, place: _Named, values: Sequence[str]) -> None:
        """Mark what a finding without numbers is about: its words on the line, or else the line."""
        sheet = self.paper.page(place.report_id, place.page)
        box = line_box(sheet, place.line) if sheet and place.line is not None else None
        if sheet is None or box is None or spot.region is None:
            return
        found = [b for v in values if (b := ink(sheet, box, v))]
        spot.marks += [Mark(b, "clash") for b in found] or [Mark(box, "line")]


def _joined(one: Region, other: Region) -> Region | None:
    """Two regions of running text that nearly touch as one; None when they are apart."""
    a, b = one.box, other.box
    apart = max(a.top, b.top) - min(a.bottom, b.bottom)
    beside = min(a.x1, b.x1) - max(a.x0, b.x0)
    return replace(one, box=union([a, b])) if apart < NEAR and beside > 0 else None


def _view(rows: Rows, spot: _Spot) -> PlaceView:
    strongest = {m.box: m for m in sorted(spot.marks, key=lambda m: ("line", "rule", "clash", "suspect").index(m.role))}
    return PlaceView(
        file_name=rows.file_name.get(spot.report_id, spot.report_id),
        period=text(rows.report.get(spot.report_id, {}), "period"),
        page=spot.page,
        quotes=tuple(dict.fromkeys(spot.quotes)),
        table_id=spot.table_id,
        region=spot.region,
        marks=tuple(strongest.values()),
    )
