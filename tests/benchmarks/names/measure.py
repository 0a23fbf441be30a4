"""Truth against a way to put names together: pairwise and B-cubed precision, recall and F1; false and missed pairs."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

Form = tuple[str, str]
"""(federation, printed)"""


@dataclass(frozen=True, slots=True)
class Names:
    """A list of names with its truth: the file, and the true intervention of every distinct form."""

    title: str
    path: Path
    truth: Mapping[Form, str]


@dataclass(frozen=True, slots=True)
class Score:
    """What a way reached on a list."""

    precision: float
    recall: float
    b3_precision: float
    b3_recall: float
    false: tuple[tuple[Form, Form], ...]
    missed: tuple[tuple[Form, Form], ...]

    @property
    def f1(self) -> float:
        return _f1(self.precision, self.recall)

    @property
    def b3_f1(self) -> float:
        return _f1(self.b3_precision, self.b3_recall)


def names(title: str, path: Path) -> Names:
    """A CSV with federation, year, printed, intervention."""
    with path.open(encoding="utf-8", newline="") as file:
        return Names(title, path, {(r["federation"], r["printed"]): r["intervention"] for r in csv.DictReader(file)})


def gold(folder: Path, federation: str, out: Path) -> Names:
    """The names of an annotated report, written as a list."""
    with (folder / "names.csv").open(encoding="utf-8", newline="") as file:
        rows = [(federation, folder.name[:4], r["printed"], r["intervention"]) for r in csv.DictReader(file)]
    with out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("federation", "year", "printed", "intervention"), *rows])
    return names(f"gold {folder.name}, as {federation}", out)


def score(truth: Mapping[Form, str], found: Mapping[Form, str]) -> Score:
    """Pairs of distinct forms put together, over all forms of the list."""
    forms = sorted(truth)
    hit, false, missed = 0, [], []
    for a, b in combinations(forms, 2):
        true, put = truth[a] == truth[b], found[a] == found[b]
        hit += true and put
        if put and not true:
            false.append((a, b))
        if true and not put:
            missed.append((a, b))
    return Score(
        _share(hit, hit + len(false)),
        _share(hit, hit + len(missed)),
        _b_cubed(forms, found, truth),
        _b_cubed(forms, truth, found),
        tuple(false),
        tuple(missed),
    )


def _b_cubed(forms: Sequence[Form], one: Mapping[Form, str], other: Mapping[Form, str]) -> float:
    """The mean over forms of how much of its cluster in `one` is also together in `other`."""
    together: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        together[one[form]].append(form)
    return sum(
        sum(other[form] == other[x] for x in together[one[form]]) / len(together[one[form]]) for form in forms
    ) / len(forms)


def joined(forms: Sequence[Form], pairs: Iterator[tuple[Form, Form]]) -> dict[Form, str]:
    """Pairs -> clusters by their closure."""
    parent = {f: f for f in forms}

    def find(x: Form) -> Form:
        while parent[x] != x:
            x = parent[x]
        return x

    for a, b in pairs:
        parent[find(a)] = find(b)
    return {f: "/".join(find(f)) for f in forms}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _f1(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0
