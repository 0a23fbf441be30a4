"""Whose report it is, what period it is about, and what a person may say instead in reports.csv."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import manifest
from corpus.identify import UNKNOWN, Identity, identify, published, title
from corpus.manifest import ManifestRow
from corpus.registry import RegistryError, load
from normalize import vocabulary

REGISTRY = load()
VOCABULARY = vocabulary.load()
REPORTS = Path(__file__).parents[3] / "shared/reports"


def told(*lines: str, given: ManifestRow = ManifestRow()) -> Identity:  # noqa: B008  a frozen default
    return identify(lines, given, REGISTRY, VOCABULARY)


def test_the_federation_is_the_one_that_the_report_names_outright() -> None:
    found = told(
        "Årsredovisning 2019", "Samordningsförbundet Huddinge", "Botkyrka Salem", "i samarbete med Stockholms stad"
    )
    assert found.federation_id == "hbs"
    assert found.reasons


def test_a_report_that_lost_its_letters_is_still_recognised() -> None:
    assert told("Halvarsresultat 2025 fér Samordningsforbundet Stockholms stad").federation_id == "sthlm"


def test_other_associations_that_a_report_mentions_do_not_take_it() -> None:
    lines = ["Samordningsförbundet Stockholms stad", "Årsredovisning 2021", *["Stockholms stad äger insatsen"] * 5]
    lines += ["Projektet drivs med Samordningsförbundet HBS och Samordningsförbundet Östra Södertörn"]
    assert told(*lines).federation_id == "sthlm"


def test_a_report_that_names_no_association_is_read_and_flagged() -> None:
    found = told("Årsredovisning 2019", "Insatsen hade 12 deltagare")
    assert found.federation_id == UNKNOWN
    assert [i.code for i in found.issues] == ["federation-unknown"]
    assert "reports.csv" in found.issues[0].message


def test_a_report_that_speaks_of_two_as_much_is_not_guessed() -> None:
    found = told("Samordningsförbundet HBS", "Samordningsförbundet Östra Södertörn", "Årsredovisning 2019")
    assert found.federation_id == UNKNOWN
    assert "as much of" in found.issues[0].message


def test_an_association_that_the_registry_lacks_is_not_taken_for_its_neighbour() -> None:
    found = told("Samordningsförbundet Ljusdal", "Årsredovisning 2019", *["I samarbete med Stockholms stad."] * 3)
    assert found.federation_id == UNKNOWN
    assert "'Samordningsförbundet Ljusdal', which the registry does not have" in found.issues[0].message


def test_a_report_without_a_year_is_flagged() -> None:
    found = told("Samordningsförbundet HBS", "Samordningsförbundet HBS")
    assert found.period is None
    assert [i.code for i in found.issues] == ["period-unknown"]


def test_what_a_person_gives_goes_before_the_text() -> None:
    period = manifest.periods.parse("2016")
    given = ManifestRow("a.txt", "sthlm", period, "tertial", "Vår rapport", "", "2017-02-01")
    found = told("Årsredovisning 2019", "Samordningsförbundet HBS", given=given)
    assert (found.federation_id, found.period, found.kind) == ("sthlm", period, "tertial")
    assert (found.title, found.published, found.issues) == ("Vår rapport", "2017-02-01", ())


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["", "# Årsredovisning 2022", "text"], "Årsredovisning 2022"),
        (["Samordningsförbundet HBS", "Bilaga 2 (Årsredovisning 2017)"], "Bilaga 2 (Årsredovisning 2017)"),
        (["Halvarsrapport 2025"], "Halvarsrapport 2025"),
        (["", "Våra insatser"], "Våra insatser"),
        (["Inledning", "Våra insatser"], "Våra insatser"),
        (
            ["Sammanfattning", *["text"] * 99, "Halvårsresultat 2025 för förbundet", "text"],
            "Halvårsresultat 2025 för förbundet",
        ),
        (["Sammanfattning"], ""),
        ([], ""),
    ],
)
def test_the_title_is_the_line_that_names_the_kind_of_report(lines: list[str], expected: str) -> None:
    assert title(lines) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("**BESLUTAD AV STYRELSEN 22 mars 2022**", "2022-03-22"),
        ("Fastställd 2018-03-09", "2018-03-09"),
        ("Mötet hölls 22 mars 2022", ""),
        ("Beslutad 22 mats 2022", ""),
        ("Beslutad 32 mars 2022", ""),
    ],
)
def test_the_date_is_the_one_of_the_decision(line: str, expected: str) -> None:
    assert published([line]) == expected


def written(folder: Path, rows: str, header: str = "file,federation,period,kind,title,password,published") -> Path:
    (folder / "reports.csv").write_text(f"{header}\n{rows}\n", encoding="utf-8")
    (folder / "a.txt").write_text("text", encoding="utf-8")
    return folder


def test_the_manifest_is_found_beside_the_files(tmp_path: Path) -> None:
    found = manifest.load([written(tmp_path, "a.txt,hbs,2021-T2,tertial,,hemligt,")], REGISTRY)
    row = found.row(tmp_path / "a.txt")
    assert (row.federation_id, row.kind, row.password) == ("hbs", "tertial", "hemligt")
    assert row.period and row.period.end == "2021-08-31"
    assert found.row(tmp_path / "b.txt") == ManifestRow()


def test_the_manifest_needs_only_the_columns_it_uses(tmp_path: Path) -> None:
    found = manifest.load([written(tmp_path, "2016,a.txt", header="period,file")], REGISTRY)
    assert found.row(tmp_path / "a.txt").period


def test_a_file_that_is_not_there_is_a_warning_with_its_line(tmp_path: Path) -> None:
    (warning,) = manifest.load([written(tmp_path, "borta.pdf,hbs,2016,,,,")], REGISTRY).warnings
    assert "line 2: there is no file borta.pdf" in warning


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a.txt,borta,2016,,,,", "line 2: federation 'borta' is not in the registry"),
        ("a.txt,hbs,förra året,,,,", "line 2: period 'förra året' is not understood"),
        ("a.txt,hbs,2016,yearly,,,", "line 2: kind 'yearly'"),
        (",hbs,2016,annual,,,", "line 2: file is empty"),
        ("a.txt,hbs,2016,,,,\na.txt,hbs,2017,,,,", "line 3: a.txt has a row already"),
        ("a.txt,hbs,2016,,,,2017-13-40", "line 2: published '2017-13-40'"),
    ],
)
def test_a_bad_row_names_its_line(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(RegistryError) as error:
        manifest.load([written(tmp_path, row)], REGISTRY)
    assert said in str(error.value)


def test_an_unknown_column_is_told(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="column 'year' is not known"):
        manifest.load([written(tmp_path, "a.txt,2016", header="file,year")], REGISTRY)


@pytest.mark.skipif(not REPORTS.exists(), reason="the real reports are not here")
@pytest.mark.parametrize(
    ("name", "federation", "period"),
    [
        ("hbs-2017-bilaga2.txt", "hbs", "2017"),
        ("hbs-2022-arsredovisning.md", "hbs", "2022"),
        ("sthlm-2021-insatser.txt", "sthlm", "2021"),
        ("sthlm-2025h1-halvarsrapport.ocr.txt", "sthlm", "2025-H1"),
    ],
)
def test_the_real_reports_say_whose_they_are_and_of_when(name: str, federation: str, period: str) -> None:
    found = told(*(REPORTS / name).read_text(encoding="utf-8").splitlines())
    assert (found.federation_id, found.period and found.period.code) == (federation, period)


def test_a_file_name_with_a_null_sign_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"line 2: file .* no file name can have"):
        manifest.load([written(tmp_path, "2016,a\0.txt", header="period,file")], REGISTRY)


def test_a_row_for_a_name_longer_than_names_can_be_is_not_used(tmp_path: Path) -> None:
    found = manifest.load([written(tmp_path, f"2016,{'a' * 400}.txt", header="period,file")], REGISTRY)
    assert "the row is not used" in found.warnings[0]
