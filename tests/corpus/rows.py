"""A small made-up dataset for tests: two federations, four files (one of them unreadable), figures that clash."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from corpus import rows
from corpus.decisions import Decision
from corpus.name_questions import Question
from corpus.records import Dataset, Edit, Explanation, Fact, Finding, GoalFact, NameRow, ReportFacts, ReportRecord
from corpus.registry import Federation, FederationChange, Intervention, Relation
from extract.types import BBox, Cell, Declined, Document, Extraction, Page, Table
from normalize.types import Coverage, Goal, Observation, Period, Place, Reading, UnreadNumber, Value

Y2017 = Period("2017", "2017-01-01", "2017-12-31", "A")
Y2018 = Period("2018", "2018-01-01", "2018-12-31", "A")
FLOW = (
    ("Insats", "Ingående", "Nya", "Avslutade", "Utgående"),
    ("Adrian", "10", "1", "11", "0"),
    ("Lyra", "18", "34", "24", "28"),
    ("Hälsosam", "41", "55", "924", "2"),
    ("Totalt", "69", "90", "129", "30"),
)
MEASURES = ("carried_in", "new_participants", "exited_participants", "carried_out")
IDS = ("", "adrian", "lyra", "halsosam", "_all")
QUESTION = Question(
    question_id="q-0123456789",
    federation_id="hbs",
    printed="Hälso Sam",
    intervention_id="adrian",
    other_id="halsosam",
    other_printed="HälsoSam",
    score=0.6,
    reasons_for=("94% of the letters are the same",),
    reasons_against=("both are printed in hbs-2017",),
    suggestion="same_as",
    report_id="hbs-2017",
    rank=1,
    rank_for_name=1,
)
COVERAGE = Coverage(
    190,
    {"year": 6, "page": 2},
    (
        UnreadNumber("67", 1300, 40, "unread", "I katalogen fanns då 67 sökbara <b>insatser</b>"),
        UnreadNumber("1 135", 1177, 38, "unresolved", "MUCF med 1 135 tkr för verksamhet fram t.o.m."),
    ),
)


def table(grid: tuple[tuple[str, ...], ...] = FLOW, **more: object) -> Table:
    """A grid of texts as a table with boxes; the first row holds the headings."""
    cells = tuple(
        Cell(r, c, text, (text,), is_header=r == 0, bbox=BBox(50.04 + 90 * c, 100 + 14 * r, 130 + 90 * c, 112 + 14 * r))
        for r, row in enumerate(grid)
        for c, text in enumerate(row)
    )
    base = Table(
        cells,
        len(grid),
        len(grid[0]),
        1,
        "Deltagarflöden 2017",
        (),
        3,
        198,
        203,
        BBox(50, 100, 500, 170),
        engine="lattice",
    )
    return replace(base, **more)  # type: ignore[arg-type]


def flow_fact(row: int, column: int, *, value: str | None = None, quality: str = "ok", **more: str) -> Fact:
    """A cell of the flow table as a fact; `value` where the number to use is another than the printed."""
    printed = FLOW[row][column]
    said = Observation(
        measure=MEASURES[column - 1],
        value=Value(printed, Decimal(printed), "persons"),
        period=Y2017,
        place=Place(198 + row, 3, BBox(50, 100, 60, 110), 0, row, column, "   ".join(FLOW[row])),
        scope="all" if IDS[row] == "_all" else "intervention",
        name="" if IDS[row] == "_all" else FLOW[row][0],
        row_label=FLOW[row][0],
        header_path=("Deltagare", FLOW[0][column]),
        reader="pdf-text",
        engine="lattice",
        confidence=0.97,
    )
    return Fact(
        obs_id=f"o-flow-{row}-{column}",
        report_id="hbs-2017",
        federation_id="hbs",
        intervention_id=IDS[row],
        observation=said,
        value=Decimal(value) if value else said.value.value,
        table_id="t-hbs-2017-1",
        quality=quality,
        **more,
    )


def prose_fact(obs_id: str, report_id: str, value: Value, period: Period | None, **more: object) -> Fact:
    """A number in running text about Adrian's exits to work or studies."""
    said = Observation(
        measure="exit_work_or_studies",
        value=value,
        period=period,
        place=Place(1427, 41, quote=f"Av de avslutade gick {value.printed} vidare till arbete eller studier."),
        scope="intervention",
        name="Adrian",
        source="prose",
        reader="pdf-text",
        **more,  # type: ignore[arg-type]
    )
    return Fact(obs_id, report_id, "hbs", "adrian", said, value.value)


