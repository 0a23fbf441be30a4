"""The whole run on small reports: what comes out, what fails alone, and what people decided."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

from corpus import decisions
from corpus.build import NotWrittenError, Options, Run, run
from corpus.reading import Progress


def backfill(given: Path, out: Path, **options: object) -> Run:
    return run([given], Options(out, jobs=1, **options))  # type: ignore[arg-type]  # options are named as in Options


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def participants(out: Path, intervention_id: str, gender: str = "T") -> dict[str, str]:
    (row,) = [
        r
        for r in rows(out, "observations")
        if (r["intervention_id"], r["measure"], r["gender"]) == (intervention_id, "participants", gender)
    ]
    return row


def digests(out: Path, leave_out: tuple[str, ...]) -> dict[str, str]:
    return {
        f.relative_to(out).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest()
        for f in sorted(out.rglob("*"))
        if f.is_file() and f.name not in leave_out
    }


def test_a_report_becomes_a_dataset_and_a_page(reports: Path, tmp_path: Path) -> None:
    told: list[Progress] = []
    out = tmp_path / "out"
    result = run([reports], Options(out, jobs=1), told.append)
    assert result.dataset == out
    assert result.report and result.report.is_file()
    assert participants(out, "lyra")["value"] == "38"
    (report,) = rows(out, "reports")
    assert (report["report_id"], report["federation_id"], report["period"]) == ("hbs-2022-annual", "hbs", "2022")
    assert (told[0].stage, told[-1].stage) == ("found", "write")


def test_the_same_reports_give_the_same_bytes(reports: Path, tmp_path: Path) -> None:
    backfill(reports, tmp_path / "one")
    backfill(reports, tmp_path / "two")
    # runs.* says when and how long; the workbook, the database and the descriptor hold or digest it too.
    leave_out = ("runs.csv", "runs.parquet", "facit.duckdb", "facit.xlsx", "datapackage.json", "index.html")
    assert digests(tmp_path / "one", leave_out) == digests(tmp_path / "two", leave_out)


def test_reports_are_read_at_the_same_time_with_the_same_result(reports: Path, tmp_path: Path) -> None:
    text = (reports / "hbs-2022.md").read_text(encoding="utf-8")
    (reports / "hbs-2021.md").write_text(text.replace("2022", "2021"), encoding="utf-8")
    run([reports], Options(tmp_path / "one", jobs=1))
    run([reports], Options(tmp_path / "two", jobs=2))
    assert rows(tmp_path / "one", "observations") == rows(tmp_path / "two", "observations")
    assert len(rows(tmp_path / "one", "reports")) == 2


def test_two_reports_of_one_period_have_two_ids(reports: Path, tmp_path: Path) -> None:
    text = (reports / "hbs-2022.md").read_text(encoding="utf-8")
    (reports / "again.md").write_text(text + "\nRättad version.\n", encoding="utf-8")
    backfill(reports, tmp_path / "out")
    ids = {r["report_id"] for r in rows(tmp_path / "out", "reports")}
    assert len(ids) == 2
    assert all(i.startswith("hbs-2022-annual-") for i in ids)


def test_a_file_that_cannot_be_read_fails_alone(reports: Path, tmp_path: Path) -> None:
    (reports / "empty.txt").touch()
    (reports / "letter.docx").write_bytes(b"PK\x03\x04 and so on")
    (reports / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Cat")
    result = backfill(reports, tmp_path / "out")
    assert sorted(Path(p.shown).name for p in result.problems) == ["cut.pdf", "empty.txt", "letter.docx"]
    assert all(p.message and "\n" not in p.message for p in result.problems)
    status = {r["file_name"]: r["status"] for r in rows(tmp_path / "out", "reports")}
    assert status["hbs-2022.md"] == "ok"
    assert list(status.values()).count("failed") == 3
    assert participants(tmp_path / "out", "lyra")["value"] == "38"


def test_a_password_stands_in_the_manifest(tmp_path: Path) -> None:
    pdfgen = pytest.importorskip("reportlab.pdfgen.canvas")
    page = pdfgen.Canvas(str(tmp_path / "locked.pdf"), encrypt="hemligt")
    for n, line in enumerate(["Samordningsförbundet HBS", "Årsredovisning 2019", "Lyra hade 38 deltagare under 2019."]):
        page.drawString(72, 760 - 20 * n, line)
    page.save()
    locked = backfill(tmp_path / "locked.pdf", tmp_path / "out")
    assert locked.dataset is None
    assert "password" in locked.problems[0].message
    (tmp_path / "reports.csv").write_text("file,password\nlocked.pdf,hemligt\n", encoding="utf-8")
    opened = backfill(tmp_path / "locked.pdf", tmp_path / "out")
    assert not opened.problems
    assert [r.federation_id for r in opened.reports] == ["hbs"]


def test_nothing_is_written_when_nothing_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    result = backfill(tmp_path / "empty.txt", tmp_path / "out")
    assert result.dataset is None
    assert list((tmp_path / "out").iterdir()) == []


def test_a_report_of_unknown_origin_is_read_all_the_same(tmp_path: Path) -> None:
    text = "| Insats | Antal deltagare |\n|---|---|\n| Bron | 12 |\n| Stegen | 7 |\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    result = backfill(tmp_path / "a.md", tmp_path / "out")
    (report,) = rows(tmp_path / "out", "reports")
    assert (report["federation_id"], report["period"]) == ("unknown", "")
    assert len([n for n in result.notes if "cannot be told" in n]) == 2


def test_an_unexpected_error_is_one_line_about_one_report(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import normalize.read  # noqa: PLC0415

    def broken(*_: object) -> None:
        raise KeyError("a fault of ours\nin two lines")

    monkeypatch.setattr(normalize.read, "read", broken)
    (problem,) = backfill(reports, tmp_path / "out").problems
    assert "KeyError" in problem.message
    assert "test_build.py" in problem.message
    assert "\n" not in problem.message


def decided(folder: Path, *lines: str) -> Path:
    path = folder / "decisions.csv"
    path.write_text("\n".join((",".join(decisions.COLUMNS), *lines)) + "\n", encoding="utf-8")
    return path


def test_a_decision_sets_a_value_and_what_is_printed_stays(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    backfill(reports, out)
    obs_id = participants(out, "lyra")["obs_id"]
    file = decided(tmp_path, f"value,{obs_id},set,39,38,Eva,2026-01-01,one was forgotten")
    backfill(reports, out, decisions=file)
    row = participants(out, "lyra")
    assert (row["value_printed"], row["value_raw"], row["value"], row["quality"]) == ("38", "38", "39", "corrected")
    (decision,) = rows(out, "decisions")
    assert row["decision_id"] == decision["decision_id"]
    assert decision["status"] == "applied"


def test_a_stale_decision_is_told_and_not_applied(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    backfill(reports, out)
    obs_id = participants(out, "lyra")["obs_id"]
    file = decided(tmp_path, f"value,{obs_id},set,39,37,Eva,2026-01-01,one was forgotten")
    result = backfill(reports, out, decisions=file)
    assert participants(out, "lyra")["value"] == "38"
    assert rows(out, "decisions")[0]["status"] == "stale"
    assert any("line 2 is stale" in note for note in result.notes)


def test_a_decision_about_a_name_is_remembered(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    file = decided(tmp_path, "name,hbs:START,same_as,start-ny,,Eva,2026-01-01,a new start")
    backfill(reports, out, decisions=file)
    assert participants(out, "start-ny")["value"] == "96"
    assert {n["method"] for n in rows(out, "names") if n["printed"] == "START"} == {"decision"}


def test_a_decision_that_nothing_is_about_is_said(reports: Path, tmp_path: Path) -> None:
    file = decided(tmp_path, "value,o-borta,set,1,2,Eva,2026-01-01,from another run")
    result = backfill(reports, tmp_path / "out", decisions=file)
    assert rows(tmp_path / "out", "decisions")[0]["status"] == "unused"
    assert any("was not used" in note for note in result.notes)


def test_the_run_says_what_it_read(reports: Path, tmp_path: Path) -> None:
    backfill(reports, tmp_path / "out")
    (row,) = rows(tmp_path / "out", "runs")
    assert json.loads(row["inputs"])[0]["file_name"] == "hbs-2022.md"


def test_an_out_that_is_a_file_is_told_before_reading(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(NotWrittenError, match="give another --out"):
        backfill(reports, tmp_path / "out")


def test_a_registry_of_ones_own_adds_an_association_and_its_interventions(tmp_path: Path) -> None:
    own = tmp_path / "registry"
    own.mkdir()
    (own / "federations.csv").write_text("federation_id,name,aliases,words\nljusdal,Samordningsförbundet Ljusdal,,\n")
    (own / "interventions.csv").write_text(
        "intervention_id,federation_id,preferred_name,kind,owner,first_year,last_year\nspanget,ljusdal,Spånget,individual,,,\n"
    )
    text = (
        "# Årsredovisning 2019\n\nSamordningsförbundet Ljusdal\n\n"
        "| Insats | Antal deltagare 2019 | Varav kvinnor | Varav män |\n|---|---|---|---|\n"
        "| Spånget-projektet | 12 | 7 | 5 |\n| Bron | 7 | 4 | 3 |\n| Totalt | 19 | 11 | 8 |\n"
    )
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    result = backfill(tmp_path / "a.md", tmp_path / "out", registry=own)
    assert [r.federation_id for r in result.reports] == ["ljusdal"]
    assert participants(tmp_path / "out", "spanget")["value"] == "12"
    new = [n for n in rows(tmp_path / "out", "names") if n["method"] == "new"]
    assert [n["intervention_id"] for n in new] == ["bron"]
