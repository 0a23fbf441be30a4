"""Decisions are read however people and Excel write them; what cannot be used is told, and the rest is read."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from corpus import decision_csv, decisions
from corpus.choices import Choice, chosen, same_text
from corpus.decisions import Decision
from corpus.disagreement import standing, told
from corpus.registry import RegistryError

HEADER = "kind,target_id,decision,value,expected_printed,who,when,why"


def read(rows: str, header: str = HEADER) -> decisions.Read:
    return decisions.parsed(f"{header}\n{rows}\n".encode(), "decisions.csv")


def one(rows: str, header: str = HEADER) -> Decision:
    found = read(rows, header)
    assert not found.problems, found.problems
    (decision,) = found.decisions
    return decision


def test_swedish_numbers_are_numbers_and_no_number_is_one_too() -> None:
    rows = 'value,o-1,set,"1 281,5",924,Eva,2026-01-01,seen\nvalue,o-2,set,,x,Eva,2026-01-01,no number there'
    first, other = read(rows).decisions
    assert first.number == Decimal("1281.5")
    assert other.number is None
    assert first.decision_id != other.decision_id


def test_the_id_of_a_decision_does_not_depend_on_the_other_rows() -> None:
    first, second = "value,o-1,set,6,4,Eva,2026-01-01,seen", "value,o-2,keep,,4,Eva,2026-01-01,seen"
    assert one(first).decision_id == read(f"{second}\n{first}").decisions[1].decision_id


def test_no_file_is_no_decision() -> None:
    assert decisions.read(None) == decisions.Read()


ROW = 'finding,f-1,accepted,"1: 1 240,5 → 1204","1 240,5;Härnösand",Åsa Öberg,2026-11-02,"sant, ""sett"" på papper"'
SEMICOLONS = (
    "kind;target_id;decision;value;expected_printed;who;when;why\r\n"
    'finding;f-1;accepted;1: 1 240,5 → 1204;"1 240,5;Härnösand";Åsa Öberg;2026-11-02;"sant, ""sett"" på papper"\r\n'
)
QUOTED = HEADER + '\r\n"' + ROW.replace('"', '""') + '"\r\n'
"""A comma file that Swedish Excel opened (each line in one cell) and saved again."""
SPLIT = HEADER + ";;\r\n" + ROW.replace('"1 240,5;', '"1 240,5;') + ";;\r\n"
TORN = HEADER + "\r\n" + ";".join('"' + part.replace('"', '""') + '"' for part in ROW.split(";")) + "\r\n"
"""The same where a cell held a semicolon: Excel takes that for the end of the cell."""


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\n{ROW}\n".encode(),
        f"{HEADER}\r\n{ROW}\r\n".encode("utf-8-sig"),
        SEMICOLONS.encode("utf-8-sig"),
        SEMICOLONS.replace("→", "->").encode("cp1252"),
        ("sep=;\r\n" + SEMICOLONS).encode("utf-8"),
        SEMICOLONS.replace(";", "\t").replace("\tHärnösand", ";Härnösand").encode("utf-16"),
        QUOTED.encode("utf-8-sig"),
        QUOTED.replace("→", "->").encode("cp1252"),
        TORN.encode("utf-8-sig"),
        f"\n{HEADER.replace('kind', 'Kind ').upper()}\n\n{ROW}\n\n".encode(),
        f"comment,{HEADER}\nmy own,{ROW}\n".encode(),
        (f"{HEADER},,\n{ROW},,\n").encode(),
    ],
    ids=[
        "hand",
        "bom",
        "semicolons",
        "windows-1252",
        "sep",
        "utf-16 tabs",
        "lines quoted",
        "lines quoted, windows-1252",
        "torn at a semicolon",
        "upper case and blank lines",
        "a column of one's own",
        "padded",
    ],
)
def test_the_same_row_is_read_from_every_way_of_saving_it(content: bytes) -> None:
    found = decisions.parsed(content, "decisions.csv")
    assert not found.problems
    (d,) = found.decisions
    assert (d.kind, d.target_id, d.decision, d.choice) == (
        "finding",
        "f-1",
        "accepted",
        Choice(1, (("1 240,5", Decimal(1204)),)),
    )
    assert (d.expected_printed, d.who, d.when, d.why) == (
        "1 240,5;Härnösand",
        "Åsa Öberg",
        "2026-11-02",
        'sant, "sett" på papper',
    )


def test_a_line_of_latin_1_that_is_no_windows_1252_is_read_too() -> None:
    content = f"{HEADER}\nvalue,o-1,keep,,4,Åsa\x81,2026-11-02,x\n".encode("latin-1")
    assert decisions.parsed(content, "decisions.csv").decisions[0].who.startswith("Åsa")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("number,o-1,set,6,4,Eva,2026-01-01,seen", "kind is 'number'"),
        ("value,o-1,same_as,6,4,Eva,2026-01-01,seen", "for a value it must be one of set, keep"),
        ("value,o-1,set,six,4,Eva,2026-01-01,seen", "'six' is not a number"),
        ("value,o-1,set,NaN,4,Eva,2026-01-01,seen", "'NaN' is not a number"),
        ("value,o-1,set,6,4,,2026-01-01,seen", "who is empty"),
        ("value,o-1,set,6,4,Eva,,seen", "when is empty"),
        ("name,Lyra,same_as,lyra,,Eva,2026-01-01,seen", "'federation_id:printed name'"),
        ("name,hbs:Lyra,same_as,,,Eva,2026-01-01,seen", "'federation_id:printed name'"),
        ("finding,f-1,accepted,the first,4,Eva,2026-01-01,seen", "'the first' is no explanation"),
        ("finding,f-1,accepted,0,4,Eva,2026-01-01,seen", "'0' is no explanation"),
        ("finding,f-1,closed,,4,Eva,2026-01-01,seen", "one of accepted, kept, rejected, unsure"),
        ("value,o-1,set,6,4,Eva,2026-01-01,a,b", "more cells than the header has"),
        ('value,o-1,set,"6,4,Eva,2026-01-01,seen', "a quote"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_and_the_others_are_read(row: str, said: str) -> None:
    found = read(f'value,o-8,keep,,4,Eva,2026-01-01,seen\n{row}\nvalue,o-9,keep,,4,Eva,2026-01-01,"two\nlines"')
    assert [(d.target_id, d.line) for d in found.decisions] == [("o-8", 2), ("o-9", 4)]
    (problem,) = found.problems
    assert problem.startswith("decisions.csv, line 3: ")
    assert said in problem


def test_a_file_that_is_none_of_decisions_stops_with_the_header_that_it_must_have() -> None:
    with pytest.raises(RegistryError, match="column 'kind' is missing; the header must be kind,target_id"):
        decisions.parsed(b"file,period\na.pdf,2017\n", "reports.csv")
    with pytest.raises(RegistryError, match="the file is empty"):
        decisions.parsed(b"\n\n", "decisions.csv")


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("", Choice()),
        ("2", Choice(2)),
        ("2:", Choice(2)),
        ("924 → 94", Choice(0, (("924", Decimal(94)),))),
        ("924 -> 94", Choice(0, (("924", Decimal(94)),))),
        ("1: 71,8 % → 17,8", Choice(1, (("71,8 %", Decimal("17.8")),))),
        ("2: 12 → 21; 21 → 12", Choice(2, (("12", Decimal(21)), ("21", Decimal(12))))),
        ("→ 2", Choice(0, (("", Decimal(2)),))),
        ("924 → ", None),
        ("1 eller 2", None),
    ],
)
def test_an_explanation_is_chosen_by_its_number_or_by_what_it_changes(value: str, meant: Choice | None) -> None:
    assert chosen(value) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-02", "2026-11-02"),
        ("2026-11-02 14:30", "2026-11-02 14:30"),
        ("2026-11-02T14:30:05.123Z", "2026-11-02T14:30:05.123Z"),
        ("02.11.2026", "2026-11-02"),
        ("2.11.26", "2026-11-02"),
        ("23/11/2026", "2026-11-23"),
        ("11/23/2026", "2026-11-23"),
        ("26-11-02", "2026-11-02"),
        ("2026/11/2 9:05", "2026-11-02 09:05"),
        ("5/5/2026", "2026-05-05"),
        ("46328", "2026-11-02"),
    ],
)
def test_a_date_is_read_as_excel_writes_it(written: str, meant: str) -> None:
    assert decision_csv.dates([written]) == [(meant, "")]


def test_a_date_that_can_be_two_days_is_told_by_the_others_of_the_file_or_left_as_it_is() -> None:
    assert [d for d, _ in decision_csv.dates(["02/11/2026", "23/11/2026"])] == ["2026-11-02", "2026-11-23"]
    assert [d for d, _ in decision_csv.dates(["02/11/2026", "11/23/2026"])] == ["2026-02-11", "2026-11-23"]
    ((kept, doubt),) = decision_csv.dates(["02/11/2026"])
    assert (kept, "two days" in doubt) == ("02/11/2026", True)
    assert "is not a date" in decision_csv.dates(["i går"])[0][1]
    assert "is not a date" in decision_csv.dates(["2026-13-45"])[0][1]


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("1 281", "1\xa0281", True),
        ("1281", "1 281", True),
        ("38,0", "38", True),
        ("-1 916", "−1 916", True),
        ("924", "94", False),
        ("", "0", False),
        ("4 av 26", "4  av\n26", True),
        ("a\x00b", "ab", True),
        ("94;95", "95;94", False),
    ],
)
def test_what_is_printed_is_the_same_whatever_excel_did_to_its_spaces_and_signs(
    expected: str, printed: str, same: bool
) -> None:
    assert same_text(expected, printed) is same


HOSTILE = ('=HYPERLINK("http://x","y")', "+46 8", "-2+3", "@SUM(A1)", "\tx", "<script>", 'a;b,c\n"d"', "'=1", "-5,5")


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_cell_that_excel_would_take_for_a_formula_is_guarded_and_read_back(cell: str) -> None:
    text = decision_csv.written([("finding", "f-1", "kept", "", cell, "Eva", "2026-01-01", cell)])
    (row,) = decision_csv.rows(text)
    assert row.cells["why"] == cell
    import csv  # noqa: PLC0415

    raw = list(csv.reader(text.splitlines(keepends=True)))[1][7]
    assert not raw.startswith(("=", "+", "@", "\t")) and (not raw.startswith("-") or cell == "-5,5")


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_row_is_appended_in_the_shape_of_the_file(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "decisions.csv"
    lines = "why,who,when,kind,target_id,decision,value,expected_printed\nsedd å,Eva,2026-01-01,value,o-1,keep,,4"
    path.write_bytes(lines.replace(",", separator).encode("cp1252"))
    row = {
        "kind": "value",
        "target_id": "o-2",
        "decision": "set",
        "value": "5,5",
        "expected_printed": "a;b",
        "who": "Eva",
    }
    made = decisions.append(path, {**row, "when": "2026-01-02", "why": "ö"})
    first, second = decisions.read(path).decisions
    assert (first.why, second.why, second.expected_printed) == ("sedd å", "ö", "a;b")
    assert second == made
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel reads å in UTF-8 only by its mark"


def status(rows: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """who -> what became of it, and what the user is told"""
    found = standing(read(rows).decisions)
    of = {
        d.who: "disputed"
        if d.decision_id in found.disputed
        else "replaced"
        if d.decision_id in found.replaced
        else "stands"
        for d in found.decisions
    }
    return of, tuple(told(found))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("name,hbs:Bron,same_as,lyra,,Eva,2026-01-01,a", "name,hbs:BRON ,same_as,start,,Ola,2026-01-02,b"),
        ("name,hbs:Bron,same_as,lyra,,Eva,2026-01-01,a", "name,hbs:Bron,different,lyra,,Ola,2026-01-02,b"),
        ("value,o-1,set,6,4,Eva,2026-01-01,a", "value,o-1,keep,,4,Ola,2026-01-02,b"),
        ("value,o-1,set,6,4,Eva,2026-01-01,a", "value,o-1,set,7,4,Ola,2026-01-02,b"),
        ("finding,f-1,accepted,1,4,Eva,2026-01-01,a", "finding,f-1,accepted,2,4,Ola,2026-01-02,b"),
        ("finding,f-1,kept,,4,Eva,2026-01-01,a", "finding,f-1,rejected,,4,Ola,2026-01-02,b"),
    ],
)
def test_of_two_people_who_disagree_neither_is_followed_and_both_are_shown(first: str, second: str) -> None:
    for rows in (f"{first}\n{second}", f"{second}\n{first}"):
        of, (line,) = status(rows)
        assert of == {"Eva": "disputed", "Ola": "disputed"}
        assert "none of them was applied" in line
        assert line.index("(Eva, 2026-01-01: a)") < line.index("(Ola, 2026-01-02: b)")


def test_two_people_who_agree_are_both_kept_and_nothing_is_said() -> None:
    of, lines = status('value,o-1,set,6,4,Eva,2026-01-01,a\nvalue,o-1,set,"6,0",4,Ola,2026-01-02,b')
    assert of == {"Eva": "stands", "Ola": "stands"}
    assert not lines


def test_who_can_tell_goes_before_who_cannot() -> None:
    of, _ = status("name,hbs:Bron,succeeds,lyra,,Eva,2026-01-01,a\nname,hbs:Bron,unsure,lyra,,Ola,2026-01-02,b")
    assert of == {"Eva": "stands", "Ola": "replaced"}


def test_one_person_means_the_later_of_two_answers() -> None:
    rows = "value,o-1,set,6,4,Eva,2026-01-01,a\nvalue,o-1,keep,,4,Eva,2026-01-02,b"
    found = standing(read(rows).decisions)
    assert [d.decision for d in found.stand] == ["keep"]
    same_day = rows.replace("2026-01-02", "2026-01-01")
    assert not standing(read(same_day).decisions).stand, "which was later cannot be told"


def test_a_name_may_be_different_from_several_part_of_one_and_the_successor_of_another() -> None:
    said = (
        ("same_as", "bron"),
        ("different", "lyra"),
        ("different", "start"),
        ("part_of", "mia"),
        ("succeeds", "upis"),
    )
    rows = "\n".join(f"name,hbs:Bron,{decision},{value},,Eva,2026-01-01,a" for decision, value in said)
    assert len(standing(read(rows).decisions).stand) == 5


def test_a_torn_quote_before_a_line_is_told_and_breaks_nothing() -> None:
    header = b"kind,target_id,decision,value,expected_printed,who,when,why\n"
    assert not decisions.parsed(header + b'"\nkind,kind', "decisions.csv").decisions
