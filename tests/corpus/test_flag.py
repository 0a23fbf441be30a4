"""`facit flag`: a courteous letter of one page to a report's owner, and nothing of ours in it."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from rows import dataset as rows_of
from test_replay import REPORT, about, file, finding, number

from corpus import flag
from corpus.build import Options, run
from corpus.contract import codelists
from corpus.letter import Item, letter
from corpus.letter_names import Tables
from corpus.letter_words import Words, visible
from corpus.name_listing import table

if TYPE_CHECKING:
    from tests.conftest import Facit

SV = Words("sv")


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "hbs-2022.md").write_text(REPORT, encoding="utf-8")
    (folder / "hbs-2023.md").write_text(REPORT.replace("2022", "2023"), encoding="utf-8")
    (folder / "bilaga-2023.md").write_text(REPORT.replace("2022", "2023").replace("38", "37"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def dataset(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dataset")
    run([given], Options(out, jobs=1))
    return out


def tables(out: Path) -> Tables:
    return {name: table(out, name) for name in flag.TABLES}


def items(out: Path, words: Words = SV, report: str = "hbs-2022.md") -> Sequence[Item]:
    every = tables(out)
    return letter(every, flag.find(every, "", "", report, words), words).items


def written(out: Path, words: Words = SV) -> flag.Written:
    every = tables(out)
    report = flag.find(every, "", "", "hbs-2022.md", words)
    return flag.written(every, report, words, date="2026-11-25", sender=("Eva Ek", "Facit"), list_name="brev.csv")


def test_each_item_says_where_what_is_printed_what_it_should_be_and_why(dataset: Path) -> None:
    found = {i.spots[0].printed: i for i in items(dataset)}
    slip = found["71"]
    assert slip.spots[0].where == (
        "rad 11, tabellen ”Sammanfattning av deltagarflöden”, raden ”Slussen”, kolumnen ”Varav män”"
    )
    assert slip.spots[0].proposed == "17"
    assert slip.why.startswith("Slussen, deltagare, män: 71 på rad 11 (tabell) gör att flera summor inte går ihop")
    assert any("Slussen" in q and "71" in q for q in slip.quotes)
    (text,) = found["39"].spots
    assert (text.where, text.proposed) == ("rad 16, i texten", "38")


def test_what_cannot_be_told_is_asked_with_the_ways_in_which_it_would_agree(dataset: Path) -> None:
    asked = [i for i in items(dataset) if i.spots[0].proposed == "behöver ses över"]
    assert asked
    assert any(
        "Det går ihop om ”-5 tkr” ska vara -50 och ”65 tkr” ska vara 20; eller om" in s
        for i in asked
        for s in i.support
    )


def test_the_most_important_comes_first_and_one_cause_is_one_item(dataset: Path) -> None:
    found = items(dataset)
    assert found[0].spots[0].printed in ("71", "-5", "950")
    assert found[-1].spots[0].printed == "39", "a difference of one person in 39"
    assert len(found) == 3, "the two sums that one slip breaks are one item"


def test_what_a_person_decided_goes_into_the_letter_and_what_stays_as_printed_does_not(
    given: Path, dataset: Path, tmp_path: Path
) -> None:
    decided = file(
        tmp_path / "d.csv",
        about(number(dataset, "71", "Slussen"), "set", "17"),
        about(finding(dataset, "row_sum", "950"), "accepted", "2"),
        about(finding(dataset, "table_vs_prose"), "kept"),
    )
    run([given], Options(tmp_path / "out", decisions=decided, jobs=1))
    found = {tuple((s.printed, s.proposed) for s in i.spots) for i in items(tmp_path / "out")}
    assert found == {(("71", "17"),), (("950", "905"), ("4 080", "4 035"))}


def test_what_a_machine_misread_is_no_concern_of_the_owner() -> None:
    made = rows_of().tables
    corrected = [f for f in made["findings"] if f["action"] == "corrected" and f["status"] == "open"]
    assert corrected, "a rule put something right in these rows"
    report = next(r for r in made["reports"] if r["report_id"] == corrected[0]["report_ids"])
    told = letter({name: [_filled(r) for r in made[name]] for name in flag.TABLES}, _filled(report), SV)
    assert told.scanned
    assert not [i for i in told.items if i.why and str(corrected[0]["message_sv"]).startswith(i.why)]


def _filled(row: dict[str, object]) -> dict[str, object]:
    """A row as it is read from a dataset: empty cells are ''."""
    return {k: "" if v is None else v for k, v in row.items()}


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_nothing_internal_is_in_the_letter(dataset: Path, lang: str) -> None:
    made = written(dataset, Words(lang))  # type: ignore[arg-type]
    every = tables(dataset)
    ids = {str(r[key]) for name, key in (("findings", "finding_id"), ("observations", "obs_id")) for r in every[name]}
    ids |= {str(r["table_id"]) for r in every["tables"]} | {str(r["report_id"]) for r in every["reports"]}
    codes = {c for codelist in codelists().values() for c in codelist if "_" in c.strip("_")}
    for name, content in text_of(made).items():
        assert not [i for i in ids if i in content], name
        assert not [c for c in codes if re.search(rf"\b{re.escape(c)}\b", content)], name
        assert not re.search(r"\b(?:obs_id|finding|None|nan|_all|undecided|likely|status)\b", content), name


def text_of(made: flag.Written) -> dict[str, str]:
    html = re.sub(r"<style>.*?</style>|<meta[^>]*>|<[^>]+>", " ", made.files[".html"].decode(), flags=re.DOTALL)
    pages = pypdfium2.PdfDocument(made.files[".pdf"])
    paper = "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    return {"html": html, "pdf": paper, "csv": made.files[".csv"].decode("utf-8-sig")}


def test_html_pdf_and_list_say_the_same(dataset: Path) -> None:
    made = written(dataset)
    text = text_of(made)
    for name in ("html", "pdf"):
        flat = " ".join(text[name].split())
        for said in (
            "Samordningsförbundet Huddinge Botkyrka Salem (HBS)",
            "Årsredovisning 2022",
            "Med vänlig hälsning",
        ):
            assert said in flat
        for item in items(dataset):
            assert all(s.printed in flat and s.proposed in flat for s in item.spots)
    listed = list(csv.reader(text["csv"].splitlines(), delimiter=";"))
    assert listed[0] == [
        "Nr", "Var", "Det står", "Bör troligen vara", "Varför", "Vad som talar för det", "Raden som den står",
    ]  # fmt: skip
    assert len(listed) - 1 == sum(len(i.spots) for i in items(dataset))
    assert made.files[".csv"].startswith(b"\xef\xbb\xbf")


def test_the_same_dataset_and_date_give_the_same_bytes(dataset: Path) -> None:
    assert written(dataset).files == written(dataset).files


def test_a_letter_has_one_page_and_its_list_has_the_rest(tmp_path: Path) -> None:
    many = range(40)
    rows = "\n".join(f"| Insats {chr(65 + n % 26)}{chr(97 + n)}ro | {20 + n} | {8 + n} | 12 |" for n in many)
    said = "\n\n".join(
        f"Under 2022 deltog {20 + n + 3 * (n % 3 == 0)} personer i Insats {chr(65 + n % 26)}{chr(97 + n)}ro."
        for n in many
    )
    text = (
        "# Årsredovisning 2022\n\nSamordningsförbundet Huddinge Botkyrka Salem\n\n## Deltagare\n\n"
        f"| Insats | Antal deltagare 2022 | Varav kvinnor | Varav män |\n|---|---|---|---|\n{rows}\n\n"
        f"## Text\n\n{said}\n"
    )
    (tmp_path / "hbs-2022.md").write_text(text, encoding="utf-8")
    run([tmp_path / "hbs-2022.md"], Options(tmp_path / "out", jobs=1))
    made = written(tmp_path / "out")
    assert len(pypdfium2.PdfDocument(made.files[".pdf"])) == 1
    assert 5 < made.shown < made.items
    left = f"Ytterligare {made.items - made.shown} uppgifter finns i den bifogade listan (brev.csv)."
    assert left in " ".join(text_of(made)["pdf"].split())
    numbers = {r[0] for r in csv.reader(text_of(made)["csv"].splitlines(), delimiter=";")} - {"Nr"}
    assert len(numbers) == made.items


@pytest.mark.parametrize(
    "name", ["hbs", "HBS", "Samordningsförbundet Huddinge Botkyrka Salem", "huddinge botkyrka och salem"]
)
def test_an_association_is_named_as_people_write_it(dataset: Path, name: str) -> None:
    assert flag.find(tables(dataset), name, "2022", "", SV)["file_name"] == "hbs-2022.md"


def test_several_reports_or_none_are_told_with_what_there_is(dataset: Path) -> None:
    every = tables(dataset)
    with pytest.raises(flag.NoSuchReportError, match="2 reports fit; say which with --report") as several:
        flag.find(every, "HBS", "2023", "", SV)
    assert "bilaga-2023.md: Årsredovisning 2023, Samordningsförbundet Huddinge Botkyrka Salem (HBS)" in str(
        several.value
    )
    with pytest.raises(flag.NoSuchReportError, match="no report fits; this dataset has") as none:
        flag.find(every, "HBS", "1999", "", SV)
    assert "hbs-2022.md" in str(none.value)
    with pytest.raises(flag.NoSuchReportError, match="'borta' is no association of this dataset; it has hbs"):
        flag.find(every, "borta", "2022", "", SV)


def test_a_report_without_faults_is_thanked_for(tmp_path: Path, reports: Path) -> None:
    run([reports], Options(tmp_path / "out", jobs=1))
    made = written(tmp_path / "out")
    assert made.items == 0
    assert "Vi har inte hittat någon uppgift som behöver rättas." in text_of(made)["html"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\u202eb\u202c", "ab"),
        ("Ly\x00ra\x07", "Lyra"),
        ("två\n rader", "två rader"),
        ("1\u00a0281", "1 281"),
        ("\u200bx\ufeff", "x"),
        ("مرحبا", "مرحبا"),
    ],
)
def test_what_is_not_seen_is_left_out_and_what_is_seen_is_kept(text: str, seen: str) -> None:
    assert visible(text) == seen


def test_the_command_writes_the_letter_and_says_how_much_is_in_it(facit: Facit, dataset: Path, tmp_path: Path) -> None:
    done = facit("flag", dataset, "--federation", "HBS", "--year", "2022", "--out", "brev.pdf", "--from", "Eva Ek")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "3 to correct, 3 of them in the letter: brev.html, brev.pdf, brev.csv\n"
    assert (tmp_path / "brev.pdf").read_bytes().startswith(b"%PDF")
    only = facit("flag", dataset, "--report", "hbs-2022.md", "--out", "only.html", "--lang", "en")
    assert only.returncode == 0, only.stderr
    assert sorted(p.name for p in tmp_path.iterdir() if p.stem == "only") == ["only.csv", "only.html"]
    wrong = facit("flag", dataset, "--out", "letter.docx")
    assert (wrong.returncode, "written as .pdf or .html" in wrong.stderr) == (2, True)
    assert facit("flag", tmp_path / "nowhere").returncode == 2


def test_a_place_in_another_report_says_which_one() -> None:
    made = rows_of().tables
    two = next(f for f in made["findings"] if len(str(f["report_ids"]).split(";")) == 1 and f["obs_ids"])
    first, other = (str(o["obs_id"]) for o in made["observations"] if o["obs_id"] in ("o-prose-1", "o-prose-2"))
    clash = {
        **two, "finding_id": "f-two", "kind": "cross_period", "severity": "error", "status": "open", "action": "none",
        "report_ids": "hbs-2017;hbs-2018", "obs_ids": f"{first};{other}", "values": "2;1", "explanations": "[]",
        "proposed": None, "confidence": "undecided",
    }  # fmt: skip
    filled = {name: [_filled(r) for r in made[name]] for name in flag.TABLES} | {"findings": [_filled(clash)]}
    report = next(r for r in filled["reports"] if r["report_id"] == "hbs-2017")
    (item,) = letter(filled, report, SV).items
    here, there = (s.where for s in item.spots)
    assert not here.startswith("i ")
    assert there.startswith("i Årsredovisning 2018: ")
