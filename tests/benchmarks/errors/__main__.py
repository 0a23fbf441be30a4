"""`make bench-errors`: seeded errors in made-up tables and reports, our localiser beside HiGHS and CP-SAT."""

from __future__ import annotations

import argparse

from made_reports import KINDS
from measure import false_errors, measured, trials
from peers import PEERS, beside

HEAD = f"{'':44}  found  first  bound  alone first|alone  likely right   ms p50   p95    max  gave up"


def main() -> None:
    """Print one line per class of errors, then the times of the peers on the whole reports."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--trials", type=int, default=300)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--peers", type=int, default=30, help="whole reports that the peers solve too; 0 for none")
    asked.add_argument("--banff", metavar="PYTHON", default="", help="an interpreter that has Banff installed")
    given = asked.parse_args()
    print(HEAD)
    for kind in KINDS:
        for typos in (True, False):
            for errors in (1, 2, 3):
                t = measured(trials(kind, errors, typos=typos, count=given.trials, seed=given.seed))
                name = f"{kind}, {errors} {'typo-like' if typos else 'arbitrary'}"
                print(
                    f"{name:44}  {t.share(t.detected, t.trials)}  {t.share(t.first, t.trials)}  "
                    f"{t.share(t.chance, t.counted)}  {t.share(t.only, t.trials)} {t.share(t.only_first, t.only):>11} "
                    f"{t.likely:7} "
                    f"{t.share(t.likely_right, t.likely)}  {t.percentile(0.5):7.1f} {t.percentile(0.95):5.1f} "
                    f"{t.percentile(1):6.1f} {t.gave_up:8}  ({t.cells // t.trials} cells, {t.edits // t.trials} edits)",
                    flush=True,
                )
    for kind in KINDS:
        print(
            f"false errors in {given.trials} clean: {kind}: {false_errors(kind, given.trials, given.seed)}", flush=True
        )
    for errors in (1, 2, 3) if given.peers else ():
        some = list(trials("whole report", errors, typos=True, count=given.peers, seed=given.seed))
        for line in beside(some, PEERS, given.banff):
            print(f"whole report, {errors} typo-like: {line}", flush=True)


if __name__ == "__main__":
    main()
