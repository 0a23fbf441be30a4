"""Tables of a text dump whose rows are lines: what the lines lost on the way is found again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.read_text import pages
from extract.text_collect import goes_on
from extract.text_regions import is_caption, is_row
from extract.text_rows import parse
from extract.types import BBox, Declined, Hints, Page, Table, TableSettings, Word, fold


def folded(*words: str) -> frozenset[str]:
    return frozenset(fold(w) for w in words)


HINTS = Hints(
    headers=folded(
        "Antal deltagare", "Nya deltagare", "Avslutade deltagare", "Kvar från 2016", "Kvinnor", "Män", "Annan",
        "Totalt", "Budget", "Utfall", "Avvikelse",
    ),
    modifiers=folded("jan-juni", "helår", "tkr"),
    totals=folded("Totalt", "Summa"),
    statuses=folded("Ej tillämpligt", "Ej mätbart", "Uppgift saknas"),
    stub_headers=folded("Insats"),
)  # fmt: skip


def tables(text: str, hints: Hints = HINTS) -> list[Table]:
    page = pages(text.encode(), Path("dump.txt"))[0]
    found = parse(page, TableSettings(hints=hints))
    return [] if isinstance(found, Declined) else found


def grid(text: str) -> list[list[str]]:
    (found,) = tables(text)
    return found.grid()


def test_rows_of_figures_under_known_headings_are_a_table() -> None:
    (found,) = tables(
        "Tabell 3: Flöden 2017\n\nInsats Kvinnor Män Totalt\nAdrian 4 7 11\nLyra 30 22 52\nTotalt 34 29 63\n"
    )
    assert found.grid() == [
        ["Insats", "Kvinnor", "Män", "Totalt"],
        ["Adrian", "4", "7", "11"],
        ["Lyra", "30", "22", "52"],
        ["Totalt", "34", "29", "63"],
    ]
    assert (found.title, found.header_rows, found.line, found.last_line) == ("Tabell 3: Flöden 2017", 1, 1, 6)
    assert [c.line for c in found.cells if c.column == 0] == [3, 4, 5, 6]


def test_split_and_glued_thousands_are_put_together_so_that_budget_less_outcome_is_the_deviation() -> None:
    text = """Insats Budget Utfall Avvikelse
