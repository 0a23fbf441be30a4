"""Target/result/fulfilment tables -> goals paired with their results, and the observations both hold.

A cell holds several goals or results, one per statement. They are paired by meaning: same measure first, then the same
unit in printed order; what is left over is kept alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from extract.types import Cell, Issue, Table, fold
from normalize import grammar, mentions, values
from normalize.aligned import aligned
from normalize.bracketed import parts, period_in_brackets
from normalize.facets import Facets
from normalize.periods import previous as year_before
from normalize.tables import Setting, TableReading, heading_of, place, printed_value, stub_of
from normalize.types import Goal, NameMention, Observation, Period, Place, Value
from normalize.vocabulary import Vocabulary

REFINES = {
    "self_supporting_after_1_year": {"exit_work_or_studies", "exit_self_supporting"},
    "exit_self_supporting": {"exit_work_or_studies"},
    "new_participants": {"participants"},
}
"""A goal's measure says more than its result's wording: the result is read as the goal's measure."""
STARTS = re.compile(r"^[-•–]?\s*(\d|[A-ZÅÄÖ]|minst |alla |samtliga |ca |drygt )")
PARTS = re.compile(
    r",\s+(?=(?:varav\s+)?\d+\s+[^\W\d])"
    r"|\s+(?=varav\s+(?:minst\s+|ca\s+)?\d+\s)"
    r"|\s+och\s+(?=(?:[^\W\d]+\s+)?\d+\s+(?!%)[^\W\d])"
)
"""Where a sentence holds two goals: '40 deltagare, 20 nya', '50 deltagare varav minst 35 nya', '.. och avsluta 20'."""
SHORT_RESULT = 30
"""A longer result is told in words."""
GARBLED = "garbled-cell"
"""The code of an issue whose message is the text that stands in another cell's place."""
GARBLED_GOAL = "garbled-goal"
"""The same, of a goal in a result's place."""
LIGHTS = frozenset({"gron", "gul", "rod"})
GAP = re.compile(r"\s{5,}")
"""So wide a gap inside a line says that text of another cell stands beside it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One goal or result: its text, what it says, its figures, and its line."""

    text: str
    facets: Facets
    values: tuple[Value, ...]
    line: int | None

    @property
    def value(self) -> Value | None:
        return self.values[0] if self.values else None


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column is what; -1 where there is none. `results` are (column, period), the report's own first.

    `labels` say what is measured beside a column of bare targets: 'Effektmål', 'Indikator' beside 'Mål 2023'.
    """

    stub: int
    target: int
    rating: int
    results: tuple[tuple[int, Period | None], ...]
    labels: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a goal table: where it stands, whose it is, and when its own result is about."""

    table: Table
    r: int
    roles: Roles
    name: str
    period: Period | None
    setting: Setting

    def at(self, column: int) -> Place:
        """The place of a cell of this row."""
        return place(self.table, self.table.cell(self.r, column), self.r, column, self.setting)

    def text(self, column: int) -> str:
        """The text of a cell of this row; '' for a column the table does not have."""
        return printed_value(self.table, self.r, column) if column >= 0 else ""


def read(table: Table, setting: Setting) -> TableReading | None:
    """A table with a goal column and a result column -> TableReading; None otherwise."""
    roles = roles_of(table, setting)
    if roles is None:
        return None
    goals: list[Goal] = []
    seen: list[Observation] = []
    names: list[NameMention] = []
    issues: list[Issue] = []
    name = setting.section
    for r in range(table.header_rows, table.rows):
        printed = stub_of(table, r) if roles.stub == 0 else ""
        if printed:
            name = printed
            names.append(NameMention(printed, place(table, table.cell(r, 0), r, 0, setting), "stub"))
        row = Row(table, r, roles, name, roles.results[0][1] or setting.lens.period, setting)
        by_years = len(roles.results) > 1 or (roles.stub < 0 and roles.rating < 0 and not in_words(table, roles))
        made_goals, made = by_year(row) if by_years else paired(row)
        goals += made_goals
        seen += made
        issues += garbled(row)
    kind = "goals" if roles.stub == 0 or roles.rating >= 0 else "goals_by_year"
    return TableReading(kind, tuple(seen), tuple(goals), tuple(names), tuple(issues))


