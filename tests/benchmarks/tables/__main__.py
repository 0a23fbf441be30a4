"""`python -m tests.benchmarks.tables --engines facit --seeds 0-49 --set text`: scores by family, as text.

Development seeds are 0-199; seeds from 1000 up are held out, for the documentation only.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from fixtures.press.layouts.run import SETS
from tests.benchmarks.tables.engines import ENGINES, OURS, engine
from tests.benchmarks.tables.icdar import icdar
from tests.benchmarks.tables.measure import Measured, by_family, measure, measure_apart, printed
from tests.benchmarks.tables.peers import AbsentError
from tests.benchmarks.tables.sets import Case, Skipped, cases


def seeds(text: str) -> range:
    """'0-49' -> the numbers 0 to 49; '7' -> 7 alone."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.tables", description=__doc__)
    parser.add_argument("--engines", default="facit", help=f"comma-separated, of: {', '.join(ENGINES)}")
    parser.add_argument("--seeds", type=seeds, default=range(50), help="first-last, both counted in")
    parser.add_argument("--set", default="text", choices=[*sorted(SETS), "icdar"])
    parser.add_argument("--icdar", type=Path, help="folder of the ICDAR 2013 files, for --set icdar")
    parser.add_argument("--families", default="", help="comma-separated; all when empty")
    parser.add_argument("--worst", type=int, default=0, help="list the worst documents")
    parser.add_argument("--pictures", type=Path, help="folder for pictures of the worst documents")
    parser.add_argument("--apart", action="store_true", help="our engines too in a process of their own")
    given = parser.parse_args(arguments)
    if given.set == "icdar":
        found: list[Case | Skipped] = (
            list(icdar(given.icdar)) if given.icdar else [Skipped("icdar", "--icdar not given")]
        )
    else:
        found = list(cases(given.set, given.seeds, tuple(f for f in given.families.split(",") if f)))
    for skipped in (c for c in found if not isinstance(c, Case)):
        sys.stdout.write(f"skipped {skipped.name} and on: {skipped.reason}\n")
    made = [c for c in found if isinstance(c, Case)]
    for name in given.engines.split(","):
        try:
            apart = given.apart or name not in OURS
            measured = list(measure_apart(name, made) if apart else measure(engine(name), made))
        except AbsentError as absent:
            sys.stdout.write(f"{name}: {absent}\n")
            continue
        sys.stdout.write(f"\n{name}, {given.set}\n{printed(by_family(measured))}\n")
        _worst(name, measured, given.worst, given.pictures)


def _worst(name: str, measured: list[Measured], most: int, folder: Path | None) -> None:
    from tests.benchmarks.tables.pictures import draw

    ordered = sorted(measured, key=lambda m: (m.strict, -m.score.spurious))
    for m in [m for m in ordered if m.strict < 1][:most]:
        sys.stdout.write(f"{m.case.name:<24}{m.strict:.3f}  spurious {m.score.spurious}  {m.case.path}  {m.failed}\n")
        if folder:
            draw(m, folder / f"{name}-{m.strict:.3f}-{m.case.name}.png")


if __name__ == "__main__":
    main()
