"""Every Swedish form behind a code is a row, and a user's own rows come on top."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extract.types import fold
from normalize.facets import Lens
from normalize.periods import year
from normalize.vocabulary import CLASS, VocabularyError, compiled, load
from tests.normalize.make import vocabulary

HEADER = "facet,code,form,where,note\n"


def written(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "ordlista.csv"
    path.write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_made_up_vocabulary_adds_words_without_taking_any_away(tmp_path: Path) -> None:
    made = load(
        written(
            tmp_path,
            "measure,other:coffee,fikapaus*,any,made up",
            "status,L,glömdes bort,any,",
            "gender,A,hen,any,",
        )
    )
    lens = Lens(made, year(2017))
    assert lens.facets("Antal fikapauser", "header").measure == "other:coffee"
    assert lens.facets("Hen", "header").gender == "A"
    assert made.code("Glömdes bort", "status") == "L"
    assert made.code("Ej tillämpligt", "status") == "M"
    assert fold("glömdes bort") in made.hints().statuses
    assert vocabulary().code("glömdes bort", "status") is None


def test_a_file_with_other_columns_is_refused_by_name(tmp_path: Path) -> None:
    path = written(tmp_path, "measure,cost,kostnad", header="facet,code,form\n")
    with pytest.raises(VocabularyError, match=r"ordlista\.csv: the first line must be facet,code,form,where,note"):
        load(path)


@pytest.mark.parametrize("row", ["measure,,fikapaus,any,", ",cost,fikapaus,any,", "measure,cost,,any,", "measure,cost"])
def test_a_row_that_is_not_filled_is_refused_with_its_number(tmp_path: Path, row: str) -> None:
    with pytest.raises(VocabularyError, match=r"ordlista\.csv, row 3: facet, code and form"):
        load(written(tmp_path, "measure,cost,utgift*,money,", row))


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        ("deltagare", "antal deltagare", True),
        ("deltagare", "deltagarens", False),
        ("kostnad*", "kostnaderna", True),
        ("arbetade .. med", "arbetade under aret med", True),
        ("arbetade .. med", "arbetade ett tva tre fyra fem sex med", False),
        ("skrevs .. ut", "skrevs ut", True),
        ("mål {year}", "mal 2017", True),
        ("mål {year}", "mal", False),
        ("ej mätbart", "ej  matbart", True),
        ("%", "85%", True),
    ],
)
def test_how_a_form_is_looked_for(form: str, text: str, found: bool) -> None:
    assert bool(compiled(form).search(text)) is found


def test_the_longest_form_in_a_text_wins_and_shorter_ones_inside_it_are_left_out() -> None:
    found = vocabulary().find(fold("Antal avslutade deltagare"), "measure", {"any", "weak"})
    assert [m.entry.form for m in found] == ["antal avslutade deltagare"]
    best = vocabulary().best(fold("nya deltagare och antal avslutade deltagare"), "measure", {"any"})
    assert best is not None
    assert best.entry.code == "exited_participants"


def test_a_form_holds_only_where_its_row_says() -> None:
    assert vocabulary().find("kostnaderna", "measure", {"any"}) == []
    assert vocabulary().find("kostnaderna", "measure", {"money"})


@pytest.mark.parametrize(
    ("text", "facet", "code"),
    [
        ("Mycket god", "rating", "very_good"),
        ("EJ MÄTBART", "status", "L"),
        ("Insats:", "header", "stub"),
        ("Mål", "header", "target"),
        ("Målen för året", "header", None),
    ],
)
def test_a_whole_text_is_a_form_whatever_its_case_and_colon(text: str, facet: str, code: str | None) -> None:
    assert vocabulary().code(text, facet) == code


@pytest.mark.parametrize(
    ("spoilt", "mended"),
    [
        ("bdrjat", "borjat"),
        ("de1tagare", "deltagare"),
        ("avs1utade", "avslutade"),
        ("kvinnor", "kvinnor"),
        ("lyra", "lyra"),
        ("2017", "2017"),
    ],
)
def test_words_that_the_reader_spoilt_are_mended_towards_known_ones(spoilt: str, mended: str) -> None:
    assert vocabulary().mended(spoilt) == mended


def test_hints_are_the_forms_folded_and_without_wildcards_between() -> None:
    hints = vocabulary().hints(["Samverkansteam Botkyrka", "AB"])
    assert "nya deltagare" in hints.headers
    assert "kvinnor" in hints.headers
    assert hints.stub_headers >= {"insats", "projekt"}
    assert hints.target_headers >= {"mal"}
    assert not any(".." in h for h in hints.headers)
    assert hints.names == {"samverkansteam botkyrka", "samverkansteambotkyrka"}


def said(form: str) -> list[str]:
    """A form as it could be printed: each word of its first class, one of each of the others, figures for figures."""
    text = form.replace("*", "").replace(" .. ", " ").replace("{year}", "2017").replace("{n}", "30")
    text = text.replace("{ages}", "16-24")
    first = re.search(r"\{(\w+)\}", text)
    classes = vocabulary().classes
    choices = [text.replace(first[0], word, 1) for word in classes[first[1]]] if first else [text]
    return [re.sub(r"\{(\w+)\}", lambda m: classes[m[1]][0], c).replace("*", "").replace(" / ", "/") for c in choices]


def test_every_row_of_the_built_in_vocabulary_can_be_found_in_its_own_form() -> None:
    """A form that does not match itself could never be read in a report."""
    for facet, entries in vocabulary().entries.items():
        for entry in entries:
            for phrase in said(entry.form):
                assert entry.pattern.search(fold(phrase) or phrase), f"{facet}: {entry.form}: {phrase}"


def test_one_form_has_one_code_in_every_place() -> None:
    """Two codes for the same form in the same place would make the reading depend on the order of rows."""
    seen: dict[tuple[str, str, str], str] = {}
    for facet, entries in vocabulary().entries.items():
        if facet == CLASS:
            continue  # 'kvar' may stand both for those who stayed and those enrolled
        for entry in entries:
            key = (facet, fold(entry.form) or entry.form, entry.where)
            assert seen.setdefault(key, entry.code) == entry.code, key


def test_a_plain_word_is_not_taken_for_the_class_that_its_inner_letters_name(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("facet,code,form,where,note\nclass,af,blyerts,any,\nmeasure,offered,haft samtal,any,\n", "utf-8")
    found = load(file).find("har haft samtal", "measure")
    assert [m.entry.form for m in found] == ["haft samtal"]