def roles_of(table: Table, setting: Setting) -> Roles | None:
    """Columns by their headings: goal, results by period, rating, stub, labels of what the goal measures."""
    report = setting.lens.period
    codes = [heading_code(table, c, setting) for c in range(table.columns)]
    goals = [c for c, code in enumerate(codes) if code == "target"]
    target = target_of(table, goals)
    labels = tuple(c for c in goals if c < target)
    rating = max((c for c, code in enumerate(codes) if code == "rating"), default=-1)
    answered = {"result"}
    if "budget" not in codes and (rating >= 0 or labels or told(table, target)):
        answered.add("actual")
    results = [
        (c, setting.lens.facets(re.sub(r"\(.*?\)", "", heading_of(table, c)), "header").period)
        for c, code in enumerate(codes)
        if code in answered
    ]
    if target < 0 or not results:
        return None
    stub = 0 if codes[0] == "stub" or (target == 1 and not labels) else -1
    results.sort(key=lambda x: 0 if x[1] is None or (report and x[1].code == report.code) else 1)
    return Roles(stub, target, rating, tuple(results), labels)


def heading_code(table: Table, column: int, setting: Setting) -> str:
    """What a column's heading says it holds: target, result, rating, stub; 'actual' for 'Utfall', 'budget'; '' else."""
    vocabulary = setting.lens.vocabulary
    bare = re.sub(r"\(.*?\)|\b(19|20)\d\d\b|\d+$", "", setting.lens.fold(heading_of(table, column))).strip()
    return vocabulary.code(bare, "header") or opening(bare, vocabulary) or vocabulary.code(bare, "role") or ""


def target_of(table: Table, columns: Sequence[int]) -> int:
    """Of the columns headed as goals the last that mostly holds figures, else the first; -1 of none."""
    body = range(table.header_rows, table.rows)

    def figures(c: int) -> bool:
        filled = [text for r in body if (text := printed_value(table, r, c))]
        return sum(any(ch.isdigit() for ch in text) for text in filled) > 0.5 * len(filled)

    return next((c for c in reversed(columns) if figures(c)), columns[0] if columns else -1)


def told(table: Table, column: int) -> bool:
    """Do the cells of a column say in words what they are about, not only how many?"""
    body = range(table.header_rows, table.rows)
    return column >= 0 and any(re.search(r"[^\W\d_]{4,}", printed_value(table, r, column)) for r in body)


def in_words(table: Table, roles: Roles) -> bool:
    """Are results told in words, not only figures?"""
    column = roles.results[0][0]
    return any(len(printed_value(table, r, column)) > SHORT_RESULT for r in range(table.header_rows, table.rows))


def opening(bare: str, vocabulary: Vocabulary) -> str:
    """The role of a heading that opens with a known one and says more ('Resultat och måluppfyllelse för året')."""
    found = next(iter(vocabulary.find(bare, "header", ("header",))), None)
    known = found is not None and found.start == 0 and found.entry.code in ("target", "result", "rating")
    return found.entry.code if found is not None and known else ""


def paired(row: Row) -> tuple[list[Goal], list[Observation]]:
    """A row of several goals and several results -> its goals and observations."""
    roles, setting = row.roles, row.setting
    own = roles.results[0][0]
    target_cell = row.table.cell(row.r, roles.target)
    targets, strays = without_strays(target_cell, statements(target_cell, setting, "goal"))
    targets = [labelled(goal, row) for goal in targets]
    results = statements(row.table.cell(row.r, own), setting, "goal")
    rating, code = rated(row)
    goals, seen = [], []
    for goal, result in [*pair(targets, results), *((None, s) for s in strays)]:
        measure = measure_of(goal, result)
        goals.append(
            Goal(
                name=row.name,
                period=row.period,
                place=on_line(row.at(roles.target if goal else own), goal or result),
                goal_text=goal.text if goal else "",
                measure=measure,
                target=target_value(goal, setting, result) if goal else None,
                result_text=result.text if result else "",
                result=result.value if result else None,
                rating_printed=rating if goal else "",
                rating=code if goal else "",
                rating_scale_id=scale(code, row) if goal else "",
            )
        )
        if goal and goal.value and goal.value.value is not None:
            seen.append(observe(row, roles.target, goal, measure, role="target"))
        if result:
            seen += observed(row, own, result, measure, unit(goal) if goal else "")
    return goals, seen


