"""Rows on their way into the dataset. Column names are the contract's (docs/contract.md); `None` is an empty cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from extract.types import Extraction
from normalize.types import Coverage, Goal, Observation, Reading

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """One file that was given to us, read or not."""

    report_id: str
    file_name: str
    sha256: str
    media_type: str
    status: Literal["ok", "partial", "failed"]
    federation_id: str | None = None
    title: str | None = None
    kind: str | None = None
    """annual, half_year, tertial, appendix"""
    period: str | None = None
    published: str | None = None
    pages: int | None = None
    reader: str | None = None
    pages_ocr: int | None = None
    """Pages of which all or a part was read by OCR."""
    layers: tuple[tuple[str, int], ...] = ()
    """What the text layers of a PDF's pages are worth: (code, how many pages)."""
    why: str | None = None
    """The pages that were not simply read by their text layer, each with what decided it."""
    language_folded: bool = False
    error: str | None = None
    seconds: float | None = None
    coverage: Coverage | None = None
    """What became of the numbers it prints; None for a file that could not be read."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An observation that has found its report, its intervention and its id. `value` is the number to use."""

    obs_id: str
    report_id: str
    federation_id: str
    intervention_id: str
    observation: Observation
    value: Decimal | None
    table_id: str | None = None
    quality: str = "ok"
    rule_id: str | None = None
    decision_id: str | None = None


@dataclass(frozen=True, slots=True)
class GoalFact:
    """A goal line that has found its report and intervention."""

    goal_id: str
    report_id: str
    federation_id: str
    intervention_id: str
    goal: Goal
    table_id: str | None = None
    fulfilled_by_arithmetic: Literal["yes", "no", "cannot tell"] = "cannot tell"


@dataclass(frozen=True, slots=True)
class NameRow:
    """How one printed name was taken in one report."""

    report_id: str
    federation_id: str
    printed: str
    intervention_id: str
    method: Literal["exact", "core", "declared_acronym", "registry", "decision", "new"]
    score: float
    reasons: str
    decision_id: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A rule made from evidence in one report: sum of coefficient x value over `terms` should be 0 +- tolerance.

    `terms` are (obs_id, coefficient); ratio and inequality rules keep them too, `kind` says how they are read.
    """

    edit_id: str
    report_id: str
    kind: str
    expression: str
    tolerance: Decimal
    origin: str
    terms: tuple[tuple[str, int], ...] = ()
    depends: Literal["independent", "redundant", "contradictory"] = "independent"
    """Whether it says something new, follows from other edits, or cannot hold with them (then it is left aside)."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One way a finding could have come about: `cell` (an obs_id) should hold `proposed` instead of `printed`.

    `slip` is a code of the list slips; `witnesses` say where else the proposed value is printed. Several cells that
    only explain the finding together have the same `solution` (1 for the best); `cost` is how surprising the whole
    solution is, and `mends` how many broken edits the change of this cell mends.
    """

    cell: str
    printed: str
    proposed: Decimal
    slip: str
    witnesses: tuple[str, ...] = ()
    cost: float | None = None
    solution: int = 1
    mends: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not add up. `lines`, `pages`, `obs_ids`, `values` are in the order of the places."""

    finding_id: str
    kind: str
    severity: Severity
    report_ids: tuple[str, ...]
    intervention_id: str
    message_sv: str
    message_en: str
    lines: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()
    obs_ids: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    """The rows or sentences as printed, one per place: what the flagging report shows."""
    difference: Decimal | None = None
    tolerance: Decimal | None = None
    edit_id: str | None = None
    explanations: tuple[Explanation, ...] = ()
    proposed: str | None = None
    confidence: Literal["likely", "possible", "undecided"] = "undecided"
    action: Literal["none", "corrected", "recovered"] = "none"
    status: Literal["open", "accepted", "rejected", "kept"] = "open"
    influence: Decimal = Decimal(0)
    """How much the series would change, 0-1: the difference as a part of the largest number it is about."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """One report with everything known about it: what edits and findings are made from."""

    record: ReportRecord
    extraction: Extraction
    reading: Reading
    facts: tuple[Fact, ...] = ()
    goals: tuple[GoalFact, ...] = ()
    names: tuple[NameRow, ...] = ()
    table_ids: tuple[str, ...] = ()
    """The id of each of `extraction.tables`, same order."""


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """From `date` (as exactly as is known) on, series that begin with `series` cannot be compared backwards.

    `series` is federation/intervention/measure; '*' is every one, and what is left out at the end too.
    """

    series: str
    date: str
    type: str
    why: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """All rows of a run, before they are written. `tables` maps a contract table's name to its rows."""

    tables: dict[str, list[dict[str, object]]] = field(default_factory=dict)
