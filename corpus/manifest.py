"""`reports.csv` beside the reports: what a person knows about a file and its text may not say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.registry import Registry, RegistryError, read_text, rows_of
from normalize.types import Period

FILE_NAME = "reports.csv"
COLUMNS = ("file", "federation", "period", "kind", "title", "password", "published")
REPORT_KINDS = ("annual", "half_year", "tertial", "appendix")
_CODE = re.compile(r"(?P<year>(?:19|20)\d\d)(?:-(?P<part>H[12]|T[123]|Q[1-4]))?")
_MONTHS = {"H": 6, "T": 4, "Q": 3}
_LAST_DAY = {3: 31, 4: 30, 6: 30, 8: 31, 9: 30, 12: 31}


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """What is given about one file; an empty cell leaves it to the text."""

    file: str = ""
    federation_id: str = ""
    period: Period | None = None
    kind: str = ""
    title: str = ""
    password: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The rows by file, and what is wrong with them that does not stop the run."""

    rows: dict[Path, ManifestRow]
    warnings: tuple[str, ...] = ()

    def row(self, path: Path) -> ManifestRow:
        return self.rows.get(path.resolve(), ManifestRow())


def period_of(code: str) -> Period | None:
    """'2017', '2025-H1', '2021-T2' or '2024-Q3' -> Period; None when it is none of them. T2 is January-August."""
    match = _CODE.fullmatch(code.strip())
    if not match:
        return None
    year, part = match["year"], match["part"]
    if not part:
        return Period(year, f"{year}-01-01", f"{year}-12-31", "A")
    freq, ordinal = part[0], int(part[1])
    last = ordinal * _MONTHS[freq]
    # A tertial report is cumulative: the second one is about January to August.
    first = 1 if freq == "T" else last - _MONTHS[freq] + 1
    start, end = f"{year}-{first:02}-01", f"{year}-{last:02}-{_LAST_DAY[last]}"
    return Period(f"{year}-{part}", start, end, freq)  # type: ignore[arg-type]  # the pattern allows H, T, Q only


def load(folders: Iterable[Path], registry: Registry) -> Manifest:
    """The `reports.csv` of each folder that has one. A row for a file that is not there is a warning.

    Raises RegistryError that names the line for a row that cannot be used.
    """
    rows: dict[Path, ManifestRow] = {}
    warnings: list[str] = []
    for folder in sorted({f.resolve() for f in folders}):
        path = folder / FILE_NAME
        if not path.is_file():
            continue
        for line, cells in rows_of(read_text(path), str(path), _columns(path)):
            row = _row(cells, f"{path}, line {line}", registry)
            file = (folder / row.file).resolve()
            if file in rows:
                raise RegistryError(f"{path}, line {line}: {row.file} has a row already; keep one")
            if not file.is_file():
                warnings.append(f"{path}, line {line}: there is no file {row.file} in this folder; the row is not used")
            rows[file] = row
    return Manifest(rows, tuple(warnings))


def _columns(path: Path) -> list[str]:
    """The columns of this file: `file` is needed, the others may be left out; an unknown one is told by rows_of."""
    have = [h.strip() for h in read_text(path).partition("\n")[0].split(",")]
    return [c for c in COLUMNS if c in have or c == "file"]


def _row(cells: dict[str, str], where: str, registry: Registry) -> ManifestRow:
    federation, period, kind = (cells.get(c, "") for c in ("federation", "period", "kind"))
    if not cells["file"]:
        raise RegistryError(f"{where}: file is empty; write the file's name as it stands in the folder")
    if federation and registry.federation(federation) is None:
        known = ", ".join(f.federation_id for f in registry.federations)
        raise RegistryError(f"{where}: federation {federation!r} is not in the registry (it has {known}); add it there")
    if period and period_of(period) is None:
        raise RegistryError(f"{where}: period {period!r} is not understood; write 2017, 2025-H1, 2021-T2 or 2024-Q3")
    if kind and kind not in REPORT_KINDS:
        raise RegistryError(f"{where}: kind {kind!r} is not one of {', '.join(REPORT_KINDS)}")
    return ManifestRow(
        cells["file"],
        federation,
        period_of(period),
        kind,
        cells.get("title", ""),
        cells.get("password", ""),
        cells.get("published", ""),
    )
