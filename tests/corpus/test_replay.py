"""Run, decide, run again: only what was decided differs, whatever order it was decided in and by whom."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from corpus import decision_csv
from corpus.build import Options, Run, run
from corpus.contract import tables

REPORT = """\
# Årsredovisning 2022

Samordningsförbundet Huddinge Botkyrka Salem

## Sammanfattning av deltagarflöden

| Insats | Antal deltagare 2022 | Varav kvinnor | Varav män | Antal nya deltagare 2022 |
|---|---|---|---|---|
| Lyra | 38 | 19 | 19 | 26 |
| START | 96 | 41 | 55 | 30 |
| Slussen | 47 | 30 | 71 | 12 |
| TOTALT | 181 | 90 | 91 | 68 |

## Lyra

Under 2022 deltog 39 personer i Lyra.

## Ekonomi

| tkr | Budget | Utfall | Avvikelse |
|---|---|---|---|
| Lyra | 1 200 | 1 240 | -40 |
| START | 2 000 | 1 890 | 110 |
| Slussen | 900 | 950 | -5 |
| Summa | 4 100 | 4 080 | 65 |
"""
"""71 men for 17; 38 or 39 people in Lyra; a deviation of -5 for -50, added up with the slip."""
Rows = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of one association; the second is clean, so that decisions about the first leave it alone."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "hbs-2022.md").write_text(REPORT, encoding="utf-8")
    clean = REPORT.replace("2022", "2023").replace("| 71 |", "| 17 |").replace("39 personer", "38 personer")
    clean = clean.replace("| -5 |", "| -50 |").replace("| 65 |", "| 20 |")
    (folder / "hbs-2023.md").write_text(clean, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def before(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset before anybody decided."""
    out = tmp_path_factory.mktemp("before")
    backfill(given, out)
    return out


def backfill(given: Path, out: Path, *decisions: Path) -> Run:
    return run([given], Options(out, decisions=decisions, jobs=1))


