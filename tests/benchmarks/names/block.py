"""How long a block of a million pairs takes, beside rapidfuzz's own cdist on the same names."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from rapidfuzz import fuzz, process

from normalize.name_block import nearly, rarity, scores
from normalize.name_features import name
from normalize.places import known

HEADS = (
    "Samverkansteam",
    "Ungdomsprojektet",
    "Rehabkedjan",
    "Arbetsinriktad rehabilitering",
    "Stegen",
    "Unga på väg",
    "Aktivitetsplatsen",
    "IPS",
    "Vägen till arbete",
    "Koordinerad insats",
    "MIA",
    "Jobbsteget",
    "Hälsoteam",
)


def made_names(how_many: int, seed: int) -> list[str]:
    """Names of two to five words, many alike."""
    made = random.Random(seed)
    places = [p.place for p in known().values()]
    return [f"{made.choice(HEADS)} {made.choice(places)} {made.randint(1, 99)}" for _ in range(how_many)]


def block_seconds(size: int = 1000) -> dict[str, float]:
    """Seconds for `size` names against `size` others: ours, step by step, and cdist with three scorers."""

    left, right = made_names(size, 1), made_names(size, 2)
    out: dict[str, float] = {}

    def timed(what: str, run: Callable[[], object]) -> object:
        started = time.perf_counter()
        done = run()
        out[what] = time.perf_counter() - started
        return done

    timed("facit: features of both sides", lambda: [name(n) for n in (*left, *right)])
    a, b = [name(n) for n in left], [name(n) for n in right]
    timed("facit: scores of all pairs", lambda: scores(a, b, rarity([*a, *b])))
    timed("facit: nearly equal pairs", lambda: nearly(a, b))
    for scorer in (fuzz.ratio, fuzz.token_set_ratio, fuzz.WRatio):
        timed(f"rapidfuzz cdist, {scorer.__name__}", lambda scorer=scorer: process.cdist(left, right, scorer=scorer))
    return out
