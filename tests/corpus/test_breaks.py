"""Where series break: what people wrote, what became of associations, how goals are rated, what reports say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from small import fact

from corpus.breaks import breaks
from corpus.declared_breaks import declared_breaks
from corpus.records import GoalFact, ReportFacts, ReportRecord, SeriesBreak
from corpus.registry import (
    Break,
    FederationChange,
    Registry,
    RegistryError,
    Relation,
    load,
)
from extract.types import Document, Extraction, Line, Page
from normalize.types import Goal, Period, Place, Reading

OWNER = {"bron": "x", "hamnen": "x", "fyren": "x"}
NOTHING = Registry()


def report(period: str, *lines: str, scale: str = "", facts: Sequence[str] = ()) -> ReportFacts:
    """A report of association x with these lines; its goals are rated by `scale`; `facts` are names with a figure."""
    page = Page(1, "text", tuple(Line(n, text) for n, text in enumerate(lines, start=1)))
    goals = [GoalFact(f"g-{period}", f"x-{period}", "x", "bron", Goal("Bron", None, Place(1), rating_scale_id=scale))]
    when = Period(period, f"{period[:4]}-01-01", f"{period[:4]}-12-31", "A")
    return ReportFacts(
        ReportRecord(f"x-{period}", "f", "0" * 64, "text/plain", "ok", federation_id="x", period=period),
        Extraction(Document("f", "0" * 64, "text/plain", (page,)), ()),
        Reading(),
        facts=tuple(fact("7", who=name, period=when) for name in facts),
        goals=tuple(goals) if scale else (),
    )


def found(registry: Registry = NOTHING, relations: Sequence[Relation] = (), *reports: ReportFacts) -> list[SeriesBreak]:
    return breaks(registry, relations, OWNER, reports)


def test_one_that_follows_one_breaks_by_succession_one_that_follows_several_by_merger() -> None:
    follows = Relation("fyren", "bron", "succeeds", "2021-01", series_break=True, evidence="årsredovisning 2021")
    assert found(NOTHING, [follows]) == [SeriesBreak("x/fyren", "2021-01", "succession", "årsredovisning 2021")]
    also = Relation("fyren", "hamnen", "succeeds", "2021-01", series_break=True, evidence="protokoll")
    assert found(NOTHING, [follows, also]) == [
        SeriesBreak("x/fyren", "2021-01", "merger", "årsredovisning 2021; protokoll")
    ]


def test_several_that_follow_one_break_by_a_split() -> None:
    parts = [Relation(one, "bron", "succeeds", "2021", series_break=True) for one in ("fyren", "hamnen")]
    assert {(b.series, b.type) for b in found(NOTHING, parts)} == {("x/fyren", "split"), ("x/hamnen", "split")}


def test_a_relation_without_a_break_breaks_nothing_and_one_without_a_date_breaks_where_its_figures_begin() -> None:
    relation = Relation("fyren", "bron", "succeeds", series_break=True)
    late = report("2021", facts=["Fyren"])
    assert [b.date for b in found(NOTHING, [relation], late, report("2022", facts=["Fyren"]))] == ["2021-01-01"]
    assert found(NOTHING, [relation]) == []
    assert found(NOTHING, [Relation("fyren", "bron", "part_of", "2021")]) == []


def test_an_association_that_merged_begins_with_a_break_one_that_only_changed_its_name_does_not() -> None:
    changes = (
        FederationChange("x", "a", "Förbundet A", "merged", "2022-01-01", "stadgar"),
        FederationChange("x", "b", "Förbundet B", "merged", "2022-01-01", "stadgar"),
        FederationChange("y", "c", "Förbundet C", "renamed", "2020-01-01"),
    )
    assert found(Registry(federation_changes=changes)) == [SeriesBreak("x", "2022-01-01", "merger", "stadgar")]


def test_a_written_break_is_of_an_intervention_of_a_measure_or_of_all_that_an_association_has() -> None:
    written = (
        Break("bron", "2023", "scope", "w"),
        Break("bron", "2023", "definition", "w", measure="outcome"),
        Break("", "2023", "method", "w", federation_id="x", measure="outcome"),
    )
    assert {b.series for b in found(Registry(breaks=written))} == {"x/bron", "x/bron/outcome", "x/*/outcome"}


def test_breaks_may_be_written_with_or_without_the_columns_that_few_need(tmp_path: Path) -> None:
    def read(text: str) -> Break:
        (tmp_path / "breaks.csv").write_text(text, encoding="utf-8")
        return load(tmp_path).breaks[-1]

    assert read("intervention_id,date,type,why\nlyra,2025,scope,why\n") == Break("lyra", "2025", "scope", "why")
    head = "intervention_id,date,type,why,federation_id,measure\n"
    assert read(f"{head},2025,method,why,hbs,outcome\n") == Break("", "2025", "method", "why", "hbs", "outcome")
    for wrong, said in (
        (",2025,method,why,,outcome", "intervention_id is empty"),
        ("lyra,2025,method,why,,utfall", "measure is 'utfall'"),
        (",2025,method,why,borta,", "'borta' is not a federation"),
    ):
        with pytest.raises(RegistryError, match=said):
            read(f"{head}{wrong}\n")


def test_another_scale_of_ratings_is_a_break_of_the_ratings() -> None:
    years = [report("2019", scale="four-step"), report("2020", scale="three-step"), report("2021", scale="three-step")]
    assert found(NOTHING, (), *years) == [
        SeriesBreak("x/*/rating", "2020-01-01", "rating_scale", "four-step in x-2019, three-step in x-2020")
    ]


def test_a_year_in_which_nobody_reached_the_highest_step_is_no_other_scale() -> None:
    scales = {"2018": "four-step", "2019": "three-step", "2020": "four-step", "2021": "traffic-light"}
    assert [b.date for b in found(NOTHING, (), *(report(y, scale=s) for y, s in scales.items()))] == ["2021-01-01"]


@pytest.mark.parametrize(
    ("sentence", "measure", "kind", "date"),
    [
        ("Antalet avslutade deltagare kan inte jämföras med tidigare år.", "exited_participants", "definition", "2021"),
        ("Definitionen av nya deltagare har ändrats.", "new_participants", "definition", "2021"),
        ("Nya deltagare räknas numera när de har skrivits in.", "new_participants", "definition", "2021"),
        ("Antalet deltagare är därför inte jämförbart med 2019.", "participants", "definition", "2021"),
        ("Avslutade deltagare räknas sedan 2020 först vid utskrivning och går inte att jämföra bakåt.",
         "exited_participants", "definition", "2020"),
    ],
)  # fmt: skip
def test_a_report_that_says_so_breaks_the_measure_that_it_names(
    sentence: str, measure: str, kind: str, date: str
) -> None:
    (one,) = declared_breaks([report("2021", "Inledning.", "", sentence)])
    assert (one.series, one.date, one.type) == (f"x/*/{measure}", f"{date}-01-01", kind)
    assert one.why == f"x-2021: {sentence}"


@pytest.mark.parametrize(
    "sentence",
    [
        "Antalet deltagare kan inte jämföras med andra förbunds.",
        "Resultaten kan inte jämföras med tidigare år.",
        "Antalet deltagare var högre än tidigare år.",
        "Lokalen räknas numera till centrum.",
    ],
)
def test_other_comparisons_break_nothing(sentence: str) -> None:
    assert list(declared_breaks([report("2021", "Inledning.", "", sentence)])) == []
