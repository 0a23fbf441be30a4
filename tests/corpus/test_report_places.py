"""Every finding shows the place it is about: a picture of the page with its numbers marked, or the quoted lines."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from paper_report import typeset
from PIL import Image
from rows import dataset

from corpus.records import Dataset
from corpus.report_model import model
from corpus.report_pictures import Drawn, Task, draw_here, encoded, numbered, tasks, within
from corpus.report_regions import Paper, ink, on_page
from corpus.report_views import PlaceView, Region, ReportModel
from extract.types import BBox, Line, Page, Word


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper({"hbs-2017": typeset(tmp_path / "hbs-2017.pdf", 2, (3, 41))})


def shown(paper: Paper) -> ReportModel:
    return model(dataset(), paper=paper, draw=draw_here)


def place(found: ReportModel, finding_id: str) -> PlaceView:
    return next(f.places[0] for f in found.findings if f.finding_id == finding_id)


def test_two_cells_of_one_table_are_one_picture_with_both_marked(paper: Paper) -> None:
    (f,) = (f for f in shown(paper).findings if f.finding_id == "f-1")
    (only,) = f.places
    assert only.picture and only.region and only.region.box.x0 == 42 and 170 < only.region.box.bottom < 185
    assert {m.obs_id: m.role for m in only.marks if m.obs_id} == {"o-flow-3-3": "suspect"}
    assert [q.line for q in only.quotes] == [201, 202]


def test_in_running_text_the_number_itself_is_marked_and_not_its_line(paper: Paper) -> None:
    rows = dataset().tables
    box = "50.0,292.0,300.0,303.0"
    rows["observations"] = [o | ({"bbox": box} if o["obs_id"] == "o-prose-1" else {}) for o in rows["observations"]]
    rows["findings"] = [f | ({"values": "2;1"} if f["finding_id"] == "f-2" else {}) for f in rows["findings"]]
    here = place(model(Dataset(rows), paper=paper, draw=draw_here), "f-2")
    (mark,) = here.marks
    assert (mark.role, mark.obs_id) == ("clash", "o-prose-1")
    assert mark.box.x1 - mark.box.x0 == 5.0
    assert here.region and here.region.box.top < 292 - 20


def test_a_number_that_clashes_is_told_from_those_that_are_only_added_up(paper: Paper) -> None:
    rows = dataset().tables
    box = {f"o-flow-{r}-3": f"{320},{101 + 14 * r},{350},{111 + 14 * r}" for r in range(1, 5)}
    rows["observations"] = [o | {"bbox": box.get(str(o["obs_id"]), o["bbox"])} for o in rows["observations"]]
    rows["findings"] = [
        f | {"obs_ids": ";".join(box), "values": "924 kr;129 kr"} for f in rows["findings"] if f["finding_id"] == "f-1"
    ]
    here = place(model(Dataset(rows), paper=paper, draw=draw_here), "f-1")
    assert {m.obs_id: m.role for m in here.marks} == {
        "o-flow-1-3": "rule",
        "o-flow-2-3": "rule",
        "o-flow-3-3": "suspect",
        "o-flow-4-3": "clash",
    }


def test_text_files_and_files_that_are_gone_have_their_lines_quoted_instead(tmp_path: Path) -> None:
    pages = typeset(tmp_path / "gone.pdf", 2, (3, 41))
    (tmp_path / "gone.pdf").unlink()
    found = shown(Paper({"hbs-2017": pages}))
    assert not found.pictures
    assert all(p.picture == 0 and p.quotes for f in found.findings for p in f.places)
    assert place(found, "f-3").region is None


def test_no_line_of_text_is_cut_by_the_edge_of_a_picture() -> None:
    lines = tuple(Line(n, "text", 1, BBox(50, top, 300, top + 10)) for n, top in enumerate((100, 114, 128, 142, 156)))
    page = Page(1, "pdf-text", lines, 600, 800)
    for bottom in (150, 153):
        region = on_page(Region("r", 1, BBox(40, 107, 310, bottom)), page, BBox(50, 128, 300, 138))
        assert (region.box.top, region.box.bottom) == ((111.0, 154.0))
    assert on_page(Region("r", 1, BBox(40, 102, 310, 145)), page, lines[2].bbox or BBox(0, 0, 0, 0)).box[1::2] == (
        99,
        142,
    )


def test_a_picture_is_drawn_once_for_the_finding_and_its_table(paper: Paper) -> None:
    found = shown(paper)
    flow = next(t for _, ts in found.tables for t in ts if t.table_id == "t-hbs-2017-1")
    assert flow.pictures == (place(found, "f-1").picture,)
    assert len({p.region for p in found.pictures}) == len(found.pictures)


def test_the_picture_shows_the_table_and_is_small(paper: Paper) -> None:
    found = shown(paper)
    picture = found.pictures[place(found, "f-1").picture - 1]
    content = base64.b64decode(picture.data)
    image = Image.open(io.BytesIO(content)).convert("L")
    wide = (picture.region.box.x1 - picture.region.box.x0) / (picture.region.box.bottom - picture.region.box.top)
    assert image.width / image.height == pytest.approx(wide, rel=0.02)
    assert min(image.tobytes()) < 80 and max(image.tobytes()) == 255
    assert len(content) < 12_000


def test_the_same_file_gives_the_same_pictures(paper: Paper) -> None:
    assert shown(paper).pictures == shown(paper).pictures


def test_findings_have_pictures_before_tables_when_there_is_no_room_for_all(paper: Paper) -> None:
    regions = [Region("r", 1, BBox(0, 0, n, n)) for n in (1, 2, 3)]
    drawn = dict.fromkeys(regions, ("image/webp", b"x" * 40))
    pictures, left_out = numbered(regions, drawn, budget=100)
    assert [p.region for p in pictures] == regions[:2]
    assert left_out == 1


def test_nothing_is_drawn_once_the_page_is_full(paper: Paper) -> None:
    regions = [Region("hbs-2017", 3, BBox(0, 0, n, n)) for n in range(1, 8)]
    asked: list[Region] = []

    def draw(todo: Sequence[Task]) -> list[Drawn]:
        here = [g for task in todo for _, parts in task.pages for g in parts]
        asked.extend(here)
        return [tuple((g, "image/webp", b"x" * 40) for g in here)]

    pictures, left_out = within(regions, paper, draw, budget=100, at_once=2)
    assert [(p.number, p.region) for p in pictures] == [(1, regions[0]), (2, regions[1])]
    assert asked == regions[:4] and left_out == 5


def test_a_worker_is_sent_pages_without_their_words(paper: Paper) -> None:
    (task,) = tasks([Region("hbs-2017", 3, BBox(0, 0, 9, 9)), Region("hbs-2017", 99, BBox(0, 0, 9, 9))], paper)
    assert [page.number for page, _ in task.pages] == [3]
    assert not task.pages[0][0].words and not task.pages[0][0].lines


@pytest.mark.parametrize(
    ("printed", "found"),
    [("1 835", ("1", "835")), ("835", ("835",)), ("41 %", ("(41", "%)")), ("83", ()), ("", ())],
)
def test_a_number_is_found_by_its_words_whatever_signs_stand_around_it(printed: str, found: tuple[str, ...]) -> None:
    texts = ("av", "1", "835", "eller", "(41", "%)")
    words = {t: Word(t, BBox(20.0 * i, 10, 20.0 * i + 15, 20)) for i, t in enumerate(texts)}
    page = Page(1, "pdf-text", (), 200, 200, tuple(words.values()))
    box = ink(page, BBox(0, 10, 200, 20), printed)
    assert (box is None) == (not found)
    if box and found:
        assert (box.x0, box.x1) == (words[found[0]].bbox.x0, words[found[-1]].bbox.x1)


def test_a_table_that_lies_on_its_side_is_shown_upright(tmp_path: Path) -> None:
    (page,) = typeset(tmp_path / "a.pdf")
    turned = replace(page, words=(Word("Totalt", BBox(60, 110, 70, 140), turn=90),))
    found = shown(Paper({"hbs-2017": (turned,)}))
    region = place(found, "f-1").region
    assert region and region.turn == 90


def test_a_grey_scan_is_kept_with_loss_and_a_clean_page_without() -> None:
    clean = Image.new("L", (300, 200), 255)
    clean.paste(0, (20, 20, 200, 24))
    noisy = Image.frombytes("L", (300, 200), bytes(120 + 7919 * i * i % 135 for i in range(60_000)))
    _, small = encoded(clean)
    _, large = encoded(noisy)
    assert len(small) < 400 and len(large) < 20_000
