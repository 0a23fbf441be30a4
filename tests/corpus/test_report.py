"""The flagging report shows what was read and what does not add up, in two languages, and trusts no document."""

from __future__ import annotations

import csv
import html.parser
import json
import re
from pathlib import Path

import pytest
from rows import dataset

from corpus import report
from corpus.records import Dataset
from corpus.report import json_block, render, write_report
from corpus.report_model import model
from corpus.report_views import Piece, Words
from corpus.report_wording import marked


def test_a_finding_is_shown_with_its_places_values_and_proposal() -> None:
    found = model(dataset()).findings[0]
    assert found.finding_id == "f-1"
    assert (found.severity_label, found.kind_label) == (Words("Fel", "Error"), Words("Kolumnsumma", "Column sum"))
    assert found.message.sv.startswith("Kolumnen Avslutade ger 11 + 24 + 924 = 959")
    assert (found.federations, found.years) == (("Samordningsförbundet Huddinge Botkyrka Salem",), ("2017",))
    (place,) = found.places
    assert (place.file_name, place.page, place.table_id) == ("hbs-2017-bilaga2.pdf", 3, "t-hbs-2017-1")
    assert [(q.line, [p.text for p in q.pieces if p.marked]) for q in place.quotes] == [(201, ["924"]), (202, ["129"])]
    assert (found.difference, found.rule[:6]) == (Words("830", "830"), "Adrian")
    assert found.action_label == Words("Rättat", "Corrected")


def test_files_are_listed_with_what_was_found_in_them_and_why_one_could_not_be_read() -> None:
    files = {f.file_name: f for f in model(dataset()).files}
    first, broken = files["hbs-2017-bilaga2.pdf"], files["trasig.pdf"]
    assert (first.federation, first.period, first.pages) == ("Samordningsförbundet Huddinge Botkyrka Salem", "2017", 44)
    assert (first.tables, first.observations) == (2, 17)
    assert first.findings == (("error", 1), ("warning", 1), ("info", 0))
    assert broken.status == "failed" and "avklippt" in broken.error
    assert files["sthlm-2025h1.ocr.txt"].language_folded


def test_each_file_shows_how_many_of_its_numbers_were_not_understood_and_which() -> None:
    first = next(f for f in model(dataset()).files if f.file_name == "hbs-2017-bilaga2.pdf")
    assert (first.printed, first.used, first.ignored, first.unread_percent) == (200, 190, 8, Words("1", "1"))
    recipe, money = first.unread
    assert (money.page, money.line, money.kind_label.en) == (38, 1177, "Without a measure")
    assert recipe.quote[1] == Piece("67", marked=True)
    page = render(model(dataset()))
    assert f'<a href="#unread-{first.report_id}">2</a>' in page
    assert "sökbara &lt;b&gt;insatser&lt;/b&gt;" in page
    unread = next(f for f in model(dataset()).files if f.status == "failed")
    assert (unread.printed, unread.unread) == (None, ())


def test_findings_come_worst_first_whatever_order_they_were_found_in() -> None:
    assert [f.severity for f in model(dataset()).findings] == ["error", "warning", "info"]


def test_a_number_is_written_as_each_language_writes_it() -> None:
    rows = dataset().tables
    rows["findings"] = [rows["findings"][0] | {"difference": -1096230.5}]
    assert model(Dataset(rows)).findings[0].difference == Words("−1\u00a0096\u00a0230,5", "−1,096,230.5")


def test_the_cell_that_a_finding_is_about_points_to_the_worst_finding() -> None:
    (_, (_, flow)), *_ = model(dataset()).tables
    flagged = {(c.text, c.severity, c.finding) for row in flow.grid for c in row if c.finding}
    assert flagged == {("924", "error", "f-1"), ("129", "error", "f-1")}


def test_a_table_with_spanning_and_missing_cells_keeps_its_shape() -> None:
    rows = dataset().tables
    rows["cells"] = [
        c | ({"column_span": 2} if (c["row"], c["column"]) == (0, 0) else {})
        for c in rows["cells"]
        if (c["row"], c["column"]) not in {(0, 1), (2, 2)}
    ]
    (_, (_, flow)), *_ = model(Dataset(rows)).tables
    assert [sum(c.column_span for c in row) for row in flow.grid] == [5] * 5
    assert flow.grid[2][2].text == ""


def test_names_show_every_printed_form_and_how_it_was_settled() -> None:
    names = {n.intervention.sv: n for n in model(dataset()).names}
    assert [f.printed for f in names["Adrian"].forms] == ["ADRIAN", "Adrian"]
    assert names["HälsoSam"].forms[0].methods == (Words("Beslut", "Decision"),)


@pytest.mark.parametrize(
    ("quote", "values", "found"),
    [
        ("94 av 129, 4 kvar", ("4",), ["4"]),
        ("18 % (2 av 11)", ("18 %", "2 av 11"), ["18 %", "2 av 11"]),
        ("4,5 och 4.", ("4",), ["4"]),
        ("1 098 tkr", ("98", "1 098"), ["1 098"]),
        ("ingenting", ("",), []),
    ],
)
def test_only_the_whole_clashing_values_are_marked_in_a_quoted_line(
    quote: str, values: tuple[str, ...], found: list[str]
) -> None:
    pieces = marked(quote, values)
    assert [p.text for p in pieces if p.marked] == found
    assert "".join(p.text for p in pieces) == quote


