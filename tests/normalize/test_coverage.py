"""Every printed number is used, ignored for a reason that has a name, or listed as not understood."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from make import markdown, vocabulary

from corpus import inputs, manifest, registry
from corpus.reading import Job, Outcome, read_report
from extract.types import BBox, Cell, Document, Extraction, Line, Page, Table
from normalize import periods
from normalize.coverage import Number, classed, coverage
from normalize.ignored import NEVER, labels, reasons
from normalize.measuring import UNRESOLVED
from normalize.read import Context
from normalize.read import read as understand
from normalize.types import Coverage, Goal, Observation, Place, Reading, UnreadNumber, Value, together

SHARED = Path(__file__).parents[3] / "shared"
REPORTS = (
    "hbs-2017-bilaga2.txt",
    "hbs-2022-arsredovisning.md",
    "sthlm-2021-insatser.txt",
    "sthlm-2025h1-halvarsrapport.ocr.txt",
)
AT_MOST = 0.03
"""The share of numbers not understood that a report may have."""
LINE = Place(1)


def covered(text: str, *, spoilt: bool = False) -> Coverage:
    """The coverage of a dump of which nothing was understood: what patterns alone name."""
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), start=1))
    document = Document("r.txt", "0" * 64, "text/plain", (Page(1, "text", lines),), language_folded=spoilt)
    return coverage(Extraction(document, ()), Reading())


def of(extraction: Extraction, period: str = "2019") -> Coverage:
    """The coverage of a report that was read."""
    return understand(extraction, vocabulary(), Context(periods.parse(period))).coverage


def left(found: Coverage) -> list[tuple[str, int, str]]:
    """The numbers not understood: text, line, kind."""
    return [(u.text, u.line, u.kind) for u in found.unread]


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("Skolan har 1 515 böcker", ["1 515"]),
        ("Snittet blev 12,4 i klassen", ["12,4"]),
        ("Mellan 32-34 och 3:4", ["32-34", "3:4"]),
        ("Full poäng 100 % (13 av 13)", ["100", "13", "13"]),
        ("Fem böcker och inga siffror", []),
        ("Summan är -1 916,5 i år", ["1 916,5"]),
        ('<td style="width: 40px">7</td> [länk](http://a.se/2.pdf)', ["7"]),
    ],
)
def test_what_one_number_is(line: str, numbers: list[str]) -> None:
    found = covered(line)
    assert [u.text for u in found.unread] == numbers
    assert found.numbers == len(numbers)


@pytest.mark.parametrize(
    ("line", "reason", "count"),
    [
        ("Mötet hölls den 3 maj 2019", "date", 2),
        ("Balansdag 2019-12-31", "date", 1),
        ("Under 2019 och åren 2016-2018 ökade intresset", "year", 2),
        ("Insatsen vänder sig till unga 16-24 år", "age", 1),
        ("För personer över 50 år", "age", 1),
        ("Kursen pågår i 10 veckor, med uppföljning efter 12 månader", "duration", 2),
        ("Enligt lagen (2003:1210) och 7 § samt SFS 2022:1253", "law", 3),
        ("Diarienr: Af-2020/0063 3962", "diary", 2),
        ("Organisationsnummer 222000-3020", "contact", 1),
        ("4 (12)", "page", 2),
        ("1.2 Om förbundet..........3", "contents", 2),
        ("## 1.2 Om förbundet", "heading", 1),
        ("Se tabell 3 och figur 1", "figure", 2),
        ("Avslutsorsak 2 är rehabilitering", "reference", 1),
        ("Andra halvår 25 och Q3", "period", 2),
        ("Åsa Ek, 1:e vice ordförande", "ordinal", 1),
        ("Pandemin covid-19 och Agenda 2030", "name", 2),
        ("Två lotsar samt ca 25 projektmedarbetare", "staffing", 1),
        ("En anställning på 50 procent", "staffing", 1),
        ("Kansliet höll 27 lokala nätverksmöten", "meeting", 1),
        ("Avtal med 10 leverantörer", "organisation", 1),
        ("Sidan har 467 följare", "reach", 1),
    ],
)
def test_a_number_that_measures_nothing_is_ignored_by_name(line: str, reason: str, count: int) -> None:
    found = covered(line)
    assert (dict(found.ignored), left(found)) == ({reason: count}, [])


@pytest.mark.parametrize(
    "line",
    [
        "40 deltagare",
        "18 nya kvinnor i 10 grupper",
        "35 % i arbete",
        "1 515 tkr",
        "Cirka 4,7 miljoner kronor per år",
        "i genomsnitt 10,4 månader",
        "i genomsnitt 13,6\ntimmars undervisning",
        "2021 tkr",
        "13 av 18 svarande",
        "Målet är 60 nya deltagare 2019",
        "Av dem 12 är kvinnor",
        "Av dem är 12 under 30 år",
    ],
)
def test_people_shares_and_money_are_never_ignored(line: str) -> None:
    """Whatever else stands in the line: the first number is one that a report is read for."""
    first = re.search(r"\d+( \d{3})*(,\d+)?", line)
    assert first
    assert left(covered(line))[0] == (first[0], 1, "unread")


def test_a_pattern_follows_a_sentence_over_the_end_of_its_line_but_not_into_the_next_paragraph() -> None:
    assert dict(covered("Insatsen vänder sig till dem från  \n18 år och uppåt").ignored) == {"age": 1}
    assert left(covered("Antal 18\n\når 2019")) == [("18", 1, "unread")]
    assert left(covered("Det blev 18\nÅr 2019 blev bättre.")) == [("18", 1, "unread")]


def test_letters_that_ocr_took_for_digits_are_no_numbers_only_where_the_text_is_spoilt() -> None:
    line = "st6d, 6kar, kons-1D och f6r"
    assert dict(covered(line, spoilt=True).ignored) == {"misread": 4}
    assert len(covered(line).unread) == 4


def test_a_table_and_its_prose_are_used_and_only_the_rest_is_left() -> None:
    found = of(
        markdown(
            "# Årsredovisning 2019\n\n"
            "| Insats | Antal deltagare 2019 | Varav kvinnor | Varav män |\n|---|---|---|---|\n"
            "| Bryggan | 30 | 20 | 10 |\n| Stegen | 12 | 5 | 7 |\n| Totalt | 42 | 25 | 17 |\n\n"
            "## Bryggan\n\nTotalt har 30 deltagare (20 kvinnor och 10 män) varit inskrivna under 2019. "
            "Katalogen har 67 recept.\n"
        )
    )
    assert left(found) == [("67", 11, "unread")]
    assert found.used == 9 + 3
    assert found.numbers == found.used + found.ignored_by_name + 1
    assert found.ignored["year"] + found.ignored["label"] == 3


def printed(text: str) -> Extraction:
    """A dump of one line without tables."""
    return Extraction(Document("r.txt", "0" * 64, "text/plain", (Page(1, "text", (Line(1, text),)),)), ())


def said(value: Value, measure: str = "participants", place: Place = LINE) -> Observation:
    """An observation of line 1."""
    return Observation(measure, value, None, place, "all", source="prose" if place.table < 0 else "table")


def test_each_use_takes_one_printed_number() -> None:
    """Two twenties are printed and one is understood: the other is left."""
    seen = said(Value("20", Decimal(20), "persons"))
    found = coverage(printed("20 deltagare och 20 äpplen"), Reading((seen,)))
    assert (found.used, left(found)) == (1, [("20", 1, "unread")])
    assert coverage(printed("20 deltagare och 20 äpplen"), Reading((seen,) * 3)).used == 2


def test_a_share_uses_its_parts_too_even_when_they_are_printed_alike() -> None:
    share = Value("100 %", Decimal(100), "percent", 0, Decimal(13), Decimal(13))
    assert coverage(printed("100 % (13 av 13) och 13 till"), Reading((said(share),))).used == 3
    parts = Value("3 av 13", Decimal(3), "persons", 0, Decimal(3), Decimal(13))
    assert coverage(printed("3 av 13, 3 gånger"), Reading((said(parts),))).used == 2


def test_an_observation_without_a_measure_keeps_its_number_and_does_not_understand_it() -> None:
    found = coverage(printed("67 personer vinkade"), Reading((said(Value("67", Decimal(67)), UNRESOLVED),)))
    assert (found.used, left(found)) == (0, [("67", 1, "unresolved")])


def test_a_reason_outranks_an_observation_without_a_measure_but_never_one_with() -> None:
    share = Value("50 procent", Decimal(50), "percent")
    text = "En tjänst på 50 procent"
    assert dict(coverage(printed(text), Reading((said(share, UNRESOLVED),))).ignored) == {"staffing": 1}
    assert coverage(printed(text), Reading((said(share),))).used == 1


def row_of(text: str, *cells: str) -> Extraction:
    """A dump of one row of a table, and its cells as the parsers took them apart."""
    row = tuple(Cell(0, c, part, line=1) for c, part in enumerate(cells))
    table = Table(row, 1, len(cells), 0, page=1, line=1, last_line=1, source_lines=frozenset({1}))
    return replace(printed(text), tables=(table,))


def amounts(cells: tuple[str, ...]) -> tuple[Observation, ...]:
    """The cells of a row of money, each understood."""
    return tuple(
        said(Value(part, Decimal(part.replace(" ", "")), "tkr"), "cost", Place(1, table=0, row=0, column=c))
        for c, part in enumerate(cells)
        if c
    )


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Lön 9042", ("Lön", "90", "42")),
        ("Lön 1998 560", ("Lön", "1 998 560")),
        ("Lön 6 623 770 7 720 000", ("Lön", "6 623 770", "7 720 000")),
        ("Lön 1 515 1 0", ("Lön", "1 515", "1", "0")),
        ("Lön 1 0 10", ("Lön", "1", "0", "10")),
    ],
)
def test_money_that_is_glued_or_split_is_found_where_it_is_printed(text: str, cells: tuple[str, ...]) -> None:
    found = coverage(row_of(text, *cells), Reading(amounts(cells), table_kinds=("finance",)))
    assert (found.unread, found.ignored_by_name) == ((), 0)


def test_figures_of_a_table_that_nobody_read_are_left_one_by_one() -> None:
    found = coverage(row_of("Träd 152 100 48", "Träd", "152", "100", "48"), Reading(table_kinds=("other",)))
    assert left(found) == [("152", 1, "table"), ("100", 1, "table"), ("48", 1, "table")]


def test_what_only_the_text_of_a_goal_keeps_is_not_understood() -> None:
    extraction = row_of("Skog 45 % (73 träd)", "Skog", "45 % (73 träd)")
    result = Value("45 %", Decimal(45), "percent")
    goal = Goal("Skog", None, Place(1, table=0, row=0, column=1), result_text="45 % (73 träd)", result=result)
    found = coverage(extraction, Reading(goals=(goal,), table_kinds=("goals",)))
    assert (found.used, left(found)) == (1, [("73", 1, "goal_text")])


def test_the_numbers_of_notes_in_a_column_of_their_own_are_named_by_its_heading() -> None:
    found = of(
        markdown("| Belopp i tkr | Not | 2019 |\n|---|---|---|\n| Verksamhetens intäkter | 7 | 18 025,8 |\n"), "2019"
    )
    assert found.ignored["figure"] == 1
    assert left(found) == []


def test_page_numbers_and_running_feet_are_ignored_where_a_page_has_edges() -> None:
    def page(number: int, foot: str) -> Page:
        texts = (("Katalogen har 67 recept", 300.0), (foot, 800.0))
        lines = tuple(Line(n, t, number, BBox(50, top, 400, top + 10)) for n, (t, top) in enumerate(texts, start=1))
        return Page(number, "pdf-text", lines, 595, 842)

    feet = ("Rapport 7 om recept", "Rapport 7 om recept", "Rapport 7 om recept", "4", "5 recept finns")
    pages = tuple(page(number, foot) for number, foot in enumerate(feet, start=1))
    found = coverage(Extraction(Document("r.pdf", "0" * 64, "application/pdf", pages), ()), Reading())
    assert dict(found.ignored) == {"page": 4}
    assert [(u.text, u.page) for u in found.unread] == [("67", 1), ("67", 2), ("67", 3), ("67", 4), ("67", 5), ("5", 5)]


def test_the_coverage_of_several_reports_is_their_sum() -> None:
    one = Coverage(8, {"year": 1}, (UnreadNumber("7", 3, None, "unread", "7 äpplen"),))
    both = together([one, Coverage(), Coverage(9, {"page": 1, "year": 2})])
    assert (both.numbers, both.used, dict(both.ignored), len(both.unread)) == (22, 17, {"year": 3, "page": 1}, 1)
    assert one.share_not_understood == 0.1
    assert Coverage().share_not_understood == 0


def test_every_reason_has_a_name_in_both_languages() -> None:
    assert {r.code for r in reasons()} - {NEVER} <= set(labels())
    assert all(swedish and english for swedish, english in labels().values())
    assert {r.where for r in reasons()} <= {"any", "prose", "table", "column", "spoilt", "clean"}


@cache
def outcome(name: str) -> Outcome:
    """A real report, read as a run reads it."""
    path = SHARED / "reports" / name
    if not path.exists():
        pytest.skip(f"{path} is not on this machine")
    known = registry.load()
    (source,) = inputs.find([path]).sources
    return read_report(Job(source, manifest.load([path.parent], known).row(path), known))


@pytest.mark.parametrize("name", REPORTS)
def test_few_numbers_of_a_real_report_are_not_understood(name: str) -> None:
    reading = outcome(name).reading
    assert reading
    assert reading.coverage.share_not_understood < AT_MOST


@pytest.mark.parametrize("name", REPORTS)
def test_every_digit_of_a_real_report_is_counted_once(name: str) -> None:
    found = outcome(name)
    assert found.extraction and found.reading
    text = "\n".join(line.text for page in found.extraction.document.pages for line in page.lines)
    plain = re.sub(r"<(?!/?sup\b)[^<>]*>|(?<=\])\([^()\s]*\)", "", text)
    counted = "".join(n.text for n in classed(found.extraction, found.reading))
    assert sorted(re.findall(r"[0-9]", counted)) == sorted(re.findall(r"[0-9]", plain))


@pytest.mark.parametrize(
    ("name", "gold"),
    [("hbs-2017-bilaga2.txt", "2017-hbs"), ("sthlm-2025h1-halvarsrapport.ocr.txt", "2025h1-sthlm")],
)
def test_no_number_that_people_annotated_is_ignored(name: str, gold: str) -> None:
    found = outcome(name)
    assert found.extraction and found.reading
    with (SHARED / "gold" / gold / "observations.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    annotated = {(int(r["line"]), figures(r[k])) for r in rows for k in ("value", "numerator", "denominator") if r[k]}
    ignored = [n for n in classed(found.extraction, found.reading) if n.kind == "ignored"]
    assert [n for n in ignored if (n.line, figures(n.text)) in annotated and not also_printed(n)] == []


def figures(text: str) -> str:
    return "".join(re.findall(r"[0-9]", text))


def also_printed(number: Number) -> bool:
    """Does the line print the same figure again, so that the annotated one may be the other?"""
    return len(re.findall(rf"(?<![0-9]){re.escape(number.text)}(?![0-9])", number.quote)) > 1
