"""Numbers in running text: what they count, whose they are, when, and what is not an observation at all."""

from __future__ import annotations

import pytest

from normalize import statements
from normalize.clause import Context, Meaning
from normalize.lexicon import Lexicon
from normalize.sections import Section
from normalize.types import Observation
from tests.normalize.make import lens, sentence, shown

NAMES = ("Lyra", "START", "Samverkansteam Botkyrka")
LYRA = Section("Lyra", "", "Lyra")
GOALS = Section("Lyra", "goals", "Mål")


def context(period: str = "2017", *, spoilt: bool = False) -> Context:
    return Context(lens(period, spoilt=spoilt), Lexicon(NAMES, spoilt), "text")


def read(
    text: str, section: Section | str = LYRA, *, period: str = "2017", subject: str = "", spoilt: bool = False
) -> list[Observation]:
    return statements.read(sentence(text, section, subject=subject), context(period, spoilt=spoilt))[0]


def meant(text: str, section: Section | str = LYRA, **more: str) -> list[tuple[str, str, str]]:
    """Measure, gender, number with unit."""
    return [(m, g, number) for _, m, g, _, number in (shown(o) for o in read(text, section, **more))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Under året har 52 personer varit inskrivna.", [("participants", "T", "52 persons")]),
        ("Totalt 52 deltagare under året.", [("participants", "T", "52 persons")]),
        ("Det kom 34 nya deltagare.", [("new_participants", "T", "34 persons")]),
        ("Sammanlagt 24 deltagare avslutades.", [("exited_participants", "T", "24 persons")]),
        ("Sju deltagare gick till studier.", [("exit_studies", "T", "7 persons")]),
        (
            "Det kom 34 nya deltagare och 24 avslutade deltagare fick ett intyg.",
            [("new_participants", "T", "34 persons"), ("exited_participants", "T", "24 persons")],
        ),
        (
            "Lyra hade 52 inskrivna deltagare (30 kvinnor och 22 män).",
            [
                ("participants", "T", "52 persons"),
                ("participants", "K", "30 persons"),
                ("participants", "M", "22 persons"),
            ],
        ),
        (
            "Det var 12 deltagare som gick till arbete, vilket motsvarar 48 procent.",
            [("exit_work", "T", "12 persons"), ("exit_work", "T", "48 percent")],
        ),
        (
            "Av de 24 som avslutades gick 14 till arbete och 3 till studier.",
            [
                ("exited_participants", "T", "24 persons"),
                ("exit_work", "T", "14 persons"),
                ("exit_studies", "T", "3 persons"),
            ],
        ),
        ("Av deltagarna gick 48 % till arbete eller studier.", [("exit_work_or_studies", "T", "48 percent")]),
        ("Det blev 71,8 procent med förbättrad hälsa.", [("improved_health", "T", "71.8 percent")]),
        (
            "Till arbete gick 18 deltagare och till studier 20 deltagare.",
            [("exit_work", "T", "18 persons"), ("exit_studies", "T", "20 persons")],
        ),
        (
            "Lyra tog emot 15 nya deltagare och avslutade 13 deltagare.",
            [("new_participants", "T", "15 persons"), ("exited_participants", "T", "13 persons")],
        ),
        ("Insatsen hade 44 deltagare.", [("participants", "T", "44 persons")]),
        (
            "Könsfördelningen är 51 procent kvinnor och 49 procent män.",
            [("participants", "K", "51 percent"), ("participants", "M", "49 percent")],
        ),
        (
            "Av dem gick 43 % till arbete och bland kvinnorna var det 46 %.",
            [("exit_work", "T", "43 percent"), ("exit_work", "K", "46 percent")],
        ),
        (
            "Planen kom till för 29 deltagare (16 kvinnor, 12 män och 1 annat).",
            [
                ("other:unresolved", "T", "29 persons"),
                ("other:unresolved", "K", "16 persons"),
                ("other:unresolved", "M", "12 persons"),
                ("other:unresolved", "A", "1 persons"),
            ],
        ),
        (
            "Det började färre deltagare än planerat (resultat 73 jämfört med planerat 90).",
            [("new_participants", "T", "73 persons"), ("new_participants", "T", "90 persons")],
        ),
        (
            "Av 159 genomförda möten stod vården för 102.",
            [("other:meetings", "T", "159 count"), ("other:meetings", "T", "102 count")],
        ),
        ("Elva procent av deltagarna gick till arbete.", [("exit_work", "T", "11 percent")]),
        (
            "Fyra deltagare gick vidare till arbete, en till studier och fyra återgick till ohälsa.",
            [("exit_work", "T", "4 persons"), ("exit_studies", "T", "1 persons"), ("exit_illness", "T", "4 persons")],
        ),
        (
            "Det var 12 deltagare som slutade: 5 till arbete, 2 till sjukersättning och 4 av andra skäl.",
            [
                ("exited_participants", "T", "12 persons"),
                ("exit_work", "T", "5 persons"),
                ("exit_sickness_compensation", "T", "2 persons"),
                ("exit_other", "T", "4 persons"),
            ],
        ),
        (
            "22 personer har avslutats, av dessa gick 9 (41 %) till arbete och 3 (14 %) till studier.",
            [
                ("exited_participants", "T", "22 persons"),
                ("exit_work", "T", "9 persons"),
                ("exit_work", "T", "41 percent"),
                ("exit_studies", "T", "3 persons"),
                ("exit_studies", "T", "14 percent"),
            ],
        ),
        (
            "Av de 40 avslutade har 18 (45 %) gått till arbete.",
            [
                ("exited_participants", "T", "40 persons"),
                ("exit_work", "T", "18 persons"),
                ("exit_work", "T", "45 percent"),
            ],
        ),
        ("28 deltagare avslutades inte.", [("other:unresolved", "T", "28 persons")]),
        ("Trettiofem deltagare avslutades.", [("exited_participants", "T", "35 persons")]),
    ],
)
def test_what_a_figure_counts_is_said_around_it(text: str, found: list[tuple[str, str, str]]) -> None:
    assert meant(text) == found


