"""Of several readings of one place the better is taken, and the others say why they were not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from extract import chain, plumber
from extract.read import read
from extract.score import doubt, evidence, score, why_worse
from extract.types import BBox, Cell, Declined, Hints, Page, PageSource, Ruling, Table, TableSettings
from tests.extract import typeset
from tests.extract.typeset import Look

GRID = [["Insats", "Kvinnor", "Män"], ["Lyra", "12", "9"], ["START", "11", "17"], ["Totalt", "23", "26"]]


def table_of(grid: list[list[str]], *, header_rows: int = 1, box: BBox | None = None) -> Table:
    cells = tuple(
        Cell(r, c, t, tuple(t.split("\n")), is_header=r < header_rows)
        for r, row in enumerate(grid)
        for c, t in enumerate(row)
        if t
    )
    return Table(cells, len(grid), len(grid[0]), header_rows, bbox=box, engine="test")


MIXED = [["Insats", "Mål", "Läge"], ["Lyra", "12", "pågår"], ["START", "alla", "3"], ["Salut", "9", "klart"]]
"""Columns that hold figures as well as words: such a reading is doubtful."""


def test_the_winner_keeps_why_the_others_lost(tmp_path: Path) -> None:
    path = typeset.document(tmp_path / "a.pdf", [typeset.table(MIXED, [100, 60, 60], Look())])
    (table,) = read(path, TableSettings()).tables
    assert (table.engine, table.grid()) == ("ruled", MIXED)
    assert {d.parser for d in table.declined} == {"camelot-lattice", "pdfplumber"}
    assert all(d.reason for d in table.declined)


def test_nobody_else_is_asked_where_our_own_reading_leaves_no_doubt(tmp_path: Path) -> None:
    path = typeset.document(tmp_path / "a.pdf", [typeset.table(GRID, [100, 60, 60], Look())])
    page = read(path, TableSettings()).document.pages[0]
    (table,), noes = chain.run(page, TableSettings())
    assert (table.engine, table.declined) == ("ruled", ())
    assert {no.reason for no in noes if no.parser in dict(chain.SECOND)} == {
        "not asked: our own reading leaves no doubt"
    }


def test_a_doubt_is_named() -> None:
    assert doubt(evidence(table_of(GRID), Hints())) == ""
    assert "figures and text" in doubt(evidence(table_of(MIXED), Hints()))


def test_noes_that_concern_the_whole_page_are_kept_with_its_number(tmp_path: Path) -> None:
    path = typeset.document(tmp_path / "a.pdf", [typeset.prose("Inga tabeller här.")])
    extraction = read(path, TableSettings())
    assert [(number, no.parser) for number, no in extraction.declined] == [(1, "gate")]
    tables, noes = chain.run(extraction.document.pages[0], TableSettings())
    assert tables == []
    assert {no.parser for no in noes} == {name for name, _ in chain.PARSERS}


def test_rows_melted_into_one_cell_lose_against_rows_apart() -> None:
    melted = table_of([GRID[0], ["Lyra\nSTART", "12\n11", "9\n17"], GRID[3]])
    apart, hints = table_of(GRID), Hints(totals=frozenset({"totalt"}))
    worse, better = evidence(melted, hints), evidence(apart, hints)
    assert score(worse) < score(better)
    assert "several figures" in why_worse(worse, better)


def test_totals_that_add_up_speak_for_a_reading() -> None:
    shifted = [GRID[0], ["Lyra", "9", "12"], *GRID[2:]]
    hints = Hints(totals=frozenset({"totalt"}))
    worse, better = evidence(table_of(shifted), hints), evidence(table_of(GRID), hints)
    assert score(worse) < score(better)
    assert "add up" in why_worse(worse, better)


def test_a_torn_row_speaks_against_a_reading() -> None:
    torn = [["Insats", "Mål"], ["Lyra", "50 % når arbete"], ["", "efter insats"], ["START", "40 deltagare"]]
    whole = [["Insats", "Mål"], ["Lyra", "50 % når arbete efter insats"], ["START", "40 deltagare"]]
    assert score(evidence(table_of(torn), Hints())) < score(evidence(table_of(whole), Hints()))


def test_ready_grids_are_taken_as_they_are() -> None:
    grid = replace(table_of(GRID), source_lines=frozenset({1, 2, 3}))
    page = Page(1, "markdown", (), grids=(grid,))
    (table,), _ = chain.run(page, TableSettings())
    assert (table.grid(), table.engine) == (GRID, "grid")


def test_same_place_is_told_by_boxes_or_by_lines() -> None:
    a, b, c = (table_of(GRID, box=BBox(0, top, 100, top + 50)) for top in (0, 10, 60))
    assert chain.same_place(a, b)
    assert not chain.same_place(a, c)
    lined = replace(table_of(GRID), source_lines=frozenset({4, 5}))
    assert chain.same_place(lined, replace(lined, source_lines=frozenset({5, 6})))


def test_a_page_that_pdfplumber_does_not_find_is_declined(tmp_path: Path) -> None:
    """Damaged files may have pages for one program that another does not see."""
    path = typeset.document(tmp_path / "a.pdf", [typeset.table(GRID, [100, 60, 60], Look())])
    (page,) = read(path, TableSettings()).document.pages
    lost = replace(page, source=PageSource(path, 7), rulings=(Ruling(BBox(0, 0, 100, 0)),))
    answer = plumber.parse(lost, TableSettings())
    assert isinstance(answer, Declined)
    assert "cannot read the page" in answer.reason
