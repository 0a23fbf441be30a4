"""pdfplumber's table finder on drawn lines: rulings and the edges of filled rectangles."""

from __future__ import annotations

from extract.build import boxes_from_cells, build
from extract.types import BBox, Declined, Page, PageSource, Table, TableSettings

NAME = "pdfplumber"


def parse(page: Page, settings: TableSettings) -> list[Table] | Declined:
    """Tables from the cells pdfplumber finds; their text is the page's words."""
    if page.source is None or page.reader != "pdf-text":
        return Declined(NAME, "works on the drawn lines of a PDF only")
    if not page.rulings:
        return Declined(NAME, "the page has no rulings")
    try:
        found = _cells(page.source, settings.snap)
    except Exception as error:  # noqa: BLE001 - damaged files make pdfminer raise anything; another parser may read the page
        return Declined(NAME, f"pdfplumber cannot read the page: {error}")
    built = [build(page, boxes_from_cells(cells, settings.snap), NAME, settings) for cells in found]
    tables = [t for t in built if t and t.rows >= settings.min_rows and t.columns >= settings.min_columns]
    return tables or Declined(NAME, "found no grid with text in it")


def _cells(source: PageSource, snap: float) -> list[list[BBox]]:
    """The cells of every table on the page, in points from its top left corner."""
    import pdfplumber

    from extract.single import single

    file, index, password = single(source)
    with pdfplumber.open(file, password=password or "") as document:
        drawn = document.pages[index]
        left, top = drawn.bbox[0], drawn.bbox[1]
        return [
            [BBox(c[0] - left, c[1] - top, c[2] - left, c[3] - top) for c in table.cells]
            for table in drawn.find_tables({"snap_tolerance": snap})
        ]
