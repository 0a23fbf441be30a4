"""From a number in the dataset back to its cell or sentence, and to everything that gave it its meaning and value.

Only the dataset is read, never the reports: what stands here is what anyone who is given the dataset can see.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from corpus import frames, store
from corpus.contract import tables
from corpus.rules import MONEY
from corpus.same_fact import family
from corpus.wording import same_line
from extract.types import fold
from normalize.vocabulary import built_in_classes, compiled

Row = dict[str, Any]
"""A row of a table of the dataset: contract column -> plain value, None when empty."""

CODED = {"measure": "measures", "gender": "genders", "role": "roles", "unit": "units", "obs_status": "obs_status"}
CODED |= {"quality": "quality", "qualifier": "qualifiers"}
SAME = ("federation_id", "intervention_id", "measure", "gender", "role", "period")
"""Columns that are equal when two places print one fact; category and unit are compared by what they say."""
SHOWN_IDS = 8


class ExplainError(Exception):
    """What was asked for is not there: `str(error)` says what is wrong and how to find it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A vocabulary row that was recognised: its facet, code and form ('' for what no form said), and in which text.

    `taken`: the number has this code; one that it has not was overruled by another.
    """

    facet: str
    code: str
    form: str
    found_in: tuple[str, ...]
    taken: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """Everything the dataset says about one number. Rows are as in the contract.

    `labels` are the codes in English words, `names` how the printed name became the intervention, `checks` the rules it
    is a term of (`broken` says whether a finding came of it), `elsewhere` the other places that print the same fact.
    """

    observation: Row
    labels: dict[str, str]
    report: Row
    table: Row | None
    cell: Row | None
    row_cells: tuple[Row, ...]
    words: tuple[Word, ...]
    intervention: Row | None
    names: tuple[Row, ...]
    rule: Row | None
    decision: Row | None
    checks: tuple[Row, ...]
    findings: tuple[Row, ...]
    elsewhere: tuple[Row, ...]
    vocabulary: Row | None
    """The user's vocabulary file of the run: file_name and sha256; None for the built-in one alone."""


def explain(dataset: Path, obs_id: str) -> Explained:
    """The number whose id begins with `obs_id`, explained. Raises ExplainError for no such dataset or id."""
    observations = read(dataset, "observations")
    seen = _the_one(observations, obs_id)
    table, cells = _table(dataset, seen)
    names = read(dataset, "names")
    printed = (names["report_id"] == seen["report_id"]) & (names["printed"] == seen["intervention_printed"])
    return Explained(
        observation=seen,
        labels=_labels(dataset, seen),
        report=_by_key(dataset, "reports", seen["report_id"]) or {},
        table=table,
        cell=next((c for c in cells if _covers(c, seen["row"], seen["column"])), None),
        row_cells=tuple(c for c in cells if _covers(c, seen["row"], c["column"])),
        words=tuple(words(seen, table, cells)),
        intervention=_by_key(dataset, "interventions", seen["intervention_id"]),
        names=tuple(frames.records(names[printed.fillna(False).astype(bool)])),
        rule=_by_key(dataset, "edits", seen["rule_id"]),
        decision=_by_key(dataset, "decisions", seen["decision_id"]),
        checks=tuple(_checks(dataset, seen["obs_id"], _values(observations))),
        findings=tuple(_naming(dataset, "findings", "obs_ids", seen["obs_id"])),
        elsewhere=tuple(_elsewhere(observations, seen)),
        vocabulary=_vocabulary(dataset),
    )


def words(seen: Row, table: Row | None, cells: Iterable[Row]) -> Iterable[Word]:
    """The vocabulary rows in `why`, in the order in which they were laid over each other."""
    corner = " ".join(c["text"] or "" for c in cells if c["is_header"] and c["column"] == 0)
    row = " ".join(c["text"] or "" for c in cells if _covers(c, seen["row"], c["column"]))
    texts = {
        "row label" if table else "section's heading": seen["row_label"],
        "heading": (seen["header_path"] or "").replace(" > ", " "),
        "corner": corner,
        "title": table["title"] if table else None,
        "row" if table else "sentence": f"{seen['quote'] or ''} {row}",
    }
    for piece in dict.fromkeys(re.split(r";\s*", seen["why"] or "")):
        said, _, form = piece.partition("←")
        facet, _, code = said.partition(":")
        if said:
            pattern = compiled(form, built_in_classes()) if form else None
            places = [place for place, text in texts.items() if pattern and text and pattern.search(fold(text))]
            # What the label or heading says stands in the row too; the nearer place tells more.
            found_in = tuple(places[:-1] if len(places) > 1 and places[-1] == "row" else places)
            yield Word(facet, code.strip(), form, found_in, facet not in CODED or code == seen.get(facet))


def read(dataset: Path, name: str) -> pd.DataFrame:
    """A table of a dataset, with all columns of the contract. Raises ExplainError when it is not there."""
    if not dataset.is_dir():
        what = "is no folder" if dataset.exists() else "there is no such folder"
        raise ExplainError(f"{dataset}: {what}; give the folder that facit backfill wrote with --out")
    try:
        frame = store.read_table(dataset, name)
    except FileNotFoundError as error:
        raise ExplainError(f"{error} Give the folder that facit backfill wrote with --out") from error
    except (OSError, ValueError, KeyError) as error:
        raise ExplainError(f"{dataset}: its table {name} cannot be read ({error}); run facit backfill again") from error
    # A dataset of an older version may lack columns that were added since.
    return frame.reindex(columns=list(tables()[name].column_names))


