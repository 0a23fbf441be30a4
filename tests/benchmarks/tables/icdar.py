"""The ICDAR 2013 table competition as cases: foreign tables in English, from a folder of its PDF and XML files.

The files are not ours and are not here; tabula-java carries them under `icdar2013-dataset` in its test resources.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from tests.benchmarks.tables.alignment import Grid
from tests.benchmarks.tables.score import Truth
from tests.benchmarks.tables.sets import Case


def icdar(folder: Path) -> Iterator[Case]:
    """Every PDF of the folder with its table regions, each counted as a table. Raises FileNotFoundError without any."""
    import pypdfium2

    paths = sorted(folder.rglob("*.pdf"))
    if not paths:
        raise FileNotFoundError(f"no PDF in {folder}")
    for path in paths:
        structure = path.with_name(f"{path.stem}-str.xml")
        if not structure.exists():
            continue
        document = pypdfium2.PdfDocument(path)
        pages = len(document)
        document.close()
        regions = etree.parse(structure).iterfind(".//region")
        truths = tuple(Truth(_grid(r), (int(r.get("page", "1")),), "icdar") for r in regions)
        yield Case(path.stem, f"icdar-{path.stem[:2]}", path, truths, pages)


def _grid(region: etree._Element) -> Grid:
    """The cells of a region; a cell over several columns or rows stands in its first."""
    cells = {
        (int(cell.get("start-row", "0")), int(cell.get("start-col", "0"))): cell.findtext("content") or ""
        for cell in region.iterfind("cell")
    }
    rows, columns = range(max(r for r, _ in cells) + 1), range(max(c for _, c in cells) + 1)
    return tuple(tuple(cells.get((r, c), "") for c in columns) for r in rows)
