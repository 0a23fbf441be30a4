"""Headings scattered over lines of a dump come back as one heading per column of figures."""

from __future__ import annotations

import pytest

from extract.text_header import heading, opens_table
from extract.text_words import Heading, modifier, nearly, phrase_score, pieces
from extract.types import Hints, fold


def folded(*words: str) -> frozenset[str]:
    return frozenset(fold(w) for w in words)


HINTS = Hints(
    headers=folded(
        "Antal deltagare", "Nya deltagare", "Avslutade deltagare", "Varav kvinnor", "Varav män", "Kvinnor", "Män",
        "Totalt", "Annan köns-ID", "Ej angivet", "Budget", "Utfall", "Avvikelse",
    ),
    modifiers=folded("jan-juni", "helår", "tkr"),
    stub_headers=folded("Insats"),
    names=folded("Samverkansteam Botkyrka", "Lyra"),
)  # fmt: skip


def read(text: str, columns: int, hints: Hints = HINTS) -> Heading:
    found = heading(list(enumerate(text.split("\n"), start=1)), columns, hints)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("block", "stub", "columns"),
    [
        ("Insats Antal deltagare Varav kvinnor Varav män", "Insats", ("Antal deltagare", "Varav kvinnor", "Varav män")),
        ("Insats\n\nAntal\ndeltagare\n\nVarav\nkvinnor", "Insats", ("Antal deltagare", "Varav kvinnor")),
        ("Insats\nNya\ndeltagare\n2017\nTotalt\n2017", "Insats", ("Nya deltagare 2017", "Totalt 2017")),
        ("Insats | Budget | Utfall | Avvikelse", "Insats", ("Budget", "Utfall", "Avvikelse")),
        ("Insats Antal delta-\ngare Kvinnor", "Insats", ("Antal deltagare", "Kvinnor")),
        ("Kvinnor Män Totalt", "", ("Kvinnor", "Män", "Totalt")),
        ("2016 2017", "", ("2016", "2017")),
    ],
)  # fmt: skip
def test_words_become_one_heading_per_column(block: str, stub: str, columns: tuple[str, ...]) -> None:
    found = read(block, len(columns))
    assert (found.stub, found.columns) == (stub, columns)


def test_a_year_on_the_next_line_belongs_to_every_heading_above_it() -> None:
    assert read("Insats Budget Utfall\n2017 2017", 2).columns == ("Budget 2017", "Utfall 2017")


def test_a_broken_word_is_completed_under_the_column_that_ends_in_a_hyphen() -> None:
    assert read("Insats Kvinnor Avvi-\nkelse", 2).columns == ("Kvinnor", "Avvikelse")


def test_the_rest_of_a_known_heading_finds_its_column() -> None:
    assert read("Insats Kvinnor Män Annan Totalt\nköns-ID", 4).columns == ("Kvinnor", "Män", "Annan köns-ID", "Totalt")


def test_a_label_that_strayed_among_the_headings_is_kept_for_the_rows() -> None:
    found = read("Insats Kvinnor Avvi-\nStockholms stad kelse", 2)
    assert found.columns == ("Kvinnor", "Avvikelse")
    assert found.strays == ((2, "Stockholms stad"),)


def test_words_under_the_headings_that_complete_none_belong_over_the_labels() -> None:
    found = read("Insats Kvinnor Män\noch ägare", 2)
    assert (found.stub, found.columns) == ("Insats och ägare", ("Kvinnor", "Män"))


def test_known_headings_are_counted() -> None:
    assert read("Insats Budget Utfall", 2).known == 2
    assert read("Etikett Alfa Beta", 2).known == 0


def test_without_hints_blank_lines_and_rules_part_the_headings() -> None:
    assert read("Ort | Norr | Söder", 2, Hints()).columns == ("Norr", "Söder")
    assert read("Ort | Norra delen | Södra delen", 2, Hints()).columns == ("Norra delen", "Södra delen")
    assert read("Ort\n\nNorr\n\nSöder", 2, Hints()).columns == ("Norr", "Söder")


def test_too_few_words_are_no_headings() -> None:
    assert heading([(1, "Insats")], 3, HINTS) is None


def test_every_word_remembers_how_far_it_stands_from_the_one_before() -> None:
    found = pieces([(3, "Nya deltagare"), (4, "Kvinnor"), (5, ""), (6, "Män | Totalt")])
    assert [(p.text, p.gap, p.line) for p in found] == [
        ("Nya", 2, 3), ("deltagare", 0, 3), ("Kvinnor", 1, 4), ("Män", 2, 6), ("Totalt", 2, 6),
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["2017", "2021-12-31", "(tkr)", "tkr", "jan-juni"])
def test_years_dates_and_units_only_qualify_a_heading(word: str) -> None:
    assert modifier(word, HINTS)


def test_a_known_heading_is_worth_more_than_strange_words_and_a_lone_qualifier_nothing() -> None:
    known, strange, alone = (phrase_score(words, HINTS) for words in (("Nya", "deltagare"), ("Blå", "häst"), ("tkr",)))
    assert known > strange > alone


@pytest.mark.parametrize(
    ("seen", "known", "same"),
    [
        ("avslutade deltagare", "avslutade deltagare", True),
        ("avslutadc deltagarc", "avslutade deltagare", True),
        ("man", "max", False),
        ("kvinnor", "varav kvinnor", False),
        ("avslutade deltagare", "avslutade personer", False),
    ],
)
def test_a_slip_of_the_reader_keeps_a_long_word_known_but_not_a_short_one(seen: str, known: str, same: bool) -> None:
    assert nearly(seen, known) is same


@pytest.mark.parametrize(
    ("block", "stub", "columns"),
    [
        ("            Budget helår   Budget jan-juni   Läget nu   Utfall", "",
         ("Budget helår", "Budget jan-juni", "Läget nu", "Utfall")),
        ("Insats    Varav kvinnor   Varav andra   Nya deltagare", "Insats",
         ("Varav kvinnor", "Varav andra", "Nya deltagare")),
        ("          2019    2018", "", ("2019", "2018")),
        ("Insats     Nya         Varav\n           deltagare   kvinnor", "Insats", ("Nya deltagare", "Varav kvinnor")),
        ("           Nya         Varav\nInsats     deltagare   kvinnor", "Insats", ("Nya deltagare", "Varav kvinnor")),
    ],
)  # fmt: skip
def test_wide_gaps_part_headings_where_there_is_one_for_every_column(
    block: str, stub: str, columns: tuple[str, ...]
) -> None:
    found = read(block, len(columns))
    assert (found.stub, found.columns, found.spaced) == (stub, columns, True)


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("Insats     Budget helår   Strunt   Utfall", True),
        ("Insats Budget helår Utfall", True),
        ("           2019     2018", True),
        ("Adrian     Kvinnor", False),
        ("Nya deltagare", False),
        ("Insatser för kvinnor och män", False),
    ],
)
def test_a_line_of_known_headings_opens_a_table(line: str, opens: bool) -> None:
    assert opens_table(line, HINTS) is opens
