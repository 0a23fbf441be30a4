"""A table over a page break is one table; two tables that only meet at a page break stay two."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.read import read
from extract.types import Extraction, Hints, TableSettings
from tests.extract import paper

HEAD = ("Insats", "Kvinnor", "Män")
FIRST = [("Lyra", "12", "19"), ("Slussen", "23", "27"), ("Novum", "4", "8"), ("Merit", "7", "9")]
SECOND = [("Kompassen", "31", "22"), ("Stegen", "5", "16"), ("Totalt", "82", "101")]
EDGES = (20, 180, 260, 340)
HEIGHT = 20


def table(c: Canvas, rows: list[tuple[str, ...]], top: float, edges: tuple[int, ...] = EDGES) -> None:
    """Rows in a full grid, from `top` (points from the foot of the page) down; '|' breaks lines in a cell."""
    y = top
    c.line(edges[0], y, edges[-1], y)
    for row in rows:
        lines = max(text.count("|") + 1 for text in row)
        for x, text in zip(edges, row, strict=False):
            for n, part in enumerate(text.split("|")):
                c.drawString(x + 4, y - 14 - 12 * n, part)
        y -= HEIGHT + 12 * (lines - 1)
        c.line(edges[0], y, edges[-1], y)
    for x in edges:
        c.line(x, top, x, y)


def first_page(rows: list[tuple[str, ...]], below: str = "", edges: tuple[int, ...] = EDGES) -> paper.Draw:
    def draw(c: Canvas) -> None:
        paper.prose(c)
        c.drawString(20, 385, "Årsredovisning 2019")
        c.drawString(190, 10, "3")
        lines = sum(max(t.count("|") for t in row) for row in rows)
        table(c, rows, 40 + HEIGHT * len(rows) + 12 * lines, edges)
        c.drawString(20, 26, below)

    return draw


def next_page(rows: list[tuple[str, ...]], caption: str = "", edges: tuple[int, ...] = EDGES) -> paper.Draw:
    def draw(c: Canvas) -> None:
        c.drawString(20, 385, "Årsredovisning 2019")
        c.drawString(190, 10, "4")
        c.drawString(20, 368, caption)
        table(c, rows, 360, edges)
        for n, line in enumerate(paper.PROSE):
            c.drawString(20, 180 - 13 * n, line)

    return draw


def over_pages(folder: Path, *draws: paper.Draw) -> Extraction:
    return read(paper.sheet(folder / "a.pdf", *draws), TableSettings())


def grids(extraction: Extraction) -> list[list[list[str]]]:
    return [t.grid() for t in extraction.tables]


def rows(*parts: list[tuple[str, ...]]) -> list[list[str]]:
    return [list(row) for part in parts for row in part]


@pytest.mark.parametrize("repeated", [True, False], ids=["heading repeated", "heading not repeated"])
def test_rows_of_the_next_page_are_joined(tmp_path: Path, repeated: bool) -> None:
    second = [HEAD, *SECOND] if repeated else SECOND
    extraction = over_pages(tmp_path, first_page([HEAD, *FIRST]), next_page(second))
    assert grids(extraction) == [rows([HEAD], FIRST, SECOND)]


def test_a_table_over_three_pages_is_one(tmp_path: Path) -> None:
    middle = [(f"Insats {n}", str(n), str(2 * n)) for n in range(1, 17)]
    extraction = over_pages(
        tmp_path, first_page([HEAD, *FIRST]), lambda c: table(c, [HEAD, *middle], 390), next_page([HEAD, *SECOND])
    )
    assert grids(extraction) == [rows([HEAD], FIRST, middle, SECOND)]


def test_cells_and_lines_know_their_page(tmp_path: Path) -> None:
    extraction = over_pages(tmp_path, first_page([HEAD, *FIRST]), next_page([HEAD, *SECOND]))
    (whole,) = extraction.tables
    assert (whole.page, whole.header_rows, whole.header_path(1)) == (1, 1, ("Kvinnor",))
    kept, moved = whole.cell(1, 0), whole.cell(5, 0)
    assert kept is not None and moved is not None
    assert (kept.page, moved.page, moved.text) == (None, 2, "Kompassen")
    second = extraction.document.pages[1]
    assert moved.line is not None and moved.bbox is not None
    assert second.lines[moved.line - 1].text == "Kompassen 31 22"
    assert moved.bbox.top - 1 <= second.lines[moved.line - 1].bbox.top <= moved.bbox.bottom  # type: ignore[union-attr]
    assert (2, moved.line) in whole.taken()
    prose = [line.text for line in extraction.prose()]
    assert not [text for text in prose if "Kompassen" in text or "Lyra" in text]
    assert paper.PROSE[0] in prose


def test_a_row_that_the_break_cuts_is_one_row_again(tmp_path: Path) -> None:
    goals = [("Insats", "Mål", "Resultat"), ("Lyra", "Fler i arbete", "Nådd"), ("Novum", "Minst 20 nya", "96 i år och")]
    rest = [("", "deltagare i år", "77 förra året"), ("Merit", "Ny metod", "Pågår")]
    edges = (20, 120, 240, 370)
    extraction = over_pages(tmp_path, first_page(goals, edges=edges), next_page(rest, edges=edges))
    assert grids(extraction) == [
        rows(goals[:2], [("Novum", "Minst 20 nya deltagare i år", "96 i år och 77 förra året")], rest[1:])
    ]


def test_the_rest_of_a_cut_row_is_found_above_another_table(tmp_path: Path) -> None:
    goals = [("Insats", "Mål", "Resultat"), ("Lyra", "Fler i arbete", "Nådd"), ("Novum", "Minst 20 nya", "96 i år och")]
    edges = (20, 120, 240, 370)

    def second(c: Canvas) -> None:
        c.drawString(20, 385, "Årsredovisning 2019")
        c.drawString(190, 10, "4")
        table(c, [("", "deltagare i år", "77 förra året")], 360, edges)
        for n, line in enumerate(paper.PROSE):
            c.drawString(20, 300 - 13 * n, line)
        c.drawString(20, 225, "Tabell 4. Deltagare 2019")
        table(c, [HEAD, *SECOND], 220)

    extraction = over_pages(tmp_path, first_page(goals, edges=edges), second)
    whole, other = grids(extraction)
    assert whole[-1] == ["Novum", "Minst 20 nya deltagare i år", "96 i år och 77 förra året"]
    assert other == rows([HEAD], SECOND)


def test_a_label_over_rows_at_the_foot_of_a_page_heads_those_of_the_next(tmp_path: Path) -> None:
    def open_rows(c: Canvas, lines: list[tuple[str, ...]], top: float) -> None:
        c.line(20, top, 340, top)
        for n, line in enumerate(lines):
            for x, text in zip(EDGES, line, strict=False):
                c.drawString(x, top - 14 - 16 * n, text)

    def first(c: Canvas) -> None:
        paper.prose(c)
        c.drawString(190, 10, "3")
        open_rows(c, [HEAD, ("Pågående",), *FIRST, ("Nya",)], 150)

    def second(c: Canvas) -> None:
        c.drawString(190, 10, "4")
        open_rows(c, SECOND, 390)

    (whole,) = grids(over_pages(tmp_path, first, second))
    assert [row[0] for row in whole] == ["Insats", "Pågående", *(r[0] for r in FIRST), "Nya", *(r[0] for r in SECOND)]


def test_a_running_head_that_only_the_second_page_has_ends_no_table(tmp_path: Path) -> None:
    def first(c: Canvas) -> None:
        paper.prose(c)
        c.drawString(190, 10, "3")
        table(c, [HEAD, *FIRST], 40 + HEIGHT * 5)

    assert grids(over_pages(tmp_path, first, next_page(SECOND))) == [rows([HEAD], FIRST, SECOND)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (first_page([HEAD, *FIRST]), next_page([HEAD, *SECOND], caption="Tabell 4. Avslutade deltagare 2019")),
        (first_page([HEAD, *FIRST], below="Källa: egen uppföljning av deltagare"), next_page(SECOND)),
        (first_page([HEAD, *FIRST]), next_page([("Avslut", "Arbete", "Studier"), *SECOND])),
        (first_page([HEAD, *FIRST]), next_page(SECOND, edges=(20, 80, 130, 180))),
    ],
    ids=["a caption between", "a note below the first", "other headings over figures", "other columns"],
)
def test_tables_that_only_meet_at_the_break_stay_two(tmp_path: Path, first: paper.Draw, second: paper.Draw) -> None:
    assert len(over_pages(tmp_path, first, second).tables) == 2


def test_a_table_that_ends_high_on_its_page_does_not_go_on(tmp_path: Path) -> None:
    extraction = over_pages(tmp_path, lambda c: table(c, [HEAD, *FIRST], 380), next_page(SECOND))
    assert len(extraction.tables) == 2


def test_a_name_and_a_figure_at_the_top_of_a_page_are_a_row_and_no_page_number(tmp_path: Path) -> None:
    second = [("Lyran", "26", ""), *SECOND]
    extraction = over_pages(tmp_path, first_page([HEAD, *FIRST]), lambda c: table(c, second, 392))
    assert grids(extraction) == [rows([HEAD], FIRST, second)]


def test_a_cut_label_goes_on_with_a_small_letter_whatever_the_cells_begin_with(tmp_path: Path) -> None:
    goals = [
        ("Insats", "Mål", "Resultat"),
        ("Lyra", "Fler i arbete", "Nådd"),
        ("Kontaktväg till", "Kort väntetid", "Ja"),
    ]
    rest = [("hälsovården", "Minst 20 nya", "I juni"), ("Merit", "Ny metod", "Pågår")]
    edges = (20, 120, 240, 370)
    (whole,) = grids(over_pages(tmp_path, first_page(goals, edges=edges), next_page(rest, edges=edges)))
    assert whole[2] == ["Kontaktväg till hälsovården", "Kort väntetid Minst 20 nya", "Ja I juni"]
    assert whole[3] == list(rest[1])


def open_table(c: Canvas, lines: list[tuple[float, dict[float, str]]]) -> None:
    """Texts at their places, without a line: (y from the foot of the page, {x: text})."""
    for y, texts in lines:
        for x, text in texts.items():
            c.drawString(x, y, text)


def test_the_only_row_of_a_page_tells_by_its_headings_how_far_apart_rows_are(tmp_path: Path) -> None:
    def first(c: Canvas) -> None:
        paper.prose(c)
        open_table(c, [(84, {20: "Insats", 130: "Mål", 280: "Resultat"})])
        open_table(c, [(60, {20: "Stödjande", 130: "Öka kunskapen om alla", 280: "12 nya"})])
        open_table(c, [(48, {20: "verksamheten", 130: "parters uppdrag"})])
        c.drawString(190, 10, "3")

    def second(c: Canvas) -> None:
        open_table(c, [(380, {20: "Novum", 130: "Minst 20 nya deltagare", 280: "27, varav 12 kvinnor"})])
        open_table(c, [(368, {130: "under hela året"})])
        open_table(c, [(344, {20: "Merit", 130: "Ny metod för alla som", 280: "Pågår"}), (332, {130: "deltar"})])
        c.drawString(20, 308, "Källa: uttag i januari")
        for n, line in enumerate(paper.PROSE):
            c.drawString(20, 270 - 13 * n, line)
        c.drawString(190, 10, "4")

    extraction = read(
        paper.sheet(tmp_path / "a.pdf", first, second),
        TableSettings(hints=Hints(headers=frozenset({"insats", "mål", "resultat"}))),
    )
    (whole,) = grids(extraction)
    assert whole == [
        ["Insats", "Mål", "Resultat"],
        ["Stödjande verksamheten", "Öka kunskapen om alla parters uppdrag", "12 nya"],
        ["Novum", "Minst 20 nya deltagare under hela året", "27, varav 12 kvinnor"],
        ["Merit", "Ny metod för alla som deltar", "Pågår"],
    ]
