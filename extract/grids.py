"""Ready grids (Markdown, HTML): the reader found them, the chain takes them as they are."""

from __future__ import annotations

from dataclasses import replace

from extract.types import Declined, Page, Table, TableSettings

NAME = "grid"


def parse(page: Page, settings: TableSettings) -> list[Table] | Declined:
    """The page's ready grids, those that are large enough for a table."""
    if not page.grids:
        return Declined(NAME, "the file has no ready-made tables here")
    kept = [t for t in page.grids if t.rows >= settings.min_rows and t.columns >= settings.min_columns]
    return [replace(t, engine=NAME) for t in kept] or Declined(NAME, "the ready-made tables are too small")
