"""Another association's words come in a file: the example of the documents is read, and what is wrong is told."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus import taught
from corpus.build import Options, run
from corpus.contract import is_code
from corpus.exit_codes import ExitCode
from corpus.inspect import inspect
from normalize import vocabulary
from normalize.vocabulary import COLUMNS, VocabularyError

if TYPE_CHECKING:
    from tests.conftest import Facit

PAGE = (Path(__file__).parent.parent / "docs" / "vocabulary.md").read_text(encoding="utf-8")
BUILT_IN = [row for _, row in vocabulary.rows_of(None)]
CLASSES = vocabulary.classes_of(BUILT_IN)
HEADER = ",".join(COLUMNS)


def block(language: str, opening: str) -> str:
    """The block of docs/vocabulary.md's example in a language that opens with a line."""
    example = PAGE.partition("## An example")[2]
    (found,) = (b for b in re.findall(rf"```{language}\n(.*?)```", example, re.DOTALL) if b.startswith(opening))
    return str(found)


def documented(section: str) -> dict[str, list[str]]:
    """First cell of each row of a section's table -> its cells."""
    text = PAGE.partition(f"## {section}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in text.splitlines() if line.startswith("| `")]
    return {cells[0].strip(" `"): [c.strip() for c in cells] for cells in rows}


def words(folder: Path, *rows: str) -> Path:
    path = folder / "words.csv"
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return path


@pytest.fixture
def norrviken(tmp_path: Path) -> Path:
    """The folder of the documents' example: reports/, registry/, words.csv."""
    for name in ("reports", "registry"):
        (tmp_path / name).mkdir()
    (tmp_path / "reports" / "norrviken.md").write_text(block("markdown", "# Årsredovisning"), encoding="utf-8")
    (tmp_path / "registry" / "federations.csv").write_text(block("csv", "federation_id"), encoding="utf-8")
    (tmp_path / "words.csv").write_text(block("csv", "facet"), encoding="utf-8")
    return tmp_path


def observations(folder: Path, vocabulary: Path | None) -> list[dict[str, str]]:
    """What a run over the example's report puts into the dataset."""
    out = folder / "out"
    run([folder / "reports"], Options(out, registry=folder / "registry", jobs=1, vocabulary=vocabulary))
    return rows(out, "observations")


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_without_its_words_a_report_is_not_guessed_at(norrviken: Path) -> None:
    found = observations(norrviken, None)
    assert {o["measure"] for o in found} == {"other:unresolved"}
    assert [t["kind"] for t in rows(norrviken / "out", "tables")] == ["other", "other"]
    assert rows(norrviken / "out", "runs")[0]["vocabulary"] == ""


def test_with_its_words_every_number_of_the_made_up_association_is_understood(norrviken: Path) -> None:
    found = observations(norrviken, norrviken / "words.csv")
    flow = {
        (o["intervention_id"], o["measure"], o["gender"], o["value"])
        for o in found
        if o["source"] == "table" and o["table_id"].endswith("t01")
    }
    assert flow == {
        *(("fyren", "new_participants", g, n) for g, n in (("T", "42"), ("K", "24"), ("M", "18"))),
        *(("hamnplan", "new_participants", g, n) for g, n in (("T", "30"), ("K", "11"), ("M", "19"))),
        *(("_all", "new_participants", g, n) for g, n in (("T", "72"), ("K", "35"), ("M", "37"))),
        *((who, "exited_participants", "T", n) for who, n in (("fyren", "17"), ("hamnplan", "12"), ("_all", "29"))),
    }
    prose = {(o["intervention_id"], o["measure"], o["value"]) for o in found if o["source"] == "prose"}
    assert prose == {("fyren", "new_participants", "42"), ("fyren", "exited_participants", "17")}
    assert {o["federation_id"] for o in found} == {"norrviken"}
    assert {o["period"] for o in found} == {"2023"}


def test_with_its_words_goals_are_paired_and_rated(norrviken: Path) -> None:
    observations(norrviken, norrviken / "words.csv")
    goals = {g["intervention_id"]: g for g in rows(norrviken / "out", "goals")}
    assert (goals["fyren"]["target_value"], goals["fyren"]["result_value"], goals["fyren"]["rating"]) == (
        "40",
        "42",
        "good",
    )
    assert (goals["hamnplan"]["result_value"], goals["hamnplan"]["result_status"]) == ("", "L")
    assert goals["hamnplan"]["rating"] == "not_met"


def test_the_run_says_which_words_were_used(norrviken: Path) -> None:
    observations(norrviken, norrviken / "words.csv")
    said = json.loads(rows(norrviken / "out", "runs")[0]["vocabulary"])
    digest = hashlib.sha256((norrviken / "words.csv").read_bytes()).hexdigest()
    assert said == {"file_name": "words.csv", "sha256": digest}


def test_the_words_reach_every_process(norrviken: Path, facit: Facit) -> None:
    """Two reports on two processes are read with the same words as one."""
    first = (norrviken / "reports" / "norrviken.md").read_text(encoding="utf-8")
    (norrviken / "reports" / "norrviken-2022.md").write_text(first.replace("2023", "2022"), encoding="utf-8")
    given = ("--registry", "registry", "--vocabulary", "words.csv")
    done = facit("backfill", "reports", "--out", "out", "--jobs", 2, *given)
    assert done.returncode == ExitCode.OK, done.stderr
    found = rows(norrviken / "out", "observations")
    assert "other:unresolved" not in {o["measure"] for o in found}
    assert {o["period"] for o in found} == {"2022", "2023"}


def test_inspect_shows_at_once_whether_the_words_help(norrviken: Path) -> None:
    report = norrviken / "reports" / "norrviken.md"
    kinds = [
        [t["kind"] for t in inspect(report, vocabulary=given)["tables"]]  # type: ignore[attr-defined]  # JSON values
        for given in (None, norrviken / "words.csv")
    ]
    assert kinds == [["other", "other"], ["flow", "goals"]]


def test_a_users_word_goes_before_the_built_in_one(tmp_path: Path) -> None:
    path = words(tmp_path, "rating,partly,godtagbart,any,", "measure,new_participants,inskrivna deltagare,any,")
    known = vocabulary.load(path)
    assert known.code("Godtagbart", "rating") == "partly"
    assert vocabulary.load().code("Godtagbart", "rating") == "acceptable"
    best = known.best("inskrivna deltagare", "measure")
    assert best is not None
    assert best.entry.code == "new_participants"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("measure,particpants,ombord,any,", "row 2: there is no measure 'particpants'; the nearest are participants, "),
        ("measure,Nya deltagare,ombord,any,", "the nearest are new_participants, "),
        ("measure,other:Två ord,ombord,any,", "what has no code is other:<slug>"),
        ("gender,W,tjejer,any,", "there is no gender 'W'; it must be one of T, K, M, A"),
        ("rating,bra,i hamn,any,", "there is no rating 'bra'; it must be one of very_good, good,"),
        ("unit,kr,kronor,any,", "there is no unit 'kr'; it must be one of persons, percent,"),
        ("role,plan,plan,any,", "there is no role 'plan'"),
        ("status,X,inget,any,", "there is no status 'X'"),
        ("heading,aims,våra mål,prose,", "there is no heading 'aims'; it must be one of goals, results,"),
        ("number_word,tretton,tretton,prose,", "the code of a number_word is a whole number, not 'tretton'"),
        ("measur,cost,ombord,any,", "there is no facet 'measur'; the facets are measure, gender,"),
        ("measure,cost,ombord,rubrik,", "where is 'rubrik'; it must be one of any, "),
        ("measure,cost,om*bord,any,", "'*' may only end a word"),
        ("measure,cost,.. ombord,any,", "it stands between two words"),
        ("measure,cost,*,any,", "holds no letter or figure to look for"),
        ("measure,cost,år {år},any,", "{year} is a word of its own"),
        ("measure,,ombord,any,", "row 2: facet, code and form must be filled"),
        ("measure,cost,ombord, på,any,", "row 2: more cells than the first line; put quotes around"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_the_way_out(tmp_path: Path, row: str, told: str) -> None:
    with pytest.raises(VocabularyError) as error:
        taught.read(words(tmp_path, row))
    assert told in str(error.value)
    assert str(error.value).startswith(str(tmp_path / "words.csv"))


def test_every_wrong_row_is_told_at_once(tmp_path: Path) -> None:
    path = words(
        tmp_path, "gender,W,tjejer,any,", "", "gender,K,flickor,any,", "gender,M,Flickor,any,", "role,x,y,any,"
    )
    with pytest.raises(VocabularyError) as error:
        taught.read(path)
    lines = str(error.value).splitlines()
    assert [re.sub(r".*row (\d+):.*", r"\1", line) for line in lines] == ["2", "5", "6"]
    assert "'Flickor' is 'K' in row 4; keep one of the two rows" in lines[1]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"facet;code;form;where;note\n", "save it with commas between the cells"),
        ("facet,code,form,where,note\nmeasure,cost,f\u00f6rlust,any,\n".encode("latin-1"), "not UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_ends_as_wrong_use(
    facit: Facit, reports: Path, tmp_path: Path, content: bytes | None, told: str
) -> None:
    if content is not None:
        (tmp_path / "words.csv").write_bytes(content)
    for command in (("backfill", reports, "--out", "out"), ("inspect", reports / "hbs-2022.md")):
        done = facit(*command, "--vocabulary", "words.csv")
        assert done.returncode == ExitCode.USAGE
        assert done.stderr.startswith("words.csv: ")
        assert told in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_the_built_in_words_keep_the_rules_of_the_file() -> None:
    own = vocabulary.load()
    wrong = [
        (row, what)
        for row in BUILT_IN
        if (what := vocabulary.wrong_with(row, BUILT_IN, CLASSES) or taught.wrong_code(row["facet"], row["code"], own))
    ]
    assert wrong == []


def test_every_facet_and_place_of_the_built_in_words_is_documented() -> None:
    facets, places = documented("Facets"), documented("Where")
    assert {row["facet"] for row in BUILT_IN} == set(facets)
    assert {row["where"] for row in BUILT_IN} - set(places) == set()
    assert {where for cells in facets.values() for where in re.findall(r"`([^`]+)`", cells[3])} == set(places)
    pairs = {(row["facet"], row["where"]) for row in BUILT_IN}
    assert [(facet, where) for facet, where in sorted(pairs) if f"`{where}`" not in facets[facet][3]] == []


@pytest.mark.parametrize("facet", sorted(documented("Facets")))
def test_the_example_of_every_facet_can_be_used(tmp_path: Path, facet: str) -> None:
    example = documented("Facets")[facet][4].strip("` |")
    assert example.startswith(f"{facet},")
    assert taught.read(words(tmp_path, example)) is not None


def test_the_example_of_the_format_can_be_used(tmp_path: Path) -> None:
    format_block = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)[0]
    (tmp_path / "words.csv").write_text(format_block, encoding="utf-8")
    assert taught.read(tmp_path / "words.csv") is not None


def test_every_code_that_is_not_of_the_dataset_is_documented() -> None:
    facets = documented("Facets")
    free = (*taught.CODELISTS, *taught.NUMBERS, vocabulary.CLASS)
    own = {(row["facet"], row["code"]) for row in BUILT_IN if row["facet"] not in free}
    assert [(facet, code) for facet, code in sorted(own) if f"`{code}`" not in facets[facet][2]] == []
    assert all(
        is_code(name, next(r["code"] for r in BUILT_IN if r["facet"] == f)) for f, name in taught.CODELISTS.items()
    )