def rated(row: Row) -> tuple[str, str]:
    """A row's rating as printed, and its code."""
    rating = row.text(row.roles.rating)
    return rating, row.setting.lens.vocabulary.code(re.sub(r"\s+\d$", "", rating), "rating") or ""


def labelled(goal: Statement, row: Row) -> Statement:
    """A goal with the label cells before it: it measures what it says itself, else what the nearest label says."""
    labels = [text for c in row.roles.labels if (text := row.text(c))]
    facets = goal.facets
    for label in reversed(labels):
        if facets.measure:
            break
        facets = statement(f"{label}: {goal.text}", goal.line, row.setting, "goal").facets
    return replace(goal, text=": ".join([*labels, goal.text]), facets=facets)


def on_line(at: Place, item: Statement | None) -> Place:
    """A place moved to the printed line of the statement, where that is known."""
    return replace(at, line=item.line if item and item.line else at.line)


def observed(row: Row, column: int, result: Statement, measure: str, unit: str) -> list[Observation]:
    """A result's first figure with the goal's measure; a value in brackets of another year is that year's.

    A status in a figure's place ('Ej mätbart') is an observation without value, in the goal's unit.
    """
    if not result.value:
        return []
    if result.value.value is None:
        return [observe(row, column, result, measure, value=replace(result.value, unit=unit or "percent"))]
    own = result.facets.measure
    first = own if own and not result.facets.weak and own != measure and measure not in REFINES else measure or own
    if measure == "exit_all" and result.facets.weak:
        first = own
    out = [observe(row, column, result, first)]
    out += split_by_group(row, column, result, first)
    earlier = previous_in_brackets(result, row.period)
    if earlier:
        out.append(observe(row, column, result, first, value=earlier[0], period=earlier[1]))
    return out


def split_by_group(row: Row, column: int, result: Statement, measure: str) -> list[Observation]:
    """What a result told in words says of women, men and counts: '45 % (73 personer), 46 % av kvinnorna och ..'."""
    lens = row.setting.lens
    found = mentions.find(aligned(result.text, lens), result.text, lens)
    if not found:
        return []
    head, rest = found[0], found[1:]
    groups = [m for m in rest if m.gender and m.unit in ("percent", "persons")]
    counts = [m for m in rest if m.head == 0 and not m.gender and m.unit == "persons" and head.unit == "percent"]
    shown = [m for m in (*counts, *groups) if m.value.denominator is None and m.value.printed]
    return [
        observe(row, column, result, measure, value=m.value, gender=m.gender or "T")
        for m in sorted(shown, key=lambda m: m.start)
    ]


def previous_in_brackets(result: Statement, period: Period | None) -> tuple[Value, Period] | None:
    """'45 % (35 %)' or '(2021: 75 %)' or '(35 % år 2021)': last year's figure, with its year."""
    if not period or not result.value or not result.value.printed:
        return None
    beside = re.search(re.escape(result.value.printed) + r"\s*\(([\d\s,.%]+)\)", result.text)
    m = beside or re.search(r"\(([^()]*)\)\s*\.?\s*$", result.text)
    if not m:
        return None
    inside = [v for v in result.values if v.printed and v.printed in m[1] and v is not result.value]
    printed_year = re.search(r"\b((?:19|20)\d\d)\b", m[1])
    before = year_before(period)
    same_unit = [v for v in inside if v.unit == result.value.unit and not re.fullmatch(r"(19|20)\d\d", v.printed)]
    if not same_unit or before is None or (printed_year and printed_year[1] != before.code[:4]):
        return None
    lone = not re.search(r"[^\W\d_]{3,}", re.sub(r"\bår\b|procent|personer|deltagare", "", m[1]))
    return (same_unit[0], before) if printed_year or lone else None


