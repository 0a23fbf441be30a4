"""The benchmark of table engines holds together: cases, an engine, the kindness to peers, the page it writes."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from tests.benchmarks.tables import page
from tests.benchmarks.tables.__main__ import main
from tests.benchmarks.tables.icdar import icdar
from tests.benchmarks.tables.kindness import peer_read, stitched, unspanned
from tests.benchmarks.tables.measure import Measured, by_family
from tests.benchmarks.tables.peers import AbsentError, package
from tests.benchmarks.tables.plot import Dot, scatter
from tests.benchmarks.tables.score import Read, Truth, score
from tests.benchmarks.tables.sets import Case
from tests.benchmarks.tables.speed import lay_out


def test_a_run_prints_the_score_of_each_family(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    main(["--seeds", "0", "--families", "grid,frame", "--worst", "1", "--pictures", str(tmp_path)])
    printed = capsys.readouterr().out.splitlines()
    grid = next(line for line in printed if line.startswith("grid")).split()
    assert grid[1:7] == ["1", "1", "1.0000", "1.0000", "100.0%", "100.0%"]
    assert any(line.startswith("all") for line in printed)


def test_an_engine_that_is_not_here_is_named_with_the_way_out() -> None:
    with pytest.raises(AbsentError, match=r"pip install 'facit\[bench\]'"):
        package("no_such_engine")


def test_lines_of_a_peers_cell_are_joined_as_suits_it_best() -> None:
    read = peer_read([["Samverkans-\nteam", None], ["Minst 30\rdeltagare", 12]], 3)
    assert read.pages == (3,)
    assert (("Samverkans- team", ""), ("Minst 30 deltagare", "12")) in read.grids
    assert (("Samverkansteam", ""), ("Minst 30 deltagare", "12")) in read.grids


def test_texts_repeated_over_a_span_are_written_once_among_the_headings_only() -> None:
    spread = (("Insats", "Nya", "Nya"), ("Insats", "Kvinnor", "Män"), ("Lyra", "7", "7"), ("Summa", "7", "7"))
    assert unspanned(spread)[:2] == (("Insats", "Nya", ""), ("", "Kvinnor", "Män"))
    assert unspanned(spread)[3] == ("Summa", "7", "7")
    assert unspanned((*spread, ("Intäkter",) * 3))[-1] == ("Intäkter", "", "")


def test_pieces_on_following_pages_are_one_table_without_the_repeated_heading() -> None:
    head = ("Insats", "Nya")
    first, second = Read(((head, ("Lyra", "1")),), (1,)), Read(((head, ("MIA", "2")),), (2,))
    (whole,) = stitched([first, second])
    assert whole == Read(((head, ("Lyra", "1"), ("MIA", "2")),), (1, 2))
    assert len(stitched([first, Read(((("a", "b", "c"),),), (2,))])) == 2
    assert len(stitched([first, Read(second.grids, (3,))])) == 2


def test_the_report_for_the_clock_has_all_its_pages(tmp_path: Path) -> None:
    pdf = tmp_path / "one.pdf"
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    document.save(pdf)
    case = Case("one", "grid", pdf, ())
    lay_out(tmp_path, [case] * 12, [case] * 6, [case])
    assert len(pypdfium2.PdfDocument(tmp_path / "report.pdf")) == 17
    assert [p.name for p in (tmp_path / "scans").iterdir()] == ["one.pdf"]


def test_icdars_regions_are_tables_with_spans_in_their_first_cell(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    document.save(tmp_path / "eu-001.pdf")
    cells = (("0", "1", "Both"), ("1", "0", "A"), ("1", "1", "1\n000"), ("1", "2", "2"))
    written = "".join(f'<cell start-row="{r}" start-col="{c}"><content>{t}</content></cell>' for r, c, t in cells)
    structure = f'<document><table><region page="2">{written}</region></table></document>'
    (tmp_path / "eu-001-str.xml").write_text(structure, encoding="utf-8")
    (case,) = icdar(tmp_path)
    assert case.truths == (Truth((("", "Both", ""), ("A", "1\n000", "2")), (2,), "icdar"),)


def measured(strict: bool) -> list[dict[str, object]]:
    truth = Truth((("Mål", "Utfall"), ("30 %", "12")))
    read = Read((truth.grid if strict else (("Mål", "x"),),))
    case = Case("grid-1000", "grid", Path("grid-1000.pdf"), (truth,))
    return [
        vars(s) | {"figures": vars(s.figures)}
        for s in by_family([Measured(case, score([truth], [read]), (read,), 0.5)])
    ]


def test_the_page_holds_every_engine_and_the_lead_over_the_best_other() -> None:
    part = {"seeds": 1, "first": 1000, "engines": {"camelot auto": measured(False), "facit": measured(True)}}
    text = page.text(
        {
            "date": "2026-01-01",
            "minutes": 1.0,
            "machine": "a machine",
            "commit": "abc",
            "versions": {"camelot-py": "2"},
            "skipped": {"tablers": "tablers is not installed"},
            "parts": {"text": part, "scans": part},
            "speed": {
                "pages": 17.0,
                "pdfium text": 0.017,
                "facit": 0.17,
                "pdfplumber lines": 1.7,
                "camelot auto": 17.0,
                "cold inspect": 0.4,
                "scans": 2.0,
                "facit scans": 2.6,
                "tesseract swe": 2.0,
            },
        }
    )
    assert "| **facit** | 1.000 | 1.000 | 100.0% | 100.0% | 0 | 0 | 500.0 |" in text
    assert "| grid | 1.000 | - | 0.333 | camelot auto | +0.667 |" in text
    assert "| facit: whole extraction | 10.00 ms/page | 10.0 |" in text
    assert "100 times faster than camelot auto and 10.0 times faster than pdfplumber" in text
    assert "1.30 times one Tesseract pass" in text
    assert "- tablers: tablers is not installed" in text


def test_the_plot_has_a_dot_and_a_name_for_each_engine() -> None:
    drawn = scatter([Dot("facit", 9, 0.98, ours=True), Dot("a <b>", 9, 0.98, ours=False)])
    assert drawn.count("<circle") == 2
    assert "a &lt;b&gt;" in drawn
