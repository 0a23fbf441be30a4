"""Printed time: what a heading, a label and a whole report say about when."""

from __future__ import annotations

import pytest

from normalize import periods
from normalize.periods import in_text, parse, previous, report_period
from tests.normalize.make import vocabulary


@pytest.mark.parametrize(
    ("code", "start", "end", "freq"),
    [
        ("2017", "2017-01-01", "2017-12-31", "A"),
        ("2025-H1", "2025-01-01", "2025-06-30", "H"),
        ("2025-H2", "2025-07-01", "2025-12-31", "H"),
        ("2021-T2", "2021-01-01", "2021-08-31", "T"),
        ("2021-12-31", "2021-12-31", "2021-12-31", "I"),
        ("2019/2021", "2019-01-01", "2021-12-31", "S"),
    ],
)
def test_a_code_is_a_start_an_end_and_a_frequency(code: str, start: str, end: str, freq: str) -> None:
    found = parse(code)
    assert found is not None
    assert (found.code, found.start, found.end, found.freq) == (code, start, end, freq)


@pytest.mark.parametrize("code", ["", "17", "0000", "2025-H3", "2021-T1", "2021-02-30", "2021/2019", "mål"])
def test_what_is_no_period_is_none(code: str) -> None:
    assert parse(code) is None


@pytest.mark.parametrize(
    ("text", "report", "code"),
    [
        ("Antal deltagare 2017", "2018", "2017"),
        ("Antal deltagare", "2018", None),
        ("Kvar från 2016 till 2017", "2017", "2016/2017"),
        ("Första halvåret 2025", "2025-H1", "2025-H1"),
        ("Andra halvåret 2024", "2025-H1", "2024-H2"),
        ("Början halvår 25", "2025-H1", "2025-H1"),
        ("Halvår 24", "2025-H1", "2024-H1"),
        ("jan-juni 2024", "2025-H1", "2024-H1"),
        ("Utfall jan–juni", "2025-H1", "2025-H1"),
        ("Utfall jan-aug 2021", "2022", "2021-T2"),
        ("Tertial 2", "2021", "2021-T2"),
        ("Utfall 2025", "2025-H1", "2025-H1"),
        ("Utfall 2024", "2025-H1", "2024"),
        ("2021-12-31", "2022", "2021-12-31"),
        ("2021-01-01 - 2021-12-31", "2022", "2021"),
        ("2021-02-30", "2022", "2021"),
        ("2019–2021", "2022", "2019/2021"),
        ("2019-2021", "2022", "2019/2021"),
        ("2019 till 2021", "2022", "2019/2021"),
        ("Förändring 2016 och 2017", "2017", None),
        ("Halvåret", "", None),
    ],
)
def test_the_period_that_a_heading_names(text: str, report: str, code: str | None) -> None:
    found = in_text(text, parse(report))
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("code", "before"),
    [("2017", "2016"), ("2025-H1", "2024-H1"), ("2021-T2", "2020-T2"), ("2021-12-31", None), ("2019/2021", None)],
)
def test_the_same_kind_of_period_a_year_earlier(code: str, before: str | None) -> None:
    period = parse(code)
    assert period is not None
    found = previous(period)
    assert (found.code if found else None) == before


def test_balances_are_dated_by_the_first_and_last_day() -> None:
    half = periods.half(2025, 1)
    assert periods.start_of(half).code == "2025-01-01"
    assert periods.instant_end(half).code == "2025-06-30"
    assert periods.end_of(half).code == "2025-12-31"
    assert periods.whole_year(half).code == "2025"


@pytest.mark.parametrize(
    ("lines", "code", "kind"),
    [
        (["Årsredovisning 2018", "Bryggan hade 40 deltagare"], "2018", "annual"),
        (["Verksamhetsberättelse 2019", "", "Jämfört med 2018 och 2017"], "2019", "annual"),
        (["Halvårsrapport 2025", "Under första halvåret 2025 kom 40 nya"], "2025-H1", "half_year"),
        (["Delårsrapport januari-augusti 2021"], "2021-T2", "tertial"),
        (["Bilaga 2", "Årsredovisning 2017"], "2017", "appendix"),
        (["Insatsen 2016", "Insatsen 2016", "Insatsen 2016"], "2016", "annual"),
        (["Ett", "två", "tre"], None, "annual"),
        (["Bilaga 1", "utan år"], None, "appendix"),
    ],
)
def test_the_period_and_kind_of_a_whole_report(lines: list[str], code: str | None, kind: str) -> None:
    found, said = report_period(lines, vocabulary())
    assert (found.code if found else None, said) == (code, kind)


def test_an_annual_report_that_speaks_of_a_half_year_once_is_annual() -> None:
    text = ["Årsredovisning 2018", *["Text"] * 12, "Bryggan öppnade under första halvåret 2018"]
    assert report_period(text, vocabulary())[1] == "annual"


def test_two_digits_are_a_year_of_this_century() -> None:
    found, _ = report_period(["Halvårsrapport 25"], vocabulary())
    assert found is not None
    assert found.code == "2025-H1"


@pytest.mark.parametrize("text", ["halvår 0001", "första halvåret 150 deltagare"])
def test_a_figure_after_a_half_year_that_is_no_year_leaves_it_to_the_report(text: str) -> None:
    found = in_text(text, parse("2023"))
    assert found is not None
    assert found.code == "2023-H1"
