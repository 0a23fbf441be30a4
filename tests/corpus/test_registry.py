"""The registry is files that people edit: rows are added, replaced, and told when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.registry import COLUMNS, RegistryError, load


def folder(tmp_path: Path, **files: str) -> Path:
    for name, rows in files.items():
        header = ",".join(COLUMNS[f"{name}.csv"])
        (tmp_path / f"{name}.csv").write_text(f"{header}\n{rows}\n", encoding="utf-8")
    return tmp_path


def test_the_built_in_registry_is_whole() -> None:
    registry = load()
    assert registry.federation("hbs")
    assert "Ung i Salem" in registry.names("hbs")
    assert "Ung i Salem" not in registry.names("sthlm")


def test_a_folder_adds_rows_and_replaces_those_with_the_same_key(tmp_path: Path) -> None:
    extra = folder(
        tmp_path,
        federations="ny,Samordningsförbundet Ny,Ny,",
        interventions="bron,ny,Bron,individual,,2019,\nlyra,hbs,Lyra ungdom,individual,,,",
        aliases="ny,bron,Broprojektet",
    )
    registry = load(extra)
    names = {i.intervention_id: i.preferred_name for i in registry.interventions}
    assert names["bron"] == "Bron"
    assert names["lyra"] == "Lyra ungdom"
    assert names["adrian"] == "Adrian"
    assert "Broprojektet" in registry.names("ny")


def test_excel_writes_a_byte_order_mark_and_it_does_no_harm(tmp_path: Path) -> None:
    text = ",".join(COLUMNS["federations.csv"]) + "\nny,Ny,,\n"
    (tmp_path / "federations.csv").write_text(text, encoding="utf-8-sig")
    assert load(tmp_path).federation("ny")


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        ("interventions", "bron,ny,Bron,personal,,,", "line 2: kind is 'personal'"),
        ("interventions", "bron,ny,Bron,individual,,19,", "line 2: first_year is '19'"),
        ("interventions", ",hbs,Bron,individual,,,", "line 2: intervention_id is empty"),
        ("interventions", "_all,hbs,Bron,individual,,,", "line 2: intervention_id '_all' is reserved"),
        ("interventions", "bron,borta,Bron,individual,,,", "belongs to federation 'borta'"),
        ("interventions", "b,hbs,B,individual,,,\nb,hbs,B,individual,,,", "line 3: b stands in the file already"),
        ("aliases", "hbs,borta,Bron", "points to 'borta'"),
        ("aliases", "sthlm,lyra,Lyra", "points to 'lyra' of 'sthlm'"),
        ("relations", "lyra,borta,same_as,,,", "'borta' is not an intervention"),
        ("relations", "lyra,start,like,,,", "line 2: type is 'like'"),
        ("federations", "ny,Ny,,,too,many", "line 2: more cells"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_place(tmp_path: Path, name: str, rows: str, said: str) -> None:
    with pytest.raises(RegistryError, match="(?s).*" + said.replace("(", r"\(")):
        load(folder(tmp_path, **{name: rows}))


def test_a_missing_folder_or_column_is_told(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no such folder"):
        load(tmp_path / "borta")
    (tmp_path / "aliases.csv").write_text("federation_id,printed\n", encoding="utf-8")
    with pytest.raises(RegistryError, match="column 'intervention_id' is missing"):
        load(tmp_path)


def test_a_file_in_another_encoding_is_told_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "federations.csv").write_bytes("federation_id,name,aliases,words\nö,Ö,,\n".encode("latin-1"))
    with pytest.raises(RegistryError, match="save it again as 'CSV UTF-8'"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        ("federation_changes", "borta,gamla,Gamla,merged,2013,", "became 'borta'"),
        ("federation_changes", "hbs,gamla,Gamla,eaten,2013,", "type is 'eaten'"),
        ("breaks", "borta,2025,scope,why", "'borta' is not an intervention"),
        ("breaks", "lyra,2025,scope,", "why is empty"),
    ],
)
def test_a_change_or_break_that_cannot_be_used_is_told(tmp_path: Path, name: str, rows: str, said: str) -> None:
    with pytest.raises(RegistryError, match=said):
        load(folder(tmp_path, **{name: rows}))


@pytest.mark.parametrize(
    "text", ["hbs", "HBS", "Samordningsförbundet Huddinge Botkyrka Salem", "Huddinge, Botkyrka och Salem"]
)
def test_a_federation_is_known_by_its_id_its_name_and_its_other_names(text: str) -> None:
    assert load().named(text) == "hbs"
    assert load().named("Samordningsförbundet i Botkyrka") == "botkyrka"
    assert load().named("Samordningsförbundet i Hjo") == ""


def test_a_federation_is_one_line_with_what_it_was_but_those_that_merged_are_not_one_another() -> None:
    registry = load()
    assert registry.line("botkyrka") == registry.line("hbs") == registry.line("huddinge") != registry.line("sthlm")
    assert registry.related("botkyrka", "hbs")
    assert not registry.related("botkyrka", "huddinge")
    assert registry.federation("botkyrka")