def test_a_number_is_marked_though_its_spaces_are_written_otherwise() -> None:
    assert [p.text for p in marked("Totalt 191 1835 5", ("1 835",)) if p.marked] == ["1835"]
    assert [p.text for p in marked("Totalt 191 835 5", ("1 835",)) if p.marked] == []


def test_a_finding_without_quoted_lines_takes_them_from_the_caller_or_from_its_numbers() -> None:
    rows = dataset().tables
    rows["findings"] = [f | {"quotes": "[]"} for f in rows["findings"]]
    given = model(Dataset(rows), {"f-3": ("raden som den stod",)})
    by_id = {f.finding_id: f for f in given.findings}
    assert by_id["f-3"].places[0].quotes[0].pieces == (Piece("raden som den stod"),)
    quoted = by_id["f-1"].places[0].quotes[0].pieces
    assert "".join(p.text for p in quoted) == "Hälsosam   41   55   924   2"


def test_a_place_finds_its_table_by_its_line_when_a_finding_rests_on_more_numbers_than_it_names_places() -> None:
    rows = dataset().tables
    rows["findings"] = [f | {"obs_ids": "o-flow-1-3;o-flow-3-3;o-flow-4-3"} for f in rows["findings"][1:2]]
    (finding,) = model(Dataset(rows)).findings
    (place,) = finding.places
    assert (place.table_id, [q.line for q in place.quotes]) == ("t-hbs-2017-1", [201, 202])


def test_a_sentence_begins_with_a_capital_letter() -> None:
    rows = dataset().tables
    rows["findings"] = [rows["findings"][0] | {"message_sv": "alla insatser: 5", "message_en": "åtta"}]
    assert model(Dataset(rows)).findings[0].message == Words("Alla insatser: 5", "Åtta")


class _Page(html.parser.HTMLParser):
    """The tags of a page, the addresses in it, and the text as a reader sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [v or "" for k, v in attrs if k in {"href", "src", "action", "srcset"} or k.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_what_a_document_prints_is_shown_and_never_run() -> None:
    page = _Page()
    text = render(model(dataset()))
    page.feed(text)
    assert page.tags.count("script") == 4
    assert text.count("<b>2 av 11</b>") == 0
    for printed in ("<script>alert('texten')</script>", '=HYPERLINK("http'):
        assert printed in page.text
    assert "<script>alert('cell')</script>" not in text
    block = re.search(r'<script type="application/json" id="grids">(.*?)</script>', text, re.S)
    assert block
    assert ["<script>alert('cell')</script>", "=1+1", "−1 916", "@SUM(A1)"] in json.loads(block[1])["t-hbs-2017-2"]
    assert all(a.startswith("#") for a in page.addresses)


def test_nothing_in_data_can_end_the_script_that_holds_it() -> None:
    hostile = "</script><!--<script>\u2028\u2029&"
    block = json_block({"a": hostile})
    assert not set("<>&\u2028\u2029") & set(block)
    assert json.loads(block) == {"a": hostile}


def test_the_page_needs_nothing_from_the_network() -> None:
    text = render(model(dataset()))
    style = re.search(r"<style>(.*?)</style>", text, re.S)
    assert style and "url(" not in style[1] and "@import" not in style[1]
    assert not {"link", "img", "iframe", "object", "embed"} & set(_tags(text))
    assert "default-src 'none'" in text


def _tags(text: str) -> list[str]:
    page = _Page()
    page.feed(text)
    return page.tags


def test_the_same_rows_give_the_same_page_whatever_their_order(tmp_path: Path) -> None:
    shuffled = Dataset({name: rows[::-1] for name, rows in dataset().tables.items()})
    one, two = write_report(dataset(), tmp_path / "a"), write_report(shuffled, tmp_path / "b")
    assert one.read_bytes() == two.read_bytes()
    assert [p.name for p in one.parent.iterdir()] == ["index.html"]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_run_that_found_nothing_says_so(lang: str) -> None:
    text = render(model(Dataset()), lang)
    assert f'<html lang="{lang}"' in text
    assert "Inget som kunde prövas säger emot något annat." in text
    assert "Nothing that could be checked contradicts anything else." in text


def test_a_question_about_names_and_the_years_of_every_name_are_shown() -> None:
    shown = model(dataset())
    (question,) = shown.questions
    assert (question.printed, question.other) == ("Hälso Sam", "HälsoSam")
    assert shown.timeline is not None
    assert {s.label for s in shown.timeline.strips} >= {"HälsoSam"}
    page = render(shown)
    assert "question-q-0123456789" in page
    assert page.count("<circle") == sum(len(s.dots) for s in shown.timeline.strips) > 0


def test_every_word_that_the_page_says_is_in_the_file_of_words() -> None:
    templates = Path(report.__file__).parent / "templates"
    with (templates / "words.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert all(row["sv"] and row["en"] for row in rows)
    said = set()
    for path in (*templates.glob("report/*"), templates / "report.html.j2", templates / "timeline.svg.j2"):
        said |= set(re.findall(r"""(?:\bt|\bsay)\("(\w+)"[,)]""", path.read_text(encoding="utf-8")))
    assert said - {row["word"] for row in rows} == set()
