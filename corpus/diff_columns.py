"""Which columns of each table tell rows apart, and in which a difference is one: what `facit diff` goes by."""

from __future__ import annotations

from collections.abc import Mapping

ABOUT: Mapping[str, tuple[str, ...]] = {
    "observations": (
        "intervention_printed",
        "measure",
        "category",
        "gender",
        "role",
        "period",
        "unit",
        "row_label",
        "header_path",
        "source",
    ),
    "goals": ("intervention_printed", "period", "goal_text"),
    "names": ("printed",),
    "findings": ("kind", "intervention_id", "values"),
}
"""What tells the rows of a replaced report from each other: columns that are equal in both versions."""
COMPARED: Mapping[str, tuple[str, ...]] = {
    "observations": (
        "intervention_id",
        "measure",
        "category",
        "gender",
        "role",
        "period",
        "value_printed",
        "value_raw",
        "value",
        "unit",
        "numerator",
        "denominator",
        "qualifier",
        "obs_status",
        "quality",
        "rule_id",
        "decision_id",
    ),
    "goals": (
        "intervention_id",
        "period",
        "goal_text",
        "measure",
        "target_value",
        "target_unit",
        "result_text",
        "result_value",
        "result_unit",
        "rating",
        "fulfilled_by_arithmetic",
    ),
    "names": ("intervention_id", "method", "decision_id"),
    "findings": ("kind", "severity", "values", "difference", "proposed", "confidence", "action", "status"),
    "interventions": ("federation_id", "preferred_name", "kind", "owner", "first_year", "last_year"),
    "relations": ("from_date", "break", "evidence"),
    "breaks": ("type", "why"),
    "federations": ("name",),
    "decisions": ("decision", "value", "expected_printed", "who", "when", "why", "status"),
}
"""The columns of each table in which a difference is one; others (places, ids of tables, reasons) follow from them."""
IDS: Mapping[str, tuple[str, ...]] = {
    "observations": ("obs_id",),
    "goals": ("goal_id",),
    "findings": ("finding_id",),
    "names": ("printed",),
    "interventions": ("intervention_id",),
    "relations": ("from_id", "to_id", "type"),
    "breaks": ("series", "date"),
    "federations": ("federation_id",),
    "decisions": ("decision_id",),
}
SHOWN = {"observations": "value_printed", "goals": "goal_text", "findings": "message_en", "names": "intervention_id"}
"""The column that an added or removed row is shown by."""
CONTEXT = (
    "federation_id",
    "intervention_id",
    "measure",
    "category",
    "gender",
    "role",
    "period",
    "message_sv",
    "message_en",
)
"""The columns that a difference repeats, so that it can be read by itself."""