def by_year(row: Row) -> tuple[list[Goal], list[Observation]]:
    """A row of one goal and its results by year: every cell is about the goal's measure."""
    targets = statements(row.table.cell(row.r, row.roles.target), row.setting, "goal")
    if not targets:
        return [], []
    goal = labelled(targets[0] if len(targets) == 1 else merged(targets, row.setting), row)
    measure = goal.facets.measure
    target = target_value(goal, row.setting)
    unit = target.unit if target and target.unit else "persons"
    seen: list[Observation] = []
    if goal.value and goal.value.value is not None:
        seen.append(observe(row, row.roles.target, goal, measure, role="target"))
    shown: list[tuple[str, Value | None]] = []
    inside: tuple[str, Value | None, Period | None] = ("", None, None)
    for column, when in row.roles.results:
        text = row.text(column)
        apart, then = parts(text), period_in_brackets(row.table, column, row.setting)
        found = cell_values(apart[0] if apart and then else text, unit, row.setting)
        if apart and then:
            for value in cell_values(apart[1], unit, row.setting)[:1]:
                item = Statement(text, goal.facets, (value,), None)
                inside = (apart[1], value, then)
                seen.append(observe(row, column, item, measure, value=replace(value, unit=value.unit or unit), period=then))
        for value in found:
            item = Statement(text, goal.facets, (value,), None)
            seen.append(observe(row, column, item, measure, value=replace(value, unit=value.unit or unit), period=when))
        shown.append((text, answer_of(found, target)))
    before = shown[1] if len(shown) > 1 else inside[:2]
    rating, code = rated(row)
    made = Goal(
        name=row.name,
        period=row.period,
        place=on_line(row.at(row.roles.target), goal),
        goal_text=goal.text,
        measure=measure,
        target=target,
        result_text=shown[0][0],
        result=shown[0][1],
        previous_text=before[0],
        previous=before[1],
        previous_period=row.roles.results[1][1] if len(shown) > 1 else inside[2],
        rating_printed=rating,
        rating=code,
        rating_scale_id=scale(code, row),
    )
    return [made], seen


def answer_of(found: Sequence[Value], target: Value | None) -> Value | None:
    """Of a cell's figures the one in the goal's unit; '11 (100 %)' answers a percentage with its count beside it."""
    best = next((v for v in found if target and v.unit == target.unit), found[0] if found else None)
    if best and best.unit == "percent" and len(found) == 2 and found[0].unit != "percent":
        return replace(best, numerator=found[0].value)
    return best


def cell_values(text: str, unit: str, setting: Setting) -> list[Value]:
    """The figures of a result cell ('11 (100 %)' has two), or its status, or nothing for a blank."""
    status = values.cell(text, setting.lens.vocabulary, unit)
    if status.value is None and status.status != "unread":
        return [status] if text else []
    found = values.values(text, setting.lens.vocabulary)
    return [replace(v, unit=v.unit or ("persons" if "%" not in v.printed else "percent")) for v in found]


def merged(parts: Sequence[Statement], setting: Setting) -> Statement:
    """Statements of one cell as one goal."""
    text = " ".join(p.text for p in parts)
    return statement(text, parts[0].line, setting, "goal")


def statements(cell: Cell | None, setting: Setting, where: str) -> list[Statement]:
    """A cell -> its statements: sentences, and 'a, b nya' split where a comma is followed by another figure."""
    if cell is None:
        return []
    lines = cell.lines or (cell.text,)
    texts: list[tuple[str, int | None]] = []
    for i, line in enumerate(lines):
        number = cell.line + i if cell.line and len(lines) > 1 and setting.reader == "text" else cell.line
        before = texts[-1][0] if texts else ""
        if texts and (
            not STARTS.match(line) or grammar.OPEN_END.search(before) or unclosed(before) or line.startswith("(")
        ):
            glue = "" if before.endswith("-") and line[:1].islower() else " "
            texts[-1] = ((before[:-1] if glue == "" else before) + glue + line, texts[-1][1])
        else:
            texts.append((line, number))
    out: list[Statement] = []
    for text, number in texts:
        for sentence in re.split(r"(?<=[.;])\s+(?=[A-ZÅÄÖ\d])|\s{5,}", text):
            parts = PARTS.split(sentence) if not unclosed(sentence) else [sentence]
            out += [
                statement(p.strip(" -•–"), number, setting, where) for p in joined_brackets(parts) if p.strip(" -•–.")
            ]
    return out