@pytest.mark.parametrize(
    "text", ["61 % (11 av 18) gick till arbete.", "11 av de 18 deltagarna (61 %) gick till arbete."]
)
def test_x_of_y_and_its_share_are_one_observation(text: str) -> None:
    (only,) = read(text)
    assert shown(only)[1:] == ("exit_work", "T", "2017", "61 percent")
    assert (only.value.numerator, only.value.denominator) == (11, 18)


@pytest.mark.parametrize(
    "text",
    [
        "Insatsen riktar sig till unga mellan 16 och 29 år.",
        "Arbetet startade 2014 och fortsätter till 2019.",
        "Se tabell 4.",
        "Enligt lagen (2003:1210) finns 80 förbund.",
        "Stödet varar i högst 11 månader.",
        "En deltagare sade att det var bra.",
    ],
)
def test_years_ages_laws_and_numbers_of_things_are_no_observations(text: str) -> None:
    assert read(text) == []


def test_a_count_that_nothing_explains_is_kept_unresolved_with_low_confidence() -> None:
    (only,) = read("På festen såg 17 personer fyrverkeriet.")
    assert only.measure == "other:unresolved"
    assert only.confidence < 0.5


@pytest.mark.parametrize(
    ("text", "section", "subject", "whom"),
    [
        ("Det kom 34 nya deltagare.", "Lyra", "", "Lyra"),
        ("Det kom 34 nya deltagare.", "", "", "all"),
        ("Det kom 34 nya deltagare.", "", "START", "START"),
        ("START tog emot 34 nya deltagare.", "", "", "START"),
        ("START tog emot 34 nya deltagare.", "Lyra", "", "START"),
        ("Från START kom 34 nya deltagare.", "Lyra", "", "Lyra"),
        ("Det var 34 deltagare i START som avslutades.", "", "", "START"),
    ],
)
def test_whose_a_figure_is(text: str, section: str, subject: str, whom: str) -> None:
    assert [shown(o)[0] for o in read(text, section, subject=subject)] == [whom]


def test_a_sentence_that_refers_back_goes_on_counting_what_the_one_before_did() -> None:
    against = context()
    first, meaning = statements.read(sentence("Sammanlagt 24 deltagare avslutades.", LYRA), against)
    second, _ = statements.read(sentence("Av dessa var 14 kvinnor och 10 män.", LYRA), against, meaning)
    assert [shown(o)[1:3] for o in (*first, *second)] == [
        ("exited_participants", "T"), ("exited_participants", "K"), ("exited_participants", "M"),
    ]  # fmt: skip


