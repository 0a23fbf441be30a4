"""`reports.csv` beside the reports: what a person knows about a file and its text may not say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.registry import Registry, RegistryError, read_text, rows_of
from normalize import periods
from normalize.types import Period

FILE_NAME = "reports.csv"
COLUMNS = ("file", "federation", "period", "kind", "title", "password", "published")
REPORT_KINDS = ("annual", "half_year", "tertial", "appendix")


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


def load(folders: Iterable[Path], registry: Registry, elsewhere: Iterable[Path] = ()) -> Manifest:
    """The `reports.csv` of each folder that has one. A row for a file that is not there is a warning.

    Files of `elsewhere` are known of and not copied here.
    Raises RegistryError that names the line for a row that cannot be used.
    """
    rows: dict[Path, ManifestRow] = {}
    warnings: list[str] = []
    known = {path.resolve() for path in elsewhere}
    for folder in sorted({f.resolve() for f in folders}):
        path = folder / FILE_NAME
        if not path.is_file():
            continue
        for line, cells in rows_of(read_text(path), str(path), _columns(path)):
            row = _row(cells, f"{path}, line {line}", registry)
            file = (folder / row.file).resolve()
            if file in rows:
                raise RegistryError(f"{path}, line {line}: {row.file} has a row already; keep one")
            if file not in known and not _is_there(file):
                warnings.append(f"{path}, line {line}: there is no file {row.file} in this folder; the row is not used")
            rows[file] = row
    return Manifest(rows, tuple(warnings))


def _is_there(file: Path) -> bool:
    """Whether there is such a file; there is none of a name that is longer than names can be."""
    try:
        return file.is_file()
    except OSError:
        return False


def is_date(text: str) -> bool:
    """Whether a text is a real day, as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _columns(path: Path) -> list[str]:
    """The columns of this file: `file` is needed, the others may be left out; an unknown one is told by rows_of."""
    have = [h.strip() for h in read_text(path).partition("\n")[0].split(",")]
    return [c for c in COLUMNS if c in have or c == "file"]


def _row(cells: dict[str, str], where: str, registry: Registry) -> ManifestRow:
    federation, period, kind = (cells.get(c, "") for c in ("federation", "period", "kind"))
    if not cells["file"]:
        raise RegistryError(f"{where}: file is empty; write the file's name as it stands in the folder")
    if "\0" in cells["file"]:
        raise RegistryError(f"{where}: file {cells['file']!r} has a sign that no file name can have; write it anew")
    if federation and registry.federation(federation) is None:
        known = ", ".join(f.federation_id for f in registry.federations)
        raise RegistryError(f"{where}: federation {federation!r} is not in the registry (it has {known}); add it there")
    if period and periods.parse(period) is None:
        raise RegistryError(f"{where}: period {period!r} is not understood; write 2017, 2025-H1 or 2021-T2")
    if kind and kind not in REPORT_KINDS:
        raise RegistryError(f"{where}: kind {kind!r} is not one of {', '.join(REPORT_KINDS)}")
    if cells.get("published") and not is_date(cells["published"]):
        raise RegistryError(f"{where}: published {cells['published']!r} is not a date; write it as 2017-03-21")
    return ManifestRow(
        cells["file"],
        federation,
        periods.parse(period),
        kind,
        cells.get("title", ""),
        cells.get("password", ""),
        cells.get("published", ""),
    )