def garbled(row: Row) -> list[Issue]:
    """Results that landed in the goal column and goals in the column of the row's own result, one issue a line."""
    column, own = row.roles.target, row.roles.results[0][0]
    cell = row.table.cell(row.r, column)
    targets, strays = without_strays(cell, statements(cell, row.setting, "goal"))
    results = statements(row.table.cell(row.r, own), row.setting, "goal")
    reached = [labelled(t, row) for t in targets if answers(t)]
    return [
        *misplaced(GARBLED, [*strays, *reached], row, column),
        *misplaced(GARBLED_GOAL, [x for x in results if wishes(x)], row, own),
    ]


def misplaced(code: str, found: Sequence[Statement], row: Row, column: int) -> list[Issue]:
    """Statements that landed in the wrong column -> an issue for every line of them."""
    lines = dict.fromkeys(s.line for s in found)
    page = row.at(column).page
    return [Issue(code, "; ".join(s.text for s in found if s.line == line), page=page, line=line) for line in lines]


def answers(goal: Statement) -> bool:
    """A share with the counts it comes from ('35 % .. 7 av 20') was reached; nobody wishes for both."""
    value = goal.value
    return value is not None and value.unit == "percent" and value.denominator is not None and not value.qualifier


def wishes(result: Statement) -> bool:
    """A figure with a bound and no counts ('Minst 40 % till arbete') is wished for, not reached."""
    value = result.value
    if value is None or value.denominator is not None or len(result.values) > 1:
        return False
    return value.qualifier in ("at_least", "at_most")


def without_strays(cell: Cell | None, targets: list[Statement]) -> tuple[list[Statement], list[Statement]]:
    """Goals, and what landed among them from another cell: the statements of a line with a gap, its first one aside."""
    gapped = [line for line in (cell.lines if cell else ()) if GAP.search(line.strip())]
    if not gapped:
        return targets, []
    pieces = [
        " ".join(p.split()).strip(" .")
        for line in gapped
        for part in GAP.split(line)
        for p in re.split(r"(?<=[.;])\s+", part)
    ]
    strays = [t for t in targets if t.text.strip(" .") in pieces and t.text.strip(" .") not in (pieces[0],)]
    return [t for t in targets if t not in strays], strays


def joined_brackets(parts: Sequence[str]) -> list[str]:
    """Put back together what was split inside brackets."""
    out: list[str] = []
    for part in parts:
        if out and unclosed(out[-1]):
            out[-1] = f"{out[-1]}, {part}"
        else:
            out.append(part)
    return out


def unclosed(text: str) -> bool:
    return text.count("(") > text.count(")")


def statement(text: str, line: int | None, setting: Setting, where: str) -> Statement:
    """A text -> Statement; brackets do not name its measure ('100 % (13 av 13 nya deltagare)')."""
    text = " ".join(text.split())
    outside = re.sub(r"\([^)]*\)?", " ", text)
    facets = setting.lens.facets(outside, where, "stub", "prose")
    if not facets.measure:
        inside = setting.lens.facets(text, where)
        facets = replace(
            facets, measure=inside.measure if not re.search(r"\bav\b.*\bnya\b", text) else "", weak=inside.weak
        )
    status = setting.lens.vocabulary.code(text, "status")
    if status:
        return Statement(text, facets, (Value(text, None, "", status=status),), line)
    if facets.weak and "%" in text:
        facets = replace(facets, measure="", weak=False)  # a share of the participants is not their number
    found = tuple(
        replace(v, unit=v.unit or "persons") for v in values.values(text, setting.lens.vocabulary) if not is_year(v)
    )
    return Statement(text, facets, found, line)


def is_year(value: Value) -> bool:
    return not value.unit and bool(re.fullmatch(r"(19|20)\d\d", value.printed))


