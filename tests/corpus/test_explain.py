"""From a number back to its cell or sentence, its words and its rules; and how a person gets at the id of a number."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.build import Options, run
from corpus.exit_codes import ExitCode
from corpus.explain import Explained, ExplainError, explain
from corpus.explain_text import amount, as_json, found_lines, lines
from corpus.search import search

if TYPE_CHECKING:
    from tests.conftest import Facit

REPORT = """\
# Årsredovisning 2022

Samordningsförbundet Huddinge Botkyrka Salem

## Sammanfattning av deltagarflöden

| Insats | Antal deltagare 2022 | Varav kvinnor | Varav män | Antal nya deltagare 2022 |
|---|---|---|---|---|
| Lyra | 38 | 19 | 19 | 26 |
| START | 1 096 | 541 | 555 | 30 |
| TOTALT | 1 134 | 560 | 574 | 56 |

## Lyra

Under året har 27 nya deltagare skrivits in på Lyra. Av dem var 61 % kvinnor.
"""


def observations(out: Path) -> list[dict[str, str]]:
    with (out / "observations.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of one report that gives Lyra's new participants twice, and a decision about one other number."""
    folder = tmp_path_factory.mktemp("explain")
    (folder / "reports").mkdir()
    (folder / "reports" / "hbs-2022.md").write_text(REPORT, encoding="utf-8")
    run([folder / "reports"], Options(folder / "first", jobs=1))
    men = next(o for o in observations(folder / "first") if (o["value_printed"], o["gender"]) == ("555", "M"))
    (folder / "decisions.csv").write_text(
        "kind,target_id,decision,value,expected_printed,who,when,why\n"
        f"value,{men['obs_id']},set,556,555,Eva Ek,2026-11-02,checked against the paper\n",
        encoding="utf-8",
    )
    run([folder / "reports"], Options(folder / "out", decisions=folder / "decisions.csv", jobs=1))
    return folder / "out"


def only(dataset: Path, **wanted: str) -> Explained:
    """The one number with these columns, explained."""
    (found,) = (o for o in observations(dataset) if all(o[k] == v for k, v in wanted.items()))
    return explain(dataset, found["obs_id"])


@pytest.fixture(scope="module")
def printed_26(dataset: Path) -> Explained:
    return only(dataset, value_printed="26")


def test_a_number_of_a_table_is_walked_back_to_its_cell(printed_26: Explained) -> None:
    assert printed_26.report["file_name"] == "hbs-2022.md"
    assert printed_26.table
    assert printed_26.table["kind"] == "flow"
    assert printed_26.cell
    assert (printed_26.cell["text"], printed_26.cell["line"]) == ("26", 9)
    assert [c["text"] for c in printed_26.row_cells] == ["Lyra", "38", "19", "19", "26"]
    assert printed_26.observation["header_path"] == "Antal nya deltagare 2022"


def test_each_word_is_told_with_the_text_it_was_found_in(dataset: Path, printed_26: Explained) -> None:
    said = {(w.facet, w.code, w.form): w for w in printed_26.words}
    measure = said["measure", "new_participants", "antal nya deltagare"]
    assert measure.found_in == ("heading",)
    assert measure.taken
    women = only(dataset, value_printed="541")
    assert [(w.form, w.found_in) for w in women.words if w.facet == "gender"] == [("varav kvinnor", ("heading",))]
    total = only(dataset, value_printed="56")
    assert [w.found_in for w in total.words if w.facet == "total"] == [("row label",)]


def test_a_word_that_another_overruled_is_told_as_such(tmp_path: Path) -> None:
    """The title says that people left, the heading says where to: the heading is nearer."""
    report = """\
# Årsredovisning 2022

Samordningsförbundet Huddinge Botkyrka Salem

## Avslutade deltagare och avslutsorsaker

| Insats | Antal nya deltagare 2022 | Till arbete |
|---|---|---|
| Lyra | 9 | 4 |
| START | 12 | 7 |
"""
    (tmp_path / "report.md").write_text(report, encoding="utf-8")
    run([tmp_path / "report.md"], Options(tmp_path / "out", jobs=1))
    found = only(tmp_path / "out", value_printed="7")
    measures = {w.code: (w.found_in, w.taken) for w in found.words if w.facet == "measure"}
    assert measures == {"exit_work": (("heading",), True), "exited_participants": (("title",), False)}
    assert "'avslutade deltagare', in the title, overruled by another" in "\n".join(lines(found))


