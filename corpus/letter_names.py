"""What an association and a report are called in a letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.letter_words import Words

Row = Mapping[str, object]
Tables = Mapping[str, Sequence[Row]]


def full_name(tables: Tables, federation_id: object) -> str:
    """'Samordningsförbundet Huddinge Botkyrka Salem (HBS)'; '' for one that nobody knows."""
    for row in tables["federations"]:
        if row["federation_id"] == federation_id:
            name, aliases = str(row["name"]), str(row["aliases"]).split(";")
            short = next((a for a in aliases if a.isupper() and len(a) <= 6), "")
            return f"{name} ({short})" if short else name
    return ""


def title(report: Row, tables: Tables, words: Words) -> str:
    """What a report is called: 'Årsredovisning 2017', with its period where the title does not say it.

    The association's name, which a title may begin with, is left out.
    """
    owner = next((str(f["name"]) for f in tables["federations"] if f["federation_id"] == report["federation_id"]), "")
    said, period = str(report["title"] or ""), str(report["period"] or "")
    said = said.replace(owner, "").strip(" ,.:-–") if owner else said
    called = said or words.kind(str(report["kind"] or "")) or str(report["file_name"])
    return called if not period or period[:4] in called else f"{called} {period}"
