"""What the words of a report contradict by themselves: ages, laws, dates, copied passages, numbers of tables."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small import report

from corpus.confront import in_words
from corpus.records import Finding, NameRow, ReportFacts
from extract.types import Document, Extraction, Line, Page
from normalize.types import NameMention, Place, Reading


def typed(*paragraphs: str, headings: tuple[str, ...] = (), folded: bool = False) -> ReportFacts:
    """A text whose paragraphs stand on every other line; `headings` are those that open an intervention's section."""
    lines = tuple(x for n, text in enumerate(paragraphs) for x in (Line(2 * n + 1, text, 1), Line(2 * n + 2, "", 1)))
    document = Document("r1.txt", "", "text/plain", (Page(1, "text", lines),), language_folded=folded)
    names = tuple(NameMention(h, Place(2 * n + 1, 1), "heading") for n, h in enumerate(paragraphs) if h in headings)
    rows = tuple(NameRow("r1", "f", h, h.lower(), "exact", 1.0, "") for h in headings)
    return replace(report(), extraction=Extraction(document, ()), reading=Reading(names=names), names=rows)


def told(given: ReportFacts) -> list[tuple[str, str, str | None]]:
    return [(f.kind, f.severity, f.proposed) for f in in_words(given)]


def one(given: ReportFacts) -> Finding:
    (found,) = in_words(given)
    return found


def test_two_ages_for_one_target_group_are_a_warning() -> None:
    found = one(
        typed(
            "Bryggan",
            "Insatsen stärker stödet till unga mellan 16 och 24 år.",
            "Målgruppen är ungdomar (16-29 år) utan gymnasieutbildning.",
            headings=("Bryggan",),
        )
    )
    assert (found.kind, found.severity, found.lines) == ("prose_vs_prose", "warning", (3, 5))
    assert found.values == ("16-24 år", "16-29 år")


@pytest.mark.parametrize(
    "second", ["Målgruppen är unga 16-24 år.", "Målgruppen är vuxna 30-64 år.", "Av de unga var 12 % 18-24 år gamla."]
)
def test_the_same_age_another_group_and_shares_by_age_are_not(second: str) -> None:
    assert told(typed("Bryggan", "Stödet är till unga mellan 16 och 24 år.", second, headings=("Bryggan",))) == []


def test_a_law_with_a_number_that_is_not_its_own_is_a_warning_with_the_right_one() -> None:
    text = "I lag (2013:1210) om finansiell ssmordning av rehabiliterings-insatser står bland annat detta."
    assert told(typed(text)) == [("date", "warning", "2003:1210")]


@pytest.mark.parametrize(
    "text",
    [
        "Enligt lag (2003:1210) om finansiell samordning av rehabiliteringsinsatser gäller detta.",
        "Kommunallagen (2017:725) gäller, och före den kommunallagen (1991:900).",
        "Förordningen (2013:1210) handlar om något helt annat.",
    ],
)
def test_laws_with_their_numbers_and_unknown_laws_are_not(text: str) -> None:
    assert told(typed(text)) == []


@pytest.mark.parametrize(("text", "wrong"), [("Den 31 april hölls mötet.", 1), ("Den 30 april 2022 hölls mötet.", 0)])
def test_a_day_that_no_month_has_is_a_warning(text: str, wrong: int) -> None:
    assert told(typed(text)) == [("date", "warning", None)] * wrong


COPIED = "Under året har 14 deltagare fått arbete och ytterligare sex har börjat studera på annan ort i länet."


def test_a_sentence_with_its_numbers_under_two_interventions_is_a_warning() -> None:
    found = one(typed("Bryggan", COPIED, "Lotsen", COPIED, headings=("Bryggan", "Lotsen")))
    assert (found.kind, found.severity, found.lines) == ("duplicate_text", "warning", (3, 7))


def test_what_all_interventions_say_without_numbers_is_no_copy() -> None:
    plain = "Insatsen följs upp tillsammans med de andra insatserna och resultatet redovisas för styrelsen varje år."
    assert told(typed("Bryggan", plain, "Lotsen", plain, headings=("Bryggan", "Lotsen"))) == []


def test_two_tables_with_one_number_are_a_remark() -> None:
    found = one(typed("Tabell 4: Resultat av metodstöd", "Text.", "Tabell 4: Deltagare per kommun"))
    assert (found.kind, found.severity, found.lines) == ("numbering", "info", (1, 5))


def test_a_list_of_tables_and_a_table_that_goes_on_share_their_number_with_nobody() -> None:
    listed = "Tabell 4: Resultat av metodstöd ........ 12"
    assert told(typed(listed, "Tabell 4: Resultat av metodstöd och annat", "Tabell 4: Resultat (forts.)")) == []


def test_letters_read_as_digits_are_told_once_for_a_text_that_lost_its_letters() -> None:
    lines = ["6verskott f6r aret", "Beh6vs stod", "6vriga kostnader"]
    found = one(typed(*lines, folded=True))
    assert (found.kind, found.severity, found.lines) == ("garbled", "info", (1, 3, 5))
    assert told(typed(*lines)) == []
