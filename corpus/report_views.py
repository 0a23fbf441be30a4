"""What the flagging report shows, as frozen values: made by `report_model`, drawn by the templates."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.report_timeline import TimelineView
from extract.types import BBox


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
class Mark:
    """A marked place on a picture, in points on the page. `role`: suspect, clash, rule or line; `obs_id` may be ''."""

    box: BBox
    role: str
    obs_id: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page worth a picture, in points on the page as it is shown.

    `turn` is how its letters stand: degrees clockwise from upright.
    """

    report_id: str
    page: int
    box: BBox
    turn: int = 0


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A line as printed, with the clashing values marked."""

    line: int | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place of a finding: a region of a page with its marks, and the lines quoted from it.

    `picture` is the number of its picture, 0 where there is none: then the quoted lines are shown instead.
    """

    file_name: str
    period: str
    page: int | None
    quotes: tuple[QuoteView, ...]
    table_id: str = ""
    region: Region | None = None
    marks: tuple[Mark, ...] = ()
    picture: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A number that an explanation changes. `place` says which: its row and heading, or where in the text."""

    obs_id: str
    place: Words
    printed: str
    proposed: Words


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row of decisions.csv, all but who, when and why."""

    kind: str
    target_id: str
    decision: str
    value: str
    expected_printed: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A possible answer to a finding: what it would change, why it is likely, and the rows that say so."""

    key: str
    changes: tuple[Change, ...]
    reason: Words
    witnesses: tuple[str, ...]
    rows: tuple[CsvRow, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as it is shown. `alike` is the same for findings whose first explanation is of the same sort."""

    finding_id: str
    severity: str
    severity_label: Words
    kind: str
    kind_label: Words
    report_ids: tuple[str, ...]
    federations: tuple[str, ...]
    years: tuple[str, ...]
    intervention_id: str
    intervention: Words
    message: Words
    places: tuple[PlaceView, ...]
    values: tuple[str, ...]
    difference: Words | None
    tolerance: Words | None
    rule: str
    confidence_label: Words
    action: str
    action_label: Words
    status: str
    status_label: Words
    choices: tuple[Choice, ...]
    own: tuple[Change, ...]
    alike: str


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of a shown table; `finding` is the id of the worst finding about it, '' without one."""

    text: str
    is_header: bool
    row_span: int
    column_span: int
    severity: str = ""
    finding: str = ""


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as extracted, with a picture for each page it stands on."""

    table_id: str
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
    regions: tuple[Region, ...] = ()
    pictures: tuple[int, ...] = ()


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
    """A question about two names that a person is asked, with the rows that each answer writes."""

    question_id: str
    federation: str
    file_name: str
    printed: str
    other: str
    reasons_for: tuple[Words, ...]
    reasons_against: tuple[Words, ...]
    suggestion: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A region of a page as a small grey picture: `data` is base64 of `media`."""

    number: int
    region: Region
    media: str
    data: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A kind of finding, how many there are of each severity (in the order of `ReportModel.severities`)."""

    kind: str
    kind_label: Words
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Association:
    """A federation in the overview: how many of its reports were read and what was found in them."""

    name: str
    reports: int
    findings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReportModel:
    """Everything the report shows. `tables` are by file, in the order of the files.

    `dataset` is made of what was read: decisions kept by a browser belong to it. `decided` are the rows of decisions
    that the run was given.
    """

    dataset: str
    files: tuple[File, ...]
    findings: tuple[FindingView, ...]
    tables: tuple[tuple[File, tuple[TableView, ...]], ...]
    names: tuple[NameView, ...]
    questions: tuple[QuestionView, ...]
    timeline: TimelineView | None
    severities: tuple[tuple[str, Words, int], ...]
    kinds: tuple[Tally, ...]
    associations: tuple[Association, ...]
    interventions: tuple[tuple[str, Words], ...]
    years: tuple[str, ...]
    observations: int
    goals: int
    printed: tuple[int, int, int] = (0, 0, 0)
    """printed numbers of all reports, how many of them are used, and how many ignored for a reason that has a name"""
    understood: Words = Words("", "")
    """percent"""
    pictures: tuple[Picture, ...] = ()
    pictures_left_out: int = 0
    decided: tuple[dict[str, str], ...] = ()
