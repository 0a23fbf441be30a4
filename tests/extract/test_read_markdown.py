"""Markdown as recognition models write it: pipe, tab and HTML tables in one file become grids."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.errors import EmptyFile
from extract.read_markdown import level, pages, plain, span
from extract.types import Page, Table


def page(text: str, name: str = "rapport.md") -> Page:
    return pages(text.encode(), Path(name))[0]


def table(text: str) -> Table:
    (found,) = page(text).grids
    return found


PIPE = """## Deltagare 2022

| Insats | Kvinnor | Män |
|:---|---:|---:|
| Lyra | 30 | 22 |
| **TOTALT** | 34 | 29 |
"""


def test_a_pipe_table_is_a_grid_with_the_heading_above_as_title() -> None:
    found = table(PIPE)
    assert found.grid() == [["Insats", "Kvinnor", "Män"], ["Lyra", "30", "22"], ["TOTALT", "34", "29"]]
    assert (found.title, found.line, found.last_line, found.header_rows) == ("Deltagare 2022", 1, 6, 1)
    assert [c.line for c in found.cells if c.column == 0] == [3, 5, 6]


def test_a_tab_table_is_a_grid() -> None:
    found = table("Insats\tBudget\tUtfall\nLyra\t1 515\t1 420\nStart\t\t96\n")
    assert found.grid() == [["Insats", "Budget", "Utfall"], ["Lyra", "1 515", "1 420"], ["Start", "", "96"]]


def test_a_pipe_inside_a_cell_stays_in_it() -> None:
    assert table("| Mål | Resultat |\n|---|---|\n| A \\| B | 3 |\n").grid()[1] == ["A | B", "3"]


HTML = """<table>
<tr><th rowspan="2">Insats</th><th colspan="2">Deltagare</th></tr>
<tr><th>Kvinnor</th><th>Män</th></tr>
<tr><td>Lyra</td><td>30</td><td>22</td></tr>
</table>
"""


def test_an_html_table_keeps_its_spans() -> None:
    found = table(HTML)
    assert found.header_rows == 2
    assert [found.header_path(c) for c in range(3)] == [("Insats",), ("Deltagare", "Kvinnor"), ("Deltagare", "Män")]
    assert found.grid()[2] == ["Lyra", "30", "22"]


def test_html_cells_know_the_line_they_stand_on() -> None:
    found = table("Före.\n\n" + HTML)
    assert [c.line for c in found.cells if c.row == 2] == [6, 6, 6]


def test_a_heading_over_blank_cells_spans_those_that_have_a_heading_below() -> None:
    found = table(
        "| | 2022 | | 2021 | |\n|---|---|---|---|---|\n"
        "| | Budget | Utfall | Budget | Utfall |\n| Personal | 600 | 580 | 590 | 570 |\n"
    )
    assert found.header_rows == 2
    assert [found.header_path(c) for c in range(1, 5)] == [
        ("2022", "Budget"), ("2022", "Utfall"), ("2021", "Budget"), ("2021", "Utfall"),
    ]  # fmt: skip


def test_a_row_of_figures_without_a_label_is_no_heading() -> None:
    assert table("| | Kvinnor | Män |\n|---|---|---|\n| | 30 | 22 |\n| Start | 4 | 7 |\n").header_rows == 1


def test_paragraphs_breaks_and_list_items_are_the_lines_of_a_cell() -> None:
    found = table(
        "<table><tr><th>Mål</th><th>Utfall</th></tr>"
        "<tr><td>Fler nya<br>Fler i arbete</td><td><p>34</p><p>9 %</p></td></tr></table>"
    )
    assert [c.lines for c in found.cells if c.row == 1] == [("Fler nya", "Fler i arbete"), ("34", "9 %")]


def test_a_layout_of_one_column_is_no_table() -> None:
    assert page("| Ett |\n|---|\n| Två |\n").grids == ()


def test_tables_of_three_kinds_in_one_file_are_all_found_in_order() -> None:
    found = page(PIPE + "\nText emellan.\n\n" + HTML + "\nMer text.\n\nInsats\tBudget\nLyra\t12\n").grids
    assert [t.grid()[-1][0] for t in found] == ["TOTALT", "Lyra", "Lyra"]


def test_a_caption_with_its_unit_line_is_the_title() -> None:
    found = table("Tabell 4: Kostnader per insats\n\n(tkr)\n\n| Insats | Utfall |\n|---|---|\n| Lyra | 12 |\n")
    assert found.title == "Tabell 4: Kostnader per insats · (tkr)"


@pytest.mark.parametrize(
    ("text", "depth"),
    [("# Ett", 1), ("### Tre", 3), ("<h2>Två</h2>", 2), ("#ingen", 0), ("Löpande text", 0), ("####### sju", 0)],
)
def test_how_deep_a_heading_is_marked(text: str, depth: int) -> None:
    assert level(text) == depth
    assert page(text + "\n").lines[0].level == depth


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("## *Mål* för året", "Mål för året"),
        ("**Lyra** hade 52", "Lyra hade 52"),
        ("se [bilaga 2](bilaga.pdf)", "se bilaga 2"),
        ("52<sup>1</sup> deltagare", "52 deltagare"),
        ("Mål &amp; resultat", "Mål & resultat"),
        ("3 \\* 4", "3 * 4"),
        ("1\u00a0515 tkr", "1 515 tkr"),
        ("färre än 5 <br> personer", "färre än 5   personer"),
    ],
)
def test_a_line_is_read_without_its_markup(marked: str, words: str) -> None:
    assert plain(marked).split() == words.split()


@pytest.mark.parametrize(("printed", "wide"), [("2", 2), (None, 1), ("0", 1), ("två", 1), ("5000", 100)])
def test_a_nonsense_span_is_one_cell(printed: str | None, wide: int) -> None:
    assert span(printed) == wide


def test_html_and_markdown_say_which_they_are() -> None:
    assert page("<p>Mål</p>", "a.html").why.startswith("HTML")
    assert page("Mål").why.startswith("Markdown")


def test_a_blank_file_holds_no_report() -> None:
    with pytest.raises(EmptyFile):
        page("\n\n")


ON_ONE_LINE = (
    "<h1>Rapport</h1><p>Det kom 34 personer.</p><h2>Deltagare</h2><table><tr><th>Insats</th><th>Antal</th></tr>"
    "<tr><td>Novum</td><td>34</td></tr></table><p>Slut.</p>"
)


def test_html_on_one_line_keeps_its_blocks_apart() -> None:
    read = page(ON_ONE_LINE, "a.html")
    (grid,) = read.grids
    prose = [line.text for line in read.lines if line.number not in grid.source_lines]
    assert prose == ["Rapport", "Det kom 34 personer.", "Deltagare", "Slut."]
    assert grid.title == "Deltagare"
    assert [c.text for c in grid.cells] == ["Insats", "Antal", "Novum", "34"]


def test_running_text_above_a_table_is_not_its_title() -> None:
    said = "Under året deltog 8 personer, varav 3 kvinnor."
    assert "deltog" not in table(f"# Deltagare\n\n{said}\n\n| Insats | Antal |\n|---|---|\n| Novum | 8 |\n").title