def test_a_measure_that_arithmetic_decided_is_told_with_its_sum(tmp_path: Path) -> None:
    """'Inskrivna' are all in some reports and the new ones in others: here the flow adds up only with new ones."""
    report = """\
# Årsredovisning 2022

Samordningsförbundet Huddinge Botkyrka Salem

## Deltagarflöden

| Insats | Ingående deltagare | Inskrivna | Avslutade deltagare | Utgående deltagare |
|---|---|---|---|---|
| Lyra | 12 | 9 | 4 | 17 |
| START | 30 | 11 | 7 | 34 |
| Novum | 20 | 5 | 8 | 17 |
"""
    (tmp_path / "report.md").write_text(report, encoding="utf-8")
    run([tmp_path / "report.md"], Options(tmp_path / "out", jobs=1))
    found = only(tmp_path / "out", value_printed="11")
    assert found.observation["measure"] == "new_participants"
    text = "\n".join(lines(found))
    assert "decided by arithmetic: carried in + enrolled - exited = carried out in 3 of 3 rows" in text
    assert "no vocabulary row says so" not in text.partition("gender  ")[0]


def test_how_the_printed_name_became_the_intervention_is_told(printed_26: Explained) -> None:
    assert printed_26.intervention
    assert printed_26.intervention["preferred_name"] == "Lyra"
    assert [(n["printed"], n["method"]) for n in printed_26.names] == [("Lyra", "exact")]


def test_the_same_fact_in_a_sentence_is_told_as_another_place(dataset: Path, printed_26: Explained) -> None:
    assert [(o["value"], o["source"]) for o in printed_26.elsewhere] == [(27.0, "prose")]
    back = explain(dataset, printed_26.elsewhere[0]["obs_id"])
    assert [o["obs_id"] for o in back.elsewhere] == [printed_26.observation["obs_id"]]
    assert back.table is None
    assert back.cell is None
    assert back.observation["quote"] == "Under året har 27 nya deltagare skrivits in på Lyra."


def test_a_share_is_not_another_place_of_a_count(dataset: Path) -> None:
    """61 % women is the same measure of the same intervention, and still no other print of how many they are."""
    share = only(dataset, unit="percent")
    assert share.elsewhere == ()


def test_rules_and_findings_that_name_the_number_are_told(printed_26: Explained) -> None:
    (finding,) = printed_26.findings
    assert finding["kind"] == "table_vs_prose"
    assert printed_26.observation["obs_id"] in finding["obs_ids"]
    verdicts = {check["kind"]: check["broken"] for check in printed_26.checks}
    assert verdicts["table_vs_prose"] is True
    assert verdicts["column_sum"] is False


def test_the_decision_that_changed_a_value_is_told(dataset: Path) -> None:
    found = only(dataset, value_printed="555", gender="M")
    assert (found.observation["value_raw"], found.observation["value"]) == (555.0, 556.0)
    assert found.decision
    assert (found.decision["who"], found.decision["why"]) == ("Eva Ek", "checked against the paper")
    text = "\n".join(lines(found))
    assert "'555', as a number 555" in text
    assert "by Eva Ek, 2026-11-02: checked against the paper" in text


def test_the_text_for_people_says_it_all(printed_26: Explained) -> None:
    text = "\n".join(lines(printed_26))
    for said in (
        "26 persons, new_participants of lyra, gender T, actual, 2022",
        "line 9",
        "Lyra | 38 | 19 | 19 | [26]",
        "measure:new_participants ← 'antal nya deltagare', in the heading",
        "no gender is named there",
        "nothing: the value is what is printed",
        "broken    table_vs_prose",
        "differs  o-",
    ):
        assert said in text
    assert "None" not in text


def test_every_number_of_the_dataset_can_be_explained(dataset: Path) -> None:
    for seen in observations(dataset):
        found = explain(dataset, seen["obs_id"])
        assert next(iter(lines(found))).startswith(seen["obs_id"])
        assert json.loads(json.dumps(as_json(found)))["observation"]["period_start"] == "2022-01-01"
        if found.table:
            assert found.cell
            assert found.cell["text"] == seen["value_printed"]


def test_the_beginning_of_an_id_is_enough_when_it_is_the_only_one(dataset: Path, printed_26: Explained) -> None:
    ids = [o["obs_id"] for o in observations(dataset)]
    whole = printed_26.observation["obs_id"]
    short = next(whole[:n] for n in range(3, 18) if sum(i.startswith(whole[:n]) for i in ids) == 1)
    assert explain(dataset, short) == printed_26
    assert explain(dataset, short.removeprefix("o-").upper()) == printed_26