Adrian 1 250 000 1 281 500 -31 500
Lyra 980 000 945000 35 000
Hälsosam 2 400 000 2 410 250 -10 250
Summa 4 630 000 4 636 750 -6 750
"""
    assert [row[1:] for row in grid(text)[1:]] == [
        ["1 250 000", "1 281 500", "-31 500"],
        ["980 000", "945000", "35 000"],
        ["2 400 000", "2 410 250", "-10 250"],
        ["4 630 000", "4 636 750", "-6 750"],
    ]


def test_a_blank_that_left_no_trace_is_placed_by_row_and_column_sums() -> None:
    text = "Insats Kvinnor Män Totalt\nAdrian 4 7 11\nLyra 30 30\nStart 5 5\nTotalt 34 12 46\n"
    assert grid(text)[2:4] == [["Lyra", "30", "", "30"], ["Start", "", "5", "5"]]


def test_a_total_row_that_adds_up_says_that_every_other_row_has_a_blank() -> None:
    text = "Insats Kvinnor Män Totalt\nAdrian 1 1\nLyra 39 39\nStart 60 60\nTotalt 60 40 100\n"
    assert grid(text)[1:] == [
        ["Adrian", "", "1", "1"],
        ["Lyra", "", "39", "39"],
        ["Start", "60", "", "60"],
        ["Totalt", "60", "40", "100"],
    ]


def test_status_words_fill_the_cells_they_stand_for_even_over_two_lines() -> None:
    text = "Insats Antal deltagare Nya deltagare\nAdrian 11 4\nLyra 52\nEj\ntillämpligt\nStart 96 30\nSumma 159 34\n"
    assert grid(text)[2] == ["Lyra", "52", "Ej tillämpligt"]
    assert grid(text)[3] == ["Start", "96", "30"]


def test_a_label_that_wraps_is_one_label() -> None:
    text = "Insats Kvinnor Män\nLyra 30 22\nSamverkansteam för\nunga 12 9\nFöretags-\nnätverk 3 4\n"
    assert [row[0] for row in grid(text)[1:]] == ["Lyra", "Samverkansteam för unga", "Företagsnätverk"]


def test_the_first_label_may_wrap_too_and_is_no_heading() -> None:
    assert [
        row[0] for row in grid("Insats Kvinnor Män\nStöd till personer\nmed behov 12 9\nLyra 30 22\nStart 4 7\n")
    ] == [
        "Insats",
        "Stöd till personer med behov",
        "Lyra",
        "Start",
    ]


def test_a_section_right_under_the_headings_is_a_row_of_its_own() -> None:
    rows = grid("Insats Budget Utfall\nHuddinge\nLyra 600 580\nStart 150 140\nSalem\nSlussen 90 80\n")
    assert [row[0] for row in rows] == ["Insats", "Huddinge", "Lyra", "Start", "Salem", "Slussen"]


def test_figures_on_a_line_of_their_own_belong_to_the_label_above() -> None:
    text = "Insats Kvinnor Män\nLyra 30 22\nSamverkansteam\n12 9\nAdrian 4 7\n"
    assert grid(text)[2] == ["Samverkansteam", "12", "9"]


def test_a_label_without_figures_above_rows_is_a_section_row() -> None:
    income = "Budget Utfall\nBidrag från staten 500 500\nBidrag från kommunen 250 250\n"
    text = income + "Kostnader\nPersonal 600 580\nLokaler 150 140\n"
    assert [row for row in grid(text) if not row[1]] == [["Kostnader", "", ""]]


def test_a_dash_is_a_blank_cell_with_a_place_of_its_own() -> None:
    assert grid("Insats Kvinnor Män Annan\nAdrian 4 7 -\nLyra 30 22 1\n")[1] == ["Adrian", "4", "7", "-"]


@pytest.mark.parametrize(
    "text",
    [
        "Under 2017 skrevs 34 in och 29 ut.\nÅret innan var de 40 och 31.\n",
        "Förbundet har sitt kansli i Huddinge.\n\nDet har tre anställda.\n",
        "Sidan 4\n",
    ],
)
def test_running_text_is_no_table(text: str) -> None:
    assert tables(text) == []


def test_two_tables_with_text_between_are_two() -> None:
    one = "Insats Kvinnor Män\nAdrian 4 7\nLyra 30 22\n"
    between = "\nKvinnorna är fler i den ena insatsen och männen är fler i den andra, som sagt var.\n\n"
    assert len(tables(one + between + one)) == 2


@pytest.mark.parametrize("between", ["", "\n", "\nTabell 3 Ekonomi (tkr)\n\n", "\nEkonomi 2017 (tkr)\n\n"])
@pytest.mark.parametrize(
    "heads", ["Insats   Budget helår   Utfall   Avvikelse", "Insats Budget helår Utfall Avvikelse"]
)
def test_a_line_of_headings_starts_a_table_of_its_own(between: str, heads: str) -> None:
    first = "Tabell 2 Deltagare\n\nInsats   Kvinnor   Män   Totalt\nAdrian   4   7   11\nLyra   30   22   52\n"
    second = "Adrian   3 000   2 000   1 000\nLyra   1 800   1 260   540\n"
    persons, money = tables(f"{first}{between}{heads}\n{second}")
    assert persons.grid()[0] == ["Insats", "Kvinnor", "Män", "Totalt"]
    assert persons.rows == 3
    assert money.grid() == [
        ["Insats", "Budget helår", "Utfall", "Avvikelse"],
        ["Adrian", "3 000", "2 000", "1 000"],
        ["Lyra", "1 800", "1 260", "540"],
    ]
    assert money.title == between.strip()


def test_a_caption_ends_a_table_even_when_the_headings_below_are_unknown() -> None:
    one = "Tabell 1 Deltagare\n\nInsats Kvinnor Män\nAdrian 4 7\nLyra 30 22\n\n"
    two = "Tabell 2 Lokaler\n\nHus   Dörrar   Trappor\nNorr   4   7\nSöder   30   22\nVäster   3   2\n"
    assert [t.title for t in tables(one + two)] == ["Tabell 1 Deltagare", "Tabell 2 Lokaler"]


def test_two_years_side_by_side_are_headings_and_no_row() -> None:
    text = "Resultaträkning\n            2019        2018\nIntäkter    6 623 770 7 720 000\n"
    text += "Kostnader   -6 120 770 -7 500 000\nResultat    503 000 220 000\n"
    (found,) = tables(text)
    assert found.title == "Resultaträkning"
    assert found.grid() == [
        ["", "2019", "2018"],
        ["Intäkter", "6 623 770", "7 720 000"],
        ["Kostnader", "-6 120 770", "-7 500 000"],
        ["Resultat", "503 000", "220 000"],
    ]


def test_wide_gaps_in_most_rows_part_amounts_that_no_sum_could() -> None:
    text = "Insats      Budget    Nuläge    Utfall   Prognos\nAdrian      3 000     2 000     150      2 900\n"
    text += "Lyra        1 800     1 260     -60      1 850\nStart       900       600       590      890\n"
    assert [row[1:] for row in grid(text)[1:]] == [
        ["3 000", "2 000", "150", "2 900"],
        ["1 800", "1 260", "-60", "1 850"],
        ["900", "600", "590", "890"],
    ]


def test_printed_rules_between_wide_gaps_are_no_figures() -> None:
    text = "Insats   |  Kvinnor   |  Män  |\nAdrian   |  4   |  7   |\nLyra   |  30   |  22   |\n"
    assert grid(text)[1:] == [["Adrian", "4", "7"], ["Lyra", "30", "22"]]


def test_only_the_paragraph_right_over_spaced_headings_is_the_title() -> None:
    text = "Förbundet Norr\n\nDeltagare 2017\n\nInsats   Kvinnor   Män\nAdrian   4   7\nLyra   30   22\n"
    assert [t.title for t in tables(text)] == ["Deltagare 2017"]


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("Tabell 3 Ekonomi", True),
        ("Diagram 4b Flöden 2017", True),
        ("Tabell 3: Flöden", True),
        ("tabell 3 visar", False),
        ("Tabellen 3", False),
        ("Tabell över 3 år", False),
    ],
)
def test_what_makes_a_line_a_caption(line: str, caption: bool) -> None:
    assert is_caption(line) is caption


def test_a_page_with_geometry_is_left_to_the_parsers_that_see_it() -> None:
    page = Page(1, "pdf-text", (), words=(Word("12", BBox(0, 0, 9, 9)),))
    found = parse(page, TableSettings())
    assert isinstance(found, Declined)
    assert "geometry" in found.reason


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("Lyra 30 22", True),
        ("Personal 600", True),
        ("Årsredovisning 2017", False),
        ("Tabell 3: Antal 2016 2017", False),
        ("12 (40)", False),
        ("Deltagare", False),
        ("En så lång rad är löpande text som råkar sluta i två tal, och inte någon etikett 12 14", False),
    ],
)
def test_what_makes_a_line_a_row(line: str, row: bool) -> None:
    assert is_row(line) is row


@pytest.mark.parametrize(
    ("above", "label", "goes"),
    [
        ("Samverkansteam", "för unga", True),
        ("Samverkans-", "Team", True),
        ("Stöd till personer med", "Aspergers", True),
        ("Samverkansteam", "Lyra", False),
        ("IPS", "Adrian", False),
    ],
)
def test_when_a_label_goes_on_from_the_line_above(above: str, label: str, goes: bool) -> None:
    assert goes_on(above, label) is goes


NAMES = ("Adrian", "Lyra", "Slussen", "Novum", "Bryggan", "Steget")


def spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9_999_999), st.integers(1, 9_999_999)), min_size=3, max_size=6))
def test_any_amounts_with_spaces_between_thousands_come_back_from_a_table_of_deviations(
    amounts: list[tuple[int, int]],
) -> None:
    rows = [(name, b, o, b - o) for name, (b, o) in zip(NAMES, amounts, strict=False)]
    rows.append(("Summa", sum(r[1] for r in rows), sum(r[2] for r in rows), sum(r[3] for r in rows)))
    printed = [[name, *map(spaced, figures)] for name, *figures in rows]
    text = "Insats Budget Utfall Avvikelse\n" + "\n".join(" ".join(row) for row in printed)
    assert grid(text)[1:] == printed


SOME_OF_BOTH = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).filter(any), min_size=3, max_size=6).filter(
    lambda rows: all(map(any, zip(*rows, strict=True)))
)


@settings(max_examples=60, deadline=None)
@given(SOME_OF_BOTH)
def test_any_blank_cells_that_left_no_trace_are_placed_so_that_all_sums_hold(counts: list[tuple[int, int]]) -> None:
    rows = [(name, k, m, k + m) for name, (k, m) in zip(NAMES, counts, strict=False)]
    rows.append(("Totalt", sum(r[1] for r in rows), sum(r[2] for r in rows), sum(r[3] for r in rows)))
    text = "Insats Kvinnor Män Totalt\n" + "\n".join(" ".join(str(x) for x in row if x) for row in rows)
    read = [[int(x or 0) for x in row[1:]] for row in grid(text)[1:]]
    assert all(women + men == both for women, men, both in read)
    assert [sum(column) for column in zip(*read[:-1], strict=True)] == read[-1]
    assert [row[2] for row in read] == [row[3] for row in rows]
