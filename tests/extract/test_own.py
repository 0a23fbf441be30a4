"""Tables that only their layout tells apart: side by side, stacked, shaded, framed, headed askew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

from extract.bands import bands
from extract.build import cell_of
from extract.evened import evened
from extract.layout import page_lines
from extract.own import parse
from extract.read import read
from extract.strips import make_strip
from extract.titles import is_caption, is_note
from extract.types import Alternative, BBox, Declined, Line, Page, TableSettings, Word
from tests.extract import paper, truth, typeset
from tests.extract.typeset import Look

FLOW = [
    ["Insats", "Nya", "Avslut"],
    ["Lyra", "12", "9"],
    ["START", "11", "17"],
    ["Salut", "4", "6"],
    ["Klivet", "8", "2"],
]
YEARS = [["Mått", "2019", "2020"], ["Väntetid", "4,5", "3,9"], ["Remisser", "210", "198"]]
TEXTS = [
    ["Insats", "Målgrupp", "Ägare"],
    ["Lyra", "Unga vuxna 16-29 år som varken arbetar eller studerar", "Salems kommun"],
    ["START", "Personer med psykisk ohälsa", "Region Stockholm"],
    ["Klivet", "Nyanlända med svag förankring på arbetsmarknaden", "Arbetsförmedlingen"],
]
SMALL = ParagraphStyle("small", fontName="Helvetica", fontSize=8, leading=9.6)


def grids(path: Path, blocks: list[object], *, columns: int = 1) -> list[truth.Grid]:
    """What is read from blocks set on a page."""
    return [t.grid() for t in read(typeset.document(path / "a.pdf", blocks, columns=columns), TableSettings()).tables]


def plain(grid: truth.Grid, widths: list[float], style: list[tuple[object, ...]], *, wrap: bool = False) -> Table:
    """A reportlab table with a style of its own."""
    data = [[Paragraph(t, SMALL) if wrap else t for t in row] for row in grid]
    return Table(data, colWidths=widths, style=[("FONTSIZE", (0, 0), (-1, -1), 9), *style])


def test_two_tables_side_by_side_are_two(tmp_path: Path) -> None:
    pads = [("TOPPADDING", (0, 0), (-1, -1), 6)]
    beside = Table([[plain(FLOW, [60, 40, 40], []), plain(YEARS, [60, 40, 40], pads)]], colWidths=[200, 200])
    assert sorted(grids(tmp_path, [beside])) == sorted([FLOW, YEARS])


def test_shaded_tables_on_top_of_each_other_are_two_and_keep_their_last_rows(tmp_path: Path) -> None:
    shading = [("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.HexColor("#dde6f0"), colors.white])]
    even = [FLOW[0], *FLOW[1:4]]
    upper, lower = plain(even, [90, 60, 60], shading), plain(YEARS, [90, 60, 60], shading)
    assert grids(tmp_path, [upper, typeset.space(30), lower]) == [even, YEARS]


def test_headings_to_the_left_stay_over_their_numbers_to_the_right(tmp_path: Path) -> None:
    grid = [
        ["", "Nya", "Avslut"],
        ["Förstärkt kontaktväg till vården", "1 204", "988"],
        ["Lyra", "12", "9"],
        ["Kör", "7", "6"],
    ]
    style = [("ALIGN", (1, 1), (-1, -1), "RIGHT"), ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black)]
    assert grids(tmp_path, [plain(grid, [150, 110, 110], style)]) == [grid]


def test_rows_in_a_frame_are_parted_by_their_distances(tmp_path: Path) -> None:
    style = [
        ("BOX", (0, 0), (-1, -1), 0.5, colors.black),
        ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
        ("LINEAFTER", (0, 0), (0, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    assert grids(tmp_path, [plain(TEXTS, [70, 120, 120], style, wrap=True)]) == [TEXTS]


def test_cells_centred_in_tall_rows_without_a_common_baseline_make_rows(tmp_path: Path) -> None:
    style = [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    narrow = plain(TEXTS, [60, 90, 85], [("LINEABOVE", (0, 0), (-1, 0), 0.5, colors.black), *style], wrap=True)
    assert grids(tmp_path, [narrow]) == [TEXTS]


def test_a_table_of_words_without_lines_is_found_by_its_headings_places_alone(tmp_path: Path) -> None:
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 7)]
    assert grids(tmp_path, [typeset.prose("Kort text."), plain(TEXTS, [70, 130, 120], style, wrap=True)]) == [TEXTS]


def test_columns_that_few_rows_fill_stay_apart_also_a_blank_one(tmp_path: Path) -> None:
    grid = [
        ["", "Lyra", "Salut", "START"],
        ["Vården", "", "", "2"],
        ["Annan", "67", "", ""],
        ["Soc", "49", "", ""],
        ["Kassan", "", "", "63"],
    ]
    assert grids(tmp_path, [plain(grid, [110, 70, 70, 70], [("ALIGN", (1, 0), (-1, -1), "CENTER")])]) == [grid]


def test_a_heading_of_two_lines_may_span_columns(tmp_path: Path) -> None:
    grid = [["Insats", "Nya deltagare under året 2019", "", "Avslut", ""], ["", "Kvinnor", "Män", "Kvinnor", "Män"]]
    grid += [[name, *"3142"] for name in ("Lyra", "Salut", "START")]
    style = [("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0)), ("ALIGN", (1, 0), (-1, -1), "CENTER")]
    data = [list(row) for row in grid]
    data[0][1] = "Nya deltagare\nunder året 2019"
    rules = [("LINEABOVE", (0, 0), (-1, 0), 0.5, colors.black), ("LINEBELOW", (0, 1), (-1, 1), 0.5, colors.black)]
    assert grids(tmp_path, [plain(data, [90, 50, 50, 50, 50], [*style, *rules])]) == [grid]


def test_boxes_to_write_in_are_no_table(tmp_path: Path) -> None:
    form = [["Namn:", ""], ["Adress:", ""], ["Datum:", ""], ["Underskrift:", ""]]
    assert grids(tmp_path, [plain(form, [120, 200], [("GRID", (0, 0), (-1, -1), 0.5, colors.black)])]) == []


def test_a_caption_below_is_the_title_and_marked_lines_are_notes(tmp_path: Path) -> None:
    set_table = typeset.table(FLOW, [90, 60, 60], Look())
    set_table.hAlign = "LEFT"
    blocks = [
        set_table,
        typeset.space(4),
        typeset.heading("Tabell 4. Deltagare"),
        typeset.prose("Källa: egen uppföljning."),
    ]
    (table,) = read(typeset.document(tmp_path / "a.pdf", blocks), TableSettings()).tables
    assert (table.title, table.notes) == ("Tabell 4. Deltagare", ("Källa: egen uppföljning.",))


@pytest.mark.parametrize("text", ["* Avser halvåret.", "1) Från maj.", "Källa: SUS", "Anm: preliminärt"])
def test_notes_say_what_they_are(text: str) -> None:
    assert is_note(text)
    assert not is_caption(text)


def word(text: str, x0: float, top: float, bottom: float, confidence: float | None = None) -> Word:
    return Word(text, BBox(x0, top, x0 + 6.0 * len(text), bottom), confidence)


def test_boxes_of_ink_become_lines_of_one_height() -> None:
    inked = [word("gård", 0, 12.9, 22.1, 0.9), word("oro", 40, 15, 20, 0.9), word("12", 80, 13, 20, 0.9)]
    boxes = [w.bbox for w in evened(inked)]
    assert len({round(b.bottom, 1) for b in boxes}) == len({round(b.top, 1) for b in boxes}) == 1
    assert boxes[0].bottom - boxes[0].top > 10
    assert evened(()) == ()


def test_lines_of_cells_centred_beside_each_other_are_one_band_and_lines_below_are_not() -> None:
    def strip(text: str, x0: float, top: float) -> object:
        return make_strip([word(text, x0, top, top + 10)], 10.0)

    left = [strip("ett", 0, 0), strip("två", 0, 10.5)]
    assert len(bands([*left, strip("mitt", 60, 5.2)])) == 1  # type: ignore[list-item]
    assert len(bands(left)) == 2  # type: ignore[arg-type]


def test_other_readings_of_words_are_other_readings_of_their_cell() -> None:
    unsure = Word("l2", BBox(40, 0, 52, 10), 0.5, (Alternative("12", 0.8, "digits"),))
    cell = cell_of([[word("ca", 0, 0, 10, 0.9), unsure]], (0, 0), (1, 1), BBox(0, 0, 52, 10), lambda _: 1)
    assert (cell.text, cell.alternatives) == ("ca l2", (Alternative("ca 12", 0.8, "digits"),))


def test_a_page_without_words_is_declined() -> None:
    assert isinstance(parse(Page(1, "text", (Line(1, "Lyra 12"),)), TableSettings()), Declined)


def drawn(
    folder: Path, lines: list[tuple[float, dict[float, str]]], rules: Sequence[tuple[float, float, float]] = ()
) -> list[truth.Grid]:
    """What is read from texts drawn at their places: (y from the top, {x: text}), and lines across (y, x0, x1)."""

    def draw(c: Canvas) -> None:
        for y, texts in lines:
            for x, text in texts.items():
                c.drawString(x, paper.SIZE[1] - y, text)
        for y, x0, x1 in rules:
            c.line(x0, paper.SIZE[1] - y, x1, paper.SIZE[1] - y)

    return [t.grid() for t in read(paper.sheet(folder / "a.pdf", draw), TableSettings()).tables]


def test_rows_of_words_at_even_distances_begin_anew_in_every_column(tmp_path: Path) -> None:
    told = [
        ("Insats", "Målgrupp", "Ägare"),
        ("Lyra", "Personer med ohälsa", "Salems kommun"),
        ("Stegen vidare", "Kvinnor med smärta", "Region Syd"),
        ("Kommunhubben", "Kvinnor med smärta", "Region Syd"),
        ("Merit", "Unga vuxna utan arbete", "Botkyrka kommun"),
    ]
    lines = [(100.0 + 13 * n, dict(zip((20.0, 130.0, 270.0), row, strict=True))) for n, row in enumerate(told)]
    rules = [(88.0, 20.0, 380.0), (104.0, 20.0, 380.0), (158.0, 20.0, 380.0)]
    assert drawn(tmp_path, lines, rules) == [[list(row) for row in told]]


def test_columns_that_never_share_a_row_are_two_where_their_headings_are(tmp_path: Path) -> None:
    lines = [
        (100.0, {150: "Slussen", 240: "Hälsoskolan"}),
        (118.0, {20: "Försörjningsstöd", 172: "72"}),
        (136.0, {20: "Eget initiativ", 172: "14"}),
        (154.0, {20: "Psykiatrin", 284: "4"}),
        (172.0, {20: "Aktivitetsansvaret", 172: "30"}),
    ]
    rules = [(88.0, 18.0, 300.0), (104.0, 18.0, 300.0), (180.0, 18.0, 300.0)]
    assert drawn(tmp_path, lines, rules) == [
        [
            ["", "Slussen", "Hälsoskolan"],
            ["Försörjningsstöd", "72", ""],
            ["Eget initiativ", "14", ""],
            ["Psykiatrin", "", "4"],
            ["Aktivitetsansvaret", "30", ""],
        ]
    ]


def test_a_line_under_two_spanning_headings_says_of_neither_how_far_it_spans(tmp_path: Path) -> None:
    lines = [
        (100.0, {150: "Nya", 270: "Pågående 31 dec"}),
        (116.0, {120: "Kv", 150: "Män", 190: "Tot", 250: "Kv", 280: "Män", 320: "Tot"}),
        *(
            (132.0 + 16 * n, {8: name, 121: "25", 155: "40", 193: "65", 251: "14", 285: "42", 323: "56"})
            for n, name in enumerate(("Conecto", "Lumena", "Slussen"))
        ),
    ]
    rules = [(104.0, 118.0, 340.0), *((88.0 + 16 * n, 6.0, 345.0) for n in (0, 2, 3, 4, 5))]
    (grid,) = drawn(tmp_path, lines, rules)
    assert grid[0] == ["", "Nya", "", "", "Pågående 31 dec", "", ""]
    assert grid[1] == ["", "Kv", "Män", "Tot", "Kv", "Män", "Tot"]


def test_cells_of_much_text_beside_each_other_are_no_columns_of_prose() -> None:
    goals = [
        "Minst tjugo nya deltagare",
        "tas emot under året och",
        "alla får en planering som",
        "följs upp efter ett år",
    ]
    results = [
        "Tjugofyra nya deltagare togs",
        "emot, av dem hade nitton en",
        "planering inom tre veckor",
        "från första mötet",
    ]
    words = [
        Word(text, BBox(x + 5.2 * at, top, x + 5.2 * (at + len(text)), top + 10))
        for row, name in enumerate(("Lyra", "Merit vid vården", "Novum"))
        for n in range(4)
        for x, told in ((20, name if n < 2 else ""), (140, goals[n]), (300, results[n]))
        for at, text in ((told.index(t), t) for t in told.split())
        for top in (100 + 60 * row + 12 * n,)
    ]
    told = [line.text for line in page_lines(words, (), 1, 460)]
    assert told[0] == "Lyra Minst tjugo nya deltagare Tjugofyra nya deltagare togs"
    assert len(told) == 12


def test_a_row_of_a_label_alone_between_filled_rows_belongs_to_the_table(tmp_path: Path) -> None:
    money = [["tkr", "Budget", "Utfall"], ["Bank", "936", "502"], ["Fordringar", "617", "416"]]
    money += [["Eget kapital", "", ""], ["Poster", "427", "269"], ["Skulder", "639", "845"], ["Resultat", "152", "136"]]
    filled = [("BACKGROUND", (c, r), (c, r), colors.HexColor("#dde6f0")) for r in (0, 2, 4, 6) for c in range(3)]
    assert grids(tmp_path, [plain(money, [150, 70, 70], filled)]) == [money]


def test_dots_that_lead_to_several_figures_lead_along_a_row(tmp_path: Path) -> None:
    lines = [(100.0, {20: "Andel", 200: "Kvinnor", 260: "Män", 310: "Totalt"})]
    lines += [
        (116.0 + 14 * n, {20: f"0,{9 - n} ....................", 200: "800", 260: f"{91 + n}", 310: f"{891 + n}"})
        for n in range(5)
    ]
    (grid,) = drawn(tmp_path, lines)
    assert [row[1:] for row in grid[1:]] == [["800", f"{91 + n}", f"{891 + n}"] for n in range(5)]