def test_a_beginning_that_several_ids_share_lists_them(dataset: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(dataset, tmp_path / "copy")
    for file in copy.glob("*.parquet"):
        file.unlink()
    ids = sorted(o["obs_id"] for o in observations(copy))
    text = (copy / "observations.csv").read_text(encoding="utf-8")
    text = text.replace(ids[0], "o-abc1").replace(ids[1], "o-abc2").replace(ids[2], "o-abc12")
    (copy / "observations.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ExplainError, match="3 ids begin with 'o-abc', give more of it: o-abc1, o-abc12, o-abc2"):
        explain(copy, "o-abc")
    assert explain(copy, "o-abc1").observation["obs_id"] == "o-abc1"


@pytest.mark.parametrize("given", ["o-nothing", "", "o-", "g-123", "("])
def test_an_id_that_is_not_there_says_how_to_list_ids(dataset: Path, given: str) -> None:
    with pytest.raises(ExplainError, match="--find TEXT lists numbers with their ids"):
        explain(dataset, given)


def test_a_folder_that_is_no_dataset_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExplainError, match="there is no such folder; give the folder that facit backfill wrote"):
        explain(tmp_path / "nowhere", "o-1")
    with pytest.raises(ExplainError, match=r"neither observations\.parquet nor observations\.csv"):
        search(tmp_path, "Lyra")
    (tmp_path / "observations.parquet").write_bytes(b"no table")
    with pytest.raises(ExplainError, match="its table observations cannot be read"):
        search(tmp_path, "Lyra")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("26", ["26"]),
        ("1096", ["1 096"]),
        ("1 096", ["1 096"]),
        ("Lyra 2022 new_participants", ["26", "27", "61 %"]),
        ("lyra kvinnor 19", ["19"]),
        ("skrivits in", ["27"]),
        ("START ANTAL NYA", ["30"]),
        ("har 27 nya", ["27"]),
        ("Lyra 999", []),
        ("6", []),
    ],
)
def test_words_and_figures_find_numbers(dataset: Path, text: str, values: list[str]) -> None:
    assert sorted(row["value_printed"] for row in search(dataset, text)) == values


def test_a_search_without_a_word_is_told(dataset: Path) -> None:
    with pytest.raises(ExplainError, match="no letter or figure to look for"):
        search(dataset, " . ")


def test_long_lists_say_how_much_is_left_out(dataset: Path) -> None:
    rows = search(dataset, "2022")
    assert list(found_lines(rows, most=2))[-1] == (
        f"... and {len(rows) - 2} more; add a word, a figure or a year to narrow it down"
    )
    assert len(list(found_lines(rows[:2], most=2))) == 2


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ({"value": 13.0, "unit": "persons"}, "13 persons"),
        ({"value": 29.4, "unit": "percent", "numerator": 5.0, "denominator": 17.0}, "29.4 percent (5 of 17)"),
        ({"value": 30.0, "unit": "percent", "qualifier": "at_least"}, "at least 30 percent"),
        ({"value": None, "unit": "persons"}, "no value"),
    ],
)
def test_how_an_amount_is_written(row: dict[str, object], shown: str) -> None:
    empty = dict.fromkeys(("value", "unit", "qualifier", "numerator", "denominator"))
    assert amount({**empty, **row}) == shown


def test_the_command_shows_and_finds(facit: Facit, dataset: Path, printed_26: Explained) -> None:
    found = facit("explain", dataset, "--find", "Lyra 26")
    assert found.returncode == ExitCode.OK, found.stderr
    obs_id = found.stdout.split()[0]
    assert obs_id == printed_26.observation["obs_id"]
    shown = facit("explain", dataset, obs_id)
    assert shown.stdout.splitlines() == list(lines(printed_26))
    told = json.loads(facit("explain", dataset, obs_id, "--json").stdout)
    assert told["words"][0] == {
        "facet": "measure",
        "code": "new_participants",
        "form": "antal nya deltagare",
        "found_in": ["heading"],
        "taken": True,
    }
    listed = json.loads(facit("explain", dataset, "--find", "Lyra 26", "--json").stdout)
    assert [o["obs_id"] for o in listed] == [obs_id]


def test_a_search_that_finds_nothing_is_no_error(facit: Facit, dataset: Path) -> None:
    done = facit("explain", dataset, "--find", "Andromeda")
    assert (done.returncode, done.stdout) == (ExitCode.OK, "No number of this dataset fits 'Andromeda'.\n")
    assert json.loads(facit("explain", dataset, "--find", "Andromeda", "--json").stdout) == []


@pytest.mark.parametrize("arguments", [(), ("o-1", "--find", "Lyra"), ("o-nothing",)])
def test_wrong_use_is_one_line(facit: Facit, dataset: Path, arguments: tuple[str, ...]) -> None:
    done = facit("explain", dataset, *arguments)
    assert done.returncode == ExitCode.USAGE
    assert len(done.stderr.splitlines()) == 1
    assert "--find TEXT" in done.stderr