def target_value(goal: Statement, setting: Setting, result: Statement | None = None) -> Value | None:
    """The goal's figure; 'alla har ...' is 100 percent, or all of those a result of '15 av 16' speaks of; else None."""
    if goal.value and goal.value.value is not None:
        return goal.value
    everyone = setting.lens.vocabulary.find(setting.lens.fold(goal.text), "everyone", ("goal",))
    if not everyone or not goal.facets.measure:
        return None
    of = result.value if result else None
    if of and of.unit == "persons" and of.denominator is not None:
        return Value("", of.denominator, of.unit)
    return Value("", Decimal(100), "percent")


def pair(goals: Sequence[Statement], results: Sequence[Statement]) -> list[tuple[Statement | None, Statement | None]]:
    """Goals with results: same measure, then a refined measure, then the same unit, then printed order; rest alone."""
    left_goals, left = list(range(len(goals))), list(range(len(results)))
    pairs: dict[int, int] = {}

    def match(test: Callable[[Statement, Statement], object]) -> None:
        for g in list(left_goals):
            hit = next((x for x in left if test(goals[g], results[x])), None)
            if hit is not None:
                pairs[g] = hit
                left_goals.remove(g)
                left.remove(hit)

    match(lambda g, x: g.facets.measure and g.facets.measure == x.facets.measure and unit(g) in ("", unit(x)))
    match(lambda g, x: x.facets.measure in REFINES.get(g.facets.measure, ()) and unit(g) == unit(x))
    match(lambda g, x: not x.facets.measure and unit(g) == unit(x))
    match(lambda g, x: unit(g) == unit(x) and compatible(g, x))
    match(lambda g, x: not unit(g) and x.facets.measure != "new_participants")
    match(lambda _, x: x.value is not None and x.value.value is None)
    out: list[tuple[Statement | None, Statement | None]] = [
        (g, results[pairs[i]] if i in pairs else None) for i, g in enumerate(goals)
    ]
    return out + [(None, results[x]) for x in left]


def compatible(goal: Statement, result: Statement) -> bool:
    """May a result answer a goal of another measure? Both are shares of those who left, or one is unknown."""
    a, b = goal.facets.measure, result.facets.measure
    return not a or not b or (a.startswith("exit_") and b.startswith("exit_"))


def unit(item: Statement) -> str:
    return item.value.unit if item.value else ""


def measure_of(goal: Statement | None, result: Statement | None) -> str:
    """The pair's measure: the goal's, else the result's."""
    return (goal.facets.measure if goal else "") or (result.facets.measure if result else "")


def scale(rating: str, row: Row) -> str:
    """Which instrument a rating belongs to: the words its column uses tell."""
    if not rating:
        return ""
    body = range(row.table.header_rows, row.table.rows)
    code = row.setting.lens.vocabulary.code
    printed = [fold(printed_value(row.table, r, row.roles.rating)) for r in body]
    used = {code(text, "rating") for text in printed}
    if any(text in LIGHTS for text in printed):
        return "traffic-light"
    return "four-step" if "very_good" in used else "three-step"


def observe(
    row: Row,
    column: int,
    item: Statement,
    measure: str,
    *,
    role: Literal["actual", "target"] = "actual",
    value: Value | None = None,
    period: Period | None = None,
    gender: str = "",
) -> Observation:
    """A statement's figure (or `value` instead of its first) -> Observation."""
    shown = value or item.values[0]
    return Observation(
        measure=measure or ("other:goal" if shown.unit == "percent" else "participants"),
        value=shown,
        period=period or row.period,
        place=replace(on_line(row.at(column), item), quote=item.text or row.at(column).quote),
        scope="intervention" if row.name else "all",
        name=row.name,
        role=role,
        gender=gender or (own_gender(item, row.setting) if value is None else "") or "T",  # type: ignore[arg-type]
        source="table",
        row_label=row.name,
        header_path=row.table.header_path(column),
        reader=row.setting.reader,
        engine=row.table.engine,
        confidence=row.table.confidence,
        why="; ".join(item.facets.used),
    )


def own_gender(item: Statement, setting: Setting) -> str:
    """The gender that a statement's first figure counts ('varav 20 kvinnor'), not one that splits it; '' for none."""
    found = mentions.find(aligned(item.text, setting.lens), item.text, setting.lens)
    first = found[0] if found else None
    return first.gender if first and first.value.value == item.values[0].value else ""
