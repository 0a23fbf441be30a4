"""The promise to the users of the data is kept, and broken rows are told apart by their place."""

from __future__ import annotations

import copy
import csv
import re
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from rows import dataset

from corpus import codebook, contract, store
from corpus.contract_docs import page
from corpus.records import Dataset

CONTRACT = Path(__file__).parents[3] / "shared/contract.md"
TYPES = {"string", "integer", "number", "boolean", "date", "json"}


def broken(table: str, changes: dict[str, object]) -> list[contract.Breach]:
    """The breaches of the sample with the first row of a table changed."""
    rows = copy.deepcopy(dataset().tables)
    rows[table][0] |= changes
    return contract.validate(rows)


def test_the_sample_keeps_the_contract() -> None:
    assert contract.validate(dataset().tables) == []


def test_an_empty_run_keeps_the_contract() -> None:
    assert contract.validate({}) == []


def test_every_name_in_the_contract_is_a_column_code_or_table_of_ours() -> None:
    if not CONTRACT.exists():
        pytest.skip("the contract as agreed on is not on this machine")
    text = CONTRACT.read_text(encoding="utf-8")
    for name, columns in _tables_named_in(text).items():
        ours = contract.tables()[name].column_names
        assert [c for c in columns if c not in ours] == [], name
    measures = text.split("## measures")[1].split("anything else")[0]
    listed = re.findall(
        r"\b[a-z]+(?:_[a-z0-9]+)+\b|\b(?:participants|referrals|offered|internship|age|education)\b", measures
    )
    listed += ["budget", "outcome", "deviation", "income", "cost", "result", "equity", "solidity", "asset", "liability"]
    assert sorted(set(listed) - set(contract.codelists()["measures"])) == []


def _tables_named_in(text: str) -> dict[str, list[str]]:
    """Columns by table as the contract writes them: a Markdown table, or a list in brackets or after a colon."""
    out: dict[str, list[str]] = {}
    for name in ("observations", "findings"):
        part = text.split(f"## {name} - ")[1].split("\n## ", maxsplit=1)[0]
        first = re.findall(r"^\| ([a-z_, ]+) \|", part, re.M)
        out[name] = [c for cell in first for c in cell.split(", ") if c != "column"]
    goals = text.split("## goals - ")[1].split("\n", 1)[1].split(". A goal without", maxsplit=1)[0]
    out["goals"] = re.findall(r"[a-z_]+", re.sub(r"\([^)]*\)", "", goals))
    for name in ("tables", "cells"):
        columns = re.search(rf"^{name}: (.*)\.$", text, re.M)
        assert columns
        out[name] = re.findall(r"[a-z_]+", re.sub(r"\([^)]*\)", "", columns[1]))
    rest = text.split("## the rest")[1].split("## measures", maxsplit=1)[0].replace("\n", " ")
    for name, inside in re.findall(r"\b(edits|names|interventions|relations|reports|breaks|runs) \(([^)]*)\)", rest):
        out[name] = [re.match(r"\s*([a-z_0-9]+)", c)[1] for c in re.split(r"[,;]", re.sub(r": [^;)]*", "", inside))]  # type: ignore[index]
    return out


def test_the_files_of_the_contract_are_consistent() -> None:
    lists, tables = contract.codelists(), contract.tables()
    for spec in tables.values():
        assert set(spec.key) | set(spec.order) <= set(spec.column_names)
        assert all(c.required for c in spec.columns if c.name in spec.key), spec.name
        for c in spec.columns:
            assert c.type in TYPES
            assert c.codes in {"", *lists}
            assert c.pattern in {"", *contract.PATTERNS}
            assert c.description_sv and c.description_en
            if c.references:
                table, column = c.references.split(".")
                assert tables[table].key == (column,)


def test_every_code_has_a_label_in_both_languages_and_stands_once() -> None:
    for name, codes in contract.codelists().items():
        path = Path(contract.__file__).parent / "data" / "codelists" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            assert [r["code"] for r in csv.DictReader(file)] == list(codes), name
        assert all(c.label_sv and c.label_en for c in codes.values()), name


def test_every_measure_is_explained_in_both_languages_and_no_code_in_one_only() -> None:
    for name, codes in contract.codelists().items():
        one = [c.code for c in codes.values() if bool(c.description) != bool(c.description_sv)]
        assert one == [], name
    measures = contract.codelists()["measures"].values()
    assert [m.code for m in measures if len(m.description) < 15 or len(m.description_sv) < 15] == []
    assert [m.code for m in measures if m.description_sv in (m.description, m.label_sv)] == []


def test_every_code_list_has_a_title_in_both_languages() -> None:
    assert list(contract.codelist_titles()) == list(contract.codelists())
    assert all(all(titles) for titles in contract.codelist_titles().values())


def test_the_codebook_page_is_made_of_the_contract() -> None:
    """Write it anew with: python -m corpus.codebook docs/codebook.md"""
    written = Path(__file__).parents[2] / "docs" / "codebook.md"
    assert written.read_text(encoding="utf-8") == codebook.page()
    entries = {(e.kind, e.part, e.name) for e in codebook.entries()}
    assert ("code", "measures", "exit_jobbtorg") in entries
    assert ("column", "observations", "value_printed") in entries


