"""What the run knows becomes rows with the contract's columns: nothing added, nothing lost on the way."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from rows import dataset, findings, flow_fact, prose_fact, reports, table

from corpus import rows
from corpus.contract import tables, validate
from corpus.records import Edit, ReportFacts
from extract.types import BBox, Document, Extraction, Page
from normalize.types import Period, Reading, Value

Y2017 = Period("2017", "2017-01-01", "2017-12-31", "A")


def test_a_row_has_exactly_the_columns_of_its_table() -> None:
    for name, its_rows in dataset().tables.items():
        for row in its_rows:
            assert list(row) == [c for c in tables()[name].column_names if c in row], name
            if name != "runs":
                assert len(row) == len(tables()[name].columns), name


def test_the_printed_value_stays_when_a_rule_changes_the_value() -> None:
    row = rows.observation_row(flow_fact(3, 3, value="94", quality="corrected", rule_id="e-1"))
    assert (row["value_printed"], row["value_raw"], row["value"]) == ("924", Decimal(924), Decimal(94))
    assert (row["quality"], row["rule_id"]) == ("corrected", "e-1")


@pytest.mark.parametrize(
    ("value", "changes", "status"),
    [
        (Value("2", Decimal(2)), {}, "A"),
        (Value("ej mätbart", None, status="L"), {}, "L"),
        (Value("2", Decimal(2)), {"role": "forecast"}, "F"),
        (Value("", None, status="O"), {"role": "forecast"}, "O"),
    ],
)
def test_the_status_tells_whether_a_number_is_there_missing_or_about_the_future(
    value: Value, changes: dict[str, str], status: str
) -> None:
    assert rows.observation_row(prose_fact("o", "r", value, Y2017, **changes))["obs_status"] == status


def test_a_number_that_we_recovered_is_marked_as_imputed() -> None:
    fact = prose_fact("o", "r", Value("", None, status="O"), Y2017)
    assert rows.observation_row(replace(fact, quality="recovered", value=Decimal(4)))["obs_status"] == "I"


def test_a_number_without_period_or_place_has_empty_cells_there() -> None:
    row = rows.observation_row(prose_fact("o", "r", Value("2", Decimal(2)), None))
    assert [row[c] for c in ("period", "period_start", "freq", "row", "column", "bbox", "table_id")] == [None] * 7


def test_a_box_is_written_with_one_decimal() -> None:
    assert rows.box(BBox(50.04, 100, 130.06, 112.95)) == "50.0,100.0,130.1,113.0"
    assert rows.box(None) is None


def test_a_semicolon_that_is_printed_does_not_read_as_two_values() -> None:
    finding = replace(findings()[0], values=("28; av 39", "71,8 %"))
    assert rows.finding_row(finding)["values"] == "28, av 39;71,8 %"


def test_the_origin_of_a_rule_is_a_code_and_its_reason_stands_beside() -> None:
    edit = Edit("e", "r", "column_sum", "a = b", Decimal(0), "label: raden heter Totalt")
    row = rows.edit_row(edit)
    assert (row["origin"], row["evidence"]) == ("label", "raden heter Totalt")
    guessed = rows.edit_row(replace(edit, origin="the columns of outcome: most rows hold"))
    assert (guessed["origin"], guessed["evidence"]) == ("heuristic", "the columns of outcome: most rows hold")


@pytest.mark.parametrize(("reader", "page"), [("pdf-text", 3), ("ocr", 3), ("markdown", None), ("text", None)])
def test_a_table_stands_on_a_page_only_where_the_medium_has_pages(reader: str, page: int | None) -> None:
    document = Document("a.pdf", "a" * 64, "application/pdf", (Page(3, reader, ()),))  # type: ignore[arg-type]
    facts = ReportFacts(
        reports()[0], Extraction(document, (table(),)), Reading(table_kinds=("flow",)), table_ids=("t",)
    )
    assert rows.rows_of_report(facts, {})["tables"][0]["page"] == page


def test_the_time_that_reading_took_stands_with_the_run_and_not_with_the_report() -> None:
    (run,) = dataset().tables["runs"]
    assert [i["seconds"] for i in json.loads(str(run["inputs"]))] == [3.25, 2.5, 0.5, 0.01]
    assert json.loads(str(run["counts"]))["findings"] == 3
    assert all(r["seconds"] is None for r in dataset().tables["reports"])


def test_what_became_of_a_reports_numbers_stands_in_its_row_and_the_rest_in_unread() -> None:
    first, *_, failed = dataset().tables["reports"]
    counted = ("numbers", "numbers_used", "numbers_ignored", "numbers_not_understood")
    assert [first[c] for c in counted] == [200, 190, 8, 2]
    assert json.loads(str(first["ignored_by_reason"])) == {"year": 6, "page": 2}
    assert [failed[c] for c in counted] == [None] * 4
    assert [(u["text"], u["line"], u["kind"]) for u in dataset().tables["unread"]] == [
        ("67", 1300, "unread"),
        ("1 135", 1177, "unresolved"),
    ]


def test_the_converters_keep_the_contract() -> None:
    assert validate(dataset().tables) == []
