"""The fixtures: the press sets them the same each time, and their truth adds up except where it says it does not."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from fixtures.descriptions import REPORTS
from fixtures.press.broken import PASSWORD
from fixtures.press.description import PageBreak, Report, Table
from fixtures.press.marks import marks, meaning, plain
from fixtures.press.observed import number
from fixtures.press.places import texts
from fixtures.press.run import PRODUCERS, everything
from fixtures.press.wrap import wrap

FIXTURES = Path(__file__).parents[1] / "fixtures"
Rows = list[dict[str, str]]
PICTURES = tuple(f"reports/{r.file_name}" for r in REPORTS if r.edition in ("scan", "fax", "png"))
"""Made by rendering: their bytes follow the versions of pdfium and Pillow, so only their truth is compared."""
IDS = [report.stem for report in REPORTS]
Finding = tuple[str, str, frozenset[str]]
"""Kind, intervention, values that clash."""


def rows(report: Report, name: str) -> Rows:
    text = (FIXTURES / "truth" / report.stem / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def pressed() -> dict[str, bytes]:
    return everything()


def test_what_the_press_sets_today_is_what_lies_in_the_folder(pressed: dict[str, bytes]) -> None:
    changed = [
        name for name, data in pressed.items() if name not in PICTURES and (FIXTURES / name).read_bytes() != data
    ]
    assert not changed, "run python -m fixtures.press, look at the pages and commit them"


def test_the_press_sets_the_same_bytes_twice(pressed: dict[str, bytes]) -> None:
    assert everything() == pressed


def test_nothing_lies_in_the_folder_that_the_press_did_not_set(pressed: dict[str, bytes]) -> None:
    lying = {
        path.relative_to(FIXTURES).as_posix()
        for folder in ("reports", "truth", "broken")
        for path in (FIXTURES / folder).rglob("*")
        if path.is_file()
    }
    assert lying - set(pressed) == {"reports/reports.csv"}


def test_every_file_is_in_the_manifest() -> None:
    manifest = (FIXTURES / "README.md").read_text(encoding="utf-8")
    names = [p.name for folder in ("reports", "broken") for p in (FIXTURES / folder).iterdir()]
    assert len(names) > 15
    assert [name for name in names if f"`{name}`" not in manifest and f"`{name}/`" not in manifest] == []


@pytest.mark.parametrize("federation", ["hbs", "sthlm"])
def test_there_is_a_report_of_every_year_from_2017_to_2025(federation: str) -> None:
    years = {report.period[:4] for report in REPORTS if report.stem.startswith(federation)}
    assert years == {str(year) for year in range(2017, 2026)}


def test_the_fixtures_stay_small() -> None:
    assert (
        sum(p.stat().st_size for p in FIXTURES.rglob("*") if p.is_file() and "__pycache__" not in p.parts) < 6_000_000
    )


@pytest.mark.parametrize("report", [r for r in REPORTS if r.edition in PRODUCERS], ids=lambda r: r.stem)
def test_another_program_sets_the_same_words_on_the_same_pages_again(report: Report) -> None:
    """Its bytes follow its version and its fonts, so that what it once set is kept."""
    if any(not Path(f"/usr/share/fonts/truetype/{folder}").exists() for folder in ("lato", "crosextra")):
        pytest.skip("the fonts are not installed: scripts/install-programs press")
    try:
        again = PRODUCERS[report.edition](report)
    except (ImportError, OSError) as error:
        pytest.skip(f"not installed here ({error})")
    assert words(again) == words((FIXTURES / "reports" / report.file_name).read_bytes())


def words(pdf: bytes) -> list[list[str]]:
    """The words of each page in the order they are set."""
    return [page.get_textpage().get_text_range().split() for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.parametrize("report", REPORTS, ids=IDS)
def test_a_name_is_known_for_every_intervention_that_has_a_number(report: Report) -> None:
    known = {row["intervention"] for row in rows(report, "names")}
    spoken_of = {row["intervention"] for row in rows(report, "observations")} - {"_all", "_federation"}
    assert spoken_of <= known
    assert all(row["printed"] for row in rows(report, "observations") if row["intervention"] in known)


@pytest.mark.parametrize("report", REPORTS, ids=IDS)
def test_both_sides_of_a_goal_are_observations_too(report: Report) -> None:
    seen = {(r["intervention"], r["role"], r["value"], r["unit"]) for r in rows(report, "observations")}
    for goal in rows(report, "goals"):
        sides = (
            ("target", goal["target_value"], goal["target_unit"]),
            ("actual", goal["result_value"], goal["result_unit"]),
        )
        for role, value, unit in sides:
            assert not value or (goal["intervention"], role, value, unit) in seen


@pytest.mark.parametrize("report", [r for r in REPORTS if r.suffix in (".txt", ".md")], ids=lambda r: r.stem)
def test_a_number_of_a_text_report_stands_on_its_line(report: Report) -> None:
    lines = (FIXTURES / "reports" / report.file_name).read_text(encoding="utf-8").splitlines()
    slips = {read for _, read in report.slips}
    for row in rows(report, "observations"):
        near = " ".join(lines[int(row["line"]) - 1 : int(row["line"]) + 1])
        misread = any(slip in near for slip in slips)
        if row["value"] and not misread:
            assert row["value"].replace(".", ",").lstrip("-") in re.sub(r"(?<=\d) (?=\d{3}\b)", "", near), row
        elif row["value"]:
            assert row["verbatim"].split()[0] in near, row


def letters(report: Report) -> list[str]:
    """The text layer of each page, without white space and hyphens."""
    document = pypdfium2.PdfDocument(FIXTURES / "reports" / report.file_name)
    return [re.sub(r"[\s\u00ad\ufffe-]", "", page.get_textpage().get_text_range()) for page in document]


def lies(report: Report) -> bool:
    return any(isinstance(block, PageBreak) and block.lying for block in report.blocks)


@pytest.mark.parametrize(
    "report", [r for r in REPORTS if r.edition in ("pdf", *PRODUCERS) and not lies(r)], ids=lambda r: r.stem
)
def test_a_pdf_has_a_text_layer_with_the_lines_it_should_have(report: Report) -> None:
    text = "".join(letters(report))
    for row in rows(report, "observations"):
        if row["where"] == "prose":
            assert re.sub(r"[\s-]", "", row["verbatim"]) in text, row


@pytest.mark.parametrize("report", [r for r in REPORTS if lies(r)], ids=lambda r: r.stem)
def test_a_page_whose_font_lies_has_a_text_layer_of_other_letters(report: Report) -> None:
    pages = letters(report)
    assert any("GHOWDJDUH" in text and "deltagare" not in text for text in pages)
    assert sum("deltagare" in text for text in pages) > 1


def test_a_screenshot_has_no_text_layer() -> None:
    pasted = [(r, leaf) for r in REPORTS for _, leaf in r.leaves() if isinstance(leaf, Table) and leaf.screenshot]
    assert pasted
    for report, table in pasted:
        text = "".join(letters(report))
        assert all("".join(row.cells).replace(" ", "") not in text for row in table.rows)


@pytest.mark.parametrize("report", [r for r in REPORTS if r.wear.layer], ids=lambda r: r.stem)
def test_an_old_ocr_layer_looks_like_text_and_is_wrong(report: Report) -> None:
    printed = [mark for _, text in texts(report) for mark in re.findall(r"\w+", text)]
    seen = " ".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(FIXTURES / "reports" / report.file_name)
    )
    right = sum(word in seen.split() for word in printed)
    assert 0.3 * len(printed) < right < 0.85 * len(printed)


@pytest.mark.parametrize(
    "report", [r for r in REPORTS if r.edition == "scan" and not r.wear.layer], ids=lambda r: r.stem
)
def test_a_scanned_page_has_no_text_layer_and_another_page_has_one(report: Report) -> None:
    document = pypdfium2.PdfDocument(FIXTURES / "reports" / report.file_name)
    counts = {number: page.get_textpage().count_chars() for number, page in enumerate(document, 1)}
    assert {number for number, count in counts.items() if count == 0} == set(report.pictured or counts)


# What adds up, computed from the truth alone. A broken rule must be listed, and a listed one must be broken.

Group = dict[str, float]


def grouped(observations: Rows, by: tuple[str, ...], over: str) -> Iterator[tuple[dict[str, str], Group]]:
    """Numbers of the same place that differ in one column only: (what they share, that column -> value)."""
    groups: dict[tuple[str, ...], Group] = defaultdict(dict)
    for row in observations:
        if row["value"] and row["where"].startswith("table"):
            groups[tuple(row[column] for column in by)][row[over]] = float(row["value"])
    for key, group in groups.items():
        yield dict(zip(by, key, strict=True)), group


def values(*numbers: float) -> frozenset[str]:
    return frozenset(f"{n:g}" if abs(n) < 1e5 else str(int(n)) for n in numbers)


def broken_parts(observations: Rows) -> Iterator[Finding]:
    by = ("where", "intervention", "measure", "category", "role", "period", "unit")
    for shared, sexes in grouped([r for r in observations if r["unit"] == "persons"], by, "sex"):
        parts = [sexes[s] for s in ("women", "men", "other") if s in sexes]
        if len(parts) > 1 and "total" in sexes and sum(parts) != sexes["total"]:
            yield "parts_sum", shared["intervention"], values(sexes["total"], *parts)


def broken_columns(observations: Rows) -> Iterator[Finding]:
    by = ("where", "measure", "role", "sex", "period", "unit")
    kept = [r for r in observations if not (r["category"] and r["intervention"] != "_all") and r["unit"] != "percent"]
    for _, group in grouped(kept, by, "intervention"):
        parts = [value for name, value in group.items() if not name.startswith("_")]
        if len(parts) > 1 and "_all" in group and sum(parts) != group["_all"]:
            yield "column_sum", "_all", values(group["_all"], sum(parts))


def broken_reasons(observations: Rows) -> Iterator[Finding]:
    by = ("where", "intervention", "role", "sex", "period", "unit")
    for shared, group in grouped(observations, by, "measure"):
        reasons = [value for measure, value in group.items() if measure.startswith("exit_")]
        if {"exit_work", "exit_other", "exited_participants"} <= set(group) and sum(reasons) != group[
            "exited_participants"
        ]:
            yield "column_sum", shared["intervention"], values(group["exited_participants"], sum(reasons))


def broken_money(observations: Rows) -> Iterator[Finding]:
    by = ("where", "intervention", "category", "period", "unit")
    for shared, group in grouped(observations, by, "measure"):
        if {"outcome", "budget", "deviation"} <= set(group):
            over = group["outcome"] - group["budget"]
            if abs(over) != abs(group["deviation"]):
                yield "row_sum", shared["intervention"], values(*group.values())


def broken_wholes(observations: Rows) -> Iterator[Finding]:
    for shared, group in grouped(observations, ("where", "intervention", "sex", "role", "period", "unit"), "measure"):
        for part in ("new_participants", "exited_participants"):
            if shared["role"] == "actual" and group.get(part, 0) > group.get("participants", float("inf")):
                yield "part_exceeds_whole", shared["intervention"], values(group[part], group["participants"])


def broken_ratios(observations: Rows) -> Iterator[Finding]:
    for row in observations:
        if row["numerator"] and row["unit"] == "percent":
            share = 100 * int(row["numerator"]) / int(row["denominator"])
            if abs(share - float(row["value"])) > 0.5:
                yield "ratio", row["intervention"], frozenset((row["value"], row["numerator"], row["denominator"]))


RULES = (broken_parts, broken_columns, broken_reasons, broken_money, broken_wholes, broken_ratios)
ARITHMETIC = ("parts_sum", "column_sum", "row_sum", "part_exceeds_whole", "ratio")


def listed(report: Report) -> list[Finding]:
    return [
        (row["kind"], row["intervention"], frozenset(re.findall(r"-?\d+(?:\.\d+)?", row["values"])))
        for row in rows(report, "inconsistencies")
    ]


def explained(clashing: frozenset[str], report: Report) -> bool:
    """Whether a column misses its total by exactly what a listed wrong cell misses its likely value."""
    sums = [float(number) for number in clashing]
    return any(
        abs(float(printed) - float(row["likely"])) == abs(max(sums) - min(sums))
        for row, (_, _, numbers) in zip(rows(report, "inconsistencies"), listed(report), strict=True)
        if re.fullmatch(r"-?[\d.]+", row["likely"])
        for printed in numbers
    )


@pytest.mark.parametrize("report", REPORTS, ids=IDS)
def test_every_sum_and_ratio_holds_unless_it_is_listed(report: Report) -> None:
    known = listed(report)
    unknown = [
        (kind, intervention, clashing)
        for rule in RULES
        for kind, intervention, clashing in rule(rows(report, "observations"))
        if not any(about == intervention and len(clashing & numbers) > 1 for _, about, numbers in known)
        if not (kind == "column_sum" and explained(clashing, report))
    ]
    assert unknown == []


@pytest.mark.parametrize("report", REPORTS, ids=IDS)
def test_every_listed_sum_or_ratio_is_really_broken(report: Report) -> None:
    observations = rows(report, "observations")
    broken = [finding for rule in RULES for finding in rule(observations)]
    for row, (kind, intervention, numbers) in zip(rows(report, "inconsistencies"), listed(report), strict=True):
        if kind in ARITHMETIC and row["severity"] == "error" and row["lines"].count(";") == 0:
            in_prose = kind == "parts_sum" and not any(intervention == about for _, about, _ in broken)
            assert in_prose or any(intervention == about and clashing <= numbers for _, about, clashing in broken), row


SERIES = {"norraskog": "skogsbygden"}
"""Federations that became part of another."""


def series(report: Report) -> str:
    name = report.stem.split("-")[0]
    return SERIES.get(name, name)


def told(report: Report) -> dict[tuple[str, ...], set[str]]:
    """What a report says of the facts of each year: intervention, measure, category, sex, unit, year -> values.

    Without signs: some reports print costs below zero, others do not.
    """
    facts: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in rows(report, "observations"):
        if row["value"] and row["role"] == "actual":
            columns = ("intervention", "measure", "category", "sex", "unit", "period")
            facts[tuple(row[column] for column in columns)].add(row["value"].lstrip("-"))
    return facts


def pairs() -> Iterator[tuple[Report, Report]]:
    """Two reports of one federation, the earlier first."""
    ordered = sorted(REPORTS, key=lambda report: (report.period, report.stem))
    for i, earlier in enumerate(ordered):
        yield from ((earlier, later) for later in ordered[i + 1 :] if series(later) == series(earlier))


def test_two_reports_say_the_same_of_a_year_unless_it_is_listed() -> None:
    compared, unlisted = 0, []
    for earlier, later in pairs():
        before, after = told(earlier), told(later)
        for fact in before.keys() & after.keys():
            compared += 1
            both = listed(earlier) + listed(later)
            known = any(len((before[fact] | after[fact]) & numbers) > 1 for _, _, numbers in both)
            same = any(abs(float(a) - float(b)) < 0.5 for a in before[fact] for b in after[fact])
            if not same and not known:
                unlisted.append((earlier.stem, later.stem, *fact, before[fact], after[fact]))
    assert unlisted == []
    assert compared > 60


def test_who_is_left_when_a_year_ends_is_there_when_the_next_begins() -> None:
    seen = 0
    for earlier, later in pairs():
        for fact, left in told(earlier).items():
            next_year = str(int(fact[-1][:4]) + 1)
            for period in (next_year, f"{next_year}-H1", f"{next_year}-T2"):
                begun = told(later).get((fact[0], "carried_in", *fact[2:-1], period))
                if fact[1] == "carried_out" and fact[-1] == earlier.period and begun:
                    seen += 1
                    merged = series(earlier) != earlier.stem.split("-")[0]
                    assert begun == left or merged, (earlier.stem, later.stem, fact, left, begun)
    assert seen > 8


def test_the_broken_files_are_broken_as_the_manifest_says() -> None:
    broken = FIXTURES / "broken"
    for name, password in (("truncated.pdf", None), ("locked.pdf", None), ("locked.pdf", "fel")):
        with pytest.raises(pypdfium2.PdfiumError):
            pypdfium2.PdfDocument(broken / name, password=password)
    assert len(pypdfium2.PdfDocument(broken / "locked.pdf", password=PASSWORD)) == 1
    assert zipfile.ZipFile(broken / "letter.docx").testzip() is None
    assert not (broken / "empty.pdf").read_bytes() + (broken / "empty.txt").read_bytes()
    assert [p.name for p in (broken / "no-reports").iterdir()] == [".keep"]


# The press itself.


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("ett två tre", 7, ["ett två", "tre"]),
        ("arbets¬marknads¬insats", 9, ["arbets-", "marknads-", "insats"]),
        ("IPS-beroende", 9, ["IPS-", "beroende"]),
        ("80 deltagare.\n60 % nya.", 40, ["80 deltagare.", "60 % nya."]),
        ("16-20 veckor", 6, ["16-20", "veckor"]),
    ],
)
def test_text_breaks_at_spaces_hyphens_and_soft_hyphens(text: str, width: int, lines: list[str]) -> None:
    assert [line for _, line in wrap(text, width, len)] == lines


def test_a_mark_is_printed_without_its_meaning() -> None:
    text = "Totalt {52 deltagare|participants} ({33 kvinnor|participants women i=lyra})."
    assert plain(text) == "Totalt 52 deltagare (33 kvinnor)."
    assert [(m.start, m.printed, m.meaning.settings) for m in marks(text)] == [
        (7, "52 deltagare", {}),
        (21, "33 kvinnor", {"sex": "women", "i": "lyra"}),
    ]


def test_two_measures_in_one_meaning_are_refused() -> None:
    with pytest.raises(ValueError, match="two measures"):
        meaning("participants womenn")


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("12 % (7 av 59)", ("12", "percent", "7", "59")),
        ("25 382 225 kronor", ("25382225", "sek", "", "")),
        ("-17 424", ("-17424", "persons", "", "")),
        ("17 488,4", ("17488.4", "persons", "", "")),
        ("Ej mätbart", ("", "persons", "", "")),
    ],
)
def test_a_printed_number_becomes_a_value(printed: str, value: tuple[str, str, str, str]) -> None:
    assert number(printed) == value