@pytest.mark.parametrize(
    ("table", "changes", "column", "expected"),
    [
        ("observations", {"measure": "deltagare"}, "measure", "a code of measures"),
        ("observations", {"measure": "other:Stora Bokstäver"}, "measure", "a code of measures"),
        ("observations", {"gender": "F"}, "gender", "a code of genders: T, K, M, A"),
        ("observations", {"period": "2017-H3"}, "period", "a period such as"),
        ("observations", {"period_start": "2017-02-30"}, "period_start", "a date such as"),
        ("observations", {"period_start": "2018-01-01"}, "period_start", "a day not after period_end"),
        ("observations", {"value": "11"}, "value", "a finite number"),
        ("observations", {"value_raw": Decimal("NaN"), "value": Decimal("NaN")}, "value", "a finite number"),
        ("observations", {"value": Decimal(12)}, "value", "a rule_id or decision_id"),
        ("observations", {"value": None, "value_raw": None}, "obs_status", "a status that says why"),
        ("observations", {"report_id": "hbs-1999"}, "report_id", "a value of reports.report_id"),
        ("observations", {"intervention_id": "okänd"}, "intervention_id", "a value of interventions"),
        ("observations", {"rule_id": "e-9"}, "rule_id", "a value of edits.edit_id"),
        ("observations", {"line": 0}, "line", "at least 1"),
        ("observations", {"line": 12.0}, "line", "a whole number"),
        ("observations", {"confidence": 1.5}, "confidence", "at most 1"),
        ("observations", {"bbox": "1,2,3"}, "bbox", "a box x0,top,x1,bottom"),
        ("observations", {"quote": "\udce4"}, "quote", "lone surrogates"),
        ("observations", {"obs_id": ""}, "obs_id", "the column is required"),
        ("observations", {"obs_id": "o-flow-2-2"}, "obs_id", "one row for each obs_id"),
        ("observations", {"kön": "T"}, "kön", "no such column"),
        ("findings", {"explanations": "inga"}, "explanations", "JSON"),
        ("findings", {"explanations": "{}"}, "explanations", "a JSON list of objects"),
        ("findings", {"explanations": '[{"slip": "typo"}]'}, "explanations", "slips"),
        ("findings", {"obs_ids": "o-flow-1-1;o-borta"}, "obs_ids", "a value of observations.obs_id"),
        ("findings", {"severity": "fatal"}, "severity", "a code of severities"),
        ("cells", {"row": 9}, "row", "a cell within its table, which has 5 rows"),
        ("cells", {"is_header": 1}, "is_header", "True or False"),
        ("unread", {"kind": "unknown"}, "kind", "a code of unread_kinds"),
        ("unread", {"report_id": "hbs-1999"}, "report_id", "a value of reports.report_id"),
        ("reports", {"sha256": "ABC"}, "sha256", "a SHA-256 sum"),
    ],
)
def test_a_broken_row_is_told_with_table_row_column_and_what_was_expected(
    table: str, changes: dict[str, object], column: str, expected: str
) -> None:
    found = [b for b in broken(table, changes) if b.column == column and b.table == table]
    assert found, "the broken row passed"
    assert any(expected in b.expected for b in found)
    assert all(b.row for b in found)
    assert column in str(found[0]) and repr(found[0].value) in str(found[0])


def test_a_table_that_is_not_in_the_contract_is_told() -> None:
    assert [b.table for b in contract.validate({"observation": []})] == ["observation"]


def test_a_code_of_our_own_making_is_taken_for_a_measure_only_as_an_english_slug() -> None:
    assert broken("observations", {"measure": "other:programme_fidelity"}) == []
    assert contract.is_code("measures", "participants")
    assert not contract.is_code("measures", "other:")
    assert not contract.is_code("genders", "other:x")


def test_the_error_names_the_first_rows_and_how_many_more_there_are() -> None:
    rows = copy.deepcopy(dataset().tables)
    for row in rows["observations"]:
        row["unit"] = "kilo"
    error = contract.ContractError(contract.validate(rows))
    assert len(error.breaches) == len(rows["observations"])
    assert f"and {len(error.breaches) - 10} more" in str(error)
    assert "'kilo'" in str(error)


def test_the_page_about_the_dataset_is_the_contract_that_is_checked() -> None:
    """Write it anew with: python -m corpus.contract_docs docs/contract.md"""
    written = Path(__file__).parents[2] / "docs" / "contract.md"
    assert written.read_text(encoding="utf-8") == page()
    for spec in contract.tables().values():
        assert f"### {spec.name}\n" in page()


def test_the_page_tells_every_column_of_the_view_series(tmp_path: Path) -> None:
    store.write(Dataset(), tmp_path)
    with duckdb.connect(str(tmp_path / store.DATABASE), read_only=True) as connection:
        columns = [row[0] for row in connection.execute("DESCRIBE series").fetchall()]
    part = page().split("## The view `series`")[1].split("## Tables", maxsplit=1)[0]
    told = {name for cell in re.findall(r"^\| ([a-z_, ]+) \|", part, re.M) for name in cell.split(", ")} - {"column"}
    assert set(columns) == told
