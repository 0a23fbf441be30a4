"""A whole small report: tables teach the names, headings the sections, and sentences are read with both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.types import BBox, Extraction, Line, Page
from normalize.layout import without_furniture
from normalize.periods import parse
from normalize.read import Context, read
from normalize.types import Reading
from tests.normalize.make import dump, markdown, shown, vocabulary


def reading(extraction: Extraction, period: str = "2022", *names: str) -> Reading:
    return read(extraction, vocabulary(), Context(parse(period), names))


REPORT = """\
# Årsredovisning 2022

## Deltagare

| Insats | Antal deltagare 2022 | Varav kvinnor | Varav män |
|---|---|---|---|
| Lyra | 38 | 19 | 19 |
| Slussen | 96 | 41 | 55 |
| TOTALT | 134 | 60 | 74 |

## Slussen

Det kom 30 nya deltagare. Av dessa var 12 kvinnor.

### Mål

| Mål | Resultat 2022 | Resultat 2021 |
|---|---|---|
| Minst 60 % har en handlingsplan | 71 % | 68 % |

## Ekonomi

| Insats | Budget tkr | Utfall tkr |
|---|---|---|
| Lyra | 1 250 | 1 281 |
| Slussen | 980 | 945 |

## Ordlista

| Ord | Sida |
|---|---|
| Samverkan | 3 |
"""


def test_every_table_gets_its_kind_and_an_unknown_one_is_kept_and_said_so() -> None:
    found = reading(markdown(REPORT))
    assert found.table_kinds == ("flow", "goals_by_year", "finance", "other")
    (issue,) = found.issues
    assert (issue.code, issue.severity) == ("unknown-table", "info")


def test_names_of_the_first_table_open_the_sections_of_the_text() -> None:
    said = [shown(o) for o in reading(markdown(REPORT)).observations if o.source == "prose"]
    assert said == [
        ("Slussen", "new_participants", "T", "2022", "30 persons"),
        ("Slussen", "new_participants", "K", "2022", "12 persons"),
    ]


def test_a_goal_table_without_names_is_its_sections() -> None:
    (goal,) = reading(markdown(REPORT)).goals
    assert (goal.name, goal.result_text, goal.previous_text) == ("Slussen", "71 %", "68 %")


def test_names_are_mentioned_where_they_stand() -> None:
    found = {(n.printed, n.where) for n in reading(markdown(REPORT)).names}
    assert {("Lyra", "stub"), ("Slussen", "stub"), ("Slussen", "heading"), ("Slussen", "prose")} <= found


def test_the_place_of_a_table_is_its_index_and_line_in_the_file() -> None:
    first = reading(markdown(REPORT)).observations[0]
    assert (first.place.table, first.place.line, first.place.page) == (0, 7, None)


DUMP = """\
Årsredovisning 2017

Tabell 1: Deltagare under året

Insats Antal deltagare Kvinnor Män
Adrian 11 4 7
Lyra 52 30 22
Totalt 63 34 29

Lyra

Det kom 34 nya deltagare under året.

Mål
Resultat 2017
Resultat 2016

Minst 40 personer ska få en handlingsplan
52
47

Minst 60 procent ska ha förbättrad hälsa
71 %
68 %

Ekonomi

