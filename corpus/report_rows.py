"""The dataset's rows in their order, and the look-ups that the views of the report need."""

from __future__ import annotations

import json

from corpus.contract import Row, codelists, tables
from corpus.frames import in_order
from corpus.records import Dataset
from corpus.report_views import Words
from corpus.report_wording import label


class Rows:
    """Rows by table, findings worst first (then by influence), and who belongs to whom."""

    def __init__(self, dataset: Dataset) -> None:
        self.of = {name: in_order(spec, dataset.tables.get(name, ())) for name, spec in tables().items()}
        self.report = {text(r, "report_id"): r for r in self.of["reports"]}
        self.file_name = {i: text(r, "file_name") for i, r in self.report.items()}
        self.observation = {text(r, "obs_id"): r for r in self.of["observations"]}
        self.federation = {text(r, "federation_id"): text(r, "name") for r in self.of["federations"]}
        self.intervention = {text(r, "intervention_id"): text(r, "preferred_name") for r in self.of["interventions"]}
        self.table = {text(t, "table_id"): t for t in self.of["tables"]}
        order = list(codelists()["severities"])
        self.of["findings"].sort(key=lambda r: (order.index(text(r, "severity")), -float(str(r["influence"]))))
        self.edit = {text(e, "edit_id"): e for e in self.of["edits"]}
        self.tables = _by(self.of["tables"], "report_id")
        self.cells = _by(self.of["cells"], "table_id")
        self.unread = _by(self.of["unread"], "report_id")

    def named(self, intervention_id: object) -> Words:
        """The preferred name of an intervention, or the words for what stands in its place."""
        found = self.intervention.get(str(intervention_id or ""))
        return Words(found, found) if found else label("pseudo_interventions", intervention_id)

    def associated(self, report_id: str) -> str:
        """The name of a report's federation; '' when it is not known."""
        return self.federation.get(text(self.report.get(report_id, {}), "federation_id"), "")


def _by(rows: list[Row], name: str) -> dict[str, list[Row]]:
    out: dict[str, list[Row]] = {}
    for r in rows:
        out.setdefault(text(r, name), []).append(r)
    return out


def text(row: Row, name: str) -> str:
    """A cell as text; '' when it is empty."""
    value = row.get(name)
    return "" if value is None else str(value)


def whole(row: Row, name: str) -> int | None:
    """A cell as a whole number; None when it is empty."""
    value = row.get(name)
    return value if isinstance(value, int) else None


def several(joined: str) -> list[str]:
    """The parts of a cell that holds several, joined by ';'."""
    return joined.split(";") if joined else []


def listed(row: Row, name: str) -> list[object]:
    """A cell that holds a JSON list."""
    found = json.loads(text(row, name) or "[]")
    return found if isinstance(found, list) else []
