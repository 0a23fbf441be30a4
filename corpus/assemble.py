"""What was read, put together: records, linked names, facts, findings, and the rows of every table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib.metadata import version
from itertools import chain

from corpus import contract, rows
from corpus.across import printed_by_others, revisions
from corpus.answers import answered
from corpus.breaks import breaks
from corpus.confront import confront
from corpus.decisions import Decision
from corpus.facts import facts, goal_facts, table_ids
from corpus.identify import UNKNOWN
from corpus.inputs import shown
from corpus.judged import proposals
from corpus.kept_words import KeptWords
from corpus.linkage import Linked, ReportNames, link
from corpus.name_evidence import ReportFigures, figures
from corpus.outcomes import Outcomes
from corpus.reading import Outcome
from corpus.records import Edit, Finding, ReportFacts, ReportRecord
from corpus.registry import Registry
from extract.types import Issue, Page
from normalize.types import Goal, NameMention, Observation, Reading


def records(outcomes: Sequence[Outcome]) -> list[ReportRecord]:
    """One record per file, in their order. Ids say federation, period, kind, and if need be content."""
    wanted = [_wanted_id(o) for o in outcomes]
    several = Counter(wanted)
    # The content, not a running number: adding a report must not rename the others' content-based ids.
    ids = [f"{i}-{o.source.sha256[:8]}" if several[i] > 1 else i for i, o in zip(wanted, outcomes, strict=True)]
    # Empty files all have the same content, and still are one row each.
    seen: Counter[str] = Counter()
    out = []
    for report_id, outcome in zip(ids, outcomes, strict=True):
        seen[report_id] += 1
        unique = report_id if seen[report_id] == 1 else f"{report_id}-{seen[report_id]}"
        out.append(_record(unique, outcome))
    return out


def words(outcomes: Sequence[Outcome], recorded: Sequence[ReportRecord]) -> dict[str, KeptWords]:
    """Where the words of each report's pages are kept."""
    return {r.report_id: KeptWords(o.words) for o, r in zip(outcomes, recorded, strict=True) if o.words}


def _wanted_id(outcome: Outcome) -> str:
    if outcome.identity is None:
        return f"failed-{outcome.source.sha256[:12]}"
    identity = outcome.identity
    period = identity.period.code.lower() if identity.period else "undated"
    return f"{identity.federation_id}-{period}-{identity.kind or 'report'}".replace("_", "-").replace("/", "-")


def _record(report_id: str, o: Outcome) -> ReportRecord:
    if o.extraction is None or o.identity is None:
        return ReportRecord(
            report_id, shown(o.source.path.name), o.source.sha256, "", "failed", error=o.error, seconds=o.seconds
        )
    document, identity = o.extraction.document, o.identity
    serious = [i.message for i in issues(o) if i.severity == "error"]
    untold = [i.message for i in identity.issues]
    return ReportRecord(
        report_id=report_id,
        file_name=shown(o.source.path.name),
        sha256=o.source.sha256,
        media_type=document.media_type,
        status="partial" if serious else "ok",
        federation_id=identity.federation_id,
        title=identity.title,
        kind=identity.kind,
        period=identity.period.code if identity.period else None,
        published=identity.published,
        pages=len(document.pages),
        reader=document.reader,
        pages_ocr=sum(p.reader == "ocr" or bool(p.insets) for p in document.pages),
        layers=tuple(sorted(Counter(p.layer for p in document.pages if p.layer).items())),
        why=_choices(document.pages) or None,
        language_folded=document.language_folded,
        error="; ".join(serious + untold) or None,
        seconds=o.seconds,
        coverage=o.reading.coverage if o.reading else None,
    )


def _choices(pages: Sequence[Page]) -> str:
    """What decided the reader of the pages that have no good text layer: 'page 3: the page is an image ...'."""
    return "; ".join(f"page {p.number}: {p.why}" for p in pages if p.layer not in (None, "text", "blank"))


def issues(outcome: Outcome) -> list[Issue]:
    """Everything that the three stages had to say about one report, in their order."""
    if outcome.extraction is None or outcome.reading is None or outcome.identity is None:
        return []
    return [*outcome.extraction.document.issues, *outcome.identity.issues, *outcome.reading.issues]


def notes(outcomes: Iterable[Outcome]) -> list[str]:
    """A line for every issue that a user should act on (not those of severity info)."""
    return [f"{o.source.shown}: {i.message}{_at(i)}" for o in outcomes for i in issues(o) if i.severity != "info"]


def _at(issue: Issue) -> str:
    place = [f"page {issue.page}"] if issue.page else []
    place += [f"line {issue.line}"] if issue.line else []
    return f" ({', '.join(place)})" if place else ""


