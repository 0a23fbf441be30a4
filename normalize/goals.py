"""Target/result/fulfilment tables -> goals paired with their results, and the observations both hold.

A cell holds several goals or results, one per statement. They are paired by meaning: same measure first, then the same
unit in printed order; what is left over is kept alone.
"""

from __future__ import annotations

from dataclasses import replace

from extract.types import Issue, Table
from normalize import periods
from normalize.bracketed import parts, period_in_brackets
from normalize.goal_garbled import garbled, without_strays
from normalize.goal_pairs import measure_of, pair
from normalize.goal_results import answer_of, cell_values, observed
from normalize.goal_roles import in_words, roles_of
from normalize.goal_row import Row, labelled, observe, on_line, rated, scale
from normalize.goal_text import Statement, merged, statements, target_value, unit
from normalize.tables import Setting, TableReading, heading_of, place, printed_value, stub_of
from normalize.types import Goal, NameMention, Observation, Period, Value


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
        group = opens_group(table, r, setting)
        printed = stub_of(table, r) if roles.stub == 0 or group else ""
        if printed:
            name = printed
            names.append(NameMention(printed, place(table, table.cell(r, 0), r, 0, setting), "stub"))
        if group:
            continue
        row = Row(table, r, roles, name, roles.results[0][1] or setting.lens.period, setting)
        by_years = len(roles.results) > 1 or (roles.stub < 0 and roles.rating < 0 and not in_words(table, roles))
        made_goals, made = by_year(row) if by_years else paired(row)
        goals += made_goals
        seen += made
        issues += garbled(row)
    kind = "goals" if roles.stub == 0 or roles.rating >= 0 else "goals_by_year"
    return TableReading(kind, tuple(seen), tuple(goals), tuple(names), tuple(issues))


def opens_group(table: Table, r: int, setting: Setting) -> bool:
    """Is a row nothing but the name of whose the rows under it are?"""
    alone = bool(stub_of(table, r)) and not any(printed_value(table, r, c) for c in range(1, table.columns))
    return alone and r + 1 < table.rows and setting.lens.facets(stub_of(table, r), "stub", "header").silent


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
            seen += aimed_at(row, goal, measure)
        if result:
            seen += observed(row, own, result, measure, unit(goal) if goal else "")
    return goals, seen


def several_by_year(
    row: Row, targets: list[Statement], by_column: list[list[Statement]]
) -> tuple[list[Goal], list[Observation]]:
    """A row of several goals with several results a year: each column is paired with the goals by itself."""
    answers = [dict((id(g), r) for g, r in pair(targets, results) if g is not None) for results in by_column]
    rating, code = rated(row)
    made: list[Goal] = []
    seen: list[Observation] = []
    for goal in targets:
        own = answers[0].get(id(goal))
        measure = measure_of(goal, own)
        before = answers[1].get(id(goal)) if len(answers) > 1 else None
        if goal.value and goal.value.value is not None:
            seen += aimed_at(row, goal, measure)
        for (column, when), of in zip(row.roles.results, answers, strict=True):
            result = of.get(id(goal))
            if result is not None and result.value is not None:
                seen.append(observe(row, column, result, measure, value=result.value, period=when))
        made.append(
            Goal(
                name=row.name,
                period=row.period,
                place=on_line(row.at(row.roles.target), goal),
                goal_text=goal.text,
                measure=measure,
                target=target_value(goal, row.setting, own),
                result_text=own.text if own else "",
                result=own.value if own else None,
                previous_text=before.text if before else "",
                previous=before.value if before else None,
                previous_period=row.roles.results[1][1] if before else None,
                rating_printed=rating,
                rating=code,
                rating_scale_id=scale(code, row),
            )
        )
    return made, seen


def aimed_at(row: Row, goal: Statement, measure: str) -> list[Observation]:
    """A goal's figure as an observation, or the two bounds of its range."""
    bounds = goal.values[:2] if [v.qualifier for v in goal.values[:2]] == ["at_least", "at_most"] else goal.values[:1]
    when = aimed_when(row)
    if len(bounds) == 1:
        return [observe(row, row.roles.target, goal, measure, role="target", period=when)]
    return [observe(row, row.roles.target, goal, measure, role="target", value=v, period=when) for v in bounds]


def aimed_when(row: Row) -> Period | None:
    """A goal headed by a year ('Mål 2022') in a report of a part of it is the year's; None for the row's own period."""
    report, heading = row.setting.lens.period, heading_of(row.table, row.roles.target)
    headed = report is not None and report.freq in "HT" and periods.YEAR.search(heading) is not None
    return periods.whole_year(report) if headed and report else None


def by_year(row: Row) -> tuple[list[Goal], list[Observation]]:
    """A row of one goal and its results by year: every cell is about the goal's measure."""
    targets = statements(row.table.cell(row.r, row.roles.target), row.setting, "goal")
    if not targets:
        return [], []
    by_column = [statements(row.table.cell(row.r, c), row.setting, "goal") for c, _ in row.roles.results]
    if len(targets) > 1 and len(by_column[0]) > 1:
        return several_by_year(row, [labelled(t, row) for t in targets], by_column)
    goal = labelled(targets[0] if len(targets) == 1 else merged(targets, row.setting), row)
    measure = goal.facets.measure
    target = target_value(goal, row.setting)
    unit = target.unit if target and target.unit else "persons"
    seen: list[Observation] = []
    if goal.value and goal.value.value is not None:
        seen += aimed_at(row, goal, measure)
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
                seen.append(
                    observe(row, column, item, measure, value=replace(value, unit=value.unit or unit), period=then)
                )
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