def rows(out: Path, table: str) -> Rows:
    """The rows of a table by its key, or by all that they hold where it has none."""
    key = tables()[table].key
    with (out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {"|".join(r[k] for k in key or r): r for r in csv.DictReader(file)}


def changed(one: Path, other: Path) -> dict[str, dict[str, set[str]]]:
    """table -> key of each row that differs -> the columns that do ('+' a row more, '-' one less); runs left out."""
    out: dict[str, dict[str, set[str]]] = {}
    for name in tables():
        if name == "runs":
            continue
        a, b = rows(one, name), rows(other, name)
        differing = {k: {c for c in a[k] if a[k][c] != b[k].get(c)} for k in a.keys() & b.keys() if a[k] != b[k]}
        differing |= {k: {"+"} for k in b.keys() - a.keys()} | {k: {"-"} for k in a.keys() - b.keys()}
        if differing:
            out[name] = differing
    return out


def digests(out: Path) -> dict[str, str]:
    """Everything but what says when it ran: `runs`, and what holds or digests it or the time."""
    leave_out = ("runs.csv", "runs.parquet", "facit.duckdb", "facit.xlsx", "datapackage.json", "index.html")
    files = (f for f in out.rglob("*") if f.is_file() and f.name not in leave_out)
    return {f.relative_to(out).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def finding(out: Path, kind: str, values: str = "") -> dict[str, str]:
    (found,) = [
        f
        for f in rows(out, "findings").values()
        if f["kind"] == kind and f["values"].startswith(values) and f["report_ids"] == "hbs-2022-annual"
    ]
    return found


def number(out: Path, printed: str, label: str) -> dict[str, str]:
    (found,) = [
        o
        for o in rows(out, "observations").values()
        if (o["value_printed"], o["row_label"], o["report_id"]) == (printed, label, "hbs-2022-annual")
    ]
    return found


def about(
    what: Mapping[str, str], decision: str, value: str = "", who: str = "Eva", when: str = "2026-11-02"
) -> list[str]:
    """A row of a decisions file about a finding or a number."""
    if "finding_id" in what:
        return ["finding", what["finding_id"], decision, value, what["values"], who, when, ""]
    return ["value", what["obs_id"], decision, value, what["value_printed"], who, when, "sett"]


def file(path: Path, *decided: Iterable[str]) -> Path:
    path.write_text(decision_csv.written([list(row) for row in decided]), encoding="utf-8")
    return path


def test_accepting_an_explanation_changes_its_number_and_nothing_else(
    given: Path, before: Path, tmp_path: Path
) -> None:
    after = tmp_path / "after"
    broken, cell = finding(before, "parts_sum"), number(before, "71", "Slussen")
    done = backfill(given, after, file(tmp_path / "d.csv", about(broken, "accepted", "1: 71 → 17")))
    (decision_id,) = rows(after, "decisions")
    assert changed(before, after) == {
        "observations": {cell["obs_id"]: {"value", "quality", "decision_id", "proposed"}}
        | contests_nothing(before, broken, cell),
        "findings": {broken["finding_id"]: {"status", "action", "decision_id"}},
        "decisions": {decision_id: {"+"}},
    }
    now = rows(after, "observations")[cell["obs_id"]]
    assert (now["value_printed"], now["value_raw"], now["value"], now["quality"]) == ("71", "71", "17", "corrected")
    assert now["decision_id"] == decision_id
    assert finding(after, "parts_sum")["status"] == "accepted"
    assert done.decisions.line == "Decisions: 1 applied."


def contests_nothing(out: Path, settled: Mapping[str, str], but: Mapping[str, str]) -> dict[str, set[str]]:
    """The numbers that only the settled finding contested."""
    contested = {
        o
        for f in rows(out, "findings").values()
        if f["severity"] == "error" and f["finding_id"] != settled["finding_id"]
        for o in f["obs_ids"].split(";")
    }
    mine = set(settled["obs_ids"].split(";")) - contested - {but.get("obs_id", "")}
    observed = rows(out, "observations")
    return {o: {"quality"} for o in mine if observed[o]["quality"] == "contested"}


def test_a_number_that_a_person_sets_settles_what_it_explains(given: Path, before: Path, tmp_path: Path) -> None:
    after = tmp_path / "after"
    cell, broken = number(before, "71", "Slussen"), finding(before, "parts_sum")
    backfill(given, after, file(tmp_path / "d.csv", about(cell, "set", "17")))
    settled = finding(after, "parts_sum")
    assert (settled["status"], settled["action"], settled["values"]) == ("accepted", "corrected", broken["values"])
    assert rows(after, "observations")[cell["obs_id"]]["decision_id"] == settled["decision_id"]
    assert {f["finding_id"] for f in rows(after, "findings").values()} == {
        f["finding_id"] for f in rows(before, "findings").values()
    }


def test_a_cause_that_broke_two_rows_settles_both(given: Path, before: Path, tmp_path: Path) -> None:
    after = tmp_path / "after"
    row, total = finding(before, "row_sum", "950"), finding(before, "row_sum", "4 080")
    backfill(given, after, file(tmp_path / "d.csv", about(row, "accepted", "1")))
    assert [finding(after, "row_sum", v)["status"] for v in ("950", "4 080")] == ["accepted", "accepted"]
    values = {number(after, p, label)["value"] for p, label in (("-5", "Slussen"), ("65", "Summa"))}
    assert values == {"-50", "20"}
    assert total["finding_id"] in rows(after, "findings")


def test_a_number_set_wrongly_leaves_a_finding_that_says_what_is_decided_and_what_is_printed(
    given: Path, before: Path, tmp_path: Path
) -> None:
    after = tmp_path / "after"
    cell = number(before, "71", "Slussen")
    backfill(given, after, file(tmp_path / "d.csv", about(cell, "set", "27")))
    left = [f for f in rows(after, "findings").values() if cell["obs_id"] in f["obs_ids"]]
    assert left
    assert all(f["status"] == "open" for f in left)
    assert any("27 är beslutat, i rapporten står 71" in f["message_sv"] for f in left)
    assert not any(cell["obs_id"] in f["explanations"] for f in left), "what a person decided is beyond doubt"


def test_a_number_kept_as_printed_is_never_suspected_again(given: Path, before: Path, tmp_path: Path) -> None:
    after = tmp_path / "after"
    cell = number(before, "71", "Slussen")
    assert cell["quality"] == "contested"
    backfill(given, after, file(tmp_path / "d.csv", about(cell, "keep")))
    assert rows(after, "observations")[cell["obs_id"]]["quality"] == "ok"
    assert not any(f'"cell": "{cell["obs_id"]}"' in f["explanations"] for f in rows(after, "findings").values())


@pytest.mark.parametrize(("decision", "left"), [("kept", ("kept", "ok")), ("unsure", ("open", "contested"))])
def test_a_finding_kept_contests_nothing_and_one_nobody_can_tell_stays_open(
    given: Path, before: Path, tmp_path: Path, decision: str, left: tuple[str, str]
) -> None:
    after = tmp_path / "after"
    told = finding(before, "table_vs_prose")
    backfill(given, after, file(tmp_path / "d.csv", about(told, decision)))
    now = finding(after, "table_vs_prose")
    status, quality = left
    (decided,) = rows(after, "decisions").values()
    assert (now["status"], now["decision_id"], decided["status"]) == (status, decided["decision_id"], "applied")
    observed = rows(after, "observations")
    assert {observed[o]["quality"] for o in now["obs_ids"].split(";")} == {quality}
    quiet = contests_nothing(before, told, {}) if decision == "kept" else {}
    assert changed(before, after) == {
        **({"observations": quiet} if quiet else {}),
        "findings": {now["finding_id"]: {"status", "decision_id"} if decision == "kept" else {"decision_id"}},
        "decisions": {decided["decision_id"]: {"+"}},
    }


def test_deciding_in_another_order_and_in_two_files_gives_the_same_bytes(
    given: Path, before: Path, tmp_path: Path
) -> None:
    decided = [
        about(finding(before, "parts_sum"), "accepted", "1"),
        about(finding(before, "row_sum", "950"), "accepted", "2"),
        about(lyra(before), "set", "38"),
        ["name", "hbs:START", "different", "lyra", "", "Eva", "2026-11-02", "två insatser"],
    ]
    backfill(given, tmp_path / "one", file(tmp_path / "all.csv", *decided))
    backfill(given, tmp_path / "two", file(tmp_path / "again.csv", *reversed(decided)))
    backfill(given, tmp_path / "three", file(tmp_path / "a.csv", *decided[2:]), file(tmp_path / "b.csv", *decided[:2]))
    assert digests(tmp_path / "one") == digests(tmp_path / "two") == digests(tmp_path / "three")
    assert {d["status"] for d in rows(tmp_path / "one", "decisions").values()} == {"applied"}


def lyra(out: Path) -> dict[str, str]:
    (found,) = [o for o in rows(out, "observations").values() if o["value_printed"] == "39"]
    return found


def test_a_second_run_with_the_same_decisions_gives_the_same_bytes(given: Path, before: Path, tmp_path: Path) -> None:
    decided = file(tmp_path / "d.csv", about(finding(before, "parts_sum"), "accepted", "1"))
    backfill(given, tmp_path / "one", decided)
    backfill(given, tmp_path / "two", decided)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_two_people_who_disagree_are_shown_both_and_neither_is_followed(
    given: Path, before: Path, tmp_path: Path
) -> None:
    after = tmp_path / "after"
    told = finding(before, "table_vs_prose")
    eva = file(tmp_path / "eva.csv", about(told, "kept"), about(finding(before, "parts_sum"), "accepted", "1"))
    ola = file(tmp_path / "ola.csv", about(told, "rejected", who="Ola"))
    done = backfill(given, after, eva, ola)
    assert finding(after, "table_vs_prose")["status"] == "open"
    assert finding(after, "parts_sum")["status"] == "accepted"
    assert sorted(d["status"] for d in rows(after, "decisions").values()) == ["applied", "disputed", "disputed"]
    (note,) = [n for n in done.notes if "contradict" in n]
    assert "eva.csv, line 2" in note
    assert "ola.csv, line 2" in note
    assert done.decisions.line == "Decisions: 1 applied, 2 disputed."


def test_an_explanation_and_another_number_for_its_cell_contradict_each_other(
    given: Path, before: Path, tmp_path: Path
) -> None:
    after = tmp_path / "after"
    broken, cell = finding(before, "parts_sum"), number(before, "71", "Slussen")
    decided = file(tmp_path / "d.csv", about(broken, "accepted", "1"), about(cell, "set", "27", who="Ola"))
    done = backfill(given, after, decided)
    assert rows(after, "observations")[cell["obs_id"]]["value"] == "71"
    assert {d["status"] for d in rows(after, "decisions").values()} == {"disputed"}
    assert any("contradict" in n for n in done.notes)


def test_ones_own_number_and_the_finding_accepted_go_together(given: Path, before: Path, tmp_path: Path) -> None:
    after = tmp_path / "after"
    broken, cell = finding(before, "parts_sum"), number(before, "71", "Slussen")
    backfill(given, after, file(tmp_path / "d.csv", about(broken, "accepted"), about(cell, "set", "16,5")))
    assert rows(after, "observations")[cell["obs_id"]]["value"] == "16.5"
    assert rows(after, "findings")[broken["finding_id"]]["status"] == "accepted"


def test_what_no_longer_fits_is_listed_and_not_applied(given: Path, before: Path, tmp_path: Path) -> None:
    after = tmp_path / "after"
    broken, cell = finding(before, "parts_sum"), number(before, "71", "Slussen")
    decided = file(
        tmp_path / "d.csv",
        about({**broken, "values": "72;17"}, "accepted", "1"),
        about(broken, "accepted", "7", who="Ola"),
        about({**cell, "value_printed": "72"}, "set", "17"),
        about({**cell, "obs_id": "o-0000000000000000"}, "set", "17"),
    )
    done = backfill(given, after, decided)
    assert changed(before, after).keys() == {"decisions"}
    assert sorted(d["status"] for d in rows(after, "decisions").values()) == ["stale", "stale", "stale", "unused"]
    notes = "\n".join(done.notes)
    assert "d.csv, line 2 is stale" in notes
    assert "the decision expected '72;17'" in notes
    assert "it has no explanation '7', it has '1: 71 → 17'" in notes
    assert "nothing in this run is o-0000000000000000" in notes


def test_a_corrected_report_makes_the_decisions_about_the_old_one_unused(
    given: Path, before: Path, tmp_path: Path
) -> None:
    after = tmp_path / "after"
    decided = file(tmp_path / "d.csv", about(number(before, "71", "Slussen"), "set", "17"))
    put_right = tmp_path / "hbs-2022.md"
    put_right.write_text(REPORT.replace("| 71 |", "| 17 |"), encoding="utf-8")
    done = backfill(put_right, after, decided)
    assert [d["status"] for d in rows(after, "decisions").values()] == ["unused"]
    assert any("was replaced by another file" in n for n in done.notes)


def test_a_row_that_cannot_be_used_is_told_and_the_others_are_applied(
    given: Path, before: Path, tmp_path: Path
) -> None:
    after = tmp_path / "after"
    broken = finding(before, "parts_sum")
    decided = file(tmp_path / "d.csv", ["finding", "f", "closed", "", "", "Eva", "2026", ""], about(broken, "accepted"))
    done = backfill(given, after, decided)
    assert finding(after, "parts_sum")["status"] == "accepted"
    assert done.decisions.unusable == 1
    assert any(n.startswith("d.csv, line 2: decision is 'closed'") for n in done.notes)