def _by_key(dataset: Path, name: str, key: str | None) -> Row | None:
    """The row with this key, in a table with one key column."""
    if not key:
        return None
    frame = read(dataset, name)
    return next(iter(frames.records(frame[frame[tables()[name].key[0]] == key])), None)


def _the_one(observations: pd.DataFrame, obs_id: str) -> Row:
    """The row whose id is, or alone begins with, what was given; the 'o-' may be left out."""
    wanted = obs_id.strip().lower()
    wanted = wanted if wanted.startswith("o-") else f"o-{wanted}"
    how = "facit explain DATASET --find TEXT lists numbers with their ids"
    found = observations[observations["obs_id"].str.startswith(wanted)] if len(wanted) > 2 else observations[:0]
    exact = found[found["obs_id"] == wanted]
    if len(found) == 0:
        raise ExplainError(f"no number of this dataset has an id that begins with {obs_id!r}; {how}")
    if len(found) > 1 and len(exact) == 0:
        ids = sorted(found["obs_id"])
        more = ", ..." if len(ids) > SHOWN_IDS else ""
        raise ExplainError(f"{len(ids)} ids begin with {obs_id!r}, give more of it: {', '.join(ids[:SHOWN_IDS])}{more}")
    return frames.records(exact if len(exact) else found)[0]


def _table(dataset: Path, seen: Row) -> tuple[Row | None, list[Row]]:
    """The table a number stands in and its cells, in their order; (None, []) for running text."""
    table = _by_key(dataset, "tables", seen["table_id"])
    if table is None:
        return None, []
    cells = read(dataset, "cells")
    return table, sorted(
        frames.records(cells[cells["table_id"] == table["table_id"]]), key=lambda c: (c["row"], c["column"])
    )


def _covers(cell: Row, row: int | None, column: int | None) -> bool:
    """Does the cell stand at (row, column), spans included?"""
    if row is None or column is None:
        return False
    down, right = row - cell["row"], column - cell["column"]
    return bool(0 <= down < (cell["row_span"] or 1) and 0 <= right < (cell["column_span"] or 1))


def _labels(dataset: Path, seen: Row) -> dict[str, str]:
    known = {(c["list"], c["code"]): c["label_en"] for c in frames.records(read(dataset, "codes"))}
    found = {column: known.get((name, seen[column])) for column, name in CODED.items()}
    return {column: label for column, label in found.items() if label}


def _naming(dataset: Path, name: str, column: str, obs_id: str) -> list[Row]:
    """The rows of a table in whose column the id stands."""
    frame = read(dataset, name)
    return frames.records(frame[frame[column].str.contains(obs_id, regex=False).fillna(False).astype(bool)])


def _checks(dataset: Path, obs_id: str, values: dict[str, float]) -> list[Row]:
    """The rules with the id among their terms, each with whether it is broken."""
    of_findings = set(read(dataset, "findings")["edit_id"].dropna())
    return [
        {**edit, "broken": edit["edit_id"] in of_findings or _differ(edit, values)}
        for edit in _naming(dataset, "edits", "terms", obs_id)
    ]


def _differ(edit: Row, values: dict[str, float]) -> bool:
    """Do the two printings of one fact differ? Several such rules share one finding, which names one of them only."""
    if edit["kind"] not in ("table_vs_table", "table_vs_prose"):
        return False
    numbers = [values[term] for term, _ in json.loads(edit["terms"]) if term in values]
    return len(numbers) == 2 and abs(numbers[0] - numbers[1]) > float(edit["tolerance"])


def _elsewhere(observations: pd.DataFrame, seen: Row) -> list[Row]:
    """Other places that print the same fact, the same report first. A number that is not understood has none."""
    if not seen["period"] or seen["measure"] == "other:unresolved":
        return []
    same = pd.Series(data=True, index=observations.index)
    for column in SAME:
        same &= observations[column].fillna("") == (seen[column] or "")
    category, unit = same_line(seen["category"] or ""), family(seen["unit"] or "")
    found = [
        row
        for row in frames.records(observations[same])
        if row["obs_id"] != seen["obs_id"]
        and same_line(row["category"] or "") == category
        and family(row["unit"] or "") == unit
    ]
    return sorted(found, key=lambda row: (row["report_id"] != seen["report_id"], *place(row)))


def _values(observations: pd.DataFrame) -> dict[str, float]:
    """The value of every observation with one, money in kronor."""
    scale = observations["unit"].map({unit: float(kronor) for unit, kronor in MONEY.items()}).fillna(1.0)
    amounts = pd.Series((observations["value"] * scale).to_numpy(), index=observations["obs_id"]).dropna()
    return {str(obs_id): float(amount) for obs_id, amount in amounts.items()}


def _vocabulary(dataset: Path) -> Row | None:
    given = [run["vocabulary"] for run in frames.records(read(dataset, "runs")) if run["vocabulary"]]
    return dict(json.loads(given[0])) if given else None


def place(row: Row) -> tuple[str, int, int, int, int, str]:
    """Sorts observations as they are printed."""
    numbers = (row["page"], row["line"], row["row"], row["column"])
    page, line, r, c = (-1 if n is None else int(n) for n in numbers)
    return row["report_id"], page, line, r, c, row["obs_id"]
