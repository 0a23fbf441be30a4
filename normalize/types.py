"""What a report says, before it is known which intervention or report is which: observations, goals, printed names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from extract.types import BBox, Issue

Scope = Literal["intervention", "all", "federation"]
"""Whom a number is about: one named intervention, all of the federation's together, or the federation itself."""


@dataclass(frozen=True, slots=True)
class Value:
    """A printed number understood. `value` is None when the cell holds a status word or nothing.

    `decimals` is how many were printed: the rounding tolerance follows from it. `status` is an SDMX CL_OBS_STATUS
    letter: A normal, M not applicable, L not measured, O blank. `qualifier`: at_least, at_most, about or ''.
    """

    printed: str
    value: Decimal | None
    unit: str = ""
    decimals: int = 0
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    qualifier: str = ""
    status: str = "A"


@dataclass(frozen=True, slots=True)
class Period:
    """`code` as in the contract: 2017, 2025-H1, 2021-T2, 2021-12-31, 2019/2021; start and end as ISO dates."""

    code: str
    start: str
    end: str
    freq: Literal["A", "H", "T", "Q", "M", "I", "S"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed. `table` indexes `Extraction.tables`; -1 means prose."""

    line: int | None = None
    page: int | None = None
    bbox: BBox | None = None
    table: int = -1
    row: int = -1
    column: int = -1
    quote: str = ""
    """The row or sentence it stands in, as printed."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One printed number and what it means. Codes are the contract's. Ids and registry come in corpus."""

    measure: str
    value: Value
    period: Period | None
    place: Place
    scope: Scope
    name: str = ""
    """The intervention as printed (scope 'intervention'); '' else."""
    category: str = ""
    gender: Literal["T", "K", "M", "A"] = "T"
    role: Literal["actual", "target", "budget", "forecast"] = "actual"
    source: Literal["table", "prose"] = "table"
    row_label: str = ""
    header_path: tuple[str, ...] = ()
    reader: str = ""
    engine: str = ""
    confidence: float = 1.0
    quality: str = "ok"
    why: str = ""
    """The vocabulary entries that gave it its meaning, for `facit explain`."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal line paired with its result. Either side may be missing (empty text, None value)."""

    name: str
    period: Period | None
    place: Place
    goal_text: str = ""
    measure: str = ""
    target: Value | None = None
    result_text: str = ""
    result: Value | None = None
    previous_text: str = ""
    previous: Value | None = None
    previous_period: Period | None = None
    rating_printed: str = ""
    rating: str = ""
    rating_scale_id: str = ""


@dataclass(frozen=True, slots=True)
class NameMention:
    """An intervention's name as printed somewhere."""

    printed: str
    place: Place
    where: Literal["stub", "header", "heading", "prose"]
    alias_of: str = ""
    """Another printed name that the text itself declares to be the same ('X (ACRONYM)', 'X, tidigare Y')."""
    relation: Literal["", "succeeds", "part_of"] = ""
    """Where the text says something else of `alias_of`: this name follows it ('Y övergick till X') or is part of it."""


@dataclass(frozen=True, slots=True)
class UnreadNumber:
    """A printed number that was not understood.

    `kind`: 'unread' in running text and 'table' in a table where nothing took it, 'goal_text' where only the text of a
    goal keeps it, 'unresolved' where an observation keeps it without a measure.
    """

    text: str
    line: int
    page: int | None
    kind: Literal["unread", "table", "goal_text", "unresolved"]
    quote: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What became of a document's printed numbers: how many were used, ignored (by reason), and the ones left."""

    used: int = 0
    ignored: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[UnreadNumber, ...] = ()

    @property
    def numbers(self) -> int:
        """All printed numbers."""
        return self.used + self.ignored_by_name + len(self.unread)

    @property
    def ignored_by_name(self) -> int:
        return sum(self.ignored.values())

    @property
    def share_not_understood(self) -> float:
        """0-1; 0 for a document without numbers."""
        return len(self.unread) / self.numbers if self.numbers else 0.0


def together(of_each: Iterable[Coverage]) -> Coverage:
    """The coverage of several documents -> that of all."""
    used, unread = 0, list[UnreadNumber]()
    ignored: Counter[str] = Counter()
    for one in of_each:
        used += one.used
        ignored.update(one.ignored)
        unread += one.unread
    return Coverage(used, dict(ignored.most_common()), tuple(unread))


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything normalize has to say about one report."""

    observations: tuple[Observation, ...] = ()
    goals: tuple[Goal, ...] = ()
    names: tuple[NameMention, ...] = ()
    table_kinds: tuple[str, ...] = ()
    """The kind of each of `Extraction.tables`, same order."""
    issues: tuple[Issue, ...] = field(default=())
    coverage: Coverage = field(default_factory=Coverage)