Budgeten var 1 515 tkr och utfallet blev 1 420 tkr.
"""


def test_a_dump_is_read_as_the_same_report_would_be() -> None:
    found = reading(dump(DUMP), "2017")
    assert found.table_kinds == ("flow", "goals_by_year")
    said = [shown(o) for o in found.observations]
    assert ("Lyra", "participants", "K", "2017", "30 persons") in said
    assert ("Lyra", "new_participants", "T", "2017", "34 persons") in said
    assert ("Lyra", "action_plan", "T", "2016", "47 persons") in said
    assert ("Lyra", "budget", "T", "2017", "1515 tkr") in said
    assert [g.name for g in found.goals] == ["Lyra", "Lyra"]


def test_a_number_of_a_table_is_not_read_again_as_prose() -> None:
    found = reading(dump(DUMP), "2017")
    assert [o.place.line for o in found.observations if o.source == "prose"] == [12, 28, 28]


def test_a_sentence_goes_on_about_the_intervention_that_the_paragraph_opened_with() -> None:
    text = "Bryggan tog emot 34 nya deltagare. Under hösten avslutades 24 deltagare.\n\nDet kom 12 nya deltagare.\n"
    assert [shown(o)[:2] for o in reading(dump(text), "2017", "Bryggan").observations] == [
        ("Bryggan", "new_participants"),
        ("Bryggan", "exited_participants"),
        ("all", "new_participants"),
    ]


def test_av_dessa_goes_on_counting_only_within_its_section() -> None:
    text = "Bryggan\n\nDet avslutades 24 deltagare. Av dessa var 14 kvinnor.\n\nSteget\n\nAv dessa var 9 män.\n"
    found = reading(dump(text), "2017", "Bryggan", "Steget").observations
    assert [shown(o)[:3] for o in found] == [
        ("Bryggan", "exited_participants", "T"),
        ("Bryggan", "exited_participants", "K"),
        ("Steget", "other:unresolved", "M"),
    ]


def test_the_corner_insats_makes_every_label_a_name_known_to_the_rest_of_the_report() -> None:
    text = "Insats Nya deltagare Kvinnor Män\nOkända vägar 11 4 7\nLyra 52 30 22\nTotalt 63 34 29\n\n"
    found = reading(dump(text + "Okända vägar avslutade 9 deltagare.\n"), "2017")
    assert [shown(o)[0] for o in found.observations if o.source == "prose"] == ["Okända vägar"]


def test_letters_lost_by_the_reader_are_no_hindrance() -> None:
    spoilt = markdown(REPORT.replace("deltagare", "de1tagare").replace("män", "man").replace("kvinnor", "kvinn0r"))
    folded = replace(spoilt, document=replace(spoilt.document, language_folded=True))
    found = reading(folded)
    assert found.table_kinds[0] == "flow"
    assert [shown(o) for o in found.observations][:3] == [
        ("Lyra", "participants", "T", "2022", "38 persons"),
        ("Lyra", "participants", "K", "2022", "19 persons"),
        ("Lyra", "participants", "M", "2022", "19 persons"),
    ]


def test_an_expected_result_in_running_text_is_a_goal_that_waits() -> None:
    text = "Bryggan\n\nFörväntat resultat\n\nMinst 140 deltagare under året.\n"
    (goal,) = reading(dump(text), "2025-H1", "Bryggan").goals
    assert goal.target is not None
    assert (goal.name, goal.target.value, goal.target.qualifier, goal.result) == (
        "Bryggan",
        Decimal(140),
        "at_least",
        None,
    )


def test_without_a_period_numbers_are_read_all_the_same() -> None:
    found = reading(markdown(REPORT), "")
    assert {shown(o)[3] for o in found.observations if o.place.table == 0} == {"2022"}
    assert {shown(o)[3] for o in found.observations if o.source == "prose"} == {""}


def test_running_heads_and_feet_are_no_text() -> None:
    def page(number: int) -> Page:
        texts = [(10.0, "Förbundets årsredovisning"), (300.0, f"Det kom {number + 30} nya."), (790.0, f"Sida {number}")]
        boxed = [Line(i, text, number, BBox(50, top, 200, top + 10)) for i, (top, text) in enumerate(texts, start=1)]
        return Page(number, "pdf-text", tuple(boxed), 595, 842)

    assert [line.text for line in without_furniture([page(n) for n in (1, 2, 3)])] == [
        "Det kom 31 nya.", "Det kom 32 nya.", "Det kom 33 nya.",
    ]  # fmt: skip


HEADINGS = "Insats Mål Resultat Måluppfyllelse Avslutsorsak Kvinnor Män Totalt Budget Utfall tkr Tabell |"
SAID = "Lyra 52 deltagare 60 % 2017 1 281 – av ( ) . God arbete varav nya minst Ej tillämpligt"
WORDS = st.sampled_from([*HEADINGS.split(), *SAID.split(), "\n", "\n", "\n", "\n\n", "\f"])


@settings(max_examples=80, deadline=None)
@given(st.lists(WORDS, min_size=5, max_size=60).map(" ".join).filter(str.strip), st.sampled_from([dump, markdown]))
def test_no_jumble_of_words_stops_the_reading_or_yields_a_number_that_is_not_printed(
    text: str, as_file: Callable[[str], Extraction]
) -> None:
    found = reading(as_file(text), "2017", "Lyra")
    said = [o.value.printed for o in found.observations] + [
        v.printed for g in found.goals for v in (g.target, g.result) if v
    ]
    printed = "".join(text.split())
    assert all("".join(value.split()) in printed for value in said)
