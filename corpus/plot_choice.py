"""Which panels a figure has: the usual ones, from a table, or those of the measures that somebody asks for."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import cast

from corpus.contract import codelists
from corpus.plot_model import Scale
from corpus.report_views import Words

_SCALES: Mapping[str, Scale] = {"persons": "count", "count": "count", "percent": "percent"}
_GENDERS = ("T", "K", "M", "A")


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """Which series a panel shows: `lines` are (measure, gender), `marks` (measure, role), all of one unit."""

    key: str
    scale: Scale
    unit: str
    lines: tuple[tuple[str, str], ...]
    marks: tuple[tuple[str, str], ...]
    title: Words


@lru_cache(maxsize=1)
def usual() -> tuple[PanelSpec, ...]:
    """The panels of data/plots.csv: people, where they went, women and men, money."""
    text = resources.files("corpus").joinpath("data", "plots.csv").read_text(encoding="utf-8")
    return tuple(
        PanelSpec(
            row["panel"],
            cast(Scale, row["scale"]),
            row["unit"],
            _pairs(row["lines"]),
            _pairs(row["marks"]),
            Words(row["sv"], row["en"]),
        )
        for row in csv.DictReader(text.splitlines())
    )


def measures(specs: Iterable[PanelSpec]) -> list[str]:
    """All measures that panels show, in the order of their codes."""
    return sorted({m for s in specs for m, _ in (*s.lines, *s.marks)})


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """'participants:K;participants:M' -> its pairs."""
    return tuple((m, what) for m, _, what in (part.partition(":") for part in text.split(";") if part))


def of_measures(units: Iterable[tuple[str, str]]) -> tuple[PanelSpec, ...]:
    """(measure, unit) -> a panel of each: all genders, and every role that is not what happened."""
    known = codelists()["measures"]
    out = []
    for measure, unit in units:
        found = known.get(measure)
        slug = measure.removeprefix("other:").replace("_", " ")
        title = Words(found.label_sv, found.label_en) if found else Words(slug, slug)
        lines = tuple((measure, g) for g in _GENDERS)
        marks = tuple((measure, role) for role in ("target", "budget", "forecast"))
        key = f"{measure}-{unit}".replace(":", "-").replace("_", "-")
        out.append(PanelSpec(key, _SCALES.get(unit, "amount"), unit, lines, marks, title))
    return tuple(out)
