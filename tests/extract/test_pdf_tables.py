"""Tables set in the ways reports set them come out of a text-layer PDF cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.shapes import Drawing

from extract.read import read
from extract.types import Hints, TableSettings
from tests.extract import truth, typeset
from tests.extract.typeset import Look, Span
from tests.measured import ROUNDING, unaided, unaided_floors

FLOW = [
    ["Insats", "Antal aktuella deltagare 2017", "Varav kvinnor", "Varav män", "Annat/ ej angivet"],
    ["ADRIAN", "11", "6", "4", "1"],
    ["Integrering av IPS i psykosvården (ESF)", "102", "40", "61", "1"],
    ["MIA-projektet", "152", "100", "48", "4"],
    ["Möjliggörarna", "108", "32", "75", "-"],
    ["TOTALT", "373", "178", "188", "6"],
]
SPANNED = [
    ["Insats", "Nya deltagare 2019", "", "", "Avslutade deltagare 2019", "", ""],
    ["", "Kvinnor", "Män", "Totalt", "Kvinnor", "Män", "Totalt"],
    ["Lyra", "12", "9", "21", "9", "8", "17"],
    ["MIA Vidare", "51", "30", "81", "47", "28", "75"],
    ["START", "11", "17", "28", "10", "14", "24"],
]
GOALS = [
    ["Insats", "Mål", "Resultat", "Måluppfyllelse"],
    ["Adrian", "Avsluta aktiva deltagare. 35 % i egen försörjning.", "11 deltagare. 9 % (1 av 11)", "Ej tillämpbar"],
    ["Lyra", "50 % når studier/arbete 1 år efter insats.", "18 nya deltagare 15 % i arbete (2 av 13)", "Godtagbart"],
    ["Slussen", "60 % i arbete/studier.", "85 % (66 planer av 78 avslutade) i arbete", "God"],
]
MONEY = [
    ["Belopp i tkr", "Utfall 2021", "Budget 2021", "Avvikelse"],
    ["Intäkter", "", "", ""],
    ["Region Stockholm", "4 521", "4 521", "0"],
    ["Övriga intäkter och bidrag", "2 750", "2 307", "443"],
    ["Summa intäkter", "7 271", "6 828", "443"],
]
OPERATIONS = [
    ["Verksamhet", "Utfall 2023", "", "", "Budget 2023", "Avvikelse", "Utfall 2022", "", ""],
    ["", "Intäkt", "Kostnad", "Netto", "Netto", "", "Intäkt", "Kostnad", "Netto"],
    ["Kansli", "0", "2 214", "-2 214", "-2 400", "186", "0", "2 083", "-2 083"],
    ["Insatser för unga", "2 106", "15 908", "-13 802", "-16 300", "2 498", "3 424", "13 626", "-10 202"],
    ["Summa", "2 106", "18 122", "-16 016", "-18 700", "2 684", "3 424", "15 709", "-12 285"],
]
SMALL = [
    ["Mål", "Resultat 2017", "Resultat 2016"],
    ["80 nya deltagare", "96", "77"],
    ["60 % tar eget ansvar och genomför sin hälsoplan", "93 %", "Ej mätbart"],
    ["50 % i arbete/ studier", "15 %", "61 %"],
]
PARAGRAPH = (
    "Under året har förbundet finansierat sju insatser som tillsammans tagit emot 412 deltagare, varav 231 kvinnor och "
    "181 män. Det är fler än föregående år och beror framför allt på att två nya insatser startade i september 2021."
)
TABLES = {
    "flow": (FLOW, [150, 80, 70, 70, 80], (), 1),
    "spanned": (SPANNED, [120, 55, 55, 55, 55, 55, 55], ((0, 1, 3), (0, 4, 6)), 2),
    "goals": (GOALS, [90, 150, 145, 90], (), 1),
    "operations": (OPERATIONS, [88, 48, 54, 52, 62, 60, 48, 54, 52], ((0, 1, 3), (0, 6, 8)), 2),
    "money": (MONEY, [170, 80, 80, 80], (), 1),
}
LOOKS = {
    "full rules": Look(),
    "horizontal rules, centred": Look("horizontal", 9, 4, valign="MIDDLE"),
    "three rules": Look("three", 9.5, 3),
    "no rules": Look("none", 9, 4, "Times-Roman", "CENTER"),
    "shaded rows": Look("none", 9, 4, zebra=True),
    "vertical rules": Look("vertical", 9, 4, align="LEFT"),
}
UNDECIDABLE = {("goals", "no rules")}
"""Text alone, without rules or known headings, is a list until someone says which headings to expect."""


def blocks(grid: truth.Grid, widths: list[float], spans: tuple[Span, ...], header: int, look: Look) -> list[object]:
    """A caption, the table, and prose around them."""
    set_table = typeset.table(grid, widths, look, spans=spans, header=header)
    caption = typeset.heading("Tabell 2. Deltagare och kön")
    return [typeset.prose(PARAGRAPH), caption, set_table, typeset.space(), typeset.prose(PARAGRAPH)]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", TABLES)
def test_every_cell_comes_out_whatever_the_rules(tmp_path: Path, kind: str, look: str) -> None:
    if (kind, look) in UNDECIDABLE:
        pytest.skip("needs known headings, see the next test")
    grid, widths, spans, header = TABLES[kind]
    path = typeset.document(tmp_path / "a.pdf", blocks(grid, widths, spans, header, LOOKS[look]))
    (table,) = read(path, TableSettings()).tables
    assert table.grid() == grid
    assert table.header_rows == header
    assert table.title == "Tabell 2. Deltagare och kön"


def test_known_headings_make_a_table_of_text_without_rules(tmp_path: Path) -> None:
    path = typeset.document(tmp_path / "a.pdf", blocks(GOALS, [90, 150, 145, 90], (), 1, LOOKS["no rules"]))
    hints = Hints(headers=frozenset({"mal", "resultat"}))
    assert [t.grid() for t in read(path, TableSettings(hints=hints)).tables] == [GOALS]


def test_a_spanning_heading_is_on_the_path_of_each_of_its_columns(tmp_path: Path) -> None:
    path = typeset.document(tmp_path / "a.pdf", blocks(*TABLES["spanned"], LOOKS["horizontal rules, centred"]))
    (table,) = read(path, TableSettings()).tables
    assert table.header_path(3) == ("Nya deltagare 2019", "Totalt")
    assert table.header_path(4) == ("Avslutade deltagare 2019", "Kvinnor")


@pytest.mark.parametrize("look", ["full rules", "horizontal rules, centred", "three rules", "no rules"])
def test_small_tables_in_two_column_pages_come_out_and_prose_stays_in_order(tmp_path: Path, look: str) -> None:
    small = typeset.table(SMALL, [110, 55, 55], LOOKS[look])
    text = typeset.prose(PARAGRAPH)
    path = typeset.document(tmp_path / "a.pdf", [text, small, typeset.space(), *[text] * 14], columns=2)
    extraction = read(path, TableSettings())
    assert [t.grid() for t in extraction.tables] == [SMALL]
    joined = " ".join(line.text for line in extraction.prose() if line.page == 1)
    assert joined.count(PARAGRAPH) >= 14


def test_prose_with_figures_gives_no_table(tmp_path: Path) -> None:
    for columns in (1, 2):
        path = typeset.document(tmp_path / f"{columns}.pdf", [typeset.prose(PARAGRAPH)] * 12, columns=columns)
        assert read(path, TableSettings()).tables == ()


def test_a_bar_chart_gives_no_table(tmp_path: Path) -> None:
    chart = VerticalBarChart()
    chart.width, chart.height = 300, 160
    chart.data = [(13, 5, 20, 22), (14, 6, 21, 23)]
    chart.categoryAxis.categoryNames = ["Lyra", "START", "Slussen", "UPIS"]
    chart.valueAxis.visibleGrid = True
    drawing = Drawing(360, 220)
    drawing.add(chart)
    path = typeset.document(tmp_path / "a.pdf", [typeset.prose(PARAGRAPH), drawing, typeset.prose(PARAGRAPH)])
    assert read(path, TableSettings()).tables == ()


def test_a_contents_list_gives_no_table(tmp_path: Path) -> None:
    rows = [["Inledning", "3"], ["Insatser", "5"], ["Måluppfyllelse", "8"], ["Ekonomi", "12"], ["Bilagor", "15"]]
    contents = typeset.table(rows, [380, 40], Look("none"), header=0)
    path = typeset.document(tmp_path / "a.pdf", [typeset.heading("Innehåll"), contents])
    assert read(path, TableSettings()).tables == ()


def test_every_cell_knows_its_lines_its_box_and_its_line_on_the_page(tmp_path: Path) -> None:
    path = typeset.document(tmp_path / "a.pdf", blocks(*TABLES["flow"], Look()))
    extraction = read(path, TableSettings())
    (table,) = extraction.tables
    cell = table.cell(2, 0)
    assert cell is not None and cell.bbox is not None and cell.line is not None
    line = extraction.document.pages[0].lines[cell.line - 1]
    assert line.bbox is not None
    assert line.text.startswith(cell.lines[0])
    assert cell.bbox.top - 1 <= line.bbox.top <= cell.bbox.bottom
    assert cell.line in table.source_lines
    assert not any("psykosvården" in line.text for line in extraction.prose())


@pytest.mark.parametrize("stem", sorted(unaided_floors()))
def test_the_tables_of_a_fixture_are_read_without_knowing_a_word(stem: str) -> None:
    """Held to the floor in floors.csv, which may be raised only."""
    found = unaided(stem)
    assert found is not None
    assert found >= unaided_floors()[stem] - ROUNDING
