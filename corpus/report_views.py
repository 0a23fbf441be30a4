"""What the flagging report shows, as frozen values: made by `report_model`, drawn by the template."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.report_timeline import TimelineView


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Swedish and English."""

    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a quoted line; `marked` where it is one of the clashing values."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class UnreadView:
    """A printed number that was not understood, on its line."""

    page: int | None
    line: int | None
    kind_label: Words
    quote: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file that was given. `findings` counts error, warning and info; `printed` are all its numbers, None unread."""

    number: int
    report_id: str
    file_name: str
    title: str
    federation: str
    period: str
    reader: str
    pages: int | None
    tables: int
    observations: int
    findings: tuple[tuple[str, int], ...]
    status: str
    status_label: Words
    error: str
    language_folded: bool
    printed: int | None = None
    used: int = 0
    ignored: int = 0
    unread: tuple[UnreadView, ...] = ()
    unread_percent: Words | None = None


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where a finding is printed; `table` is the anchor number of its table, 0 without one."""

    file_name: str
    page: int | None
    line: int | None
    quote: tuple[Piece, ...]
    table: int = 0


@dataclass(frozen=True, slots=True)
class Explanation:
    """One possible cause: the printed value, what it should have been, the slip, and who says so."""

    printed: str
    proposed: str
    slip: Words
    witnesses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as it is shown. `files` are the numbers of its files."""

    number: int
    severity: str
    severity_label: Words
    kind: str
    kind_label: Words
    files: tuple[int, ...]
    intervention: Words
    message: Words
    places: tuple[PlaceView, ...]
    values: tuple[str, ...]
    difference: Words | None
    tolerance: Words | None
    proposed: str
    confidence_label: Words
    action: str
    action_label: Words
    status: str
    status_label: Words
    explanations: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of a shown table; `finding` is the number of the worst finding about it, 0 without one."""

    text: str
    is_header: bool
    row_span: int
    column_span: int
    severity: str = ""
    finding: int = 0


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as extracted."""

    number: int
    title: str
    page: int | None
    line: int | None
    kind_label: Words
    engine: str
    confidence: Words | None
    declined: tuple[str, ...]
    notes: tuple[str, ...]
    grid: tuple[tuple[CellView, ...], ...]
    findings: int


@dataclass(frozen=True, slots=True)
class FormView:
    """One printed form of a name, in the files that print it."""

    printed: str
    files: tuple[str, ...]
    methods: tuple[Words, ...]
    reasons: str


@dataclass(frozen=True, slots=True)
class NameView:
    """An intervention and all printed forms of its name."""

    intervention: Words
    federation: str
    forms: tuple[FormView, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question about two names that a person is asked."""

    question_id: str
    file_name: str
    printed: str
    other: str
    reasons_for: str
    reasons_against: str


@dataclass(frozen=True, slots=True)
class ReportModel:
    """Everything the report shows. `tables` are by file, in the order of the files."""

    files: tuple[File, ...]
    findings: tuple[FindingView, ...]
    tables: tuple[tuple[File, tuple[TableView, ...]], ...]
    names: tuple[NameView, ...]
    questions: tuple[QuestionView, ...]
    timeline: TimelineView | None
    severities: tuple[tuple[str, Words, int], ...]
    kinds: tuple[tuple[str, Words], ...]
    observations: int
    goals: int
