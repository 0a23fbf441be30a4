"""`python -m tests.benchmarks.edits_found DATASET [GOLD FILE]...`: the edits of a written dataset, by kind and origin.

With the hand-made grids of a report (a folder with tables/*.csv, and the report's file name) also which of their total
rows and gender splits an edit covers.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from corpus.wording import fold, is_total

SUMS = ("row_sum", "column_sum", "parts_sum")
FIGURE = re.compile(r"[-−]?\d[\d ]*(?:,\d+)?")
Row = dict[str, str]


def rows(dataset: Path, name: str) -> list[Row]:
    with (dataset / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def counted(dataset: Path) -> Iterator[str]:
    """One line for each report, kind and origin with the number of its edits."""
    edits = rows(dataset, "edits")
    found = Counter((e["report_id"], e["kind"], e["origin"], e["depends"]) for e in edits)
    for (report, kind, origin, depends), times in sorted(found.items()):
        yield f"{report:28} {kind:20} {origin:10} {depends:14} {times:5}"
    yield f"{len(edits)} edits"


def covered(dataset: Path, gold: Path, file_name: str) -> Iterator[str]:
    """A line for each grid with total rows or gender splits: how many of their cells stand in a sum."""
    report = next(r["report_id"] for r in rows(dataset, "reports") if r["file_name"] == file_name)
    seen = {o["obs_id"]: o for o in rows(dataset, "observations") if o["report_id"] == report}
    results = [seen[o] for o in _results(dataset, report) if o in seen]
    for path in sorted((gold / "tables").glob("*.csv")):
        if path.name.endswith(".ocr.csv"):
            continue
        (first, last), grid = _grid(path)
        near = [o for o in results if o["line"] and first - 2 <= int(float(o["line"])) <= last + 2]
        for what, cells in (("total rows", _totals(grid)), ("gender splits", _splits(grid))):
            held = {Decimal(o["value"]) for o in near if o["value"]}
            missing = [f"{label} {n}" for label, n in cells if n not in held]
            if cells:
                more = f"; not: {', '.join(missing)}" if missing else ""
                yield f"{path.stem:34} {what:14} {len(cells) - len(missing)} of {len(cells)}{more}"


def _results(dataset: Path, report: str) -> Iterator[str]:
    for edit in rows(dataset, "edits"):
        if edit["report_id"] == report and edit["kind"] in SUMS:
            yield from (obs_id for obs_id, _ in json.loads(edit["terms"]))


def _grid(path: Path) -> tuple[tuple[int, int], list[list[str]]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = re.search(r"lines (\d+)-(\d+)", lines[0])
    assert found is not None, path
    return (int(found[1]), int(found[2])), list(csv.reader(lines[1:]))


def _number(text: str) -> Decimal | None:
    clean = " ".join(text.replace("\u00a0", " ").split())
    if not FIGURE.fullmatch(clean):
        return None
    return Decimal(clean.replace(" ", "").replace("−", "-").replace(",", "."))


def _totals(grid: Sequence[Sequence[str]]) -> list[tuple[str, Decimal]]:
    """The numbers of rows whose label says that they are sums."""
    return [(row[0], n) for row in grid if row and is_total(row[0]) for c in row[1:] if (n := _number(c))]


def _splits(grid: Sequence[Sequence[str]]) -> list[tuple[str, Decimal]]:
    """The totals of rows with a column of women and one of men: the numbers that these are the parts of."""
    head: Mapping[int, str] = {i: fold(t) for i, t in enumerate(grid[0])}
    women, men = (next((i for i, t in head.items() if w in t.split()), None) for w in ("kvinnor", "man"))
    if women is None or men is None:
        return []
    whole = next((i for i, t in head.items() if is_total(t)), women - 1)
    told = [[row[0], *(_number(row[i]) for i in (whole, women, men))] for row in grid[1:] if len(row) > men]
    return [(str(label), n) for label, n, *parts in told if isinstance(n, Decimal) and None not in parts]


def main() -> None:
    dataset, *more = sys.argv[1:]
    for line in counted(Path(dataset)):
        print(line)
    for gold, file_name in zip(more[::2], more[1::2], strict=True):
        for line in covered(Path(dataset), Path(gold), file_name):
            print(line)


if __name__ == "__main__":
    main()
