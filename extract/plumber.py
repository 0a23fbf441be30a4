"""pdfplumber's table finder on drawn lines: rulings and the edges of filled rectangles."""

from __future__ import annotations

from extract.build import boxes_from_cells, build
from extract.types import BBox, Declined, Page, Table, TableSettings

NAME = "pdfplumber"


def parse(page: Page, settings: TableSettings) -> list[Table] | Declined:
    """Tables from the cells pdfplumber finds; their text is the page's words."""
    if page.source is None or page.reader != "pdf-text":
        return Declined(NAME, "works on the drawn lines of a PDF only")
    if not page.rulings:
        return Declined(NAME, "the page has no rulings")
    import pdfplumber

    with pdfplumber.open(page.source.path, password=page.source.password or "") as document:
        drawn = document.pages[page.source.index]
        left, top = drawn.bbox[0], drawn.bbox[1]
        found = [
            [BBox(c[0] - left, c[1] - top, c[2] - left, c[3] - top) for c in table.cells]
            for table in drawn.find_tables({"snap_tolerance": settings.snap})
        ]
    built = [build(page, boxes_from_cells(cells, settings.snap), NAME, settings) for cells in found]
    tables = [t for t in built if t and t.rows >= settings.min_rows and t.columns >= settings.min_columns]
    return tables or Declined(NAME, "found no grid with text in it")