def test_the_result_of_the_goal_in_the_sentence_before_measures_the_same() -> None:
    against = context()
    goal = sentence("Målet var att 60 procent av deltagarna skulle gå till arbete.", LYRA)
    meaning = statements.read(goal, against)[1]
    (found,) = statements.read(sentence("Resultatet blev 45 procent (9 av 20).", LYRA), against, meaning)[0]
    assert (found.measure, found.role, found.value.denominator) == ("exit_work", "actual", 20)


def test_a_reason_for_leaving_by_its_number_is_the_one_explained_before() -> None:
    against = context()
    explained = sentence("Avslutsorsak 2; fortsatt rehabilitering utgör 24 procent.", LYRA)
    meaning = statements.read(explained, against)[1]
    for number, measure in (("2", "exit_continued_rehab"), ("3", "other:unresolved")):
        text = f"Nästan lika många (43 kvinnor och 44 män) hade orsak {number}."
        found = statements.read(sentence(text, LYRA), against, meaning)[0]
        assert [(o.measure, o.gender) for o in found] == [(measure, "K"), (measure, "M")]


def test_figures_in_brackets_that_add_up_to_the_count_are_its_parts() -> None:
    found = read("Jobbtorg har anmält 6 deltagare (2 Kista, 4 City).")
    assert [(o.measure, o.category, str(o.value.value)) for o in found] == [
        ("referrals", "", "6"), ("referrals", "kista", "2"), ("referrals", "city", "4"),
    ]  # fmt: skip
    assert len(read("Jobbtorg har anmält 6 deltagare (2 Kista, 3 City).")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Under våren var det 86 anmälningar och under hösten 142, totalt 228 anmälningar.",
        "Totalt kom 228 anmälningar, 86 under våren och 142 under hösten.",
    ],
)
def test_a_season_is_a_part_of_the_year_and_does_not_stand_for_it(text: str) -> None:
    found = sorted((o.measure, str(o.value.value), o.category) for o in read(text))
    assert found == [("referrals", "142", "hösten"), ("referrals", "228", ""), ("referrals", "86", "våren")]


def test_a_sentence_that_does_not_refer_back_carries_nothing_on() -> None:
    against = context()
    before: Meaning | None = statements.read(sentence("Sammanlagt 24 deltagare avslutades.", LYRA), against)[1]
    (only,) = statements.read(sentence("På festen såg 17 personer fyrverkeriet.", LYRA), against, before)[0]
    assert only.measure == "other:unresolved"


@pytest.mark.parametrize(
    ("text", "section", "role"),
    [
        ("Minst 40 deltagare per år.", GOALS, "target"),
        ("Målet om 40 nya deltagare nåddes inte.", LYRA, "target"),
        ("Målet var att 40 procent skulle gå till arbete.", LYRA, "target"),
        ("Mål 2017: 40 nya deltagare.", LYRA, "target"),
        ("Förväntat resultat är 40 nya deltagare.", LYRA, "target"),
        ("Det kom 34 nya deltagare.", LYRA, "actual"),
        ("Till årets slut beräknas 40 nya deltagare komma.", LYRA, "forecast"),
        ("Målet är nått, 52 deltagare har varit inskrivna.", GOALS, "actual"),
    ],
)
def test_a_goal_a_forecast_and_what_happened(text: str, section: Section, role: str) -> None:
    assert [o.role for o in read(text, section)] == [role]


def test_a_goal_and_its_result_in_one_sentence_are_told_apart() -> None:
    found = read("Målet om 40 nya deltagare har uppnåtts med 52 nya deltagare.")
    assert [(o.role, str(o.value.value)) for o in found] == [("target", "40"), ("actual", "52")]


