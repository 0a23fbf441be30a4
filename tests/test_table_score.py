"""The score of table readings: what counts as right, and that it finds the best way to lay two grids on each other."""

from __future__ import annotations

import pytest

from tests.benchmarks.tables.alignment import Grid, aligned
from tests.benchmarks.tables.score import Figures, Read, Truth, f1, figures, found, score

FLOW: Grid = (("Insats", "Nya", "Totalt"), ("Lyra", "12", "40"), ("MIA Vidare", "3 %", ""), ("Summa", "1 234", "-5"))


def one(truth: Grid, read: Grid) -> tuple[float, float, bool]:
    (table,) = score([Truth(truth)], [Read((read,))]).tables
    return round(table.strict, 3), round(table.loose, 3), table.perfect


def test_the_same_grid_is_perfect() -> None:
    assert one(FLOW, FLOW) == (1.0, 1.0, True)


def test_a_lost_space_counts_only_strictly() -> None:
    lost = (*FLOW[:3], ("Summa", "1234", "-5"))
    assert one(FLOW, lost) == (round(20 / 22, 3), 1.0, True)


def test_blank_rows_and_columns_are_nobodys_fault() -> None:
    wide = tuple((a, "", b, c) for a, b, c in (*FLOW, ("", "", "")))
    assert one(FLOW, wide) == (1.0, 1.0, True)


def test_a_caption_read_as_a_row_costs_one_cell() -> None:
    assert one(FLOW, (("Tabell 1", "", ""), *FLOW)) == (round(22 / 23, 3), round(22 / 23, 3), False)


def test_a_value_in_the_wrong_column_is_wrong() -> None:
    moved = (*FLOW[:2], ("MIA Vidare", "", "3 %"), FLOW[3])
    assert one(FLOW, moved)[0] == round(20 / 22, 3)


def test_rows_keep_their_order() -> None:
    turned = (FLOW[0], FLOW[3], FLOW[1], FLOW[2])
    assert one(FLOW, turned)[0] == round(2 * 8 / 22, 3)


def test_columns_are_laid_where_most_cells_agree() -> None:
    shifted = tuple((row[0], *(("x", *row[1:]) if i == 1 else (*row[1:], "x"))) for i, row in enumerate(FLOW))
    rows, columns, agreeing = aligned(FLOW, shifted)
    assert (rows, columns) == ([(0, 0), (1, 1), (2, 2), (3, 3)], [(0, 0), (1, 1), (2, 2)])
    assert agreeing == 9


def test_one_reading_answers_one_table_and_the_rest_is_spurious() -> None:
    page = score(
        [Truth(FLOW), Truth((("Mål", "Utfall"), ("a", "b")))], [Read((FLOW,)), Read((FLOW[:2],)), Read((FLOW,))]
    )
    assert [t.perfect for t in page.tables] == [True, False]
    assert page.spurious == 2
    assert page.tables[1].strict == 0


def test_a_table_of_another_page_answers_nothing() -> None:
    page = score([Truth(FLOW, (2,))], [Read((FLOW,), (1,)), Read((FLOW,), (2, 3))])
    assert (page.tables[0].read, page.spurious) == (1, 1)


def test_the_kindest_convention_of_an_engine_counts() -> None:
    spread = ((("Deltagare",) * 2), ("Kvinnor", "Män"), ("1", "2"))
    truth = (("Deltagare", ""), *spread[1:])
    (table,) = score([Truth(truth)], [Read((spread, truth))]).tables
    assert table.perfect
    assert f1(truth, spread, loose=False) < 1


def test_half_the_text_in_place_is_found() -> None:
    assert found(FLOW, FLOW[:3])
    assert not found(FLOW, (("Insats", "Nya"), ("Lyra", "?")))
    misread = tuple(tuple(t.replace("a", "o") for t in row) for row in FLOW)
    assert found(FLOW, misread)


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("35 %", (1, 1, 0)),
        ("35%", (1, 1, 0)),
        ("35 20", (1, 0, 0)),
        ("85 %", (1, 0, 1)),
    ],
)
def test_percentages_are_right_lost_or_invented(read: str, expected: tuple[int, int, int]) -> None:
    truth: Grid = (("Mål", "Resultat"), ("Nöjda deltagare", "35 %"))
    counted = figures(truth, (truth[0], ("Nöjda deltagare", read)))
    assert (counted.percents, counted.percents_right, counted.percents_invented) == expected


def test_numbers_are_compared_whatever_their_minus_sign() -> None:
    counted = figures(FLOW, (*FLOW[:3], ("Summa", "1 284", "–5")))
    assert (counted.numbers, counted.numbers_right) == (5, 4)


def test_a_table_that_was_not_read_has_none_of_its_figures() -> None:
    assert score([Truth(FLOW)], []).tables[0].figures == Figures(5, 0, 1, 0, 0)
