"""Camelot's lattice parser (vector engine): tables drawn with rulings in both directions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extract.build import Box, boxes_from_cells, build, join_cells
from extract.types import BBox, Declined, Page, Table, TableSettings

NAME = "camelot-lattice"


def parse(page: Page, settings: TableSettings) -> list[Table] | Declined:
    """Tables from the cells Camelot finds; their text is the page's words."""
    if page.source is None or page.reader != "pdf-text":
        return Declined(NAME, "works on the drawn lines of a PDF only")
    if not _has_both(page):
        return Declined(NAME, "the page has no rulings in both directions")
    from camelot.io import read_pdf

    from extract.single import single

    try:
        file, index, password = single(page.source)
        found = read_pdf(
            str(file) if isinstance(file, Path) else file,
            pages=str(index + 1),
            password=password,
            flavor="lattice",
            engine="vector",
            suppress_stdout=True,
        )
    except Exception as error:  # noqa: BLE001 - Camelot raises what its parts raise; another parser may still read the page
        return Declined(NAME, f"Camelot failed: {error}")
    built = [build(page, _boxes(t, page.height, settings.snap), NAME, settings) for t in found]
    tables = [t for t in built if t and t.rows >= settings.min_rows and t.columns >= settings.min_columns]
    return tables or Declined(NAME, "found no grid with text in it")


def _has_both(page: Page) -> bool:
    flat = sum(r.horizontal for r in page.rulings)
    return flat >= 2 and len(page.rulings) - flat >= 2


def _boxes(table: Any, height: float, snap: float) -> list[Box]:
    """Camelot's cells, those without a line between them as one."""
    return boxes_from_cells(merged(table.cells, height), snap)


def merged(cells: list[list[Any]], height: float) -> list[BBox]:
    """Cells of a full grid -> boxes from the page's top, joined wherever no ruling parts two neighbours."""
    places = {
        (r, c): BBox(min(o.x1, o.x2), height - max(o.y1, o.y2), max(o.x1, o.x2), height - min(o.y1, o.y2))
        for r, row in enumerate(cells)
        for c, o in enumerate(row)
    }
    return join_cells(places, lambda r, c: not cells[r][c].right, lambda r, c: not cells[r][c].bottom)