def goals() -> tuple[GoalFact, ...]:
    """A goal met, and a result without a goal."""
    percent = Value("9 % i egen försörjning. (1 av 11)", Decimal(9), "percent", 0, Decimal(1), Decimal(11))
    return (
        GoalFact(
            "g-1",
            "hbs-2017",
            "hbs",
            "adrian",
            Goal(
                "Adrian",
                Y2017,
                Place(12, 1),
                "35 % i egen försörjning.",
                "exit_self_supporting",
                Value("35 %", Decimal(35), "percent", qualifier="at_least"),
                percent.printed,
                percent,
                rating_printed="Ej uppfyllt",
                rating="not_met",
            ),
            "t-hbs-2017-2",
            "no",
        ),
        GoalFact("g-2", "hbs-2017", "hbs", "lyra", Goal("Lyra", Y2017, Place(20, 1), result_text="Ännu inte mätt")),
    )


def findings() -> tuple[Finding, ...]:
    """One of each severity, in an order that is not theirs; the warning quotes what a hostile document printed."""
    explanation = Explanation("o-flow-3-3", "924", Decimal(94), "inserted_digit", ("rad 1497: 94 avslutades",))
    return (
        Finding(
            "f-3",
            "rounding",
            "info",
            ("sthlm-2025h1",),
            "_all",
            "Andelen 71,8 procent är avrundad: 28 av 39 är 71,79 procent.",
            "The share 71.8 percent is rounded: 28 of 39 is 71.79 percent.",
            (88,),
            values=("71,8 procent", "28 av 39"),
            quotes=("71,8 procent (28 av 39) var nöjda med stödet.",),
            difference=Decimal("0.0051"),
            tolerance=Decimal("0.05"),
            status="kept",
        ),
        Finding(
            "f-1",
            "column_sum",
            "error",
            ("hbs-2017",),
            "halsosam",
            "Kolumnen Avslutade ger 11 + 24 + 924 = 959, men raden Totalt trycker 129. Det skiljer 830.",
            "The column Avslutade gives 11 + 24 + 924 = 959, but the row Totalt prints 129. They differ by 830.",
            (201, 202),
            (3, 3),
            ("o-flow-3-3", "o-flow-4-3"),
            ("924", "129"),
            ("Hälsosam   41   55   924   2", "Totalt   69   90   129   30"),
            Decimal(830),
            Decimal(0),
            "e-column-3",
            (explanation,),
            "94",
            "likely",
            "corrected",
        ),
        Finding(
            "f-2",
            "table_vs_prose",
            "warning",
            ("hbs-2017", "hbs-2018"),
            "adrian",
            "<script>alert('texten')</script> säger 2 av 11, tabellen 1.",
            "<script>alert('text')</script> says 2 of 11, the table 1.",
            (1427,),
            (41,),
            ("o-prose-1",),
            ("2", '=HYPERLINK("http://example.com")'),
            ('=HYPERLINK("http://example.com"; "<b>2 av 11</b>") gick vidare till arbete',),
            Decimal(1),
        ),
    )


def reports() -> tuple[ReportRecord, ...]:
    """Three files that were read and one that was not."""
    return (
        ReportRecord(
            "hbs-2017",
            "hbs-2017-bilaga2.pdf",
            "a" * 64,
            "application/pdf",
            "ok",
            "hbs",
            "Insatser 2017",
            "appendix",
            "2017",
            "2018-03",
            44,
            "pdf-text+ocr",
            seconds=3.25,
            coverage=COVERAGE,
        ),
        ReportRecord(
            "hbs-2018",
            "hbs-2018.pdf",
            "b" * 64,
            "application/pdf",
            "ok",
            "hbs",
            "Årsredovisning 2018",
            "annual",
            "2018",
            "2019-03-28",
            30,
            "pdf-text",
            seconds=2.5,
        ),
        ReportRecord(
            "sthlm-2025h1",
            "sthlm-2025h1.ocr.txt",
            "c" * 64,
            "text/plain",
            "partial",
            "sthlm",
            "Halvårsrapport 2025",
            "half_year",
            "2025-H1",
            reader="text",
            pages=1,
            language_folded=True,
            seconds=0.5,
        ),
        ReportRecord(
            "trasig",
            "trasig.pdf",
            "d" * 64,
            "application/pdf",
            "failed",
            seconds=0.01,
            error="Filen är avklippt och kan inte öppnas; hämta den på nytt.",
        ),
    )


