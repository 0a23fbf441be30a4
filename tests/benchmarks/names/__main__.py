"""`python -m tests.benchmarks.names [GOLD_FOLDER]`: our figures on the corpus and the gold names, beside baselines.

Splink and dedupe are run when they are installed (`pip install splink dedupe`); they are no dependency of facit.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.names.block import block_seconds
from tests.benchmarks.names.measure import Names, Score, gold, names
from tests.benchmarks.names.ways import Outcome, baselines, dedupe, ours, splink

HERE = Path(__file__).parent


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as temporary:
        out = Path(temporary)
        lists = [names(f"list {file}", HERE / f"{file}.csv") for file in ("corpus", "second", "third", "fourth")]
        if folder:
            for report, federation in (("2017-hbs", "hbs"), ("2025h1-sthlm", "sthlm")):
                lists += [
                    gold(folder / report, as_federation, out / f"{as_federation}.csv")
                    for as_federation in (federation, f"{federation} without registry")
                ]
        for one in lists:
            _show(one, out)
    print("\nA million pairs (1 000 names x 1 000), seconds in this run:")
    for what, seconds in block_seconds().items():
        print(f"  {what:<42} {seconds:7.3f}")


def _show(one: Names, out: Path) -> None:
    started = time.perf_counter()
    mine, found = ours(one)
    seconds = time.perf_counter() - started
    print(f"\n{one.title}: {len(one.truth)} forms of {len(set(one.truth.values()))} interventions, {seconds:.1f} s")
    print(f"{'':<42}{'P':>7}{'R':>7}{'F1':>7}{'B3 P':>7}{'B3 R':>7}{'B3 F1':>7}  false")
    _line("facit", "", mine)
    asked = found.linked.questions
    rank = {frozenset((q.intervention_id, q.other_id)): q.rank_for_name for q in asked}
    ids = {(r["federation"], r["printed"]): r["intervention_id"] for r in found.rows}
    beyond = [p for p in mine.missed if rank.get(frozenset((ids[p[0]], ids[p[1]])), 9) > 3]
    print(f"  {len(asked)} questions; {len(mine.missed)} true pairs left, {len(beyond)} of them not in the first three")
    for o in [*baselines(one), *_tried(lambda: splink(one), "splink"), *_tried(lambda: dedupe(one, out), "dedupe")]:
        _line(o.way, o.how, o.score)


def _line(way: str, how: str, s: Score) -> None:
    figures = (s.precision, s.recall, s.f1, s.b3_precision, s.b3_recall, s.b3_f1)
    print(f"{f'{way} ({how})' if how else way:<42}" + "".join(f"{x:7.3f}" for x in figures) + f"  {len(s.false)}")


def _tried(way: Callable[[], list[Outcome]], title: str) -> list[Outcome]:
    """A way that needs a package of its own; told when it cannot be run."""
    try:
        return way()
    except Exception as error:  # noqa: BLE001  a baseline that fails is told and left out
        print(f"{title}: could not be run ({type(error).__name__}: {str(error)[:90]})")
        return []


if __name__ == "__main__":
    main()
