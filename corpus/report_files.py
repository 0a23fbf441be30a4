"""The files that were given, as the report lists them: what was found in each, and what was not understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.contract import Row, codelists
from corpus.report_rows import Rows, several, text, whole
from corpus.report_views import Association, File, FindingView, UnreadView
from corpus.report_wording import label, marked, percent


def files(rows: Rows) -> Iterator[File]:
    """Every file, in the dataset's order."""
    found = Counter(t["report_id"] for t in rows.of["tables"])
    numbers = Counter(o["report_id"] for o in rows.of["observations"])
    severities = Counter((i, text(f, "severity")) for f in rows.of["findings"] for i in several(text(f, "report_ids")))
    for report_id, r in rows.report.items():
        yield File(
            report_id=report_id,
            file_name=text(r, "file_name"),
            title=text(r, "title"),
            federation=rows.associated(report_id),
            period=text(r, "period"),
            reader=text(r, "reader"),
            pages=whole(r, "pages"),
            tables=found[report_id],
            observations=numbers[report_id],
            findings=tuple((s, severities[report_id, s]) for s in codelists()["severities"]),
            status=text(r, "status"),
            status_label=label("report_statuses", r.get("status")),
            error=text(r, "error"),
            language_folded=bool(r.get("language_folded")),
            printed=whole(r, "numbers"),
            used=whole(r, "numbers_used") or 0,
            ignored=whole(r, "numbers_ignored") or 0,
            unread=tuple(_unread(u) for u in rows.unread.get(report_id, ())),
            unread_percent=percent(whole(r, "numbers_not_understood"), whole(r, "numbers")),
        )


def _unread(r: Row) -> UnreadView:
    quote = marked(text(r, "quote"), (text(r, "text"),))
    return UnreadView(whole(r, "page"), whole(r, "line"), label("unread_kinds", r.get("kind")), quote)


def associations(shown: Sequence[File], findings: Sequence[FindingView]) -> tuple[Association, ...]:
    """The federations with what was read and found of each, by name; '' for reports whose federation is not known."""
    order = list(codelists()["severities"])
    reports = Counter(f.federation for f in shown if f.status != "failed")
    found = Counter((name, f.severity) for f in findings for name in f.federations)
    return tuple(
        Association(name, reports[name], tuple(found[name, s] for s in order))
        for name in sorted(reports, key=lambda n: (not n, n))
    )