def linked(
    outcomes: Sequence[Outcome], recorded: Sequence[ReportRecord], registry: Registry, decided: Sequence[Decision]
) -> Linked:
    """The names of all reports that were read -> interventions."""
    read = [(o.reading, r, o.identity) for o, r in zip(outcomes, recorded, strict=True) if o.reading is not None]
    named = [
        ReportNames(
            r.report_id,
            r.federation_id or UNKNOWN,
            mentions(reading),
            r.language_folded,
            year_of(r.period),
            identity.stranger if identity else "",
        )
        for reading, r, identity in read
    ]
    numbers = [
        ReportFigures(
            r.report_id, r.federation_id or UNKNOWN, r.period or "", figures(reading.observations), r.language_folded
        )
        for reading, r, _ in read
    ]
    return link(named, registry, decided, numbers)


def year_of(period: str | None) -> int | None:
    """The year that a period begins in."""
    return int(period[:4]) if period and period[:4].isdecimal() else None


def mentions(reading: Reading) -> tuple[NameMention, ...]:
    """Every name of a reading, also those that only an observation or a goal carries."""
    named: tuple[Observation | Goal, ...] = (*reading.observations, *reading.goals)
    carried = [NameMention(x.name, x.place, "prose") for x in named if x.name]
    have = {m.printed for m in reading.names}
    return (*reading.names, *(m for m in carried if m.printed not in have))


def reports(outcomes: Sequence[Outcome], recorded: Sequence[ReportRecord], names: Linked) -> list[ReportFacts]:
    """Every report that was read, with its facts and goals under their ids."""
    return [
        _report(o, r, names)
        for o, r in zip(outcomes, recorded, strict=True)
        if o.extraction is not None and o.reading is not None
    ]


def _report(o: Outcome, r: ReportRecord, names: Linked) -> ReportFacts:
    assert o.extraction is not None and o.reading is not None  # noqa: S101  the caller leaves out those that failed
    tables = table_ids(r.report_id, len(o.extraction.tables))
    federation = r.federation_id or UNKNOWN
    ids = names.ids()
    made = facts(
        o.reading.observations, report_id=r.report_id, sha256=r.sha256, federation_id=federation, ids=ids, tables=tables
    )
    goals = goal_facts(
        o.reading.goals, report_id=r.report_id, sha256=r.sha256, federation_id=federation, ids=ids, tables=tables
    )
    return ReportFacts(
        record=r,
        extraction=o.extraction,
        reading=o.reading,
        facts=made,
        goals=answered(goals, made),
        names=tuple(n for n in names.rows if n.report_id == r.report_id),
        table_ids=tables,
    )


def confronted(read: Sequence[ReportFacts]) -> tuple[tuple[Edit, ...], tuple[Finding, ...]]:
    """All rules made from evidence, in each report and between those of one federation, and what breaks them."""
    pairs = [confront(report, printed_by_others(report, read)) for report in read]
    edits = tuple(chain.from_iterable(e for e, _ in pairs))
    findings = tuple(chain.from_iterable(f for _, f in pairs))
    between, revised = revisions(read, findings)
    return (*edits, *between), (*findings, *revised)


def tables(
    recorded: Sequence[ReportRecord],
    read: Sequence[ReportFacts],
    *,
    edits: Sequence[Edit],
    findings: Sequence[Finding],
    names: Linked,
    registry: Registry,
    decided: Outcomes,
) -> dict[str, list[rows.Row]]:
    """Every table of the contract but `runs`, as rows; a table without rows is there and empty."""
    out: dict[str, list[rows.Row]] = {name: [] for name in contract.tables()}
    should_be = proposals(findings)
    for report in read:
        for name, its_rows in rows.rows_of_report(report, should_be).items():
            out[name] += its_rows
    out["reports"] = [rows.report_row(r) for r in recorded]
    out["edits"] = [rows.edit_row(e) for e in edits]
    out["findings"] = [rows.finding_row(f) for f in findings]
    out["federations"] = [rows.federation_row(f) for f in (*registry.federations, *registry.former())]
    out["federation_changes"] = [rows.federation_change_row(c) for c in registry.federation_changes]
    out["interventions"] = [rows.intervention_row(i) for i in (*registry.interventions, *names.new)]
    relations = (*registry.relations, *names.relations)
    out["relations"] = [rows.relation_row(r) for r in relations]
    out["name_questions"] = [rows.name_question_row(q) for q in names.questions]
    out["decisions"] = [rows.decision_row(d, decided.of.get(d.decision_id)) for d in decided.decisions]
    owner = {i.intervention_id: i.federation_id for i in (*registry.interventions, *names.new)}
    out["breaks"] = [rows.break_row(b) for b in breaks(registry, relations, owner, read)]
    out["codes"] = contract.code_rows()
    return out


def run_row(
    started: datetime, seconds: float, recorded: Sequence[ReportRecord], made: dict[str, list[rows.Row]]
) -> rows.Row:
    """The one row that may differ between two equal runs."""
    return rows.run_row(version("facit"), started.isoformat(timespec="seconds"), seconds, recorded, made)
