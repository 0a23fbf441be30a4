"""How near a dataset comes to the truth of a fixture, as five shares; `python tests/measured.py` prints today's.

`python tests/measured.py STEM ...` prints what is missed (-) and what is not in the truth (+).
The floors in floors.csv are these, rounded down: they may be raised, never lowered.
"""

from __future__ import annotations

import csv
import re
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import takewhile
from math import floor, isnan
from pathlib import Path
from typing import Any

from corpus.build import Options, run
from corpus.store import read_table

ROOT = Path(__file__).parent.parent
REPORTS, TRUTH = ROOT / "fixtures" / "reports", ROOT / "fixtures" / "truth"
FLOORS = Path(__file__).parent / "floors.csv"
GENDER = {"total": "T", "women": "K", "men": "M", "other": "A"}
SCALE = {
    "grids": "cells",
    "tables": "numbers in tables",
    "prose": "numbers in prose",
    "goals": "goals",
    "findings": "errors that are told",
}
"""What is measured, and over what: exact cells of exact places; meanings; meanings; goals with results; errors."""


def truth_rows(stem: str, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((TRUTH / stem / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


def stems() -> list[str]:
    """Every report that has a truth."""
    return sorted(path.name for path in TRUTH.iterdir())


def number(text: object) -> float | None:
    """A value as a number; None for a blank, which a frame gives as NaN."""
    try:
        value = round(float(str(text)), 6)
    except ValueError:
        return None
    return None if isnan(value) else value


def folded(text: str) -> str:
    """Letters and digits only, without case and diacritics: a name, however it was read."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "".join(letter for letter in bare if letter.isalnum())


def f1(want: Iterable[Any], have: Iterable[Any]) -> float:
    """Harmonic mean of the share found of what is wanted and the share wanted of what is found."""
    wanted, found = Counter(want), Counter(have)
    both = sum(wanted.values()) + sum(found.values())
    return 2 * sum((wanted & found).values()) / both if both else 1.0


class Dataset:
    """A written dataset, asked for one report at a time."""

    def __init__(self, folder: Path) -> None:
        names = ("reports", "observations", "goals", "names", "tables", "cells", "findings")
        self.frames = {name: read_table(folder, name) for name in names}

    def of(self, stem: str, name: str) -> Any:
        """The rows of a report in one of the tables."""
        reports, frame = self.frames["reports"], self.frames[name]
        ids = set(reports.loc[reports["file_name"].map(lambda f: Path(f).stem == stem), "report_id"])
        return frame[frame["report_id"].isin(ids)]

    def measured(self, stem: str) -> dict[str, float]:
        """The five shares of a report, 0-1."""
        return {share: f1(want, have) for share, (want, have) in self.sides(stem).items()}

    def sides(self, stem: str) -> dict[str, tuple[list[Any], list[Any]]]:
        """Per share what is wanted of a report and what was found."""
        called = self._called(stem)
        sides = {"grids": (list(_cells_wanted(stem)), list(self._cells(stem)))}
        for share, is_table in (("tables", True), ("prose", False)):
            want = [_meaning(r) for r in truth_rows(stem, "observations") if r["where"].startswith("table") == is_table]
            rows = self.of(stem, "observations")
            rows = rows[(rows["source"] == "table") == is_table]
            have = [
                (called(r.intervention_id), r.measure, r.gender, r.role, r.period, number(r.value), r.unit)
                for r in rows.itertuples()
            ]
            coded = [[m for m in side if not m[1].startswith("other")] for side in (want, have)]
            sides[share] = (coded[0], coded[1])
        goals = [(called(r.intervention_id), *_sides(r._asdict())) for r in self.of(stem, "goals").itertuples()]
        sides["goals"] = ([(r["intervention"], *_sides(r)) for r in truth_rows(stem, "goals")], goals)
        sides["findings"] = (
            [listed for listed in _contradictions(stem) if listed[1] == "error"],
            list(self._told(stem)),
        )
        return sides

    def _told(self, stem: str) -> Iterator[tuple[str, str, frozenset[float]]]:
        """The errors of the truth that a finding tells, one finding maybe several; and errors that tell none."""
        left = _contradictions(stem)
        listed = tuple(left)
        for row in self.findings(stem).itertuples():
            numbers = _numbers(row.values)
            same = [one for one in listed if len(one[2] & numbers) >= min(2, len(one[2]))]
            if not same and row.severity == "error":
                yield row.kind, "error", numbers
            for one in same:
                if one in left:
                    left.remove(one)
                    yield from (one,) if one[1] == "error" else ()

    def findings(self, stem: str) -> Any:
        """What names a report, but for remarks."""
        frame = self.frames["findings"]
        ids = set(self.of(stem, "reports")["report_id"])
        here = frame["report_ids"].map(lambda text: bool(ids & set(text.split(";"))))
        return frame[here & (frame["severity"] != "info")]

    def _called(self, stem: str) -> Any:
        """Their id of an intervention -> the truth's, by the names that are printed for it."""
        true = {folded(row["printed"]): row["intervention"] for row in truth_rows(stem, "names")}
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for row in self.of(stem, "names").itertuples():
            if folded(row.printed) in true:
                votes[row.intervention_id][true[folded(row.printed)]] += 1
        best = {theirs: counted.most_common(1)[0][0] for theirs, counted in votes.items()}
        return lambda theirs: best.get(theirs, theirs)

    def _cells(self, stem: str) -> Iterator[tuple[int, int, int, str]]:
        """Cells of each found table, numbered as the true table that it is most like; others count against it."""
        cells = self.frames["cells"]
        cells = cells[cells["table_id"].isin(set(self.of(stem, "tables")["table_id"])) & cells["text"].notna()]
        found = [
            {(int(c.row), int(c.column)): " ".join(c.text.split()) for c in table.itertuples() if c.text}
            for _, table in cells.groupby("table_id", sort=True)
        ]
        true = _true_tables(stem)
        overlaps = ((len(f.items() & t.items()), i, j) for i, t in enumerate(true) for j, f in enumerate(found))
        place: dict[int, int] = {}
        for overlap, i, j in sorted(overlaps, reverse=True):
            if overlap and j not in place and i not in place.values():
                place[j] = i
        for j, table in enumerate(found):
            yield from ((place.get(j, -1 - j), *at, text) for at, text in table.items())


def _contradictions(stem: str) -> list[tuple[str, str, frozenset[float]]]:
    """Kind, severity and clashing numbers of what a truth says cannot be."""
    return [(r["kind"], r["severity"], _numbers(r["values"])) for r in truth_rows(stem, "inconsistencies")]


def _numbers(text: str) -> frozenset[float]:
    """The numbers of a list of values as printed, without their signs."""
    joined = re.sub(r"(?<=\d)[ \u00a0](?=\d{3}\b)", "", text).replace(",", ".")
    return frozenset(float(found) for found in re.findall(r"\d+(?:\.\d+)?", joined))


def _meaning(row: dict[str, str]) -> tuple[object, ...]:
    gender, value = GENDER[row["sex"]], number(row["value"])
    return (row["intervention"], row["measure"], gender, row["role"], row["period"], value, row["unit"])


def _sides(row: dict[str, Any]) -> tuple[object, ...]:
    """A goal's target and result; a unit without a value says nothing."""
    pairs = ((number(row[f"{side}_value"]), row[f"{side}_unit"]) for side in ("target", "result"))
    rating = row["rating"] if isinstance(row["rating"], str) else ""
    return (*((value, unit) if value is not None else () for value, unit in pairs), rating)


def _true_tables(stem: str) -> list[dict[tuple[int, int], str]]:
    tables = []
    for path in sorted((TRUTH / stem / "tables").glob("*.csv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        comments = len(list(takewhile(lambda line: line.startswith("#"), lines)))
        grid = csv.reader(lines[comments:])
        tables.append({(r, c): text for r, row in enumerate(grid) for c, text in enumerate(row) if text})
    return tables


def _cells_wanted(stem: str) -> Iterator[tuple[int, int, int, str]]:
    for i, table in enumerate(_true_tables(stem)):
        yield from ((i, *at, text) for at, text in table.items())


def dataset(out: Path) -> Dataset:
    """Read every fixture into `out`."""
    run([REPORTS], Options(out=out, jobs=2))
    return Dataset(out)


def floors() -> dict[str, dict[str, float]]:
    """Per report the least that each share may be."""
    rows = csv.DictReader(FLOORS.read_text(encoding="utf-8").splitlines())
    return {row["report"]: {share: float(row[share]) for share in SCALE} for row in rows}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = dataset(Path(folder))
    for stem in sys.argv[1:]:
        for share, (want, have) in made.sides(stem).items():
            wrong = [("-", m) for m in Counter(want) - Counter(have)] + [
                ("+", m) for m in Counter(have) - Counter(want)
            ]
            for sign, missed in sorted(wrong, key=lambda w: str(w[1])):
                sys.stdout.write(f"{stem} {share} {sign} {missed}\n")
    if sys.argv[1:]:
        return
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(("report", *SCALE))
    for stem in stems():
        table.writerow((stem, *(f"{floor(100 * share) / 100:.2f}" for share in made.measured(stem).values())))


if __name__ == "__main__":
    main()