def facts() -> tuple[Fact, ...]:
    """The flow table (one cell corrected, one contested), two vintages of one figure, a status without a number."""
    changed = {(3, 3): {"value": "94", "quality": "corrected", "rule_id": "e-column-3"}}
    flow = [flow_fact(r, c, **changed.get((r, c), {})) for r in range(1, 5) for c in range(1, 5)]
    two, one = Value("2", Decimal(2), "persons"), Value("1", Decimal(1), "persons", numerator=Decimal(1))
    return (
        *flow,
        prose_fact("o-prose-1", "hbs-2017", two, Y2017, quality="contested"),
        prose_fact("o-prose-2", "hbs-2018", one, Y2017),
        prose_fact("o-prose-3", "hbs-2018", Value("3", Decimal(3), "persons"), Y2018),
        prose_fact("o-prose-4", "hbs-2018", Value("ej mätbart", None, status="L"), Y2018, category="efter ett år"),
        prose_fact("o-prose-5", "hbs-2018", Value("71,8 %", Decimal("71.8"), "percent", 1), Y2018, role="forecast"),
    )


def tables() -> tuple[tuple[Table, str], ...]:
    """The flow table and a table of goals, with what happens to text on the way: quotes, commas, newlines, formulas."""
    goal_grid = (
        ("Insats", "Mål", "Resultat", "Måluppfyllelse"),
        ("Adrian", '35 % i "egen" försörjning,\nminst', "9 % i egen försörjning. (1 av 11)", "Ej uppfyllt"),
        ("<script>alert('cell')</script>", "=1+1", "−1 916", "@SUM(A1)"),
    )
    declined = (Declined("aligned", "kolumnerna gick inte att skilja åt"),)
    return (
        (table(declined=declined, notes=("Siffrorna avser helår.",)), "flow"),
        (table(goal_grid, title="Måluppfyllelse", page=1, line=9, engine="grid"), "goals"),
    )


def dataset() -> Dataset:
    """All of it as rows by table, through the converters that the run uses."""
    found, records = tables(), reports()
    names = (
        NameRow("hbs-2017", "hbs", "Adrian", "adrian", "exact", 1.0, "samma stavning som i registret"),
        NameRow("hbs-2017", "hbs", "ADRIAN", "adrian", "core", 1.0, "lika när versaler bortses från"),
        NameRow("hbs-2017", "hbs", "Lyra", "lyra", "registry", 1.0, "alias i registret"),
        NameRow("hbs-2018", "hbs", "Hälso Sam", "halsosam", "decision", 0.91, "beslut av AB", "d-1"),
    )
    first = ReportFacts(
        records[0],
        Extraction(
            Document(records[0].file_name, "a" * 64, "application/pdf", (Page(1, "ocr", ()), Page(3, "pdf-text", ()))),
            tuple(t for t, _ in found),
        ),
        Reading(table_kinds=tuple(k for _, k in found), coverage=COVERAGE),
        facts(),
        goals(),
        names,
        ("t-hbs-2017-1", "t-hbs-2017-2"),
    )
    out = rows.rows_of_report(first, {})
    out["reports"] += [rows.report_row(r) for r in records[1:]]
    out["findings"] = [rows.finding_row(f) for f in findings()]
    out["edits"] = [
        rows.edit_row(
            Edit(
                "e-column-3",
                "hbs-2017",
                "column_sum",
                "Adrian + Lyra + Hälsosam = Totalt (Avslutade)",
                Decimal(0),
                "label: raden heter Totalt",
                (("o-flow-1-3", 1), ("o-flow-2-3", 1), ("o-flow-3-3", 1), ("o-flow-4-3", -1)),
            )
        )
    ]
    out["federations"] = [
        rows.federation_row(Federation("hbs", "Samordningsförbundet Huddinge Botkyrka Salem", ("HBS",), ("Salem",))),
        rows.federation_row(Federation("sthlm", "Samordningsförbundet Stockholms stad")),
    ]
    out["federation_changes"] = [
        rows.federation_change_row(FederationChange("hbs", "sthlm", "Samordningsförbundet Stockholms stad", "merged"))
    ]
    out["name_questions"] = [rows.name_question_row(QUESTION)]
    out["interventions"] = [
        rows.intervention_row(Intervention("adrian", "hbs", "Adrian", last_year=2017)),
        rows.intervention_row(Intervention("halsosam", "hbs", "HälsoSam", owner="Huddinge kommun")),
        rows.intervention_row(Intervention("lyra", "hbs", "Lyra", first_year=2014)),
    ]
    out["relations"] = [rows.relation_row(Relation("lyra", "adrian", "succeeds", "2018", True, "bilaga 2017"))]
    out["decisions"] = [
        rows.decision_row(
            Decision(
                "d-1", "name", "hbs:Hälso Sam", "same_as", "halsosam", "Hälso Sam", "AB", "2026-01-15", "lästes", 2
            ),
            "applied",
        )
    ]
    out["breaks"] = [{"series": "hbs/adrian", "date": "2018", "type": "definition", "why": "Ny definition av avslut"}]
    out["runs"] = [rows.run_row("0.1.0", "2026-01-15T09:30:00Z", 6.26, records, out)]
    return Dataset(out)
