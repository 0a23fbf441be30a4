"""The same systems given to general solvers: HiGHS through scipy.milp and CP-SAT of OR-tools, both optional."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from measure import Trial

from corpus.linear import OPEN, Problem
from corpus.ranking import verdicts

BIG = 10_000_000_000
"""No printed number is further from the truth than this (scaled): the big M of the peers."""

SHIFT = 1_000_000_000
"""What numbers that may be negative are moved up by for Banff."""

Solver = Callable[[Problem], frozenset[int] | None]


def highs(problem: Problem) -> frozenset[int] | None:
    """The smallest set of cells to change by mixed integer programming; None when none is found."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import lil_array

    n, values = len(problem.values), np.array(problem.values, dtype=float)
    rows = len(problem.edits) + 2 * n
    matrix: Any = lil_array((rows, 2 * n))
    low, high = np.full(rows, -np.inf), np.full(rows, np.inf)
    for r, edit in enumerate(problem.edits):
        for cell, coefficient in edit.terms:
            matrix[r, cell] = coefficient
        low[r], high[r] = edit.low, edit.high
    big = _big(problem)
    for c in range(n):
        over, under = len(problem.edits) + 2 * c, len(problem.edits) + 2 * c + 1
        matrix[over, c], matrix[over, n + c], high[over] = 1, -big, values[c]
        matrix[under, c], matrix[under, n + c], low[under] = 1, big, values[c]
    floor = [f if f > -OPEN else -2 * big for f in problem.floors]
    found = milp(
        np.concatenate([np.zeros(n), np.ones(n)]),
        constraints=LinearConstraint(matrix.tocsr(), low, high),
        integrality=np.ones(2 * n),
        bounds=Bounds(np.concatenate([floor, np.zeros(n)]), np.concatenate([np.full(n, 2 * big), np.ones(n)])),
        options={"time_limit": 20},
    )
    return None if found.x is None else frozenset(c for c in range(n) if found.x[n + c] > 0.5)


def cp_sat(problem: Problem) -> frozenset[int] | None:
    """The smallest set of cells to change by constraint programming; None when none is found."""
    from ortools.sat.python import cp_model

    model, big = cp_model.CpModel(), _big(problem)
    cells = [
        model.new_int_var(int(f) if f > -OPEN else -2 * big, 2 * big, f"x{n}") for n, f in enumerate(problem.floors)
    ]
    wrong = [model.new_bool_var(f"z{n}") for n in range(len(cells))]
    for edit in problem.edits:
        total = sum(k * cells[c] for c, k in edit.terms)
        if edit.low > -OPEN:
            model.add(total >= int(edit.low))
        if edit.high < OPEN:
            model.add(total <= int(edit.high))
    for cell, z, value in zip(cells, wrong, problem.values, strict=True):
        model.add(cell == value).only_enforce_if(z.negated())
    model.minimize(sum(wrong))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = 20
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return frozenset(n for n, z in enumerate(wrong) if solver.value(z))


def _big(problem: Problem) -> int:
    return min(BIG, 4 * max(map(abs, problem.values)) + 1)


PEERS: dict[str, Solver] = {"HiGHS (scipy.milp)": highs, "CP-SAT (OR-tools)": cp_sat}


def banff(trials: Sequence[Trial], python: str) -> tuple[list[float], int]:
    """Seconds of Banff on each system, run by another interpreter, and how often it names exactly the seeded cells."""
    problems = [_positive(t.system.problem) for t in trials]
    script = Path(__file__).with_name("banff_run.py")
    ran = subprocess.run([python, script], input=json.dumps(problems), capture_output=True, text=True, check=True)
    answers = json.loads(ran.stdout.splitlines()[-1])
    named = [{t.system.cells[c].key for c in cells} for t, (_, cells) in zip(trials, answers, strict=True)]
    return [seconds for seconds, _ in answers], sum(n == set(t.truth) for n, t in zip(named, trials, strict=True))


def _positive(problem: Problem) -> dict[str, Any]:
    """A problem without negative numbers, which Banff does not take: cells that may have them are moved up."""
    up = [0 if f > -OPEN else SHIFT for f in problem.floors]
    edits = []
    for edit in problem.edits:
        moved = sum(k * up[c] for c, k in edit.terms)
        bounds = [None if abs(b) == OPEN else int(b) + moved for b in (edit.low, edit.high)]
        edits.append((edit.terms, *bounds))
    return {"values": [v + u for v, u in zip(problem.values, up, strict=True)], "edits": edits}


def beside(trials: Sequence[Trial], peers: dict[str, Solver], banff_python: str = "") -> Iterable[str]:
    """Our time and each peer's on the same systems, and how often each names exactly the seeded cells."""
    ours, right = [], 0
    for trial in trials:
        started = time.process_time()
        found = verdicts(trial.system)
        ours.append(time.process_time() - started)
        named = {c.cell.key for v in found if v.explanations for c in v.explanations[0].changes}
        right += named == set(trial.truth)
    yield f"facit {1000 * median(ours):.1f} ms, {_of(right, trials)}"
    for name, solve in peers.items():
        try:
            yield f"{name} {_peer(trials, solve, median(ours))}"
        except ImportError as missing:
            yield f"{name}: not installed ({missing.name})"
    if banff_python:
        times, right = banff(trials, banff_python)
        slower = median(times) / median(ours)
        yield f"Banff {1000 * median(times):.1f} ms ({slower:.0f} times ours), {_of(right, trials)}"


def _of(right: int, trials: Sequence[Trial]) -> str:
    return f"right {right}/{len(trials)}"


def _peer(trials: Sequence[Trial], solve: Solver, ours: float) -> str:
    times, right = [], 0
    for trial in trials:
        started = time.process_time()
        found = solve(trial.system.problem)
        times.append(time.process_time() - started)
        right += found is not None and {trial.system.cells[c].key for c in found} == set(trial.truth)
    return f"{1000 * median(times):.1f} ms ({median(times) / ours:.0f} times ours), {_of(right, trials)}"
