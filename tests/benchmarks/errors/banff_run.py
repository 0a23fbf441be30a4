"""Run by an interpreter that has Banff (GPL, so no part of facit): problems as JSON in, seconds and cells out."""

from __future__ import annotations

import json
import sys
import time

import banff  # type: ignore[import-not-found]
import pandas as pd


def solve(problem: dict[str, list[object]], most: int) -> tuple[float, list[int]]:
    """Seconds, and the cells that Banff would have changed."""
    names = [f"X{n}" for n in range(len(problem["values"]))]
    frame = pd.DataFrame([{"ID": "r", **{n: float(v) for n, v in zip(names, problem["values"], strict=True)}}])  # type: ignore[arg-type]
    lines = []
    for terms, low, high in problem["edits"]:  # type: ignore[misc]
        if all(k < 0 for _, k in terms):  # a line may not begin with a sign
            terms, low, high = [(c, -k) for c, k in terms], high and -high, low and -low  # noqa: PLW2901
        ordered = sorted(terms, key=lambda t: t[1] < 0)
        total = " ".join(f"{'+' if k > 0 else '-'} {abs(k)} * X{c}" for c, k in ordered).removeprefix("+ ")
        if low == high:
            lines.append(f"{total} = {low};")
            continue
        if low is not None:
            lines.append(f"{total} >= {low};")
        if high is not None:
            lines.append(f"{total} <= {high};")
    started = time.process_time()
    found = banff.errorloc(
        indata=frame,
        edits=" ".join(lines),
        unit_id="ID",
        cardinality=most,
        time_per_obs=20,
        capture=None,
    )
    took = time.process_time() - started
    return took, [int(str(n)[1:]) for n in found.outstatus.to_pandas()["FIELDID"]]


if __name__ == "__main__":
    print("\n" + json.dumps([solve(p, 3) for p in json.load(sys.stdin)]))
