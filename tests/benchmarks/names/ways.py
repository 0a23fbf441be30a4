"""Ways to put names together: ours, and those one would try first. The others are given their best threshold."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from corpus.name_list import NameList, cluster
from normalize.names import core
from tests.benchmarks.names.measure import Form, Names, Score, joined, score

Found = Mapping[Form, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A way on a list, with its score; `how` says which threshold was taken."""

    way: str
    score: Score
    how: str = ""


def ours(names: Names) -> tuple[Score, NameList]:
    """facit names cluster."""
    found = cluster(names.path)
    by_form = {(row["federation"], row["printed"]): row["intervention_id"] for row in found.rows}
    # An id may be made in two federations: the federation belongs to it, as it does in the dataset.
    return score(names.truth, {f: f"{f[0]}/{i}" for f, i in by_form.items()}), found


def exact_core(names: Names) -> Outcome:
    """The same comparable form, and nothing else."""
    return Outcome("exact core", score(names.truth, {f: f"{f[0]}/{core(f[1])}" for f in names.truth}))


def by_score(way: str, compare: Callable[[str, str], float], names: Names) -> list[Outcome]:
    """Pairs of one federation above a threshold, closed. Two outcomes: the best F1, the best recall without a fault."""
    blocks: dict[str, list[Form]] = defaultdict(list)
    for form in names.truth:
        blocks[form[0]].append(form)
    pairs = [
        (compare(_plain(a[1]), _plain(b[1])), a, b)
        for block in blocks.values()
        for a, b in combinations(sorted(block), 2)
    ]
    tried = {}
    for threshold in sorted({round(s, 2) for s, _, _ in pairs if s > 0.5}):
        kept: Iterator[tuple[Form, Form]] = ((a, b) for s, a, b in pairs if s >= threshold)
        tried[threshold] = score(names.truth, joined(list(names.truth), kept))
    best = max(tried, key=lambda t: (tried[t].f1, t))
    clean = [t for t in tried if not tried[t].false]
    out = [Outcome(way, tried[best], f"best F1, from {best:.2f}")]
    if clean:
        safe = max(clean, key=lambda t: (tried[t].recall, t))
        out.append(Outcome(way, tried[safe], f"no false merge, from {safe:.2f}"))
    return out


def _plain(text: str) -> str:
    """Case and hyphens over line ends undone for the baselines too."""
    return unicodedata.normalize("NFC", re.sub(r"-\s+", "", text)).casefold()


def baselines(names: Names) -> list[Outcome]:
    """Exact core, and rapidfuzz's and Jaro-Winkler's scores."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import JaroWinkler

    scorers: dict[str, Callable[[str, str], float]] = {
        "fuzz.ratio": lambda a, b: fuzz.ratio(a, b) / 100,
        "token_set_ratio": lambda a, b: fuzz.token_set_ratio(a, b) / 100,
        "WRatio": lambda a, b: fuzz.WRatio(a, b) / 100,
        "Jaro-Winkler": JaroWinkler.similarity,
    }
    return [exact_core(names), *(o for way, compare in scorers.items() for o in by_score(way, compare, names))]


def splink(names: Names) -> list[Outcome]:
    """Splink on DuckDB, trained on the list itself without labels; the threshold with the best F1."""
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    forms = list(names.truth)
    frame = pd.DataFrame(
        {
            "unique_id": range(len(forms)),
            "federation": [f for f, _ in forms],
            "printed": [_plain(p) for _, p in forms],
            "core": [core(p) for _, p in forms],
            "first": [(core(p).split() or [""])[0] for _, p in forms],
        }
    )
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("printed", [0.95, 0.88, 0.8]),
            cl.LevenshteinAtThresholds("core", [1, 3]),
            cl.ExactMatch("first"),
        ],
        blocking_rules_to_generate_predictions=[block_on("federation")],
    )
    db_api = DuckDBAPI()
    linker = (
        Linker(db_api.register(frame), settings) if hasattr(db_api, "register") else Linker(frame, settings, db_api)
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e5)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("federation"))
    predicted = linker.inference.predict().as_pandas_dataframe()
    pairs = [
        (r.match_probability, forms[int(r.unique_id_l)], forms[int(r.unique_id_r)]) for r in predicted.itertuples()
    ]
    tried = {
        t: score(names.truth, joined(forms, ((a, b) for s, a, b in pairs if s >= t)))
        for t in (0.01, 0.1, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999, 0.999999)
    }
    best = max(tried, key=lambda t: tried[t].f1)
    return [Outcome("splink (unlabelled)", tried[best], f"best F1, from {best}")]


def dedupe(names: Names, folder: Path) -> list[Outcome]:
    """dedupe, taught with up to a hundred labelled pairs of the very list: more than it would have."""
    import random

    import dedupe as library

    forms = list(names.truth)
    data = {i: {"federation": f, "printed": _plain(p)} for i, (f, p) in enumerate(forms)}
    random.seed(1)
    made = library.Dedupe([library.variables.Exact("federation"), library.variables.String("printed")], num_cores=1)
    made.prepare_training(data, sample_size=2000)
    pairs = [(i, j) for i, j in combinations(data, 2) if forms[i][0] == forms[j][0]]
    same = [p for p in pairs if names.truth[forms[p[0]]] == names.truth[forms[p[1]]]]
    other = [p for p in pairs if names.truth[forms[p[0]]] != names.truth[forms[p[1]]]]
    pick = [(data[i], data[j]) for i, j in random.sample(same, min(50, len(same)))]
    apart = [(data[i], data[j]) for i, j in random.sample(other, min(50, len(other)))]
    made.mark_pairs({"match": pick, "distinct": apart})
    made.train()
    tried = {}
    for threshold in (0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 0.999):
        ids = {i: str(n) for n, (members, _) in enumerate(made.partition(data, threshold)) for i in members}
        tried[threshold] = score(names.truth, {forms[i]: n for i, n in ids.items()})
    best = max(tried, key=lambda t: tried[t].f1)
    return [Outcome(f"dedupe ({len(pick) + len(apart)} labels)", tried[best], f"best F1, from {best}")]
