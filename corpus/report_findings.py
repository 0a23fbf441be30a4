"""A finding's row -> what the report shows of it."""

from __future__ import annotations

from corpus.contract import Row
from corpus.report_choices import alike, choices, own
from corpus.report_places import places
from corpus.report_regions import Paper
from corpus.report_rows import Rows, several, text
from corpus.report_views import FindingView, Words
from corpus.report_wording import label, number


def finding(rows: Rows, r: Row, paper: Paper, quotes: tuple[str, ...] = ()) -> FindingView:
    """`quotes` are its lines as printed, for a finding that carries none itself."""
    answers = choices(rows, r)
    suspects = {c.obs_id for c in answers[0].changes}
    report_ids = tuple(several(text(r, "report_ids")))
    reports = [rows.report.get(i, {}) for i in report_ids]
    return FindingView(
        finding_id=text(r, "finding_id"),
        severity=text(r, "severity"),
        severity_label=label("severities", r["severity"]),
        kind=text(r, "kind"),
        kind_label=label("finding_kinds", r["kind"]),
        report_ids=report_ids,
        federations=tuple(dict.fromkeys(rows.associated(i) for i in report_ids)),
        years=tuple(dict.fromkeys(text(p, "period")[:4] for p in reports)),
        intervention_id=text(r, "intervention_id"),
        intervention=rows.named(r.get("intervention_id")),
        message=Words(_sentence(text(r, "message_sv")), _sentence(text(r, "message_en"))),
        places=places(rows, r, paper, suspects, quotes),
        values=tuple(several(text(r, "values"))),
        difference=number(r.get("difference")),
        tolerance=number(r.get("tolerance")),
        rule=text(rows.edit.get(text(r, "edit_id"), {}), "expression"),
        confidence_label=label("confidences", r.get("confidence")),
        action=text(r, "action"),
        action_label=label("actions", r.get("action")),
        status=text(r, "status"),
        status_label=label("finding_statuses", r.get("status")),
        choices=answers,
        own=own(rows, r),
        alike=alike(r),
    )


def _sentence(message: str) -> str:
    """A message as a sentence: it may begin with the name of a group of people, in small letters."""
    return message[:1].upper() + message[1:]
