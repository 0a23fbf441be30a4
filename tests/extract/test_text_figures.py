"""Charts whose figures stand as text in a dump."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract import text_figures
from extract.read_text import pages
from extract.types import Declined, Hints, Table, TableSettings

HINTS = Hints(
    headers=frozenset({"kvar fran", "borjade halvar", "avslutade halvar", "kvar till"}),
    modifiers=frozenset({"halvar"}),
)


def charts(text: str) -> list[Table] | Declined:
    (page,) = pages(text.encode(), Path("dump.txt"))
    return text_figures.parse(page, TableSettings(hints=HINTS))


def test_the_slices_of_a_pie_are_rows_with_their_labels_begun_on_the_line_before() -> None:
    found = charts("Figur 2. Kostnader 2024\n\nStöd till\ninsatser; 70,5%\n\nKansli; 20%\n\nÖvrigt; 9,5 %\n\nText.\n")
    assert isinstance(found, list)
    (table,) = found
    assert table.grid() == [["Stöd till insatser", "70,5%"], ["Kansli", "20%"], ["Övrigt", "9,5 %"]]
    assert (table.title, table.line, table.notes) == ("Figur 2. Kostnader 2024", 3, ())


def test_bars_are_columns_and_say_that_their_order_is_lost() -> None:
    text = (
        "Figur 1. Flöde\n31\n\n20 25\n\n26\n\nKvar från 2024 Började halvår 25 Avslutade halvår 25 Kvar till Q3 2025\n"
    )
    found = charts(text)
    assert isinstance(found, list)
    (table,) = found
    assert table.grid() == [
        ["", "Kvar från 2024", "Började halvår 25", "Avslutade halvår 25", "Kvar till Q3 2025"],
        ["", "31", "20", "25", "26"],
    ]
    assert table.notes == (text_figures.UNORDERED,)


@pytest.mark.parametrize(
    "text",
    [
        "Figur 3. Utveckling över tid\n\nDiagrammet visar hur antalet har vuxit sedan starten.\n",
        "Figur 4. Deltagare\n\n12\n\n14\n\nBara två staplar här\n",
        "Ingen rubrik\n\nA; 1%\nB; 2%\n",
    ],
    ids=["a caption over running text", "two bars", "pairs without a caption"],
)
def test_what_is_no_chart_is_declined(text: str) -> None:
    assert isinstance(charts(text), Declined)