@pytest.mark.parametrize(
    ("text", "section", "found"),
    [
        ("Lyra hade en budget på 1 515 tkr.", "Lyra", [("Lyra", "budget", "T", "2017", "1515 tkr")]),
        (
            "Budgeten var 1 515 tkr och utfallet blev 1 420 tkr.",
            "Lyra",
            [("Lyra", "budget", "T", "2017", "1515 tkr"), ("Lyra", "outcome", "T", "2017", "1420 tkr")],
        ),
        ("Kostnaden blev 1 420 tkr.", "Lyra", [("Lyra", "outcome", "T", "2017", "1420 tkr")]),
        ("Förbundets kostnader blev 9,3 miljoner kronor.", "", [("federation", "cost", "T", "2017", "9.3 mkr")]),
        ("Årets resultat blev −96 tkr.", "", [("federation", "result", "T", "2017", "-96 tkr")]),
        ("Det egna kapitalet uppgick till 4 000 tkr.", "", [("federation", "equity", "T", "2017-12-31", "4000 tkr")]),
        ("Det ingående egna kapitalet var 3 500 tkr.", "", [("federation", "equity", "T", "2017-01-01", "3500 tkr")]),
        ("Kaffet gick på 12 tkr.", "", []),
        (
            "Intäkterna var 4 000 tkr och kostnaderna 3 900 tkr.",
            "Lyra",
            [("federation", "income", "T", "2017", "4000 tkr"), ("federation", "cost", "T", "2017", "3900 tkr")],
        ),
        (
            "Lyra hade 2 207 tkr att röra sig med och kostade 2 173 tkr.",
            "Lyra",
            [("Lyra", "budget", "T", "2017", "2207 tkr"), ("Lyra", "outcome", "T", "2017", "2173 tkr")],
        ),
    ],
)
def test_money_of_an_intervention_and_of_the_federation(
    text: str, section: str, found: list[tuple[str, str, str, str, str]]
) -> None:
    assert [shown(o) for o in read(text, section)] == found


@pytest.mark.parametrize(
    ("text", "period", "codes"),
    [
        ("Det kom 34 nya deltagare.", "2025-H1", ["2025-H1"]),
        ("Andelen till arbete var 48 % (35 % år 2016).", "2017", ["2017", "2016"]),
        ("Andelen till arbete var 48 % (2016: 35 %).", "2017", ["2017", "2016"]),
        ("Andelen till arbete ökade från 36 % 2016 till 41 % 2017.", "2017", ["2016", "2017"]),
        ("Antalet ökade från 47 till 52 deltagare.", "2017", ["2016", "2017"]),
        ("Det var 31 nya deltagare jämfört med 28 året innan.", "2017", ["2017", "2016"]),
        ("Målet 2018 är 45 nya deltagare.", "2017", ["2018"]),
        ("Det var 48 % som gick till arbete, mot 35 % året innan.", "2017", ["2017", "2016"]),
        ("Det kom 34 nya deltagare, fler än föregående år.", "2017", ["2017"]),
        ("År 2016 gick 35 % till arbete och 2017 gick 48 % till arbete.", "2017", ["2016", "2017"]),
        ("Under 2017 ökade andelen till arbete jämfört med 2016 (från 25 % till 28 %).", "2017", ["2016", "2017"]),
        ("Andelen till arbete ökade från 25 % till 28 %.", "2017", ["2016", "2017"]),
        ("Det väntas avslutas 40 deltagare till.", "2025-H1", ["2025"]),
        ("Det kom 34 nya deltagare.", "", [""]),
    ],
)
def test_when_a_figure_speaks_of(text: str, period: str, codes: list[str]) -> None:
    assert [shown(o)[3] for o in read(text, period=period)] == codes


def test_numerals_in_words_count_people() -> None:
    assert meant("Fyra deltagare gick till studier och elva deltagare till arbete.") == [
        ("exit_studies", "T", "4 persons"),
        ("exit_work", "T", "11 persons"),
    ]


def test_an_observation_knows_its_line_its_sentence_and_the_words_that_gave_its_meaning() -> None:
    (only,) = read("Det kom 34 nya deltagare.")
    assert (only.place.line, only.place.quote, only.place.table) == (1, "Det kom 34 nya deltagare.", -1)
    assert (only.source, only.row_label, only.why) == ("prose", "Lyra", "measure:new_participants←nya deltagare")


def test_words_that_the_reader_spoilt_are_understood_and_kept_as_printed() -> None:
    (only,) = read("Det kom 34 nya de1tagare.", spoilt=True)
    assert shown(only)[1:] == ("new_participants", "T", "2017", "34 persons")
    assert only.place.quote == "Det kom 34 nya de1tagare."


@pytest.mark.parametrize("text", ["Över 40 år – 12 %", "Rätt-stöd för kvinnor", "½ år", "a…b"])
def test_offsets_in_the_folded_text_are_those_of_the_printed_one(text: str) -> None:
    assert len(statements.aligned(text, lens())) == len(text)
