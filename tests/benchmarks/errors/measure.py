"""What the localiser makes of seeded errors: found, rightly explained, and how long it took."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from bound import FEW_CELLS, exact, smallest
from made_reports import KINDS
from seeding import seeded

from corpus.confront import confront, system_for
from corpus.ranking import Verdict, verdicts
from corpus.records import ReportFacts
from corpus.rules import MONEY
from corpus.system import System

NEAR = 12
"""Kronor a proposal may be off where sums of rounded money leave it open."""


@dataclass
class Tally:
    """Counts over the trials of one class of errors; `milliseconds` of processor are what localising takes.

    `chance` sums, over the `counted` trials small enough to be counted through, how likely one of the smallest
    explanations, drawn blindly, is the truth.
    """

    trials: int = 0
    detected: int = 0
    first: int = 0
    only: int = 0
    only_first: int = 0
    likely: int = 0
    likely_right: int = 0
    gave_up: int = 0
    chance: float = 0.0
    counted: int = 0
    cells: int = 0
    edits: int = 0
    milliseconds: list[float] = field(default_factory=list)

    def share(self, of: float, whole: int) -> str:
        return f"{100 * of / whole:5.1f}" if whole else "    -"

    def percentile(self, p: float) -> float:
        return sorted(self.milliseconds)[min(len(self.milliseconds) - 1, int(p * len(self.milliseconds)))]


@dataclass(frozen=True)
class Trial:
    """One report with its errors, and the system that is made from it."""

    report: ReportFacts
    truth: dict[str, int]
    system: System


def trials(kind: str, errors: int, *, typos: bool, count: int, seed: int) -> Iterable[Trial]:
    """`count` reports of a kind with that many errors; the same seed gives the same reports on every machine."""
    for n in range(count):
        rng = random.Random(f"{kind}-{errors}-{typos}-{seed}-{n}")
        report, truth = seeded(KINDS[kind](rng), errors, typos=typos, rng=rng)
        yield Trial(report, truth, system_for(report))


def measured(given: Iterable[Trial]) -> Tally:
    """All trials of one class, counted."""
    tally = Tally()
    for trial in given:
        started = time.process_time()
        found = verdicts(trial.system)
        tally.milliseconds.append(1000 * (time.process_time() - started))
        tally.trials += 1
        tally.cells += len(trial.system.cells)
        tally.edits += len(trial.system.sources)
        tally.detected += bool(found)
        tally.gave_up += any(not v.complete for v in found)
        right = _first_is_right(found, trial)
        tally.first += right
        alone = _smallest_is_alone(found)
        tally.only += alone
        if exact(trial.system.problem) and len(trial.system.cells) <= FEW_CELLS:
            tally.counted += 1
            tally.chance += _chance(trial)
        tally.only_first += alone and right
        for verdict in found:
            if verdict.confidence == "likely":
                for change in verdict.explanations[0].changes:
                    tally.likely += 1
                    tally.likely_right += _right(change.cell.key, change.proposed, trial)
    return tally


def _first_is_right(found: Iterable[Verdict], trial: Trial) -> bool:
    """Whether the first explanations name the wrong cells, all of them and no other, and what each should be."""
    changes = [c for v in found if v.explanations for c in v.explanations[0].changes]
    named = {c.cell.key for c in changes}
    return named == set(trial.truth) and all(_right(c.cell.key, c.proposed, trial) for c in changes)


def _chance(trial: Trial) -> float:
    """How likely one of the smallest explanations is the truth, drawn blindly: 0 where fewer cells explain it."""
    tied = [{trial.system.cells[c].key for c in cells} for cells in smallest(trial.system.problem)]
    return 1 / len(tied) if set(trial.truth) in tied else 0.0


def _smallest_is_alone(found: Iterable[Verdict]) -> bool:
    """Whether one set of cells is smaller than all others, so that arithmetic alone tells."""
    sizes = [sorted(len(e.changes) for e in v.explanations) for v in found]
    return bool(sizes) and all(s and (len(s) == 1 or s[0] < s[1]) for s in sizes)


def _right(key: str, proposed: object, trial: Trial) -> bool:
    if key not in trial.truth or proposed is None:
        return False
    unit = next(c.fact.observation.value.unit for c in trial.system.cells if c.key == key)
    return abs(int(str(proposed.quantize(1))) - trial.truth[key]) <= (NEAR if unit in MONEY else 0)  # type: ignore[attr-defined]


def false_errors(kind: str, count: int, seed: int) -> int:
    """Findings of severity error in clean reports: there should be none."""
    clean = (KINDS[kind](random.Random(f"clean-{kind}-{seed}-{n}")) for n in range(count))
    return sum(f.severity == "error" for report in clean for f in confront(report)[1])
